"""Blocks of braille to lines of cells, and lines to pages.

No line and no page is ever longer than the sheet: a word that is too long for a line is divided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.braille.cells import Word
from pipeline.braille.liblouis import BLANK
from pipeline.publisher import BraillePage


@dataclass(frozen=True, slots=True)
class Block:
    """Text with one layout, ready to be broken into lines.

    ``first`` and ``rest``: blank cells before the first line and those that follow; ``apart``: a blank line stands before
    it; ``centred``: each line is in the middle; ``keeps``: it is never the last on a page; ``level``: of a heading, else
    0; ``rule``: a cell that fills one line; ``lines``: of a block that is broken already; ``print``: what it says in print.
    Of the characters that print has too (no white space): ``said``: how many the block stands for, ``ahead``: how many print has
    before it, such as the heads of a table, ``label``: how many of its own at its beginning are none of them.
    """

    words: tuple[Word, ...]
    first: int = 0
    rest: int = 0
    apart: bool = False
    centred: bool = False
    keeps: bool = False
    level: int = 0
    rule: str = ""
    lines: tuple[str, ...] = ()
    print: str = ""
    said: int = 0
    ahead: int = 0
    label: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of cells, without blanks at its end. ``begins``: the block whose first line it is."""

    cells: str
    begins: Block | None = None


def rows(block: Block, page: BraillePage) -> list[Row]:
    """The lines of a block, without the blank one before it."""
    if block.rule:
        found = [block.rule * page.width]
    elif block.lines:
        found = list(block.lines)
    elif block.centred:
        lines = broken(block.words, page.width - 2 * page.beside, 0, 0)
        found = [BLANK * ((page.width - len(line)) // 2) + line for line in lines]
    else:
        found = broken(block.words, page.width, block.first, block.rest)
    return [Row(line, None if number else block) for number, line in enumerate(found)]


def broken(words: Sequence[Word], width: int, first: int, rest: int) -> list[str]:
    """Lines of at most ``width`` cells, with their blank cells at the left."""
    lines, line, empty = list[str](), BLANK * first, True
    for word in words:
        blank = "" if word.joined or empty else BLANK
        if not empty and len(line) + len(blank) + len(word.cells) > width:
            lines.append(line)
            line, blank, empty = BLANK * rest, "", True
        *whole, end = _divided(word, width - len(line) - len(blank), width - rest)
        for part in whole:
            lines.append(line + blank + part)
            line, blank = BLANK * rest, ""
        line, empty = line + blank + end, False
    return lines if empty else [*lines, line]


def _divided(word: Word, room: int, later: int) -> Iterator[str]:
    """A word in parts: the first fits ``room`` cells, the others ``later``. No part begins with a blank."""
    cells = word.cells
    while len(cells) > room:
        cut = room - len(word.divided)
        yield cells[:cut].rstrip(BLANK) + word.divided
        cells, room = cells[cut:].lstrip(BLANK), later
    yield cells


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page without its running line."""

    rows: tuple[Row, ...]

    @property
    def headings(self) -> list[Block]:
        """Those that begin on it, the title apart."""
        return [one.begins for one in self.rows if one.begins and one.begins.level > 1]


@dataclass
class _Filling:
    page: BraillePage
    done: list[Sheet] = field(default_factory=list)
    open: list[Row] = field(default_factory=list)

    @property
    def room(self) -> int:
        return self.page.lines - 1 - len(self.open)

    def turn(self) -> None:
        self.done.append(Sheet(tuple(self.open)))
        self.open = []


def sheets(blocks: Sequence[Block], page: BraillePage) -> list[Sheet]:
    """The blocks on pages. A heading keeps what follows it, a paragraph no single line alone where it can be helped."""
    filling = _Filling(page)
    for number, block in enumerate(blocks):
        _place(filling, block, _kept(blocks, number, page))
    if filling.open:
        filling.turn()
    return filling.done


def _place(filling: _Filling, block: Block, kept: int) -> None:
    lines = rows(block, filling.page)
    apart = int(block.apart and bool(filling.open))
    if filling.open and apart + min(kept, filling.page.lines - 1) > filling.room:
        filling.turn()
        apart = 0
    filling.open += [Row("")] * apart
    for line in lines:
        if not filling.room:
            filling.turn()
        filling.open.append(line)


def _kept(blocks: Sequence[Block], number: int, page: BraillePage) -> int:
    """Lines that a block wants to have together: two of a text; one that keeps, with some of what follows."""
    block = blocks[number]
    lines = len(rows(block, page))
    if not block.keeps or number + 1 == len(blocks):
        return min(lines, 2)
    following = blocks[number + 1]
    least = min(len(rows(following, page)), page.follow)
    if following.keeps:
        least = _kept(blocks, number + 1, page)
    return lines + following.apart + least


def with_margin(cells: str, page: BraillePage) -> str:
    """A line with its margin, without blanks at its end."""
    return (BLANK * page.margin + cells).rstrip(BLANK)
