"""Braille as it is laid out: in cells, on pages, in volumes, and as the files that people emboss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline import document as doc
from pipeline.braille.cells import Word
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Document, Line, Medium, State, Status, Text, for_medium
from pipeline.publisher import BraillePage, Format
from pipeline.render import braille
from pipeline.render.braille.lines import Block, broken, rows, sheets
from tests.specimens import TAGS, specimen

SMALL = BraillePage(32, 25)
SIZES = [BraillePage(), BraillePage(40, 25), SMALL, BraillePage(30, 20, margin=3)]
AT = Location("source/a.md", 7)


def line(text: str) -> Line:
    return Line((Text(text),), AT)


def leaflet(*blocks: doc.Block, sections: tuple[doc.Section, ...] = ()) -> Document:
    return Document("a", "en", line("Title"), blocks, sections, status=Status(State.APPROVED))


def brf(document: Document, page: BraillePage = BraillePage(), contracted: bool = True) -> list[list[str]]:  # noqa: B008  # fmt: skip
    """The lines of each page in ASCII braille."""
    made = braille.render(
        for_medium(document, Medium.BRAILLE), braille.Options(Format.BRF, page, contracted)
    )
    return [page.split("\r\n")[:-1] for page in made.decode("ascii").split("\f")[:-1]]


# Lines.


def words(*cells: str) -> tuple[Word, ...]:
    return tuple(map(Word, cells))


def test_a_line_is_broken_between_words_and_runs_over_at_its_own_indent() -> None:
    assert broken(words("⠁⠁⠁", "⠃⠃", "⠉⠉⠉"), 8, 2, 0) == ["⠀⠀⠁⠁⠁⠀⠃⠃", "⠉⠉⠉"]


def test_a_word_that_is_too_long_for_a_line_is_divided_with_its_sign() -> None:
    assert broken((Word("⠁" * 9, divided="⠐"),), 5, 0, 1) == ["⠁⠁⠁⠁⠐", "⠀⠁⠁⠁⠐", "⠀⠁⠁"]


def test_joined_words_have_no_blank_between_them() -> None:
    assert broken((Word("⠁⠁"), Word("⠃⠃", joined=True), Word("⠉", joined=True)), 4, 0, 0) == [
        "⠁⠁⠃⠃",
        "⠉",
    ]


def test_a_heading_is_never_the_last_on_a_page() -> None:
    page = BraillePage(20, 6)
    text = Block(words(*["⠁⠁⠁⠁⠁⠁⠁⠁"] * 6))
    found = sheets([text, Block(words("⠃"), apart=True, keeps=True, level=2), text], page)
    assert [len(sheet.rows) for sheet in found] == [3, 4]
    assert found[1].rows[0].cells == "⠃"


def test_no_line_of_a_paragraph_stands_alone_at_a_pages_end() -> None:
    page = BraillePage(20, 6)
    text = Block(words(*["⠁⠁⠁⠁⠁⠁⠁⠁"] * 8))
    assert [len(sheet.rows) for sheet in sheets([text, text], page)] == [4, 4]


def test_a_centred_heading_leaves_cells_at_both_sides() -> None:
    found = rows(Block(words(*["⠁⠁⠁⠁⠁"] * 5), centred=True), BraillePage(24))
    assert [row.cells.replace("⠀", " ") for row in found] == [
        "   ⠁⠁⠁⠁⠁ ⠁⠁⠁⠁⠁ ⠁⠁⠁⠁⠁",
        "      ⠁⠁⠁⠁⠁ ⠁⠁⠁⠁⠁",
    ]


# Blocks.


def test_the_first_page_has_title_and_state_of_proof_reading() -> None:
    assert brf(leaflet()) == [[
        "                                    #A",
        "                ,TITLE",
        "",
        "  ,A COMPUT] MADE ? BRL4 ,NO BRL R1D]",
        "HAS PRO(R1D X4",
    ]]  # fmt: skip


def test_a_paragraph_begins_in_cell_three() -> None:
    lines = brf(leaflet(doc.Paragraph(line("Take one tablet in the morning and one at night."))))[0]
    assert lines[-2:] == ['  ,TAKE "O TABLET 9 ! MORN+ & "O AT', "NI<T4"]


def test_nested_lists_stand_further_right_and_run_over_past_the_deepest() -> None:
    inner = doc.BulletList((doc.Item(line("Warm, for more than one day and one night")),))
    first = doc.Item(
        line("Signs that you should tell us about before the next dose of this medicine")
    )
    found = brf(leaflet(doc.BulletList((first, doc.Item(line("Heat"), (inner,))))))[0]
    assert found[-5:] == [
        "",
        ",SIGNS T Y %D TELL U AB 2F ! NEXT DOSE",
        "    ( ? M$IC9E",
        ",H1T",
        '  ,W>M1 = M ?AN "O "D & "O NI<T',
    ]


def test_a_numbered_list_has_its_numbers() -> None:
    found = brf(leaflet(doc.NumberedList((doc.Item(line("Wash")), doc.Item(line("Dry"))), 3)))[0]
    assert found[-2:] == ["#C4 ,WA%", "#D4 ,DRY"]


def test_side_effects_are_a_list_with_the_exact_figure_and_its_plain_form() -> None:
    effects = doc.SideEffects(
        (doc.SideEffect(line("Fever"), Decimal("70.8"), AT, "70.8%", "about 71 in 100 people"),)
    )
    found = brf(leaflet(effects))[0]
    assert found[-2:] == ["", ',F"E3 #GJ4H.01 AB #GA 9 #AJJ P']


def test_a_table_is_read_row_by_row_each_cell_after_its_header() -> None:
    table = doc.Table(
        (line("Day"), line("Dose")), ((line("One"), line("Low")), (line("Two"), line("High")))
    )
    assert brf(leaflet(table))[0][-6:] == [
        "",
        ',"D3 ,"O',
        "  ,DOSE3 ,L[",
        "",
        ',"D3 ,TWO',
        "  ,DOSE3 ,HI<",
    ]


def test_a_warning_stands_between_two_lines_of_its_own() -> None:
    found = brf(leaflet(doc.Callout(doc.CalloutKind.WARNING, (doc.Paragraph(line("Stop.")),))))[0]
    assert found[-4:] == ["7" * 38, ",W>N+", "  ,/OP4", "G" * 38]


def test_a_picture_is_its_description() -> None:
    figure = doc.Figure("a.png", b"", 1, 1, line("A pump"), line("Fig"))
    assert brf(leaflet(figure))[0][-2:] == ["  ,PICTURE3 ,A PUMP", "  ,FIG"]


def test_headings_stand_by_their_level() -> None:
    deepest = doc.Section(line("Deeper"), (doc.Paragraph(line("Water")),))
    deep = doc.Section(line("Deep"), (doc.Paragraph(line("Tea")),), (deepest,))
    found = brf(leaflet(sections=(doc.Section(line("Top"), (), (deep,)),)))[0]
    assert found[5:] == [
        "",
        "                 ,TOP",
        "",
        "    ,DEEP",
        "  ,TEA",
        "",
        "      ,DEEP]",
        "  ,WAT]",
    ]


# Pages and volumes.


def long(sections: int) -> Document:
    paragraph = doc.Paragraph(line(" ".join(["Take the tablet with water every day."] * 30)))
    return leaflet(
        sections=tuple(doc.Section(line(f"Part {n}"), (paragraph,)) for n in range(1, sections + 1))
    )


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("page", SIZES, ids=lambda page: f"{page.cells}x{page.lines}")
def test_no_line_and_no_page_is_longer_than_the_sheet(tag: str, page: BraillePage) -> None:
    for lines in brf(specimen(tag), page):
        assert len(lines) <= page.lines and max(map(len, lines)) <= page.cells
        assert not any(text[: page.margin].strip() for text in lines)


def test_contents_have_leaders_and_the_page_of_each_heading() -> None:
    pages = brf(long(3))
    listed = [text for text in pages[0] if '"""' in text]
    assert [text.split()[0] for text in listed] == [',"P', ',"P', ',"P']
    for number, text in enumerate(listed, 1):
        page = " ABCDEFGHI".index(text[-1])
        assert any(text.strip() == f',"P #{" ABC"[number]}' for text in pages[page - 1])


