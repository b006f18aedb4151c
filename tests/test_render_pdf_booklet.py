"""Booklets: printed, folded and leafed through, the pages follow each other."""

from __future__ import annotations

import io
from collections import Counter
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks import printed as reader
from pipeline.checks.output import Printed, prove
from pipeline.languages import language
from pipeline.publisher import BOOKLET
from pipeline.render import pdf
from pipeline.render.pdf.booklet import BLEED, Side, imposed, sides
from tests.specimens import TAGS, specimen

MM = 72 / 25.4


def leafed_through(sheets: list[Side], rtl: bool) -> list[int]:
    """The pages as a reader turns them. A sheet is two leaves; behind the right half of its front is the left half of its
    back. Sheets are laid on each other, the first outside, folded, and held with the fold at the left (``rtl``: right)."""
    fronts, backs = sheets[::2], sheets[1::2]
    right_leaves = [(front.right, back.left) for front, back in zip(fronts, backs, strict=True)]
    left_leaves = [(front.left, back.right) for front, back in zip(fronts, backs, strict=True)]
    # Held with the fold at the left, the right leaves are met first, from their fronts; then the left ones, from behind.
    first, then = (left_leaves, right_leaves) if rtl else (right_leaves, left_leaves)
    return [page for leaf in first for page in leaf] + [
        page for leaf in reversed(then) for page in reversed(leaf)
    ]


@given(st.integers(1, 60), st.booleans())
def test_a_folded_booklet_has_its_pages_in_order(leaves: int, rtl: bool) -> None:
    assert leafed_through(sides(4 * leaves, rtl), rtl) == list(range(4 * leaves))


def test_the_cover_of_four_pages_is_the_last_and_the_first() -> None:
    assert sides(4, rtl=False) == [Side(3, 0), Side(1, 2)]
    assert sides(4, rtl=True) == [Side(0, 3), Side(2, 1)]


def test_pages_that_cannot_be_folded_are_refused() -> None:
    with pytest.raises(ValueError, match="6 pages cannot be folded"):
        sides(6, rtl=False)


def seen(data: bytes, halves: bool) -> list[Counter[str]]:
    """The characters that PDFium sees on each page, or on its left and its right half."""
    found = []
    with pypdfium2.PdfDocument(data) as file:
        for page in file:
            width, height = page.get_size()
            edges = (0.0, width / 2, width) if halves else (0.0, width)
            for left, right in pairwise(edges):
                text = page.get_textpage().get_text_bounded(left, 0, right, height)
                found.append(Counter("".join(text.split())))
    return found


@pytest.mark.parametrize("tag", TAGS)
def test_the_printed_sheets_read_like_the_pages_when_they_are_folded(tag: str) -> None:
    rtl = language(tag).rtl
    pages = pdf.render(specimen(tag), pdf.Options(BOOKLET))
    sheets = seen(imposed(pages, "A medicine", rtl), halves=True)
    numbered = [
        Side(n, n + 1) for n in range(0, len(sheets), 2)
    ]  # the halves, as they lie on the sheets
    assert [sheets[n] for n in leafed_through(numbered, rtl)] == seen(pages, halves=False)


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_a_booklet_pass_the_proof(tag: str) -> None:
    pages = pdf.render(specimen(tag), pdf.Options(BOOKLET))
    assert not list(prove(Printed(specimen(tag), BOOKLET, pages, "output/x.pdf")))


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_type_keeps_its_size_on_the_sheet(tag: str) -> None:
    pages = pdf.render(specimen(tag), pdf.Options(BOOKLET))
    assert min(place.size for place in reader.placed(pages) if place.text.strip()) >= 12
    with pikepdf.open(io.BytesIO(imposed(pages, "x", False))) as sheets:
        for sheet in sheets.pages:
            scales = [[float(o) for o in one.operands][:4] for one in pikepdf.parse_content_stream(sheet) if str(one.operator) == "cm"]  # fmt: skip
            assert scales == [[1, 0, 0, 1]] * 2
            assert [round(float(side) / MM) for side in sheet.mediabox] == [0, 0, 296, 210]


def test_blank_pages_say_that_they_are_blank_and_are_the_last() -> None:
    document = specimen("en")
    pages = reader.opened(pdf.render(document, pdf.Options(BOOKLET))).pages
    blank = ["This page is left blank." in "".join(one.text for one in page.characters) for page in pages]  # fmt: skip
    assert len(pages) % 4 == 0
    assert blank == sorted(blank)
    assert blank == [not page.filled for page in pages]


def test_a_booklet_of_pages_that_are_no_multiple_of_four_fails_the_proof() -> None:
    data, out = pdf.render(specimen("en"), pdf.Options(BOOKLET)), io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        del file.pages[-1]
        file.save(out)
    found = list(prove(Printed(specimen("en"), BOOKLET, out.getvalue(), "output/x.pdf")))
    assert any("cannot be folded" in one.message for one in found)


def test_bleed_and_marks_stand_outside_the_cut() -> None:
    pages = pdf.render(specimen("en"), pdf.Options(BOOKLET))
    with pikepdf.open(io.BytesIO(imposed(pages, "x", rtl=False, bleed=True))) as sheets:
        for sheet in sheets.pages:
            trim, bleed = (
                [float(side) for side in box] for box in (sheet.trimbox, sheet.obj.BleedBox)
            )
            assert [abs(a - b) for a, b in zip(trim, bleed, strict=True)] == pytest.approx(
                [BLEED] * 4
            )
            assert round(BLEED / MM) == 3
            lines = [[float(o) for o in one.operands] for one in pikepdf.parse_content_stream(sheet) if str(one.operator) in "ml"]  # fmt: skip
            assert len(lines) == 20  # ten marks: eight for cutting, two for folding
            assert not [point for point in lines if bleed[0] <= point[0] <= bleed[2] and bleed[1] <= point[1] <= bleed[3]]  # fmt: skip


def test_the_same_pages_give_the_same_sheets() -> None:
    pages = pdf.render(specimen("en"), pdf.Options(BOOKLET))
    assert imposed(pages, "x", rtl=False) == imposed(pages, "x", rtl=False)
