"""Pictures that leaflets may hold: PNG and JPEG, looked at before they are used."""

from __future__ import annotations

import io

MOST_PIXELS = 50_000_000


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises ValueError, in words, for what is no such picture or is too large."""
    from PIL import Image, UnidentifiedImageError  # few leaflets have pictures

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            press = image.mode == "CMYK"
            if width * height <= MOST_PIXELS and not press:
                image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValueError("is no picture that can be read") from None
    if press:
        raise ValueError("has the colours of a printing press (CMYK)")
    if width * height > MOST_PIXELS:
        raise ValueError(f"has more than {MOST_PIXELS:,} pixels")
    return width, height
