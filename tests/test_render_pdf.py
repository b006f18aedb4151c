"""Tagged PDF: what assistive technology reads in it, and where figures stand on its pages."""

from __future__ import annotations

import gc
import io
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from pipeline import document as doc
from pipeline.checks import printed as reader
from pipeline.checks.content import Placed
from pipeline.checks.output import bare as plain
from pipeline.checks.output import contents, occurrences, page_texts
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Document, Line, Text
from pipeline.facts import Fact, Kind, plain_text
from pipeline.languages import language
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
from tests.specimens import TAGS, png, shown, specimen

LARGE = pdf.Options(PrintProfile(18))


@pytest.mark.parametrize("tag", TAGS)
def test_the_structure_tree_is_the_document(tag: str, golden: Callable[[str, str], None]) -> None:
    tree = reader.read(pdf.render(specimen(tag), LARGE))
    assert plain(tree.text) == plain("".join(page_texts(specimen(tag), ())))
    golden(tree.outline() + "\n", f"pdf/specimen-{tag}.txt")


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("body", [14, 18, 28])
def test_every_edition_passes_page_validation(tag: str, body: int) -> None:
    data = pdf.render(specimen(tag), pdf.Options(PrintProfile(body)))
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, sorted({failure.rule_id for failure in report.failures})


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_a_phone_number_and_a_percentage_stand_in_order_on_the_page(tag: str) -> None:
    places = list(reader.placed(pdf.render(specimen(tag), LARGE)))
    for figure in ("08088010444", "70.8%" if tag != "pl" else "70,8%"):
        found = occurrences(places, figure)
        assert found, f"{figure} is nowhere"
        for run in found:
            assert [p.x for p in run] == sorted(p.x for p in run), (
                f"{figure} is drawn in another order"
            )
            assert len({p.y for p in run}) == 1, f"{figure} is split over lines"


def test_a_span_of_another_language_says_so() -> None:
    tree = reader.read(pdf.render(specimen("en"), LARGE))
    spans = [(e.lang, plain(e.text)) for e in tree.walk() if e.tag == "Span" and e.lang]
    names = [("pl", "Polski"), ("ur", "اردو"), ("bn", "বাংলা"), ("zh-Hans", "简体中文")]
    assert spans == [*names, ("ur", plain("خیال رکھیں"))]
    assert tree.lang == "en"


def test_sentences_of_the_notice_do_not_change_places_on_a_page_of_the_other_direction() -> None:
    status = doc.Status(doc.State.DRAFT, overdue=True, machine=True)
    dates = doc.Dates(review_due=date(2026, 1, 31))
    data = pdf.render(replace(specimen("ur"), words=(), status=status, dates=dates), LARGE)
    lines: dict[float, str] = {}
    for one in reader.placed(data):
        if one.page == 1 and one.mcid < 0:
            lines[one.y] = lines.get(one.y, "") + one.text
    read = [plain(line) for _, line in sorted(lines.items(), reverse=True)]
    draft, due = plain("Draft: a machine made this translation"), plain("This leaflet was due")
    assert "".join(read).index(draft) < "".join(read).index(due)
    assert [line for line in read if due in line] == [line for line in read if line.startswith(due)]


@pytest.mark.slow
@pytest.mark.parametrize("height", [440, 500])
def test_no_entry_of_the_contents_stands_alone_on_a_page(height: int) -> None:
    document = bare(specimen("en"))
    many = replace(document, sections=document.sections * 20)
    data = pdf.render(many, pdf.Options(PrintProfile(18, page_height=float(height))))
    [listed] = [one for one in reader.read(data).walk() if one.tag == "TOC"]
    pages = Counter(one.page for one in listed.walk() if one.tag == "TOCI")
    assert min(pages.values()) > 1


@pytest.mark.slow
def test_page_breaks_change_no_text() -> None:
    texts = set()
    for height in (480, 600, 842, 2000):
        profile = PrintProfile(18, page_height=height)
        texts.add(plain(reader.read(pdf.render(bare(specimen("ur")), pdf.Options(profile))).text))
    assert len(texts) == 1


