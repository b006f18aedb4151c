"""Faces, which of them draws a character, and how they are embedded.

One CID stands for each pair of glyphs and text, so ToUnicode says exactly what stands at its place, in
any script, and ActualText is not needed. Where several glyphs draw one character (a letter and its dots in
Nastaliq), they become one composite glyph of the embedded font (docs/notes/pdf.md).
"""

from __future__ import annotations

import hashlib
import io
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.fonts import FontFile, families, font_file, line_height, package
from pipeline.languages import Language
from pipeline.render.pdf.truetype import Part, with_composites

# Layout is done before embedding; a reader of the PDF needs outlines and widths only.
_UNUSED = ("GSUB", "GPOS", "GDEF", "name", "post", "cmap", "OS/2", "kern", "STAT", "DSIG", "meta")
_CFF_ERROR = 1.0  # font units between a cubic outline and its quadratic stand-in


class Face:
    """A font file, opened once for all documents."""

    def __init__(self, file: FontFile, needs: float) -> None:
        """``needs``: from baseline to baseline, in type sizes."""
        if not file.path.is_file():
            hint = f"install the Debian package {package(file)}; leaflet doctor shows what else is missing"
            raise LeafletError(
                Diagnostic("A102", "this font file is missing", Location(str(file.path)), hint)
            )
        self.file, self.line_height = file, needs
        self.face: Any = hb.Face(hb.Blob.from_file_path(str(file.path)), file.index)
        self.font: Any = hb.Font(self.face)
        self.upem: int = self.face.upem
        self.advance = cache(self.font.get_glyph_h_advance)
        self.width = cache(self._width)
        self.cff = "CFF " in self.face.table_tags
        self.characters: frozenset[int] = frozenset(self.face.unicodes)
        extents = self.font.get_font_extents("ltr")
        self.ascent: float = extents.ascender / self.upem
        self.descent: float = -extents.descender / self.upem

    def _width(self, glyph: int) -> float:
        """Advance in 1/1000 em, rounded as it is written in /W: the pen must be followed with this number."""
        return float(round(self.font.get_glyph_h_advance(glyph) * 1000 / self.upem, 2))

    def bounding_box(self) -> list[int]:
        head = self.face.reference_table("head").data
        return [round(value * 1000 / self.upem) for value in struct.unpack(">4h", head[36:44])]

    def subset(self, glyphs: frozenset[int]) -> tuple[bytes, dict[int, int]]:
        """A TrueType font with these glyphs, and each glyph's number in it."""
        if self.cff:
            return _as_truetype(self.file, glyphs)
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS
        wanted.glyph_set.update({0, *glyphs})
        for tag in _UNUSED:
            wanted.drop_table_tag_set.add(int.from_bytes(tag.ljust(4).encode(), "big"))
        return hb.subset(self.face, wanted).blob.data, {glyph: glyph for glyph in glyphs}


@cache
def face(name: str, bold: bool) -> Face:
    return Face(font_file(name, bold), line_height(name))


@cache
def _as_truetype(file: FontFile, glyphs: frozenset[int]) -> tuple[bytes, dict[int, int]]:
    """Glyphs of a CFF font with quadratic outlines: validators read the widths of embedded CFF fonts wrongly. HarfBuzz
    cuts them out first, since fontTools would read the whole font for a word."""
    from fontTools import ttLib
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
    wanted.glyph_set.update({0, *glyphs})
    for tag in (*_UNUSED, "VORG", "vhea", "vmtx", "BASE"):
        wanted.drop_table_tag_set.add(int.from_bytes(tag.ljust(4).encode(), "big"))
    plan = hb.SubsetPlan(hb.Face(hb.Blob.from_file_path(str(file.path)), file.index), wanted)
    few = io.BytesIO(plan.execute().blob.data)
    font = ttLib.TTFont(few, lazy=True, recalcTimestamp=False)
    outlines, drawn = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, _CFF_ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    _swap_outlines(font, drawn)
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    numbers = plan.old_to_new_glyph_mapping
    return out.getvalue(), {glyph: numbers[glyph] for glyph in glyphs}


def _swap_outlines(font: Any, drawn: dict[str, Any]) -> None:
    """Put glyf and loca in the place of CFF, with the maxp fields that TrueType has beside."""
    from fontTools import ttLib

    font["loca"], font["glyf"] = ttLib.newTable("loca"), ttLib.newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = font.getGlyphOrder(), drawn
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
                  "maxSizeOfInstructions", "maxComponentElements"):  # fmt: skip
        setattr(limits, field, 0)
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


