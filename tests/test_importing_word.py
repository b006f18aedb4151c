"""Word files as people make them: what Word draws, keeps as a field, or hides is read, or said to be left out."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml.ns import nsdecls

from pipeline.importing.draft import Fate
from tests.test_importing import body, brought, leaflet, told

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SPACES = " ".join(
    (
        nsdecls("w"),
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        f'xmlns:r="{_OFFICE}/relationships" xmlns:m="{_OFFICE}/math"',
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
    )
)
_TYPES, _RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"


def word(inner: str, parts: dict[str, str] | None = None, relations: str = "") -> bytes:
    made: Any = docx.Document()
    empty, out = io.BytesIO(), io.BytesIO()
    made.save(empty)
    types = "".join(f'<Override PartName="/{part}" ContentType="application/xml"/>' for part in parts or {} if not part.endswith(".rels"))  # fmt: skip
    with ZipFile(empty) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                text = f"<w:document {_SPACES}><w:body>{inner}<w:sectPr/></w:body></w:document>".encode()
            if name == _RELATIONS:
                text = text.replace(b"</Relationships>", f"{relations}</Relationships>".encode())
            if name == _TYPES:
                text = text.replace(b"</Types>", f"{types}</Types>".encode())
            new.writestr(name, text)
        for name, part in (parts or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def p(inner: str, style: str = "") -> str:
    return f"<w:p><w:pPr>{f'<w:pStyle w:val={style!r}/>' if style else ''}</w:pPr>{inner}</w:p>"


def r(text: str, form: str = "") -> str:
    return f"<w:r><w:rPr>{form}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def cell(inner: str, form: str = "") -> str:
    return f"<w:tc><w:tcPr>{form}</w:tcPr>{inner if inner.startswith('<') else p(r(inner))}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def field(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType={kind!r}/></w:r>"


def link(end: str) -> str:
    """The relation rId80, to an address that ends so."""
    return f"<Relationship Id='rId80' Type='{_OFFICE}/relationships/hyperlink' Target='https://www.example.org/{end}' TargetMode='External'/>"


def control(inner: str) -> str:
    return (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def m(tag: str, inner: str) -> str:
    return f"<m:{tag}>{inner}</m:{tag}>"


def mt(text: str) -> str:
    return m("r", m("t", text))


def picture(form: str) -> str:
    return f"<w:r><w:pict><v:shape {form}><v:imagedata/></v:shape></w:pict></w:r>"


TITLE = p(r("T"), "Heading1")
BREAK = "<w:r><w:br/></w:r>"


def doubts(data: bytes) -> list[str]:
    return [why for _, why, _ in told(brought(data, "x.docx"), Fate.DOUBTFUL)]


def test_a_sign_that_a_font_draws_is_the_sign_and_is_told() -> None:
    symbol = "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>"
    found = brought(word(TITLE + p(r("Above ") + "<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>" + r("38, 5 ") + r("m", symbol) + r("g, \uf0a3 9."))), "x.docx")  # fmt: skip
    assert "Above ≥{" in body(found) and "µg, ≤ {" in body(found)
    assert [text for _, why, text in told(found, Fate.GUESSED) if "font" in why] == ["≥", "µ"]


@pytest.mark.parametrize(
    "run", ["<w:r><w:sym w:font='Webdings' w:char='F099'/></w:r>", r("\ue123 x")]
)
def test_a_sign_that_nobody_knows_is_doubted(run: str) -> None:
    assert any("font" in why for why in doubts(word(TITLE + p(r("Some ") + run + r(" words.")))))


def test_a_link_that_word_keeps_as_a_field_is_a_link() -> None:
    code = '<w:r><w:instrText> HYPERLINK "https://www.example.org/a" </w:instrText></w:r>'
    simple = "<w:fldSimple w:instr='HYPERLINK \"https://www.example.org/b\"'>" + r("that one") + "</w:fldSimple>"  # fmt: skip
    found = brought(word(TITLE + p(r("See ") + field("begin") + code + field("separate") + r("our booklet") + field("end") + r(" or ") + simple + r("."))), "x.docx")  # fmt: skip
    assert body(found) == "# T\n\nSee [our booklet][booklet] or [that one][page]."
    assert 'booklet: {address: "https://www.example.org/a"' in found.text


def test_a_link_of_a_footnote_is_the_footnotes_own() -> None:
    linked = "<w:hyperlink r:id='rId80'>" + r("the study") + "</w:hyperlink>"
    note = f"<w:footnotes {_SPACES}><w:footnote w:id='2'>{p(r('See ') + linked)}</w:footnote></w:footnotes>"
    own = f"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{link('foot')}</Relationships>"
    parts = {"word/footnotes.xml": note, "word/_rels/footnotes.xml.rels": own}
    data = word(TITLE + p(r("Words.")), parts, link("text") + f"<Relationship Id='rId81' Type='{_OFFICE}/relationships/footnotes' Target='footnotes.xml'/>")  # fmt: skip
    found = brought(data, "x.docx")
    assert "See [the study][study]" in body(found) and "https://www.example.org/foot" in found.text


def test_lines_that_a_line_break_parts_may_be_side_effects() -> None:
    found = brought(word(TITLE + p(r("Fever 70.8%") + BREAK + r("Rash 5%")) + p(r("One") + BREAK + r("line."))), "x.docx")  # fmt: skip
    assert body(found) == "# T\n\n::: side-effects\n- Fever: 70.8%\n- Rash: 5%\n:::\n\nOne line."


def test_merged_cells_of_word_leave_each_figure_in_its_column() -> None:
    table = row(cell("Weight", "<w:vMerge w:val='restart'/>"), cell("Dose", "<w:gridSpan w:val='2'/>")) + row(cell("<w:p/>", "<w:vMerge/>"), cell("Morning"), cell("Evening")) + row(cell("Light"), cell("5 mg"), cell("10 mg"))  # fmt: skip
    data = word(TITLE + f"<w:tbl>{table}</w:tbl>")
    assert "| Weight | Dose | Dose |\n| --- | --- | --- |\n| Weight | Morning | Evening |\n| Light |" in body(brought(data, "x.docx"))  # fmt: skip
    assert any("merged cells" in why for why in doubts(data))


def test_a_table_of_word_that_only_places_text_is_read_as_text() -> None:
    table = row(cell(p(r("Examplemab"), "Heading1") + p(r("It works."))), cell(p(r("Side effects"), "Heading2") + p(r("Few."))))  # fmt: skip
    assert body(brought(word(f"<w:tbl>{table}</w:tbl>"), "x.docx")) == "# Examplemab\n\nIt works.\n\n## Side effects\n\nFew."  # fmt: skip


def test_the_words_of_drawings_and_charts_are_dropped_and_counted() -> None:
    parts = {
        "word/diagrams/data1.xml": "<d xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:t>Step one</a:t><a:t>Step two</a:t></d>",
        "word/charts/chart1.xml": "<c:c xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart'><c:v>70.8</c:v></c:c>",
    }
    relations = f"<Relationship Id='rId90' Type='{_OFFICE}/relationships/diagramData' Target='diagrams/data1.xml'/><Relationship Id='rId91' Type='{_OFFICE}/relationships/chart' Target='charts/chart1.xml'/>"
    found = brought(word(TITLE + p(r("Words.")), parts, relations), "x.docx")
    assert [(why, text) for _, why, text in told(found, Fate.DROPPED)] == [
        ("the words of a drawing (SmartArt)", "Step one Step two"),
        ("the words and figures of a chart", "70.8"),
    ]


def test_a_table_of_contents_of_word_goes() -> None:
    found = brought(word(TITLE + p(r("Contents"), "TOCHeading") + p(r("How it works 3"), "TOC1") + p(r("Words."))), "x.docx")  # fmt: skip
    assert body(found) == "# T\n\nWords." and found.account.dropped == 5


def test_what_a_form_says_until_it_is_filled_in_goes() -> None:
    found = brought(word(TITLE + control(p(r("Click here."))) + p(r("Your name ") + control(r("Choose one.")) + r("goes here."))), "x.docx")  # fmt: skip
    assert body(found) == "# T\n\nYour name goes here."
    assert [text for _, _, text in told(found, Fate.DROPPED)] == ["Click here.", "Choose one."]


def test_a_fraction_of_a_formula_keeps_its_stroke() -> None:
    fraction = m("oMath", m("f", m("num", mt("1")) + m("den", mt("2"))))
    power = m("oMath", m("sSup", m("e", mt("10")) + m("sup", mt("9"))))
    data = word(TITLE + p(r("Take ") + fraction + r(" of it, or ") + power + r(".")))
    assert body(brought(data, "x.docx")) == "# T\n\nTake 1/2 of it, or 10⁹."
    assert doubts(data).count("a formula became plain text") == 2


def test_pictures_of_old_word_files_and_files_in_files_are_told() -> None:
    data = word(TITLE + p(picture("alt='A lung'") + picture("") + r("Words.")) + "<w:altChunk r:id='x'/>")  # fmt: skip
    assert [text for _, _, text in told(brought(data, "x.docx"), Fate.DROPPED)] == ["A lung"]
    assert "a picture without a description was left out" in doubts(data)
    assert any("another file" in why for why in doubts(data))


def test_a_text_box_is_no_picture() -> None:
    box = f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wp:docPr id='1' name='Box'/><a:graphic><w:txbxContent>{p(r('In a box.'))}</w:txbxContent></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    data = word(TITLE + p(r("Words.") + box))
    assert body(brought(data, "x.docx")) == "# T\n\nWords.\n\nIn a box."
    assert not any("picture" in why for why in doubts(data))


def test_numbers_and_bullets_typed_by_hand_are_headings_and_lists() -> None:
    bold = "<w:b/>"
    found = brought(word(p(r("EXAMPLEMAB", bold)) + p(r("1. What it is", bold)) + p(r("It works.")) + p(r("2. Side effects", bold)) + p(r("• fever")) + p(r("•rash")) + p(r("- one")) + p(r("- two"))), "x.docx")  # fmt: skip
    assert body(found) == "# Examplemab\n\n## What it is\n\nIt works.\n\n## Side effects\n\n- fever\n- rash\n- one\n- two"  # fmt: skip


def test_signs_for_other_programs_and_signs_above_words_are_read() -> None:
    other = "<w:r><mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback><w:t>wide</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    ruby = (
        f"<w:r><w:ruby><w:rt>{r('kan')}</w:rt><w:rubyBase>{r('word')}</w:rubyBase></w:ruby></w:r>"
    )
    found = brought(word(TITLE + p(r("A ") + other + r(" ") + ruby + r("."))), "x.docx")
    assert body(found) == "# T\n\nA wide word."
    assert [text for _, _, text in told(found, Fate.DROPPED)] == ["kan"]


@pytest.mark.parametrize(
    "title", ["Word Document", "Document1", "Microsoft Word - old", "Untitled"]
)
def test_what_word_calls_a_file_by_itself_is_no_title(title: str) -> None:
    made: Any = docx.Document()
    made.core_properties.title = title
    made.add_paragraph("Some words that stand here.")
    out = io.BytesIO()
    made.save(out)
    assert leaflet(brought(out.getvalue(), "our-leaflet.docx")) and body(brought(out.getvalue(), "our-leaflet.docx")).startswith("# Our leaflet\n")  # fmt: skip
