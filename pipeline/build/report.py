"""output/report.json: every file that was made, with what it was made by, for those who deliver and receive leaflets; what
state each leaflet is in, what is not offered, and what was found."""

from __future__ import annotations

import datetime
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.build import files, keys, plan
from pipeline.build.lock import locked
from pipeline.build.parity import unheard
from pipeline.build.records import Made, Records
from pipeline.diagnostic import Diagnostic, LeafletError, Location, errors
from pipeline.document import Document, lines
from pipeline.languages import language
from pipeline.project import Project

NAME = "report.json"
TOLD = "reports"  # under which a build tells the next how these look
PAGE = "report.html"  # the same for people
LIST = "index.html"  # of all leaflets
_AT_ONCE = 1000  # rows that are held while they are written
_PAGE_TOLD = (
    "page"  # in .cache: how the page looks that was written last, of what, and on which day
)
# What a row holds at least.
_FILE = {"path", "sha256", "seconds", "bytes", "facts", "leaflet", "language", "edition"}
_LEAFLET = {"leaflet", "language", "name", "state", "not_offered", "recorded"}


def looks(output: Path) -> str:
    """How all that tells of a build looks: this report and the list of all leaflets."""
    return " ".join(one.hex() for one in files.look_inside(output, (NAME, LIST)))


def page_stands(output: Path, today: datetime.date) -> bool:
    """Whether the report for people is of the last build, and of today: it counts the days until reviews are due."""
    try:
        return (output / files.FOLDER / _PAGE_TOLD).read_text() == _page_looks(output, today)
    except (OSError, ValueError):
        return False


def publish_page(output: Path, page: bytes, today: datetime.date) -> None:
    """Write the report for people, so that the next build knows it. Raises OSError."""
    files.publish(output, PAGE, page)
    files.put(output / files.FOLDER / _PAGE_TOLD, _page_looks(output, today).encode())


def _page_looks(output: Path, today: datetime.date) -> str:
    return f"{today} {looks(output)} {files.look(output / PAGE).hex()}"


def about(document: Document) -> dict[str, Any]:
    """What the report tells of a leaflet in a language."""
    status = document.status
    return {
        "state": "withdrawn" if status.withdrawn else str(status.state),
        "machine": status.machine,
        "texts": sum(1 for _ in lines(document)),
        "untranslated": status.untranslated,
        "links": [{"label": one.label, "address": one.address, "confirm": one.confirm, "at": str(one.at)}
                  for one in document.links],
    }  # fmt: skip


def write(project: Project, records: Records, found: Iterable[Diagnostic]) -> None:
    """``found``: what the build had to say. ``seconds``, how long a file took to make or to take from the store, is all that
    differs between two builds of the same."""
    heard = {one.name for one in project.publisher.editions if one.format.heard}
    data = {
        "tools": keys.tools(project.publisher.editions),
        "charity": project.publisher.name,
        "editions": [one.name for one in project.publisher.editions],
        "files": (_file(project, heard, *row) for row in records.all_made()),
        "leaflets": (_leaflet(project, records, slug, tag) for slug in project.slugs for tag in project.tags),
        "found": (_told(one) for one in sorted(set(_all(project, records, found)), key=lambda d: (d.at, d.code, d.message))),
    }  # fmt: skip
    files.publish(project.output, NAME, as_json(data))


def enrich(output: Path, data: Mapping[str, Any]) -> None:
    """Write the report again with what was asked of its files since. The next build finds its own report in that. Raises
    LeafletError while a build is at work."""
    with locked(output), closing(Records(output)) as records:
        stands = records.told(TOLD) == looks(output)
        files.publish(output, NAME, as_json(data))
        if stands:
            records.tell(TOLD, looks(output))


def as_json(data: Mapping[str, Any]) -> Iterator[bytes]:
    """A line for each row, and no more than some rows at once: there may be 200,000 (``indent`` would be ten times as slow)."""
    for number, (name, value) in enumerate(data.items()):
        yield f"{',' if number else '{'}\n{json.dumps(name)}: ".encode()
        yield from _rows(iter(value)) if isinstance(value, list | Iterator) else (json.dumps(value).encode(),)  # fmt: skip
    yield b"\n}\n"


def _rows(rows: Iterator[Any]) -> Iterator[bytes]:
    between = "["
    while lines := [json.dumps(row) for row in islice(rows, _AT_ONCE)]:
        yield (between + "\n" + ",\n".join(lines)).encode()
        between = ","
    yield b"[]" if between == "[" else b"]"


def _file(
    project: Project, heard: Container[str], leaflet: str, edition: str, made: Made
) -> dict[str, Any]:
    """``facts``: how many were looked for in it and found; ``to_hear``: why its sound is for a person to hear, "" where it was read
    or has none; ``heard``: the editions that are sound."""
    slug, tag = leaflet.split("/")
    return {
        "to_hear": unheard(slug, tag, project.speech[0]) if edition in heard else "",
        "path": made.path, "sha256": made.digest, "key": made.content, "seconds": made.seconds, "bytes": made.size,
        "facts": made.facts, "leaflet": slug, "language": tag, "edition": edition,
    }  # fmt: skip


def _leaflet(project: Project, records: Records, slug: str, tag: str) -> dict[str, Any]:
    """A leaflet in a language; without more than its name where it could not be read."""
    name, spoken = f"{slug}/{tag}", language(tag)
    resolved = records.resolved(name)
    row: dict[str, Any] = {"leaflet": slug, "language": tag, "name": spoken.name, "autonym": spoken.autonym, "direction": spoken.direction}  # fmt: skip
    editions = project.publisher.editions
    lacking = {one.name: why for one in editions if (why := plan.lacks(project, one, tag, slug))}
    row |= {"not_offered": lacking, "recorded": (tag, slug) in project.speech[0].recordings}
    if resolved is None:
        return {**row, "state": "error"}
    wrong = len(errors(resolved.found))
    return {**row, "title": resolved.title, "due": resolved.due, "overdue": resolved.overdue, **resolved.about,
            "errors": wrong, "warnings": len(resolved.found) - wrong}  # fmt: skip


def _all(project: Project, records: Records, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What this build had to say, and what earlier ones said of leaflets that it did not touch."""
    yield from found
    for slug in project.slugs:
        for tag in project.tags:
            if resolved := records.resolved(f"{slug}/{tag}"):
                yield from resolved.found


def _told(one: Diagnostic) -> dict[str, Any]:
    return {"code": one.code, "severity": str(one.severity), "at": str(one.at), "message": one.message, "hint": one.hint}  # fmt: skip


def read(output: Path) -> dict[str, Any]:
    """What the last build wrote. Raises LeafletError where there is none that this pipeline wrote."""
    at, again = Location(f"output/{NAME}"), "run leaflet build first (or make)"
    try:
        data = json.loads((output / NAME).read_bytes())
        known = all(row.keys() >= _FILE for row in data["files"]) and all(
            row.keys() >= _LEAFLET for row in data["leaflets"]
        )
    except FileNotFoundError:
        raise LeafletError(Diagnostic("B305", "nothing has been built yet", at, again)) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        known = False
    if not known:
        raise LeafletError(Diagnostic("B306", "this report is damaged, or another version wrote it", at, "delete it and run leaflet build again (or make)"))  # fmt: skip
    return dict(data)
