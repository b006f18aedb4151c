"""A finished file of braille beside what it was made from: its pages, its volumes, and every cell with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline import document as doc
from pipeline.braille import cells
from pipeline.braille.cells import Run
from pipeline.braille.cells import Word as Cells
from pipeline.braille.liblouis import BLANK
from pipeline.checks import embossed
from pipeline.checks.embossed import Leaf
from pipeline.checks.registry import Finding, fault
from pipeline.diagnostic import Location
from pipeline.document import Document, Inlines
from pipeline.publisher import Edition, Format, PrintPages


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the file that is no blank: its page and line from 0, its column from 0 without the margin."""

    cell: str
    page: int
    line: int
    column: int

    @property
    def row(self) -> tuple[int, int]:
        """Its page and line."""
        return self.page, self.line


@dataclass(frozen=True)
class Brailled:
    """A finished file of braille and what it was made from. ``path``: from the project's root; ``begins``: after how many
    characters of title, notice and text each page of large print but the first begins."""

    document: Document
    edition: Edition
    data: bytes
    path: str
    begins: tuple[int, ...] = ()

    @cached_property
    def pages(self) -> list[Leaf]:
        """Raises Unreadable."""
        match self.edition.format:
            case Format.BRF:
                return embossed.read_brf(self.data)
            case Format.BRF_VOLUMES:
                return embossed.read_archive(self.data, self.named)
            case Format.PEF:
                return embossed.read_pef(self.data)
            case _:
                return embossed.read_text(self.data)

    def named(self, number: int) -> str:
        """What the file of a volume is called in an archive."""
        return f"{self.document.slug}-{self.document.tag}-volume-{number}.brf"

    @property
    def margin(self) -> int:
        return self.edition.page.margin

    @property
    def width(self) -> int:
        """Cells of a line without the margin."""
        return self.edition.page.cells - self.margin

    def says(self, message: str, page: int | None = None) -> Finding:
        """The finding, with its page from 1. ``page``: from 0."""
        where = "" if page is None else f"page {page + 1}: "
        return fault(f"{where}{message}", self.path)

    # What the tables write.

    def run(self, inlines: Inlines) -> Run:
        """A text with the tables that write it."""
        return cells.run(inlines, self.document.tag, self.edition.contracted, Location(self.path))

    def spelled(self, inlines: Inlines) -> tuple[Cells, ...]:
        """The words of a text in cells."""
        return cells.words(inlines, self.document.tag, self.edition.contracted, Location(self.path))

    def figure(self, number: int) -> str:
        """A number in cells."""
        return "".join(one.cells for one in self.spelled((doc.Text(str(number)),)))

    # What the file has.

    @cached_property
    def volumes(self) -> list[range]:
        """The pages of each volume, by number from 0: page 1 begins one. Blank pages between them belong to none."""
        filled = [n for n, page in enumerate(self.pages) if page.lines]
        starts = [n for n in filled if number(self.pages[n]) == self.figure(1)]
        return [
            range(start, max(n for n in filled if n < end) + 1)
            for start, end in pairwise([*starts, len(self.pages)])
        ]

    @cached_property
    def stream(self) -> list[Place]:
        """Every cell below the running lines, but for lines that name a page of print."""
        return [
            Place(cell, page, row, column - self.margin)
            for page, leaf in enumerate(self.pages)
            for row, line in enumerate(leaf.lines)
            if row and (page, row) not in self.turns
            for column, cell in enumerate(line)
            if cell != BLANK
        ]

    @cached_property
    def turns(self) -> dict[tuple[int, int], int]:
        """The page of print that each line names which names one, by page and line."""
        wanted = {self.turn(number): number for number in range(2, len(self.begins) + 2)}
        return {
            (page, row): wanted[line[self.margin :]]
            for page, leaf in enumerate(self.pages)
            for row, line in enumerate(leaf.lines)
            if row and line[self.margin :] in wanted
        }

    def turn(self, number: int) -> str:
        """The line that names a page of print, in the way that the charity has chosen."""
        figure = self.figure(number)
        match self.edition.page.print_pages:
            case PrintPages.NONE:
                return "\0"
            case PrintPages.LINE:
                return figure.rjust(self.width, "⠤")
            case PrintPages.CENTRED:
                line = f"⠐⠒{figure}"
                return BLANK * ((self.width - len(line)) // 2) + line


def number(page: Leaf) -> str:
    """What stands at the right of a page's running line; "" on a blank page."""
    return page.lines[0].rstrip(BLANK).rpartition(BLANK)[2] if page.lines else ""
