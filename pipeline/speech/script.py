"""What is said: a Document as chapters of utterances, in words only.

Nothing is left to the engine's reading: no figure, no sign, no address, no word in capitals.
``Utterance.at`` is the line of the source that it says, so that whatever goes wrong with it can be mended
there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.diagnostic import Diagnostic, LeafletError, Location, quoted
from pipeline.document import NOWHERE, Document, Inline, Inlines
from pipeline.facts import Fact, Kind, plain_form, plain_text
from pipeline.languages import SOURCE, language, pseudo_languages
from pipeline.speech.lexicon import Lexicon
from pipeline.speech.numerals import UNITS, NoNumerals, numerals, spoken, unit_word
from pipeline.words import Word

# Seconds of silence after an utterance. "A pause after each heading" (UKAAF MS01); lengths are ours.
SENTENCE, ITEM, PARAGRAPH, HEADING, TITLE = 0.35, 0.45, 0.7, 1.0, 1.2

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[۔؟।॥])\s*|(?<=[。！？])")
_PAUSES = re.compile(r"\s*[()\[\]–—/;；（）\u2026]\s*|\s+-\s+")
# Quotation marks, isolates; an apostrophe only where it joins no letters.
_SILENT = re.compile(
    "[\"“”‘«»„*_\u061c\u200e\u200f\u2066-\u2069\u00ad]|(?<![^\\W\\d_])['’]|['’](?![^\\W\\d_])"
)
_LATIN = "A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff"
# After a figure, and no part of a word: "5 główek" has no gram in it. No space stands between words of Chinese.
_UNIT = re.compile(rf"\s?({'|'.join(UNITS)})(?![{_LATIN}\d])")
_MEASURED = (Kind.DOSE, Kind.TEMPERATURE, Kind.COUNT)
_LONGEST_WORD = 100  # letters: nothing in any language of ours; an engine would spell it or give up
# Characters of an utterance, about half a minute; a longer sentence is parted at a pause.
_LONGEST = 400
_PAUSE = re.compile(r"(?<=[,:;،、，；：])\s*")
# What an engine may be given beside letters: marks of a pause and what joins letters to words.
_PUNCTUATION = frozenset(".,!?:;'’-‐‑،؛۔؟।॥。，、！？：；·")
_JOINERS = "\u200c\u200d"  # Persian and Bengali spelling
_REPEATED = re.compile(r"[,،，、]\s*(?=[,،，、.。۔।:!?])|^[\s,،，、]+")
_ADDRESS = re.compile(r"https?:|www\.|\w@\w|\w\.(?:org|com|uk|net)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence for one voice. ``pause``: seconds of silence after it; ``shown``: its text on the page;
    ``sounds``: words in it whose pronunciation in IPA is given; ``slow``: said so that one can write it down;
    ``added``: a word of the pipeline's, or a repetition."""

    text: str
    tag: str
    at: Location
    pause: float = SENTENCE
    shown: str = ""
    sounds: tuple[tuple[str, str], ...] = ()
    slow: bool = False
    added: bool = False

    @property
    def quoted(self) -> str:
        """Its text for a message."""
        return quoted(self.text if len(self.text) <= 80 else f"{self.text[:77]}...")


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


def script(document: Document, lexicons: Mapping[str, Lexicon], minutes: int = 1) -> Script:
    """The leaflet as it is read aloud. ``lexicons`` by language tag; ``minutes``: how long it is said to last.

    Raises LeafletError for a language without number words, and for a figure, sign or address that would
    reach the engine.
    """
    speaker = _Speaker(document, lexicons, minutes)
    try:
        chapters = tuple(speaker.chapters())
    except NoNumerals as problem:
        where = (
            Location(f"translations/{document.tag}")
            if document.tag != SOURCE
            else document.title.at
        )
        raise LeafletError(Diagnostic("N401", f"no audio can be made: {problem}", where,
                                      "nothing is broken: audio is not offered in this language yet, and the rest is made")) from problem  # fmt: skip
    found = [
        wrong
        for chapter in chapters
        for utterance in chapter.utterances
        for wrong in _unspeakable(utterance)
    ]
    if found:
        raise LeafletError(*dict.fromkeys(found))  # a heading stands in the contents too
    return Script(plain_text(inline.plain(document.title.inlines)), document.tag, chapters)


