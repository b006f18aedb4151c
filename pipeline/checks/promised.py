"""What a leaflet's Document promises of its pages: every text with its part in the leaflet and its language, every
figure, picture and link, and what stands around the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

import icu

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks.printed import Element
from pipeline.document import Document, Inlines
from pipeline.facts import BIDI_CONTROLS, FSI, LRI, LRM, PDI, RLI, RLM
from pipeline.languages import language
from pipeline.words import Word

_DEEPEST_HEADING = 6  # PDF has H1 to H6


@dataclass(frozen=True, slots=True)
class Part:
    """A text of the leaflet, and the tag that says what it is: H1 to H6, P, Lbl, LBody, TH, TD, Caption, Reference (of the
    contents); Figure with its description. ``leads``: it is never parted from what follows; ``parted``: white space of a
    blank line stands before and after it."""

    role: str
    inlines: Inlines
    leads: bool = False
    parted: bool = False

    @property
    def text(self) -> str:
        return "" if self.role == "Figure" else inline.plain(self.inlines)


def contents(document: Document, tree: Element, pages: int) -> list[tuple[str, int]]:
    """What a list of contents must say: each section's heading and its page, from 1. A leaflet of three pages and more, and
    of two sections and more, has one, under a heading of its own."""
    if pages < 3 or len(document.sections) < 2:
        return []
    _, *headings = [e for e in tree.walk() if e.tag == "H2"] or [tree]
    return [(e.text, e.page + 1) for e in headings]


def texts(document: Document) -> list[str]:
    """The Document's text as every edition has it, in order, with what editions add: the notice, bullets, numbers, the words
    above side effects and beside warnings."""
    return [part.text for part in leaflet(document)]


def leaflet(document: Document) -> list[Part]:
    """The same with what each text is; pictures too."""
    return [*_opening(document), *_body(document)]


def page_texts(document: Document, listed: Sequence[tuple[str, int]]) -> list[str]:
    """The same as pages have it."""
    return [part.text for part in parts(document, listed)]


def parts(document: Document, listed: Sequence[tuple[str, int]]) -> list[Part]:
    """Every text and picture of the pages, in reading order: the charity above, how else the leaflet can be had, its dates
    and the contents (``listed``) after title and notice, and at the end where it is on the web."""
    found = [*_masthead(document), *_opening(document)]
    found += [Part("P", sentence) for sentence in (*words.ask(document), *words.dates(document))]
    if listed:
        found.append(Part("H2", words.inlines(document, Word.CONTENTS), leads=True))
    found += [Part("Reference", (doc.Text(heading), doc.Text(str(page)))) for heading, page in listed]  # fmt: skip
    found += [*_body(document), *_back(document)]
    return [part for part in found if part.inlines]


def _masthead(document: Document) -> Iterator[Part]:
    if document.publisher:
        if document.brand.logo:
            yield Part("Figure", document.brand.logo.alt.inlines)
        yield Part("P", (doc.Text(document.publisher),))


def _opening(document: Document) -> Iterator[Part]:
    yield Part("H1", document.title.inlines, leads=True)
    yield from (Part("P", sentence) for sentence in words.notice(document))


def _body(document: Document) -> Iterator[Part]:
    yield from _of_blocks(document, document.blocks, "P")
    for level, section in doc.walk_sections(document):
        yield Part(f"H{min(level, _DEEPEST_HEADING)}", section.heading.inlines, leads=True)
        yield from _of_blocks(document, section.blocks, "P")


def _back(document: Document) -> Iterator[Part]:
    for word, address in _addresses(document):
        yield Part("Figure", words.inlines(document, Word.QR_CODE, address=address))
        yield Part("P", words.inlines(document, word))
        yield Part("P", (doc.Text(f"{FSI}{_typed(address)}{PDI}"),))


def _addresses(document: Document) -> list[tuple[Word, str]]:
    found = (Word.LISTEN, document.offer.audio), (Word.ON_THE_WEB, document.offer.page)
    return [(word, address) for word, address in found if address]


def _typed(address: str) -> str:
    """An address as people type it."""
    return address.split("://", 1)[1].rstrip("/")


def _of_blocks(document: Document, blocks: tuple[doc.Block, ...], role: str) -> Iterator[Part]:
    for block in blocks:
        yield from _of_block(document, block, role)


def _of_block(document: Document, block: doc.Block, role: str) -> Iterator[Part]:
    """``role``: what a paragraph is there, P or LBody."""
    match block:
        case doc.Paragraph(line):
            yield Part(role, line.inlines, parted=True)
        case doc.BulletList(items):
            for item in items:
                yield from _of_item(document, item, "•")
        case doc.NumberedList(items, start):
            for number, item in enumerate(items, start):
                yield from _of_item(document, item, f"{number}.")
        case doc.SideEffects(entries):
            for word in (Word.SIDE_EFFECT, Word.HOW_MANY):
                yield Part("TH", words.inlines(document, word))
            for entry in entries:
                yield Part("TH", entry.name.inlines)
                yield from (Part("TD", (doc.Text(text),)) for text in (entry.shown, entry.plainly))
        case doc.Table(header, rows, caption):
            yield from (Part("Caption", line.inlines, leads=True) for line in (caption,) if line)
            yield from (Part("TH", line.inlines) for line in header)
            for first, *others in rows:
                yield Part("TH", first.inlines)
                yield from (Part("TD", line.inlines) for line in others)
        case doc.Figure(alt=alt, caption=caption):
            yield Part("Figure", alt.inlines, leads=caption is not None)
            yield from (Part("Caption", line.inlines) for line in (caption,) if line)
        case doc.Callout(kind, blocks):
            word = Word.WARNING if kind is doc.CalloutKind.WARNING else Word.NOTE
            yield Part("P", words.inlines(document, word), leads=True)
            yield from _of_blocks(document, blocks, "P")
        case doc.Only(_, blocks):
            yield from _of_blocks(document, blocks, role)
        case _:
            assert_never(block)


def _of_item(document: Document, item: doc.Item, label: str) -> Iterator[Part]:
    yield Part("Lbl", (doc.Text(label),), leads=True)
    yield Part("LBody", item.line.inlines)
    yield from _of_blocks(document, item.blocks, "LBody")


def bare(text: str) -> str:
    """Without what no reader sees: controls, kinds of white space, the form of accents, the shape of bullets."""
    text = "".join(c for c in text if c not in BIDI_CONTROLS)
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text)).replace("–", "•")


# Languages.


def spoken(found: Iterable[Part], tag: str) -> list[tuple[str, str]]:
    """All of the text as stretches of one language each, BCP 47. ``tag``: of the Document."""
    return stretches(
        (own, text)
        for part in found
        if part.role != "Figure"
        for own, text in _tagged(part.inlines, tag)
    )


def stretches(pieces: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring pieces of one language as one, as they are read aloud."""
    seen = ((tag, bare(text)) for tag, text in pieces)
    groups = groupby((piece for piece in seen if piece[1]), key=lambda piece: piece[0])
    return [(tag, "".join(text for _, text in group)) for tag, group in groups]


