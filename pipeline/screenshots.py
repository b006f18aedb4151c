"""Pictures of where each text stands on the English page, for translators: one a section, named in their catalogs."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2
from PIL import Image

from pipeline import project as projects
from pipeline.build import files
from pipeline.build.plan import Choice, known
from pipeline.catalogs.extract import screenshot
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document, Medium, State, Status, for_medium
from pipeline.languages import SOURCE
from pipeline.project import Project
from pipeline.publisher import PrintProfile
from pipeline.render import pdf

_PROFILE = PrintProfile(18.0)  # large print
_SCALE = 1.25  # pixels a point: A4 is 745 wide, which a browser shows as it is
_ABOVE = 30.0  # points from a heading's place up to the end of what stands before it
_HEAD = 150.0  # points at the top of a page that hold its running head and less than a line


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section begins. ``y`` in points from the foot of the page."""

    page: int
    y: float


def make(
    project: Project, slugs: Sequence[str], today: datetime.date
) -> tuple[list[str], list[Diagnostic]]:
    """Write the pictures of the leaflets, of all or of some: their paths, and what keeps a leaflet from being drawn. Raises
    LeafletError for a leaflet that is not there."""
    known(project, Choice(tuple(slugs)))
    written: dict[str, None] = {}
    found: list[Diagnostic] = []
    for slug in project.slugs:
        document, wrong = (
            projects.resolve(project, slug, SOURCE, today)
            if not slugs or slug in slugs
            else (None, [])
        )
        found += wrong
        try:
            for path, data in drawn(document) if document else ():
                files.put(project.root / path, data)
                written[path] = None
        except LeafletError as problem:
            found += problem.diagnostics
    return list(written), found


def drawn(document: Document) -> Iterator[tuple[str, bytes]]:
    """Path and PNG of the pages before the first section, and of each section, as if the leaflet were approved."""
    approved = replace(document, status=Status(State.APPROVED))
    data = pdf.render(for_medium(approved, Medium.PRINT), pdf.Options(_PROFILE))
    names = [screenshot(document.title, None), *(screenshot(s.heading, s) for s in document.sections)]  # fmt: skip
    with pypdfium2.PdfDocument(data) as opened:
        begin, end = Place(0, _PROFILE.page_height), Place(len(opened), 0.0)
        for name, (start, stop) in zip(names, pairwise([begin, *_places(opened), end]), strict=True):  # fmt: skip
            yield name, _png(list(_strips(opened, start, stop)))


def _places(opened: pypdfium2.PdfDocument) -> Iterator[Place]:
    """Where the outermost sections begin: the second level of the outline."""
    for mark in opened.get_toc():
        if mark.level == 1:
            to = mark.get_dest()
            yield Place(to.get_index(), to.get_view()[1][1] + _ABOVE)


def _strips(opened: pypdfium2.PdfDocument, start: Place, stop: Place) -> Iterator[Image.Image]:
    """What stands between two places, page by page."""
    high = _PROFILE.page_height
    for number in range(start.page, min(stop.page + 1, len(opened))):
        top = min(start.y, high) if number == start.page else high
        bottom = stop.y if number == stop.page else 0.0
        if number == start.page or bottom < high - _HEAD:
            page = opened[number].render(scale=_SCALE).to_pil().convert("RGB")
            yield page.crop((0, round((high - top) * _SCALE), page.width, round((high - bottom) * _SCALE)))  # fmt: skip


def _png(strips: list[Image.Image]) -> bytes:
    joined = Image.new("RGB", (strips[0].width, sum(strip.height for strip in strips)))
    place = 0
    for strip in strips:
        joined.paste(strip, (0, place))
        place += strip.height
    out = io.BytesIO()
    joined.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(out, "PNG", optimize=True)
    return out.getvalue()
