"""Text as glyphs in their places: any script, either direction, other languages and links inside.

Order of work: itemise by run, face and script; bidi levels (ICU); shape every item (HarfBuzz) to
know the advance of each character; break at ICU's line breaks; then shape each line again in visual
order to learn the places, and write the pieces in logical order, so that stream, structure and
ToUnicode agree. All offsets are indexes into ``Typeset.text``; ICU counts UTF-16 units and is
converted.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, groupby, pairwise
from typing import Any

import icu
import uharfbuzz as hb

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.facts import BIDI_CONTROLS
from pipeline.languages import Language
from pipeline.render.pdf.fonts import Face, face, face_for

_CONTEXT = 5  # characters on either side that HarfBuzz looks at (hb-buffer.hh, CONTEXT_LENGTH)
_JOINERS = "\u200c\u200d"
_COMMON = ("Zyyy", "Zinh")
FSI, PDI = "\u2068", "\u2069"  # first strong isolate


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Text of one look, language and link."""

    text: str
    language: Language
    bold: bool = False
    href: str = ""
    told: str = ""  # of a link: what opening it does, in words
    span: bool = False  # in another language than its paragraph: it gets an element of its own
    expansion: str = ""  # of an abbreviation, which gets an element of its own too

    @property
    def look(self) -> tuple[object, ...]:
        """All but the text."""
        return self.language, self.bold, self.href, self.told, self.span, self.expansion


@dataclass(slots=True)
class _Item:
    """Characters ``start`` to ``end``: one run, one face, one script."""

    start: int
    end: int
    run: Run
    face: Face
    script: str


@dataclass(slots=True)
class Glyph:
    id: int
    cluster: int  # the first character that it stands for
    advance: float
    dx: float
    dy: float
    x: float = 0.0


