"""What stands on every page: its sizes, the running title and notice above, the page number below."""

from __future__ import annotations

from pipeline import words
from pipeline.document import Document, Inlines
from pipeline.publisher import PrintProfile
from pipeline.render.pdf.layout import TEXT, Inks, baseline_offset, draw_line
from pipeline.render.pdf.runs import leading_nowhere, merged, runs
from pipeline.render.pdf.structure import TaggedCanvas
from pipeline.render.pdf.text import Typeset
from pipeline.words import Word

_FURNITURE = 0.7  # of the margin: how far head and foot stand from the paper's edge


class Pages:
    """What stands on every page: its sizes, the running title and notice above, the page number below."""

    def __init__(self, document: Document, profile: PrintProfile) -> None:
        self.document, self.profile, self.language = document, profile, document.language()
        self.frame_width = profile.page_width - 2 * profile.margin
        self.inks = Inks.of(document.brand)
        small = min(
            max(profile.running_least, profile.body * profile.running), profile.running_most
        )
        self.header = [self._text(document.title.inlines, small)]
        notice = words.notice(document)[:-1]  # what to do about it stands on the first page
        # A line for each: in the other direction than the page's, two on a line would change places.
        self.header += [self._text(sentence, small) for sentence in notice]
        times = profile.leading_of(profile.cell_leading, self.language.line_height)
        self.leading, self.foot = small * times, profile.body * times
        above = sum(len(text.lines(self.frame_width)) for text in self.header) * self.leading
        self.edge = profile.margin * _FURNITURE
        self.head = above + profile.white(profile.near)  # of the pages after the first
        self.frame_bottom = self.edge + self.foot + profile.white(profile.near)
        self.first_height = profile.page_height - self.edge - self.frame_bottom
        self.frame_height = self.first_height - self.head

    def _text(self, inlines: Inlines, size: float) -> Typeset:
        parts = merged(map(leading_nowhere, runs(inlines, self.document, self.language)))
        return Typeset(parts, self.language, size, self.document.title.at, self.profile.measure)

    def draw_head(self, canvas: TaggedCanvas) -> None:
        """The same on each page after the first. All of it is an artifact: a listener hears the title and the notice once."""
        canvas.begin_artifact("Pagination")
        self._draw_head(canvas)
        canvas.end()

    def draw_foot(self, canvas: TaggedCanvas, number: int, pages: int) -> None:
        """Draw which page of how many this is, as an artifact."""
        canvas.begin_artifact("Pagination")
        word = words.inlines(self.document, Word.PAGE, page=str(number), pages=str(pages))
        self._draw_lines(
            canvas, self._text(word, self.profile.body), self.edge + self.foot, self.foot, TEXT
        )
        canvas.end()

    def draw_blank(self, canvas: TaggedCanvas) -> None:
        """A page with nothing on it says that nothing is missing."""
        text = self._text(words.inlines(self.document, Word.BLANK), self.profile.body)
        canvas.begin_artifact("Pagination")
        self._draw_lines(canvas, text, self.frame_bottom + self.frame_height, self.foot, TEXT)
        canvas.end()

    def _draw_head(self, canvas: TaggedCanvas) -> None:
        y = self.profile.page_height - self.edge
        for text in self.header:
            colour = self.inks.main if text is self.header[0] else TEXT
            y = self._draw_lines(canvas, text, y, self.leading, colour)
        left, right = self.profile.margin, self.profile.page_width - self.profile.margin
        y -= self.profile.white(self.profile.close)
        canvas.write(
            f"q {self.inks.main} RG {self.profile.rule:g} w {left:g} {y:.2f} m {right:g} {y:.2f} l S Q"
        )

    def _draw_lines(
        self, canvas: TaggedCanvas, text: Typeset, top: float, leading: float, colour: str
    ) -> float:
        """Lines from ``top`` down; where they end."""
        for line in text.lines(self.frame_width):
            baseline = top - baseline_offset(text, line, leading)
            draw_line(canvas, text, line, self.profile.margin, self.frame_width, baseline, colour)
            top -= leading
        return top
