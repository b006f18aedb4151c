"""Figures as words, in each language that we can speak.

No figure is left to an engine: espeak-ng says 70.8% as 78 in Polish and loses the number in Urdu.
A language without a table here has no audio; English never stands in for it.
"""

from __future__ import annotations

import datetime
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.facts import Fact, Kind
from pipeline.languages import SOURCE, language


class NoNumerals(LookupError):
    """The language has no table of number words."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """The number words of one language: an entry of data/numerals.toml."""

    tag: str
    table: Mapping[str, str]

    def cardinal(self, number: int) -> str:
        """0 to 999,999 in words."""
        if self.table["cardinal"] == "icu":
            return str(_icu_rules(self.tag).format(number, self.table["rule"]))
        words = self.table["cardinal"].split()
        thousands, rest = divmod(number, 1000)
        hundreds, small = divmod(rest, 100)
        parts = [self.cardinal(thousands) + self.table["thousand"]] if thousands else []
        parts += [words[hundreds] + self.table["hundred"]] if hundreds else []
        parts += [words[small]] if small or not parts else []
        return " ".join(parts)

    def decimal(self, value: Decimal) -> str:
        """The whole part as a number, the figures after the point one by one: a 0 at the end is read too."""
        whole, _, places = str(value).partition(".")
        said = self.cardinal(int(whole))
        return self.joined(said, self.table["point"], self.digits(places)) if places else said

    def digits(self, figures: str) -> str:
        words = self.table["digits"].split()
        return self.joined(*(words[int(figure)] for figure in figures))

    def joined(self, *parts: str) -> str:
        return self.table.get("join", " ").join(parts)

    def counted(self, value: Decimal, unit: str = "") -> str:
        """A number before a noun, where Chinese says 两 for 2 and Polish another two for hours than for days."""
        if value == 2 and "two" in self.table:
            return self.table["two"]
        whole = (
            value == value.to_integral_value() and unit in self.table.get("feminine", "").split()
        )
        return self._feminine(int(value)) if whole else self.decimal(value)

    def _feminine(self, number: int) -> str:
        return str(_icu_rules(self.tag).format(number, self.table["feminine_rule"]))

    def percent(self, value: Decimal) -> str:
        return self.table["percent"].format(n=self.decimal(value))

    def phone(self, number: str) -> str:
        """Figure by figure, with a pause between the publisher's groups."""
        groups = number.replace("-", " ").removeprefix("+").split()
        return ", ".join(self.digits(group) for group in groups)

    def reference(self, text: str) -> str:
        """Letters and figures one by one: S C zero four nine."""
        return " ".join(self.digits(c) if c.isdigit() else c for c in text)

    def term(self, text: str) -> str:
        """An abbreviation by its letters and numbers: CD19 is "C D nineteen"."""
        parts: list[str] = []
        for character in text:
            if character.isdigit() and parts and parts[-1].isdigit():
                parts[-1] += character
            elif not character.isspace():
                parts.append(character if character.isalnum() else " ")
        return " ".join(self.cardinal(int(part)) if part.isdigit() else part for part in parts)

    def date(self, day: datetime.date) -> str:
        months = language(self.tag).babel.months["format"]["wide"]
        return self.table["date"].format(
            day=self._day(day.day), month=self._month(months[day.month]), year=self._year(day.year)
        )

    def month(self, day: datetime.date) -> str:
        months = language(self.tag).babel.months["stand-alone"]["wide"]
        return self.table["month"].format(
            month=self._month(months[day.month]), year=self._year(day.year)
        )

    def _month(self, name: str) -> str:
        """CLDR's Chinese names of months hold a figure: 6月."""
        figures = "".join(c for c in name if c.isdigit())
        return name.replace(figures, self.cardinal(int(figures))) if figures else name

    def _day(self, number: int) -> str:
        days = self.table.get("days", "").split()
        return days[number - 1].replace("_", " ") if days else self.cardinal(number)

    def _year(self, number: int) -> str:
        match self.table.get("year", ""):
            case "digits":
                return self.digits(str(number))
            case "ordinal":
                return self._ordinal_year(number)
            case _ if self.tag == "en" and 2010 <= number < 2100:
                return f"{self.cardinal(number // 100)} {self.cardinal(number % 100)}"
            case _:
                return self.cardinal(number)

    def _ordinal_year(self, number: int) -> str:
        """Polish: "dwa tysiące dwudziestego szóstego", the last two figures as an ordinal in the genitive."""
        days, tens = self.table["days"].split(), self.table["tens"].split()
        small = number % 100
        if not small:
            raise NoNumerals(f"no Polish words for the year {number}")
        if small <= 20:
            tail = days[small - 1]
        else:
            tail = tens[small // 10 - 2] + (f" {days[small % 10 - 1]}" if small % 10 else "")
        return f"{self.cardinal(number - small)} {tail}"


# CLDR's names of the units of doses, by their symbols.
_UNITS = {"mg": "mass-milligram", "g": "mass-gram", "kg": "mass-kilogram", "ml": "volume-milliliter",
          "mcg": "mass-microgram", "µg": "mass-microgram", "μg": "mass-microgram"}  # fmt: skip


def unit_word(value: Decimal, symbol: str, tag: str) -> str:
    """The unit of a dose as the language says it beside that number: "milligrams", "miligramów"."""
    from babel.units import format_unit  # few leaflets have doses, and it takes a while to load

    said = format_unit(value, _UNITS[symbol], "long", locale=language(tag).babel)
    return " ".join(
        "".join(
            c if c.isalpha() or unicodedata.category(c)[0] == "M" else " " for c in said
        ).split()
    )


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("pipeline").joinpath("data/numerals.toml").read_text("utf-8"))


@cache
def _icu_rules(tag: str) -> Any:
    import icu

    return icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(language(tag).locale))


@cache
def numerals(tag: str) -> Numerals:
    """The number words of a language. Raises NoNumerals."""
    own = (
        SOURCE if language(tag).pseudo else tag
    )  # a figure of a pseudo-language is the fact's, in English words
    if own not in _tables():
        raise NoNumerals(f"no number words for {language(tag).name}")
    return Numerals(own, _tables()[own])


def spoken(fact: Fact, tag: str) -> str:
    """The fact in words only: no figure and no sign."""
    words = numerals(tag)
    match fact.kind, fact.value:
        case Kind.PERCENT, Decimal() as value:
            return words.percent(value)
        case Kind.COUNT | Kind.DURATION | Kind.DOSE, Decimal() as value:
            return words.counted(value, fact.unit)
        case Kind.DATE, datetime.date() as value:
            return words.date(value)
        case Kind.MONTH, datetime.date() as value:
            return words.month(value)
        case Kind.PHONE, str() as text:
            return words.phone(text)
        case Kind.REFERENCE, str() as text:
            return words.reference(text)
        case kind, value:
            raise TypeError(f"a {kind} cannot be {value!r}")
