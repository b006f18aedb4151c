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
        """0 to 999,999 in words; to 9,999 where each hundred and thousand has a word of its own. Raises NoNumerals."""
        if self.table["cardinal"] == "icu":
            return str(_icu_rules(self.tag).format(number, self.table["rule"]))
        if "hundreds" in self.table:
            return self._spelled(number, "cardinal")
        words = self._words("cardinal")
        thousands, rest = divmod(number, 1000)
        hundreds, small = divmod(rest, 100)
        parts = [self.cardinal(thousands) + self.table["thousand"]] if thousands else []
        parts += [words[hundreds] + self.table["hundred"]] if hundreds else []
        parts += [words[small]] if small or not parts else []
        return " ".join(parts)

    def _spelled(self, number: int, small: str) -> str:
        """From lists of words, where 200 or 3,000 is no 2 and 100; ``small``: the list of 0 to 99."""
        if number >= 10_000:
            raise NoNumerals(f"no {language(self.tag).name} words for {number:,}")
        thousands, rest = divmod(number, 1000)
        hundreds, ones = divmod(rest, 100)
        parts = [self._words("thousands")[thousands - 1]] if thousands else []
        parts += [self._words("hundreds")[hundreds - 1]] if hundreds else []
        after = self._words("rest") if parts else []  # Welsh: "and five" after a hundred
        if ones or not parts:
            parts.append(after[ones - 1] if 0 < ones <= len(after) else self._words(small)[ones])
        return self.table.get("and", " ").join(parts)

    def _words(self, name: str) -> list[str]:
        return [word.replace("_", " ") for word in self.table.get(name, "").split()]

    def decimal(self, value: Decimal) -> str:
        """The whole part as a number, the figures after the point one by one: a 0 at the end is read too."""
        whole, _, places = str(value).partition(".")
        said = self.cardinal(int(whole))
        return self.joined(said, self.table["point"], self.digits(places)) if places else said

    def digits(self, figures: str) -> str:
        """Each figure by itself, as phone numbers are said."""
        words = self.table["digits"].split()
        return self.joined(*(words[int(figure)] for figure in figures))

    def joined(self, *parts: str) -> str:
        """Words as the language writes them beside each other."""
        return self.table.get("join", " ").join(parts)

    def counted(self, value: Decimal, unit: str = "") -> str:
        """A number before a noun, where Chinese says 两 for 2 and Polish another two for hours than for days."""
        if value == 2 and "two" in self.table:
            return self.table["two"]
        form = self._form(unit)
        if value != value.to_integral_value() or not form:
            return self.decimal(value)
        if "hundreds" in self.table:
            return self._spelled(int(value), form)
        return str(_icu_rules(self.tag).format(int(value), self.table[form]))

    def _form(self, unit: str) -> str:
        """The list or rule of numbers before the unit's noun; "" where there is none but the usual one."""
        genders = (g for g in ("feminine", "neuter") if unit in self.table.get(g, "").split())
        names = [f"{gender}_{kind}" for gender in genders for kind in ("cardinal", "rule")]
        names += ["counted_cardinal"] if unit else []
        return next((name for name in names if name in self.table), "")

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
        """An abbreviation by its letters and numbers: CD19 is "C D nineteen". A raised figure (m²) stays: no rule says how it is read."""
        parts: list[str] = []
        for character in text:
            if character.isdecimal() and parts and parts[-1].isdecimal():
                parts[-1] += character
            elif not character.isspace():
                parts.append(character if character.isalnum() else " ")
        return " ".join(self.cardinal(int(part)) if part.isdecimal() else part for part in parts)

    def date(self, day: datetime.date) -> str:
        """The day as it is said, with the name of its month."""
        months = language(self.tag).babel.months["format"]["wide"]
        own = self._words("months")  # Welsh: as they stand after "o"
        month = own[day.month - 1] if own else self._month(months[day.month])
        return self.table["date"].format(
            day=self._day(day.day), month=month, year=self._year(day.year)
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
        days = self._words("days")
        return days[number - 1] if days else self.cardinal(number)

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


# CLDR's names of units, by their symbols. None of "l", which is also a word of Romanian.
UNITS = {"mg": "mass-milligram", "g": "mass-gram", "kg": "mass-kilogram", "ml": "volume-milliliter",
         "mcg": "mass-microgram", "µg": "mass-microgram", "μg": "mass-microgram",
         "cm": "length-centimeter", "mm": "length-millimeter", "kcal": "energy-kilocalorie",
         "°C": "temperature-celsius", "℃": "temperature-celsius"}  # fmt: skip
_MANY = Decimal(100)


def unit_word(value: Decimal, symbol: str, tag: str) -> str:
    """A unit as the language says it beside that number: "milligrams", "stopni Celsjusza"."""
    from babel.units import format_unit  # few leaflets have doses, and it takes a while to load

    said = format_unit(value, UNITS[symbol], "long", locale=language(tag).babel)
    if (
        "°" in said or symbol in said.split()
    ):  # CLDR's Welsh has words for most numbers, and the symbol for two
        said = format_unit(_MANY, UNITS[symbol], "long", locale=language(tag).babel)
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
    # A figure of a pseudo-language is the fact's, in English words.
    own = SOURCE if language(tag).pseudo else tag
    if own not in _tables():
        raise NoNumerals(f"no number words for {language(tag).name}")
    return Numerals(own, _tables()[own])


def spoken(fact: Fact, tag: str) -> str:
    """The fact in words only: no figure and no sign."""
    words = numerals(tag)
    match fact.kind, fact.value:
        case Kind.PERCENT, Decimal() as value:
            return words.percent(value)
        case Kind.COUNT | Kind.DURATION | Kind.DOSE | Kind.TEMPERATURE, Decimal() as value:
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
