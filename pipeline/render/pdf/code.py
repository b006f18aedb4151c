"""QR codes, drawn as squares: a phone's camera opens the address."""

from __future__ import annotations

from pipeline.render.pdf.flow import Flowable
from pipeline.render.pdf.layout import TEXT
from pipeline.render.pdf.objects import Array
from pipeline.render.pdf.structure import StructureElement, TaggedCanvas, attributes

_QUIET = 4  # modules of white around (ISO/IEC 18004, 6.3.8)


class Code(Flowable):
    """The QR code of an address, as wide as it is high; its element carries Alt."""

    left = 0.0

    def __init__(self, element: StructureElement, address: str, side: float) -> None:
        """``side`` in points, white included."""
        import segno  # here, since it takes longer to load than a page to set, and most leaflets need none

        self.element, self.width, self.height = element, side, side
        # M: reads with 15% of it damaged (ISO/IEC 18004), as a folded print may be.
        self.matrix = segno.make(address, error="m", micro=False).matrix

    def wrap(self, _width: float) -> float:
        return self.height

    def draw(self, canvas: TaggedCanvas) -> None:
        x, y = canvas.absolutePosition(0, 0)
        box = Array([x, y, x + self.width, y + self.height])
        self.element.attributes = attributes("Layout", Placement="Block", BBox=box)
        module = self.width / (len(self.matrix) + 2 * _QUIET)
        canvas.begin(self.element)
        canvas.write(f"{TEXT} rg")
        for number, row in enumerate(self.matrix):
            bottom = self.height - (number + 1 + _QUIET) * module
            for start, count in _dark(row):
                left = (start + _QUIET) * module
                canvas.write(f"{left:.3f} {bottom:.3f} {count * module:.3f} {module:.3f} re")
        canvas.write("f")
        canvas.end()


def _dark(row: bytes | bytearray) -> list[tuple[int, int]]:
    """Where each stretch of dark modules begins, and how many they are."""
    found: list[tuple[int, int]] = []
    for number, dark in enumerate(row):
        if dark and found and sum(found[-1]) == number:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((number, 1))
    return found
