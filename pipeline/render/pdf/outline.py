"""The outline that a reader shows beside the pages: an entry for each heading, leading to its structure element.

ReportLab's own leads to named places on pages only; PDF/UA-2 (ISO 14289-2, 8.8) wants structure destinations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject, PDFObjectReference

from pipeline.render.pdf.objects import Array, Dictionary, name, string


@dataclass(frozen=True, slots=True)
class Entry:
    """``level`` counts from 0; ``top``: of the heading, in points from the page's foot; ``element``: the heading's own."""

    title: str
    level: int
    page: int
    top: float
    element: Any


class Outline(PDFObject):  # type: ignore[misc]
    """Takes the place of ReportLab's: it is prepared when the file is written."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._of: dict[Any, Entry] = {}
        self.references: Mapping[Any, Any] = {}  # of structure elements, once they are written
        self.ready = -1  # nothing to show
        self.dictionary = Dictionary({"Type": name("Outlines")})

    def prepare(self, document: Any, _canvas: Any) -> None:
        """Join the entries into a tree."""
        if not self.entries:
            return
        self.ready = 1
        items = [self._item(entry) for entry in self.entries]
        own = [document.Reference(item) for item in items]
        for parent, children in _families([entry.level for entry in self.entries]).items():
            above = self.dictionary if parent is None else items[parent]
            above["First"], above["Last"] = own[children[0]], own[children[-1]]
            # Inner ones folded.
            above["Count"] = len(children) if parent is None else -len(children)
            for number, child in enumerate(children):
                items[child]["Parent"] = document.Reference(self) if parent is None else own[parent]
                if number:
                    items[child]["Prev"] = own[children[number - 1]]
                    items[children[number - 1]]["Next"] = own[child]

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._of[entry.element] = entry

    def entry(self, element: Any) -> Entry:
        """Of a heading's element."""
        return self._of[element]

    def _item(self, entry: Entry) -> Any:
        return Dictionary({"Title": string(entry.title), "A": self.action(entry)})

    def action(self, entry: Entry) -> Any:
        """Going to the heading."""
        place = [name("XYZ"), 0, round(entry.top, 2), 0]
        return Dictionary({
            "S": name("GoTo"), "D": Array([PDFObjectReference(f"Page{entry.page}"), *place]),
            "SD": Array([self.references[entry.element], *place]),
        })  # fmt: skip

    def format(self, document: Any) -> Any:
        return self.dictionary.format(document)


def _families(levels: Sequence[int]) -> dict[int | None, list[int]]:
    """The entries under each entry, and under None the outermost; a level may be skipped."""
    families: dict[int | None, list[int]] = {}
    above: list[int] = []
    for number, level in enumerate(levels):
        while above and levels[above[-1]] >= level:
            above.pop()
        families.setdefault(above[-1] if above else None, []).append(number)
        above.append(number)
    return families
