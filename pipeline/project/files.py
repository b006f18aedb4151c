"""A folder with source/ and translations/ as a value: its files, and what of them was read.

A charity may keep its leaflets apart from this code. Nothing outside the folder is read, however its files name it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.catalogs import glossary as glossaries
from pipeline.diagnostic import Diagnostic, Location, saved_as, unread
from pipeline.languages import SOURCE, pseudo_languages
from pipeline.publisher import Publisher
from pipeline.speech.options import Options

ABSENT = "absent"  # stands for the digest of a file that is not there or cannot be read
_LARGEST = 20_000_000  # bytes: more than any leaflet, catalog or picture
WATCHED = ("source", "translations")  # what people edit


@dataclass(frozen=True)
class Project:
    """``slugs``: every leaflet; ``found``: what is wrong with the publisher's own file; ``read``: for the path of every
    file that was asked for so far the digest of what was read, or why it was not: what the results depend on; ``speech``: how the
    charity wants its leaflets spoken, and what is wrong with its files for that."""

    root: Path
    publisher: Publisher
    slugs: tuple[str, ...]
    found: tuple[Diagnostic, ...] = ()
    read: dict[str, str] = field(default_factory=dict, compare=False)
    speech: tuple[Options, tuple[Diagnostic, ...]] = (Options(), ())

    @property
    def output(self) -> Path:
        return self.root / "output"

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """English, then the languages to publish in."""
        folder = self.root / "translations"
        there = sorted(folder.iterdir()) if folder.is_dir() else ()
        present = (one.name for one in there if (one / "LC_MESSAGES").is_dir())
        known = (tag for tag in present if tag not in pseudo_languages())
        return tuple(dict.fromkeys((SOURCE, *(self.publisher.languages or known))))


def present(project: Project, path: str) -> bool:
    """Whether the project has such a file; also where nobody can tell, as whoever reads it is told why."""
    try:
        if (project.root / path).exists():
            return True
    except OSError:
        return True
    project.read.setdefault(path, ABSENT)
    return False


def data(project: Project, path: str) -> tuple[bytes | None, list[Diagnostic]]:
    """The bytes of a file of the project; None, and why, when it cannot or must not be read."""
    found, wrong = _data(project, path)
    absent = ABSENT if any(one.code == "B003" for one in wrong) else ""
    # The first reading counts: of a file that changes meanwhile, part of the result is of that one.
    project.read.setdefault(path, absent if found is None else hashlib.sha256(found).hexdigest())
    return found, wrong


def _data(project: Project, path: str) -> tuple[bytes | None, list[Diagnostic]]:
    full, at = project.root / path, Location(path)
    try:
        unfit = _unfit(project, full, at)
        return (None, [unfit]) if unfit else (full.read_bytes(), [])
    except OSError as problem:
        return None, [unread(problem, at)]
    except RuntimeError:  # Path.resolve, before Python 3.13
        hint = "delete it, and put the file itself here"
        return None, [Diagnostic("B003", "this is a link that leads to itself", at, hint)]


def _unfit(project: Project, path: Path, at: Location) -> Diagnostic | None:
    """Why the file is not to be read. Raises OSError, and RuntimeError of a link that leads to itself."""
    if not path.resolve().is_relative_to(project.root):
        hint = "copy the file into the folder, and name it from there"
        return Diagnostic("B002", "this name leads out of the project's folder", at, hint)
    if not path.is_file():
        hint = "look for a slip in its name, or put the file there"
        return Diagnostic("B003", "there is no such file", at, hint)
    if path.stat().st_size > _LARGEST:
        message = f"this is larger than {_LARGEST // 1_000_000} MB"
        return Diagnostic("B004", message, at, "see whether it is the right file")
    return None


def text(project: Project, path: str) -> tuple[str | None, list[Diagnostic]]:
    """The text of a file, which must be UTF-8."""
    found, wrong = data(project, path)
    if found is None:
        return None, wrong
    try:
        return found.decode("utf-8"), []
    except UnicodeDecodeError as problem:
        at = Location(path, found[: problem.start].count(b"\n") + 1)
        what = f"this file is not saved as UTF-8{saved_as(found)}"
        hint = "open it in your editor, choose Save as, and UTF-8 as its encoding"
        return None, [Diagnostic("S001", what, at, hint)]


def source_path(slug: str) -> str:
    return f"source/{slug}.md"


def catalog_path(tag: str, domain: str) -> str:
    return f"translations/{tag}/LC_MESSAGES/{domain}.po"


def glossary_path(tag: str) -> str:
    return f"translations/{tag}/{glossaries.FILE}"


def signoff_path(tag: str) -> str:
    return "source/signoff.json" if tag == SOURCE else f"translations/{tag}/signoff.json"
