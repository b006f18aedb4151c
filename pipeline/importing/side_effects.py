"""Side effects with percentages: their figures become data, and enter no message."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.facts import percent
from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, cut, plain
from pipeline.importing.text import marked

_LONGEST = 200  # characters of a name with its figure: ours
_MOST_WORDS = 8  # of a name that stands on a line of its own: ours
_GOES_ON = frozenset("in of by was were is are at with for on from and or seen".split())
FEWEST = 2  # in a row: one percentage may be a sentence
_FIGURE = r"(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,4})?)\s?(?:%|per ?cent)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.DOTALL)
    for form in (
        rf"(?P<name>.*?[^\W\d_].*?)\s*(?:[:–—-]|\s|\(|\.{{2,}}|…+|_{{2,}})\s*{_FIGURE}\)?\.?",
        rf"{_FIGURE}\s*[:–—-]?\s*(?P<name>(?-i:[A-Z]).*?)\.?",
    )
)
_SIGNED = re.compile(
    r"[<>≤≥~]|\b(?:about|around|over|under|up to|less|more|than|to|between|at least|fewer)\s*$",
    re.IGNORECASE,
)


def parted(draft: Draft) -> Draft:
    """With neighbouring lines of a plain text that hold a name and its percentage each as paragraphs: else they would be taken
    for one sentence."""
    rows = [_is_line(block) for block in draft.blocks]
    return draft.with_blocks(
        replace(block, kind=Kind.PARAGRAPH, level=0) if row and (before or after) else block
        for block, row, before, after in zip(
            draft.blocks, rows, [False, *rows], [*rows[1:], False], strict=False
        )
    )


def _is_line(block: Block) -> bool:
    """Whether a line is no part of a sentence that goes on below it."""
    if block.kind is not Kind.LINE or len(block.text) > _LONGEST or not block.text:
        return False
    match = matched(block.text)
    if not match or marked(block.text) or block.text[0].islower():
        return False
    name = match["name"].split()
    return len(name) <= _MOST_WORDS and name[-1].casefold() not in _GOES_ON


def told(draft: Draft) -> Draft:
    """With rows of names and percentages as side effects: items of a list, lines below one another, rows of a table."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for run in _runs(draft.blocks):
        read = [_read(block) for block in run]
        if len(run) >= FEWEST and all(read):
            if blocks and run[0].table and blocks[-1].table == run[0].table:
                head = blocks.pop()
                notes.append(
                    Note(
                        head.line,
                        Fate.DROPPED,
                        "the heads of a table of side effects, which the pipeline writes itself",
                        head.text,
                    )
                )
            blocks += [one for one in read if one]
            notes += [
                Note(b.line, Fate.MOVED, "the figure of a side effect", _percent(b)) for b in run
            ]
            notes.append(
                Note(
                    run[0].line,
                    Fate.GUESSED,
                    f"{len(run)} lines taken for side effects with percentages",
                )
            )
        else:
            blocks += run
    return draft.with_blocks(blocks, notes)


def _runs(blocks: tuple[Block, ...]) -> list[list[Block]]:
    """Neighbours that could be one list of side effects; every other block by itself."""
    runs: list[list[Block]] = []
    for block in blocks:
        before = runs[-1][-1] if runs else None
        if (before and _read(block) and _read(before) and _alike(before, block)) or (
            before
            and before.kind is Kind.ROW
            and before.table == block.table
            and block.kind is Kind.ROW
            and not _head(runs[-1], block)
        ):
            runs[-1].append(block)
        else:
            runs.append([block])
    return runs


def _alike(one: Block, other: Block) -> bool:
    return (one.kind, one.level, one.table) == (other.kind, other.level, other.table)


def _head(run: list[Block], block: Block) -> bool:
    """Whether a table's first row names its columns, and the next ones hold figures."""
    return len(run) == 1 and not _read(run[0]) and bool(_read(block))


def _read(block: Block) -> Block | None:
    if block.kind is Kind.ROW:
        return _of_row(block)
    if len(block.text) > _LONGEST:
        return None
    match = matched(block.text)
    if block.kind not in (Kind.ITEM, Kind.PARAGRAPH) or not match:
        return None
    name = cut(block.pieces, *match.span("name"))
    return replace(block, kind=Kind.SIDE_EFFECT, pieces=name, percent=match["percent"])


def matched(text: str) -> re.Match[str] | None:
    """A name with its percentage, and nothing else."""
    if len(text) > _LONGEST:
        return None
    matches = (form.fullmatch(text) for form in _FORMS)
    return next((one for one in matches if one and _fits(one["name"], one["percent"])), None)


def is_row(block: Block) -> bool:
    """Whether a row of a table holds a side effect and its percentage."""
    return block.kind is Kind.ROW and _of_row(block) is not None


def _of_row(block: Block) -> Block | None:
    if len(block.cells) != 2:
        return None
    match = re.fullmatch(_FIGURE, plain(block.cells[1]), re.IGNORECASE | re.ASCII)
    name = plain(block.cells[0])
    if not match or not _fits(name, match["percent"]):
        return None
    return replace(
        block,
        kind=Kind.SIDE_EFFECT,
        pieces=block.cells[0],
        cells=(),
        table=0,
        percent=match["percent"],
    )


def _fits(name: str, figure: str) -> bool:
    """Whether a name is one, short and without a figure or "less than", and its figure a percentage."""
    if (
        not name.strip()
        or any(c.isdigit() for c in name)
        or _SIGNED.search(name)
        or len(name.split()) > 14
    ):
        return False
    if re.search(r"[.!?]\s", name):
        return False
    try:
        percent(figure)
    except ValueError:
        return False
    return True


def _percent(block: Block) -> str:
    """The words that leave the text: the figure with its sign."""
    text = plain(block.cells[1]) if block.kind is Kind.ROW else block.text
    found = re.search(rf"{_FIGURE}\)?", text, re.IGNORECASE)
    assert found
    return found[0]
