"""A proof as a Word file on A4 across, with a column to write notes into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.bilingual.sheet import Mark, Row, Sheet, Span, Spans
from pipeline.bilingual.web import instructions
from pipeline.document import NOWHERE, Dates, Document, Line, Text
from pipeline.languages import SOURCE, ScriptKind, language
from pipeline.render.docx.markup import Xml, element, on, text, w
from pipeline.render.docx.metrics import font_for
from pipeline.render.docx.package import Package
from pipeline.render.docx.pages import Pages
from pipeline.render.docx.parts import (
    LANG_ATTRIBUTES,
    font_table,
    numbering,
    styles,
    twips,
    word_font,
)
from pipeline.render.docx.scripts import by_script, runs_rtl
from pipeline.render.docx.styles import MARGIN, PAGE_HEIGHT, Inks, list_style, style_set

_BODY = 12.0  # points: "clear print at least 12" (UKAAF G003)
_WIDTH = PAGE_HEIGHT - 2 * MARGIN  # of the text on A4 across
_DARK = "0F2159"
_PALE = "EDF2FF"
_ENGLISH = language(SOURCE)


@dataclass(frozen=True, slots=True)
class _Table:
    """``widths``: parts of the text's width; ``rows``: of cells, each of paragraphs."""

    caption: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[list[Xml], ...], ...]
    high: float = 0.0  # points, at least: room to write by hand


def render(sheet: Sheet) -> bytes:
    """The .docx, the same bytes for the same proof. Raises LeafletError for text that XML cannot hold."""
    known = style_set(_BODY, _ENGLISH)
    package = Package()
    header = [_paragraph(f"{sheet.name}, code {sheet.code}", "Header")]
    footer = w("p", w("pPr", w("pStyle", val="Footer")), *_page_number())
    package.fill(list(_body(sheet)), header, footer, Pages({}, 1, MARGIN, MARGIN), False, across=True)  # fmt: skip
    fonts = [font_for(script, sheet.spoken, _ENGLISH) for script in LANG_ATTRIBUTES]
    about = Document(
        sheet.slug,
        SOURCE,
        Line((Text(sheet.name),)),
        publisher=sheet.charity,
        dates=Dates(reviewed=sheet.today),
    )
    package.describe(
        about,
        styles(known, _ENGLISH, Inks.of(about.brand)),
        numbering([], known),
        font_table(fonts),
    )
    return package.saved()


def _body(sheet: Sheet) -> Iterator[Xml]:
    yield _paragraph(sheet.name, "Heading1")
    yield from _about(sheet)
    yield _paragraph("How to read it", "Heading2")
    for step in instructions(sheet, "\0figure:", "\0locked:", "\0"):
        yield w("p", w("pPr", w("pStyle", val=list_style(1, 0))), *_runs(tuple(_marked(step))))
    for title, table in _tables(sheet):
        yield _paragraph(title, "Heading2")
        yield _paragraph(table.caption, "Caption")
        yield _table(table)
    yield _paragraph(
        "Then the signature is written down by a command, by the person or for them:", "AfterTable"
    )
    for who, command in sheet.commands:
        yield _paragraph(f"{who}: {command}")


def _about(sheet: Sheet) -> Iterator[Xml]:
    yield _paragraph(f"Leaflet: {sheet.title} ({sheet.slug}), {sheet.charity}")
    yield _paragraph(
        f"Language: {sheet.spoken.name} ({sheet.tag}). State: {sheet.state}. Next review due: {sheet.due or 'no date'}."
    )
    yield _paragraph(f"Made on {sheet.today.isoformat()}. Code of this proof: {sheet.code}")


def _marked(step: str) -> Iterator[Span]:
    """A step of the instructions, its marked words as the texts have them."""
    for piece in step.split("\0"):
        name, colon, word = piece.partition(":")
        known = {"figure": Mark.FIGURE, "locked": Mark.LOCKED}.get(name if colon else "")
        yield Span(word if known else piece, SOURCE, known or Mark.NONE)


def _tables(sheet: Sheet) -> Iterator[tuple[str, _Table]]:
    if sheet.values:
        yield "Figures", _figures(sheet)
    if sheet.addresses:
        yield "Addresses", _addresses(sheet)
    if sheet.glossary:
        yield "Glossary", _glossary(sheet)
    yield "Texts", _texts(sheet)
    heads, widths = ("Role", "Name", "Signature", "Date"), (0.25, 0.3, 0.27, 0.18)
    rows = tuple(_signatures(sheet))
    yield "Signatures", _Table(sheet.declaration, heads, widths, rows, high=36)


def _both(sheet: Sheet) -> tuple[str, ...]:
    """The heads of the columns that say the same in English and in the other language, where there is one."""
    return ("English", sheet.spoken.name) if sheet.bilingual else ("English",)


def _figures(sheet: Sheet) -> _Table:
    heads = ("Figure", "Unit or kind", *_both(sheet))
    widths = (0.34, *([0.22] * (len(heads) - 1)))
    return _Table("Every figure that stands in a sentence", heads, widths, tuple(_values(sheet)))


def _addresses(sheet: Sheet) -> _Table:
    rows = tuple(
        (_cell(address), _cell("still to be confirmed" if confirm else "confirmed"))
        for address, confirm in sheet.addresses
    )
    return _Table("Where links lead", ("Address", "State"), (0.7, 0.3), rows)


