"""The structure of a tagged PDF as another program wrote it: elements, outline, and where its words stand."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Element:
    tag: str  # after the role map
    alt: str
    kids: tuple[Element, ...]

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid.walk()


@dataclass(frozen=True)
class Tagged:
    language: str
    title: str
    shows_title: bool
    root: Element
    headings: tuple[tuple[str, int], ...]  # of the outline, with their pages
    pages: int


@dataclass(frozen=True)
class Placed:
    """A word of a page: its left edge and its line, in points."""

    text: str
    page: int
    x: float
    y: float


def tagged(path: Path) -> Tagged:
    with pikepdf.open(path) as pdf:
        roles = {str(k): str(v) for k, v in pdf.Root.StructTreeRoot.get("/RoleMap", {}).items()}
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        preferences: Any = pdf.Root.get("/ViewerPreferences", {})
        with pdf.open_outline() as outline:
            headings = tuple(_outline(outline.root, numbers))
        return Tagged(
            str(pdf.Root.get("/Lang", "")),
            str(pdf.docinfo.get("/Title", "")),
            bool(preferences.get("/DisplayDocTitle", False)),
            _element(pdf.Root.StructTreeRoot.K[0], roles),
            headings,
            len(pdf.pages),
        )


def _outline(items: Any, numbers: dict[Any, int]) -> Iterator[tuple[str, int]]:
    for item in items:
        yield str(item.title), numbers[item.destination[0].objgen]
        yield from _outline(item.children, numbers)


def _element(node: Any, roles: dict[str, str]) -> Element:
    tag = roles.get(str(node.S), str(node.S)).removeprefix("/")
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    inner = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return Element(tag, str(node.get("/Alt", "")), tuple(_element(kid, roles) for kid in inner))


def words(path: Path) -> list[Placed]:
    """In the order in which poppler reads the pages."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)  # fmt: skip
    found, page = [], 0
    for mark in re.finditer(r'<page |<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', done.stdout):  # fmt: skip
        if mark[3] is None:
            page += 1
        else:
            found.append(Placed(html.unescape(mark[3]).replace("\u00a0", " "), page, float(mark[1]), float(mark[2])))  # fmt: skip
    return found
