"""A finished PDF beside the Document that it was made from, ready for questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from pipeline.checks import ink, printed, promised
from pipeline.checks.content import Colour, Content, Placed
from pipeline.checks.printed import Element, Marked, Printout
from pipeline.checks.promised import Part
from pipeline.checks.registry import Finding, fault
from pipeline.document import Document
from pipeline.languages import Language, language
from pipeline.publisher import PrintProfile

INLINE = ("Span", "Link")  # elements inside a text; every other holds a text of its own


@dataclass(frozen=True, slots=True)
class Block:
    """A text of the file: its element, what the element says that it is, and its characters in reading order."""

    role: str
    element: Element
    marks: tuple[Marked, ...]
    characters: tuple[Placed, ...]

    @property
    def text(self) -> str:
        return "".join(mark.text for mark in self.marks)

    @property
    def seen(self) -> list[Placed]:
        return [one for one in self.characters if is_seen(one)]

    @property
    def pages(self) -> list[int]:
        return sorted({mark.page for mark in self.marks})

    @property
    def lines(self) -> list[list[Placed]]:
        """Its characters line by line, spaces too, each in reading order; a line has one baseline on one page."""
        places: dict[tuple[int, float], list[Placed]] = {}
        for one in self.characters:
            places.setdefault((one.page, round(one.y, 1)), []).append(one)
        return [line for line in places.values() if any(map(is_seen, line))]


def is_seen(one: Placed) -> bool:
    """Whether it has a character with ink."""
    return any(map(promised.is_seen, one.text))


@dataclass(frozen=True)
class Printed:
    """A finished PDF, what it was made from, and how it was meant to look. ``path``: from the project's root."""

    document: Document
    profile: PrintProfile
    data: bytes
    path: str

    @cached_property
    def file(self) -> Printout:
        return printed.opened(self.data)

    @property
    def language(self) -> Language:
        return language(self.document.tag)

    @property
    def tree(self) -> Element:
        return self.file.tree

    @property
    def filled(self) -> list[Content]:
        """The pages but for the blank ones at the end of a booklet."""
        pages = list(self.file.pages)
        while (
            pages
            and len(self.file.pages) - len(pages) < self.profile.fold - 1
            and not pages[-1].filled
        ):
            pages.pop()
        return pages

    @cached_property
    def seen(self) -> list[Placed]:
        return [one for one in self.file.characters if is_seen(one)]

    @cached_property
    def parts(self) -> list[Part]:
        """What the Document promises of a file with these pages."""
        listed = promised.contents(self.document, self.tree, len(self.filled))
        return promised.parts(self.document, listed)

    @cached_property
    def blocks(self) -> list[Block]:
        """Every text and picture of the tree, in reading order."""
        placed: dict[tuple[int, int], list[Placed]] = {}
        for one in self.file.characters:
            placed.setdefault((one.page, one.mcid), []).append(one)
        holders = groupby(self.tree.marks(), key=lambda pair: _holder(pair[0]))
        return [_block(element, [mark for _, mark in pairs], placed) for element, pairs in holders]

    @cached_property
    def paired(self) -> list[tuple[Part, Block]]:
        """Each text of the Document with that of the file; none while they are not the same texts."""
        same = [promised.bare(part.text) for part in self.parts] == [
            promised.bare(block.text) for block in self.blocks
        ]
        return list(zip(self.parts, self.blocks, strict=True)) if same else []

    @cached_property
    def grounds(self) -> list[tuple[Placed, Colour, float]]:
        """Every character that has ink, with the colour of its ground and how it stands out from it, as the page is drawn."""
        return list(ink.grounds(self.data, self.seen))

    def says(self, message: str) -> Finding:
        return fault(message, self.path)


def _holder(element: Element) -> Element:
    return next(one for one in element.around() if one.tag not in INLINE)


def _block(
    element: Element, marks: list[Marked], placed: dict[tuple[int, int], list[Placed]]
) -> Block:
    inside = element.parent.tag if element.parent else ""
    role = inside if element.tag == "P" and inside in ("LBody", "TH", "TD", "Caption") else element.tag  # fmt: skip
    characters = (one for mark in marks for one in placed.get((mark.page, mark.mcid), []))
    return Block(role, element, tuple(marks), tuple(characters))
