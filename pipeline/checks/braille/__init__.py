"""Proof on the finished braille: it is read again by other rules than those that wrote it, and held against the Document.

The file's cells are followed from the first to the last, with what the Document owes them written down a second time. Where a
table leads back to the text the cells are read back by it; in every language the figures are found by a map of digits that is
ours and no table's.

file         the finished file: its pages, volumes and cells
owed         every text that it must have, and the cells that each begins in
reading      where each of them stands
signs        the signs of bold and of other codes, which no text has
sheets       checks: each page
text         that the text is the leaflet's, read back by tables and by digits
layout       that headings, paragraphs, items and contents stand as fingers look for them
volumes      what is bound, and what software for embossers asks
codes        words of another language
print_pages  where the pages of large print begin
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.braille import codes, layout, print_pages, sheets, text, volumes
from pipeline.checks.braille.file import Brailled
from pipeline.checks.braille.reading import Reading, read
from pipeline.checks.embossed import Unreadable
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Diagnostic, Severity
from pipeline.publisher import Format

__all__ = ["BRAILLED", "OPENED", "Brailled", "prove"]

OPENED: Checks[Brailled] = Checks()
BRAILLED: Checks[Reading] = Checks(
    sheets.CHECKS,
    text.CHECKS,
    layout.CHECKS,
    volumes.CHECKS,
    codes.CHECKS,
    print_pages.CHECKS,
)


def prove(file: Brailled) -> Iterator[Diagnostic]:
    """Every finding; of a file that cannot be read, that alone. The proof for a proofreader is for no patient."""
    if file.edition.format is Format.BRAILLE_PROOF:
        return
    unread = list(OPENED.run(file))
    yield from unread or BRAILLED.run(read(file))


@OPENED.check("A500", Severity.ERROR)
def braille_can_be_read(file: Brailled) -> Iterator[Finding]:
    """The file is one of its format, with pages and lines that an embosser finds.

    An embosser that meets another line end runs lines together, and nobody hears it.
    """
    try:
        if not file.pages or not file.volumes:
            yield file.says("the file has no page 1")
    except Unreadable as problem:
        yield file.says(str(problem))
