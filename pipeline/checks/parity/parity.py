"""Every fact of a leaflet, looked for in a finished file."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from pipeline.checks.parity import heard, texts, written
from pipeline.checks.parity.owed import Owed, Way, announced, body, described, told
from pipeline.checks.parity.texts import Unreadable
from pipeline.checks.parity.written import Months, Written
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Diagnostic, Location, Severity
from pipeline.document import Document, Medium, for_medium
from pipeline.facts import Fact, Kind
from pipeline.languages import SOURCE, language
from pipeline.publisher import Format
from pipeline.speech.lexicon import Lexicon
from pipeline.speech.script import script

_ABOVE, _ROWS = Way(rows=False, described=False), Way(rows=True, described=True)
# Where a place is given twice, a chain of this many candidates is looked through for the best; else the first is taken.
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Parity:
    """How many facts a file owes, and those that were not found in it; ``undescribed``: those of them that the description of
    a picture should have."""

    owed: int
    missing: tuple[Owed, ...]
    undescribed: tuple[Owed, ...] = ()


@dataclass(frozen=True)
class Delivered:
    """A file as patients get it, and the leaflet that it was made from. ``path``: from the project's root; ``data``: None for
    sound, of which the words that were given to the voice are read; ``recorded``: by a person, whose words nobody here
    knows."""

    document: Document
    format: Format
    data: bytes | None
    path: str
    lexicons: Mapping[str, Lexicon]
    recorded: bool = False

    @cached_property
    def leaflet(self) -> Document:
        return for_medium(self.document, self.format.medium)

    @property
    def name(self) -> str:
        """The format as people call it."""
        return _OWN_NAMES.get(self.format) or _NAMES[self.format.medium]

    @cached_property
    def parity(self) -> Parity:
        """Every fact, looked for. Raises Unreadable."""
        return _parity(self)


_NAMES = {
    Medium.PRINT: "the PDF",
    Medium.WORD: "the Word file",
    Medium.WEB: "the web page",
    Medium.BRAILLE: "the braille",
    Medium.AUDIO: "the sound",
}
_OWN_NAMES = {Format.EPUB: "the e-book", Format.DAISY: "the talking book"}

DELIVERED: Checks[Delivered] = Checks()
check = DELIVERED.check


def prove(file: Delivered) -> list[Diagnostic]:
    """What is missing; of a file that cannot be read, that."""
    return list(DELIVERED.run(file))


@check("N501", Severity.ERROR)
def every_fact_is_found_again(file: Delivered) -> Iterator[Finding]:
    """Every figure, phone number and date of the leaflet is found again in each of its files, in order.

    A dose that one patient reads in print and another does not hear is a dosing error. The file is read by a stranger's
    program: PDFium for pages, the bare XML of Word and e-books, the cells of braille, the words that the voice was given.
    """
    hint = f"please report it: {file.path} is not to be given to patients"
    try:
        found = file.parity
    except Unreadable as problem:
        yield Finding(f"the facts in {file.name} cannot be read: {problem}", Location(file.path), hint)  # fmt: skip
        return
    spoken = language(file.document.tag).name
    for one in found.missing:
        yield Finding(f"{one} is not in {file.name} ({spoken})", one.at, hint)
    for one in found.undescribed:
        what = f"{one} is not in what {file.name} ({spoken}) says of a picture"
        yield Finding(what, one.at, hint)


def _parity(file: Delivered) -> Parity:
    match file.format:
        case Format.PDF | Format.DOCX | Format.HTML | Format.EPUB:
            return _with_descriptions(file, _in_text(file, _text(file), _ABOVE))
        case Format.BRF | Format.BRF_VOLUMES | Format.PEF | Format.BRAILLE_TEXT:
            return _in_braille(file)
        case Format.DAISY:
            both = _in_text(file, _text(file), Way(False, True), told_too=False), _in_sound(file)
            return Parity(sum(one.owed for one in both), tuple(owed for one in both for owed in one.missing))  # fmt: skip
        case Format.TIMINGS | Format.MP3 | Format.M4B | Format.TRACKS:
            return _in_sound(file)
        case Format.BRAILLE_PROOF:  # for a proofreader, and beside the file that it shows
            return Parity(0, ())
        case _:
            assert_never(file.format)


def _text(file: Delivered) -> Written:
    readers: dict[Format, Callable[[bytes], str]] = {
        Format.PDF: texts.pdf, Format.DOCX: texts.word, Format.HTML: texts.page, Format.EPUB: texts.epub, Format.DAISY: texts.daisy,
    }  # fmt: skip
    assert file.data is not None
    drawn = file.format is Format.PDF and language(file.document.tag).script == "complex"
    months = Months.SCRAMBLED if drawn else Months.NAMED
    return Written(texts.plain(readers[file.format](file.data)), months)


def _in_text(file: Delivered, where: Written, way: Way, told_too: bool = True) -> Parity:
    """The leaflet's facts in order; those of the pipeline's own sentences wherever they are. PDFium gives the figures of a line
    from right to left in one order or the other: there, lines are in order."""
    beside = told(file.leaflet) if told_too else announced(file.leaflet)
    ordered = body(file.leaflet, way)
    missing = [one for one in beside if next(written.places(one, where), None) is None]
    if file.format is Format.PDF and language(file.document.tag).rtl:
        missing += unplaced(ordered, lambda one, begin: _lines(one, where, begin), shared=True)
    else:
        missing += unplaced(ordered, lambda one, begin: (end for _, end in written.places(one, where, begin)))  # fmt: skip
    return Parity(len(beside) + len(ordered), tuple(missing))


def _with_descriptions(file: Delivered, text: Parity) -> Parity:
    """A description stands beside the text, where only those who do not see the picture get it."""
    readers = {
        Format.PDF: texts.pdf_descriptions, Format.DOCX: texts.word_descriptions, Format.HTML: texts.page_descriptions,
        Format.EPUB: texts.epub_descriptions,
    }  # fmt: skip
    owed = described(file.leaflet)
    if not owed:
        return text
    assert file.data is not None
    where = Written(texts.plain(readers[file.format](file.data)))
    missing = unplaced(owed, lambda one, begin: (end for _, end in written.places(one, where, begin)))  # fmt: skip
    return Parity(text.owed + len(owed), text.missing, tuple(missing))


def _lines(one: Owed, where: Written, begin: int) -> Iterator[int]:
    """Where the lines begin in which a fact stands, from the one that begins at ``begin`` on."""
    return (where.text.rfind("\n", 0, start) + 1 for start, _ in written.places(one, where, begin))


def _in_braille(file: Delivered) -> Parity:
    assert file.data is not None
    try:
        cells = texts.cells(file.data)
    except UnicodeDecodeError as problem:
        raise Unreadable(str(problem)) from problem
    found = [_in_text(file, Written(texts.figures(cells, digits, number), Months.UNREAD, signs=False, edges=bool(number)), _ROWS)
             for digits, number in _codes(file.document.tag)]  # fmt: skip
    own, *english = found
    written = {one for code in english for one in own.missing if one not in code.missing and _is_latin(one)}  # fmt: skip
    return Parity(own.owed, tuple(one for one in own.missing if one not in written))


def _is_latin(owed: Owed) -> bool:
    """Whether English braille is its code: it stands in English, or is a number with Latin letters."""
    kind = owed.value.kind if isinstance(owed.value, Fact) else None
    return owed.tag == SOURCE or kind is Kind.REFERENCE


def _codes(tag: str) -> list[tuple[str, str]]:
    """The cells of figures: the language's own, and those of English, in which Latin names and drafts are written."""
    own, english = language(tag).braille, language(SOURCE).braille
    return list(dict.fromkeys([(own.digits, own.number), (english.digits, english.number)]))


