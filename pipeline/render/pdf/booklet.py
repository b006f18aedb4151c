"""Pages laid out on sheets, so that the sheets, printed on both sides and folded together, are a booklet.

Two pages stand on each side of a sheet, at their own scale: the type keeps its size. A sheet is for the press, so it has
no tags; the pages that it is made from have them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

BLEED = 8.5  # points: 3 mm of paper beyond the cut, as printers ask for
_MARK, _AWAY = 14.17, 11.34  # points: marks of 5 mm, 4 mm away from the cut, outside the bleed
_HAIR = 0.25  # points: the line of a mark


@dataclass(frozen=True, slots=True)
class Side:
    """The numbers from 0 of the two pages on one side of a sheet."""

    left: int
    right: int


def sides(pages: int, rtl: bool) -> list[Side]:
    """Front and back of each sheet in turn, the outermost first; the back is printed with the sheet turned on its short
    edge. Raises ValueError when the pages are no multiple of four. ``rtl``: the fold is at the right of the first page."""
    if pages % 4:
        raise ValueError(f"{pages} pages cannot be folded into a booklet")
    found: list[Side] = []
    for first in range(0, pages // 2, 2):
        last = pages - 1 - first
        front, back = Side(last, first), Side(first + 1, last - 1)
        found += [Side(side.right, side.left) if rtl else side for side in (front, back)]
    return found


def imposed(data: bytes, title: str, rtl: bool, bleed: bool = False) -> bytes:
    """The sheets of a PDF whose pages are all of one size and a multiple of four. ``bleed``: with 3 mm of paper beyond the
    cut all round, and marks for cutting and folding."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pages, pikepdf.new() as sheets:
        width, height = (float(side) for side in pages.pages[0].mediabox[2:])
        forms = [sheets.copy_foreign(page.as_form_xobject()) for page in pages.pages]
        room = BLEED + _AWAY + _MARK if bleed else 0.0
        for side in sides(len(forms), rtl):
            sheets.pages.append(_sheet(sheets, forms[side.left], forms[side.right], (width, height), room))  # fmt: skip
        sheets.docinfo["/Title"] = title
        sheets.save(out, deterministic_id=True)
    return out.getvalue()


def _sheet(
    sheets: pikepdf.Pdf, left: pikepdf.Object, right: pikepdf.Object, size: tuple[float, float], room: float
) -> pikepdf.Page:  # fmt: skip
    width, height = size
    placed = (
        f"q 1 0 0 1 {room:g} {room:g} cm /L Do Q q 1 0 0 1 {room + width:g} {room:g} cm /R Do Q"
    )
    marks = _marks(2 * width, height, room) if room else ""
    page = sheets.make_indirect(Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, 2 * width + 2 * room, height + 2 * room]),
        Resources=Dictionary(XObject=Dictionary(L=left, R=right)),
        Contents=sheets.make_stream(f"{placed} {marks}".encode()),
    ))  # fmt: skip
    page.TrimBox = _grown(2 * width, height, room, 0)
    page.BleedBox = _grown(2 * width, height, room, BLEED if room else 0)
    return pikepdf.Page(page)


def _grown(width: float, height: float, room: float, by: float) -> Array:
    return Array([room - by, room - by, room + width + by, room + height + by])


def _marks(width: float, height: float, room: float) -> str:
    """Lines at the four corners of the cut, and at both ends of the fold."""
    left, right, foot, top, fold = room, room + width, room, room + height, room + width / 2
    near, far = BLEED + _AWAY - _MARK / 2, BLEED + _AWAY + _MARK / 2
    lines = [
        (x, y + way * near, x, y + way * far)
        for x in (left, fold, right)
        for y, way in ((foot, -1), (top, 1))
    ]
    lines += [(x + way * near, y, x + way * far, y) for y in (foot, top) for x, way in ((left, -1), (right, 1))]  # fmt: skip
    drawn = (f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l S" for a, b, c, d in lines)
    return f"q 0 G {_HAIR:g} w {' '.join(drawn)} Q"
