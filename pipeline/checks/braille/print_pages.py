"""That the lines which name the pages of large print stand where those pages begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import inline
from pipeline.checks.braille.reading import Found, Reading
from pipeline.checks.promised import bare
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity
from pipeline.publisher import PrintPages

CHECKS: Checks[Reading] = Checks()
check = CHECKS.check


@check("A515", Severity.ERROR)
def print_pages_stand_where_they_begin(reading: Reading) -> Iterator[Finding]:
    """Where braille names the pages of large print, each begins between the words that it begins between on paper.

    "Page four" is another place for those who read by touch when its line stands elsewhere.
    """
    file = reading.file
    if file.edition.page.print_pages is PrintPages.NONE or reading.lost:
        return
    owed = dict(_begins(reading))
    named = {number: place for place, number in file.turns.items()}
    if list(named) != list(owed):
        yield file.says(f"it names the pages {list(named)} of large print, not {list(owed)}")
        return
    rows = sorted({one.row for one in file.stream})
    for number, first in owed.items():
        page, line = named[number]
        following = next((row for row in rows if row > (page, line)), None)
        if following != first.row or not first.leads:
            yield file.says(f"page {number} of large print begins elsewhere", page)
        if following and following[0] != page:
            what = f"the line of page {number} of large print is the last on its page"
            yield file.says(what, page)


@dataclass(frozen=True, slots=True)
class _Begin:
    """The page and line of a word. ``leads``: it is the first on its line."""

    row: tuple[int, int]
    leads: bool


def _begins(reading: Reading) -> Iterator[tuple[int, _Begin]]:
    """For each page of print that has something of the leaflet, its number and its first word."""
    waiting, seen = list(enumerate(reading.file.begins, 2)), 0
    found = reading.found
    for n, one in enumerate(found):
        seen += len(bare(one.part.ahead))
        end = seen + len(one.part.counted)
        while not one.part.front and waiting and (waiting[0][1] <= seen or waiting[0][1] < end):
            number, place = waiting.pop(0)
            begin = _word_at(one, place - seen)
            if begin is not None or n + 1 < len(found):
                yield number, begin or _begin(found[n + 1], 0)
        seen = end


def _word_at(found: Found, place: int) -> _Begin | None:
    """The first word that begins after so many characters; the text's first, where its words are not those of print; None
    where that is in the next text."""
    words = [one for one in inline.plain(found.part.inlines).split(" ") if one]
    if place <= 0 or found.part.row or found.part.level or len(words) != len(found.words):
        return _begin(found, 0)
    place += len(bare(found.part.text)) - len(found.part.counted)
    seen = 0
    for word, first in zip(words, found.words, strict=True):
        if seen >= place:
            return _begin(found, first)
        seen += len(bare(word))
    return None


def _begin(found: Found, place: int) -> _Begin:
    """``place``: of the word's first cell among those of the text."""
    row = found.places[place].row
    return _Begin(row, not place or found.places[place - 1].row != row)
