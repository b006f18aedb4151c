"""The words of a language that a leaflet's safety hangs on: numbers, units, months, "not", "only", "at least".

They live in data/vocabulary/<tag>.toml, in a notation that a native reader can correct:

    word        the whole word          word*   what begins so          *word   what ends so
    two_words   with a space between    except  words that look like a negation and are none
    most_number words for up to where a number follows, and for until where none does: bis, hasta, do
    fast        words for not eating that need no "not" in the English
    beside      words for never and nobody in languages that say "not" as well: никогда не

ICU spells out the numbers and CLDR names units and months for every language that they know; the file
adds inflected forms, duals and everyday words. A language without a file is checked with those alone.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import icu

from pipeline.checks import hanzi
from pipeline.facts import BIDI_CONTROLS

Value = Decimal | str

# Kinds of words beside those of [locks].
NUMBER, UNIT, MONTH, NEGATION, EXCEPT = "number", "unit", "month", "negation", "except"
MAIN = "main"  # the words that say "not", without those for no, without, forbidden
FAST = "fast"  # words for fasting that hold a "not": 禁食
BESIDE = "beside"  # never, nobody, nothing: words that need a "not" beside them

# Folders and headers that name the same written language in another way.
_ALIASES = {
    "zh": "zh_Hans", "zh_Hant": "zh_Hans", "zh_CN": "zh_Hans", "zh_TW": "zh_Hans", "zh_HK": "zh_Hans", "yue": "zh_Hans",
    "prs": "fa", "tl": "fil", "kmr": "ku", "pa_Guru": "pa",
}  # fmt: skip
_UNITS = {
    "Second": "second", "Minute": "minute", "Hour": "hour", "Day": "day", "Week": "week", "Month": "month", "Year": "year", "Milligram": "mg",
    "Gram": "g", "Kilogram": "kg", "Microgram": "mcg", "Milliliter": "ml", "Liter": "l", "Percent": "percent",
}  # fmt: skip
# Symbols that every language uses, in Latin, Greek (micro) and Cyrillic letters.
_SYMBOLS = {
    "mg": "mg мг", "g": "g г гр", "kg": "kg кг", "mcg": "mcg µg μg ug мкг", "ml": "ml мл", "l": "l л", "mmol": "mmol ммоль",
    "iu": "iu ui ie me ме од iе", "cm": "cm см", "mm": "mm мм", "hour": "h",
}  # fmt: skip
FORMS = frozenset(("tablet", "capsule", "drop"))
_JOINERS = frozenset(
    "i и і та y e et und en and og och și şi si és ve iyo û u και και dhe ir un a ja να እና ን ו و".split()
)
_GAP = re.compile(r"[\s\-\u2010\u2011\u05be\u05f4\"'.]{0,3}")
_MARKS = "".join(chr(c) for c in range(0x300, 0xABFF) if unicodedata.category(chr(c)) in ("Mn", "Mc"))  # fmt: skip
_WORD = re.compile(rf"[^\W\d_{_MARKS}][^\W\d_{_MARKS}]*(?:[{_MARKS}]+[^\W\d_{_MARKS}]*)*")
_DROPPED = dict.fromkeys(
    [*map(ord, BIDI_CONTROLS), *range(0x64B, 0x660), 0x670, 0x640, *range(0x591, 0x5BE), *range(0x5BF, 0x5C3),
     0x200B, 0x200C, 0x200D, 0x2060, 0xAD, 0xFEFF]
)  # fmt: skip
_ALIKE = str.maketrans("أإآٱيىكةۀڪ", "ااااییکههک")
_QUOTES = str.maketrans(dict.fromkeys("’ʼ‘`´ʻ", "'"))
_FULLWIDTH = str.maketrans({0xFF0E: ".", 0xFF0C: ",", 0xFF05: "%", 0x66A: "%", 0xFE6A: "%", 0xFF1A: ":", 0x66C: "'", 0xA789: ":",
                            0x2213: "-", 0xFF0F: "/"})  # fmt: skip
_FOLDED = {**_FULLWIDTH, **_QUOTES, **_ALIKE, **_DROPPED}
_FRACTIONS = {
    "½": "0.5",
    "¼": "0.25",
    "¾": "0.75",
    "⅓": "1/3",
    "⅔": "2/3",
    "⅛": "0.125",
    "⅕": "0.2",
}
_VULGAR = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75"}
_FRACTION = re.compile(r"(\d*)\s?([½¼¾⅓⅔⅛⅕])|(?<![\d/])(?:(\d+) )?(1/2|1/4|3/4)(?![\d/])")
_ETHIOPIC = re.compile("[\u1369-\u137c]+")
_NOT_LATIN_DIGIT = re.compile(r"[^\D0-9]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. ``value``: the number, unit or month; start and end are places in the folded text."""

    kind: str
    value: Value
    start: int
    end: int


