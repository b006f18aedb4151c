"""Braille that names the pages of large print: each where it begins on paper, and the proof that it stands there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import document as doc
from pipeline import wishes
from pipeline.build.beside import File
from pipeline.build.page_begins import page_begins
from pipeline.checks.braille import Brailled, prove
from pipeline.document import Document, Line, Medium, State, Status, Text, for_medium
from pipeline.publisher import (
    EDITIONS,
    LARGE_PRINT,
    BraillePage,
    Edition,
    Format,
    PrintPages,
    PrintProfile,
)
from pipeline.render import braille, pdf
from pipeline.render.braille import turns
from tests import scripts
from tests.projects import charity, edit, made, sign
from tests.projects import files as made_files
from tests.specimens import TAGS, specimen

LARGE = next(one for one in EDITIONS if one.name == LARGE_PRINT)
WAYS = [PrintPages.CENTRED, PrintPages.LINE]
PAGE = BraillePage(32, 25, print_pages=PrintPages.CENTRED)


def line(text: str) -> Line:
    return Line((Text(text),))


def leaflet(*blocks: doc.Block, sections: tuple[doc.Section, ...] = ()) -> Document:
    return Document("a", "en", line("Title"), blocks, sections, status=Status(State.APPROVED))


def brf(document: Document, begins: tuple[int, ...], page: BraillePage = PAGE) -> bytes:
    chosen = braille.Options(Format.BRF, page, begins=begins)
    return braille.render(for_medium(document, Medium.BRAILLE), chosen)


def lines(document: Document, *begins: int, page: BraillePage = PAGE) -> list[str]:
    """The lines of the leaflet's own text."""
    text = brf(document, begins, page).decode("ascii").replace("\f", "")
    return [one for one in text.split("\r\n") if one][4:]


def codes(document: Document, data: bytes, begins: tuple[int, ...], page: BraillePage = PAGE, kind: Format = Format.BRF) -> list[str]:  # fmt: skip
    shown = for_medium(document, Medium.BRAILLE)
    file = Brailled(shown, Edition("x", kind, page=page), data, "x", begins)
    return [f"{one.code} {one.message}" for one in prove(file)]


PARTS = leaflet(doc.Paragraph(line("Aa bb cc dd.")), doc.Paragraph(line("Ee ff.")))
TITLE = len("Title")


def test_a_page_stands_between_the_words_that_it_begins_between() -> None:
    assert lines(PARTS, TITLE + 4) == ["  ,AA BB", '              "3#B', "CC DD4", "  ,EE FF4"]
    assert lines(PARTS, TITLE + 9) == ["  ,AA BB CC DD4", '              "3#B', "  ,EE FF4"]


def test_in_american_braille_it_is_a_line_of_hyphens() -> None:
    page = replace(PAGE, print_pages=PrintPages.LINE)
    assert lines(PARTS, TITLE + 4, page=page)[1] == "-" * 30 + "#B"


def test_a_page_that_begins_inside_a_word_stands_before_the_next_one() -> None:
    assert lines(PARTS, TITLE + 3) == lines(PARTS, TITLE + 4)
    assert lines(PARTS, TITLE + 7)[1:] == ['              "3#B', "  ,EE FF4"], "after the last word"


def test_two_pages_may_begin_in_one_text_and_two_at_one_place() -> None:
    found = lines(PARTS, TITLE + 2, TITLE + 6)
    assert found == [
        "  ,AA",
        '              "3#B',
        "BB CC",
        '              "3#C',
        "DD4",
        "  ,EE FF4",
    ]
    assert lines(PARTS, TITLE + 9, TITLE + 9)[1:3] == ['              "3#B', '              "3#C']


def test_a_page_with_nothing_of_the_leaflet_is_not_named() -> None:
    assert '"3' not in "".join(lines(PARTS, TITLE + 14, TITLE + 99))


def test_nothing_is_named_unless_the_charity_asks() -> None:
    assert brf(PARTS, (TITLE + 4,), BraillePage(32, 25)) == brf(PARTS, (), BraillePage(32, 25))
    assert BraillePage().print_pages is PrintPages.NONE


