"""The names of medicines, however a language spells them.

A name is international (INN, the WHO's): what a language changes is its ending, its vowels and its script. So a name and
a word are compared by their consonants, in classes of sounds that languages exchange: paracetamol, парацетамола and
প্যারাসিটামল are all P R S T M L. Chinese has names of its own; those are a table, data/medicines.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz

# Stems of international nonproprietary names (WHO): names of medicines stay as they are in many languages.
ENDING = re.compile(
    r"(?:mab|nib|cillin|mycin|azole|pril|sartan|statin|olol|dipine|oxacin|cycline|[a-z]{3}vir|platin|rubicin|taxel|bine|trexate|[a-z]{4}mide|sone|lone|tidine|prazole|triptan|gliptin|"
    r"formin|parin|xaban|setron|[a-z]{3}caine|zepam|zolam|barbital|[a-z]{4}amine|[a-z]{3}idine|[a-z]{5}cept|kinra|limus|mustine|tecan|poside|abine|purine|[a-z]{4}ase|phylline|terol|profen|etamol|aspirin|codeine|"
    r"morphine|fentanyl|insulin|heparin|warfarin|digoxin|ibuprofen|cef\w+|sulfa\w*|vitamin|lukast|fungin|thiazide|glitazone|gliflozin|glutide|ciclib|parib|zomib|degib|[a-z]{3}stim|poetin)s?$",
    re.IGNORECASE,
)
# English words with the endings of medicines.
_NO_MEDICINE = frozenset(
    "alone phone telephone smartphone combine examine examined determine disease increase decrease release purchase database "
    "base phase erase combined stone able table turbine clone".split()
)
# The endings that no other word has.
_SURE = re.compile(
    r"[a-z]{3}(?:mab|nib|cillin|mycin|[a-z]azole|pril|profen|[a-z]vir|penem|bactam|oxetine|sartan|vastatin|olol|dipine|floxacin|cycline|platin|rubicin|taxel|trexate|prazole|triptan|gliptin|parin|xaban|setron|zepam|zolam|limus|"
    r"lukast|fungin|thiazide|glitazone|gliflozin|glutide|ciclib|parib|zomib|degib|grastim|poetin|lisib|rafenib|navir|ciclovir|citabine|trexed)$"
)


def is_medicine(word: str) -> bool:
    """Whether an English word is a medicine's name, by the ending that the WHO gives to its kind."""
    return bool(ENDING.search(word)) and word.lower().removesuffix("s") not in _NO_MEDICINE


@lru_cache(1000)
def medicines(text: str) -> tuple[str, ...]:
    """The medicines that an English text names, each once and under its usual name."""
    known, found = _known(), list[str]()
    for word in _ENGLISH_WORD.findall(text.lower()):
        if name := known.get(word) or known.get(word.removesuffix("s")):
            found.append(name)
        elif _SURE.fullmatch(word):
            found.append(word)
    return tuple(dict.fromkeys(found))


def listed(word: str) -> bool:
    """Whether a word is the name of a medicine that data/medicines.toml has."""
    return word.lower() in _known()


_ENGLISH_WORD = re.compile(r"(?<![\w-])[a-z]{5,}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a translation, in which names are looked for."""

    text: str
    words: tuple[str, ...]
    hanzi: bool
    spaced: bool

    def hold(self, name: str) -> bool:
        """Whether the text names a medicine, in any script and inflected."""
        if name in self.text or any(one in self.text for one in _hanzi().get(name, ())):
            return True
        if self.hanzi:
            return False
        if not self.spaced:
            return _inside(name, _skeleton(self.text))
        return any(word in _letters(name) or _same(name, word) for word in self.words)

    def judged(self, name: str) -> bool:
        """Whether the absence of a name says anything: a Chinese name may be one that no table knows."""
        return not self.hanzi or name in _hanzi()

    def others(self, wanted: Sequence[str]) -> Iterator[str]:
        """The words that name another medicine than those of the English."""
        if self.hanzi:
            found = {
                one: name for name, forms in _hanzi().items() for one in forms if one in self.text
            }
            longest = [
                one for one in found if not any(one in other for other in found if other != one)
            ]
            yield from (one for one in longest if found[one] not in wanted)
            return
        if not self.spaced:
            whole = _skeleton(self.text)
            sure = (name for name in _names() if len(_forms(name)[0]) > _LEAST)
            yield from (name for name in sure if name not in wanted and _inside(name, whole))
            return
        for word in self.words:
            name = _medicine(word)
            if name and name not in wanted and not any(_same(one, word) for one in wanted):
                yield word


def words_of(text: str, tag: str, spaced: bool) -> Words:
    """The words of a folded text in the language ``tag``."""
    hanzi = tag.startswith(("zh", "yue"))
    return Words(text, tuple(_WORD.findall(text)), hanzi, spaced or hanzi)


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|[^\x00-\u02ff\s\d]){2,}")


