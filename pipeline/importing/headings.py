"""Which line is the title, which ones are headings, and how they nest.

Word files and web pages say what a heading is, but often skip levels; plain text says nothing, and then a short line
without a full stop before a longer text is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, cut, texts
from pipeline.importing.side_effects import matched
from pipeline.importing.words import count

MOST_WORDS = 12  # of a heading without a mark: ours
_STEP = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=[A-Z])")
_FIRST = re.compile(r"(?P<number>\d{1,2})[.)]\s+(?=[A-Z])")
DEEPEST = 6  # of Markdown


def found(draft: Draft) -> Draft:
    """With every heading found, the title first, and no level skipped."""
    draft = _without_empty(_guessed(_numbered(draft)))
    draft = _titled(draft)
    return _leveled(draft)


def _without_empty(draft: Draft) -> Draft:
    """Without rules, and dots and dashes alone."""
    return draft.with_blocks(block for block in draft.blocks if count(block.text))


def _numbered(draft: Draft) -> Draft:
    """With lines such as "2.1 How it works" as headings, without the number; and lines with one number that stand alone, each
    above a part of the text."""
    alone = _alone(draft.blocks)
    notes: list[Note] = []
    blocks = [
        _without_number(block, mark, notes) if mark or number in alone else block
        for number, (block, mark) in enumerate(
            zip(draft.blocks, _marks(draft.blocks, alone), strict=True)
        )
    ]
    return draft.with_blocks(blocks, notes)


def _marks(blocks: tuple[Block, ...], alone: set[int]) -> list[re.Match[str] | None]:
    """The number that each heading begins with; one number of one heading may be a part of its words."""
    first = [_FIRST.match(block.text) if block.kind is Kind.HEADING else None for block in blocks]
    many = sum(mark is not None for mark in first) > 1
    return [
        _STEP.match(block.text)
        if _STEP.match(block.text) and _may_be(block)
        else _FIRST.match(block.text)
        if number in alone and block.kind is Kind.PARAGRAPH
        else mark
        if many
        else None
        for number, (block, mark) in enumerate(zip(blocks, first, strict=True))
    ]


def _without_number(block: Block, mark: re.Match[str] | None, notes: list[Note]) -> Block:
    """The heading without its number, which says how deep it is where the file does not."""
    if mark:
        notes.append(Note(block.line, Fate.MOVED, "the number of a heading", mark["number"]))
        block = replace(block, pieces=cut(block.pieces, mark.end()))
    if block.kind is Kind.HEADING:
        return block
    reason = "taken for a heading, since it has a number"
    notes.append(Note(block.line, Fate.GUESSED, reason, block.text))
    level = 3 + mark["number"].count(".") if mark else 3
    return replace(_unnumbered(block), kind=Kind.HEADING, level=level, ordered=0)


def _may_be(block: Block) -> bool:
    return block.kind is Kind.HEADING or _is_like(block, bold_only=False)


def _alone(blocks: tuple[Block, ...]) -> set[int]:
    """Lines with numbers that count from 1, each with text of its own below it: these are headings."""
    found = {
        number: count_
        for number, block in enumerate(blocks[:-1])
        if (count_ := _count(block))
        and not block.level
        and _is_like(replace(block, kind=Kind.PARAGRAPH), bold_only=False)
        and blocks[number + 1].kind in (Kind.PARAGRAPH, Kind.ITEM)
        and not blocks[number + 1].level
        and not _count(blocks[number + 1])
    }
    counted = list(found.values())
    return set(found) if len(found) > 1 and counted == list(range(1, len(found) + 1)) else set()


def _count(block: Block) -> int:
    """The number of an item, or of a paragraph that begins with one; 0 where it has none."""
    if block.kind is Kind.ITEM:
        return block.ordered
    mark = _FIRST.match(block.text) if block.kind is Kind.PARAGRAPH else None
    return int(mark["number"]) if mark else 0


def _guessed(draft: Draft) -> Draft:
    known = draft.levels and sum(block.kind is Kind.HEADING for block in draft.blocks) > 1
    like = [_is_like(block, bold_only=known) for block in draft.blocks]
    blocks: list[Block] = []
    notes: list[Note] = []
    for number, block in enumerate(draft.blocks):
        if like[number] and _stands_before(draft.blocks, like, number, draft.levels):
            level = (
                2 if draft.levels or not _shouts(draft.blocks, like) or block.text.isupper() else 3
            )
            notes.append(
                Note(
                    block.line,
                    Fate.GUESSED,
                    "taken for a heading, without a level in the file",
                    block.text,
                )
            )
            block = replace(_unnumbered(block), kind=Kind.HEADING, level=level)
        blocks.append(block)
    return draft.with_blocks(blocks, notes)


def _is_like(block: Block, bold_only: bool) -> bool:
    """Whether a paragraph looks like a heading, by itself."""
    text = block.text
    if block.kind is not Kind.PARAGRAPH or block.level or not 0 < count(text) <= MOST_WORDS:
        return False
    if not any(c.isalpha() for c in text) or not (text[0].isupper() or text[0].isdigit()):
        return False
    if any(piece.address for piece in block.pieces) or text.endswith(
        (".", ",", ";", ":", "!", "%")
    ):
        return False
    if matched(text):
        return False  # a side effect
    return not bold_only or all(piece.bold for piece in block.pieces)


def _stands_before(blocks: tuple[Block, ...], like: list[bool], number: int, levels: bool) -> bool:
    """Whether text follows: of three short lines and more in a row none is a heading but the last."""
    if number + 1 >= len(blocks):
        return False
    first = (levels and blocks[1].kind is Kind.HEADING) or not levels
    if not number and first and not any(b.kind is Kind.HEADING and b.level == 1 for b in blocks):
        return True  # what a text begins with is its title
    if blocks[number + 1].kind is Kind.HEADING:
        return False
    if not like[number + 1]:
        return True
    return number + 2 < len(blocks) and not like[number + 2] and not (number and like[number - 1])


def _shouts(blocks: tuple[Block, ...], like: list[bool]) -> bool:
    """Whether headings in capitals stand beside others, which are then below them."""
    shouted = [block.text.isupper() for block, one in zip(blocks, like, strict=True) if one]
    return shouted.count(True) > 1 and shouted.count(False) > 1


def _unnumbered(block: Block) -> Block:
    return replace(block, pieces=tuple(replace(piece, bold=False) for piece in block.pieces))


def _titled(draft: Draft) -> Draft:
    """With the title first: the first heading where it stands near the beginning, else what the file calls itself."""
    headings = [n for n, block in enumerate(draft.blocks) if block.kind is Kind.HEADING]
    first = next(
        (n for n in headings if draft.blocks[n].level == 1), headings[0] if headings else -1
    )
    if not draft.levels and first >= 0 and draft.blocks[first].level > 2:
        first = -1  # a part with a number is no title
    if (
        first >= 0
        and draft.titled
        and draft.blocks[first].level > 1
        and draft.blocks[first].text.casefold() != draft.title.casefold()
    ):
        first = -1  # a part of the text is no title of the whole
    if 0 <= first <= 3:
        title = draft.blocks[first]
        rest = [b for n, b in enumerate(draft.blocks) if n != first]
        moved = [
            Note(
                b.line, Fate.GUESSED, "this stood before the title and now follows it", b.text[:60]
            )
            for b in rest[:first]
        ]
        return draft.with_blocks((replace(title, level=1), *rest), moved)
    line = draft.blocks[0].line if draft.blocks else 0
    title = Block(Kind.HEADING, texts(draft.title), line, 1)
    note = Note(line, Fate.ADDED, "the title, from the file's own title or name", draft.title)
    return draft.with_blocks((title, *draft.blocks), (note,))


def _leveled(draft: Draft) -> Draft:
    notes: list[Note] = []
    blocks = list(_walked(draft.blocks, notes))
    return draft.with_blocks(blocks, notes if draft.levels else ())


def _walked(blocks: tuple[Block, ...], notes: list[Note]) -> Iterator[Block]:
    """Each heading at the depth that it has among those around it; below the title, which alone has level 1."""
    around: list[int] = []
    for number, block in enumerate(blocks):
        if block.kind is not Kind.HEADING or number == 0:
            yield block
            continue
        own = max(block.level, 1)
        while around and around[-1] >= own:
            around.pop()
        around.append(own)
        level = min(len(around) + 1, DEEPEST)
        if block.level and level != block.level:
            reason = (
                f"a heading of level {block.level} became one of level {level}: none may be skipped"
            )
            notes.append(Note(block.line, Fate.GUESSED, reason, block.text))
        yield replace(block, level=level)
