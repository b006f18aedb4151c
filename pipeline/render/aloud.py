"""What is heard when, for pages that show which sentence is being read.

A renderer knows no voice: whoever builds gives it the times, and the texts ask for theirs in reading order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline import inline
from pipeline.diagnostic import Location
from pipeline.document import Foreign, Inline, Inlines, Strong, Text
from pipeline.facts import BIDI_CONTROLS, NBSP, PDI


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence in the sound: its text on the page, the line of the source that it says, and when it begins and ends, in
    seconds. ``added``: a word of the pipeline's."""

    shown: str
    at: Location
    begin: float
    end: float
    added: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the sound; ``begin`` in seconds."""

    title: str
    begin: float


@dataclass(frozen=True, slots=True)
class Sound:
    """The spoken leaflet. ``address``: its file, from the page; ``narrator``: who speaks, "" where nobody has said it."""

    address: str
    seconds: float
    chapters: tuple[Chapter, ...] = ()
    heard: tuple[Heard, ...] = ()
    narrator: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a line, and when it is heard; None where it is not."""

    inlines: Inlines
    heard: Heard | None


class Reading:
    """The sentences of a sound, each given to the first text that asks for it; what was passed by is not given later."""

    def __init__(self, heard: Sequence[Heard] = ()) -> None:
        self._heard, self._next = heard, 0

    def sentences(self, inlines: Inlines, at: Location, added: bool = False) -> list[Sentence]:
        """A line as its sentences. What the sound says again before one (the header of a table's column) belongs to it."""
        found: list[Sentence] = []
        rest, done = inlines, 0
        for end, heard in self._allotted(inline.plain(inlines), at, added):
            left, rest = split(rest, end - done)
            done += len(inline.plain(left))
            found += [Sentence(left, heard)] if left else []
        if rest and found and not any(map(str.isalnum, inline.plain(rest))):
            found[-1] = replace(found[-1], inlines=found[-1].inlines + rest)
        elif rest:
            found.append(Sentence(rest, None))
        return found

    def _allotted(self, text: str, at: Location, added: bool) -> Iterator[tuple[int, Heard]]:
        """Where each sentence of a text ends, and when it is heard."""
        places = [n for n, character in enumerate(text) if character not in BIDI_CONTROLS]
        seen = "".join(text[n] for n in places).replace(NBSP, " ")
        done = 0
        while (number := self._find(at, added, seen, done)) is not None:
            heard = self._heard[number]
            done = seen.index(heard.shown, done) + len(heard.shown)
            last = self._last(number, seen, done)
            begin = self._heard[self._repeated(number)].begin
            end = places[done - 1] + 1
            while text[end : end + 1] == PDI:  # a figure's isolate ends with its sentence
                end += 1
            yield end, replace(heard, begin=begin, end=self._heard[last].end)
            self._next = last + 1

    def _find(self, at: Location, added: bool, seen: str, done: int) -> int | None:
        """The next sentence of the sound that stands in this line, where nothing is left out before it."""
        for number in range(self._next, len(self._heard)):
            one = self._heard[number]
            if one.at == at and one.added == added and one.shown:
                place = seen.find(one.shown, done)
                if place >= 0 and not any(map(str.isalnum, seen[done:place])):
                    return number
        return None

    def _last(self, number: int, seen: str, done: int) -> int:
        """The last of the sentences that are shown as one text."""
        one = self._heard[number]
        last = number
        while last + 1 < len(self._heard) and self._same(one, self._heard[last + 1]):
            if one.shown in seen[done:]:
                break
            last += 1
        return last

    def _same(self, one: Heard, other: Heard) -> bool:
        return (one.at, one.shown, one.added) == (other.at, other.shown, other.added)

    def _repeated(self, number: int) -> int:
        """The first of what is heard since the text before, and is no word of the pipeline's."""
        while number > self._next and not self._heard[number - 1].added:
            number -= 1
        return number


def split(inlines: Inlines, place: int) -> tuple[Inlines, Inlines]:
    """The inlines before and after a place in their text, or after the link, fact or term that it falls in."""
    left: list[Inline] = []
    for number, one in enumerate(inlines):
        if place <= 0:
            return tuple(left), inlines[number:]
        size = len(inline.plain((one,)))
        if place < size:
            match one:
                case Text(text):
                    return (*left, Text(text[:place])), (Text(text[place:]), *inlines[number + 1 :])
                case Strong(children) | Foreign(children):
                    here, there = split(children, place)
                    after = (replace(one, children=there),) if there else ()
                    return (*left, replace(one, children=here)), (*after, *inlines[number + 1 :])
        left.append(one)
        place -= size
    return tuple(left), ()
