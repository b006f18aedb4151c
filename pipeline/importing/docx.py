"""Reads a Word file: its paragraphs in order, with what Word knows of headings, lists and links. Nothing in it is run or
fetched.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count as numbers
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece, Pieces, joined
from pipeline.importing.lists import STEP
from pipeline.importing.raised import raised, struck
from pipeline.importing.words import count, readable

LARGEST = 60_000_000  # bytes unpacked: a leaflet with its pictures has 20 MB
LARGEST_XML = 8_000_000  # bytes of one part, and 16 MB of all: 5,000 paragraphs have 4 MB
MOST_PARTS = 2000
MOST_BLOCKS = 20_000  # paragraphs: a leaflet has 200
_NOTES = ("footnotes", "endnotes")
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STYLE_LEVEL = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_STYLE_LIST = re.compile(r"list\s*(bullet|number)?\s*([2-9])?", re.IGNORECASE)


def read(data: bytes, name: str) -> Draft:
    """The file's text. ``line`` counts its paragraphs. Raises LeafletError for one that is damaged or means harm."""
    _looked_at(data, name)
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
        raise _refused(
            name,
            "this Word file is damaged or incomplete",
            "open it in Word, save it under another name as Word Document (.docx), not as Strict Open XML, and import that",
        ) from problem
    return Draft(tuple(file.blocks), tuple(file.notes), readable(title), unit="paragraph")


def _refused(name: str, why: str, hint: str) -> LeafletError:
    return LeafletError(
        Diagnostic("X305", f"this cannot be imported as a Word file: {why}", Location(name), hint)
    )


def _looked_at(data: bytes, name: str) -> None:
    """Refuse what would fill the memory or is made to do harm, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            sizes = [part.file_size for part in parts]
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            if len(parts) > MOST_PARTS or sum(sizes) > LARGEST or max(sizes, default=0) > LARGEST:
                raise _refused(
                    name,
                    f"unpacked, this file would have more than {LARGEST // 1_000_000} MB",
                    "take the pictures out in Word, and save it again",
                )
            if (
                any(part.file_size > LARGEST_XML for part in xml)
                or sum(part.file_size for part in xml) > 2 * LARGEST_XML
            ):
                raise _refused(name, "this file has more text than a leaflet", "import it in parts")
            if any(
                part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename)
                for part in parts
            ):
                raise _refused(
                    name,
                    "a part of this file is named as if it stood outside",
                    "no Word file has this: do not open it",
                )
            if any(part.flag_bits & 1 for part in parts):
                raise _refused(
                    name, "this file is locked with a password", "save it in Word without one"
                )
            for part in xml:
                if re.search(rb"<!(?:DOCTYPE|ENTITY)", _plain(package.read(part))):
                    raise _refused(
                        name,
                        "a part of this file declares entities",
                        "no Word file has this: do not open it",
                    )
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        zipfile.LargeZipFile,
        ValueError,
        OSError,
        RuntimeError,
        zlib.error,
    ) as problem:
        hint = "a .doc is an older kind of file: open it in Word and save it as .docx"
        raise _refused(name, "this is no Word file (.docx), or it is damaged", hint) from problem


def _plain(data: bytes) -> bytes:
    """The bytes of an XML part in one encoding: UTF-16 would hide a DOCTYPE."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        return data.replace(b"\0", b"")
    return data


@dataclass
class _File:
    """The blocks so far. A paragraph has the number that it has in the file."""

    name: str
    document: Any
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    number: int = 0
    tables: Iterator[int] = field(default_factory=lambda: numbers(1))
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, str] = field(init=False)
    numbered: frozenset[tuple[str, int]] = field(init=False)

    def __post_init__(self) -> None:
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
                case _ if child.find(f".//{qn('w:p')}") is not None and child.tag != _MC_FALLBACK:
                    self.body(child)
                case _:
                    pass

    def paragraph(self, element: Any) -> None:
        self.number += 1
        if self.number > MOST_BLOCKS:
            raise _refused(
                self.name,
                f"this file has more than {MOST_BLOCKS:,} paragraphs",
                "import it in parts",
            )
        pieces = joined(self.pieces(element))
        if count("".join(piece.text for piece in pieces)):
            self.blocks.append(self.block(element, pieces))
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

    def block(self, element: Any, pieces: Pieces) -> Block:
        own = _style(element)
        style = self.styles.get(own, own)
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
                    yield from self.pieces(child, _address(self.document, child))
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
                case one if (
                    one == "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
                ):
                    self.notes.append(
                        Note(
                            self.number,
                            Fate.DOUBTFUL,
                            "a formula became plain text",
                            "".join(child.itertext())[:60],
                        )
                    )
                    yield Piece(readable("".join(child.itertext())))
                case _:
                    yield from self.pieces(child, address)

    def run(self, run: Any, address: str) -> Iterator[Piece]:
        properties = run.find(qn("w:rPr"))
        bold = _is_on(properties, "w:b")
        text = readable("".join(_run_text(run)))
        if _is_on(properties, "w:vanish"):
            if count(text):
                self.notes.append(Note(self.number, Fate.DROPPED, "hidden text", text))
            return
        for picture in run.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        ):
            if not any(above.tag == _MC_FALLBACK for above in picture.iterancestors()):
                self.picture(readable(picture.get("descr") or ""))
        if _is_on(properties, "w:strike") or _is_on(properties, "w:dstrike"):
            self.notes += struck(text, self.number)
        yield Piece(raised(text) if _is_raised(properties) else text, bold, address)

    def picture(self, description: str) -> None:
        if count(description):
            reason = "the description of a picture: put the picture into source/ and write ![description](name.png)"
            self.notes.append(Note(self.number, Fate.DROPPED, reason, description))
        else:
            self.notes.append(
                Note(self.number, Fate.DOUBTFUL, "a picture without a description was left out")
            )

    def table(self, element: Any) -> None:
        table = next(self.tables)
        for row in element.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not element:
                continue
            self.number += 1
            cells = tuple(
                self.cell(cell)
                for cell in row.iter(qn("w:tc"))
                if next(cell.iterancestors(qn("w:tr"))) is row
            )
            if any(cells):
                self.blocks.append(Block(Kind.ROW, (), self.number, table=table, cells=cells))

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
        """Headers and footers, comments and notes, each once."""
        seen: set[str] = set()
        for relation in list(self.document.part.rels.values()):
            if relation.is_external or relation.target_part.partname in seen:
                continue
            kind = relation.reltype.rsplit("/", 1)[-1]
            if kind not in ("header", "footer", "comments", *_NOTES):
                continue
            seen.add(relation.target_part.partname)
            root = etree.fromstring(
                relation.target_part.blob,
                etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False),
            )
            if kind in _NOTES:
                self.foot(root)
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
            text = readable(_all_text(paragraph))
            if count(text):
                self.notes.append(Note(self.number, Fate.DROPPED, reason, text))


def _run_text(run: Any) -> Iterator[str]:
    for child in run:
        match child.tag:
            case one if one == qn("w:t"):
                yield child.text or ""
            case one if one in (qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:ptab")):
                yield " "
            case one if one == qn("w:noBreakHyphen"):
                yield "-"
            case one if one == qn("w:sym"):
                yield "•"
            case _:
                pass


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


def _address(document: Any, link: Any) -> str:
    """Where a link leads; "#" for a place in the file."""
    relation = document.part.rels.get(link.get(qn("r:id"), ""))
    if relation is None or not relation.is_external:
        return "#"
    return str(relation.target_ref)
