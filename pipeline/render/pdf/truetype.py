"""Glyphs put into a TrueType font: composite ones for letters of several glyphs, and outlines (OpenType 1.9, glyf).

fontTools can do this too; it unpacks every outline to do so, and a page of Nastaliq would wait for that longer than for
everything else.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from pipeline.render.pdf.outlines import limits

# Of a component: two words, which are x and y; others follow.
_WORDS, _PLACED, _MORE = (0x0001, 0x0002, 0x0020)
_LONG = b"\0\1"  # indexToLocFormat: offsets of four bytes
_TRUETYPE = b"\0\1\0\0"  # of a font with glyf outlines
_TOTAL = 0xB1B0AFBA  # what the words of a whole font come to (head.checkSumAdjustment)


class Part(NamedTuple):
    """A glyph of a letter and where it stands against the first, in font units."""

    glyph: int
    dx: int
    dy: int


def with_composites(data: bytes, letters: Sequence[Sequence[Part]]) -> tuple[bytes, int]:
    """The font with a glyph more for each letter, as wide as its first part; the number of the first of them."""
    tables = _tables(data)
    outlines, metrics = _outlines(tables), _metrics(tables)
    first = len(outlines)
    for letter in letters:
        outline = _composite(letter, outlines)
        (left,) = struct.unpack_from(">h", outline, 2)
        outlines.append(outline)
        metrics.append((metrics[letter[0].glyph][0], left))
    maxp = bytearray(tables[b"maxp"])
    struct.pack_into(">H", maxp, 4, len(outlines))
    elements, depth = struct.unpack_from(">HH", maxp, 28)
    struct.pack_into(">HH", maxp, 28, max(elements, *map(len, letters)), depth + 1)
    return _with_glyphs(tables | {b"maxp": bytes(maxp)}, outlines, metrics), first


def with_outlines(data: bytes, outlines: Sequence[bytes]) -> bytes:
    """A font that has no outlines with these, one for each glyph, none of them of parts."""
    tables = _tables(data)
    lefts = (struct.unpack_from(">h", outline, 2)[0] if outline else 0 for outline in outlines)
    metrics = [(width, left) for (width, _), left in zip(_metrics(tables), lefts, strict=True)]
    return _with_glyphs(tables | {b"maxp": limits(outlines)}, outlines, metrics)


def _with_glyphs(
    tables: dict[bytes, bytes], outlines: Sequence[bytes], metrics: Sequence[tuple[int, int]]
) -> bytes:
    head, hhea = bytearray(tables[b"head"]), bytearray(tables[b"hhea"])
    head[50:52] = _LONG
    struct.pack_into(">H", hhea, 34, len(metrics))
    offsets = [*accumulate(map(len, outlines), initial=0)]
    return _font(_TRUETYPE, tables | {
        b"head": bytes(head), b"hhea": bytes(hhea), b"glyf": b"".join(outlines),
        b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        b"hmtx": b"".join(struct.pack(">Hh", *metric) for metric in metrics),
    })  # fmt: skip


def _tables(data: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", data, 4)
    rows = [struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(count)]
    return {tag: data[offset : offset + length] for tag, _, offset, length in rows}


def _outlines(tables: dict[bytes, bytes]) -> list[bytes]:
    """The outline of each glyph; nothing for one without."""
    loca, glyf = tables[b"loca"], tables[b"glyf"]
    if tables[b"head"][50:52] == _LONG:
        offsets = struct.unpack(f">{len(loca) // 4}I", loca)
    else:
        offsets = tuple(2 * half for half in struct.unpack(f">{len(loca) // 2}H", loca))
    return [glyf[start:end] for start, end in pairwise(offsets)]


def _metrics(tables: dict[bytes, bytes]) -> list[tuple[int, int]]:
    """The advance and left side bearing of each glyph; the last ones may share an advance."""
    hmtx = tables[b"hmtx"]
    (count,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    metrics = list(struct.iter_unpack(">Hh", hmtx[: 4 * count]))
    bearings = struct.iter_unpack(">h", hmtx[4 * count :])
    return [*metrics, *((metrics[-1][0], left) for (left,) in bearings)]


def _composite(letter: Sequence[Part], outlines: Sequence[bytes]) -> bytes:
    parts, boxes = b"", []
    for number, (glyph, dx, dy) in enumerate(letter, 1):
        more = _MORE if number < len(letter) else 0
        parts += struct.pack(">HHhh", _WORDS | _PLACED | more, glyph, dx, dy)
        if outline := outlines[glyph]:
            left, bottom, right, top = struct.unpack_from(">4h", outline, 2)
            boxes.append((left + dx, bottom + dy, right + dx, top + dy))
    lefts, bottoms, rights, tops = zip(*boxes or [(0, 0, 0, 0)], strict=True)
    header = struct.pack(">5h", -1, min(lefts), min(bottoms), max(rights), max(tops))
    return header + parts + bytes(2)  # to a multiple of four


def _font(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    """A font file of these tables, with their checksums."""
    tables = dict(sorted(tables.items()))
    head = tables[b"head"]
    tables[b"head"] = head[:8] + bytes(4) + head[12:]
    power = 1 << len(tables).bit_length() - 1
    start = struct.pack(
        ">4sHHHH",
        version,
        len(tables),
        16 * power,
        power.bit_length() - 1,
        16 * (len(tables) - power),
    )
    body, rows, places = b"", b"", {}
    for tag, table in tables.items():
        places[tag] = 12 + 16 * len(tables) + len(body)
        padded = table + bytes(-len(table) % 4)
        rows += struct.pack(">4sIII", tag, _checksum(padded), places[tag], len(table))
        body += padded
    whole = bytearray(start + rows + body)
    adjustment = (_TOTAL - _checksum(whole)) % 2**32
    struct.pack_into(">I", whole, places[b"head"] + 8, adjustment)
    return bytes(whole)


def _checksum(padded: bytes | bytearray) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) % 2**32
