"""Reads a saved web page. Nothing that it names is fetched; what a browser does not show is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count as numbers

from lxml import etree
from lxml import html as lxml_html

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece, Pieces, joined
from pipeline.importing.grid import Grid
from pipeline.importing.lists import STEP
from pipeline.importing.raised import raised, struck
from pipeline.importing.text import decoded
from pipeline.importing.words import count, folded, readable

_UNREAD = frozenset("script style meta link title base".split())
# Their words stand in for what a browser does or shows.
_INSTEAD = frozenset("noscript noframes template object iframe canvas audio video map".split())
_DRAWN = "the words of a drawing"
_CHROME = frozenset("nav aside footer form button dialog menu select textarea".split())
_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog menu menubar toolbar".split()
)
LINE = "data-leaflet-line"  # an attribute that markdown.py sets
_BOLD = frozenset(("b", "strong"))
_STRUCK = frozenset(("del", "s", "strike"))
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer header hr legend li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul html form aside h1 h2 h3 h4 h5 h6".split()
)
_PARTS = frozenset("h1 h2 h3 h4 h5 h6 p ul ol table".split())
_FRAMED = frozenset("div section ul ol p".split())
_FRAME = re.compile(
    r"(?:cookies?|consent|gdpr|cc)-?(?:banner|bar|notice|popup|window|consent|message|dialog|law-info-bar|container)|onetrust-[\w-]+"
    r"|breadcrumbs?(?:-\w+)?|(?:site|page|global|main)-?(?:header|footer|nav|navigation|menu)|footer|nav|navbar|navigation|menu|masthead"
    r"|skip-?(?:links?|to-content|nav)|(?:social|share|sharing)(?:-?(?:share|links?|media|icons?|buttons?|bar|this))*"
    r"|related-?(?:pages?|content|posts?|links?|articles?)?|newsletter(?:-?(?:sign-?up|form))?|sidebar|search-?form|pagination|back-to-top"
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_MOST_NOTES = 3000  # after which nothing is said twice
MOST_BLOCKS = 20_000  # paragraphs: a leaflet has 200
DEEPEST = 250  # elements inside one another: libxml2 reads 256


def read(data: bytes, name: str) -> Draft:
    """The page's main part; the rest is noted. Raises LeafletError for a page that cannot be read to its end."""
    text, notes = _text(data)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = lxml_html.document_fromstring(readable(text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as problem:
        raise _refused(
            name, "this page holds no text", "save it again from the browser, as a web page"
        ) from problem
    if any(
        "depth" in entry.message.lower() or "huge" in entry.message.lower()
        for entry in parser.error_log
    ):
        raise _refused(
            name,
            f"more than {DEEPEST} parts of this page stand inside each other",
            "copy the text into a plain text file, and import that",
        )
    if root.find(".//frame") is not None:
        hint = "open the frame that holds the text in a tab of its own, and save that"
        raise _refused(name, "this page holds other pages in frames, and no text", hint)
    page = _Page(name, _main(root))
    page.walk(root, _Where(kept=page.main is None))
    page.flush()
    found = root.find(".//title")
    title = _without_site(folded(found.text_content())) if found is not None else ""
    return Draft(tuple(page.blocks), (*notes, *page.notes), title, bool(title), levels=True)


def _without_site(title: str) -> str:
    """Without the name of the site: "A medicine | A charity"."""
    return re.split(r"\s+[|–—»•·-]\s+", title)[0]


def _refused(name: str, why: str, hint: str) -> LeafletError:
    return LeafletError(
        Diagnostic("X304", f"this cannot be imported as a web page: {why}", Location(name), hint)
    )


def _text(data: bytes) -> tuple[str, list[Note]]:
    """The page as text, in the encoding that it names."""
    if found := _CHARSET.search(data[:4096]):
        try:
            return data.decode(found[1].decode("ascii")), []
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data)


def _main(root: etree._Element) -> etree._Element | None:
    """The element that holds the page's own text, where it says so."""
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and count("".join(found[0].itertext(with_tail=False))) > 20:
            return found[0]
    return None


@dataclass(frozen=True, slots=True)
class _Where:
    """What an element stands in. ``why``: the reason why its words are dropped; "" where they are kept."""

    kept: bool
    why: str = ""
    bold: bool = False
    address: str = ""
    raised: bool = False
    depth: int = 0  # of lists
    ordered: int = 0  # the number of the next item
    lines: bool = False  # whether the ends of its lines are meant

    @property
    def dropped(self) -> str:
        return self.why or ("" if self.kept else "outside the main part of the page")


@dataclass
class _Page:
    """The blocks so far, and the one that is being read."""

    name: str
    main: etree._Element | None
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    dropped: str = ""
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    ordered: int = 0
    line: int = 0
    cells: list[tuple[Piece, ...]] | None = None
    tables: Iterator[int] = field(default_factory=lambda: numbers(1))
    table: int = 0
    grid: Grid = field(default_factory=Grid)
    told: int = 0  # of the notes of the table
    soft: bool = False  # a line break stands before the next block

    def walk(self, element: etree._Element, where: _Where) -> None:
        """Everything in an element, top to bottom."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or (tag in _UNREAD and not (tag == "title" and where.why == _DRAWN)):
            return  # a title inside a drawing is its description
        inside = self.inside(element, tag, where)
        if tag == "br":
            self.end_line(inside, element)
        elif tag in ("img", "area"):
            self.picture(element, where)
        elif tag == "table" and self.holds(element, inside):
            self.grid, self.told = Grid(len(self.notes) < _MOST_NOTES), 0
            self.rows(element, inside)
        else:
            block = tag in _BLOCKS | _INSTEAD | _CHROME or inside.why == _DRAWN
            if block:
                self.begin(element, tag, inside)
            self.contents(element, inside)
            if block:
                self.flush()
                self.kind, self.level, self.ordered = (
                    Kind.PARAGRAPH,
                    inside.depth * STEP if tag != "ul" and tag != "ol" else 0,
                    0,
                )
                if tag in ("ul", "ol"):
                    self.level = max(0, inside.depth - 1) * STEP

    def end_line(self, where: _Where, element: etree._Element) -> None:
        """A line break: what follows is a line of the same paragraph, after two a paragraph of its own."""
        if self.cells is not None or where.dropped:
            self.text(" ", where, element)
            return
        begun = bool(count("".join(piece.text for piece in self.pieces)))
        self.flush()
        self.soft = begun

    def holds(self, table: etree._Element, where: _Where) -> bool:
        """Whether a table holds data; one that only places text on the page is read as text."""
        if self.cells is not None or where.dropped:
            return False
        if _places(table):
            reason = "a table that only places text: its cells became text"
            self.notes.append(Note(_line(table), Fate.GUESSED, reason))
            return False
        return True

    def contents(self, element: etree._Element, where: _Where) -> None:
        self.text(element.text or "", where, element)
        item = where.ordered
        for child in element:
            here = where
            if child.tag == "li" and item:
                here = replace(where, ordered=item)
                item += 1
            self.walk(child, here)
            self.text(child.tail or "", where, child)

    def inside(self, element: etree._Element, tag: str, where: _Where) -> _Where:
        if element is self.main:
            where = replace(where, kept=True)
        if why := _why(element, tag, self.main):
            where = replace(where, why=where.why or why)
        if tag in _STRUCK and not where.dropped:
            self.notes += struck(folded("".join(element.itertext())), _line(element))
        if tag == "pre":
            where = replace(where, lines=True)
        if tag == "sup":
            where = replace(where, raised=True)
        if tag in _BOLD:
            where = replace(where, bold=True)
        if tag == "a" and element.get("href") is not None:
            where = replace(where, address=folded(element.get("href") or "") or "#")
        if tag in ("ul", "ol"):
            number = self.first(element) if tag == "ol" else 0
            where = replace(where, depth=where.depth + 1, ordered=number)
        return where

    def first(self, element: etree._Element) -> int:
        """The number that a list begins with: below 100, since what belongs to an item is indented by four."""
        start = (element.get("start") or "1").strip()
        if start.isascii() and start.isdecimal() and 0 < int(start[:3]) < 100:
            return int(start)
        reason = "a list began with a number that none of ours can: it begins with 1"
        self.notes.append(Note(_line(element), Fate.DOUBTFUL, reason, start[:20]))
        return 1

    def begin(self, element: etree._Element, tag: str, where: _Where) -> None:
        self.flush()
        self.soft = False
        if re.fullmatch(r"h[1-6]", tag):
            self.kind, self.level = Kind.HEADING, int(tag[1])
        elif tag == "li":
            self.kind, self.level, self.ordered = (
                Kind.ITEM,
                max(0, where.depth - 1) * STEP,
                where.ordered,
            )
        elif self.kind is not Kind.ITEM or tag in ("ul", "ol", "table"):
            self.kind, self.level = Kind.PARAGRAPH, where.depth * STEP
        self.line = 0

    def text(self, text: str, where: _Where, element: etree._Element) -> None:
        if where.lines and "\n" in text.strip("\n"):
            for line in text.strip("\n").split("\n"):
                self.text(line, replace(where, lines=False), element)
                self.end_line(where, element)
            return
        text = raised(readable(text)) if where.raised else readable(text)
        if not text:
            return
        if where.dropped != self.dropped:
            self.flush()
            self.dropped = where.dropped
        if text.strip():
            self.line = self.line or _line(element)
        self.pieces.append(Piece(text, where.bold, where.address))

    def flush(self) -> None:
        """The block that was being read is whole. The next one of its element is a paragraph beside it."""
        pieces, self.pieces = joined(self.pieces), []
        line, self.line = self.line, 0
        if not count("".join(piece.text for piece in pieces)):
            if pieces and self.cells is not None:
                self.cells[-1] = joined((*self.cells[-1], *pieces))
            return
        if self.dropped:
            self.notes.append(
                Note(line, Fate.DROPPED, self.dropped, "".join(piece.text for piece in pieces))
            )
        elif self.cells is not None:
            self.cells[-1] = joined((*self.cells[-1], Piece(" "), *pieces))
        else:
            self.blocks.append(
                Block(self.kind, pieces, line, self.level, self.ordered, soft=self.soft)
            )
            self.soft = False
            if len(self.blocks) > MOST_BLOCKS:
                raise _refused(
                    self.name,
                    f"this page has more than {MOST_BLOCKS:,} paragraphs",
                    "import it in parts",
                )
            if self.kind is Kind.ITEM:
                self.kind, self.level, self.ordered = Kind.PARAGRAPH, self.level + STEP, 0
            elif self.kind is Kind.HEADING:
                self.kind, self.level = Kind.PARAGRAPH, 0

    def picture(self, element: etree._Element, where: _Where) -> None:
        alt = element.get("alt") or ""
        reason = (
            where.dropped
            or "the description of a picture: put the picture into source/ and write ![description](name.png)"
        )
        if count(alt):
            self.notes.append(Note(_line(element), Fate.DROPPED, reason, readable(alt)))
        elif not where.dropped:
            self.notes.append(
                Note(_line(element), Fate.DOUBTFUL, "a picture without a description was left out")
            )

    def data(self, cells: tuple[Pieces, ...], line: int) -> None:
        """One row of the table."""
        self.notes += self.grid.notes[self.told :]
        self.told = len(self.grid.notes)
        if any(cells):
            self.blocks.append(Block(Kind.ROW, (), line, table=self.table, cells=cells))

    def rows(self, element: etree._Element, where: _Where) -> None:
        """A table's rows, and what stands between them; a table inside a cell becomes text of that cell."""
        own = self.table
        if element.tag == "table":
            self.flush()
            own = next(self.tables)
        self.text(element.text or "", where, element)
        for child in element:
            if child.tag == "tr":
                self.flush()
                self.table = own
                self.row(child, self.inside(child, "tr", where))
            elif child.tag in ("thead", "tbody", "tfoot"):
                self.table = own
                self.rows(child, self.inside(child, str(child.tag), where))
            else:
                self.walk(child, where)
            self.text(child.tail or "", where, child)
        self.flush()

    def row(self, row: etree._Element, where: _Where) -> None:
        """The cells of a row, then what stands between them."""
        cells: list[tuple[Pieces, int, int]] = []
        for cell in (child for child in row if child.tag in ("td", "th")):
            self.cells = [()]
            self.contents(cell, self.inside(cell, "td", where))
            self.flush()
            cells.append((self.cells[0], _span(cell, "colspan"), _span(cell, "rowspan")))
            if cell.find(".//table") is not None:
                text = folded("".join(cell.itertext()))[:60]
                reason = "a table in a table became text of its cell"
                self.notes.append(Note(_line(cell), Fate.DOUBTFUL, reason, text))
        self.cells = None
        self.data(self.grid.row(cells, _line(row)), _line(row))
        self.kind, self.level = Kind.PARAGRAPH, 0
        self.text(row.text or "", where, row)
        for child in row:
            if child.tag not in ("td", "th"):
                self.walk(child, where)
            self.text(child.tail or "", where, child)
        self.flush()


def _frame(element: etree._Element, main: etree._Element | None) -> str:
    """What a part of the page that is not the leaflet's is called by its class or name; "" of any other."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500].lower().split()
    name = next((name for name in names if _FRAME.fullmatch(name.replace("_", "-"))), "")
    if not name or element.find(".//h1") is not None:
        return ""
    return (
        "" if main is not None and (element is main or main in element.iterdescendants()) else name
    )


def _span(cell: etree._Element, name: str) -> int:
    """How many columns or rows a cell covers."""
    given = (cell.get(name) or "1").strip()
    return min(int(given), 1000) if given.isascii() and given.isdecimal() and len(given) < 5 else 1


def _places(table: etree._Element) -> bool:
    """Whether a cell holds what no cell of data does: a heading with text below it, or several paragraphs and lists."""
    for cell in table.iter("td", "th"):
        parts = [child for child in cell.iterdescendants() if child.tag in _PARTS]
        headed = any(re.fullmatch("h[1-6]", str(part.tag)) for part in parts)
        if len(parts) > (1 if headed else 3):
            return True
    return False


def _line(element: etree._Element) -> int:
    """The line of the file; of Markdown, that of the block."""
    for one in (element, *element.iterancestors()):
        if (given := one.get(LINE)) and given.isascii() and given.isdecimal():
            return int(given)
    return element.sourceline or 0


def _why(element: etree._Element, tag: str, main: etree._Element | None) -> str:
    """Why the words of an element are no part of the leaflet; "" where they are."""
    if tag in _CHROME or element.get("role", "").lower() in _ROLES:
        return "navigation, forms and the foot of the page"
    if tag == "header" and main is None and element.find(".//h1") is None:
        return "the head of the page"
    if tag in _FRAMED and (name := _frame(element, main)):
        return f"a part of the page that is called {name}"
    if tag == "svg":
        return _DRAWN
    if tag in _INSTEAD:
        return "shown only where a browser cannot do or show something"
    style = element.get("style", "").replace(" ", "").lower()
    if element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style:
        return "hidden on the page"
    return ""
