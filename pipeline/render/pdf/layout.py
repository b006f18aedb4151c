"""Flowables that draw a leaflet's blocks and tag them as they draw."""

from __future__ import annotations

import copy
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from reportlab.lib.utils import ImageReader

from pipeline.document import Brand
from pipeline.publisher import tint
from pipeline.render.pdf.flow import Flowable, bottoms, draw_down
from pipeline.render.pdf.fonts import Face, face
from pipeline.render.pdf.objects import Array
from pipeline.render.pdf.structure import Box, StructureElement, TaggedCanvas, attributes
from pipeline.render.pdf.text import Piece, Run, Typeset

# Colours as PDF operands (sRGB, 0 to 1). Each has a contrast of more than 7:1 with its ground (WCAG 2.2, 1.4.6):
# black 21:1, the blue of links 12.6:1 on white; the charity's is looked at when publisher.yaml is read.
TEXT = "0 0 0"
LINK = "0 0.16 0.55"

_FEWEST = 2  # lines of a paragraph on a page: no widows, no orphans
Line = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Inks:
    """The charity's colour, for headings and rules, and its pale tint, as ground of what is set apart."""

    main: str
    pale: str

    @classmethod
    def of(cls, brand: Brand) -> Inks:
        return cls(_operands(brand.colour), _operands(tint(brand.colour)))


def _operands(colour: tuple[float, ...]) -> str:
    return " ".join(f"{round(part, 4):g}" for part in colour)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a list item: a bullet or a number, and its Lbl element."""

    text: Typeset
    element: StructureElement


class Paragraph(Flowable):
    """A tagged text that may split between pages: both halves belong to the same element."""

    def __init__(
        self,
        text: Typeset,
        element: StructureElement,
        *,
        leading: float,
        after: float,
        before: float = 0.0,
        indent: float = 0.0,
        colour: str = TEXT,
        label: Label | None = None,
        outline: tuple[int, str] | None = None,
        leads: bool = False,
    ) -> None:
        """Lengths in points; ``indent`` on the reader's side; ``outline``: level from 0 and title; ``leads``: never
        parted from what follows."""
        self.leads = leads or outline is not None
        self.text, self.element, self.leading = text, element, leading
        self.before, self.after = before, after
        self.indent, self.colour, self.label, self.outline = indent, colour, label, outline
        self._leaves = {run: _leaf(run, element) for run in text.runs}
        self._lines: list[Line] = []
        self._leadings: list[float] = []
        self._part: list[Line] | None = None  # of a half: its lines
        self._width = 0.0

    def wrap(self, width: float) -> float:
        if width != self._width:
            self._width = width
            self._lines = self._part or self.text.lines(width - self.indent)
            self._leadings = [line_leading(self.text, line, self.leading) for line in self._lines]
            self.height = sum(self._leadings)
        return self.height

    def first_height(self, width: float) -> float:
        """What must fit on a page for the paragraph to begin there: two lines, or all where it cannot split."""
        self.wrap(width)
        return sum(self._leadings[: _FEWEST if self._splits else None])

    @property
    def _splits(self) -> bool:
        return len(self._lines) >= 2 * _FEWEST

    def split(self, width: float, height: float) -> list[Paragraph]:
        """Two halves; at least two lines stay together at either side."""
        self.wrap(width)
        fit = sum(bottom <= height + 1e-6 for bottom in accumulate(self._leadings))
        total = len(self._lines)
        fit = min(fit, total - _FEWEST)
        return [self._half(0, fit), self._half(fit, total)] if fit >= _FEWEST else []

    def _half(self, start: int, end: int) -> Paragraph:
        half = copy.copy(self)
        half._lines = half._part = self._lines[start:end]
        half._leadings = self._leadings[start:end]
        half.height = sum(half._leadings)
        if start:
            half.label, half.outline, half.before = None, None, 0
        if end < len(self._lines):
            half.after = 0
        return half

    def draw(self, canvas: TaggedCanvas) -> None:
        if self.outline:
            level, title = self.outline
            canvas.bookmark(title, level, self.height, self.element)
        if self.label:
            first = baseline_offset(self.text, self._lines[0], self.leading)
            self._draw_label(canvas, self.label, self.height - first)
        self._draw_lines(canvas)

    def _draw_label(self, canvas: TaggedCanvas, label: Label, baseline: float) -> None:
        gap, width = label.text.size * 0.45, label.text.width
        rtl = self.text.language.rtl
        left = self._width - self.indent + gap if rtl else self.indent - width - gap
        canvas.begin(label.element)
        draw_line(canvas, label.text, (0, len(label.text.text)), left, width, baseline, self.colour)
        canvas.end()

    def _box(self) -> tuple[float, float]:
        """Left edge and width of the text."""
        left = 0.0 if self.text.language.rtl else self.indent
        return left, self._width - self.indent

    def baselines(self) -> Iterator[tuple[Line, float]]:
        """Each line and its baseline above the paragraph's foot."""
        top = self.height
        for line, leading in zip(self._lines, self._leadings, strict=True):
            yield line, top - baseline_offset(self.text, line, self.leading)
            top -= leading

    def _draw_lines(self, canvas: TaggedCanvas) -> None:
        left, width = self._box()
        current: StructureElement | None = None
        boxes: dict[Run, list[Box]] = {}
        for line, baseline in self.baselines():
            for piece in self.text.placed(*line, left, width):
                current = self._enter(canvas, current, self._leaves[piece.run])
                self._draw_piece(canvas, piece, baseline, boxes)
        if current:
            canvas.end()
        self._annotate(canvas, boxes)

    def _enter(
        self, canvas: TaggedCanvas, current: StructureElement | None, leaf: StructureElement
    ) -> StructureElement:
        """Open the leaf's marked content unless it is open."""
        if leaf is current:
            return leaf
        if current:
            canvas.end()
        if not leaf.attached:
            leaf.attach(self.element)
        canvas.begin(leaf)
        return leaf

    def _draw_piece(
        self, canvas: TaggedCanvas, piece: Piece, baseline: float, boxes: dict[Run, list[Box]]
    ) -> None:
        size, linked = self.text.size, bool(piece.run.href) and piece.right > piece.left
        canvas.write(f"{LINK if linked else self.colour} rg")
        draw_glyphs(canvas, piece, size, baseline)
        if linked:
            canvas.write(
                f"{piece.left:.2f} {baseline - size * 0.16:.2f} {piece.right - piece.left:.2f} {size / 18:.2f} re f"
            )
            boxes.setdefault(piece.run, []).append(
                (piece.left, baseline - size * 0.3, piece.right, baseline + size * 0.9)
            )

    def _annotate(self, canvas: TaggedCanvas, boxes: dict[Run, list[Box]]) -> None:
        dx, dy = canvas.absolutePosition(0, 0)
        for run, found in boxes.items():
            placed = [(x0 + dx, y0 + dy, x1 + dx, y1 + dy) for x0, y0, x1, y1 in found]
            canvas.link(self._leaves[run], placed, run.href, run.told)


