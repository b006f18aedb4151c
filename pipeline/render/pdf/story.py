"""A Document's blocks as flowables, and the structure tree that they fill as they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Inlines
from pipeline.render.pdf.contents import FROM_PAGES, FROM_SECTIONS, contents
from pipeline.render.pdf.flow import Flow, Flowable, Need, kept
from pipeline.render.pdf.front import ask, back, dates, masthead
from pipeline.render.pdf.layout import Bar, Label, Paragraph, Picture, Row, Table
from pipeline.render.pdf.pages import Pages
from pipeline.render.pdf.panel import Panel
from pipeline.render.pdf.setting import Setting
from pipeline.render.pdf.shape import without_controls
from pipeline.render.pdf.structure import StructureElement, attributes
from pipeline.render.pdf.text import Typeset
from pipeline.words import Word

BULLETS = ("•", "–")  # by depth: outermost, then inner


class Story(Setting):
    """The flowables of a Document."""

    def __init__(self, pages: Pages, *, listed: bool | None = None) -> None:
        """``listed``: whether there is a list of contents; None: as the length of the text has it."""
        super().__init__(pages)
        self.pages, self.listed = pages, listed
        self._labels: dict[str, Typeset] = {}
        self.may_list = len(self.document.sections) >= FROM_SECTIONS

    def flow(self) -> Flow:
        """All of it, in order; what leads is never parted from what begins after it."""
        opening = [*kept(self._opening(), self.width)]
        place = len(self.root.kids)
        headings: list[tuple[doc.Line, StructureElement]] = []
        body: list[Flowable] = [*self._blocks(self.document.blocks, self.root, 0)]
        for section in self.document.sections:
            heading, *rest = self._section(section, 2, self.root)
            headings.append((section.heading, heading.element))
            body += [heading, *rest]
        body += back(self)
        if self.listed is None:
            self.listed = self._higher(body, self.frame_height * (FROM_PAGES - 1))
        if self.listed and self.may_list:
            element = StructureElement("Sect")
            listing = [*contents(self, element, headings)]
            opening += [self._page_for(listing), *kept(listing, self.width)]
            element.attach(self.root, place)
        return [*opening, *kept(body, self.width)]

    def _higher(self, flowables: Sequence[Flowable], height: float) -> bool:
        """Whether they take more than ``height`` of white and text."""
        taken = 0.0
        for one in flowables:
            taken += one.wrap(self.width) + max(one.before, one.after)
            if taken > height:
                return True
        return False

    def _page_for(self, flowables: Sequence[Flowable]) -> Need:
        """A page break where they would be parted, if they are low enough for that."""
        height = sum(one.wrap(self.width) + one.before + one.after for one in flowables)
        highest = self.profile.page_height * self.profile.highest_contents
        return Need(height if height <= min(highest, self.frame_height) else 0.0)

    def _opening(self) -> Iterator[Flowable]:
        title = self.document.title
        yield from masthead(self)
        yield self.heading(title.inlines, title.at, 1, self.root)
        yield from self._notice()
        yield from ask(self)
        yield from dates(self)

    def _section(self, section: doc.Section, level: int, parent: StructureElement) -> Iterator[Any]:
        element = StructureElement("Sect", parent)
        heading = section.heading
        yield self.heading(heading.inlines, heading.at, level, element)
        yield from self._blocks(section.blocks, element, 0)
        for inner in section.sections:
            yield from self._section(inner, level + 1, element)

    def _notice(self) -> Iterator[Flowable]:
        """What a reader must know before they rely on the leaflet."""
        if sentences := words.notice(self.document):
            element, box = StructureElement("Div", self.root), self.box(border=True)
            inside, at = self.inside(box), self.document.title.at
            parts = [
                inside.paragraph(one, at, element, bold=True, after=self.near) for one in sentences
            ]
            yield self.panel(parts, box)

    def _blocks(
        self, blocks: Sequence[doc.Block], parent: StructureElement, depth: int, **look: Any
    ) -> Iterator[Flowable]:
        for block in blocks:
            yield from self._block(block, parent, depth, **look)

    def _block(
        self, block: doc.Block, parent: StructureElement, depth: int, **look: Any
    ) -> Iterator[Flowable]:
        """``depth``: how many lists it stands in; ``look``: of its paragraphs."""
        match block:
            case doc.Paragraph(line):
                if line.inlines:
                    yield self.paragraph(
                        line.inlines, line.at, parent, indent=self.indent(depth), **look
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
                yield self._callout(block, parent, depth)
            case doc.Only(_, blocks):
                yield from self._blocks(blocks, parent, depth, **look)
            case _:
                assert_never(block)

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
        text = self.paragraph(
            item.line.inlines, item.line.at, body,
            **{**look, "indent": self.indent(depth), "label": Label(self._label(label), label_element), "after": self.near},
        )  # fmt: skip
        parts: list[Flowable] = [text, *self._blocks(item.blocks, body, depth, **look)]
        if last:
            parts[-1].after = max(parts[-1].after, self.gap)
        yield from parts

    def _label(self, label: str) -> Typeset:
        """Set once for all items that have it."""
        if label not in self._labels:
            at = self.document.title.at
            self._labels[label] = self.typeset((doc.Text(label),), at, self.size)
        return self._labels[label]

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
            name = self._cell(entry.name.inlines, entry.name.at, StructureElement("TH", row, scope))
            cell = StructureElement("TD", row)
            exact = self._cell(
                (doc.Text(entry.shown),), entry.at, StructureElement("P", cell), bold=True
            )
            plainly = self._cell((doc.Text(entry.plainly),), entry.at, StructureElement("P", cell))
            bar = Bar(float(entry.percent) / 100, self.size, self.inks.main, self.language.rtl)
            rows.append(Row(((name,), (exact, plainly, bar))))
        return self._fitted(rows, (0.52, 0.48))

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
        times = self.profile.leading_of(self.profile.cell_leading, self.language.line_height)
        text = self.typeset(inlines, at, self.size, bold)
        return Paragraph(text, element, leading=self.size * times, after=0)

    def _table(self, block: doc.Table, parent: StructureElement) -> Iterator[Flowable]:
        table = StructureElement("Table", parent)
        if block.caption:
            caption = StructureElement("Caption", table)
            yield self.paragraph(
                block.caption.inlines,
                block.caption.at,
                caption,
                bold=True,
                leads=True,
                after=self.close,
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
        table = Table(rows, shares, self.near, self.gap, self.inks, self.language.rtl)
        table.wrap(self.width)
        highest = self.profile.page_height * self.profile.highest_row
        table.stacked = max(table.heights) > highest or table.too_narrow()
        table.wrap(self.width)
        if wrong := [
            _too_high(row)
            for row, height in zip(rows, table.heights, strict=True)
            if height > self.frame_height
        ]:
            raise LeafletError(*wrong)
        return table

    def _figure(self, block: doc.Figure, parent: StructureElement) -> Iterator[Flowable]:
        """The caption stands beside the Figure, not in it, since Alt takes the place of all that a Figure holds; in a Sect,
        since PDF/UA-2 (8.2.5.27) looks through a Div and wants a caption first or last."""
        alt = without_controls(inline.plain(block.alt.inlines))
        around = StructureElement("Sect", parent) if block.caption else parent
        element = StructureElement("Figure", around, strings={"Alt": alt})
        pixels = block.width, block.height
        highest = self.profile.page_height * self.profile.highest_picture
        picture = Picture(element, block.image, pixels, highest, self.gap, self.language.rtl)
        if block.caption:
            picture.leads, picture.after = True, self.near
        yield picture
        if block.caption:
            yield self.paragraph(
                block.caption.inlines, block.caption.at, around, tag="Caption", bold=True
            )

    def _callout(self, block: doc.Callout, parent: StructureElement, depth: int) -> Panel:
        """A warning has a line all round; a note has its ground and its edge."""
        warns = block.kind is doc.CalloutKind.WARNING
        element, box = StructureElement("Div", parent), self.box(depth, border=warns)
        inside = self.inside(box)
        label = words.inlines(self.document, Word.WARNING if warns else Word.NOTE)
        at, colour = self.document.title.at, self.inks.main
        parts: list[Any] = [
            inside.paragraph(
                label, at, element, bold=True, leads=True, after=self.close, colour=colour
            )
        ]
        parts += inside._blocks(block.blocks, element, 0, after=self.near)
        return self.panel(parts, box)


def _too_high(row: Row) -> Diagnostic:
    at = next(part.text.at for part in row.cells[0] if isinstance(part, Paragraph))
    return Diagnostic(
        "A103",
        "this row of a table is longer than a page",
        at,
        "shorten it, or make two rows of it",
    )
