"""That the pictures are the leaflet's, each with its description."""

from __future__ import annotations

import io
from collections.abc import Iterator

import segno
from PIL import Image

from pipeline import document as doc
from pipeline import inline
from pipeline.checks.docx.written import Written
from pipeline.checks.promised import bare, parts
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity
from pipeline.document import Document

CHECKS: Checks[Written] = Checks()
check = CHECKS.check


@check("A306", Severity.ERROR)
def pictures_are_described(word: Written) -> Iterator[Finding]:
    """Every picture has its description.

    A picture without words is nothing to a blind reader.
    """
    wanted = [
        bare(inline.plain(one.inlines)) for one in parts(word.document, []) if one.role == "Figure"
    ]
    found = [bare(said) for one in word.text for said in one.pictures]
    if found != wanted:
        yield word.says("the descriptions of pictures are not the leaflet's")
    images = [image for one in word.text for image in one.images]
    promised = list(_images(word.document))
    if len(images) != len(promised) or not all(map(_same_picture, images, promised)):
        yield word.says("the pictures are not the leaflet's")


def _images(document: Document) -> Iterator[bytes | str]:
    """The bytes of each picture; of a QR code, its address."""
    if document.publisher and document.brand.logo:
        yield document.brand.logo.image
    yield from (one.image for one in doc.walk_blocks(document) if isinstance(one, doc.Figure))
    yield from filter(None, (document.offer.audio, document.offer.page))


def _same_picture(found: bytes, promised: bytes | str) -> bool:
    """The same bytes, or the same pixels; of a QR code, the one of its address."""
    if found == promised:
        return True
    try:
        with Image.open(io.BytesIO(found)) as image:
            if isinstance(promised, str):
                code = segno.make(promised, error="m", micro=False)
                return _modules(image) == [list(row) for row in code.matrix]
            with Image.open(io.BytesIO(promised)) as other:
                return _pixels(image) == _pixels(other)
    except OSError:
        return False


def _pixels(image: Image.Image) -> tuple[tuple[int, int], bytes]:
    return image.size, image.convert("RGB").tobytes()


def _modules(image: Image.Image) -> list[list[int]]:
    """Which modules of a QR code are dark, without the white around; a module is as wide as the first dark corner's
    seventh (ISO/IEC 18004, 6.3.3: finder patterns)."""
    grey = image.convert("L").point(lambda level: 255 if level < 128 else 0)
    left, top, right, bottom = grey.getbbox() or (0, 0, 0, 0)
    finder = next((x for x in range(left, right) if not grey.getpixel((x, top))), right) - left
    side = max(1, finder // 7)
    across, down = range(left + side // 2, right, side), range(top + side // 2, bottom, side)
    return [[int(bool(grey.getpixel((x, y)))) for x in across] for y in down]