def _leaf(run: Run, element: StructureElement) -> StructureElement:
    """The element of a run's text. Links and spans join the tree when they are first drawn."""
    if run.href:
        strings = {"Lang": run.language.bcp47} if run.span else {}
        return StructureElement("Link", strings=strings)
    if run.span or run.expansion:
        strings = {"Lang": run.language.bcp47} if run.span else {}
        return StructureElement("Span", strings=strings | ({"E": run.expansion} if run.expansion else {}))  # fmt: skip
    return element


def line_leading(text: Typeset, line: Line, leading: float) -> float:
    """The height of a line: ``leading``, or more where words of a taller script stand in it."""
    return sum(_room(text, line, leading))


def baseline_offset(text: Typeset, line: Line, leading: float) -> float:
    """From the top of a line to its baseline."""
    return _room(text, line, leading)[0]


def _room(text: Typeset, line: Line, leading: float) -> tuple[float, float]:
    """Above and below the baseline: what a line of the first font has, its face in the middle of ``leading``, or what the
    line's tallest face has in the middle of its own. So no two lines stand closer than ``leading``, whatever stands in them."""
    own, tall = face(text.language.fonts[0], bold=False), text.tallest(*line)
    more = leading * max(1.0, tall.line_height / text.language.line_height)
    rooms = [_middle(own, text.size, leading), _middle(tall, text.size, more)]
    return max(above for above, _ in rooms), max(below for _, below in rooms)


def _middle(one: Face, size: float, leading: float) -> tuple[float, float]:
    spare = (leading - (one.ascent + one.descent) * size) / 2
    return spare + one.ascent * size, spare + one.descent * size


def draw_line(
    canvas: TaggedCanvas,
    text: Typeset,
    line: Line,
    left: float,
    width: float,
    baseline: float,
    colour: str,
) -> None:
    """One line, inside marked content that is open: for labels, headers and footers."""
    canvas.write(f"{colour} rg")
    for piece in text.placed(*line, left, width):
        draw_glyphs(canvas, piece, text.size, baseline)


