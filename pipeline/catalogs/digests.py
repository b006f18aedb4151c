"""What a signature is given to: the digest of each text of a leaflet, and of the whole leaflet.

Both are made of what a reader gets, written down in a form of its own: an edit of anything else (a comment, a line's
place, a fact that no text uses) withdraws nothing, and neither does another version of the pipeline. The form must
therefore never change: tests/test_catalogs_digests.py pins it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from pipeline import inline
from pipeline.diagnostic import Location
from pipeline.document import (
    Block,
    BulletList,
    Callout,
    Document,
    FactRef,
    Figure,
    Foreign,
    Inlines,
    Item,
    Line,
    Link,
    NumberedList,
    Only,
    Paragraph,
    Section,
    SideEffects,
    Table,
    Term,
    Text,
    lines,
)
from pipeline.facts import NBSP, Fact
from pipeline.languages import SOURCE

# Hex digits. 80 bits are beyond any chance that two texts of a charity share a digest; a key is one among those of a leaflet.
_DIGEST, _KEY = 20, 12


@dataclass(frozen=True, slots=True)
class Signable:
    """A text that can be signed. ``key``: which text of the leaflet it is; ``digest``: of its context, English, translation and
    the facts in it; ``translated``: False where the English stands in the place of a translation."""

    key: str
    digest: str
    msgid: str
    text: str
    context: str
    domain: str
    at: Location
    translated: bool

    @property
    def signed(self) -> str:
        """As a signature holds it."""
        return f"{self.key}:{self.digest}"


def signables(document: Document, source: Document) -> tuple[Signable, ...]:
    """Each text of the leaflet once, in reading order. ``source``: the English that it was translated from (itself, for the
    English)."""
    facts = dict(source.facts)
    found: dict[str, Signable] = {}
    for english, line in zip(lines(source), lines(document), strict=True):
        if english.inlines:
            one = _signable(english, line, facts, document.tag)
            found.setdefault(one.key, one)
    return tuple(found.values())


def _signable(english: Line, line: Line, facts: Mapping[str, Fact], tag: str) -> Signable:
    msgid, text = inline.write(english.inlines), _written(line.inlines)
    used = {one.name for one in inline.walk(english.inlines) if isinstance(one, FactRef)}
    values = [[name, *_fact(facts.get(name))] for name in sorted(used)]
    return Signable(
        _digest(english.domain, english.context, msgid)[:_KEY],
        _digest(english.context, msgid, text, values)[:_DIGEST],
        msgid,
        text,
        english.context,
        english.domain,
        english.at,
        tag == SOURCE or not _stands_in_english(line, msgid),
    )


def _stands_in_english(line: Line, msgid: str) -> bool:
    """Whether ``translate`` left the line in English, behind its mark."""
    match line.inlines:
        case (Text(), Foreign(children, tag)):
            return tag == SOURCE and _written(children) == msgid.replace(NBSP, " ")
    return False


def _written(inlines: Inlines) -> str:
    """The text as its author wrote it: which spaces keep a figure with its unit is the pipeline's business."""
    return inline.write(inlines).replace(NBSP, " ")


def _fact(fact: Fact | None) -> list[str]:
    return [str(fact.kind), str(fact.value), fact.unit] if fact else []


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


# The whole.


def whole(document: Document) -> str:
    """The digest of all that a reader gets: texts, figures, pictures, order, addresses, dates. Not its status, nor what is the
    publisher's and in every leaflet alike."""
    return _digest(_content(document))


def _content(document: Document) -> object:
    walked = [one for line in lines(document) for one in inline.walk(line.inlines)]
    used = {one.label for one in walked if isinstance(one, Link)}
    named = {one.text for one in walked if isinstance(one, Term)}
    facts, shown = dict(document.facts), {one.name for one in walked if isinstance(one, FactRef)}
    days = (document.dates.reviewed, document.dates.updated, document.dates.review_due)
    return [
        [document.slug, document.tag],
        _line(document.title),
        _line(document.summary),
        [_block(block) for block in document.blocks],
        [_section(section) for section in document.sections],
        [[name, *_fact(facts.get(name))] for name in sorted(shown)],
        sorted([link.label, link.address] for link in document.links if link.label in used),
        sorted([t.name, t.expansion, t.spoken] for t in document.terms if t.name in named),
        [day.isoformat() if day else "" for day in days],
    ]


def _line(line: Line | None) -> str:
    return _written(line.inlines) if line else ""


def _section(section: Section) -> object:
    inner = [_section(one) for one in section.sections]
    return [_line(section.heading), [_block(block) for block in section.blocks], inner]


def _block(block: Block) -> object:
    match block:
        case Paragraph(line):
            return ["paragraph", _line(line)]
        case BulletList(items):
            return ["bullets", [_item(item) for item in items]]
        case NumberedList(items, start):
            return ["numbers", start, [_item(item) for item in items]]
        case SideEffects(entries):
            return ["side effects", [[_line(one.name), str(one.percent)] for one in entries]]
        case Table(header, rows, caption):
            cells = [[_line(cell) for cell in row] for row in (header, *rows)]
            return ["table", _line(caption), cells]
        case Figure(image=image, alt=alt, caption=caption):
            return ["figure", hashlib.sha256(image).hexdigest(), _line(alt), _line(caption)]
        case Callout(kind, blocks):
            return [str(kind), [_block(inner) for inner in blocks]]
        case Only(media, blocks):
            return ["only", [str(medium) for medium in media], [_block(inner) for inner in blocks]]
        case _:
            assert_never(block)


def _item(item: Item) -> object:
    return [_line(item.line), [_block(block) for block in item.blocks]]
