"""The picture that players show: the title in large letters, the publisher and the language's name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont, features

from pipeline import fonts
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.languages import Language

SIZE = 600  # pixels each way: what players scale from
_MARGIN, _TITLE, _SMALLEST, _FOOT = 48, 84, 36, 32  # pixels
_PAPER, _INK, _BAND = (255, 255, 255), (20, 32, 64), (20, 32, 64)
_GAP = 1.6  # lines, in type sizes; scripts with deep letters have more in languages.toml


@lru_cache
def draw(title: str, publisher: str, language: Language) -> bytes:
    """A PNG, the same bytes for the same words. Raises LeafletError when a font or the shaping library is missing."""
    if not features.check("raqm"):
        raise _cannot("its letters cannot be joined: install libfribidi0")
    if missing := fonts.missing(language):
        raise _cannot(f"install {fonts.package(missing[0])}")
    picture = Image.new("RGB", (SIZE, SIZE), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIZE, _MARGIN // 2), fill=_BAND)
    _title(pen, title, language)
    _foot(pen, publisher, SIZE - _MARGIN - 2 * _FOOT, language)
    _foot(pen, language.autonym, SIZE - _MARGIN, language)
    out = io.BytesIO()
    picture.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def _cannot(why: str) -> LeafletError:
    at = Location("source/publisher.yaml")
    return LeafletError(Diagnostic("N415", f"no cover can be drawn: {why}", at))


def _title(pen: ImageDraw.ImageDraw, title: str, language: Language) -> None:
    """As large as it fits, from the side where the language begins."""
    room = SIZE - 3 * _MARGIN - 3 * _FOOT
    size = _TITLE
    while True:
        face = _face(language, True, size)
        lines = list(_lines(pen, title, face, language))
        high = size * max(_GAP, language.line_height)
        if len(lines) * high <= room or size <= _SMALLEST:
            break
        size -= 4
    for number, line in enumerate(lines[: int(room / high)]):
        _write(pen, line, _MARGIN + number * high + high / 2, face, language)


def _foot(pen: ImageDraw.ImageDraw, text: str, middle: float, language: Language) -> None:
    _write(pen, text, middle, _face(language, False, _FOOT), language)


def _write(pen: ImageDraw.ImageDraw, text: str, middle: float, face: ImageFont.FreeTypeFont, language: Language) -> None:  # fmt: skip
    at, anchor = (SIZE - _MARGIN, "rm") if language.rtl else (_MARGIN, "lm")
    pen.text((at, middle), text, _INK, face, anchor, direction=language.direction)


def _lines(pen: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, language: Language) -> Iterator[str]:  # fmt: skip
    line = ""
    glue = "" if language.script == "east-asian" else " "
    for word in list(text) if not glue else text.split():
        wider = f"{line}{glue}{word}" if line else word
        if line and pen.textlength(wider, face, language.direction) > SIZE - 2 * _MARGIN:
            yield line
            wider = word
        line = wider
    yield line


def _face(language: Language, bold: bool, size: int) -> ImageFont.FreeTypeFont:
    file = fonts.font_file(language.fonts[0], bold)
    return ImageFont.truetype(str(file.path), size, file.index, layout_engine=ImageFont.Layout.RAQM)
