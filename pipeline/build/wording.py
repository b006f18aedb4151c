"""What a leaflet says, a line a text in reading order: for people who compare two versions of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from pipeline import inline, words
from pipeline.document import (
    Block,
    Callout,
    Document,
    Inlines,
    Line,
    Link,
    Only,
    Paragraph,
    SideEffects,
    Text,
    lines,
    map_blocks,
)
from pipeline.facts import plain_text


def wording(document: Document) -> tuple[str, ...]:
    """Every text with its figures as readers see them, the addresses behind links, side effects with their figures, and
    before a warning or what is only for some media a line that says so."""
    told = map_blocks(document, _with_what_is_no_text)
    dates = tuple(plain_text(inline.plain(sentence)) for sentence in words.dates(document))
    return (*(_said(line.inlines, document) for line in lines(told) if line.inlines), *dates)


def _said(inlines: Inlines, document: Document) -> str:
    labels = dict.fromkeys(one.label for one in inline.walk(inlines) if isinstance(one, Link))
    addresses = "".join(f" <{document.address(label)}>" for label in labels)
    return " ".join(plain_text(inline.plain(inlines)).split()) + addresses


def _with_what_is_no_text(block: Block) -> tuple[Block, ...]:
    match block:
        case Callout(kind, blocks):
            return (_note(f"[{kind}]"), *blocks, _note(f"[end of {kind}]"))
        case Only(media, blocks):
            return (_note(f"[only {' '.join(media)}]"), *blocks, _note("[for all again]"))
        case SideEffects(entries):
            return tuple(
                Paragraph(Line((*one.name.inlines, Text(f": {one.shown} ({one.plainly})"))))
                for one in entries
            )
        case _:
            return (block,)


def _note(text: str) -> Paragraph:
    return Paragraph(Line((Text(text),)))


def differences(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """What was said before, behind "-", and what is said now, behind "+", in reading order."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            yield from (f"- {text}" for text in before[a:b])
            yield from (f"+ {text}" for text in after[c:d])
