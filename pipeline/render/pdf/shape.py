"""Stretches of text to glyphs, by HarfBuzz, in font units.

What comes out depends on the text, the characters around it, face, script, language and direction, and is kept by these.
The type size is not among them: another edition of a leaflet shapes nothing again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import sub
from typing import Any

import uharfbuzz as hb

from pipeline.facts import BIDI_CONTROLS
from pipeline.render.pdf.fonts import Drawn, Face
from pipeline.render.pdf.truetype import Part

CONTEXT = 5  # characters on either side that HarfBuzz looks at (hb-buffer.hh, CONTEXT_LENGTH)
WORD_JOINER = "\u2060"
# What only steers the bidi step, ends a line or keeps it from ending is never drawn.
UNSEEN = frozenset(BIDI_CONTROLS + WORD_JOINER + "\n")
_KEPT = 4096  # stretches: several times a leaflet's, some tens of megabytes
_DISTINCT = 1 << 16  # glyphs with their texts: more than any language's
_FLAGS = [hb.GlyphFlags(bits) for bits in range(1 << len(hb.GlyphFlags))]
_SAFE = tuple(flags for flags in _FLAGS if hb.GlyphFlags.UNSAFE_TO_BREAK not in flags)
_UNSPACED = "\u0e00"  # the scripts that do without spaces stand behind it (Thai, Khmer, Chinese)
# Thousandths of the type size: a hundred of them are a tenth of a point at 18 pt.
_LEAST_MOVE = 0.05


@dataclass(frozen=True, slots=True)
class Shaped:
    """Glyphs in visual order: ``pens``, the left edge of each and the right edge of the last; ``ranks``, which rise: the
    first character that each stands for, from right to left as a negative number. ``advances`` of characters. Letters in
    logical order, a letter being mostly one glyph, in Nastaliq a letter and its dots: ``starts``, the first character of
    each; what is ``drawn``; ``lefts``, where the pen is; ``rises``; ``moves`` of the pen from the letter before, as TJ takes
    them. ``breaks``: the characters before which a line may break and all letters stay as they are."""

    pens: Sequence[int]
    ranks: Sequence[int]
    advances: Sequence[int]
    starts: Sequence[int]
    drawn: Sequence[Drawn]
    lefts: Sequence[int]
    rises: Sequence[int]
    moves: Sequence[str]
    breaks: frozenset[int]

    def glyphs(self, start: int, end: int, rtl: bool) -> tuple[int, int]:
        """The first glyph of some characters, and the one after their last."""
        first, last = (1 - end, 1 - start) if rtl else (start, end)
        return bisect_left(self.ranks, first), bisect_left(self.ranks, last)

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
    return _read(face, buffer, text, rtl, len(before))


def _read(face: Face, buffer: Any, text: str, rtl: bool, skipped: int) -> Shaped:
    """HarfBuzz's answer; ``skipped``: the characters before the text."""
    infos, positions, whole = (
        buffer.glyph_infos,
        buffer.glyph_positions,
        UNSEEN.isdisjoint(text),
    )
    clusters = [info.cluster - skipped for info in infos]
    advances = [at.x_advance for at in positions]
    if not whole:
        advances = [0 if text[c] in UNSEEN else advance for c, advance in zip(clusters, advances, strict=True)]  # fmt: skip
    pens = [*accumulate(advances, initial=0)]
    ids, breaks = [info.codepoint for info in infos], _breaks(text, clusters, infos)
    by_character = _by_character(clusters, advances, len(text))
    if whole and not rtl and len({*clusters}) == len(clusters):  # as in most Latin text
        lefts = [pen + at.x_offset for pen, at in zip(pens, positions, strict=False)]
        drawn = [*map(_alone, ids, map(text.__getitem__, map(slice, clusters, [*clusters[1:], len(text)])))]  # fmt: skip
        return Shaped(pens, clusters, by_character, clusters, drawn, lefts, [at.y_offset for at in positions],
                      _moves(face, ids, lefts), breaks)  # fmt: skip
    glyphs = _Glyphs(ids, clusters, pens, positions)
    starts, drawn, carriers = glyphs.letters(text, rtl, whole)
    places = [positions[glyph] for glyph in carriers]
    lefts = [pens[glyph] + at.x_offset for glyph, at in zip(carriers, places, strict=True)]
    moves = _moves(face, [glyphs.ids[glyph] for glyph in carriers], lefts)
    ranks = [-cluster for cluster in clusters] if rtl else clusters
    return Shaped(pens, ranks, by_character, starts, drawn, lefts, [at.y_offset for at in places], moves, breaks)  # fmt: skip


