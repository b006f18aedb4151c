"""A Draft becomes the text of a source file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby

from pipeline import inline
from pipeline.document import FactRef, Inline, Inlines, Link, Strong, Text
from pipeline.importing.characters import safe
from pipeline.importing.draft import Block, Draft, Kind, Pieces
from pipeline.importing.words import count
from pipeline.parse import UNKNOWN

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9 ,.()/-]*[A-Za-z0-9.)]", re.ASCII)
# What Markdown or we take for a mark at the beginning of a line.
_FIRST = re.compile(r"[-+](?=\s|$)|\d{1,9}[.)](?=\s|$)|[>%]+|#{1,6}(?=\s|$)|:{3,}|~{3,}")
_LONGEST_SUMMARY = 300
_STEP = "    "  # inside "- " and inside "10. " alike


def written(draft: Draft, name: str) -> str:
    """The whole file. ``name``: of the file that it was imported from."""
    return "\n".join(["---", *_front(draft, name), "---", *_body(draft.blocks)]) + "\n"


def _front(draft: Draft, name: str) -> Iterator[str]:
    dates = dict(draft.dates)
    yield f"# Imported from {json.dumps(name, ensure_ascii=False)}. Look at every line here before you publish."
    yield f"summary: {quoted(_summary(draft))}"
    if "reviewed" not in dates:
        yield "# When was it last reviewed? Write the day, such as 2026-01-31."
    yield f"reviewed: {dates.get('reviewed', UNKNOWN)}"
    if "updated" in dates:
        yield f"updated: {dates['updated']}"
    if "review_due" not in dates:
        yield "# When is its next review due? Write the day. Until then it stays a draft."
    yield f"review_due: {dates.get('review_due', UNKNOWN)}"
    if "version" in dates:
        yield f"version: {dates['version']}"
    yield from _declared(draft)


def _declared(draft: Draft) -> Iterator[str]:
    if draft.facts:
        yield "facts:"
        yield from (f"  {fact.name}: {fact.written}" for fact in draft.facts)
    if draft.links:
        yield "links:"
        yield from (
            f"  {link.name}: {{address: {quoted(link.written)}, confirm: true}}"
            for link in draft.links
        )
    if draft.terms:
        yield "terms:"
        for term in draft.terms:
            named = (("expansion", term.written), ("spoken", term.spoken))
            fields = ", ".join(f"{name}: {quoted(text)}" for name, text in named if text)
            yield f"  {quoted(term.name)}: {{{fields}}}"


def quoted(text: str) -> str:
    """Text as YAML reads it back, in quotation marks where it needs them."""
    return (
        text
        if _BARE.fullmatch(text)
        and text.lower() not in ("true", "false", "null", "yes", "no")
        and ": " not in text
        else json.dumps(text, ensure_ascii=False)
    )


def _summary(draft: Draft) -> str:
    """The first sentence of the first paragraph; else the title."""
    title = inline.write(inlines(draft.blocks[0].pieces)) if draft.blocks else ""
    for block in draft.blocks:
        if block.kind is Kind.PARAGRAPH and count(block.text) > 3:
            text = "".join(
                f"{{{piece.fact}}}" if piece.fact else inline.write((Text(piece.text),))
                for piece in block.pieces
            )
            sentence = re.split(r"(?<=[.!?])\s", safe(text), maxsplit=1)[0]
            return sentence if len(sentence) <= _LONGEST_SUMMARY else title
    return title


def inlines(pieces: Pieces) -> Inlines:
    """The pieces as a message has them."""
    found: list[Inline] = []
    for address, group in groupby(pieces, key=lambda piece: piece.address):
        inner = _bold(tuple(group))
        found += [Link(inner, address)] if address else inner
    return tuple(found)


def _bold(pieces: Pieces) -> Inlines:
    found: list[Inline] = []
    for bold, group in groupby(pieces, key=lambda piece: piece.bold):
        inner: Inlines = tuple(FactRef(p.fact) if p.fact else Text(p.text) for p in group)
        text = inline.plain(inner)
        if not bold or not text.strip():
            found += inner
            continue
        found.append(Strong(inner))
    return tuple(found)


def _body(blocks: tuple[Block, ...]) -> Iterator[str]:
    before: Block | None = None
    ends = _ends(blocks)
    for number, block in enumerate(blocks):
        yield from _between(before, block)
        yield from _lines(block, before, ends[number])
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.kind is Kind.SIDE_EFFECT and not (after and after.kind is Kind.SIDE_EFFECT):
            yield ":::"
        before = block


def _ends(blocks: tuple[Block, ...]) -> list[str]:
    """What stands after the number of each ordered item. A number that does not follow the one before it begins a list of its
    own, which Markdown knows by another sign: else it would be counted on, and 10 be printed as 3."""
    found: list[str] = []
    open_: dict[int, tuple[int, str]] = {}
    for block in blocks:
        end = ""
        if block.kind is Kind.ITEM:
            last, end = open_.get(block.level, (0, ")"))
            if block.ordered != last + 1 or not last:
                end = ")" if end == "." else "."
            open_ = {level: one for level, one in open_.items() if level < block.level}
            if block.ordered:
                open_[block.level] = block.ordered, end
        elif not (block.kind is Kind.PARAGRAPH and block.level):
            open_ = {}
        found.append(end)
    return found


def _between(before: Block | None, block: Block) -> Iterator[str]:
    """The empty line before a block: none inside a list or a table."""
    if not before or not _together(before, block):
        yield ""


def _together(before: Block, block: Block) -> bool:
    if before.kind is not block.kind:
        return False
    match block.kind:
        case Kind.ITEM:
            # A list that does not begin with 1 cannot stand right below a text (CommonMark 5.3).
            if before.level < block.level:
                return block.ordered < 2
            return before.level > block.level or bool(before.ordered) == bool(block.ordered)
        case Kind.ROW:
            return before.table == block.table
        case _:
            return block.kind is Kind.SIDE_EFFECT


def _lines(block: Block, before: Block | None, end: str) -> Iterator[str]:
    text = _guarded(inline.write(inlines(block.pieces)))
    match block.kind:
        case Kind.HEADING:
            yield f"{'#' * block.level} {text}"
        case Kind.PARAGRAPH | Kind.LINE:
            yield f"{_STEP * block.level}{text}"
        case Kind.ITEM:
            yield f"{_STEP * (block.level - 1)}{f'{block.ordered}{end}' if block.ordered else '-'} {text}"
        case Kind.SIDE_EFFECT:
            if not (before and before.kind is Kind.SIDE_EFFECT):
                yield "::: side-effects"
            yield f"- {text}: {block.percent}%"
        case Kind.ROW:
            yield _row(block)
            if not (before and before.kind is Kind.ROW and before.table == block.table):
                yield "|" + " --- |" * len(block.cells)


def _row(block: Block) -> str:
    cells = (inline.write(inlines(cell)).replace("|", "\\|") for cell in block.cells)
    return "| " + " | ".join(cells) + " |"


def _guarded(text: str) -> str:
    """A mark at the beginning of a text would make a list, a heading or a comment of it: in bold it is a character."""
    mark = _FIRST.match(text)
    return f"**{mark[0]}**{text[mark.end() :]}" if mark else text
