"""Text as glyphs in their places: any script, either direction, other languages and links inside.

Order of work: itemise by run, face and script; bidi levels (ICU); shape each item to know the advance
of each character; break at ICU's line breaks; then cut each line out of what is shaped, in visual order,
to learn the places, and write the pieces in logical order, so that stream, structure and ToUnicode
agree. All offsets are indexes into ``Typeset.text``; ICU counts UTF-16 units and is converted.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, groupby, pairwise
from typing import Any, NamedTuple

import icu

from pipeline.diagnostic import Diagnostic, LeafletError, Location, quoted
from pipeline.facts import FSI, PDI
from pipeline.languages import Language
from pipeline.render.pdf.fonts import Face, face, face_for
from pipeline.render.pdf.shape import CONTEXT, UNSEEN, WORD_JOINER, Shaped, shaped

_JOINERS = "\u200c\u200d"
_COMMON = {"Zyyy", "Zinh"}


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


class _Stretch(NamedTuple):
    """Characters ``start`` to ``end`` of one item in one direction."""

    item: _Item
    start: int
    end: int
    rtl: bool
    shaped: Shaped

    def parts_at(self, start: int, end: int) -> bool:
        """Whether these characters may be cut out with their letters as they are."""
        return {start - self.start, end - self.start} <= self.shaped.breaks


class Piece(NamedTuple):
    """The part of an item in one direction on one line: letters ``first`` to ``last`` of what is shaped, the pen of the
    first at ``pen``; points."""

    run: Run
    face: Face
    start: int
    left: float
    right: float
    pen: float
    shaped: Shaped
    first: int
    last: int


class _Cut(NamedTuple):
    """The part of a stretch on one line."""

    stretch: _Stretch
    start: int
    end: int

    def _edges(self, end: int) -> tuple[int, int]:
        """Left and right edge of the glyphs up to ``end``, in font units from the stretch's left edge."""
        begin, shaped = self.stretch.start, self.stretch.shaped
        first, last = shaped.glyphs(self.start - begin, end - begin, self.stretch.rtl)
        return shaped.pens[first], shaped.pens[last]

    def width(self, size: float) -> float:
        left, right = self._edges(self.end)
        return (right - left) * size / self.stretch.item.face.upem

    def placed(self, x: float, size: float, shown_end: int) -> Piece:
        """Its left edge at ``x``; what stands from ``shown_end`` on hangs outside the line."""
        item, shaped, begin = self.stretch.item, self.stretch.shaped, self.stretch.start
        scale, origin = size / item.face.upem, self._edges(self.end)[0]
        first, last = shaped.letters(self.start - begin, self.end - begin)
        places = (
            *self._edges(max(self.start, min(self.end, shown_end))),
            shaped.lefts[first] if first < last else origin,
        )
        left, right, pen = (x + (place - origin) * scale for place in places)
        return Piece(item.run, item.face, self.start, left, right, pen, shaped, first, last)


