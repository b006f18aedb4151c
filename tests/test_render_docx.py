"""Accessible Word: structure by styles, direction and language by run, the same bytes twice."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import zxingcpp
from PIL import Image

from pipeline import document as doc
from pipeline.checks.docx import Written, prove
from pipeline.checks.docx.opened import Opened
from pipeline.checks.output import bare as plain
from pipeline.checks.output import page_texts
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Document, Line, Text
from pipeline.facts import BIDI_CONTROLS, LRI, PDI, Fact, Kind, display
from pipeline.languages import language
from pipeline.render import docx
from tests.readers import docx as reader
from tests.specimens import TAGS, png, specimen

OPTIONS = docx.Options()


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_document_of_the_specimen(tag: str, golden: Callable[[str, str], None]) -> None:
    data = docx.render(specimen(tag), OPTIONS)
    golden(reader.pretty(data, "word/document.xml"), f"docx/specimen-{tag}.xml")


@pytest.mark.parametrize("tag", TAGS)
def test_the_text_is_the_documents(tag: str) -> None:
    text = "".join(p.text for p in reader.paragraphs(docx.render(specimen(tag), OPTIONS)))
    labels = ("•", "3.", "4.")  # Word counts and marks list items itself
    wanted = [said for said in page_texts(specimen(tag), []) if said not in labels]
    assert plain(text) == plain("".join(wanted))


def test_headings_are_heading_styles_by_level() -> None:
    found = reader.paragraphs(docx.render(specimen("en"), OPTIONS))
    headings = [(p.style, p.text) for p in found if p.style.startswith("Heading")]
    assert headings == [("Heading1", "A medicine"), ("Heading2", "How it works"), ("Heading3", "Take it at home")]  # fmt: skip


def test_nested_lists_are_list_styles_by_level_and_a_numbered_list_begins_where_it_should() -> None:
    found = [p for p in reader.paragraphs(docx.render(specimen("en"), OPTIONS)) if p.style.startswith("List")]  # fmt: skip
    assert [(p.style, p.text) for p in found] == [
        ("ListBullet", "Take it at home"), ("ListBullet2", "Take it at home"), ("ListBullet3", "Fever"),
        ("ListBullet", "Take it at home"), ("ListNumber", "Take it at home"), ("ListNumber", "Fever"),
    ]  # fmt: skip
    numbering = reader.pretty(docx.render(specimen("en"), OPTIONS), "word/numbering.xml")
    assert 'w:startOverride w:val="3"' in numbering
    assert {p.number for p in found if p.style == "ListNumber"} == {("5", 0)}


def test_a_table_has_a_header_row_that_repeats() -> None:
    xml = reader.pretty(docx.render(specimen("en"), OPTIONS), "word/document.xml")
    assert xml.count("<w:tbl>") == xml.count("<w:tblHeader/>") == 2
    assert xml.count("<w:bidiVisual/>") == 0
    rows = [p for p in reader.paragraphs(docx.render(specimen("en"), OPTIONS)) if p.cell]
    assert [(p.cell, p.style, p.text) for p in rows[:5]] == [
        ("1.1", "TableHeading", "Side effect"), ("1.2", "TableHeading", "How many people"),
        ("2.1", "TableText", "Fever"), ("2.2", "TableText", "70.8%"), ("2.2", "TableText", "about 71 in 100 people"),
    ]  # fmt: skip


def test_right_to_left_paragraphs_runs_and_tables() -> None:
    data = docx.render(specimen("ur"), OPTIONS)
    assert reader.pretty(data, "word/document.xml").count("<w:bidiVisual/>") == 2
    styles = reader.pretty(data, "word/styles.xml")
    assert "<w:bidi/>" in styles and 'w:bidi="ur-PK"' in styles
    for paragraph in reader.paragraphs(data):
        for run in paragraph.runs:
            arabic = any("\u0600" <= c <= "\u06ff" for c in run.text)
            latin = any(c.isascii() and c.isalnum() for c in run.text)
            assert not (arabic and latin)
            assert run.rtl == arabic or not (arabic or latin), run.text


def test_a_phone_number_stays_in_one_run_between_isolates() -> None:
    found = reader.paragraphs(docx.render(specimen("ur"), OPTIONS))
    [phone] = [run for p in found if p.style == "Normal" for run in p.runs if "08088" in run.text]
    assert f"{LRI}08088\u202f010\u202f444{PDI}" in phone.text


@pytest.mark.parametrize("tag", TAGS)
def test_words_of_another_language_are_tagged(tag: str) -> None:
    runs = [run for p in reader.paragraphs(docx.render(specimen(tag), OPTIONS)) for run in p.runs]
    [foreign] = [run for run in runs if plain(run.text) in ("Takecare", "خیالرکھیں")]
    assert foreign.lang == ("en-GB" if language(tag).rtl else "ur-PK")


def test_a_link_has_its_address_and_a_picture_its_description() -> None:
    found = reader.paragraphs(docx.render(specimen("en"), OPTIONS))
    link, *web = [run for p in found for run in p.runs if run.address]
    assert all(run.text.strip(BIDI_CONTROLS) in run.address for run in web)
    assert (link.text, link.address, link.style) == ("our page", "https://www.example.org/", "Hyperlink")  # fmt: skip
    assert link.tooltip == "our page: opens the web page https://www.example.org/"
    sound, page = specimen("en").offer.audio, specimen("en").offer.page
    assert [p.pictures for p in found if p.pictures] == [
        ("How it works",), (f"QR code that opens {sound}",), (f"QR code that opens {page}",)]  # fmt: skip


def test_a_phone_reads_the_codes_at_the_end() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(specimen("ur"), OPTIONS))) as archive:
        media = sorted(name for name in archive.namelist() if "/media/" in name)
        images = [Image.open(io.BytesIO(archive.read(name))).convert("L") for name in media]
    read = [code.text for image in images for code in zxingcpp.read_barcodes(image)]
    assert read == [specimen("ur").offer.audio, specimen("ur").offer.page]


def test_the_file_has_the_charitys_name_logo_and_colour() -> None:
    document = specimen("en")
    logo = doc.Figure("logo.png", png(), 60, 40, Line((Text("Our logo"),)))
    data = docx.render(replace(document, brand=doc.Brand((0.4, 0.0, 0.2), logo)), OPTIONS)
    first, name, title = reader.paragraphs(data)[:3]
    assert (first.pictures, name.text, title.style) == (("Our logo",), "A Charity", "Heading1")
    styles = reader.pretty(data, "word/styles.xml")
    assert 'w:color w:val="660033"' in styles and 'w:fill="F7F2F5"' in styles


def test_a_photograph_without_a_jfif_mark_is_embedded() -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG")
    jfif = out.getvalue()
    bare = jfif[:2] + jfif[2 + 2 + int.from_bytes(jfif[4:6]) :]
    assert b"JFIF" in jfif and b"JFIF" not in bare
    document = specimen("en")
    figure = doc.Figure("bare.jpg", bare, 40, 30, document.title)
    made = docx.render(
        replace(document, blocks=(figure,), sections=(), offer=doc.NO_OFFER), OPTIONS
    )
    assert len([p for p in reader.paragraphs(made) if p.pictures]) == 1


@pytest.mark.parametrize("tag", TAGS)
def test_title_language_and_status_are_properties(tag: str) -> None:
    core = reader.pretty(docx.render(specimen(tag), OPTIONS), "docProps/core.xml")
    assert f"<dc:language>{language(tag).word_tag}</dc:language>" in core
    assert "<dc:title>" in core and "draft, overdue" in core


@pytest.mark.parametrize("body", [14, 18, 28])
def test_the_body_has_the_size_of_its_edition_in_every_script(body: int) -> None:
    styles = reader.part(docx.render(specimen("ur"), docx.Options(body)), "word/styles.xml")
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    sizes = styles.xpath("//w:docDefaults//w:sz/@w:val | //w:docDefaults//w:szCs/@w:val", namespaces=space)  # fmt: skip
    assert list(map(str, sizes)) == [str(2 * body)] * 2


def test_no_paragraph_is_empty() -> None:
    for tag in TAGS:
        for paragraph in reader.paragraphs(docx.render(specimen(tag), OPTIONS)):
            assert paragraph.text or paragraph.pictures


@pytest.mark.slow
def test_the_same_bytes_in_another_process_with_another_hash_seed() -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = ['.']; from tests.specimens import specimen; from pipeline.render import docx;"
        "print(hashlib.sha256(docx.render(specimen('ur'), docx.Options())).hexdigest())"
    )
    made = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                       env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": zone}).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Karachi"))
    }  # fmt: skip
    assert len(made) == 1


def test_no_time_of_the_clock_is_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(specimen("en"), OPTIONS))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def paragraph(text: str) -> Document:
    line = Line((Text(text),), Location("source/x.md", 12))
    title = Line((Text("Title"),), Location("source/x.md", 1))
    return Document("x", "en", title, (doc.Paragraph(line),), status=doc.Status(doc.State.APPROVED))


def test_a_character_that_xml_cannot_hold_is_named_with_its_line() -> None:
    with pytest.raises(LeafletError, match=r"source/x\.md:12: error A104: .*U\+0001"):
        docx.render(paragraph("a\x01b"), OPTIONS)


def test_an_approved_leaflet_carries_no_notice() -> None:
    found = reader.paragraphs(docx.render(paragraph("Hello."), OPTIONS))
    assert [p.text for p in found] == ["Title", "Hello."]
    drafts = reader.paragraphs(docx.render(replace(paragraph("Hello."), status=doc.Status()), OPTIONS))  # fmt: skip
    assert drafts[1].style == "Notice" and drafts[1].text.startswith("Draft:")


# Hostile text, and long ones.

HOSTILE = (
    '{ PAGE } TOC \\o "1-3" ]]> <w:p/> &amp; &#0; "quoted" \'too\'',  # field codes and markup
    "x" * 10_000,
    "ا" * 10_000,
    "\u202e\u2067 never closed \u2066 and again \u202d",  # bidi controls
    "\u2069\u202c closed before",
    "a \U00012000 b 👩\u200d👩\u200d👧 \u00ad\ufeff\ufffd",  # outside the basic plane, joiners
    "tab\tand\nline",
)


def hostile(text: str, tag: str) -> Document:
    """A leaflet that has the text wherever text can stand."""
    at = Location("source/x.md", 1)
    line = Line((Text(text), doc.Strong((Text(text),))), at)
    linked = Line((doc.Link((Text(text),), "page"),), at)
    cells = ((line, linked), (linked, line))
    blocks = (doc.BulletList((doc.Item(line),)), doc.Table(cells[0], cells[1:], line), doc.Figure("x.png", png(), 60, 40, line))  # fmt: skip
    return replace(paragraph(text), tag=tag, title=line, publisher=text, blocks=blocks, links=specimen("en").links)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "tag",
    ["en", "ur", *(pytest.param(tag, marks=pytest.mark.slow) for tag in ("pl", "bn", "zh_Hans"))],
)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12].encode("unicode-escape"))
def test_text_is_data(tag: str, text: str) -> None:
    """It comes out as it went in, and the proof finds a whole file."""
    document = hostile(text, tag)
    data = docx.render(document, OPTIONS)
    assert [str(found) for found in prove(Written(document, 18, data, "x.docx"))] == []
    assert data == docx.render(document, OPTIONS)


@pytest.mark.parametrize("where", ["title", "summary", "publisher", "alt", "cell"])
def test_a_character_that_xml_cannot_hold_is_refused_wherever_it_stands(where: str) -> None:
    line = Line((Text("a\x01\ufffe"),), Location("source/x.md", 3))
    fine = paragraph("text")
    figure = doc.Figure("x.png", b"", 60, 40, line)
    places = {
        "title": replace(fine, title=line),
        "summary": replace(fine, summary=line),
        "publisher": replace(fine, publisher="\x01"),
        "alt": replace(fine, blocks=(figure,)),
        "cell": replace(fine, blocks=(doc.Table((fine.title,), ((line,),)),)),
    }
    with pytest.raises(LeafletError, match=r"source/x\.md:\d+: error A104: .*U\+0001"):
        docx.render(places[where], OPTIONS)


def test_two_tables_are_two_tables() -> None:
    table = specimen("en").sections[0].blocks[3]
    document = replace(paragraph("text"), blocks=(table, table))
    data = docx.render(document, OPTIONS)
    assert reader.pretty(data, "word/document.xml").count("<w:tbl>") == 2
    assert [str(found) for found in prove(Written(document, 18, data, "x.docx"))] == []


def test_a_list_in_a_callout_keeps_the_bar_and_its_level() -> None:
    one = Line((Text("item"),), Location("source/x.md", 3))
    inner = doc.NumberedList((doc.Item(one), doc.Item(one)), 4)
    callout = doc.Callout(doc.CalloutKind.NOTE, (doc.BulletList((doc.Item(one, (inner,)),)),))
    document = replace(paragraph("text"), blocks=(callout,))
    data = docx.render(document, OPTIONS)
    assert [p.style for p in reader.paragraphs(data)][1:] == ["CalloutHeading", "CalloutBullet", "CalloutNumber2", "CalloutNumber2"]  # fmt: skip
    assert [str(found) for found in prove(Written(document, 18, data, "x.docx"))] == []


def test_lists_deeper_than_word_has_levels_stay_lists() -> None:
    one = Line((Text("item"),), Location("source/x.md", 3))
    block: doc.Block = doc.BulletList((doc.Item(one),))
    for _ in range(12):
        block = doc.BulletList((doc.Item(one, (block,)),))
    document = replace(paragraph("text"), blocks=(block,))
    data = docx.render(document, OPTIONS)
    assert [str(found) for found in prove(Written(document, 18, data, "x.docx"))] == []


def test_words_of_the_other_direction_stand_between_isolates() -> None:
    """Else the full stop of an English sentence stands at its beginning, on an Urdu page."""
    foreign = doc.Foreign((Text("Take care."),), "en")
    document = replace(paragraph("x"), tag="ur", blocks=(doc.Paragraph(Line((foreign,))),))
    assert reader.paragraphs(docx.render(document, OPTIONS))[1].text == "\u2066Take care.\u2069"


@pytest.mark.parametrize(
    "title", ["m" * 9_000, "word " * 300, "لفظ " * 300], ids=["letters", "words", "urdu"]
)
def test_a_long_title_leaves_every_page_room_for_its_text(title: str) -> None:
    """It stands whole on the first page, and shortened above every one."""
    document = replace(paragraph("Hello."), tag="ur", title=Line((Text(title),)))
    data = docx.render(document, docx.Options(28))
    whole, *_ = reader.paragraphs(data)
    [head] = Opened(data).header
    assert whole.text == title and len(head.text) <= 200 and head.text.endswith("…")
    assert [str(found) for found in prove(Written(document, 28, data, "x.docx"))] == []


@pytest.mark.parametrize(("words", "path"), [(259, 0), (300, 0), (40, 300), (600, 600)])
def test_the_tooltip_of_a_long_link_says_what_word_has_room_for(words: int, path: int) -> None:
    address = "https://www.example.org/" + "a" * path
    link = doc.Link((Text("b" * words),), "page")
    document = replace(paragraph("x"), links=(doc.LinkTarget("page", address),), blocks=(doc.Paragraph(Line((link,))),))  # fmt: skip
    data = docx.render(document, OPTIONS)
    [run] = [run for p in reader.paragraphs(data) for run in p.runs if run.address]
    assert (
        len(run.tooltip) == 260
        and "…" in run.tooltip
        and "opens the web page" in run.tooltip[-300:]
    )
    assert [str(found) for found in prove(Written(document, 18, data, "x.docx"))] == []


def test_signs_after_a_latin_word_run_with_the_line_from_right_to_left() -> None:
    """Word keeps a full stop that stands in a left-to-right run on the word's right; LibreOffice does not mind."""
    document = replace(paragraph("دوا (Leukaemia Care) CD19. اور ALL."), tag="ur")
    runs = [
        (run.text, run.rtl) for run in reader.paragraphs(docx.render(document, OPTIONS))[1].runs
    ]
    assert runs == [("دوا ", True), ("(Leukaemia Care) CD19", False), (". اور ", True), ("ALL", False), (".", True)]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "run"),
    [
        ("دوا (ALL) اور", "\u2066(ALL)\u2069"),
        ("دوا “ALL”.", "\u2066“ALL”\u2069"),
        ("دوا ALL اور", "ALL"),
        ("دوا (A) (B) اور", "(A) (B)"),  # no one pair
        ("دوا (\u2066ALL\u2069) اور", "(\u2066ALL\u2069)"),  # held already
    ],
)
def test_latin_words_in_brackets_are_held_together_from_right_to_left(said: str, run: str) -> None:
    """LibreOffice would leave the opening bracket behind at a line's end."""
    document = replace(paragraph(said), tag="ur")
    data = docx.render(document, OPTIONS)
    assert [one.text for one in reader.paragraphs(data)[1].runs if not one.rtl] == [run]
    assert [str(found) for found in prove(Written(document, 18, data, "x.docx"))] == []


