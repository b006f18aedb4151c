"""Dates: of the leaflet's reviews, which belong into its front matter, and in running text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note
from pipeline.importing.words import count

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMES = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_ORDINAL = "(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20|21)\d\d"  # "in May 0800 123 4567" is a telephone number
DATE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}}){_ORDINAL}[\s-]+(?:of\s+)?)?(?P<m>{_NAMES})\.?,?[\s-]+(?P<y>{_YEAR})\b"
    rf"|\b(?P<m4>{_NAMES})\.?\s+(?P<d4>\d{{1,2}}){_ORDINAL},?\s+(?P<y4>{_YEAR})\b"
    rf"|\b(?P<iso>{_YEAR}[-/]\d{{2}}[-/]\d{{2}})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?P<between>[/.-])(?P<m2>\d{{1,2}})(?P=between)(?P<y2>{_YEAR})\b"
    rf"|\b(?P<m3>\d{{1,2}})/(?P<y3>{_YEAR})\b",
    re.IGNORECASE | re.ASCII,
)
# What is a date only where the words before it say so.
_SHORT = re.compile(
    rf"\b(?P<d5>\d{{1,2}})(?P<between>[/.-])(?P<m5>\d{{1,2}})(?P=between)(?P<y5>\d{{2}})\b(?![/.-]\d)"
    rf"|\b(?P<m6>{_NAMES})\.?\s*[-’' ]\s*(?P<y6>\d{{2}})\b(?!\d)"
    r"|\b(?P<y7>(?:19|20)\d\d)\b(?![-/.]\d)",
    re.IGNORECASE | re.ASCII,
)
_ON = r"(?: on| in| by)?"
_BY = r" by [^.:]{1,80}?,?"
_FIELDS = (
    ("review_due", rf"(?:date of )?next review(?:ed)?(?: date)?(?: is)?(?: due)?{_ON}|review due(?: date)?|due for review|review date"
                   rf"|(?:to|will) be reviewed(?: again)?{_ON}|planned review(?: date)?"),
    ("reviewed", rf"(?:date (?:of )?|this page was |page )?last (?:medically )?review(?:ed)?(?: date)?(?:{_BY})?{_ON}|(?:medically )?reviewed(?:{_BY})?{_ON}|date reviewed"),
    ("updated", rf"(?:date (?:of )?|this page was |page )?last (?:updated?|modified){_ON}|updated{_ON}"),
    ("published", rf"(?:date |first )?published{_ON}|date of issue|issued|produced{_ON}"),
    ("version", r"version(?: number| no\.?)?|issue (?:number|no\.?)"),
)  # fmt: skip
_LABELED = tuple(
    (name, re.compile(rf"\b(?:{label})\s*[:–-]?\s*$", re.IGNORECASE)) for name, label in _FIELDS
)
_NAMED = re.compile(_BY, re.IGNORECASE)  # somebody, whose name is the leaflet's own words
_VERSION = re.compile(
    r"\b(?:version(?: number| no\.?)?|issue (?:number|no\.?))\s*[:–-]?\s*(?P<n>[A-Z]{0,4}\d{1,8})\b(?![./]\d)",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"[\s|•·,;.()–-]*(?:and)?[\s|•·,;.()–-]*", re.IGNORECASE)
_WANTED = (("reviewed", "when it was last reviewed"), ("review_due", "when its next review is due"))
MOST_WORDS = 25  # of a line about reviews: ours


@dataclass(frozen=True, slots=True)
class _Found:
    """A field that a text names. ``value``: as front matter has it, "" of a day that the calendar lacks; ``guess``: what
    had to be guessed for it."""

    field: str
    value: str
    guess: str
    shown: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the text. ``day`` is None where it names a month only; ``guess``: what had to be guessed."""

    month: datetime.date
    day: datetime.date | None
    guess: str = ""


def told(draft: Draft, today: datetime.date) -> Draft:
    """With the lines about reviews in the front matter. ``today`` says which of them are past."""
    reader = _Reader(dict(draft.dates))
    blocks = [block for block in draft.blocks if not reader.takes(block)]
    for note in draft.notes:
        if note.fate is Fate.DROPPED:
            reader.foot(note)
    reader.published()
    notes = (*reader.notes, *reader.missing(), *_past(reader.dates, today))
    return replace(draft.with_blocks(blocks, notes), dates=tuple(reader.dates.items()))


