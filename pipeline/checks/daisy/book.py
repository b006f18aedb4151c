"""A finished talking book beside the Document that it was made from: its files, its clips and what it says of itself."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from pipeline.checks.registry import Finding, fault
from pipeline.document import Document

NAVIGATION, MASTER = "ncc.html", "master.smil"
X = "{http://www.w3.org/1999/xhtml}"
HEADINGS = tuple(f"{X}h{level}" for level in range(1, 7))
# What zipfile raises for an archive that is damaged, locked or packed in a way that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError, RuntimeError)
_LARGEST = 500_000_000  # bytes unpacked: ten hours at 64 kbit/s are 288 MB


class Unreadable(Exception):
    """The file is no talking book; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A par of a SMIL file: what it shows and what is heard, in seconds."""

    name: str
    text: str
    sound: str
    begin: float
    end: float


@dataclass(frozen=True)
class Talking:
    """A finished book in its ZIP and what it was made from, as it is heard. ``path``: from the project's root."""

    document: Document
    data: bytes
    path: str

    @cached_property
    def files(self) -> dict[str, bytes]:
        """By their names. Raises Unreadable."""
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                if sum(one.file_size for one in archive.infolist()) > _LARGEST:
                    raise Unreadable("the archive is too large")
                return {one.filename: archive.read(one) for one in archive.infolist()}
        except _BROKEN as problem:
            raise Unreadable(f"the archive cannot be read: {problem}") from None

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        """Every file of XML, by its name. Raises Unreadable."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        found = {}
        for name, data in self.files.items():
            if name.endswith((".html", ".smil")):
                try:
                    found[name] = etree.fromstring(data, parser)
                except etree.XMLSyntaxError as problem:
                    raise Unreadable(f"{name} cannot be read: {problem}") from None
        if NAVIGATION not in found:
            raise Unreadable(f"there is no {NAVIGATION}")
        return found

    @property
    def navigation(self) -> etree._Element:
        return self.trees[NAVIGATION]

    @cached_property
    def smils(self) -> list[str]:
        """The SMIL files in the order in which the navigation names them."""
        links = (str(link.get("href")).partition("#")[0] for link in self.navigation.iter(f"{X}a"))
        return [name for name in dict.fromkeys(links) if name in self.trees]

    @cached_property
    def text(self) -> etree._Element | None:
        """The one file of text, where there is one."""
        names = [name for name in self.trees if name.endswith(".html") and name != NAVIGATION]
        return self.trees[names[0]] if len(names) == 1 else None

    @cached_property
    def about(self) -> dict[str, str]:
        """What the navigation's metadata say, by their names."""
        return about(self.navigation)

    def clips(self, smil: str) -> list[Clip]:
        """Of a file of SMIL, in order."""
        return [_clip(par) for par in self.trees[smil].iter("par")]

    def says(self, message: str) -> Finding:
        return fault(message, self.path)


def about(tree: etree._Element) -> dict[str, str]:
    """What the metadata of a file say, by their names."""
    metas = (one for one in tree.iter() if isinstance(one.tag, str) and one.tag.endswith("meta"))
    return {str(one.get("name")): str(one.get("content")) for one in metas if one.get("name")}


def _clip(par: etree._Element) -> Clip:
    text, audio = par.find("text"), par.find("seq/audio")
    shown = str(text.get("src")) if text is not None else ""
    if audio is None:
        return Clip(str(par.get("id")), shown, "", -1, -1)
    begin, end = (_seconds(str(audio.get(name))) for name in ("clip-begin", "clip-end"))
    return Clip(str(par.get("id")), shown, str(audio.get("src")), begin, end)


def _seconds(text: str) -> float:
    """Of npt=12.345s (SMIL 1.0, normal play time); -1 where it is none."""
    found = re.fullmatch(r"npt=(\d+(?:\.\d+)?)s", text)
    return float(found[1]) if found else -1
