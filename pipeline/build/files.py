"""Files that are whole or absent, and how to see that one is still what it was."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from struct import Struct, error

from pipeline.diagnostic import Diagnostic, LeafletError, Location, trouble

FOLDER = ".cache"  # inside output/
HELD = (PermissionError, IsADirectoryError)  # one file's own trouble: the others are still made
_HALF = "half"  # inside .cache: what is being written

Data = bytes | Iterator[bytes]  # a whole file, or its parts as they are made
Looks = bytes  # of a file, to be compared and kept: packed, since there may be 200,000 of them
NOWHERE: Looks = b""
_LOOKS = Struct("<QqqQ")  # bytes, nanoseconds of change (of the bytes; of anything), inode
_FAR = 2**63 - 1


def look(path: Path | str, folder: int | None = None) -> Looks:
    """How the file system shows a file: its size, times of change, inode. NOWHERE where there is none: a pipe is no file, its reader
    waits. ``folder``: an open one that it stands in; a link there is none of the files that we made.

    Any change to its bytes changes the second time, which nobody can set back as they can the first (POSIX.1-2017, 4.9
    File Times Update).
    """
    try:  # a third of the time of Path.stat, and there may be 200,000 files
        status = os.stat(path, dir_fd=folder, follow_symlinks=folder is None)
    except OSError:
        return NOWHERE
    if not stat.S_ISREG(status.st_mode):
        return NOWHERE
    try:
        return _LOOKS.pack(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    except error:  # a year beyond 2262: some day in the future, which is never trusted
        return _LOOKS.pack(status.st_size, _FAR, _FAR, status.st_ino)


def look_inside(folder: Path | str, names: Iterable[str]) -> list[Looks]:
    """How each of a folder's files looks, in the order of the names."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return [NOWHERE for _ in names]
    try:
        return [look(name, opened) for name in names]
    finally:
        os.close(opened)


def size(looks: Looks) -> int:
    """Bytes."""
    return int(_LOOKS.unpack(looks)[0])


def changed(looks: Looks) -> int:
    """The latest change that the looks of a file show, in nanoseconds."""
    _, modified, changed, _ = _LOOKS.unpack(looks)
    return max(int(modified), int(changed))


def lasting(looks: Looks) -> Looks:
    """The looks of a file that has just been written, where every change from now on shows in them: on a file system whose clock
    has fractions of a second. NOWHERE on one that counts in seconds (FAT: in two), where its bytes have to be read again."""
    return looks if changed(looks) % 1_000_000_000 else NOWHERE


def put(path: Path, data: Data, half: Path | None = None) -> str:
    """All of a file or nothing of it: written beside its place, flushed to the disk, renamed. Its SHA-256 in hex.
    ``half``: a folder on the same disk for what is being written, that can be emptied after a killed build."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = (half or path.parent) / f".{path.name}.{os.getpid()}.{_HALF}"
    beside.parent.mkdir(parents=True, exist_ok=True)
    written = hashlib.sha256()
    try:
        with beside.open("wb") as file:
            for part in (data,) if isinstance(data, bytes) else data:
                file.write(part)
                written.update(part)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        if problem.filename in (
            None,
            str(beside),
        ):  # a person knows the file, not what it is called while it is written
            problem.filename, problem.filename2 = str(path), None
        raise
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return written.hexdigest()


def publish(output: Path, path: str, data: Data) -> tuple[Looks, str]:
    """Write a file into output/; how it then looks, and its SHA-256."""
    digest = put(output / path, data, output / FOLDER / _HALF)
    if looks := look(output / path):
        return looks, digest
    raise FileNotFoundError(2, "it was taken away as it was written", str(output / path))


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex; "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def remove(output: Path, path: str) -> bool:
    """Take a file that a build made out, and its folders when they are empty; whether it was there."""
    try:
        (output / path).unlink()
    except FileNotFoundError:
        return False
    for folder in list((output / path).parents)[: path.count("/")]:
        with suppress(OSError):
            folder.rmdir()
    return True


def sweep(output: Path) -> None:
    """Remove what a killed build left half written."""
    earlier = output.glob(
        f".*.{_HALF}"
    )  # an earlier pipeline wrote its reports beside their places
    for half in [*(output / FOLDER / _HALF).glob("*"), *earlier]:
        half.unlink(missing_ok=True)


def unwritable(output: Path, problem: OSError) -> LeafletError:
    """What to say when the disk is full or output/ may not be written."""
    why = trouble(problem)
    return LeafletError(Diagnostic("B006", f"nothing can be written here: {why}", Location(str(output)),
                                   "make room on the disk, ask for the right to write here, or move away what stands in its place; then run make again"))  # fmt: skip


def held(path: str, problem: OSError) -> Diagnostic:
    """What to say of one file, from output/, that may not be replaced or taken away: on Windows because it is open in Word."""
    why = trouble(problem)
    return Diagnostic("B006", f"what stands here could not be replaced: {why}",
                      Location(f"output/{path}"), "close it in every program that has it open, and run make again")  # fmt: skip
