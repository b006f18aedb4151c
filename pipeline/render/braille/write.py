"""Volumes as the files that people emboss, read on a display, or proofread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pipeline import inline
from pipeline.braille import liblouis
from pipeline.braille.liblouis import BLANK
from pipeline.document import Document, Grade
from pipeline.facts import plain_text
from pipeline.languages import language
from pipeline.publisher import BraillePage, Format
from pipeline.render import zipped
from pipeline.render.braille.lines import Row, with_margin
from pipeline.render.braille.signed import digest
from pipeline.render.braille.volumes import Page, Volume, volumes

# The character of each cell by its dots, from U+2800 on: North American ASCII braille, as embossers expect it.
_ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
_CODE = 12  # hex digits of the code that a signature names
_NAMESPACE = "http://www.daisy.org/ns/2008/pef"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True, slots=True)
class Options:
    """``format``: one of those that are braille. ``contracted``: in the grade of experienced readers, where there is one.
    ``begins``: after how many characters of title, notice and text each page of large print but the first begins."""

    format: Format = Format.BRF
    page: BraillePage = BraillePage()  # noqa: RUF009  # frozen
    contracted: bool = True
    begins: tuple[int, ...] = ()


def render(document: Document, options: Options) -> bytes:
    """The file. Raises LeafletError for what cannot be written in braille, and for a language that has none."""
    found = volumes(document, options.page, options.contracted, options.begins)
    match options.format:
        case Format.BRF:
            return _brf(found, options.page)
        case Format.BRF_VOLUMES:
            return _archive(found, document, options.page)
        case Format.PEF:
            return _pef(found, document, options.page)
        case Format.BRAILLE_TEXT:
            return _text(found, options.page)
        case Format.BRAILLE_PROOF:
            return _proof(found, document, options)
        case _:
            raise AssertionError(f"{options.format} is no format of braille")


def _brf(found: Sequence[Volume], page: BraillePage) -> bytes:
    """ASCII braille: CR and LF after each line, a form feed after each page. Each volume begins on a new sheet."""
    pages = [_ascii_page(one, page) for volume in found for one in _sheets(volume, found[-1])]
    return "".join(pages).encode("ascii")


def _archive(found: Sequence[Volume], document: Document, page: BraillePage) -> bytes:
    """Each volume as a file of its own, as whoever embosses and binds them wants them."""
    return zipped.pack(
        {
            f"{document.slug}-{document.tag}-volume-{volume.number}.brf": "".join(
                _ascii_page(one, page) for one in volume.pages
            ).encode("ascii")
            for volume in found
        }
    )


def _sheets(volume: Volume, last: Volume) -> Iterator[Page]:
    yield from volume.pages
    if len(volume.pages) % 2 and volume is not last:
        yield Page(0, ())


def _ascii_page(one: Page, page: BraillePage) -> str:
    lines = (with_margin(row.cells, page) for row in one.rows)
    return (
        "".join(f"{''.join(_ASCII[ord(cell) - ord(BLANK)] for cell in line)}\r\n" for line in lines)
        + "\f"
    )


def _text(found: Sequence[Volume], page: BraillePage) -> bytes:
    """Cells of Unicode, a form feed after each page."""
    pages = (
        "".join(f"{with_margin(row.cells, page)}\n" for row in one.rows)
        for volume in found
        for one in volume.pages
    )
    return "".join(f"{one}\f" for one in pages).encode()


def _pef(found: Sequence[Volume], document: Document, page: BraillePage) -> bytes:
    """Portable Embosser Format 2008-1 (format.mtm.se/pef/10)."""
    title = escape(plain_text(inline.plain(document.title.inlines)))
    own = language(document.tag).bcp47
    body = "".join(_pef_volume(volume, page) for volume in found)
    publisher = (
        f"<dc:publisher>{escape(document.publisher)}</dc:publisher>" if document.publisher else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<pef xmlns="{_NAMESPACE}" version="2008-1">\n'
        f'<head><meta xmlns:dc="{_DUBLIN_CORE}"><dc:format>application/x-pef+xml</dc:format>'
        f"<dc:identifier>{escape(document.slug)}-{own}</dc:identifier><dc:title>{title}</dc:title>"
        f"<dc:language>{own}</dc:language>{publisher}</meta></head>\n<body>\n{body}</body>\n</pef>\n"
    ).encode()


def _pef_volume(volume: Volume, page: BraillePage) -> str:
    pages = "".join(
        f"<page>\n{''.join(_pef_row(row, page) for row in one.rows)}</page>\n"
        for one in volume.pages
    )
    return (
        f'<volume cols="{page.cells}" rows="{page.lines}" rowgap="0" duplex="true">\n'
        f"<section>\n{pages}</section>\n</volume>\n"
    )


def _pef_row(row: Row, page: BraillePage) -> str:
    cells = with_margin(row.cells, page)
    return f"<row>{cells}</row>\n" if cells else "<row/>\n"


_STYLE = """body{font:1.1rem/1.5 sans-serif;margin:1rem;color:#000;background:#fff}
table{border-collapse:collapse;margin:0 0 2rem}caption{font-weight:bold;text-align:start;padding:.5rem 0}
th,td{padding:.1rem .6rem;text-align:start;vertical-align:top;border-top:1px solid #bbb}
td.cells{font-size:1.4rem;white-space:pre}"""


def _proof(found: Sequence[Volume], document: Document, options: Options) -> bytes:
    """HTML for a sighted proofreader: each line of each page in braille, beside it the print text that begins there."""
    own = language(document.tag)
    title = escape(plain_text(inline.plain(document.title.inlines)))
    table = liblouis.tables(own.braille, options.contracted).split(",")[1].rpartition("/")[2]
    code = digest(document, Grade.USUAL if options.contracted else Grade.UNCONTRACTED)[:_CODE]
    about = f"liblouis {liblouis.version()}, {table}; {options.page.cells} cells, {options.page.lines} lines"
    pages = "".join(
        _proof_page(volume, page, own.bcp47, own.direction)
        for volume in found
        for page in volume.pages
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Braille proof: {title}</title><style>{_STYLE}</style></head>\n<body><main><h1>Braille proof: "
        f'<span lang="{own.bcp47}" dir="{own.direction}">{title}</span></h1>\n<p>{about}. '
        f"For proofreading only: not for patients.</p>\n<p>Its code is {code}. When a braille reader has read this braille: "
        f"leaflet approve --format braille --leaflet {escape(document.slug)} --tag {document.tag} --by NAME --proof {code}</p>\n{pages}</main></body></html>\n"
    ).encode()


def _proof_page(volume: Volume, page: Page, tag: str, direction: str) -> str:
    rows = "".join(
        _proof_row(number, row, tag, direction) for number, row in enumerate(page.rows, 1)
    )
    head = (
        '<tr><th scope="col">Line</th><th scope="col">Braille</th><th scope="col">Print</th></tr>'
    )
    return f"<table><caption>Volume {volume.number}, page {page.number}</caption>\n{head}\n{rows}</table>\n"


def _proof_row(number: int, row: Row, tag: str, direction: str) -> str:
    said = escape(row.begins.print) if row.begins else ""
    return (
        f'<tr><th scope="row">{number}</th><td class="cells" lang="{tag}-Brai">{row.cells}</td>'
        f'<td lang="{tag}" dir="{direction}">{said}</td></tr>\n'
    )
