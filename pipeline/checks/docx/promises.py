"""Every paragraph that the Document promises of a Word file, with the style that says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks.docx.written import DEEPEST_HEADING, DEEPEST_LIST, SPACER
from pipeline.checks.promised import parts
from pipeline.document import Document, Inlines


@dataclass(frozen=True, slots=True)
class Promise:
    """A paragraph: its style, its text, and the label before it; ``table``: which it stands in, from 1, 0 for none."""

    style: str
    text: str = ""
    label: str = ""
    table: int = 0


def promises(document: Document) -> list[Promise]:
    """Every paragraph without the contents, in order."""
    found = _counted([*_front(document), *_middle(document), *_back(document)])
    return list(_apart(found))


def _said(style: str, inlines: Inlines) -> Promise:
    return Promise(style, inline.plain(inlines))


def _front(document: Document) -> Iterator[Promise]:
    if document.publisher:
        if document.brand.logo:
            yield Promise("CaptionedPicture")
        yield Promise("Publisher", document.publisher)
    yield _said("Heading1", document.title.inlines)
    yield from (_said("Notice", one) for one in words.notice(document))
    yield from (_said("Panel", one) for one in words.ask(document))
    yield from (_said("Dates", one) for one in words.dates(document))


def _middle(document: Document) -> Iterator[Promise]:
    yield from _of_blocks(document, document.blocks, 0, False)
    for level, section in doc.walk_sections(document):
        yield _said(f"Heading{min(level, DEEPEST_HEADING)}", section.heading.inlines)
        yield from _of_blocks(document, section.blocks, 0, False)


def _back(document: Document) -> Iterator[Promise]:
    """The last of the parts: a picture, its label and its address, for each address."""
    addresses = [one for one in (document.offer.audio, document.offer.page) if one]
    back = parts(document, [])[-3 * len(addresses) :] if addresses else []
    for part, style in zip(back, ("PanelPicture", "PanelHeading", "Panel") * 2, strict=False):
        yield Promise(style, part.text)


def _of_blocks(
    document: Document, blocks: Sequence[doc.Block], depth: int, boxed: bool
) -> Iterator[Promise]:
    for block in blocks:
        yield from _of_block(document, block, depth, boxed)


def _of_block(document: Document, block: doc.Block, depth: int, boxed: bool) -> Iterator[Promise]:
    """``depth``: in how many lists it stands."""
    match block:
        case doc.Paragraph(line):
            inside = _leveled("CalloutContinue" if boxed else "ListContinue", depth - 1)
            yield _said(inside if depth else "Callout" if boxed else "Normal", line.inlines)
        case doc.BulletList(items):
            yield from _of_items(document, items, ["•"] * len(items), depth, boxed)
        case doc.NumberedList(items, start):
            labels = [f"{number}." for number in range(start, start + len(items))]
            yield from _of_items(document, items, labels, depth, boxed)
        case doc.SideEffects() | doc.Table():
            yield from _of_table(document, block)
        case doc.Figure(caption=caption):
            yield Promise("CaptionedPicture" if caption else "Picture")
            yield from (_said("PictureCaption", line.inlines) for line in (caption,) if line)
        case doc.Callout(kind, blocks):
            word = words.Word.WARNING if kind is doc.CalloutKind.WARNING else words.Word.NOTE
            yield _said("CalloutHeading", words.inlines(document, word))
            yield from _of_blocks(document, blocks, 0, True)
        case doc.Only(_, blocks):
            yield from _of_blocks(document, blocks, depth, boxed)
        case _:
            assert_never(block)


def _of_items(
    document: Document, items: Sequence[doc.Item], labels: Sequence[str], depth: int, boxed: bool
) -> Iterator[Promise]:
    kind = "Bullet" if "•" in labels else "Number"
    style = _leveled(f"{'Callout' if boxed else 'List'}{kind}", depth)
    for item, label in zip(items, labels, strict=True):
        yield replace(_said(style, item.line.inlines), label=label)
        yield from _of_blocks(document, item.blocks, depth + 1, boxed)


def _leveled(style: str, level: int) -> str:
    level = min(level, DEEPEST_LIST - 1)
    return f"{style}{level + 1}" if level else style


def _of_table(document: Document, table: doc.SideEffects | doc.Table) -> Iterator[Promise]:
    """``table`` is 1 here; its number comes later."""
    head, text = Promise("TableHeading", table=1), Promise("TableText", table=1)
    match table:
        case doc.SideEffects(entries):
            for word in (words.Word.SIDE_EFFECT, words.Word.HOW_MANY):
                yield replace(head, text=inline.plain(words.inlines(document, word)))
            for entry in entries:
                said = (inline.plain(entry.name.inlines), entry.shown, entry.plainly)
                yield from (replace(text, text=one) for one in said)
        case doc.Table(header, rows, caption):
            yield from (_said("Caption", line.inlines) for line in (caption,) if line)
            yield from (replace(head, text=inline.plain(line.inlines)) for line in header)
            for row in rows:
                yield from (replace(text, text=inline.plain(line.inlines)) for line in row)
        case _:
            assert_never(table)


def _counted(found: Sequence[Promise]) -> list[Promise]:
    """With the number of each table: a new one begins with a heading that follows no other."""
    number, numbered = 0, list[Promise]()
    for one in found:
        before = numbered[-1] if numbered else Promise("")
        number += one.style == "TableHeading" and before.style != "TableHeading"
        numbered.append(replace(one, table=number) if one.table else one)
    return numbered


def _apart(found: Sequence[Promise]) -> Iterator[Promise]:
    """With what stands between two tables, below the last, and in the air after one."""
    for before, one, after in zip([None, *found], found, [*found[1:], None], strict=False):
        aired = before is not None and before.table and one.style == "Normal"
        yield replace(one, style="AfterTable") if aired else one
        if one.table and (after is None or after.table not in (0, one.table)):
            yield Promise(SPACER)
