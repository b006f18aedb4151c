"""QR codes as pictures: of a Word file that was printed, a phone's camera opens the address."""

from __future__ import annotations

import io

import segno

from pipeline.document import Figure, Line

_QUIET = 4  # modules of white around (ISO/IEC 18004, 6.3.8)
_PIXELS = 8  # a module's side: sharp where a reader enlarges it


def code(address: str, alt: Line) -> Figure:
    """The QR code of an address, white around it included. ``alt``: what it is, in words."""
    # M: reads with 15% of it damaged (ISO/IEC 18004), as a folded print may be.
    made = segno.make(address, error="m", micro=False)
    out = io.BytesIO()
    made.save(out, kind="png", scale=_PIXELS, border=_QUIET)
    side = int(made.symbol_size(_PIXELS, _QUIET)[0])
    return Figure("", out.getvalue(), side, side, alt)
