"""A Document as a tagged PDF: its blocks in order, on pages with a running title and page numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, assert_never

from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import LayoutError

from pipeline import document as doc
from pipeline import inline, words
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Document, Inline, Inlines
from pipeline.languages import SOURCE, Language, language
from pipeline.publisher import PrintProfile
from pipeline.render.pdf.layout import (
    HEADING,
    TEXT,
    Bar,
    Label,
    Paragraph,
    Picture,
    Row,
    Table,
    baseline_offset,
    draw_line,
)
from pipeline.render.pdf.metadata import About
from pipeline.render.pdf.shape import without_controls
from pipeline.render.pdf.structure import StructureElement, TaggedCanvas, attributes
from pipeline.render.pdf.text import Run, Typeset
from pipeline.words import Word

BULLETS = ("•", "–")  # by depth: outermost, then inner
# Text that the page has and the Document has not, for whoever compares the two: bullets, list numbers
# with a full stop, and the words of the side-effect table's header row.
GENERATED = (*BULLETS, Word.SIDE_EFFECT, Word.HOW_MANY)
_HIGHEST_ROW = (
    0.4  # of the page: a higher row of columns would leave too much white at a page's end
)
_DEEPEST_HEADING = 6  # PDF 1.7 has H1 to H6


@dataclass(frozen=True, slots=True)
class Options:
    """What an edition chooses. ``ua``: PDF/UA-1 with PDF/A-2a, or PDF/UA-2."""

    profile: PrintProfile
    ua: int = 1


def render(document: Document, options: Options) -> bytes:
    """The PDF of a leaflet, the same bytes for the same input.

    Raises LeafletError for a character that no font has, a missing font file, or a row that fits on no page.
    """
    out = io.BytesIO()
    pages = _Pages(document, options.profile)
    story = _Story(document, pages)
    template = _Template(out, pages)
    try:
        template.build(
            list(story.flowables()), canvasmaker=partial(_canvas, story.root, pages, options.ua)
        )
    except LayoutError as problem:
        at = document.title.at
        raise LeafletError(Diagnostic("A103", "a part of the leaflet fits on no page", at,
                                      "shorten the longest table row or use a smaller edition")) from problem  # fmt: skip
    return out.getvalue()


def _canvas(
    root: StructureElement, pages: _Pages, ua: int, *args: Any, **options: Any
) -> TaggedCanvas:
    title = without_controls(inline.plain(pages.document.title.inlines))
    about = About(title, pages.document.publisher, language(pages.document.tag).bcp47, ua)
    return _NumberedCanvas(*args, pages=pages, root=root, about=about, **options)


class _Template(BaseDocTemplate):  # type: ignore[misc]
    """One frame a page; ``invariant`` leaves out the time of day and random identifiers."""

    def __init__(self, out: io.BytesIO, pages: _Pages) -> None:
        size = pages.profile.page_width, pages.profile.page_height
        super().__init__(out, pagesize=size, invariant=1)
        bottom, height = pages.frame_bottom, pages.frame_height
        frame = Frame(pages.profile.margin, bottom, pages.frame_width, height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame]))


class _NumberedCanvas(TaggedCanvas):
    """Adds headers and footers at the end, when the number of pages is known."""

    def __init__(self, *args: Any, pages: _Pages, **options: Any) -> None:
        super().__init__(*args, **options)
        self.furniture = pages

    def save(self) -> None:
        if self._code:
            self.showPage()
        for number in range(1, self.pages + 1):
            self._code = []
            self.furniture.draw(self, number, self.pages)
            self.add_to_page(number, "\n".join(self._code))
        self._code = []
        super().save()


class _Pages:
    """What stands on every page: its sizes, the running title and notice above, the page number below."""

    def __init__(self, document: Document, profile: PrintProfile) -> None:
        self.document, self.profile, self.language = document, profile, document.language()
        self.frame_width = profile.page_width - 2 * profile.margin
        small = min(
            max(12.0, profile.body * 0.72), 16.0
        )  # "clear print: at least 12 pt" (UKAAF G003)
        self.header = [self._text(document.title.inlines, small)]
        notice = words.notice(document)[:-1]  # what to do about it stands on the first page
        self.header += [self._text(_together(notice), small)] if notice else []
        self.leading = small * max(1.3, self.language.line_height * 0.8)
        above = sum(len(text.lines(self.frame_width)) for text in self.header) * self.leading
        below = profile.body * max(1.3, self.language.line_height)
        self.frame_bottom = profile.margin * 0.7 + below + profile.body * 0.5
        self.frame_height = (
            profile.page_height - profile.margin * 0.7 - above - small * 0.8 - self.frame_bottom
        )

    def _text(self, inlines: Inlines, size: float) -> Typeset:
        runs = _merged(map(_leading_nowhere, _runs(inlines, self.document, self.language)))
        return Typeset(runs, self.language, size, self.document.title.at, self.profile.measure)

    def draw(self, canvas: TaggedCanvas, number: int, pages: int) -> None:
        """All of it is an artifact: a listener hears the title and the notice once."""
        y = self.profile.page_height - self.profile.margin * 0.7
        if number > 1:
            canvas.begin_artifact("Pagination")
            for text in self.header:
                y = self._draw_lines(canvas, text, y, HEADING if text is self.header[0] else TEXT)
            canvas.end()
        word = words.inlines(self.document, Word.PAGE, page=str(number), pages=str(pages))
        footer = self._text(word, self.profile.body)
        leading = self.profile.body * max(1.3, self.language.line_height)
        canvas.begin_artifact("Pagination")
        bottom = self.profile.margin * 0.7 + leading
        left, width = self.profile.margin, self.frame_width
        draw_line(
            canvas,
            footer,
            (0, len(footer.text)),
            left,
            width,
            bottom - baseline_offset(footer, (0, len(footer.text)), leading),
            TEXT,
        )
        canvas.end()

    def _draw_lines(self, canvas: TaggedCanvas, text: Typeset, y: float, colour: str) -> float:
        for line in text.lines(self.frame_width):
            baseline = y - baseline_offset(text, line, self.leading)
            draw_line(canvas, text, line, self.profile.margin, self.frame_width, baseline, colour)
            y -= self.leading
        return y


def _leading_nowhere(run: Run) -> Run:
    """The run without its link: artifacts lead nowhere."""
    return Run(run.text, run.language, run.bold)


def _together(sentences: Sequence[Inlines]) -> Inlines:
    """Sentences on one line, with spaces between them."""
    joined: list[Inline] = []
    for sentence in sentences:
        joined += [doc.Text(" "), *sentence] if joined else sentence
    return tuple(joined)


def _runs(
    inlines: Inlines, document: Document, around: Language, bold: bool = False
) -> Iterator[Run]:
    """Text of one look and language each; ``around`` is the language that it stands in."""
    for one in inlines:
        match one:
            case doc.Text(text) | doc.FactRef(_, text):
                yield Run(text, around, bold, span=around.tag != document.tag)
            case doc.Term(text):
                expansion = _expansion(text, document, around)
                yield Run(text, around, bold, span=around.tag != document.tag, expansion=expansion)
            case doc.Strong(children):
                yield from _runs(children, document, around, bold=True)
            case doc.Link(children, label):
                yield from _linked(_runs(children, document, around, bold), document, label)
            case doc.Foreign(children, tag):
                yield from _runs(children, document, document.language(tag), bold)
            case _:
                assert_never(one)


def _expansion(term: str, document: Document, around: Language) -> str:
    """The author's expansions are English: they say nothing in another language."""
    declared = {one.name: one.expansion for one in document.terms}
    return declared.get(term, "") if around.tag == SOURCE else ""


