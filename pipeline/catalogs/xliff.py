"""Catalogs as XLIFF 1.2 and 2.0 (OASIS), for translators' programs, and what such a program brings back.

What comes back is hostile: no entity is resolved, no address opened, and nothing here is believed but texts. Whether they
may be taken is asked in ``pipeline.catalogs.returned``. "approved" and "final" are information, never an approval.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from pipeline.catalogs import segments
from pipeline.catalogs.catalog import Catalog
from pipeline.catalogs.segments import Code, Segment, Unit, units
from pipeline.diagnostic import Diagnostic, Location, quoted
from pipeline.languages import SOURCE, language


class Version(Enum):
    """The value is the namespace."""

    ONE = "urn:oasis:names:tc:xliff:document:1.2"
    TWO = "urn:oasis:names:tc:xliff:document:2.0"


_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WAS = re.compile(r"goes with translation ([0-9a-f]{12})")
_TMX = "this is a translation memory (TMX), not a translation"


def write(catalogs: Sequence[Catalog], tag: str, version: Version) -> bytes:
    """One file with every text of a language's catalogs, translated or not."""
    root = etree.Element(f"{{{version.value}}}xliff", nsmap={None: version.value})
    builder = _One(root, tag) if version is Version.ONE else _Two(root, tag)
    for number, catalog in enumerate(catalogs, 1):
        builder.file(catalog, number)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


class _Builder:
    """Adds elements in the namespace of a version, each on a line; nothing is added inside a text."""

    def __init__(self, root: etree._Element, tag: str) -> None:
        self.root = root
        self.tag = bcp47(tag)
        self.source_tag = bcp47(language(SOURCE).locale)

    def add(
        self, parent: etree._Element, name: str, text: str | None = None, **attributes: str
    ) -> etree._Element:
        added = etree.SubElement(
            parent,
            etree.QName(self.root, name),
            {k.replace("_", "-"): v for k, v in attributes.items()},
        )
        added.text, added.tail = text, "\n"
        return added

    def fill(self, element: etree._Element, segment: Segment) -> None:
        """The pieces of a text as children and what stands between them."""
        last: etree._Element | None = None
        for piece in segment:
            if isinstance(piece, Code):
                last = self.code(element, piece)
                last.tail = None
            elif last is None:
                element.text = piece
            else:
                last.tail = piece

    def code(self, element: etree._Element, code: Code) -> etree._Element:
        raise NotImplementedError


class _One(_Builder):
    """XLIFF 1.2 (OASIS Standard, 2008)."""

    def __init__(self, root: etree._Element, tag: str) -> None:
        super().__init__(root, tag)
        root.set("version", "1.2")

    def file(self, catalog: Catalog, number: int) -> None:
        file = self.add(self.root, "file", original=catalog.path, source_language=self.source_tag,
                        target_language=self.tag, datatype="plaintext")  # fmt: skip
        body = self.add(file, "body")
        for unit in units(catalog):
            self.unit(body, unit)

    def unit(self, body: etree._Element, unit: Unit) -> None:
        element = self.add(body, "trans-unit", id=unit.id)
        element.set(_SPACE, "preserve")
        english = segments.source(unit.source)
        self.fill(self.add(element, "source"), english)
        if unit.target:
            state = "needs-review-translation" if unit.message.fuzzy else "translated"
            self.fill(self.add(element, "target", state=state), segments.target(unit.target, english))  # fmt: skip
        for reference in unit.message.references:
            self.reference(element, reference)
        for who, note in notes(unit):
            self.add(element, "note", note, **{"from": who})

    def reference(self, element: etree._Element, reference: str) -> None:
        path, _, line = reference.rpartition(":")
        group = self.add(element, "context-group", purpose="location")
        self.add(group, "context", path, context_type="sourcefile")
        self.add(group, "context", line, context_type="linenumber")

    def code(self, element: etree._Element, code: Code) -> etree._Element:
        return self.add(element, "ph", code.text, id=code.id)


class _Two(_Builder):
    """XLIFF 2.0 (OASIS Standard, 2014)."""

    def __init__(self, root: etree._Element, tag: str) -> None:
        super().__init__(root, tag)
        root.set("version", "2.0")
        root.set("srcLang", self.source_tag)
        root.set("trgLang", self.tag)

    def file(self, catalog: Catalog, number: int) -> None:
        file = self.add(self.root, "file", id=f"f{number}", original=catalog.path)
        for unit in units(catalog):
            self.unit(file, unit)

    def unit(self, file: etree._Element, unit: Unit) -> None:
        element = self.add(file, "unit", id=unit.id, canResegment="no")
        element.set(_SPACE, "preserve")
        english = segments.source(unit.source)
        translated = segments.target(unit.target, english)
        beside = self.add(element, "notes")
        for who, note in notes(unit):
            self.add(beside, "note", note, category=who)
        for reference in unit.message.references:
            self.add(beside, "note", reference, category="location")
        self.data(element, [*english, *translated])
        state = {"state": "translated"} if unit.message.translated else {"state": "initial"}
        segment = self.add(element, "segment", **state)
        self.fill(self.add(segment, "source"), english)
        if unit.target:
            self.fill(self.add(segment, "target"), translated)

    def data(self, element: etree._Element, pieces: Iterable[str | Code]) -> None:
        codes = {piece.id: piece.text for piece in pieces if isinstance(piece, Code)}
        if codes:
            originals = self.add(element, "originalData")
            for name, text in codes.items():
                self.add(originals, "data", text, id=f"d{name}")

    def code(self, element: etree._Element, code: Code) -> etree._Element:
        return self.add(element, "ph", id=code.id, dataRef=f"d{code.id}", disp=code.text)