class Typeset:
    """A paragraph's text, shaped at one size. ``at`` is where its source stands, for what no font has; ``measure``: the
    most characters on a line."""

    def __init__(
        self, runs: Sequence[Run], language: Language, size: float, at: Location, measure: int
    ) -> None:
        self.language, self.size, self.at, self.measure = language, size, at, measure
        self.runs = list(_isolated([run for run in runs if run.text], language))
        self.text = "".join(run.text for run in self.runs)
        self._utf16 = _utf16(self.text)
        self._icu_text = icu.UnicodeString(self.text)  # ICU keeps a pointer to it
        self._bidi = icu.Bidi()
        self._bidi.setPara(self._icu_text, 1 if language.rtl else 0)
        one = self._bidi.getDirection()  # 0: all from left to right; 1: all from right to left
        self._rtl = None if one == icu.UBiDiDirection.MIXED else one == icu.UBiDiDirection.RTL
        self._items = list(self._itemised())
        self._starts = [item.start for item in self._items]
        self._stretches = list(self._stretched())
        self._edges = [*accumulate(self._advances(), initial=0.0)]  # of each character, on one line
        self._counts = [0, *accumulate(map(_counts, self.text))]
        self._tall = [item for item in self._items if item.face.line_height > language.line_height]

    # Itemise and shape.

    def _itemised(self) -> Iterator[_Item]:
        position, absent = 0, []
        for run in self.runs:
            if whole := _whole(run, position):
                yield whole
                position = whole.end
                continue
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
                    and (script in _COMMON or last.script in {script, *_COMMON})
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
            unicodedata.combining(character) or character in _JOINERS or character in UNSEEN
        ):
            return last.face
        if last and script in _COMMON and last.face.has(character):
            return last.face
        return face_for(character, run.language, run.bold)

    def _no_font(self, character: str) -> Diagnostic:
        name = unicodedata.name(character, "a character without a name")
        return Diagnostic(
            "A101",
            f"no font of this machine can draw {quoted(character)} (U+{ord(character):04X} {name}), needed for {self.language.name}",
            self.at,
            "type another character, or run leaflet doctor, which gives the command for missing fonts",
        )

    def _stretched(self) -> Iterator[_Stretch]:
        for item in self._items:
            start = item.start
            while start < item.end:
                end, rtl = self._run(start, item.end)
                yield _Stretch(item, start, end, rtl, self._shaped(item, start, end, rtl))
                start = end

    def _run(self, start: int, limit: int) -> tuple[int, bool]:
        """Where the direction that begins at ``start`` ends, at ``limit`` at the latest; whether it is right to left."""
        if self._rtl is not None:
            return limit, self._rtl
        end, level = self._bidi.getLogicalRun(self._utf16[start])
        return min(limit, bisect_left(self._utf16, end)), level % 2 == 1

    def _shaped(self, item: _Item, start: int, end: int, rtl: bool) -> Shaped:
        script = "Latn" if item.script in _COMMON else item.script
        before, after = self.text[max(0, start - CONTEXT) : start], self.text[end : end + CONTEXT]
        language = item.run.language.bcp47
        return shaped(item.face, script, language, rtl, before, self.text[start:end], after)

    def _advances(self) -> list[float]:
        """Of each character, in points."""
        advances: list[float] = []
        for stretch in self._stretches:
            scale = self.size / stretch.item.face.upem
            advances += [advance * scale for advance in stretch.shaped.advances]
        return advances

    # Lines.

    @property
    def width(self) -> float:
        """On one line, in points."""
        return self._edges[-1]

    def widest_word(self) -> float:
        """The width of the longest part that is not to be broken, in points."""
        places = [0, *self._boundaries(_line_breaks(self.language))]
        return max((self._visible(a, b) for a, b in pairwise(places)), default=0.0)

    def _shown(self, start: int, end: int) -> int:
        """Where a stretch ends without its last spaces, which hang outside the line."""
        return start + len(self.text[start:end].rstrip(" "))

    def _visible(self, start: int, end: int) -> float:
        """The width of a stretch without the spaces at its end."""
        return self._edges[self._shown(start, end)] - self._edges[start]

    def tallest(self, start: int, end: int) -> Face:
        """The face on a line that needs the most height: the first font's, or that of words in another script."""
        own = face(self.language.fonts[0], bold=False)
        tall = (item.face for item in self._tall if item.start < end and item.end > start)
        return max(tall, key=lambda one: one.line_height, default=own)

    def lines(self, width: float) -> list[tuple[int, int]]:
        """Where each line begins and ends, so that none is wider than ``width`` or longer than the measure, but for
        spaces at its end."""
        lines: list[tuple[int, int]] = []
        start, position = 0, 0
        for place in self._places(width):
            shown = self._shown(position, place)
            wide = self._edges[shown] - self._edges[start] > width + 0.01
            long = self._counts[shown] - self._counts[start] > self.measure
            if position > start and (wide or long or self.text[position - 1] == "\n"):
                lines.append((start, position))
                start = position
            position = place
        if start < len(self.text):
            lines.append((start, len(self.text)))
        return lines

    def _places(self, width: float) -> Iterator[int]:
        """Where a line may end; inside a word only when the word alone is wider than the line or longer than the measure."""
        before = 0
        for place in self._boundaries(_line_breaks(self.language)):
            if self._too_long(before, place, width):
                yield from self._inside(before, place, width)
            yield place
            before = place

    def _too_long(self, start: int, end: int, width: float) -> bool:
        """Without the spaces at its end, which are looked at only where they matter."""
        return self._over(start, end, width) and self._over(start, self._shown(start, end), width)

    def _over(self, start: int, end: int, width: float) -> bool:
        wide = self._edges[end] - self._edges[start] > width
        return wide or self._counts[end] - self._counts[start] > self.measure

    def _inside(self, start: int, end: int, width: float) -> Iterator[int]:
        begun = last = start
        for place in self._boundaries(_characters(self.language)):
            if not start < place <= end:
                continue
            if last > begun and self._too_long(begun, place, width):
                yield last
                begun = last
            last = place

    def _boundaries(self, iterator: Any) -> Iterator[int]:
        iterator.setText(self._icu_text)
        places = list(iterator)
        if isinstance(self._utf16, range):
            return iter(places)
        return (bisect_left(self._utf16, place) for place in places)

    # Places.

    def placed(self, start: int, end: int, left: float, width: float) -> list[Piece]:
        """The pieces of a line in logical order, set from the reader's side of a box that begins at ``left``."""
        cuts = list(self._visual(start, end))
        widths = [cut.width(self.size) for cut in cuts]
        shown_end = start + len(self.text[start:end].rstrip(" \n"))
        # Spaces at the end of a line hang outside: right to left they are at its left edge.
        x = left + width - sum(widths) if self.language.rtl else left
        pieces = []
        for cut, wide in zip(cuts, widths, strict=True):
            pieces.append(cut.placed(x, self.size, shown_end))
            x += wide
        return sorted(pieces, key=lambda piece: piece.start)

    def _visual(self, start: int, end: int) -> Iterator[_Cut]:
        for first, last, rtl in self._runs(start, end):
            items = self._items[
                bisect_right(self._starts, first) - 1 : bisect_left(self._starts, last)
            ]
            for item in reversed(items) if rtl else items:
                yield self._cut(item, max(first, item.start), min(last, item.end), rtl)

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The directions of a line from left to right: where each begins and ends, and whether it is right to left."""
        if self._rtl is not None:
            yield start, end, self._rtl
            return
        line = self._bidi.setLine(self._utf16[start], self._utf16[end])
        for number in range(line.countRuns()):
            run_start, length, direction = line.getVisualRun(number)
            first = bisect_left(self._utf16, self._utf16[start] + run_start)
            last = bisect_left(self._utf16, self._utf16[start] + run_start + length)
            yield first, last, bool(direction)

    def _cut(self, item: _Item, start: int, end: int, rtl: bool) -> _Cut:
        """The characters as they are shaped already, or, where a line break changes letters, shaped apart."""
        found = bisect_right(self._stretches, start, key=lambda stretch: stretch.start) - 1
        stretch = self._stretches[found]
        if rtl is not stretch.rtl or not stretch.parts_at(start, end):
            stretch = _Stretch(item, start, end, rtl, self._shaped(item, start, end, rtl))
        return _Cut(stretch, start, end)


def _utf16(text: str) -> Sequence[int]:
    """Where each character begins, and the text ends, as ICU counts."""
    if not text or max(text) <= "\uffff":
        return range(len(text) + 1)
    return [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]


def _whole(run: Run, position: int) -> _Item | None:
    """A run of one script that the language's own face has whole, which most are."""
    characters = set(run.text)
    scripts = {_script(character) for character in characters} - _COMMON
    own = face(run.language.fonts[0], run.bold)
    if len(scripts) > 1 or not all(map(own.has, characters)):
        return None
    return _Item(position, position + len(run.text), run, own, min(scripts, default="Zyyy"))


def kept_whole(text: str, language: Language) -> str:
    """The text with nothing to break it at: a line of Chinese may end between any two characters (UAX #14)."""
    return WORD_JOINER.join(text) if language.script == "east-asian" else text


def _isolated(runs: Iterable[Run], language: Language) -> Iterator[Run]:
    """Each stretch in the other direction is isolated as a whole: else numbers after it join it, "(12.5%)" drawn as
    "(%12.5)", and its own parts (a bold word, a link) would change places."""
    for rtl, group in groupby(runs, key=lambda run: run.language.rtl):
        stretch = list(group)
        if rtl != language.rtl:
            stretch[0] = replace(stretch[0], text=FSI + stretch[0].text)
            stretch[-1] = replace(stretch[-1], text=stretch[-1].text + PDI)
        yield from stretch


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
