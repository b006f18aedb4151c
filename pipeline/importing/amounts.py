"""What each figure in a text is: a date, a telephone, a percentage, a number with its unit; or nothing that can be a fact.

A figure is a fact only where the fact prints what the text has: 0800 as a number would be printed as 800.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline import facts
from pipeline.facts import COUNTS, DOSES, DURATIONS, TEMPERATURES
from pipeline.importing.dates import DATE
from pipeline.importing.dates import read as read_date
from pipeline.languages import SOURCE, language

NEAR = 200  # characters around a figure that may name it: ours
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d{1,6})?"
_PHONE = r"(?<![\w.+])(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?)?|\(?0)\d{1,5}\)?(?:[ .-]?\d{2,8}){1,4}(?![\w%]|[.,/]\d)"
_PERCENT = rf"(?<![\w.,]){_NUMBER}(?:\s?%(?!%)|\s+per ?cent\b)"
_WHOLE = re.compile(rf"(?P<phone>{_PHONE})|(?P<percent>{_PERCENT})", re.ASCII | re.IGNORECASE)
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?%*", re.DOTALL)
_UNIT = "[a-zµ]{1,10}|°C"
_PARTS = re.compile(rf"(?P<from>{_NUMBER})(?P<unit>{_UNIT})?(?:(?P<dash>[-–—])(?P<to>{_NUMBER})(?P<unit2>{_UNIT})?)?", re.ASCII | re.IGNORECASE)  # fmt: skip
_FOLLOWING = re.compile(r"\s?(°C)(?!\w)|\s(degrees (?:Celsius|centigrade))\b|[\s-]*([A-Za-z]+)")
_SPECIAL = re.compile(r"[\\*\[\]{}]+")
_REFERENCE = re.compile(r"[A-Z]{0,4}\d{5,20}", re.ASCII)
_REGISTERED = re.compile(r"(?:number|no\.?|charity|scotland|wales|\()[\s:(]*$", re.IGNORECASE)
_UNITS = {
    **{unit: unit for unit in (*DURATIONS, *DOSES, *TEMPERATURES, *COUNTS)},
    **{unit.rstrip("s"): unit for unit in DURATIONS},
    "hr": "hours", "hrs": "hours", "min": "minutes", "mins": "minutes", "wk": "weeks", "wks": "weeks", "mls": "ml",
    "microgram": "micrograms", "mcg": "micrograms", "unit": "units", "cycle": "cycles", "time": "times",
    "°c": "celsius", "degrees celsius": "celsius", "degrees centigrade": "celsius",
}  # fmt: skip
YEARS = re.compile(r"(?:19|20)\d\d(?:[-–/](?:19|20)\d\d)?", re.ASCII)
_AMOUNT = re.compile(r"(?:[$£€#]|(?:\d|\b(?:one|two|three|four|five)) in|\b(?:about|around|approximately|nearly|almost|over|under|than|up to|least|most|every|these|all))\s*$", re.IGNORECASE)  # fmt: skip
_THINGS = frozenset(
    "people patients adults children men women babies cases calories kcal steps copies".split()
)
_DOTTED = re.compile(r"\d{3,5}\.\d{3,4}\.\d{3,4}", re.ASCII)
_FREE = re.compile(r"0[58]00 ?\d{4}|116 ?\d{3}")  # Childline has 0800 1111
_SHORT_PHONES = frozenset({"101", "111", "112", "999"})
_CALL = re.compile(r"\b(?:call|ring|dial|phone|nhs)(?:\W+\d{3}\W+(?:or|and))?\s*$", re.IGNORECASE)
_CODE = re.compile(r"\b(?:text(?:\s+[A-Z]+\s+to)?|ext|extension|code|box|pin|ref|reference|room|minicom|textphone|relay)\b[\s.:]*$", re.IGNORECASE)  # fmt: skip
_GLUED = (*DOSES, "°C", "mcg", "hrs", "hr", "mins", "min", "mls")
_WANTED = frozenset({"Nd", "No", "Nl"})
Read = tuple[str, str, str]  # a fact's kind, its value, and its unit for the name


def read(text: str, whole: str, at: int) -> Iterator[tuple[int, int, Read | None]]:
    """Where each figure stands, and what it is; None for what can only be a term. ``text`` begins ``at`` in the whole."""
    found = [
        (m.start(), m.end(), _date(m))
        for m in DATE.finditer(text)
        if _apart(text, m.start()) and not (m["m"] or m["m4"] or "A").islower()  # "may 2024" is no month
    ]  # fmt: skip
    for match in _WHOLE.finditer(text):
        read = _phone(match) if match["phone"] else _percent(match)
        if read and _apart(text, match.start()) and not _within(match.span(), found):
            found.append((*match.span(), read))
    end = 0
    for start, stop, read in sorted(found):
        yield from _tokens(text, end, start, whole, at)
        yield start, stop, read
        end = stop
    yield from _tokens(text, end, len(text), whole, at)


def _apart(text: str, start: int) -> bool:
    """Whether a figure begins its word: "¹1" is another one."""
    return not text[max(0, start - 1) : start].isalnum()


def _within(span: tuple[int, int], found: list[tuple[int, int, Read | None]]) -> bool:
    return any(start < span[1] and span[0] < stop for start, stop, _ in found)


def _date(match: re.Match[str]) -> Read | None:
    found = read_date(match)
    if found is None:
        return None
    if found.day:
        return "date", found.day.isoformat(), "date"
    return "month", f"{found.month:%Y-%m}", "month"


def _phone(match: re.Match[str]) -> Read | None:
    if "." in match["phone"] and not _DOTTED.fullmatch(match["phone"]):
        return None
    bare = match["phone"].replace("(0)", " ").replace("(", "").replace(")", " ")
    number = " ".join(bare.replace(".", " ").split()).replace(" -", "-")
    figures = sum(c.isdigit() for c in number)
    short = _FREE.fullmatch(number) is not None
    if not (9 <= figures <= 15 or short) or not _good("phone", number):
        return None
    return "phone", number, "phone"


def _percent(match: re.Match[str]) -> Read | None:
    number = re.sub(r"[^\d.]", "", match["percent"].replace(",", ""))
    if not _good("percent", number) or not _printed("percent", number, match["percent"]):
        return None
    return "percent", number, "percent"


def _good(kind: str, value: str) -> bool:
    try:
        facts.read(kind, value)
    except ValueError:
        return False
    return True


def _printed(kind: str, value: str, shown: str) -> bool:
    """Whether the fact prints the figures that stand in the text, and no other."""
    printed = facts.display(facts.read(kind, value), language(SOURCE))
    return re.sub(r"[^0-9.]", "", printed) == re.sub(r"[^0-9.]", "", shown)


def _is_year(core: str, before: str, after: str) -> bool:
    """Whether 2019 is no number of something: as one it would be printed as 2,019."""
    following = re.match(r"[\s-]*([a-z]+)", after)
    if following and (following[1] in _UNITS or following[1] in _THINGS):
        return False
    return bool(YEARS.fullmatch(core)) and not _AMOUNT.search(before)


def _tokens(
    text: str, start: int, stop: int, whole: str, at: int
) -> Iterator[tuple[int, int, Read | None]]:
    """The same, of what is neither date, telephone nor percentage: word by word."""
    for word in re.finditer(r"[^\s\\*\[\]{}]+", text[start:stop]):
        if not any(unicodedata.category(c) in _WANTED for c in word[0]):
            continue
        core = _CORE.search(word[0])
        assert core
        begin = start + word.start() + core.start()
        end = start + word.start() + core.end()
        parts = list(
            _numbers(
                core[0],
                whole[max(0, at + begin - NEAR) : at + begin],
                whole[at + end : at + end + NEAR],
            )
        )
        yield from ((begin + a, begin + b, read) for a, b, read in parts)
        if not parts:
            yield begin, end, None


def _numbers(core: str, before: str, after: str) -> Iterator[tuple[int, int, Read]]:
    """One number, or two of a range, with a unit that stands close or follows; none where it is something else."""
    if _REFERENCE.fullmatch(core) and (
        len(core) > 7 or not core.isdigit() or _REGISTERED.search(before)
    ):
        yield 0, len(core), ("reference", core, "number")
        return
    if core in _SHORT_PHONES and _CALL.search(before):
        yield 0, len(core), ("phone", core, "phone")
        return
    match = _PARTS.fullmatch(core)
    if core.isdigit() and len(core) > 3 and _CODE.search(before):
        yield 0, len(core), ("reference", core, "number")
        return
    if not match or any(match[unit] and match[unit] not in _GLUED for unit in ("unit", "unit2")):
        return
    if _is_year(core, before, after):
        return
    following = _FOLLOWING.match(after)
    named = match["unit2"] or match["unit"] or (following[following.lastindex or 0] if following else "")  # fmt: skip
    unit = _UNITS.get(named.lower(), "count")
    values = [(match.span(name), match[name]) for name in ("from", "to") if match[name]]
    plain = [shown.replace(",", "") for _, shown in values]
    if all(
        _good(unit, value) and _printed(unit, value, shown)
        for value, (_, shown) in zip(plain, values, strict=True)
    ):
        called = "number" if unit == "count" else unit
        yield from (
            (*span, (unit, value, called)) for value, (span, _) in zip(plain, values, strict=True)
        )