def bare(document: Document) -> Document:
    """Without a notice, which would fill a small page."""
    return replace(document, status=doc.Status(doc.State.APPROVED))


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("body", [14, 28])
def test_nothing_is_drawn_outside_the_margins(tag: str, body: int) -> None:
    profile = PrintProfile(body)
    for place in reader.placed(pdf.render(specimen(tag), pdf.Options(profile))):
        if place.text.strip():
            assert profile.margin - 1 <= place.x <= profile.page_width - profile.margin + 1


def test_a_word_wider_than_the_line_is_broken_not_cut() -> None:
    long = paragraph("x" * 400)
    data = pdf.render(long, pdf.Options(PrintProfile(28)))
    assert all(p.x < 540 for p in reader.placed(data))
    assert "x" * 400 in reader.read(data).text


def paragraph(text: str) -> Document:
    line = Line((Text(text),), Location("source/x.md", 12))
    title = Line((Text("Title"),), Location("source/x.md", 1))
    status = doc.Status(doc.State.APPROVED)
    return Document("x", "en", title, (doc.Paragraph(line),), status=status)


def test_a_character_that_no_font_has_is_named_with_its_line() -> None:
    with pytest.raises(LeafletError) as refused:
        pdf.render(paragraph("a \U00012000 b \ue000"), LARGE)
    assert [str(d).split("\n")[0] for d in refused.value.diagnostics] == [
        "source/x.md:12: error A101: no font of this machine can draw '𒀀' (U+12000 CUNEIFORM SIGN A), needed for English",
        "source/x.md:12: error A101: no font of this machine can draw '<U+E000>' (U+E000 a character without a name), needed for English",
    ]


def test_characters_beyond_the_basic_plane_keep_the_text_around_them_whole() -> None:
    tree = reader.read(pdf.render(paragraph("before \U0001d400 after 08088"), LARGE))
    assert "before \U0001d400 after 08088" in tree.text


def line_starts(data: bytes) -> list[tuple[float, str]]:
    """Baseline and text of each tagged line of the first page, top to bottom."""
    rows: dict[float, str] = {}
    for place in reader.placed(data):
        if place.tagged and place.page == 0:
            rows[place.y] = rows.get(place.y, "") + place.text
    return sorted(rows.items(), reverse=True)


@pytest.mark.parametrize(("text", "faces"), [
    ("Arrow → and ≤", {"NotoSans", "NotoSansMath"}), ("Say ক and อ", {"NotoSans", "NotoSansBengali", "NotoSansThai"}),
    ("Bold \U0001d400 here", {"NotoSans", "NotoSansMath"}), ("您 or you", {"NotoSans", "NotoSansCJKsc"}),
])  # fmt: skip
def test_a_character_that_the_face_lacks_comes_from_the_first_that_has_it(
    text: str, faces: set[str]
) -> None:
    data = pdf.render(paragraph(text), LARGE)
    with pikepdf.open(io.BytesIO(data)) as file:
        used = {str(f.BaseFont).split("+")[1] for f in file.pages[0].Resources.Font.values()}
    assert {name.split("-")[0] for name in used} == faces
    assert text in reader.read(data).text


def test_a_line_with_words_of_a_taller_script_is_given_the_height_that_it_needs() -> None:
    english = "Word " * 30
    urdu = doc.Foreign((Text("خیال رکھیں"),), "ur")
    line = Line((Text(english), urdu, Text(" " + english)))
    data = pdf.render(replace(paragraph("x"), blocks=(doc.Paragraph(line),)), LARGE)
    rows = line_starts(data)[1:]
    gaps = [(round(a - b, 1), "خ" in first + second) for (a, first), (b, second) in pairwise(rows)]
    assert {gap for gap, tall in gaps if not tall} == {27.0}  # 1.5 times 18 points
    assert sum(gap for gap, tall in gaps if tall) == pytest.approx(27 + 46.8, abs=0.2)  # 2.6 times


@pytest.mark.parametrize("tag", ["en", "ar", "ur", "bn", "zh_Hans"])
def test_lines_keep_their_distance_whatever_scripts_stand_in_them(tag: str) -> None:
    """Names of languages, of which now one, now another script stands in a line."""
    tags = ("ur", "ar", "bn", "zh_Hans", "pa", "cy", "th", "km", "am")
    words = [doc.Foreign((Text(f"{language(own).autonym} "),), own) for own in tags]
    line = Line(tuple(words[(i * step) % len(words)] for step in (1, 2, 4) for i in range(40)))
    leaflet = replace(paragraph("x"), tag=tag, blocks=(doc.Paragraph(line),))
    rows = line_starts(pdf.render(leaflet, LARGE))[1:]
    wanted = max(1.5, language(tag).line_height) * 18
    assert len(rows) > 8 and min(a - b for (a, _), (b, _) in pairwise(rows)) > wanted - 0.05


