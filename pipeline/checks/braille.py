"""Proof on the finished braille: it is read again by other rules than those that wrote it, and held against the Document.

The file's cells are followed from the first to the last, with what the Document owes them written down a second time. Where a
table leads back to the text the cells are read back by it; in every language the figures are found by a map of digits that is
ours and no table's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from typing import assert_never

from pipeline import document as doc
from pipeline import inline, words
from pipeline.braille import cells, liblouis
from pipeline.braille.cells import Run
from pipeline.braille.cells import Word as Cells
from pipeline.braille.liblouis import BLANK, FULL
from pipeline.checks import embossed
from pipeline.checks.embossed import Leaf, Unreadable
from pipeline.checks.promised import bare
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Diagnostic, Location, Severity, quoted
from pipeline.document import Document, FactRef, Inlines
from pipeline.facts import plain_text
from pipeline.languages import SOURCE, language
from pipeline.publisher import Edition, Format, PrintPages
from pipeline.words import Word

_HINT = "please report it: the file is not to be given to patients"
_LEADER = "\u2810"
_TOP, _END = "\u2836", "\u281b"
_CONTENTS_FROM = 3  # pages
# UEB's signs of bold (Rules of Unified English Braille, 9): symbol, word, passage, end. liblouis's Turkish has them too, and
# reads neither back.
_BOLD = re.compile("⠘[⠆⠂⠶⠄]")
# UEB's signs of another code (14.3): of a passage and its end, of a word and its end. No text has them.
_SWITCHES = re.compile("⠐⠷⠄|⠠⠐⠾|⠘⠷|⠘⠾")
_PASSAGE = 3  # words
_BROKEN = "[\u2800\u2824\u2810]*"  # where a line may have ended


@dataclass(frozen=True, slots=True)
class Part:
    """A text that the file owes. ``role``: title, name, text, heading, item, contents or rule. ``level``: of a heading.
    ``first`` and ``rest``: the cells before its lines; -1: it is centred. ``front``: it stands before the contents. For the pages of
    print: ``said``: what of it print says too, where that is not all of it; ``ahead``: what print alone says before it;
    ``row``: of a table in print, which no page parts here."""

    role: str
    inlines: Inlines
    first: int = 0
    rest: int = 0
    level: int = 0
    front: bool = False
    said: str | None = None
    ahead: str = ""
    row: bool = False

    @property
    def text(self) -> str:
        return plain_text(inline.plain(self.inlines))

    @property
    def counted(self) -> str:
        return bare(self.text if self.said is None else self.said)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the file that is no blank: its page and line from 0, its column from 0 without the margin."""

    cell: str
    page: int
    line: int
    column: int


@dataclass(frozen=True)
class Found:
    """A part and where it stands. ``run``: its text with the tables that write it."""

    part: Part
    run: Run
    places: tuple[Place, ...]
    words: tuple[int, ...] = ()  # where in ``places`` each word begins

    @property
    def lines(self) -> list[list[Place]]:
        return [
            list(one) for _, one in groupby(self.places, key=lambda place: (place.page, place.line))
        ]

    def cells(self, file: Brailled) -> str:
        """Its cells as the file has them, with its lines joined by a blank."""
        return BLANK.join(
            file.pages[line[0].page].lines[line[0].line][file.margin :][
                line[0].column : line[-1].column + 1
            ]
            for line in self.lines
        )


