"""Pieces that are kept by what they were made from: spoken utterances and finished files.

The folder may be shared by several machines: a piece appears whole, and one that was cut or changed on the disk is
seen by its digest and made again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

LARGEST = 2_000_000_000  # bytes: some forty leaflets in ten languages, sound included


class _Piece(NamedTuple):
    used: int  # nanoseconds
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class Store:
    """``folder/ab/abcd...``: the piece's SHA-256, then its bytes. ``largest``: bytes that it is trimmed to."""

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
        return data if hashlib.sha256(data).digest() == digest else None

    def put(self, key: str, data: bytes) -> None:
        """Keep a piece. It is not flushed: one that a crash cuts is seen by its digest."""
        path = self.folder / key[:2] / key
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{key}.{uuid4().hex}.half")
        try:
            half.write_bytes(hashlib.sha256(data).digest() + data)
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise

    def size(self) -> tuple[int, int]:
        """How many pieces there are, and their bytes."""
        sizes = [piece.size for piece in self._pieces()]
        return len(sizes), sum(sizes)

    def trim(self) -> int:
        """Take the pieces that were not used for longest out until what is left is not too large; the bytes that went."""
        pieces = sorted(self._pieces())
        total = left = sum(piece.size for piece in pieces)
        for piece in pieces:
            if left <= self.largest:
                break
            piece.path.unlink(missing_ok=True)
            left -= piece.size
        return total - left

    def _pieces(self) -> Iterator[_Piece]:
        for path in self.folder.glob("??/*"):
            with suppress(OSError):  # another machine may take it out at the same time
                status = path.stat()
                yield _Piece(status.st_mtime_ns, status.st_size, path)
