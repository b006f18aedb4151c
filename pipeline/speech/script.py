"""What is said: a Document as chapters of utterances, in words only.

Nothing is left to the engine's reading: no figure, no sign, no address. ``Utterance.at`` is the line
of the source that it says, so that whatever goes wrong with it can be mended there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import NOWHERE, Document, Inline, Inlines
from pipeline.facts import Fact, Kind, plain_form, plain_text
from pipeline.languages import SOURCE, language
from pipeline.speech.lexicon import Lexicon
from pipeline.speech.numerals import NoNumerals, numerals, spoken
from pipeline.words import Word

# Seconds of silence after an utterance. "A pause after each heading" (UKAAF MS01); lengths are ours.
SENTENCE, ITEM, PARAGRAPH, HEADING, TITLE = 0.35, 0.45, 0.7, 1.0, 1.2

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[۔؟।॥])\s*|(?<=[。！？])")
_PAUSES = re.compile(r"\s*[()\[\]–—/;；（）\u2026]\s*|\s+-\s+")
_SILENT = re.compile("[\"'“”‘’«»„*_\u200e\u200f\u2066-\u2069]")
_REPEATED = re.compile(r"[,،，、]\s*(?=[,،，、.。۔।:!?])|^[\s,،，、]+")
_ADDRESS = re.compile(r"https?:|www\.|\w@\w|\w\.(?:org|com|uk|net)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence for one voice. ``pause``: seconds of silence after it; ``shown``: the text on the page."""

    text: str
    tag: str
    at: Location
    pause: float = SENTENCE
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Script:
    title: str
    tag: str
    chapters: tuple[Chapter, ...]

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        return tuple(utterance for chapter in self.chapters for utterance in chapter.utterances)


def script(document: Document, lexicons: Mapping[str, Lexicon]) -> Script:
    """The leaflet as it is read aloud. ``lexicons`` by language tag.

    Raises LeafletError for a language without number words, and for a figure, sign or address that would
    reach the engine.
    """
    speaker = _Speaker(document, lexicons)
    try:
        chapters = tuple(speaker.chapters())
    except NoNumerals as problem:
        where = (
            Location(f"translations/{document.tag}")
            if document.tag != SOURCE
            else document.title.at
        )
        raise LeafletError(Diagnostic("N401", f"no audio can be made: {problem}", where,
                                      "audio is not offered in this language yet; take audio out of editions for it")) from problem  # fmt: skip
    found = [
        wrong
        for chapter in chapters
        for utterance in chapter.utterances
        for wrong in _unspeakable(utterance)
    ]
    if found:
        raise LeafletError(*found)
    return Script(plain_text(inline.plain(document.title.inlines)), document.tag, chapters)


def _unspeakable(utterance: Utterance) -> Iterator[Diagnostic]:
    """What no engine may be given: it would be misread, or not be read at all."""
    text = utterance.text
    hint = (
        "declare a figure as a fact, a name under terms with its spoken: form, "
        f"or give a sign an alias in source/lexicon/{utterance.tag}.pls"
    )
    for character in text:
        if (
            unicodedata.category(character) in ("Nd", "Nl", "No")
            or character in "%٪％@#&+=<>\\^|~{}€£$"
        ):
            yield Diagnostic(
                "N402", f"{character!r} would reach the voice in {text!r}", utterance.at, hint
            )
            return
    if _ADDRESS.search(text):
        yield Diagnostic(
            "N403", f"an address would reach the voice in {text!r}", utterance.at, hint
        )
    if not any(character.isalnum() for character in text):
        yield Diagnostic(
            "N404",
            f"there is nothing to say in {text!r}",
            utterance.at,
            "write words, or take it out",
        )


