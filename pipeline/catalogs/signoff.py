"""Who reviewed and who approved what: source/signoff.json and translations/<lang>/signoff.json.

A PO file has no place for approval, so it stands beside it, as a history that only grows: one line an event,
which says when, who, what, of which leaflet, and the digests of the texts that were signed (``digests``).

Nothing is ever crossed out. A signature counts while the text has the digest that was signed, while nobody has
signed another version of that text since, and while the leaflet has not been withdrawn since: so any edit falls
back by itself, and an old mistake that comes back is not approved because it once was.

Each line is sealed with a digest of itself, and names the seals that stood last when it was added. So an edited
line and a line that was taken out are noticed, while the lines of two branches can stand one after another: a
signature of one branch that did not know of a withdrawal on the other does not undo it. A seal is no secret: who may
sign is decided by who may commit.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from sys import intern

from pipeline.catalogs.digests import Signable, signables, whole
from pipeline.diagnostic import Diagnostic, Location
from pipeline.document import Document, State

_HEAD = (
    '{"signoff": ["One line an event. leaflet review, approve and withdraw add lines; nobody edits them."'
)  # fmt: skip
_TAIL = "]}"
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})", re.MULTILINE)
_SEAL_LENGTH = 16  # hex digits


class Act(StrEnum):
    """What an event did to a leaflet in a language."""

    DRAFTED = "drafted"  # by a machine
    REVIEWED = "reviewed"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Event:
    """One line. ``texts``: ``Signable.signed`` of each text that it signs; ``whole``: the digest of the leaflet, where it signs
    that too; ``format``: an edition that it signs, empty where it signs the text; ``after``: the seals that stood last."""

    on: datetime.date
    by: str
    did: Act
    leaflet: str
    what: str = ""  # for people
    format: str = ""
    whole: str = ""
    texts: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def seal(self) -> str:
        """A digest of all that the event says, and of the seals that stood last before it."""
        return hashlib.sha256(_json(self._fields()).encode()).hexdigest()[:_SEAL_LENGTH]

    def line(self) -> str:
        """It as a line of JSON, sealed."""
        return _json({**self._fields(), "seal": self.seal})

    def _fields(self) -> dict[str, str]:
        return {
            "on": self.on.isoformat(),
            "by": self.by,
            "did": self.did,
            "leaflet": self.leaflet,
            "what": self.what,
            "format": self.format,
            "whole": self.whole,
            "texts": " ".join(self.texts),
            "after": " ".join(self.after),
        }


def _json(fields: Mapping[str, str]) -> str:
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)


@dataclass(frozen=True)
class History:
    """The events of a language, in the order in which they were added."""

    events: tuple[Event, ...] = ()

    @cached_property
    def last(self) -> tuple[str, ...]:
        """The seals that no other event stands after."""
        followed = {seal for event in self.events for seal in event.after}
        return tuple(dict.fromkeys(e.seal for e in self.events if e.seal not in followed))

    def of(self, slug: str) -> tuple[Event, ...]:
        """Every event of a leaflet, those of single formats too."""
        return tuple(event for event in self.events if event.leaflet == slug)

    def since(self, earlier: Event) -> frozenset[str]:
        """The seals of events that were added by somebody who had ``earlier`` before them."""
        known = {earlier.seal}
        for event in self.events:
            if not known.isdisjoint(event.after):
                known.add(event.seal)
        return frozenset(known - {earlier.seal})

    def withdrawals(self, slug: str) -> tuple[Event, ...]:
        return tuple(event for event in self.of(slug) if event.did is Act.WITHDRAWN)

    def signatures(self, slug: str, format: str = "") -> tuple[Event, ...]:
        """Those given to the text, or to a ``format``, since the leaflet was last withdrawn."""
        since = [self.since(one) for one in self.withdrawals(slug)]
        return tuple(
            event
            for event in self.of(slug)
            if event.did in (Act.REVIEWED, Act.APPROVED)
            and event.format == format
            and all(event.seal in one for one in since)
        )

    def and_then(self, event: Event) -> History:
        """The history with the event at its end, which names the seals that stood last."""
        return History((*self.events, replace(event, after=self.last)))


# Reading and writing.


def write(history: History) -> bytes:
    """The file: to add an event adds one line and changes no other."""
    return "\n".join([_HEAD, *(f",{event.line()}" for event in history.events), _TAIL, ""]).encode()


def read(data: bytes | None, path: str) -> tuple[History, list[Diagnostic]]:
    """The history in a file; an empty one for no file. A file in which one line is wrong signs nothing: what is
    wrong is told with its line."""
    if data is None:
        return History(), []
    events, wrong = _read(data)
    hint = "bring the file back as it was from git; until then nothing in it counts as signed"
    return History(() if wrong else events), [
        Diagnostic(code, message, Location(path, line), more or hint)
        for line, code, message, more in wrong
    ]


def event(line: str) -> Event | None:
    """The event of a line of a history, as it was signed; None for any other line."""
    try:
        found = _event(line)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if line == f",{found.line()}" else None


_Wrong = tuple[int, str, str, str]  # line, code, message, hint


@lru_cache(maxsize=64)  # the leaflets of a language are resolved one after another
def _read(data: bytes) -> tuple[tuple[Event, ...], tuple[_Wrong, ...]]:
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        return (), (
            _no_history(data.count(b"\n", 0, problem.start) + 1, "it is not saved as UTF-8"),
        )
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        message = "two people signed at once, and git's marks of the conflict still stand here"
        hint = "keep the lines of both and delete the lines <<<<<<<, ======= and >>>>>>>; until then nothing in the file counts as signed"
        return (), ((line, "T134", message, hint),)
    lines = text.split("\n")
    if lines[0] != _HEAD or lines[-2:] != [_TAIL, ""]:
        return (), (_no_history(1, "the first or last line of the file is missing"),)
    return _events(lines[1:-2])


def _events(lines: Iterable[str]) -> tuple[tuple[Event, ...], tuple[_Wrong, ...]]:
    events: dict[str, Event] = {}  # by seal: a line that a merge doubled is one event
    wrong: list[_Wrong] = []
    for number, line in enumerate(lines, 2):
        try:
            event = _event(line)
            as_signed = f",{event.line()}"
        except (ValueError, TypeError, KeyError, RecursionError):
            wrong.append(_no_history(number, "it was edited or cut"))
            continue
        if as_signed != line:
            wrong.append((number, "T135", "this line was edited after it was signed", ""))
        if lost := set(event.after) - events.keys():
            message = f"a line that stood before this one is missing: {' '.join(sorted(lost))}"
            wrong.append((number, "T136", message, ""))
        events.setdefault(event.seal, event)
    return tuple(events.values()), tuple(wrong)


def _event(line: str) -> Event:
    row = json.loads(line.removeprefix(",")) if line.startswith(",") else None
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise ValueError(line)
    texts = [_pair(pair) for pair in row.get("texts", "").split()]
    named = {name: row.get(name, "") for name in ("by", "what", "format", "whole")}
    on = datetime.date.fromisoformat(row["on"])
    after = tuple(row.get("after", "").split())
    return Event(on, did=Act(row["did"]), leaflet=row["leaflet"], texts=tuple(texts), after=after, **named)  # fmt: skip


def _pair(text: str) -> str:
    """Of key and digest; the same for all events of a text."""
    if ":" not in text:
        raise ValueError(text)
    return intern(text)


def _key_and_digest(pair: str) -> tuple[str, str]:
    key, _, digest = pair.partition(":")
    return key, digest


def _no_history(line: int, why: str) -> _Wrong:
    return line, "T130", f"this line of the sign-off cannot be read: {why}", ""


# Who has signed.


def folded(name: str) -> str:
    """A name as it is compared: "ann  bell" is Ann Bell, and cannot approve what she reviewed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class Signers:
    """Who signed one version of a text, or of a leaflet: a name and its day each, as first given."""

    reviewed: tuple[tuple[str, datetime.date], ...] = ()
    approved: tuple[tuple[str, datetime.date], ...] = ()

    @property
    def state(self) -> State:
        """Approved: by somebody else than the one who reviewed it, where one person alone did."""
        people = {folded(name) for name, _ in (*self.reviewed, *self.approved)}
        if self.reviewed and self.approved and len(people) > 1:
            return State.APPROVED
        return State.REVIEWED if self.reviewed else State.DRAFT

    def has(self, act: Act, name: str) -> bool:
        """Whether somebody of that name, however it is written, has signed as that."""
        given = self.reviewed if act is Act.REVIEWED else self.approved
        return folded(name) in {folded(other) for other, _ in given}

    def and_then(self, event: Event) -> Signers:
        """With whoever signed by the event, where they had not."""
        if self.has(event.did, event.by):
            return self
        given = ((event.by, event.on),)
        if event.did is Act.REVIEWED:
            return replace(self, reviewed=self.reviewed + given)
        return replace(self, approved=self.approved + given)


