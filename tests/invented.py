"""Leaflets made up at random, the same ones every time: words of a script in paragraphs, lists, tables and warnings of many lengths."""

from __future__ import annotations

import random

from pipeline import document as doc
from pipeline.document import Document, Line, Text
from pipeline.languages import language
from tests import scripts


def leaflet(tag: str, seed: int) -> Document:
    """Fourteen sections, some with one below them."""
    return _Inventor(tag, random.Random(f"{tag}{seed}")).leaflet()


class _Inventor:
    def __init__(self, tag: str, dice: random.Random) -> None:
        self.tag, self.dice = tag, dice
        text = scripts.WORDS[tag][1]
        self.east = language(tag).script == "east-asian"
        self.words = [text[n : n + 3] for n in range(0, len(text) - 3, 3)] if self.east else text.split()  # fmt: skip

    def leaflet(self) -> Document:
        sections = tuple(self.section(2) for _ in range(14))
        return Document("invented", self.tag, self.line(4), (), sections, status=doc.Status(doc.State.APPROVED))  # fmt: skip

    def section(self, level: int) -> doc.Section:
        blocks = tuple(self.block() for _ in range(self.dice.randint(1, 5)))
        inner = (self.section(3),) if level < 3 and self.dice.random() < 0.4 else ()
        return doc.Section(self.line(9), blocks, inner)

    def block(self) -> doc.Block:
        match self.dice.randint(0, 4):
            case 0 | 1:
                return doc.Paragraph(self.line(60))
            case 2:
                items = tuple(doc.Item(self.line(20)) for _ in range(3))
                return doc.NumberedList(items, 9) if self.dice.random() < 0.5 else doc.BulletList(items)  # fmt: skip
            case 3:
                return doc.Callout(doc.CalloutKind.WARNING, (doc.Paragraph(self.line(30)),))
            case _:
                rows = tuple((self.line(6), self.line(12)) for _ in range(5))
                return doc.Table(rows[0], rows[1:])

    def line(self, most: int) -> Line:
        words = self.dice.choices(self.words, k=self.dice.randint(1, most))
        said = ("" if self.east else " ").join(words)
        return Line((Text(said), doc.Strong((Text(" ALL"),)), Text(" (CD19).")))
