"""What players show of an MP3 file: title, publisher, language, cover, chapters.

The ID3v2.3 tag is written here, as the libraries that write chapters are under the GPL or write them
out of order (id3.org: ID3v2.3.0 and the chapter frame addendum 1.0).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_NO_OFFSET = b"\xff\xff\xff\xff"  # "the chapter is found by its times"
_TOP, _ORDERED = 2, 1  # flags of a table of contents
_MOST_ENTRIES = 255  # CTOC counts in one byte
_FRONT_COVER = 3


@dataclass(frozen=True, slots=True)
class ChapterTime:
    """``begin`` and ``end`` in seconds."""

    title: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Tags:
    """``language``: ISO 639-2; ``cover``: a PNG; ``track``: which of how many files it is, "" for a whole leaflet."""

    title: str
    artist: str
    album: str
    language: str
    comment: str
    seconds: float
    cover: bytes = b""
    chapters: Sequence[ChapterTime] = ()
    track: str = ""


def id3(tags: Tags) -> bytes:
    """The tag that stands before the sound."""
    texts = {"TIT2": tags.title, "TPE1": tags.artist, "TALB": tags.album, "TLAN": tags.language,
             "TLEN": str(round(tags.seconds * 1000)), "TRCK": tags.track}  # fmt: skip
    frames = [_text(name, value) for name, value in texts.items() if value]
    comment = b"\x01" + tags.language.encode() + _utf16("") + b"\0\0" + _utf16(tags.comment)
    frames += [_frame("COMM", comment)] if tags.comment else []
    frames += _contents(len(tags.chapters)) if tags.chapters else []
    frames += [_chapter(number, chapter) for number, chapter in enumerate(tags.chapters)]
    picture = b"\0image/png\0" + bytes([_FRONT_COVER]) + b"\0" + tags.cover
    frames += [_frame("APIC", picture)] if tags.cover else []
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _contents(count: int) -> list[bytes]:
    """The table of contents; one of tables when there are more chapters than one can hold."""
    names = [f"ch{number}" for number in range(count)]
    if count <= _MOST_ENTRIES:
        return [_table("toc", names, _TOP | _ORDERED)]
    parts = [names[at : at + _MOST_ENTRIES] for at in range(0, count, _MOST_ENTRIES)]
    inner = [_table(f"toc{number}", part, _ORDERED) for number, part in enumerate(parts)]
    return [_table("toc", [f"toc{n}" for n in range(len(parts))], _TOP | _ORDERED), *inner]


def _table(name: str, children: Sequence[str], flags: int) -> bytes:
    listed = b"".join(f"{child}\0".encode() for child in children)
    return _frame("CTOC", f"{name}\0".encode() + bytes([flags, len(children)]) + listed)


def _chapter(number: int, chapter: ChapterTime) -> bytes:
    times = b"".join(round(at * 1000).to_bytes(4, "big") for at in (chapter.begin, chapter.end))
    title = _text("TIT2", chapter.title)
    return _frame("CHAP", f"ch{number}\0".encode() + times + 2 * _NO_OFFSET + title)


def _text(name: str, value: str) -> bytes:
    return _frame(name, b"\x01" + _utf16(value))


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + len(body).to_bytes(4, "big") + b"\0\0" + body


def _syncsafe(number: int) -> bytes:
    """Seven bits a byte, so that no byte looks like the start of a sound frame."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
