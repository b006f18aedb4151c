"""Faces, which of them draws a character, and how they are embedded.

One CID stands for each pair of glyphs and text, so ToUnicode says exactly what stands at its place, in
any script, and ActualText is not needed. Where several glyphs draw one character (a letter and its dots in
Nastaliq), they become one composite glyph of the embedded font (docs/notes/pdf.md).
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import PDFStream, PDFZCompress

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.fonts import FontFile, families, font_file, line_height, package
from pipeline.languages import Language
from pipeline.render.pdf.objects import Array, Dictionary, string
from pipeline.render.pdf.objects import name as named
from pipeline.render.pdf.outlines import Contours
from pipeline.render.pdf.truetype import Part, with_composites, with_outlines

# Layout is done before embedding; a reader of the PDF needs outlines and widths only.
_UNUSED = ("GSUB", "GPOS", "GDEF", "name", "post", "cmap", "OS/2", "kern", "STAT", "DSIG", "meta")
_SUBSETS = 8  # of each face: the editions of a leaflet have the same letters


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
        self.outline = cache(self._outline)  # with quadratic curves
        self.subset = lru_cache(_SUBSETS)(self._subset)
        self.cff = "CFF " in self.face.table_tags
        self.has = cache(self._has)
        extents = self.font.get_font_extents("ltr")
        self.ascent: float = extents.ascender / self.upem
        self.descent: float = -extents.descender / self.upem

    def _has(self, character: str) -> bool:
        """Asked one by one: a Chinese font has 45,000, of which a page needs some dozens."""
        return self.font.get_nominal_glyph(ord(character)) is not None

    def _width(self, glyph: int) -> float:
        """Advance in 1/1000 em, rounded as it is written in /W: the pen must be followed with this number."""
        return float(round(self.font.get_glyph_h_advance(glyph) * 1000 / self.upem, 2))

    def bounding_box(self) -> list[int]:
        """Left, bottom, right and top of all its glyphs, in thousandths of the type size."""
        head = self.face.reference_table("head").data
        return [round(value * 1000 / self.upem) for value in struct.unpack(">4h", head[36:44])]

    def _subset(self, glyphs: frozenset[int]) -> tuple[bytes, dict[int, int]]:
        """A TrueType font with these glyphs, and each glyph's number in it."""
        if self.cff:
            return self._as_truetype(glyphs)
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS
        wanted.glyph_set.update({0, *glyphs})
        for tag in _UNUSED:
            wanted.drop_table_tag_set.add(int.from_bytes(tag.ljust(4).encode(), "big"))
        return hb.subset(self.face, wanted).blob.data, {glyph: glyph for glyph in glyphs}

    def _as_truetype(self, glyphs: frozenset[int]) -> tuple[bytes, dict[int, int]]:
        """Glyphs of a CFF font, numbered anew, with quadratic outlines: validators read the widths of embedded CFF fonts
        wrongly."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update({0, *glyphs})
        for tag in (*_UNUSED, "CFF ", "VORG", "vhea", "vmtx", "BASE"):
            wanted.drop_table_tag_set.add(int.from_bytes(tag.ljust(4).encode(), "big"))
        plan = hb.SubsetPlan(self.face, wanted)
        numbers = dict(plan.old_to_new_glyph_mapping)
        outlines = [self.outline(glyph) for glyph in sorted(numbers, key=lambda one: numbers[one])]
        return with_outlines(plan.execute().blob.data, outlines), {glyph: numbers[glyph] for glyph in glyphs}  # fmt: skip

    def _outline(self, glyph: int) -> bytes:
        contours = Contours()
        self.font.draw_glyph_with_pen(glyph, contours)
        return contours.glyph()


@cache
def face(name: str, bold: bool) -> Face:
    """The face, opened once for all PDF files of a process."""
    return Face(font_file(name, bold), line_height(name))


@cache
def face_for(character: str, language: Language, bold: bool) -> Face | None:
    """The first face that has the character; the language's own for controls, which need no glyph; else None."""
    for name in families(language):
        if font_file(name, bold).path.is_file() or name in language.fonts:
            candidate = face(name, bold)
            if candidate.has(character):
                return candidate
    if unicodedata.category(character) in ("Cc", "Cf"):
        return face(language.fonts[0], bold)
    return None


Letter = int | tuple[Part, ...]  # its glyph, or its glyphs and their places
Drawn = tuple[Letter, str]  # and the text that it stands for


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

    def _program(self) -> tuple[bytes, dict[Letter, int]]:
        """The font program, and the number of each letter's glyph in it."""
        letters = dict.fromkeys(letter for letter, _ in self._codes)
        alone = [letter for letter in letters if isinstance(letter, int)]
        several = [letter for letter in letters if not isinstance(letter, int)]
        data, numbers = self.face.subset(
            frozenset(alone).union(part.glyph for letter in several for part in letter)
        )
        made: dict[Letter, int] = {letter: numbers[letter] for letter in alone}
        if several:
            placed = [[part._replace(glyph=numbers[part.glyph]) for part in letter] for letter in several]  # fmt: skip
            data, first = with_composites(data, placed)
            made |= {letter: first + number for number, letter in enumerate(several)}
        return data, made

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (ReportLab's name)
        data, numbers = self._program()
        name = f"{_subset_tag(data)}+{self.face.file.name}"
        descriptor = Dictionary({
            "Type": named("FontDescriptor"), "FontName": named(name), "Flags": 4,
            "FontBBox": Array(self.face.bounding_box()), "ItalicAngle": 0, "Ascent": round(self.face.ascent * 1000),
            "Descent": -round(self.face.descent * 1000), "CapHeight": 714, "StemV": 80,
            "FontFile2": doc.Reference(_stream(data, Length1=len(data))),
        })  # fmt: skip
        # CIDs count from 1 without a gap.
        widths = " ".join(f"{self.face.width(_carrier(letter)):g}" for letter, _ in self._codes)
        glyphs = b"\0\0" + b"".join(numbers[letter].to_bytes(2, "big") for letter, _ in self._codes)
        info = {"Registry": string("Adobe"), "Ordering": string("Identity"), "Supplement": 0}
        descendant = Dictionary({
            "Type": named("Font"), "Subtype": named("CIDFontType2"), "BaseFont": named(name), "DW": 1000,
            "W": f"[1 [{widths}]]", "CIDSystemInfo": Dictionary(info), "FontDescriptor": doc.Reference(descriptor),
            "CIDToGIDMap": doc.Reference(_stream(glyphs)),
        })  # fmt: skip
        font = Dictionary({
            "Type": named("Font"), "Subtype": named("Type0"), "BaseFont": named(name),
            "Encoding": named("Identity-H"), "DescendantFonts": Array([doc.Reference(descendant)]),
            "ToUnicode": doc.Reference(_stream("\n".join(_to_unicode(self._codes)))),
        })  # fmt: skip
        doc.idToObject["BasicFonts"].dict[self.resource] = doc.Reference(font)


def _carrier(letter: Letter) -> int:
    """The glyph that moves the pen."""
    return letter if isinstance(letter, int) else letter[0].glyph


def _stream(content: bytes | str, **dictionary: object) -> Any:
    stream = PDFStream(dictionary=Dictionary(dictionary), content=content)
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
