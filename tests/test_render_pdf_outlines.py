"""Outlines with quadratic curves: fontTools reads the font that they were put into, and finds each shape as the CFF font has it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from fontTools import ttLib
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from pipeline.render.pdf.fonts import face
from pipeline.render.pdf.outlines import Contours

TEXT = "药物白血病，。(A) "
FACE = face("NotoSansCJKsc", bold=False)
GLYPHS = {character: FACE.font.get_nominal_glyph(ord(character)) for character in TEXT}


def shape(font: Any, glyph: int) -> tuple[float, tuple[float, ...]]:
    """Area and bounds of a glyph."""
    glyphs, name = font.getGlyphSet(), font.getGlyphName(glyph)
    area, bounds = AreaPen(glyphs), BoundsPen(glyphs)
    glyphs[name].draw(area)
    glyphs[name].draw(bounds)
    return area.value, bounds.bounds or (0, 0, 0, 0)


@pytest.fixture(scope="module")
def embedded() -> tuple[Any, dict[int, int]]:
    data, numbers = FACE.subset(frozenset(GLYPHS.values()))
    return ttLib.TTFont(io.BytesIO(data), checkChecksums=2, recalcBBoxes=False), numbers


@pytest.mark.slow
@pytest.mark.parametrize("character", TEXT)
def test_a_glyph_of_a_cff_font_keeps_its_shape(
    embedded: tuple[Any, dict[int, int]], character: str
) -> None:
    original = ttLib.TTFont(FACE.file.path, fontNumber=FACE.file.index, lazy=True)
    font, numbers = embedded
    area, bounds = shape(original, GLYPHS[character])
    made, box = shape(font, numbers[GLYPHS[character]])
    assert made == pytest.approx(-area, rel=0.005), "turned round, and no thinner or thicker"
    assert box == pytest.approx(bounds, abs=1)


def test_the_tables_say_what_the_outlines_are(embedded: tuple[Any, dict[int, int]]) -> None:
    font, numbers = embedded
    original = ttLib.TTFont(FACE.file.path, fontNumber=FACE.file.index, lazy=True)
    assert font.sfntVersion == "\0\1\0\0" and "glyf" in font and "CFF " not in font
    for old, new in numbers.items():
        width, left = font["hmtx"][font.getGlyphName(new)]
        glyph = font["glyf"][font.getGlyphName(new)]
        assert width == original["hmtx"][original.getGlyphName(old)][0]
        assert left == getattr(glyph, "xMin", 0)
    said = font["maxp"].maxPoints, font["maxp"].maxContours
    font["maxp"].recalc(font)
    assert said == (font["maxp"].maxPoints, font["maxp"].maxContours)


def test_a_step_longer_than_a_byte_and_a_contour_that_closes_itself_are_written() -> None:
    drawn = Contours()
    drawn.moveTo((0, 0))
    drawn.lineTo((1000, 0))
    drawn.qCurveTo((1000, 700), (-300, 700))
    drawn.lineTo((0, 0))
    drawn.closePath()
    glyph = ttLib.newTable("glyf")
    data = drawn.glyph()
    read = Glyph(data)
    read.expand(glyph)
    assert list(read.coordinates) == [(0, 0), (-300, 700), (1000, 700), (1000, 0)]
    assert list(read.flags) == [1, 1, 0, 1] and len(data) % 4 == 0