def _tagged(inlines: Inlines, tag: str) -> Iterator[tuple[str, str]]:
    for one in inlines:
        match one:
            case doc.Text() | doc.FactRef() | doc.Term():
                yield language(tag).bcp47, inline.plain((one,))
            case doc.Strong(children) | doc.Link(children):
                yield from _tagged(children, tag)
            case doc.Foreign(children, other):
                yield from _tagged(children, other)
            case _:
                assert_never(one)


# Order on the line.


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, and its embedding level: odd levels run from right to left (UAX #9). Without text it has no ink: it
    only keeps apart what stands before and after it."""

    text: str
    level: int
    fact: int  # which fact of the line it belongs to, from 0; -1: none


def letters(part: Part, tag: str) -> list[Letter]:
    """The characters of a text in order, accents apart."""
    isolated = list(_isolated(part.inlines, tag))
    if part.role == "Reference":  # its page number stands apart, whatever the title ends with
        isolated.insert(-1, (RLM if language(tag).rtl else LRM, -1))
    text = icu.UnicodeString("".join(piece for piece, _ in isolated))
    bidi = icu.Bidi()
    bidi.setPara(text, 1 if language(tag).rtl else 0)
    found, place = list[Letter](), 0
    for piece, fact in isolated:
        for character in piece:
            level = int(bidi.getLevelAt(place))
            place += 2 if ord(character) > 0xFFFF else 1  # ICU counts in UTF-16
            found += [Letter(one, level, fact) for one in apart(character) or ("",)]
    return found


def is_seen(character: str) -> bool:
    """Whether a character has ink: no space, no control."""
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc")


def apart(text: str) -> str:
    """What is seen of a text, with each accent on its own."""
    return unicodedata.normalize("NFD", "".join(filter(is_seen, text)))


def _isolated(inlines: Inlines, tag: str) -> Iterator[tuple[str, int]]:
    """Pieces of text with the fact that each is; a stretch in the other direction is isolated as a whole."""
    rtl = language(tag).rtl
    pieces = list(_directed(inlines, rtl))
    facts = 0
    for turned, group in groupby(pieces, key=lambda piece: piece[0] != rtl):
        yield from ([(FSI, -1)] if turned else [])
        for _, text, fact in group:
            yield text, facts if fact else -1
            facts += fact
        yield from ([(PDI, -1)] if turned else [])


def _directed(inlines: Inlines, rtl: bool) -> Iterator[tuple[bool, str, bool]]:
    """Each piece of text, whether its language runs from right to left, and whether it is a fact."""
    for one in inlines:
        match one:
            case doc.Text() | doc.Term() | doc.FactRef():
                yield rtl, inline.plain((one,)), isinstance(one, doc.FactRef)
            case doc.Strong(children) | doc.Link(children):
                yield from _directed(children, rtl)
            case doc.Foreign(children, other):
                yield from _directed(children, language(other).rtl)
            case _:
                assert_never(one)


# Figures, pictures and links.


def figures(document: Document, found: Iterable[Part]) -> Iterator[str]:
    """What must be seen in order: every figure of four signs or more; of a date with an Urdu month, its year."""
    shown = [one.shown for part in found for one in inline.walk(part.inlines) if isinstance(one, doc.FactRef)]  # fmt: skip
    shown += [
        entry.shown
        for block in doc.walk_blocks(document)
        if isinstance(block, doc.SideEffects)
        for entry in block.entries
    ]
    for text in shown:
        for part in re.findall(r"[\x20-\x7e\u00a0]{4,}", text):
            figure = re.sub(r"[\s\u00a0]", "", part)
            if len(figure) >= 4:
                yield figure


def tables(document: Document) -> list[tuple[int, int]]:
    """The rows, the header's among them, and columns of each table."""
    found: list[tuple[int, int]] = []
    for block in doc.walk_blocks(document):
        if isinstance(block, doc.SideEffects):
            found.append((1 + len(block.entries), 2))
        elif isinstance(block, doc.Table):
            found.append((1 + len(block.rows), len(block.header)))
    return found


def lists(document: Document) -> int:
    """How many lists there are, those inside others too."""
    return sum(isinstance(block, doc.BulletList | doc.NumberedList) for block in doc.walk_blocks(document))  # fmt: skip


def isolated(text: str) -> list[str]:
    """The figures in a text that keep their own order between isolates."""
    return re.findall(f"[{LRI}{RLI}{FSI}]([^{LRI}{RLI}{FSI}{PDI}]*){PDI}", text)


def links(document: Document, found: Iterable[Part]) -> list[tuple[str, str]]:
    """The address of each link with its text, in reading order."""
    inside = [(document.address(one.label), inline.plain(one.children))
              for part in found if part.role != "Figure"
              for one in inline.walk(part.inlines) if isinstance(one, doc.Link)]  # fmt: skip
    return [*inside, *((address, _typed(address)) for _, address in _addresses(document))]


# Around the text.


def running(document: Document) -> list[str]:
    """What stands above the text of every page but the first: the title, and the notice if there is one."""
    notice = words.notice(document)[:-1]  # what to do about it stands on the first page
    title = inline.plain(document.title.inlines)
    return [title, *map(inline.plain, notice)]


def page_number(document: Document, number: int, pages: int) -> str:
    """What stands below the text of a page."""
    return inline.plain(words.inlines(document, Word.PAGE, page=str(number), pages=str(pages)))


def blank(document: Document) -> str:
    """What a page says that is left blank."""
    return inline.plain(words.inlines(document, Word.BLANK))


def table_headers(document: Document) -> list[str]:
    """The header row of each table, which stands again on every page that the table goes on to."""
    found: list[str] = []
    for block in doc.walk_blocks(document):
        if isinstance(block, doc.SideEffects):
            found.append(
                "".join(
                    inline.plain(words.inlines(document, word))
                    for word in (Word.SIDE_EFFECT, Word.HOW_MANY)
                )
            )
        elif isinstance(block, doc.Table):
            found.append("".join(inline.plain(line.inlines) for line in block.header))
    return found
