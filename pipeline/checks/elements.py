"""Web pages and pages of e-books as trees, by a reader that mends nothing, and what the leaflet's Document promises of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

from lxml import etree

from pipeline import document as doc
from pipeline import inline
from pipeline.checks import promised
from pipeline.checks.promised import bare
from pipeline.document import Document, Inlines
from pipeline.facts import Kind, plain_text
from pipeline.languages import language

Element = etree._Element

DEEPEST = 6  # h1 to h6
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_NOT_TEXT = ("script", "style", "head")
HEADINGS = tuple(f"h{level}" for level in range(1, DEEPEST + 1))
# What may stand in what: HTML Living Standard, content models, as far as leaflets go.
_ONLY_IN = {
    "li": ("ul", "ol"), "tr": ("thead", "tbody"), "th": ("tr",), "td": ("tr",), "caption": ("table",), "thead": ("table",),
    "tbody": ("table",), "figcaption": ("figure",), "legend": ("fieldset",), "summary": ("details",),
}  # fmt: skip
_ONLY_HOLD = {"ul": ("li",), "ol": ("li",), "tr": ("th", "td"), "table": ("caption", "thead", "tbody"), "thead": ("tr",), "tbody": ("tr",)}  # fmt: skip
_PHRASES = ("p", *HEADINGS, "a", "span", "strong", "bdi")
_PHRASING = frozenset("a strong bdi span img label input time em audio".split())


class _Strict(HTMLParser):
    """Raises ValueError where a browser would have to guess."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = etree.TreeBuilder()
        self.open: list[str] = []
        self.declared = False

    def handle_decl(self, decl: str) -> None:
        self.declared = decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            raise ValueError(f"<{tag}> has an attribute twice, line {self.getpos()[0]}")
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise ValueError(f"<{tag}/> is not HTML, line {self.getpos()[0]}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            inside = f"in <{self.open[-1]}>" if self.open else "where nothing is open"
            raise ValueError(f"</{tag}> stands {inside}, line {self.getpos()[0]}")
        self.builder.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)
        elif data.strip():
            raise ValueError(f"text stands outside the page, line {self.getpos()[0]}")

    def handle_comment(self, data: str) -> None:
        raise ValueError(f"there is a comment, line {self.getpos()[0]}")


def html(data: bytes) -> Element:
    """The root of a web page. Raises ValueError."""
    reader = _Strict()
    try:
        reader.feed(data.decode("utf-8"))
        reader.close()
        if reader.open:
            raise ValueError(f"<{reader.open[-1]}> is never closed")
        root: Element = reader.builder.close()
    except (etree.XMLSyntaxError, AssertionError, TypeError) as problem:
        raise ValueError(f"it has no one element around all: {problem}") from problem
    if not reader.declared or root.tag != "html":
        raise ValueError("it does not begin as HTML")
    return root


def xhtml(data: bytes) -> Element:
    """The root of a page of an e-book, its names without their namespaces. Raises ValueError."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise ValueError(str(problem)) from problem
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def name(element: Element) -> str:
    return str(element.tag)


def level(heading: Element) -> int:
    """Of h1 to h6, from 1."""
    return int(name(heading)[1])


# What a page says.


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two tags; ``lang`` of the nearest element that says one; ``links``: the address that it leads to."""

    text: str
    lang: str
    holder: Element


def pieces(root: Element) -> Iterator[Piece]:
    """The leaflet's own text in order: not what stands beside it, lists of headings, or scripts."""
    yield from _pieces(root, "")


def _pieces(element: Element, lang: str) -> Iterator[Piece]:
    if element.tag in (*_NOT_TEXT, "nav") or element.get("data-beside") is not None:
        return
    own = element.get("lang", lang)
    if element.text:
        yield Piece(element.text, own, element)
    for child in element:
        yield from _pieces(child, own)
        if child.tail:
            yield Piece(child.tail, own, element)


def text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def leaflet(element: Element) -> Iterator[Element]:
    """The elements that hold the leaflet's own text, and that element itself."""
    if element.tag in (*_NOT_TEXT, "nav") or element.get("data-beside") is not None:
        return
    yield element
    for child in element:
        yield from leaflet(child)


def first_difference(wanted: str, found: str) -> str:
    place = next(
        (n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b),
        min(len(wanted), len(found)),
    )
    return f"{wanted[max(0, place - 20) : place + 20]} / {found[max(0, place - 20) : place + 20]}"


