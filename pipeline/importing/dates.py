"""Dates: of the leaflet's reviews, which belong into its front matter, and in running text."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note
from pipeline.importing.words import count

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMES = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
DATE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>{_NAMES})\.?,?\s+(?P<y>\d{{4}})\b"
    r"|\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?P<d2>\d{1,2})[/.](?P<m2>\d{1,2})[/.](?P<y2>\d{4})\b"
    r"|\b(?P<m3>\d{1,2})/(?P<y3>\d{4})\b",
    re.IGNORECASE | re.ASCII,
)
_FIELDS = (
    ("review_due", r"(?:date of )?next review(?:ed)?(?: date)?(?: is)?(?: due)?(?: on| in| by)?|review due(?: date)?|due for review|review date"
                   r"|(?:to|will) be reviewed(?: again)?(?: on| in| by)?|planned review(?: date)?"),
    ("reviewed", r"(?:date |this page was |page )?last (?:medically )?review(?:ed)?(?: date)?(?: on| in)?|(?:medically )?reviewed(?: on| in)?|date reviewed"),
    ("updated", r"(?:date |this page was |page )?last (?:updated|modified)(?: on| in)?|updated(?: on| in)?|(?:date )?published(?: on| in)?|date of issue|issued"),
    ("version", r"version(?: number| no\.?)?|issue (?:number|no\.?)"),
)  # fmt: skip
_LABELED = tuple(
    (field, re.compile(rf"\b(?:{label})\s*[:–-]?\s*$", re.IGNORECASE)) for field, label in _FIELDS
)
_VERSION = re.compile(
    r"\b(?:version(?: number| no\.?)?|issue (?:number|no\.?))\s*[:–-]?\s*(?P<n>[A-Z]{0,4}\d{1,8})\b(?![./]\d)",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"[\s|•·,;.()–-]*(?:and)?[\s|•·,;.()–-]*", re.IGNORECASE)
_WANTED = (("reviewed", "when it was last reviewed"), ("review_due", "when its next review is due"))
MOST_WORDS = 25  # of a line about reviews: ours
Found = tuple[str, str, str]  # field, value, and what had to be guessed


def told(draft: Draft, today: datetime.date) -> Draft:
    """With the lines about reviews in the front matter. ``today`` says which of them are past."""
    blocks: list[Block] = []
    notes: list[Note] = []
    dates = dict(draft.dates)
    for block in draft.blocks:
        fields, bare = _read(block)
        for field, value, guess in fields:
            if dates.setdefault(field, value) != value:
                notes.append(
                    Note(
                        block.line,
                        Fate.DOUBTFUL,
                        f"{field} was given above as {dates[field]}",
                        block.text,
                    )
                )
            if guess:
                notes.append(
                    Note(block.line, Fate.GUESSED, f"{field}: {value}: {guess}", block.text)
                )
        if fields and bare:
            notes.append(
                Note(
                    block.line,
                    Fate.MOVED,
                    f"front matter: {', '.join(f[0] for f in fields)}",
                    block.text,
                )
            )
        else:
            blocks.append(block)
    for note in draft.notes:
        for field, value, _ in _named(note.text) if note.fate is Fate.DROPPED else ():
            if field not in dates:
                dates[field] = value
                notes.append(
                    Note(
                        note.line,
                        Fate.GUESSED,
                        f"{field}: {value}: from what was dropped here",
                        note.text,
                    )
                )
    notes += [
        Note(0, Fate.DOUBTFUL, f"the file does not say {what}: write it under {field}:")
        for field, what in _WANTED
        if field not in dates
    ]
    due = dates.get("review_due", "")
    if due and due < today.isoformat():
        notes.append(
            Note(
                0, Fate.DOUBTFUL, f"the review was due on {due}, which is past: review the leaflet"
            )
        )
    return replace(draft.with_blocks(blocks, notes), dates=tuple(dates.items()))


def _read(block: Block) -> tuple[list[Found], bool]:
    """The fields that a block names, and whether it says nothing else."""
    if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or count(block.text) > MOST_WORDS:
        return [], False
    return _found(block.text)


def _named(text: str) -> list[Found]:
    """The fields that the foot of a page names."""
    return _found(text)[0] if count(text) <= 2 * MOST_WORDS else []


def _found(text: str) -> tuple[list[Found], bool]:
    found: list[tuple[int, int, Found]] = []
    for match in DATE.finditer(text):
        for field, label in _LABELED:
            before = label.search(text[: match.start()])
            if field != "version" and before and (value := _value(match, field)):
                found.append((before.start(), match.end(), (field, *value)))
                break
    if version := _VERSION.search(text):
        found.append((*version.span(), ("version", version["n"].upper(), "")))
    found.sort()
    rest, end = "", 0
    for start, stop, _ in found:
        rest, end = rest + "\n" + text[end:start], stop
    rest += "\n" + text[end:]
    bare = all(_BETWEEN.fullmatch(part) for part in rest.split("\n"))
    return [one for _, _, one in found], bare


def _value(match: re.Match[str], field: str) -> tuple[str, str] | None:
    """The date as front matter has it, and what was guessed for it."""
    day, month, guess = read(match)
    if month is None:
        return None
    if field == "updated":
        return f"{month:%Y-%m}", ""
    if day is None:
        return f"{month:%Y-%m-%d}", "the file names the month only, so its first day was taken"
    return day.isoformat(), guess


def read(match: re.Match[str]) -> tuple[datetime.date | None, datetime.date | None, str]:
    """The day, where one is named, the first day of the month, and what was guessed; None where the calendar has none."""
    guess = ""
    if match["iso"]:
        year, month, number = map(int, match["iso"].split("-"))
    elif match["y2"]:
        year, month, number = int(match["y2"]), int(match["m2"]), int(match["d2"])
        guess = "read as day, month, year" if number <= 12 else ""
    elif match["y3"]:
        year, month, number = int(match["y3"]), int(match["m3"]), 0
    else:
        year, number = int(match["y"]), int(match["d"] or 0)
        month = _MONTHS.index(match["m"][:3].lower()) + 1
    try:
        first = datetime.date(year, month, 1)
        return (datetime.date(year, month, number) if number else None), first, guess
    except ValueError:
        return None, None, ""
