"""The Word file of the leaflet, judged by openxml-audit and opened by LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import openxml_audit
import pytest

from pipeline.checks.output import bare as plain
from pipeline.checks.output import texts as expected
from pipeline.document import Medium, walk_sections
from tests.acceptance.conftest import TAGS, Made
from tests.readers import docx as reader


def audit(path: Path) -> list[str]:
    result = openxml_audit.OpenXmlValidator().validate(str(path))
    return [str(error) for error in result.errors]


@pytest.mark.parametrize("tag", TAGS)
def test_openxml_audit_finds_no_error(made: Made, tag: str) -> None:
    assert audit(made.file(tag, "word")) == []


@pytest.mark.parametrize(
    ("part", "was", "now"),
    [
        ("word/document.xml", b"<w:body>", b"<w:body><w:nonsense/>"),
        ("word/document.xml", b"<w:pPr>", b'<w:pPr><w:jc w:val="sideways"/>'),
    ],
)
def test_a_planted_defect_does_not_pass(
    made: Made, tmp_path: Path, part: str, was: bytes, now: bytes
) -> None:
    source = zipfile.ZipFile(io.BytesIO(made.file("en", "word").read_bytes()))
    with zipfile.ZipFile(tmp_path / "broken.docx", "w") as broken:
        for name in source.namelist():
            data = source.read(name)
            assert name != part or was in data
            broken.writestr(name, data.replace(was, now, 1) if name == part else data)
    assert audit(tmp_path / "broken.docx")


@pytest.mark.parametrize("tag", TAGS)
def test_the_text_and_headings_are_the_documents(made: Made, tag: str) -> None:
    found = reader.paragraphs(made.file(tag, "word").read_bytes())
    document = made.document(tag, Medium.WORD)
    bullets = str.maketrans("", "", "•–")
    wanted = plain("".join(expected(document))).translate(bullets)
    assert plain("".join(p.text for p in found)).translate(bullets) == wanted
    levels = [1, *(min(level, 6) for level, _ in walk_sections(document))]
    headings = [p.style for p in found if p.style.startswith("Heading")]
    assert headings == [f"Heading{level}" for level in levels]


@pytest.fixture(scope="session")
def opened(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every Word file as LibreOffice opens it, saved again as Writer's own format, whose text can be read."""
    folder = tmp_path_factory.mktemp("libreoffice")
    files = [str(made.file(tag, "word")) for tag in TAGS]
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "fodt",
                    "--outdir", str(folder), *files], check=True, capture_output=True, timeout=300)  # fmt: skip
    return folder


@pytest.mark.parametrize("tag", TAGS)
def test_libreoffice_opens_it_with_headings_lists_and_table(
    made: Made, opened: Path, tag: str
) -> None:
    text = (opened / made.file(tag, "word").with_suffix(".fodt").name).read_text("utf-8")
    document = made.document(tag, Medium.WORD)
    headings = 1 + len(list(walk_sections(document)))
    assert text.count("<text:h ") == headings
    assert text.count("<table:table-header-rows>") == text.count("<table:table ") == 2
    assert "<text:list " in text and "08088" in text
    assert ('style:writing-mode="rl-tb"' in text) == (tag == "ur")


@pytest.fixture(scope="session")
def printed(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Urdu Word file as LibreOffice draws it."""
    folder = tmp_path_factory.mktemp("drawn")
    path = made.file("ur", "word")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                    "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=300)  # fmt: skip
    return folder / path.with_suffix(".pdf").name


def test_figures_stay_in_order_on_the_page_that_libreoffice_draws(printed: Path) -> None:
    """Groups of a phone number from left to right, a percentage with its sign at the right: no validator sees that."""
    done = subprocess.run(["pdftotext", "-bbox", str(printed), "-"], capture_output=True, text=True, check=True)  # fmt: skip
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', done.stdout)
    drawn = [(text.replace("\u00a0", " "), float(x), float(y)) for x, y, text in words]
    for number in ("08088 010 444", "07500 068 065"):
        groups = [next((x, y) for text, x, y in drawn if text == group) for group in number.split()]
        assert [x for x, _ in groups] == sorted(x for x, _ in groups)
        assert len({y for _, y in groups}) == 1
    assert any(text == "70.8%" for text, _, _ in drawn)
    assert any(text == "SC049802" for text, _, _ in drawn)
