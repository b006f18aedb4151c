"""The text of a finished file by the plainest reader there is: PDFium for pages, zipfile and lxml for the rest.

No reader here shares code with a renderer, and none knows what it should find.
"""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from lxml import etree, html

from pipeline.facts import BIDI_CONTROLS

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_UNSEEN = dict.fromkeys(
    map(ord, f"{BIDI_CONTROLS}\u200b\u200c\u200d\u2060\ufeff\u00ad\ufffe\u0002")
)
# After which a new line begins: else the figures of two cells would be one.
_BREAKS = frozenset("p li td th tr h1 h2 h3 h4 h5 h6 div section br caption dt dd figcaption".split())  # fmt: skip
_SILENT = ("script", "style", "head", "template")


class Unreadable(Exception):
    """The file is none of its kind; ``str()`` says why."""


def plain(text: str) -> str:
    """One kind of space, Western figures, and nothing that cannot be seen."""
    text = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).translate(_UNSEEN)
    return "".join(map(_character, text)).replace("\r\n", "\n").replace("\r", "\n")


def _character(one: str) -> str:
    if one.isascii():
        return one
    if unicodedata.category(one) == "Nd":
        return str(unicodedata.decimal(one))
    return " " if unicodedata.category(one) == "Zs" else one


def pdf(data: bytes) -> str:
    """The pages as they are drawn. PDFium gives each line in the order of its words, those from right to left letter by
    letter from left to right."""
    try:
        opened = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        raise Unreadable(str(problem)) from problem
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in opened)
    finally:
        opened.close()


def pdf_descriptions(data: bytes) -> str:
    """What the structure tree says of each picture, a line each, as PDFium gives it to a screen reader."""
    try:
        opened = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        raise Unreadable(str(problem)) from problem
    try:
        return "\n".join(alt for page in opened for alt in _of_page(page))
    finally:
        opened.close()


def _of_page(page: pdfium.PdfPage) -> Iterator[str]:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    try:
        for number in range(raw.FPDF_StructTree_CountChildren(tree)):
            yield from _of_element(raw.FPDF_StructTree_GetChildAtIndex(tree, number))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _of_element(element: Any) -> Iterator[str]:
    if not element:
        return
    if _string(raw.FPDF_StructElement_GetType, element) == "Figure":
        yield _string(raw.FPDF_StructElement_GetAltText, element)
    for number in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _of_element(raw.FPDF_StructElement_GetChildAtIndex(element, number))


def _string(ask: Callable[[Any, Any, int], int], element: Any) -> str:
    """What PDFium writes into a buffer of the length that it says it needs: UTF-16 and a zero."""
    length = ask(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    ask(element, buffer, length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def word(data: bytes) -> str:
    """The paragraphs of the body."""
    paragraphs = _xml(_archive(data), "word/document.xml").iter(f"{_WORD}p")
    return "\n".join("".join(_of_word(one)) for one in paragraphs)


def _of_word(paragraph: etree._Element) -> Iterator[str]:
    for one in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}noBreakHyphen"):
        signs = {f"{_WORD}tab": " ", f"{_WORD}br": "\n", f"{_WORD}noBreakHyphen": "-"}
        yield signs.get(str(one.tag), one.text or "")


def word_descriptions(data: bytes) -> str:
    """What is said of each picture, a line each."""
    pictures = _xml(_archive(data), "word/document.xml").iter(f"{_DRAWING}docPr")
    return "\n".join(one.get("descr", "") for one in pictures)


def page(data: bytes) -> str:
    """A web page, but for its scripts."""
    return "".join(_of_html(_parsed(data)))


def page_descriptions(data: bytes) -> str:
    """What is said of each picture, a line each."""
    return _alts(_parsed(data))


def _alts(page: etree._Element) -> str:
    return "\n".join(one.get("alt", "") for one in page.iter("{*}img", "img"))


def _parsed(data: bytes) -> etree._Element:
    try:
        return html.document_fromstring(data.decode("utf-8").encode("utf-8"), html.HTMLParser(encoding="utf-8"))  # fmt: skip
    except (etree.LxmlError, ValueError) as problem:
        raise Unreadable(str(problem)) from problem


def _of_html(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag).rpartition("}")[2]
    if isinstance(element.tag, str) and tag not in _SILENT:
        yield element.text or ""
        for child in element:
            yield from _of_html(child)
        yield "\n" if tag in _BREAKS else ""
    yield element.tail or ""


def epub(data: bytes) -> str:
    """The pages of the book in the order of its spine."""
    return "\n".join("".join(_of_html(one)) for one in _spine(data))


def epub_descriptions(data: bytes) -> str:
    """What is said of each picture, a line each."""
    return "\n".join(map(_alts, _spine(data)))


def _spine(data: bytes) -> list[etree._Element]:
    archive = _archive(data)
    rootfile = next(_xml(archive, "META-INF/container.xml").iter("{*}rootfile"), None)
    path = PurePosixPath("" if rootfile is None else rootfile.get("full-path", ""))
    package = _xml(archive, str(path))
    addresses = {one.get("id"): one.get("href", "") for one in package.iter("{*}item")}
    names = [addresses.get(one.get("idref"), "") for one in package.iter("{*}itemref")]
    return [_xml(archive, str(path.parent / name)) for name in names]


def daisy(data: bytes) -> str:
    """The text of a talking book: every page of it but its list of contents."""
    archive = _archive(data)
    names = [
        name
        for name in archive.namelist()
        if name.endswith((".html", ".xhtml", ".htm")) and not name.endswith("ncc.html")
    ]
    return "\n".join("".join(_of_html(_xml(archive, name))) for name in names)


def _archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as problem:
        raise Unreadable(str(problem)) from problem


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(archive.read(name), parser)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile) as problem:
        raise Unreadable(f"{name}: {problem}") from problem