def test_a_heading_has_its_blank_line_under_the_page() -> None:
    section = doc.Section(line("Next"), (doc.Paragraph(line("Text.")),))
    text = brf(leaflet(doc.Paragraph(line("Aa.")), sections=(section,)), (TITLE + 3,))
    assert '"3#B\r\n\r\n             ,NEXT\r\n' in text.decode("ascii")


@pytest.mark.slow
def test_a_page_is_never_named_on_the_last_line_of_a_page() -> None:
    many = leaflet(*(doc.Paragraph(line(f"Text {n}.")) for n in range(60)))
    for place in range(TITLE, TITLE + 300, 7):
        for sheet in brf(many, (place,)).decode("ascii").split("\f"):
            assert not sheet.rstrip().endswith('"3#B')
        assert codes(many, brf(many, (place,)), (place,)) == []


def test_an_item_and_a_row_know_what_print_says_of_them() -> None:
    items = doc.NumberedList((doc.Item(line("Aa bb.")), doc.Item(line("Cc dd."))))
    assert lines(leaflet(items), TITLE + 5) == ["#A4 ,AA BB4", '              "3#B', "#B4 ,CC DD4"]
    assert lines(leaflet(items), TITLE + 7) == [
        "#A4 ,AA BB4",
        "#B4 ,CC",
        '              "3#B',
        "  DD4",
    ]
    table = doc.Table(
        (line("Aa"), line("Bb")), ((line("Cc"), line("Dd")), (line("Ee"), line("Ff")))
    )
    assert lines(leaflet(table), TITLE + 8)[2:4] == ['              "3#B', ",AA3 ,EE"]


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", [Format.BRF, Format.PEF, Format.BRAILLE_TEXT])
def test_every_place_of_a_leaflet_passes_its_proof(tag: str, way: PrintPages, kind: Format) -> None:
    document, page = specimen(tag), replace(PAGE, print_pages=way)
    shown = for_medium(document, Medium.BRAILLE)
    for place in range(0, 420, 37):
        begins = (place, place + 11, place + 400)
        data = braille.render(shown, braille.Options(kind, page, begins=begins))
        assert codes(document, data, begins, page, kind) == []


@pytest.mark.slow
@pytest.mark.parametrize("tag", sorted(scripts.WORDS))
def test_every_language_passes_its_proof(tag: str) -> None:
    from pipeline.braille import liblouis

    if liblouis.lacks(tag):
        with pytest.raises(Exception, match="A520"):
            brf(scripts.specimen(tag), (3,))
        return
    document = scripts.specimen(tag)
    for place in range(0, 200, 41):
        assert codes(document, brf(document, (place,)), (place,)) == []


# Planted defects.


def moved(text: str, mark: str, to: str) -> str:
    bare = text.replace(f"{mark}\r\n", "", 1)
    assert bare.count(to) == 1 and bare != text
    return bare.replace(to, f"{mark}\r\n{to}")


MARK = '              "3#B'
PLANTED: list[tuple[str, str, Any]] = [
    ("A515", "no page is named", lambda text: text.replace(f"{MARK}\r\n", "")),
    ("A505", "another page is named", lambda text: text.replace(MARK, MARK.replace("#B", "#C"))),
    ("A505", "it is not in the middle", lambda text: text.replace(MARK, f" {MARK}")),
    ("A515", "it stands a text too late", lambda text: moved(text, MARK, "  ,GG HH4")),
    ("A515", "it stands a text too early", lambda text: moved(text, MARK, "  ,AA BB4")),
]


@pytest.mark.parametrize(("code", "what", "change"), PLANTED, ids=[one[1] for one in PLANTED])
def test_a_page_that_is_named_wrongly_is_refused(code: str, what: str, change: Any) -> None:
    document = leaflet(*(doc.Paragraph(line(text)) for text in ("Aa bb.", "Ee ff.", "Gg hh.")))
    begins = (TITLE + 5,)
    right = brf(document, begins).decode("ascii")
    assert codes(document, right.encode(), begins) == [] and MARK in right
    wrong = change(right)
    assert wrong != right
    assert code in {one[:4] for one in codes(document, wrong.encode(), begins)}


