"""What the preview shows of a leaflet in a language, as values. Nothing is written anywhere."""

from __future__ import annotations

import datetime
import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from pipeline import inline
from pipeline import project as projects
from pipeline.build.make import render
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Document, Line, Text, lines
from pipeline.facts import plain_text
from pipeline.languages import SOURCE
from pipeline.project import Project
from pipeline.publisher import EDITIONS, Edition, Format

_SCALE = 1.25  # pixels a point: A4 is 745 wide, which a browser shows as it is


@dataclass(frozen=True, slots=True)
class Row:
    """A text in both languages. ``at``: where it is edited, file and line; ``found``: what the checks say of it."""

    english: str
    translation: str
    at: str
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class View:
    """``document``: None where an error keeps the leaflet from being made; ``elsewhere``: findings of no one text."""

    slug: str
    tag: str
    title: str
    state: str
    document: Document | None
    rows: tuple[Row, ...]
    elsewhere: tuple[Diagnostic, ...]

    @property
    def count(self) -> int:
        return len(self.elsewhere) + sum(len(row.found) for row in self.rows)


def view(project: Project, slug: str, tag: str, today: datetime.date) -> View:
    """The leaflet as it stands on the disk now."""
    source, told = projects.english(project, slug)
    document, found = projects.translated(project, source, told, tag, today)
    if source is None:
        return View(slug, tag, slug, "cannot be read", None, (), tuple(found))
    left = [line for line in lines(projects.in_english(source)) if line.inlines]
    right = [line for line in lines(document) if line.inlines] if document else list(_as_typed(project, source, tag))  # fmt: skip
    summary = source.summary.at if source.summary else None
    at_place, elsewhere = _placed(found, left, right, summary)
    rows = tuple(
        Row(_plain(a), _plain(b) if b else "", str(b.at if b and b.at.path else a.at), tuple(at_place[number]))
        for number, (a, b) in enumerate(zip(left, right, strict=True))
    )  # fmt: skip
    title = plain_text(inline.plain((document or source).title.inlines))
    state = str(document.status.state) if document else "cannot be made: see what is wrong"
    return View(slug, tag, title, state, document, rows, tuple(elsewhere))


def _as_typed(project: Project, source: Document, tag: str) -> Iterator[Line | None]:
    """What the translator has typed for each text, where an error keeps the leaflet from being made."""
    opened = {one: projects.catalog_of(project, tag, one)[0] for one in projects.domains(source)} if tag != SOURCE else {}  # fmt: skip
    for line in lines(source):
        catalog = opened.get(line.domain)
        msgid = inline.write(line.inlines)
        message = catalog.get(msgid, line.context or None) if catalog else None
        if line.inlines:
            at = Location(projects.catalog_path(tag, line.domain), message.line) if message else None  # fmt: skip
            yield Line((Text(message.msgstr[0]),), at) if message and at else None


def _plain(line: Line) -> str:
    return plain_text(inline.plain(line.inlines))


def _placed(
    found: Sequence[Diagnostic],
    left: Sequence[Line],
    right: Sequence[Line | None],
    summary: Location | None,
) -> tuple[list[list[Diagnostic]], list[Diagnostic]]:
    """Each finding at the text that begins last before its line, in the file that it is of; the rest. After the ``summary`` of
    a source comes what is no text."""
    begins: dict[str, list[tuple[int, int]]] = {}
    if summary:
        begins[summary.path] = [(summary.line + 1, -1)]
    for number, pair in enumerate(zip(left, right, strict=True)):
        for line in filter(None, pair):
            begins.setdefault(line.at.path, []).append((line.at.line, number))
    for rows in begins.values():
        rows.sort()
    at_place: list[list[Diagnostic]] = [[] for _ in left]
    elsewhere: list[Diagnostic] = []
    for one in dict.fromkeys(found):
        rows = begins.get(one.at.path, [])
        place = bisect_right(rows, (one.at.line, len(left)))
        if place and rows[place - 1][1] >= 0:
            at_place[rows[place - 1][1]].append(one)
        else:
            elsewhere.append(one)
    return at_place, elsewhere


def web_page(project: Project, document: Document) -> bytes:
    """The web page as it would be made, without sound. Raises LeafletError."""
    return _bytes(project, document, _edition(project, Format.HTML))


def printed(project: Project, document: Document) -> bytes:
    """The PDF as it would be made. Raises LeafletError."""
    return _bytes(project, document, _edition(project, Format.PDF))


def pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as opened:
        return len(opened)


def picture(data: bytes, number: int) -> bytes:
    """A page of a PDF, from 1, as PNG."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument(data) as opened:
        opened[number - 1].render(scale=_SCALE).to_pil().save(out, "PNG")
    return out.getvalue()


def _edition(project: Project, format: Format) -> Edition:
    """The publisher's own, large print first; else the usual one."""
    all_of = [one for one in (*project.publisher.editions, *EDITIONS) if one.format is format]
    return next((one for one in all_of if one.name == "large-print"), all_of[0])


def _bytes(project: Project, document: Document, edition: Edition) -> bytes:
    data = render(document, edition, project.speech[0], None)
    assert isinstance(data, bytes)
    return data


@dataclass(frozen=True, slots=True)
class Unloaded:
    """A project that could not be read, and why."""

    root: Path
    found: tuple[Diagnostic, ...]


def load(root: Path) -> Project | Unloaded:
    try:
        return projects.load(root)
    except LeafletError as problem:
        return Unloaded(root, problem.diagnostics)
