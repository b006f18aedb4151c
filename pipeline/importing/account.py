"""The account of an import: what has become of every word of the file.

It is drawn up from both ends, the words that a reader found and those that the finished leaflet says to our own parser,
so that a mistake of anything between them is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline import inline
from pipeline.document import Document, FactRef, Foreign, Inlines, Link, Strong, Text, lines
from pipeline.importing.draft import Draft, Fate, Note
from pipeline.importing.words import words


@dataclass(frozen=True, slots=True)
class Account:
    """Counts of words. ``mended``: the pieces of words that are whole again; ``wrong``: those for which the sum does not hold, too many above 0 and too few below."""

    read: int
    kept: int
    moved: int
    dropped: int
    mended: int
    added: int
    wrong: tuple[tuple[str, int], ...] = ()


def drawn(first: Draft, last: Draft, document: Document) -> Account:
    """The account of a file: as its reader gave it, as the writer had it, and as the parser reads what was written."""
    noted = {fate: _noted(last.notes, fate) for fate in Fate}
    was = _noted(first.notes, Fate.DROPPED)
    for block in first.blocks:
        was.update(words(block.text))
    was.subtract(_noted(first.notes, Fate.ADDED))  # a reader may say a word twice
    now: Counter[str] = Counter()
    for text in _texts(document):
        now.update(words(text))
    sums = Counter(now)
    sums.update(noted[Fate.MOVED])
    sums.update(noted[Fate.DROPPED])
    sums.update(noted[Fate.MENDED])
    sums.subtract(whole := _whole(last.notes))
    sums.subtract(noted[Fate.ADDED])
    sums.subtract(was)
    wrong = tuple(sorted((word, n) for word, n in sums.items() if n))
    return Account(
        was.total(),
        now.total() - noted[Fate.ADDED].total() - whole.total(),
        noted[Fate.MOVED].total(),
        noted[Fate.DROPPED].total(),
        noted[Fate.MENDED].total(),
        noted[Fate.ADDED].total(),
        wrong,
    )


def _noted(notes: tuple[Note, ...], fate: Fate) -> Counter[str]:
    found: Counter[str] = Counter()
    for note in notes:
        if note.fate is fate:
            found.update(words(note.text))
    return found


def _whole(notes: tuple[Note, ...]) -> Counter[str]:
    """The words that were in pieces: a mended word is the one that was broken, without its last hyphen."""
    found: Counter[str] = Counter()
    for note in notes:
        if note.fate is Fate.MENDED:
            found.update(words(re.sub(r"-\s?(?=[^-]*$)", "", note.text)))
    return found


def _texts(document: Document) -> Iterator[str]:
    """What the leaflet itself says, without its facts; its summary says again what stands below."""
    for line in lines(replace(document, summary=None)):
        yield inline.plain(_without_facts(line.inlines))


def _without_facts(inlines: Inlines) -> Inlines:
    return tuple(
        Text("") if isinstance(one, FactRef)
        else replace(one, children=_without_facts(one.children)) if isinstance(one, Strong | Link | Foreign)
        else one
        for one in inlines
    )  # fmt: skip