@pytest.mark.parametrize("inside", ["link", "foreign"])
@pytest.mark.parametrize("tag", ["ar", "en"])
def test_a_number_in_a_link_or_in_foreign_words_passes_the_proof(tag: str, inside: str) -> None:
    """Its no-break spaces are narrow ones where the words run against the line, and the tooltip has the leaflet's own."""
    said = (Text("Call 08088\u00a0010\u00a0444 (Mr\u00a0A)"),)
    link = doc.Link(said, "page")
    inline = link if inside == "link" else doc.Foreign((link,), "en" if tag == "ar" else "ur")
    document = replace(paragraph("x"), tag=tag, blocks=(doc.Paragraph(Line((inline,))),), links=specimen("en").links)  # fmt: skip
    data = docx.render(document, OPTIONS)
    assert [str(found) for found in prove(Written(document, 18, data, "x.docx"))] == []
    against = tag == "ar" or inside == "foreign"
    text = "".join(run.text for run in reader.paragraphs(data)[1].runs)
    assert ("\u202f" in text, "\u00a0" in text) == (against, not against)


@pytest.mark.parametrize("tag", ["ar", "ur", "he"])
def test_a_date_runs_with_its_line_between_marks(tag: str) -> None:
    """Between isolates LibreOffice would part it in the middle of the month."""
    shown = display(Fact(Kind.DATE, date(2026, 6, 30)), language(tag))
    document = replace(paragraph("x"), tag=tag, blocks=(doc.Paragraph(Line((Text("ALL "), doc.FactRef("due", shown)))),))  # fmt: skip
    text = reader.paragraphs(docx.render(document, OPTIONS))[1].text
    assert text == f"ALL \u200f{shown[1:-1]}\u200f" and shown[0] == "\u2067"


