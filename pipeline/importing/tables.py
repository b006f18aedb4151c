"""Tables: those that hold data stay tables, those that only place text become paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, plain
from pipeline.importing.side_effects import is_row

_LONGEST = 2000  # characters of a cell: more is text that a table places on a page: ours


def told(draft: Draft) -> Draft:
    """With rows of one length; a table of one row or one column, or with much text in a cell, as paragraphs."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for (kind, _), group in groupby(draft.blocks, key=lambda block: (block.kind, block.table)):
        rows = list(group)
        blocks += _table(rows, notes) if kind is Kind.ROW else rows
    return draft.with_blocks(blocks, notes)


def _table(rows: list[Block], notes: list[Note]) -> Iterator[Block]:
    rows = [row for row in rows if row.text.strip()]
    width = max((len(row.cells) for row in rows), default=0)
    if len(rows) < 2 or width < 2 or any(len(row.text) > _LONGEST for row in rows):
        if rows:
            notes.append(
                Note(
                    rows[0].line,
                    Fate.GUESSED,
                    "a table that only places text: its cells became paragraphs",
                    rows[0].text[:60],
                )
            )
        for row in rows:
            for cell in row.cells:
                yield Block(Kind.PARAGRAPH, cell, row.line)
        return
    if not all(map(is_row, rows[1:])):
        reason = "a table: its first row was taken for the heads of its columns"
        notes.append(Note(rows[0].line, Fate.DOUBTFUL, reason, rows[0].text[:60]))
    if any(len(row.cells) != width for row in rows):
        notes.append(
            Note(
                rows[0].line,
                Fate.DOUBTFUL,
                "rows of this table had different lengths and were filled up",
                rows[0].text[:60],
            )
        )
    if not all(map(plain, rows[0].cells)):
        reason = "a column of this table has no head: write one, for who hears it"
        notes.append(Note(rows[0].line, Fate.DOUBTFUL, reason, rows[0].text[:60]))
    for row in rows:
        yield replace(row, cells=(*row.cells, *[()] * (width - len(row.cells))))
