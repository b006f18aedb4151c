"""Pages to volumes: each has its own contents, running lines and page numbers from 1 (UKAAF B004).

A leaflet that is longer than the embosser's volume is parted before a section where one begins far enough on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import document as doc
from pipeline import words
from pipeline.braille.liblouis import BLANK
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document, Inlines, State
from pipeline.publisher import BraillePage
from pipeline.render.braille.flow import Flow
from pipeline.render.braille.lines import Block, Row, Sheet, broken, sheets
from pipeline.render.braille.turns import turned
from pipeline.words import Word

LEADER = "\u2810"  # dot 5 (BANA, Formats: guide dots)
_CONTENTS_FROM = (3, 2)  # pages and headings: shorter leaflets need none
_NUMBER = 5  # cells kept for a page number and the blank before it: three figures with their sign


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: the running line, then the rows. Cells have no margin yet."""

    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    number: int
    pages: tuple[Page, ...]


def volumes(
    document: Document, page: BraillePage, contracted: bool, begins: Sequence[int] = ()
) -> tuple[Volume, ...]:
    """The leaflet laid out. ``begins``: where pages of print begin. Raises LeafletError for what cannot be written in braille."""
    flow = Flow(document, page, contracted)
    front = list(flow.front())
    body = turned(flow, front, list(flow.body()), begins)
    parts = _parts(flow, front, body)
    openings = (_opening(flow, front, number, len(parts)) for number in range(1, len(parts) + 1))
    return tuple(
        Volume(number, tuple(_pages(flow, opening, part, len(parts) > 1)))
        for number, (opening, part) in enumerate(zip(openings, parts, strict=True), 1)
    )


def _opening(flow: Flow, front: Sequence[Block], number: int, of: int) -> list[Block]:
    """The first volume has all of the front; each says which it is, where there are several."""
    title, *rest = front
    if of == 1:
        return [title, *rest]
    which = replace(flow.word(Word.VOLUME, n=str(number), volumes=str(of)), centred=True, first=0)
    return [title, which, *(rest if number == 1 else ())]


def _parts(flow: Flow, front: Sequence[Block], body: Sequence[Block]) -> list[list[Block]]:
    """The body's blocks, volume by volume."""
    parts, rest = list[list[Block]](), list(body)
    while True:
        number, several = len(parts) + 1, bool(parts)
        opening = _opening(flow, front, number, 2 if several else 1)
        if len(_pages(flow, opening, rest, several)) <= flow.page.volume:
            return [*parts, rest]
        cut = _cut(flow, _opening(flow, front, number, 2), rest)
        parts.append(rest[:cut])
        rest = rest[cut:]


def _cut(flow: Flow, opening: Sequence[Block], body: Sequence[Block]) -> int:
    """How many blocks fit one volume: up to a section of the second level where that fills half of it, else as many as fit."""
    fitting, beyond = 0, len(body)
    while beyond - fitting > 1:
        half = (fitting + beyond) // 2
        if len(_pages(flow, opening, body[:half], True)) <= flow.page.volume:
            fitting = half
        else:
            beyond = half
    if not fitting:
        message = f"the first page of a volume leaves no room in {flow.page.volume} pages"
        raise LeafletError(
            Diagnostic(
                "A522",
                message,
                flow.document.title.at,
                "shorten the title, or write braille: {lines: 25} in source/publisher.yaml",
            )
        )
    sections = [place for place in range(fitting // 2 + 1, fitting + 1) if body[place].level == 2]
    if sections:
        fitting = sections[-1]
    while fitting > 1 and body[fitting - 1].keeps:
        fitting -= 1
    return fitting


def _pages(
    flow: Flow, opening: Sequence[Block], body: Sequence[Block], several: bool
) -> list[Page]:
    """With contents where it has some pages and headings, and in each of ``several`` volumes: their length is known before
    their numbers are."""
    headings = [block for block in body if block.level > 1]
    pages, listed = _CONTENTS_FROM
    if len(headings) >= (1 if several else listed):
        contents = _contents(flow, headings, [0] * len(headings))
        found = sheets([*opening, *contents, *body], flow.page)
        if len(found) >= pages:
            contents = _contents(flow, headings, _numbers(found, headings))
            return _run(flow, sheets([*opening, *contents, *body], flow.page))
    return _run(flow, sheets([*opening, *body], flow.page))


def _numbers(found: Sequence[Sheet], headings: Sequence[Block]) -> list[int]:
    """The page of each heading."""
    places = {
        id(block): number for number, sheet in enumerate(found, 1) for block in sheet.headings
    }
    return [places[id(block)] for block in headings]


def _contents(flow: Flow, headings: Sequence[Block], numbers: Sequence[int]) -> list[Block]:
    page = flow.page
    title = replace(flow.word(Word.CONTENTS), apart=True, keeps=True, centred=True, first=0)
    return [
        title,
        *(_entry(flow, one, number, page) for one, number in zip(headings, numbers, strict=True)),
    ]


def _entry(flow: Flow, heading: Block, number: int, page: BraillePage) -> Block:
    """A heading, leader dots and its page at the right; what runs over stands right of the deepest entry."""
    indent = page.step * (min(heading.level, 4) - 2)
    over = page.step * 4
    lines = broken(heading.words, page.width - _NUMBER - 1, indent, over)
    figures = _cells(flow, (doc.Text(str(number)),))
    room = page.width - len(lines[-1]) - len(figures)
    dots = BLANK + LEADER * (room - 2) + BLANK if room > 3 else BLANK * room
    lines[-1] += dots + figures
    return Block((), lines=tuple(lines), print=heading.print)


def _run(flow: Flow, found: Sequence[Sheet]) -> list[Page]:
    """Pages with their running lines."""
    return [
        Page(number, (Row(_running(flow, number)), *sheet.rows))
        for number, sheet in enumerate(found, 1)
    ]


def _running(flow: Flow, number: int) -> str:
    """The mark of an unfinished leaflet, the title from the second page on, in the middle of what is left, and the page
    number at the right."""
    figures, mark = _cells(flow, (doc.Text(str(number)),)), _mark(flow)
    left = len(mark) + 2 if mark else len(figures) + 2
    room = flow.page.width - left - len(figures) - 2
    title = _shortened(flow, room) if number > 1 else ""
    before = mark + BLANK * (left - len(mark) + (room - len(title)) // 2) + title
    return before + BLANK * (flow.page.width - len(before) - len(figures)) + figures


def _mark(flow: Flow) -> str:
    status = flow.document.status
    if status.clear:
        return ""
    unsigned = status.state is not State.APPROVED or bool(status.untranslated)
    word = Word.DRAFT_MARK if unsigned else Word.OVERDUE_MARK
    return _cells(flow, words.inlines(flow.document, word))[: flow.page.width // 2]


def _shortened(flow: Flow, room: int) -> str:
    """As many whole words of the title as fit."""
    taken = ""
    for word in flow.spelled(flow.document.title.inlines):
        longer = taken + ("" if word.joined or not taken else BLANK) + word.cells
        if len(longer) > room:
            break
        taken = longer
    return taken


def _cells(flow: Flow, inlines: Inlines) -> str:
    return BLANK.join(one.cells for one in flow.spelled(inlines))
