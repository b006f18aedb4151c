"""Where each page of large print begins, in the text that other editions share with it.

A class that reads one leaflet together asks for a page: an e-book's page list, or braille that names pages of print, gives whoever
reads it the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from pipeline.build.beside import File, Shown
from pipeline.checks import promised
from pipeline.checks.output import Printed
from pipeline.checks.promised import Part, bare
from pipeline.checks.proof import Block
from pipeline.document import Document, Medium, for_medium, only_for
from pipeline.publisher import PrintProfile

_UNCOUNTED = ("Lbl", "Figure")  # what pages and screens make themselves, and what is not text


def printed(document: Document, shown: Shown, medium: Medium) -> tuple[int, ...]:
    """Where each page of the large print beside it begins in the text of a medium; () where there is none."""
    large = shown.beside.large
    data = (shown.output / large.path).read_bytes() if large else b""
    return page_begins(document, large, data, medium) if large else ()


def page_begins(
    document: Document, file: File, data: bytes, medium: Medium = Medium.WEB
) -> tuple[int, ...]:
    """After how many characters of title, notice and text, as a screen (or braille) has them, each page but the first begins; () where
    the file cannot be followed. What stands before the text on paper is on the pages before its first character."""
    printed = Printed(for_medium(document, Medium.PRINT), PrintProfile(file.edition.body), data, file.path)  # fmt: skip
    blocks = list(_leaflet(printed))
    plain = _parts(only_for(document, Medium.PRINT))
    if not blocks or len(blocks) != len(plain):
        return ()
    screen = [bare(part.text) for part in _parts(for_medium(document, medium))]
    starts = [0, *accumulate(map(len, screen))]
    same = _same([bare(part.text) for part in plain], screen)
    return tuple(_begin(page, blocks, screen, starts, same) for page in range(1, len(printed.filled)))  # fmt: skip


def _parts(document: Document) -> list[Part]:
    return [one for one in promised.leaflet(document) if one.inlines and one.role not in _UNCOUNTED]


def _leaflet(printed: Printed) -> Iterator[Block]:
    """The texts of the file that are the leaflet's own."""
    wanted = iter(_parts(printed.document))
    part = next(wanted, None)
    for promise, block in printed.paired:
        if promise == part:
            yield block
            part = next(wanted, None)


def _same(plain: Sequence[str], screen: Sequence[str]) -> dict[int, int]:
    """The place on the screen of each text on paper: what is only for paper has none."""
    blocks = SequenceMatcher(None, plain, screen, autojunk=False).get_matching_blocks()
    return {a + n: b + n for a, b, size in blocks for n in range(size)}


def _begin(
    page: int,
    blocks: Sequence[Block],
    screen: Sequence[str],
    starts: Sequence[int],
    same: dict[int, int],
) -> int:
    """Of the first text that goes on to the page or stands after its beginning."""
    for number, block in enumerate(blocks):
        if block.pages and block.pages[-1] >= page and number in same:
            before = bare("".join(mark.text for mark in block.marks if mark.page < page))
            place = same[number]
            return starts[place] + _within(before, screen[place])
    return starts[-1]


def _within(before: str, text: str) -> int:
    """How much of a text stands in its beginning on paper, where addresses stand between."""
    place = 0
    for character in before:
        if place < len(text) and text[place] == character:
            place += 1
    return place
