"""Pseudo-languages: a word with a plain letter in an output is one that no translator was ever shown."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import lxml.html
import pikepdf
import pytest
from lxml import etree

from pipeline import document as doc
from pipeline import exchange, inline, status, words
from pipeline import project as projects
from pipeline.braille import liblouis
from pipeline.build.make import render
from pipeline.build.plan import Choice, published
from pipeline.build.release import release
from pipeline.checks.output import PRINTED, Printed
from pipeline.checks.printed import placed, read
from pipeline.document import Document, Medium, Status, for_medium, lines
from pipeline.facts import plain_text
from pipeline.languages import SOURCE, language, languages, pseudo_languages
from pipeline.publisher import EDITIONS, Edition, Format, PrintProfile
from pipeline.render import braille, docx, epub, html, pdf, zipped
from pipeline.render.aloud import Reading
from pipeline.render.daisy.text import Text
from pipeline.speech.numerals import numerals, spoken
from pipeline.speech.options import Options
from pipeline.speech.script import script
from pipeline.translate import translate
from pipeline.words import Word
from tests.acceptance.conftest import REPOSITORY
from tests.projects import NOW, TODAY, charity, edit, files, made, sign
from tests.readers import docx as reader
from tests.specimens import specimen

PSEUDO = list(pseudo_languages())
# No braille is offered in them: no table has their letters.
OFFERED = [edition for edition in EDITIONS if not edition.format.brailled]
PLAIN = re.compile(r"[A-Za-z]")
LISTED = ("and", "or")  # of CLDR's English, the locale of both pseudo-languages


def in_pseudo(tag: str, **status: object) -> Document:
    """The specimen with every block and inline, its notices and all."""
    document, found = translate(specimen("en"), {}, {}, language(tag))
    assert not found
    return replace(document, status=Status(overdue=True, **status))  # type: ignore[arg-type]


def kept(document: Document) -> list[str]:
    """What stands in plain letters in every language: facts, terms, names, addresses, words of other languages."""
    offer = document.offer
    addresses = [*(link.address for link in document.links), offer.audio, offer.page]
    found = [document.publisher, *(part for one in addresses for part in _stretches(one))]
    found += [
        *_shown(words.autonyms(document)),
        *(s for one in words.ask(document) for s in _shown(one)),
    ]
    found += [shown for sentence in words.dates(document) for shown in _shown(sentence)]
    found += [term.name for term in document.terms]
    found += [shown for sentence in words.notice(document) for shown in _shown(sentence)]
    for line in lines(document):
        found += _shown(line.inlines)
    return sorted((plain_text(text) for text in found if text), key=len, reverse=True)


def _stretches(address: str) -> Iterator[str]:
    """Every part of an address that may stand on a line of its own."""
    steps = re.findall(r"[^/]+/*", address)
    for start in range(len(steps)):
        for end in range(start + 1, len(steps) + 1):
            stretch = "".join(steps[start:end])
            yield from (one for one in (stretch, stretch.rstrip("/")) if len(one) > 3)  # not "en"


def _shown(inlines: doc.Inlines) -> Iterator[str]:
    for one in inline.walk(inlines):
        match one:
            case doc.FactRef(_, shown):
                yield shown
            case doc.Foreign(children):
                yield inline.plain(children)


def hard_coded(texts: list[str], document: Document) -> list[str]:
    """The words with plain letters that are none of those."""
    found = []
    for text in texts:
        text = plain_text(text)
        for own in kept(document):
            text = text.replace(own, " ")
        plain = (word for word in re.findall(r"[^\W\d_]+", text) if PLAIN.search(word))
        found += [word for word in plain if word not in LISTED]
    return found


# What an output holds for people.


def whole(document: Document, edition: Edition) -> bytes:
    data = render(document, edition, Options(), None)
    assert isinstance(data, bytes)
    return data


def pdf_texts(data: bytes) -> list[str]:
    """Everything that a reader sees, hears or is told by a menu."""
    tree = read(data)
    texts = [tree.text, *(text for one in tree.walk() for text in (one.alt, one.expansion))]
    drawn: dict[tuple[int, float], str] = {}
    for one in placed(data):
        drawn[one.page, one.y] = drawn.get((one.page, one.y), "") + one.text
    texts += drawn.values()
    with pikepdf.open(io.BytesIO(data)) as opened:
        info = opened.docinfo
        texts += [
            str(info[name])
            for name in ("/Title", "/Author", "/Subject", "/Keywords")
            if name in info
        ]
        texts += [
            str(one["/Contents"])
            for page in opened.pages
            for one in page.get("/Annots", [])
            if "/Contents" in one
        ]
        with opened.open_outline() as outline:
            texts += [item.title for item in _items(outline.root)]
    return texts


def _items(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _items(item.children)


def word_texts(data: bytes) -> list[str]:
    """The text of every part, descriptions of pictures and tables, tips of links, and the file's properties."""
    texts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not re.fullmatch(
                r"word/(document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml", name
            ):
                continue
            for element in etree.fromstring(archive.read(name)).iter():
                kind = etree.QName(element).localname
                if kind in (
                    "t",
                    "title",
                    "subject",
                    "keywords",
                    "description",
                    "creator",
                    "lastModifiedBy",
                ):
                    texts.append(element.text or "")
                texts += [
                    value
                    for key, value in element.attrib.items()
                    if etree.QName(key).localname in ("descr", "title", "tooltip", "alt")
                ]
                if kind in ("tblCaption", "tblDescription"):
                    texts += element.attrib.values()
    return texts


