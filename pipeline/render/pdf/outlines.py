"""TrueType outlines for fonts that have cubic ones (CFF), as glyf has them (OpenType 1.9).

fontTools can do this too; it reads itself in and unpacks the whole font to do so, for the few Chinese characters of a first
page too. It does the arithmetic here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from fontTools.cu2qu import curve_to_quadratic

_ERROR = 1.0  # font units between a cubic outline and its quadratic stand-in
_ON, _X_SHORT, _Y_SHORT, _X_SAME, _Y_SAME = 0x01, 0x02, 0x04, 0x10, 0x20  # flags of a point
_LONGEST = 255  # that a coordinate of one byte goes

At = tuple[float, float]


class Contours:
    """Takes an outline as HarfBuzz draws it, and keeps it with quadratic curves."""

    def __init__(self) -> None:
        self.contours: list[
            list[tuple[At, bool]]
        ] = []  # each point, and whether it is on the curve

    def moveTo(self, at: At) -> None:  # noqa: N802 (the names are HarfBuzz's)
        self.contours.append([(at, True)])

    def lineTo(self, at: At) -> None:  # noqa: N802
        self.contours[-1].append((at, True))

    def curveTo(self, one: At, other: At, at: At) -> None:  # noqa: N802
        begin, _ = self.contours[-1][-1]
        _, *controls, _ = curve_to_quadratic([begin, one, other, at], _ERROR)
        self.contours[-1] += [*((control, False) for control in controls), (at, True)]

    def qCurveTo(self, control: At, at: At) -> None:  # noqa: N802
        self.contours[-1] += [(control, False), (at, True)]

    def closePath(self) -> None:  # noqa: N802
        if len(self.contours[-1]) > 1 and self.contours[-1][0] == self.contours[-1][-1]:
            self.contours[-1].pop()  # where it began

    def glyph(self) -> bytes:
        """The outline as it stands in glyf, turned round: TrueType fills what is clockwise."""
        contours = [[first, *reversed(others)] for first, *others in self.contours]
        if not contours:
            return b""
        points = [point for contour in contours for point in contour]
        xs, ys = zip(*((round(x), round(y)) for (x, y), _ in points), strict=True)
        header = struct.pack(">5h", len(contours), min(xs), min(ys), max(xs), max(ys))
        ends = [end - 1 for end in accumulate(map(len, contours))]
        flags_x, x_bytes = _written(xs, _X_SHORT, _X_SAME)
        flags_y, y_bytes = _written(ys, _Y_SHORT, _Y_SAME)
        flags = bytes(x | y | on for x, y, (_, on) in zip(flags_x, flags_y, points, strict=True))
        data = header + struct.pack(f">{len(ends)}HH", *ends, 0) + flags + x_bytes + y_bytes
        return data + bytes(-len(data) % 4)


def _written(places: Iterable[int], short: int, same: int) -> tuple[list[int], bytes]:
    """The flags of some coordinates, and their bytes: each against the one before, in one byte where that will do."""
    flags, data = [], bytearray()
    for before, place in pairwise([0, *places]):
        step = place - before
        if not step:
            flags.append(same)
        elif abs(step) <= _LONGEST:
            flags.append(short | (same if step > 0 else 0))
            data.append(abs(step))
        else:
            flags.append(0)
            data += struct.pack(">h", step)
    return flags, bytes(data)


def limits(outlines: Sequence[bytes]) -> bytes:
    """The maxp table of a font with these outlines, which have no instructions and no parts."""
    contours = [struct.unpack_from(">h", outline)[0] for outline in outlines if outline]
    points = [struct.unpack_from(">H", outline, 10 + 2 * (count - 1))[0] + 1
              for outline, count in zip(filter(None, outlines), contours, strict=True)]  # fmt: skip
    most = max(points, default=0), max(contours, default=0)
    zones = 1
    return struct.pack(">I14H", 0x00010000, len(outlines), *most, 0, 0, zones, *[0] * 8)
