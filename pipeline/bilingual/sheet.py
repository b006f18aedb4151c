"""What a proof shows: each text in both languages, with figures and locked words marked, and how far its sign-off has come."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

from pipeline import inline
from pipeline import project as projects
from pipeline.catalogs import digests
from pipeline.catalogs.glossary import Glossary
from pipeline.catalogs.glossary import Term as GlossaryTerm
from pipeline.catalogs.signoff import Signers, Standing
from pipeline.diagnostic import Diagnostic, errors
from pipeline.document import (
    Block,
    Callout,
    Document,
    FactRef,
    Figure,
    Foreign,
    Inlines,
    Line,
    Link,
    Only,
    SideEffect,
    SideEffects,
    Strong,
    Term,
    Text,
    lines,
    walk_blocks,
    walk_sections,
)
from pipeline.facts import LRI, PDI, display
from pipeline.languages import SOURCE, Language, language
from pipeline.project import Project
from pipeline.signing import CODE_LENGTH


class Mark(Enum):
    """What a reader's eye must be drawn to."""

    NONE = "none"
    FIGURE = "figure"
    LOCKED = "locked"  # a name or abbreviation that stands as it is in every language
    ADDRESS = "address"  # behind a link


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one language and look."""

    text: str
    tag: str
    mark: Mark = Mark.NONE
    strong: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One text. ``kind``: what it is, in a word or two; ``state``: how far its sign-off has come; ``heading``: whether it heads others."""

    number: int
    kind: str
    english: Spans
    translation: Spans
    state: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A figure that stands in texts: its name, its unit, and how both languages write it."""

    name: str
    unit: str
    english: str
    translation: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A leaflet in a language, to be read by whoever reviews or approves it. ``code``: what they sign with; ``whole``: who has
    signed it all so far; ``addresses``: of links, with whether somebody must still open them; ``glossary``: approved terms that
    stand in the texts."""

    slug: str
    tag: str
    title: str
    charity: str
    code: str
    state: str
    due: str
    rows: tuple[Row, ...]
    values: tuple[Value, ...]
    addresses: tuple[tuple[str, bool], ...]
    glossary: tuple[GlossaryTerm, ...]
    whole: Signers
    today: datetime.date

    @property
    def spoken(self) -> Language:
        return language(self.tag)

    @property
    def bilingual(self) -> bool:
        return self.tag != SOURCE

    @property
    def name(self) -> str:
        return f"Proof: {self.title} in {self.spoken.name}"

    @property
    def declaration(self) -> str:
        """What a signature says."""
        return f"I have read every text of this proof, code {self.code}, and nothing in it must change."

    @property
    def commands(self) -> tuple[tuple[str, str], ...]:
        """For whoever types the signatures: who, and what."""
        asked = f"--leaflet {self.slug} --tag {self.tag} --proof {self.code}"
        return (
            ("The reviewer", f'leaflet review {asked} --by "YOUR NAME"'),
            ("Another person, who approves it", f'leaflet approve {asked} --by "YOUR NAME"'),
        )


def sheet(
    project: Project, slug: str, tag: str, today: datetime.date
) -> tuple[Sheet | None, list[Diagnostic]]:
    """The proof of a leaflet; None where an error keeps the leaflet from being made."""
    source, found = projects.english(project, slug)
    document, found = projects.translated(project, source, found, tag, today)
    if source is None or document is None:
        return None, errors(found)
    english = projects.in_english(source)
    standing, _ = projects.standing(project, document, source)
    due = document.dates.review_due
    return Sheet(
        slug,
        tag,
        inline.plain(english.title.inlines),
        project.publisher.name,
        digests.whole(document)[:CODE_LENGTH],
        _state(document),
        due.isoformat() if due else "",
        tuple(_rows(english, document, source, standing)),
        tuple(_values(source, document)),
        tuple(_addresses(document)),
        tuple(_terms(source, projects.glossary(project, tag)[0])),
        standing.whole,
        today,
    ), []


def _state(document: Document) -> str:
    status = document.status
    told = "withdrawn" if status.withdrawn else str(status.state)
    return f"{told}, a machine's translation" if status.machine else told


# Texts.


def _rows(
    english: Document, document: Document, source: Document, standing: Standing
) -> Iterator[Row]:
    kinds, headings = _kinds(source)
    here, there = _percents(english), _percents(document)
    signed = {(one.domain, one.context, one.msgid): (one, who) for one, who in standing.texts.items()}  # fmt: skip
    texts = [line for line in lines(source) if line.inlines]
    pairs = zip(texts, _texts(english), _texts(document), strict=True)
    for number, (line, left, right) in enumerate(pairs, 1):
        one, signers = signed[line.domain, line.context, inline.write(line.inlines)]
        changed = one.key in standing.changed
        yield Row(
            number,
            kinds.get(id(line), "text"),
            (*_spans(left.inlines, english), *here.get(id(left), ())),
            (*_spans(right.inlines, document), *there.get(id(right), ())),
            "not translated yet" if not one.translated else _signed(signers, changed),
            id(line) in headings,
        )


