"""output/report.json: every file that was made, with what it was made by, for those who deliver and receive leaflets; what
state each leaflet is in, what is not offered, and what was found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.build import files, keys, plan
from pipeline.build.parity import unheard
from pipeline.build.records import Made, Records
from pipeline.build.releases import MANIFEST, inside
from pipeline.diagnostic import Diagnostic, LeafletError, Location, errors
from pipeline.document import Document, lines
from pipeline.languages import language
from pipeline.project import Project

NAME = "report.json"
PAGE = "report.html"  # the same for people
# What a row holds at least.
_FILE = {"path", "sha256", "seconds", "bytes", "facts", "leaflet", "language", "edition"}
_LEAFLET = {"leaflet", "language", "name", "state", "not_offered", "recorded"}
# Folders of output/ whose files the report does not list: a release has a manifest of its own, the rest is for the house.
_OURS = (f"{files.FOLDER}/", "release/", "translators/", "proofs/")


def exists(output: Path) -> bool:
    return (output / NAME).exists()


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
        "tools": keys.tools(),
        "charity": project.publisher.name,
        "editions": [one.name for one in project.publisher.editions],
        "files": [_file(project, heard, name, made) for name, made in sorted(records.made.items(), key=lambda row: row[1])],
        "leaflets": [_leaflet(project, records, slug, tag) for slug in project.slugs for tag in project.tags],
        "found": [_told(one) for one in sorted(set(_all(project, records, found)), key=lambda d: (d.at, d.code, d.message))],
    }  # fmt: skip
    files.put(project.output / NAME, json.dumps(data, indent=1).encode())


def _file(project: Project, heard: Container[str], name: str, made: Made) -> dict[str, Any]:
    """``facts``: how many were looked for in it and found; ``to_hear``: why its sound is for a person to hear, "" where it was read
    or has none; ``heard``: the editions that are sound."""
    slug, tag, edition = name.split("/")
    return {
        "to_hear": unheard(slug, tag, project.speech[0]) if edition in heard else "",
        "path": made.path, "sha256": made.digest, "key": made.content, "seconds": made.seconds, "bytes": int(made.looks.split()[0]),
        "facts": made.facts, "leaflet": slug, "language": tag, "edition": edition,
    }  # fmt: skip


def _leaflet(project: Project, records: Records, slug: str, tag: str) -> dict[str, Any]:
    """A leaflet in a language; without more than its name where it could not be read."""
    name, spoken = f"{slug}/{tag}", language(tag)
    resolved = records.resolved.get(name)
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
            if resolved := records.resolved.get(f"{slug}/{tag}"):
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


def verify(folder: Path) -> tuple[int, list[Diagnostic]]:
    """How many files a delivered folder's report lists, and each that is missing, changed or not listed. Raises
    LeafletError where there is no report that can be read."""
    listed = _listed(folder)
    found = [wrong for path, digest in listed.items() if (wrong := _differs(folder, path, digest))]
    return len(listed), [*found, *_unlisted(folder, listed)]


def _listed(folder: Path) -> dict[str, str]:
    """A build's report, or a release's manifest: both list files in one way."""
    name = NAME if exists(folder) or not (folder / MANIFEST).exists() else MANIFEST
    at = Location(str(folder / name))
    try:
        rows = json.loads((folder / name).read_bytes())["files"]
        return {inside(row["path"]): str(row["sha256"]) for row in rows}
    except FileNotFoundError:
        hint = "name the folder that holds report.json or manifest.json: output, or one in output/release"
        raise LeafletError(
            Diagnostic("B301", "this folder holds no report of its files", at, hint)
        ) from None
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        hint = "ask whoever made the files for their report"
        wrong = Diagnostic("B301", "this report cannot be read", at, hint)
        raise LeafletError(wrong) from problem


def _differs(folder: Path, path: str, digest: str) -> Diagnostic | None:
    at, hint = Location(str(folder / path)), "do not hand it out; ask for the file again"
    try:
        data = (folder / path).read_bytes()
    except OSError:
        return Diagnostic("B302", "this file is in the report and not in the folder", at, hint)
    if hashlib.sha256(data).hexdigest() != digest:
        return Diagnostic("B303", "this file was changed after it was made", at, hint)
    return None


def _unlisted(folder: Path, listed: dict[str, str]) -> Iterator[Diagnostic]:
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        ours = path in (NAME, PAGE, MANIFEST, "index.html") or path.startswith(_OURS)
        if file.is_file() and not ours and path not in listed:
            yield Diagnostic("B304", "the report does not list this file", Location(str(file)),
                             "do not hand it out before you know where it comes from")  # fmt: skip
