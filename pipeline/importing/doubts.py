"""What a person must look at, whatever else was found: signs that no voice can say, and text that nobody has finished."""

from __future__ import annotations

import re
import unicodedata

from pipeline.importing.draft import Draft, Fate, Note, Pieces, plain
from pipeline.speech.script import unreadable

_UNSAID = (
    "a sign that no voice can say: write words in its place, or give it a spoken: form under terms"
)
_OTHER = "letters of another script: mark the words with their language, [words]{lang=ur}"
_MICRO = "µ is misread as m, and no voice says it: write micrograms"
_PAUSES = frozenset("…–—“”‘’«»*/()[]\"'")  # the script makes pauses of these, or nothing
_UNFINISHED = re.compile(
    r"\b(?:TODO|TBC|TBD|XX+|lorem ipsum)\b|\[[^\]]*\b(?:insert|needed|check|tbc|todo|add|your)\b[^\]]*\]|«\w|\{\{|<<|\?\?+|_{4,}",
    re.IGNORECASE,
)


def told(draft: Draft) -> Draft:
    """With a note for each. Nothing is changed."""
    names = sorted((term.name for term in draft.terms), key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, names))) if names else None
    notes: list[Note] = []

    def look(pieces: Pieces, line: int) -> Pieces:
        text = " ".join(piece.text for piece in pieces if not piece.fact)
        said = known.sub(" ", text) if known else text
        for sign in dict.fromkeys(c for c in said if unreadable(c) and c not in _PAUSES):
            notes.append(Note(line, Fate.DOUBTFUL, _UNSAID, sign))
        if script := next((c for c in said if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN")), ""):  # fmt: skip
            notes.append(Note(line, Fate.DOUBTFUL, _MICRO if script in "µμ" else _OTHER, script))
        if unfinished := _UNFINISHED.search(plain(pieces)):
            notes.append(Note(line, Fate.DOUBTFUL, "this looks unfinished", unfinished[0]))
        return pieces

    blocks = [block.changed(look) for block in draft.blocks]
    return draft.with_blocks(blocks, notes)
