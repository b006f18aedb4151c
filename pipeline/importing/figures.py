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
from pipeline.facts import COUNTS, DOSES, DURATIONS, Fact, Kind
from pipeline.importing.dates import DATE
from pipeline.importing.dates import read as read_date
from pipeline.importing.draft import Block, Draft, Fate, Note, Piece, Pieces, Proposed, plain
from pipeline.importing.naming import fact as fact_name
from pipeline.languages import SOURCE
from pipeline.publisher import Publisher
from pipeline.speech.numerals import numerals

MOST = 2000  # figures: a leaflet has 50, and front matter has its end
_NEAR = 200  # characters around a figure that may name it: ours
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d{1,6})?"
_PHONE = r"(?<![\w.+])(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?)?|\(?0)\d{1,5}\)?(?:[ -]?\d{2,8}){1,4}(?![\w%]|[.,/]\d)"
_PERCENT = rf"(?<![\w.,]){_NUMBER}(?:\s?%|\s+per ?cent\b)"
_WHOLE = re.compile(rf"(?P<phone>{_PHONE})|(?P<percent>{_PERCENT})", re.ASCII | re.IGNORECASE)
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?%*", re.DOTALL)
_PARTS = re.compile(rf"(?P<from>{_NUMBER})(?P<unit>[a-zµ]{{1,10}})?(?:(?P<dash>[-–—])(?P<to>{_NUMBER})(?P<unit2>[a-zµ]{{1,10}})?)?", re.ASCII | re.IGNORECASE)  # fmt: skip
_SPECIAL = re.compile(r"[\\*\[\]{}]+")
_REFERENCE = re.compile(r"[A-Z]{0,4}\d{5,20}", re.ASCII)
_REGISTERED = re.compile(r"(?:number|no\.?|charity|scotland|wales|\()[\s:(]*$", re.IGNORECASE)
_UNITS = {
    **{unit: unit for unit in (*DURATIONS, *DOSES, *COUNTS)},
    **{unit.rstrip("s"): unit for unit in DURATIONS},
    "hr": "hours", "hrs": "hours", "min": "minutes", "mins": "minutes", "wk": "weeks", "wks": "weeks", "mls": "ml",
    "microgram": "micrograms", "mcg": "micrograms", "unit": "units", "cycle": "cycles", "time": "times",
}  # fmt: skip
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-–/](?:19|20)\d\d)?", re.ASCII)
_IN_YEAR = re.compile(r"(?:\b(?:in|since|from|until|till|before|after|during|early|late|mid|by|year|(?:19|20)\d\d,? (?:and|or|to)|spring|summer|autumn|winter|copyright)|©|\()[\s-]*$", re.IGNORECASE)  # fmt: skip
_ONE_IN = re.compile(r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)) in\s*$", re.IGNORECASE)  # fmt: skip
_SHORT_PHONES = frozenset({"101", "111", "112", "999"})
_REVIEWED = re.compile(r"\b(?:review|updat|issue|publish)\w*\W[^.]{0,30}$", re.IGNORECASE)
_CALL = re.compile(r"\b(?:call|ring|dial|phone|nhs)\s*$", re.IGNORECASE)
_GLUED = (*DOSES, "mcg", "hrs", "hr", "mins", "min", "mls")
_WANTED = frozenset({"Nd", "No", "Nl"})
Read = tuple[str, str, str]  # a fact's kind, its value, and its unit for the name


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
        for start, stop, read in _read(text, whole, at):
            name = self.named(
                read,
                whole[max(0, at + start - _NEAR) : at + start],
                whole[at + stop : at + stop + _NEAR],
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
                    "X309", f"this has more than {MOST:,} figures", Location(self.name, line), hint
                )
            )
        if read is None:
            self.term(shown, line)
            return ""
        kind, value, unit = read
        fact = facts.read(kind, value)
        if (
            name := self.known.get(_digits(fact))
            if fact.kind in (Kind.PHONE, Kind.REFERENCE)
            else None
        ):
            self.notes.append(Note(line, Fate.MOVED, f"the charity's own fact {name}", shown))
            return name
        if value in self.dates and _REVIEWED.search(before):
            name = self.dates[value]
            self.notes.append(Note(line, Fate.MOVED, f"the leaflet's own date {name}", shown))
            return name
        name = fact_name(self.row + before, after, unit, self.taken)
        self.taken.add(name)
        written = f"{{{kind}: {value}}}"
        self.facts.append(Proposed(name, line, fact, written))
        self.notes.append(Note(line, Fate.MOVED, f"the fact {name}: {written}", shown))
        return name

    def term(self, shown: str, line: int) -> None:
        if shown not in self.terms and shown not in self.declared:
            self.terms[shown] = Proposed(shown, line, spoken=_spoken(shown))
            self.notes.append(_of_term(shown, line))


