"""Stretches of text to glyphs, by HarfBuzz, in font units.

What comes out depends on the text, the characters around it, face, script, language and direction, and is kept by these.
The type size is not among them: another edition of a leaflet shapes nothing again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, groupby, pairwise
from typing import Any

import uharfbuzz as hb

from pipeline.facts import BIDI_CONTROLS
from pipeline.render.pdf.fonts import Drawn, Face
from pipeline.render.pdf.truetype import Part

CONTEXT = 5  # characters on either side that HarfBuzz looks at (hb-buffer.hh, CONTEXT_LENGTH)
# What only steers the bidi step or ends a line is never drawn.
UNSEEN = frozenset(BIDI_CONTROLS + "\n")
_KEPT = 4096  # stretches: several times a leaflet's, some tens of megabytes
_UNSPACED = "\u0e00"  # the scripts that do without spaces stand behind it (Thai, Khmer, Chinese)
_LEAST_MOVE = 0.05  # thousandths of the type size: less than a printer shows in a thousand lines


@dataclass(frozen=True, slots=True)
class Shaped:
    """Glyphs in visual order: ``pens``, the left edge of each and the right edge of the last; ``clusters``, the first
    character that each stands for. ``advances`` of characters. Letters in logical order, a letter being mostly one glyph, in
    Nastaliq a letter and its dots: ``starts``, the first character of each; what is ``drawn``; ``lefts``, where the pen is;
    ``rises``; ``moves`` of the pen from the letter before, as TJ takes them. ``breaks``: the characters before which a line
    may break and all letters stay as they are."""

    pens: Sequence[int]
    clusters: Sequence[int]
    advances: Sequence[int]
    starts: Sequence[int]
    drawn: Sequence[Drawn]
    lefts: Sequence[int]
    rises: Sequence[int]
    moves: Sequence[str]
    breaks: frozenset[int]

    def glyphs(self, start: int, end: int, rtl: bool) -> tuple[int, int]:
        """The first glyph of some characters, and the one after their last."""
        if not rtl:
            return bisect_left(self.clusters, start), bisect_left(self.clusters, end)
        return self._from_right(end), self._from_right(start)

    def _from_right(self, place: int) -> int:
        return bisect_left(self.clusters, 1 - place, key=lambda cluster: -cluster)

    def letters(self, start: int, end: int) -> tuple[int, int]:
        """The first letter of some characters, and the one after their last."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


