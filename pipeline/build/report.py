"""output/report.json: every file that was made, with what it was made by, for those who deliver and receive leaflets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.build import files, keys
from pipeline.build.records import Records
from pipeline.build.releases import MANIFEST, inside
from pipeline.diagnostic import Diagnostic, LeafletError, Location

NAME = "report.json"
# Folders of output/ whose files the report does not list: a release has a manifest of its own, the rest is for the house.
_OURS = (f"{files.FOLDER}/", "release/", "translators/", "proofs/")


def exists(output: Path) -> bool:
    return (output / NAME).exists()


def write(output: Path, records: Records, lacking: Iterable[Diagnostic] = ()) -> None:
    """``seconds``: how long a file took to make, or to take from the store; ``lacking``: what is not offered in which language,
    and why."""
    rows = [
        {"path": made.path, "sha256": made.digest, "key": made.content, "seconds": made.seconds}
        for made in sorted(records.made.values())
    ]
    data = {"tools": keys.tools(), "files": rows, "not_offered": [one.message for one in lacking]}
    files.put(output / NAME, json.dumps(data, indent=1).encode())


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
        hint = "give the folder that holds report.json or manifest.json: output/, or a release in output/release/"
        raise LeafletError(Diagnostic("B301", "there is no report here", at, hint)) from None
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        hint = "ask whoever made the files for their report"
        wrong = Diagnostic("B301", "this is no report of a build", at, hint)
        raise LeafletError(wrong) from problem


def _differs(folder: Path, path: str, digest: str) -> Diagnostic | None:
    at, hint = Location(str(folder / path)), "ask for the file again"
    try:
        data = (folder / path).read_bytes()
    except OSError:
        return Diagnostic("B302", "this file is missing", at, hint)
    if hashlib.sha256(data).hexdigest() != digest:
        return Diagnostic("B303", "this is not the file that was made", at, hint)
    return None


def _unlisted(folder: Path, listed: dict[str, str]) -> Iterator[Diagnostic]:
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        ours = path in (NAME, MANIFEST, "index.html") or path.startswith(_OURS)
        if file.is_file() and not ours and path not in listed:
            yield Diagnostic("B304", "the report does not list this file", Location(str(file)),
                             "do not hand it out before you know where it comes from")  # fmt: skip
