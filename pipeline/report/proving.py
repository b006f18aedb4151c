"""The proofs that a release asks of a file, asked of what a build made. What a file was told is kept by its digest."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import project as projects
from pipeline.build import files, keys
from pipeline.build.beside import NOTHING, Beside, File, Shown
from pipeline.build.proofs import prove as ask
from pipeline.diagnostic import Diagnostic, Location
from pipeline.document import Document
from pipeline.project import Project
from pipeline.publisher import Edition

_NAME = "proofs.json"
_STALE = "B307"
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
        found = _asked(project, documents[name], row, data)
        if not any(one.code == _STALE for one in found):
            kept[row["sha256"]] = [str(one) for one in found]
        told += found
        progress(row["path"], number, len(rows))
    current = {row["sha256"] for row in data["files"]}
    kept = {digest: found for digest, found in kept.items() if digest in current}
    text = json.dumps({"versions": keys.versions(), "found": kept})
    files.put(project.output / files.FOLDER / _NAME, text.encode())
    return kept, told


def _asked(
    project: Project, document: Document | None, row: Mapping[str, Any], data: Mapping[str, Any]
) -> list[Diagnostic]:
    at = f"output/{row['path']}"
    content = _content(project, row)
    editions = {edition.name: edition for edition in project.publisher.editions}
    edition = editions.get(row["edition"])
    if why := _stale(project, document, edition, row, content):
        return [Diagnostic(_STALE, f"this file cannot be proven: {why}", Location(at), "run make again")]  # fmt: skip
    assert document and edition
    beside = _beside(row, data, editions) if edition.stage else NOTHING
    return ask(document, edition, content, Shown(beside, row["path"], project.output), at)


def _content(project: Project, row: Mapping[str, Any]) -> bytes:
    path: Path = project.output / row["path"]
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _stale(
    project: Project,
    document: Document | None,
    edition: Edition | None,
    row: Mapping[str, Any],
    content: bytes,
) -> str:
    """Why a file is not of the leaflet as it stands now; "" where it is, or cannot be told: a page also shows what is beside it."""
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        return "it is not there as it was made"
    if edition is None:
        return f"source/publisher.yaml has no edition {row['edition']} now"
    if document is None:
        return "the leaflet cannot be made now"
    # A build may have been asked for another PDF/UA than the charity's.
    known = {
        keys.content(document, [replace(edition, ua=ua)], project.speech[0])[edition.name]
        for ua in (1, 2)
    }
    changed = not edition.stage and row.get("key") not in known
    return "the leaflet, or what is told of it, has changed since" if changed else ""


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
