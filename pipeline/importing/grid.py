"""Cells that a table has merged: each stands in its own column, so that no figure comes under another head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.importing.draft import Pieces

MERGED = "a table with merged cells: their text stands in the first of them only; fill in the others, or part the table"
MOST = 60  # columns: a leaflet's table has 6


@dataclass
class Grid:
    """One table, row by row. ``merged``: whether any of its cells stood over others."""

    merged: bool = False
    open: dict[int, int] = field(default_factory=dict)  # how many rows more a column is covered

    def row(self, cells: Sequence[tuple[Pieces, int, int]]) -> tuple[Pieces, ...]:
        """The cells of the next row, each with the columns and rows that it covers; those that are covered are empty."""
        found: list[Pieces] = []
        waiting = list(reversed(cells))
        covered, self.open = self.open, {}
        while len(found) < MOST and (waiting or len(found) <= max(covered, default=-1)):
            column = len(found)
            if left := covered.get(column, 0):
                found.append(())
                self._cover(column, left - 1)
            elif waiting:
                pieces, across, down = waiting.pop()
                self.merged = self.merged or across > 1 or down > 1
                for own in range(column, column + min(max(across, 1), MOST)):
                    found.append(pieces if own == column else ())
                    self._cover(own, down - 1)
            else:
                found.append(())
        return (*found, *(pieces for pieces, _, _ in reversed(waiting)))

    def _cover(self, column: int, rows: int) -> None:
        if rows > 0:
            self.open[column] = rows
