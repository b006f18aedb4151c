"""Typed clinical values: what a figure is, and how each language writes it.

A fact is read once, from front matter or publisher.yaml, and from there on it is data: a Decimal,
a date, a phone number. Nobody retypes it, translators included.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from enum import StrEnum

from pipeline.diagnostic import Mistyped, quoted
from pipeline.languages import Language

# Isolates keep "08088 010 444" in order in Urdu; a date with an Urdu month runs from right to left.
LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
LRM, RLM = "\u200e", "\u200f"  # letters without ink
FSI = "\u2068"  # of the direction of its first letter
NBSP = "\u00a0"  # "a telephone number or a date is not split over lines" (UKAAF G003)
ISOLATES = (
    LRI + RLI + FSI
)  # each closed by PDI; an author may type them, since they turn nothing around them (UAX #9)
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Kind(StrEnum):
    """What a figure stands for."""

    COUNT = "count"  # 3 cycles, 2 times a week: the noun is prose
    DURATION = "duration"
    DOSE = "dose"
    TEMPERATURE = "temperature"
    PERCENT = "percent"
    PHONE = "phone"
    DATE = "date"
    MONTH = "month"
    REFERENCE = "reference"  # a charity number: letters and digits, read one by one


Value = Decimal | datetime.date | str


@dataclass(frozen=True, slots=True)
class Fact:
    """One value. ``value`` is a Decimal for count, duration, dose, temperature and percent; a date for
    date and month (its first day); the publisher's own text for phone and reference. ``unit`` is the
    English unit of a duration, dose, temperature or count ("hours", "mg"), for checks: it is not printed."""

    kind: Kind
    value: Value
    unit: str = ""


DURATIONS = ("minutes", "hours", "days", "weeks", "months", "years")
DOSES = ("mg", "g", "kg", "micrograms", "ml", "mmol", "units")
TEMPERATURES = ("celsius",)
COUNTS = ("count", "times", "cycles")
_UNITS = {
    Kind.DURATION: DURATIONS,
    Kind.DOSE: DOSES,
    Kind.TEMPERATURE: TEMPERATURES,
    Kind.COUNT: COUNTS,
}

# A million is the largest count of units that a leaflet could hold; a millionth, the smallest dose.
_DECIMAL = re.compile(r"\d{1,7}(?:\.\d{1,6})?", re.ASCII)
_PHONE = re.compile(r"\+?\d+(?:[ -]\d+)*", re.ASCII)
_REFERENCE = re.compile(r"[A-Z]{0,4}\d{1,20}", re.ASCII)


def read(key: str, text: str) -> Fact:
    """The fact written as ``key: text`` in front matter, such as ``hours: 96``. Raises ValueError, in words for people."""
    for kind, units in _UNITS.items():
        if key in units:
            return Fact(kind, _decimal(text), key)
    match key:
        case "percent":
            return Fact(Kind.PERCENT, percent(text))
        case "phone":
            hint = "write figures and spaces only, with a + before a country's code"
            wanted = "a phone number such as 08088 010 444"
            return Fact(Kind.PHONE, _matching(_PHONE, text, wanted, hint))
        case "reference":
            hint = "write capital letters and then figures, without spaces"
            wanted = "a number such as 1183890 or SC049802"
            return Fact(Kind.REFERENCE, _matching(_REFERENCE, text, wanted, hint))
        case "date":
            return Fact(Kind.DATE, day(text))
        case "month":
            return Fact(Kind.MONTH, month(text))
        case _:
            known = (
                *COUNTS,
                *DURATIONS,
                *DOSES,
                *TEMPERATURES,
                "percent",
                "phone",
                "reference",
                "date",
                "month",
            )
            near = get_close_matches(key, known, 2, 0.7)
            hint = (
                f"did you mean {' or '.join(near)}?" if near else f"write one of {', '.join(known)}"
            )
            raise Mistyped(f"{quoted(key)} is no kind of fact", hint)


def _matching(pattern: re.Pattern[str], text: str, wanted: str, hint: str) -> str:
    if not pattern.fullmatch(text):
        raise Mistyped(f"{quoted(text)} is not {wanted}", hint)
    return text


def _decimal(text: str) -> Decimal:
    return Decimal(
        _matching(
            _DECIMAL,
            text,
            "a number such as 96 or 0.5",
            "write it in figures, without its unit; the unit is the word before the colon",
        )
    )


def percent(text: str) -> Decimal:
    """The figure of "70.8%" or "70.8", with the source's own precision: 5% stays 5, 5.0% stays 5.0."""
    value = _decimal(text.removesuffix("%"))
    if not 0 < value <= 100:
        raise Mistyped(
            f"{quoted(text)} is not a percentage above 0 and up to 100", "write it as 70.8%"
        )
    return value