def page_texts(data: bytes) -> list[str]:
    """Everything that a page shows, says or is called."""
    root = lxml.html.document_fromstring(data.decode())
    for element in root.xpath("//script | //style"):
        element.drop_tree()
    attributes = root.xpath(
        "//@alt | //@title | //@aria-label | //meta[@name='description']/@content"
    )
    return [str(text) for text in (*root.itertext(), *attributes)]


def book_texts(data: bytes) -> list[str]:
    """Everything that a book shows, says or is called; what it says of itself in the terms of its format is for programs."""
    texts: list[str] = []
    for name, part in zipped.unpack(data).items():
        if name.endswith(".xhtml"):
            texts += page_texts(part.split(b"\n", 1)[1])
        elif name.endswith(".opf"):
            found = etree.fromstring(part).xpath("//dc:title | //dc:description | //*[contains(@property, 'Summary')]",
                                                 namespaces={"dc": "http://purl.org/dc/elements/1.1/"})  # fmt: skip
            texts += [str(one.text) for one in found]
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("tag", PSEUDO)
def test_no_hard_coded_word_stands_in_a_pdf(tag: str) -> None:
    document = for_medium(in_pseudo(tag), Medium.PRINT)
    texts = pdf_texts(pdf.render(document, pdf.Options(PrintProfile(18.0))))
    assert any("ḟ" in text or "ف" in text for text in texts)
    assert hard_coded(texts, document) == []


@pytest.mark.parametrize("tag", PSEUDO)
def test_no_hard_coded_word_stands_in_a_word_file(tag: str) -> None:
    document = for_medium(in_pseudo(tag), Medium.WORD)
    texts = word_texts(docx.render(document, docx.Options(18.0)))
    assert hard_coded(texts, document) == []


@pytest.mark.parametrize("tag", PSEUDO)
def test_no_hard_coded_word_stands_on_a_web_page(tag: str) -> None:
    document = for_medium(in_pseudo(tag), Medium.WEB)
    texts = page_texts(html.render(document, html.Options()))
    assert any("ḟ" in text or "ف" in text for text in texts)
    assert hard_coded(texts, document) == []


