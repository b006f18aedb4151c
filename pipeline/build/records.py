"""What earlier builds made, and how to see that it still stands.

One SQLite file in output/.cache, written as a build goes along: a killed build has lost only what was under way. It is
a memory, never an authority: what is not in it, or does not fit what is on the disk, is made again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pipeline.build.files import FOLDER, unwritable
from pipeline.diagnostic import Diagnostic, Location, Severity

NAME = "records.sqlite"
# PRAGMA user_version: another number means that another pipeline wrote the file, and it is begun anew.
_VERSION = 3
_TABLES = """
create table made (name text primary key, path text, content text, state text, digest text, seconds real,
                   looks text, facts int) without rowid;
create table resolved (name text primary key, inputs text, common text, files text, due text, overdue int,
                       ending text, title text, found text,
                       about text) without rowid;
create table files (path text primary key, digest text, looks text) without rowid;
create table begun (path text primary key) without rowid;
"""


class Made(NamedTuple):
    """A file of an earlier build: where it is from output/, its content key, the last state of its inputs that was
    found to give that content, its SHA-256, how many seconds it took to make, how it then looked, and how many facts were
    found again in it."""

    path: str
    content: str
    state: str
    digest: str
    seconds: float
    looks: str
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


class Records:
    """The memory of the builds of a folder. ``new``: nothing is remembered; ``begun``: paths that a killed build may have
    written and nobody remembers. Raises LeafletError when they cannot be kept."""

    def __init__(self, output: Path) -> None:
        self._output = output
        path = output / FOLDER / NAME
        try:
            self._load(path)
        except (
            sqlite3.DatabaseError,
            ValueError,
            TypeError,
            KeyError,
        ):  # damaged, or another pipeline's
            _remove(path)
            self._begin_anew(path)

    def _begin_anew(self, path: Path) -> None:
        try:
            self._load(path)
        except sqlite3.DatabaseError as problem:
            raise unwritable(self._output, OSError(None, str(problem))) from problem

    def _load(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
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
        self.made = {row[0]: Made._make(row[1:]) for row in self._rows("made")}
        self.resolved = {row[0]: _resolved(*row[1:]) for row in self._rows("resolved")}
        self.files = {path: (digest, looks) for path, digest, looks in self._rows("files")}
        self.begun = {row[0] for row in self._rows("begun")}

    def _rows(self, table: str) -> sqlite3.Cursor:
        return self._database.execute(f"select * from {table}")  # names of our own

    def close(self) -> None:
        self._database.close()

    def begin(self, paths: Iterable[str]) -> None:
        """Before files are made: what a build that is then killed leaves under these paths is not remembered."""
        self._write("insert or ignore into begun values (?)", [(path,) for path in paths])

    def end(self, files: Mapping[str, tuple[str, str]]) -> None:
        """What was begun has ended; ``files``: digests to be known the next time."""
        rows = [(path, digest, looks) for path, (digest, looks) in files.items()]
        self._write(f"insert or replace into files values ({_marks(3)})", rows)
        self._write("delete from begun", [()])

    def keep(self, name: str, made: Made) -> None:
        self.made[name] = made
        self._write(f"insert or replace into made values ({_marks(8)})", [(name, *made)])

    def forget(self, name: str) -> None:
        if self.made.pop(name, None):
            self._write("delete from made where name = ?", [(name,)])

    def keep_resolved(self, name: str, one: Resolved) -> None:
        self.resolved[name] = one
        found = json.dumps([asdict(diagnostic) for diagnostic in one.found])
        made_from = (json.dumps(dict(one.common)), json.dumps(dict(one.files)))
        row = (name, one.inputs, *made_from, one.due, one.overdue, one.ending, one.title, found, json.dumps(dict(one.about)))  # fmt: skip
        self._write(f"insert or replace into resolved values ({_marks(10)})", [row])

    def forget_resolved(self, name: str) -> None:
        if self.resolved.pop(name, None):
            self._write("delete from resolved where name = ?", [(name,)])

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        try:
            self._database.execute("begin")
            self._database.executemany(statement, rows)
            self._database.execute("commit")
        except sqlite3.OperationalError as problem:  # the disk is full, say
            raise unwritable(self._output, OSError(None, str(problem))) from problem


def _marks(count: int) -> str:
    return ",".join("?" * count)


def _resolved(
    inputs: str,
    common: str,
    files: str,
    due: str,
    overdue: int,
    ending: str,
    title: str,
    found: str,
    about: str,
) -> Resolved:
    wrong = tuple(map(_diagnostic, json.loads(found)))
    told = json.loads(common), json.loads(files)
    return Resolved(inputs, *told, due, bool(overdue), ending, title, wrong, json.loads(about))


def _diagnostic(row: Mapping[str, Any]) -> Diagnostic:
    at, severity = Location(**row["at"]), Severity(row["severity"])
    return Diagnostic(row["code"], row["message"], at, row["hint"], severity)


def _remove(path: Path) -> None:
    """The file with what SQLite keeps beside it."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink(missing_ok=True)
