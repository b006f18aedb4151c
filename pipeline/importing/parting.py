"""Texts without end: a paragraph that is too long for one message is cut at the ends of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece, plain

_LONGEST = 4000  # characters of a paragraph: a message has 10,000 at most
_STEP = re.compile(r"(?s).{1,400}(?:\s|\Z)|.{1,400}")


def parted(draft: Draft) -> Draft:
    """With no paragraph that is too long."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for block in draft.blocks:
        long = block.kind is not Kind.ROW and len(plain(block.pieces)) > _LONGEST
        parts = list(_parts(block)) if long else [block]
        if len(parts) > 1:
            reason = f"a text without end, made into {len(parts)} paragraphs"
            notes.append(Note(block.line, Fate.GUESSED, reason, block.text[:60]))
        blocks += parts
    return draft.with_blocks(blocks, notes)


def _parts(block: Block) -> Iterator[Block]:
    part: list[Piece] = []
    long, first = 0, True
    for piece in block.pieces:
        for text in [piece.text] if piece.fact else _STEP.findall(piece.text):
            if long + len(text) > _LONGEST:
                yield _part(block, part, first)
                part, long, first = [], 0, False
            part.append(replace(piece, text=text))
            long += len(text)
    yield _part(block, part, first)


def _part(block: Block, pieces: list[Piece], first: bool) -> Block:
    own = replace(block, pieces=tuple(pieces))
    if first:
        return own
    inside = block.kind in (Kind.ITEM, Kind.PARAGRAPH)
    return replace(own, kind=Kind.PARAGRAPH, level=block.level if inside else 0)
