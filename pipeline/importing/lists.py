"""How deep a list item stands, from indents that nobody measured."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, cut
from pipeline.importing.paragraphs import of_mark, ordinal
from pipeline.importing.text import BULLETS, marked
from pipeline.parse import DEEPEST_LIST

STEP = 4  # columns that a reader gives for each level of a list
_BOX = re.compile(r"\[[ xX]\](?=\s+\S)")
_STRAY = 1  # columns that nobody meant


def typed(draft: Draft) -> Draft:
    """With paragraphs that begin with a bullet as list items, and those that begin with a dash or a number where their
    neighbour does too: so they are typed by hand in Word and on web pages."""
    marks = [_typed(block) for block in draft.blocks]
    blocks: list[Block] = []
    notes: list[Note] = []
    for before, own, after, block in zip(
        ["", *marks], marks, [*marks[1:], ""], draft.blocks, strict=False
    ):
        alike = own and (
            own in BULLETS or own[0] == "[" or _goes_on(before, own) or _goes_on(own, after)
        )
        if not alike:
            blocks.append(block)
            continue
        notes += of_mark(own, block.line)
        text = cut(block.pieces, block.text.index(own) + len(own))
        number = block.ordered or ordinal(own)
        blocks.append(replace(block, kind=Kind.ITEM, pieces=text, ordered=number))
    return draft.with_blocks(blocks, notes)


def _typed(block: Block) -> str:
    """The bullet or number that a paragraph begins with; "" where it has none, or nothing else."""
    if block.kind not in (Kind.PARAGRAPH, Kind.ITEM):
        return ""
    if block.text[:1] in BULLETS and block.text[1:].strip():
        return block.text[0]
    if block.kind is Kind.ITEM and (box := _BOX.match(block.text)):
        return box[0]
    mark = marked(block.text) if block.kind is Kind.PARAGRAPH else None
    return mark["mark"] if mark and block.text[mark.end() :].strip() else ""


def _goes_on(mark: str, other: str) -> bool:
    """Whether the second goes on as the first began: the same dash, or the next number."""
    first, second = ordinal(mark) if mark else 0, ordinal(other) if other else 0
    return bool(mark and other) and (second == first + 1 if first else mark == other)


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
