"""About how many pages a Word file fills, from its own styles: near enough to see that a list of contents does not say
"1" of everything. It breaks no line by rule and keeps nothing together; word processors do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import groupby
from math import ceil
from typing import Any

import uharfbuzz as hb

from pipeline import fonts
from pipeline.checks.docx.opened import Opened, Paragraph, Style, W
from pipeline.languages import Language

_TWIPS = 20  # in a point
_NEAR = 0.25  # of the pages before, by which an estimate may err; and one page


class Pagination:
    """``said``: how many pages the foot of the pages says there are; 0 where it says none."""

    def __init__(self, file: Opened, spoken: Language) -> None:
        self._file = file
        self._latin = _face(fonts.LIKE_ARIAL)
        self._own = self._latin if spoken.script == "latin" else _face(spoken.fonts[0])

    @property
    def said(self) -> int:
        figures = [int(found) for one in self._file.footer for found in re.findall(r"\d+", one.text)]  # fmt: skip
        return max(figures, default=0)

    def may_be(self, page: int, bookmark: str) -> bool:
        """Whether the bookmark may stand on that page of so many."""
        guess = self._on.get(bookmark, 1.0)
        return page <= self.said and abs(page - guess) <= 1 + _NEAR * guess

    def may_be_all(self) -> bool:
        """Whether the foot of the pages may say so many."""
        guess = self._on[""]
        return self.said > 0 and abs(self.said - guess) <= 1 + _NEAR * guess

    @cached_property
    def _on(self) -> dict[str, float]:
        """The page of each bookmark, from 1; of "", of the end."""
        found, used = dict[str, float](), 0.0
        for cell, group in groupby(self._file.body, key=lambda one: one.cell.split(".")[0]):
            row = list(group)
            for one in row:
                found |= dict.fromkeys(one.bookmarks, 1 + used / self._room)
                used += 0 if cell else self._height(one, self._width)
            used += self._row(row) if cell else 0
        return {**found, "": 1 + used / self._room}

    def _row(self, row: list[Paragraph]) -> float:
        columns = [list(group) for _, group in groupby(row, key=lambda one: one.cell)]
        return max(sum(self._height(one, self._width / len(columns)) for one in column) for column in columns)  # fmt: skip

    def _height(self, paragraph: Paragraph, width: float) -> float:
        """In points, with the space around it."""
        style = self._file.styles.get(paragraph.style, Style("", ""))
        size, spacing = self._size(style), style.details.get("spacing", {})
        inner = width - float(style.details.get("ind", {}).get("left", 0)) / _TWIPS
        face = self._face(paragraph.text)
        lines = face.width(paragraph.text) * size / inner
        space = max(float(spacing.get(side, 0)) for side in ("before", "after")) / _TWIPS
        return ceil(lines) * self._line(style, face) + space + sum(paragraph.heights)

    def _size(self, style: Style) -> float:
        return float(style.says.get("sz") or self._body) / 2

    def _face(self, text: str) -> _Face:
        """The language's own for what begins with a letter of its own, else Arial, or what stands in for both."""
        first = next(filter(str.isalpha, text), "a")
        if first > "~" and self._own.has(first):
            return self._own
        return self._latin if self._latin.has(first) else _face(fonts.STAND_IN)

    def _line(self, style: Style, face: _Face) -> float:
        """How high a line of the style is."""
        line = float(style.details.get("spacing", {}).get("line", 240))
        return line / 240 * face.line * self._size(style)

    @property
    def _body(self) -> str:
        found = self._file.tree("word/styles.xml").find(f"{W}docDefaults//{W}sz")
        return str(found.get(f"{W}val")) if found is not None else "36"

    @property
    def _room(self) -> float:
        """Of a page: a line of it is left white, since what stands together goes over to the next."""
        height, top, bottom = self._page("h", "top", "bottom")
        line = self._line(self._file.styles.get("Normal", Style("", "")), self._own)
        return max(1.0, height - top - bottom - line)

    @property
    def _width(self) -> float:
        width, left, right = self._page("w", "left", "right")
        return max(1.0, width - left - right)

    def _page(self, *names: str) -> Iterator[float]:
        """Measures of the page, in points."""
        section = self._file.section
        said = {
            key: value
            for one in section.iter(f"{W}pgSz", f"{W}pgMar")
            for key, value in one.attrib.items()
        }
        yield from (float(said.get(f"{W}{name}", 0)) / _TWIPS for name in names)


class _Face:
    """``line``: how high its line is, in type sizes, as widths are."""

    def __init__(self, name: str) -> None:
        file = fonts.font_file(name, bold=False)
        self._face: Any = hb.Face(hb.Blob.from_file_path(str(file.path)), file.index)
        self._font: Any = hb.Font(self._face)
        self._upem = int(self._face.upem)
        measures = self._font.get_font_extents("ltr")
        high = measures.ascender - measures.descender + measures.line_gap
        self.line = float(high / self._upem)

    def has(self, character: str) -> bool:
        return self._font.get_nominal_glyph(ord(character)) is not None

    def width(self, text: str) -> float:
        """On one line, and all in this face, whatever script it is of."""
        buffer: Any = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        return float(sum(one.x_advance for one in buffer.glyph_positions or ()) / self._upem)


@cache
def _face(name: str) -> _Face:
    return _Face(name)