def test_a_short_leaflet_has_no_contents() -> None:
    assert not [
        text
        for page in brf(leaflet(sections=(doc.Section(line("Top"), ()),)))
        for text in page
        if '"""' in text
    ]


def test_pages_have_the_title_from_the_second_on_and_their_number() -> None:
    tops = [page[0] for page in brf(long(3))]
    assert [top.split() for top in tops[:3]] == [["#A"], [",TITLE", "#B"], [",TITLE", "#C"]]
    assert {len(top) for top in tops} == {38}


def test_a_draft_says_so_on_every_page() -> None:
    document = replace(long(3), status=Status())
    assert all(page[0].startswith(",DRAFT ") for page in brf(document))


def test_a_leaflet_that_is_longer_than_a_volume_is_parted_before_a_section() -> None:
    pages = brf(long(20), BraillePage(volume=10))
    begins = [number for number, lines in enumerate(pages) if lines and lines[0].endswith(" #A")]
    assert len(begins) > 1 and all(begin % 2 == 0 for begin in begins), "each on a new sheet"
    assert [pages[begin][2].strip() for begin in begins] == [
        f",VOLUME #{' ABCDEFGHI'[number]} ( #{' ABCDEFGHI'[len(begins)]}"
        for number in range(1, len(begins) + 1)
    ]


