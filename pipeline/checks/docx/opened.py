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
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMU = 12700  # in a point
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
class Link:
    """A hyperlink that leads out of the file."""

    address: str
    tooltip: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """``number``: the numbering instance and level, its own or its style's; ``cell``: "row.column" of a table, from 1;
    ``pictures``: their descriptions, ``images``: their bytes; ``fields``: the instruction of each field; ``contents``: it
    stands in the list of contents."""

    style: str
    runs: tuple[Run, ...]
    number: tuple[str, int] | None = None
    cell: str = ""
    pictures: tuple[str, ...] = ()
    bookmarks: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[bytes, ...] = ()
    heights: tuple[float, ...] = ()  # of its pictures, in points
    contents: bool = False
    properties: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Style:
    """What a style and those that it is based on say: the value of each property, "" where it has none, and all its
    attributes. ``own``: properties of its own."""

    name: str
    kind: str
    says: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

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
    def section(self) -> etree._Element:
        """What the last section says of its pages."""
        found = self.tree("word/document.xml").find(f"{W}body/{W}sectPr")
        return found if found is not None else etree.Element("none")

    def margin(self, name: str) -> str:
        """The part that the section names as the header or the footer of its pages; "" without."""
        named = self.section.findall(f"{W}{name}Reference")
        used = [str(one.get(f"{_R}id")) for one in named if one.get(f"{W}type") == "default"]
        return f"word/{self.relations.get(used[0], '')}" if len(named) == len(used) == 1 else ""

    @cached_property
    def header(self) -> list[Paragraph]:
        return list(self._blocks(self.tree(self.margin("header"))))

    @cached_property
    def footer(self) -> list[Paragraph]:
        return list(self._blocks(self.tree(self.margin("footer"))))

    @property
    def told(self) -> list[str]:
        """The parts that a reader sees."""
        return ["word/document.xml", self.margin("header"), self.margin("footer")]

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
        under = (
            self._style(found, base, depth + 1)
            if base in found and depth < 9
            else Style("", "", *self._defaults)
        )
        says, details = dict(under.says), dict(under.details)
        properties = [one for group in ("pPr", "rPr") for one in element.iterfind(f"{W}{group}/*")]
        for one in properties:
            says[local(one)] = value(one)
            details[local(one)] = attributes(one)
        if (ilvl := element.find(f"{W}pPr/{W}numPr/{W}ilvl")) is not None:
            says["ilvl"] = value(ilvl)
            says["numId"] = value(element.find(f"{W}pPr/{W}numPr/{W}numId"))
        name, own = value(element.find(f"{W}name")), frozenset(map(local, properties))
        return Style(name, str(element.get(f"{W}type")), says, details, own)

    @cached_property
    def _defaults(self) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """What every paragraph has whose style says nothing."""
        given = self.tree("word/styles.xml").find(f"{W}docDefaults")
        found = (
            []
            if given is None
            else [one for group in given.iter(f"{W}pPr", f"{W}rPr") for one in group]
        )
        return {local(one): value(one) for one in found}, {
            local(one): attributes(one) for one in found
        }

    # Paragraphs.

    def _blocks(self, parent: etree._Element, contents: bool = False) -> Iterator[Paragraph]:
        for child in parent:
            match local(child):
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
            tuple(_instructions(p)),
            tuple(self._links(p)),
            tuple(self._images(p)),
            tuple(int(one.get("cy", 0)) / _EMU for one in p.iter(f"{_WP}extent")),
            contents,
            frozenset(map(local, given)),
        )

    def _links(self, p: etree._Element) -> Iterator[Link]:
        for one in p.iter(f"{W}hyperlink"):
            if address := self.relations.get(str(one.get(f"{_R}id")), ""):
                text = "".join(t.text or "" for t in one.iter(f"{W}t"))
                yield Link(address, str(one.get(f"{W}tooltip", "")), text)

    def _images(self, p: etree._Element) -> Iterator[bytes]:
        for one in p.iter(f"{_A}blip"):
            target = self.relations.get(str(one.get(f"{_R}embed")), "")
            yield self.parts.get(f"word/{target}", b"")

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
            parent if parent is not None and local(parent) == "hyperlink" else etree.Element("none")
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
            frozenset(map(local, given)),
        )

    # The package.

    @cached_property
    def related(self) -> list[tuple[str, str, bool]]:
        """Every relationship: the part that lists it, the last word of its kind, whether it leads out of the file."""
        return [
            (path, str(one.get("Type")).rpartition("/")[2], one.get("TargetMode") == "External")
            for path in self.parts if path.endswith(".rels")
            for one in self.tree(path)
        ]  # fmt: skip

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
        return (target for target in self.targets(path) if target not in self.parts)

    def targets(self, path: str) -> Iterator[str]:
        """The parts that a list of relationships leads to."""
        folder = posixpath.dirname(posixpath.dirname(path))
        for one in self.tree(path) if path.endswith(".rels") else ():
            if one.get("TargetMode") != "External":
                yield posixpath.normpath(posixpath.join(folder, str(one.get("Target")))).lstrip("/")


def value(element: etree._Element | None) -> str:
    """``w:val``; "" where there is no element or no value."""
    return str(element.get(f"{W}val", "")) if element is not None else ""


def attributes(element: etree._Element) -> dict[str, str]:
    """By their names without namespace."""
    return {etree.QName(key).localname: str(said) for key, said in element.attrib.items()}


def is_on(element: etree._Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and value(element) not in _OFF


def _instructions(p: etree._Element) -> Iterator[str]:
    """What each field of a paragraph is told to do; also of one that is not whole."""
    open_fields: list[str] = []
    for one in p.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        if local(one) == "fldSimple":
            yield str(one.get(f"{W}instr", ""))
        elif local(one) == "instrText":
            open_fields = open_fields or [""]
            open_fields[-1] += one.text or ""
        elif one.get(f"{W}fldCharType") == "begin":
            open_fields.append("")
        elif one.get(f"{W}fldCharType") == "end" and open_fields:
            yield open_fields.pop()
    yield from open_fields


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" of a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