# What a Document promises.


def promised_text(document: Document) -> str:
    """Without the marks and numbers of lists, which a page makes itself."""
    parts = (part for part in promised.leaflet(document) if part.role not in ("Lbl", "Figure"))
    return bare("".join(part.text for part in parts))


def promised_languages(document: Document) -> list[tuple[str, str]]:
    """The leaflet's text in stretches of one language, each after its tag, without what a page writes itself."""
    parts = (part for part in promised.leaflet(document) if part.role != "Lbl")
    return promised.spoken(parts, document.tag)


def promised_headings(document: Document, above: int = 0) -> list[tuple[int, str]]:
    """The level and text of each. ``above``: how many levels the sections stand higher than below the title."""
    found = [(1, bare(inline.plain(document.title.inlines)))]
    for level, section in doc.walk_sections(document):
        found.append((min(level - above, DEEPEST), bare(inline.plain(section.heading.inlines))))
    return found


def promised_links(document: Document) -> list[tuple[str, str]]:
    """Address and text of each link and telephone number, in order."""
    parts = (part for part in promised.leaflet(document) if part.role != "Figure")
    return [one for part in parts for one in _links(document, part.inlines)]


def _links(document: Document, inlines: Inlines) -> Iterator[tuple[str, str]]:
    facts = dict(document.facts)
    for one in inlines:
        match one:
            case doc.Link(children, label):
                yield document.address(label), bare(inline.plain(children))
            case doc.FactRef(name, shown) if name in facts and facts[name].kind is Kind.PHONE:
                digits = "".join(c for c in str(facts[name].value) if c.isdigit() or c == "+")
                yield f"tel:{digits}", bare(shown)
            case doc.Strong(children) | doc.Foreign(children):
                yield from _links(document, children)


def promised_pictures(document: Document) -> list[str]:
    """The description of each."""
    parts = (part for part in promised.leaflet(document) if part.role == "Figure")
    return [plain_text(inline.plain(part.inlines)) for part in parts]


def promised_lists(document: Document) -> list[tuple[str, int, int]]:
    """Each list's element, first number and how many items it has, in order."""
    found: list[tuple[str, int, int]] = []
    for block in doc.walk_blocks(document):
        match block:
            case doc.BulletList(items):
                found.append(("ul", 1, len(items)))
            case doc.NumberedList(items, start):
                found.append(("ol", start, len(items)))
    return found


def promised_isolates(document: Document) -> list[str]:
    """The figures that must keep their order in a text from right to left."""
    if not language(document.tag).rtl:
        return []
    found: list[str] = []
    for part in promised.leaflet(document):
        if part.role != "Figure":
            shown = [one.shown for one in inline.walk(part.inlines) if isinstance(one, doc.FactRef)]
            shown += [one.text for one in inline.walk(part.inlines) if isinstance(one, doc.Text)]
            found += [bare(one) for text in shown for one in promised.isolated(text)]
    return found


# What stands in what.


def misplaced(root: Element) -> Iterator[str]:
    """Elements where no reader expects them."""
    for element in root.iter(etree.Element):
        tag, parent = str(element.tag), element.getparent()
        around = str(parent.tag) if parent is not None else ""
        if around not in _ONLY_IN.get(tag, (around,)):
            yield f"<{tag}> stands in <{around}>"
        if parent is not None and tag not in _ONLY_HOLD.get(around, (tag,)):
            yield f"<{around}> holds <{tag}>"
        if around in _PHRASES and tag not in _PHRASING:
            yield f"<{around}> holds <{tag}>"


def skipped_levels(found: list[int]) -> Iterator[str]:
    """Headings more than one level below the one before."""
    for before, level in pairwise([0, *found]):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"


def headerless(root: Element) -> Iterator[str]:
    """Tables whose columns or rows have no header that says what it is the header of."""
    for number, table in enumerate(root.iter("table"), 1):
        rows = [list(row) for row in table.iter("tr")]
        head = [cell for row in table.iterfind("thead/tr") for cell in row]
        firsts = [row[0] for row in map(list, table.iterfind("tbody/tr")) if row]
        if not head or any((c.tag, c.get("scope")) != ("th", "col") for c in head):
            yield f"table {number} has a column without a header"
        if not firsts or any((c.tag, c.get("scope")) != ("th", "row") for c in firsts):
            yield f"table {number} has a row without a header"
        if len({len(row) for row in rows}) != 1:
            yield f"table {number} has rows of different length"