Meaning = tuple[str, Value]


@dataclass(slots=True)
class _Index:
    """Where the words of a vocabulary are looked up."""

    whole: dict[str, list[Meaning]] = field(default_factory=dict)
    stems: dict[str, list[Meaning]] = field(default_factory=dict)
    endings: dict[str, list[Meaning]] = field(default_factory=dict)
    inside: list[tuple[str, Meaning]] = field(default_factory=list)
    several: dict[str, list[tuple[tuple[str, ...], bool, Meaning]]] = field(default_factory=dict)
    # The first word ends so: *madan önce.
    several_ending: dict[str, list[tuple[tuple[str, ...], bool, Meaning]]] = field(
        default_factory=dict
    )
    seen: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)


class Vocabulary:
    """What the words of one language mean."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        data = _data(tag)
        self.own = bool(data)
        self.ratio = float(data.get("ratio", 1.1))
        self.spaced = data.get("spaced", True)
        self.joined = data.get("apostrophe") == "letter"
        self.clitics = tuple(
            sorted(self.fold(data.get("clitics", "")).split(), key=len, reverse=True)
        )
        self.suffixes = tuple(
            sorted(self.fold(data.get("suffixes", "")).split(), key=len, reverse=True)
        )
        self.dual = tuple(self.fold(data.get("dual", "")).split())
        self.whole_first = bool(data.get("whole_first"))
        self.from_dawn = bool(data.get("from_dawn"))  # whether 8 in the morning is 2 o'clock
        self.of = frozenset(self.fold(data.get("of", "")).split())
        self.chinese = tag == "zh_Hans"
        self.index = _Index()
        self.patterns: list[tuple[str, re.Pattern[str], dict[str, Value]]] = []
        entries = list(self._entries(data))
        if self.spaced:
            for word, meaning in entries:
                self._enter(word, meaning)
        else:
            self.patterns = list(self._patterned(entries))

    def fold(self, text: str) -> str:
        """The text as it is compared: small letters, ASCII digits, one form for letters that look or mean the same."""
        if text.isascii():
            text = text.lower().replace("`", "'")
        else:
            text = unicodedata.normalize("NFC", text).replace("İ", "i").lower().translate(_FOLDED)
        if _NOT_LATIN_DIGIT.search(text):
            text = _NOT_LATIN_DIGIT.sub(lambda m: str(unicodedata.digit(m[0], 0)), text)
        if _ETHIOPIC.search(text):
            text = _ETHIOPIC.sub(lambda m: str(_ethiopic(m[0])), text)
        text = _FRACTION.sub(_decimal_fraction, text)
        if self.joined:
            text = text.replace("'", "")
        elif self.tag == "en":
            text = text.replace("can't", "cannot").replace("n't", " not")
        return text

    def _entries(self, data: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
        """Every word with its meaning: the file's own first."""
        for value, words in data.get("numbers", {}).items():
            yield from ((word, (NUMBER, Decimal(value))) for word in words.split())
        for unit, words in data.get("units", {}).items():
            yield from ((word, (UNIT, unit)) for word in words.split())
        for kind, words in data.get("locks", {}).items():
            yield from ((word, (kind, kind)) for word in words.split())
        negation = data.get("negation", {})
        yield from ((word, (MAIN, "not")) for word in negation.get("main", "").split())
        yield from ((word, (NEGATION, "not")) for word in negation.get("words", "").split())
        for kind in (BESIDE, FAST):
            yield from ((word, (kind, "not")) for word in negation.get(kind, "").split())
        yield from ((word, (EXCEPT, "not")) for word in negation.get("except", "").split())
        for month, words in data.get("months", {}).items():
            yield from ((word, (MONTH, Decimal(month))) for word in words.split())
        for unit, words in _SYMBOLS.items():
            yield from ((word, (UNIT, unit)) for word in words.split())
        if not self.chinese:
            yield from ((word, (NUMBER, value)) for word, value in _spelt(self.tag))
        yield from _cldr(self.tag)

    def _enter(self, entry: str, meaning: Meaning) -> None:
        text = self.fold(entry.replace("_", " ").strip("*"))
        marks = re.match(rf"[{_MARKS}]*", text)
        tokens = tuple(_WORD.findall(text))
        if tokens and marks:  # an ending may begin with a vowel sign: *ாமல்
            tokens = (marks[0] + tokens[0], *tokens[1:])
        index, stem, ending = self.index, entry.endswith("*"), entry.startswith("*")
        if not tokens:
            return
        if len(tokens) > 1:
            table = index.several_ending if ending else index.several
            table.setdefault(tokens[0], []).append((tokens, stem, meaning))
            return
        if stem and ending:
            index.inside.append((tokens[0], meaning))
            return
        singles = index.endings if ending else index.stems if stem else index.whole
        meanings = singles.setdefault(tokens[0], [])
        if meaning not in meanings:
            meanings.append(meaning)

    def _patterned(
        self, entries: Iterable[tuple[str, Meaning]]
    ) -> Iterator[tuple[str, re.Pattern[str], dict[str, Value]]]:
        """One pattern a kind, longest words first, for scripts that do not part their words."""
        kinds: dict[str, dict[str, Value]] = {}
        for word, (kind, value) in entries:
            text = self.fold(word.strip("*").replace("_", " "))
            if kind in (EXCEPT, FAST):
                for under in (NEGATION, MAIN):
                    kinds.setdefault(under, {}).setdefault(text, "")
            if kind != EXCEPT:
                kinds.setdefault(kind, {}).setdefault(text, value)
        for kind, words in kinds.items():
            longest = sorted(words, key=len, reverse=True)
            latin = [
                rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w)
                for w in longest
            ]
            yield kind, re.compile("|".join(latin)), words

    def find(self, text: str) -> list[Word]:
        """The words of a folded text, in their order."""
        found = list(dict.fromkeys(self._spaced(text) if self.spaced else self._unspaced(text)))
        barred = [(word.start, word.end) for word in found if word.kind == EXCEPT]
        limits = [(w.start, w.end) for w in found if w.kind in ("least", "most", _MOST_NUMBER)]
        kept = [
            word
            for word in found
            if word.kind != EXCEPT
            and not (word.kind == MAIN and any(s <= word.start and word.end < e for s, e in limits))
            and not (word.kind in (NEGATION, MAIN) and _barred(word, barred, text))
        ]
        numbers = _composed([w for w in kept if w.kind == NUMBER], text, self)
        units = _longest([w for w in kept if w.kind == UNIT and self._is_unit(w, text)])
        if self.chinese:  # 点 is an hour, and the point of 七十点八
            units = [u for u in units if not any(n.start < u.start < n.end for n in numbers)]
        numbers = _read_once(numbers, units, text)
        units = [u for u in units if not _counts_the_next(u, numbers, units, text)]
        rest = _up_to([w for w in kept if w.kind not in (NUMBER, UNIT)], numbers, units, text)
        return sorted([*numbers, *units, *rest], key=lambda w: (w.start, w.kind))

    def has_dual(self, text: str) -> bool:
        """Whether a word of a folded text may be a dual (Arabic: two of something in one word)."""
        words = (m[0] for m in _WORD.finditer(text)) if self.dual else ()
        return any(
            word.endswith(ending) and len(word) >= (5 if ending[0] == "ت" else 6)
            for word in words
            for ending in self.dual
        )

    def _is_unit(self, word: Word, text: str) -> bool:
        """A letter alone, or a Chinese measure, is a unit after a number only."""
        before = text[: word.start].rstrip(" \u00a0\u202f-(个個")
        if self.chinese:
            if word.value == "percent" or (word.value in FORMS and word.end - word.start > 1):
                return True
            return bool(
                re.search(
                    r"[\d\ufffc一二三四五六七八九十百千两兩每几幾数數多半整第几同当當前后後]$",
                    before,
                )
            )
        if word.end - word.start == 1 or (
            word.end - word.start <= 3 and text[word.start : word.end] in _SHORT
        ):
            return bool(re.search(r"[\d\ufffc]$", before))
        return True

    def _spaced(self, text: str) -> Iterator[Word]:
        tokens = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
        for place, (token, start, end) in enumerate(tokens):
            for kind, value in self.meanings(token):
                yield Word(kind, value, start, end)
            for several, stem, (kind, value) in self._begun(token):
                if last := _follow(tokens, place, several, stem, text):
                    yield Word(kind, value, start, last)

    def _begun(self, token: str) -> Iterator[tuple[tuple[str, ...], bool, Meaning]]:
        """The entries of several words that a word may be the first of."""
        for variant in self._variants(token):
            yield from self.index.several.get(variant, ())
        if self.index.several_ending:
            for start in range(1, len(token) - 1):
                yield from self.index.several_ending.get(token[start:], ())

    def _unspaced(self, text: str) -> Iterator[Word]:
        for kind, pattern, words in self.patterns:
            for m in pattern.finditer(text):
                if words[m[0]] != "":
                    yield Word(kind, words[m[0]], m.start(), m.end())
        if self.chinese:
            for value, start, end in hanzi.numbers(text):
                yield Word(NUMBER, value, start, end)

    def meanings(self, token: str) -> tuple[Meaning, ...]:
        """What a word means: as it stands, else without what is written together with it (and, in, the)."""
        known = self.index.seen.get(token)
        if known is None:
            found: dict[str, list[Meaning]] = {}
            for variant in self._variants(token):
                for meaning in self._looked_up(variant):
                    if meaning[0] not in (NEGATION, MAIN) or token.endswith(variant):
                        found.setdefault(meaning[0], []).append(meaning)
                if found:
                    break
            known = tuple(dict.fromkeys(m for kind in found.values() for m in kind))
            self.index.seen[token] = known
        return known

    def _variants(self, token: str) -> Iterator[str]:
        yield token
        for clitic in self.clitics:
            if token.startswith(clitic) and len(token) - len(clitic) >= 2:
                yield token[len(clitic) :]
        for suffix in self.suffixes:
            if token.endswith(suffix) and len(token) - len(suffix) >= 2:
                yield token[: -len(suffix)]

    def _looked_up(self, token: str) -> Iterator[Meaning]:
        kinds = set()
        for meaning in self.index.whole.get(token, ()):
            kinds.add(meaning[0])
            yield meaning
        for length in range(len(token), 1, -1):
            for meaning in self.index.stems.get(token[:length], ()):
                if meaning[0] not in kinds or meaning[0] == UNIT:
                    yield meaning
            kinds |= {kind for kind, _ in self.index.stems.get(token[:length], ())}
        yield from (meaning for part, meaning in self.index.inside if part in token)
        for start in range(1, len(token) - 1):
            yield from (
                m
                for m in self.index.endings.get(token[start:], ())
                if m[0] not in kinds or m[0] == UNIT
            )


