"""Words that the end of a line has broken: "treat-" and "ment" are one word again, where that is certain.

A hyphen at the end of a line may be the word's own ("light-headed"). It goes only where the whole word stands elsewhere in the
text, or in the British dictionary, and the word with a hyphen does not; where neither is certain it stays, and a person is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.checks import spelling
from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, joined, texts
from pipeline.importing.text import SOFT

_ENDS = re.compile(rf"(?P<word>(?:[^\W_]+-)*[^\W_]+)(?P<hyphen>[-{SOFT}])")
_BEGINS = re.compile(r"(?P<word>[^\W_]+)(?P<rest>\S*)\s*")
_INSIDE = re.compile(r"(?<![\w-])(?P<first>[^\W\d_]{2,})- (?P<second>[a-z]{2,})(?![\w-])")
_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OTHER_HALF = frozenset("and or to but nor as".split())  # "pre- and post-treatment"
MOST = 3000  # words that a file may break: ours


def mended(draft: Draft) -> Draft:
    """With every word in one piece, and what was done to it in the notes."""
    reader = _Reader(draft.blocks)
    return draft.with_blocks(list(reader.blocks(draft.blocks)), reader.notes)


class _Reader:
    """The words that stand whole somewhere in the text, and the notes so far."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.seen = {word for block in blocks for word in _HYPHENED.findall(block.text.casefold())}
        self.notes: list[Note] = []

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        waiting = list(reversed(blocks))
        while waiting:
            block = waiting.pop()
            if block.kind is Kind.LINE:
                while len(self.notes) < MOST and (whole := self.whole(block, waiting)):
                    block = whole
                yield block
            else:
                yield self.inside(block)

    def whole(self, block: Block, waiting: list[Block]) -> Block | None:
        """The line with the rest of its last word, which the next line loses; None where it ends in no broken word."""
        place = _below(waiting)
        ends = re.search(rf"(?<![\w-]){_ENDS.pattern}$", block.text)
        begins = _BEGINS.match(waiting[place].text) if place is not None and ends else None
        if place is None or not ends or not begins or begins["word"].casefold() in _OTHER_HALF:
            return None
        below = waiting[place]
        word = self.decided(ends["word"], begins["word"], ends["hyphen"] == SOFT, block.line)
        left = below.text[begins.end() :]
        if left:
            waiting[place] = replace(below, pieces=texts(left), follows=True)
        else:
            del waiting[place:]
        return replace(block, pieces=texts(block.text[: ends.start()] + word + begins["rest"]))

    def inside(self, block: Block) -> Block:
        """A word that was broken before somebody joined the lines: "treat- ment"."""
        if "- " not in block.text:
            return block

        def put(match: re.Match[str]) -> str:
            if match["second"] in _OTHER_HALF or len(self.notes) >= MOST:
                return match[0]
            whole = str(match["first"] + match["second"])
            if self.certain(match["first"], match["second"]) == whole:
                self.told(match[0], whole, block.line)
                return whole
            self.doubt(match[0], block.line)  # it may be a dash
            return match[0]

        return block.changed(
            lambda pieces, _: joined(
                replace(piece, text=_INSIDE.sub(put, piece.text)) for piece in pieces
            )
        )

    def decided(self, first: str, second: str, soft: bool, line: int) -> str:
        """The word in one piece, with or without its hyphen."""
        broken = f"{first}-{second}"
        word = first + second if soft else self.certain(first, second)
        if word is None:
            self.doubt(broken, line)
            return broken
        self.told(broken, word, line)
        return word

    def certain(self, first: str, second: str) -> str | None:
        """The word as it is certain to be written; None where both ways may be right."""
        whole, hyphened = first + second, f"{first}-{second}"
        if not second.islower():
            return hyphened  # Non-Hodgkin, CD-19: no line's end puts a capital or a figure after a hyphen
        ways = [word for word in (whole, hyphened) if word.casefold() in self.seen]
        if not ways and not spelling.missing():
            ways = [word for word in (whole, hyphened) if spelling.knows(word)]
        return ways[0] if len(ways) == 1 else None

    def told(self, broken: str, word: str, line: int) -> None:
        if word != broken:
            self.notes.append(
                Note(line, Fate.MENDED, f"a word that the end of a line had broken: {word}", broken)
            )

    def doubt(self, broken: str, line: int) -> None:
        reason = "a hyphen at the end of a line was kept: is it the word's own?"
        self.notes.append(Note(line, Fate.DOUBTFUL, reason, broken))


def _below(waiting: list[Block]) -> int | None:
    """Where the line stands that goes on: the next one, or the first after a page's end."""
    for place in range(len(waiting) - 1, max(-1, len(waiting) - 4), -1):
        block = waiting[place]
        if block.kind is not Kind.LINE:
            return None
        if block.text:
            return place if place == len(waiting) - 1 or block.broken else None
    return None
