"""A PDF read back, by pikepdf and fontTools and nothing of the renderer's: its structure tree with the text of each
element, every character where it is drawn, and what the file says of itself.

Whatever is wrong with a file, ``opened`` either reads all of it or raises ``Unreadable``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from pipeline.checks.content import Box, Content, Placed, followed
from pipeline.checks.embedded import EmbeddedFont


class Unreadable(Exception):
    """Why a file, or a part of it, cannot be read."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Marked content of an element: its page from 0, its identifier there, its text."""

    page: int
    mcid: int
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An element's annotation, by its number in ``Printout.links``; -1: it is on no page."""

    link: int


@dataclass(eq=False)
class Element:
    """A structure element: its tag, language, alternate description, attributes, and kids in order."""

    tag: str
    lang: str = ""
    alt: str = ""
    expansion: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    kids: list[Element | Marked | Reference] = field(default_factory=list)
    parent: Element | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        return "".join(kid.text for kid in self.kids if not isinstance(kid, Reference))

    @property
    def page(self) -> int:
        """The page that it begins on, from 0; -1 where nothing of it is drawn."""
        return min((mark.page for _, mark in self.marks() if mark.page >= 0), default=-1)

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def marks(self) -> Iterator[tuple[Element, Marked]]:
        """Its marked content in reading order, each with the element that it stands in."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.marks()
            elif isinstance(kid, Marked):
                yield self, kid

    def around(self) -> Iterator[Element]:
        """Itself, then what it stands in, outwards."""
        yield self
        if self.parent:
            yield from self.parent.around()

    def outline(self, depth: int = 0) -> str:
        """The tree as indented text for a person to review."""
        notes = "".join(
            f" {name}={value}"
            for name, value in (
                ("lang", self.lang),
                ("alt", self.alt),
                ("expansion", self.expansion),
            )
            if value
        )
        rows = [f"{'  ' * depth}{self.tag}{notes}"]
        for kid in self.kids:
            if isinstance(kid, Element):
                rows.append(kid.outline(depth + 1))
            elif isinstance(kid, Marked):
                rows.append(f"{'  ' * (depth + 1)}{kid.text!r}")
        return "\n".join(rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as paper: ``box`` is what is shown of it, in points; ``turned`` by degrees."""

    box: Box
    whole: bool  # whether it is shown and printed whole, at its own scale
    turned: int
    tab_order: str
    elements: tuple[Element | None, ...]  # of each marked content, as the ParentTree has it


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation: its kind, page from 0, address (or the page that it leads to), and what it says of itself."""

    kind: str
    page: int
    box: Box
    address: str
    leads_to: int  # a page of this file; -1: none
    contents: str
    element: Element | None  # as the ParentTree has it
    hidden: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline: its depth from 1, its title, the page from 0 that it leads to."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Said:
    """What the file says of itself."""

    lang: str
    title: str
    metadata: str
    shows_title: bool
    tagged: bool
    unsure: bool  # "Suspects": the tags may be wrong
    renamed: bool  # tags that stand for others
    beside: tuple[str, ...]  # entries of the catalog that no leaflet needs


@dataclass(frozen=True)
class Printout:
    """All of a finished PDF, as plain values."""

    tree: Element
    pages: tuple[Content, ...]
    sheets: tuple[Sheet, ...]
    links: tuple[Note, ...]
    outline: tuple[Heading, ...]
    fonts: tuple[EmbeddedFont, ...]
    said: Said

    @property
    def characters(self) -> Iterator[Placed]:
        return (placed for page in self.pages for placed in page.characters)


def read(data: bytes) -> Element:
    """The Document element of a tagged PDF. Raises Unreadable."""
    return opened(data).tree


def placed(data: bytes) -> Iterator[Placed]:
    """Every character in stream order with its place. Raises Unreadable."""
    return opened(data).characters


def opened(data: bytes) -> Printout:
    """Everything that a file holds. Raises Unreadable, in words for people."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Unreadable("it is encrypted, which keeps some screen readers out")
            return _Reader(pdf).printout()
    except pikepdf.PasswordError:
        raise Unreadable("it is encrypted, which keeps some screen readers out") from None
    except Unreadable:
        raise
    except Exception as problem:  # a damaged file makes readers raise anything
        raise Unreadable(f"{problem or type(problem).__name__}") from problem