@dataclass(frozen=True)
class Brailled:
    """A finished file of braille and what it was made from. ``path``: from the project's root; ``begins``: after how many
    characters of title, notice and text each page of large print but the first begins."""

    document: Document
    edition: Edition
    data: bytes
    path: str
    begins: tuple[int, ...] = ()

    @cached_property
    def pages(self) -> list[Leaf]:
        match self.edition.format:
            case Format.BRF:
                return embossed.read_brf(self.data)
            case Format.BRF_VOLUMES:
                return embossed.read_archive(self.data, self.named)
            case Format.PEF:
                return embossed.read_pef(self.data)
            case _:
                return embossed.read_text(self.data)

    def named(self, number: int) -> str:
        """What the file of a volume is called in an archive."""
        return f"{self.document.slug}-{self.document.tag}-volume-{number}.brf"

    @property
    def margin(self) -> int:
        return self.edition.page.margin

    @property
    def width(self) -> int:
        return self.edition.page.cells - self.margin

    def says(self, message: str, page: int | None = None) -> Finding:
        where = "" if page is None else f"page {page + 1}: "
        return Finding(f"{where}{message}", Location(self.path), _HINT)

    def run(self, inlines: Inlines) -> Run:
        return cells.run(inlines, self.document.tag, self.edition.contracted, Location(self.path))

    def spelled(self, inlines: Inlines) -> tuple[Cells, ...]:
        return cells.words(inlines, self.document.tag, self.edition.contracted, Location(self.path))

    def figure(self, number: int) -> str:
        return "".join(one.cells for one in self.spelled((doc.Text(str(number)),)))

    @cached_property
    def volumes(self) -> list[range]:
        """The pages of each volume, by number: page 1 begins one. Blank pages between them belong to none."""
        starts = [
            n
            for n, page in enumerate(self.pages)
            if page.lines and self.number(page) == self.figure(1)
        ]
        ends = [*starts[1:], *([len(self.pages)] if starts else [])]
        filled = [n for n, page in enumerate(self.pages) if page.lines]
        return [
            range(start, max(n for n in filled if n < end) + 1)
            for start, end in zip(starts, ends, strict=True)
        ]

    @staticmethod
    def number(page: Leaf) -> str:
        """What stands at the right of a page's running line."""
        return page.lines[0].rstrip(BLANK).rpartition(BLANK)[2] if page.lines else ""

    @cached_property
    def stream(self) -> list[Place]:
        """Every cell below the running lines, but for lines that name a page of print."""
        return [
            Place(cell, number, row, column - self.margin)
            for number, page in enumerate(self.pages)
            for row, line in enumerate(page.lines)
            if row and (number, row) not in self.turns
            for column, cell in enumerate(line)
            if cell != BLANK
        ]

    @cached_property
    def turns(self) -> dict[tuple[int, int], int]:
        """The page of print that each line names which names one, by page and line."""
        wanted = {self.turn(number): number for number in range(2, len(self.begins) + 2)}
        return {
            (number, row): wanted[line[self.margin :]]
            for number, page in enumerate(self.pages)
            for row, line in enumerate(page.lines)
            if row and line[self.margin :] in wanted
        }

    def turn(self, number: int) -> str:
        """The line that names a page of print, in the way that the charity has chosen."""
        figure = self.figure(number)
        match self.edition.page.print_pages:
            case PrintPages.NONE:
                return "\0"
            case PrintPages.LINE:
                return figure.rjust(self.width, "⠤")
            case PrintPages.CENTRED:
                line = f"⠐⠒{figure}"
                return BLANK * ((self.width - len(line)) // 2) + line

    @cached_property
    def reading(self) -> Reading:
        return _read(self)


@dataclass(frozen=True)
class Reading:
    """The parts that were found, up to the first that was not; ``lost``: what that one is; ``entries``: of contents, each
    with the page that it names."""

    found: tuple[Found, ...]
    lost: str
    entries: tuple[tuple[Found, str], ...]


# What a leaflet owes, written down a second time.


def owed(file: Brailled) -> Iterator[Part]:
    """Every text of the leaflet in the order of the file, without contents."""
    document = file.document
    yield Part("title", document.title.inlines, -1, -1, level=1, front=True)
    if len(file.volumes) > 1:
        yield _which(file, 1)
    if document.publisher:
        yield Part("name", (doc.Text(document.publisher),), -1, -1, front=True, said="")
    notice = [sentence for sentence in words.notice(document) if sentence]
    yield from (Part("text", sentence, 2, front=True) for sentence in notice)
    told = []
    if file.edition.grade not in document.status.proofread:
        told.append(words.inlines(document, Word.NOT_PROOFREAD))
    told += [*words.ask(document, words.exonyms), *words.dates(document)]
    yield from (Part("text", sentence, 2, front=True, said="") for sentence in told if sentence)
    yield Part("contents", ())
    yield from _blocks(document, document.blocks, 0)
    for level, section in doc.walk_sections(document):
        indent = -1 if level == 2 else 4 + 2 * (min(level, 4) - 3)
        yield Part("heading", section.heading.inlines, indent, indent, level)
        yield from _blocks(document, section.blocks, 0)


def _which(file: Brailled, number: int) -> Part:
    said = words.inlines(file.document, Word.VOLUME, n=str(number), volumes=str(len(file.volumes)))
    return Part("name", said, -1, -1, front=True, said="")


def _blocks(document: Document, blocks: Sequence[doc.Block], indent: int) -> Iterator[Part]:
    for block in blocks:
        yield from _block(document, block, indent)


def _block(document: Document, block: doc.Block, indent: int) -> Iterator[Part]:
    match block:
        case doc.Paragraph(line):
            yield Part("text", line.inlines, indent + 2, indent)
        case doc.BulletList() | doc.NumberedList():
            yield from _items(document, block, indent, indent + 2 * _deepest(block))
        case doc.SideEffects(entries):
            ahead = "".join(words.text(document, one) for one in (Word.SIDE_EFFECT, Word.HOW_MANY))
            for entry in entries:
                figures = _joined(
                    document,
                    Word.EXACT_AND_PLAIN,
                    exact=FactRef("", entry.shown),
                    plain=entry.plainly,
                )
                listed = _row(document, entry.name.inlines, figures, indent, indent)
                said = f"{inline.plain(entry.name.inlines)}{entry.shown}{entry.plainly}"
                yield replace(listed, said=said, ahead=ahead)
                ahead = ""
        case doc.Table(header, rows, caption):
            if caption:
                yield Part("text", caption.inlines, indent + 2, indent)
            ahead = "".join(inline.plain(head.inlines) for head in header)
            for row in rows:
                for number, (head, cell) in enumerate(zip(header, row, strict=True)):
                    first = indent + (2 if number else 0)
                    pair = _row(document, head.inlines, cell.inlines, first, indent)
                    yield replace(pair, said=inline.plain(cell.inlines), ahead=ahead)
                    ahead = ""
        case doc.Figure(alt=alt, caption=caption):
            label = words.inlines(document, Word.PICTURE)
            yield Part(
                "text",
                _joined(document, Word.LABELLED, label=label, text=alt.inlines),
                indent + 2,
                indent,
                said="",
            )
            if caption:
                yield Part("text", caption.inlines, indent + 2, indent)
        case doc.Callout(kind, inner):
            word = Word.WARNING if kind is doc.CalloutKind.WARNING else Word.NOTE
            yield Part("rule", (doc.Text(_TOP),), said="")
            yield Part("text", words.inlines(document, word), indent, indent)
            yield from _blocks(document, inner, indent)
            yield Part("rule", (doc.Text(_END),), said="")
        case doc.Only(_, inner):
            yield from _blocks(document, inner, indent)
        case _:
            assert_never(block)


def _items(
    document: Document, block: doc.BulletList | doc.NumberedList, first: int, rest: int
) -> Iterator[Part]:
    for number, item in enumerate(block.items):
        label = f"{block.start + number}. " if isinstance(block, doc.NumberedList) else ""
        shown = (doc.Text(label), *item.line.inlines) if label else item.line.inlines
        yield Part("item", shown, first, rest, said=inline.plain(item.line.inlines))
        for inner in item.blocks:
            if isinstance(inner, doc.BulletList | doc.NumberedList):
                yield from _items(document, inner, first + 2, rest)
            else:
                yield from _block(document, inner, rest)


def _deepest(block: doc.BulletList | doc.NumberedList) -> int:
    lists = [
        one
        for item in block.items
        for one in item.blocks
        if isinstance(one, doc.BulletList | doc.NumberedList)
    ]
    return 1 + max(map(_deepest, lists), default=0)


def _row(document: Document, label: Inlines, text: Inlines, first: int, indent: int) -> Part:
    said = _joined(document, Word.LABELLED, label=label, text=text)
    return Part("item", said, first, first + 4, row=True)


def _joined(document: Document, word: Word, **parts: str | doc.Inline | Inlines) -> Inlines:
    """The sign between two parts is no text in English, even where the language has no such word."""
    found = words.inlines(document, word, **parts)
    return found if words.known(document, word) else found[0].children  # type: ignore[union-attr]


# The file, followed from its first cell to its last.


def _read(file: Brailled) -> Reading:
    follower = _Follower(file)
    for part in owed(file):
        if not follower.take(part):
            return Reading(tuple(follower.found), part.text or part.role, tuple(follower.entries))
    rest = "" if follower.at == len(file.stream) else "the end: more follows"
    return Reading(tuple(follower.found), rest, tuple(follower.entries))


class _Follower:
    def __init__(self, file: Brailled) -> None:
        self.file, self.stream, self.at = file, file.stream, 0
        self.found: list[Found] = []
        self.entries: list[tuple[Found, str]] = []
        self.volume = 0
        self.headings = [part for part in owed(file) if part.role == "heading"]  # not yet listed

    def take(self, part: Part) -> bool:
        """Whether the next cells are those of the part."""
        if not self.turned():
            return False
        match part.role:
            case "contents":
                self.contents()
                return True
            case "rule":
                return self.rule(part)
            case _:
                return self.matched(part) is not None

    def turned(self) -> bool:
        """Past the opening of a further volume, where one begins here."""
        beginning = [volume.start for volume in self.file.volumes]
        while (
            self.at < len(self.stream) and self.stream[self.at].page in beginning[self.volume + 1 :]
        ):
            self.volume += 1
            opening = [
                Part("title", self.file.document.title.inlines, -1, -1, front=True, said=""),
                _which(self.file, self.volume + 1),
            ]
            if not all(self.matched(one) is not None for one in opening):
                return False
            self.contents()
        return True

    def matched(self, part: Part) -> Found | None:
        places, begins = list[Place](), list[int]()
        for word in self.file.spelled(part.inlines):
            begins += [] if word.joined else [len(places)]
            for cell in word.cells.replace(BLANK, ""):
                if (
                    self.divides(word)
                    and self.at < len(self.stream)
                    and self.stream[self.at].cell != cell
                ):
                    places.append(self.stream[self.at])
                    self.at += 1
                if self.at == len(self.stream) or self.stream[self.at].cell != cell:
                    return None
                places.append(self.stream[self.at])
                self.at += 1
        if not places:
            return None
        found = Found(part, self.file.run(part.inlines), tuple(places), tuple(begins))
        self.found.append(found)
        return found

    def divides(self, word: Cells) -> bool:
        """Whether the next cell may be the sign of a word that is too long for one line."""
        if self.at + 1 >= len(self.stream) or len(word.cells) <= self.file.width // 2:
            return False
        here, following = self.stream[self.at], self.stream[self.at + 1]
        return here.cell == word.divided and (here.page, here.line) != (
            following.page,
            following.line,
        )

    def rule(self, part: Part) -> bool:
        line = self.stream[self.at : self.at + self.file.width]
        self.at += self.file.width
        self.found.append(Found(part, self.file.run(()), tuple(line)))
        return "".join(one.cell for one in line) == part.text * self.file.width

    def contents(self) -> None:
        """Past the contents, where some stand: their heading, then each heading of the volume, leaders, and a page."""
        before, known = self.at, len(self.entries)
        heading = Part("name", words.inlines(self.file.document, Word.CONTENTS), -1, -1)
        if self.matched(heading):
            del self.found[-1]
            while self.headings and self.entry(self.headings[0]):
                del self.headings[0]
        if len(self.entries) == known:
            self.at = before

    def entry(self, part: Part) -> bool:
        before = self.at
        found = self.matched(part)
        if found is None:
            self.at = before
            return False
        del self.found[-1]
        last = found.places[-1]
        rest = []
        while self.at < len(self.stream) and (
            self.stream[self.at].page,
            self.stream[self.at].line,
        ) == (last.page, last.line):
            rest.append(self.stream[self.at])
            self.at += 1
        named = "".join(one.cell for one in rest).lstrip(_LEADER)
        if not rest or not named or rest[-1].column != self.file.width - 1:
            self.at = before
            return False
        self.entries.append((found, named))
        return True


# The checks.

OPENED: Checks[Brailled] = Checks()
BRAILLED: Checks[Brailled] = Checks()
check = BRAILLED.check


def prove(file: Brailled) -> Iterator[Diagnostic]:
    """Every finding; of a file that cannot be read, that alone. The proof for a proofreader is for no patient."""
    if file.edition.format is Format.BRAILLE_PROOF:
        return
    unread = list(OPENED.run(file))
    yield from unread or BRAILLED.run(file)


@OPENED.check("A500", Severity.ERROR)
def braille_can_be_read(file: Brailled) -> Iterator[Finding]:
    """The file is one of its format, with pages and lines that an embosser finds.

    An embosser that meets another line end runs lines together, and nobody hears it.
    """
    try:
        if not file.pages or not file.volumes:
            yield file.says("the file has no page 1")
    except Unreadable as problem:
        yield file.says(str(problem))


@check("A501", Severity.ERROR)
def cells_have_six_dots(file: Brailled) -> Iterator[Finding]:
    """Every cell is one of the sixty-four that paper braille has.

    A dot more is not embossed, or as another letter; a character that a table lacked would stand there as its number.
    """
    for number, page in enumerate(file.pages):
        strange = sorted(
            {cell for line in page.lines for cell in line if not BLANK <= cell <= FULL}
        )
        if strange:
            yield file.says(f"{', '.join(map(quoted, strange))} are no cells of six dots", number)


@check("A502", Severity.ERROR)
def lines_and_pages_fit(file: Brailled) -> Iterator[Finding]:
    """No line is longer than the embosser's, none begins in the margin, and no page has more lines.

    What is beyond the edge is lost or moves every line after it.
    """
    sheet = file.edition.page
    for number, page in enumerate(file.pages):
        if len(page.lines) > sheet.lines:
            yield file.says(f"{len(page.lines)} lines where {sheet.lines} fit", number)
        for line in page.lines:
            if len(line) > sheet.cells:
                yield file.says(f"a line of {len(line)} cells where {sheet.cells} fit", number)
            if line[: sheet.margin].strip(BLANK):
                yield file.says("a line begins in the margin", number)


@check("A503", Severity.ERROR)
def pages_are_numbered(file: Brailled) -> Iterator[Finding]:
    """Each page has its number at the right of its first line, from 1 on in each volume, and the title from page 2 on.

    A reader finds a place by its number, and a dropped sheet by its title.
    """
    title, mark = file.spelled(file.document.title.inlines)[0].cells, _mark(file)
    for volume in file.volumes:
        for number, place in enumerate(volume, 1):
            line = file.pages[place].lines[0]
            figure = file.figure(number)
            if Brailled.number(file.pages[place]) != figure or len(line) != file.edition.page.cells:
                yield file.says(f"its number is not {number}, or not at the right", place)
            fits = len(mark) + len(title) + len(figure) + 4 <= file.width
            if number > 1 and fits and title not in line:
                yield file.says("its first line has no title", place)


@check("A504", Severity.ERROR)
def every_page_is_marked(file: Brailled) -> Iterator[Finding]:
    """Every page of a leaflet that is not approved, or is past its review date, says so.

    Single sheets are handed on.
    """
    mark = _mark(file)
    for number, page in enumerate(file.pages):
        if page.lines and not page.lines[0][file.margin :].startswith(mark):
            yield file.says("the page does not say what the leaflet's state is", number)


def _mark(file: Brailled) -> str:
    status = file.document.status
    if status.clear:
        return ""
    unsigned = status.state is not doc.State.APPROVED or bool(status.untranslated)
    word = Word.DRAFT_MARK if unsigned else Word.OVERDUE_MARK
    mark = BLANK.join(one.cells for one in file.spelled(words.inlines(file.document, word)))
    return mark[: file.width // 2]


@check("A505", Severity.ERROR)
def braille_is_the_documents(file: Brailled) -> Iterator[Finding]:
    """The file's text is the leaflet's, all of it, in its order, once, with what a reader must be told before it.

    What was lost in the file is lost to whoever reads it.
    """
    if file.reading.lost:
        page = file.reading.found[-1].places[-1].page if file.reading.found else 0
        yield file.says(
            f"the braille differs from the leaflet at {quoted(file.reading.lost[:60])}", page
        )


@check("A506", Severity.ERROR)
def braille_reads_back(file: Brailled) -> Iterator[Finding]:
    """Read back by its table, the braille is the leaflet's text, where the table leads back.

    The forward table alone could be wrong about a word and nobody would see it.
    """
    for found in file.reading.found:
        for text, read in _read_back(found, file) if found.part.role != "rule" else ():
            if _plainly(text) != _plainly(read):
                yield file.says(
                    f"{quoted(text)} reads back as {quoted(read)}", found.places[0].page
                )


@check("A507", Severity.ERROR)
def figures_are_in_the_cells(file: Brailled) -> Iterator[Finding]:
    """Every figure of the leaflet stands in the cells of its text, digit by digit, in order.

    "48 hours" that becomes "8 hours" is a dosing error. Most tables cannot be read back: digits can, by ten cells.
    """
    for found in file.reading.found:
        braille, rest = found.cells(file), 0
        for figure in _figures(found.part.inlines):
            pattern = _pattern(figure, file.document.tag)
            match = re.compile(pattern).search(braille, rest)
            if match is None:
                yield file.says(
                    f"the figure {quoted(figure)} is not in {quoted(found.part.text[:60])}",
                    found.places[0].page,
                )
                break
            rest = match.end()


@check("A508", Severity.ERROR)
def headings_lead(file: Brailled) -> Iterator[Finding]:
    """Each heading stands apart at the place of its level, and is never the last on a page.

    Fingers find a heading by the blank line above it and by its place in the line.
    """
    for one, following in pairwise(file.reading.found):
        if one.part.level < 2:
            continue
        first, last = one.places[0], one.places[-1]
        if following.places[0].page != last.page:
            yield file.says(
                f"the heading {quoted(one.part.text)} is the last on its page", last.page
            )
        if first.line > 1 and file.pages[first.page].lines[first.line - 1].strip(BLANK):
            yield file.says(
                f"no blank line stands above the heading {quoted(one.part.text)}", first.page
            )


@check("A509", Severity.ERROR)
def places_are_right(file: Brailled) -> Iterator[Finding]:
    """Each line of a text begins in the cell that tells what it is: a paragraph, an item at its depth, a line that runs over.

    In braille a list is told from a paragraph by the cells before it.
    """
    for found in file.reading.found:
        if found.part.role == "rule":
            continue
        for number, line in enumerate(found.lines):
            wanted = found.part.rest if number else found.part.first
            if wanted < 0:
                wanted = (file.width - (line[-1].column - line[0].column + 1)) // 2
            if line[0].column != wanted:
                yield file.says(
                    f"{quoted(found.part.text[:40])} begins in cell {line[0].column + 1}, not {wanted + 1}",
                    line[0].page,
                )


@check("A510", Severity.ERROR)
def contents_name_the_pages(file: Brailled) -> Iterator[Finding]:
    """The contents list every heading with the page that it stands on.

    A wrong page number is a search through the whole volume.
    """
    headings = [one for one in file.reading.found if one.part.role == "heading"]
    least = 1 if len(file.volumes) > 1 else 2
    for volume in file.volumes if not file.reading.lost else ():
        inside = [one for one in headings if one.places[0].page in volume]
        owed = len(volume) >= _CONTENTS_FROM and len(inside) >= least
        pages = [(one.part.text, one.places[0].page - volume.start + 1) for one in inside if owed]
        wanted = [(text, file.figure(page)) for text, page in pages]
        named = [
            (one.part.text, page)
            for one, page in file.reading.entries
            if one.places[0].page in volume
        ]
        for (text, figure), (_, page) in zip(wanted, pages, strict=True):
            if (text, figure) not in named:
                yield file.says(
                    f"the contents do not have {quoted(text)} on page {page}", volume.start
                )
        if len(named) > len(wanted):
            yield file.says("the contents have more entries than there are headings", volume.start)


@check("A511", Severity.ERROR)
def volumes_fit_their_binding(file: Brailled) -> Iterator[Finding]:
    """No volume has more pages than the embosser's owner binds, and each begins on a new sheet.

    Too thick a volume falls apart; a volume on the back of another cannot be bound at all.
    """
    for number, volume in enumerate(file.volumes, 1):
        if len(volume) > file.edition.page.volume:
            yield file.says(
                f"volume {number} has {len(volume)} pages where {file.edition.page.volume} are bound"
            )
        if file.edition.format is Format.BRF and volume.start % 2:
            yield file.says(f"volume {number} begins on the back of a sheet", volume.start)
        apart = file.edition.format in (Format.PEF, Format.BRF_VOLUMES)
        if apart and {file.pages[n].volume for n in volume} != {number}:
            yield file.says(f"volume {number} is not a volume of its own", volume.start)


@check("A512", Severity.ERROR)
def pef_is_valid(file: Brailled) -> Iterator[Finding]:
    """A PEF file keeps the rules of PEF 2008-1, and says the sheet, language and title that are its own.

    Software for embossers refuses what is not valid, or guesses.
    """
    if file.edition.format is not Format.PEF:
        return
    yield from map(file.says, embossed.pef_faults(file.data))
    tree = embossed.pef_tree(file.data)
    said = {
        str(one.tag).rpartition("}")[2]: one.text
        for one in tree.iter()
        if "purl.org" in str(one.tag)
    }
    wanted = {
        "title": plain_text(inline.plain(file.document.title.inlines)),
        "language": language(file.document.tag).bcp47,
    }
    for name, text in wanted.items():
        if said.get(name) != text:
            yield file.says(f"its {name} is {quoted(said.get(name))}, not {quoted(text)}")
    sheet = (str(file.edition.page.cells), str(file.edition.page.lines))
    for volume in tree.iter(f"{embossed.PEF}volume"):
        if (volume.get("cols"), volume.get("rows")) != sheet:
            yield file.says("its sheet has another size than the embosser's")


@check("A513", Severity.ERROR)
def other_words_take_nothing_away(file: Brailled) -> Iterator[Finding]:
    """Where words of another language stand in a text, every word around them is still there, and they once.

    A table joins letters to contractions; beside a name in Latin letters it may join the wrong ones, and a word is gone.
    """
    for found in file.reading.found:
        if found.run.inside and not language(found.run.tag).braille.reversible:
            braille, rest = _BOLD.sub("", "".join(place.cell for place in found.places)), 0
            for text, alone in _alone(found.run, file):
                match = re.compile(f"[{cells.HYPHEN}{cells.CONTINUED}]?".join(alone)).search(
                    braille, rest
                )
                if match is None:
                    message = (
                        f"{quoted(text)} is not in the braille of {quoted(found.part.text[:60])}"
                    )
                    yield file.says(message, found.places[0].page)
                    break
                rest = match.end()


def _alone(run: Run, file: Brailled) -> Iterator[tuple[str, str]]:
    """Each word of letters of a run, and what stands inside it, in order, with the cells that each has by itself."""
    inside = dict(run.inside)
    letters = (
        "\0" if n in inside else one if unicodedata.category(one)[0] in "LM" else " "
        for n, one in enumerate(run.text)
    )
    others = iter(inside.values())
    for text in re.findall(r"\0|[^\0 ]+", "".join(letters)):
        if text == "\0":
            inner = next(others)
            braille = liblouis.translate(inner.tables, inner.text).cells
            yield inner.text, braille.replace(BLANK, "")
        else:
            braille = "".join(one.cells for one in file.spelled((doc.Text(text),)))
            yield text, braille.replace(BLANK, "")


@check("A514", Severity.ERROR)
def another_code_is_signed(file: Brailled) -> Iterator[Finding]:
    """In English, words of another braille code stand between the signs that say so, and no others do.

    Cells of another code without a sign are read as English: the Urdu for one word as parts of another.
    """
    for found in file.reading.found:
        if found.run.tag != SOURCE or found.part.role == "rule":
            continue
        braille, rest = found.cells(file), 0
        others = [inner for _, inner in found.run.inside if inner.tag != SOURCE]
        for inner in others:
            match = re.compile(_switched(inner, file)).search(braille, rest)
            if match is None:
                yield file.says(
                    f"{quoted(inner.text)} is not signed as {inner.tag}", found.places[0].page
                )
                break
            rest = match.end()
        if not others and _SWITCHES.search(braille):
            yield file.says(
                f"{quoted(found.part.text[:60])} is signed as another code", found.places[0].page
            )


def _switched(inner: Run, file: Brailled) -> str:
    """What words of another code look like in English (Rules of Unified English Braille, 14.3.1, 14.3.2)."""
    alone = cells.words((doc.Text(inner.text),), inner.tag, False, Location(file.path))
    text = "".join(
        ("" if n == 0 or one.joined else BLANK) + one.cells for n, one in enumerate(alone)
    )
    written = [_BROKEN.join(one) for one in text.split(BLANK)]
    if len(written) >= _PASSAGE:
        return f"⠐⠷⠄{_BROKEN}{_BROKEN.join(written)}{_BROKEN}⠠⠐⠾"
    return _BROKEN.join(f"⠘⠷{one}" for one in written) + "(?=⠘⠾|⠀|$)"


@check("A515", Severity.ERROR)
def print_pages_stand_where_they_begin(file: Brailled) -> Iterator[Finding]:
    """Where braille names the pages of large print, each begins between the words that it begins between on paper.

    "Page four" is another place for those who read by touch when its line stands elsewhere.
    """
    if file.edition.page.print_pages is PrintPages.NONE or file.reading.lost:
        return
    owed = dict(_turns_owed(file))
    named = {number: place for place, number in file.turns.items()}
    if list(named) != list(owed):
        yield file.says(f"it names the pages {list(named)} of large print, not {list(owed)}")
        return
    lines = sorted({(one.page, one.line) for one in file.stream})
    for number, first in owed.items():
        page, line = named[number]
        following = next((one for one in lines if one > (page, line)), None)
        if following != (first.page, first.line) or not first.leads:
            yield file.says(f"page {number} of large print begins elsewhere", page)
        if following and following[0] != page:
            yield file.says(f"the line of page {number} of large print is the last on its page", page)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Begin:
    """The place of a word. ``leads``: it is the first on its line."""

    page: int
    line: int
    leads: bool


def _turns_owed(file: Brailled) -> Iterator[tuple[int, _Begin]]:
    """For each page of print that has something of the leaflet, its number and its first word."""
    waiting, seen = list(enumerate(file.begins, 2)), 0
    found = file.reading.found
    for n, one in enumerate(found):
        seen += len(bare(one.part.ahead))
        end = seen + len(one.part.counted)
        while not one.part.front and waiting and (waiting[0][1] <= seen or waiting[0][1] < end):
            number, place = waiting.pop(0)
            begin = _word_at(one, place - seen)
            if begin is not None or n + 1 < len(found):
                yield number, begin or _begin(found[n + 1], 0)
        seen = end


def _word_at(found: Found, place: int) -> _Begin | None:
    """The first word that begins after so many characters; the text's first, where its words are not those of print; None
    where that is in the next text."""
    words = [one for one in inline.plain(found.part.inlines).split(" ") if one]
    if place <= 0 or found.part.row or found.part.level or len(words) != len(found.words):
        return _begin(found, 0)
    place += len(bare(found.part.text)) - len(found.part.counted)
    seen = 0
    for word, first in zip(words, found.words, strict=True):
        if seen >= place:
            return _begin(found, first)
        seen += len(bare(word))
    return None


def _begin(found: Found, number: int) -> _Begin:
    one = found.places[number]
    above = (before := found.places[number - 1]).page, before.line
    return _Begin(one.page, one.line, not number or above != (one.page, one.line))


# Reading back.


def _read_back(found: Found, file: Brailled) -> Iterator[tuple[str, str]]:
    """The texts of a part whose tables lead back, each with what its cells in the file say."""
    whole, rest, own = found.run, found.cells(file), list[str]()
    if whole.tag == SOURCE:
        rest = _SWITCHES.sub("", rest)
    for _, inner in whole.inside:
        written = liblouis.translate(inner.tables, inner.text, inner.bold).cells
        before, part, rest = _around(rest, written)
        own.append(before)
        if language(inner.tag).braille.reversible:
            yield (
                inner.text,
                _read_by(inner, part.replace(f"{cells.CONTINUED}{BLANK}", "")),
            )
    if language(whole.tag).braille.reversible:
        places = {place for place, _ in whole.inside}
        text = "".join(" " if n in places else one for n, one in enumerate(whole.text))
        yield text, BLANK.join(_read_by(whole, one) for one in (*own, rest) if one)


def _read_by(run: Run, braille: str) -> str:
    return liblouis.back(run.tables, _BOLD.sub("", braille))


def _around(text: str, part: str) -> tuple[str, str, str]:
    """What stands before and after a part that may be broken over lines."""
    pattern = r"[\u2800\u2824\u2810]*".join(map(re.escape, part.replace(BLANK, "")))
    found = re.search(pattern, text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _plainly(text: str) -> str:
    """Letters, figures and the signs that belong to them."""
    kept = re.sub(r"(?<!\d)[.,]|[.,](?!\d)", "", text.casefold())
    return "".join(one for one in kept if one.isalnum() or one in "%.,")


# Figures.


def _figures(inlines: Inlines) -> Iterator[str]:
    return (
        plain_text(one.shown)
        for one in inline.walk(inlines)
        if isinstance(one, FactRef) and re.search(r"\d", one.shown)
    )


def _pattern(figure: str, tag: str) -> str:
    """A figure in cells, by the digits of its language or of English: a reference such as SC049802 is English everywhere."""
    codes = dict.fromkeys((language(tag).braille, language(SOURCE).braille))
    return "|".join(f"(?:{_in_code(figure, code.digits, code.number)})" for code in codes)


def _in_code(figure: str, digits: str, number: str) -> str:
    first, *others = (
        "".join(digits[int(one)] for one in group) for group in re.findall(r"\d+", figure)
    )
    between = (
        ".{1,60}?" if any(map(str.isalpha, text)) else ".{1,3}?"
        for text in re.findall(r"(?<=\d)\D+(?=\d)", figure)
    )
    rest = (f"{gap}(?:{number})?{group}" for gap, group in zip(between, others, strict=True))
    # Where no sign begins a figure, punctuation has the cells of digits.
    return number + first + "".join(rest) + (f"(?![{digits}])" if number else "")
