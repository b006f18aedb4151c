"""What is wrong, where, and what to do about it.

Content problems are values, gathered so that a person sees all of them at once; an exception is
only for when one cannot go on.
"""

from __future__ import annotations

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
        hint = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{self.at}: {self.severity} {self.code}: {self.message}{hint}"


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
