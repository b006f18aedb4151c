"""Where a fact stands in a written text of any language: by its figures, whatever groups, points and words around them a
language has. Nothing here asks the pipeline how it writes them; months are those that ICU knows."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import assert_never

import icu
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pipeline.checks.parity import texts
from pipeline.checks.parity.owed import Owed, Plainly
from pipeline.facts import Fact, Kind
from pipeline.languages import language

_GROUP = "(?:[.,'’٬ ]·{0,3})?"  # in braille, bold figures have marks of their own in each group
_BETWEEN = 60  # characters at most between the two figures of a plain form
_NEAR = 24  # and between a date's figures
# Characters that may hold a part of a month beside its date: by trial, so that each is found in Urdu and no other passes for it.
_BEFORE, _AFTER = 13, 8
_GAP = r"[^\d\n;–]{0,12}?"  # between day, month and year
_CLOSE = 75  # of 100: how like a month's name its written form is (it has case endings)


class Months(Enum):
    """How the names of months stand in a text."""

    NAMED = "named"
    SCRAMBLED = "scrambled"  # their letters, in another order: what PDFium makes of scripts that are no row of letters
    UNREAD = "unread"  # in braille


@dataclass(frozen=True, slots=True)
class Written:
    """A text to look in. ``signs``: whether signs stand in it, or figures alone; ``edges``: whether one sees where a figure begins
    and ends, which braille without number signs does not show."""

    text: str
    months: Months = Months.NAMED
    signs: bool = True
    edges: bool = True

    def pattern(self, text: str) -> re.Pattern[str]:
        """What finds a text in the file; its edges too, where the file shows them."""
        return _pattern(text if self.edges else _without_edges(text))


def places(owed: Owed, where: Written, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Where the fact stands, first to last."""
    match owed.value:
        case Plainly(n, of):
            one, other, gap = _number(str(n)), _number(str(of)), rf"\D{{1,{_BETWEEN}}}?"
            pattern = rf"{one}{gap}{other}|{other}{gap}{one}"
        case Fact(Kind.DATE, datetime.date() as day):
            yield from _dates(_day(day, owed.tag), owed.tag, where, begin)
            return
        case Fact(Kind.MONTH, datetime.date() as day):
            yield from _dates(_month_of_year(day, owed.tag), owed.tag, where, begin)
            return
        case Fact(Kind.PERCENT, value):
            number = _number(str(value))
            pattern = rf"[%٪]\s?{number}|{number}\s?[%٪]" if where.signs else number
        case Fact(Kind.PHONE, value):
            digits = r"[\s.·-]{0,4}".join(re.sub(r"\D", "", str(value)))
            pattern = rf"(?<!\d)\+?{digits}(?!\d)"
        case Fact(Kind.REFERENCE, value):
            pattern = rf"(?<![A-Za-z0-9])(?:{_reference(str(value), where)})(?![A-Za-z0-9])"
        case Fact(_, value):
            pattern = _number(str(value))
    yield from _found(where, pattern, begin, lambda _: True)


def _found(
    where: Written, pattern: str, begin: int, accepted: Callable[[re.Match[str]], bool]
) -> Iterator[tuple[int, int]]:
    """Each match that is accepted; one that is not hides none that begins inside it."""
    compiled = where.pattern(pattern)
    while match := compiled.search(where.text, begin):
        if good := accepted(match):
            yield match.span()
        begin = match.end() if good else match.start() + 1


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _without_edges(text: str) -> str:
    """No look around a figure, and any cell between two: a syllable may be written with the cells of digits."""
    return re.sub(r"\(\?<?!(?:\[[^]]*\]|[^()\[])*\)", "", text).replace(r"\D{", ".{")


def _number(value: str) -> str:
    """A number with its own places and no others, grouped by thousands, by lakhs or not at all."""
    whole, _, places = value.partition(".")
    left = len(whole)
    parts = (digit + (_GROUP if left - n in (3, 5, 6, 7, 9) else "") for n, digit in enumerate(whole, 1))  # fmt: skip
    after = rf"[.,٫]{places}" if places else ""
    return rf"(?<!\d)(?<!\d[.,٫]){''.join(parts)}{after}(?!\d|[.,٫]\d)"


def _reference(value: str, where: Written) -> str:
    """Letters and figures; from right to left PDFium gives the letters after the figures."""
    letters, digits = re.sub(r"\d", "", value), re.sub(r"\D", "", value)
    if not where.signs:
        return digits
    return f"{value}|{digits}{letters}" if where.months is Months.SCRAMBLED else value


# Dates.


@dataclass(frozen=True, slots=True)
class _Dated:
    """Patterns of a date: ``named`` by its month, ``unread`` without it, ``scrambled`` with what may be its letters in groups."""

    month: int
    named: str
    unread: str
    scrambled: str