def bcp47(tag: str) -> str:
    """The name of a language for other programs: zh-Hans."""
    return tag.replace("_", "-")


def notes(unit: Unit) -> Iterator[tuple[str, str]]:
    """What a translator should know: from whom, and the note."""
    if unit.message.context:
        yield "context", unit.message.context
    yield from (("developer", comment) for comment in unit.message.extracted if comment)
    yield from (("translator", comment) for comment in unit.message.comments if comment)
    yield "leaflet", f"goes with translation {unit.was}"


# What comes back.


@dataclass(frozen=True, slots=True)
class Tag:
    """An inline element. ``text``: what it stands for, where the file says it; ``name`` is "ph" where it is a code."""

    name: str
    id: str
    text: str | None


Pieces = tuple[str | Tag, ...]


@dataclass(frozen=True, slots=True)
class Translated:
    """One unit of a file. ``finished``: whether the translator is done, None where the file does not say; ``was``: what stands
    for the translation that it went out with, where the file still says it."""

    id: str
    line: int
    source: Pieces
    target: Pieces
    finished: bool | None
    was: str | None


@dataclass(frozen=True, slots=True)
class File:
    """The texts that belong to one catalog. ``original`` and ``tag`` as the file says them."""

    original: str
    tag: str
    line: int
    units: tuple[Translated, ...]


def read(data: bytes, path: str) -> tuple[list[File], list[Diagnostic]]:
    """The files in an XLIFF, or why none of it is read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        at = Location(path, problem.lineno or 0)
        hint = "save it again as XLIFF 1.2 or 2.0 in the translator's program, or ask for it again"
        return [], [Diagnostic("X101", "this is not a whole XLIFF file", at, hint)]
    if wrong := _refused(root, path):
        return [], [wrong]
    version = Version(etree.QName(root).namespace)
    space = f"{{{version.value}}}"
    tag = str(root.get("trgLang", ""))
    files = [
        File(str(file.get("original", "")), str(file.get("target-language", tag)), _line(file),
             tuple(_units(file, version))) for file in root.iter(f"{space}file")]  # fmt: skip
    return files, []


def _refused(root: etree._Element, path: str) -> Diagnostic | None:
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.externalDTD is not None:
        hint = "ask for the file without its line <!DOCTYPE ...>"
        return Diagnostic(
            "X102",
            "this begins with a DOCTYPE, which could bring in other files of this machine",
            Location(path, 1),
            hint,
        )
    name = etree.QName(root)
    if name.localname == "tmx":
        return memory(path)
    if name.localname != "xliff" or name.namespace not in [one.value for one in Version]:
        hint = "save it as XLIFF 1.2 or 2.0 in the translator's program"
        return Diagnostic(
            "X103",
            f"this is a file of {shown(name.localname)}, not XLIFF 1.2 or 2.0",
            Location(path, _line(root)),
            hint,
        )
    return None


def memory(path: str) -> Diagnostic:
    """What to say of a translation memory."""
    hint = "ask for the XLIFF file of leaflet export, translated; the memory helps only inside the translator's program"
    return Diagnostic("X104", _TMX, Location(path), hint)


def shown(text: str) -> str:
    """A text of the file as it may be told: a hostile one can hold megabytes, and characters that a terminal obeys."""
    return quoted(text if len(text) <= 120 else f"{text[:120]}…")


def _line(element: etree._Element) -> int:
    return int(element.sourceline or 0)


def _units(file: etree._Element, version: Version) -> Iterator[Translated]:
    space = f"{{{version.value}}}"
    if version is Version.ONE:
        for unit in file.iter(f"{space}trans-unit"):
            source, target = unit.find(f"{space}source"), unit.find(f"{space}target")
            state = "" if target is None else str(target.get("state", ""))
            finished = not (state == "new" or state.startswith("needs-")) if state else None
            yield Translated(str(unit.get("id", "")), _line(unit), _all([source], {}), _all([target], {}),
                             finished, _was(unit.findall(f"{space}note")))  # fmt: skip
    else:
        for unit in file.iter(f"{space}unit"):
            originals = {str(data.get("id")): data.text or "" for data in unit.iter(f"{space}data")}
            parts = [part for part in unit if part.tag in (f"{space}segment", f"{space}ignorable")]
            states = [part.get("state", "initial") for part in parts if part.tag == f"{space}segment"]  # fmt: skip
            yield Translated(str(unit.get("id", "")), _line(unit), _all([p.find(f"{space}source") for p in parts], originals),
                             _all([p.find(f"{space}target") for p in parts], originals), "initial" not in states,
                             _was(unit.iter(f"{space}note")))  # fmt: skip


def _was(found: Iterable[etree._Element]) -> str | None:
    matches = (_WAS.search(note.text or "") for note in found)
    return next((match[1] for match in matches if match), None)


def _all(elements: Sequence[etree._Element | None], originals: Mapping[str, str]) -> Pieces:
    """The pieces of several segments in their order, neighbouring texts as one."""
    joined: list[str | Tag] = []
    for element in elements:
        for piece in _pieces(element, originals) if element is not None else ():
            if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                joined[-1] += piece
            elif piece:
                joined.append(piece)
    return tuple(joined)


# A program's own marks in a text: they hold it, and change nothing.
_TRANSPARENT = ("mrk", "sm", "em")


def _pieces(element: etree._Element, originals: Mapping[str, str]) -> Iterator[str | Tag]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            name = etree.QName(child).localname
            if name in _TRANSPARENT:
                yield from _pieces(child, originals)
            else:
                text = child.text or originals.get(str(child.get("dataRef", ""))) or None
                yield Tag(name, str(child.get("id", "")), text)
        elif not isinstance(child, etree._Comment):
            yield Tag("&", "", None)  # an entity, or an instruction to a program
        yield child.tail or ""
