"""Checks of the names of medicines: not mistyped, not another medicine's, not lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz import fuzz

from pipeline.checks.characters import script_of, script_of_text
from pipeline.checks.completeness import holds
from pipeline.checks.names import ENDING, Words, is_medicine, medicines, respelt, sounds, words_of
from pipeline.checks.pair import Pair, check
from pipeline.checks.registry import Finding
from pipeline.diagnostic import Severity

_NAMED = re.compile(r"(?<![\w-])[^\W\d_]{5,}(?:-[^\W\d_]+)?(?![\w-])")
_FIRST = re.compile(r"(?:^|[.!?:]\s+|\*\*|\[)$")
_CALENDAR = frozenset(
    "January February March April June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "English British Europe European Christmas Easter Doctor Hospital Internet".split()
)
_RESPELT = str.maketrans("cqyzwj", "kkisvi")
_SIMILAR = 80.0  # of 100: a letter or two of a name that has been mistyped


@check("N330", Severity.WARNING)
def medicines_kept(pair: Pair) -> Iterator[Finding]:
    """The name of a medicine is not mistyped in the translation.

    A medicine is known by its capital inside a sentence, or by the ending that the WHO gives to its kind. A
    language may inflect it, and spell it in its own way.

    en: Take ibuprofen in the morning.
    good: Ibuprofenu zażyj rano.
    bad: Ibuprofanu zażyj rano.
    """
    names = _names(pair.source_kept.text)
    if not names:
        return
    known = medicines(pair.source_kept.text)  # of those, N333 and N334 say what another medicine is
    there = [
        word for word in _NAMED.findall(pair.target_kept.text) if script_of_text(word) == "Latn"
    ]
    source = _respelt(pair.source_kept.text)
    strange = [w for w in there if (_respelt(w) if _unchanging(pair) else _respelt(w)[:-1]) not in source]  # fmt: skip
    for name in names:
        if any(_is_name(name, word, pair) for word in there):
            continue
        for word in strange:
            if not ENDING.search(name) and not (word[0].isupper() and word[:3] == name[:3]):
                continue  # "December" and "dezembro" are alike, and both are right
            alike = fuzz.ratio(_respelt(name), _respelt(word)) >= _SIMILAR
            both = ENDING.search(name) and ENDING.search(word) and name.lower() not in known
            if alike or both:
                yield Finding(
                    f"the English has {name}, the translation {word}", pair.at, f"write {name}"
                )
                return


def _names(text: str) -> list[str]:
    """The names of an English text."""
    found = [m for m in _NAMED.finditer(text) if m[0].isascii()]
    found = [m for m in found if m[0] not in _CALENDAR]  # April ends as an ACE inhibitor does
    return [m[0] for m in found if is_medicine(m[0]) or _is_named(m, text)]


def _is_named(word: re.Match[str], text: str) -> bool:
    """Whether a capital makes a name: not at the beginning of a sentence, nor in capitals, nor in a title."""
    before, after = text[: word.start()], text[word.end() :]
    titled = _CAPITAL_BEFORE.search(before) or _CAPITAL_AFTER.match(after)
    return word[0][0].isupper() and not (word[0].isupper() or titled or _FIRST.search(before))


_CAPITAL_BEFORE = re.compile(r"\w,? [A-Z][a-z]+ $")  # the Automatic Signing Key
_CAPITAL_AFTER = re.compile(r" [A-Z][a-z]{2}")


# What languages that do not inflect a name may put behind it: a genitive or plural, or the vowel with which they take an
# international name in (paracetamolo). Portuguese alone writes imatinibe, rituximabe.
_ADDED = {
    "de": "s", "nl": "s", "fr": "es", "es": "aos", "it": "aeo", "pt": "aeos", "vi": "", "fil": "", "cy": "",
    "da": "s", "sv": "s", "nb": "s", "no": "s", "id": "", "ms": "", "sw": "",
}  # fmt: skip


def _unchanging(pair: Pair) -> bool:
    """Whether the language leaves a name in Latin letters as it is, but for ``_ADDED``."""
    return pair.words.tag in _ADDED or script_of(pair.words) not in ("Latn", "")


def _is_name(name: str, word: str, pair: Pair) -> bool:
    """Whether a word of the translation is the name, inflected or respelt where the language writes Latin letters."""
    if script_of(pair.words) not in ("Latn", ""):
        return word.casefold() == name.casefold()
    if medicines(name.lower()):
        own = pair.words.tag not in _ADDED and respelt(word, name.lower())
        if own or sounds(word) == sounds(name):  # barasitamol, ibubrofeen, as Somali writes them
            return True
    wanted, has = _respelt(name), _respelt(word)
    if not _unchanging(pair):
        return has.startswith(wanted[:-1])
    added = _ADDED[pair.words.tag] if wanted[-1] != "b" or pair.words.tag == "pt" else "s"
    return has == wanted or has[:-1] == wanted[:-1] or (has[:-1] == wanted and has[-1] in added)


def _respelt(text: str) -> str:
    """A name as most languages of Latin letters would hear it: ph is f, c is k or s, th is t."""
    plain = "".join(
        c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c)
    )
    plain = re.sub(r"([a-z])\1", r"\1", re.sub(r"c(?=[eiy])|sz", "s", plain))
    for sound, letter in (
        ("ph", "f"),
        ("th", "t"),
        ("ch", "k"),
        ("rh", "r"),
        ("ae", "e"),
        ("oe", "e"),
        ("x", "ks"),
    ):
        plain = plain.replace(sound, letter)
    return plain.translate(_RESPELT)


@check("N333", Severity.ERROR)
def no_other_medicine(pair: Pair) -> Iterator[Finding]:
    """No medicine has become another medicine.

    "Take ibuprofen" where the English has paracetamol may be what a patient must never take. A name is found in any
    script and inflected, by its consonants (data/medicines.toml), or as the glossary has it.

    en: Take paracetamol for the pain.
    good: Na ból zażyj paracetamol.
    bad: Na ból zażyj ibuprofen.
    """
    lost, words = _lost(pair)
    others = list(words.others(_wanted(pair))) if lost else []
    if others:
        yield Finding(
            f"the English has {lost[0]}, the translation {others[0]}",
            pair.at,
            f"write {lost[0]} as your language does",
        )


@check("N334", Severity.WARNING)
def medicine_named(pair: Pair) -> Iterator[Finding]:
    """Every medicine that the English names is named in the translation.

    Which tablets to stop before an operation is of no use without their names. Where a language calls a medicine
    something else, translations/<language>/glossary.po says what.

    en: Ask before you take warfarin.
    good: Zapytaj, zanim przyjmiesz warfarynę.
    bad: Zapytaj, zanim przyjmiesz lek.
    """
    lost, words = _lost(pair)
    lost = [name for name in lost if words.judged(name)]
    if lost and not any(words.others(_wanted(pair))):
        yield Finding(
            f"{lost[0]} is not in the translation",
            pair.at,
            "name it, or put its name in your language into the glossary (glossary.po)",
        )


def _lost(pair: Pair) -> tuple[list[str], Words]:
    """The medicines of the English that the translation does not name, nor as the glossary does, and its words."""
    wanted = _wanted(pair)
    if not wanted or pair.words.tag == "en" or pair.msgid == pair.msgstr:
        return [], words_of("", pair.tag, pair.words.spaced)
    words = words_of(pair.words.fold(pair.target_kept.text), pair.words.tag, pair.words.spaced)
    return [name for name in wanted if not words.hold(name) and not _as_approved(pair, name)], words


def _wanted(pair: Pair) -> tuple[str, ...]:
    """The medicines of the English: international names, and trade names that the leaflet declares as terms."""
    known = medicines(pair.source_kept.text)
    trade = [
        one.lower()
        for one in pair.terms
        if _TRADE.fullmatch(one) and re.search(rf"\b{one}\b", pair.msgid)
    ]
    return tuple(dict.fromkeys((*known, *trade))) if trade else known


_TRADE = re.compile(r"[A-Z][a-z]{4,}")


def _as_approved(pair: Pair, name: str) -> bool:
    known = [term for term in pair.glossary.terms if term.english.lower() == name]
    return any(holds(pair, form) for term in known for form in term.forms)
