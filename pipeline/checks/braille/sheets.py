"""That each page is one that an embosser embosses and a reader finds: its cells, lines, number, title and state."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import document as doc
from pipeline import words
from pipeline.braille.liblouis import BLANK, FULL
from pipeline.checks.braille.file import Brailled, number
from pipeline.checks.braille.reading import Reading
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.words import Word

CHECKS: Checks[Reading] = Checks()
check = CHECKS.check


@check("A501", Severity.ERROR)
def cells_have_six_dots(reading: Reading) -> Iterator[Finding]:
    """Every cell is one of the sixty-four that paper braille has.

    A dot more is not embossed, or as another letter; a character that a table lacked would stand there as its number.
    """
    file = reading.file
    for place, page in enumerate(file.pages):
        every = {cell for line in page.lines for cell in line}
        strange = sorted(cell for cell in every if not BLANK <= cell <= FULL)
        if strange:
            yield file.says(f"{', '.join(map(quoted, strange))} are no cells of six dots", place)


@check("A502", Severity.ERROR)
def lines_and_pages_fit(reading: Reading) -> Iterator[Finding]:
    """No line is longer than the embosser's, none begins in the margin, and no page has more lines.

    What is beyond the edge is lost or moves every line after it.
    """
    file, sheet = reading.file, reading.file.edition.page
    for place, page in enumerate(file.pages):
        if len(page.lines) > sheet.lines:
            yield file.says(f"{len(page.lines)} lines where {sheet.lines} fit", place)
        for line in page.lines:
            if len(line) > sheet.cells:
                yield file.says(f"a line of {len(line)} cells where {sheet.cells} fit", place)
            if line[: sheet.margin].strip(BLANK):
                yield file.says("a line begins in the margin", place)


@check("A503", Severity.ERROR)
def pages_are_numbered(reading: Reading) -> Iterator[Finding]:
    """Each page has its number at the right of its first line, from 1 on in each volume, and the title from page 2 on.

    A reader finds a place by its number, and a dropped sheet by its title.
    """
    file = reading.file
    title, mark = file.spelled(file.document.title.inlines)[0].cells, _mark(file)
    for volume in file.volumes:
        for count, place in enumerate(volume, 1):
            page, figure = file.pages[place], file.figure(count)
            line = page.lines[0] if page.lines else ""
            if number(page) != figure or len(line) != file.edition.page.cells:
                yield file.says(f"its number is not {count}, or not at the right", place)
            fits = len(mark) + len(title) + len(figure) + 4 <= file.width
            if count > 1 and fits and title not in line:
                yield file.says("its first line has no title", place)


@check("A504", Severity.ERROR)
def every_page_is_marked(reading: Reading) -> Iterator[Finding]:
    """Every page of a leaflet that is not approved, or is past its review date, says so.

    Single sheets are handed on.
    """
    file, mark = reading.file, _mark(reading.file)
    for place, page in enumerate(file.pages):
        if page.lines and not page.lines[0][file.margin :].startswith(mark):
            yield file.says("the page does not say what the leaflet's state is", place)


def _mark(file: Brailled) -> str:
    """What the running line begins with; "" for a leaflet that is approved and in date."""
    status = file.document.status
    if status.clear:
        return ""
    unsigned = status.state is not doc.State.APPROVED or bool(status.untranslated)
    word = Word.DRAFT_MARK if unsigned else Word.OVERDUE_MARK
    mark = BLANK.join(one.cells for one in file.spelled(words.inlines(file.document, word)))
    return mark[: file.width // 2]