@pytest.mark.slow
@pytest.mark.parametrize(("face", "font", "leading"), [("", "NotoNastaliqUrdu", 46.8), ("naskh", "NotoNaskhArabic", 31.5)])  # fmt: skip
def test_urdu_is_in_nastaliq_and_by_choice_in_naskh(face: str, font: str, leading: float) -> None:
    leaflet = replace(
        paragraph("خیال رکھیں " * 30), tag="ur", faces=(("ur", face),) if face else ()
    )
    data = pdf.render(leaflet, LARGE)
    with pikepdf.open(io.BytesIO(data)) as file:
        used = {str(f.BaseFont).split("+")[1] for f in file.pages[0].Resources.Font.values()}
    assert f"{font}-Regular" in used
    assert {round(a[0] - b[0], 1) for a, b in pairwise(line_starts(data)[1:])} == {leading}


@pytest.mark.parametrize("height", range(380, 460, 8))
def test_a_picture_is_never_parted_from_its_caption(height: int) -> None:
    line = Line((Text("The pump"),))
    picture = doc.Figure("pump.png", png(), 60, 40, line, line)
    leaflet = replace(paragraph("Word. " * 110), sections=(doc.Section(line, (picture,)),))
    data = pdf.render(leaflet, pdf.Options(PrintProfile(18, page_height=height)))
    tree = reader.read(data)
    _, around = [e for e in tree.walk() if e.tag == "Sect"]
    assert [kid.tag for kid in around.kids if isinstance(kid, reader.Element)] == ["Figure", "Caption"]  # fmt: skip
    with pikepdf.open(io.BytesIO(data)) as file:
        drawn = [n for n, page in enumerate(file.pages) if "/XObject" in page.Resources]
    caption = [p.page for p in reader.placed(data) if p.tagged][-1]
    assert drawn == [caption]


@pytest.mark.parametrize("body", [12, 14, 18])
def test_no_line_is_longer_than_seventy_characters(body: int) -> None:
    data = pdf.render(paragraph("It is ill will, i.e. little; till then fill it. " * 40), pdf.Options(PrintProfile(body)))  # fmt: skip
    lengths = [len(text.rstrip()) for _, text in line_starts(data)]
    assert 60 < max(lengths) <= 70


def test_page_numbers_and_the_notice_of_later_pages_are_artifacts() -> None:
    tree = reader.read(pdf.render(specimen("en"), LARGE))
    assert "Page 1 of" not in tree.text
    assert tree.text.count("Do not rely on it.") == 1


@pytest.mark.slow
def test_the_same_bytes_in_another_process_with_another_hash_seed() -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = ['.']; from tests.specimens import specimen; from pipeline.render import pdf;"
        "from pipeline.publisher import PrintProfile;"
        "print(hashlib.sha256(pdf.render(specimen('zh_Hans'), pdf.Options(PrintProfile(18)))).hexdigest())"
    )
    made = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                       env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"}).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1


@pytest.mark.parametrize(("tag", "parts"), [("ur", ("Take ", "great", " care (12.5%)")), ("en", ("خیال ", "ضرور", " رکھیں"))])  # fmt: skip
def test_words_of_the_other_direction_keep_their_order_across_bold(
    tag: str, parts: tuple[str, str, str]
) -> None:
    first, strong, last = parts
    inner = (Text(first), doc.Strong((Text(strong),)), Text(last))
    around = _around(tag)
    line = Line((Text(around), doc.Foreign(inner, "en" if tag == "ur" else "ur"), Text(around)))
    leaflet = replace(paragraph("x"), tag=tag, blocks=(doc.Paragraph(line),))
    wanted = "Tgc%" if tag == "ur" else "ضخ"
    places = list(reader.placed(pdf.render(leaflet, LARGE)))
    [height] = {p.y for p in places if p.text == wanted[-1]}
    line_of = [p for p in places if p.y == height and p.text in wanted]
    assert "".join(p.text for p in sorted(line_of, key=lambda p: p.x)) == wanted


