"""How high and how wide text is in the fonts that a Word file names, for reckoning its pages.

Word's Arial is measured in Liberation Sans, which is as wide letter by letter.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

import uharfbuzz as hb

from pipeline import fonts
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.fonts import FontFile
from pipeline.languages import Language, ScriptKind, language

EAST_ASIAN = "zh_Hans"  # whose font draws East Asian words in other languages
DOTS = 120  # in a point: word processors measure text at 8,640 dots an inch, whatever draws it
_SEMI_BOLD = 600  # of OS/2 usWeightClass
_USE_TYPO_METRICS = 1 << 7  # of OS/2 fsSelection (OpenType)


class Face:
    """A font file's measures, in type sizes."""

    def __init__(self, file: FontFile) -> None:
        if not file.path.is_file():
            hint = f"install the Debian package {fonts.package(file)}; leaflet doctor shows what else is missing"
            raise LeafletError(Diagnostic("A102", "this font file is missing", Location(str(file.path)), hint))  # fmt: skip
        self._face: Any = hb.Face(hb.Blob.from_file_path(str(file.path)), file.index)
        self._font: Any = hb.Font(self._face)
        self.characters: frozenset[int] = frozenset(self._face.unicodes)
        self.ascent, self.descent, self.leading = _line(self._face)
        self.weight: int = struct.unpack(">H", self._face.reference_table("OS/2").data[4:6])[0]

    @property
    def line(self) -> float:
        """Baseline to baseline, set solid."""
        return self.ascent + self.descent + self.leading

    def draws(self, text: str) -> bool:
        """Whether it has every letter of a text."""
        return all(ord(one) in self.characters for one in text if one.isalpha())

    def advances(self, text: str, size: float, tag: str, rtl: bool) -> list[int]:
        """The advance of each character of a text of one script and direction, in dots; of letters that join in one
        glyph, at the first. Each glyph is rounded to whole dots."""
        buffer: Any = hb.Buffer()
        buffer.add_codepoints([ord(character) for character in text])
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.language = tag
        hb.shape(self._font, buffer)
        found = [0] * len(text)
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            lacking = info.codepoint == 0  # .notdef
            own = _stand_in(text[info.cluster]) if lacking else at.x_advance / self._face.upem
            found[info.cluster] += round(own * size * DOTS)
        return found

    def advance(self, character: str) -> float:
        """Of the character alone; of its empty box, where the face has none of it."""
        glyph = self._font.get_nominal_glyph(ord(character)) or 0
        return float(self._font.get_glyph_h_advance(glyph) / self._face.upem)


def _line(face: Any) -> tuple[float, float, float]:
    """Ascent, descent and the gap between lines, by the rule of word processors: hhea, unless the font asks for its
    OS/2 typographic measures."""
    ascent, descent, gap = struct.unpack(">3h", face.reference_table("hhea").data[4:10])
    os2 = face.reference_table("OS/2").data
    if struct.unpack(">H", os2[62:64])[0] & _USE_TYPO_METRICS:
        ascent, descent, gap = struct.unpack(">3h", os2[68:74])
    return ascent / face.upem, -descent / face.upem, gap / face.upem


@cache
def _stand_in(character: str) -> float:
    """The advance of a character that a face lacks: word processors take it from another one, and no line grows by it."""
    return face(fonts.STAND_IN, False).advance(character)


@cache
def face(name: str, bold: bool) -> Face:
    """A face of languages.toml, or the one that is as wide as Arial. A bold file that says it is of regular weight, as
    Noto Nastaliq Urdu's does, is not found as bold: the regular one is drawn thicker."""
    found = Face(fonts.font_file(name, bold))
    return face(name, False) if bold and found.weight < _SEMI_BOLD else found


def main_font(spoken: Language) -> str:
    """The face that a language's own script is set in."""
    return fonts.LIKE_ARIAL if spoken.script == "latin" else spoken.fonts[0]


def font_for(script: ScriptKind, spoken: Language, around: Language) -> str:
    """The face of a piece of text in the language ``spoken``, in a document in the language ``around``."""
    for one in (spoken, around):
        if one.script == script:
            return main_font(one)
    return main_font(language(EAST_ASIAN)) if script == "east-asian" else fonts.LIKE_ARIAL
