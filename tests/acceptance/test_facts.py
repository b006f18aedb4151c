"""Parity of facts: every figure, phone number and date of the leaflet is found again, in order, in print, Word and
narration of every language, by readers that share no code with what wrote them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks import printed
from pipeline.checks.output import contents
from pipeline.document import Document, Medium
from pipeline.facts import Fact
from pipeline.speech.script import script
from tests.acceptance.conftest import EVERY, PAGES, SPOKEN, Made
from tests.acceptance.test_pdf import structure_text
from tests.readers import docx as word_reader
from tests.readers import figures

OF_FIRST = ("ur", "bn", "zh_Hans", "pa")  # "of 100 people, about 71"


def canonical(fact: Fact, tag: str) -> list[str]:
    """A fact as the readers write it."""
    match fact.kind, fact.value:
        case "percent", value:
            return [f"{value}%"]
        case "date", datetime.date() as day:
            named = {"y": str(day.year), "m": f"M{day.month}", "d": str(day.day)}
            return [named[one] for one in {"zh_Hans": "ymd", "so": "mdy"}.get(tag, "dmy")]
        case "month", datetime.date() as day:
            parts = [f"M{day.month}", str(day.year)]
            return parts[::-1] if tag == "zh_Hans" else parts
        case _, value:
            return ["".join(c for c in str(value) if c.isdigit())]


def in_line(document: Document, inlines: doc.Inlines) -> Iterator[str]:
    for one in inline.walk(inlines):
        if isinstance(one, doc.FactRef):
            yield from canonical(document.fact(one.name), document.tag)


def plain_words(percent: Decimal, tag: str) -> list[str]:
    """At least 1%: n in 100; below: n in 1,000; half up."""
    of = 100 if percent >= 1 else 1000
    n = math.floor(float(percent) * of / 100 + 0.5)
    return [str(of), str(n)] if tag in OF_FIRST else [str(n), str(of)]


def in_block(document: Document, block: doc.Block) -> Iterator[str]:
    match block:
        case doc.Paragraph(line):
            yield from in_line(document, line.inlines)
        case doc.BulletList(items) | doc.NumberedList(items):
            for item in items:
                yield from in_line(document, item.line.inlines)
                for inner in item.blocks:
                    yield from in_block(document, inner)
        case doc.SideEffects(entries):
            for entry in entries:
                yield f"{entry.percent}%"
                yield from plain_words(entry.percent, document.tag)
        case doc.Callout(_, blocks):
            for inner in blocks:
                yield from in_block(document, inner)
        case _:
            raise AssertionError("the leaflet has no such block")


def in_document(document: Document) -> list[str]:
    found = [
        figure for sentence in words.notice(document) for figure in in_line(document, sentence)
    ]
    for block in document.blocks:
        found += in_block(document, block)
    for _, section in doc.walk_sections(document):
        found += in_line(document, section.heading.inlines)
        found += [figure for block in section.blocks for figure in in_block(document, block)]
    return found


def in_word(document: Document) -> list[str]:
    """With the helpline and the dates that follow the notice."""
    whole = in_document(document)
    notice = [figure for one in words.notice(document) for figure in in_line(document, one)]
    said = (*words.ask(document), *words.dates(document))
    front = [figure for sentence in said for figure in in_line(document, sentence)]
    return [*notice, *front, *whole[len(notice) :]]


def on_pages(document: Document, file: Path) -> list[str]:
    """With the helpline and the dates of the first page, and the contents, whose headings come with a page."""
    whole = in_document(document)
    notice = [figure for one in words.notice(document) for figure in in_line(document, one)]
    said = (*words.ask(document), *words.dates(document))
    front = [figure for sentence in said for figure in in_line(document, sentence)]
    with pikepdf.open(file) as opened:
        listed = contents(document, printed.read(file.read_bytes()), len(opened.pages))
    for section, (_, page) in zip(document.sections, listed, strict=True):
        front += [*in_line(document, section.heading.inlines), str(page)]
    return [*notice, *front, *whole[len(notice) :]]


@pytest.mark.parametrize("tag", EVERY)
def test_the_leaflet_holds_what_the_charity_gave(made: Made, tag: str) -> None:
    found = in_document(made.document(tag, Medium.PRINT))
    # The notice 3; the stay, the infusion and the cycles 9; contraception and breastfeeding 2; twelve side effects
    # with a percentage and two figures of its plain form each 36; phones 2; dates 8; charity numbers 2.
    assert len(found) == 3 + 9 + 2 + 36 + 2 + 8 + 2
    for figure in ("08088010444", "07500068065", "1183890", "049802", "96", "48", "70.8%", "0.8%"):
        assert figure in found


@pytest.mark.parametrize(("tag", "edition"), PAGES)
def test_every_figure_is_in_the_pdf_in_order_and_no_other(
    made: Made, tag: str, edition: str
) -> None:
    read = figures.written(structure_text(made.file(tag, edition), "\n"), tag)
    assert read == on_pages(made.document(tag, Medium.PRINT), made.file(tag, edition))


@pytest.mark.parametrize("tag", EVERY)
def test_every_figure_is_in_the_word_file_in_order_and_no_other(made: Made, tag: str) -> None:
    text = "\n".join(p.text for p in word_reader.paragraphs(made.file(tag, "word").read_bytes()))
    assert figures.written(text, tag) == in_word(made.document(tag, Medium.WORD))


@pytest.mark.parametrize("tag", SPOKEN)
def test_every_figure_is_said_in_order(made: Made, tag: str) -> None:
    """Words of prose and of the pipeline that are numbers ("list of two items") stand between them."""
    document = made.document(tag, Medium.AUDIO)
    said = "\n".join(utterance.text for utterance in script(document, {}).utterances)
    heard = iter(figures.spoken(said.replace("\n", " . "), tag))
    missing = [figure for figure in in_document(document) if figure not in heard]
    assert not missing


@pytest.mark.parametrize("tag", SPOKEN)
def test_a_changed_figure_is_noticed(made: Made, tag: str) -> None:
    """The readers are no rubber stamp: one other figure in the sound, and the comparison fails."""
    document = made.document(tag, Medium.AUDIO)
    said = " . ".join(utterance.text for utterance in script(document, {}).utterances)
    wanted = in_document(document)
    wanted[wanted.index("70.8%")] = "78%"
    heard = iter(figures.spoken(said, tag))
    assert [figure for figure in wanted if figure not in heard]
