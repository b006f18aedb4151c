"""Narration to MP3: 64 kbit/s mono, with a chapter for each section and the tags that players show.

The ID3v2.3 tag is written here, as the libraries that write chapters are under the GPL or write them
out of order (id3.org: ID3v2.3.0 and the chapter frame addendum 1.0).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import lameenc

from pipeline.speech.narrate import Narration

KBITS = 64  # enough for one voice, small enough to send
_QUALITY = 5  # LAME's middle: speech gains nothing from slower settings
_NO_OFFSET = b"\xff\xff\xff\xff"  # "the chapter is found by its times"
_TOP_AND_ORDERED = 3
_MOST_CHAPTERS = 255  # CTOC counts in one byte


@dataclass(frozen=True, slots=True)
class Tags:
    """What players show. ``chapters``: title and begin in seconds, in order; ``language``: ISO 639-2."""

    title: str
    artist: str
    language: str
    comment: str
    chapters: Sequence[tuple[str, float]]


def mp3(narration: Narration, tags: Tags) -> bytes:
    """The whole file, the same bytes for the same narration."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(KBITS)
    encoder.set_in_sample_rate(narration.rate)
    encoder.set_channels(1)
    encoder.set_quality(_QUALITY)
    encoder.silence()
    sound = bytes(encoder.encode(narration.sound)) + bytes(encoder.flush())
    return _id3(tags, narration.seconds) + sound


def _id3(tags: Tags, seconds: float) -> bytes:
    chapters = list(tags.chapters)[:_MOST_CHAPTERS]
    frames = [
        _text("TIT2", tags.title),
        _text("TPE1", tags.artist),
        _text("TALB", tags.artist),
        _text("TLAN", tags.language),
        _text("TLEN", str(round(seconds * 1000))),
        _frame(
            "COMM", b"\x01" + tags.language.encode() + _utf16("") + b"\0\0" + _utf16(tags.comment)
        ),
        _contents(len(chapters)),
    ]
    ends = [*(begin for _, begin in chapters[1:]), seconds][: len(chapters)]
    frames += [
        _chapter(number, title, begin, end)
        for number, ((title, begin), end) in enumerate(zip(chapters, ends, strict=True))
    ]
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _contents(count: int) -> bytes:
    children = b"".join(f"ch{number}\0".encode() for number in range(count))
    return _frame("CTOC", b"toc\0" + bytes([_TOP_AND_ORDERED, count]) + children)


def _chapter(number: int, title: str, begin: float, end: float) -> bytes:
    times = round(begin * 1000).to_bytes(4, "big") + round(end * 1000).to_bytes(4, "big")
    return _frame("CHAP", f"ch{number}\0".encode() + times + 2 * _NO_OFFSET + _text("TIT2", title))


def _text(name: str, value: str) -> bytes:
    return _frame(name, b"\x01" + _utf16(value))


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + len(body).to_bytes(4, "big") + b"\0\0" + body


def _syncsafe(number: int) -> bytes:
    """Seven bits a byte, so that no byte looks like the start of a sound frame."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