@lru_cache(maxsize=8192)  # each edition with sound asks again, and so does the parity of facts
def _unspeakable(utterance: Utterance) -> tuple[Diagnostic, ...]:
    """What no engine may be given: it would be misread, or not be read at all."""
    return tuple(_refusals(utterance))


def _refusals(utterance: Utterance) -> Iterator[Diagnostic]:
    if not any(map(str.isalnum, utterance.text)):
        hint = "write words here, or delete it"
        what = f"{utterance.quoted} has no words" if utterance.text.strip() else "this is empty"
        yield Diagnostic("N404", f"{what}, so that nothing can be read aloud", utterance.at, hint)
        return
    yield from _signs_refused(utterance)
    for word in _words(utterance.text):
        yield from _word_refused(word, utterance)
    if foreign := _strange(utterance.text, utterance.tag):
        name = language(utterance.tag).name
        hint = f"mark the words with their language, such as [words]{{lang=ur}}, or put them into {_lexicon(utterance)} with the words to say"
        message = (
            f"the {name} voice cannot read the letters of {quoted(foreign)} in {utterance.quoted}"
        )
        yield Diagnostic("N412", message, utterance.at, hint)


def _lexicon(utterance: Utterance) -> str:
    return f"source/lexicon/{utterance.tag}.pls"


def _signs_refused(utterance: Utterance) -> Iterator[Diagnostic]:
    """An address, which is heard letter by letter; else the first character that a voice may say in any way."""
    if _ADDRESS.search(utterance.text):
        hint = "write [words][name], and the address under links:, which is not read aloud"
        what = f"an address would be read aloud letter by letter in {utterance.quoted}"
        yield Diagnostic("N403", what, utterance.at, hint)
    elif wrong := next(filter(unreadable, utterance.text), None):
        sign = wrong if wrong.isprintable() else f"U+{ord(wrong):04X}"
        hint = f"delete it, or put it into {_lexicon(utterance)} with the words to say"
        if wrong.isnumeric():
            hint = "write the figure as a fact, and a name with figures under terms: with its spoken: form"
        elif wrong in "°℃":
            hint = "declare the temperature as a fact, such as fever: {celsius: 38}, and write {fever}°C: the voice then says degrees in words"
        message = f"the voice cannot be trusted to say {quoted(sign)} in {utterance.quoted}"
        yield Diagnostic("N402", message, utterance.at, hint)


def _word_refused(word: str, utterance: Utterance) -> Iterator[Diagnostic]:
    capitals = any(a.isupper() and b.isupper() for a, b in pairwise(word))
    if len(word) > _LONGEST_WORD:
        hint = "part it into words that can be said"
        message = f"a word of {len(word)} letters is too long to be read aloud: {word[:20]}..."
        yield Diagnostic("N410", message, utterance.at, hint)
    # The letters of a pseudo-language are doubled on purpose.
    elif capitals and utterance.tag not in pseudo_languages():
        hint = f"put {word} under terms: with its spoken: form, or into {_lexicon(utterance)} with the words to say, or write it in small letters"
        what = f"{quoted(word)} may be an abbreviation: the voice would guess how to say it"
        yield Diagnostic("N409", what, utterance.at, hint)


def unreadable(character: str) -> bool:
    """Figures, signs, pictures and control characters."""
    category = unicodedata.category(character)
    return not (
        category[0] in "LM"
        or character in _PUNCTUATION
        or character in _JOINERS
        or character == " "
    )


def _words(text: str) -> list[str]:
    """Runs of letters and their marks."""
    kept = "".join(c if unicodedata.category(c)[0] in "LM" or c in _JOINERS else " " for c in text)
    return kept.split()