def _linked(runs: Iterator[Run], document: Document, label: str) -> Iterator[Run]:
    """The runs of a link, each with what opening it does."""
    parts, address = list(runs), document.address(label)
    text = without_controls("".join(part.text for part in parts))
    told = words.text(document, Word.OPENS_PAGE, text=text, address=address)
    for part in parts:
        yield replace(part, href=address, told=told if address.startswith("http") else text, expansion="")  # fmt: skip


def _merged(runs: Iterator[Run]) -> list[Run]:
    """Neighbours of the same look as one: a link is one element however many parts it has of one look."""
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].look == run.look:
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return merged


class _Story:
    """The flowables of a Document, and the structure tree that they fill as they are drawn."""

    def __init__(self, document: Document, pages: _Pages) -> None:
        self.document, self.profile = document, pages.profile
        self.width, self.frame_height = pages.frame_width, pages.frame_height
        profile = pages.profile
        self.language = document.language()
        self.size = profile.body
        self.leading = profile.body * max(profile.leading, self.language.line_height)
        self.gap = profile.body * profile.leading * profile.paragraph_gap
        writing = attributes("Layout", WritingMode="RlTb") if self.language.rtl else None
        self.root = StructureElement("Document", None, writing, {"Lang": self.language.bcp47})

    def flowables(self) -> Iterator[Flowable]:
        """What leads (a heading, a label, a picture with a caption), preceded by a page break where it and what begins
        after it would not fit together."""
        waiting: list[Any] = []
        for flowable in self._all():
            if getattr(flowable, "leads", False):
                waiting.append(flowable)
                continue
            if waiting:
                yield self._break_before([*waiting, flowable])
                yield from waiting
                waiting = []
            yield flowable
        yield from waiting

    def _break_before(self, parts: list[Any]) -> Flowable:
        need = parts[-1].first_height(self.width)
        for heading in parts[:-1]:
            need += heading.wrap(self.width, 0)[1] + heading.spaceBefore + heading.spaceAfter
        return CondPageBreak(need)

    def _all(self) -> Iterator[Flowable]:
        document = self.document
        yield self._heading(document.title, 1, self.root)
        yield from self._notice()
        yield from self._blocks(document.blocks, self.root, 0)
        for section in document.sections:
            yield from self._section(section, 2, self.root)

    def _section(
        self, section: doc.Section, level: int, parent: StructureElement
    ) -> Iterator[Flowable]:
        element = StructureElement("Sect", parent)
        yield self._heading(section.heading, level, element)
        yield from self._blocks(section.blocks, element, 0)
        for inner in section.sections:
            yield from self._section(inner, level + 1, element)

    def _heading(self, line: doc.Line, level: int, parent: StructureElement) -> Paragraph:
        size = self.size * self.profile.headings[min(level, len(self.profile.headings)) - 1]
        element = StructureElement(f"H{min(level, _DEEPEST_HEADING)}", parent)
        title = without_controls(inline.plain(line.inlines))
        return Paragraph(
            self._typeset(line.inlines, line.at, size, bold=True),
            element,
            leading=size
            * max(1.25, self.language.line_height * 0.95 if self.language.line_height > 1.5 else 0),
            before=self.gap if level > 1 else 0,
            after=self.size * 0.5,
            colour=HEADING,
            outline=(level - 1, title),
        )

    def _typeset(self, inlines: Inlines, at: Location, size: float, bold: bool = False) -> Typeset:
        runs = _merged(_runs(inlines, self.document, self.language, bold))
        return Typeset(runs, self.language, size, at, self.profile.measure)

    def _plain(self, label: str, at: Location) -> Typeset:
        """A bullet or a number, the same in every language."""
        english = language(SOURCE)
        return Typeset([Run(label, english)], english, self.size, at, self.profile.measure)

    def _paragraph(
        self, inlines: Inlines, at: Location, parent: StructureElement, **look: Any
    ) -> Paragraph:
        element = StructureElement(look.pop("tag", "P"), parent)
        text = self._typeset(inlines, at, self.size, look.pop("bold", False))
        return Paragraph(text, element, **{"leading": self.leading, "after": self.gap, **look})

    def _notice(self) -> Iterator[Flowable]:
        """What a reader must know before they rely on the leaflet."""
        if sentences := words.notice(self.document):
            box = StructureElement("Div", self.root)
            for sentence in sentences:
                yield self._paragraph(
                    sentence,
                    self.document.title.at,
                    box,
                    bold=True,
                    ground=True,
                    after=self.size * 0.4,
                )
            yield _Space(self.gap)

    def _blocks(
        self, blocks: Sequence[doc.Block], parent: StructureElement, depth: int, **look: Any
    ) -> Iterator[Flowable]:
        for block in blocks:
            yield from self._block(block, parent, depth, **look)

    def _block(
        self, block: doc.Block, parent: StructureElement, depth: int, **look: Any
    ) -> Iterator[Flowable]:
        """``depth``: how many lists it stands in; ``look``: what a callout gives its paragraphs."""
        match block:
            case doc.Paragraph(line):
                if line.inlines:
                    yield self._paragraph(
                        line.inlines, line.at, parent, indent=self._indent(depth), **look
                    )
            case doc.BulletList(items):
                bullet = BULLETS[min(depth, len(BULLETS) - 1)]
                yield from self._list(items, [bullet] * len(items), "Disc", parent, depth, **look)
            case doc.NumberedList(items, start):
                labels = [f"{number}." for number in range(start, start + len(items))]
                yield from self._list(items, labels, "Decimal", parent, depth, **look)
            case doc.SideEffects():
                yield self._side_effects(block, parent)
            case doc.Table():
                yield from self._table(block, parent)
            case doc.Figure():
                yield from self._figure(block, parent)
            case doc.Callout():
                yield from self._callout(block, parent, depth)
            case doc.Only(_, blocks):
                yield from self._blocks(blocks, parent, depth, **look)
            case _:
                assert_never(block)

    def _indent(self, depth: int) -> float:
        """1.6 type sizes for each list, less where a deep list would leave no room for words."""
        return min(depth * self.size * 1.6, self.width * 0.4)

    def _list(
        self,
        items: Sequence[doc.Item],
        labels: Sequence[str],
        numbering: str,
        parent: StructureElement,
        depth: int,
        **look: Any,
    ) -> Iterator[Flowable]:
        ordered = StructureElement("L", parent, attributes("List", ListNumbering=numbering))
        for number, (item, label) in enumerate(zip(items, labels, strict=True), 1):
            last = number == len(items) and depth == 0
            yield from self._item(
                item, label, StructureElement("LI", ordered), depth + 1, last, **look
            )

    def _item(
        self,
        item: doc.Item,
        label: str,
        element: StructureElement,
        depth: int,
        last: bool,
        **look: Any,
    ) -> Iterator[Flowable]:
        label_element, body = StructureElement("Lbl", element), StructureElement("LBody", element)
        text = self._plain(label, item.line.at)
        after = self.gap if last and not item.blocks else self.size * 0.5
        yield self._paragraph(
            item.line.inlines, item.line.at, body,
            **{**look, "indent": self._indent(depth), "label": Label(text, label_element), "after": after},
        )  # fmt: skip
        yield from self._blocks(item.blocks, body, depth, **look)
        if last and item.blocks:
            yield _Space(self.gap - self.size * 0.5)

    def _side_effects(self, block: doc.SideEffects, parent: StructureElement) -> Flowable:
        """A column of names; a column with the exact figure, its plain form and a bar."""
        table = StructureElement("Table", parent)
        headings = [
            words.inlines(self.document, word) for word in (Word.SIDE_EFFECT, Word.HOW_MANY)
        ]
        rows = [self._header_row(headings, table, block.entries[0].at)]
        body = StructureElement("TBody", table)
        for entry in block.entries:
            row = StructureElement("TR", body)
            scope = attributes("Table", Scope="Row")
            name = self._cell(entry.name.inlines, entry.at, StructureElement("TH", row, scope))
            cell = StructureElement("TD", row)
            exact = self._cell(
                (doc.Text(entry.shown),), entry.at, StructureElement("P", cell), bold=True
            )
            plainly = self._cell((doc.Text(entry.plainly),), entry.at, StructureElement("P", cell))
            bar = Bar(float(entry.percent) / 100, self.size, self.language.rtl)
            rows.append(Row(((name,), (exact, plainly, bar))))
        return self._fitted(rows, (0.56, 0.44))

    def _header_row(
        self, headings: Sequence[Inlines], table: StructureElement, at: Location
    ) -> Row:
        row = StructureElement("TR", StructureElement("THead", table))
        cells = [StructureElement("TH", row, attributes("Table", Scope="Column")) for _ in headings]
        return Row(
            tuple(
                (self._cell(heading, at, cell, bold=True),)
                for heading, cell in zip(headings, cells, strict=True)
            )
        )

    def _cell(
        self, inlines: Inlines, at: Location, element: StructureElement, bold: bool = False
    ) -> Paragraph:
        leading = self.size * max(1.3, self.language.line_height * 0.9)
        return Paragraph(
            self._typeset(inlines, at, self.size, bold), element, leading=leading, after=0
        )

    def _table(self, block: doc.Table, parent: StructureElement) -> Iterator[Flowable]:
        table = StructureElement("Table", parent)
        if block.caption:
            caption = StructureElement("Caption", table)
            yield self._paragraph(
                block.caption.inlines,
                block.caption.at,
                caption,
                bold=True,
                leads=True,
                after=self.size * 0.3,
            )
        rows = [
            self._header_row([line.inlines for line in block.header], table, block.header[0].at)
        ]
        body = StructureElement("TBody", table)
        for lines in block.rows:
            row = StructureElement("TR", body)
            first, *others = lines
            cells = [
                self._cell(
                    first.inlines,
                    first.at,
                    StructureElement("TH", row, attributes("Table", Scope="Row")),
                )
            ]
            cells += [
                self._cell(line.inlines, line.at, StructureElement("TD", row)) for line in others
            ]
            rows.append(Row(tuple((cell,) for cell in cells)))
        columns = len(block.header)
        yield self._fitted(rows, [1 / columns] * columns)

    def _fitted(self, rows: Sequence[Row], shares: Sequence[float]) -> Table:
        """A table in columns, or, where those would be too narrow for its words, with the cells of a row one under another."""
        table = Table(rows, shares, self.size * 0.4, self.gap, self.language.rtl)
        table.wrap(self.width, 0)
        table.stacked = max(table.heights) > self.frame_height * _HIGHEST_ROW or table.too_narrow()
        table.wrap(self.width, 0)
        if wrong := [_too_high(row) for row, height in zip(rows, table.heights, strict=True) if height > self.frame_height]:  # fmt: skip
            raise LeafletError(*wrong)
        return table

    def _figure(self, block: doc.Figure, parent: StructureElement) -> Iterator[Flowable]:
        """The caption stands beside the Figure, not in it: Alt takes the place of all that a Figure holds."""
        alt = without_controls(inline.plain(block.alt.inlines))
        around = StructureElement("Div", parent) if block.caption else parent
        element = StructureElement("Figure", around, strings={"Alt": alt})
        pixels, highest = (block.width, block.height), self.profile.page_height * 0.5
        picture = Picture(element, block.image, pixels, highest, self.gap, self.language.rtl)
        yield picture
        if block.caption:
            picture.leads, picture.spaceAfter = True, self.size * 0.4
            yield self._paragraph(
                block.caption.inlines, block.caption.at, around, tag="Caption", bold=True
            )

    def _callout(
        self, block: doc.Callout, parent: StructureElement, depth: int
    ) -> Iterator[Flowable]:
        word = {doc.CalloutKind.WARNING: Word.WARNING, doc.CalloutKind.NOTE: Word.NOTE}[block.kind]
        box = StructureElement("Div", parent)
        label = words.inlines(self.document, word)
        near = self.size * 0.5
        yield self._paragraph(
            label,
            self.document.title.at,
            box,
            bold=True,
            ground=True,
            leads=True,
            after=near,
            colour=HEADING,
        )
        yield from self._blocks(block.blocks, box, depth, ground=True, after=near)
        yield _Space(self.gap)


def _too_high(row: Row) -> Diagnostic:
    at = next(part.text.at for part in row.cells[0] if isinstance(part, Paragraph))
    return Diagnostic("A103", "this row of a table fits on no page", at, "shorten it, or use a smaller edition")  # fmt: skip


class _Space(Flowable):  # type: ignore[misc]
    """White space that does not stand at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter, self.height = 0, height, 0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, 0

    def first_height(self, _width: float) -> float:
        return 0.0

    def draw(self) -> None:
        """Nothing."""
