"""output/index.html: every leaflet in every language and edition that was made, to be found without a server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.build import files, plan
from pipeline.build.beside import NOT_FOR_PEOPLE
from pipeline.build.records import Records
from pipeline.project import Project
from pipeline.publisher import Edition, Format
from pipeline.words import Word

if TYPE_CHECKING:
    from pipeline.render import html

_STATUS = {"-draft": Word.DRAFT_MARK, "-overdue": Word.OVERDUE_MARK, "-withdrawn": Word.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaflet in a language: its title, what its files' names end in, and each file's edition, path and size. ``path``:
    from the folder of the list."""

    slug: str
    tag: str
    title: str
    ending: str
    files: tuple[tuple[Edition, str, int], ...]


def made(project: Project, records: Records) -> Iterator[Entry]:
    """What the builds of a project have made, in the publisher's order."""
    for group in plan.published(project):
        resolved, files = records.resolved(group.name), records.made(group.name)
        found = ((edition, files.get(edition.name)) for edition in group.editions)
        there = tuple((edition, one.path, one.size) for edition, one in found if one)
        if resolved and there:
            yield Entry(group.slug, group.tag, resolved.title, resolved.ending, there)


def write(project: Project, entries: Iterable[Entry], path: str) -> None:
    """``path``: from output/."""
    from pipeline.render import html  # only where something was made

    leaflets: dict[str, list[Entry]] = {}
    for entry in entries:
        leaflets.setdefault(entry.slug, []).append(entry)
    charity = project.publisher
    listed = (html.Leaflet(found[0].title, tuple(map(_listed, found))) for found in leaflets.values())  # fmt: skip
    page = html.index(charity.name, charity.brand, tuple(listed))
    if not (project.output / path).is_file() or (project.output / path).read_bytes() != page:
        files.publish(project.output, path, page)


def _listed(entry: Entry) -> html.Listed:
    from pipeline.render import html

    pages = [quote(path) for edition, path, _ in entry.files if edition.format is Format.HTML]
    others = tuple(
        html.File(edition.name, quote(path), size)
        for edition, path, size in entry.files
        if edition.format is not Format.HTML and edition.format not in NOT_FOR_PEOPLE
    )
    status = _STATUS.get(entry.ending, "")
    return html.Listed(entry.tag, entry.title, next(iter(pages), ""), others, status)