def _glossary(sheet: Sheet) -> _Table:
    heads, widths = ("English", sheet.spoken.name, "Note"), (0.3, 0.35, 0.35)
    rows = tuple(
        (
            _cell(term.english),
            [_in_cell((Span("; ".join(term.forms), sheet.tag),))],
            _cell(term.note),
        )
        for term in sheet.glossary
    )
    return _Table("Approved terms that stand in the texts", heads, widths, rows)


def _texts(sheet: Sheet) -> _Table:
    heads = ("Text", *_both(sheet), "Notes")
    widths = (0.13, 0.33, 0.34, 0.2) if sheet.bilingual else (0.13, 0.52, 0.35)
    rows = tuple(_row(sheet, row) for row in sheet.rows)
    return _Table("Every text in the order of the leaflet", heads, widths, rows)


def _values(sheet: Sheet) -> Iterator[tuple[list[Xml], ...]]:
    for one in sheet.values:
        shown = [(one.english, SOURCE), *([(one.translation, sheet.tag)] if sheet.bilingual else [])]  # fmt: skip
        yield (
            _cell(one.name),
            _cell(one.unit),
            *([_in_cell((Span(said, tag),))] for said, tag in shown),
        )


def _row(sheet: Sheet, row: Row) -> tuple[list[Xml], ...]:
    first = [*_cell(f"{row.number} {row.kind}"), *_cell(row.state)]
    texts = [row.english, *([row.translation] if sheet.bilingual else [])]
    style = "TableHeading" if row.heading else "TableText"
    return (first, *([_in_cell(spans, style)] for spans in texts), _cell(""))


def _signatures(sheet: Sheet) -> Iterator[tuple[list[Xml], ...]]:
    given = (("Reviewed by", sheet.whole.reviewed), ("Approved by (another person)", sheet.whole.approved))  # fmt: skip
    for role, signers in given:
        name = ", ".join(f"{name} ({on})" for name, on in signers)
        yield _cell(role), _cell(name), _cell(""), _cell("")


# Paragraphs and tables.


def _paragraph(said: str, style: str = "Normal") -> Xml:
    properties = [] if style == "Normal" else [w("pPr", w("pStyle", val=style))]
    return w("p", *properties, *_runs((Span(said, SOURCE),)))


def _cell(said: str) -> list[Xml]:
    return [_in_cell((Span(said, SOURCE),) if said else ())]


def _in_cell(spans: Spans, style: str = "TableText") -> Xml:
    """A paragraph of a cell, from right to left where its language runs so."""
    rtl = bool(spans) and language(spans[0].tag).rtl
    return w("p", w("pPr", w("pStyle", val=style), *on(*(["bidi"] if rtl else []))), *_runs(spans))


def _runs(spans: Spans) -> Iterator[Xml]:
    for span in spans:
        spoken = language(span.tag)
        for piece, script in by_script(span.text, spoken):
            properties = list(_look(replace(span, text=piece), script))
            yield w("r", *([w("rPr", *properties)] if properties else []), text(piece, NOWHERE))


def _look(span: Span, script: ScriptKind) -> Iterator[Xml]:
    """In the order of the schema (ISO/IEC 29500-1, 17.3.2.28). Neither mark is told apart by its colour alone."""
    spoken = language(span.tag)
    if span.strong or span.mark in (Mark.FIGURE, Mark.LOCKED):
        yield w("rStyle", val="Strong")
    wanted = font_for(script, spoken, _ENGLISH)
    if script == "east-asian":
        yield w("rFonts", eastAsia=word_font(wanted), hint="eastAsia")
    elif script == "complex":
        yield w("rFonts", cs=word_font(wanted))
    if span.mark is Mark.LOCKED:
        yield w("u", val="dotted")
    if span.mark is Mark.FIGURE:
        yield w("bdr", val="single", sz=8, space=0, color=_DARK)
        yield w("shd", val="clear", color="auto", fill=_PALE)
    if script == "complex":
        yield w("rtl" if runs_rtl(span.text, spoken) else "cs")
    if spoken.script == "east-asian" and script == "latin":
        yield w("lang", val=_ENGLISH.word_tag)  # else a Latin word is parted anywhere
    elif spoken != _ENGLISH:
        yield w("lang", **{LANG_ATTRIBUTES[script]: spoken.word_tag})


def _table(table: _Table) -> Xml:
    widths = [twips(_WIDTH * share) for share in table.widths]
    look = w("tblLook", val="00A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1)  # fmt: skip
    properties = w("tblPr", w("tblStyle", val="TableGrid"), w("tblW", w=5000, type="pct"), w("tblLayout", type="fixed"), look,
                   w("tblCaption", val=table.caption))  # fmt: skip
    heads = _table_row(
        [[_in_cell((Span(head, SOURCE),), "TableHeading")] for head in table.heads],
        widths,
        on("cantSplit", "tblHeader"),
    )
    high = [w("trHeight", val=twips(table.high), hRule="atLeast")] if table.high else []
    rows = [_table_row(row, widths, [*on("cantSplit"), *high]) for row in table.rows]
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), heads, *rows)  # fmt: skip


def _table_row(cells: Sequence[list[Xml]], widths: Sequence[int], properties: list[Xml]) -> Xml:
    found = [
        w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *cell)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return w("tr", w("trPr", *properties), *found)


def _page_number() -> Iterator[Xml]:
    yield w("r", text("Page ", NOWHERE))
    yield w("r", w("fldChar", fldCharType="begin"))
    yield w("r", element("w:instrText", {"xml:space": "preserve"}, Xml(" PAGE ")))
    yield w("r", w("fldChar", fldCharType="separate"))
    yield w("r", text("1", NOWHERE))
    yield w("r", w("fldChar", fldCharType="end"))
