"""Reads a Word file: its paragraphs in order, with what Word knows of headings, lists and links. Nothing in it is run or
fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count as numbers
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from pipeline.diagnostic import LeafletError
from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece, Pieces, joined, plain
from pipeline.importing.grid import ABOVE, Grid
from pipeline.importing.lists import STEP
from pipeline.importing.package import look, refused
from pipeline.importing.raised import raised, struck
from pipeline.importing.symbols import drawn, lost
from pipeline.importing.text import BULLETS, LOST
from pipeline.importing.words import count, readable

_MOST_NOTES = 3000  # after which nothing is said twice
MOST_BLOCKS = 20_000  # paragraphs: a leaflet has 200
_NOTES = ("footnotes", "endnotes")
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SHAPE, _IMAGE = "{urn:schemas-microsoft-com:vml}shape", "{urn:schemas-microsoft-com:vml}imagedata"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MC_FALLBACK = f"{_MC}Fallback"
_NO_TITLE = re.compile(r"word document|document ?\d*$|untitled|microsoft word\b", re.IGNORECASE)
_DRAWINGS = {
    "diagramData": "the words of a drawing (SmartArt)",
    "chart": "the words and figures of a chart",
}
_LINKED = re.compile(r"\s*HYPERLINK\s+(?:\\[a-z]\s+)*\"([^\"]*)\"", re.IGNORECASE)
_DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_CHARTML = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
_STYLE_CONTENTS = re.compile(r"toc\s*(?:[1-9]|heading)|contents", re.IGNORECASE)
_STYLE_LEVEL = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_STYLE_LIST = re.compile(r"list\s*(bullet|number)?\s*([2-9])?", re.IGNORECASE)


def read(data: bytes, name: str) -> Draft:
    """The file's text. ``line`` counts its paragraphs. Raises LeafletError for one that is damaged or means harm."""
    look(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        file = _File(name, document)
        file.body(document.element.body)
        file.others()
        title = document.core_properties.title or ""
    except LeafletError:
        raise
    except (
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        OSError,
    ) as problem:
        raise refused(
            name,
            "this Word file is damaged or incomplete",
            "open it in Word, save it under another name as Word Document (.docx), not as Strict Open XML, and import that",
        ) from problem
    title = "" if _NO_TITLE.match(title) else readable(title)
    return Draft(tuple(file.blocks), tuple(file.notes), title, unit="paragraph")


@dataclass
class _Field:
    """A field that is being read: its instruction first, then what it shows."""

    depth: int = 0
    instruction: str = ""
    shown: bool = False

    @property
    def address(self) -> str:
        """Where a link leads that Word keeps as a field."""
        found = _LINKED.match(self.instruction) if self.shown else None
        return found[1] if found else ""

    def read(self, mark: Any) -> None:
        match mark.get(qn("w:fldCharType")):
            case "begin":
                self.depth += 1
                if self.depth == 1:
                    self.instruction, self.shown = "", False
            case "separate":
                self.shown = self.shown or self.depth == 1
            case "end":
                self.depth = max(0, self.depth - 1)
                if not self.depth:
                    self.instruction, self.shown = "", False
            case _:
                pass


@dataclass
class _File:
    """The blocks so far. A paragraph has the number that it has in the file."""

    name: str
    document: Any
    part: Any = field(init=False)  # whose links the text names
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    number: int = 0
    tables: Iterator[int] = field(default_factory=lambda: numbers(1))
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, str] = field(init=False)
    numbered: frozenset[tuple[str, int]] = field(init=False)

    open: _Field = field(default_factory=_Field)  # the field that is being read

    def __post_init__(self) -> None:
        self.part = self.document.part
        self.styles = {style.style_id: style.name or "" for style in self.document.styles}
        self.numbered = frozenset(_numbered(self.document))

    def body(self, element: Any) -> None:
        """Paragraphs and tables, also inside content controls and insertions."""
        for child in element:
            match child.tag:
                case one if one == qn("w:p"):
                    self.paragraph(child)
                case one if one == qn("w:tbl"):
                    self.table(child)
                case one if one in (qn("w:del"), qn("w:moveFrom")):
                    self.drop(child, "deleted in tracked changes")
                case one if one == qn("w:altChunk"):
                    self.note(
                        Fate.DOUBTFUL,
                        "another file that this one includes was left out: import it by itself",
                    )
                case one if one == qn("w:sdt") and _is_placeholder(child):
                    self.drop(child, "what a form says until somebody fills it in")
                case _ if child.find(f".//{qn('w:p')}") is not None and child.tag != _MC_FALLBACK:
                    self.body(child)
                case _:
                    pass

    def paragraph(self, element: Any) -> None:
        self.number += 1
        if self.number > MOST_BLOCKS:
            raise refused(
                self.name,
                f"this file has more than {MOST_BLOCKS:,} paragraphs",
                "import it in parts",
            )
        lines = _lines(self.pieces(element))
        if lines:
            self.lines(element, lines)
        for box in element.iter(qn("w:txbxContent")):
            own = next(box.iterancestors(qn("w:p"))) is element
            if own and not any(above.tag == _MC_FALLBACK for above in box.iterancestors()):
                self.notes.append(
                    Note(
                        self.number,
                        Fate.GUESSED,
                        "a text box: it stands after the paragraph that it hangs on",
                    )
                )
                self.body(box)

    def lines(self, element: Any, lines: list[Pieces]) -> None:
        """The lines of a paragraph, which line breaks part, the first as what the paragraph is."""
        if _STYLE_CONTENTS.fullmatch(self.style(element)):
            reason = "a table of contents, which the pipeline makes itself"
            self.notes += (Note(self.number, Fate.DROPPED, reason, plain(line)) for line in lines)
            return
        first = self.block(element, lines[0])
        level = first.level + STEP if first.kind is Kind.ITEM else 0
        self.blocks.append(first)
        self.blocks += (
            Block(Kind.PARAGRAPH, line, self.number, level, soft=True) for line in lines[1:]
        )

    def style(self, element: Any) -> str:
        """The name of a paragraph's style; its identifier where the file does not name it."""
        own = _style(element)
        return self.styles.get(own, own)

    def note(self, fate: Fate, reason: str, text: str = "") -> None:
        self.notes.append(Note(self.number, fate, reason, text))

    def block(self, element: Any, pieces: Pieces) -> Block:
        style = self.style(element)
        if level := _heading_level(element, style):
            return Block(Kind.HEADING, _unbold(pieces), self.number, level)
        if (listed := self.listed(element, style)) is not None:
            depth, ordered = listed
            return Block(Kind.ITEM, pieces, self.number, depth * STEP, ordered)
        return Block(Kind.PARAGRAPH, pieces, self.number)

    def listed(self, element: Any, style: str) -> tuple[int, int] | None:
        """How deep an item stands, from 0, and its number, 0 for a bullet; None for no item."""
        properties = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        named = _STYLE_LIST.match(style)
        if properties is not None:
            own = properties.find(qn("w:numId"))
            numbering = own.get(qn("w:val"), "0") if own is not None else "0"
            if numbering == "0" and not named:
                return None
            level = properties.find(qn("w:ilvl"))
            text = level.get(qn("w:val"), "0") if level is not None else "0"
            depth = min(int(text), 8) if text.isdecimal() else 0
            return depth, self.next(numbering, depth) if (numbering, depth) in self.numbered else 0
        if named and "paragraph" not in style.lower() and "continue" not in style.lower():
            depth = int(named[2] or 1) - 1
            return depth, self.next(style, depth) if (named[1] or "").lower() == "number" else 0
        return None

    def next(self, numbering: str, depth: int) -> int:
        self.counts = {
            key: n for key, n in self.counts.items() if key[0] != numbering or key[1] <= depth
        }
        number = self.counts[numbering, depth] = self.counts.get((numbering, depth), 0) + 1
        return number

    def pieces(self, element: Any, address: str = "") -> Iterator[Piece]:
        """The runs of a paragraph, without text boxes."""
        for child in element:
            match child.tag:
                case one if one == qn("w:r"):
                    yield from self.run(child, address)
                case one if one == qn("w:hyperlink"):
                    yield from self.pieces(child, _address(self.part, child))
                case one if one == qn("w:fldSimple"):
                    link = _LINKED.match(child.get(qn("w:instr"), ""))
                    yield from self.pieces(child, link[1] if link else address)
                case one if one == qn("w:sdt") and _is_placeholder(child):
                    self.drop(child, "what a form says until somebody fills it in")
                case one if one in (qn("w:del"), qn("w:moveFrom")):
                    self.drop(child, "deleted in tracked changes")
                case one if one in (qn("w:ins"), qn("w:moveTo")):
                    self.notes.append(
                        Note(
                            self.number,
                            Fate.DOUBTFUL,
                            "inserted in tracked changes, which nobody has accepted",
                            readable(_all_text(child))[:60],
                        )
                    )
                    yield from self.pieces(child, address)
                case one if one in (qn("w:pPr"), qn("w:rPr")):
                    pass
                case one if one == f"{_MATH}oMath":
                    formula = readable(_formula(child))
                    self.note(Fate.DOUBTFUL, "a formula became plain text", formula[:60])
                    yield Piece(formula)
                case _:
                    yield from self.pieces(child, address)

    def run(self, run: Any, address: str) -> Iterator[Piece]:
        properties = run.find(qn("w:rPr"))
        text = readable("".join(self.run_text(run, _font(properties))))
        if _is_on(properties, "w:vanish"):
            if count(text):
                self.note(Fate.DROPPED, "hidden text", text)
            return
        for picture in run.iter(_PICTURE):
            if not any(above.tag == _MC_FALLBACK for above in picture.iterancestors()):
                self.picture(readable(picture.get("descr") or ""), _holds_text(picture))
        for shape in run.findall(f"{qn('w:pict')}/{_SHAPE}"):
            if shape.find(_IMAGE) is not None:
                self.picture(readable(shape.get("alt") or ""), False)
        if _is_on(properties, "w:strike") or _is_on(properties, "w:dstrike"):
            self.notes += struck(text, self.number)
        text = raised(text) if _is_raised(properties) else text
        yield Piece(text, _is_on(properties, "w:b"), address or self.open.address)

    def run_text(self, run: Any, font: str) -> Iterator[str]:
        for child in run:
            match child.tag:
                case one if one == qn("w:t"):
                    yield self.in_font((child.text or "").replace("\n", " "), font)
                case one if one in (qn("w:br"), qn("w:cr")):
                    yield "\n"
                case one if one in (qn("w:tab"), qn("w:ptab")):
                    yield " "
                case one if one == qn("w:noBreakHyphen"):
                    yield "-"
                case one if one == qn("w:sym"):
                    yield self.sign(child.get(qn("w:font"), ""), child.get(qn("w:char"), ""))
                case one if one == qn("w:ruby"):
                    yield from self.ruby(child)
                case one if one == f"{_MC}AlternateContent":
                    yield from _other_text(child)
                case one if one == qn("w:fldChar"):
                    self.open.read(child)
                case one if one == qn("w:instrText"):
                    if self.open.depth == 1 and not self.open.shown:
                        self.open.instruction += child.text or ""
                case _:
                    pass

    def ruby(self, element: Any) -> Iterator[str]:
        """A word with small signs above it that say how it is pronounced."""
        above, base = element.find(qn("w:rt")), element.find(qn("w:rubyBase"))
        if above is not None and count(_all_text(above)):
            self.note(Fate.DROPPED, "how a word is pronounced", readable(_all_text(above)))
        if base is not None:
            yield readable(_all_text(base))

    def in_font(self, text: str, font: str) -> str:
        """The text as it is seen: in the font Symbol an m is drawn as µ."""
        if font:
            return "".join(
                self.sign(font, f"{ord(c) & 0xFF:02x}") if not c.isspace() else c for c in text
            )
        if lost(text):
            self.note(Fate.DOUBTFUL, LOST, readable(text)[:60])
        return text

    def sign(self, font: str, code: str) -> str:
        found = drawn(font, code)
        if not found:
            self.note(Fate.DOUBTFUL, LOST, f"{font} {code}")
        elif found not in BULLETS:
            self.note(Fate.GUESSED, "a sign that a font draws: is it this one?", found)
        return found or "•"

    def picture(self, description: str, holds_text: bool) -> None:
        """A picture; of a text box there is no more to say."""
        if count(description):
            reason = "the description of a picture: put the picture into source/ and write ![description](name.png)"
            self.notes.append(Note(self.number, Fate.DROPPED, reason, description))
        elif not holds_text:
            self.note(Fate.DOUBTFUL, "a picture without a description was left out")

    def table(self, element: Any) -> None:
        rows = [row for row in element.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is element]  # fmt: skip
        cells = [
            [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]
            for row in rows
        ]
        if any(self.places(cell) for row in cells for cell in row):
            self.note(Fate.GUESSED, "a table that only places text: its cells became text")
            for row in cells:
                for cell in row:
                    self.body(cell)
            return
        table, grid = next(self.tables), Grid(len(self.notes) < _MOST_NOTES)
        for row in cells:
            self.number += 1
            found = grid.row(
                [(self.cell(cell), _across(cell), _down(cell)) for cell in row], self.number
            )
            if any(found):
                self.blocks.append(Block(Kind.ROW, (), self.number, table=table, cells=found))
        self.notes += grid.notes

    def places(self, cell: Any) -> bool:
        """Whether a cell holds what no cell of data does: a heading with text below it, or many paragraphs."""
        own = [one for one in cell.findall(qn("w:p")) if count(_all_text(one))]
        headed = any(_heading_level(one, self.style(one)) for one in own)
        return len(own) > (1 if headed else 4)

    def cell(self, cell: Any) -> Pieces:
        """The text of a cell in one line; a table inside it becomes text too."""
        if cell.find(f".//{qn('w:tbl')}") is not None:
            self.notes.append(
                Note(
                    self.number,
                    Fate.DOUBTFUL,
                    "a table in a table became text of its cell",
                    _all_text(cell)[:60],
                )
            )
        found: list[Piece] = []
        for paragraph in cell.iter(qn("w:p")):
            if not any(above.tag in (_MC_FALLBACK,) for above in paragraph.iterancestors()):
                found += [Piece(" "), *self.pieces(paragraph)]
        return joined(found)

    def others(self) -> None:
        """Headers and footers, comments, notes, drawings and charts, each once."""
        seen: set[str] = set()
        for relation in list(self.document.part.rels.values()):
            kind = relation.reltype.rsplit("/", 1)[-1]
            known = kind in ("header", "footer", "comments", *_NOTES, *_DRAWINGS)
            if not known or relation.is_external or relation.target_part.partname in seen:
                continue
            seen.add(relation.target_part.partname)
            root = etree.fromstring(relation.target_part.blob, _parser())
            if kind in _NOTES:
                self.part = relation.target_part
                self.foot(root)
            elif kind in _DRAWINGS:
                text = readable(" ".join(one.text or "" for one in root.iter(_DRAWINGML, _CHARTML)))
                if count(text):
                    self.note(Fate.DROPPED, _DRAWINGS[kind], text)
            else:
                reason = (
                    "a comment of a reviewer" if kind == "comments" else f"the {kind} of each page"
                )
                self.drop(root, reason)

    def foot(self, root: Any) -> None:
        """Footnotes stand at the end, as paragraphs."""
        for note in root:
            if note.get(qn("w:type")) in (
                "separator",
                "continuationSeparator",
                "continuationNotice",
            ):
                continue
            for paragraph in note.iter(qn("w:p")):
                self.number += 1
                pieces = joined(self.pieces(paragraph))
                if pieces:
                    self.notes.append(
                        Note(
                            self.number,
                            Fate.GUESSED,
                            "a note below the text: it stands at the end",
                            "".join(p.text for p in pieces)[:60],
                        )
                    )
                    self.blocks.append(Block(Kind.PARAGRAPH, pieces, self.number))

    def drop(self, element: Any, reason: str) -> None:
        for paragraph in (
            [element]
            if element.tag != qn("w:p") and not list(element.iter(qn("w:p")))
            else element.iter(qn("w:p"))
        ):
            text = readable(_all_text(paragraph)).strip()
            if count(text):
                self.note(Fate.DROPPED, reason, text)