def _texts(document: Document) -> Iterator[Line]:
    return (line for line in lines(document) if line.inlines)


def _signed(signers: Signers, changed: bool) -> str:
    parts = [
        f"{did} by {', '.join(name for name, _ in given)}"
        for did, given in (("reviewed", signers.reviewed), ("approved", signers.approved))
        if given
    ]
    return "; ".join(parts) or ("changed since it was signed" if changed else "new")


def _kinds(document: Document) -> tuple[Mapping[int, str], frozenset[int]]:
    """What the lines of a document are, and which of them are headings, by identity: the same words may be both."""
    kinds = {id(document.title): "title"}
    if document.summary:
        kinds[id(document.summary)] = "summary"
    for _, section in walk_sections(document):
        kinds[id(section.heading)] = "heading"
    headings = frozenset(key for key, kind in kinds.items() if kind != "summary")
    for block in walk_blocks(document):
        for line, kind in _of_block(block):
            kinds[id(line)] = f"{kinds[id(line)]}, {kind}" if id(line) in kinds else kind
    return kinds, headings


def _of_block(block: Block) -> Iterator[tuple[Line, str]]:
    match block:
        case SideEffects(entries):
            yield from ((entry.name, "side effect") for entry in entries)
        case Figure(alt=alt, caption=caption):
            yield alt, "picture, in words"
            if caption:
                yield caption, "caption"
        case Callout(kind, blocks):
            yield from ((line, str(kind)) for line in _inside(blocks))
        case Only(media, blocks):
            yield from ((line, f"only {', '.join(media)}") for line in _inside(blocks))


def _inside(blocks: tuple[Block, ...]) -> Iterator[Line]:
    holder = Document("", SOURCE, Line(()), blocks)
    return (line for line in lines(holder) if line is not holder.title)


def _percents(document: Document) -> Mapping[int, Spans]:
    """How often each side effect happens, by the identity of its line."""
    blocks = (one for one in walk_blocks(document) if isinstance(one, SideEffects))
    entries = (entry for block in blocks for entry in block.entries)
    return {id(entry.name): _percent(entry, document.tag) for entry in entries}


def _percent(entry: SideEffect, tag: str) -> Spans:
    return (Span(": ", tag), Span(entry.shown, tag, Mark.FIGURE), Span(f" ({entry.plainly})", tag))


def _spans(inlines: Inlines, document: Document, tag: str = "") -> Iterator[Span]:
    tag = tag or document.tag
    for one in inlines:
        match one:
            case Text(text):
                yield Span(text, tag)
            case Term(text):
                yield Span(text, tag, Mark.LOCKED)
            case FactRef(name, shown):
                yield Span(shown or f"{{{name}}}", tag, Mark.FIGURE)
            case Strong(children):
                yield from (replace(span, strong=True) for span in _spans(children, document, tag))
            case Foreign(children, other):
                yield from _spans(children, document, other)
            case Link(children, label):
                yield from _spans(children, document, tag)
                address = f"<{document.address(label)}>"
                shown = f"{LRI}{address}{PDI}" if document.language().rtl else address
                yield from (Span(" ", tag), Span(shown, SOURCE, Mark.ADDRESS))
            case _:
                assert_never(one)


# Figures and addresses.


def _values(source: Document, document: Document) -> Iterator[Value]:
    facts = dict(source.facts)
    used = (one.name for line in lines(source) for one in inline.walk(line.inlines) if isinstance(one, FactRef))  # fmt: skip
    for name in dict.fromkeys(used):
        fact = facts[name]
        shown = (display(fact, spoken) for spoken in (language(SOURCE), document.language()))
        unit = fact.unit if fact.unit != "count" else ""
        yield Value(name.replace("_", " "), unit or str(fact.kind), *shown)


def _terms(source: Document, approved: Glossary) -> Iterator[GlossaryTerm]:
    found = (term for line in lines(source) for term in approved.within(inline.plain(line.inlines)))
    yield from dict.fromkeys(found)


def _addresses(document: Document) -> Iterator[tuple[str, bool]]:
    used = {one.label for line in lines(document) for one in inline.walk(line.inlines) if isinstance(one, Link)}  # fmt: skip
    shown = {link.address: link.confirm for link in document.links if link.label in used}
    yield from shown.items()