_NOBODY = Signers()


@dataclass(frozen=True)
class Standing:
    """How far a leaflet in a language has come: each of its texts with who signed it as it stands now, and who signed the
    leaflet as a whole. ``changed``: keys of texts that somebody signed in another version."""

    texts: Mapping[Signable, Signers] = field(default_factory=dict)
    whole: Signers = _NOBODY
    changed: frozenset[str] = frozenset()
    machine: bool = False  # a machine's draft that nobody has reviewed
    withdrawn: bool = False

    @property
    def state(self) -> State:
        """The least of all its texts and of the leaflet as a whole."""
        return least(*(signers.state for signers in self.texts.values()), self.whole.state)


def standing(history: History, document: Document, source: Document) -> Standing:
    """``source``: the English that the document was translated from (itself, for the English)."""
    signatures = history.signatures(document.slug)
    signed = _current((event, map(_key_and_digest, event.texts)) for event in signatures)
    leaflet = _current((event, [("", event.whole)]) for event in signatures if event.whole)
    texts = signables(document, source)
    found = Standing(
        {one: signed.get(one.key, {}).get(one.digest, _NOBODY) for one in texts},
        leaflet.get("", {}).get(whole(document), _NOBODY),
        frozenset(one.key for one in texts if one.digest not in signed.get(one.key, {one.digest: _NOBODY})),
        _machines(history.of(document.slug)),
    )  # fmt: skip
    return replace(found, withdrawn=withdrawn(history, document.slug))


