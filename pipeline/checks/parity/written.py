"""Where a fact stands in a written text of any language: by its figures, whatever groups, points and words around them a
language has. Nothing here asks the pipeline how it writes them; months are those that ICU knows."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

import icu
from rapidfuzz import fuzz

from pipeline.checks.parity.owed import Owed, Plainly
from pipeline.facts import Fact, Kind
from pipeline.languages import SOURCE, language

_GROUP = "(?:[.,'’٬ ]·{0,3})?"  # in braille, bold figures have marks of their own in each group
_BETWEEN = 60  # characters at most between the two figures of a plain form
_NEAR = 24  # and between a date's figures
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
        return _pattern(text if self.edges else _without_edges(text))


def places(owed: Owed, where: Written, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Where the fact stands, first to last."""
    match owed.value:
        case Plainly(n, of):
            one, other, gap = _number(str(n)), _number(str(of)), rf"\D{{1,{_BETWEEN}}}?"
            pattern = rf"{one}{gap}{other}|{other}{gap}{one}"
        case Fact(Kind.DATE, datetime.date() as day):
            yield from _dates(day, owed.tag, where, begin)
            return
        case Fact(Kind.MONTH, datetime.date() as day):
            yield from _months(day, owed.tag, where, begin)
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
    for found in where.pattern(pattern).finditer(where.text, begin):
        yield found.span()


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


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


def _dates(day: datetime.date, tag: str, where: Written, begin: int) -> Iterator[tuple[int, int]]:
    date, year = rf"(?<!\d)0?{day.day}(?!\d)", rf"(?<!\d){day.year}(?!\d)"
    month, gap = rf"(?<!\d)0?{day.month}(?!\d)", rf"\D{{1,{_NEAR}}}?"
    numeric = rf"{date}{gap}{month}{gap}{year}|{year}{gap}{month}{gap}{date}"
    named = rf"{date}(?P<a>{gap}){year}|{year}(?P<b>{gap}){date}"
    for found in where.pattern(f"{numeric}|{named}").finditer(where.text, begin):
        between = found["a"] or found["b"]
        if between is None or _is_month(day.month, tag, where, between, found.span()):
            yield found.span()


def _months(day: datetime.date, tag: str, where: Written, begin: int) -> Iterator[tuple[int, int]]:
    year, month = rf"(?<!\d){day.year}(?!\d)", rf"(?<!\d)0?{day.month}(?!\d)"
    gap = rf"\D{{1,{_NEAR}}}?"
    numeric = rf"{year}{gap}{month}|{month}{gap}{year}"
    for found in where.pattern(f"{numeric}|{year}").finditer(where.text, begin):
        only = found[0] == str(day.year)
        if not only or _is_month(day.month, tag, where, "", found.span()):
            yield found.span()


def _is_month(month: int, tag: str, where: Written, between: str, span: tuple[int, int]) -> bool:
    """Whether of all months this one is named: between day and year, or else just before or after them."""
    if where.months is Months.UNREAD:
        return True
    begin, end = span
    near = _NEAR if where.months is Months.NAMED else _NEAR // 2
    before, after = where.text[max(0, begin - near) : begin], where.text[end : end + near]
    around = [before.rpartition("\n")[2], after.partition("\n")[0]] if "\n" in before + after else [before, after]  # fmt: skip
    texts = [between] if _letters(between) else [before, after, *around]
    return any(_nearest(month, tag, text, where.months) for text in texts)


def _nearest(month: int, tag: str, text: str, how: Months) -> bool:
    """The longest of those that are most alike: one month's name may begin another's. Where months have numbers, none is."""
    if len(set(_names(tag))) < 12:
        return False
    scores = {n: max(((_likeness(name, text, how), len(name)) for name in names), default=(0.0, 0))
              for n, names in enumerate(_names(tag), 1)}  # fmt: skip
    return scores[month][0] >= _CLOSE and scores[month] == max(scores.values())


def _likeness(name: str, text: str, how: Months) -> float:
    letters = _letters(text)
    if not letters:
        return 0.0
    alike = float(fuzz.partial_ratio(name, letters)) if len(letters) >= len(name) - 1 else 0.0
    if how is Months.NAMED:
        return alike
    backwards = float(fuzz.partial_ratio(name[::-1], letters))
    held = sum((Counter(name) & Counter(letters)).values()) / len(name)
    return max(alike, backwards, float(fuzz.ratio(sorted(name), sorted(letters))), 95 * held)


def _letters(text: str) -> str:
    """With their vowel signs."""
    folded = unicodedata.normalize("NFKC", text.casefold())
    return "".join(c for c in folded if c.isalpha() or unicodedata.category(c)[0] == "M")


@cache
def _names(tag: str) -> tuple[tuple[str, ...], ...]:
    """Of each month all names, as letters."""
    found: list[set[str]] = [set() for _ in range(12)]
    for locale in {language(tag).locale, language(SOURCE).locale} if language(tag).pseudo else {language(tag).locale}:  # fmt: skip
        symbols = icu.DateFormatSymbols(icu.Locale(f"{locale}@calendar=gregorian"))
        for use in (symbols.FORMAT, symbols.STANDALONE):
            for names, name in zip(found, symbols.getMonths(use, symbols.WIDE), strict=True):
                names.add(_letters(name))
    return tuple(tuple(sorted(filter(None, names))) for names in found)
