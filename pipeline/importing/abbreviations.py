"""Abbreviations become terms, since a voice would guess how to say them; what is shouted becomes ordinary writing, and a word
that is stressed by capitals (NOT) becomes bold: as a term it would be spelled out, N O T."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.checks import spelling
from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece, Pieces, Proposed, joined
from pipeline.publisher import Publisher

_CAPITALS = re.compile(r"(?<![^\W_])[^\W\d_]*[A-Z]{2}[^\W\d_]*(?![^\W_])")
MOST = 500  # in a leaflet: ours; what is beyond is left to make check
_LONGEST = 6  # letters of an abbreviation: ours
_STRESSED = frozenset(
    "always and any anything avoid before call careful caution do don every immediately important must never no none not note "
    "nothing now once only or please remember should stop take tell that this urgent very warning will you your without if is are cannot".upper().split()
)
_EXPANDED = re.compile(r"(?<![\w’'-])((?:[\w’'-]+ ){2,7})\(([A-Z]{2,6})\)")


def told(draft: Draft, charity: Publisher) -> Draft:
    """With every abbreviation under terms, with its words where the text gives them in front of it."""
    declared = {term.name for term in charity.terms} | {term.name for term in draft.terms}
    terms: dict[str, Proposed] = {}
    expansions = _expansions(draft)
    notes: list[Note] = []
    figured = {name for name in declared if _has_figure(name)}
    draft = _stressed(draft)
    for block in draft.blocks:
        if _shouted(block):
            continue
        text = _without(block.text, figured)
        for match in _CAPITALS.finditer(text):
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


def _without(text: str, names: set[str]) -> str:
    """The text without the names that are terms already: COVID-19 has no COVID."""
    return re.sub(
        r"\S+", lambda word: " " if word[0].strip(".,;:()?!'’") in names else word[0], text
    )


def _stressed(draft: Draft) -> Draft:
    """With words that capitals stress in bold."""
    notes: list[Note] = []

    def bold(pieces: Pieces, line: int) -> Pieces:
        found: list[Piece] = []
        for piece in pieces:
            for part in re.split(r"(?<![\w-])([A-Z]{2,})(?![\w-])", piece.text):
                if part in _STRESSED and not piece.fact:
                    notes.append(
                        Note(
                            line,
                            Fate.GUESSED,
                            "capitals stressed this word: it is in bold now",
                            part,
                        )
                    )
                    begun = "".join(one.text for one in found).rstrip()
                    first = not begun or begun[-1] in ".!?"
                    part = part.capitalize() if first else part.lower()
                    found.append(replace(piece, text=part, bold=True))
                else:
                    found.append(replace(piece, text=part))
        return joined(found)

    blocks = [block if _shouted(block) else block.changed(bold) for block in draft.blocks]
    return draft.with_blocks(blocks, notes)


def _shouted(block: Block) -> bool:
    """Whether a block is in capitals, which are harder to read and no abbreviations."""
    letters = re.sub(r"[\W\d_]", "", block.text)
    if not letters.isupper():
        return False
    if len(letters) > _LONGEST or " " in block.text.strip():
        return True
    known = block.kind is Kind.HEADING and not spelling.missing()
    return known and len(letters) > 3 and spelling.knows(letters.lower())


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
