"""The list of what is in a leaflet: each section with its page, as a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import words
from pipeline.document import Line, Text
from pipeline.inline import plain
from pipeline.render.pdf.flow import Flowable
from pipeline.render.pdf.layout import TEXT, Paragraph, draw_line
from pipeline.render.pdf.runs import leading_nowhere, merged, runs
from pipeline.render.pdf.setting import Setting
from pipeline.render.pdf.shape import without_controls
from pipeline.render.pdf.structure import StructureElement, TaggedCanvas
from pipeline.render.pdf.text import Typeset
from pipeline.words import Word

FROM_PAGES = 3  # fewer pages are turned faster than a list is read
FROM_SECTIONS = 2
_WIDEST = "0000"  # a number for which there is always room


def contents(
    setting: Setting, parent: StructureElement, headings: Sequence[tuple[Line, StructureElement]]
) -> Iterator[Flowable]:
    """A heading of its own and an entry for each of ``headings``, which come with their elements."""
    at = setting.document.title.at
    title = words.inlines(setting.document, Word.CONTENTS)
    yield setting.heading(title, at, 2, parent, outlined=False)
    listed = StructureElement("TOC", parent)
    for number, (line, element) in enumerate(headings, 1):
        item = StructureElement("TOCI", listed, leads_to=element)
        entry = StructureElement("Reference", item)
        after = setting.gap if number == len(headings) else setting.close
        made = _Entry(setting, line, StructureElement("Link", entry), element, after)
        last = len(headings)
        made.leads = number != last and number in (1, 2, last - 1)  # no entry alone on a page
        yield made


class _Entry(Paragraph):
    """A heading and, on the far side, the number of its page, which is known when all pages are."""

    def __init__(
        self,
        setting: Setting,
        line: Line,
        link: StructureElement,
        heading: StructureElement,
        after: float,
    ) -> None:
        document, language = setting.document, setting.language
        parts = merged(map(leading_nowhere, runs(line.inlines, document, language)))
        text = Typeset(parts, language, setting.size, line.at, setting.profile.measure)
        times = setting.profile.leading_of(setting.profile.cell_leading, language.line_height)
        super().__init__(text, link, leading=setting.size * times, after=after)
        self.setting, self.heading = setting, heading
        self.title = without_controls(plain(line.inlines))
        self.column = self._number(_WIDEST).width

    def _number(self, page: str) -> Typeset:
        return self.setting.typeset((Text(page),), self.text.at, self.setting.size)

    def wrap(self, width: float) -> float:
        self.whole = width
        return super().wrap(width - self.column)

    def _box(self) -> tuple[float, float]:
        return (self.column if self.text.language.rtl else 0.0), self.whole - self.column

    def draw(self, canvas: TaggedCanvas) -> None:
        super().draw(canvas)
        *_, (_, baseline) = self.baselines()
        canvas.begin(self.element)
        canvas.later(lambda: self._draw_number(canvas, baseline))
        canvas.end()
        x, y = canvas.absolutePosition(0, 0)
        canvas.link_to(
            self.element, (x, y, x + self.whole, y + self.height), self.heading, self._told
        )
        self._draw_rule(canvas)

    def _draw_rule(self, canvas: TaggedCanvas) -> None:
        """It leads the eye from the heading to the number, and looks the same on a grey printer."""
        below, setting = self.setting.close / 2, self.setting
        canvas.begin_artifact()
        canvas.write(f"q {setting.inks.main} RG {setting.profile.rule:g} w")
        canvas.write(f"0 {-below:.2f} m {self.whole:.2f} {-below:.2f} l S Q")
        canvas.end()

    def _told(self, page: int) -> str:
        document = self.setting.document
        return words.text(document, Word.GOES_TO_PAGE, text=self.title, page=str(page))

    def _draw_number(self, canvas: TaggedCanvas, baseline: float) -> None:
        number = self._number(str(canvas.page_of(self.heading)))
        left = 0.0 if self.text.language.rtl else self.whole - number.width
        draw_line(canvas, number, (0, len(number.text)), left, number.width, baseline, TEXT)
