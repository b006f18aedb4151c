"""Flowables, and pages filled with them: one under another, each page begun where the next has no room.

Lengths are points. A flowable never stands off a page: where it fits on none, ``FitsNowhere`` says so.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from pipeline.render.pdf.structure import TaggedCanvas

_ROUNDING = 1e-6  # sums of heights may differ by as little from what they should be


class FitsNowhere(Exception):
    """A flowable that cannot be parted is higher than a page."""


class Flowable(ABC):
    """Something on a page. ``before`` and ``after``: the white above and below it, of which the larger stands between two;
    ``leads``: never parted from what follows."""

    before = 0.0
    after = 0.0
    leads = False
    width = 0.0
    height = 0.0

    @abstractmethod
    def wrap(self, width: float) -> float:
        """Its height where it is so wide; it keeps both until it is drawn."""

    @abstractmethod
    def draw(self, canvas: TaggedCanvas) -> None:
        """Draw it with its lower left corner at the origin."""

    def first_height(self, width: float) -> float:
        """What must fit on a page for it to begin there: all of it, unless it can be parted."""
        return self.wrap(width)

    def split(self, _width: float, _height: float) -> Sequence[Self]:
        """What fits into the height, and the rest; nothing where it cannot be parted there."""
        return ()

    def draw_at(self, canvas: TaggedCanvas, left: float, bottom: float) -> None:
        with canvas.moved(left, bottom):
            self.draw(canvas)


@dataclass(frozen=True, slots=True)
class Need:
    """In a flow: begin a page here where less than ``height`` is left of this one."""

    height: float


Flow = Iterable[Flowable | Need]


def white_between(upper: Flowable, lower: Flowable) -> float:
    """Points: the larger of what both ask for."""
    return max(upper.after, lower.before)


def bottoms(parts: Sequence[Flowable], width: float) -> list[float]:
    """How far down each ends where they stand one under another, after the top, 0."""
    ends = [0.0]
    for number, part in enumerate(parts):
        white = white_between(parts[number - 1], part) if number else 0.0
        ends.append(ends[-1] + white + part.wrap(width))
    return ends


def draw_down(
    parts: Sequence[Flowable], canvas: TaggedCanvas, left: float, top: float, width: float
) -> None:
    """Draw them one under another, from ``top`` down."""
    for part, bottom in zip(parts, bottoms(parts, width)[1:], strict=True):
        part.draw_at(canvas, left, top - bottom)


def kept(flowables: Iterable[Flowable], width: float) -> Iterator[Flowable | Need]:
    """What leads (a heading, a label, a picture with a caption), preceded by a page break where it and what begins
    after it would not fit together."""
    waiting: list[Flowable] = []
    for flowable in flowables:
        waiting.append(flowable)
        if not flowable.leads:
            yield from _together(waiting, width)
            waiting = []
    yield from _together(waiting, width)  # headings of sections without a text


def _together(parts: Sequence[Flowable], width: float) -> Iterator[Flowable | Need]:
    if not parts:
        return
    *leading, last = parts
    if last.leads or leading:
        yield Need(sum(one.wrap(width) + one.before + one.after for one in leading) + last.first_height(width))  # fmt: skip
    yield from parts


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page's text stands."""

    left: float
    bottom: float
    width: float
    height: float


def fill(canvas: TaggedCanvas, flow: Flow, frames: Iterator[Frame]) -> None:
    """Draw a flow on as many pages as it takes; the last is left open. Raises FitsNowhere."""
    pages = _Pages(canvas, frames)
    for one in flow:
        if isinstance(one, Need):
            pages.need(one.height)
        else:
            pages.add(one)


class _Pages:
    """The page being filled: how far down it is, and the white that what stands there last leaves below it."""

    def __init__(self, canvas: TaggedCanvas, frames: Iterator[Frame]) -> None:
        self.canvas, self.frames = canvas, frames
        self._begin()

    def _begin(self) -> None:
        self.frame = next(self.frames)
        self.y, self.after, self.empty = self.frame.bottom + self.frame.height, 0.0, True

    def _turn(self) -> None:
        if self.empty:
            raise FitsNowhere
        self.canvas.showPage()
        self._begin()

    def need(self, height: float) -> None:
        """What stands together keeps the white above it in full, beside that below the text before it."""
        if not self.empty and self.y - self.after - self.frame.bottom < height:
            self._turn()
        self.y, self.after = self.y - self.after, 0.0

    def add(self, flowable: Flowable) -> None:
        rest: Flowable | None = flowable
        while rest:
            rest = self._begun(rest)

    def _begun(self, flowable: Flowable) -> Flowable | None:
        """Draw what fits here; what is left for the next page, which is then begun."""
        white = 0.0 if self.empty else max(self.after, flowable.before)
        top = self.y - white
        room = top - self.frame.bottom
        if flowable.wrap(self.frame.width) <= room + _ROUNDING:
            self._draw(flowable, top)
            return None
        first, *rest = flowable.split(self.frame.width, room) or (None, flowable)
        if first:
            first.wrap(self.frame.width)
            self._draw(first, top)
        self._turn()
        return rest[0]

    def _draw(self, flowable: Flowable, top: float) -> None:
        self.y, self.after, self.empty = top - flowable.height, flowable.after, False
        flowable.draw_at(self.canvas, self.frame.left, self.y)