# Entries of a catalog that a leaflet has. What else may stand there runs, hides or carries something (ISO 32000-1, 7.7.2).
_CATALOG = {"/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/PageLayout", "/PageMode", "/Outlines", "/Lang",
            "/MarkInfo", "/Metadata", "/OutputIntents", "/StructTreeRoot", "/ViewerPreferences", "/Dests"}  # fmt: skip
_DEEPEST = 200  # elements inside each other


class _Reader:
    """An open file, read in the order in which its parts need each other."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf, self.root = pdf, pdf.Root
        self.numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.elements: dict[Any, Element] = {}
        self.notes = [(number, note) for number, page in enumerate(pdf.pages) for note in page.obj.get("/Annots", [])]  # fmt: skip
        self.texts: dict[tuple[int, int], str] = {}

    def printout(self) -> Printout:
        fonts: dict[Any, EmbeddedFont] = {}
        pages = tuple(followed(number, page, fonts) for number, page in enumerate(self.pdf.pages))
        for page in pages:
            for one in page.characters:
                key = one.page, one.mcid
                self.texts[key] = self.texts.get(key, "") + one.text
        tree = self.tree()
        parents = self.parents()
        sheets = tuple(self.sheet(page, parents) for page in self.pdf.pages)
        links = tuple(self.note(number, note, parents) for number, note in self.notes)
        return Printout(tree, pages, sheets, links, tuple(self.headings()), tuple(fonts.values()), self.said())  # fmt: skip

    def tree(self) -> Element:
        if "/StructTreeRoot" not in self.root:
            raise Unreadable("it has no structure for screen readers")
        tops = _kids(self.root.StructTreeRoot)
        if len(tops) != 1 or str(tops[0].get("/S")) != "/Document":
            raise Unreadable("its structure does not begin with one document")
        return self.element(tops[0], None, 0)

    def element(self, node: Any, parent: Element | None, depth: int) -> Element:
        if depth > _DEEPEST or (node.is_indirect and node.objgen in self.elements):
            raise Unreadable("its structure leads back into itself")
        lang, alt, expansion = (str(node.get(name, "")) for name in ("/Lang", "/Alt", "/E"))
        element = Element(str(node.S)[1:], lang, alt, expansion, _attributes(node), [], parent)
        if node.is_indirect:
            self.elements[node.objgen] = element
        for kid in _kids(node):
            element.kids.append(self.kid(kid, node, element, depth))
        return element

    def kid(self, kid: Any, node: Any, parent: Element, depth: int) -> Element | Marked | Reference:
        if isinstance(kid, int):
            return self.marked(node, kid)
        match str(kid.get("/Type", "")):
            case "/MCR":
                return self.marked(kid if "/Pg" in kid else node, int(kid.MCID))
            case "/OBJR":
                found = [n for n, (_, note) in enumerate(self.notes) if note.objgen == kid.Obj.objgen]  # fmt: skip
                return Reference(found[0] if found else -1)
            case _:
                return self.element(kid, parent, depth + 1)

    def marked(self, on: Any, mcid: int) -> Marked:
        page = self.numbers.get(on.Pg.objgen, -1) if "/Pg" in on else -1
        return Marked(page, mcid, self.texts.get((page, mcid), ""))

    def parents(self) -> dict[int, Any]:
        """The ParentTree: what stands under each key."""
        if "/ParentTree" not in self.root.StructTreeRoot:
            return {}
        tree = pikepdf.NumberTree(self.root.StructTreeRoot.ParentTree)
        return {int(key): value for key, value in tree.items()}

    def sheet(self, page: pikepdf.Page, parents: dict[int, Any]) -> Sheet:
        left, bottom, right, top = (float(side) for side in page.cropbox)
        boxes = [page.mediabox, page.cropbox, page.trimbox]
        whole = all([round(float(side), 2) for side in box] == [round(side, 2) for side in (left, bottom, right, top)] for box in boxes)  # fmt: skip
        whole = whole and float(page.obj.get("/UserUnit", 1)) == 1
        below = parents.get(int(page.obj.get("/StructParents", -1)), [])
        elements = tuple(self.elements.get(getattr(one, "objgen", None)) for one in (below if isinstance(below, pikepdf.Array) else []))  # fmt: skip
        turned = int(page.rotate if hasattr(page, "rotate") and not callable(page.rotate) else page.obj.get("/Rotate", 0))  # fmt: skip
        return Sheet((left, bottom, right, top), whole, turned % 360, str(page.obj.get("/Tabs", "")), elements)  # fmt: skip

    def note(self, number: int, note: Any, parents: dict[int, Any]) -> Note:
        action = note.get("/A", pikepdf.Dictionary())
        kind = str(note.Subtype)[1:]
        if action and str(action.S) not in ("/URI", "/GoTo"):
            kind = str(action.S)[1:]
        element = self.elements.get(getattr(parents.get(int(note.get("/StructParent", -1))), "objgen", None))  # fmt: skip
        x0, y0, x1, y1 = (float(side) for side in note.Rect)
        return Note(kind, number, (x0, y0, x1, y1), str(action.get("/URI", "")), self.destination(note, action),
                    str(note.get("/Contents", "")), element, bool(int(note.get("/F", 0)) & 0b100011))  # fmt: skip

    def destination(self, note: Any, action: Any) -> int:
        """The page that a link or an entry of the outline leads to; -1: none."""
        place = action.get("/D", note.get("/Dest"))
        if not isinstance(place, pikepdf.Array) or not len(place):
            return -1
        target: Any = place[0]
        return self.numbers.get(target.objgen, -1) if isinstance(target, pikepdf.Dictionary) else -1

    def headings(self) -> Iterator[Heading]:
        def walk(entry: Any, level: int) -> Iterator[Heading]:
            while entry is not None:
                if level > _DEEPEST or entry.objgen in seen:
                    raise Unreadable("its outline leads back into itself")
                seen.add(entry.objgen)
                page = self.destination(entry, entry.get("/A", pikepdf.Dictionary()))
                yield Heading(level, str(entry.get("/Title", "")), page)
                yield from walk(entry.get("/First"), level + 1)
                entry = entry.get("/Next")

        seen: set[Any] = set()
        return walk(self.root.get("/Outlines", pikepdf.Dictionary()).get("/First"), 1)

    def said(self) -> Said:
        preferences = self.root.get("/ViewerPreferences", pikepdf.Dictionary())
        mark_info = self.root.get("/MarkInfo", pikepdf.Dictionary())
        return Said(
            lang=str(self.root.get("/Lang", "")),
            title=str(self.pdf.docinfo.get("/Title", "")) if "/Info" in self.pdf.trailer else "",
            metadata=self.root.Metadata.read_bytes().decode(errors="replace") if "/Metadata" in self.root else "",
            shows_title=bool(preferences.get("/DisplayDocTitle", False)),
            tagged=bool(mark_info.get("/Marked", False)),
            unsure=bool(mark_info.get("/Suspects", False)),
            renamed="/RoleMap" in self.root.StructTreeRoot,
            beside=tuple(sorted(set(self.root.keys()) - _CATALOG)),
        )  # fmt: skip


def _kids(node: Any) -> list[Any]:
    """The kids of an element, which may be one alone or none (ISO 32000-1, 14.7.2)."""
    kids = node.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _attributes(node: Any) -> dict[str, str]:
    """All of an element's attributes, whoever owns them: Scope, ListNumbering, WritingMode."""
    owned = node.get("/A", pikepdf.Array())
    dictionaries = owned if isinstance(owned, pikepdf.Array) else [owned]
    return {name[1:]: str(value).removeprefix("/") for one in dictionaries if isinstance(one, pikepdf.Dictionary) for name, value in one.items()}  # fmt: skip
