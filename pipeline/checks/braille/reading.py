"""The file, followed from its first cell to its last: where each text stands that the leaflet owes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice, takewhile
from operator import attrgetter
from typing import TypeVar

from pipeline import words
from pipeline.braille.cells import Run
from pipeline.braille.cells import Word as Cells
from pipeline.braille.liblouis import BLANK
from pipeline.checks.braille.file import Brailled, Place
from pipeline.checks.braille.owed import Part, opening, owed
from pipeline.words import Word

T = TypeVar("T")

_LEADER = "\u2810"


@dataclass(frozen=True)
class Found:
    """A part and where it stands. ``run``: its text with the tables that write it."""

    part: Part
    run: Run
    places: tuple[Place, ...]
    words: tuple[int, ...] = ()  # where in ``places`` each word begins

    @property
    def page(self) -> int:
        """Where it begins."""
        return self.places[0].page

    @property
    def lines(self) -> list[list[Place]]:
        return [list(line) for _, line in groupby(self.places, key=attrgetter("row"))]

    def cells(self, file: Brailled) -> str:
        """Its cells as the file has them, with its lines joined by a blank."""
        return BLANK.join(
            file.pages[line[0].page].lines[line[0].line][file.margin :][
                line[0].column : line[-1].column + 1
            ]
            for line in self.lines
        )


@dataclass(frozen=True)
class Reading:
    """The parts that were found, up to the first that was not; ``lost``: what that one is; ``entries``: of contents, each
    with the page that it names."""

    file: Brailled
    found: tuple[Found, ...]
    lost: str
    entries: tuple[tuple[Found, str], ...]

    @property
    def texts(self) -> Iterator[Found]:
        """The parts but for the rules of boxes."""
        return (one for one in self.found if one.part.role != "rule")


def read(file: Brailled) -> Reading:
    """As far as the file is the leaflet's."""
    follower = _Follower(file)
    lost = follower.follow()
    return Reading(file, tuple(follower.found), lost, tuple(follower.entries))


class _Follower:
    def __init__(self, file: Brailled) -> None:
        self.file, self.stream, self.at = file, file.stream, 0
        self.found: list[Found] = []
        self.entries: list[tuple[Found, str]] = []
        self.volume = 0
        self.headings = [part for part in owed(file) if part.role == "heading"]  # not yet listed

    def follow(self) -> str:
        """The text of the first part that does not stand where it should; "" when all do, and nothing else."""
        for part in owed(self.file):
            if not self.take(part):
                return part.text or part.role
        return "" if self.at == len(self.stream) else "the end: more follows"

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
                return self.text(part)

    def turned(self) -> bool:
        """Past the opening of each further volume that begins here; False where one has another."""
        while self.begins_a_volume():
            self.volume += 1
            if not all(map(self.text, opening(self.file, self.volume + 1))):
                return False
            self.contents()
        return True

    def begins_a_volume(self) -> bool:
        later = (volume.start for volume in self.file.volumes[self.volume + 1 :])
        return self.at < len(self.stream) and self.stream[self.at].page in later

    def text(self, part: Part) -> bool:
        found = self.matched(part)
        if found:
            self.found.append(found)
        return found is not None

    def matched(self, part: Part) -> Found | None:
        """The part in the next cells, and past them; None, and back, where others stand there."""
        before, places, begins = self.at, list[Place](), list[int]()
        for word in self.file.spelled(part.inlines):
            begins += [] if word.joined else [len(places)]
            written = self.word(word)
            if written is None:
                self.at = before
                return None
            places += written
        run = self.file.run(part.inlines)
        return Found(part, run, tuple(places), tuple(begins)) if places else None

    def word(self, word: Cells) -> list[Place] | None:
        """The next cells, where they are the word's and signs that divide it."""
        written = list[Place]()
        for cell in word.cells.replace(BLANK, ""):
            if self.divided(word) and self.stream[self.at].cell != cell:
                written.append(self.step())
            if self.at == len(self.stream) or self.stream[self.at].cell != cell:
                return None
            written.append(self.step())
        return written

    def divided(self, word: Cells) -> bool:
        """Whether the next cell may be the sign of a word that is too long for one line."""
        if self.at + 1 >= len(self.stream) or len(word.cells) <= self.file.width // 2:
            return False
        here, following = self.stream[self.at], self.stream[self.at + 1]
        return here.cell == word.divided and here.row != following.row

    def step(self) -> Place:
        self.at += 1
        return self.stream[self.at - 1]

    def rule(self, part: Part) -> bool:
        """Whether the next cells are a line of the part's one cell."""
        line = tuple(self.stream[self.at : self.at + self.file.width])
        self.at += len(line)
        if line:
            self.found.append(Found(part, self.file.run(()), line))
        return "".join(one.cell for one in line) == part.text * self.file.width

    def contents(self) -> None:
        """Past the contents, where some stand: their heading, then each heading of the volume, leaders, and a page."""
        before, known = self.at, len(self.entries)
        heading = Part("name", words.inlines(self.file.document, Word.CONTENTS), -1, -1)
        if self.matched(heading):
            while self.headings and self.entry(self.headings[0]):
                del self.headings[0]
        if len(self.entries) == known:
            self.at = before

    def entry(self, part: Part) -> bool:
        """Whether the heading stands here with its page at the end of its line."""
        before, found = self.at, self.matched(part)
        if found is None:
            return False
        row = found.places[-1].row
        rest = list(takewhile(lambda one: one.row == row, islice(self.stream, self.at, None)))
        named = "".join(one.cell for one in rest).lstrip(_LEADER)
        if not named or rest[-1].column != self.file.width - 1:
            self.at = before
            return False
        self.at += len(rest)
        self.entries.append((found, named))
        return True


def first_lost(wanted: Iterable[tuple[T, str]], braille: str) -> T | None:
    """The first of ``wanted``, each with the pattern of its cells, that does not stand behind those before it."""
    at = 0
    for one, pattern in wanted:
        match = re.compile(pattern).search(braille, at)
        if match is None:
            return one
        at = match.end()
    return None