_SHORT = frozenset("iu ui ie me ме од cm mm см мм min ug gr гр hr st".split())


def _longest(units: list[Word]) -> list[Word]:
    """Without the units that are part of a longer one: the gram of a milli gram."""
    return [
        u
        for u in units
        if not any(
            o.start <= u.start and u.end <= o.end and o.end - o.start > u.end - u.start
            for o in units
        )
    ]


def _barred(word: Word, barred: list[tuple[int, int]], text: str) -> bool:
    """Whether a negation is part of a word that is none, or a "below" before a figure."""
    below = re.match(r" ?\S{0,4} ?\d", text[word.end :]) and text[word.start : word.end] == "دون"
    return bool(below) or any(s < word.end and word.start < e for s, e in barred)


def _follow(
    tokens: list[tuple[str, int, int]], place: int, several: tuple[str, ...], stem: bool, text: str
) -> int:
    """Where a word of several parts ends, 0 when they do not all follow."""
    last = place + len(several) - 1
    if last >= len(tokens):
        return 0
    for offset, part in enumerate(several[1:], 1):
        token, start, _ = tokens[place + offset]
        whole = token == part or (stem and offset == len(several) - 1 and token.startswith(part))
        if not whole or not _GAP.fullmatch(text[tokens[place + offset - 1][2] : start]):
            return 0
    return tokens[last][2]