def _around(tag: str) -> str:
    return "یہ لکھا ہے: " if tag == "ur" else "It says: "


@pytest.mark.slow
@pytest.mark.parametrize("height", range(370, 450, 4))
def test_a_warnings_label_is_never_parted_from_its_text(height: int) -> None:
    texts = tuple(doc.Paragraph(Line((Text("Word. " * 60),))) for _ in range(2))
    leaflet = replace(paragraph("x"), blocks=(*texts, doc.Callout(doc.CalloutKind.WARNING, texts)))
    places = list(
        reader.placed(pdf.render(leaflet, pdf.Options(PrintProfile(18, page_height=height))))
    )
    text = "".join(p.text for p in places)
    label = places[text.index("Warning")]
    after = places[text.index("Word", text.index("Warning"))]
    assert label.page == after.page


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_an_abbreviation_has_its_expansion_in_the_language_that_it_is_written_in(tag: str) -> None:
    tree = reader.read(pdf.render(specimen(tag), LARGE))
    found = [(e.text, e.expansion) for e in tree.walk() if e.expansion]
    assert found == ([("CD19", "a protein on blood cells")] if tag == "en" else [])


def test_a_link_says_what_it_opens() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(specimen("en"), LARGE))) as file:
        said = [str(note.Contents) for page in file.pages for note in page.get("/Annots", [])]
    page = "www.example.org/leaflets/specimen/en"
    assert said == [
        "our page: opens the web page https://www.example.org/",
        f"{page}/specimen-en-audio.mp3: opens the web page https://{page}/specimen-en-audio.mp3",
        f"{page}: opens the web page https://{page}/",
    ]


# What belongs together.

FACTS = ("08088010444", "70.8%", "30June2026", "9days", "SC049802")


def with_facts(tag: str) -> Document:
    """A paragraph in which facts come at every distance from each other."""
    words_between = " ".join("w" * (n % 7 + 1) for n in range(9))
    refs = [doc.FactRef(name) for name in ("helpline", "share", "due", "stay", "number")]
    inlines: list[doc.Inline] = []
    for n in range(30):
        inlines += [Text(f"{words_between[: n * 2]} "), refs[n % 5], Text(" days" if n % 5 == 3 else ",")]  # fmt: skip
    facts = (
        ("helpline", Fact(Kind.PHONE, "08088 010 444")), ("share", Fact(Kind.PERCENT, Decimal("70.8"))),
        ("due", Fact(Kind.DATE, date(2026, 6, 30))), ("stay", Fact(Kind.DURATION, Decimal(9), "days")),
        ("number", Fact(Kind.REFERENCE, "SC049802")),
    )  # fmt: skip
    document = replace(paragraph("x"), blocks=(doc.Paragraph(Line(tuple(inlines))),), facts=facts)
    return replace(shown(document, "en"), tag=tag)


@pytest.mark.slow
@pytest.mark.parametrize("width", range(320, 800, 24))
def test_no_fact_is_broken_over_lines_or_pages(width: int) -> None:
    profile = PrintProfile(18, page_width=width, page_height=330)
    places = list(reader.placed(pdf.render(with_facts("en"), pdf.Options(profile))))
    for fact in FACTS:
        found = occurrences(places, fact)
        assert len(found) == 6, fact
        assert all(len({(p.page, p.y) for p in run}) == 1 for run in found), fact


def rows_by_page(data: bytes) -> dict[int, list[str]]:
    """The lines of each page, top to bottom, without head and foot."""
    rows: dict[tuple[int, float], str] = {}
    for place in reader.placed(data):
        if place.tagged:
            key = (place.page, -round(place.y, 1))
            rows[key] = rows.get(key, "") + place.text
    pages: dict[int, list[str]] = {}
    for (page_number, _), text in sorted(rows.items()):
        pages.setdefault(page_number, []).append(text)
    return pages