def draw_glyphs(canvas: TaggedCanvas, piece: Piece, size: float, baseline: float) -> None:
    """One BT ... ET, glyphs in logical order with moves inside TJ: right-to-left text moves back."""
    if piece.first == piece.last:
        return
    font, shaped = canvas.embedded(piece.face), piece.shaped
    codes = font.codes(shaped.drawn[piece.first : piece.last])
    moves = ["", *shaped.moves[piece.first + 1 : piece.last]]  # Tm leads to the first
    rises = shaped.rises[piece.first : piece.last]
    out = [f"BT /{font.resource} {size:g} Tf 1 0 0 1 {piece.pen:.3f} {baseline:.3f} Tm"]
    begin, risen = 0, 0
    for rise, level in groupby(rises) if any(rises) else [(0, rises)]:
        end = begin + len(list(level))
        if rise != risen:
            out.append(f"{rise * size / piece.face.upem:.3f} Ts")
        out.append(f"[{_shown(codes[begin:end], moves[begin:end])}] TJ")
        begin, risen = end, rise
    out.append("0 Ts ET" if risen else "ET")
    canvas.write("\n".join(out))


def _shown(codes: Sequence[str], moves: Sequence[str]) -> str:
    """As few strings as the moves between the codes allow."""
    parts = [f">{move}<{code}" if move else code for code, move in zip(codes, moves, strict=True)]
    return f"<{''.join(parts)}>".removeprefix("<>")


