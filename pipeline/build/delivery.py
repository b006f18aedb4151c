"""Files as they were delivered, held against the report of the build or the manifest of the release that came with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.build import files
from pipeline.build.releases import MANIFEST, inside
from pipeline.build.report import LIST, NAME, PAGE
from pipeline.diagnostic import Diagnostic, LeafletError, Location

# Folders of output/ whose files the report does not list: a release has a manifest of its own, the rest is for the house.
_OURS = (f"{files.FOLDER}/", "release/", "translators/", "proofs/")


def verify(folder: Path) -> tuple[int, list[Diagnostic]]:
    """How many files a delivered folder's report lists, and each that is missing, changed or not listed. Raises
    LeafletError where there is no report that can be read."""
    listed = _listed(folder)
    found = [wrong for path, digest in listed.items() if (wrong := _differs(folder, path, digest))]
    return len(listed), [*found, *_unlisted(folder, listed)]


def _listed(folder: Path) -> dict[str, str]:
    """A build's report, or a release's manifest: both list files in one way."""
    name = NAME if (folder / NAME).exists() or not (folder / MANIFEST).exists() else MANIFEST
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
        ours = path in (NAME, PAGE, MANIFEST, LIST) or path.startswith(_OURS)
        if file.is_file() and not ours and path not in listed:
            yield Diagnostic("B304", "the report does not list this file", Location(str(file)),
                             "do not hand it out before you know where it comes from")  # fmt: skip
