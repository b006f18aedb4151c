"""ID3: what players show, read back by a reader of our own and by ffprobe in the acceptance tests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from pipeline.speech.tags import ChapterTime, Tags, id3

TAGS = Tags("Título", "A Charity", "Leaflets", "eng", "Draft", 2.0, b"\x89PNG...",
            (ChapterTime("One", 0.0, 1.25), ChapterTime("Two", 1.25, 2.0)))  # fmt: skip


def frames(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each frame of an ID3v2.3 tag (id3.org: ID3v2.3.0, 3.3)."""
    assert data[:6] == b"ID3\x03\x00\x00"
    size = int.from_bytes(bytes(0), "big")
    for byte in data[6:10]:
        assert byte < 0x80
        size = size << 7 | byte
    assert len(data) == 10 + size
    at = 10
    while at < len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "big")
        yield data[at : at + 4].decode(), data[at + 10 : at + 10 + length]
        at += 10 + length


def text(body: bytes) -> str:
    assert body[:3] == b"\x01\xff\xfe"
    return body[3:].decode("utf-16-le")


def test_title_publisher_album_language_and_length_are_there() -> None:
    found = dict(frames(id3(TAGS)))
    assert [text(found[name]) for name in ("TIT2", "TPE1", "TALB", "TLAN", "TLEN")] == [
        "Título", "A Charity", "Leaflets", "eng", "2000"]  # fmt: skip
    assert found["COMM"][1:4] == b"eng" and found["COMM"].endswith("Draft".encode("utf-16-le"))
    assert found["APIC"] == b"\0image/png\0\x03\0\x89PNG..."


def test_chapters_stand_in_the_order_of_time_under_a_table_of_contents() -> None:
    found = list(frames(id3(TAGS)))
    [contents] = [body for name, body in found if name == "CTOC"]
    assert contents == b"toc\0\x03\x02ch0\0ch1\0"
    chapters = [body for name, body in found if name == "CHAP"]
    assert [body[:4] for body in chapters] == [b"ch0\0", b"ch1\0"]
    times = [(int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big")) for body in chapters]  # fmt: skip
    assert times == [(0, 1250), (1250, 2000)]
    assert chapters[1][20:24] == b"TIT2" and chapters[1].endswith("Two".encode("utf-16-le"))


@pytest.mark.parametrize("count", [1, 255, 256, 700])
def test_every_chapter_is_in_the_contents_however_many_there_are(count: int) -> None:
    chapters = tuple(ChapterTime(f"c{n}", n, n + 1.0) for n in range(count))
    found = list(frames(id3(Tags("T", "A", "L", "eng", "", count, chapters=chapters))))
    tables = [body.split(b"\0", 1) for name, body in found if name == "CTOC"]
    assert all(len(rest.split(b"\0")) - 1 == rest[1] for _, rest in tables)
    listed = [name for _, rest in tables for name in rest[2:].split(b"\0") if name.startswith(b"ch")]  # fmt: skip
    assert listed == [f"ch{n}".encode() for n in range(count)]
    assert all(int(a[2:]) < int(b[2:]) for a, b in pairwise(listed))


def test_what_there_is_not_has_no_frame() -> None:
    names = [name for name, _ in frames(id3(Tags("T", "", "", "eng", "", 1.0)))]
    assert names == ["TIT2", "TLAN", "TLEN"]