@cache
def face_for(character: str, language: Language, bold: bool) -> Face | None:
    """The first face that has the character; the language's own for controls, which need no glyph; else None."""
    for name in families(language):
        if font_file(name, bold).path.is_file() or name in language.fonts:
            candidate = face(name, bold)
            if ord(character) in candidate.characters:
                return candidate
    if unicodedata.category(character) in ("Cc", "Cf"):
        return face(language.fonts[0], bold)
    return None


Drawn = tuple[tuple[Part, ...], str]  # a letter's glyphs, and the text that they stand for


class _Codes(dict[Drawn, str]):
    """The CID of each in four hexadecimal digits, counted from 1 as they come."""

    def __missing__(self, drawn: Drawn) -> str:
        code = self[drawn] = f"{len(self) + 1:04X}"
        return code


class EmbeddedFont:
    """A Face as one document uses it. ReportLab calls addObjects on everything in delayedFonts when it saves."""

    def __init__(self, face: Face, doc: Any) -> None:
        self.face = face
        self.resource = f"C{len(doc.delayedFonts) + 1}"
        self._codes = _Codes()
        doc.delayedFonts.append(self)

    def codes(self, drawn: Iterable[Drawn]) -> list[str]:
        """What shows each, as TJ takes it."""
        return [*map(self._codes.__getitem__, drawn)]

    def _program(self) -> tuple[bytes, dict[tuple[Part, ...], int]]:
        """The font program, and the number of each letter's glyph in it."""
        letters = dict.fromkeys(letter for letter, _ in self._codes)
        data, numbers = self.face.subset(
            frozenset(part.glyph for letter in letters for part in letter)
        )
        made: dict[tuple[Part, ...], int] = {
            letter: numbers[letter[0].glyph] for letter in letters if len(letter) == 1
        }
        if several := [letter for letter in letters if len(letter) > 1]:
            placed = [[part._replace(glyph=numbers[part.glyph]) for part in letter] for letter in several]  # fmt: skip
            data, first = with_composites(data, placed)
            made |= {letter: first + number for number, letter in enumerate(several)}
        return data, made

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (ReportLab's name)
        data, numbers = self._program()
        name = f"{_subset_tag(data)}+{self.face.file.name}"
        descriptor = PDFDictionary({
            "Type": PDFName("FontDescriptor"), "FontName": PDFName(name), "Flags": 4,
            "FontBBox": PDFArray(self.face.bounding_box()), "ItalicAngle": 0, "Ascent": round(self.face.ascent * 1000),
            "Descent": -round(self.face.descent * 1000), "CapHeight": 714, "StemV": 80,
            "FontFile2": doc.Reference(_stream(data, Length1=len(data))),
        })  # fmt: skip
        # CIDs count from 1 without a gap.
        widths = " ".join(f"{self.face.width(letter[0].glyph):g}" for letter, _ in self._codes)
        glyphs = b"\0\0" + b"".join(numbers[letter].to_bytes(2, "big") for letter, _ in self._codes)
        info = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
        descendant = PDFDictionary({
            "Type": PDFName("Font"), "Subtype": PDFName("CIDFontType2"), "BaseFont": PDFName(name), "DW": 1000,
            "W": f"[1 [{widths}]]", "CIDSystemInfo": PDFDictionary(info), "FontDescriptor": doc.Reference(descriptor),
            "CIDToGIDMap": doc.Reference(_stream(glyphs)),
        })  # fmt: skip
        font = PDFDictionary({
            "Type": PDFName("Font"), "Subtype": PDFName("Type0"), "BaseFont": PDFName(name),
            "Encoding": PDFName("Identity-H"), "DescendantFonts": PDFArray([doc.Reference(descendant)]),
            "ToUnicode": doc.Reference(_stream("\n".join(_to_unicode(self._codes)))),
        })  # fmt: skip
        doc.idToObject["BasicFonts"].dict[self.resource] = doc.Reference(font)


def _stream(content: bytes | str, **dictionary: object) -> Any:
    stream = PDFStream(dictionary=PDFDictionary(dictionary), content=content)
    stream.filters = [PDFZCompress]
    return stream


def _subset_tag(data: bytes) -> str:
    """Six capital letters made from the content: stable from build to build, different for different subsets."""
    return "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(data).digest()[:6])


def _to_unicode(codes: dict[Drawn, str]) -> Iterator[str]:
    yield from ("/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
                "1 begincodespacerange", "<0000> <FFFF>", "endcodespacerange")  # fmt: skip
    for block in _hundreds([(code, text) for (_, text), code in codes.items()]):
        yield f"{len(block)} beginbfchar"
        for code, text in block:
            yield f"<{code}> <{text.encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"
    yield from ("endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end")


def _hundreds(entries: list[tuple[str, str]]) -> Iterable[list[tuple[str, str]]]:
    """A bfchar block holds at most 100 lines (ISO 32000-1, 9.10.3)."""
    return (entries[start : start + 100] for start in range(0, len(entries), 100))