class Bar(Flowable):
    """A share of all people as a bar, for a tired eye. An artifact: the figure and its plain form stand beside it as text."""

    def __init__(self, share: float, size: float, colour: str, rtl: bool) -> None:
        """``share``: 0 to 1; ``size``: of the type, in points. It fills from the reader's side."""
        self.share, self.rtl, self.colour = share, rtl, colour
        self.thickness, self.above = size * 0.35, size * 0.3

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.thickness + self.above
        return self.height

    def draw(self, canvas: TaggedCanvas) -> None:
        filled = max(1.5, self.width * self.share)  # the least that a printer shows
        left = self.width - filled if self.rtl else 0
        canvas.begin_artifact()
        canvas.write(f"{self.colour} rg {left:.2f} 0 {filled:.2f} {self.thickness:.2f} re f")
        canvas.write(f"q {self.colour} RG 0.75 w 0 0 {self.width:.2f} {self.thickness:.2f} re S Q")
        canvas.end()


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: for each cell what stands in it, top to bottom."""

    cells: tuple[tuple[Paragraph | Bar, ...], ...]


class Table(Flowable):
    """Rows under a header that stands again, as an artifact, on each page that the table goes on to."""

    def __init__(
        self,
        rows: Sequence[Row],
        shares: Sequence[float],
        padding: float,
        after: float,
        inks: Inks,
        rtl: bool,
    ) -> None:
        """``shares``: parts of the width for each column. The first row is the header."""
        self.header, self.rows, self.shares = rows[0], list(rows[1:]), shares
        self.padding, self.after, self.inks, self.rtl = padding, after, inks, rtl
        self.headed = True  # whether the header stands above these rows
        self.first = True  # whether the header is yet to be read
        self.stacked = False  # cells one under another, each as wide as the table

    def _columns(self, width: float) -> list[tuple[float, float]]:
        """Left edge and width of each column, in reading order."""
        if self.stacked:
            return [(0.0, width)] * len(self.shares)
        columns, used = [], 0.0
        for share in self.shares:
            left = width * (1 - used - share) if self.rtl else width * used
            columns.append((left, width * share))
            used += share
        return columns

    def _row_height(self, row: Row, width: float) -> float:
        heights = []
        for cell, (_, column) in zip(row.cells, self._columns(width), strict=True):
            inner = column - 2 * self.padding
            heights.append(bottoms(cell, inner)[-1])
        return (sum(heights) if self.stacked else max(heights)) + 2 * self.padding

    def too_narrow(self) -> bool:
        """Whether a column cannot hold a word of its text on one line."""
        columns = self._columns(self.width)
        return any(
            paragraph.text.widest_word() > width - 2 * self.padding
            for row in (self.header, *self.rows)
            for cell, (_, width) in zip(row.cells, columns, strict=True)
            for paragraph in cell
            if isinstance(paragraph, Paragraph)
        )

    @property
    def _shown(self) -> list[Row]:
        return [self.header, *self.rows] if self.headed else self.rows

    def wrap(self, width: float) -> float:
        self.width = width
        self.heights = [self._row_height(row, width) for row in self._shown]
        self.height = sum(self.heights)
        return self.height

    def first_height(self, width: float) -> float:
        """The header and the first row; of a stacked table, whose rows are high, the header."""
        self.wrap(width)
        return sum(self.heights[: self._least])

    @property
    def _least(self) -> int:
        """How many rows a part must have: a header does not stand alone."""
        return 2 if self.headed and not self.stacked else 1

    def split(self, width: float, height: float) -> list[Table]:
        """The rows that fit, and the rest, under the header again where there are columns."""
        self.wrap(width)
        fit = sum(bottom <= height for bottom in accumulate(self.heights))
        if fit < self._least:
            return []
        rows = fit - self.headed
        return [
            self._part(self.rows[:rows], self.headed, self.first, 0),
            self._part(self.rows[rows:], not self.stacked, False, self.after),
        ]

    def _part(self, rows: list[Row], headed: bool, first: bool, after: float) -> Table:
        part = copy.copy(self)
        part.rows, part.headed, part.first, part.after = rows, headed, first, after
        return part

    def draw(self, canvas: TaggedCanvas) -> None:
        top = self.height
        for row, height in zip(self._shown, self.heights, strict=True):
            header = row is self.header
            self._draw_rules(canvas, top, height, header)
            self._draw_cells(canvas, row, top, repeated=header and not self.first)
            top -= height

    def _draw_rules(self, canvas: TaggedCanvas, top: float, height: float, header: bool) -> None:
        canvas.begin_artifact()
        if header:
            canvas.write(
                f"{self.inks.pale} rg 0 {top - height:.2f} {self.width:.2f} {height:.2f} re f"
            )
        canvas.write(
            f"q {self.inks.main} RG {2 if header else 0.75:g} w 0 {top - height:.2f} m {self.width:.2f} {top - height:.2f} l S Q"
        )
        canvas.end()

    def _draw_cells(self, canvas: TaggedCanvas, row: Row, top: float, repeated: bool) -> None:
        y = top - self.padding
        for cell, (left, width) in zip(row.cells, self._columns(self.width), strict=True):
            inner = width - 2 * self.padding
            if repeated:
                heading = next(part for part in cell if isinstance(part, Paragraph))
                self._draw_again(canvas, heading, left + self.padding, y)
            else:
                draw_down(cell, canvas, left + self.padding, y, inner)
            if self.stacked:
                y -= bottoms(cell, inner)[-1]

    def _draw_again(
        self, canvas: TaggedCanvas, paragraph: Paragraph, left: float, top: float
    ) -> None:
        bottom = top - paragraph.height
        canvas.begin_artifact("Pagination")
        for line, baseline in paragraph.baselines():
            draw_line(
                canvas,
                paragraph.text,
                line,
                left,
                paragraph._width,
                bottom + baseline,
                paragraph.colour,
            )
        canvas.end()


class Picture(Flowable):
    """An image that is tagged as a figure; its element carries Alt."""

    def __init__(
        self,
        element: StructureElement,
        image: bytes,
        pixels: tuple[int, int],
        highest: float,
        after: float,
        rtl: bool,
        widest: float = math.inf,
    ) -> None:
        """``highest``, ``widest`` and ``after`` in points; right to left it stands at the right."""
        self.element, self.image, self.pixels = element, image, pixels
        self.highest, self.widest, self.after, self.rtl = highest, widest, after, rtl

    def wrap(self, width: float) -> float:
        """At 96 pixels an inch, made smaller where the page is."""
        wide, high = (side * 0.75 for side in self.pixels)
        scale = min(1.0, min(width, self.widest) / wide, self.highest / high)
        self.width, self.height = wide * scale, high * scale
        self.left = width - self.width if self.rtl else 0.0
        return self.height

    def draw(self, canvas: TaggedCanvas) -> None:
        x, y = canvas.absolutePosition(self.left, 0)
        box = Array([x, y, x + self.width, y + self.height])
        self.element.attributes = attributes("Layout", Placement="Block", BBox=box)
        canvas.begin(self.element)
        canvas.drawImage(
            ImageReader(io.BytesIO(self.image)), self.left, 0, self.width, self.height, mask="auto"
        )
        canvas.end()