@lru_cache(50_000)
def _same(name: str, word: str) -> bool:
    """Whether a word is the name, and not rather another medicine's."""
    forms, skeleton = _forms(name), _skeleton(word)
    away = min(_distance(form, skeleton) for form in forms)
    return away <= max(map(_bound, forms)) and (away == 0 or not _nearer(name, skeleton, away))


def _nearer(name: str, skeleton: str, away: float) -> bool:
    """Whether consonants are another medicine's, which they are nearer to."""
    return any(
        _distance(form, skeleton) < away
        for other in _names()
        if other != name
        for form in _forms(other)
        if _near(form, skeleton)
    )


@lru_cache(10_000)
def _medicine(word: str) -> str:
    """The medicine that a word surely names; "" where it may be any word."""
    skeleton = _skeleton(word)
    near = [
        (away, name)
        for name in _names()
        for form in _forms(name)
        if len(form) >= _LEAST and _near(form, skeleton)
        and (away := _distance(form, skeleton)) <= (_SURELY if len(form) > _LEAST else _SHORT_SURELY)
    ]  # fmt: skip
    if near:
        return min(near)[1]
    return word if word.isascii() and _SURE.search(word) else ""


_LEAST = 4  # consonants
# Letters of an ending, of a name of more consonants and of one of so few.
_SURELY, _SHORT_SURELY = 0.5, 0.25


def _near(form: str, skeleton: str) -> bool:
    return bool(fuzz.partial_ratio(form, skeleton, score_cutoff=60))


def _bound(form: str) -> float:
    """How far a word may be from a name: two sounds of kin and an ending at most. (Of 390 right spellings none is
    further than 1.)"""
    return (0.75, 0.75, 0.75, 0.75, 1.0, 1.25, 1.25, 1.5)[min(len(form), 7)]


@lru_cache(10_000)
def _inside(name: str, whole: str) -> bool:
    """Whether a name stands in a text without spaces, and not as part of a longer one: insulin in prednisolone."""
    forms = _forms(name)
    for other in _names():
        longer = _forms(other)[0]
        if other != name and longer not in forms and any(form in longer for form in forms):
            whole = whole.replace(longer, " ")
    for form in forms:
        alignment = fuzz.partial_ratio_alignment(form, whole, score_cutoff=60)
        if alignment:
            part = whole[max(0, alignment.dest_start - 2) : alignment.dest_end + 2]
            away = _distance(form, part, gap=0.0)
            if away <= _bound(form) - 0.25 and (away == 0 or not _nearer_inside(name, part, away)):
                return True
    return False


def _nearer_inside(name: str, part: str, away: float) -> bool:
    return any(
        _distance(form, part, gap=0.0) < away and len(form) >= _LEAST
        for other in _names()
        if other != name
        for form in _forms(other)
        if _near(form, part) and not any(form in own for own in _forms(name))
    )


@lru_cache(50_000)
def _distance(form: str, skeleton: str, gap: float = 0.25) -> float:
    """What it costs to make a name of a word: 1 for a sound, a half for its kin, ``gap`` for one before or after it."""
    row = [n * gap for n in range(len(skeleton) + 1)]
    for place, sound in enumerate(form):
        behind = place == len(form) - 1
        less = _loss(form, place)
        above, row = row, [row[0] + less]
        for n, other in enumerate(skeleton):
            more = gap if behind else _loss(skeleton, n)
            row.append(min(above[n] + _cost(sound, other), above[n + 1] + less, row[n] + more))
    return row[-1]


def _loss(sounds: str, place: int) -> float:
    """What it costs to leave a sound out: little for a w, a vowel as often, and for a doubled one."""
    doubled = place > 0 and sounds[place] == sounds[place - 1]
    return 0.25 if doubled or sounds[place] == "W" else 1.0


