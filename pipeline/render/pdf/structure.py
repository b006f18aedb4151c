"""Structure elements, a canvas that marks content with them, and the objects that lead from one to the other.

Marked content never nests; an element's kids stand in reading order; ParentTree leads from each
page's MCIDs, and from each annotation, to its element (ISO 32000-1, 14.7; docs/notes/pdf.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pipeline.render.pdf.fonts import EmbeddedFont, Face
from pipeline.render.pdf.images import image
from pipeline.render.pdf.metadata import About, info, output_intent, xmp
from pipeline.render.pdf.objects import File, Name, Reference
from pipeline.render.pdf.outline import Entry, outline

Box = tuple[float, float, float, float]  # left, bottom, right, top; points


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """An element's content on a page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    page: int
    reference: Reference


@dataclass(eq=False, slots=True)
class StructureElement:
    """A node of the structure tree. ``strings``: Alt, Lang; ``attributes``: an attribute dictionary."""

    tag: str
    parent: StructureElement | None = None
    attributes: Any = None
    strings: dict[str, str] = field(default_factory=dict)
    kids: list[StructureElement | MarkedContent | Annotation] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.parent:
            self.parent.kids.append(self)

    def attach(self, parent: StructureElement) -> None:
        """Join the tree late, so that kids stand in reading order."""
        self.parent = parent
        parent.kids.append(self)


def attributes(owner: str, **values: Any) -> dict[str, Any]:
    """An attribute dictionary: ``attributes("Table", Scope="Row")``."""
    items = {
        name: Name(value) if isinstance(value, str) else value for name, value in values.items()
    }
    return {"O": Name(owner), **items}


@dataclass(slots=True)
class _Page:
    """A page as it is drawn: what is written on it, the element of each of its MCIDs, annotations, pictures."""

    reference: Reference
    content: list[str] = field(default_factory=list)
    elements: list[StructureElement] = field(default_factory=list)
    annotations: list[Reference] = field(default_factory=list)
    images: dict[str, Reference] = field(default_factory=dict)


_Link = tuple[dict[str, Any], Reference, StructureElement]  # an annotation, its number, its element


