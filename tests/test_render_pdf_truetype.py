"""Composite glyphs: fontTools reads the font that they were put into, and finds each in its place."""

from __future__ import annotations

import io
from typing import Any

import pytest
from fontTools import ttLib
from hypothesis import given
from hypothesis import strategies as st

from pipeline.render.pdf.fonts import face
from pipeline.render.pdf.truetype import Part, with_composites

GLYPHS = (36, 37, 70, 75, 3)  # the last is the space, which has no outline
PARTS = st.builds(Part, st.sampled_from(GLYPHS), st.integers(-900, 900), st.integers(-900, 900))
LETTERS = st.lists(st.lists(PARTS, min_size=2, max_size=4), min_size=1, max_size=5)


def opened(data: bytes) -> Any:
    """The font, every checksum compared."""
    return ttLib.TTFont(io.BytesIO(data), checkChecksums=2, recalcBBoxes=False)


@pytest.fixture(scope="module")
def subset() -> bytes:
    return face("NotoSans", bold=False).subset(frozenset(GLYPHS))[0]


@given(LETTERS)
def test_each_letter_is_a_glyph_with_its_parts_in_their_places(letters: list[list[Part]]) -> None:
    before = face("NotoSans", bold=False).subset(frozenset(GLYPHS))[0]
    data, first = with_composites(before, letters)
    plain, font = opened(before), opened(data)
    order, glyf = font.getGlyphOrder(), font["glyf"]
    assert first == plain["maxp"].numGlyphs and len(order) == first + len(letters)
    for number, letter in enumerate(letters, first):
        glyph = glyf[order[number]]
        assert [(order.index(c.glyphName), c.x, c.y) for c in glyph.components] == [tuple(part) for part in letter]  # fmt: skip
        box = glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax
        glyph.recalcBounds(glyf)
        if any(part.glyph != GLYPHS[-1] for part in letter):
            assert box == (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
        assert font["hmtx"][order[number]] == (plain["hmtx"][order[letter[0].glyph]][0], box[0])


def test_the_other_glyphs_and_tables_stay_as_they_are(subset: bytes) -> None:
    data, first = with_composites(subset, [[Part(36, 0, 0), Part(37, 100, -20)]])
    before, after = opened(subset), opened(data)
    names = before.getGlyphOrder()
    assert names == after.getGlyphOrder()[:first]
    assert [before["glyf"][name] for name in names] == [after["glyf"][name] for name in names]
    assert [before["hmtx"][name] for name in names] == [after["hmtx"][name] for name in names]
    assert set(before.keys()) == set(after.keys())
    assert (before["head"].unitsPerEm, before["hhea"].ascent) == (after["head"].unitsPerEm, after["hhea"].ascent)  # fmt: skip
