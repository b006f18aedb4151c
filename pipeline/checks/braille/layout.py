"""That the text stands as fingers look for it: headings, paragraphs, items, and contents that name the right pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.braille.liblouis import BLANK
from pipeline.checks.braille.reading import Found, Reading
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted

CHECKS: Checks[Reading] = Checks()
check = CHECKS.check
_CONTENTS_FROM = 3  # pages


@check("A508", Severity.ERROR)
def headings_lead(reading: Reading) -> Iterator[Finding]:
    """Each heading stands apart at the place of its level, and is never the last on a page.

    Fingers find a heading by the blank line above it and by its place in the line.
    """
    file = reading.file
    for one, following in pairwise(reading.found):
        if one.part.level < 2:
            continue
        heading, first, last = quoted(one.part.text), one.places[0], one.places[-1]
        if following.page != last.page:
            yield file.says(f"the heading {heading} is the last on its page", last.page)
        if first.line > 1 and file.pages[first.page].lines[first.line - 1].strip(BLANK):
            yield file.says(f"no blank line stands above the heading {heading}", first.page)


@check("A509", Severity.ERROR)
def places_are_right(reading: Reading) -> Iterator[Finding]:
    """Each line of a text begins in the cell that tells what it is: a paragraph, an item at its depth, a line that runs over.

    In braille a list is told from a paragraph by the cells before it.
    """
    file = reading.file
    for found in reading.texts:
        for number, line in enumerate(found.lines):
            first, last = line[0], line[-1]
            wanted = found.part.rest if number else found.part.first
            if wanted < 0:
                wanted = (file.width - (last.column - first.column + 1)) // 2
            if first.column != wanted:
                what = f"{quoted(found.part.text[:40])} begins in cell {first.column + 1}, not {wanted + 1}"
                yield file.says(what, first.page)


@check("A510", Severity.ERROR)
def contents_name_the_pages(reading: Reading) -> Iterator[Finding]:
    """The contents list every heading with the page that it stands on.

    A wrong page number is a search through the whole volume.
    """
    file = reading.file
    for volume in file.volumes if not reading.lost else ():
        wanted = [(one.part.text, one.page - volume.start + 1) for one in _listed(reading, volume)]
        named = [(one.part.text, page) for one, page in reading.entries if one.page in volume]
        for text, page in wanted:
            if (text, file.figure(page)) not in named:
                what = f"the contents do not have {quoted(text)} on page {page}"
                yield file.says(what, volume.start)
        if len(named) > len(wanted):
            yield file.says("the contents have more entries than there are headings", volume.start)


def _listed(reading: Reading, volume: range) -> list[Found]:
    """The headings of a volume that its contents must have; none in a volume that has no contents."""
    headings = [one for one in reading.found if one.part.role == "heading" and one.page in volume]
    least = 1 if len(reading.file.volumes) > 1 else 2
    return headings if len(volume) >= _CONTENTS_FROM and len(headings) >= least else []
