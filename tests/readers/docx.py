"""A Word file as a word processor understands it, from its XML alone: paragraphs, their styles, runs and tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True)
class Run:
    text: str
    style: str = ""
    rtl: bool = False
    complex: bool = False
    lang: str = ""  # in whichever attribute it stands
    address: str = ""  # of the hyperlink around it


@dataclass(frozen=True)
class Paragraph:
    style: str
    runs: tuple[Run, ...]
    numbered: str = ""  # numId:level, where the paragraph has one of its own
    cell: str = ""  # row.column of a table, from 1; "" outside
    pictures: tuple[str, ...] = ()  # their descriptions

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def pretty(data: bytes, name: str) -> str:
    """A part as text for a person to review."""
    root = part(data, name)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def paragraphs(data: bytes) -> list[Paragraph]:
    """The body's paragraphs in reading order, those in tables too."""
    addresses = {one.get("Id"): one.get("Target") for one in part(data, "word/_rels/document.xml.rels")}  # fmt: skip
    body = part(data, "word/document.xml").find(f"{_W}body")
    assert body is not None
    return list(_blocks(body, {str(k): str(v) for k, v in addresses.items()}))


def _blocks(body: etree._Element, addresses: dict[str, str]) -> Iterator[Paragraph]:
    for child in body:
        if child.tag == f"{_W}p":
            yield _paragraph(child, addresses, "")
        elif child.tag == f"{_W}tbl":
            for row, tr in enumerate(child.iter(f"{_W}tr"), 1):
                for column, tc in enumerate(tr.iter(f"{_W}tc"), 1):
                    for p in tc.iter(f"{_W}p"):
                        yield _paragraph(p, addresses, f"{row}.{column}")


def _paragraph(p: etree._Element, addresses: dict[str, str], cell: str) -> Paragraph:
    style = _value(p.find(f"{_W}pPr/{_W}pStyle"))
    number, level = (p.find(f"{_W}pPr/{_W}numPr/{_W}{name}") for name in ("numId", "ilvl"))
    numbered = f"{_value(number)}:{_value(level)}" if number is not None else ""
    pictures = tuple(str(found.get("descr", "")) for found in p.iter(f"{_WP}docPr"))
    return Paragraph(style, tuple(_runs(p, addresses)), numbered, cell, pictures)


def _runs(p: etree._Element, addresses: dict[str, str]) -> Iterator[Run]:
    for run in p.iter(f"{_W}r"):
        text = "".join(t.text or "" for t in run.iter(f"{_W}t"))
        properties = run.find(f"{_W}rPr")
        found = properties if properties is not None else etree.Element("none")
        lang = found.find(f"{_W}lang")
        parent = run.getparent()
        address = parent.get(f"{_R}id") if parent is not None else None
        if text:
            yield Run(
                text,
                _value(found.find(f"{_W}rStyle")),
                found.find(f"{_W}rtl") is not None,
                found.find(f"{_W}cs") is not None,
                next(iter(map(str, lang.attrib.values())), "") if lang is not None else "",
                addresses[str(address)] if address else "",
            )


def _value(element: etree._Element | None) -> str:
    return str(element.get(f"{_W}val", "")) if element is not None else ""
