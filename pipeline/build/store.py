"""Pieces that are kept by what they were made from: spoken utterances and finished files.

The folder may be shared by several machines: a piece appears whole, and one that was cut or changed on the disk is
seen by its digest and made again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from pipeline.diagnostic import Diagnostic, LeafletError, Location, trouble

LARGEST = 2_000_000_000  # bytes: some forty leaflets in ten languages, sound included
_WRITING = 3600  # seconds after which what is half written was left by a machine that is gone


class _Piece(NamedTuple):
    used: int  # nanoseconds
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class Store:
    """``folder/ab/abcd...``: a SHA-256 of the piece and of its key, then its bytes. ``largest``: bytes that it is trimmed to."""

    folder: Path
    largest: int = LARGEST

    def get(self, key: str) -> bytes | None:
        """The piece; None when there is none that is whole."""
        path = self.folder / key[:2] / key
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)  # the least used go first
        digest, data = stored[:32], stored[32:]
        return data if _digest(key, data) == digest else None

    def put(self, key: str, data: bytes) -> None:
        """Keep a piece. It is not flushed: one that a crash cuts is seen by its digest. Raises LeafletError where it cannot be."""
        try:
            self._put(self.folder / key[:2] / key, data)
        except OSError as problem:
            raise LeafletError(self._trouble(problem)) from problem

    def _put(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{uuid4().hex}.half")
        try:
            half.write_bytes(_digest(path.name, data) + data)
            half.replace(path)
        except BaseException:
            with suppress(OSError):
                half.unlink()
            raise

    def _trouble(self, problem: OSError) -> Diagnostic:
        message = f"pieces that save work cannot be kept here: {trouble(problem)}"
        hint = "make room on the disk, ask for the right to write here, or name another folder: LEAFLET_CACHE=FOLDER"
        return Diagnostic("B006", message, Location(str(self.folder)), hint)

    def size(self) -> tuple[int, int]:
        """How many pieces there are, and their bytes."""
        sizes = [piece.size for piece in self._pieces()]
        return len(sizes), sum(sizes)

    def trim(self, spared: float = 0) -> int:
        """Take the pieces that were not used for longest out until what is left is not too large; the bytes that went. What was
        used in the last ``spared`` seconds stays. Raises LeafletError, when all others are out, where one may not be taken."""
        gone = 0
        pieces = sorted(self._pieces())
        left = sum(piece.size for piece in pieces)
        refused: OSError | None = None
        for piece in pieces:
            if left - gone <= self.largest or time.time_ns() - piece.used < spared * 1_000_000_000:
                break
            try:
                piece.path.unlink(missing_ok=True)
                gone += piece.size
            except OSError as problem:
                refused = refused or problem
        if refused:
            raise LeafletError(self._trouble(refused)) from refused
        return gone

    def _pieces(self) -> Iterator[_Piece]:
        """What a machine may be writing just now is none: it would miss it."""
        for path in self.folder.glob("??/*"):
            with suppress(OSError):  # another machine may take it out at the same time
                status = path.stat()
                half = path.name.startswith(".") and time.time() - status.st_mtime < _WRITING
                if not half:
                    yield _Piece(status.st_mtime_ns, status.st_size, path)


def _digest(key: str, data: bytes) -> bytes:
    """Also of the key: a whole piece under the name of another is not that one."""
    digest = hashlib.sha256(key.encode())
    digest.update(data)
    return digest.digest()