def proofreaders(history: History, slug: str, format: str, digest: str) -> Signers:
    """Who signed a leaflet in a format, as it is by ``digest``; nobody where another version was signed since."""
    signatures = history.signatures(slug, format)
    signed = _current((event, [("", event.whole)]) for event in signatures)
    return signed.get("", {}).get(digest, _NOBODY)


_Signed = Mapping[str, Mapping[str, Signers]]


def _current(signatures: Iterable[tuple[Event, Iterable[tuple[str, str]]]]) -> _Signed:
    """For each key the digest that was signed last, and by whom: another version takes the place of the one before."""
    found: dict[str, dict[str, Signers]] = {}
    for event, pairs in signatures:
        for key, digest in pairs:
            signers = found.get(key, {}).get(digest, _NOBODY)
            found[key] = {digest: signers.and_then(event)}
    return found


def _machines(events: Iterable[Event]) -> bool:
    """Whether a machine made the text and nobody has reviewed the whole of it since."""
    machine = False
    for event in events:
        if event.did is Act.DRAFTED:
            machine = True
        elif event.did is Act.REVIEWED and event.whole and not event.format:
            machine = False
    return machine


def withdrawn(history: History, slug: str) -> bool:
    """Whether a leaflet has been withdrawn, and no two people have signed all of it since."""
    again: dict[str, Signers] = {}
    for event in history.signatures(slug):
        if event.whole:
            again[event.whole] = again.get(event.whole, _NOBODY).and_then(event)
    returned = any(signers.state is State.APPROVED for signers in again.values())
    return bool(history.withdrawals(slug)) and not returned


_ORDER = (State.DRAFT, State.REVIEWED, State.APPROVED)


def least(*states: State) -> State:
    """The state that has come least far."""
    return min(states, key=_ORDER.index)
