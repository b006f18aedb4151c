"""On which page each heading stands, reckoned as a word processor lays the flow out.

Lines are broken and stacked with the measures of the fonts that the file names. On a machine without
those fonts, or in a program that breaks a line elsewhere, a heading near a page's edge may stand on the
next page: there the contents are brought up to date as any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor
from typing import assert_never

from pipeline.languages import Language, ScriptKind
from pipeline.render.docx.flow import Block, Contents, Flow, Paragraph, Picture, Run, Table
from pipeline.render.docx.lines import Text
from pipeline.render.docx.metrics import Face, face, font_for
from pipeline.render.docx.styles import (
    ABOVE_RULE,
    CELL_SIDE,
    CELL_STYLES,
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
_ROUNDS = 3  # at most: how long the contents are depends on the figures of each page, and that on the contents


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
    fixed = [[] if isinstance(block, Contents) else list(ruler.strips(block)) for block in found.body]  # fmt: skip
    known_on: Mapping[str, int] = {}
    for _ in range(_ROUNDS):
        filler = _Filler(PAGE_HEIGHT - top - bottom)
        filler.fill([strip for block, own in zip(found.body, fixed, strict=True)
                     for strip in (ruler.contents(block, known_on) if isinstance(block, Contents) else own)])  # fmt: skip
        if all(_figures(known_on, name) == _figures(filler.on, name) for name in filler.on):
            break
        known_on = filler.on
    return Pages(filler.on, filler.page, top, bottom, filler.contents_turn)


def _figures(on: Mapping[str, int], name: str) -> int:
    """How many a heading's page has; two, before it is known."""
    return len(str(on.get(name, 10)))


def _stacked(strips: Sequence[_Strip]) -> float:
    """The height of paragraphs with nothing around them."""
    height = after = 0.0
    for strip in strips:
        height += max(strip.before, after) + sum(line.full for line in strip.lines)
        after = strip.after
    return height + after


# Paragraphs.


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
                own = self.face("complex" if self.spoken.rtl else "latin", self.spoken, style.bold)
                height = max(block.height, self.line([own], style, [own]).height)
                line = _Line(height, height)
                yield _Strip((line,), style.before, style.after, style.keep_next)
            case Contents():
                yield from self.contents(block, {})
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

    def contents(self, contents: Contents, on: Mapping[str, int]) -> Iterator[_Strip]:
        """The heading wants room for two entries: LibreOffice keeps no paragraph with the first of an index, so where they
        have none the file itself begins a page, and does so a line before a program that lays out otherwise would part
        the two."""
        first, second, *rest = (self.entry(one, on) for one in contents.entries)
        spare = first.lines[-1].full - first.lines[-1].height + max(first.after, second.before)
        yield replace(self.strip(contents.heading), spare=spare + second.lines[0].height)
        yield from (first, second, *rest)

    def entry(self, entry: Paragraph, on: Mapping[str, int]) -> _Strip:
        """With the number of its page, which goes to a new line by itself."""
        number = replace(entry.runs[-1], text="\u200b" + "0" * _figures(on, entry.bookmark))
        return self.strip(replace(entry, runs=(*entry.runs, number)), heading=False)

    def rows(self, table: Table) -> Iterator[_Strip]:
        heights = []
        for row in table.rows:
            cells = [
                self.framed(cell, floor(TEXT_WIDTH * share * 20) / 20 - 2 * CELL_SIDE)
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
        font = [self.face("latin", self.spoken, False)]
        last, latin = strips[-1].lines[-1], self.line(font, style, font)
        return _stacked(strips) - (last.full - last.height) + (latin.full - latin.height)

    def lines(self, runs: Sequence[Run], style: Style, width: float) -> tuple[_Line, ...]:
        """Each line of a paragraph."""
        text = Text(runs, style.size, style.bold, self.spoken)
        found = [(set(text.faces[start:end]), text.beside(start, end))
                 for start, end in text.lines(width, style.id not in CELL_STYLES)]  # fmt: skip
        if style.number or not found:  # the list's own label, or nothing
            first, beside = found[0] if found else (set[Face](), set[Face]())
            label = {self.face("latin", self.spoken, False)}
            found[:1] = [(first | label, beside if len(found) > 1 else beside | label)]
        return tuple(self.line(faces, style, beside) for faces, beside in found)

    def line(self, faces: Collection[Face], style: Style, beside: Collection[Face]) -> _Line:
        """A line is as high as the highest of its fonts needs, and the style's spacing of that more; what fonts of other
        proportions add to the highest is not multiplied, nor are those that are not ``beside`` it. In whole twips."""
        ascent = max(face.ascent + face.leading for face in faces)
        twips = round((ascent + max(face.descent for face in faces)) * style.size * 20)
        highest = round(max(face.line for face in beside) * style.size * 20)
        air = highest * style.spacing // SINGLE - highest
        return _Line(twips / 20, (twips + air) / 20)

    def face(self, script: ScriptKind, spoken: Language, bold: bool) -> Face:
        return face(font_for(script, spoken, self.spoken), bold)


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
        # Nothing would stand below it.
        repeated = strip.repeated if strip.repeated < self.room else 0.0
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
