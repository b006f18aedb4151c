"""Pages are filled in order, nothing stands off a page, and what leads stands with what follows it."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from itertools import groupby, pairwise, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.render.pdf.flow import FitsNowhere, Flow, Flowable, Frame, Need, fill, kept
from pipeline.render.pdf.metadata import About
from pipeline.render.pdf.structure import StructureElement, TaggedCanvas

FRAME = Frame(50.0, 60.0, 400.0, 100.0)
Drawn = tuple[int, str, float, float]  # page, name, bottom, height


class Canvas(TaggedCanvas):
    """Notes what is drawn, where."""

    def __init__(self) -> None:
        root = StructureElement("Document")
        super().__init__(io.BytesIO(), root=root, about=About("t", "p", "en"))
        self.drawn: list[Drawn] = []


class Brick(Flowable):
    """``rows`` of ten points each; it can be parted between them unless it is ``solid``."""

    def __init__(
        self, name: str, rows: int, *, solid: bool = True, leads: bool = False,
        before: float = 0.0, after: float = 0.0,
    ) -> None:  # fmt: skip
        self.name, self.rows, self.solid, self.leads = name, rows, solid, leads
        self.before, self.after = before, after

    def wrap(self, width: float) -> float:
        self.width, self.height = width, self.rows * 10.0
        return self.height

    def first_height(self, width: float) -> float:
        return self.wrap(width) if self.solid else 10.0

    def split(self, _width: float, height: float) -> Sequence[Brick]:
        fit = int(height // 10)
        return [] if self.solid or fit < 1 else [self._part(fit), self._part(self.rows - fit)]

    def _part(self, rows: int) -> Brick:
        part = copy.copy(self)
        part.rows = rows
        return part

    def draw(self, canvas: TaggedCanvas) -> None:
        assert isinstance(canvas, Canvas)
        left, bottom = canvas.absolutePosition(0, 0)
        assert left == FRAME.left
        canvas.drawn.append((canvas.getPageNumber(), self.name, bottom, self.height))


def filled(flow: Flow) -> list[Drawn]:
    canvas = Canvas()
    fill(canvas, flow, repeat(FRAME))
    return canvas.drawn


def pages(flow: Flow) -> list[tuple[int, str]]:
    return [(page, name) for page, name, _, _ in filled(flow)]


def test_a_page_begins_where_the_next_has_no_room() -> None:
    assert pages([Brick("a", 5), Brick("b", 5), Brick("c", 1)]) == [(1, "a"), (1, "b"), (2, "c")]


def test_what_can_be_parted_fills_its_page_and_goes_on() -> None:
    found = filled([Brick("a", 7), Brick("b", 15, solid=False)])
    assert [(page, name, height) for page, name, _, height in found] == [
        (1, "a", 70.0), (1, "b", 30.0), (2, "b", 100.0), (3, "b", 20.0),
    ]  # fmt: skip


def test_what_fits_on_no_page_is_told_and_ends() -> None:
    with pytest.raises(FitsNowhere):
        filled([Brick("a", 1), Brick("b", 11)])


def test_white_stands_between_two_once_and_never_at_the_head_of_a_page() -> None:
    a, b = Brick("a", 2, after=8.0), Brick("b", 2, before=5.0, after=90.0)
    c = Brick("c", 1, before=30.0)
    top = FRAME.bottom + FRAME.height
    assert [(page, bottom) for page, _, bottom, _ in filled([a, b, c])] == [
        (1, top - 20), (1, top - 20 - 8 - 20), (2, top - 10),
    ]  # fmt: skip


def test_a_need_begins_a_page_only_where_less_is_left() -> None:
    assert pages([Brick("a", 5), Need(50.0), Brick("b", 1)]) == [(1, "a"), (1, "b")]
    assert pages([Brick("a", 5), Need(50.1), Brick("b", 1)]) == [(1, "a"), (2, "b")]
    assert pages([Need(1000.0), Brick("a", 1)]) == [(1, "a")], "a page that is empty is as good"


def test_what_leads_stands_with_the_beginning_of_what_follows() -> None:
    heading = Brick("heading", 2, leads=True)
    text = Brick("text", 9, solid=False)
    assert pages(kept([Brick("a", 8), heading, text], FRAME.width))[1:] == [(2, "heading"), (2, "text"), (3, "text")]  # fmt: skip
    assert pages(kept([Brick("a", 7), heading, text], FRAME.width))[1] == (1, "heading")


def test_headings_with_nothing_below_them_stay_together() -> None:
    headings = [Brick(name, 2, leads=True) for name in "xy"]
    assert pages(kept([Brick("a", 7), *headings], FRAME.width)) == [(1, "a"), (2, "x"), (2, "y")]


@given(st.lists(st.builds(
    Brick, st.sampled_from("abc"), st.integers(0, 10), solid=st.booleans(), leads=st.booleans(),
    before=st.sampled_from((0.0, 4.0)), after=st.sampled_from((0.0, 7.0, 200.0)),
), max_size=30))  # fmt: skip
def test_everything_stands_on_a_page_in_order_and_nothing_on_another(bricks: list[Brick]) -> None:
    found = filled(kept(bricks, FRAME.width))
    assert sum(height for *_, height in found) == sum(brick.rows * 10.0 for brick in bricks)
    names, given_names = (name for _, name, _, _ in found), (brick.name for brick in bricks)
    assert [name for name, _ in groupby(names)] == [name for name, _ in groupby(given_names)]
    for _, _, bottom, height in found:
        assert FRAME.bottom <= bottom + 1e-6 and bottom + height <= FRAME.bottom + FRAME.height + 1e-6  # fmt: skip
    for (page, _, bottom, _), (after, _, below, height) in pairwise(found):
        assert after == page + 1 or (after == page and below + height <= bottom + 1e-6)
