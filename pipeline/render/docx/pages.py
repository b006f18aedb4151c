"""On which page each heading stands, reckoned as a word processor lays the flow out.

Lines are broken and stacked with the measures of the fonts that the file names. On a machine without
those fonts, or in a program that breaks a line elsewhere, a heading near a page's edge may stand on the
next page: there the contents are brought up to date as any other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate
from math import ceil
from typing import Any, assert_never

import icu

from pipeline.facts import BIDI_CONTROLS, LRI, PDI
from pipeline.languages import Language, ScriptKind
from pipeline.render.docx.flow import Block, Contents, Flow, Paragraph, Picture, Run, Table
from pipeline.render.docx.metrics import Face, face, font_for
from pipeline.render.docx.scripts import as_written, held, strong
from pipeline.render.docx.styles import (
    ABOVE_RULE,
    CELL_SIDE,
    EDGE,
    MARGIN,
    PAGE_HEIGHT,
    RULE,
    SINGLE,
    TEXT_WIDTH,
    Style,
)

_AROUND = 8  # points between the text and what is on every page
_BORDER = 0.5  # of a table's rows
_APART = 2  # lines of a paragraph that stand together at the foot and at the head of a page (w:widowControl)
_TWIP = 0.05  # points, to which word processors round
_HAIR = (
    0.003  # of a type size, by which a line may be too wide: word processors round to whole twips
)
_AIR = 0.125  # of a type size, between Chinese and Latin letters or figures
_JOINT = re.compile(r"[\u2e80-\u2fff\u3040-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u2e80-\u2fff\u3040-\u9fff])")  # fmt: skip
_HELD = re.compile(f"{LRI}([^{PDI}]*){PDI}")
_NUMBER = "\u200b00"  # of a page behind an entry of the contents: it is not known yet, and goes to a new line by itself
_HANGING = "、。！，．：；？"


@dataclass(frozen=True, slots=True)
class Pages:
    """The page of each bookmark, from 1, how many there are, the margins that leave room for what is on every one, in
    whole points: so no program has to move the text to make it; and whether the contents begin one."""

    on: Mapping[str, int]
    total: int
    top: float
    bottom: float
    contents_turn: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """``height``: what must be on the page; ``full``: with the air below it, which may fall off the page's foot."""

    height: float
    full: float


@dataclass(frozen=True, slots=True)
class _Strip:
    """What is not parted over pages but between its lines: a paragraph, a row of a table, a picture."""

    lines: tuple[_Line, ...]
    before: float = 0.0
    after: float = 0.0
    keep_next: bool = False
    keep_lines: bool = True
    bookmark: str = ""
    repeated: float = 0.0  # what a new page begins with: the height of the table's header
    spare: float = 0.0  # more that must have room on its page, of the heading of the contents alone

    @property
    def height(self) -> float:
        return sum(line.full for line in self.lines)

    @property
    def lead(self) -> int:
        """How many lines must stand on one page before the paragraph may be parted."""
        count = len(self.lines)
        return count if self.keep_lines or count < 2 * _APART else _APART


def reckon(found: Flow, known: Mapping[str, Style], spoken: Language) -> Pages:
    """The pages of the flow. Raises LeafletError when a font is missing."""
    ruler = _Ruler(known, spoken)
    top = max(MARGIN, ceil(EDGE + ruler.framed(found.header, TEXT_WIDTH) + _AROUND))
    bottom = max(MARGIN, ceil(EDGE + ruler.framed([found.footer], TEXT_WIDTH) + _AROUND))
    filler = _Filler(PAGE_HEIGHT - top - bottom)
    filler.fill([strip for block in found.body for strip in ruler.strips(block)])
    return Pages(filler.on, filler.page, top, bottom, filler.contents_turn)


def _stacked(strips: Sequence[_Strip]) -> float:
    """The height of paragraphs with nothing around them."""
    height = after = 0.0
    for strip in strips:
        height += max(strip.before, after) + sum(line.full for line in strip.lines)
        after = strip.after
    return height + after


