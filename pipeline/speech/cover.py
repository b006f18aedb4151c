"""The picture that players show: the title in large letters, the publisher and the language's name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont, features

from pipeline import fonts
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.languages import Language

SIZE = 600  # pixels each way: what players scale from
_MARGIN, _TITLE, _SMALLEST, _FOOT = 48, 84, 20, 32  # pixels
_ROOM = SIZE - 2 * _MARGIN
_PAPER, _INK = (255, 255, 255), (20, 32, 64)
_GAP = 1.6  # lines, in type sizes; scripts with deep letters have more in languages.toml


@dataclass(frozen=True)
class _Pen:
    """Writes a language's texts from the side where it begins."""

    draw: ImageDraw.ImageDraw
    language: Language

    def write(self, text: str, middle: float, face: ImageFont.FreeTypeFont) -> None:
        rtl = self.language.rtl
        at, anchor = (SIZE - _MARGIN, "rm") if rtl else (_MARGIN, "lm")
        self.draw.text((at, middle), text, _INK, face, anchor, direction=self.language.direction)

    def length(self, text: str, face: ImageFont.FreeTypeFont) -> float:
        return self.draw.textlength(text, face, self.language.direction)


@lru_cache
def draw(title: str, publisher: str, language: Language) -> bytes:
    """A PNG, the same bytes for the same words. Raises LeafletError when a font or the shaping library is missing."""
    if not features.check("raqm"):
        raise _cannot("its letters cannot be joined: install libfribidi0")
    if missing := fonts.missing(language):
        raise _cannot(f"install {fonts.package(missing[0])}")
    picture = Image.new("RGB", (SIZE, SIZE), _PAPER)
    pen = _Pen(ImageDraw.Draw(picture), language)
    pen.draw.rectangle((0, 0, SIZE, _MARGIN // 2), fill=_INK)
    _title(pen, title)
    _foot(pen, publisher, SIZE - _MARGIN - 2 * _FOOT)
    _foot(pen, language.autonym, SIZE - _MARGIN)
    out = io.BytesIO()
    picture.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def _cannot(why: str) -> LeafletError:
    at = Location("source/publisher.yaml")
    return LeafletError(
        Diagnostic(
            "N415",
            f"no cover can be drawn for the sound: {why}",
            at,
            "run leaflet doctor, which gives the command",
        )
    )


def _title(pen: _Pen, title: str) -> None:
    """As large as it fits."""
    high = SIZE - 3 * _MARGIN - 3 * _FOOT
    gap = max(_GAP, pen.language.line_height)
    for size in range(_TITLE, _SMALLEST - 1, -4):
        face, text = _face(title, pen.language, True, size)
        lines = list(_lines(pen, text, face))
        if len(lines) * size * gap <= high and all(
            pen.length(line, face) <= _ROOM for line in lines
        ):
            break
    for number, line in enumerate(lines[: int(high / (size * gap))]):
        pen.write(line, _MARGIN + (number + 0.5) * size * gap, face)


def _foot(pen: _Pen, text: str, middle: float) -> None:
    for size in range(_FOOT, _SMALLEST // 2, -2):
        face, shown = _face(text, pen.language, False, size)
        if pen.length(shown, face) <= _ROOM:
            break
    pen.write(shown, middle, face)


def _lines(pen: _Pen, text: str, face: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    glue = "" if pen.language.script == "east-asian" else " "
    for word in text.split() if glue else text:
        wider = f"{line}{glue}{word}" if line else word
        if line and pen.length(wider, face) > _ROOM:
            yield line
            wider = word
        line = wider
    yield line


def _face(text: str, language: Language, bold: bool, size: int) -> tuple[ImageFont.FreeTypeFont, str]:  # fmt: skip
    """The first face that has every letter of the text, with the text; else the language's own, with the words that it
    has: a Latin name beside an Urdu one stands in the file's title."""
    files = [fonts.font_file(name, bold) for name in (*language.fonts, "NotoSans")]
    file = next((one for one in files if set(text) - {" "} <= _letters(one)), files[0])
    shown = " ".join(word for word in text.split() if set(word) <= _letters(file))
    face = ImageFont.truetype(str(file.path), size, file.index, layout_engine=ImageFont.Layout.RAQM)
    return face, shown


@cache
def _letters(file: fonts.FontFile) -> frozenset[str]:
    """The characters that a font can draw, and those that only join or part others."""
    with TTFont(file.path, fontNumber=file.index, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap())) | set("\u200c\u200d")
