"""Times of day in a text and its translation: 8am, 18:30, 18 h 30, 9.15 Uhr, 18时30分."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.checks.figures import times

_TIME = re.compile(
    r"(?<![\d:.,])(?P<hour>\d{1,2})(?P<mark>:|\.|\s?(?:h|uhr|時|时|点|點)\s?)(?P<minute>\d{1,2})(?!\d|[.,:]\d|\s?%)"
)


@dataclass(frozen=True, slots=True)
class Time:
    """An hour and the minutes as they are written: "00", or the "0" of a broken 8:0."""

    hour: int
    minutes: str

    def __str__(self) -> str:
        return f"{self.hour}:{self.minutes}"

    def same(self, other: Time, from_dawn: bool = False) -> bool:
        """Whether it is the same time on the face of a clock: 6:30 pm is 18:30, and 12:30 where hours count from dawn."""
        hours = {self.hour % 12, (self.hour - 6) % 12} if from_dawn else {self.hour % 12}
        return other.hour % 12 in hours and self.minutes == other.minutes


def english(text: str) -> list[Time]:
    """The times of a folded English text."""
    return [Time(hour, f"{minute:02}") for hour, minute, *_ in times(text)[0]]


def translated(text: str) -> list[Time]:
    """The times of a folded text in any language that are written in figures, hours alone aside."""
    found = []
    for match in _TIME.finditer(text):
        time = Time(int(match["hour"]), match["minute"])
        point = match["mark"] == "."  # a decimal point too
        if not point or (len(time.minutes) == 2 and time.hour < 24 and int(time.minutes) < 60):
            found.append(time)
    return found


def changed(source: str, target: str, from_dawn: bool = False) -> tuple[list[Time], bool]:
    """The times of the English that have become others, and whether those that are there have changed places."""
    wanted, has = english(source), translated(target)
    places = [next((n for n, one in enumerate(has) if time.same(one, from_dawn)), None) for time in wanted]  # fmt: skip
    found = [place for place in places if place is not None]
    missing = [time for time, place in zip(wanted, places, strict=True) if place is None]
    others = [one for n, one in enumerate(has) if n not in found]
    # An hour may be written without its minutes: only what has come instead says that a time was lost.
    return missing[: len(others)], found != sorted(found)


def unclear(source: str, target: str) -> list[Time]:
    """The times of the English that a reader who counts hours from dawn may take for others: all, unless the translation
    writes one as only a clock of 24 hours does, or the same time in both ways."""
    figures = {int(one) for one in re.findall(r"\d+", target)}
    if any(one.hour > 12 or (one.hour == 0) for one in translated(target)):
        return []
    return [one for one in english(source) if not {one.hour % 12 or 12, (one.hour - 6) % 12 or 12} <= figures]  # fmt: skip