# Lines.


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters of one face."""

    text: str
    face: Face
    tag: str
    rtl: bool


class _Text:
    """A paragraph's characters and where each ends on one endless line, in type sizes."""

    def __init__(self, pieces: Sequence[_Piece], spoken: Language) -> None:
        self.text = "".join(piece.text for piece in pieces)
        self.spoken = spoken
        advances = [one for p in pieces for one in p.face.advances(p.text, p.tag, p.rtl)]
        for joint in _JOINT.finditer(self.text):
            advances[joint.start()] += _AIR
        self.ends = [0.0, *accumulate(advances)]
        self.faces = [piece.face for piece in pieces for _ in piece.text]

    def lines(self, width: float) -> Iterator[tuple[int, int]]:
        """From which character to which each line goes; a word that is wider than a line is parted anywhere."""
        start = end = 0
        for place in self.places(width):
            if (
                end > start
                and self.ends[self.bare(start, place)] - self.ends[start] > width + _HAIR
            ):
                yield start, end
                start = end
            end = place
        if end > start:
            yield start, end

    def places(self, width: float) -> Iterator[int]:
        """Where a line may end."""
        before = 0
        for place in _breaks(self.text, self.spoken):
            if self.ends[self.bare(before, place)] - self.ends[before] > width:
                yield from range(before + 1, place)
            yield place
            before = place

    def bare(self, start: int, end: int) -> int:
        """The end without what may stand out of the line: spaces, and one Chinese full stop or comma
        (w:overflowPunct)."""
        while end > start and self.text[end - 1] == " ":
            end -= 1
        hangs = (
            self.spoken.script == "east-asian" and end > start and self.text[end - 1] in _HANGING
        )
        return end - 1 if hangs else end


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures paragraphs in the looks of their styles."""

    known: Mapping[str, Style]
    spoken: Language

    def strips(self, block: Block, width: float = TEXT_WIDTH) -> Iterator[_Strip]:
        match block:
            case Paragraph():
                yield self.strip(block, width)
            case Table():
                yield from self.rows(block)
            case Picture():
                style = self.known[block.style]
                line = _Line(block.height, block.height)
                yield _Strip((line,), style.before, style.after, style.keep_next)
            case Contents():
                yield from self.contents(block)
            case _:
                assert_never(block)

    def strip(
        self, paragraph: Paragraph, width: float = TEXT_WIDTH, heading: bool = True
    ) -> _Strip:
        style = self.known[paragraph.style]
        lines = self.lines(paragraph.runs, style, width - style.indent)
        if style.ruled:
            below = ABOVE_RULE + RULE
            lines = (*lines[:-1], _Line(lines[-1].full + below, lines[-1].full + below))
        return _Strip(lines, style.before, style.after, style.keep_next, style.keep_lines,
                      paragraph.bookmark if heading else "")  # fmt: skip

    def contents(self, contents: Contents) -> Iterator[_Strip]:
        """The heading wants room for two entries: LibreOffice keeps no paragraph with the first of an index, so where they
        have none the file itself begins a page, and does so a line before a program that lays out otherwise would part
        the two."""
        entries = (replace(one, runs=(*one.runs, replace(one.runs[-1], text=_NUMBER))) for one in contents.entries)  # fmt: skip
        first, second, *rest = (self.strip(one, heading=False) for one in entries)
        spare = first.lines[-1].full - first.lines[-1].height + max(first.after, second.before)
        yield replace(self.strip(contents.heading), spare=spare + second.lines[0].height)
        yield from (first, second, *rest)

    def rows(self, table: Table) -> Iterator[_Strip]:
        heights = []
        for row in table.rows:
            cells = [
                self.framed(cell, TEXT_WIDTH * share - 2 * CELL_SIDE)
                for cell, share in zip(row, table.widths, strict=True)
            ]
            heights.append(max(cells) + _BORDER)
        rows = [(_Line(height, height),) for height in heights]
        yield _Strip(rows[0], keep_next=True)
        yield from (_Strip(row, repeated=heights[0]) for row in rows[1:])

    def framed(self, paragraphs: Sequence[Paragraph], width: float) -> float:
        """The height of paragraphs in a cell, a header or a footer. The air below the last line is that of the Latin
        font, whatever stands in it."""
        strips = [self.strip(one, width) for one in paragraphs]
        style = self.known[paragraphs[-1].style]
        last, latin = (
            strips[-1].lines[-1],
            self.line([self.face("latin", self.spoken, False)], style),
        )
        return _stacked(strips) - (last.full - last.height) + (latin.full - latin.height)

    def lines(self, runs: Sequence[Run], style: Style, width: float) -> tuple[_Line, ...]:
        """Each line of a paragraph."""
        text = _Text(list(self.pieces(runs, style.bold)), self.spoken)
        found = [set(text.faces[start:end]) for start, end in text.lines(width / style.size)]
        if style.number or not found:  # the list's own label, or nothing
            found = [{*(found[0] if found else ()), self.face("latin", self.spoken, False)}, *found[1:]]  # fmt: skip
        return tuple(self.line(faces, style) for faces in found)

    def line(self, faces: Collection[Face], style: Style) -> _Line:
        """A line is as high as the highest of its fonts needs, times the style's spacing; what fonts of other proportions
        add to the highest is not multiplied. In whole twips."""
        ascent = max(face.ascent + face.leading for face in faces)
        twips = round((ascent + max(face.descent for face in faces)) * style.size * 20)
        highest = round(max(face.line for face in faces) * style.size * 20)
        air = highest * style.spacing // SINGLE - highest
        return _Line(twips / 20, (twips + air) / 20)

    def pieces(self, runs: Sequence[Run], bold: bool) -> Iterator[_Piece]:
        """Of one script each: what belongs to no script joins what stands before it."""
        runs = [replace(run, text=as_written(run.text, run.language)) for run in runs]
        script = next((own for run in runs for own in self.scripts(run) if own), None)
        for run in runs:
            start = 0
            for place, own in enumerate(self.scripts(run)):
                if own and own != script:
                    if place > start:
                        yield self.piece(run.text[start:place], script, run, bold)
                    start, script = place, own
            if start < len(run.text):
                yield self.piece(run.text[start:], script, run, bold)

    def scripts(self, run: Run) -> list[ScriptKind | None]:
        """Of each character; brackets that the file holds to a Latin word are Latin with it, the isolate before them is not."""
        found = [self.script(character) for character in run.text]
        for one in _HELD.finditer(run.text) if run.language.rtl else ():
            if held(one[1], "latin", run.language) == one[0]:
                found[one.start(1) : one.end(1)] = ["latin"] * len(one[1])
        return found

    def script(self, character: str) -> ScriptKind | None:
        """Of a letter. From left to right, figures and signs of ASCII are Latin; from right to left, isolates complex."""
        if self.spoken.rtl:
            return "complex" if character in BIDI_CONTROLS else strong(character)
        return strong(character) or ("latin" if "!" <= character <= "~" else None)

    def piece(self, text: str, script: ScriptKind | None, run: Run, bold: bool) -> _Piece:
        script = script or ("complex" if self.spoken.rtl else "latin")  # figures alone
        face = self.face(script, run.language, bold or run.bold)
        if not face.draws(text):
            face = max(
                face,
                self.face("latin", self.spoken, bold or run.bold),
                key=lambda one: one.draws(text),
            )
        return _Piece(text, face, run.language.bcp47, script == "complex" and run.language.rtl)

    def face(self, script: ScriptKind, spoken: Language, bold: bool) -> Face:
        return face(font_for(script, spoken, self.spoken), bold)


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


# Pages.


@dataclass
class _Filler:
    """Puts strips on pages. ``used``: of the page's height; ``gap``: the space that the paragraph before asks for,
    of which and its own the next takes the larger (as Word does in its current mode)."""

    room: float
    page: int = 1
    used: float = 0.0
    gap: float = 0.0
    on: dict[str, int] = field(default_factory=dict)
    contents_turn: bool = False

    def fill(self, strips: Sequence[_Strip]) -> None:
        """One after another; what is higher than a page is parted after all."""
        strips = [
            replace(one, keep_lines=one.keep_lines and one.height <= self.room) for one in strips
        ]
        for number, strip in enumerate(strips):
            if self.used and self.used + self.needed(strips, number) + strip.spare > self.room:
                self.turn(strip)
                self.contents_turn |= strip.spare > 0
            self.put(strip)

    def needed(self, strips: Sequence[_Strip], number: int) -> float:
        """The height of what must stand together from here on: the first lines, or all and what it keeps with."""
        height, gap = 0.0, self.gap
        for strip in strips[number:]:
            height += max(gap, strip.before)
            gap = strip.after
            if not strip.keep_next:
                lead = strip.lines[: strip.lead]
                return height + sum(line.full for line in lead[:-1]) + lead[-1].height
            height += sum(line.full for line in strip.lines)
        return height

    def turn(self, strip: _Strip) -> None:
        self.page += 1
        repeated = (
            strip.repeated if strip.repeated < self.room else 0.0
        )  # nothing would stand below it
        self.used, self.gap = repeated, 0.0

    def put(self, strip: _Strip) -> None:
        """Line by line; space before a paragraph is dropped at the head of a page, but not of the first."""
        if self.used or self.page == 1:
            self.used += max(self.gap, strip.before)
        if strip.bookmark:
            self.on[strip.bookmark] = self.page
        for place, line in enumerate(strip.lines):
            if not strip.keep_lines and place >= strip.lead and self.full(strip.lines[place:]):
                self.turn(strip)
            self.used += line.full
            while (
                self.used - (line.full - line.height) > self.room + _TWIP
                and line.height > self.room
            ):
                self.page += 1
                self.used -= self.room
        self.gap = strip.after

    def full(self, lines: Sequence[_Line]) -> bool:
        """Whether a paragraph is to be parted before these lines: the first has no room, or of the last two one."""
        if len(lines) < _APART:
            return False
        first, rest = lines[0], lines[1:]
        last_two = len(lines) == _APART and self.used + first.full + rest[0].height > self.room
        return self.used + first.height > self.room or last_two