def _cost(sound: str, other: str) -> float:
    if sound == other or {sound, other} == {"W", "F"}:
        return 0.0
    return 0.5 if frozenset((sound, other)) in _KIN else 1.0


_KIN = frozenset(map(frozenset, ("PF", "KS", "TS", "NM", "RL", "WP")))


@lru_cache(50_000)
def _skeleton(word: str) -> str:
    """The consonants of a word in any script, by classes of sounds."""
    word = unicodedata.normalize("NFC", word.lower())
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    latin = plain.isascii()
    if not latin:
        for letters, sound in _BEFORE:
            plain = re.sub(letters, sound, plain)
        plain = anyascii(plain).lower()
    for letters, sound in (*(_LATIN if latin or word[0] < "\u0250" else _OTHER), *_BOTH):
        plain = re.sub(letters, sound, plain)
    return plain.translate(_CLASSES)


def sounds(word: str) -> str:
    """A name in Latin letters as its sounds: consonants by classes, simple vowels, none at its end."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))  # fmt: skip
    plain = re.sub(r"(?<![aeiou])w(?![aeiou])", "u", plain)  # Welsh inswlin
    for letters, sound in (*_LATIN, (r"([a-z])\1+", r"\1"), ("y", "i"), ("[^a-z]|h|[aeiou]+$", "")):
        plain = re.sub(letters, sound, plain)
    return plain.translate(_CLASSES)


def respelt(word: str, name: str) -> bool:
    """Whether a word in Latin letters has the consonants of a name in other letters: barasitamol."""
    return _skeleton(word).startswith(_skeleton(name)) and not _letters_of(word).startswith(
        _letters_of(name)
    )


def _letters_of(word: str) -> str:
    return re.sub("[^b-df-hj-np-tv-xz]", "", word.lower())


# Before letters become Latin: Hebrew vav is a vowel unless doubled, Tamil and Greek write f, b and d with two letters,
# Thai ph and th are sounds of p and t.
_BEFORE = (
    ("וו", "w"),
    ("ו", ""),
    ("ஃப", "f"),
    ("μπ", "b"),
    ("ντ", "d"),
    ("[พภผ]", "p"),
    ("[ทธถฐฑฒ]", "t"),
)
_LATIN = (("ph", "f"), ("th", "t"), ("sch|sh|sz|cz|tz|ts|zh", "s"), ("ch|ck|qu", "k"), ("x", "ks"), ("c(?=[eiyöü])", "s"),
          ("j", ""))  # fmt: skip
_OTHER = (
    ("ph", "f"),
    ("th", "t"),
    ("kh|gh", "k"),
    ("ts|sh|ch|zh|c|j", "s"),
    ("x", "ks"),
    ("ng", "n"),
)
_BOTH = ((r"([a-z])\1+", r"\1"), (r"[^a-z]|[aeiouyh]", ""))
_CLASSES = str.maketrans("pbfvwtdkgqcszmnlr", "PPFFWTTKKKKSSMNLR")


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("pipeline").joinpath("data/medicines.toml").read_text("utf-8"))


@cache
def _names() -> tuple[str, ...]:
    return tuple(_data()["names"].split())


@cache
def _known() -> dict[str, str]:
    """The usual name under each name that an English text may use."""
    others = {
        one.lower(): name
        for name, forms in _data()["others"].items()
        for one in forms.split()
        if one.isascii() and len(one) > 4
    }
    return {**others, **{name: name for name in _names()}}


@cache
def _forms(name: str) -> tuple[str, ...]:
    """The consonants of a name, and of what else it is called."""
    others = _data()["others"].get(name, "").split()
    return tuple(dict.fromkeys(_skeleton(one) for one in (name, *others) if len(one) > _SHORT))


@cache
def _letters(name: str) -> frozenset[str]:
    """The abbreviations of a name: ASS."""
    return frozenset(one.lower() for one in _data()["others"].get(name, "").split() if len(one) <= _SHORT)  # fmt: skip


_SHORT = 3


@cache
def _hanzi() -> dict[str, tuple[str, ...]]:
    return {name: tuple(forms.split()) for name, forms in _data()["hanzi"].items()}