@pytest.mark.slow
@pytest.mark.parametrize("height", range(330, 560, 13))
def test_no_line_of_a_paragraph_stands_alone_and_no_heading_ends_a_page(height: int) -> None:
    def text(n: int) -> doc.Paragraph:
        return doc.Paragraph(Line((Text(f"p{n} " * (23 + 17 * (n % 4))),)))

    sections = tuple(doc.Section(Line((Text(f"Heading {n}."),)), (text(n), text(n + 40))) for n in range(12))  # fmt: skip
    leaflet = replace(paragraph("Opening."), sections=sections)
    pages = rows_by_page(pdf.render(leaflet, pdf.Options(PrintProfile(18, page_height=height))))
    assert len(pages) > 5
    for rows in pages.values():
        assert not (
            rows[-1].startswith("Heading") and rows[-1].endswith(".")
        )  # no entry of the contents
        for name in {row.split()[0] for row in rows if row.startswith("p")}:
            whole = sum(name in row for many in pages.values() for row in many)
            here = sum(name in row.split() for row in rows)
            assert here >= 2 or whole == 1, f"one line of {name} stands alone"


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_a_list_label_stands_on_the_line_of_its_item(tag: str) -> None:
    for height in range(400, 700, 60):
        leaflet = replace(bare(specimen(tag)), offer=doc.Offer())
        places = list(reader.placed(pdf.render(leaflet, pdf.Options(PrintProfile(18, page_height=height)))))  # fmt: skip
        tagged = [p for p in places if p.tagged and p.text.strip()]
        labels = [n for n, p in enumerate(tagged) if p.text in "•–"]
        assert len(labels) == 4
        for n in labels:
            label, first = tagged[n], tagged[n + 1]
            assert label.page == first.page and abs(label.y - first.y) < 1
            assert (label.x < first.x) == (tag != "ur")


# First page, contents, last page.


def long(count: int, **more: Any) -> Document:
    """A leaflet of ``count`` sections of half a page each; their headings are numbered."""
    sections = tuple(
        doc.Section(Line((Text(f"Heading {n}"),)), (doc.Paragraph(Line((Text("Word. " * 90),))),))
        for n in range(count)
    )
    return replace(paragraph("Opening."), sections=sections, **more)


@pytest.mark.slow
@pytest.mark.parametrize(("count", "pages"), [(2, 2), (3, 2), (8, 6), (30, 20)])
def test_from_three_pages_on_there_is_a_list_of_contents(count: int, pages: int) -> None:
    data = pdf.render(long(count), LARGE)
    with pikepdf.open(io.BytesIO(data)) as file:
        assert len(file.pages) == pages
    tree = reader.read(data)
    entries = [e for e in tree.walk() if e.tag == "TOCI"]
    headings = [e for e in tree.walk() if e.tag == "H2" and e.text != "Contents"]
    wanted = [f"Heading {n}{heading.page + 1}" for n, heading in enumerate(headings)]
    assert [e.text for e in entries] == (wanted if pages >= 3 else [])
    assert contents(long(count), tree, pages) == ([(f"Heading {n}", h.page + 1) for n, h in enumerate(headings)] if entries else [])  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("count", range(3, 9))
def test_the_contents_are_there_exactly_from_three_pages_on_wherever_the_text_ends(
    count: int,
) -> None:
    for words in range(20, 130, 22):
        part = (doc.Paragraph(Line((Text("Word. " * words),))),)
        sections = tuple(doc.Section(Line((Text(f"Heading {n}"),)), part) for n in range(count))
        data = pdf.render(replace(long(0), sections=sections), LARGE)
        with pikepdf.open(io.BytesIO(data)) as file:
            assert (len(file.pages) >= 3) == any(e.tag == "TOC" for e in reader.read(data).walk())


def test_an_entry_of_the_contents_is_a_link_that_leads_to_its_heading() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(long(8), LARGE))) as file:
        notes: list[Any] = [note for page in file.pages for note in page.get("/Annots", [])]
        pages = [page.obj.objgen for page in file.pages]
        for number, note in enumerate(notes):
            page = pages.index(note.A.D[0].objgen) + 1
            assert note.A.S == "/GoTo" and note.A.SD[0].S == "/H2"
            assert str(note.Contents) == f"Heading {number}: goes to page {page}"
        assert len(notes) == 8


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_page_numbers_of_the_contents_stand_at_the_far_side(tag: str) -> None:
    leaflet = replace(long(8), tag=tag)
    places = [p for p in reader.placed(pdf.render(leaflet, LARGE)) if p.tagged]
    rows: dict[float, list[Placed]] = {}
    for place in places:
        if place.page == 0 and place.size == 18:
            rows.setdefault(round(place.y, 1), []).append(place)
    numbers = [row for row in rows.values() if "".join(p.text for p in row).startswith("Heading")]
    for row in numbers[:8]:
        *_, last = row
        assert last.text.isdigit()
        assert (last.x > 520) if tag == "en" else (last.x == pytest.approx(57, abs=1))


