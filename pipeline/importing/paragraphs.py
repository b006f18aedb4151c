"""Lines become paragraphs and list items, and sentences that a page cut in two become whole again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece, joined
from pipeline.importing.side_effects import matched
from pipeline.importing.text import marked

UNWRAPPED = 120  # characters: no program wraps text wider, so a longer line is a paragraph
_SLACK = 0.88  # of the longest line: letters differ in width where a PDF was set
_SAYING = "✓✔☑✅✗✘☒❌✕✖"
_ROMAN = ("i", "ii", "iii", "iv", "\0", "vi", "vii", "viii", "ix")  # v and x are letters too
_END = re.compile(r"[.!?:;][\"'”’)\]]*$")


def whole(draft: Draft) -> Draft:
    """With the lines of a paragraph that has line breaks in one: but for lists, and names with their percentages."""
    blocks: list[Block] = []
    for run in _runs(draft.blocks):
        rows = sum(matched(block.text) is not None for block in run)
        if rows > 1 or any(marked(block.text) for block in run[1:]):
            blocks += (replace(block, soft=False) for block in run)
        else:
            blocks.append(_one(run))
    return draft.with_blocks(blocks)


def _runs(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    run: list[Block] = []
    for block in blocks:
        if run and not block.soft:
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def made(draft: Draft) -> Draft:
    """With no lines left."""
    lines = [block for block in draft.blocks if block.kind is Kind.LINE]
    notes: list[Note] = []
    width = max((len(block.text) for block in lines), default=0)
    wrapped = width if width <= UNWRAPPED else 0
    found: list[list[Block]] = []
    for block in _grouped(draft.blocks, wrapped, notes):
        if found and _continues(found[-1], block, not draft.levels):
            reason = "this goes on from the line before"
            notes.append(Note(block.line, Fate.GUESSED, reason, block.text[:60]))
            found[-1].append(block)
        else:
            found.append([block])
    return draft.with_blocks(map(_one, found), notes)


def _grouped(blocks: tuple[Block, ...], width: int, notes: list[Note]) -> Iterator[Block]:
    open_: list[Block] = []
    for block in blocks:
        goes_on = bool(open_) and (block.follows or not marked(block.text))
        if block.kind is Kind.LINE and block.text and goes_on and _same_paragraph(open_[-1].text, block, width):  # fmt: skip
            open_.append(block)
            continue
        if open_:
            yield _one([_begun(open_[0], notes), *open_[1:]])
        open_ = [block] if block.kind is Kind.LINE and block.text else []
        if block.kind is not Kind.LINE:
            yield block
    if open_:
        yield _one([_begun(open_[0], notes), *open_[1:]])


def _same_paragraph(last: str, block: Block, width: int) -> bool:
    """Whether a line was broken only because its next word had no room."""
    if block.follows:
        return True
    if not width or (block.broken and _END.search(last)):
        return False
    if block.text[0].islower():
        return True
    first = block.text.split(" ", 1)[0]
    return len(last) + 1 + len(first) > width * _SLACK


def _begun(block: Block, notes: list[Note]) -> Block:
    """The line as a list item where it has a marker, else as a paragraph."""
    marker = marked(block.text)
    if not marker:
        return replace(block, kind=Kind.PARAGRAPH, level=0)
    mark = marker["mark"]
    notes += of_mark(mark, block.line)
    return replace(
        block,
        kind=Kind.ITEM,
        ordered=ordinal(mark),
        pieces=joined((Piece(block.text[marker.end() :]),)),
    )


def of_mark(mark: str, line: int) -> Iterator[Note]:
    """What is to be told of a bullet that leaves the text. A cross may mean "not"."""
    if any(c.isalnum() for c in mark):
        yield Note(line, Fate.MOVED, "the number or bullet of a list item", mark)
    if mark in _SAYING:
        reason = "a tick or cross in front of an item was taken for a bullet: if it means yes or no, say so in words"
        yield Note(line, Fate.DOUBTFUL, reason, mark)


def ordinal(mark: str) -> int:
    """The number of "3.", "c)" or "ii)"; 0 of a bullet."""
    own = mark.strip("().")
    if own.isdecimal():
        return max(1, int(own))
    if own == mark or not own.isalpha():
        return 0
    return _ROMAN.index(own) + 1 if own in _ROMAN else ord(own) - ord("a") + 1


def _continues(before: list[Block], block: Block, plain: bool) -> bool:
    """Whether a page's end cut a sentence in two: no full stop before it, a small letter after it."""
    if (
        block.kind is not Kind.PARAGRAPH
        or not block.text
        or block.level
        or _END.search(before[-1].text)
        or not (plain or block.broken)
    ):
        return False
    cut = before[0].kind is Kind.PARAGRAPH or (before[0].kind is Kind.ITEM and block.broken)
    return cut and block.text[0].islower()


def _one(blocks: list[Block]) -> Block:
    """Lines as the one block that the first of them begins."""
    if len(blocks) == 1:
        return blocks[0]
    pieces = (piece for block in blocks for piece in (*block.pieces, Piece(" ")))
    return replace(blocks[0], pieces=joined(pieces))
