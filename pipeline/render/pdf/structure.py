"""Structure elements, a canvas that marks content with them, and the objects that lead from one to the other.

Marked content never nests; an element's kids stand in reading order; ParentTree leads from each
page's MCIDs, and from each annotation, to its element (ISO 32000-1, 14.7; docs/notes/pdf.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import InitVar, dataclass, field
from functools import partial
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFObjectReference
from reportlab.pdfgen.canvas import Canvas

from pipeline.render.pdf.fonts import EmbeddedFont, Face
from pipeline.render.pdf.metadata import About, Info, output_intent, xmp
from pipeline.render.pdf.objects import Array, Dictionary, name, string
from pipeline.render.pdf.outline import Entry, Outline

rl_config.useA85 = 0  # streams as bytes, not as letters: a fifth smaller
for _key in ("StructParents", "Tabs"):  # PDFPage silently drops keys that are not in this list
    if _key not in pdfdoc.PDFPage.__NoDefault__:
        pdfdoc.PDFPage.__NoDefault__.append(_key)

Box = tuple[float, float, float, float]  # left, bottom, right, top; points


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """An element's content on a page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    page: int
    reference: Any


@dataclass(eq=False, slots=True)
class StructureElement:
    """A node of the structure tree, which leads down only, so that it goes when nobody needs it. ``strings``: Alt, Lang;
    ``attributes``: an attribute dictionary; ``leads_to``: of an entry of the contents, its heading."""

    tag: str
    parent: InitVar[StructureElement | None] = None
    attributes: Any = None
    strings: dict[str, str] = field(default_factory=dict)
    kids: list[StructureElement | MarkedContent | Annotation] = field(default_factory=list)
    leads_to: StructureElement | None = None
    attached: bool = False

    def __post_init__(self, parent: StructureElement | None) -> None:
        if parent:
            self.attach(parent)

    def attach(self, parent: StructureElement, place: int | None = None) -> None:
        """Join the tree, late where kids would else not stand in reading order; last, or before the kid at ``place``."""
        self.attached = True
        parent.kids.insert(len(parent.kids) if place is None else place, self)


