"""The leaflet as data: an immutable tree that every room reads and none changes.

Sections nest, so a heading's level is its depth and a skipped level (a PDF/UA and WCAG failure)
cannot be written down. ``map_lines`` is the only walk over translatable text.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import assert_never

from pipeline.diagnostic import Location
from pipeline.facts import FSI, PDI, Fact
from pipeline.languages import Language, language

NOWHERE = Location("", 0)


# Inlines: what a line of text is made of.


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    children: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """``label`` names an entry of ``Document.links``; translators never see the address."""

    children: Inlines
    label: str


@dataclass(frozen=True, slots=True)
class FactRef:
    """``{name}``: an entry of ``Document.facts``. ``shown`` is the fact in the line's language, with its
    isolates and no-break spaces; empty in a message that is not part of a Document."""

    name: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A declared abbreviation or name, such as CD19: an entry of ``Document.terms``."""

    text: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than the text around them. ``tag``: as of a folder under translations/."""

    children: Inlines
    tag: str


Inline = Text | Strong | Link | FactRef | Term | Foreign
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A translatable run of text: one gettext message."""

    inlines: Inlines
    at: Location = NOWHERE
    comment: str = ""  # for translators
    context: str = ""  # msgctxt
    domain: str = ""  # the catalog it belongs to: the leaflet's slug, or "shared"


# Blocks: what a section is made of.


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its line, then what else stands in it (a nested list, a paragraph)."""

    line: Line
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    items: tuple[Item, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class SideEffect:
    """``shown`` is the exact percent in the document's language, ``plainly`` its plain form ("about 71 in 100 people")."""

    name: Line
    percent: Decimal  # of patients, above 0 and up to 100
    at: Location = NOWHERE
    shown: str = ""
    plainly: str = ""


