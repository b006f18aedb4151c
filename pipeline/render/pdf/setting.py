"""How a Document is set: its sizes, its inks, and its lines as flowables."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, Self

from pipeline import inline
from pipeline.diagnostic import Location
from pipeline.document import Inlines
from pipeline.render.pdf.flow import Flowable
from pipeline.render.pdf.layout import Paragraph
from pipeline.render.pdf.pages import Pages
from pipeline.render.pdf.panel import Box, Panel
from pipeline.render.pdf.runs import merged, runs
from pipeline.render.pdf.shape import without_controls
from pipeline.render.pdf.structure import StructureElement, attributes
from pipeline.render.pdf.text import Typeset

_DEEPEST_HEADING = 6  # PDF 1.7 has H1 to H6


class Setting:
    """A Document with the measures of its pages. ``root``: the structure tree that fills as flowables are drawn."""

    def __init__(self, pages: Pages) -> None:
        self.document, self.profile = pages.document, pages.profile
        self.width, self.frame_height = pages.frame_width, pages.frame_height
        profile = pages.profile
        self.language = pages.language
        self.size = profile.body
        self.leading = profile.body * max(profile.leading, self.language.line_height)
        self.gap, self.near, self.close = (
            profile.white(lines) for lines in (profile.paragraph_gap, profile.near, profile.close)
        )
        self.inks = pages.inks
        writing = attributes("Layout", WritingMode="RlTb") if self.language.rtl else None
        self.root = StructureElement("Document", None, writing, {"Lang": self.language.bcp47})

    def typeset(self, inlines: Inlines, at: Location, size: float, bold: bool = False) -> Typeset:
        """The text ready to be broken into lines. ``size``: points."""
        parts = merged(runs(inlines, self.document, self.language, bold))
        return Typeset(parts, self.language, size, at, self.profile.measure)

    def heading(
        self,
        inlines: Inlines,
        at: Location,
        level: int,
        parent: StructureElement,
        outlined: bool = True,
    ) -> Paragraph:
        """A heading that is never parted from what follows; ``outlined``: it has an entry beside the pages."""
        size = self.size * self.profile.headings[min(level, len(self.profile.headings)) - 1]
        times = self.profile.leading_of(self.profile.heading_leading, self.language.line_height)
        title = without_controls(inline.plain(inlines))
        return Paragraph(
            self.typeset(inlines, at, size, bold=True),
            StructureElement(f"H{min(level, _DEEPEST_HEADING)}", parent),
            leading=size * times,
            before=self.profile.white(self.profile.section_gap) if level > 1 else 0,
            after=self.near,
            colour=self.inks.main,
            outline=(level - 1, title) if outlined else None,
            leads=True,
        )

    def paragraph(
        self, inlines: Inlines, at: Location, parent: StructureElement, **look: Any
    ) -> Paragraph:
        """``look``: ``tag`` (P), ``bold``, and what Paragraph takes."""
        element = StructureElement(look.pop("tag", "P"), parent)
        text = self.typeset(inlines, at, self.size, look.pop("bold", False))
        return Paragraph(text, element, **{"leading": self.leading, "after": self.gap, **look})

    def indent(self, depth: int) -> float:
        """Of what stands in ``depth`` lists."""
        step, most = self.size * self.profile.indent, self.width * self.profile.deepest_indent
        return min(depth * step, most)

    def box(self, depth: int = 0, *, border: bool) -> Box:
        """The box of what stands in so many lists."""
        line = self.profile.border if border else 0.0
        return Box(self.inks, self.language.rtl, self.near, line, self.indent(depth))

    def inside(self, box: Box) -> Self:
        """The same setting, as narrow and low as the room in a box."""
        inside = copy.copy(self)
        inside.width, inside.frame_height = (
            self.width - box.inset,
            self.frame_height - 2 * box.padding,
        )
        return inside

    def panel(self, parts: Sequence[Flowable], box: Box) -> Panel:
        """It stays whole where that leaves little white at a page's end."""
        panel = Panel(parts, box, self.gap)
        highest = self.profile.page_height * self.profile.highest_row
        panel.whole = panel.wrap(self.width) <= highest
        return panel
