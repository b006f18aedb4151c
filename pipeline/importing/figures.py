"""Figures in prose: each is proposed as a fact with a name; a name with figures ("CD19") becomes a term.

Nothing is left typed, since a figure that a translator retypes is a figure that can change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from pipeline import facts
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.facts import Fact, Kind
from pipeline.importing.amounts import NEAR, YEARS, Read
from pipeline.importing.amounts import read as read_amounts
from pipeline.importing.dates import DATE
from pipeline.importing.draft import Block, Draft, Fate, Note, Piece, Pieces, Proposed, plain
from pipeline.importing.naming import fact as fact_name
from pipeline.languages import SOURCE
from pipeline.publisher import Publisher
from pipeline.speech.numerals import numerals

MOST = 2000  # figures: a leaflet has 50, and front matter has its end
_REVIEWED = re.compile(r"\b(?:review|updat|issue|publish)\w*\W[^.]{0,30}$", re.IGNORECASE)


_DOUBTS = (
    (DATE, "the calendar has no such day: correct it in the text and under terms"),
    (re.compile(r"0{3}"), "a number in pieces: write 1,000,000"),
    (re.compile(r"0\d{2,}|0?\d[\d./-]{8,}\d"), "perhaps part of a telephone number: write it whole under facts, as {phone: 01234 567 890}"),
    (re.compile(r"\d+,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}"), "a comma or point that English writes otherwise: 1.5 and 1,000"),
    (re.compile(r".*\d\^-?\d.*|\d+[x×]10"), "a raised figure that was typed on the line: write 10⁹"),
)  # fmt: skip


def told(draft: Draft, charity: Publisher) -> Draft:
    """With every figure as a fact or a term. ``charity``: whose telephone and charity numbers are facts already."""
    reader = _Reader(charity, draft)
    blocks = [reader.block(block) for block in draft.blocks]
    found = draft.with_blocks(blocks, reader.notes)
    return replace(found, facts=tuple(reader.facts), terms=tuple(reader.terms.values()))


class _Reader:
    """The facts and terms found so far."""

    def __init__(self, charity: Publisher, draft: Draft) -> None:
        self.known = {
            _digits(fact): name
            for name, fact in charity.facts
            if fact.kind in (Kind.PHONE, Kind.REFERENCE)
        }
        self.taken = {name for name, _ in charity.facts} | {
            "reviewed",
            "updated",
            "review_due",
            "version",
        }
        self.terms = {term.name: term for term in draft.terms}
        self.declared = {term.name for term in charity.terms}
        self.dates = {value: field for field, value in draft.dates if field != "version"}
        self.name = draft.name
        self.own: dict[str, str] = {}  # numbers that are dialled or quoted, by their figures
        self.facts: list[Proposed] = []
        self.notes: list[Note] = []
        self.row = ""  # what a row of a table is about: its first cell

    def block(self, block: Block) -> Block:
        self.row = f"{plain(block.cells[0])} " if block.cells else ""
        return block.changed(self.pieces)

    def pieces(self, pieces: Pieces, line: int) -> Pieces:
        whole = plain(pieces)
        found: list[Piece] = []
        at = 0
        for piece in pieces:
            for start, stop, name in self.figures(piece.text, whole, at, line):
                found.append(replace(piece, text=piece.text[start:stop], fact=name))
            at += len(piece.text)
        return tuple(piece for piece in found if piece.text)

    def figures(self, text: str, whole: str, at: int, line: int) -> Iterator[tuple[int, int, str]]:
        """The parts of a text, each with its fact; "" for words."""
        end = 0
        for start, stop, read in read_amounts(text, whole, at):
            name = self.named(
                read,
                whole[max(0, at + start - NEAR) : at + start],
                whole[at + stop : at + stop + NEAR],
                text[start:stop],
                line,
            )
            yield end, start, ""
            yield start, stop, name
            end = stop
        yield end, len(text), ""

    def named(self, read: Read | None, before: str, after: str, shown: str, line: int) -> str:
        """The name of the fact; "" for a term."""
        if len(self.facts) + len(self.terms) >= MOST:
            hint = "import it in parts"
            raise LeafletError(
                Diagnostic(
                    "X309",
                    f"this has more than {MOST:,} figures, each of which somebody would have to check",
                    Location(self.name, line),
                    hint,
                )
            )
        if read is None:
            self.term(shown, line)
            return ""
        kind, value, unit = read
        fact = facts.read(kind, value)
        same = _digits(fact) if fact.kind in (Kind.PHONE, Kind.REFERENCE) else ""
        if name := self.known.get(same):
            self.notes.append(Note(line, Fate.MOVED, f"the charity's own fact {name}", shown))
            return name
        if name := self.own.get(same):
            self.notes.append(Note(line, Fate.MOVED, f"the fact {name} again", shown))
            return name
        if value in self.dates and _REVIEWED.search(before):
            name = self.dates[value]
            self.notes.append(Note(line, Fate.MOVED, f"the leaflet's own date {name}", shown))
            return name
        name = fact_name(self.row + before, after, unit, self.taken)
        self.taken.add(name)
        written = f"{{{kind}: {value}}}"
        self.facts.append(Proposed(name, line, fact, written))
        if same:
            self.own[same] = name
        self.notes.append(Note(line, Fate.MOVED, f"the fact {name}: {written}", shown))
        return name

    def term(self, shown: str, line: int) -> None:
        if shown not in self.terms and shown not in self.declared:
            self.terms[shown] = Proposed(shown, line, spoken=_spoken(shown))
            self.notes.append(_of_term(shown, line))


def _of_term(shown: str, line: int) -> Note:
    for pattern, reason in _DOUBTS:
        if len(shown) < 60 and pattern.fullmatch(shown):
            return Note(line, Fate.DOUBTFUL, reason, shown)
    if YEARS.fullmatch(shown):
        return Note(line, Fate.GUESSED, "a year, declared under terms", shown)
    reason = "a name with figures, declared under terms: how is it read aloud?"
    return Note(line, Fate.GUESSED, reason, shown)


def _spoken(term: str) -> str:
    """How "½" is read aloud, as Unicode names it, and a year; "" of all else, which is for the author to say."""
    if YEARS.fullmatch(term):
        return " to ".join(_spoken_year(int(year)) for year in re.split(r"\D", term))
    name = unicodedata.name(term, "") if len(term) == 1 else ""
    return name.removeprefix("VULGAR FRACTION ").lower() if name.startswith("VULGAR") else ""


def _spoken_year(year: int) -> str:
    century, rest = divmod(year, 100)
    words = numerals(SOURCE).cardinal
    if not rest and century % 10:
        return f"{words(century)} hundred"
    if rest < 10:
        return words(year) if not century % 10 else f"{words(century)} oh {words(rest)}"
    return f"{words(century)} {words(rest)}"


def _digits(fact: Fact) -> str:
    return re.sub(r"\W", "", str(fact.value)).casefold()