def _in_sound(file: Delivered) -> Parity:
    """In the words that the voice was given; a person who reads is heard by people only."""
    if file.recorded:
        return Parity(0, ())
    found: list[str] = []
    for tag, words in _said(file):
        if tag in heard.READ:
            found += [*heard.spoken(f"{words} . ", tag)]
    owed = [*announced(file.leaflet), *body(file.leaflet, _ROWS)]
    owed = [one for one in owed if one.tag in heard.READ]
    return Parity(len(owed), tuple(unplaced(owed, lambda one, begin: heard.heard(one, found, begin))))  # fmt: skip


def _said(file: Delivered) -> Iterator[tuple[str, str]]:
    """Each sentence with its language; of a list of times, as the file itself has it."""
    if file.format is Format.TIMINGS and file.data is not None:
        try:
            rows = json.loads(file.data)["utterances"]
            yield from ((row["language"].replace("-", "_"), row["text"]) for row in rows)
        except (ValueError, KeyError, TypeError) as problem:
            raise Unreadable(str(problem)) from problem
        return
    for one in script(file.leaflet, file.lexicons).utterances:
        yield one.tag, one.text


# Which facts of a row have no place in it.


def unplaced(
    owed: Sequence[Owed], ends: Callable[[Owed, int], Iterator[int]], shared: bool = False
) -> list[Owed]:
    """The facts that must be left out so that the rest stand in their order. ``ends``: where a fact ends, each place from one
    on; ``shared``: whether several may have one place."""
    at = 0
    for one in owed:
        end = next(ends(one, at), None)
        if end is None:
            return _left_out(owed, ends, bisect_right if shared else bisect_left)
        at = end
    return []


def _left_out(
    owed: Sequence[Owed],
    ends: Callable[[Owed, int], Iterator[int]],
    after: Callable[[list[int], int], int],
) -> list[Owed]:
    """As few as can be: the longest chain of places that follow each other is kept (patience sorting)."""
    tails: list[int] = []  # the earliest end of a chain of each length
    last: list[int] = []  # and the entry that ends it
    entries: list[tuple[int, int]] = []  # a fact's number, and the entry before it
    for number, one in enumerate(owed):
        for end in sorted(set(ends(one, 0)), reverse=True):
            length = after(tails, end)
            entries.append((number, last[length - 1] if length else -1))
            if length == len(tails):
                tails.append(end)
                last.append(len(entries) - 1)
            else:
                tails[length], last[length] = end, len(entries) - 1
    kept: set[int] = set()
    entry = last[-1] if last else -1
    while entry >= 0:
        number, entry = entries[entry]
        kept.add(number)
    return [one for number, one in enumerate(owed) if number not in kept]