def test_a_page_that_begins_a_word_late_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    right = turns._word
    monkeypatch.setattr(turns, "_word", lambda words, place: right(words, place) + 1)
    begins = (TITLE + 4,)
    assert {one[:4] for one in codes(PARTS, brf(PARTS, begins), begins)} == {"A515"}


def test_the_last_line_of_a_page_is_refused() -> None:
    page = replace(PAGE, lines=12)
    many = leaflet(*(doc.Paragraph(line(f"Text {n}.")) for n in range(20)))
    at = (TITLE + 6 * 6,)
    text = brf(many, at, page).decode("ascii")
    first, second, *rest = text.split("\f")
    assert second.split("\r\n")[1] == MARK
    wrong = "\f".join([f"{first}{MARK}\r\n", second.replace(f"{MARK}\r\n", "", 1), *rest])
    assert any("is the last on its page" in one for one in codes(many, wrong.encode(), at, page))


# From the finished large print.


def test_the_word_that_begins_a_page_on_paper_begins_it_in_braille() -> None:
    numbers = " ".join(f"w{n:04}" for n in range(700))
    document = leaflet(doc.Paragraph(line(numbers)))
    data = pdf.render(for_medium(document, Medium.PRINT), pdf.Options(PrintProfile(LARGE.body)))
    begins = page_begins(document, File(LARGE, "x", len(data), ""), data, Medium.BRAILLE)
    assert len(begins) >= 2
    text = (document.title.inlines[0].text + numbers).replace(" ", "")  # type: ignore[union-attr]
    found = brf(document, begins).decode("ascii")
    for number, place in enumerate(begins, 2):
        figure = "".join(" ABCDEFGHI"[int(one)] if int(one) else "J" for one in str(number))
        first = re.search(rf'"3#{figure}\r\nW#([A-J]+)', found)
        assert first and text[place : place + 5] == "w" + first[1].translate(str.maketrans("ABCDEFGHIJ", "1234567890"))  # fmt: skip
    assert codes(document, found.encode(), begins) == []


@pytest.mark.slow
def test_a_build_names_the_pages_of_the_large_print_that_it_made(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    long = " ".join(["Take it as your team says, every day, with some water."] * 60)
    edit(root, "source/alpha.md", "Stay {stay} days.", f"Stay {{stay}} days.\n\n{long}")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[large-print, braille]")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en]")
    assert made(root).ok
    [plain] = [data for path, data in made_files(root).items() if path.endswith(".brf")]
    edit(root, "source/publisher.yaml", "languages:", "braille: {print_pages: centred}\nlanguages:")
    again = made(root)
    assert again.ok and [path.rpartition(".")[2] for path in again.made] == ["brf"]
    [marked] = [data for path, data in made_files(root).items() if path.endswith(".brf")]
    assert b'"3#B\r\n' in marked and b'"3' not in plain
    assert not made(root).made
    sign(root, "alpha", "en")
    from tests.test_build_releases import released

    assert not released(root).found, "the release proves it against the large print beside it"


def test_the_charity_chooses_how_and_needs_large_print_for_it() -> None:
    def read(text: str) -> tuple[PrintPages, list[str]]:
        found, wrong = wishes.read(f"name: A\n{text}", "p")
        page = next(one.page for one in found.editions if one.format is Format.BRF)
        return page.print_pages, [one.code for one in wrong]

    assert read("") == (PrintPages.NONE, [])
    assert read("braille: {print_pages: line}\n") == (PrintPages.LINE, [])
    assert read("braille: {print_pages: yes}\n") == (PrintPages.NONE, ["S004"])
    assert read("editions: [braille]\nbraille: {print_pages: line}\n")[1] == ["S004"]
    assert read("editions: [braille]\nbraille: {print_pages: none}\n")[1] == []
