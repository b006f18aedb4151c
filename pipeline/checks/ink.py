"""What a page looks like, by PDFium: the ground that a character stands on, and whether its ink is really there.

Operators say how a page was meant; only drawing it shows what covers, hides or pales a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pypdfium2
from PIL.Image import Image

from pipeline.checks.content import Colour, Placed

_SCALE = 2.0  # pixels a point: the stem of a letter of 12 points is then a pixel or more
_AROUND = 2  # pixels of ground that are looked at on each side
_SAME = 0.06  # how far apart two parts of a colour may be that the eye takes as one


def pages(data: bytes) -> int:
    """How many pages PDFium opens. Raises ValueError when it cannot open one."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            return len([pdf[number] for number in range(len(pdf))])
    except pypdfium2.PdfiumError as problem:
        raise ValueError(f"PDFium says: {problem}") from problem


def grounds(data: bytes, characters: Iterable[Placed]) -> Iterator[tuple[Placed, Colour, float]]:
    """Each character, the colour of the ground around its ink, and how its ink stands out from that, 1 to 21."""
    with pypdfium2.PdfDocument(data) as pdf:
        for number, group in groupby(characters, key=lambda one: one.page):
            image = pdf[number].render(scale=_SCALE).to_pil().convert("RGB")
            grey = image.convert("L")
            for one in group:
                box = _pixels(one, image)
                ground = _ground(image, box, one.colour)
                yield one, ground, _drawn(grey, box, ground)


def _pixels(one: Placed, image: Image) -> tuple[int, int, int, int]:
    """The part of the picture that holds the ink: left, top, right, bottom."""
    left, bottom, right, top = one.box
    left, right = int(left * _SCALE) - _AROUND, int(right * _SCALE) + _AROUND + 1
    top, bottom = image.height - int(top * _SCALE) - _AROUND - 1, image.height - int(bottom * _SCALE) + _AROUND  # fmt: skip
    left, top = min(max(left, 0), image.width), min(max(top, 0), image.height)
    return left, top, max(min(right, image.width), left), max(min(bottom, image.height), top)


def _ground(image: Image, box: tuple[int, int, int, int], colour: Colour) -> Colour:
    """What there is most of around the ink, beside its own colour; that colour when there is nothing else."""
    part = image.crop(box)
    counted: Any = part.getcolors(part.width * part.height) or []
    for _, rgb in sorted(counted, reverse=True):
        ground = tuple(value / 255 for value in rgb)
        if max(abs(a - b) for a, b in zip(ground, colour, strict=True)) > _SAME:
            return ground
    return colour


def _drawn(grey: Image, box: tuple[int, int, int, int], ground: Colour) -> float:
    """The contrast of the darkest or lightest pixel with the ground; 1 for what is off the page."""
    if box[0] >= box[2] or box[1] >= box[3]:
        return 1.0
    extremes: Any = grey.crop(box).getextrema()
    return max(contrast((pixel / 255,) * 3, ground) for pixel in extremes)


def contrast(first: Colour, second: Colour) -> float:
    """From 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
