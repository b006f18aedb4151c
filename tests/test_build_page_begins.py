"""Where the pages of large print begin in the text that a screen has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import document as doc
from pipeline.build.beside import File
from pipeline.build.page_begins import page_begins
from pipeline.checks.elements import promised_text
from pipeline.document import Document, Line, Medium, Text, for_medium
from pipeline.publisher import EDITIONS, PrintProfile
from pipeline.render import pdf
from tests.readers.tagged import words
from tests.specimens import TAGS, specimen

LARGE = next(one for one in EDITIONS if one.name == "large-print")


def printed(document: Document) -> bytes:
    return pdf.render(for_medium(document, Medium.PRINT), pdf.Options(PrintProfile(LARGE.body)))


def begins(document: Document, data: bytes) -> tuple[int, ...]:
    return page_begins(document, File(LARGE, "x.pdf", len(data), ""), data)


def long(tag: str) -> Document:
    """The specimen three times, with a paragraph only for paper and one only for the web."""
    found = specimen(tag)
    title = found.title.inlines
    only = [doc.Only((medium,), (doc.Paragraph(Line(title * 9)),)) for medium in (Medium.PRINT, Medium.WEB)]  # fmt: skip
    return replace(found, blocks=(*found.blocks, *only), sections=found.sections * 3)


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_every_page_has_its_beginning_in_order(tag: str) -> None:
    document = long(tag)
    found = begins(document, printed(document))
    assert len(found) >= 3 and list(found) == sorted(found)
    assert found[0] >= 0 and found[-1] <= len(promised_text(for_medium(document, Medium.WEB)))


def test_the_word_that_begins_a_page_on_paper_begins_it_on_the_screen(tmp_path: Path) -> None:
    numbers = " ".join(f"w{n:04}" for n in range(900))
    link = doc.Link((Text("our page"),), "page")
    document = replace(specimen("en"), blocks=(doc.Paragraph(Line((link, Text(f" {numbers}")))),))
    data = printed(document)
    (tmp_path / "x.pdf").write_bytes(data)
    text = promised_text(for_medium(document, Medium.WEB))
    first: dict[int, str] = {}
    for word in words(tmp_path / "x.pdf"):
        if word.text.startswith("w0"):
            first.setdefault(word.page, word.text)
    first.pop(min(first))  # where the paragraph begins
    found = dict(enumerate(begins(document, data), 2))
    assert len(first) >= 2
    assert {page: text[found[page] : found[page] + 5] for page in first} == first


def test_a_file_of_another_leaflet_gives_no_pages() -> None:
    assert begins(specimen("en"), printed(specimen("pl"))) == ()
