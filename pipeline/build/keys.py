"""The two keys of a file that is made.

*inputs* stands for the bytes of every file that a leaflet in a language was made from, and for the versions that matter:
unchanged means that nothing is parsed. *content* stands for the resolved Document and what renders it: unchanged means that
nothing is rendered. Neither holds today's date: what depends on it, being overdue, is part of the Document.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline import fonts
from pipeline.braille import liblouis
from pipeline.build.files import NOWHERE, Looks, changed, look
from pipeline.document import Document, digest
from pipeline.languages import language
from pipeline.project import ABSENT
from pipeline.publisher import Edition, Format

# Whose version changes what is rendered, or what is found in it.
_LIBRARIES = ("reportlab", "python-docx", "uharfbuzz", "pyicu-wheels", "fonttools", "pillow", "lameenc", "numpy", "pyttsx3",
              "espeakng-loader", "babel", "markdown-it-py", "pyyaml", "lxml", "segno", "jinja2", "markupsafe", "pikepdf",
              "pypdfium2", "rapidfuzz", "anyascii")  # fmt: skip
# Nanoseconds: FAT, the coarsest of the file systems in use, keeps times to two seconds. A file that changed less than
# that before it was read may change again without looking different (git's "racy" index entries).
_SETTLED = 2_000_000_000


def settled(looks: Looks, now: int) -> bool:
    """Whether any change from now on makes a file look different. ``now``: nanoseconds, by the clock of the file system, at or
    before the file was read."""
    return now - changed(looks) >= _SETTLED


class Digests:
    """The SHA-256 of a project's files, in hex. A file is read only where it looks different than it did."""

    def __init__(self, root: Path, known: Mapping[str, tuple[str, Looks]], now: int) -> None:
        """``now``: nanoseconds, by the clock of the file system, at or before the first reading."""
        self._root, self._known, self._now = root, known, now
        self._found: dict[str, str] = {}
        self._real, self._links = os.path.realpath(root), dict[str, bool]()
        self.learnt: dict[str, tuple[str, Looks]] = {}  # to be known the next time

    def of(self, path: str) -> str:
        """``path`` from the project's root; ABSENT for a file that is not there or cannot be read."""
        if path not in self._found:
            self._found[path] = self._digest(path)
        return self._found[path]

    def are(self, digests: Mapping[str, str]) -> bool:
        """Whether each of these paths has the digest beside it. There may be 10,000 leaflets, each with as many files: dictionaries
        compare them in one step."""
        for path in digests:
            if path not in self._found:
                self.of(path)
        return digests.items() <= self._found.items()

    def _digest(self, path: str) -> str:
        full = f"{self._root}/{path}"
        looks = look(full)
        if not looks or not self._inside(path.rpartition("/")[0]):
            return ABSENT
        digest, before = self._known.get(path, ("", NOWHERE))
        if before == looks:
            return digest
        try:
            if not self._inside(path):
                return ABSENT
            digest = hashlib.sha256(Path(full).read_bytes()).hexdigest()
        except OSError:
            return ABSENT
        if look(full) == looks and settled(looks, self._now):
            self.learnt[path] = (digest, looks)
        return digest

    def _inside(self, path: str) -> bool:
        """Whether no link leads out of the project's folder: what stands there is not read. A file that a link has taken the place of
        looks different, one in a folder of which that is so does not."""
        if path not in self._links:
            real = os.path.realpath(f"{self._root}/{path}")
            self._links[path] = f"{real}/".startswith(f"{self._real}/")
        return self._links[path]


def common(
    tag: str, editions: tuple[Edition, ...], tags: tuple[str, ...], speech: object
) -> dict[str, str]:
    """What every leaflet in a language is made from, beside files: each part by a name that people understand."""
    return {
        **of_formats(editions),
        "the pipeline and its libraries": versions(),
        "the fonts": fonts.digest(language(tag)),
        "the editions": repr(editions),
        "the languages": repr(tags),
        "the voices, lexicons and recordings": _sha256(repr(speech)),
    }


def of_formats(editions: Iterable[Edition]) -> dict[str, str]:
    """What only some formats are made with, where one of them is among the editions."""
    formats = {edition.format for edition in editions}
    brailled = any(one.brailled for one in formats)
    return {
        **({"the braille tables": liblouis.digest()} if brailled else {}),
        **({"the maker of audio books": _audio_books()} if Format.M4B in formats else {}),
    }


def inputs(common: Mapping[str, str], files: Mapping[str, str]) -> str:
    """The key of everything that a leaflet in a language is made from: names, each with its digest."""
    held = (f"{name}\0{digest}" for name, digest in (*common.items(), *files.items()))
    return _sha256("\0".join(held))


def content(document: Document, editions: Iterable[Edition], speech: object) -> dict[str, str]:
    """For each edition by name the key of what its file will show or say, wherever its text came from."""
    shown = (digest(document), versions(), fonts.digest(language(document.tag)))
    return {
        edition.name: _sha256(
            "\0".join((*shown, repr(edition), _made_with(document, edition, speech)))
        )
        for edition in editions
    }


def _made_with(document: Document, edition: Edition, speech: object) -> str:
    """What only some formats depend on."""
    if edition.format.heard:
        return repr(speech) + (_audio_books() if edition.format is Format.M4B else "")
    if not edition.format.brailled:
        return ""
    return f"{liblouis.digest()} {edition.grade in document.status.proofread}"


def beside(content: str, others: str) -> str:
    """The key of a page that shows ``others`` too: the key of what stands beside it, "" for nothing."""
    return _sha256(f"{content}\0{others}") if others else content


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def tools(editions: Iterable[Edition]) -> dict[str, str]:
    """Versions of Python and of the libraries that these editions are made with."""
    audio_books = any(one.format is Format.M4B for one in editions)
    return {**_every_edition(), **({"av": _audio_books()} if audio_books else {})}


@cache
def _every_edition() -> dict[str, str]:
    """zlib is the system's or Python's own, and another one packs the same into other bytes."""
    libraries = {name: importlib.metadata.version(name) for name in _LIBRARIES}
    return {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION, **libraries}


@cache
def _audio_books() -> str:
    """The version of PyAV, whose FFmpeg makes them; "" where the extra [m4b] is not installed."""
    try:
        return importlib.metadata.version("av")
    except importlib.metadata.PackageNotFoundError:
        return ""


@cache
def versions() -> str:
    """The key of the pipeline's own sources and of its tools."""
    parts = hashlib.sha256(repr(_every_edition()).encode())
    for name, data in sorted(_sources(files("pipeline"), "")):
        parts.update(f"\0{name}\0".encode() + hashlib.sha256(data).digest())
    return parts.hexdigest()


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    """Everything in the package: code, data, words."""
    for entry in folder.iterdir():
        inner = f"{name}/{entry.name}"
        if not entry.is_dir():
            yield inner, entry.read_bytes()
        elif entry.name != "__pycache__":
            yield from _sources(entry, inner)
