"""A Word file as a word processor understands it, from its XML alone: for the checks of finished files."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFF = ("0", "false", "off")


@dataclass(frozen=True)
class Run:
    """Text of one look. ``lang``: the language that it says in whichever attribute; ``properties``: names of all."""

    text: str
    style: str = ""
    rtl: bool = False
    complex: bool = False
    lang: str = ""
    address: str = ""  # of the hyperlink around it
    tooltip: str = ""
    anchor: str = ""
    properties: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Paragraph:
    """``number``: the numbering instance and level, its own or its style's; ``cell``: "row.column" of a table, from 1;
    ``pictures``: their descriptions; ``contents``: it stands in the list of contents."""

    style: str
    runs: tuple[Run, ...]
    number: tuple[str, int] | None = None
    cell: str = ""
    pictures: tuple[str, ...] = ()
    bookmarks: tuple[str, ...] = ()
    fields: str = ""  # the instructions of its fields
    contents: bool = False
    properties: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Style:
    """What a style and those that it is based on say: the value of each property, "" where it has none."""

    name: str
    kind: str
    says: Mapping[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the property is there and not switched off."""
        return self.says.get(name, "off") not in _OFF


class Opened:
    """The parts of a Word file. Raises ValueError where there is no such file in the bytes."""

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self.parts = {name: archive.read(name) for name in archive.namelist()}
            self._trees = {
                name: _parsed(part)
                for name, part in self.parts.items()
                if name.endswith((".xml", ".rels"))
            }
        except (zipfile.BadZipFile, etree.XMLSyntaxError) as problem:
            raise ValueError(f"the file cannot be read: {problem}") from problem

    def tree(self, name: str) -> etree._Element:
        """A part's root; an element without content where there is no such part."""
        return self._trees.get(name, etree.Element("none"))

    @cached_property
    def body(self) -> list[Paragraph]:
        """The paragraphs in reading order, those in tables too."""
        found = self.tree("word/document.xml").find(f"{W}body")
        return [] if found is None else list(self._blocks(found))

    @cached_property
    def header(self) -> list[Paragraph]:
        return list(self._blocks(self.tree("word/header1.xml")))

    @cached_property
    def footer(self) -> list[Paragraph]:
        return list(self._blocks(self.tree("word/footer1.xml")))

    @cached_property
    def relations(self) -> dict[str, str]:
        """Where the document's relationships lead, by identifier."""
        root = self.tree("word/_rels/document.xml.rels")
        return {str(one.get("Id")): str(one.get("Target")) for one in root}

    @cached_property
    def styles(self) -> dict[str, Style]:
        found = {
            str(s.get(f"{W}styleId")): s for s in self.tree("word/styles.xml").iter(f"{W}style")
        }
        return {key: self._style(found, key) for key in found}

    def _style(self, found: Mapping[str, etree._Element], key: str, depth: int = 0) -> Style:
        element = found[key]
        base = value(element.find(f"{W}basedOn"))
        says = dict(self._style(found, base, depth + 1).says) if base in found and depth < 9 else {}
        for group in ("pPr", "rPr"):
            for one in element.iterfind(f"{W}{group}/*"):
                says[_local(one)] = value(one)
        if (ilvl := element.find(f"{W}pPr/{W}numPr/{W}ilvl")) is not None:
            says["ilvl"] = value(ilvl)
            says["numId"] = value(element.find(f"{W}pPr/{W}numPr/{W}numId"))
        return Style(value(element.find(f"{W}name")), str(element.get(f"{W}type")), says)

    # Paragraphs.

    def _blocks(self, parent: etree._Element, contents: bool = False) -> Iterator[Paragraph]:
        for child in parent:
            match _local(child):
                case "p":
                    yield self._paragraph(child, "", contents)
                case "tbl":
                    yield from self._cells(child)
                case "sdt" | "sdtContent":
                    yield from self._blocks(child, True)

    def _cells(self, table: etree._Element) -> Iterator[Paragraph]:
        for row, tr in enumerate(table.iter(f"{W}tr"), 1):
            for column, tc in enumerate(tr.iter(f"{W}tc"), 1):
                for p in tc.iter(f"{W}p"):
                    yield self._paragraph(p, f"{row}.{column}", False)

    def _paragraph(self, p: etree._Element, cell: str, contents: bool) -> Paragraph:
        properties = p.find(f"{W}pPr")
        given = properties if properties is not None else etree.Element("none")
        style = value(given.find(f"{W}pStyle")) or "Normal"
        return Paragraph(
            style,
            tuple(self._runs(p)),
            self._number(given, style),
            cell,
            tuple(str(one.get("descr", "")) for one in p.iter(f"{_WP}docPr")),
            tuple(str(one.get(f"{W}name")) for one in p.iter(f"{W}bookmarkStart")),
            "".join(one.text or "" for one in p.iter(f"{W}instrText")),
            contents,
            frozenset(map(_local, given)),
        )

    def _number(self, given: etree._Element, style: str) -> tuple[str, int] | None:
        says = self.styles[style].says if style in self.styles else {}
        number = value(given.find(f"{W}numPr/{W}numId")) or says.get("numId", "")
        level = value(given.find(f"{W}numPr/{W}ilvl")) or says.get("ilvl", "")
        return (number, int(level)) if number and level.isdecimal() else None

    def _runs(self, p: etree._Element) -> Iterator[Run]:
        for run in p.iter(f"{W}r"):
            text = "".join(t.text or "" for t in run.iter(f"{W}t"))
            if text:
                yield self._run(run, text)

    def _run(self, run: etree._Element, text: str) -> Run:
        properties = run.find(f"{W}rPr")
        given = properties if properties is not None else etree.Element("none")
        lang = given.find(f"{W}lang")
        parent = run.getparent()
        link = (
            parent
            if parent is not None and _local(parent) == "hyperlink"
            else etree.Element("none")
        )
        return Run(
            text,
            value(given.find(f"{W}rStyle")),
            is_on(given.find(f"{W}rtl")),
            is_on(given.find(f"{W}cs")),
            next(iter(map(str, lang.attrib.values())), "") if lang is not None else "",
            self.relations.get(str(link.get(f"{_R}id")), ""),
            str(link.get(f"{W}tooltip", "")),
            str(link.get(f"{W}anchor", "")),
            frozenset(map(_local, given)),
        )

    # The package.

    def dangling(self) -> Iterator[str]:
        """Identifiers that the document uses and no relationship has, and targets that are not in the file."""
        for element in self.tree("word/document.xml").iter():
            for name in (f"{_R}id", f"{_R}embed"):
                if (used := element.get(name)) and used not in self.relations:
                    yield str(used)
        for path in self.parts:
            if path.endswith(".rels"):
                yield from self._missing_targets(path)

    def _missing_targets(self, path: str) -> Iterator[str]:
        folder = posixpath.dirname(posixpath.dirname(path))
        for one in self.tree(path):
            target = posixpath.normpath(posixpath.join(folder, str(one.get("Target"))))
            if one.get("TargetMode") != "External" and target.lstrip("/") not in self.parts:
                yield str(one.get("Target"))


def value(element: etree._Element | None) -> str:
    """``w:val``; "" where there is no element or no value."""
    return str(element.get(f"{W}val", "")) if element is not None else ""


def is_on(element: etree._Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and value(element) not in _OFF


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