@dataclass
class _Reader:
    """The dates found so far, by field. ``doubted``: fields whose day the calendar lacks."""

    dates: dict[str, str]
    notes: list[Note] = field(default_factory=list)
    doubted: set[str] = field(default_factory=set)

    def takes(self, block: Block) -> bool:
        """Read the fields that a block names; whether it says nothing else, and leaves the text."""
        fields, bare = _read(block)
        for one in fields:
            self.take(one, block)
        if not fields or not bare:
            return False
        reason = f"front matter: {', '.join(one.field for one in fields)}"
        self.note(block.line, Fate.MOVED, reason, block.text)
        return True

    def take(self, one: _Found, block: Block) -> None:
        if not one.value:
            self.doubted.add(one.field)
            self.doubt(
                block.line,
                f"{one.field}: {one.shown} is no day of the calendar: write the right one",
                block.text,
            )
            return
        if self.dates.setdefault(one.field, one.value) != one.value:
            given = self.dates[one.field]
            self.doubt(block.line, f"{one.field} was given above as {given}", block.text)
        if one.guess:
            self.note(block.line, Fate.GUESSED, f"{one.field}: {one.value}: {one.guess}", block.text)  # fmt: skip

    def foot(self, note: Note) -> None:
        """Take from what was dropped, such as the foot of a page, the fields that the text does not name."""
        for one in _named(note.text):
            if one.field not in self.dates and one.value:
                self.dates[one.field] = one.value
                self.note(
                    note.line,
                    Fate.GUESSED,
                    f"{one.field}: {one.value}: from what was dropped here",
                    note.text,
                )

    def published(self) -> None:
        """A leaflet has one date beside those of its reviews: that of its last change, else of its first."""
        first = self.dates.pop("published", "")
        if first and self.dates.setdefault("updated", first) != first:
            self.doubt(
                0, f"published in {first}: this has no place of its own in the front matter", ""
            )

    def missing(self) -> Iterator[Note]:
        for name, what in _WANTED:
            if name not in self.dates and name not in self.doubted:
                reason = f"the file does not say {what}: write it under {name}:"
                yield Note(0, Fate.DOUBTFUL, reason)

    def doubt(self, line: int, reason: str, text: str) -> None:
        self.note(line, Fate.DOUBTFUL, reason, text)

    def note(self, line: int, fate: Fate, reason: str, text: str) -> None:
        self.notes.append(Note(line, fate, reason, text))


def _past(dates: dict[str, str], today: datetime.date) -> Iterator[Note]:
    due = dates.get("review_due", "")
    if due and due < today.isoformat():
        reason = f"the review was due on {due}, which is past: review the leaflet"
        yield Note(0, Fate.DOUBTFUL, reason)
    reviewed = dates.get("reviewed", "")
    if reviewed > today.isoformat():
        yield Note(0, Fate.DOUBTFUL, f"the last review, {reviewed}, is in the future")


def _read(block: Block) -> tuple[list[_Found], bool]:
    """The fields that a block names, and whether it says nothing else."""
    if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or count(block.text) > MOST_WORDS:
        return [], False
    return _found(block.text)


def _named(text: str) -> list[_Found]:
    """The fields that the foot of a page names."""
    return _found(text)[0] if count(text) <= 2 * MOST_WORDS else []


def _found(text: str) -> tuple[list[_Found], bool]:
    found = [*_dated(text, DATE)]
    found += [one for one in _dated(text, _SHORT) if not any(a < one[1] and one[0] < b for a, b, _ in found)]  # fmt: skip
    if version := _VERSION.search(text):
        one = _Found("version", version["n"].upper(), "", version[0])
        found.append((*version.span(), one))
    found.sort(key=lambda one: one[:2])
    rest, end = "", 0
    for start, stop, _ in found:
        rest, end = rest + "\n" + text[end:start], stop
    rest += "\n" + text[end:]
    bare = all(_BETWEEN.fullmatch(part) for part in rest.split("\n"))
    return [one for _, _, one in found], bare


def _dated(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, _Found]]:
    """The dates that stand behind the name of a field, each with its place."""
    for match in pattern.finditer(text):
        for name, label in _LABELED:
            before = label.search(text[: match.start()])
            if name != "version" and before:
                # Who reviewed it is no date: the sentence stays.
                start = match.start() if _NAMED.search(before[0]) else before.start()
                yield start, match.end(), _Found(name, *_value(match, name), match[0])
                break


def _value(match: re.Match[str], name: str) -> tuple[str, str]:
    """The date as front matter has it, and what was guessed for it; "" where the calendar has none."""
    found = read(match)
    if found is None:
        return "", ""
    if name in ("updated", "published"):
        return f"{found.month:%Y-%m}", found.guess
    if found.day is None:
        guess = found.guess or "the file names the month only, so its first day was taken"
        return found.month.isoformat(), guess
    return found.day.isoformat(), found.guess


def read(match: re.Match[str]) -> Day | None:
    """The date that was matched; None where the calendar has none."""
    given = match.groupdict()
    year, month, day, guess = _short(given) if "y5" in given else _parts(given)
    try:
        first = datetime.date(year, month, 1)
        return Day(first, datetime.date(year, month, day) if day else None, guess)
    except ValueError:
        return None


Parts = tuple[int, int, int, str]  # year, month, day (0 where none is named), and what was guessed


def _parts(given: dict[str, str]) -> Parts:
    if given["iso"]:
        year, month, day = map(int, re.split("[-/]", given["iso"]))
        return year, month, day, ""
    if given["y2"]:
        year, month, day = int(given["y2"]), int(given["m2"]), int(given["d2"])
        return year, month, day, "read as day, month, year" if day <= 12 else ""
    if given["y3"]:
        return int(given["y3"]), int(given["m3"]), 0, ""
    if given["y4"]:
        return int(given["y4"]), _month(given["m4"]), int(given["d4"]), ""
    return int(given["y"]), _month(given["m"]), int(given["d"] or 0), ""


def _short(given: dict[str, str]) -> Parts:
    """Of a date that only its label makes one: years of two figures are of this century."""
    if given["y5"]:
        year, month, day = 2000 + int(given["y5"]), int(given["m5"]), int(given["d5"])
        return year, month, day, f"read as day, month and the year {year}"
    if given["y6"]:
        year = 2000 + int(given["y6"])
        return year, _month(given["m6"]), 0, f"read as the first day of the month, in {year}"
    return int(given["y7"]), 1, 0, "the file names the year only, so its first day was taken"


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1
