"""Stretches of text to glyphs, by HarfBuzz, in font units.

What comes out depends on the text, the characters around it, face, script, language and direction, and is kept by these.
The type size is not among them: another edition of a leaflet shapes nothing again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from typing import Any, NamedTuple

import uharfbuzz as hb

from pipeline.facts import BIDI_CONTROLS
from pipeline.render.pdf.fonts import Drawn, Face, Part

CONTEXT = 5  # characters on either side that HarfBuzz looks at (hb-buffer.hh, CONTEXT_LENGTH)
# What only steers the bidi step or ends a line is never drawn.
UNSEEN = frozenset(BIDI_CONTROLS + "\n")
_KEPT = 4096  # stretches: several times a leaflet's, some tens of megabytes
_UNSPACED = "\u0e00"  # the scripts that do without spaces stand behind it (Thai, Khmer, Chinese)


class Letter(NamedTuple):
    """What is drawn for some characters: mostly one glyph; in Nastaliq a letter and its dots. The pen is at the first."""

    start: int  # the first of its characters, counted from the stretch's first
    drawn: Drawn
    glyph: int  # the one of the stretch's that carries the pen
    dx: int
    dy: int


class Shaped(NamedTuple):
    """Glyphs in visual order, letters in logical order."""

    clusters: Sequence[int]  # the first character that each glyph stands for
    advances: Sequence[int]
    letters: Sequence[Letter]
    breaks: frozenset[int]  # where a line may break and the letters on either side stay as they are

    def glyphs(self, start: int, end: int, rtl: bool) -> range:
        """The glyphs of some characters."""
        if rtl:
            first, last = (
                bisect_left(self.clusters, 1 - place, key=lambda cluster: -cluster)
                for place in (end, start)
            )
        else:
            first, last = (bisect_left(self.clusters, place) for place in (start, end))
        return range(first, last)

    def between(self, start: int, end: int) -> Sequence[Letter]:
        first, last = (bisect_left(self.letters, (place,)) for place in (start, end))
        return self.letters[first:last]


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
    advances = [0 if text[c] in UNSEEN else at.x_advance for c, at in zip(clusters, positions, strict=True)]  # fmt: skip
    letters = tuple(_letters(text, clusters, infos, positions, rtl))
    return Shaped(clusters, advances, letters, _breaks(text, clusters, infos))


def _breaks(text: str, clusters: Sequence[int], infos: Sequence[Any]) -> frozenset[int]:
    unsafe = hb.GlyphFlags.UNSAFE_TO_BREAK
    likely = [
        (cluster, info.flags)
        for cluster, info in zip(clusters, infos, strict=True)
        if cluster and (text[cluster - 1] == " " or text[cluster] > _UNSPACED)
    ]
    changing = {cluster for cluster, flags in likely if flags & unsafe}
    return frozenset(cluster for cluster, _ in likely) - changing | {0, len(text)}


def _letters(
    text: str, clusters: Sequence[int], infos: Sequence[Any], positions: Sequence[Any], rtl: bool
) -> Iterator[Letter]:
    """The characters of each cluster, dealt out to its glyphs in logical order."""
    logical = range(len(clusters) - 1, -1, -1) if rtl else range(len(clusters))
    seen = [glyph for glyph in logical if text[clusters[glyph]] not in UNSEEN]
    pens = list(accumulate((at.x_advance for at in positions), initial=0))
    starts = [*dict.fromkeys([clusters[glyph] for glyph in seen]), len(text)]
    groups = groupby(seen, clusters.__getitem__)
    for (start, end), (_, members) in zip(pairwise(starts), groups, strict=True):
        characters = text[start] if end == start + 1 else without_controls(text[start:end])
        for glyphs, stands_for in _dealt(characters, list(members), positions):
            first = glyphs[0]
            at = positions[first]
            parts = [
                Part(infos[one].codepoint, pens[one] + positions[one].x_offset - pens[first] - at.x_offset,
                     positions[one].y_offset - at.y_offset)
                for one in glyphs
            ]  # fmt: skip
            yield Letter(start, (tuple(parts), stands_for), first, at.x_offset, at.y_offset)


def _dealt(
    text: str, glyphs: list[int], positions: Sequence[Any]
) -> Iterator[tuple[list[int], str]]:
    """A glyph for each character, or a character for each glyph; the last takes what is left of either."""
    count = min(len(text), len(glyphs))
    for number in range(count - 1):
        yield [glyphs[number]], text[number]
    rest = glyphs[count - 1 :]
    rest.sort(key=lambda glyph: -positions[glyph].x_advance)  # the widest carries the pen
    yield rest, text[count - 1 :]


def without_controls(text: str) -> str:
    """The text without what is never drawn."""
    return "".join(character for character in text if character not in UNSEEN)
