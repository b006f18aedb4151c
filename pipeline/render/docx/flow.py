"""A leaflet as Word has it: styled paragraphs, tables and pictures, one after another.

Structure is in the names of the styles; nothing here knows XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal, assert_never

from pipeline import document as doc
from pipeline import words
from pipeline.diagnostic import Location
from pipeline.document import Document, Inlines, Line
from pipeline.facts import LRI, PDI, RLI
from pipeline.languages import Language
from pipeline.render.docx.code import code
from pipeline.render.docx.styles import (
    CONTENTS_LEVELS,
    HEADING_LEVELS,
    LIST_LEVELS,
    PAGE_HEIGHT,
    TEXT_WIDTH,
    continued_style,
    list_style,
)
from pipeline.words import Word

Field = Literal["", "PAGE", "NUMPAGES"]
# Stand for them while words are filled.
_FIELDS: dict[str, Field] = {"\ue000": "PAGE", "\ue001": "NUMPAGES"}
_LABELS = {doc.CalloutKind.WARNING: Word.WARNING, doc.CalloutKind.NOTE: Word.NOTE}
_BULLETS, _NUMBERS, _BOXED = 0, 1, 2  # places in styles.DEFINITIONS; boxed ones follow
_SIDE_EFFECT_WIDTHS = (0.52, 0.48)  # of the text: names are longer than figures
_POINTS_A_PIXEL = 0.75  # at 96 pixels an inch
_HIGHEST = PAGE_HEIGHT * 0.5  # of a picture, as in print: ours
_WIDEST_LOGO, _HIGHEST_LOGO = TEXT_WIDTH * 0.4, 57.0  # 20 mm, as in print: ours
_CODE = 99.2  # 35 mm: modules of 0.5 mm and more for a phone's camera: ours
_CONTENTS_FROM = 2  # headings: a list of one line helps nobody
# Characters of a title above every page: a longer one would leave no room for the text.
_RUNNING = 200


@dataclass(frozen=True, slots=True)
class Restart:
    """A numbered list that counts for itself: by which definition, at which level, from which number."""

    number: int
    definition: int
    level: int
    start: int


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look and language. ``address``: of the link that it stands in."""

    text: str
    language: Language
    bold: bool = False
    address: str = ""
    field: Field = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``style``: its identifier. ``number``: its list, when that counts for itself. ``bookmark``: a name to be found by."""

    style: str
    runs: tuple[Run, ...]
    at: Location
    number: Restart | None = None
    bookmark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is the header; each cell is one or more paragraphs. ``widths``: shares of the text's width."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    widths: tuple[float, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class Picture:
    figure: doc.Figure
    width: float
    height: float
    style: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings below the title; each entry's bookmark is its heading's."""

    heading: Paragraph
    entries: tuple[Paragraph, ...]


Block = Paragraph | Table | Picture | Contents


