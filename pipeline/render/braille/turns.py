"""Where pages of print begin, said in braille between the words that they stand between on paper.

Pages are counted by characters of title, notice and text; print has some that braille says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import document as doc
from pipeline.braille.cells import Word
from pipeline.braille.liblouis import BLANK
from pipeline.publisher import PrintPages
from pipeline.render.braille.flow import Flow
from pipeline.render.braille.lines import Block
from pipeline.render.xhtml import bare

DASH = "\u2824"  # dots 36 (BANA, Formats 1.11)
INDICATOR = "\u2810\u2812"  # dots 5, dots 25 (British braille)


def turned(
    flow: Flow, front: Sequence[Block], body: Sequence[Block], begins: Sequence[int]
) -> list[Block]:
    """The body with a line where each page begins but the first. A page that has nothing of the body is not named."""
    if flow.page.print_pages is PrintPages.NONE:
        return list(body)
    waiting = [(place, number) for number, place in enumerate(begins, 2)]
    seen, found = sum(block.said for block in front), list[Block]()
    for block in body:
        seen += block.ahead
        inside = [one for one in waiting if one[0] < seen + block.said or one[0] <= seen]
        waiting = waiting[len(inside) :]
        found += _parted(flow, block, [(place - seen, number) for place, number in inside])
        seen += block.said
    return found


def _parted(flow: Flow, block: Block, turns: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """The block with the lines of pages before it and inside it, where its words are those of print and it is no heading. ``turns``: after how many of
    its characters, and the page."""
    groups, print_words = _groups(block.words), [one for one in block.print.split(" ") if one]
    same = block.label + block.said == len(bare(block.print)) and len(groups) == len(print_words)
    begun = 0
    for place, number in turns:
        cut = _word(print_words, place + block.label) if place > 0 else 0
        if same and not block.level and cut > begun:
            yield _between(block, groups, print_words, begun, cut)
            begun = cut
        yield _turn(flow, number)
    if not begun:
        yield block
    elif begun < len(groups):
        yield _between(block, groups, print_words, begun, len(groups))


def _between(
    block: Block, groups: Sequence[Sequence[Word]], said: Sequence[str], begin: int, end: int
) -> Block:
    """Some words of a block; what follows a page's line stands as what runs over."""
    words = tuple(word for group in groups[begin:end] for word in group)
    part = replace(block, words=words, print=" ".join(said[begin:end]))
    return replace(part, first=block.rest, apart=False, level=0) if begin else part


def _groups(words: Sequence[Word]) -> list[list[Word]]:
    """Each word with those that are joined to it."""
    found = list[list[Word]]()
    for word in words:
        if word.joined and found:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _word(words: Sequence[str], place: int) -> int:
    """The first word that begins after so many characters."""
    seen = 0
    for number, word in enumerate(words):
        if seen >= place:
            return number
        seen += len(bare(word))
    return len(words)


def _turn(flow: Flow, number: int) -> Block:
    figure = BLANK.join(one.cells for one in flow.spelled((doc.Text(str(number)),)))
    if flow.page.print_pages is PrintPages.LINE:
        line = DASH * (flow.page.width - len(figure)) + figure
    else:
        line = INDICATOR + figure
        line = BLANK * ((flow.page.width - len(line)) // 2) + line
    return Block((), keeps=True, lines=(line,), print=f"[{number}]")
