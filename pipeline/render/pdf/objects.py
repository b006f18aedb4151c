"""PDF objects, and the file that they make (ISO 32000-1, 7): what pages, fonts and tags are written with.

A value is written by its Python type: numbers, True and False; ``str``, a text string; ``bytes``, a byte string; ``Name``;
``Reference``; lists, and dictionaries whose keys are names. Objects that are no streams stand compressed in object
streams (7.5.7): a structure tree has hundreds that look alike.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import Any


class Name(str):
    """A name, without its solidus; letters, digits and signs that need no escape."""

    __slots__ = ()


class Reference(int):
    """The number of an indirect object."""

    __slots__ = ()


_TOGETHER = 200  # objects in one object stream
_ROW = struct.Struct(">BIH")  # of the cross-reference table: kind, place, index


class File:
    """Objects by their numbers, from 1. ``version``: of PDF, such as (1, 7)."""

    def __init__(self, version: tuple[int, int]) -> None:
        self.version = version
        self._last = 0
        self._plain: dict[int, str] = {}
        self._streams: dict[int, bytes] = {}

    def reserve(self) -> Reference:
        """The number of an object that is set later."""
        self._last += 1
        return Reference(self._last)

    def set(self, reference: Reference, value: Any) -> Reference:
        self._plain[reference] = written(value)
        return reference

    def add(self, value: Any) -> Reference:
        return self.set(self.reserve(), value)

    def stream(self, data: bytes, entries: Mapping[str, Any] | None = None, packed: bool = True) -> Reference:  # fmt: skip
        """A stream with its dictionary's own entries; ``packed``: compressed here."""
        reference = self.reserve()
        self._streams[reference] = _stream(data, dict(entries or {}), packed)
        return reference

    def finished(self, root: Reference, info: Reference) -> bytes:
        """The whole file. Its identifier is made from what it holds (14.4)."""
        rows = self._pack()
        out = bytearray(b"%%PDF-%d.%d\n%%\xe2\xe3\xcf\xd3\n" % self.version)
        for number, data in self._streams.items():
            rows[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, data)
        identifier, start, number = hashlib.sha256(out).digest()[:16], len(out), self._last + 1
        rows |= {0: (0, 0, 0xFFFF), number: (1, start, 0)}
        table = b"".join(_ROW.pack(*rows[one]) for one in range(number + 1))
        entries = {
            "Type": Name("XRef"), "Size": number + 1, "W": [1, 4, 2], "Root": root, "Info": info,
            "ID": [identifier, identifier],
        }  # fmt: skip
        out += b"%d 0 obj\n%b\nendobj\n" % (number, _stream(table, entries))
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out)

    def _pack(self) -> dict[int, tuple[int, int, int]]:
        """Put all but the streams into object streams; their rows in the cross-reference table (7.5.8.3)."""
        assert len(self._plain) + len(self._streams) == self._last, (
            "an object is reserved and never set"
        )
        rows: dict[int, tuple[int, int, int]] = {}
        numbers: list[int] = list(self._plain)
        for start in range(0, len(numbers), _TOGETHER):
            group = numbers[start : start + _TOGETHER]
            places = accumulate((len(self._plain[number]) + 1 for number in group), initial=0)
            head = (
                " ".join(f"{number} {place}" for number, place in zip(group, places, strict=False))
                + "\n"
            )
            body = "\n".join(self._plain[number] for number in group)
            entries = {"Type": Name("ObjStm"), "N": len(group), "First": len(head)}
            holder = self.stream((head + body).encode("ascii"), entries)
            rows |= {number: (2, holder, index) for index, number in enumerate(group)}
        return rows


def _stream(data: bytes, entries: dict[str, Any], packed: bool = True) -> bytes:
    if packed:
        data, entries = zlib.compress(data), entries | {"Filter": Name("FlateDecode")}
    head = written(entries | {"Length": len(data)}).encode("ascii")
    return b"%b\nstream\n%b\nendstream" % (head, data)


def written(value: Any) -> str:
    """A value as it stands in a file."""
    return _WRITERS[type(value)](value)


def _number(value: float) -> str:
    return f"{round(value, 4) + 0.0:.4f}".rstrip("0").rstrip(".")  # no "-0"


def _text(value: str) -> str:
    """A text string (7.9.2.2)."""
    if value.isascii() and value.isprintable():
        escaped = value.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})"
    return f"<FEFF{value.encode('utf-16-be').hex()}>"


def _array(value: list[Any]) -> str:
    return f"[{' '.join([_WRITERS[type(one)](one) for one in value])}]"


def _dictionary(value: dict[str, Any]) -> str:
    entries = [f"/{key} {_WRITERS[type(one)](one)}" for key, one in value.items()]
    return f"<<{' '.join(entries)}>>"


_WRITERS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    int: str,
    float: _number,
    str: _text,
    bytes: lambda value: f"<{value.hex()}>",
    Name: lambda value: f"/{value}",
    Reference: lambda value: f"{int(value)} 0 R",
    list: _array,
    dict: _dictionary,
}
