"""How a check is written down: a question with an answer, and its own documentation.

The first paragraph of a check's docstring is its title in docs/checks.md; what follows says why it
matters to a patient. Lines "en:", "good:" and "bad:" at its end (and "lang:", "glossary:") are an example, which the tests try.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pipeline.diagnostic import Diagnostic, Location, Severity

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer: what was found, where, and what to do."""

    message: str
    at: Location
    hint: str

    def diagnostic(self, code: str, severity: Severity = Severity.ERROR) -> Diagnostic:
        """The finding under the code of its check."""
        return Diagnostic(code, self.message, self.at, self.hint, severity)


def fault(message: str, path: str, what: str = "file") -> Finding:
    """What is wrong with a finished file, and nothing that its reader can mend. ``path``: from the project's root; ``what``:
    what people call it."""
    hint = f"please report it: the {what} is not to be given to patients"
    return Finding(message, Location(path), hint)


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    code: str
    severity: Severity
    title: str
    why: str
    ask: Callable[[Subject], Iterator[Finding]]
    # En, good and bad; lang where that is not pl; glossary: term = form.
    example: Mapping[str, str] = field(default_factory=dict)


class Checks(Generic[Subject]):
    """The checks of one kind of subject, in the order in which they were written."""

    def __init__(self, *parts: Checks[Subject]) -> None:
        """Those of every part first, part by part."""
        self.known: list[Check[Subject]] = [one for part in parts for one in part.known]

    def check(
        self, code: str, severity: Severity
    ) -> Callable[[Callable[[Subject], Iterator[Finding]]], Callable[[Subject], Iterator[Finding]]]:
        """Decorates the function that asks."""

        def register(
            ask: Callable[[Subject], Iterator[Finding]],
        ) -> Callable[[Subject], Iterator[Finding]]:
            title, _, why = (inspect.getdoc(ask) or "").partition("\n\n")
            why, example = _example(why)
            self.known.append(Check(code, severity, title, why, ask, example))
            return ask

        return register

    def run(self, subject: Subject) -> Iterator[Diagnostic]:
        """Every answer of every check."""
        for one in self.known:
            for found in one.ask(subject):
                yield found.diagnostic(one.code, one.severity)


def _example(text: str) -> tuple[str, dict[str, str]]:
    """The text without the lines of its example, and those."""
    lines = text.split("\n")
    named = [line for line in lines if re.match(r"(?:en|lang|glossary|good|bad): ", line)]
    rest = "\n".join(line for line in lines if line not in named).strip()
    return rest, {name: value for name, _, value in (line.partition(": ") for line in named)}
