"""What stands in a box, or beside a picture.

A box is drawn, not only tinted: its border survives a grey printer.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from reportlab.platypus import Flowable

from pipeline.render.pdf.code import Code
from pipeline.render.pdf.layout import Inks, Picture
from pipeline.render.pdf.structure import TaggedCanvas

BAR = 6.0  # points: the thick edge at the reader's side


@dataclass(frozen=True, slots=True)
class Box:
    """How a panel is drawn. Lengths in points; ``indent`` on the reader's side."""

    inks: Inks
    rtl: bool
    padding: float
    border: float  # the width of the line around it
    indent: float = 0.0
    ground: bool = True

    @property
    def inset(self) -> float:
        """How much narrower than the page its text is."""
        return self.indent + BAR + 2 * self.padding


class Panel(Flowable):  # type: ignore[misc]
    """Flowables in a box that may split between pages; what leads is not parted from what follows it."""

    def __init__(self, parts: Sequence[Any], box: Box, after: float) -> None:
        super().__init__()
        self.parts, self.box, self.spaceBefore, self.spaceAfter = list(parts), box, 0.0, after
        self.whole = False  # never split

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        self.height = self._bottoms()[-1] + 2 * self.box.padding
        return width, self.height

    @property
    def _inner(self) -> float:
        return self.width - self.box.inset

    def _bottoms(self) -> list[float]:
        """How far down each part ends, without the padding, after the top, 0."""
        gaps = [0.0, *(_gap(a, b) for a, b in pairwise(self.parts))]
        heights = [part.wrap(self._inner, 0)[1] for part in self.parts]
        return [0.0, *accumulate(map(sum, zip(gaps, heights, strict=True)))]

    def first_height(self, width: float) -> float:
        height = self.wrap(width, 0)[1]
        if self.whole:
            return height
        leads = next((n for n, part in enumerate(self.parts) if not _leads(part)), len(self.parts))
        first = self.parts[leads : leads + 1]
        begins = sum(part.first_height(self._inner) for part in first)
        gap = _gap(self.parts[leads - 1], first[0]) if leads and first else 0.0
        return float(self._bottoms()[leads] + gap + begins + 2 * self.box.padding)

    def split(self, width: float, height: float) -> list[Panel]:
        self.wrap(width, height)
        if self.whole:
            return [self] if self.height <= height else []
        room = height - 2 * self.box.padding
        bottoms = self._bottoms()
        whole = sum(bottom <= room for bottom in bottoms[1:])
        if whole == len(self.parts):
            return [self]
        head, tail = self.parts[:whole], self.parts[whole:]
        left = room - bottoms[whole] - (_gap(head[-1], tail[0]) if head else 0.0)
        if len(halves := tail[0].split(self._inner, left)) == 2:
            head, tail = [*head, halves[0]], [halves[1], *tail[1:]]
        while head and _leads(head[-1]):
            tail.insert(0, head.pop())
        return [self._part(head, 0.0), self._part(tail, self.spaceAfter)] if head else []

    def _part(self, parts: list[Any], after: float) -> Panel:
        part = copy.copy(self)
        part.__dict__.pop("_postponed", None)  # Platypus's mark, as in Paragraph
        part.parts, part.spaceAfter = parts, after
        return part

    def draw(self) -> None:
        box = self.box
        self._draw_box(self.canv, box)
        left = box.padding if box.rtl else box.indent + BAR + box.padding
        y = self.height - box.padding
        for before, part in zip((None, *self.parts), self.parts, strict=False):
            y -= part.wrap(self._inner, 0)[1] + (_gap(before, part) if before else 0.0)
            part.drawOn(self.canv, left, y)

    def _draw_box(self, canvas: TaggedCanvas, box: Box) -> None:
        width, line = self.width - box.indent, box.border
        left = 0.0 if box.rtl else box.indent
        bar = left + width - BAR if box.rtl else left
        canvas.begin_artifact()
        if box.ground:
            canvas.write(f"{box.inks.pale} rg {left:.2f} 0 {width:.2f} {self.height:.2f} re f")
        if line:
            edges = (
                f"{left + line / 2:.2f} {line / 2:.2f} {width - line:.2f} {self.height - line:.2f}"
            )
            canvas.write(f"q {box.inks.main} RG {line:g} w {edges} re S Q")
        canvas.write(f"{box.inks.main} rg {bar:.2f} 0 {BAR:.2f} {self.height:.2f} re f")
        canvas.end()


class Beside(Flowable):  # type: ignore[misc]
    """A picture on the reader's side and lines next to it, both in the middle of the height. Neither runs round the other."""

    def __init__(self, picture: Picture | Code, lines: Sequence[Any], gap: float, after: float, rtl: bool) -> None:  # fmt: skip
        super().__init__()
        self.picture, self.lines, self.gap, self.rtl = picture, lines, gap, rtl
        self.spaceBefore, self.spaceAfter = 0.0, after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.picture.wrap(width, height)
        self.taken = self.picture.width + self.gap
        heights = [part.wrap(width - self.taken, 0)[1] for part in self.lines]
        self.text = sum(heights) + sum(_gap(a, b) for a, b in pairwise(self.lines))
        self.height = max(self.picture.height, self.text)
        return width, self.height

    def first_height(self, width: float) -> float:
        return self.wrap(width, 0)[1]

    def draw(self) -> None:
        side = self.width - self.picture.width if self.rtl else 0.0
        self.picture.drawOn(
            self.canv, side - self.picture.left, (self.height - self.picture.height) / 2
        )
        y = (self.height + self.text) / 2
        for before, part in zip((None, *self.lines), self.lines, strict=False):
            y -= part.height + (_gap(before, part) if before else 0.0)
            part.drawOn(self.canv, 0.0 if self.rtl else self.taken, y)


class Rule(Flowable):  # type: ignore[misc]
    """A line across the page: an artifact."""

    def __init__(self, colour: str, thickness: float, after: float) -> None:
        super().__init__()
        self.colour, self.thickness = colour, thickness
        self.spaceBefore, self.spaceAfter = 0.0, after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.thickness

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        canvas.begin_artifact()
        canvas.write(f"{self.colour} rg 0 0 {self.width:.2f} {self.thickness:g} re f")
        canvas.end()


def _gap(before: Any, after: Any) -> float:
    """The white between two flowables, as a frame of Platypus leaves it."""
    return float(max(before.spaceAfter, after.spaceBefore))


def _leads(part: Any) -> bool:
    return bool(getattr(part, "leads", False))
