"""What earlier builds made, and how to see that it still stands.

One SQLite file in output/.cache, written as a build goes along: a killed build has lost only what was under way. It is
a memory, never an authority: what is not in it, or does not fit what is on the disk, is made again.

A leaflet in a language is the unit ("slug/tag"). That nothing is to be made is seen from one row of each; the rows of its
files are read only where that row does not fit.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from pipeline.build.files import FOLDER, NOWHERE, Looks, put, unwritable
from pipeline.diagnostic import Diagnostic, LeafletError, Location, Severity

T = TypeVar("T")

NAME = "records.sqlite"
# PRAGMA user_version: another number means that another pipeline wrote the file, and it is begun anew.
_VERSION = 4
# What each build asks of every leaflet stands first in its row: the rest is read only when it is asked for.
_TABLES = """
create table resolved (leaflet text primary key, common text, files text, due text, overdue int, found text,
                       names text default '', looks text default '', pages text default '',
                       inputs text, ending text, title text, about text) without rowid;
create table made (leaflet text, edition text, path text, content text, state text, digest text, size int, seconds real,
                   looks blob, facts int, primary key (leaflet, edition)) without rowid;
create table common (key text primary key, parts text) without rowid;
create table files (path text primary key, digest text, looks blob) without rowid;
create table begun (path text primary key) without rowid;
create table told (what text primary key, said text) without rowid;
"""
# What SQLite calls it when there is no room for a file or it may not be opened; a part of a file that is not there is damage, and one
# that may only be read, as another person's, is begun anew.
_REFUSED = {sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM,
            sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}  # fmt: skip
_UNREADABLE = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}
_ROOM = 100_000  # bytes: SQLite's own files beside the records take as much


class Made(NamedTuple):
    """A file of an earlier build: where it is from output/, its content key, the last state of its inputs that was
    found to give that content, its SHA-256 and size in bytes, how many seconds it took to make, how it looked when it was last
    known to have these bytes (NOWHERE while it may yet change without looking different), and how many facts were found again in it."""

    path: str
    content: str
    state: str
    digest: str
    size: int
    seconds: float
    looks: Looks = NOWHERE
    facts: int = 0


class Resolved(NamedTuple):
    """A leaflet in a language as the last build found it: the key of its inputs; these inputs, each with its digest
    (``common`` to the language, and files); its review date, and whether that was past; what its files' names end in; its title;
    what was wrong; what the report tells of it, as JSON holds it."""

    inputs: str
    common: Mapping[str, str]
    files: Mapping[str, str]
    due: str
    overdue: bool
    ending: str
    title: str
    found: tuple[Diagnostic, ...]
    about: Mapping[str, Any] = MappingProxyType({})


class Whole(NamedTuple):
    """What a build that found every file of a leaflet in a language in its place left to see that by: the files' names, in
    the order of the editions; a digest of these and of how they looked; one of what its pages show of other languages."""

    names: tuple[str, ...]
    looks: str
    pages: str


class Glance(NamedTuple):
    """A leaflet in a language whose files stood when a build ended, and what it was made from. ``common``: its key;
    ``found``: as it is written down, since it is rarely asked for."""

    leaflet: str
    common: str
    files: Mapping[str, str]
    due: str
    overdue: bool
    found: str
    whole: Whole


_MADE, _RESOLVED = ",".join(Made._fields), ",".join(Resolved._fields)
_GLANCE = "leaflet, common, files, due, overdue, found, names, looks, pages"


class Damaged(Exception):
    """What is remembered cannot be read: it is to be forgotten, and the builds begin anew."""


class Records:
    """The memory of the builds of a folder. ``new``: nothing is remembered; ``begun``: paths that a killed build may have
    written and nobody remembers. Raises LeafletError when they cannot be kept, Damaged where they cannot be read."""

    def __init__(self, output: Path) -> None:
        self._output = output
        try:
            self._load()
        except (sqlite3.DatabaseError, ValueError, TypeError) as problem:  # or another pipeline's
            if _refused(problem):
                raise self._unwritable(problem) from problem
            forget(output)
            self._begin_anew()

    def _begin_anew(self) -> None:
        try:
            self._load()
        except sqlite3.DatabaseError as problem:
            raise self._unwritable(problem) from problem

    def _unwritable(self, problem: Exception) -> LeafletError:
        """What the system says when a file is written there is plainer than what SQLite makes of it."""
        try:
            put(self._output / FOLDER / "room", b" " * _ROOM)
            (self._output / FOLDER / "room").unlink()
        except OSError as plain:
            return unwritable(self._output, plain)
        return unwritable(self._output, OSError(None, str(problem)))

    def _load(self) -> None:
        self._database = sqlite3.connect(self._output / FOLDER / NAME, isolation_level=None)
        # Whole after a crash; the last rows may be lost (sqlite.org, "Write-Ahead Logging").
        self._database.execute("pragma journal_mode = wal")
        self._database.execute("pragma synchronous = normal")
        version = self._database.execute("pragma user_version").fetchone()[0]
        self.new = version == 0
        if self.new:
            self._database.executescript(
                f"begin; {_TABLES} pragma user_version = {_VERSION}; commit"
            )
        elif version != _VERSION:
            raise ValueError(version)
        rows = self._database.execute("select path, digest, looks from files")
        self.files = {path: (digest, looks) for path, digest, looks in rows}
        self.begun = {path for (path,) in self._database.execute("select path from begun")}
        self._made: dict[str, dict[str, Made]] = {}
        self._resolved: dict[str, Resolved | None] = {}
        self._common: dict[str, Mapping[str, str]] = {}  # by key: few, and shared by many
        self._outgrown = False  # whether there may be some that no leaflet has now

    def close(self) -> None:
        self._database.close()

    # What is remembered.

    def leaflets(self) -> set[str]:
        """Every leaflet in a language of which anything is remembered."""
        return set(self._read(str, "select leaflet from resolved"))

    def resolved(self, leaflet: str) -> Resolved | None:
        """None where something of it could not be made."""
        if leaflet not in self._resolved:
            wanted = f"select {_RESOLVED} from resolved where leaflet = ? and inputs != ''"
            self._resolved[leaflet] = next(self._read(self._resolve, wanted, leaflet), None)
        return self._resolved[leaflet]

    def _resolve(self, inputs: str, common: str, files: str, due: str, overdue: int, ending: str, title: str, found: str,
                 about: str) -> Resolved:  # fmt: skip
        if common not in self._common:
            parts = next(self._read(json.loads, "select parts from common where key = ?", common))
            self._common[common] = dict(parts)
        made_from = self._common[common], dict(json.loads(files))
        return Resolved(inputs, *made_from, due, bool(overdue), ending, title, diagnostics(found), json.loads(about))  # fmt: skip

    def made(self, leaflet: str) -> Mapping[str, Made]:
        """Its files by edition."""
        return self._files(leaflet)

    def _files(self, leaflet: str) -> dict[str, Made]:
        if leaflet not in self._made:
            wanted = f"select edition, {_MADE} from made where leaflet = ?"
            self._made[leaflet] = dict(self._read(_made, wanted, leaflet))
        return self._made[leaflet]

    def all_made(self) -> Iterator[tuple[str, str, Made]]:
        """Every file with its leaflet and edition, in the order of their paths."""
        return self._read(_placed, f"select leaflet, edition, {_MADE} from made order by path")

    def glances(self) -> Iterator[Glance]:
        """Every leaflet in a language that a build left whole."""
        return self._read(_glance, f"select {_GLANCE} from resolved where names != ''")

    def told(self, what: str) -> str:
        """What an earlier build told this one; "" where it is not known, or no longer true."""
        return next(self._read(str, "select said from told where what = ?", what), "")

    def _read(self, form: Callable[..., T], statement: str, *given: str) -> Iterator[T]:
        try:
            for row in self._database.execute(statement, given):
                yield form(*row)
        except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, StopIteration) as problem:
            if _refused(problem):
                raise self._unwritable(problem) from problem
            raise Damaged from problem

    # What is to be remembered.

    def tell(self, what: str, said: str) -> None:
        """What the next build is to know of all leaflets; "": nothing."""
        self._write("insert or replace into told values (?,?)", [(what, said)])

    def touch(self, leaflets: Iterable[str]) -> None:
        """Before anything of these is made or taken away: they are no longer known to be whole."""
        rows = [(leaflet,) for leaflet in leaflets]
        self._write("update resolved set names = '' where leaflet = ?", rows)

    def begin(self, paths: Iterable[str]) -> None:
        """Before files are made: what a build that is then killed leaves under these paths is not remembered."""
        self._write("insert or ignore into begun values (?)", [(path,) for path in paths])

    def end(self, files: Mapping[str, tuple[str, Looks]], whole: Mapping[str, Whole]) -> None:
        """What was begun has ended. ``files``: digests to be known the next time; ``whole``: leaflets that are."""
        rows = [(path, digest, looks) for path, (digest, looks) in files.items()]
        self._write("insert or replace into files values (?,?,?)", rows)
        seen = [("/".join(one.names), one.looks, one.pages, name) for name, one in whole.items()]
        self._write("update resolved set names = ?, looks = ?, pages = ? where leaflet = ?", seen)
        self._write("delete from begun", [()])
        if self._outgrown:
            self._write("delete from common where key not in (select common from resolved)", [()])

    def keep(self, leaflet: str, edition: str, made: Made) -> None:
        self._files(leaflet)[edition] = made
        marks = ",".join("?" * (2 + len(made)))
        self._write(f"insert or replace into made (leaflet, edition, {_MADE}) values ({marks})", [(leaflet, edition, *made)])  # fmt: skip

    def forget(self, leaflet: str, edition: str) -> None:
        if self._files(leaflet).pop(edition, None):
            self._write("delete from made where leaflet = ? and edition = ?", [(leaflet, edition)])

    def keep_resolved(self, leaflet: str, one: Resolved) -> None:
        self._resolved[leaflet] = one
        found = json.dumps([asdict(diagnostic) for diagnostic in one.found])
        row = (one.inputs, self._keep_common(one.common), _written(one.files), one.due, one.overdue, one.ending, one.title,
               found, _written(one.about))  # fmt: skip
        marks = ",".join("?" * (1 + len(row)))
        self._write(f"insert or replace into resolved (leaflet, {_RESOLVED}) values ({marks})", [(leaflet, *row)])  # fmt: skip

    def _keep_common(self, parts: Mapping[str, str]) -> str:
        key = common_key(parts)
        if key not in self._common:
            self._common[key] = parts
            self._write("insert or ignore into common values (?,?)", [(key, _written(parts))])
            self._outgrown = True
        return key

    def fail(self, leaflet: str) -> None:
        """Something of it could not be made: the next build resolves it again."""
        self._resolved[leaflet] = None
        self._write("update resolved set inputs = '', names = '' where leaflet = ?", [(leaflet,)])

    def forget_resolved(self, leaflet: str) -> None:
        self._resolved[leaflet] = None
        self._write("delete from resolved where leaflet = ?", [(leaflet,)])

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        try:
            self._database.execute("begin")
            self._database.executemany(statement, rows)
            self._database.execute("commit")
        except sqlite3.DatabaseError as problem:
            if _refused(problem):
                raise self._unwritable(problem) from problem
            raise Damaged from problem


def _refused(problem: Exception) -> bool:
    """Whether the system refused the file, as on a full disk: what is remembered is whole, and not to be forgotten."""
    code = getattr(problem, "sqlite_errorcode", 0)
    return code not in _UNREADABLE and code & 0xFF in _REFUSED


def common_key(parts: Mapping[str, str]) -> str:
    """What stands for all that leaflets in a language have in common: a digest."""
    return hashlib.sha256(_written(parts).encode()).hexdigest()


def _written(parts: Mapping[str, Any]) -> str:
    return json.dumps(dict(parts))


def diagnostics(found: str) -> tuple[Diagnostic, ...]:
    """What was found, from how it is written down. Raises Damaged."""
    try:
        return tuple(map(_diagnostic, json.loads(found))) if found != "[]" else ()
    except (ValueError, TypeError, KeyError) as problem:
        raise Damaged from problem


def forget(output: Path) -> None:
    """Remove the records of a folder, with what SQLite keeps beside them."""
    for file in (output / FOLDER).glob(f"{NAME}*"):
        file.unlink(missing_ok=True)


def _made(edition: str, *row: Any) -> tuple[str, Made]:
    return edition, Made._make(row)


def _placed(leaflet: str, edition: str, *row: Any) -> tuple[str, str, Made]:
    return leaflet, edition, Made._make(row)


def _glance(
    leaflet: str,
    common: str,
    files: str,
    due: str,
    overdue: int,
    found: str,
    names: str,
    *seen: str,
) -> Glance:
    whole = Whole(tuple(names.split("/")), *seen)
    return Glance(leaflet, common, dict(json.loads(files)), due, bool(overdue), found, whole)


def _diagnostic(row: Mapping[str, Any]) -> Diagnostic:
    at, severity = Location(**row["at"]), Severity(row["severity"])
    return Diagnostic(row["code"], row["message"], at, row["hint"], severity)