def _day(day: datetime.date, tag: str) -> _Dated:
    """Day, month and year beside each other, the month by its name or number."""
    date, year = rf"(?<!\d)0?{day.day}(?!\d)", rf"(?<!\d){day.year}(?!\d)"
    month, gap, number = _month(day.month, tag), rf"\D{{1,{_NEAR}}}?", rf"(?<!\d)0?{day.month}(?!\d)"  # fmt: skip
    numeric = f"{year}{gap}{number}{gap}{date}|{date}{gap}{number}{gap}{year}"
    return _Dated(
        day.month,
        named=f"{date}{_GAP}{month}{_GAP}{year}|{month}{_GAP}{date}{_GAP}{year}|{year}{_GAP}{month}{_GAP}{date}",
        unread=f"{date}{gap}{year}|{year}{gap}{date}|{numeric}",
        scrambled=rf"{date}(?P<a>{gap}){year}|{year}(?P<b>{gap}){date}",
    )


def _month_of_year(day: datetime.date, tag: str) -> _Dated:
    year, month = rf"(?<!\d){day.year}(?!\d)", _month(day.month, tag)
    side = rf"[^\d\n]{{0,{_NEAR // 2}}}"
    return _Dated(
        day.month,
        named=f"{month}{_GAP}{year}|{year}{_GAP}{month}",
        unread=year,
        scrambled=rf"(?P<a>{side}){year}(?P<b>{side})",
    )


def _dates(date: _Dated, tag: str, where: Written, begin: int) -> Iterator[tuple[int, int]]:
    def is_meant(found: re.Match[str]) -> bool:
        sides = [side for side in found.groups() if side is not None]
        return not sides or _among(date.month, tag, sides, _around(found, "".join(sides)))

    match where.months:
        case Months.UNREAD:
            yield from _found(where, date.unread, begin, lambda _: True)
        case Months.NAMED:
            yield from _found(where, date.named, begin, is_meant)
        case Months.SCRAMBLED:
            yield from _found(where, f"{date.named}|{date.scrambled}", begin, is_meant)
        case _:
            assert_never(where.months)


@cache
def _month(month: int, tag: str) -> str:
    """A pattern of its names and its number. Other signs may stand between the words of a name, and one letter may be another:
    two editions of CLDR do not always spell a month in one way."""
    names = _names(tag)
    alone = len(set(names)) == len(names)  # else they have numbers, and the word is month
    written = [one for name in names[month - 1] if alone for one in _spelled(name, names, month)]
    number = rf"(?<!\d)0?{month}(?!\d)"
    return f"(?:{'|'.join([*sorted(written, key=len, reverse=True), number])})"


def _spelled(name: str, names: Sequence[Sequence[str]], month: int) -> Iterator[str]:
    """Patterns of a name, and of it with one letter changed, added or left out where no other month is near."""
    yield r"\W{0,3}".join(map(re.escape, name.split()))
    others = (other for n, all in enumerate(names, 1) for other in all if n != month)
    if len(name) >= 5 and min(Levenshtein.distance(name, other) for other in others) > 3:
        for place in range(1, len(name)):
            yield rf"(?<![^\W\d_]){re.escape(name[:place])}\D{{0,2}}{re.escape(name[place + 1 :])}"


def _around(found: re.Match[str], between: str) -> list[str]:
    """A date's letters with those before it, after it, and on both sides, up to the next figure: PDFium parts a month that
    slopes across its line."""
    before = re.search(r"\D*\Z", found.string[max(0, found.start() - _BEFORE) : found.start()])
    after = re.match(r"\D*", found.string[found.end() : found.end() + _AFTER])
    assert before and after
    return [before[0] + between, between + after[0], before[0] + between + after[0]]


def _among(month: int, tag: str, parts: Sequence[str], around: Sequence[str]) -> bool:
    """Whether a part has the month's letters; or they stand around, where no part has those of any month."""
    if any(_nearest(month, tag, part) for part in parts):
        return True
    another = any(_nearest(other, tag, part) for other in range(1, 13) for part in parts)
    return not another and any(_nearest(month, tag, one) for one in around)


def _nearest(month: int, tag: str, text: str) -> bool:
    """Whether of all months this one has the letters of the text, in whatever order: the longest of those that are most alike."""
    if len(set(_names(tag))) < 12:
        return False
    scores = {n: max(((_likeness(_letters(name), _letters(text)), len(name)) for name in names), default=(0.0, 0))
              for n, names in enumerate(_names(tag), 1)}  # fmt: skip
    return scores[month][0] >= _CLOSE and scores[month] == max(scores.values())


def _likeness(name: str, letters: str) -> float:
    if not letters or not name:
        return 0.0
    held = sum((Counter(name) & Counter(letters)).values()) / len(name)
    return max(float(fuzz.ratio(sorted(name), sorted(letters))), 95 * held)


def _letters(text: str) -> str:
    """With their vowel signs."""
    folded = unicodedata.normalize("NFKC", text.casefold())
    return "".join(c for c in folded if c.isalpha() or unicodedata.category(c)[0] == "M")


@cache
def _names(tag: str) -> tuple[tuple[str, ...], ...]:
    """Of each month all names."""
    found: list[set[str]] = [set() for _ in range(12)]
    symbols = icu.DateFormatSymbols(icu.Locale(f"{language(tag).locale}@calendar=gregorian"))
    for use in (symbols.FORMAT, symbols.STANDALONE):
        for names, name in zip(found, symbols.getMonths(use, symbols.WIDE), strict=True):
            names.add(re.sub(r"\d+", "", texts.plain(name)).strip())
    return tuple(tuple(sorted(filter(None, names))) for names in found)