def _by_character(clusters: Sequence[int], advances: Sequence[int], count: int) -> Sequence[int]:
    """The advance of each character; a cluster's stands at its first."""
    by_character = [0] * count
    for cluster, advance in zip(clusters, advances, strict=True):
        by_character[cluster] += advance
    return by_character


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """HarfBuzz's answer, in visual order."""

    ids: list[int]
    clusters: list[int]
    pens: list[int]
    positions: Sequence[Any]

    def letters(
        self, text: str, rtl: bool, whole: bool
    ) -> tuple[list[int], list[Drawn], list[int]]:
        """In logical order the first character of each letter, what is drawn, and the glyph that carries the pen;
        ``whole``: all of the text is drawn."""
        logical = range(len(self.ids) - 1, -1, -1) if rtl else range(len(self.ids))
        seen = [g for g in logical if whole or text[self.clusters[g]] not in UNSEEN]
        of_glyphs = [self.clusters[glyph] for glyph in seen]
        starts = [*dict.fromkeys(of_glyphs)]
        texts = [text[start:end] for start, end in pairwise([*starts, len(text)])]
        if not whole:
            texts = [*map(without_controls, texts)]
        if len(starts) == len(seen):  # a glyph for each cluster
            return starts, [_alone(self.ids[g], t) for g, t in zip(seen, texts, strict=True)], seen
        return self._grouped(seen, of_glyphs, texts)

    def _grouped(
        self, seen: Sequence[int], of_glyphs: Sequence[int], texts: Sequence[str]
    ) -> tuple[list[int], list[Drawn], list[int]]:
        """The same where a cluster may have several glyphs."""
        starts, drawn, carriers = [], [], []
        first = 0
        for text in texts:
            start, last = of_glyphs[first], first + 1
            while last < len(seen) and of_glyphs[last] == start:
                last += 1
            if last == first + 1:
                letters = [(_alone(self.ids[seen[first]], text), seen[first])]
            else:
                letters = self._dealt(text, [*seen[first:last]])
            for one, carrier in letters:
                starts.append(start)
                drawn.append(one)
                carriers.append(carrier)
            first = last
        return starts, drawn, carriers

    def _dealt(self, text: str, glyphs: list[int]) -> list[tuple[Drawn, int]]:
        """A glyph for each character, or a character for each glyph; the last takes what is left of either."""
        last = min(len(text), len(glyphs)) - 1
        letters = [
            (_alone(self.ids[glyph], character), glyph)
            for glyph, character in zip(glyphs[:last], text, strict=False)
        ]
        rest = glyphs[last:]
        rest.sort(key=lambda glyph: self.pens[glyph] - self.pens[glyph + 1])  # the widest first
        return [*letters, ((tuple(self._parts(rest)), text[last:]), rest[0])]

    def _parts(self, glyphs: Sequence[int]) -> Iterable[Part]:
        """Each glyph against the first."""
        at = self.positions[glyphs[0]]
        left, bottom = self.pens[glyphs[0]] + at.x_offset, at.y_offset
        for glyph in glyphs:
            at = self.positions[glyph]
            yield _part(
                self.ids[glyph], self.pens[glyph] + at.x_offset - left, at.y_offset - bottom
            )


@lru_cache(_DISTINCT)
def _part(glyph: int, dx: int, dy: int) -> Part:
    return Part(glyph, dx, dy)


@lru_cache(_DISTINCT)
def _alone(glyph: int, text: str) -> Drawn:
    """The same pair each time: thousands of letters are kept."""
    return glyph, text


def _moves(face: Face, carriers: Sequence[int], lefts: Sequence[int]) -> list[str]:
    """What TJ takes from the pen before each letter but the first, in thousandths of the type size. The pen has moved by
    the width as it is written in the file."""
    own = map(face.advance, carriers)
    steps = map(sub, lefts[1:], lefts)
    rows = zip(carriers, own, steps, strict=False)
    return [
        "",
        *["" if step == advance else _move(face, glyph, step) for glyph, advance, step in rows],
    ]


@lru_cache(_KEPT)
def _move(face: Face, glyph: int, step: int) -> str:
    move = face.width(glyph) - step * 1000 / face.upem
    return f"{move:.2f}".rstrip("0").rstrip(".") if abs(move) > _LEAST_MOVE else ""


def _breaks(text: str, clusters: Sequence[int], infos: Sequence[Any]) -> frozenset[int]:
    """Behind spaces, and anywhere in scripts that do without; not where HarfBuzz says that letters would change."""
    places = {place for place, character in enumerate(text, 1) if character == " "}
    if max(text) > _UNSPACED:
        places |= {place for place, character in enumerate(text) if character > _UNSPACED}
    first = {cluster: glyph for glyph, cluster in enumerate(clusters) if cluster in places}
    # Alike in all of a cluster.
    safe = {c for c, glyph in first.items() if infos[glyph].flags in _SAFE}
    return frozenset(safe | {0, len(text)})


def without_controls(text: str) -> str:
    """The text without what is never drawn."""
    return "".join(character for character in text if character not in UNSEEN)
