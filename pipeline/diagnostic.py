"""What is wrong, where, and what to do about it.

Content problems are values, gathered so that a person sees all of them at once; an exception is
only for when one cannot go on.
"""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A line in a file that someone can open. ``path`` is relative to the project's root; line 0 is the whole file."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Severity(StrEnum):
    """What a finding does to the build."""

    ERROR = "error"  # the target is not made
    WARNING = "warning"  # the target is made, but a person should look


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``str()`` is what a person reads and an editor can jump to.

    Codes are for good: S source, T translation, N numbers and safety, A accessibility of the
    output, B building, X exchange with translators' programs.
    """

    code: str
    message: str
    at: Location
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        below = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{self.at}: {self.severity} {self.code}: {self.message}{below}"


class Mistyped(ValueError):
    """A value that cannot be used as it was typed, in words for people, and how it is written."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


class LeafletError(Exception):
    """A thing of the reader's world that makes going on impossible, with what to do about it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type[LeafletError], tuple[Diagnostic, ...]]:
        return type(self), self.diagnostics  # process pools pickle exceptions


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that keep a target from being made."""
    return [found for found in diagnostics if found.severity is Severity.ERROR]


_TROUBLES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EACCES: "you have no right to it",
    errno.EPERM: "you have no right to it",
    errno.EROFS: "this disk can be read but not written",
    errno.ENOENT: "it is not there",
    errno.ENOTDIR: "a file stands where a folder should be",
    errno.EISDIR: "it is a folder, not a file",
    errno.EBUSY: "another program holds it open",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EFBIG: "it would be larger than this system allows",
    errno.ELOOP: "it is a link that leads to itself",
}


def trouble(problem: OSError) -> str:
    """Why the system refused a file, in words for people."""
    said = problem.strerror or str(problem)
    return _TROUBLES.get(problem.errno or 0, said[:1].lower() + said[1:])


def unread(problem: OSError, at: Location) -> Diagnostic:
    """What to say of a file that the system does not give."""
    hint = "look whether its name is right and the file is yours to read"
    return Diagnostic("B003", f"this cannot be read: {trouble(problem)}", at, hint)


def saved_as(data: bytes) -> str:
    """What a text that is not UTF-8 was saved as, to follow "not saved as UTF-8"; "" where that cannot be told."""
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return ', but as UTF-16 (some programs call it "Unicode")' if utf_16 else ""


def counted(number: int, one: str, more: str = "") -> str:
    """ "1 line", "2 lines"; ``more`` where an s does not make the plural."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


_LONGEST = 120  # characters of somebody's text in a message: enough to find it by
_NAMED = {"\n": "<new line>", "\t": "<tab>"}
_JOINERS = "\u200c\u200d"  # many scripts cannot be written without them


def quoted(text: str | None) -> str:
    """Somebody's words as a message may repeat them: between quotation marks, on one line, cut where they are long; what
    cannot be seen, and what a terminal would obey, as its number. "nothing" where there are none."""
    if text is None:
        return "nothing"
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    shown = "".join(map(_seen, shown))
    return f'"{shown}"' if "'" in shown else f"'{shown}'"


def _seen(character: str) -> str:
    unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    if not unseen or character in _JOINERS:
        return character
    return _NAMED.get(character, f"<U+{ord(character):04X}>")