# The contents.


@pytest.mark.parametrize("tag", ["bn", "ur", "en"])
def test_pages_are_counted_through_a_table_row_that_is_higher_than_a_page(tag: str) -> None:
    line, short = Line((Text("word " * 2000),)), Line((Text("word"),))
    table = doc.Table((short, short), ((line, short), (short, short)))
    sections = tuple(doc.Section(short, (one,)) for one in (table, doc.Paragraph(short)))
    document = replace(paragraph("x"), tag=tag, sections=sections)
    data = docx.render(document, OPTIONS)
    pages = [int(p.runs[-1].text) for p in Opened(data).body if p.style == "TOC2"]
    assert pages[0] <= 2 and pages[1] > 15
    assert [str(found) for found in prove(Written(document, 18, data, "x.docx"))] == []


def test_the_contents_have_the_page_of_each_heading() -> None:
    """Thirty sections, each longer than a page and shorter than one and a half."""
    line = Line((Text("word " * 300),), Location("source/x.md", 3))
    head = Line((Text("Heading"),), Location("source/x.md", 3))
    sections = tuple(doc.Section(head, (doc.Paragraph(line),)) for _ in range(30))
    data = docx.render(replace(paragraph("x"), sections=sections), OPTIONS)
    entries = [p.text for p in Opened(data).body if p.style == "TOC2"]
    pages = [int(entry.removeprefix("Heading")) for entry in entries]
    assert len(pages) == 30 and pages == sorted(pages) and pages[0] == 2
    assert 30 < pages[-1] < 45


def test_a_leaflet_of_one_section_has_no_contents() -> None:
    section = doc.Section(Line((Text("Heading"),)), ())
    data = docx.render(replace(paragraph("x"), sections=(section,)), OPTIONS)
    assert not [p for p in Opened(data).body if p.contents]
