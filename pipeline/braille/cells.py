"""A line of a Document as words of cells, each part by the table of its own language.

Words of another language stand in the text as one letter while its table is at work, so that signs beside them are written
as beside a word; then their own cells take that letter's place. A Latin name in a text of another script is written by
Unified English Braille, uncontracted, and so is an address in any English text (The Rules of Unified English Braille, 2013,
10.12: computer material has no contractions).

In English, words of another language in Latin letters are written by UEB, uncontracted, without a sign (13.5); what UEB has no
letters for is written by its own code, between UEB's signs for that (14.3). Russian and Ukrainian write Latin letters by their
own tables, with their code's sign. No other code is known to sign a single foreign word: docs/notes/braille.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import assert_never

import icu

from pipeline import document as doc
from pipeline.braille import liblouis
from pipeline.braille.liblouis import BLANK, Unwritable
from pipeline.diagnostic import Diagnostic, LeafletError, Location, quoted
from pipeline.document import Inlines
from pipeline.facts import BIDI_CONTROLS, NBSP
from pipeline.languages import SOURCE, language

HYPHEN = "\u2824"  # dots 36: the hyphen of nearly every code
_LETTER = "\u2830"  # dots 56: UEB's sign before a letter that stands alone
CONTINUED = "\u2810"  # dot 5: UEB's sign that an address goes on in the next line
# Rules of Unified English Braille, 14.3: before each word of another code, where it ends beside other text; before a passage of
# three words and more, and after it.
WORD_SWITCH, WORD_END, SWITCH, SWITCH_END = (
    "\u2818\u2837",
    "\u2818\u283e",
    "\u2810\u2837\u2804",
    "\u2820\u2810\u283e",
)
PASSAGE = 3  # words
_SPACES = f"{NBSP}\u202f\u2009\u200a\u2002\u2003"  # of print, of one width here
_INVISIBLE = f"{BIDI_CONTROLS}\u200b\ufeff\u00ad\u2060"
# The last part of a name in the Domain Name System begins with a letter (RFC 3696, 2): 1,500.00 is none.
_WRITTEN_OUT = r"(?a:(?:https?://|www\.)[^\s()（）]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]{2,})*\.[A-Za-z][\w-]+(?:/[^\s()（）]*)?)"
_ADDRESS = re.compile(_WRITTEN_OUT)
_FIGURE_AND_LETTER = re.compile(r"\S*[0-9][A-J]\S*")
_PLAIN = "A-Za-z\u00c0-\u024f"
_TOKEN = rf"(?=[0-9]*[{_PLAIN}])[{_PLAIN}0-9](?:[{_PLAIN}0-9]|[-@/.:_&'’](?=[{_PLAIN}0-9]))*"
_LATIN = re.compile(rf"{_WRITTEN_OUT}|{_TOKEN}(?: {_TOKEN})*")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one language. ``kept``: the places whose blanks end no line, such as those inside a figure. ``inside``: what
    stands for itself in the text as one letter, by its place."""

    text: str
    tag: str
    contracted: bool
    bold: tuple[bool, ...]
    kept: tuple[bool, ...]
    inside: tuple[tuple[int, Run], ...] = ()

    @property
    def tables(self) -> str:
        """The tables of liblouis that write it, in order, parted by commas."""
        return liblouis.tables(language(self.tag).braille, self.contracted)


@dataclass(frozen=True, slots=True)
class Word:
    """Cells that stand on one line. ``joined``: no blank stands before them, though a line may end there. ``divided``: the
    sign at the line's end where they are too long for one."""

    cells: str
    joined: bool = False
    divided: str = HYPHEN


@lru_cache(maxsize=4096)  # a leaflet is laid out for each of its braille files
def words(inlines: Inlines, tag: str, contracted: bool, at: Location) -> tuple[Word, ...]:
    """The cells of a line of text. Raises LeafletError for what cannot be written, with the character, its table and line."""
    spelling = _Spelling()
    try:
        spelling.add(run(inlines, tag, contracted, at))
    except Unwritable as problem:
        raise LeafletError(_unwritable(problem, at)) from None
    return tuple(spelling.words)


def run(inlines: Inlines, tag: str, contracted: bool, at: Location) -> Run:
    """The text with all that is written by other tables. Raises LeafletError for a language that has none."""
    whole = Run("", tag, contracted, (), ())
    for own, leaves in groupby(_leaves(inlines, tag), key=lambda leaf: leaf.tag):
        characters = [one for leaf in leaves for one in leaf.characters()]
        text, bold, kept = (
            (tuple(one) for one in zip(*characters, strict=True)) if characters else ((), (), ())
        )
        part = Run("".join(text), own, contracted and own == tag, bold, kept)
        if own != tag and language(tag).braille.latin and _has_all_letters(tag, part.text):
            whole = _joined(whole, part)
            continue
        if own != tag and tag == SOURCE and _has_all_letters(SOURCE, part.text):
            whole = _with(whole, replace(part, tag=SOURCE))
            continue
        if why := liblouis.lacks(own):
            raise LeafletError(_unwritten(own, why, at))
        part = _with_latin_inside(part)
        whole = _joined(whole, part) if own == tag else _with(whole, part)
    return whole


