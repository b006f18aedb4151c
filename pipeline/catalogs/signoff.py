"""Who reviewed and who approved what: source/signoff.json and translations/<lang>/signoff.json.

A PO file has no place for approval, so it stands beside it. The file holds, for each leaflet:

    origin    "machine" for a draft that nobody made by hand, else "people"
    messages  a hash for each message over context, msgid, msgstr and the facts in it, with who reviewed
              and who approved it and when
    whole     one digest of the whole resolved leaflet for each step: it notices what no message shows, such
              as a changed side-effect figure or a deleted warning

A text counts as reviewed, or approved, only while its hash and the whole digest are those that were
signed, and approval only if another person reviewed it: any change falls back by itself. Entries are
sorted, so that the history is readable in a diff.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline import inline
from pipeline.diagnostic import Diagnostic, Location
from pipeline.document import (
    NO_OFFER,
    UNBRANDED,
    Document,
    FactRef,
    Line,
    State,
    Status,
    digest,
    lines,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed one text: names, empty where nobody has."""

    hash: str
    reviewed: str = ""
    approved: str = ""

    @property
    def state(self) -> State:
        if self.reviewed and self.approved and self.reviewed != self.approved:
            return State.APPROVED
        return State.REVIEWED if self.reviewed else State.DRAFT


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The sign-off of one leaflet in one language."""

    machine: bool = False
    messages: Mapping[str, Signed] = field(default_factory=dict)  # by message key
    whole: Signed = Signed("")


def read(data: bytes | None, path: str) -> tuple[Mapping[str, Leaflet], list[Diagnostic]]:
    """Each leaflet's sign-off by slug; none for no file. What cannot be read is signed by nobody, and reported."""
    if data is None:
        return {}, []
    try:
        leaflets = json.loads(data)["leaflets"]
        return {slug: _leaflet(one) for slug, one in leaflets.items()}, []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        return {}, [Diagnostic("T130", "this is no sign-off file", Location(path, getattr(problem, "lineno", 1)),
                               "restore it from git; until then everything counts as a draft")]  # fmt: skip


def _leaflet(one: Mapping[str, object]) -> Leaflet:
    messages, whole = one.get("messages", {}), one.get("whole", {})
    if (
        not isinstance(messages, dict)
        or not isinstance(whole, dict)
        or one["origin"] not in ("machine", "people")
    ):
        raise ValueError("origin, messages or whole")
    return Leaflet(
        one["origin"] == "machine",
        {key: _signed(value) for key, value in messages.items()},
        _signed(whole),
    )


def _signed(one: Mapping[str, object]) -> Signed:
    values = [one.get(name, "") for name in ("hash", "reviewed", "approved")]
    if not all(isinstance(value, str) for value in values):
        raise ValueError("hash, reviewed and approved are texts")
    return Signed(*map(str, values))


def write(leaflets: Mapping[str, Leaflet]) -> bytes:
    """The file."""
    rows = {slug: {
        "origin": "machine" if one.machine else "people",
        "messages": {key: _row(signed) for key, signed in one.messages.items()},
        "whole": _row(one.whole),
    } for slug, one in leaflets.items()}  # fmt: skip
    return (
        json.dumps({"leaflets": rows}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    ).encode()


def _row(signed: Signed) -> dict[str, str]:
    row = {"hash": signed.hash, "reviewed": signed.reviewed, "approved": signed.approved}
    return {name: value for name, value in row.items() if value}


def state(leaflet: Leaflet | None, document: Document, source: Document) -> tuple[State, bool]:
    """How far the document has come, and whether it is a machine's draft that nobody has reviewed.

    ``source`` is the English that it was translated from (itself, for the English).
    """
    if leaflet is None:
        return State.DRAFT, False
    signed = [
        _current(leaflet.messages.get(key, Signed("")), found)
        for key, found in hashes(document, source)
    ]
    reached = least(*signed, _current(leaflet.whole, whole(document)))
    return reached, leaflet.machine and reached is State.DRAFT


_ORDER = (State.DRAFT, State.REVIEWED, State.APPROVED)


def least(*states: State) -> State:
    """The state that has come least far."""
    return min(states, key=_ORDER.index)


def _current(signed: Signed, found: str) -> State:
    return signed.state if signed.hash == found else State.DRAFT


def hashes(document: Document, source: Document) -> Iterable[tuple[str, str]]:
    """Each message's key and hash, in reading order."""
    facts = dict(source.facts)
    for english, line in zip(lines(source), lines(document), strict=True):
        used = {one.name for one in inline.walk(english.inlines) if isinstance(one, FactRef)}
        values = sorted((name, repr(facts.get(name))) for name in used)
        yield (
            _key(english),
            _digest(
                english.context, inline.write(english.inlines), inline.write(line.inlines), values
            ),
        )


def whole(document: Document) -> str:
    """The digest of all that a reader gets: texts, figures, order, addresses; not its status, nor what is the
    publisher's and in every leaflet alike."""
    ours = replace(document, faces=(), brand=UNBRANDED, offer=NO_OFFER)
    return digest(replace(ours, status=Status(), words=()))


def _key(line: Line) -> str:
    return _digest(line.domain, line.context, inline.write(line.inlines))[:16]


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
