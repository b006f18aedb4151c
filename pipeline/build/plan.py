"""What to make: a target for each leaflet, language and edition, and the keys that say whether it is made already.

Two keys. *inputs* stands for the bytes of every file that a leaflet in a language is made from, and for
the versions that matter: unchanged means that nothing is parsed. *content* stands for the resolved
Document and what renders it: unchanged means that nothing is rendered. Neither holds today's date: what
depends on it, being overdue, is part of the Document.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline import fonts
from pipeline.diagnostic import Diagnostic, LeafletError, Location, Severity
from pipeline.document import Document, State, digest
from pipeline.languages import SOURCE, language
from pipeline.project import Project, read_files
from pipeline.publisher import Edition, Format

# Whose version changes what is rendered.
_LIBRARIES = ("reportlab", "python-docx", "uharfbuzz", "pyicu-wheels", "fonttools", "pillow", "lameenc", "pyttsx3",
              "espeakng-loader", "babel", "markdown-it-py", "pyyaml", "lxml")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the project to make; empty: all."""

    slugs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One file to make, but for the ending that its status gives it."""

    slug: str
    tag: str
    edition: Edition

    @property
    def name(self) -> str:
        """Stable from build to build: what records are kept under."""
        return f"{self.slug}/{self.tag}/{self.edition.name}"

    def path(self, document: Document) -> str:
        """Where it goes, from output/."""
        file = f"{self.slug}-{self.tag}-{self.edition.name}{ending(document)}.{self.edition.format}"
        return f"{self.slug}/{self.tag}/{file}"


def ending(document: Document) -> str:
    """What a file's name says of its status. A translation that is not approved is a draft first of all; the English
    that is past its review date is overdue first of all, since that review will sign it too."""
    status = document.status
    if status.clear:
        return ""
    unsigned = status.state is not State.APPROVED or bool(status.untranslated)
    return "-overdue" if status.overdue and (document.tag == SOURCE or not unsigned) else "-draft"


def targets(project: Project) -> list[Target]:
    """Everything that the publisher wants and that can be offered, in reading order."""
    return [
        Target(slug, tag, edition)
        for slug in project.slugs
        for tag in project.tags
        for edition in project.publisher.editions
        if not lacks(edition, tag)
    ]


def not_offered(project: Project) -> Iterator[Diagnostic]:
    """What the publisher wants and no target stands for, with the reason."""
    for tag in project.tags:
        for edition in project.publisher.editions:
            if why := lacks(edition, tag):
                message = f"{edition.name} is not offered in {language(tag).name}: {why}"
                hint = "patients who need it must get it in another way"
                yield Diagnostic("B009", message, Location("source/publisher.yaml"), hint, Severity.WARNING)  # fmt: skip


def lacks(edition: Edition, tag: str) -> str:
    """Why an edition is not offered in a language; "" when it is."""
    if edition.format is Format.MP3:
        from pipeline.speech.voice import lacks as no_voice

        return no_voice(language(tag))
    return ""


def chosen(project: Project, choice: Choice) -> list[Target]:
    """The targets of a choice. Raises LeafletError for a name that nothing has."""
    everything = targets(project)
    wrong = [
        *_unknown("leaflet", choice.slugs, project.slugs),
        *_unknown("language", choice.tags, project.tags),
        *_unknown(
            "format", choice.editions, [edition.name for edition in project.publisher.editions]
        ),
    ]
    if wrong:
        raise LeafletError(*wrong)
    return [
        target
        for target in everything
        if (not choice.slugs or target.slug in choice.slugs)
        and (not choice.tags or target.tag in choice.tags)
        and (not choice.editions or target.edition.name in choice.editions)
    ]


def _unknown(what: str, asked: Sequence[str], known: Sequence[str]) -> Iterator[Diagnostic]:
    for name in asked:
        if name not in known:
            yield Diagnostic(
                "B102",
                f"there is no {what} {name!r}",
                Location("source"),
                f"there are {', '.join(known)}",
            )


def collisions(paths: Sequence[tuple[Target, str]]) -> list[Diagnostic]:
    """Targets that want one path, on file systems that do not tell Capitals from small letters too."""
    seen: dict[str, Target] = {}
    found = []
    for target, path in paths:
        if (other := seen.setdefault(path.casefold(), target)) is not target:
            found.append(Diagnostic("B103", f"{target.name} and {other.name} would be one file", Location(f"output/{path}"),
                                    "give one of the leaflets another name"))  # fmt: skip
    return found


# Keys.


def inputs(project: Project, slug: str, tag: str) -> str:
    """The key of everything that a leaflet in a language is made from."""
    chosen = repr(project.publisher.editions)  # which a command's option may change
    parts = hashlib.sha256((versions() + fonts.digest(language(tag)) + chosen).encode())
    for path in read_files(project, slug, tag):
        parts.update(f"\0{path.relative_to(project.root)}\0".encode())
        parts.update(_file_digest(path))
    return parts.hexdigest()


def _file_digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError as problem:
        return f"{problem.errno}".encode()


def content(document: Document, target: Target, lexicons: object) -> str:
    """The key of what a target will show or say, wherever its text came from."""
    spoken = repr(lexicons) if target.edition.format is Format.MP3 else ""
    parts = [
        digest(document),
        repr(target.edition),
        spoken,
        versions(),
        fonts.digest(language(target.tag)),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def versions() -> str:
    """The pipeline's own sources, the libraries that it renders with, and Python."""
    parts = hashlib.sha256(platform.python_version().encode())
    for name, data in sorted(_sources(files("pipeline"), "")):
        parts.update(f"\0{name}\0".encode() + hashlib.sha256(data).digest())
    for library in _LIBRARIES:
        parts.update(f"\0{library} {importlib.metadata.version(library)}".encode())
    return parts.hexdigest()


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        inner = f"{name}/{entry.name}"
        if entry.is_dir() and entry.name not in ("__pycache__", "locale"):
            yield from _sources(entry, inner)
        elif entry.name.endswith((".py", ".toml")):
            yield inner, entry.read_bytes()
        elif entry.is_dir() and entry.name == "locale":
            yield from _locale(entry, inner)


def _locale(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _locale(entry, f"{name}/{entry.name}")
        elif entry.name.endswith(".po"):
            yield f"{name}/{entry.name}", entry.read_bytes()
