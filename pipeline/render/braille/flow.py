"""A Document as blocks of braille, one after another.

Rules of layout, with their sources: docs/notes/braille.md. A list shows itself by its place, without bullets; side effects and
tables are lists, since a table of cells side by side is hard to read by touch; a box is two lines of its own signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.braille import cells
from pipeline.diagnostic import Location
from pipeline.document import Document, FactRef, Grade, Inline, Inlines, Line
from pipeline.publisher import BraillePage
from pipeline.render.braille.lines import Block
from pipeline.render.xhtml import bare
from pipeline.words import Word

BOX_TOP, BOX_END = "\u2836", "\u281b"  # dots 2356, dots 1245 (BANA, Formats: boxed material)
_LISTS = (doc.BulletList, doc.NumberedList, doc.SideEffects, doc.Table, doc.Callout)
_LABELS = {doc.CalloutKind.WARNING: Word.WARNING, doc.CalloutKind.NOTE: Word.NOTE}


class Flow:
    """Raises LeafletError for what cannot be written in braille."""

    def __init__(self, document: Document, page: BraillePage, contracted: bool) -> None:
        self.document, self.page, self.contracted = document, page, contracted

    # The leaflet.

    def front(self) -> Iterator[Block]:
        """What stands before the contents: title, publisher, what a reader must be told, how else it can be had, its dates."""
        document = self.document
        title = self.text(document.title.inlines)
        yield replace(title, apart=True, centred=True, level=1, first=0)
        if document.publisher:
            publisher = self.text((doc.Text(document.publisher),))
            yield replace(publisher, apart=True, centred=True, first=0, said=0)
        notice = words.notice(document)
        told = (*notice, *self.unread())
        offered = (*words.ask(document, words.exonyms), *words.dates(document))
        for sentences in (told, offered):
            for number, sentence in enumerate(sentences):
                if sentence:
                    found = replace(self.text(sentence), apart=number == 0)
                    yield found if sentence in notice else replace(found, said=0)

    def unread(self) -> Iterator[Inlines]:
        """That a computer made it, until a braille reader has signed this grade of it."""
        grade = Grade.USUAL if self.contracted else Grade.UNCONTRACTED
        if grade not in self.document.status.proofread:
            yield words.inlines(self.document, Word.NOT_PROOFREAD)

    def body(self) -> Iterator[Block]:
        yield from _apart(self.blocks(self.document.blocks, 0))
        for level, section in doc.walk_sections(self.document):
            yield self.heading(section.heading, level)
            yield from self.blocks(section.blocks, 0)

    def heading(self, line: Line, level: int) -> Block:
        """The second level is centred; deeper ones stand further to the right, each by one step."""
        found = replace(self.line(line), apart=True, keeps=True, level=level)
        if level == 2:
            return replace(found, centred=True, first=0)
        indent = self.page.heading + self.page.step * (min(level, 4) - 3)
        return replace(found, first=indent, rest=indent)

    def word(self, word: Word, **values: str) -> Block:
        return self.text(words.inlines(self.document, word, **values))

    # Blocks; ``indent``: cells before what stands in a list.

    def blocks(self, blocks: Sequence[doc.Block], indent: int) -> Iterator[Block]:
        """A blank line stands before a list and after it."""
        after_list = False
        for block in blocks:
            found = self.block(block, indent)
            yield from _apart(found) if after_list else found
            after_list = isinstance(block, _LISTS)

    def block(self, block: doc.Block, indent: int) -> Iterator[Block]:
        match block:
            case doc.Paragraph(line):
                yield self.line(line, indent)
            case doc.BulletList() | doc.NumberedList():
                yield from _apart(self.list(block, indent, indent + self.page.step * _depth(block)))
            case doc.SideEffects(entries):
                yield from _apart(self.effects(entries, indent))
            case doc.Table():
                yield from self.table(block, indent)
            case doc.Figure(alt=alt, caption=caption):
                picture = words.inlines(self.document, Word.PICTURE)
                yield replace(
                    self.text(self.labelled(picture, alt.inlines), alt.at, indent), said=0
                )
                if caption:
                    yield self.line(caption, indent)
            case doc.Callout(kind, blocks):
                yield from self.box(kind, blocks, indent)
            case doc.Only(_, blocks):
                yield from self.blocks(blocks, indent)
            case _:
                assert_never(block)

    def list(
        self, block: doc.BulletList | doc.NumberedList, first: int, rest: int
    ) -> Iterator[Block]:
        """Each item at its depth; what runs over, further right than the deepest item."""
        start = block.start if isinstance(block, doc.NumberedList) else None
        for number, item in enumerate(block.items, start or 0):
            label = (doc.Text(f"{number}. "),) if start is not None else ()
            shown = self.text((*label, *item.line.inlines), item.line.at)
            own = _count(item.line.inlines)
            yield replace(shown, first=first, rest=rest, said=own, label=shown.said - own)
            for inner in item.blocks:
                match inner:
                    case doc.BulletList() | doc.NumberedList():
                        yield from self.list(inner, first + self.page.step, rest)
                    case _:
                        yield from self.block(inner, rest)

    def effects(self, entries: Sequence[doc.SideEffect], indent: int) -> Iterator[Block]:
        heads = [words.inlines(self.document, word) for word in (Word.SIDE_EFFECT, Word.HOW_MANY)]
        for number, entry in enumerate(entries):
            shown = (doc.Text(entry.shown), doc.Text(entry.plainly))
            said = _count(entry.name.inlines) + _count(shown)
            ahead = 0 if number else sum(map(_count, heads))
            yield replace(self.listed(self.effect(entry), indent), said=said, ahead=ahead)

    def effect(self, entry: doc.SideEffect) -> tuple[Inlines, Location]:
        figures = self.joined(
            Word.EXACT_AND_PLAIN, exact=FactRef("", entry.shown), plain=entry.plainly
        )
        return self.labelled(entry.name.inlines, figures), entry.at

    def table(self, table: doc.Table, indent: int) -> Iterator[Block]:
        """Row by row, each cell after its column's header."""
        if table.caption:
            yield replace(self.line(table.caption, indent), apart=True, keeps=True)
        ahead = sum(_count(header.inlines) for header in table.header)
        for row in table.rows:
            blocks = []
            for number, (header, cell) in enumerate(zip(table.header, row, strict=True)):
                shown = (self.labelled(header.inlines, cell.inlines), cell.at)
                block = self.listed(shown, indent + self.page.step * (number > 0))
                blocks.append(replace(block, said=_count(cell.inlines), ahead=ahead))
                ahead = 0
            yield from _apart(blocks)

    def box(
        self, kind: doc.CalloutKind, blocks: Sequence[doc.Block], indent: int
    ) -> Iterator[Block]:
        yield Block((), apart=True, keeps=True, rule=BOX_TOP)
        yield replace(self.word(_LABELS[kind]), keeps=True, first=indent, rest=indent)
        yield from self.blocks(blocks, indent)
        yield Block((), rule=BOX_END)

    # Text.

    def joined(self, word: Word, **parts: str | Inline | Inlines) -> Inlines:
        """Parts with the sign between them that the language has; with the English sign where it has none."""
        found = words.inlines(self.document, word, **parts)
        match found:
            case (doc.Foreign(inside, _),) if not words.known(self.document, word):
                return inside
            case _:
                return found

    def labelled(self, label: Inlines, text: Inlines) -> Inlines:
        return self.joined(Word.LABELLED, label=label, text=text)

    def listed(self, text: tuple[Inlines, Location], indent: int) -> Block:
        step = self.page.step
        return replace(self.text(*text), first=indent, rest=indent + 2 * step)

    def line(self, line: Line, indent: int = 0) -> Block:
        return self.text(line.inlines, line.at, indent)

    def text(self, inlines: Inlines, at: Location | None = None, indent: int = 0) -> Block:
        """A paragraph."""
        said = inline.plain(inlines)  # with the isolates that keep figures in order
        first = indent + self.page.paragraph
        return Block(self.spelled(inlines, at), first, indent, print=said, said=_count(inlines))

    def spelled(self, inlines: Inlines, at: Location | None = None) -> tuple[cells.Word, ...]:
        document = self.document
        return cells.words(inlines, document.tag, self.contracted, at or document.title.at)


def _count(inlines: Inlines) -> int:
    """Characters, as pages of print are counted."""
    return len(bare(inline.plain(inlines)))


def _apart(blocks: Iterator[Block] | Sequence[Block]) -> Iterator[Block]:
    """A blank line before the first."""
    for number, block in enumerate(blocks):
        yield replace(block, apart=True) if number == 0 else block


def _depth(block: doc.BulletList | doc.NumberedList) -> int:
    """How many lists stand in each other, this one too."""
    inner = (
        _depth(one)
        for item in block.items
        for one in item.blocks
        if isinstance(one, doc.BulletList | doc.NumberedList)
    )
    return 1 + max(inner, default=0)
