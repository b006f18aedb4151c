"""A Document as a tagged PDF: its blocks in order, on pages with a running title and page numbers."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from pipeline import inline
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document
from pipeline.publisher import PrintProfile
from pipeline.render.pdf.contents import FROM_PAGES
from pipeline.render.pdf.flow import FitsNowhere, Frame, fill
from pipeline.render.pdf.metadata import About
from pipeline.render.pdf.pages import Pages
from pipeline.render.pdf.shape import without_controls
from pipeline.render.pdf.story import Story
from pipeline.render.pdf.structure import TaggedCanvas

_LEAST_ROOM = 0.25  # of the page's height, for the text: below that it is no page of a leaflet


@dataclass(frozen=True, slots=True)
class Options:
    """What an edition chooses. ``ua``: PDF/UA-1 with PDF/A-2a, or PDF/UA-2."""

    profile: PrintProfile
    ua: int = 1


def render(document: Document, options: Options) -> bytes:
    """The PDF of a leaflet, the same bytes for the same input.

    Raises LeafletError for a character that no font has, a missing font file, or a row that fits on no page.
    """
    pages = Pages(document, options.profile)
    if pages.frame_height < options.profile.page_height * _LEAST_ROOM:
        raise LeafletError(Diagnostic("A103", "the title is too long to stand above each page", document.title.at,
                                      "shorten it, and say the rest in the text below"))  # fmt: skip
    with _collector_paused():
        return _made(pages, options)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A document only grows until it is written: looking through all of it for garbage again and again finds none, and
    makes the thousandth page dearer than the tenth."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _made(pages: Pages, options: Options) -> bytes:
    story = Story(pages)
    data, count = _printed(story, options)
    if story.may_list and (count >= FROM_PAGES) != story.listed:  # its length was not as estimated
        data, _ = _printed(Story(pages, listed=not story.listed), options)
    return data


def _printed(story: Story, options: Options) -> tuple[bytes, int]:
    """The file and its number of pages."""
    out = io.BytesIO()
    canvas = _canvas(out, story, options.ua)
    try:
        fill(canvas, story.flow(), _frames(story.pages))
    except FitsNowhere as problem:
        at = story.document.title.at
        raise LeafletError(
            Diagnostic(
                "A103",
                "a part of the leaflet is longer than a page",
                at,
                "shorten its longest table row or box",
            )
        ) from problem
    canvas.save()
    return out.getvalue(), canvas.pages


def _canvas(out: io.BytesIO, story: Story, ua: int) -> _NumberedCanvas:
    """``invariant`` leaves out the time of day and random identifiers."""
    document, profile = story.document, story.profile
    title = without_controls(inline.plain(document.title.inlines))
    about = About(title, document.publisher, story.language.bcp47, ua)
    size = profile.page_width, profile.page_height
    return _NumberedCanvas(
        out, pages=story.pages, root=story.root, about=about, pagesize=size, invariant=1
    )


def _frames(pages: Pages) -> Iterator[Frame]:
    """The first page's is higher: it has no running title."""
    place = pages.profile.margin, pages.frame_bottom, pages.frame_width
    return chain([Frame(*place, pages.first_height)], repeat(Frame(*place, pages.frame_height)))


class _NumberedCanvas(TaggedCanvas):
    """Adds headers and footers at the end, when the number of pages is known."""

    def __init__(self, *args: Any, pages: Pages, **options: Any) -> None:
        super().__init__(*args, **options)
        self.furniture = pages

    def save(self) -> None:
        if self._code:
            self.showPage()
        while self.pages % self.furniture.profile.fold:
            self.furniture.draw_blank(self)
            self.showPage()
        self.draw_later()
        head = self._drawn(self.furniture.draw_head)
        for number in range(1, self.pages + 1):
            foot = self._drawn(self.furniture.draw_foot, number, self.pages)
            self.add_to_page(number, f"{head}\n{foot}" if number > 1 else foot)
        super().save()

    def _drawn(self, draw: Callable[..., None], *arguments: Any) -> str:
        """The operators of what is drawn, which stands on no page yet."""
        draw(self, *arguments)
        operators, self._code = "\n".join(self._code), []
        return operators
