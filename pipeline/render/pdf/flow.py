"""Flowables one under another, page by page.

A flowable says how high it is in a width, may split in two, and draws itself from its lower left corner. Of the white after
one and the white before the next the greater counts, and at the top of a page neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.render.pdf.structure import TaggedCanvas

_ROUNDING = 1e-6  # points


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the flowables of a page stand; points from the page's lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


class NoRoom(Exception):
    """A flowable that neither fits on an empty page nor splits."""


class Flowable:
    """What stands on a page. ``canv`` is where it is being drawn. Lengths in points."""

    width = height = 0.0
    spaceBefore = spaceAfter = 0.0  # noqa: N815
    canv: TaggedCanvas

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size in a width."""
        raise NotImplementedError

    def split(self, _width: float, _height: float) -> Sequence[Flowable]:
        """What stands on this page, and the rest; nothing where it cannot be parted within the height."""
        return ()

    def draw(self) -> None:
        raise NotImplementedError

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float) -> None:  # noqa: N802
        """Draw it with its lower left corner here."""
        self.canv = canvas
        with canvas.moved(x, y):
            self.draw()


class CondPageBreak(Flowable):
    """The end of a page where less than a height is left."""

    def __init__(self, height: float) -> None:
        self.height = height


class _Page:
    """How far a page is filled."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.y = frame, frame.bottom + frame.height
        self.empty, self.after = True, 0.0

    def room(self, flowable: Flowable) -> float:
        gap = 0.0 if self.empty else max(flowable.spaceBefore - self.after, 0.0)
        return self.y - self.frame.bottom - gap

    def put(self, flowable: Flowable, canvas: TaggedCanvas) -> None:
        height = flowable.wrap(self.frame.width, self.room(flowable))[1]
        self.y = self.frame.bottom + self.room(flowable) - height
        flowable.drawOn(canvas, self.frame.left, self.y)
        self.after = flowable.spaceAfter
        self.y -= self.after
        self.empty = self.empty and not height and not self.after


def fill(story: Iterable[Flowable], canvas: TaggedCanvas, frames: Sequence[Frame]) -> None:
    """Draw a story on as many pages as it takes. ``frames``: of the first page, the second ...; the last of them is for all
    that follow. Raises NoRoom."""
    page = _begun(canvas, frames)
    for flowable in story:
        waiting = [flowable]
        while waiting:
            one = waiting[0]
            if isinstance(one, CondPageBreak):
                full = page.room(one) < one.height and not page.empty
                page.after = 0.0  # the white before what follows stands in full
                waiting.pop()
            else:
                full = not _placed(waiting, page, canvas)
            if full:
                page = _begun(canvas, frames)


def _begun(canvas: TaggedCanvas, frames: Sequence[Frame]) -> _Page:
    canvas.begin_page()
    return _Page(frames[min(canvas.pages, len(frames)) - 1])


def _placed(waiting: list[Flowable], page: _Page, canvas: TaggedCanvas) -> bool:
    """Whether the first of those that wait, or a part of it, could be put on the page. What is left of it waits on."""
    first, room = waiting[0], page.room(waiting[0])
    if first.wrap(page.frame.width, room)[1] <= room + _ROUNDING:
        page.put(waiting.pop(0), canvas)
        return True
    parts = list(first.split(page.frame.width, room)) if room > 0 else []
    if parts:
        waiting[:1] = parts[1:]
        page.put(parts[0], canvas)
    elif page.empty:
        raise NoRoom
    return bool(parts)