@pytest.mark.parametrize("tag", PSEUDO)
def test_no_hard_coded_word_stands_in_a_book(tag: str) -> None:
    document = for_medium(in_pseudo(tag), Medium.WEB)
    texts = book_texts(epub.render(document, epub.Options(None, b"", "1", (5, 90))))
    assert hard_coded(texts, document) == []


def test_no_hard_coded_word_is_spoken() -> None:
    document = for_medium(in_pseudo("en_XA"), Medium.AUDIO)
    said = [
        utterance.text for utterance in script(document, {}).utterances if utterance.tag == "en_XA"
    ]
    figures = _figure_words(document)
    assert len(said) > 20
    assert [word for word in hard_coded(said, document) if word not in figures] == []


@pytest.mark.parametrize("tag", PSEUDO)
def test_a_pseudo_language_is_spoken_and_written_in_braille_like_any_other(tag: str) -> None:
    document = for_medium(in_pseudo(tag), Medium.BRAILLE)
    assert language(tag).speaker and not liblouis.lacks(tag)
    data = braille.render(document, braille.Options(Format.BRF))
    assert len(data.splitlines()) > 50


@pytest.mark.slow
def test_a_hard_coded_word_is_seen_in_each_of_them() -> None:
    """The test of these tests: a text that no translator was shown."""
    document = in_pseudo("en_XA")
    bare = tuple((msgid, msgid if msgid == Word.END else text) for msgid, text in document.words)
    heading = replace(document.sections[0].heading, inlines=(doc.Text("Hard"),))
    document = replace(
        document, words=bare, sections=(replace(document.sections[0], heading=heading),)
    )
    assert "Hard" in hard_coded(
        pdf_texts(pdf.render(document, pdf.Options(PrintProfile(18.0)))), document
    )
    assert "Hard" in hard_coded(word_texts(docx.render(document, docx.Options(18.0))), document)
    assert "leaflet" in hard_coded([one.text for one in script(document, {}).utterances], document)


# Text.


def test_an_accented_text_is_two_fifths_longer_and_keeps_facts_terms_markup_and_other_languages() -> (
    None
):
    document = in_pseudo("en_XA")
    for english, line in zip(lines(specimen("en")), lines(document), strict=True):
        here, there = (list(inline.walk(one.inlines)) for one in (english, line))
        for before, after in zip(here, there, strict=True):
            if isinstance(before, doc.Text) and isinstance(after, doc.Text):
                longer = 1.4 if re.search("[aeiou]", before.text) else 1.0
                assert len(after.text) >= longer * len(before.text)
            elif isinstance(before, doc.Term | doc.Foreign):
                assert before == after
            else:
                assert type(before) is type(after)


def test_the_markers_of_the_pipelines_own_words_are_left_alone() -> None:
    own = dict(in_pseudo("en_XA").words)
    assert set(own) == {word.value for word in Word}
    assert own[Word.PAGE] == "Ṗááĝéé {page} óóóḟ {pages}"
    for word in Word:
        assert re.findall(r"\{\w+\}", own[word]) == re.findall(r"\{\w+\}", word)


# Right to left.


@pytest.mark.slow
def test_the_mirrored_language_runs_from_right_to_left_in_pdf_and_word() -> None:
    document = for_medium(in_pseudo("ar_XB"), Medium.PRINT)
    profile = PrintProfile(18.0)
    data = pdf.render(document, pdf.Options(profile))
    assert list(PRINTED.run(Printed(document, profile, data, "x.pdf"))) == []
    title = max(one.size for one in placed(data))
    first = [one for one in placed(data) if one.size == title][:4]
    assert [one.x for one in first] == sorted((one.x for one in first), reverse=True)
    file = docx.render(for_medium(in_pseudo("ar_XB"), Medium.WORD), docx.Options(18.0))
    found = reader.paragraphs(file)
    assert all(
        run.rtl for one in found for run in one.runs if re.search("[\u0620-\u064a]", run.text)
    )


# What is published.