def _composed(numbers: list[Word], text: str, vocabulary: Vocabulary) -> list[Word]:
    """Number words that stand together as one number: twenty + one, two + hundred."""
    whole: list[Word] = []
    for word in sorted(numbers, key=lambda w: (w.start, -w.end)):
        before = whole[-1] if whole else None
        if before and word.start < before.end:
            continue
        value = _sum(before, word, text, vocabulary) if before else None
        if before and value is not None:
            whole[-1] = Word(NUMBER, value, before.start, word.end)
        else:
            whole.append(word)
    return whole


def _sum(before: Word, word: Word, text: str, vocabulary: Vocabulary) -> Decimal | None:
    gap = text[before.end : word.start].strip(" -\u2010\u2011\u00a0\u05be")
    if gap not in _JOINERS and gap:
        return None
    first, second = Decimal(before.value), Decimal(word.value)
    token = text[word.start : word.end]
    joined = (gap in _JOINERS and bool(gap)) or any(
        token.startswith(c) for c in vocabulary.clitics if c in ("و", "ו")
    )
    if second in (100, 1000, 100_000, 1_000_000) and 0 < first < second and not gap:
        return first * second
    if first >= 100 and first % 100 == 0 and second < 100:
        return first + second
    if first in (20, 30, 40, 50, 60, 70, 80, 90) and 0 < second < 10:
        return first + second
    if first == 20 and 10 <= second < 20 and vocabulary.tag == "cy":
        return first + second
    if joined and first < 10 and second in (10, 20, 30, 40, 50, 60, 70, 80, 90):
        return first + second
    if vocabulary.tag in ("cy", "vi", "th") and 1 < first < 10 and second == 10 and not gap:
        return first * second
    return None


