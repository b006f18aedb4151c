"""The proofs that a release asks of a file, asked of what a build made. What a file was told is kept by its digest."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any

from pipeline import project as projects
from pipeline.build import files, keys
from pipeline.build.beside import NOTHING, Beside, File, Shown
from pipeline.build.proofs import prove as ask
from pipeline.diagnostic import Diagnostic
from pipeline.document import Document
from pipeline.project import Project
from pipeline.publisher import Edition

_NAME = "proofs.json"
# What each proven file was told, by its SHA-256: nothing where it passed.
Proofs = Mapping[str, list[str]]


def proven(project: Project) -> Proofs:
    """What earlier proofs found, by this version of the pipeline."""
    try:
        kept = json.loads((project.output / files.FOLDER / _NAME).read_bytes())
        found = kept["found"] if kept["versions"] == keys.versions() else {}
        return {str(digest): list(map(str, told)) for digest, told in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def prove(
    project: Project,
    data: Mapping[str, Any],
    today: datetime.date,
    progress: Callable[[str, int, int], None],
) -> tuple[Proofs, list[Diagnostic]]:
    """Ask every file that was not asked before; what all of them were told, and what was found now. ``data``: of report.json."""
    kept, told = dict(proven(project)), list[Diagnostic]()
    rows = [row for row in data["files"] if row["sha256"] not in kept]
    documents: dict[tuple[str, str], Document | None] = {}
    for number, row in enumerate(rows, 1):
        name = row["leaflet"], row["language"]
        if name not in documents:
            documents[name], _ = projects.resolve(project, *name, today)
        if document := documents[name]:
            found = _asked(project, document, row, data)
            kept[row["sha256"]] = [str(one) for one in found]
            told += found
        progress(row["path"], number, len(rows))
    current = {row["sha256"] for row in data["files"]}
    kept = {digest: found for digest, found in kept.items() if digest in current}
    text = json.dumps({"versions": keys.versions(), "found": kept})
    files.put(project.output / files.FOLDER / _NAME, text.encode())
    return kept, told


def _asked(
    project: Project, document: Document, row: Mapping[str, Any], data: Mapping[str, Any]
) -> list[Diagnostic]:
    editions = {edition.name: edition for edition in project.publisher.editions}
    edition = editions[row["edition"]]
    beside = _beside(row, data, editions) if edition.stage else NOTHING
    shown = Shown(beside, row["path"], project.output)
    content = (project.output / row["path"]).read_bytes()
    return ask(document, edition, content, shown, f"output/{row['path']}")


def _beside(
    row: Mapping[str, Any], data: Mapping[str, Any], editions: Mapping[str, Edition]
) -> Beside:
    """The other files of the leaflet in its language, and this one in other languages."""
    own = [one for one in data["files"] if one["leaflet"] == row["leaflet"]]
    files = tuple(
        File(editions[one["edition"]], one["path"], one["bytes"], one["sha256"])
        for one in own
        if one["language"] == row["language"]
    )
    sisters = ((one["language"], one["path"]) for one in own if one["edition"] == row["edition"])
    return Beside(files, tuple(sisters))
