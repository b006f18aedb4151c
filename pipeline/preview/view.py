"""What the preview shows of a leaflet in a language, as values. Nothing is written anywhere."""

from __future__ import annotations

import datetime
import io
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from pipeline import inline
from pipeline import project as projects
from pipeline.build.make import render
from pipeline.catalogs.catalog import Key
from pipeline.catalogs.gate import Seen
from pipeline.diagnostic import Diagnostic, LeafletError, errors
from pipeline.document import Document, Line, lines
from pipeline.facts import plain_text
from pipeline.preview.typed import Catalogs, Typed, catalogs, numbers, typed
from pipeline.project import Project
from pipeline.publisher import EDITIONS, Edition, Format

_SCALE = 1.25  # pixels a point: A4 is 745 wide, which a browser shows as it is


@dataclass(frozen=True, slots=True)
class Row:
    """A text in both languages. ``at``: where it is edited, file and line; ``found``: what the checks say of it; ``raw``: the lines
    of its file, where no text can be read in them."""

    english: str
    translation: str
    at: str
    found: tuple[Diagnostic, ...]
    raw: str = ""

    @property
    def refused(self) -> bool:
        """Whether it keeps the leaflet from being made."""
        return bool(errors(self.found))


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
        """How many things are wrong."""
        return len(self.elsewhere) + sum(len(row.found) for row in self.rows)

    @property
    def stopped_by(self) -> list[tuple[Diagnostic, int]]:
        """Each error that keeps the leaflet from being made, with the number of its row, -1 for none."""
        of_rows = [(one, number) for number, row in enumerate(self.rows) for one in errors(row.found)]  # fmt: skip
        return [*((one, -1) for one in errors(self.elsewhere)), *of_rows]


def view(project: Project, slug: str, tag: str, today: datetime.date) -> View:
    """The leaflet as it stands on the disk now; of one that cannot be made, every text that can be read."""
    source, told = projects.english(project, slug)
    document, found = projects.translated(project, source, told, tag, today)
    if source is None:
        return View(slug, tag, slug, "cannot be read", None, (), tuple(found))
    seen = catalogs(project, source, tag)
    left = [line for line in lines(source) if line.inlines]
    right = [Typed(line) for line in lines(document) if line.inlines] if document else []
    if document is None:
        right, more = typed(project, source, seen, tag, today, whole=not errors(told))
        found += more
    at_place, elsewhere = _placed(found, _places(source, seen, left), len(left))
    english = [line for line in lines(projects.in_english(source)) if line.inlines]
    rows = tuple(
        Row(_plain(a), _plain(b.line), str(b.line.at if b.line.at.path else a.at), tuple(told), b.raw)
        for a, b, told in zip(english, right, at_place, strict=True)
    )  # fmt: skip
    title = plain_text(inline.plain((document or source).title.inlines))
    state = str(document.status.state) if document else "cannot be made: see what is wrong"
    return View(slug, tag, title, state, document, rows, tuple(elsewhere))


def _plain(line: Line) -> str:
    return plain_text(inline.plain(line.inlines))


Place = Callable[[Diagnostic], int | None]  # the row that a finding is of


def _places(source: Document, seen: Catalogs, rows: Sequence[Line]) -> Mapping[str, Place]:
    """For the path of each file, how its findings are placed."""
    found: dict[str, Place] = {path: _by_line(begins) for path, begins in _begins(source, rows).items()}  # fmt: skip
    of_rows = numbers(seen, rows)
    return found | {one.catalog.path: _by_entry(one, of_rows[one.catalog.path]) for one in seen.values()}  # fmt: skip


def _begins(source: Document, rows: Sequence[Line]) -> dict[str, list[tuple[int, int]]]:
    """Where each text of the source begins, and its row. After the summary comes what is no text: front matter."""
    begins: dict[str, list[tuple[int, int]]] = {}
    if source.summary:
        begins[source.summary.at.path] = [(source.summary.at.line + 1, -1)]
    for number, line in enumerate(rows):
        begins.setdefault(line.at.path, []).append((line.at.line, number))
    return {path: sorted(lines) for path, lines in begins.items()}


def _by_line(begins: Sequence[tuple[int, int]]) -> Place:
    """The text that begins last before its line."""

    def place(found: Diagnostic) -> int | None:
        after = bisect_right(begins, found.at.line, key=lambda begin: begin[0])
        row = begins[after - 1][1] if after else -1
        return row if row >= 0 else None

    return place


def _by_entry(seen: Seen, rows: Mapping[Key, int]) -> Place:
    def place(found: Diagnostic) -> int | None:
        key = seen.place(found)
        return rows.get(key) if key else None

    return place


def _placed(
    found: Iterable[Diagnostic], places: Mapping[str, Place], count: int
) -> tuple[list[list[Diagnostic]], list[Diagnostic]]:
    """Each finding once, at the row that it is of; the rest."""
    at_place: list[list[Diagnostic]] = [[] for _ in range(count)]
    elsewhere: list[Diagnostic] = []
    for one in dict.fromkeys(found):
        row = places[one.at.path](one) if one.at.path in places else None
        (elsewhere if row is None else at_place[row]).append(one)
    return at_place, elsewhere


def web_page(project: Project, document: Document) -> bytes:
    """The web page as it would be made, without sound. Raises LeafletError."""
    return _bytes(project, document, _edition(project, Format.HTML))


def printed(project: Project, document: Document) -> bytes:
    """The PDF as it would be made. Raises LeafletError."""
    return _bytes(project, document, _edition(project, Format.PDF))


def pages(data: bytes) -> int:
    """How many a PDF has."""
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
    """The project, or why it cannot be read now."""
    try:
        return projects.load(root)
    except LeafletError as problem:
        return Unloaded(root, problem.diagnostics)
