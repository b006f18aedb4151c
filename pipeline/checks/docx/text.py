"""That the text is the leaflet's, and that headings, lists and tables are what they seem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from lxml import etree

from pipeline import document as doc
from pipeline.checks.docx.labels import labelled
from pipeline.checks.docx.opened import Paragraph, Style, W, is_on
from pipeline.checks.docx.written import (
    DEEPEST_HEADING,
    DEEPEST_LIST,
    Written,
    first_difference,
    plain,
)
from pipeline.checks.promised import bare, page_texts
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity
from pipeline.document import Document

CHECKS: Checks[Written] = Checks()
check = CHECKS.check


@check("A302", Severity.ERROR)
def text_is_the_documents(word: Written) -> Iterator[Finding]:
    """The file's text is the leaflet's, all of it, in its order, once.

    What was lost in the file is lost to whoever reads it.
    """
    wanted = bare("".join(page_texts(word.document, [])))
    has = bare("".join(label + one.text for label, one in labelled(word)))
    if wanted != has:
        yield word.says(f"the text differs from the leaflet's near {first_difference(wanted, has)}")


@check("A303", Severity.ERROR)
def headings_are_headings(word: Written) -> Iterator[Finding]:
    """Every heading has the heading style of its level, and nothing else has one.

    Screen-reader users walk a leaflet by its headings.
    """
    wanted = [(1, plain(word.document.title))]
    for level, section in doc.walk_sections(word.document):
        wanted.append((min(level, DEEPEST_HEADING), plain(section.heading)))
    found = [(level, bare(one.text)) for one in word.text if (level := _level(word, one))]
    if found != wanted:
        yield word.says(f"the headings differ near {first_difference(wanted, found)}")
    for key, style in word.file.styles.items():
        level = _heading(style)
        if level and style.says.get("outlineLvl") != str(level - 1):
            yield word.says(f"the style {key} has not its level in the outline")


def _level(word: Written, paragraph: Paragraph) -> int:
    """The level that the outline has of a paragraph, from 1; 0 for text."""
    style = word.file.styles.get(paragraph.style)
    return _heading(style) if style else 0


def _heading(style: Style) -> int:
    """The level of the headings that it is the style of; 0 for another style."""
    name = re.fullmatch(r"heading (\d)", style.name)
    return int(name[1]) if name else 0


@check("A304", Severity.ERROR)
def lists_are_lists(word: Written) -> Iterator[Finding]:
    """Every item of a list is numbered or marked by Word itself, at its level, from its number on.

    A typed number stays where it is when a step is added before it.
    """
    wanted = [item for block in _outermost(word.document) for item in _items(block, 0)]
    found = [(label, one.number[1], bare(one.text)) for label, one in labelled(word) if one.number]
    if found != wanted:
        yield word.says(f"the lists differ near {first_difference(wanted, found)}")


def _outermost(document: Document) -> Iterator[doc.Block]:
    yield from document.blocks
    for _, section in doc.walk_sections(document):
        yield from section.blocks


def _items(block: doc.Block, depth: int) -> Iterator[tuple[str, int, str]]:
    """Each item of a list as the page has it: its label, its level, its text."""
    match block:
        case doc.BulletList(items):
            yield from _labelled(["•"] * len(items), items, depth)
        case doc.NumberedList(items, start):
            labels = [f"{number}." for number in range(start, start + len(items))]
            yield from _labelled(labels, items, depth)
        case doc.Callout(_, blocks):
            yield from (item for inner in blocks for item in _items(inner, 0))
        case doc.Only(_, blocks):
            yield from (item for inner in blocks for item in _items(inner, depth))
        case doc.Paragraph() | doc.SideEffects() | doc.Table() | doc.Figure():
            pass
        case _:
            assert_never(block)


def _labelled(
    labels: Sequence[str], items: Sequence[doc.Item], depth: int
) -> Iterator[tuple[str, int, str]]:
    for label, item in zip(labels, items, strict=True):
        yield label, min(depth, DEEPEST_LIST - 1), plain(item.line)
        yield from (inner for one in item.blocks for inner in _items(one, depth + 1))


@check("A305", Severity.ERROR)
def tables_have_headers(word: Written) -> Iterator[Finding]:
    """The first row of a table is its header and repeats on each page; no row is parted; no cells are joined.

    Without its header a figure in a table says nothing to who hears it.
    """
    for table in word.file.tree("word/document.xml").iter(f"{W}tbl"):
        yield from _faults(word, table)


def _faults(word: Written, table: etree._Element) -> Iterator[Finding]:
    rows = table.findall(f"{W}tr")
    heads = [is_on(row.find(f"{W}trPr/{W}tblHeader")) for row in rows]
    if heads != [number == 0 for number in range(len(rows))]:
        yield word.says("a table has no header row, or more than one")
    if not all(is_on(row.find(f"{W}trPr/{W}cantSplit")) for row in rows):
        yield word.says("a row of a table may be parted")
    if next(table.iter(f"{W}gridSpan", f"{W}vMerge"), None) is not None:
        yield word.says("cells of a table are joined")
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None or look.get(f"{W}firstRow") != "1" or look.get(f"{W}firstColumn") != "1":
        yield word.says("a table does not say that its first row and column are headings")
    if table.find(f"{W}tblPr/{W}tblCaption") is not None:
        yield word.says("a table has a title, which some readers say as text")
