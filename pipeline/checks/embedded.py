"""A font inside a PDF: what its codes mean, how wide they are, and where the ink of each stands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from fontTools import ttLib
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen

from pipeline.fonts import font_file

Ink = tuple[float, float, float, float]  # left, bottom, right, top; 1/1000 em
_RANGE = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_SPAN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_ITALIC = 1 << 6  # Flags of a font descriptor (ISO 32000-1, 9.8.2)


@dataclass
class EmbeddedFont:
    """``problem``: why it is not sound ("is not in the file"); empty when it is. ``wide``: codes of two bytes."""

    name: str
    wide: bool
    characters: dict[int, str]
    widths: dict[int, float]
    default: float
    problem: str = ""
    slanted: bool = False
    program: Any = None
    glyphs: list[int] | None = None  # the glyph of each code; None: they are the same
    _inks: dict[int, Ink] = field(default_factory=dict)

    def codes(self, data: bytes) -> Iterator[int]:
        """The codes in a string of a page: two bytes each in a wide font, else one."""
        step = 2 if self.wide else 1
        return (int.from_bytes(data[n : n + step], "big") for n in range(0, len(data), step))

    def width(self, code: int) -> float:
        """Of the glyph of a code, in thousandths of the type size."""
        return self.widths.get(code, self.default)

    def ink(self, code: int) -> Ink:
        """Where the glyph's ink stands around the pen; without a font program, the box of an ordinary letter."""
        if self.program is None:
            return 0, -200, self.width(code), 700
        if code not in self._inks:
            self._inks[code] = _ink(self.outlines, self._glyph_name(code))
        return self._inks[code]

    @cached_property
    def outlines(self) -> Any:
        """The program's glyphs, by name, as fontTools draws them."""
        return self.program.getGlyphSet()

    def area(self, code: int) -> float:
        """How much ink the glyph has, in 1/1000 em squared."""
        return _area(self.outlines, self._glyph_name(code))

    def advance(self, code: int) -> float:
        """The width that the font program itself gives, in 1/1000 em."""
        upem = self.program["head"].unitsPerEm
        return float(self.program["hmtx"][self._glyph_name(code)][0] * 1000 / upem)

    def _glyph_name(self, code: int) -> str:
        if self.glyphs is None:
            return str(self.program.getGlyphName(code))
        return str(self.program.getGlyphName(self.glyphs[code] if code < len(self.glyphs) else 0))


def _ink(outlines: Any, glyph: str) -> Ink:
    """Where the ink of a glyph stands; ``outlines``: a glyph set of fontTools."""
    bounds, scale = BoundsPen(outlines), 1000 / outlines.font["head"].unitsPerEm
    outlines[glyph].draw(bounds)
    left, bottom, right, top = bounds.bounds or (0, 0, 0, 0)
    return left * scale, bottom * scale, right * scale, top * scale


def _area(outlines: Any, glyph: str) -> float:
    """How much ink it is, in 1/1000 em squared."""
    area, scale = AreaPen(outlines), 1000 / outlines.font["head"].unitsPerEm
    outlines[glyph].draw(area)
    return float(abs(area.value) * scale**2)


@cache
def installed_shape(name: str, character: str) -> tuple[Ink, float] | None:
    """Ink and area of a character in the font of this machine that an embedded one was made from; None when there is
    no such font or character. ``name``: as in the PDF, "ABCDEF+NotoSans-Bold"."""
    family, _, weight = name.partition("+")[2].rpartition("-")
    file = font_file(family, weight == "Bold")
    if not file.path.is_file():
        return None
    program = _installed(str(file.path), file.index)
    glyph = program.getBestCmap().get(ord(character))
    outlines = program.getGlyphSet()
    return (_ink(outlines, glyph), _area(outlines, glyph)) if glyph else None


@cache
def _installed(path: str, index: int) -> Any:
    return ttLib.TTFont(path, fontNumber=index, lazy=True)


def read_font(font: Any) -> EmbeddedFont:
    """A font object of a PDF. Raises what a damaged one makes pikepdf or fontTools raise."""
    name = str(font.get("/BaseFont", "/unnamed"))[1:]
    if str(font.get("/Subtype")) != "/Type0":
        return EmbeddedFont(
            name,
            False,
            {n: chr(n) for n in range(256)},
            {},
            500,
            "is not of a kind that readers know the text of",
        )
    descendant = font.DescendantFonts[0]
    descriptor = descendant.get("/FontDescriptor", {})
    read = EmbeddedFont(name, True, _to_unicode(font), _widths(descendant), float(descendant.get("/DW", 1000)))  # fmt: skip
    read.slanted = bool(float(descriptor.get("/ItalicAngle", 0)) or int(descriptor.get("/Flags", 0)) & _ITALIC)  # fmt: skip
    if str(font.get("/Encoding")) != "/Identity-H":
        read.problem = "numbers its letters in another way than this proof can follow"
    elif "/FontFile2" not in descriptor:
        read.problem = "is not in the file"
    else:
        _open_program(read, descendant, descriptor)
    if not read.problem and not read.characters:
        read.problem = "does not say what its letters mean"
    return read


def _open_program(read: EmbeddedFont, descendant: Any, descriptor: Any) -> None:
    data = descriptor.FontFile2.read_bytes()
    try:
        read.program = ttLib.TTFont(io.BytesIO(data), lazy=True)
        read.program.getGlyphOrder()
    except (
        Exception
    ) as problem:  # fontTools raises its own, struct's and others on a damaged program
        read.program, read.problem = None, f"is damaged: {problem}"
        return
    if (
        isinstance(descendant.get("/CIDToGIDMap", "/Identity"), str)
        or str(descendant.get("/CIDToGIDMap", "/Identity")) == "/Identity"
    ):
        return
    numbers = descendant.CIDToGIDMap.read_bytes()
    read.glyphs = [int.from_bytes(numbers[n : n + 2], "big") for n in range(0, len(numbers), 2)]


def _to_unicode(font: Any) -> dict[int, str]:
    """What each code means; nothing for a font that does not say."""
    if "/ToUnicode" not in font:
        return {}
    found: dict[int, str] = {}
    for kind, body in _RANGE.findall(font.ToUnicode.read_bytes()):
        if kind == b"char":
            found |= {int(code, 16): _utf16(text) for code, text in _CHAR.findall(body)}
            continue
        for first, last, start, each in _SPAN.findall(body):
            codes = range(int(first, 16), min(int(last, 16), 0xFFFF) + 1)
            texts = re.findall(rb"<([0-9A-Fa-f]*)>", each) if each else []
            for step, code in enumerate(codes):
                found[code] = _utf16(texts[step]) if texts else chr(int(start, 16) + step)
    return found


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", errors="replace")


def _widths(descendant: Any) -> dict[int, float]:
    """Both forms of W: ``code [widths]`` and ``first last width`` (ISO 32000-1, 9.7.4.3)."""
    array, found, n = list(descendant.get("/W", [])), dict[int, float](), 0
    while n < len(array):
        first, second = int(array[n]), array[n + 1]
        if isinstance(second, int | float) or not hasattr(second, "__iter__"):
            found |= dict.fromkeys(range(first, min(int(second), 0xFFFF) + 1), float(array[n + 2]))
            n += 3
        else:
            found |= {first + step: float(width) for step, width in enumerate(second)}
            n += 2
    return found