def _of_term(shown: str, line: int) -> Note:
    if DATE.fullmatch(shown):
        reason = "the calendar has no such day: correct it in the text and under terms"
        return Note(line, Fate.DOUBTFUL, reason, shown)
    if _YEARS.fullmatch(shown):
        return Note(line, Fate.GUESSED, "a year, declared under terms", shown)
    reason = "a name with figures, declared under terms: how is it read aloud?"
    return Note(line, Fate.GUESSED, reason, shown)


def _is_year(core: str, before: str, after: str) -> bool:
    """Whether 2019 is no number of something: as one it would be printed as 2,019."""
    if not _YEARS.fullmatch(core) or _ONE_IN.search(before):
        return False
    following = re.match(r"\s*([a-z]+)", after)
    if following and following[1] in _UNITS:
        return False
    return bool(_IN_YEAR.search(before)) or len(core) > len("2019")


def _spoken(term: str) -> str:
    """How "½" is read aloud, as Unicode names it, and a year; "" of all else, which is for the author to say."""
    if _YEARS.fullmatch(term):
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


def _read(text: str, whole: str, at: int) -> Iterator[tuple[int, int, Read | None]]:
    """Where each figure stands, and what it is; None for what can only be a term. ``text`` begins ``at`` in the whole."""
    found = [
        (m.start(), m.end(), _date(m))
        for m in DATE.finditer(text)
        if _apart(text, m.start()) and not (m["m"] or m["m4"] or "A").islower()  # "may 2024" is no month
    ]  # fmt: skip
    for match in _WHOLE.finditer(text):
        read = _phone(match) if match["phone"] else _percent(match)
        if read and _apart(text, match.start()) and not _within(match.span(), found):
            found.append((*match.span(), read))
    end = 0
    for start, stop, read in sorted(found):
        yield from _tokens(text, end, start, whole, at)
        yield start, stop, read
        end = stop
    yield from _tokens(text, end, len(text), whole, at)


def _apart(text: str, start: int) -> bool:
    """Whether a figure begins its word: "¹1" is another one."""
    return not text[max(0, start - 1) : start].isalnum()


def _within(span: tuple[int, int], found: list[tuple[int, int, Read | None]]) -> bool:
    return any(start < span[1] and span[0] < stop for start, stop, _ in found)


def _date(match: re.Match[str]) -> Read | None:
    found = read_date(match)
    if found is None:
        return None
    if found.day:
        return "date", found.day.isoformat(), "date"
    return "month", f"{found.month:%Y-%m}", "month"


def _phone(match: re.Match[str]) -> Read | None:
    bare = match["phone"].replace("(0)", " ").replace("(", "").replace(")", " ")
    number = " ".join(bare.split()).replace(" -", "-")
    if not 9 <= sum(c.isdigit() for c in number) <= 15 or not _good("phone", number):
        return None
    return "phone", number, "phone"


def _percent(match: re.Match[str]) -> Read | None:
    number = re.sub(r"[^\d.]", "", match["percent"].replace(",", ""))
    return ("percent", number, "percent") if _good("percent", number) else None


def _good(kind: str, value: str) -> bool:
    try:
        facts.read(kind, value)
    except ValueError:
        return False
    return True


def _tokens(
    text: str, start: int, stop: int, whole: str, at: int
) -> Iterator[tuple[int, int, Read | None]]:
    """The same, of what is neither date, telephone nor percentage: word by word."""
    for word in re.finditer(r"[^\s\\*\[\]{}]+", text[start:stop]):
        if not any(unicodedata.category(c) in _WANTED for c in word[0]):
            continue
        core = _CORE.search(word[0])
        assert core
        begin = start + word.start() + core.start()
        end = start + word.start() + core.end()
        parts = list(
            _numbers(
                core[0],
                whole[max(0, at + begin - _NEAR) : at + begin],
                whole[at + end : at + end + _NEAR],
            )
        )
        yield from ((begin + a, begin + b, read) for a, b, read in parts)
        if not parts:
            yield begin, end, None


def _numbers(core: str, before: str, after: str) -> Iterator[tuple[int, int, Read]]:
    """One number, or two of a range, with a unit that stands close or follows; none where it is something else."""
    if _REFERENCE.fullmatch(core) and (
        len(core) > 7 or not core.isdigit() or _REGISTERED.search(before)
    ):
        yield 0, len(core), ("reference", core, "number")
        return
    if core in _SHORT_PHONES and _CALL.search(before):
        yield 0, len(core), ("phone", core, "phone")
        return
    match = _PARTS.fullmatch(core)
    if not match or any(match[unit] and match[unit] not in _GLUED for unit in ("unit", "unit2")):
        return
    if _is_year(core, before, after):
        return
    following = re.match(r"[\s-]*([A-Za-z]+)", after)
    unit = _UNITS.get(
        match["unit2"] or match["unit"] or (following[1].lower() if following else ""), "count"
    )
    for name in ("from", "to"):
        if match[name]:
            value = match[name].replace(",", "")
            if not _good(unit, value):
                return
            yield (
                match.start(name),
                match.end(name),
                (unit, value, "number" if unit == "count" else unit),
            )