@dataclass(frozen=True, slots=True)
class Letter:
    """What is drawn for one stretch of text: mostly one glyph; in Nastaliq a letter and its dots. The pen is at the first."""

    glyphs: tuple[Glyph, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of an item in one direction on one line, placed; letters in logical order."""

    run: Run
    face: Face
    start: int
    left: float
    right: float
    letters: tuple[Letter, ...]


class Typeset:
    """A paragraph's text, shaped at one size. ``at`` is where its source stands, for what no font has; ``measure``: the
    most characters on a line."""

    def __init__(
        self, runs: Sequence[Run], language: Language, size: float, at: Location, measure: int
    ) -> None:
        self.language, self.size, self.at, self.measure = language, size, at, measure
        self.runs = list(_isolated([run for run in runs if run.text], language))
        self.text = "".join(run.text for run in self.runs)
        self._codepoints = [ord(character) for character in self.text]
        self._utf16 = [0, *accumulate(2 if point > 0xFFFF else 1 for point in self._codepoints)]
        self._icu_text = icu.UnicodeString(self.text)  # ICU keeps a pointer to it
        self._bidi = icu.Bidi()
        self._bidi.setPara(self._icu_text, 1 if language.rtl else 0)
        self._items = list(self._itemised())
        self._advances = self._measured()
        self._counts = [0, *accumulate(map(_counts, self.text))]
        self._tall = [item for item in self._items if item.face.line_height > language.line_height]

    # Itemise and shape.

    def _itemised(self) -> Iterator[_Item]:
        position, absent = 0, []
        for run in self.runs:
            last: _Item | None = None
            for character in run.text:
                script = _script(character)
                chosen = self._face(character, script, run, last)
                if chosen is None:
                    absent.append(character)
                    chosen = face(run.language.fonts[0], run.bold)
                if (
                    last
                    and last.face is chosen
                    and (script in _COMMON or last.script in (script, *_COMMON))
                ):
                    last.end = position + 1
                    last.script = last.script if script in _COMMON else script
                else:
                    if last:
                        yield last
                    last = _Item(position, position + 1, run, chosen, script)
                position += 1
            if last:
                yield last
        if absent:
            raise LeafletError(*(self._no_font(character) for character in dict.fromkeys(absent)))

    def _face(self, character: str, script: str, run: Run, last: _Item | None) -> Face | None:
        """Marks and joiners stay with the face before them; spaces, digits and signs do if it has them."""
        if last and (
            unicodedata.combining(character) or character in _JOINERS or character in BIDI_CONTROLS
        ):
            return last.face
        if last and script in _COMMON and ord(character) in last.face.characters:
            return last.face
        return face_for(character, run.language, run.bold)

    def _no_font(self, character: str) -> Diagnostic:
        name = unicodedata.name(character, "a character without a name")
        return Diagnostic("A101", f"no font has U+{ord(character):04X} {name}, needed for {self.language.name}", self.at,
                          "use another character; leaflet doctor shows the fonts of each language")  # fmt: skip

    def _level(self, index: int) -> int:
        return int(self._bidi.getLevelAt(self._utf16[index]))

    def _measured(self) -> list[float]:
        """The advance of each character, in points."""
        advances = [0.0] * len(self.text)
        for item in self._items:
            start = item.start
            while start < item.end:
                end = start + 1
                while end < item.end and self._level(end) == self._level(start):
                    end += 1
                for glyph in self._shaped(item, start, end, self._level(start) % 2 == 1):
                    advances[glyph.cluster] += glyph.advance
                start = end
        return advances

    def _shaped(self, item: _Item, start: int, end: int, rtl: bool) -> list[Glyph]:
        """Glyphs in visual order. The text around is context, so letters join across bold and links."""
        base = max(0, start - _CONTEXT)
        buffer: Any = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_codepoints(self._codepoints[base : end + _CONTEXT], start - base, end - start)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = "Latn" if item.script in _COMMON else item.script
        buffer.language = item.run.language.bcp47
        hb.shape(item.face.font, buffer)
        scale = self.size / item.face.upem
        return [
            Glyph(
                info.codepoint,
                info.cluster + base,
                at.x_advance * scale,
                at.x_offset * scale,
                at.y_offset * scale,
            )
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    # Lines.

    @property
    def width(self) -> float:
        """On one line, in points."""
        return sum(self._advances)

    def widest_word(self) -> float:
        """The width of the longest part that is not to be broken, in points."""
        places = [0, *self._boundaries(_line_breaks(self.language))]
        return max((self._visible(a, b) for a, b in pairwise(places)), default=0.0)

    def _visible(self, start: int, end: int) -> float:
        """The width of a stretch without the spaces at its end, which hang outside the line."""
        return sum(self._advances[start : start + len(self.text[start:end].rstrip(" "))])

    def _characters(self, start: int, end: int) -> int:
        """How many characters a reader sees on a line: a mark is none beside its letter, and spaces at the end hang out."""
        end = start + len(self.text[start:end].rstrip(" "))
        return self._counts[end] - self._counts[start]

    def tallest(self, start: int, end: int) -> Face:
        """The face on a line that needs the most height: the first font's, or that of words in another script."""
        own = face(self.language.fonts[0], bold=False)
        tall = (item.face for item in self._tall if item.start < end and item.end > start)
        return max(tall, key=lambda one: one.line_height, default=own)

    def lines(self, width: float) -> list[tuple[int, int]]:
        """Where each line begins and ends, so that none is wider than ``width`` or longer than the measure, but for
        spaces at its end."""
        lines: list[tuple[int, int]] = []
        start, position, x = 0, 0, 0.0
        for place in self._places(width):
            visible = self._visible(position, place)
            forced = position > start and self.text[position - 1] == "\n"
            full = x + visible > width + 0.01 or self._characters(start, place) > self.measure
            if position > start and (full or forced):
                lines.append((start, position))
                start, x = position, 0.0
            x += sum(self._advances[position:place])
            position = place
        if start < len(self.text):
            lines.append((start, len(self.text)))
        return lines

    def _places(self, width: float) -> Iterator[int]:
        """Where a line may end; inside a word only when the word alone is wider than the line."""
        before = 0
        for place in self._boundaries(_line_breaks(self.language)):
            if self._visible(before, place) > width:
                yield from self._inside(before, place, width)
            yield place
            before = place

    def _inside(self, start: int, end: int, width: float) -> Iterator[int]:
        x, last = 0.0, start
        for place in self._boundaries(_characters(self.language)):
            if not start < place <= end:
                continue
            step = sum(self._advances[last:place])
            if x + step > width and last > start:
                yield last
                x = 0.0
            x += step
            last = place

    def _boundaries(self, iterator: Any) -> Iterator[int]:
        iterator.setText(self._icu_text)
        for place in list(iterator):
            yield bisect_right(self._utf16, place) - 1

    # Places.

    def placed(self, start: int, end: int, left: float, width: float) -> list[Piece]:
        """The pieces of a line in logical order, set from the reader's side of a box that begins at ``left``."""
        visual = list(self._visual(start, end))
        shown_end = start + len(self.text[start:end].rstrip(" \n"))
        x = left
        if self.language.rtl:
            # Spaces at the end of a line hang outside: right to left they are at its left edge.
            x += width - sum(g.advance for *_, glyphs in visual for g in glyphs)
        pieces = []
        for item, first, last, rtl, glyphs in visual:
            edges, shown = [], []
            for glyph in glyphs:
                if self.text[glyph.cluster] in BIDI_CONTROLS or self.text[glyph.cluster] == "\n":
                    continue
                glyph.x = x + glyph.dx
                shown.append(glyph)
                edges += [x, x + glyph.advance] if glyph.cluster < shown_end else []
                x += glyph.advance
            logical = tuple(self._letters(shown[::-1] if rtl else shown, last))
            pieces.append(
                Piece(
                    item.run,
                    item.face,
                    first,
                    min(edges, default=x),
                    max(edges, default=x),
                    logical,
                )
            )
        return sorted(pieces, key=lambda piece: piece.start)

    def _visual(self, start: int, end: int) -> Iterator[tuple[_Item, int, int, bool, list[Glyph]]]:
        line = self._bidi.setLine(self._utf16[start], self._utf16[end])
        for number in range(line.countRuns()):
            run_start, length, direction = line.getVisualRun(number)
            first = bisect_right(self._utf16, self._utf16[start] + run_start) - 1
            last = bisect_right(self._utf16, self._utf16[start] + run_start + length) - 1
            parts = [(item, max(first, item.start), min(last, item.end)) for item in self._items]
            parts = [part for part in parts if part[1] < part[2]]
            rtl = bool(direction)
            for item, a, b in reversed(parts) if rtl else parts:
                yield item, a, b, rtl, self._shaped(item, a, b, rtl)

    def _letters(self, glyphs: list[Glyph], end: int) -> Iterator[Letter]:
        """The glyphs with their text: a cluster's characters are dealt out to its glyphs in stream order."""
        clusters: dict[int, list[Glyph]] = {}
        for glyph in glyphs:
            clusters.setdefault(glyph.cluster, []).append(glyph)
        starts = sorted(clusters)
        ends = dict(pairwise([*starts, end]))
        for start, members in clusters.items():
            yield from _dealt(without_controls(self.text[start : ends[start]]), members)


def _dealt(text: str, glyphs: list[Glyph]) -> Iterator[Letter]:
    """A letter for each character, or for each glyph when those are fewer; the last takes what is left of either."""
    count = min(len(text), len(glyphs))
    for number in range(count - 1):
        yield Letter((glyphs[number],), text[number])
    rest = sorted(
        glyphs[count - 1 :], key=lambda glyph: -glyph.advance
    )  # the widest carries the pen
    yield Letter(tuple(rest), text[count - 1 :])


def _isolated(runs: Iterable[Run], language: Language) -> Iterator[Run]:
    """Each stretch in the other direction is isolated as a whole: else numbers after it join it, "(12.5%)" drawn as
    "(%12.5)", and its own parts (a bold word, a link) would change places."""
    for rtl, group in groupby(runs, key=lambda run: run.language.rtl):
        stretch = list(group)
        if rtl != language.rtl:
            stretch[0] = replace(stretch[0], text=FSI + stretch[0].text)
            stretch[-1] = replace(stretch[-1], text=stretch[-1].text + PDI)
        yield from stretch


def without_controls(text: str) -> str:
    """The text without what only steers the bidi step: it never reaches the page."""
    return "".join(c for c in text if c not in BIDI_CONTROLS and c != "\n")


@cache
def _counts(character: str) -> bool:
    return unicodedata.category(character) not in ("Mn", "Mc", "Me", "Cf")


@cache
def _script(character: str) -> str:
    return str(icu.Script.getScript(character).getShortName())


@cache
def _line_breaks(language: Language) -> Any:
    return icu.BreakIterator.createLineInstance(icu.Locale(language.locale))


@cache
def _characters(language: Language) -> Any:
    return icu.BreakIterator.createCharacterInstance(icu.Locale(language.locale))