def _lines(pieces: Iterable[Piece]) -> list[Pieces]:
    """The lines that have words."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *more = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += ([replace(piece, text=text)] for text in more)
    return [line for line in map(joined, lines) if count(plain(line))]


def _formula(element: Any) -> str:
    """A formula on one line: a fraction with its stroke, a raised figure raised."""
    parts: list[str] = []
    for child in element:
        match child.tag:
            case one if one == f"{_MATH}t":
                parts.append(child.text or "")
            case one if one == f"{_MATH}f":
                above, below = (
                    _formula(part) if (part := child.find(f"{_MATH}{name}")) is not None else ""
                    for name in ("num", "den")
                )
                parts.append(f"{_bracketed(above)}/{_bracketed(below)}")
            case one if one == f"{_MATH}sup":
                parts.append(raised(_formula(child)))
            case _:
                parts.append(_formula(child))
    return "".join(parts)


def _bracketed(text: str) -> str:
    return text if re.fullmatch(r"\w*", text) else f"({text})"


def _other_text(element: Any) -> Iterator[str]:
    """The text for programs that do not know a sign, where the choice is no text box."""
    fallback = element.find(_MC_FALLBACK)
    if fallback is not None and element.find(f".//{qn('w:txbxContent')}") is None:
        yield from (one.text or "" for one in fallback.iter(qn("w:t")))


def _is_placeholder(control: Any) -> bool:
    return control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def _font(properties: Any) -> str:
    """The font of a run where it is one that draws signs for letters."""
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    name = (fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "") if fonts is not None else ""
    return name if re.match(r"symbol$|wingdings", name, re.IGNORECASE) else ""


def _across(cell: Any) -> int:
    """How many columns a cell covers."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    given = span.get(qn("w:val"), "1") if span is not None else "1"
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 1


