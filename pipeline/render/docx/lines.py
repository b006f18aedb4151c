"""Where the lines of a paragraph end, reckoned as a word processor breaks them.

LibreOffice's rules, which can be seen at work: which font draws a character, how widths are rounded, where a line may end.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, groupby
from typing import Any

import icu

from pipeline.facts import NBSP
from pipeline.languages import Language, ScriptKind
from pipeline.render.docx.flow import Run
from pipeline.render.docx.metrics import DOTS, Face, face, font_for
from pipeline.render.docx.scripts import as_written, block, by_script, strong

_TWIP = DOTS // 20  # dots in a twip, to which word processors round
_AIR = 5  # parts of a type size of which one stands between Chinese and Latin letters or figures
_JOINT = re.compile(r"[\u2e80-\u2fff\u3040-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u2e80-\u2fff\u3040-\u9fff])")  # fmt: skip
# Tone marks: in the font of what stands before.
_JOINS_NOTHING = frozenset("\u02c7\u02ca\u02cb\u02d9")
# Of Chinese lines (the list is LibreOffice's).
_HANGING = frozenset("!,.:;?、。！，．：；？")
_BEGINS_NO_LINE = frozenset(":!),.:;?]}¢'\"、。〉》」』】〕〗〞︰︱︳﹐､﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？｜｝︴︶︸︺︼︾﹀﹂﹄﹏､～￠々‖•·ˇˉ―-’”")  # fmt: skip
_ENDS_NO_LINE = frozenset("([{£¥'\"‵〈《「『【〔〖（［｛￡￥〝︵︷︹︻︽︿﹁﹃﹙﹛﹝（｛“‘")


@dataclass(frozen=True, slots=True)
class _Character:
    """``level``: of embedding; odd ones run from right to left (UAX #9). ``named``: whether the file names the font of its
    language for this script."""

    run: Run
    script: ScriptKind
    level: int
    named: bool


class Text:
    """A paragraph's characters and where each ends on one endless line, in dots."""

    def __init__(self, runs: Sequence[Run], size: float, bold: bool, around: Language) -> None:
        runs = [replace(run, text=as_written(run.text, run.language, around)) for run in runs]
        self.text = "".join(run.text for run in runs)
        self.around = around
        self.levels = _levels(self.text, around.rtl)
        self.east: list[bool] = []
        found: list[_Character] = []
        drawn = _drawn(self.text, self.levels)
        for run in runs:
            for piece, script in by_script(run.text, run.language):
                self.east += [_is_east(piece, script, run.language)] * len(piece)
                found += _looks(run, script, drawn, self.levels, range(len(found), len(self.east)))
        self.pieces = list(_pieces(self.text, found))  # where each ends
        self.faces: list[Face] = []
        advances: list[int] = []
        start = 0
        for end in self.pieces:
            said, look = self.text[start:end], found[start]
            chosen = _face(said, look, bold, around)
            self.faces += [chosen] * len(said)
            advances += chosen.advances(said, size, look.run.language.bcp47, look.level % 2 == 1)
            start = end
        for joint in _JOINT.finditer(self.text):
            advances[joint.start()] += round(size * 20) // _AIR * _TWIP
        self.ends = [0, *accumulate(advances)]

    def lines(self, width: float, hangs: bool = True) -> Iterator[tuple[int, int]]:
        """From which character to which each line of so many points goes; a word that is wider is parted anywhere.
        ``hangs``: a Chinese full stop or comma may stand out of the line (w:overflowPunct)."""
        places, start = [0, *_breaks(self.text, self.around)], 0
        while start < len(self.text):
            cut = self.cut(start, round(width * 20))
            end = (
                len(self.text) if cut == len(self.text) else self.turned(start, cut, places, hangs)
            )
            yield start, end
            start = end

    def beside(self, start: int, end: int) -> set[Face]:
        """The faces of a line by which the air below it is measured: the one that it ends with, where the paragraph goes
        on and words against the line do not end it; else all."""
        goes_on = end < len(self.text) and self.levels[end - 1] == self.around.rtl
        return set(self.faces[end - 1 if goes_on else start : end])

    def cut(self, start: int, twips: int) -> int:
        """The first character that has no room on a line. Each piece takes whole twips."""
        for number in range(bisect_right(self.pieces, start), len(self.pieces)):
            end = self.pieces[number]
            wide = (2 * (self.ends[end] - self.ends[start]) + _TWIP) // (2 * _TWIP)
            if wide > twips:
                return bisect_right(self.ends, self.ends[start] + twips * _TWIP, start) - 1
            twips, start = twips - wide, end
        return len(self.text)

    def turned(self, start: int, cut: int, places: Sequence[int], hangs: bool) -> int:
        """Where the line ends that has no room for a character: after the spaces there, or before its word."""
        if self.text[cut] == " ":
            return next((n for n in range(cut, len(self.text)) if self.text[n] != " "), len(self.text))  # fmt: skip
        letter = next((n for n in range(cut, -1, -1) if self.text[n].isalnum()), 0)
        place = (
            self.chinese(cut, hangs) if self.east[letter] else places[bisect_right(places, cut) - 1]
        )
        place = max(place, self.turn(start, cut))
        return place if place > start else max(cut, start + 1)

    def turn(self, start: int, cut: int) -> int:
        """Where the text last changed its direction: there a line may end, whatever stands on both sides, but not behind
        a no-break space."""
        level, place = self.levels[cut], cut
        if level <= self.around.rtl:
            return start
        while place > start and self.levels[place - 1] >= level:
            place -= 1
        return start if self.text[place - 1] == NBSP else place

    def chinese(self, place: int, hangs: bool) -> int:
        """A Chinese line ends anywhere, but for signs that begin or end none."""
        if hangs and self.text[place] in _HANGING:
            place += 1
        while 0 < place < len(self.text) and (
            self.text[place] in _BEGINS_NO_LINE or self.text[place - 1] in _ENDS_NO_LINE
        ):
            place -= 1
        return place


# Pieces of one face.


def _looks(
    run: Run, script: ScriptKind, drawn: Sequence[ScriptKind], levels: Sequence[int], places: range
) -> Iterator[_Character]:
    """Of each character of a piece that the file writes in one script."""
    for (own, level), alike in groupby(places, lambda place: (drawn[place], levels[place])):
        look = _Character(run, own, level, own == script)
        yield from (look for _ in alike)


def _pieces(text: str, found: Sequence[_Character]) -> Iterator[int]:
    """Where each ends; a no-break space is one of its own."""
    for place in range(1, len(text)):
        one, before = found[place], found[place - 1]
        if (one is not before and one != before) or NBSP in text[place - 1 : place + 1]:
            yield place
    if text:
        yield len(text)


def _face(text: str, look: _Character, bold: bool, around: Language) -> Face:
    """Of the script; of Latin where that has more of the letters."""
    weight = bold or look.run.bold
    spoken = look.run.language if look.named else around
    own = face(font_for(look.script, spoken, around), weight)
    if own.draws(text):
        return own
    latin = face(font_for("latin", around, around), weight)
    return latin if latin.draws(text) else own


def _drawn(text: str, levels: Sequence[int]) -> list[ScriptKind]:
    """The script in whose font each character is drawn: of a letter or figure its own, of all others that of what
    stands before; what runs from right to left is complex, and so are figures within it."""
    own = [block(one) if one not in _JOINS_NOTHING else None for one in text]
    last: ScriptKind = next((one for one in own if one), "latin")
    found = [last := one or last for one in own]
    if any(levels):
        start = 0
        for end in [n for n in range(1, len(text)) if levels[n] != levels[n - 1]] + [len(text)]:
            level = levels[start]
            letters = (unicodedata.bidirectional(one) == "L" for one in text[start:end])
            if level % 2 or (level and not any(letters)):
                found[start:end] = ["complex"] * (end - start)
            start = end
    return found


def _levels(text: str, rtl: bool) -> list[int]:
    """Of embedding, of each character."""
    if not text or (not rtl and text.isascii()):
        return [0] * len(text)
    whole = icu.UnicodeString(text)  # ICU keeps a pointer to it
    bidi = icu.Bidi()
    bidi.setPara(whole, int(rtl))
    units = accumulate((2 if ord(one) > 0xFFFF else 1 for one in text), initial=0)
    found = bidi.getLevels()
    return [found[unit] for unit in list(units)[: len(text)]]


def _is_east(piece: str, script: ScriptKind, spoken: Language) -> bool:
    """Whether the file says that a piece is Chinese: figures too, but Latin words of a Chinese text say that they are
    English."""
    figures = script == "latin" and "latin" not in map(strong, piece)
    return script == "east-asian" or (figures and spoken.script == "east-asian")


def _breaks(text: str, spoken: Language) -> Iterator[int]:
    """Every place where a line may end, by Unicode's rules. ICU counts in units of UTF-16, of which some characters have
    two."""
    breaker = _breaker(spoken)
    breaker.setText(text)
    units = accumulate(2 if ord(character) > 0xFFFF else 1 for character in text)
    places = {unit: place for place, unit in enumerate(units, 1)}
    return (places[unit] for unit in breaker if unit in places)


@cache
def _breaker(spoken: Language) -> Any:
    return icu.BreakIterator.createLineInstance(icu.Locale(spoken.locale))
