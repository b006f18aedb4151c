"""The label that Word puts before each paragraph, counted as Word counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.checks.docx.opened import Opened, Paragraph, W, value
from pipeline.checks.docx.written import Written
from pipeline.checks.promised import bare


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is labelled. ``kind``: "bullet" or "decimal"; ``text``: %1 for the number of the first level."""

    kind: str
    start: int
    text: str


def labelled(word: Written) -> Iterator[tuple[str, Paragraph]]:
    """The paragraphs of the text, each with the label that Word puts before it; "" before one that is no item."""
    levels, counts = _levels(word.file), dict[tuple[str, int], int]()
    for one in word.text:
        level = levels.get(one.number) if one.number else None
        if not one.number or not level:
            yield "", one
        elif level.kind == "decimal":
            counts[one.number] = counts.get(one.number, level.start - 1) + 1
            yield level.text.replace(f"%{one.number[1] + 1}", str(counts[one.number])), one
        else:
            yield bare(level.text), one


def _levels(file: Opened) -> dict[tuple[str, int], _Level]:
    """By numbering instance and level from 0."""
    root = file.tree("word/numbering.xml")
    definitions = {one.get(f"{W}abstractNumId"): one for one in root.iter(f"{W}abstractNum")}
    return {
        (str(number.get(f"{W}numId")), place): level
        for number in root.iter(f"{W}num")
        for place, level in _of_instance(
            number, definitions.get(value(number.find(f"{W}abstractNumId")))
        )
    }


def _of_instance(
    number: etree._Element, definition: etree._Element | None
) -> Iterator[tuple[int, _Level]]:
    """Its levels as they are defined, but for where it begins to count."""
    overrides = number.iter(f"{W}lvlOverride")
    starts = {one.get(f"{W}ilvl"): value(one.find(f"{W}startOverride")) for one in overrides}
    for level in definition.iter(f"{W}lvl") if definition is not None else ():
        place = str(level.get(f"{W}ilvl"))
        start = starts.get(place) or value(level.find(f"{W}start")) or "1"
        kind, text = (value(level.find(f"{W}{name}")) for name in ("numFmt", "lvlText"))
        yield int(place), _Level(kind, int(start), text)