def test_the_first_page_says_who_publishes_how_else_it_can_be_had_and_how_old_it_is() -> None:
    tree = reader.read(pdf.render(specimen("en"), LARGE))
    text = plain_text(tree.text)
    order = [
        "A Charity", "A medicine", "Do not rely on it.",
        "Ask for this leaflet in large print, audio or another language.",
        "We make these for you on request: braille and Easy Read.", "Call 08088 010 444.",
        "Polski · اردو · বাংলা · 简体中文", "We do not have these yet: British Sign Language.",
        "Last reviewed: 30 June 2023", "Updated: February 2026", "Next review due: 30 June 2026", "How it works",
    ]  # fmt: skip
    found = [text.index(part) for part in order]
    assert found == sorted(found)


def test_a_leaflet_that_offers_nothing_says_nothing_of_it() -> None:
    tree = reader.read(pdf.render(replace(paragraph("Text."), dates=doc.Dates()), LARGE))
    assert tree.text == "TitleText."


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_the_last_page_has_codes_with_a_description_and_the_address_in_print(tag: str) -> None:
    data = pdf.render(specimen(tag), LARGE)
    tree = reader.read(data)
    addresses = [specimen(tag).offer.audio, specimen(tag).offer.page]
    codes = [e for e in tree.walk() if e.tag == "Figure" and "QR" in e.alt]
    assert [e.alt.removeprefix("QR code that opens ") for e in codes] == addresses
    for address in addresses:
        assert address.removeprefix("https://").rstrip("/") in plain_text(tree.text)


def test_a_camera_reads_the_code(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf.render(specimen("en"), LARGE))
    last = str(len(pikepdf.open(path).pages))
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", "-f", last, str(path), str(tmp_path / "x")], check=True)  # fmt: skip
    [picture] = tmp_path.glob("x*.png")
    read = {found.text for found in zxingcpp.read_barcodes(Image.open(picture))}
    assert read == {specimen("en").offer.audio, specimen("en").offer.page}


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_logo_stands_on_the_readers_side_with_its_description_in_english(tag: str) -> None:
    logo = doc.Figure("logo.png", png(), 60, 40, Line((Text("A Charity"),)))
    leaflet = replace(specimen(tag), brand=doc.Brand((0.3, 0.0, 0.1), logo))
    data = pdf.render(leaflet, LARGE)
    first = reader.read(data).kids[0]
    assert isinstance(first, reader.Element)
    assert (first.tag, first.alt, first.lang) == (
        "Figure",
        "A Charity",
        "en" if tag == "ur" else "",
    )
    with pikepdf.open(io.BytesIO(data)) as file:
        kid: Any = file.Root.StructTreeRoot.K[0].K[0]
        left, _, right, _ = map(float, kid.A.BBox)
    assert (left, right) == ((57, 102) if tag == "en" else pytest.approx((493.28, 538.28)))
    colours = {p.colour for p in reader.placed(data)}
    assert (0.3, 0.0, 0.1) in colours and (0.06, 0.13, 0.35) not in colours


@pytest.mark.parametrize("tag", TAGS)
def test_the_writing_mode_is_right_to_left_where_it_belongs(tag: str) -> None:
    with pikepdf.open(io.BytesIO(pdf.render(specimen(tag), LARGE))) as file:
        root: Any = file.Root.StructTreeRoot.K[0]
        assert (str(root.A.WritingMode) if "/A" in root else "") == ("/RlTb" if tag == "ur" else "")


def test_the_outline_is_the_tree_of_headings() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(specimen("en"), LARGE))) as file, file.open_outline() as outline:  # fmt: skip
        [title] = outline.root
        [section] = title.children
        [inner] = section.children
        assert [item.title for item in (title, section, inner)] == ["A medicine", "How it works", "Take it at home"]  # fmt: skip
        for item in (title, section, inner):
            entry: Any = item.obj
            action = entry.A
            assert action.SD[0].S in ("/H1", "/H2", "/H3")
            assert action.D[0].objgen in {page.obj.objgen for page in file.pages}


