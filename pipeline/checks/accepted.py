"""Findings that a person has looked at and accepted, in accepted.json beside the catalogs of a language.

A right translation may trip a check. Whoever knows the language says so once, with a name and a reason; the
finding stays away until the English or the translation changes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field

from pipeline.checks.pair import Pair
from pipeline.diagnostic import Diagnostic, Location

FILE = "accepted.json"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One finding accepted: the check's code, the hash of the message, who accepted it, and why."""

    code: str
    hash: str
    name: str
    reason: str


@dataclass(frozen=True)
class Accepted:
    """What has been accepted in a language."""

    entries: tuple[Acceptance, ...] = ()
    _keys: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_keys", frozenset((one.code, one.hash) for one in self.entries))

    def holds(self, pair: Pair, code: str) -> bool:
        """Whether somebody has accepted what the check says of these two texts."""
        return (code, digest(pair)) in self._keys

    def and_also(self, added: Iterable[Acceptance]) -> Accepted:
        """With further findings accepted; who accepts one again takes the place of who did before."""
        new = tuple(added)
        keys = {(one.code, one.hash) for one in new}
        return Accepted((*(one for one in self.entries if (one.code, one.hash) not in keys), *new))

    def left(self, found: Iterable[tuple[Pair, Diagnostic]]) -> Iterator[tuple[Pair, Diagnostic]]:
        """The findings that nobody has accepted."""
        return ((pair, one) for pair, one in found if not self.holds(pair, one.code))


def digest(pair: Pair) -> str:
    """The hash of a message: it changes with its context, its English and its translation."""
    text = json.dumps((pair.context, pair.msgid, pair.msgstr), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def read(data: bytes | None, path: str) -> tuple[Accepted, list[Diagnostic]]:
    """What a file accepts; nothing for no file. An entry that cannot be read accepts nothing and is reported."""
    if data is None:
        return Accepted(), []
    try:
        text = data.decode("utf-8")
        rows = json.loads(text)["accepted"]
        if not isinstance(rows, list):
            raise TypeError("accepted is a list")
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        return Accepted(), [_wrong(path, getattr(problem, "lineno", 1), str(problem))]
    entries, found = [], []
    lines = _lines(text)
    for number, row in enumerate(rows):
        try:
            entries.append(_entry(row))
        except ValueError as problem:
            found.append(
                _wrong(path, lines[number + 1] if number + 1 < len(lines) else 1, str(problem))
            )
    return Accepted(tuple(entries)), found


def _entry(row: object) -> Acceptance:
    names = ("code", "hash", "name", "reason")
    if not isinstance(row, Mapping) or set(row) != set(names):
        raise ValueError("it needs code, hash, name and reason")
    if not all(isinstance(row[name], str) and row[name].strip() for name in names):
        raise ValueError("its code, hash, name or reason is empty or no text")
    return Acceptance(*(row[name] for name in names))


def _lines(text: str) -> list[int]:
    """The line of each opening brace, the file's own first."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', lambda m: re.sub(r"[{}]", " ", m[0]), text)
    return [bare.count("\n", 0, match.start()) + 1 for match in re.finditer(r"\{", bare)]


def _wrong(path: str, line: int, why: str) -> Diagnostic:
    hint = "delete the entry and accept the finding again with leaflet accept; until then it accepts nothing"
    return Diagnostic("T131", f"this entry accepts nothing: {why}", Location(path, line), hint)


def write(accepted: Accepted) -> bytes:
    """The file: an entry a line, sorted, so that the history is readable in a diff."""
    rows = sorted({tuple(asdict(one).items()) for one in accepted.entries})
    lines = ",\n".join(json.dumps(dict(row), ensure_ascii=False) for row in rows)
    return f'{{"accepted": [\n{lines}\n]}}\n'.encode()