def _up_to(rest: list[Word], numbers: list[Word], units: list[Word], text: str) -> list[Word]:
    """With the words for "up to" as such where a number or a unit follows ("bis zu zwei Wochen", "do roku"), else without."""
    counted = {word.start for word in (*numbers, *units)}
    kept = []
    for word in rest:
        if word.kind != _MOST_NUMBER:
            kept.append(word)
        elif any(
            place in counted or text[place].isdigit() or text[place] == "\ufffc"
            for place in _next(word, text)
        ):
            kept.append(Word("most", "most", word.start, word.end))
    return kept


def _next(word: Word, text: str) -> list[int]:
    """Where the next three words begin, in the same clause."""
    clause = re.split(r"[,;:.!?](?!\d)", text[word.end :], maxsplit=1)[0]
    return [word.end + m.start() for m in islice(_PIECE.finditer(clause), 3)]


_MOST_NUMBER = "most_number"
_PIECE = re.compile(r"\ufffc|\d+|[^\W\d_]+")


def _read_once(numbers: list[Word], units: list[Word], text: str) -> list[Word]:
    """Without the numbers that are units behind another number: Vietnamese năm is five, and a year."""
    places = {(unit.start, unit.end) for unit in units}
    ends = [word.end for word in numbers]
    kept = []
    for word in numbers:
        before = text[: word.start].rstrip()
        after_number = any(end == len(before) for end in ends) or bool(
            re.search(r"[\d\ufffc]$", before)
        )
        if (word.start, word.end) in places and after_number:
            continue
        kept.append(word)
    return kept


def _counts_the_next(unit: Word, numbers: list[Word], units: list[Word], text: str) -> bool:
    """Whether a word is a number here and no unit: Vietnamese năm tháng is five months, năm a year."""
    number = any((n.start, n.end) == (unit.start, unit.end) for n in numbers)
    return number and any(text[unit.end : u.start] == " " for u in units if u.start > unit.end)


def _decimal_fraction(found: re.Match[str]) -> str:
    whole, sign, mixed, vulgar = found.groups()
    text = _FRACTIONS[sign] if sign else _VULGAR[vulgar]
    before = whole if sign else mixed
    return (
        f"{before}{text[1:]}"
        if before and text.startswith("0")
        else f"{before or ''} {text}".strip()
    )


def _ethiopic(text: str) -> int:
    """The value of Ethiopic numerals: ones and tens add up, ፻ and ፼ multiply."""
    total = group = 0
    for character in text:
        value = int(unicodedata.numeric(character))
        if value >= 100:
            group = max(group, 1) * value
            total, group = total + group, 0
        else:
            group += value
    return total + group