def _has_all_letters(tag: str, text: str) -> bool:
    """Whether words are in Latin letters, and the language's own table has them all."""
    if not all(unicodedata.name(one, "").startswith("LATIN") for one in text if one.isalpha()):
        return False
    try:
        liblouis.translate(liblouis.tables(language(tag).braille, contracted=False), text)
    except Unwritable:
        return False
    return True


def pieces(run: Run) -> Iterator[Run]:
    """The run, and all that stands inside it, in the order of their beginnings."""
    yield run
    for _, inner in run.inside:
        yield from pieces(inner)


@dataclass(frozen=True, slots=True)
class _Leaf:
    text: str
    tag: str
    bold: bool
    kept: bool

    def characters(self) -> Iterator[tuple[str, bool, bool]]:
        for one in self.text:
            if one not in _INVISIBLE:
                yield " " if one in _SPACES else one, self.bold, self.kept or one == NBSP


def _leaves(inlines: Inlines, tag: str, bold: bool = False) -> Iterator[_Leaf]:
    for one in inlines:
        match one:
            case doc.Text(text) | doc.Term(text):
                yield _Leaf(text, tag, bold, False)
            case doc.FactRef(name, shown):
                yield _Leaf(shown or f"{{{name}}}", tag, bold, True)
            case doc.Strong(children):
                yield from _leaves(children, tag, True)
            case doc.Link(children):
                yield from _leaves(children, tag, bold)
            case doc.Foreign(children, other):
                yield from _leaves(children, language(other).tag, bold)
            case _:
                assert_never(one)


def _with_latin_inside(run: Run) -> Run:
    """The run with what is written in uncontracted English taken out of its own text."""
    if run.tag != SOURCE and language(run.tag).script == "latin":
        return run
    if run.tag == SOURCE and not run.contracted:
        return run
    pattern = _ADDRESS if run.tag == SOURCE else _LATIN
    whole, end = replace(run, text="", bold=(), kept=()), 0
    for found in pattern.finditer(run.text):
        whole = _joined(whole, _part(run, end, found.start()))
        inner = replace(_part(run, found.start(), found.end()), tag=SOURCE, contracted=False)
        whole, end = _with(whole, inner), found.end()
    return _joined(whole, _part(run, end, len(run.text)))


def _part(run: Run, begin: int, end: int) -> Run:
    return replace(
        run, text=run.text[begin:end], bold=run.bold[begin:end], kept=run.kept[begin:end]
    )


def _joined(first: Run, second: Run) -> Run:
    inside = tuple((place + len(first.text), one) for place, one in second.inside)
    return replace(first, text=first.text + second.text, bold=first.bold + second.bold,
                   kept=first.kept + second.kept, inside=first.inside + inside)  # fmt: skip


def _with(run: Run, inner: Run) -> Run:
    """The run with another one after it, for which a letter of its own stands."""
    own = (one for one in language(run.tag).autonym if one.isalpha())
    letter = "x" if run.tag == SOURCE else next(own)
    return replace(run, text=run.text + letter, bold=(*run.bold, False), kept=(*run.kept, False),
                   inside=(*run.inside, (len(run.text), inner)))  # fmt: skip


@dataclass
class _Spelling:
    """The words of a line as they come."""

    words: list[Word] = field(default_factory=list)
    ended: bool = True  # whether the next cells begin a word
    sign: str = ""  # before each word

    def add(self, run: Run) -> None:
        text, places = _spaced(run)
        inside, parted = dict(run.inside), _parted(run)
        divided = CONTINUED if run.tag == SOURCE and not run.contracted else HYPHEN
        before = -1
        for cell, source in _translated(run, text, places):
            place = places[source]
            if place in inside:
                if source != before and run.tag == SOURCE != inside[place].tag:
                    self.switch(inside[place], run.text[place + 1 : place + 2])
                elif source != before:
                    self.add(inside[place])
            elif cell == BLANK and (place is None or not run.kept[place]):
                self.ended = True
            else:
                self.put(cell, divided, source != before and source in parted)
            before = source

    def switch(self, inner: Run, following: str) -> None:
        """Words of another code with UEB's signs: a word's own sign holds to the next blank."""
        alone = _Spelling()
        alone.add(inner)
        passage = sum(not word.joined for word in alone.words) >= PASSAGE
        self.put(SWITCH if passage else WORD_SWITCH, HYPHEN, False)
        self.sign = "" if passage else WORD_SWITCH
        self.add(inner)
        self.sign = ""
        if passage or following.strip():
            ended, self.ended = self.ended, False
            self.put(SWITCH_END if passage else WORD_END, HYPHEN, False)
            self.ended = ended

    def put(self, cell: str, divided: str, joined: bool) -> None:
        if self.ended or joined:
            self.words.append(Word(self.sign * self.ended + cell, not self.ended, divided))
        else:
            self.words[-1] = Word(self.words[-1].cells + cell, self.words[-1].joined, divided)
        self.ended = False