def day(text: str) -> datetime.date:
    """The date of 2026-06-30."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise Mistyped(
            f"{quoted(text)} is not a date such as 2026-06-30",
            "write the year, the month and the day in figures, with hyphens",
        )
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        hint = "look whether the month has so many days, and whether day and month changed places"
        raise Mistyped(f"{quoted(text)} is not a day of the calendar", hint) from None


def month(text: str) -> datetime.date:
    """The first day of the month of 2026-02."""
    if not re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
        raise Mistyped(
            f"{quoted(text)} is not a month such as 2026-02",
            "write the year and the month in figures, with a hyphen",
        )
    return day(f"{text}-01")


def isolates_closed(text: str) -> bool:
    """Whether each isolate is closed, and none that was not opened: else what follows stands in another order than its
    writer saw."""
    depth = 0
    for character in text:
        depth += (character in ISOLATES) - (character == PDI)
        if depth < 0:
            return False
    return not depth


def display(fact: Fact, language: Language) -> str:
    """The figure as the language writes it, kept whole on its line and in order on a right-to-left page.

    Counts, durations, doses and temperatures give the figure only: the unit word is prose, for translators to inflect.
    """
    return isolated(_formatted(fact, language), language)


def isolated(text: str, language: Language) -> str:
    """``text`` with no-break spaces and, in a right-to-left language, between isolates of its own direction.

    Without them a grouped number is drawn with its groups reversed by every bidi engine; docs/notes/pdf.md.
    """
    kept = text.replace(" ", NBSP).replace("\u202f", NBSP)
    if not language.rtl:
        return kept
    own = any(unicodedata.bidirectional(c) in ("R", "AL") for c in kept)
    return f"{RLI if own else LRI}{kept}{PDI}"


def plain_text(text: str) -> str:
    """``text`` as a reader sees it: no bidi controls, ordinary spaces."""
    return text.translate(dict.fromkeys(map(ord, BIDI_CONTROLS))).replace(NBSP, " ")


def _formatted(fact: Fact, language: Language) -> str:
    from babel.dates import format_date, format_skeleton
    from babel.numbers import format_percent

    match fact.kind, fact.value:
        case Kind.COUNT | Kind.DURATION | Kind.DOSE | Kind.TEMPERATURE, Decimal() as value:
            return decimal(value, language)
        case Kind.PERCENT, Decimal() as value:
            # The locale's own pattern knows where the sign goes: %70,8 in Turkish, 70,8 % in French.
            pattern = language.babel.percent_formats[None].pattern
            return format_percent(value / 100, _precise(pattern, value), locale=language.babel)
        case Kind.DATE, datetime.date() as value:
            return format_date(value, "long", locale=language.babel)
        case Kind.MONTH, datetime.date() as value:
            return format_skeleton("yMMMM", value, locale=language.babel)
        case Kind.PHONE | Kind.REFERENCE, str() as text:
            return text
        case kind, value:
            raise TypeError(f"a {kind} cannot be {value!r}")


def decimal(value: Decimal, language: Language) -> str:
    """A number with the source's own precision (5.0 stays 5.0), grouped as the language does."""
    from babel.numbers import format_decimal

    pattern = language.babel.decimal_formats[None].pattern
    return format_decimal(value, _precise(pattern, value), locale=language.babel)


def _precise(pattern: str, value: Decimal) -> str:
    """A CLDR number pattern with exactly the decimal places of ``value``."""
    places = max(0, -int(value.as_tuple().exponent))
    whole = re.sub(r"(?<=0)\.[#0]+", "", pattern)
    return re.sub(r"(?<=0)(?!.*0)", "." + "0" * places, whole) if places else whole


@dataclass(frozen=True, slots=True)
class PlainForm:
    """A percent in plain words: ``n`` in ``of`` people."""

    n: int
    of: int


def plain_form(value: Decimal) -> PlainForm:
    """At least 1%: n in 100 people; below: n in 1,000, or the next power of ten that leaves at least one
    person. Half up. It stands beside the exact figure, never in its place."""
    of = 100 if value >= 1 else 1000
    while value * of / 100 < 1:
        of *= 10
    return PlainForm(int((value * of / 100).quantize(Decimal(1), ROUND_HALF_UP)), of)
