"""The pipeline's own words: complete in every language that ships with it, filled by name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import inline, words
from pipeline.catalogs import gate
from pipeline.document import Dates, Document, Foreign, Offer, State, Status, Way
from pipeline.facts import Fact, Kind, plain_text
from pipeline.words import Word
from tests.specimens import TAGS, specimen

LOCALE = Path(words.__file__).parent / "locale"
SHIPPED = sorted(folder.name for folder in LOCALE.iterdir())


@pytest.mark.parametrize("tag", SHIPPED)
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


@pytest.mark.parametrize("tag", SHIPPED)
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
        (Status(withdrawn=True, overdue=True), "This leaflet has been withdrawn. Do not use it. Ask your health team"),
    ],
)  # fmt: skip
def test_the_notice_says_what_a_reader_must_know(status: Status, begins: str) -> None:
    text = told(replace(specimen("en"), status=status))
    assert text.startswith(begins) and bool(text) == bool(begins)


def asked(document: Document) -> list[str]:
    return [plain_text(inline.plain(sentence)) for sentence in words.ask(document)]


def test_the_panel_says_what_there_is_what_is_made_on_request_and_what_is_lacking() -> None:
    document = specimen("en")
    assert asked(document) == [
        "Ask for this leaflet in large print, audio or another language.",
        "We make these for you on request: braille and Easy Read.",
        "Call 08088 010 444.",
        "This leaflet in other languages:",
        "Polski · اردو · বাংলা · 简体中文",
        "We do not have these yet: British Sign Language.",
    ]
    assert asked(replace(document, offer=Offer())) == []
    assert asked(replace(document, offer=Offer(made=(Way.WORD,)))) == ["Ask for this leaflet in a Word file."]  # fmt: skip
    assert asked(replace(document, offer=Offer("helpline"))) == ["Call 08088 010 444."]


@pytest.mark.parametrize("tag", TAGS[1:])
def test_the_panel_is_in_the_leaflets_language_and_names_each_other_in_its_own(tag: str) -> None:
    own, wrong = gate.read((LOCALE / tag / "LC_MESSAGES/pipeline.po").read_bytes(), "p", tag)
    assert own and not wrong
    spoken = tuple((m.msgid, m.msgstr[0]) for m in own.living)
    document = replace(specimen(tag), words=spoken)
    tags = {one.tag for sentence in words.ask(document) for one in inline.walk(sentence) if isinstance(one, Foreign)}  # fmt: skip
    assert tags == set(TAGS) - {tag}
    assert "08088 010 444" in "".join(asked(document))
    assert not any(word.value in " ".join(asked(document)) for word in (Word.BRAILLE, Word.AUDIO))


def test_a_list_is_in_english_as_a_whole_where_one_of_its_words_is_missing() -> None:
    known = ((Word.ASK_FOR.value, "Pytaj: {ways}."), (Word.AUDIO.value, "nagranie"))
    document = replace(specimen("pl"), words=known, offer=Offer(made=(Way.AUDIO, Way.WORD)))
    [(sentence,)] = words.ask(document)
    assert isinstance(sentence, Foreign) and sentence.tag == "en"
    assert asked(document) == ["Ask for this leaflet in audio or a Word file."]
    assert asked(replace(document, offer=Offer(made=(Way.AUDIO,)))) == ["Pytaj: nagranie."]


def test_dates_and_version_are_said_as_far_as_there_are_any() -> None:
    document = specimen("en")
    versioned = replace(document, facts=(*document.facts, ("version", Fact(Kind.REFERENCE, "3"))))
    said = [plain_text(inline.plain(sentence)) for sentence in words.dates(versioned)]
    assert said == ["Last reviewed: 30 June 2023", "Updated: February 2026",
                    "Next review due: 30 June 2026", "Version: 3"]  # fmt: skip
    assert words.dates(replace(document, dates=Dates())) == ()


def test_a_machines_draft_says_so() -> None:
    document = replace(specimen("pl"), status=Status(machine=True))
    assert "a machine made this translation" in told(document)


def test_other_languages_can_be_named_in_the_leaflets_own() -> None:
    offer = Offer(languages=("pl", "ur", "zh_Hans"))
    assert (
        inline.plain(words.exonyms(replace(specimen("en"), offer=offer)))
        == "Polish, Urdu and Chinese (Simplified)"
    )
    assert inline.plain(words.exonyms(replace(specimen("pl"), offer=offer))).startswith(
        "polski, urdu i chiński"
    )
