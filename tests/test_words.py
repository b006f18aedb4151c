"""The pipeline's own words: complete in every language that ships with it, filled by name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import inline, words
from pipeline.catalogs import gate
from pipeline.document import Document, Foreign, State, Status
from pipeline.words import Word
from tests.specimens import TAGS, specimen

LOCALE = Path(words.__file__).parent / "locale"


@pytest.mark.parametrize("tag", TAGS[1:])
def test_every_word_is_translated_with_its_markers(tag: str) -> None:
    path = LOCALE / tag / "LC_MESSAGES" / "pipeline.po"
    catalog, wrong = gate.read(path.read_bytes(), path.name, tag)
    assert catalog and not wrong
    assert {message.msgid for message in catalog.living} == {str(word) for word in Word}
    for message in catalog.living:
        assert message.translated
        markers = [
            sorted(re.findall(r"\{\w+\}", text)) for text in (message.msgid, *message.msgstr)
        ]
        assert markers[0] == markers[1], message.msgid
        assert not re.search(r"\d", message.msgstr[0])


@pytest.mark.parametrize("tag", TAGS[1:])
def test_the_catalogs_say_that_a_machine_wrote_them(tag: str) -> None:
    text = (LOCALE / tag / "LC_MESSAGES" / "pipeline.po").read_text("utf-8")
    assert text.startswith("# MACHINE DRAFT:")


def test_a_word_is_filled_by_name_and_never_formatted() -> None:
    document = replace(specimen("en"), tag="pl", words=((Word.PAGE.value, "{page} {pages} {page.__class__}"),))  # fmt: skip
    assert words.text(document, Word.PAGE, page="1", pages="2") == "1 2 {page.__class__}"


def test_a_missing_word_stands_in_english_and_is_tagged_so() -> None:
    document = replace(specimen("en"), tag="ur", words=())
    assert words.inlines(document, Word.WARNING) == (Foreign(words.inlines(specimen("en"), Word.WARNING), "en"),)  # fmt: skip
    assert not words.known(document, Word.WARNING)


def told(document: Document) -> str:
    return " ".join(inline.plain(sentence) for sentence in words.notice(document))


@pytest.mark.parametrize(
    ("status", "begins"),
    [
        (Status(State.APPROVED), ""),
        (Status(State.DRAFT), "Draft: this leaflet has not been approved yet."),
        (Status(State.REVIEWED), "Draft: this leaflet has not been approved yet."),
        (Status(State.APPROVED, overdue=True), "This leaflet was due for review on 30\xa0June\xa02026."),
        (Status(State.APPROVED, untranslated=1), "Draft:"),
    ],
)  # fmt: skip
def test_the_notice_says_what_a_reader_must_know(status: Status, begins: str) -> None:
    text = told(replace(specimen("en"), status=status))
    assert text.startswith(begins) and bool(text) == bool(begins)


def test_a_machines_draft_says_so() -> None:
    document = replace(specimen("pl"), status=Status(machine=True))
    assert "a machine made this translation" in told(document)
