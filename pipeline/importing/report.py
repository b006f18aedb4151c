"""What an import has to say, for machines note by note, for people what they must decide first, and each thing once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.diagnostic import Diagnostic, Location, Severity
from pipeline.importing.draft import Fate, Note

# In the order in which a person should look.
_CODES = {
    Fate.DOUBTFUL: ("X315", "doubtful"),
    Fate.GUESSED: ("X314", "guessed"),
    Fate.DROPPED: ("X311", "dropped"),
    Fate.MENDED: ("X316", "mended"),
    Fate.MOVED: ("X312", "moved"),
    Fate.ADDED: ("X313", "added"),
}
_ORDER = tuple(_CODES)
_LONGEST = 100  # characters of a text that are shown
_MOST = 8  # further lines that are named


def diagnostics(name: str, notes: Iterable[Note]) -> Iterator[Diagnostic]:
    """The notes as findings, each at its line of the file ``name``."""
    for note in notes:
        yield _finding(name, note, "")


def for_people(name: str, notes: Iterable[Note], unit: str) -> Iterator[Diagnostic]:
    """The same with what is doubtful first, and with what is the same in several places once. ``unit``: what a place counts."""
    places: dict[tuple[Fate, str, str], list[Note]] = {}
    for note in notes:
        places.setdefault((note.fate, note.reason, note.text), []).append(note)
    for same in sorted(
        places.values(), key=lambda same: (_ORDER.index(same[0].fate), same[0].line)
    ):
        more = [str(note.line) for note in same[1:]]
        named = ", ".join(more[:_MOST]) + (f" and {len(more) - _MOST} more" if len(more) > _MOST else "")  # fmt: skip
        plural = "s" if len(more) > 1 else ""
        yield _finding(name, same[0], f" (also {unit}{plural} {named})" if more else "")


def counted(notes: Iterable[Note]) -> str:
    """How many notes there are of each kind: "3 doubtful, 12 guessed"."""
    many = Counter(note.fate for note in notes)
    return ", ".join(f"{many[fate]} {fate}" for fate in _ORDER if many[fate])


def _finding(name: str, note: Note, more: str) -> Diagnostic:
    code, became = _CODES[note.fate]
    text = note.text if len(note.text) <= _LONGEST else f"{note.text[: _LONGEST - 3]}..."
    shown = f": {text}" if text else ""
    return Diagnostic(
        code,
        f"{became}, {note.reason}{shown}{more}",
        Location(name, note.line),
        severity=Severity.WARNING,
    )
