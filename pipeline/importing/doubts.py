"""What a person must look at, whatever else was found: signs that no voice can say, and text that nobody has finished."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import pairwise

from pipeline.facts import Kind
from pipeline.importing.draft import Draft, Fate, Note, Piece, Pieces, plain
from pipeline.speech.script import unreadable

_UNSAID = (
    "a sign that no voice can say: write words in its place, or give it a spoken: form under terms"
)
_OTHER = "letters of another script: mark the words with their language, [words]{lang=ur}"
_MICRO = "µ is misread as m, and no voice says it: write micrograms"
_DEGREES = re.compile(r"\A\s?°C(?!\w)")
_PAUSES = frozenset("…–—“”‘’«»*/()[]\"'")  # the script makes pauses of these, or nothing
_UNFINISHED = re.compile(
    r"\b(?:TODO|TBC|TBD|XX+|lorem ipsum)\b|\[[^\]]*\b(?:insert|needed|check|tbc|todo|add|your)\b[^\]]*\]|«\w|\{\{|<<|\?\?+|_{4,}",
    re.IGNORECASE,
)


def told(draft: Draft) -> Draft:
    """With a note for each. Nothing is changed."""
    strange = [term.name for term in draft.terms if any(map(_is_odd, term.name))]
    known = re.compile("|".join(map(re.escape, sorted(strange, key=len, reverse=True)))) if strange else None  # fmt: skip
    warm = {one.name for one in draft.facts if one.fact and one.fact.kind is Kind.TEMPERATURE}
    notes: list[Note] = []

    def look(pieces: Pieces, line: int) -> Pieces:
        text = " ".join(_beside_facts(pieces, warm))
        said = known.sub(" ", text) if known else text
        for sign in filter(_is_odd, dict.fromkeys(said)):
            notes.append(Note(line, Fate.DOUBTFUL, _UNSAID, sign))
        if script := next(filter(_is_of_another, dict.fromkeys(said)), ""):
            notes.append(Note(line, Fate.DOUBTFUL, _MICRO if script in "µμ" else _OTHER, script))
        if unfinished := _UNFINISHED.search(plain(pieces)):
            notes.append(Note(line, Fate.DOUBTFUL, "this looks unfinished", unfinished[0]))
        return pieces

    blocks = [block.changed(look) for block in draft.blocks]
    return draft.with_blocks(blocks, notes)


def _beside_facts(pieces: Pieces, warm: Container[str]) -> Iterator[str]:
    """Text that is no fact's figure, without the °C of a temperature, which a voice says in words. ``warm``: temperatures, by name."""
    for before, piece in pairwise((Piece(""), *pieces)):
        if not piece.fact:
            yield _DEGREES.sub("", piece.text) if before.fact in warm else piece.text


def _is_odd(sign: str) -> bool:
    return unreadable(sign) and sign not in _PAUSES


def _is_of_another(letter: str) -> bool:
    return letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN")