def _down(cell: Any) -> int:
    """ABOVE of a cell that is merged with the one above it."""
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return ABOVE if merged is not None and merged.get(qn("w:val")) != "restart" else 1


def _holds_text(picture: Any) -> bool:
    """Whether what Word calls a picture is a text box, a drawing or a chart, which is read elsewhere."""
    frame = picture.getparent()
    return frame is not None and any(
        str(one.tag).rsplit("}")[-1] in ("txbxContent", "relIds", "chart") for one in frame.iter()
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _all_text(element: Any) -> str:
    parts = (qn("w:t"), qn("w:delText"))
    return "".join(
        (one.text or "") if one.tag in parts else " "
        for one in element.iter(*parts, qn("w:tab"), qn("w:br"), qn("w:p"))
    )


def _is_on(properties: Any, name: str) -> bool:
    found = properties.find(qn(name)) if properties is not None else None
    return found is not None and found.get(qn("w:val"), "1") not in ("0", "false", "off", "none")


def _is_raised(properties: Any) -> bool:
    found = properties.find(qn("w:vertAlign")) if properties is not None else None
    return found is not None and found.get(qn("w:val")) == "superscript"


def _style(element: Any) -> str:
    """The identifier of a paragraph's style."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _heading_level(element: Any, style: str) -> int:
    """The level of a heading, 1 for the title; 0 for no heading."""
    if style.lower() == "title":
        return 1
    if found := _STYLE_LEVEL.match(style):
        return int(found[1])
    outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = outline.get(qn("w:val"), "9") if outline is not None else "9"
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def _unbold(pieces: Pieces) -> Pieces:
    return joined(Piece(piece.text, address=piece.address) for piece in pieces)


def _numbered(document: Any) -> Iterator[tuple[str, int]]:
    """The levels of lists that have numbers and not bullets: the list's identifier, and how deep."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return
    forms = {
        one.get(qn("w:abstractNumId")): [
            int(level.get(qn("w:ilvl"), "0"))
            for level in one.iter(qn("w:lvl"))
            if (form := level.find(qn("w:numFmt"))) is not None
            and form.get(qn("w:val")) not in ("bullet", "none")
        ]
        for one in root.iter(qn("w:abstractNum"))
    }
    for number in root.iter(qn("w:num")):
        own = number.find(qn("w:abstractNumId"))
        for depth in forms.get(own.get(qn("w:val")) if own is not None else None, ()):
            yield number.get(qn("w:numId")), depth


def _address(part: Any, link: Any) -> str:
    """Where a link leads; "#" for a place in the file."""
    relation = part.rels.get(link.get(qn("r:id"), ""))
    if relation is None or not relation.is_external:
        return "#"
    return str(relation.target_ref)
