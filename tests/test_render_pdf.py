"""Tagged PDF: what assistive technology reads in it, and where figures stand on its pages."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import page
import pikepdf
import pytest

from pipeline import document as doc
from pipeline.checks import printed as reader
from pipeline.checks.output import bare as plain
from pipeline.checks.output import occurrences
from pipeline.checks.output import texts as expected
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Document, Line, Text
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
from tests.specimens import TAGS, png, specimen

LARGE = pdf.Options(PrintProfile(18))


@pytest.mark.parametrize("tag", TAGS)
def test_the_structure_tree_is_the_document(tag: str, golden: Callable[[str, str], None]) -> None:
    tree = reader.read(pdf.render(specimen(tag), LARGE))
    assert plain(tree.text).replace("–", "•") == plain("".join(expected(specimen(tag)))).replace(
        "–", "•"
    )
    golden(tree.outline() + "\n", f"pdf/specimen-{tag}.txt")


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("body", [14, 18, 28])
def test_every_edition_passes_page_validation(tag: str, body: int) -> None:
    data = pdf.render(specimen(tag), pdf.Options(PrintProfile(body)))
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, sorted({failure.rule_id for failure in report.failures})


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
    assert spans == [("ur", plain("خیال رکھیں"))]
    assert tree.lang == "en"


def test_page_breaks_change_no_text() -> None:
    texts = set()
    for height in (480, 600, 842, 2000):
        profile = PrintProfile(18, page_height=height)
        texts.add(plain(reader.read(pdf.render(bare(specimen("ur")), pdf.Options(profile))).text))
    assert len(texts) == 1


def bare(document: Document) -> Document:
    """Without a notice, which would fill a small page."""
    return replace(document, status=doc.Status(doc.State.APPROVED))


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
        "source/x.md:12: error A101: no font has U+12000 CUNEIFORM SIGN A, needed for English",
        "source/x.md:12: error A101: no font has U+E000 a character without a name, needed for English",
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
    [around] = [e for e in tree.walk() if e.tag == "Div"]
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


@pytest.mark.parametrize("tag", TAGS)
def test_an_abbreviation_has_its_expansion_in_the_language_that_it_is_written_in(tag: str) -> None:
    tree = reader.read(pdf.render(specimen(tag), LARGE))
    found = [(e.text, e.expansion) for e in tree.walk() if e.expansion]
    assert found == ([("CD19", "a protein on blood cells")] if tag == "en" else [])


def test_a_link_says_what_it_opens() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(specimen("en"), LARGE))) as file:
        said = [str(note.Contents) for page in file.pages for note in page.get("/Annots", [])]
    assert said == ["our page: opens the web page https://www.example.org/"]


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
        if drawn[n + 1][0] == "S"
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