class TaggedCanvas:
    """Content between ``begin(element)`` and ``end()`` belongs to the element; the rest must be an artifact."""

    def __init__(self, root: StructureElement, about: About, width: float, height: float) -> None:
        self.root, self.about, self.size = root, about, (width, height)
        self.file = File(about.version)
        self._entries: list[Entry] = []  # of the outline
        self._embedded: dict[Face, EmbeddedFont] = {}
        self._images: dict[str, Reference] = {}
        self._origin = (0.0, 0.0)
        self._open = False
        self._pages: list[_Page] = []
        self._page: _Page  # the one that is being drawn
        self._links: list[_Link] = []

    def write(self, operators: str) -> None:
        self._page.content.append(operators)

    @contextmanager
    def moved(self, x: float, y: float) -> Iterator[None]:
        """What is drawn meanwhile is drawn from here."""
        before = self._origin
        self._origin = before[0] + x, before[1] + y
        self.write(f"q 1 0 0 1 {x:.3f} {y:.3f} cm")
        yield
        self.write("Q")
        self._origin = before

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A place of what is being drawn, from the page's lower left corner."""
        return self._origin[0] + x, self._origin[1] + y

    def embedded(self, face: Face) -> EmbeddedFont:
        if face not in self._embedded:
            self._embedded[face] = EmbeddedFont(face, f"C{len(self._embedded) + 1}")
        return self._embedded[face]

    def begin(self, element: StructureElement) -> None:
        assert not self._open, "marked content inside marked content"
        mcid = len(self._page.elements)
        self._page.elements.append(element)
        element.kids.append(MarkedContent(self.pages, mcid))
        self._open = True
        self.write(f"/{element.tag} <</MCID {mcid}>> BDC")

    def begin_artifact(self, kind: str = "Layout") -> None:
        assert not self._open, "an artifact inside marked content"
        self._open = True
        self.write(f"/Artifact <</Type /{kind}>> BDC")

    def end(self) -> None:
        self._open = False
        self.write("EMC")

    def bookmark(self, title: str, level: int, top: float, element: StructureElement) -> None:
        """An entry of the outline that leads here; ``level`` counts from 0."""
        self._entries.append(
            Entry(title, level, self._page.reference, self.place(0, top)[1], element)
        )

    def link(
        self, element: StructureElement, boxes: list[Box], address: str, description: str
    ) -> None:
        """One annotation for each link on each page that it touches; QuadPoints hold one box a line."""
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        quads = [n for x0, y0, x1, y1 in boxes for n in (x0, y1, x1, y1, x0, y0, x1, y0)]
        annotation = {
            "Type": Name("Annot"), "Subtype": Name("Link"), "Border": [0, 0, 0], "F": 4,
            "Rect": [min(lefts), min(bottoms), max(rights), max(tops)], "QuadPoints": quads,
            "Contents": description, "A": {"S": Name("URI"), "URI": address},
        }  # fmt: skip
        reference = self.file.reserve()
        self._page.annotations.append(reference)
        element.kids.append(Annotation(self.pages, reference))
        self._links.append((annotation, reference, element))

    def picture(self, data: bytes, left: float, bottom: float, width: float, height: float) -> None:
        """A PNG or JPEG picture; the same one twice is in the file once."""
        key = f"I{hashlib.sha256(data).hexdigest()[:16]}"
        if key not in self._images:
            self._images[key] = image(self.file, data)
        self._page.images[key] = self._images[key]
        self.write(f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm /{key} Do Q")

    def begin_page(self) -> None:
        assert not self._open, "marked content left open at the end of a page"
        self._page = _Page(self.file.reserve())
        self._pages.append(self._page)

    def return_to_page(self, number: int) -> None:
        """Draw more on a page, counted from 1, when all are there: what needs their number, and no element's content."""
        self._page = self._pages[number - 1]

    @property
    def pages(self) -> int:
        return len(self._pages)

    def finished(self) -> bytes:
        """The file."""
        file, about = self.file, self.about
        tree = _Tree(file, [page.reference for page in self._pages])
        structure = tree.add(self.root, self._pages, self._links, about.ua)
        catalog = {
            "Type": Name("Catalog"), "Pages": self._add_pages(), "Lang": about.language, "MarkInfo": {"Marked": True},
            "StructTreeRoot": structure, "ViewerPreferences": {"DisplayDocTitle": True},
            "Metadata": file.stream(xmp(about), {"Type": Name("Metadata"), "Subtype": Name("XML")}, packed=False),
            "OutputIntents": output_intent(file),
        }  # fmt: skip
        if self._entries:
            catalog["Outlines"] = outline(file, self._entries, tree.references)
        return file.finished(file.add(catalog), file.add(info(about)))

    def _add_pages(self) -> Reference:
        file, parent = self.file, self.file.reserve()
        fonts = file.add({font.resource: font.added(file) for font in self._embedded.values()})
        for number, page in enumerate(self._pages, 1):
            content = file.stream("\n".join(page.content).encode("ascii"))
            file.set(page.reference, {
                "Type": Name("Page"), "Parent": parent, "MediaBox": [0, 0, *self.size],
                "Contents": content, "StructParents": number, "Tabs": Name("S"),
                "Resources": {"Font": fonts, **({"XObject": page.images} if page.images else {})},
                **({"Annots": page.annotations} if page.annotations else {}),
            })  # fmt: skip
        kids = [page.reference for page in self._pages]
        return file.set(parent, {"Type": Name("Pages"), "Count": len(kids), "Kids": kids})


class _Tree:
    """Structure elements as objects of a file. ``pages``: the page objects, in order."""

    def __init__(self, file: File, pages: Sequence[Reference]) -> None:
        self.file, self.pages = file, pages
        self.references: dict[StructureElement, Reference] = {}
        self._every: dict[str, Any] = {}  # what stands in every element

    def add(
        self, root: StructureElement, pages: Sequence[_Page], links: Sequence[_Link], ua: int
    ) -> Reference:
        """The structure tree, and the way back to it from each page and annotation."""
        reference = self.file.reserve()
        entries: dict[str, Any] = {"Type": Name("StructTreeRoot")}
        if ua == 2:  # every element in PDF 2.0's own namespace (ISO 32000-2, 14.8.6)
            namespace = self.file.add({"Type": Name("Namespace"), "NS": "http://iso.org/pdf2/ssn"})
            self._every, entries["Namespaces"] = {"NS": namespace}, [namespace]
        entries["K"] = [self._element(root, reference)]
        numbers: list[Any] = []
        for number, page in enumerate(pages, 1):
            numbers += [number, self.file.add([self.references[one] for one in page.elements])]
        for key, (annotation, its, element) in enumerate(links, len(pages) + 1):
            self.file.set(its, annotation | {"StructParent": key})
            numbers += [key, self.references[element]]
        entries["ParentTree"] = self.file.add({"Nums": numbers})
        entries["ParentTreeNextKey"] = len(pages) + len(links) + 1
        return self.file.set(reference, entries)

    def _element(self, element: StructureElement, parent: Reference) -> Reference:
        reference = self.references[element] = self.file.reserve()
        entries = {"Type": Name("StructElem"), "S": Name(element.tag), "P": parent, **self._every, **element.strings}  # fmt: skip
        if element.attributes is not None:
            entries["A"] = element.attributes
        pages = [kid.page for kid in element.kids if not isinstance(kid, StructureElement)]
        first = min(pages, default=0)
        if first:
            entries["Pg"] = self.pages[first - 1]
        entries["K"] = [self._kid(kid, first, reference) for kid in element.kids]
        return self.file.set(reference, entries)

    def _kid(
        self, kid: StructureElement | MarkedContent | Annotation, first: int, parent: Reference
    ) -> Any:
        match kid:
            case StructureElement():
                return self._element(kid, parent)
            case MarkedContent(page, mcid) if page == first:
                return mcid
            case MarkedContent(page, mcid):
                return {"Type": Name("MCR"), "Pg": self.pages[page - 1], "MCID": mcid}
            case Annotation(page, target):
                return {"Type": Name("OBJR"), "Pg": self.pages[page - 1], "Obj": target}
