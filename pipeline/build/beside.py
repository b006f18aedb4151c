"""What stands beside a page: other files of the leaflet in its language, and its pages in other languages.

A page names them, with size and length, so it is made after them, and again when one of them changes. What it shows are
the files that a build has made and that still stand, never those that it hopes to make.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from pipeline.build.plan import Group, Target
from pipeline.build.records import Made
from pipeline.publisher import LARGE_PRINT, Edition, Format

NOT_FOR_PEOPLE = (Format.TIMINGS, Format.BRAILLE_PROOF)  # but for programs and proofreaders


@dataclass(frozen=True, slots=True)
class File:
    """A file of an edition; ``path`` from output/, ``size`` in bytes, ``digest`` its SHA-256."""

    edition: Edition
    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Beside:
    """``files``: in the same language; ``sisters``: the tag and path of the page in each other language."""

    files: tuple[File, ...] = ()
    sisters: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """ "" where nothing stands beside it."""
        return hashlib.sha256(repr(self).encode()).hexdigest() if self != NOTHING else ""

    def file(self, format: Format) -> File | None:
        """The first of a format."""
        return next((one for one in self.files if one.edition.format is format), None)

    @property
    def large(self) -> File | None:
        """The large print, whose pages others name."""
        return next((one for one in self.files if one.edition.name == LARGE_PRINT), None)


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows beside its document. ``page``: its own path, and every other, are from ``output``."""

    beside: Beside = NOTHING
    page: str = ""
    output: Path = Path()

    @property
    def names(self) -> frozenset[str]:
        """The addresses of all of it."""
        paths = [one.path for one in self.beside.files] + [path for _, path in self.beside.sisters]
        return frozenset(map(self.address, paths))

    def address(self, path: str) -> str:
        """A file's address from the page."""
        return quote(posixpath.relpath(path, posixpath.dirname(self.page)))


class Files(Protocol):
    """The files of a folder as they stand, or as a build would leave them."""

    def file(self, target: Target) -> Made | None: ...

    def ending(self, leaflet: str) -> str | None:
        """What the names of the files of a leaflet in a language end in; None where it could not be resolved."""


def beside(
    target: Target, groups: Sequence[Group], planned: Collection[str], standing: Files
) -> Beside:
    """What stands beside a target. ``groups``: the leaflet in every language in which it is published; ``planned``: the
    names of those whose pages are being made too."""
    if not target.edition.stage:
        return NOTHING
    own = next(group for group in groups if group.tag == target.tag)
    files = tuple(_files(own, target.edition, standing))
    if target.edition.format.brailled:
        return Beside(tuple(file for file in files if file.edition.name == LARGE_PRINT))
    if target.edition.format is Format.EPUB:
        return Beside(tuple(file for file in files if _in_book(file.edition)))
    others = [group for group in groups if group.tag != target.tag]
    pages = ((group.tag, _page(group, target.edition, planned, standing)) for group in others)
    return Beside(files, tuple((tag, path) for tag, path in pages if path))


def shown(pages: Iterable[tuple[str, str]]) -> str:
    """What stands for the pages of a leaflet, each by its language and path: what the ``sisters`` of any one are; "" without any."""
    found = list(pages)
    return hashlib.sha256(repr(found).encode()).hexdigest() if found else ""


def _in_book(edition: Edition) -> bool:
    """Whether an e-book is made of it too: it has the sound, and the page numbers of large print."""
    return edition.format is Format.MP3 or edition.name == LARGE_PRINT


def _files(group: Group, edition: Edition, standing: Files) -> list[File]:
    earlier = (
        target
        for target in group.targets()
        if target.edition.stage < edition.stage and target.edition.format not in NOT_FOR_PEOPLE
    )
    made = ((target.edition, standing.file(target)) for target in earlier)
    return [File(e, one.path, one.size, one.digest) for e, one in made if one]


def _page(group: Group, edition: Edition, planned: Collection[str], standing: Files) -> str:
    """Where the page in another language is, or will be when this build ends; "" where there will be none."""
    target = Target(group.slug, group.tag, edition)
    if group.name in planned and edition in group.editions:
        ending = standing.ending(group.name)
        return "" if ending is None else target.named(ending)
    made = standing.file(target)
    return made.path if made else ""