def attributes(owner: str, **values: Any) -> Any:
    """An attribute dictionary: ``attributes("Table", Scope="Row")``."""
    items = {key: name(value) if isinstance(value, str) else value for key, value in values.items()}
    return Dictionary({"O": name(owner), **items})


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """Content between ``begin(element)`` and ``end()`` belongs to the element; the rest must be an artifact."""

    # ReportLab's: the content of the page being made, and where on it we are.
    _code: list[str]
    _currentMatrix: tuple[float, float, float, float, float, float]  # noqa: N815

    def __init__(self, *args: Any, root: StructureElement, about: About, **options: Any) -> None:
        super().__init__(
            *args,
            **{
                **options,
                "pdfVersion": about.version,
                "lang": about.language,
                "pageCompression": 1,
            },
        )
        self.root, self.about = root, about
        self._doc.info = Info(about)
        self.outline = self._doc.outline = self._doc.Outlines = self._doc.Catalog.Outlines = (
            Outline()
        )
        self.setViewerPreference("DisplayDocTitle", "true")
        self._embedded: dict[Face, EmbeddedFont] = {}
        self._open = False
        self._elements: list[StructureElement] = []  # of each MCID of this page
        self._pages: list[tuple[int, list[StructureElement]]] = []
        self._links: list[tuple[Any, StructureElement]] = []
        self._later: list[tuple[int, str, Callable[[], None]]] = []
        self._goals: list[tuple[Any, StructureElement, Callable[[int], str]]] = []

    def _make_preamble(self) -> None:
        # ReportLab's own selects Helvetica, which is not embedded.
        self._preamble = "1 0 0 1 0 0 cm"

    def translate(self, dx: float, dy: float) -> None:
        """ReportLab's own takes longer to write the numbers than the text of a line takes; none is scaled or turned here."""
        a, b, c, d, e, f = self._currentMatrix
        self._currentMatrix = (a, b, c, d, a * dx + c * dy + e, b * dx + d * dy + f)
        self.write(f"1 0 0 1 {dx:.3f} {dy:.3f} cm")

    @contextmanager
    def moved(self, dx: float, dy: float) -> Iterator[None]:
        """The origin, until the end of the block, is where ``dx`` and ``dy`` lead from the present one."""
        before = self._currentMatrix
        self.write("q")
        self.translate(dx, dy)
        yield
        self.write("Q")
        self._currentMatrix = before

    def write(self, operators: str) -> None:
        """Operators of the page, as PDF writes them."""
        self._code.append(operators)

    def embedded(self, face: Face) -> EmbeddedFont:
        """The face in this file: one for all pages."""
        if face not in self._embedded:
            self._embedded[face] = EmbeddedFont(face, self._doc)
        return self._embedded[face]

    def later(self, draw: Callable[[], None]) -> None:
        """Content for this place that is drawn when all pages are: what needs to know them."""
        token = f"%later {len(self._later)}"
        self._later.append((self._doc.pageCounter, token, draw))
        self.write(token)

    def draw_later(self) -> None:
        """Put it where it belongs; no page is open any more."""
        for number, token, draw in self._later:
            self._code = []
            draw()
            page = self._doc.idToObject[f"Page{number}"]
            page.stream = page.stream.replace(f"{token}\n", "\n".join([*self._code, ""]), 1)
        self._code, self._later = [], []

    def page_of(self, heading: StructureElement) -> int:
        """The page that an outlined heading stands on, from 1."""
        return self.outline.entry(heading).page

    def begin(self, element: StructureElement) -> None:
        """Begin the marked content of an element; ``end`` ends it."""
        assert not self._open, "marked content inside marked content"
        mcid = len(self._elements)
        self._elements.append(element)
        element.kids.append(MarkedContent(self._doc.pageCounter, mcid))
        self._open = True
        self.write(f"/{element.tag} <</MCID {mcid}>> BDC")

    def begin_artifact(self, kind: str = "Layout") -> None:
        """Begin what no reader says. ``kind``: Pagination or Layout."""
        assert not self._open, "an artifact inside marked content"
        self._open = True
        self.write(f"/Artifact <</Type /{kind}>> BDC")

    def end(self) -> None:
        self._open = False
        self.write("EMC")

    def bookmark(self, title: str, level: int, top: float, element: StructureElement) -> None:
        """An entry of the outline that leads here; ``level`` counts from 0."""
        height = self.absolutePosition(0, top)[1]
        self.outline.add(Entry(title, level, self._doc.pageCounter, height, element))

    def link(
        self, element: StructureElement, boxes: list[Box], address: str, description: str
    ) -> None:
        """One annotation for each link on each page that it touches; QuadPoints hold one box a line."""
        annotation = self._annotation(element, boxes)
        annotation["Contents"] = string(description)
        annotation["A"] = Dictionary({"S": name("URI"), "URI": string(address)})

    def link_to(
        self,
        element: StructureElement,
        box: Box,
        heading: StructureElement,
        told: Callable[[int], str],
    ) -> None:
        """An annotation that leads to an outlined heading, which may be drawn later; ``told`` describes it by its page."""
        self._goals.append((self._annotation(element, [box]), heading, told))

    def _annotation(self, element: StructureElement, boxes: list[Box]) -> Any:
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        quads = [n for x0, y0, x1, y1 in boxes for n in (x0, y1, x1, y1, x0, y0, x1, y0)]
        annotation = Dictionary({
            "Type": name("Annot"), "Subtype": name("Link"), "Border": Array([0, 0, 0]), "F": 4,
            "Rect": Array([min(lefts), min(bottoms), max(rights), max(tops)]), "QuadPoints": Array(quads),
        })  # fmt: skip
        label = f"Link{len(self._links)}"
        self._addAnnotation(annotation, label)
        element.kids.append(Annotation(self._doc.pageCounter, self._doc.refAnnotation(label)))
        self._links.append((annotation, element))
        return annotation

    def showPage(self) -> None:  # noqa: N802 (ReportLab's name)
        assert not self._open, "marked content left open at the end of a page"
        number = self._doc.pageCounter
        super().showPage()
        page = self._doc.idToObject[f"Page{number}"]
        page.StructParents, page.Tabs = number, name("S")
        self._pages.append((number, self._elements))
        self._elements = []

    def add_to_page(self, number: int, operators: str) -> None:
        """More content for a page that is finished: what needs the number of pages."""
        self._doc.idToObject[f"Page{number}"].stream += "\n" + operators

    @property
    def pages(self) -> int:
        return len(self._pages)

    def save(self) -> None:
        self._write_structure()
        super().save()

    def _write_structure(self) -> None:
        doc = self._doc
        tree = Dictionary({"Type": name("StructTreeRoot")})
        references: dict[StructureElement, Any] = {}
        self.outline.references = references
        tree["K"] = Array([_written(self.root, doc.Reference(tree), doc, references)])
        for annotation, heading, told in self._goals:
            entry = self.outline.entry(heading)
            annotation["Contents"] = string(told(entry.page))
            annotation["A"] = self.outline.action(entry)
        numbers: list[Any] = []
        for page, elements in self._pages:
            numbers += [
                page,
                doc.Reference(Array([references[element] for element in elements])),
            ]
        for key, (annotation, element) in enumerate(self._links, len(self._pages) + 1):
            annotation["StructParent"] = key
            numbers += [key, references[element]]
        tree["ParentTree"] = doc.Reference(Dictionary({"Nums": Array(numbers)}))
        tree["ParentTreeNextKey"] = len(self._pages) + len(self._links) + 1
        doc.idToObject["BasicFonts"].dict.pop("F1", None)  # Helvetica, put there by default
        if self.about.ua == 2:
            tree["Namespaces"] = Array(_in_namespaces(references, doc))
        doc.Catalog.StructTreeRoot = tree
        doc.Catalog.MarkInfo = Dictionary({"Marked": "true"})
        doc.Catalog.Metadata = pdfdoc.XMP(creator=partial(_metadata, self.about))
        doc.Catalog.OutputIntents = output_intent(doc)