def test_no_pseudo_language_is_published_unless_it_is_asked_for_by_name(tmp_path: Path) -> None:
    root = charity(tmp_path)
    edit(root, "source/publisher.yaml", "languages: [en, pl]\n", "")
    (root / "translations/en_XA/LC_MESSAGES").mkdir(parents=True)
    assert not {"en_XA", "ar_XB"} & set(projects.load(root).tags)
    assert not {"en_XA", "ar_XB"} & set(languages())
    asked = projects.with_pseudo(projects.load(root), ["en_XA", "pl"])
    assert [group.tag for group in published(asked)].count("en_XA") == 2
    assert projects.with_pseudo(projects.load(root), ["pl"]) == projects.load(root)


def test_a_pseudo_language_is_built_as_a_draft_while_it_is_asked_for(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, ar-XB]")
    result = made(root, choice=Choice(tags=("ar_XB",)))
    assert result.ok
    assert sorted(result.made) == [
        f"alpha/ar_XB/alpha-ar_XB-{name}" for name in ("clear-print-draft.pdf", "word-draft.docx")
    ]
    edit(root, "source/publisher.yaml", "[en, pl, ar-XB]", "[en, pl]")
    made(root)
    assert not [path for path in files(root) if "ar_XB" in path]


def test_a_pseudo_language_is_never_released(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, en_XA]")
    (root / "translations/en_XA").mkdir(parents=True)
    sign(root, "alpha", "en")
    outcome = release(projects.load(root), [], [], TODAY, lambda *_: None)
    assert outcome.made and not [path for path in outcome.made if "en_XA" in path]
    assert [(one.code, str(one.at)) for one in outcome.found] == [("B205", "source/publisher.yaml")]


def test_updates_and_status_pass_pseudo_languages_by(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, en_XA]")
    assert exchange.update(projects.load(root), [], NOW) == ([], [])
    row = next(row for row in status.rows(projects.load(root), TODAY) if row.tag == "en_XA")
    assert (row.state, row.stale, row.errors) == ("draft", 0, 0) and row.translated == row.texts > 0


@pytest.mark.slow
@pytest.mark.parametrize("tag", PSEUDO)
@pytest.mark.parametrize("edition", OFFERED, ids=lambda edition: edition.name)
def test_no_hard_coded_word_stands_in_any_edition_of_a_whole_leaflet(
    tag: str, edition: Edition
) -> None:
    project = projects.load(REPOSITORY)
    for slug in project.slugs:
        document, found = projects.resolve(project, slug, tag, TODAY)
        assert document, found
        match edition.format:
            case Format.PDF:
                texts = pdf_texts(whole(document, edition))
            case Format.DOCX:
                texts = word_texts(whole(document, edition))
            case Format.HTML:
                texts = page_texts(whole(document, edition))
            case Format.EPUB:
                texts = book_texts(whole(document, edition))
            case Format.MP3:
                said = script(for_medium(document, Medium.AUDIO), projects.lexicons(project)[0])
                texts = [one.text for one in said.utterances if one.tag == tag]
            case Format.DAISY:
                body = Text(for_medium(document, Medium.AUDIO), Reading()).body()
                texts = [
                    "".join(one.itertext()) for one in etree.fromstring(f"<body>{body}</body>")
                ]
        figures = _figure_words(document) if edition.format is Format.MP3 else set[str]()
        assert sum(map(len, texts)) > 5000
        assert [word for word in hard_coded(texts, document) if word not in figures] == []


def _figure_words(document: Document) -> set[str]:
    """The words of which the figures of a leaflet are spoken, and the letters of its terms."""
    said = [spoken(fact, SOURCE) for _, fact in document.facts]
    said += [numerals(SOURCE).cardinal(number) for number in range(1001)]
    said += [
        numerals(SOURCE).percent(Decimal("0.8")),
        *(numerals(SOURCE).term(term.name) for term in document.terms),
    ]
    return {word for text in said for word in re.findall(r"[^\W\d_]+", text)}