def _translated(run: Run, text: str, places: Sequence[int | None]) -> Iterator[tuple[str, int]]:
    """Each cell with the place in the text of what it stands for. Two figures beside each other are translated apart:
    UEB would write them as one, as it does the groups of a telephone number. So is a word in which one of the letters A to J
    follows a figure: among capitals liblouis 3.24 writes it as one more figure, 2AA as 211. So is a letter that stands for other words
    where a rule of the table has joined it with its neighbours."""
    letters = [n for n, place in enumerate(places) if place in dict(run.inside)]
    apart = {
        n
        for n in range(1, len(text) - 1)
        if text[n] == " " and text[n - 1].isdecimal() and text[n + 1].isdecimal()
        if (place := places[n]) is None or not run.kept[place]
    }
    if run.tag == SOURCE:
        apart.update(edge for one in _FIGURE_AND_LETTER.finditer(text) for edge in one.span())
    found = list(_stretches(run, text, places, apart))
    alone = {n: liblouis.translate(run.tables, text[n]).cells for n in letters}
    own = {n: "".join(cell for cell, source in found if source == n) for n in letters}
    if any(own[n] not in (alone[n], alone[n].removeprefix(_LETTER)) for n in letters):
        found = list(_stretches(run, text, places, apart.union(letters, (n + 1 for n in letters))))
    return iter(found)


def _stretches(
    run: Run, text: str, places: Sequence[int | None], ends: Collection[int]
) -> Iterator[tuple[str, int]]:
    bold = [place is not None and run.bold[place] for place in places]
    for begin, end in pairwise(sorted({0, *ends, len(text)})):
        found = liblouis.translate(run.tables, text[begin:end], bold[begin:end])
        yield from zip(found.cells, (begin + source for source in found.sources), strict=True)


def _spaced(run: Run) -> tuple[str, list[int | None]]:
    """The text with a space between words where the script has none and its braille has, and the place of each character
    in the run's own text; None for a space that is not in it."""
    text, places = "", list[int | None]()
    ends = set[int]()
    if language(run.tag).braille.words == "spaced":
        ends = _boundaries(run, words=True)
        ends |= {edge for place, _ in run.inside for edge in (place, place + 1)}
    for place, character in enumerate(run.text):
        if place in ends and character.isalpha() and text[-1:].isalpha():
            text, places = f"{text} ", [*places, None]
        text, places = text + character, [*places, place]
    return text, places


def _parted(run: Run) -> set[int]:
    """Where a line may end inside the text though no blank stands there."""
    if language(run.tag).braille.words != "parted":
        return set()
    return _boundaries(run, words=False)


def _boundaries(run: Run, words: bool) -> set[int]:
    """Between words, or where a line may end, as ICU's dictionary of the language has it."""
    inside = dict(run.inside)
    text = "".join(" " if n in inside else one for n, one in enumerate(run.text))
    finder = _finder(language(run.tag).locale, words)
    finder.setText(text)  # the scripts in question lie in the plane where ICU counts as Python does
    return set(finder)


@cache
def _finder(locale: str, words: bool) -> icu.BreakIterator:
    make = icu.BreakIterator.createWordInstance if words else icu.BreakIterator.createLineInstance
    return make(icu.Locale(locale))


_ELSEWHERE = "write it in another way, or keep it out of braille: ::: only print word web audio"


def _unwritable(problem: Unwritable, at: Location) -> Diagnostic:
    named = f"{quoted(problem.character)} (U+{ord(problem.character):04X})"
    message = f"the braille of {problem.table} has no cells for {named}"
    return Diagnostic("A521", message, at, _ELSEWHERE)


def _unwritten(tag: str, why: str, at: Location) -> Diagnostic:
    message = f"words in {language(tag).name} cannot be written in braille: {why}"
    return Diagnostic("A520", message, at, _ELSEWHERE)