def _metadata(about: About, _document: Any) -> bytes:
    return xmp(about)


_OLD = ("TOC", "TOCI", "Reference")  # PDF 2.0 left them out of its own namespace


def _in_namespaces(references: dict[StructureElement, Any], doc: Any) -> list[Any]:
    """Every element in PDF 2.0's namespace or in that of 1.7 (ISO 32000-2, 14.8.6), which are given back; an entry of the
    contents with its heading (ISO 14289-2, 8.2.5.8)."""
    addresses = ("http://iso.org/pdf2/ssn", "http://iso.org/pdf/ssn")
    spaces = [
        doc.Reference(Dictionary({"Type": name("Namespace"), "NS": string(address)}))
        for address in addresses
    ]
    for element, reference in references.items():
        dictionary = doc.idToObject[reference.name]
        dictionary["NS"] = spaces[element.tag in _OLD]
        if element.leads_to:
            dictionary["Ref"] = Array([references[element.leads_to]])
    return spaces


def _written(
    element: StructureElement, parent: Any, doc: Any, references: dict[StructureElement, Any]
) -> Any:
    dictionary = Dictionary({"Type": name("StructElem"), "S": name(element.tag), "P": parent})
    reference = references[element] = doc.Reference(dictionary)
    for key, text in element.strings.items():
        dictionary[key] = string(text)
    if element.attributes is not None:
        dictionary["A"] = element.attributes
    pages = [kid.page for kid in element.kids if not isinstance(kid, StructureElement)]
    first = min(pages, default=0)
    if first:
        dictionary["Pg"] = _page(first)
    dictionary["K"] = Array([_kid(kid, first, reference, doc, references) for kid in element.kids])
    return reference


def _kid(
    kid: StructureElement | MarkedContent | Annotation,
    first: int,
    parent: Any,
    doc: Any,
    references: dict[StructureElement, Any],
) -> Any:
    match kid:
        case StructureElement():
            return _written(kid, parent, doc, references)
        case MarkedContent(page, mcid) if page == first:
            return mcid
        case MarkedContent(page, mcid):
            return Dictionary({"Type": name("MCR"), "Pg": _page(page), "MCID": mcid})
        case Annotation(page, target):
            return Dictionary({"Type": name("OBJR"), "Pg": _page(page), "Obj": target})


def _page(number: int) -> Any:
    return PDFObjectReference(f"Page{number}")
