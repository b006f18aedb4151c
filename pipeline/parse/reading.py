"""What is known while a leaflet is read: what was declared, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.diagnostic import Diagnostic, Location
from pipeline.document import Block, DeclaredTerm, Line, LinkTarget
from pipeline.frontmatter import hidden, hidden_character


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    line: Line
    id: str


Flow = list[Heading | Block]  # the parts of a file, top to bottom, before sections nest


@dataclass
class Reading:
    """What a leaflet and the fragments that it includes have in common. ``swallowed``: an open ::: took the rest of a file with
    it, so that what stands there is not known; ``declared``: all declarations could be read: else nothing is called unknown."""

    facts: frozenset[str]
    links: Mapping[str, LinkTarget]
    terms: Mapping[str, DeclaredTerm]
    shared: Mapping[str, str]
    pictures: Callable[[str], bytes | None]
    found: list[Diagnostic] = field(default_factory=list)
    included: int = 0
    swallowed: bool = False
    declared: bool = True

    def note(self, code: str, message: str, at: Location, hint: str) -> None:
        self.found.append(Diagnostic(code, message, at, hint))


def clean(text: str, path: str) -> tuple[str, list[Diagnostic]]:
    """The text with \\n line ends and no byte order mark; control characters are taken out and reported."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if wrong := next((c for c in line if hidden(c)), None):
            found.append(hidden_character(wrong, Location(path, number)))
    return "".join(c for c in text if not hidden(c)), found
