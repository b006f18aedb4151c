"""The text that the Document owes a talking book, written down a second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.document import Document, Inlines
from pipeline.facts import plain_text
from pipeline.words import Word


def texts(document: Document) -> Iterator[str]:
    """The Document's text as the book shows it, written down a second time."""
    for inlines in owed(document):
        yield inline.plain(inlines)


def owed(document: Document) -> Iterator[Inlines]:
    """Every text, in the order of the book."""
    yield document.title.inlines
    yield from words.notice(document)
    yield from _of_blocks(document, document.blocks)
    for _, section in doc.walk_sections(document):
        yield section.heading.inlines
        yield from _of_blocks(document, section.blocks)


def _of_blocks(document: Document, blocks: Sequence[doc.Block]) -> Iterator[Inlines]:
    for block in blocks:
        yield from _of_block(document, block)


def _of_block(document: Document, block: doc.Block) -> Iterator[Inlines]:
    match block:
        case doc.Paragraph(line):
            yield line.inlines
        case doc.BulletList(items) | doc.NumberedList(items):
            for item in items:
                yield item.line.inlines
                yield from _of_blocks(document, item.blocks)
        case doc.SideEffects(entries):
            yield words.inlines(document, Word.SIDE_EFFECT)
            yield words.inlines(document, Word.HOW_MANY)
            for entry in entries:
                yield (*entry.name.inlines, doc.Text(entry.shown), doc.Text(entry.plainly))
        case doc.Table(header, rows, caption):
            cells = (cell for row in (header, *rows) for cell in row)
            yield from (line.inlines for line in (caption, *cells) if line)
        case doc.Figure(alt=alt, caption=caption):
            yield alt.inlines
            yield caption.inlines if caption else ()
        case doc.Callout(kind, blocks):
            word = Word.WARNING if kind is doc.CalloutKind.WARNING else Word.NOTE
            yield words.inlines(document, word)
            yield from _of_blocks(document, blocks)
        case doc.Only(_, blocks):
            yield from _of_blocks(document, blocks)
        case _:
            assert_never(block)


def foreign(document: Document) -> Iterator[tuple[str, str]]:
    """Words of another language, each after its tag (BCP 47)."""
    for inlines in owed(document):
        for one in inline.walk(inlines):
            if isinstance(one, doc.Foreign):
                yield document.language(one.tag).bcp47, inline.plain(one.children)


def bare(text: str) -> str:
    """Letters, figures and signs: white space is the page's."""
    return "".join(plain_text(text).split())