@pytest.mark.parametrize("tag", TAGS)
def test_a_bar_shows_the_share_from_the_readers_side(tag: str) -> None:
    with pikepdf.open(io.BytesIO(pdf.render(specimen(tag), LARGE))) as file:
        drawn = [
            (str(i.operator), [float(o) for o in i.operands] if str(i.operator) == "re" else [])
            for page in file.pages
            for i in pikepdf.parse_content_stream(page)
        ]
    boxes = [(n, box) for n, (operator, box) in enumerate(drawn) if operator == "re"]
    bars = [
        (filled[2] / frame[2], filled[0] == 0)
        for (_, filled), (n, frame) in pairwise(boxes)
        if drawn[n + 1][0] == "S" and filled[3] == frame[3]  # as high: the line round a box is not
    ]
    [(fever, fever_left), (rare, rare_left)] = bars
    assert round(fever, 3) == 0.708 and 0.008 <= rare < 0.02
    assert {fever_left, rare_left} == {tag != "ur"}


def test_a_table_row_that_fits_on_no_page_is_named_with_its_line() -> None:
    def row(text: str, number: int) -> tuple[Line, Line]:
        at = Location("source/x.md", number)
        return Line((Text("x"),), at), Line((Text(text),), at)

    table = doc.Table(row("head", 20), (row("short", 22), row("long " * 900, 23)))
    with pytest.raises(LeafletError, match=r"source/x\.md:23: error A103: this row of a table"):
        pdf.render(replace(paragraph("x"), blocks=(table,)), LARGE)


def boxed(height: int, count: int) -> bytes:
    """A warning of paragraphs, after some text."""
    texts = tuple(doc.Paragraph(Line((Text(f"Text {n}. " * 12),))) for n in range(count))
    leaflet = replace(
        paragraph("Word. " * 60),
        sections=(
            doc.Section(Line((Text("Heading"),)), (doc.Callout(doc.CalloutKind.WARNING, texts),)),
        ),
    )
    return pdf.render(leaflet, pdf.Options(PrintProfile(18, page_height=height)))


@pytest.mark.parametrize("height", [400, 437, 500, 842])
def test_a_box_that_goes_over_pages_keeps_its_text_whole_and_inside(height: int) -> None:
    data = boxed(height, 9)
    text = reader.read(data).text
    assert [text.count(f"Text {n}. ") for n in range(9)] == [12] * 9
    assert [text.index(f"Text {n}") for n in range(9)] == sorted(text.index(f"Text {n}") for n in range(9))  # fmt: skip
    inset = min(p.x for p in reader.placed(data) if p.text == "T" and p.size == 18 and p.tagged)
    assert inset > 57 + 6  # beside the edge of the box


def test_a_warning_has_a_line_all_round_so_that_a_grey_printer_keeps_it() -> None:
    with pikepdf.open(io.BytesIO(boxed(842, 1))) as file:
        drawn = list(pikepdf.parse_content_stream(file.pages[0]))
    stroked = [a.operands for a, b in pairwise(drawn) if str(a.operator) == "re" and str(b.operator) == "S"]  # fmt: skip
    [(_, _, width, height)] = [tuple(map(float, one)) for one in stroked]
    assert width > 470 and height > 100


@pytest.mark.slow
def test_every_size_of_a_page_is_a_value_of_its_profile() -> None:
    """Another profile, another page: nothing of these is fixed in code."""
    changes = {"leading": 2.0, "measure": 40, "near": 1.0, "section_gap": 3.0, "margin": 100.0,
               "headings": (3.0, 2.0, 1.5), "heading_leading": 2.0, "cell_leading": 2.0, "close": 1.0,
               "paragraph_gap": 2.0, "running": 0.85, "indent": 3.0, "rule": 2.0, "border": 4.0}  # fmt: skip
    usual = pdf.render(specimen("en"), LARGE)
    for name, value in changes.items():
        other = replace(PrintProfile(18), **{name: value})  # type: ignore[arg-type]
        assert pdf.render(specimen("en"), pdf.Options(other)) != usual, name


@pytest.mark.parametrize("running", [True, False])
def test_the_garbage_collector_is_left_as_it_was_found(running: bool) -> None:
    try:
        if not running:
            gc.disable()
        pdf.render(specimen("en"), LARGE)
        with pytest.raises(LeafletError):
            pdf.render(paragraph("\U00012000"), LARGE)
        assert gc.isenabled() is running
    finally:
        gc.enable()
