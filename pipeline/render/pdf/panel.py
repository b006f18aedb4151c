"""What stands in a box, or beside a picture.

A box is drawn, not only tinted: its border survives a grey printer.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.render.pdf.code import Code
from pipeline.render.pdf.flow import Flowable, bottoms, draw_down, white_between
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


class Panel(Flowable):
    """Flowables in a box that may split between pages; what leads is not parted from what follows it."""

    def __init__(self, parts: Sequence[Flowable], box: Box, after: float) -> None:
        self.parts, self.box, self.after = list(parts), box, after
        self.whole = False  # never split

    def wrap(self, width: float) -> float:
        self.width = width
        self.height = bottoms(self.parts, self._inner)[-1] + 2 * self.box.padding
        return self.height

    @property
    def _inner(self) -> float:
        return self.width - self.box.inset

    def first_height(self, width: float) -> float:
        height = self.wrap(width)
        if self.whole:
            return height
        leads = next((n for n, part in enumerate(self.parts) if not part.leads), len(self.parts))
        first = self.parts[leads : leads + 1]
        begins = sum(part.first_height(self._inner) for part in first)
        gap = white_between(self.parts[leads - 1], first[0]) if leads and first else 0.0
        ends = bottoms(self.parts[:leads], self._inner)[-1]
        return ends + gap + begins + 2 * self.box.padding

    def split(self, width: float, height: float) -> list[Panel]:
        self.wrap(width)
        if self.whole:
            return []
        room = height - 2 * self.box.padding
        ends = bottoms(self.parts, self._inner)
        whole = sum(end <= room for end in ends[1:])
        head, tail = self.parts[:whole], self.parts[whole:]
        left = room - ends[whole] - (white_between(head[-1], tail[0]) if head else 0.0)
        if len(halves := tail[0].split(self._inner, left)) == 2:
            head, tail = [*head, halves[0]], [halves[1], *tail[1:]]
        while head and head[-1].leads:
            tail.insert(0, head.pop())
        return [self._part(head, 0.0), self._part(tail, self.after)] if head else []

    def _part(self, parts: list[Flowable], after: float) -> Panel:
        part = copy.copy(self)
        part.parts, part.after = parts, after
        return part

    def draw(self, canvas: TaggedCanvas) -> None:
        box = self.box
        self._draw_box(canvas, box)
        left = box.padding if box.rtl else box.indent + BAR + box.padding
        draw_down(self.parts, canvas, left, self.height - box.padding, self._inner)

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


class Beside(Flowable):
    """A picture on the reader's side and lines next to it, both in the middle of the height. Neither runs round the other."""

    def __init__(
        self,
        picture: Picture | Code,
        lines: Sequence[Flowable],
        gap: float,
        after: float,
        rtl: bool,
    ) -> None:
        self.picture, self.lines, self.gap, self.rtl = picture, lines, gap, rtl
        self.after = after

    def wrap(self, width: float) -> float:
        self.width = width
        self.picture.wrap(width)
        self.taken = self.picture.width + self.gap
        self.text = bottoms(self.lines, width - self.taken)[-1]
        self.height = max(self.picture.height, self.text)
        return self.height

    def draw(self, canvas: TaggedCanvas) -> None:
        side = self.width - self.picture.width if self.rtl else 0.0
        self.picture.draw_at(
            canvas, side - self.picture.left, (self.height - self.picture.height) / 2
        )
        left, top = 0.0 if self.rtl else self.taken, (self.height + self.text) / 2
        draw_down(self.lines, canvas, left, top, self.width - self.taken)


class Rule(Flowable):
    """A line across the page: an artifact."""

    def __init__(self, colour: str, thickness: float, after: float) -> None:
        self.colour = colour
        self.after, self.height = after, thickness

    def wrap(self, width: float) -> float:
        self.width = width
        return self.height

    def draw(self, canvas: TaggedCanvas) -> None:
        canvas.begin_artifact()
        canvas.write(f"{self.colour} rg 0 0 {self.width:.2f} {self.height:g} re f")
        canvas.end()