def _strange(text: str, tag: str) -> str:
    """A letter of a script that neither the language nor Latin names in it are written in; "" for none."""
    known = {_script(c) for c in language(tag).autonym} | {"LATIN"}
    letters = (c for c in text if unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lo"))
    return next((c for c in letters if _script(c) not in known), "")


def _script(character: str) -> str:
    """The first word of a letter's Unicode name is its script: LATIN, ARABIC, CJK."""
    return unicodedata.name(character, "").split(" ")[0]


@dataclass
class _Speaker:
    document: Document
    lexicons: Mapping[str, Lexicon]
    minutes: int
    contacts: list[Utterance] = field(default_factory=list)  # sentences with telephone numbers
    terms: dict[str, doc.DeclaredTerm] = field(init=False)

    def __post_init__(self) -> None:
        self.terms = {term.name: term for term in self.document.terms}

    # The leaflet.

    def chapters(self) -> Iterator[Chapter]:
        document = self.document
        opening = [*self.opening(), *self.contents(), *self.blocks(document.blocks, 0)]
        chapters = [(document.title, opening)]
        for number, section in enumerate(document.sections, 1):
            announced = self.word(Word.SECTION, SENTENCE, at=section.heading.at, n=number)
            chapters.append((section.heading, [*announced, *self.section(section)]))
        chapters[-1][1].extend(self.closing())
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

    def contents(self) -> Iterator[Utterance]:
        """How long it is, and the headings (UKAAF MS01: "contents and duration announced")."""
        yield from self.counted(Word.LASTS, Word.LASTS_ONE, self.minutes, SENTENCE)
        sections = self.document.sections
        if sections:
            yield from self.counted(Word.SECTIONS, Word.SECTIONS_ONE, len(sections), PARAGRAPH)
            for section in sections:
                yield from map(_repeated, self.line(section.heading, ITEM))

    def closing(self) -> Iterator[Utterance]:
        """The sentences with telephone numbers once more, for who has found a pen."""
        contacts = tuple(dict.fromkeys(self.contacts))
        if contacts:
            yield from self.word(Word.CONTACTS, HEADING)
            for sentence in contacts:
                yield replace(_repeated(sentence), slow=True, pause=HEADING)
        yield from self.word(Word.END, PARAGRAPH)

    def section(self, section: doc.Section) -> Iterator[Utterance]:
        yield from self.line(section.heading, HEADING)
        yield from self.blocks(section.blocks, 0)
        for inner in section.sections:
            yield from self.word(Word.HEADING, SENTENCE, at=inner.heading.at)
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
                yield Utterance(
                    label, self.document.tag, item.line.at, SENTENCE, f"{number}.", added=True
                )
            yield from self.line(item.line, ITEM)
            yield from self.blocks(item.blocks, depth + 1)
        end = Word.END_OF_NESTED_LIST if depth else Word.END_OF_LIST
        yield from self.word(end, ITEM if depth else PARAGRAPH)

    def side_effect(self, entry: doc.SideEffect) -> Iterator[Utterance]:
        """The name, the exact figure and its plain form, in one breath each."""
        tag = self.document.tag
        yield from self.line(entry.name, SENTENCE)
        exact = spoken(Fact(Kind.PERCENT, entry.percent), tag)
        yield Utterance(exact, tag, entry.at, SENTENCE, plain_text(entry.shown))
        form = plain_form(entry.percent)
        said = self.word(Word.IN_PEOPLE, ITEM, at=entry.at, n=Decimal(form.n), of=Decimal(form.of))
        shown = plain_text(entry.plainly)
        yield from (replace(one, added=False, shown=shown) for one in said)

    def table(self, block: doc.Table) -> Iterator[Utterance]:
        """Row by row, each cell after its column's header."""
        yield from self.counted(Word.TABLE_OF, Word.TABLE_OF_ONE, len(block.rows))
        if block.caption:
            yield from self.line(block.caption, ITEM)
        for number, row in enumerate(block.rows, 1):
            yield from self.word(Word.ROW, SENTENCE, at=row[0].at, n=number)
            for header, cell in zip(block.header, row, strict=True):
                yield from self.line(header, SENTENCE)
                yield from self.line(cell, ITEM)
        yield from self.word(Word.END_OF_TABLE, PARAGRAPH)

    # A line.

    def line(self, line: doc.Line, pause: float) -> Iterator[Utterance]:
        found = list(self.said(line.inlines, line.at, pause))
        text = plain_text(inline.plain(line.inlines))
        yield from found or [Utterance(text, self.document.tag, line.at)]  # which is refused
        phones = [one for one in _facts(line.inlines) if self.document.fact(one).kind is Kind.PHONE]
        numbers = [spoken(self.document.fact(name), self.document.tag) for name in phones]
        self.contacts += [one for one in found if any(number in one.text for number in numbers)]

    def word(
        self, word: Word, pause: float, at: Location = NOWHERE, **values: str | int | Decimal
    ) -> Iterator[Utterance]:
        """One of the pipeline's own words. Numbers in the language that it stands in: an int counts on (section two), a
        Decimal counts things (two items)."""
        tag = self.document.tag if words.known(self.document, word) else SOURCE
        filled = {name: _filled(value, tag) for name, value in values.items()}
        where = self.document.title.at if at == NOWHERE else at
        found = self.said(words.inlines(self.document, word, **filled), where, pause)
        yield from map(_repeated, found)

    def counted(self, many: Word, one: Word, n: int, pause: float = ITEM) -> Iterator[Utterance]:
        """How many items, rows, sections or minutes there are."""
        if n == 1:
            yield from self.word(one, pause)
        else:
            yield from self.word(many, pause, n=Decimal(n))

    def said(self, inlines: Inlines, at: Location, pause: float) -> Iterator[Utterance]:
        """Sentence by sentence, and each language in its own voice; ``pause`` after the last."""
        parts = [
            Utterance(sentence, tag, at, SENTENCE, seen, self.lexicon(tag).sounds(sentence))
            for text, tag, shown in self.by_language(inlines)
            for sentence, seen in _beside(list(_sentences(text)), plain_text(shown).strip())
        ]
        yield from parts[:-1]
        yield from (replace(part, pause=pause) for part in parts[-1:])

    def by_language(self, inlines: Inlines) -> Iterator[tuple[str, str, str]]:
        """Spoken text, its language and the text that it stands for; neighbours of one language together."""
        text, shown, current = "", "", self.document.tag
        before: Inline | None = None
        for one, tag in _pieces(inlines, self.document.tag):
            if tag != current and text.strip():
                yield text, current, shown
                text = shown = ""
            current = tag
            text += unit if (unit := self.unit(before, one, tag)) else self.spoken(one, tag)
            shown += inline.plain((one,))
            before = one
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

    def unit(self, before: Inline | None, one: Inline, tag: str) -> str:
        """The text after a figure with the symbol of its unit in words: "5 mg a day"; "" when there is no symbol."""
        match before, one:
            case doc.FactRef(name), doc.Text(text) if self.document.fact(name).kind in _MEASURED:
                symbol = _UNIT.match(text)
                value = self.document.fact(name).value
                if symbol and isinstance(value, Decimal):
                    rest = self.spoken(doc.Text(text[symbol.end() :]), tag)
                    return f" {unit_word(value, symbol[1], tag)}{rest}"
        return ""

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
    for sentence in _SENTENCE_END.split(_SILENT.sub("", text).replace("’", "'")):
        said = " ".join(_PAUSES.sub(", ", sentence).split(" "))
        said = _REPEATED.sub("", " ".join(said.split()).replace(" ,", ",")).strip(" ,،，、")
        if any(character.isalnum() for character in said):
            yield from _parted(said)


def _beside(sentences: Sequence[str], shown: str) -> Iterator[tuple[str, str]]:
    """Each sentence with its own part of the text on the page; with all of it where that has another number of sentences."""
    parts = [one.strip() for one in _SENTENCE_END.split(shown) if any(map(str.isalnum, one))]
    yield from zip(
        sentences, parts if len(parts) == len(sentences) else [shown] * len(sentences), strict=True
    )


def _parted(sentence: str) -> Iterator[str]:
    """Pieces of at most _LONGEST characters, cut at a pause, else between words."""
    piece = ""
    for part in _PAUSE.split(sentence):
        for run in [part] if len(part) < _LONGEST else part.split():
            if piece and len(piece) + len(run) >= _LONGEST:
                yield piece
                piece = ""
            piece = f"{piece} {run}".strip()
    yield piece


def _repeated(utterance: Utterance) -> Utterance:
    return replace(utterance, added=True)


def _facts(inlines: Inlines) -> Iterator[str]:
    return (one.name for one in inline.walk(inlines) if isinstance(one, doc.FactRef))


def _filled(value: str | int | Decimal, tag: str) -> str:
    match value:
        case Decimal():
            return numerals(tag).counted(value)
        case int():
            return numerals(tag).cardinal(value)
        case str():
            return value
        case _:
            assert_never(value)
