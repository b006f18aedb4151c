"""What is made already: records of the last build, samples of speech, and files that are whole or absent."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pipeline.diagnostic import Diagnostic, LeafletError, Location, Severity

FOLDER = ".cache"  # inside output/
_HALF = ".half"  # the end of the name of a file that is being written


@dataclass(frozen=True, slots=True)
class Made:
    """A file of an earlier build: where it is from output/, its content key, the last inputs key that was found to give
    that content, and how to see that it is still that file."""

    path: str
    content: str
    inputs: str
    digest: str
    size: int
    modified: int  # nanoseconds


@dataclass(frozen=True, slots=True)
class Resolved:
    """A leaflet in a language as the last build found it. ``due``: its review date, ``overdue``: as it was then."""

    inputs: str
    due: str
    overdue: bool
    found: tuple[Diagnostic, ...]


@dataclass
class Records:
    """The memory of earlier builds. What cannot be read is forgotten, and made again."""

    made: dict[str, Made] = field(default_factory=dict)  # by Target.name
    resolved: dict[str, Resolved] = field(default_factory=dict)  # by slug/tag


def read(output: Path) -> Records:
    try:
        rows = json.loads((output / FOLDER / "records.json").read_bytes())
        made = {name: Made(**row) for name, row in rows["made"].items()}
        resolved = {name: _resolved(row) for name, row in rows["resolved"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Records()
    return Records(made, resolved)


def _resolved(row: Mapping[str, object]) -> Resolved:
    found = tuple(
        Diagnostic(
            one["code"],
            one["message"],
            Location(**one["at"]),
            one["hint"],
            Severity(one["severity"]),
        )
        for one in row["found"]  # type: ignore[attr-defined]
    )
    return Resolved(str(row["inputs"]), str(row["due"]), bool(row["overdue"]), found)


def write(output: Path, records: Records) -> None:
    rows = {
        "made": {name: asdict(one) for name, one in records.made.items()},
        "resolved": {name: asdict(one) for name, one in records.resolved.items()},
    }
    put(output / FOLDER / "records.json", json.dumps(rows, indent=1, sort_keys=True).encode())


def put(path: Path, data: bytes) -> None:
    """All of a file or nothing of it: written beside its place, flushed to the disk, renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}{_HALF}")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def made(output: Path, path: str, content: str, inputs: str, data: bytes) -> Made:
    """Write a target's file and remember it."""
    put(output / path, data)
    status = (output / path).stat()
    return Made(
        path, content, inputs, hashlib.sha256(data).hexdigest(), status.st_size, status.st_mtime_ns
    )


def unchanged(output: Path, one: Made) -> Made | None:
    """The record while its file is the one that was made (touched perhaps); None when it is gone or another."""
    path = output / one.path
    try:
        status = path.stat()
        if (status.st_size, status.st_mtime_ns) == (one.size, one.modified):
            return one
        if hashlib.sha256(path.read_bytes()).hexdigest() == one.digest:
            return replace(one, modified=status.st_mtime_ns)
    except OSError:
        return None
    return None


def remove(output: Path, path: str) -> None:
    """Take a file that a build made out, and its folders when they are empty."""
    (output / path).unlink(missing_ok=True)
    for folder in list((output / path).parents)[: path.count("/")]:
        with suppress(OSError):
            folder.rmdir()


def sweep(output: Path) -> None:
    """Remove what a killed build left half written."""
    for half in output.rglob(f".*{_HALF}"):
        half.unlink(missing_ok=True)


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """One build at a time. Raises LeafletError when another is running, or when output/ cannot be written."""
    try:
        (output / FOLDER).mkdir(parents=True, exist_ok=True)
        file = (output / FOLDER / "lock").open("a+")
    except OSError as problem:
        raise unwritable(output, problem) from problem
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            if problem.errno not in (errno.EAGAIN, errno.EACCES):
                raise unwritable(output, problem) from problem
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise LeafletError(Diagnostic("B005", f"another build is running (process {owner})", Location("output"),
                                          "wait until it has ended")) from problem  # fmt: skip
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def unwritable(output: Path, problem: OSError) -> LeafletError:
    """What to say when the disk is full or output/ may not be written."""
    why = problem.strerror or str(problem)
    return LeafletError(Diagnostic("B006", f"nothing can be written here: {why}", Location(str(output)),
                                   "make room on the disk, or ask for the right to write to this folder"))  # fmt: skip


class Samples:
    """Speech by utterance, each with its own digest: what was cut or changed on the disk is spoken again."""

    def __init__(self, output: Path) -> None:
        self.folder = output / FOLDER / "speech"

    def get(self, key: str) -> bytes | None:
        try:
            stored = (self.folder / key[:2] / key).read_bytes()
        except OSError:
            return None
        digest, data = stored[:32], stored[32:]
        return data if hashlib.sha256(data).digest() == digest else None

    def put(self, key: str, data: bytes) -> None:
        put(self.folder / key[:2] / key, hashlib.sha256(data).digest() + data)