# Braille: figures only, as what its letters say is a matter of tables.

_ROW = re.compile(rb"<row[^>]*>([^<]*)</row>")
# In the order of cells.
_ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="


def cells(data: bytes) -> str:
    """A file of braille as Unicode cells and line ends, whichever of the four formats it is."""
    if data.startswith(b"PK"):
        archive = _archive(data)
        return "\n".join(cells(archive.read(name)) for name in archive.namelist())
    if data.lstrip().startswith(b"<?xml"):
        return "\n".join(row.decode("utf-8") for row in _ROW.findall(data))
    text = data.decode("utf-8")
    if any("\u2800" <= one <= "\u283f" for one in text):
        return text.replace("\f", "\n")
    brf = {one: chr(0x2800 + n) for n, one in enumerate(_ASCII)}
    return "".join(brf.get(one.upper(), one) for one in text.replace("\r", "").replace("\f", "\n"))


_ENDS = " \n\u2800\u2818\u2830"  # of a number: white, and what ° begins with (⠘⠚ in UEB 3.11, ⠰⠙⠛ in Bharati braille)


def figures(braille: str, digits: str, number: str) -> str:
    """The figures of a text in cells; every other cell is "·". ``digits``: the cells of 0 to 9; ``number``: the sign before
    them, "" where they need none. A single cell between two digits is a sign of the number: a point here, but the numeric
    space of Unified English Braille a space. The first cell of a degree sign is none: a second one follows, which is also a digit."""
    value = {cell: str(n) for n, cell in enumerate(digits)}
    found: list[str] = []
    place = 0
    while place < len(braille):
        one = braille[place]
        begins = one == number if number else one in value
        if not begins:
            found.append(one if one in "\n" else " " if one == "\u2800" else "·")
            place += 1
            continue
        place += len(number)
        text, place = _number(braille, place, value, number)
        # A percent sign, in several codes.
        apart = bool(number) and braille[place : place + 1] == number
        found.append(f"{text or '·'}{'·' if apart else ''}")
    return "".join(found)


def _number(braille: str, place: int, value: dict[str, str], sign: str) -> tuple[str, int]:
    text = ""
    while place < len(braille):
        one, after = braille[place], braille[place + 1 : place + 2]
        if one in value:
            text += value[one]
        elif text and one not in _ENDS and (after in value and after) and one != sign:
            text += " " if one == "\u2810" else "."
        elif text and one not in _ENDS and sign and after == sign:
            text, place = f"{text}.", place + 1
        else:
            break
        place += 1
    return text, place
