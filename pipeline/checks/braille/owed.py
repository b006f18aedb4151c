"""What a leaflet owes its braille, written down a second time: every text in order, and the cells that it begins in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks.braille.file import Brailled
from pipeline.checks.promised import bare
from pipeline.document import Document, FactRef, Inlines
from pipeline.facts import plain_text
from pipeline.words import Word

_TOP, _END = "\u2836", "\u281b"  # of a box


@dataclass(frozen=True, slots=True)
class Part:
    """A text that the file owes. ``role``: title, name, text, heading, item, contents or rule. ``level``: of a heading.
    ``first`` and ``rest``: the cells before its lines; -1: it is centred. ``front``: it stands before the contents. For the pages of
    print: ``said``: what of it print says too, where that is not all of it; ``ahead``: what print alone says before it;
    ``row``: of a table in print, which no page parts here."""

    role: str
    inlines: Inlines
    first: int = 0
    rest: int = 0
    level: int = 0
    front: bool = False
    said: str | None = None
    ahead: str = ""
    row: bool = False

    @property
    def text(self) -> str:
        return plain_text(inline.plain(self.inlines))

    @property
    def counted(self) -> str:
        """What of it counts towards the pages of print."""
        return bare(self.text if self.said is None else self.said)


def owed(file: Brailled) -> Iterator[Part]:
    """Every text of the leaflet in the order of the file, without contents."""
    yield from _front(file)
    yield Part("contents", ())
    yield from _body(file.document)


def opening(file: Brailled, number: int) -> Iterator[Part]:
    """What every volume after the first begins with: the title, and which volume it is."""
    yield replace(_title(file.document), level=0, said="")
    yield _which(file, number)


def _front(file: Brailled) -> Iterator[Part]:
    document = file.document
    yield _title(document)
    if len(file.volumes) > 1:
        yield _which(file, 1)
    if document.publisher:
        yield Part("name", (doc.Text(document.publisher),), -1, -1, front=True, said="")
    for sentence in filter(None, words.notice(document)):
        yield Part("text", sentence, 2, front=True)
    for sentence in filter(None, _told(file)):
        yield Part("text", sentence, 2, front=True, said="")


def _title(document: Document) -> Part:
    return Part("title", document.title.inlines, -1, -1, level=1, front=True)


def _which(file: Brailled, number: int) -> Part:
    said = words.inlines(file.document, Word.VOLUME, n=str(number), volumes=str(len(file.volumes)))
    return Part("name", said, -1, -1, front=True, said="")


def _told(file: Brailled) -> Iterator[Inlines]:
    """What readers are told before the text, elsewhere than print tells it."""
    if file.edition.grade not in file.document.status.proofread:
        yield words.inlines(file.document, Word.NOT_PROOFREAD)
    yield from words.ask(file.document, words.exonyms)
    yield from words.dates(file.document)


def _body(document: Document) -> Iterator[Part]:
    yield from _blocks(document, document.blocks, 0)
    for level, section in doc.walk_sections(document):
        indent = -1 if level == 2 else 4 + 2 * (min(level, 4) - 3)
        yield Part("heading", section.heading.inlines, indent, indent, level)
        yield from _blocks(document, section.blocks, 0)


def _blocks(document: Document, blocks: Sequence[doc.Block], indent: int) -> Iterator[Part]:
    for block in blocks:
        yield from _block(document, block, indent)


def _block(document: Document, block: doc.Block, indent: int) -> Iterator[Part]:
    match block:
        case doc.Paragraph(line):
            yield _text(line.inlines, indent)
        case doc.BulletList() | doc.NumberedList():
            yield from _items(document, block, indent, indent + 2 * _deepest(block))
        case doc.SideEffects():
            yield from _side_effects(document, block, indent)
        case doc.Table():
            yield from _table(document, block, indent)
        case doc.Figure():
            yield from _figure(document, block, indent)
        case doc.Callout():
            yield from _callout(document, block, indent)
        case doc.Only(_, inner):
            yield from _blocks(document, inner, indent)
        case _:
            assert_never(block)


def _text(inlines: Inlines, indent: int) -> Part:
    return Part("text", inlines, indent + 2, indent)


def _items(
    document: Document, block: doc.BulletList | doc.NumberedList, first: int, rest: int
) -> Iterator[Part]:
    for number, item in enumerate(block.items):
        label = f"{block.start + number}. " if isinstance(block, doc.NumberedList) else ""
        shown = (doc.Text(label), *item.line.inlines) if label else item.line.inlines
        yield Part("item", shown, first, rest, said=inline.plain(item.line.inlines))
        for inner in item.blocks:
            if isinstance(inner, doc.BulletList | doc.NumberedList):
                yield from _items(document, inner, first + 2, rest)
            else:
                yield from _block(document, inner, rest)


def _deepest(block: doc.BulletList | doc.NumberedList) -> int:
    """How many lists stand in each other, this one too."""
    lists = [
        one
        for item in block.items
        for one in item.blocks
        if isinstance(one, doc.BulletList | doc.NumberedList)
    ]
    return 1 + max(map(_deepest, lists), default=0)


def _side_effects(document: Document, block: doc.SideEffects, indent: int) -> Iterator[Part]:
    heads = (words.text(document, one) for one in (Word.SIDE_EFFECT, Word.HOW_MANY))
    yield from _after("".join(heads), (_effect(document, one, indent) for one in block.entries))


def _effect(document: Document, entry: doc.SideEffect, indent: int) -> Part:
    shown = FactRef("", entry.shown)
    figures = _joined(document, Word.EXACT_AND_PLAIN, exact=shown, plain=entry.plainly)
    said = f"{inline.plain(entry.name.inlines)}{entry.shown}{entry.plainly}"
    return replace(_row(document, entry.name.inlines, figures, indent, indent), said=said)


def _table(document: Document, table: doc.Table, indent: int) -> Iterator[Part]:
    if table.caption:
        yield _text(table.caption.inlines, indent)
    heads = "".join(inline.plain(head.inlines) for head in table.header)
    yield from _after(heads, _cells(document, table, indent))


def _cells(document: Document, table: doc.Table, indent: int) -> Iterator[Part]:
    """Each cell after the head of its column; those of a row but the first stand deeper."""
    for row in table.rows:
        for number, (head, cell) in enumerate(zip(table.header, row, strict=True)):
            first = indent + (2 if number else 0)
            pair = _row(document, head.inlines, cell.inlines, first, indent)
            yield replace(pair, said=inline.plain(cell.inlines))


def _row(document: Document, label: Inlines, text: Inlines, first: int, indent: int) -> Part:
    said = _joined(document, Word.LABELLED, label=label, text=text)
    return Part("item", said, first, first + 4, row=True)


def _after(ahead: str, rows: Iterable[Part]) -> Iterator[Part]:
    """The rows of a table, the first with what print alone says before it."""
    for row in rows:
        yield replace(row, ahead=ahead)
        ahead = ""


def _figure(document: Document, figure: doc.Figure, indent: int) -> Iterator[Part]:
    label = words.inlines(document, Word.PICTURE)
    described = _joined(document, Word.LABELLED, label=label, text=figure.alt.inlines)
    yield replace(_text(described, indent), said="")
    if figure.caption:
        yield _text(figure.caption.inlines, indent)


def _callout(document: Document, callout: doc.Callout, indent: int) -> Iterator[Part]:
    word = Word.WARNING if callout.kind is doc.CalloutKind.WARNING else Word.NOTE
    yield Part("rule", (doc.Text(_TOP),), said="")
    yield Part("text", words.inlines(document, word), indent, indent)
    yield from _blocks(document, callout.blocks, indent)
    yield Part("rule", (doc.Text(_END),), said="")


def _joined(document: Document, word: Word, **parts: str | doc.Inline | Inlines) -> Inlines:
    """The sign between two parts is no text in English, even where the language has no such word."""
    found = words.inlines(document, word, **parts)
    return found if words.known(document, word) else found[0].children  # type: ignore[union-attr]
