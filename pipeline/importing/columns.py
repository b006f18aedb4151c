"""Text that stands side by side on a page: columns of sentences are read one after the other, short cells are a table.

A program that copies the text out of a page keeps what stands beside each other on one line. Read across, two sentences would
become one that nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")  # spaces that no sentence has
_PIPES = re.compile(r"\s*\|(.+)\|\s*")
_RULE = re.compile(r"[\s|:+=-]+")
MOST = 120  # lines that are looked at together: a page has 60
FEWEST = 3  # lines that have text in both columns: fewer may be anything
_MARK = re.compile(r"\W{1,2}|\(?\w{1,3}[.)]|\w")  # of a list
_PROSE = 3  # words on each side of the gap, by and large: fewer are cells
_SLACK = 1  # columns of characters by which the second column may stand to the left


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, or a part of it. ``cells``: where it is the row of a table; ``table``: the number of its first row; ``aside``: it stood
    beside another text, and was read after it."""

    number: int
    text: str
    cells: tuple[str, ...] = ()
    table: int = 0
    aside: bool = False


def apart(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines in the order in which a person reads them, rows of tables as such. Every word comes back once."""
    at = 0
    while at < len(lines):
        near = (
            lines[at : at + MOST]
            if _GAP.search(lines[at].text) or _PIPES.fullmatch(lines[at].text)
            else ()
        )
        if place := _gutter(near):
            end, column = place
            yield from _left(near[:end], column)
            yield from apart(list(_right(near[:end], column)))
        elif end := _rows(near):
            yield from _table(near[:end])
        else:
            end = 1
            yield lines[at]
        at += end


# Columns of sentences.


def _gutter(lines: Sequence[Line]) -> tuple[int, int] | None:
    """How many lines from the first one on stand in two columns, and where the second begins; None where the first does not."""
    for column in [match.end() for match in _GAP.finditer(lines[0].text)] if lines else ():
        end, both = _reach(lines, column)
        if len(both) >= FEWEST and _are_prose(both):
            return end, column
    return None


def _reach(lines: Sequence[Line], column: int) -> tuple[int, list[tuple[str, str]]]:
    """Down to which line two columns go, and what stands on the lines that have both. Below an empty line the left column ends
    where the right one does."""
    end, empty = 0, False
    both: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        if not line.text.strip():
            empty = True
            continue
        parts = _parted(line.text, column)
        if parts is None:
            break
        if parts[1] or not empty:
            end, empty = number + 1, False
        both += [parts] if all(parts) else []
    return end, both


def _parted(text: str, column: int) -> tuple[str, str] | None:
    """What stands left and right of a column; None where the line goes across."""
    for start in range(column, max(0, column - _SLACK) - 1, -1):
        left, right = text[:start], text[start:]
        if not left.strip():
            return ("", right) if len(text) - len(text.lstrip()) >= column - _SLACK else None
        if not right.strip() or left.endswith("  "):
            return left.rstrip(), right
    return None


def _are_prose(both: list[tuple[str, str]]) -> bool:
    """Whether both sides are sentences, and not the cells of a table."""
    return all(
        sum(len(side.split()) for side in sides) >= _PROSE * len(both)
        for sides in zip(*both, strict=True)
    )


def _left(lines: Sequence[Line], column: int) -> Iterator[Line]:
    for line in lines:
        parts = _parted(line.text, column) or (line.text, "")
        yield Line(line.number, parts[0])
    yield Line(lines[-1].number, "")


def _right(lines: Sequence[Line], column: int) -> Iterator[Line]:
    first = True
    for line in lines:
        right = (_parted(line.text, column) or ("", ""))[1]
        yield Line(line.number, right, aside=first and bool(right))
        first = first and not right
    yield Line(lines[-1].number, "")


# Tables.


def _rows(lines: Sequence[Line]) -> int:
    """How many lines from the first one on are rows of one table; 0 where they are none."""
    width = len(_cells(lines[0].text)) if lines else 0
    rows = 0
    for line in lines if width > 1 else ():
        cells = _cells(line.text)
        if len(cells) != width and cells:
            break
        rows += 1
    return rows if rows > 1 else 0


def _cells(text: str) -> list[str]:
    """The cells of a line; one of a line that is no row, none of the rule below the heads."""
    if pipes := _PIPES.fullmatch(text):
        return [] if _RULE.fullmatch(text) else [cell.strip() for cell in pipes[1].split("|")]
    cells = _GAP.split(text.strip())
    return [text] if _MARK.fullmatch(cells[0]) else cells


def _table(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if cells := _cells(line.text):
            yield Line(line.number, line.text, tuple(cells), lines[0].number)
    yield Line(lines[-1].number, "")