@dataclass(frozen=True, slots=True)
class SideEffects:
    """Side effects with how often they happen. The figures are data: they never enter a message."""

    entries: tuple[SideEffect, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many cells as ``header``; the first cell of a row is its header."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: Line | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (PNG or JPEG bytes, its size in pixels), what it shows, in words, and what is printed under it."""

    path: str
    image: bytes = field(repr=False)
    width: int
    height: int
    alt: Line
    caption: Line | None = None


class CalloutKind(StrEnum):
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Callout:
    """Text that must not be missed. Its label ("Warning") is one of the pipeline's own words."""

    kind: CalloutKind
    blocks: tuple[Block, ...]


class Medium(StrEnum):
    PRINT = "print"
    WORD = "word"
    AUDIO = "audio"
    WEB = "web"
    BRAILLE = "braille"


@dataclass(frozen=True, slots=True)
class Only:
    """Blocks that belong to some media only. ``for_medium`` resolves it; no renderer meets one."""

    media: tuple[Medium, ...]
    blocks: tuple[Block, ...]


Block = Paragraph | BulletList | NumberedList | SideEffects | Table | Figure | Callout | Only


@dataclass(frozen=True, slots=True)
class Section:
    heading: Line
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    id: str = ""  # stable name from {#id}; else made from its place by the renderer


# The whole leaflet.


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link leads. ``confirm``: the address is still to be confirmed, which stops a release."""

    label: str
    address: str
    confirm: bool = False
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class DeclaredTerm:
    """An entry of ``terms:``. ``spoken`` is the author's English reading ("A L L"); empty: read letter by letter."""

    name: str
    expansion: str = ""
    spoken: str = ""
    at: Location = NOWHERE


class State(StrEnum):
    """How far the sign-off of a text has come."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class Grade(StrEnum):
    """A grade of braille, by the edition that is made of it."""

    USUAL = "braille"  # contracted, where the language has contractions
    UNCONTRACTED = "braille-uncontracted"


@dataclass(frozen=True, slots=True)
class Status:
    """What a reader must be told of a leaflet before they rely on it."""

    state: State = State.DRAFT
    overdue: bool = False
    machine: bool = False  # the translation is a machine's and nobody has reviewed it
    untranslated: int = 0  # lines that stand in English
    withdrawn: bool = False  # recalled, and not signed again since
    proofread: tuple[Grade, ...] = ()  # in braille: what a braille reader has signed as it stands

    @property
    def clear(self) -> bool:
        """Approved and in date: it carries no notice and may be released."""
        approved = self.state is State.APPROVED and not self.withdrawn
        return approved and not self.overdue and not self.untranslated


@dataclass(frozen=True, slots=True)
class Dates:
    """From front matter; ``updated`` is a month, held as its first day; ``due_at``: where the next review is written.
    A review whose day nobody knows yet is None."""

    reviewed: datetime.date | None = None
    updated: datetime.date | None = None
    review_due: datetime.date | None = None
    due_at: Location = NOWHERE

    @property
    def known(self) -> bool:
        """Whether both reviews have their day."""
        return self.reviewed is not None and self.review_due is not None


@dataclass(frozen=True, slots=True)
class Brand:
    """How a charity's leaflets look: its colour (sRGB, each part from 0 to 1) and its logo, described in English."""

    colour: tuple[float, float, float] = (0.06, 0.13, 0.35)  # a dark blue: 15 to 1 on white
    logo: Figure | None = None


UNBRANDED = Brand()


class Way(StrEnum):
    """A form in which a leaflet can be had, beside the file that one is reading."""

    LARGE_PRINT = "large-print"
    WORD = "word"
    AUDIO = "audio"
    BRAILLE = "braille"
    EASY_READ = "easy-read"
    SIGNED = "british-sign-language"


@dataclass(frozen=True, slots=True)
class Offer:
    """How else a leaflet can be had, as the publisher says. ``helpline``: the name of a fact, empty where there is none;
    ``languages``: the tags of the others; ``audio`` and ``page``: addresses, empty where nothing is published."""

    helpline: str = ""
    made: tuple[Way, ...] = ()
    on_request: tuple[Way, ...] = ()
    not_offered: tuple[Way, ...] = ()
    languages: tuple[str, ...] = ()
    audio: str = ""
    page: str = ""


NO_OFFER = Offer()


@dataclass(frozen=True, slots=True)
class Document:
    """One leaflet in one language. ``words`` are the pipeline's own words in that language, msgid to text; a word that
    is missing there stands in English, tagged as English."""

    slug: str
    tag: str
    title: Line
    blocks: tuple[Block, ...] = ()  # before the first heading
    sections: tuple[Section, ...] = ()
    summary: Line | None = None  # one sentence: what the leaflet is about
    publisher: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()
    links: tuple[LinkTarget, ...] = ()
    terms: tuple[DeclaredTerm, ...] = ()
    dates: Dates = Dates()
    status: Status = Status()
    words: tuple[tuple[str, str], ...] = ()
    faces: tuple[tuple[str, str], ...] = ()  # tag to the face that the publisher sets it in
    brand: Brand = UNBRANDED
    offer: Offer = NO_OFFER

    def language(self, tag: str = "") -> Language:
        """Its own language, or that of ``tag``, in the face that the publisher has chosen for it."""
        found = language(tag or self.tag)
        chosen = dict(self.faces).get(found.tag)
        return found.in_face(chosen) if chosen else found

    def fact(self, name: str) -> Fact:
        """Raises KeyError where nobody declared it."""
        return dict(self.facts)[name]

    def address(self, label: str) -> str:
        """Of the link with that label. Raises StopIteration where nobody declared it."""
        return next(link.address for link in self.links if link.label == label)


def map_lines(document: Document, change: Callable[[Line], Line]) -> Document:
    """The document with every translatable line changed, in reading order.

    Extraction and translation both walk through here, so nothing can be translated that was not
    extracted, nor the reverse.
    """
    return replace(
        document,
        title=change(document.title),
        summary=change(document.summary) if document.summary else None,
        blocks=tuple(_map_block(block, change) for block in document.blocks),
        sections=tuple(_map_section(section, change) for section in document.sections),
    )


def _map_section(section: Section, change: Callable[[Line], Line]) -> Section:
    return replace(
        section,
        heading=change(section.heading),
        blocks=tuple(_map_block(block, change) for block in section.blocks),
        sections=tuple(_map_section(inner, change) for inner in section.sections),
    )


def _map_block(block: Block, change: Callable[[Line], Line]) -> Block:
    match block:
        case Paragraph(line):
            return Paragraph(change(line))
        case BulletList(items):
            return BulletList(tuple(_map_item(item, change) for item in items))
        case NumberedList(items, start):
            return NumberedList(tuple(_map_item(item, change) for item in items), start)
        case SideEffects(entries):
            return SideEffects(tuple(replace(entry, name=change(entry.name)) for entry in entries))
        case Table(header, rows, caption):
            above = change(caption) if caption else None
            return Table(
                tuple(map(change, header)),
                tuple(tuple(map(change, row)) for row in rows),
                above,
            )
        case Figure(alt=alt, caption=caption):
            alt = change(alt)  # before the caption: in reading order
            return replace(block, alt=alt, caption=change(caption) if caption else None)
        case Callout(kind, blocks):
            return Callout(kind, tuple(_map_block(inner, change) for inner in blocks))
        case Only(media, blocks):
            return Only(media, tuple(_map_block(inner, change) for inner in blocks))
        case _:
            assert_never(block)


def _map_item(item: Item, change: Callable[[Line], Line]) -> Item:
    return Item(change(item.line), tuple(_map_block(block, change) for block in item.blocks))


def lines(document: Document) -> Iterator[Line]:
    """Every translatable line, in reading order."""
    found: list[Line] = []

    def note(line: Line) -> Line:
        found.append(line)
        return line

    map_lines(document, note)
    return iter(found)


def without_locations(document: Document) -> Document:
    """The content alone: lines that moved in their file change nothing that a reader sees."""
    bare = map_lines(document, lambda line: replace(line, at=NOWHERE, comment=""))
    bare = map_blocks(bare, _without_location)
    return replace(
        bare,
        links=tuple(replace(link, at=NOWHERE) for link in bare.links),
        terms=tuple(replace(term, at=NOWHERE) for term in bare.terms),
        dates=replace(bare.dates, due_at=NOWHERE),
    )


def _without_location(block: Block) -> tuple[Block, ...]:
    if isinstance(block, SideEffects):
        return (SideEffects(tuple(replace(entry, at=NOWHERE) for entry in block.entries)),)
    return (block,)


def digest(document: Document) -> str:
    """Identity of the content, pictures included: the same wherever its text came from. What was proofread in braille is no
    other edition's business."""
    shown = replace(document, status=replace(document.status, proofread=()))
    found = hashlib.sha256(repr(without_locations(shown)).encode())
    for figure in (*walk_blocks(document), document.brand.logo):
        if isinstance(figure, Figure):
            found.update(hashlib.sha256(figure.image).digest())
    return found.hexdigest()


def for_medium(document: Document, medium: Medium) -> Document:
    """The document as one medium has it: what is only for others is gone, and no ``Only`` is left. On paper each link is
    followed by its address: nobody can touch it there."""
    chosen = only_for(document, medium)
    return _with_addresses(chosen) if medium in (Medium.PRINT, Medium.BRAILLE) else chosen


def only_for(document: Document, medium: Medium) -> Document:
    """The same as its author wrote it, without addresses."""
    return map_blocks(document, partial(_chosen, medium))


def _with_addresses(document: Document) -> Document:
    headings = {document.title, *(section.heading for _, section in walk_sections(document))}
    return map_lines(
        document,
        lambda line: line if line in headings else replace(line, inlines=_addressed(line.inlines, document)),
    )  # fmt: skip


def _addressed(inlines: Inlines, document: Document) -> Inlines:
    found: list[Inline] = []
    for one in inlines:
        match one:
            case Strong(children) | Foreign(children):
                found.append(replace(one, children=_addressed(children, document)))
            case Link(_, label):
                found += [one, Text(_in_brackets(document.address(label), document.language()))]
            case _:
                found.append(one)
    return tuple(found)


def _in_brackets(address: str, language: Language) -> str:
    """The address as people type it, in its own order in a right-to-left text too."""
    shown = address.removeprefix("https://").removeprefix("http://").removeprefix("mailto:")
    shown = shown.removeprefix("tel:").rstrip("/")
    if language.script == "east-asian":
        return f"（{shown}）"
    return f" ({FSI}{shown}{PDI})" if language.rtl else f" ({shown})"


def _chosen(medium: Medium, block: Block) -> tuple[Block, ...]:
    match block:
        case Only(media, blocks):
            return blocks if medium in media else ()
        case _:
            return (block,)


def map_blocks(document: Document, change: Callable[[Block], tuple[Block, ...]]) -> Document:
    """The document with every block replaced by what ``change`` gives for it, inner blocks first."""
    return replace(
        document,
        blocks=_changed(document.blocks, change),
        sections=tuple(_section_blocks(section, change) for section in document.sections),
    )


def _section_blocks(section: Section, change: Callable[[Block], tuple[Block, ...]]) -> Section:
    return replace(
        section,
        blocks=_changed(section.blocks, change),
        sections=tuple(_section_blocks(inner, change) for inner in section.sections),
    )


def _changed(
    blocks: tuple[Block, ...], change: Callable[[Block], tuple[Block, ...]]
) -> tuple[Block, ...]:
    return tuple(new for block in blocks for new in change(_inner_changed(block, change)))


def _inner_changed(block: Block, change: Callable[[Block], tuple[Block, ...]]) -> Block:
    match block:
        case BulletList(items) | NumberedList(items):
            inner = tuple(replace(item, blocks=_changed(item.blocks, change)) for item in items)
            return replace(block, items=inner)
        case Callout(_, blocks) | Only(_, blocks):
            return replace(block, blocks=_changed(blocks, change))
        case Paragraph() | SideEffects() | Table() | Figure():
            return block
        case _:
            assert_never(block)


def walk_sections(document: Document) -> Iterator[tuple[int, Section]]:
    """Every section with its heading level (2 for the outermost: the title is level 1), in reading order."""

    def walk(sections: tuple[Section, ...], level: int) -> Iterator[tuple[int, Section]]:
        for section in sections:
            yield level, section
            yield from walk(section.sections, level + 1)

    return walk(document.sections, 2)


def walk_blocks(document: Document) -> Iterator[Block]:
    """Every block in reading order, those inside another behind it."""
    yield from _walked(document.blocks)
    for _, section in walk_sections(document):
        yield from _walked(section.blocks)


def _walked(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case BulletList(items) | NumberedList(items):
                for item in items:
                    yield from _walked(item.blocks)
            case Callout(_, inner) | Only(_, inner):
                yield from _walked(inner)
            case Paragraph() | SideEffects() | Table() | Figure():
                pass
            case _:
                assert_never(block)
