"""The folders of releases: output/release/<version>/, each whole, and never changed afterwards.

manifest.json   what is in it, from which source, signed by whom, with the SHA-256 of every file
index.html      what is in it, for people
texts/          what each leaflet says, for comparison with other releases
changes/        for each language what has changed since the release before
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.build import files, wording
from pipeline.build.committed import git
from pipeline.diagnostic import Diagnostic, LeafletError, Location, quoted
from pipeline.languages import language

FOLDER = "release"  # inside output/
MANIFEST = "manifest.json"
_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?")
_MENDED_BY = "make the release again with leaflet release, or fetch it from where it is kept"


@dataclass(frozen=True, slots=True)
class Signature:
    """``on``: an ISO date."""

    name: str
    on: str


@dataclass(frozen=True, slots=True)
class Released:
    """A leaflet in a language: ``digest``: of what was signed; ``files``: paths from the release's folder."""

    leaflet: str
    language: str
    title: str
    digest: str
    review_due: str
    reviewed: tuple[Signature, ...]
    approved: tuple[Signature, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A leaflet in a language that was withdrawn: ``on``: an ISO date; ``why``: for staff."""

    leaflet: str
    language: str
    title: str
    on: str
    why: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``commit``: of the source, empty where git knows none; ``uncommitted``: paths that differ from it; ``files``: SHA-256 by path."""

    version: str
    commit: str
    uncommitted: tuple[str, ...]
    leaflets: tuple[Released, ...]
    withdrawn: tuple[Recalled, ...]
    files: Mapping[str, str]

    @property
    def named(self) -> Iterator[tuple[str, str, str]]:
        """Leaflet, language and title of all that it speaks of."""
        yield from ((one.leaflet, one.language, one.title) for one in self.leaflets)
        yield from ((one.leaflet, one.language, one.title) for one in self.withdrawn)

    def says_the_same(self, other: Manifest) -> bool:
        """Whether both hold the same files of the same leaflets, signed by the same people."""
        mine, theirs = ([(one, [m.files.get(path) for path in one.files]) for one in m.leaflets] for m in (self, other))  # fmt: skip
        return (mine, self.withdrawn) == (theirs, other.withdrawn)


# Versions.


def next_version(output: Path, today: datetime.date) -> str:
    """The day, with a number from the second release of a day on."""
    taken = versions(output)
    day = today.isoformat()
    numbered = (f"{day}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (day, *numbered) if name not in taken)


def versions(output: Path) -> list[str]:
    """Every release that is there, the oldest first."""
    found = (path.name for path in (output / FOLDER).glob("*") if (path / MANIFEST).is_file())
    return sorted((name for name in found if _VERSION.fullmatch(name)), key=_order)


def _order(version: str) -> tuple[str, int]:
    return version[:10], int(version[11:] or 1)


def folder_of(output: Path, name: str) -> Path:
    """The folder of a release: of its version, or the path of one that was delivered. Raises LeafletError."""
    places = [output / FOLDER / name] if _VERSION.fullmatch(name) else []
    for folder in (*places, Path(name)):
        if (folder / MANIFEST).is_file():
            return folder
    there = ", ".join(versions(output)) or "none yet; leaflet release makes one"
    at = Location(f"output/{FOLDER}")
    raise LeafletError(
        Diagnostic(
            "B310",
            f"there is no release {quoted(name)}",
            at,
            f"there {'is' if there.count(',') == 0 else 'are'} {there}",
        )
    )


# Manifests.


def read(folder: Path) -> Manifest:
    """Raises LeafletError where it is none."""
    at = Location(str(folder / MANIFEST))
    try:
        row = json.loads((folder / MANIFEST).read_bytes())
        return Manifest(
            str(row["version"]),
            str(row["commit"]),
            tuple(map(str, row["uncommitted"])),
            tuple(map(_released, row["leaflets"])),
            tuple(Recalled(**{key: str(value) for key, value in one.items()}) for one in row["withdrawn"]),
            {inside(one["path"]): str(one["sha256"]) for one in row["files"]},
        )  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        wrong = Diagnostic("B311", "this file does not say what a release holds", at, _MENDED_BY)
        raise LeafletError(wrong) from problem


def _released(row: Mapping[str, Any]) -> Released:
    named = {key: str(row[key]) for key in ("leaflet", "language", "title", "digest", "review_due")}
    reviewed, approved = (
        tuple(Signature(str(one["name"]), str(one["on"])) for one in row[key])
        for key in ("reviewed", "approved")
    )
    inner = tuple(inside(path) for path in row["files"])
    return Released(**named, reviewed=reviewed, approved=approved, files=inner)


def inside(path: Any) -> str:
    """A path that does not lead out of its folder; else ValueError."""
    if not isinstance(path, str) or path.startswith("/") or ".." in Path(path).parts:
        raise ValueError(path)
    return path


def write(folder: Path, manifest: Manifest, tools: Mapping[str, str]) -> None:
    """The manifest of a folder, with the SHA-256 of every file that is in it. ``tools``: what they were made with."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST)
    digests = {path.relative_to(folder).as_posix(): files.digest(path) for path in found}
    row = asdict(replace(manifest, files=digests)) | {"tools": dict(tools)}
    row["files"] = [{"path": path, "sha256": digest} for path, digest in digests.items()]
    text = json.dumps(row, indent=1, ensure_ascii=False) + "\n"
    files.put(folder / MANIFEST, text.encode())


def commit(root: Path) -> tuple[str, tuple[str, ...]]:
    """The commit of the source, and the paths in source/ and translations/ that differ from it; "" where git knows none."""
    head = git(root, "rev-parse", "--verify", "HEAD").strip()
    if not head:
        return "", ()
    listed = git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "source", "translations")  # fmt: skip
    return head, tuple(sorted(row[3:] for row in listed.split("\0") if row))


# Texts.


def text_path(leaflet: str, tag: str) -> str:
    return f"texts/{leaflet}/{tag}.txt"


def text(folder: Path, leaflet: str, tag: str) -> list[str]:
    """What a leaflet said, a line a text; nothing where it is not there."""
    path = folder / text_path(leaflet, tag)
    return path.read_text("utf-8").split("\n")[:-1] if path.is_file() else []


Place = tuple[Manifest, Path]  # a release and its folder


def earlier(output: Path) -> list[Place]:
    """Every release that is there, the newest first. Raises LeafletError for a damaged manifest."""
    folders = [output / FOLDER / version for version in reversed(versions(output))]
    return [(read(folder), folder) for folder in folders]


def released(output: Path) -> list[str]:
    """Every leaflet that was in a release, by name. A damaged manifest keeps nobody from recalling one."""
    found: dict[str, None] = {}
    for version in versions(output):
        try:
            manifest = read(output / FOLDER / version)
        except LeafletError:
            continue
        found.update(dict.fromkeys(one.leaflet for one in manifest.leaflets))
    return list(found)


def changes(tag: str, now: Place, before: Sequence[Place]) -> str:
    """What has changed in a language since the release before, for whoever publishes it. ``before``: the newest first."""
    title = f"{language(tag).name} ({tag}), release {now[0].version}"
    if not any(tag == one for manifest, _ in (now, *before) for _, one, _ in manifest.named):
        return f"{title}: no leaflet has been released in this language yet.\n"
    if not before:
        return f"{title}: the first release.\n"
    parts = [f"{title}: what has changed since release {before[0][0].version}"]
    parts += list(_changed_leaflets(tag, now, before)) or ["Nothing."]
    return "\n\n".join(parts) + "\n"


def _changed_leaflets(tag: str, now: Place, before: Sequence[Place]) -> Iterator[str]:
    after, last = _in(tag, now[0].leaflets), _in(tag, before[0][0].leaflets)
    recalled = _in(tag, now[0].withdrawn)
    for slug in sorted({*after, *last, *recalled}):
        if slug in recalled:
            yield f"{slug}: withdrawn on {recalled[slug].on}: {recalled[slug].why}"
        elif slug not in after:
            yield f"{slug}: no longer in it"
        else:
            yield from _changed(after[slug], now, before)


def _changed(one: Released, now: Place, before: Sequence[Place]) -> Iterator[str]:
    """What differs from the last release that had the leaflet, which another may stand between."""
    held = next((place for place in before if one.leaflet in _in(one.language, place[0].leaflets)), None)  # fmt: skip
    if held is None:
        yield f"{one.leaflet}: new"
        return
    then, there = held
    rows = list(wording.differences(text(there, one.leaflet, one.language), text(now[1], one.leaflet, one.language)))  # fmt: skip
    again = "" if held is before[0] else f"in it again, last in release {then.version}; "
    was = _in(one.language, then.leaflets)[one.leaflet]
    if rows or again or _files(one, now[0]) != _files(was, then):
        yield "\n".join([f"{one.leaflet}: {again}{_counted(rows)}", *(f"  {row}" for row in rows)])


def _in(tag: str, rows: Sequence[Any]) -> dict[str, Any]:
    return {one.leaflet: one for one in rows if one.language == tag}


def _files(one: Released, manifest: Manifest) -> list[tuple[str, str | None]]:
    return [(path, manifest.files.get(path)) for path in one.files]


def _counted(rows: Sequence[str]) -> str:
    lost, added = (sum(row.startswith(sign) for row in rows) for sign in "-+")
    return (
        f"{lost} text{'' if lost == 1 else 's'} went, {added} came"
        if rows
        else "the same texts in other files"
    )
