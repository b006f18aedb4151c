"""Characters that the source's own little language would take for something else.

No word is touched: a space is put in, or a mark without a word is taken out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.importing.draft import Draft, Fate, Note, Pieces, joined, plain
from pipeline.importing.words import words

_CHANGES = (
    (re.compile(r"`"), "'", "a code mark became a quotation mark"),
    (re.compile(r"~(?=~)"), "~ ", "~~ would strike words out"),
    (re.compile(r"<(?=[/A-Za-z!?])"), "< ", "< before a letter would be HTML"),
    (re.compile(r"&(?=[#A-Za-z])"), "& ", "& before a letter would be an HTML character code"),
    (re.compile(r"\]\("), "] (", "]( would be an address"),
    (re.compile(r"!\["), "! [", "![ would be a picture"),
    (re.compile(r"(https?):(?=//)", re.IGNORECASE), r"\1 :", "the beginning of an address without an end"),
    (re.compile(r"\bwww\.", re.IGNORECASE), "www .", "the beginning of an address without an end"),
    (re.compile(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)"), "", "_ at a word's edge would be italics"),
)  # fmt: skip


def told(draft: Draft) -> Draft:
    """With nothing left that would be read as markup."""
    notes: list[Note] = []
    blocks = [
        block.changed(lambda pieces, line: _changed(pieces, line, notes)) for block in draft.blocks
    ]
    return draft.with_blocks(blocks, notes)


def safe(text: str) -> str:
    """A text without what would be read as markup."""
    for pattern, new, _ in _CHANGES:
        text = pattern.sub(new, text)
    return text


def _changed(pieces: Pieces, line: int, notes: list[Note]) -> Pieces:
    for pattern, new, why in _CHANGES:
        if not pattern.search(plain(pieces)):
            continue
        found = joined(replace(piece, text=pattern.sub(new, piece.text)) for piece in pieces)
        assert words(plain(found)) == words(plain(pieces))
        if found != pieces:
            notes.append(Note(line, Fate.GUESSED, why, plain(pieces)[:60]))
        pieces = found
    return pieces
