"""Pages filled with flowables: each is drawn once, in order, inside the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.render.pdf.flow import CondPageBreak, Flowable, Frame, NoRoom, fill
from pipeline.render.pdf.metadata import About
from pipeline.render.pdf.structure import StructureElement, TaggedCanvas

FRAME = Frame(50, 100, 400, 300)
Drawn = list[tuple[int, float, float, str]]  # page, foot, head, name


@dataclass
class Block(Flowable):
    """``lines`` high, 10 points each, and may split between any two if ``splits``."""

    name: str
    lines: int
    drawn: Drawn = field(repr=False)
    splits: bool = False
    spaceBefore: float = 0.0  # noqa: N815
    spaceAfter: float = 0.0  # noqa: N815

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, 10.0 * self.lines
        return width, self.height

    def split(self, _width: float, height: float) -> Sequence[Flowable]:
        fit = int(height // 10)
        if not self.splits or not 0 < fit < self.lines:
            return []
        return [self._part(fit, 0.0), self._part(self.lines - fit, self.spaceAfter)]

    def _part(self, lines: int, after: float) -> Block:
        return Block(self.name, lines, self.drawn, True, self.spaceBefore, after)

    def draw(self) -> None:
        x, y = self.canv.place(0, 0)
        assert x == FRAME.left
        self.drawn += [
            (self.canv.pages, y + 10 * (n - 1), y + 10 * n, self.name)
            for n in range(self.lines, 0, -1)
        ]


def canvas() -> TaggedCanvas:
    return TaggedCanvas(StructureElement("Document"), About("t", "p", "en"), 500, 500)


BLOCKS = st.lists(
    st.tuples(st.integers(1, 30), st.booleans(), st.sampled_from([0.0, 5.0, 25.0]), st.sampled_from([0.0, 10.0])),
    max_size=12,
)  # fmt: skip


@given(BLOCKS)
def test_everything_is_drawn_once_in_order_inside_the_frame(
    blocks: list[tuple[int, bool, float, float]],
) -> None:
    drawn: Drawn = []
    fill([Block(str(n), lines, drawn, splits, before, after) for n, (lines, splits, before, after) in enumerate(blocks)], canvas(), [FRAME])  # fmt: skip
    assert [name for *_, name in drawn] == [str(n) for n, (lines, *_) in enumerate(blocks) for _ in range(lines)]  # fmt: skip
    assert all(foot >= 99.99 and head <= 400.01 for _, foot, head, _ in drawn)
    assert [(page, -head) for page, _, head, _ in drawn] == sorted((page, -head) for page, _, head, _ in drawn)  # fmt: skip
    for number, (_, splits, *_) in enumerate(blocks):
        assert splits or len({page for page, *_, name in drawn if name == str(number)}) == 1


def test_of_white_after_and_white_before_the_greater_counts_and_none_at_the_top() -> None:
    drawn: Drawn = []
    fill([Block("a", 1, drawn, False, 50, 20), Block("b", 1, drawn, False, 30, 0), Block("c", 1, drawn)], canvas(), [FRAME])  # fmt: skip
    assert [head for _, _, head, _ in drawn] == [400, 360, 350]


@pytest.mark.parametrize(("height", "page"), [(250, 1), (251, 2)])
def test_a_page_ends_where_less_than_what_is_asked_for_is_left(height: float, page: int) -> None:
    drawn: Drawn = []
    fill([Block("a", 5, drawn), CondPageBreak(height), Block("b", 1, drawn)], canvas(), [FRAME])
    assert drawn[-1][0] == page


def test_an_empty_page_is_not_ended() -> None:
    drawn: Drawn = []
    fill([CondPageBreak(1000), Block("a", 1, drawn)], canvas(), [FRAME])
    assert drawn[0][0] == 1


def test_what_fits_on_no_page_ends_in_an_error_and_not_in_an_endless_loop() -> None:
    with pytest.raises(NoRoom):
        fill([Block("a", 31, [])], canvas(), [FRAME])


def test_later_pages_have_the_last_frame() -> None:
    drawn: Drawn = []
    fill([Block("a", 70, drawn, splits=True)], canvas(), [FRAME, Frame(50, 100, 400, 200)])
    assert [sum(page == n for page, *_ in drawn) for n in (1, 2, 3)] == [30, 20, 20]