@dataclass(frozen=True, slots=True)
class Flow:
    body: tuple[Block, ...]
    header: tuple[Paragraph, ...]
    footer: Paragraph
    restarts: tuple[Restart, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: in how many lists, in a callout or not."""

    depth: int = 0
    boxed: bool = False

    @property
    def style(self) -> str:
        if self.depth:
            return continued_style(self.boxed, self.depth - 1)
        return "Callout" if self.boxed else "Normal"


def flow(document: Document) -> Flow:
    """The leaflet as paragraphs, tables and pictures, with their styles, in order."""
    return _Composer(document).flow()


@dataclass
class _Composer:
    document: Document
    restarts: list[Restart] = field(default_factory=list)

    @property
    def language(self) -> Language:
        return self.document.language()

    @property
    def at(self) -> Location:
        """Of what the pipeline adds."""
        return self.document.title.at

    def flow(self) -> Flow:
        headings = list(self.headings(self.document.sections, 2, "section"))
        body: list[Block] = [*self.masthead(), *self.opening()]
        body += self.blocks(self.document.blocks, _Place())
        body += self.contents(headings)
        for level, name, section in headings:
            body.append(self.heading(section.heading, level, name))
            body += self.blocks(section.blocks, _Place())
        body += self.back()
        return Flow(tuple(_apart(body)), self.header(), self.footer(), tuple(self.restarts))

    # What every leaflet begins and ends with.

    def masthead(self) -> Iterator[Block]:
        """The charity's logo and name."""
        if self.document.publisher:
            if logo := self.document.brand.logo:
                yield _fitted(logo, "CaptionedPicture", _WIDEST_LOGO, _HIGHEST_LOGO)
            yield self.paragraph("Publisher", (doc.Text(self.document.publisher),), self.at)

    def opening(self) -> Iterator[Paragraph]:
        """The title, what a reader must be told, how else the leaflet can be had, and its dates."""
        yield self.heading(self.document.title, 1, "title")
        for style, said in (
            ("Notice", words.notice(self.document)),
            ("Panel", words.ask(self.document)),
            ("Dates", words.dates(self.document)),
        ):
            yield from (self.paragraph(style, sentence, self.at) for sentence in said)

    def back(self) -> Iterator[Block]:
        """Where the leaflet can be heard and read on the web: as a code for a phone, and as people type it."""
        offer = self.document.offer
        for word, address in ((Word.LISTEN, offer.audio), (Word.ON_THE_WEB, offer.page)):
            if address:
                said = words.inlines(self.document, Word.QR_CODE, address=address)
                yield Picture(code(address, Line(said, self.at)), _CODE, _CODE, "PanelPicture")
                yield self.paragraph("PanelHeading", words.inlines(self.document, word), self.at)
                shown = f"{LRI}{address.split('://', 1)[-1].rstrip('/')}{PDI}"
                yield Paragraph("Panel", (Run(shown, self.language, address=address),), self.at)

    def header(self) -> tuple[Paragraph, ...]:
        """Of every page: the title, and what a reader must be told."""
        title = self.unlinked("Header", self.document.title.inlines)
        notices = words.notice(self.document)[:-1]  # what to do about it stands on the first page
        shortened = replace(title, runs=tuple(_shortened(title.runs, _RUNNING)))
        return shortened, *(self.unlinked("Header", sentence) for sentence in notices)

    def headings(
        self, sections: Sequence[doc.Section], level: int, name: str
    ) -> Iterator[tuple[int, str, doc.Section]]:
        """Every section with its level and its bookmark."""
        for number, section in enumerate(sections, 1):
            yield level, f"{name}_{number}", section
            yield from self.headings(section.sections, level + 1, f"{name}_{number}")

    def heading(self, line: Line, level: int, name: str) -> Paragraph:
        style = f"Heading{min(level, HEADING_LEVELS)}"
        return replace(self.paragraph(style, line.inlines, line.at), bookmark=name)

    def contents(self, headings: Sequence[tuple[int, str, doc.Section]]) -> Iterator[Contents]:
        listed = [one for one in headings if one[0] in CONTENTS_LEVELS]
        if len(listed) < _CONTENTS_FROM:
            return
        entries = tuple(
            replace(self.unlinked(f"TOC{level}", section.heading.inlines), bookmark=name)
            for level, name, section in listed
        )  # fmt: skip
        heading = words.inlines(self.document, Word.CONTENTS)
        yield Contents(self.paragraph("TOCHeading", heading, self.at), entries)

    def unlinked(self, style: str, inlines: Inlines) -> Paragraph:
        """Without the links inside: for a line that is a link itself, or stands on every page."""
        found = self.paragraph(style, inlines, self.at)
        return replace(found, runs=tuple(replace(run, address="") for run in found.runs))

    def footer(self) -> Paragraph:
        page, pages = _FIELDS
        said = words.inlines(self.document, Word.PAGE, page=page, pages=pages)
        runs = [
            replace(run, text="" if part in _FIELDS else part, field=_FIELDS.get(part, ""))
            for run in self.runs(said, self.language)
            for part in re.split(f"([{page}{pages}])", run.text)
            if part
        ]
        return Paragraph("Footer", tuple(runs), self.at)

    # Text.

    def paragraph(self, style: str, inlines: Inlines, at: Location) -> Paragraph:
        return Paragraph(style, tuple(_merged(self.runs(inlines, self.language))), at)

    def runs(
        self, inlines: Inlines, around: Language, bold: bool = False, address: str = ""
    ) -> Iterator[Run]:
        for one in inlines:
            match one:
                case doc.Text(text) | doc.Term(text):
                    yield Run(text, around, bold, address)
                case doc.FactRef(_, shown):
                    yield Run(shown, around, bold, address)
                case doc.Strong(children):
                    yield from self.runs(children, around, True, address)
                case doc.Link(children, target):
                    yield from self.runs(children, around, bold, self.document.address(target))
                case doc.Foreign(children, tag):
                    spoken = self.document.language(tag)
                    inner = list(self.runs(children, spoken, bold, address))
                    yield from _isolated(inner, spoken, around)
                case _:
                    assert_never(one)

    # Blocks.

    def blocks(self, blocks: Sequence[doc.Block], place: _Place) -> Iterator[Block]:
        for block in blocks:
            yield from self.block(block, place)

    def block(self, block: doc.Block, place: _Place) -> Iterator[Block]:
        match block:
            case doc.Paragraph(line):
                yield self.paragraph(place.style, line.inlines, line.at)
            case doc.BulletList(items):
                yield from self.list(items, place, _BULLETS, None)
            case doc.NumberedList(items, start):
                yield from self.list(items, place, _NUMBERS, start)
            case doc.SideEffects():
                yield self.side_effects(block)
            case doc.Table():
                yield from self.table(block)
            case doc.Figure():
                style = "CaptionedPicture" if block.caption else "Picture"
                yield _fitted(block, style, TEXT_WIDTH, _HIGHEST)
                if block.caption:
                    yield self.paragraph("PictureCaption", block.caption.inlines, block.caption.at)
            case doc.Callout(kind, blocks):
                label = words.inlines(self.document, _LABELS[kind])
                yield self.paragraph("CalloutHeading", label, self.at)
                yield from self.blocks(blocks, replace(place, depth=0, boxed=True))
            case doc.Only(_, blocks):
                yield from self.blocks(blocks, place)
            case _:
                assert_never(block)

    def list(
        self, items: Sequence[doc.Item], place: _Place, kind: int, start: int | None
    ) -> Iterator[Block]:
        definition = kind + (_BOXED if place.boxed else 0)
        level = min(place.depth, LIST_LEVELS - 1)
        number = self.restart(definition, level, start) if start is not None else None
        for item in items:
            line = self.paragraph(list_style(definition, level), item.line.inlines, item.line.at)
            yield replace(line, number=number)
            yield from self.blocks(item.blocks, replace(place, depth=place.depth + 1))

    def restart(self, definition: int, level: int, start: int) -> Restart:
        self.restarts.append(Restart(len(self.restarts), definition, level, start))
        return self.restarts[-1]

    def side_effects(self, block: doc.SideEffects) -> Table:
        at = block.entries[0].at
        header = [words.inlines(self.document, word) for word in (Word.SIDE_EFFECT, Word.HOW_MANY)]
        rows: list[tuple[tuple[Paragraph, ...], ...]] = []
        rows.append(tuple((self.paragraph("TableHeading", one, at),) for one in header))
        for entry in block.entries:
            exact = self.paragraph("TableText", (doc.Strong((doc.Text(entry.shown),)),), entry.at)
            plainly = self.paragraph("TableText", (doc.Text(entry.plainly),), entry.at)
            name = self.paragraph("TableText", entry.name.inlines, entry.name.at)
            rows.append(((name,), (exact, plainly)))
        return Table(tuple(rows), _SIDE_EFFECT_WIDTHS, at)

    def table(self, block: doc.Table) -> Iterator[Block]:
        if block.caption:
            yield self.paragraph("Caption", block.caption.inlines, block.caption.at)
        rows = tuple(
            tuple((self.paragraph(style, line.inlines, line.at),) for line in row)
            for style, row in [("TableHeading", block.header), *(("TableText", row) for row in block.rows)]
        )  # fmt: skip
        widths = (1 / len(block.header),) * len(block.header)
        yield Table(rows, widths, block.header[0].at)


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one look and language as one: a search finds words across them, and letters are fitted to each
    other."""
    for look, group in groupby(runs, key=lambda run: replace(run, text="")):
        yield replace(look, text="".join(run.text for run in group))


def _isolated(runs: Sequence[Run], spoken: Language, around: Language) -> Sequence[Run]:
    """Words of the other direction between isolates: else their full stop stands at their wrong end."""
    if not runs or spoken.rtl == around.rtl:
        return runs
    begun = [replace(runs[0], text=(RLI if spoken.rtl else LRI) + runs[0].text), *runs[1:]]
    return [*begun[:-1], replace(begun[-1], text=begun[-1].text + PDI)]


def _fitted(figure: doc.Figure, style: str, width: float, height: float) -> Picture:
    """As large as it is, but no wider and no higher than so many points."""
    scale = min(_POINTS_A_PIXEL, width / figure.width, height / figure.height)
    return Picture(figure, figure.width * scale, figure.height * scale, style)


def _shortened(runs: Sequence[Run], most: int) -> Iterator[Run]:
    """So many characters of them, with an ellipsis where more was said."""
    for run in runs:
        if len(run.text) > most:
            yield replace(run, text=run.text[: max(0, most - 1)].rstrip() + "…")
            return
        yield run
        most -= len(run.text)


def _apart(blocks: Sequence[Block]) -> Iterator[Block]:
    """With air below tables. Where nothing stands between two tables, or below the last, Word needs a paragraph of
    its own: else it joins the two, or adds one."""
    for number, block in enumerate(blocks):
        before = blocks[number - 1] if number else None
        if isinstance(before, Table) and isinstance(block, Paragraph) and block.style == "Normal":
            block = replace(block, style="AfterTable")
        yield block
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        if isinstance(block, Table) and (after is None or isinstance(after, Table)):
            yield Paragraph("BetweenTables", (), block.at)
