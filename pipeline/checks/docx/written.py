"""A finished Word file beside the Document that it was made from, ready for questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline import inline
from pipeline.checks.docx.opened import Opened, Paragraph, Run
from pipeline.checks.docx.pagination import Pagination
from pipeline.checks.promised import bare
from pipeline.checks.registry import Finding, fault
from pipeline.diagnostic import quoted
from pipeline.document import Document, Line

DEEPEST_LIST, DEEPEST_HEADING = 9, 6  # as many levels as Word has for each
NEW_PAGE = "TOCHeadingNewPage"  # which alone may begin a page: LibreOffice would part it from what it heads
CONTENTS_HEADINGS = ("TOCHeading", NEW_PAGE)
SPACER = "BetweenTables"  # what Word needs between two tables, and below the last
NARROW = "\u202f"  # no-break space


@dataclass(frozen=True)
class Written:
    """A finished Word file, what it was made from, and the type size that its edition promises. ``path``: from the
    project's root."""

    document: Document
    body: float
    data: bytes
    path: str

    @cached_property
    def file(self) -> Opened:
        """Raises ValueError where the bytes are no Word file."""
        return Opened(self.data)

    @cached_property
    def text(self) -> list[Paragraph]:
        """The paragraphs without the contents."""
        return [one for one in self.file.body if not one.contents]

    @property
    def runs(self) -> Iterator[Run]:
        """Those of the text."""
        return (run for one in self.text for run in one.runs)

    @cached_property
    def contents(self) -> list[Paragraph]:
        return [one for one in self.file.body if one.contents]

    @cached_property
    def everywhere(self) -> list[Paragraph]:
        """Those of the contents, the head and the foot of the pages too."""
        return [*self.file.body, *self.file.header, *self.file.footer]

    @cached_property
    def pages(self) -> Pagination:
        return Pagination(self.file, self.document.language())

    def says(self, message: str) -> Finding:
        return fault(message, self.path)


def plain(line: Line) -> str:
    """Its text as texts are compared."""
    return bare(inline.plain(line.inlines))


def first_difference(wanted: Sequence[object], has: Sequence[object]) -> str:
    """What is promised where the file has something else: of a text, with what stands around it."""
    both = min(len(wanted), len(has))
    place = next((n for n in range(both) if wanted[n] != has[n]), both)
    if isinstance(wanted, str):
        return quoted(wanted[max(0, place - 10) : place + 20])
    return quoted(str(wanted[place] if place < len(wanted) else has[place]))
