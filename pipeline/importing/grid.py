"""Cells that a table has merged: their text stands in each of them, so that no figure comes under another head, and no column
is without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.importing.draft import Fate, Note, Pieces, plain

MOST = 20  # columns: a leaflet's table has 6
MOST_AGAIN = 200  # places of merged cells: beyond them the text stands in the first only
ABOVE = -1  # the rows of a cell that goes on with the one above it
MERGED = "a table with merged cells: their text now stands in each of them; look whether it should"


@dataclass
class Grid:
    """One table, row by row. ``notes``: what was said again where cells were merged."""

    repeats: bool = True  # False in a file that has said enough twice
    notes: list[Note] = field(default_factory=list)
    # What covers a column, and for how many rows more.
    open: dict[int, tuple[Pieces, int]] = field(default_factory=dict)
    last: tuple[Pieces, ...] = ()

    def row(self, cells: Sequence[tuple[Pieces, int, int]], line: int) -> tuple[Pieces, ...]:
        """The cells of the next row, each with the columns and rows that it covers."""
        found: list[Pieces] = []
        waiting = list(reversed(cells))
        covered, self.open = self.open, {}
        while len(found) < MOST and (waiting or len(found) <= max(covered, default=-1)):
            column = len(found)
            if column in covered:
                pieces, rows = covered[column]
                found.append(self.again(pieces, line))
                self.cover(column, pieces, rows - 1)
            elif waiting:
                found += self.cell(column, *waiting.pop(), line)
            else:
                found.append(())
        self.last = (*found, *(pieces for pieces, _, _ in reversed(waiting)))
        return self.last

    def cell(self, column: int, pieces: Pieces, across: int, down: int, line: int) -> list[Pieces]:
        """What a cell puts into the columns that it covers."""
        if down == ABOVE and not pieces:
            pieces = self.again(self.last[column] if column < len(self.last) else (), line)
        found = [pieces]
        for own in range(column, column + min(max(across, 1), MOST)):
            self.cover(own, pieces, down - 1)
            found += [self.again(pieces, line)] if own > column else []
        return found

    def cover(self, column: int, pieces: Pieces, rows: int) -> None:
        """Keep a cell for as many rows below as it covers."""
        if rows > 0:
            self.open[column] = pieces, rows

    def again(self, pieces: Pieces, line: int) -> Pieces:
        """The pieces of a cell where it is repeated, with a note for whoever looks; none after too many."""
        if len(self.notes) > MOST_AGAIN or not self.repeats:
            return ()
        if pieces:
            if not self.notes:
                self.notes.append(Note(line, Fate.DOUBTFUL, MERGED, plain(pieces)[:60]))
            self.notes.append(
                Note(
                    line,
                    Fate.ADDED,
                    "what a merged cell says, in each of its places",
                    plain(pieces),
                )
            )
        return pieces
