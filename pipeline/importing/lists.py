"""How deep a list item stands, from indents that nobody measured."""

from __future__ import annotations

from dataclasses import replace

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note
from pipeline.parse import DEEPEST_LIST

STEP = 4  # columns that a reader gives for each level of a list
_STRAY = 1  # columns that nobody meant


def nested(draft: Draft) -> Draft:
    """With the depth of each item, from 1, in place of its columns. A paragraph with an indent belongs to the item before it."""
    blocks: list[Block] = []
    notes: list[Note] = []
    open_: list[int] = []
    for block in draft.blocks:
        if block.kind is Kind.ITEM:
            blocks.append(_placed(block, open_, notes))
        elif block.kind is Kind.PARAGRAPH and block.level and open_:
            depth = min(_inside(block.level, open_), DEEPEST_LIST)
            blocks.append(replace(block, level=depth))
        else:
            open_ = []
            blocks.append(block if block.kind is Kind.HEADING else replace(block, level=0))
    return draft.with_blocks(blocks, notes)


def _placed(block: Block, open_: list[int], notes: list[Note]) -> Block:
    while open_ and block.level < open_[-1] - _STRAY:
        open_.pop()
    jump = bool(open_) and block.level > open_[-1] + 2 * STEP
    if not open_ or block.level > open_[-1] + _STRAY:
        open_.append(block.level)
    elif block.level != open_[-1]:
        notes.append(
            Note(
                block.line,
                Fate.GUESSED,
                "a stray indent: taken as an item of the list around it",
                block.text[:60],
            )
        )
    if jump:
        notes.append(
            Note(
                block.line,
                Fate.GUESSED,
                "indented by more than one step: taken as one",
                block.text[:60],
            )
        )
    if len(open_) > DEEPEST_LIST:
        reason = f"lists nest {DEEPEST_LIST} deep at most: this was deeper"
        notes.append(Note(block.line, Fate.DOUBTFUL, reason, block.text[:60]))
    return replace(block, level=min(len(open_), DEEPEST_LIST))


def _inside(columns: int, open_: list[int]) -> int:
    """The depth of the item that text with such an indent belongs to."""
    return max(1, sum(columns > one for one in open_))
