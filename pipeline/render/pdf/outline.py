"""The outline that a reader shows beside the pages: an entry for each heading, leading to its structure element.

PDF/UA-2 (ISO 14289-2, 8.8) wants structure destinations; older readers go to the place on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.render.pdf.objects import File, Name, Reference


@dataclass(frozen=True, slots=True)
class Entry:
    """``level`` counts from 0; ``page``: its object; ``top``: of the heading, in points from the page's foot;
    ``element``: the heading's own."""

    title: str
    level: int
    page: Reference
    top: float
    element: Any


def outline(file: File, entries: Sequence[Entry], references: Mapping[Any, Reference]) -> Reference:
    """The entries joined into a tree. ``references``: of structure elements."""
    top, own = file.reserve(), [file.reserve() for _ in entries]
    above: dict[str, Any] = {"Type": Name("Outlines")}
    items = [_item(entry, references) for entry in entries]
    for parent, children in _families([entry.level for entry in entries]).items():
        holder = above if parent is None else items[parent]
        holder["First"], holder["Last"] = own[children[0]], own[children[-1]]
        holder["Count"] = len(children) if parent is None else -len(children)  # inner ones folded
        for number, child in enumerate(children):
            items[child]["Parent"] = top if parent is None else own[parent]
            if number:
                items[child]["Prev"] = own[children[number - 1]]
                items[children[number - 1]]["Next"] = own[child]
    for reference, item in zip(own, items, strict=True):
        file.set(reference, item)
    return file.set(top, above)


def _item(entry: Entry, references: Mapping[Any, Reference]) -> dict[str, Any]:
    place = [Name("XYZ"), 0, round(entry.top, 2), 0]
    action = {
        "S": Name("GoTo"),
        "D": [entry.page, *place],
        "SD": [references[entry.element], *place],
    }
    return {"Title": entry.title, "A": action}


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
