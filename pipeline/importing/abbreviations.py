"""Abbreviations become terms, since a voice would guess how to say them; what is shouted becomes ordinary writing."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece, Proposed
from pipeline.publisher import Publisher

_CAPITALS = re.compile(r"(?<![^\W_])[^\W\d_]*[A-Z]{2}[^\W\d_]*(?![^\W_])")
MOST = 500  # in a leaflet: ours; what is beyond is left to make check
_LONGEST = 6  # letters of an abbreviation: ours
_EXPANDED = re.compile(r"(?<![\w’'-])((?:[\w’'-]+ ){2,7})\(([A-Z]{2,6})\)")


def told(draft: Draft, charity: Publisher) -> Draft:
    """With every abbreviation under terms, with its words where the text gives them in front of it."""
    declared = {term.name for term in charity.terms} | {term.name for term in draft.terms}
    terms: dict[str, Proposed] = {}
    expansions = _expansions(draft)
    notes: list[Note] = []
    for block in draft.blocks:
        if _shouted(block):
            continue
        for match in _CAPITALS.finditer(block.text):
            if match[0] not in declared and match[0] not in terms and len(terms) < MOST:
                terms[match[0]] = Proposed(
                    match[0], block.line, written=expansions.get(match[0], "")
                )
                notes.append(
                    Note(
                        block.line,
                        Fate.GUESSED,
                        "an abbreviation, declared under terms: how is it read aloud?",
                        match[0],
                    )
                )
    blocks = [_quiet(block, {*declared, *terms}, notes) for block in draft.blocks]
    return replace(draft.with_blocks(blocks, notes), terms=(*draft.terms, *terms.values()))


def _shouted(block: Block) -> bool:
    """Whether a block is in capitals, which are harder to read and no abbreviations."""
    letters = re.sub(r"[\W\d_]", "", block.text)
    return letters.isupper() and (len(letters) > _LONGEST or " " in block.text.strip())


def _expansions(draft: Draft) -> dict[str, str]:
    """The words before "(ALL)" whose first letters it is, by abbreviation."""
    found: dict[str, str] = {}
    for block in draft.blocks:
        for words, name in _EXPANDED.findall(block.text):
            near = words.split()[-len(name) :]
            if [word[0].upper() for word in near] == list(name):
                found.setdefault(name, " ".join(near))
    return found


def _quiet(block: Block, known: set[str], notes: list[Note]) -> Block:
    if not _shouted(block) or block.kind is Kind.ROW:
        return block
    notes.append(
        Note(block.line, Fate.GUESSED, "this was in capitals, which are hard to read", block.text)
    )
    begun = False
    pieces: list[Piece] = []
    for piece in block.pieces:
        text = piece.text if piece.fact else _lowered(piece.text, known, begun)
        begun = begun or any(c.isalpha() for c in text)
        pieces.append(replace(piece, text=text))
    return replace(block, pieces=tuple(pieces))


def _lowered(text: str, known: set[str], begun: bool) -> str:
    """As in a sentence; abbreviations stay."""
    tokens = re.split(r"(\s+)", text)
    lowered = "".join(
        token if _has_figure(token) else _lowered_words(token, known) for token in tokens
    )
    first = re.search(r"[^\W\d_]", lowered)
    if begun or not first or _has_figure(text.split()[0]):
        return lowered
    return lowered[: first.start()] + first[0].upper() + lowered[first.end() :]


def _lowered_words(token: str, known: set[str]) -> str:
    return "".join(word if word in known else word.lower() for word in re.split(r"(\W+)", token))


def _has_figure(token: str) -> bool:
    """Whether it may be a term, which stands in the text as it is declared."""
    return any(c.isnumeric() for c in token)
