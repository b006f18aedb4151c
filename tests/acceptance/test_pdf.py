"""The PDF of the leaflet, judged by veraPDF, page-validation and poppler."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest

from pipeline.checks import printed as reader
from pipeline.checks.output import Printed, contents, occurrences, page_texts, prove
from pipeline.checks.output import bare as plain
from pipeline.document import Medium
from pipeline.publisher import BOOKLET, EDITIONS, PrintProfile
from pipeline.render import pdf
from pipeline.validators import verapdf
from tests import scripts, specimens
from tests.acceptance.conftest import EVERY, PAGES, TAGS, Made


@pytest.mark.parametrize(("tag", "edition"), PAGES)
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_verapdf_finds_nothing(made: Made, tag: str, edition: str, profile: str) -> None:
    assert verapdf.failures(made.file(tag, edition), profile) == []


@pytest.mark.parametrize(("tag", "edition"), PAGES)
def test_the_finished_file_passes_its_own_proof(made: Made, tag: str, edition: str) -> None:
    [chosen] = [one for one in EDITIONS if one.name == edition]
    document, data = made.document(tag, Medium.PRINT), made.file(tag, edition).read_bytes()
    assert not list(prove(Printed(document, PrintProfile(chosen.body), data, "x.pdf")))


@pytest.mark.parametrize("tag", scripts.WORDS)
def test_verapdf_finds_nothing_in_any_script(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "specimen.pdf"
    path.write_bytes(pdf.render(scripts.specimen(tag), pdf.Options(PrintProfile(18))))
    assert verapdf.failures(path) == verapdf.failures(path, "2a") == []


@pytest.mark.parametrize("tag", TAGS)
def test_verapdf_finds_nothing_in_any_kind_of_block(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "specimen.pdf"
    path.write_bytes(pdf.render(specimens.specimen(tag), pdf.Options(PrintProfile(18))))
    assert verapdf.failures(path) == verapdf.failures(path, "2a") == []


@pytest.mark.parametrize("tag", TAGS)
def test_verapdf_finds_nothing_in_the_pages_of_a_booklet(
    made: Made, tag: str, tmp_path: Path
) -> None:
    """Before they are laid out on sheets, which have no tags."""
    path = tmp_path / "booklet.pdf"
    path.write_bytes(pdf.render(made.document(tag, Medium.PRINT), pdf.Options(BOOKLET)))
    assert verapdf.failures(path) == verapdf.failures(path, "2a") == []


@pytest.mark.parametrize(("tag", "edition"), PAGES)
def test_page_validation_finds_nothing_against_pdf_ua(made: Made, tag: str, edition: str) -> None:
    data = made.file(tag, edition).read_bytes()
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, sorted({failure.rule_id for failure in report.failures})


@pytest.mark.parametrize("tag", TAGS)
def test_verapdf_finds_nothing_against_pdf_ua_2_when_asked_for_it(
    made: Made, tag: str, tmp_path: Path
) -> None:
    path = tmp_path / "specimen.pdf"
    path.write_bytes(pdf.render(specimens.specimen(tag), pdf.Options(PrintProfile(18), ua=2)))
    assert verapdf.failures(path, "ua2") == []
    path.write_bytes(
        pdf.render(made.document(tag, Medium.PRINT), pdf.Options(PrintProfile(18), ua=2))
    )
    assert verapdf.failures(path, "ua2") == []  # with contents
    assert path.read_bytes().startswith(b"%PDF-2.0")


PLANTED: dict[str, Callable[[Any], None]] = {
    "7.1-8": lambda file: file.Root.__delitem__("/Metadata"),
    "7.2-33": lambda file: file.Root.__delitem__("/Lang"),
    "7.1-11": lambda file: file.Root.__delitem__("/StructTreeRoot"),
    "7.1-10": lambda file: file.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
}


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_defect_does_not_pass(made: Made, rule: str, tmp_path: Path) -> None:
    with pikepdf.open(made.file("en", "clear-print")) as file:
        PLANTED[rule](file)
        file.save(tmp_path / "broken.pdf")
    found = verapdf.failures(tmp_path / "broken.pdf")
    assert any(failure.startswith(f"{rule}:") for failure in found), found


def structure_text(path: Path, between: str = "") -> str:
    """The quoted texts of poppler's view of the structure tree, in order."""
    done = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True)  # fmt: skip
    return between.join(re.findall(r'^ *"(.*)"$', done.stdout, re.MULTILINE))


@pytest.mark.parametrize(("tag", "edition"), PAGES)
def test_what_a_screen_reader_gets_is_the_documents_text(
    made: Made, tag: str, edition: str
) -> None:
    document, data = made.document(tag, Medium.PRINT), made.file(tag, edition).read_bytes()
    text = plain(structure_text(made.file(tag, edition)))
    with pikepdf.open(made.file(tag, edition)) as file:
        listed = contents(document, reader.read(data), len(file.pages))
    assert len(listed) == len(document.sections)
    wanted = plain("".join(page_texts(document, listed)))
    assert text.replace("–", "•") == wanted.replace("–", "•")


@pytest.mark.parametrize(("tag", "edition"), PAGES)
def test_figures_stand_in_reading_order_on_the_page(made: Made, tag: str, edition: str) -> None:
    places = list(reader.placed(made.file(tag, edition).read_bytes()))
    percent = "70,8%" if tag in ("pl", "ro") else "70.8%"
    for figure in ("08088010444", "07500068065", "1183890", "SC049802", percent):
        found = occurrences(places, figure)
        assert found, f"{figure} is nowhere"
        for run in found:
            assert [p.x for p in run] == sorted(p.x for p in run)
            assert len({(p.page, p.y) for p in run}) == 1


@pytest.mark.parametrize(("tag", "edition"), PAGES)
def test_every_page_is_a4_and_says_which_it_is(made: Made, tag: str, edition: str) -> None:
    path = made.file(tag, edition)
    with pikepdf.open(path) as file:
        count = len(file.pages)
        assert {tuple(map(float, page.mediabox)) for page in file.pages} == {(0, 0, 595.28, 841.89)}
    places = list(reader.placed(path.read_bytes()))
    for number in range(count):
        foot = min(p.y for p in places if p.page == number)
        text = "".join(p.text for p in places if (p.page, p.y) == (number, foot))
        assert sorted(map(int, re.findall(r"\d+", text))) == [number + 1, count]


@pytest.mark.parametrize("tag", EVERY)
def test_the_outline_names_every_section(made: Made, tag: str) -> None:
    with pikepdf.open(made.file(tag, "large-print")) as file, file.open_outline() as outline:
        [top] = outline.root
        titles = [str(item.title) for item in top.children]
    document = made.document(tag, Medium.PRINT)
    assert len(titles) == len(document.sections)
