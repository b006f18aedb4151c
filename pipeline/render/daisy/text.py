"""A Document as XHTML 1.0 in which every sentence that is heard has a name.

XHTML 1.0 is what DAISY 2.02 allows: no section, figure or isolate of HTML 5, so isolates stay characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.diagnostic import Location
from pipeline.document import Document, Inlines, Line
from pipeline.facts import plain_text
from pipeline.render.aloud import Heard, Reading
from pipeline.words import Word

DEEPEST = 6  # XHTML has h1 to h6
_LABELS = {doc.CalloutKind.WARNING: Word.WARNING, doc.CalloutKind.NOTE: Word.NOTE}


@dataclass(frozen=True, slots=True)
class Target:
    """A sentence of the text that is heard. ``name``: its id."""

    name: str
    heard: Heard


@dataclass(frozen=True, slots=True)
class Heading:
    """``target``: the first sentence of it, or the first that is heard after it, by its place in the targets."""

    level: int
    text: str
    target: int


@dataclass
class Text:
    """The leaflet as it is walked. ``targets`` and ``headings`` are whole when ``body`` has been written."""

    document: Document
    reading: Reading
    targets: list[Target] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)

    def body(self) -> str:
        document = self.document
        parts = [self.heading(document.title, 1, "title")]
        parts += [self.paragraph(one, document.title.at) for one in words.notice(document) if one]
        parts += self.blocks(document.blocks)
        for level, section in doc.walk_sections(document):
            parts.append(self.heading(section.heading, level - 1, "section"))
            parts += self.blocks(section.blocks)
        return "\n".join(parts)

    def heading(self, line: Line, level: int, kind: str) -> str:
        """The title and the sections are of one level, as DAISY 2.02 has them in its navigation."""
        name = min(level, DEEPEST)
        self.headings.append(
            Heading(name, plain_text(inline.plain(line.inlines)), len(self.targets))
        )
        return f'<h{name} class="{kind}">{self.line(line)}</h{name}>'

    def paragraph(self, inlines: Inlines, at: Location, added: bool = False) -> str:
        return f"<p>{self.sentences(inlines, at, added)}</p>"

    def blocks(self, blocks: Sequence[doc.Block]) -> Iterator[str]:
        return (self.block(block) for block in blocks)

    def block(self, block: doc.Block) -> str:
        match block:
            case doc.Paragraph(line):
                return self.paragraph(line.inlines, line.at)
            case doc.BulletList(items):
                return f"<ul>{''.join(map(self.item, items))}</ul>"
            case doc.NumberedList(items, start):
                number = f' start="{start}"' if start != 1 else ""
                return f"<ol{number}>{''.join(map(self.item, items))}</ol>"
            case doc.SideEffects(entries):
                return self.side_effects(entries)
            case doc.Table():
                return self.table(block)
            case doc.Figure(alt=alt, caption=caption):
                lines = [alt, caption] if caption else [alt]
                return "".join(self.paragraph(one.inlines, one.at) for one in lines)
            case doc.Callout(kind, blocks):
                label = words.inlines(self.document, _LABELS[kind])
                first = self.paragraph(label, self.document.title.at, added=True)
                return f'<div class="{kind}">{first}{"".join(self.blocks(blocks))}</div>'
            case doc.Only(_, blocks):
                return "".join(self.blocks(blocks))
            case _:
                assert_never(block)

    def item(self, item: doc.Item) -> str:
        return f"<li>{self.line(item.line)}{''.join(self.blocks(item.blocks))}</li>"

    def side_effects(self, entries: Sequence[doc.SideEffect]) -> str:
        """The exact figure, and beside it its plain form."""
        rows = [
            self.header(
                [words.inlines(self.document, one) for one in (Word.SIDE_EFFECT, Word.HOW_MANY)]
            )
        ]
        for entry in entries:
            name = self.line(entry.name)
            exact = self.sentences((doc.Text(entry.shown),), entry.at)
            plainly = self.sentences((doc.Text(entry.plainly),), entry.at)
            rows.append(f"<tr><th>{name}</th><td>{exact} {plainly}</td></tr>")
        return f'<table border="1">{"".join(rows)}</table>'

    def table(self, table: doc.Table) -> str:
        above = f"<caption>{self.line(table.caption)}</caption>" if table.caption else ""
        rows = [self.header([line.inlines for line in table.header])]
        rows += [self.row(first, others) for first, *others in table.rows]
        return f'<table border="1">{above}{"".join(rows)}</table>'

    def row(self, first: Line, others: Sequence[Line]) -> str:
        cells = [f"<th>{self.line(first)}</th>", *(f"<td>{self.line(one)}</td>" for one in others)]
        return f"<tr>{''.join(cells)}</tr>"

    def header(self, cells: Sequence[Inlines]) -> str:
        """What stands above columns. The voice says it with each cell."""
        return f"<tr>{''.join(f'<th>{self.inlines(one)}</th>' for one in cells)}</tr>"

    # A line.

    def line(self, line: Line) -> str:
        return self.sentences(line.inlines, line.at)

    def sentences(self, inlines: Inlines, at: Location, added: bool = False) -> str:
        """Each sentence that is heard by a name of its own."""
        parts = []
        for one in self.reading.sentences(inlines, at, added):
            text = self.inlines(one.inlines)
            if one.heard:
                name = f"t{len(self.targets) + 1}"
                self.targets.append(Target(name, one.heard))
                text = f'<span class="sentence" id="{name}">{text}</span>'
            parts.append(text)
        return "".join(parts)

    def inlines(self, inlines: Inlines) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, one: doc.Inline) -> str:
        match one:
            case doc.Text(text) | doc.Term(text):
                return escape(text)
            case doc.FactRef(name, shown):
                return escape(shown or f"{{{name}}}")
            case doc.Strong(children):
                return f"<strong>{self.inlines(children)}</strong>"
            case doc.Link(children, label):
                return (
                    f'<a href="{escape(self.document.address(label))}">{self.inlines(children)}</a>'
                )
            case doc.Foreign(children, tag):
                other = self.document.language(tag)
                named = f'lang="{other.bcp47}" xml:lang="{other.bcp47}" dir="{other.direction}"'
                return f"<span {named}>{self.inlines(children)}</span>"
            case _:
                assert_never(one)