# What the file, ICU and CLDR say.


@cache
def _data(tag: str) -> Mapping[str, Any]:
    path = files("pipeline").joinpath(f"data/vocabulary/{tag}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _spelt(tag: str) -> Iterator[tuple[str, Decimal]]:
    """ICU's words for 0 to 100 and round numbers, in every form that it knows."""
    rules = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(tag))
    if tag != "en" and rules.format(8) == "eight":
        return  # ICU has no words for this language and answers in English
    names = [rules.getRuleSetName(n) for n in range(rules.getNumberOfRuleSetNames())]
    names = [name for name in names if "year" not in name and "ordinal" not in name]
    done: set[tuple[str, int]] = set()
    for name in names:
        try:
            rules.setDefaultRuleSet(name)
        except icu.ICUError:
            continue
        for number in (*range(1, 21), *range(30, 100, 10), 100, 1000, *(range(21, 100) if name == names[-1] or len(names) < 8 else ())):  # fmt: skip
            word = rules.format(number).replace("\u00ad", "").replace("\u200b", "")
            if (word, number) not in done and not word[0].isdigit():
                done.add((word, number))
                yield "_".join(word.split()), Decimal(number)


def _cldr(tag: str) -> Iterator[tuple[str, Meaning]]:
    """CLDR's units and months through ICU (Babel fills the aliases of one language with the words of another: its
    issue of shared root data). A month is found by its stem too: its case endings are many."""
    if not _is_known(tag):
        return
    widths = (icu.UMeasureFormatWidth.WIDE, icu.UMeasureFormatWidth.SHORT)
    for width in widths:
        formatted = icu.MeasureFormat(icu.Locale(tag), width)
        for name, unit in _UNITS.items():
            of = getattr(icu.MeasureUnit, f"create{name}")
            for word in {
                re.sub(r"^[\W\d]+|[\W\d]+$", "", formatted.formatMeasure(icu.Measure(n, of())))
                for n in (1, 2, 5)
            }:
                if len(word) > 1 and word != "second":
                    yield "_".join(word.split()), (UNIT, unit)
    if tag not in ("vi", "zh_Hans"):
        yield from _months(tag)


def _is_known(tag: str) -> bool:
    """Whether CLDR has the language: of another, ICU would give English words."""
    return icu.Locale(tag).getLanguage() in {
        name.partition("_")[0] for name in icu.Locale.getAvailableLocales()
    }


def _months(tag: str) -> Iterator[tuple[str, Meaning]]:
    symbols = icu.DateFormatSymbols(icu.Locale(tag))
    for use in (symbols.FORMAT, symbols.STANDALONE):
        for width in (symbols.WIDE, symbols.ABBREVIATED):
            for month, name in enumerate(symbols.getMonths(use, width), 1):
                if not any(c.isdigit() for c in name) and len(name) > 1:
                    stem = "*" if len(name) >= 3 and " " not in name else ""
                    yield "_".join(name.rstrip(".").split()) + stem, (MONTH, Decimal(month))


def _named(tag: str) -> str:
    tag = tag.replace("-", "_").partition("@")[0]
    if tag.endswith(("_XA", "_XB")):
        return tag  # a pseudo-language has no words of its own
    for name in (tag, tag.split("_")[0]):
        if name in _ALIASES:
            return _ALIASES[name]
        if _data(name):
            return name
    return tag.split("_")[0]


@cache
def vocabulary(tag: str) -> Vocabulary:
    """The vocabulary of a language as a catalog's header names it: pl, zh_Hant, pt_BR, sr@latin."""
    return _vocabulary(_named(tag))


@cache
def _vocabulary(name: str) -> Vocabulary:
    return Vocabulary(name)


@cache
def decimal_mark(tag: str) -> str:
    """The character before the decimal places: "." where CLDR knows no better."""
    if own := _data(_named(tag)).get("decimal"):
        return str(own)
    locale = icu.Locale(f"{tag.replace('-', '_').partition('@')[0]}@numbers=latn")
    return str(
        icu.DecimalFormatSymbols(locale).getSymbol(icu.DecimalFormatSymbols.kDecimalSeparatorSymbol)
    )
