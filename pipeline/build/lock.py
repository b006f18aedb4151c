"""One build at a time in a folder, and who holds it."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.build.files import FOLDER, unwritable
from pipeline.diagnostic import Diagnostic, LeafletError, Location

_NAME = "lock"


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold output/.

    The lock ends with its process, however that ends. Raises LeafletError when another build holds it, or when output/
    cannot be written.
    """
    try:
        (output / FOLDER).mkdir(parents=True, exist_ok=True)
        file = (output / FOLDER / _NAME).open("a+")
    except OSError as problem:
        raise unwritable(output, problem) from problem
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            owner = f"process {os.getpid()} on {socket.gethostname()}"
            file.truncate(0)
            file.write(owner)
            file.flush()
        except OSError as problem:
            if problem.errno not in (errno.EAGAIN, errno.EACCES):
                raise unwritable(output, problem) from problem
            file.seek(0)
            owner = file.read().strip() or "an unknown process"
            raise LeafletError(Diagnostic("B005", f"another build is at work in this folder ({owner})", Location("output"),
                                          "wait until it has ended, and run the command again")) from problem  # fmt: skip
        yield


def clock(output: Path) -> int:
    """The time by the own clock of the file system that output/, which is held, lies on: nanoseconds."""
    os.utime(output / FOLDER / _NAME)
    return (output / FOLDER / _NAME).stat().st_mtime_ns