@dataclass
class _Speaker:
    document: Document
    lexicons: Mapping[str, Lexicon]
    terms: dict[str, doc.DeclaredTerm] = field(init=False)

    def __post_init__(self) -> None:
        self.terms = {term.name: term for term in self.document.terms}

    # The leaflet.

    def chapters(self) -> Iterator[Chapter]:
        document = self.document
        opening = [*self.opening(), *self.blocks(document.blocks, 0)]
        chapters = [(document.title, opening)]
        for section in document.sections:
            chapters.append((section.heading, list(self.section(section))))
        chapters[-1][1].extend(self.word(Word.END, PARAGRAPH))
        for heading, utterances in chapters:
            yield Chapter(plain_text(inline.plain(heading.inlines)), tuple(utterances))

    def opening(self) -> Iterator[Utterance]:
        """Title, publisher, that a computer reads, and what a listener must know first (UKAAF MS01)."""
        document = self.document
        yield from self.line(document.title, TITLE)
        if document.publisher:
            yield from self.word(Word.PUBLISHED_BY, PARAGRAPH, publisher=document.publisher)
        yield from self.word(Word.COMPUTER_VOICE, PARAGRAPH)
        for sentence in words.notice(document):
            yield from self.said(sentence, document.title.at, PARAGRAPH)

    def section(self, section: doc.Section) -> Iterator[Utterance]:
        yield from self.line(section.heading, HEADING)
        yield from self.blocks(section.blocks, 0)
        for inner in section.sections:
            yield from self.section(inner)

    def blocks(self, blocks: Sequence[doc.Block], depth: int) -> Iterator[Utterance]:
        for block in blocks:
            yield from self.block(block, depth)

    def block(self, block: doc.Block, depth: int) -> Iterator[Utterance]:
        """``depth``: how many lists it stands in."""
        match block:
            case doc.Paragraph(line):
                yield from self.line(line, PARAGRAPH)
            case doc.BulletList(items):
                yield from self.list(items, depth)
            case doc.NumberedList(items, start):
                yield from self.list(items, depth, start)
            case doc.SideEffects(entries):
                yield from self.counted(Word.LIST_OF, Word.LIST_OF_ONE, len(entries))
                for entry in entries:
                    yield from self.side_effect(entry)
                yield from self.word(Word.END_OF_LIST, PARAGRAPH)
            case doc.Table():
                yield from self.table(block)
            case doc.Figure():
                yield from self.word(Word.PICTURE, SENTENCE)
                yield from self.line(block.alt, PARAGRAPH)
                if block.caption:
                    yield from self.line(block.caption, PARAGRAPH)
            case doc.Callout(kind, blocks):
                yield from self.word(
                    Word.WARNING if kind is doc.CalloutKind.WARNING else Word.NOTE, SENTENCE
                )
                yield from self.blocks(blocks, depth)
            case doc.Only(_, blocks):
                yield from self.blocks(blocks, depth)
            case _:
                assert_never(block)

    def list(
        self, items: Sequence[doc.Item], depth: int, start: int | None = None
    ) -> Iterator[Utterance]:
        if depth:
            yield from self.counted(Word.NESTED_LIST_OF, Word.NESTED_LIST_OF_ONE, len(items))
        else:
            yield from self.counted(Word.LIST_OF, Word.LIST_OF_ONE, len(items))
        for number, item in enumerate(items, start or 0):
            if start is not None:
                label = numerals(self.document.tag).cardinal(number)
                yield Utterance(label, self.document.tag, item.line.at, SENTENCE, f"{number}.")
            yield from self.line(item.line, ITEM)
            yield from self.blocks(item.blocks, depth + 1)
        yield from self.word(Word.END_OF_LIST, PARAGRAPH)

    def side_effect(self, entry: doc.SideEffect) -> Iterator[Utterance]:
        """The name, the exact figure and its plain form, in one breath each."""
        tag = self.document.tag
        yield from self.line(entry.name, SENTENCE)
        exact = spoken(Fact(Kind.PERCENT, entry.percent), tag)
        yield Utterance(exact, tag, entry.at, SENTENCE, plain_text(entry.shown))
        form = plain_form(entry.percent)
        yield from self.word(Word.IN_PEOPLE, ITEM, at=entry.at, n=form.n, of=form.of)

    def table(self, block: doc.Table) -> Iterator[Utterance]:
        """Row by row, each cell after its column's header."""
        yield from self.counted(Word.TABLE_OF, Word.TABLE_OF_ONE, len(block.rows))
        if block.caption:
            yield from self.line(block.caption, ITEM)
        for row in block.rows:
            for header, cell in zip(block.header, row, strict=True):
                yield from self.line(header, SENTENCE)
                yield from self.line(cell, ITEM)
        yield from self.word(Word.END_OF_TABLE, PARAGRAPH)

    # A line.

    def line(self, line: doc.Line, pause: float) -> Iterator[Utterance]:
        yield from self.said(line.inlines, line.at, pause)

    def word(
        self, word: Word, pause: float, at: Location = NOWHERE, **values: str | int
    ) -> Iterator[Utterance]:
        """One of the pipeline's own words; numbers in the language that it stands in."""
        tag = self.document.tag if words.known(self.document, word) else SOURCE
        filled = {
            name: numerals(tag).cardinal(value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        where = self.document.title.at if at == NOWHERE else at
        yield from self.said(words.inlines(self.document, word, **filled), where, pause)

    def counted(self, many: Word, one: Word, n: int) -> Iterator[Utterance]:
        """How many items or rows follow."""
        if n == 1:
            yield from self.word(one, ITEM)
        else:
            yield from self.word(many, ITEM, n=n)

    def said(self, inlines: Inlines, at: Location, pause: float) -> Iterator[Utterance]:
        """Sentence by sentence, and each language in its own voice; ``pause`` after the last."""
        parts = [
            Utterance(sentence, tag, at, SENTENCE, plain_text(shown))
            for text, tag, shown in self.by_language(inlines)
            for sentence in _sentences(text)
        ]
        for number, part in enumerate(parts, 1):
            yield (
                part
                if number < len(parts)
                else Utterance(part.text, part.tag, at, pause, part.shown)
            )

    def by_language(self, inlines: Inlines) -> Iterator[tuple[str, str, str]]:
        """Spoken text, its language and the text that it stands for; neighbours of one language together."""
        text, shown, current = "", "", self.document.tag
        for one, tag in _pieces(inlines, self.document.tag):
            if tag != current and text.strip():
                yield text, current, shown
                text = shown = ""
            current = tag
            text += self.spoken(one, tag)
            shown += inline.plain((one,))
        if text.strip():
            yield text, current, shown

    def spoken(self, one: Inline, tag: str) -> str:
        match one:
            case doc.Text(text):
                return self.lexicon(tag).said(text)
            case doc.FactRef(name):
                return spoken(self.document.fact(name), tag)
            case doc.Term(text):
                return self.term(text, tag)
            case doc.Strong() | doc.Link() | doc.Foreign():
                raise AssertionError("pieces are leaves")
            case _:
                assert_never(one)

    def lexicon(self, tag: str) -> Lexicon:
        return self.lexicons.get(tag, Lexicon())

    def term(self, text: str, tag: str) -> str:
        """By the charity's lexicon; in English by the author's ``spoken:``; else by letters and numbers."""
        if text in self.lexicon(tag).aliases:
            return self.lexicon(tag).aliases[text]
        if tag == SOURCE and self.terms[text].spoken:
            return self.terms[text].spoken
        return numerals(tag).term(text)


def _pieces(inlines: Inlines, tag: str) -> Iterator[tuple[Inline, str]]:
    """Each leaf with its language."""
    for one in inlines:
        match one:
            case doc.Strong(children) | doc.Link(children):
                yield from _pieces(children, tag)
            case doc.Foreign(children, other):
                yield from _pieces(children, other)
            case _:
                yield one, tag


def _sentences(text: str) -> Iterator[str]:
    """In words only: brackets and dashes become pauses, quotation marks nothing."""
    for sentence in _SENTENCE_END.split(_SILENT.sub("", text)):
        said = " ".join(_PAUSES.sub(", ", sentence).split())
        said = _REPEATED.sub("", said.replace(" ,", ",")).strip(" ,،，、")
        if any(character.isalnum() for character in said):
            yield said


def known_language(tag: str) -> bool:
    """Whether a voice and number words exist."""
    try:
        numerals(tag)
    except NoNumerals:
        return False
    return bool(language(tag).voice)