@lru_cache(_KEPT)
def shaped(
    face: Face, script: str, language: str, rtl: bool, before: str, text: str, after: str
) -> Shaped:
    """``script``: of ISO 15924; ``language``: BCP 47; ``before`` and ``after``: up to CONTEXT characters around, for letters
    join across bold and links."""
    buffer: Any = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_codepoints([*map(ord, before + text + after)], len(before), len(text))
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script, buffer.language = script, language
    hb.shape(face.font, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    clusters = [info.cluster - len(before) for info in infos]
    pens = accumulate(
        (
            0 if text[c] in UNSEEN else at.x_advance
            for c, at in zip(clusters, positions, strict=True)
        ),
        initial=0,
    )
    glyphs = _Glyphs(
        [info.codepoint for info in infos],
        clusters,
        [*pens],
        [at.x_offset for at in positions],
        [at.y_offset for at in positions],
    )
    starts, drawn, carriers = glyphs.letters(text, rtl)
    lefts = [glyphs.pens[glyph] + glyphs.dx[glyph] for glyph in carriers]
    rises = [glyphs.dy[glyph] for glyph in carriers]
    moves = _moves(face, (glyphs.ids[glyph] for glyph in carriers), lefts)
    return Shaped(glyphs.pens, clusters, glyphs.by_character(len(text)), starts, drawn, lefts, rises, moves,
                  _breaks(text, clusters, infos))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """HarfBuzz's answer, in visual order."""

    ids: list[int]
    clusters: list[int]
    pens: list[int]  # the left edge of each, and the right edge of the last
    dx: list[int]
    dy: list[int]

    def by_character(self, count: int) -> list[int]:
        """The advance of each character; a cluster's stands at its first."""
        advances = [0] * count
        for cluster, (left, right) in zip(self.clusters, pairwise(self.pens), strict=True):
            advances[cluster] += right - left
        return advances

    def letters(self, text: str, rtl: bool) -> tuple[list[int], list[Drawn], list[int]]:
        """In logical order the first character of each letter, what is drawn, and the glyph that carries the pen."""
        logical = range(len(self.ids) - 1, -1, -1) if rtl else range(len(self.ids))
        if UNSEEN.isdisjoint(text) and len(self.ids) == len(text) and self._one_to_one():
            ids = self.ids[::-1] if rtl else self.ids
            return [*range(len(text))], [*map(_alone, ids, text)], [*logical]
        seen = [glyph for glyph in logical if text[self.clusters[glyph]] not in UNSEEN]
        starts = [*dict.fromkeys([self.clusters[glyph] for glyph in seen]), len(text)]
        groups = groupby(seen, self.clusters.__getitem__)
        rows: list[tuple[int, Drawn, int]] = []
        for (start, end), (_, members) in zip(pairwise(starts), groups, strict=True):
            characters = text[start] if end == start + 1 else without_controls(text[start:end])
            glyphs = [*members]
            if len(glyphs) == 1:
                rows.append((start, _alone(self.ids[glyphs[0]], characters), glyphs[0]))
            else:
                rows += [(start, *letter) for letter in self._dealt(characters, glyphs)]
        return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]

    def _one_to_one(self) -> bool:
        return len(set(self.clusters)) == len(self.clusters)

    def _dealt(self, text: str, glyphs: list[int]) -> Iterable[tuple[Drawn, int]]:
        """A glyph for each character, or a character for each glyph; the last takes what is left of either."""
        last = min(len(text), len(glyphs)) - 1
        for glyph, character in zip(glyphs[:last], text, strict=False):
            yield _alone(self.ids[glyph], character), glyph
        rest = glyphs[last:]
        # The widest carries the pen.
        rest.sort(key=lambda glyph: self.pens[glyph] - self.pens[glyph + 1])
        yield (tuple(self._parts(rest)), text[last:]), rest[0]

    def _parts(self, glyphs: Sequence[int]) -> Iterable[Part]:
        """Each glyph against the first."""
        places = [(self.pens[glyph] + self.dx[glyph], self.dy[glyph]) for glyph in glyphs]
        (left, bottom), *_ = places
        for glyph, (x, y) in zip(glyphs, places, strict=True):
            yield Part(self.ids[glyph], x - left, y - bottom)


@cache
def _alone(glyph: int, text: str) -> Drawn:
    return (Part(glyph, 0, 0),), text


def _moves(face: Face, carriers: Iterable[int], lefts: Sequence[int]) -> list[str]:
    """What TJ takes from the pen before each letter but the first, in thousandths of the type size. The pen has moved by
    the width as it is written in the file."""
    scale = 1000 / face.upem
    widths = map(face.width, carriers)
    gaps = [
        width - (to - left) * scale
        for width, (left, to) in zip(widths, pairwise(lefts), strict=False)
    ]
    return ["", *(_number(gap) if abs(gap) > _LEAST_MOVE else "" for gap in gaps)]


@lru_cache(_KEPT)
def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _breaks(text: str, clusters: Sequence[int], infos: Sequence[Any]) -> frozenset[int]:
    unsafe = hb.GlyphFlags.UNSAFE_TO_BREAK.value
    likely = [
        (cluster, info.flags.value)
        for cluster, info in zip(clusters, infos, strict=True)
        if cluster and (text[cluster - 1] == " " or text[cluster] > _UNSPACED)
    ]
    changing = {cluster for cluster, flags in likely if flags & unsafe}
    return frozenset(cluster for cluster, _ in likely) - changing | {0, len(text)}


def without_controls(text: str) -> str:
    """The text without what is never drawn."""
    return "".join(character for character in text if character not in UNSEEN)