def test_a_section_that_is_longer_than_a_volume_is_parted_too() -> None:
    paragraphs = tuple(doc.Paragraph(line(" ".join(["water"] * 400))) for _ in range(20))
    document = leaflet(sections=(doc.Section(line("Top"), paragraphs),))
    tops = [lines[0].split()[-1] for lines in brf(document, BraillePage(volume=10)) if lines]
    assert tops.count("#A") > 1


# Files.


def test_the_same_document_gives_the_same_bytes() -> None:
    for kind in (Format.BRF, Format.PEF, Format.BRAILLE_TEXT, Format.BRAILLE_PROOF):
        options = braille.Options(kind)
        assert braille.render(specimen("ur"), options) == braille.render(specimen("ur"), options)


def test_the_three_files_have_the_same_cells() -> None:
    document = for_medium(specimen("en"), Medium.BRAILLE)
    text = braille.render(document, braille.Options(Format.BRAILLE_TEXT)).decode()
    pef = braille.render(document, braille.Options(Format.PEF)).decode()
    rows_of_pef = [
        part.partition("<")[0] for part in pef.replace("<row/>", "<row><").split("<row>")[1:]
    ]
    assert text.replace("\f", "").splitlines() == rows_of_pef
    assert len(text.replace("\f", "").splitlines()) == sum(map(len, brf(specimen("en"))))


def test_grade_one_has_no_contractions() -> None:
    document = leaflet(doc.Paragraph(line("the hand")))
    assert brf(document, contracted=False)[0][-1] == "  THE HAND"
    assert brf(document)[0][-1] == "  ! H&"


def test_the_proof_shows_braille_beside_print() -> None:
    made = braille.render(
        for_medium(specimen("ur"), Medium.BRAILLE), braille.Options(Format.BRAILLE_PROOF)
    ).decode()
    assert made.startswith("<!DOCTYPE html>") and "ur-pk-g1.utb" in made
    assert "<caption>Volume 1, page 1</caption>" in made and ">ایک دوا</td>" in made
    assert "\u206608088\u00a0010\u00a0444\u2069" in made, (
        "a number keeps its order from right to left"
    )


def test_markup_in_a_title_stays_text_in_pef_and_proof() -> None:
    document = replace(leaflet(), title=line("a <b> & c"))
    for kind in (Format.PEF, Format.BRAILLE_PROOF):
        made = braille.render(document, braille.Options(kind)).decode()
        assert "a &lt;b&gt; &amp; c" in made and "<b>" not in made


def test_a_character_without_braille_stops_the_file_with_its_line() -> None:
    with pytest.raises(LeafletError) as refused:
        brf(leaflet(doc.Paragraph(line("Take 💊"))))
    assert [(one.code, one.at) for one in refused.value.diagnostics] == [("A521", AT)]


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_braille_of_the_specimen(tag: str, golden: Callable[[str, str], None]) -> None:
    made = braille.render(
        for_medium(specimen(tag), Medium.BRAILLE), braille.Options(Format.BRF, SMALL)
    )
    golden(
        made.decode("ascii").replace("\r\n", "\n").replace("\f", "--------\n"),
        f"braille/specimen-{tag}.brf",
    )
