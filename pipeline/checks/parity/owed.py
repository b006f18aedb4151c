"""Which facts a file owes its readers, as typed values and in reading order: nothing here knows how a figure is written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from pipeline import document as doc
from pipeline import words
from pipeline.diagnostic import Location
from pipeline.document import Document, Inlines
from pipeline.facts import Fact, Kind


@dataclass(frozen=True, slots=True)
class Plainly:
    """A percentage in plain words: ``n`` in ``of`` people."""

    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A fact that must be found. ``name``: as the source calls it; ``tag``: the language that it stands in; ``at``: the line
    of the text that holds it."""

    name: str
    value: Fact | Plainly
    tag: str
    at: Location

    def __str__(self) -> str:
        match self.value:
            case Plainly(n, of):
                return f"{n} in {of} ({self.name})"
            case Fact(Kind.PERCENT, value):
                return f"{value}% ({self.name})"
            case Fact(Kind.MONTH, value):
                return f"{str(value)[:7]} ({self.name})"
            case Fact(_, value, unit):
                return f"{value} {unit} ({self.name})".replace("  ", " ")


@dataclass(frozen=True, slots=True)
class Way:
    """How a format gives what is no running text. ``rows``: the header of a column comes before each cell, as in sound and
    braille, and not above all; ``described``: descriptions of pictures stand in the text."""

    rows: bool
    described: bool


def plainly(fact: Fact) -> Plainly:
    """At least 1%: so many in 100 people; below, in the first power of ten that leaves one. Half up. Reckoned apart from the
    renderers' own, by whole numbers."""
    scaled = str(fact.value)
    whole, _, places = scaled.partition(".")
    top, bottom = int(whole + places), 100 * 10 ** len(places)
    of = 100
    while top * of < bottom:
        of *= 10
    if of == 100:
        return Plainly(math.floor(top * of / bottom + 0.5), of)
    of = max(of, 1000)
    return Plainly((2 * top * of + bottom) // (2 * bottom), of)


def body(document: Document, way: Way) -> list[Owed]:
    """What the leaflet's own text owes, in reading order."""
    return list(_Walk(document, way).document_())


def described(document: Document) -> list[Owed]:
    """What the descriptions of its pictures owe, which a format may keep beside its text, in reading order."""
    figures = [one for one in doc.walk_blocks(document) if isinstance(one, doc.Figure)]
    walk = _Walk(document, Way(rows=False, described=True))
    return [one for figure in figures for one in walk.line(figure.alt)]


def told(document: Document) -> list[Owed]:
    """What the pipeline's own sentences owe: the notice, how else the leaflet can be had, its dates. Formats put them in
    several places."""
    sentences = (*words.notice(document), *words.ask(document), *words.dates(document))
    return _of_sentences(document, sentences)


def announced(document: Document) -> list[Owed]:
    """What of these is heard: the notice."""
    return _of_sentences(document, words.notice(document))


def _of_sentences(document: Document, sentences: Iterable[Inlines]) -> list[Owed]:
    at = document.title.at
    return [one for sentence in sentences for one in _of_inlines(document, sentence, document.tag, at)]  # fmt: skip


def _of_inlines(document: Document, inlines: Inlines, tag: str, at: Location) -> Iterator[Owed]:
    for one in inlines:
        match one:
            case doc.FactRef(name):
                yield Owed(name, _value(document, name), tag, at)
            case doc.Strong(children) | doc.Link(children):
                yield from _of_inlines(document, children, tag, at)
            case doc.Foreign(children, other):
                yield from _of_inlines(document, children, other, at)
            case doc.Text() | doc.Term():
                pass
            case _:
                assert_never(one)


def _value(document: Document, name: str) -> Fact:
    """The leaflet's own dates are no entries of its facts everywhere."""
    dates = {"reviewed": document.dates.reviewed, "review_due": document.dates.review_due}
    if day := dates.get(name):
        return Fact(Kind.DATE, day)
    if name == "updated" and document.dates.updated:
        return Fact(Kind.MONTH, document.dates.updated)
    return document.fact(name)


@dataclass(frozen=True)
class _Walk:
    document: Document
    way: Way

    def document_(self) -> Iterator[Owed]:
        yield from self.line(self.document.title)
        yield from self.blocks(self.document.blocks)
        for _, section in doc.walk_sections(self.document):
            yield from self.line(section.heading)
            yield from self.blocks(section.blocks)

    def line(self, line: doc.Line) -> Iterator[Owed]:
        return _of_inlines(self.document, line.inlines, self.document.tag, line.at)

    def lines(self, lines: Iterable[doc.Line]) -> Iterator[Owed]:
        for line in lines:
            yield from self.line(line)

    def blocks(self, blocks: Iterable[doc.Block]) -> Iterator[Owed]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: doc.Block) -> Iterator[Owed]:
        match block:
            case doc.Paragraph(line):
                yield from self.line(line)
            case doc.BulletList(items) | doc.NumberedList(items):
                for item in items:
                    yield from self.line(item.line)
                    yield from self.blocks(item.blocks)
            case doc.SideEffects(entries):
                for entry in entries:
                    yield from self.side_effect(entry)
            case doc.Table(header, rows, caption):
                yield from self.lines([caption] if caption else [])
                yield from self.lines(self.cells(header, rows))
            case doc.Figure(alt=alt, caption=caption):
                yield from self.lines([alt] if self.way.described else [])
                yield from self.lines([caption] if caption else [])
            case doc.Callout(_, blocks) | doc.Only(_, blocks):
                yield from self.blocks(blocks)
            case _:
                assert_never(block)

    def cells(
        self, header: Sequence[doc.Line], rows: Sequence[Sequence[doc.Line]]
    ) -> Iterator[doc.Line]:
        if not self.way.rows:
            yield from header
        for row in rows:
            for head, cell in zip(header, row, strict=True):
                yield from [head, cell] if self.way.rows else [cell]

    def side_effect(self, entry: doc.SideEffect) -> Iterator[Owed]:
        """The exact figure, and its plain form."""
        fact, tag = Fact(Kind.PERCENT, entry.percent), self.document.tag
        name = next((one.text for one in entry.name.inlines if isinstance(one, doc.Text)), "")
        yield from self.line(entry.name)
        yield Owed(name, fact, tag, entry.at)
        yield Owed(name, plainly(fact), tag, entry.at)
