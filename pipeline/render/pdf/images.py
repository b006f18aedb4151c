"""Pictures as image XObjects."""

from __future__ import annotations

import io
from typing import Any

from pipeline.render.pdf.objects import File, Name, Reference


def image(file: File, data: bytes) -> Reference:
    """A PNG or JPEG picture in sRGB or grey. A JPEG stays as it is, what is see-through stays so."""
    from PIL import Image  # few leaflets have pictures

    with Image.open(io.BytesIO(data)) as picture:
        entries = _entries(
            "DeviceGray" if picture.mode in ("1", "L") else "DeviceRGB", picture.size
        )
        if picture.format == "JPEG" and picture.mode in ("L", "RGB"):
            return file.stream(data, entries | {"Filter": Name("DCTDecode")}, packed=False)
        if picture.has_transparency_data:
            clear = picture.convert("RGBA")
            mask = file.stream(
                clear.getchannel("A").tobytes(), _entries("DeviceGray", picture.size)
            )
            return file.stream(
                clear.convert("RGB").tobytes(),
                _entries("DeviceRGB", picture.size) | {"SMask": mask},
            )
        return file.stream(
            picture.convert("L" if picture.mode in ("1", "L") else "RGB").tobytes(), entries
        )


def _entries(space: str, size: tuple[int, int]) -> dict[str, Any]:
    return {
        "Type": Name("XObject"), "Subtype": Name("Image"), "Width": size[0], "Height": size[1], "BitsPerComponent": 8,
        "ColorSpace": Name(space),
    }  # fmt: skip
