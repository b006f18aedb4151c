"""The one form between readers and recognisers: blocks of words, each with the line of the file that it came from.

A reader gives a Draft, a recogniser changes it into another, the writer makes a source of it. What leaves the blocks
goes into the notes, so that the sum of the words holds at every step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.facts import Fact
from pipeline.importing.words import folded


class Fate(StrEnum):
    """What has become of words, or what a person should look at."""

    MOVED = "moved"  # from the text to where the pipeline keeps such things
    DROPPED = "dropped"
    MENDED = "mended"  # words that were in two pieces
    ADDED = "added"  # words that the file does not have
    GUESSED = "guessed"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the report. ``text``: the words concerned; those of what was moved, dropped or added are counted."""

    line: int
    fate: Fate
    reason: str
    text: str = ""


class Kind(StrEnum):
    LINE = "line"  # of a plain text, not yet known to be anything
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    SIDE_EFFECT = "side effect"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. ``address``: where it leads; ``fact``: the name of the fact that its figure is."""

    text: str
    bold: bool = False
    address: str = ""
    fact: str = ""


_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``level``: a heading's level, 0 where the file says none; of others the columns of their indent.
    ``ordered``: an item's number, 0 for a bullet; ``broken``: furniture of a page stood before it; ``follows``: its first word began on the line before;
    ``aside``: it stood beside other text; ``soft``: a line of the block
    before it; ``percent``: of a side effect, as written."""

    kind: Kind
    pieces: Pieces
    line: int
    level: int = 0
    ordered: int = 0
    broken: bool = False
    follows: bool = False
    aside: bool = False
    soft: bool = False
    percent: str = ""
    table: int = 0  # which one a row belongs to
    cells: tuple[Pieces, ...] = ()

    @property
    def text(self) -> str:
        return plain(self.pieces) if self.kind is not Kind.ROW else " ".join(map(plain, self.cells))

    def changed(self, change: Callable[[Pieces, int], Pieces]) -> Block:
        """With each of its runs of pieces changed; ``change`` is told their line too."""
        cells = tuple(change(cell, self.line) for cell in self.cells)
        return replace(self, pieces=change(self.pieces, self.line), cells=cells)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Something for front matter: a fact, a link or a term, and where it was found."""

    name: str
    line: int
    fact: Fact | None = None
    written: str = ""  # a fact's kind and value, or an address, as front matter has it; what a term is short for
    spoken: str = ""  # how a term is read aloud


@dataclass(frozen=True)
class Draft:
    """A leaflet on its way. ``title``: what the file calls itself; ``titled``: whether that is a title for readers; ``name``: its path; ``unit``: what ``line`` counts; ``levels``: whether the
    file itself says what a heading is; ``dates``: fields of the front matter."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    title: str = ""
    titled: bool = False
    name: str = ""
    unit: str = "line"
    levels: bool = True
    facts: tuple[Proposed, ...] = ()
    links: tuple[Proposed, ...] = ()
    terms: tuple[Proposed, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()

    def with_blocks(self, blocks: Iterable[Block], notes: Iterable[Note] = ()) -> Draft:
        """The draft with these blocks in place of its own, and more notes."""
        return replace(self, blocks=tuple(blocks), notes=(*self.notes, *notes))

    def noted(self, *notes: Note) -> Draft:
        return replace(self, notes=(*self.notes, *notes))


def plain(pieces: Iterable[Piece]) -> str:
    """The text of the pieces, without their marks."""
    return "".join(piece.text for piece in pieces)


def joined(pieces: Iterable[Piece]) -> Pieces:
    """Without empty ones, with single spaces, and with neighbours of one look as one."""
    looks: list[
        tuple[Piece, list[str]]
    ] = []  # each with its texts, joined at the end: a page may have 100,000
    for piece in pieces:
        last = looks[-1] if looks else None
        if last and _ADDRESS.match(piece.text) and last[1][-1][-1:].isalnum():
            piece = replace(piece, text=f" {piece.text}")  # no word goes on as an address
        if not piece.text:
            continue
        if last and replace(last[0], text="") == replace(piece, text="") and not piece.fact:
            last[1].append(piece.text)
        else:
            looks.append((piece, [piece.text]))
    return _spaced([replace(piece, text="".join(texts)) for piece, texts in looks])


def _spaced(pieces: list[Piece]) -> Pieces:
    """As one line: no space at the ends, one at a time between words."""
    found: list[Piece] = []
    before = " "
    for piece in pieces:
        text = folded(f"x{piece.text}x")[1:-1]
        text = text.lstrip(" ") if before.endswith(" ") else text
        if text:
            found.append(replace(piece, text=text))
            before = text
    while found and not found[-1].text.rstrip(" "):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
    return tuple(found)


def cut(pieces: Pieces, start: int, stop: int | None = None) -> Pieces:
    """The characters of a run from one place to another, or to its end."""
    kept: list[Piece] = []
    for piece in pieces:
        end = None if stop is None else max(0, stop)
        kept.append(replace(piece, text=piece.text[max(0, start) : end]))
        start -= len(piece.text)
        stop = None if stop is None else stop - len(piece.text)
    return joined(kept)


def texts(text: str) -> Pieces:
    """A text without marks, as pieces."""
    return joined((Piece(text),))


def block(kind: Kind, text: str, line: int, level: int = 0) -> Block:
    """A block of one text without marks. ``line``: of the old file, from 1."""
    return Block(kind, texts(text), line, level)
