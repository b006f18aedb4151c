"""Files that mean harm, or are broken: imported or refused plainly, in little memory, touching nothing outside."""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from pipeline.diagnostic import LeafletError
from pipeline.importing import imported
from pipeline.publisher import Publisher

TODAY = datetime.date(2026, 11, 29)
MOST = 300_000  # kilobytes of memory
CONTENT_TYPES, RELATIONS, MAIN = "[Content_Types].xml", "word/_rels/document.xml.rels", "word/document.xml"  # fmt: skip


def refused(data: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(LeafletError) as problem:
        imported(data, name, Publisher(), TODAY)
    [found] = problem.value.diagnostics
    assert found.hint and "/" not in found.message
    assert found.message.startswith("this cannot be imported") or found.code == "X306"
    return found.code, found.message.partition(": ")[2]


def word(*paragraphs: str) -> bytes:
    made: Any = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, change: bytes | None = None, was: str = "", now: str = "") -> bytes:  # fmt: skip
    """A Word file with one part put in, or changed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            if part == name:
                text = change if change is not None else text.decode().replace(was, now).encode()
            new.writestr(part, text)
        if change is not None and name not in old.namelist():
            new.writestr(name, change)
    return out.getvalue()


ENTITY = '<!DOCTYPE w [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'
BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"  # fmt: skip


@pytest.mark.parametrize("declared", [ENTITY, BOMB], ids=["a file of this machine", "a bomb"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_word_file_that_declares_entities_is_refused(declared: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{declared}<w>&xxe;</w>'.encode(encoding)
    assert refused(with_part(word("x"), MAIN, xml), "x.docx") == ("X305", "a part of this file could bring in others")  # fmt: skip


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    big = with_part(word("x"), "word/media/image1.png", b"\0" * 70_000_000)
    assert len(big) < 200_000
    assert refused(big, "x.docx")[1] == "unpacked, this file would have more than 60 MB"
    text = with_part(word("x"), MAIN, b" " * 9_000_000)
    assert refused(text, "x.docx")[1] == "this file has more text than a leaflet"


def test_a_size_that_a_zip_file_lies_about_fills_no_memory() -> None:
    """The directory says ten bytes where there are nine million."""
    data = bytearray(with_part(word("x"), MAIN, b" " * 9_000_000))
    size = (9_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    assert refused(bytes(data.replace(size, (10).to_bytes(4, "little"))), "x.docx")[0] == "X305"


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "word\\..\\..\\evil.xml"])
def test_a_part_named_as_if_it_stood_outside_is_refused(name: str) -> None:
    assert refused(with_part(word("x"), name, b"<x/>"), "x.docx")[1].startswith("a part of this file is named")  # fmt: skip


@pytest.mark.parametrize("length", [4, 100, 1000, 20_000, -100, -1])
def test_a_word_file_that_is_cut_off_is_refused(length: int) -> None:
    assert refused(word("x" * 1000)[:length], "x.docx")[0] == "X305"


@pytest.mark.slow
def test_every_part_of_a_word_file_may_be_broken() -> None:
    data = word("Some words.")
    with ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
    codes = set()
    for name in names:
        for broken in (b"", b"<", b"<x/>", b"\xff\xfe\0"):
            try:
                imported(with_part(data, name, broken), "x.docx", Publisher(), TODAY)
                codes.add("imported")
            except LeafletError as problem:
                codes |= {one.code for one in problem.diagnostics}
    assert codes == {"imported", "X305"}


def test_what_a_word_file_links_to_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def never(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", never)
    relation = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://127.0.0.1:1/x.png" TargetMode="External"/></Relationships>'
    data = with_part(word("Some words."), RELATIONS, was="</Relationships>", now=relation)
    assert "Some words." in imported(data, "x.docx", Publisher(), TODAY).text
    page = b'<html><body><img src="http://127.0.0.1:1/a.png"><link rel="stylesheet" href="file:///etc/passwd"><iframe src="file:///etc/passwd"></iframe><p>Some words.</p></body></html>'
    found = imported(page, "x.html", Publisher(), TODAY)
    assert "Some words." in found.text and "root:" not in found.text


def test_a_page_that_names_a_file_of_this_machine_gets_nothing_of_it() -> None:
    for declared in (ENTITY, BOMB):
        page = f"{declared}<html><body><p>Before &xxe; &i; after.</p></body></html>"
        text = imported(page.encode(), "x.html", Publisher(), TODAY).text
        assert "root:" not in text and "aaaaaaaaaaaa" not in text and "Before & xxe;" in text


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x.txt", "X303"),
        (b" \n\t\n", "x.txt", "X303"),
        (b"%PDF-1.7 ...", "x.txt", "X303"),
        (b"\xd0\xcf\x11\xe0 old", "x.doc", "X303"),
        (b"{\\rtf1 x}", "x.rtf", "X303"),
        (b"words\0words", "x.txt", "X303"),
        (b"--- \n *** \n ...", "x.txt", "X303"),
        (b"<html><body></body></html>", "x.html", "X303"),
        (b"<html><body>" + b"<div>" * 400 + b"words", "x.html", "X304"),
        (b"> " * 200 + b"words", "x.md", "X306"),
        (b"word\n" * 60_000, "x.txt", "X303"),
        (b"word " * 900_000, "x.txt", "X303"),
        (b"PK\x03\x04 no zip", "x.docx", "X305"),
        (b"PK\x03\x04 no zip", "x.txt", "X305"),
    ],
    ids=range(14),
)
def test_what_is_no_leaflet_is_refused(data: bytes, name: str, code: str) -> None:
    assert refused(data, name)[0] == code


@pytest.mark.parametrize("data", [b"\xff\xfe" + "Größe und mehr.".encode("utf-16-le"), "Größe und mehr.".encode("cp1252")])  # fmt: skip
def test_other_encodings_are_read(data: bytes) -> None:
    assert "Größe und mehr." in imported(data, "x.txt", Publisher(), TODAY).text


def test_a_name_that_leads_out_of_the_folder_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/x.txt").write_text("Some words.", "utf-8")
    out = tmp_path / "link.md"
    out.symlink_to(tmp_path / "elsewhere.md")
    from pipeline.importing import bring

    with pytest.raises(LeafletError, match="X302"):
        bring(tmp_path / "in/x.txt", out, Publisher(), TODAY)
    assert not (tmp_path / "elsewhere.md").exists()


# Memory, in a process of its own.

_MEASURED = """
import datetime, sys
from pathlib import Path
from pipeline.diagnostic import LeafletError
from pipeline.importing import imported
from pipeline.publisher import Publisher
path = Path(sys.argv[1])
try:
    found = imported(path.read_bytes(), path.name, Publisher(), datetime.date(2026, 11, 29))
    print("imported", found.account.read)
except LeafletError as problem:
    print("refused", *{one.code for one in problem.diagnostics})
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def measured(path: Path) -> tuple[str, int]:
    """What became of a file, and the kilobytes of memory that it took at most."""
    done = subprocess.run([sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})  # fmt: skip
    told, memory = done.stdout.splitlines()
    return told, int(memory)


def _deep_tables() -> bytes:
    made: Any = docx.Document()
    cell = made.add_table(1, 1).cell(0, 0)
    for number in range(20):
        cell.text = f"level {'abcdefghijklmnopqrstuvwxyz'[number]}"
        cell = cell.add_table(1, 1).cell(0, 0)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _paragraphs(count: int) -> bytes:
    words = "".join(f"<w:p><w:r><w:t>This is a sentence of a leaflet with {n} figures in it.</w:t></w:r></w:p>" for n in range(count))  # fmt: skip
    return with_part(word("x"), MAIN, was="<w:body>", now=f"<w:body>{words}")


LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "many.docx": (lambda: _paragraphs(5000), "refused X309"),  # with 5,000 figures
    "plain.docx": (lambda: word(*["This is a sentence of a leaflet."] * 5000), "imported 35000"),
    "tiny.docx": (
        lambda: with_part(
            word("x"),
            MAIN,
            was="<w:body>",
            now="<w:body>" + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 190_000,
        ),
        "refused X305",
    ),
    "bare.docx": (
        lambda: with_part(
            word("x"), MAIN, was="<w:body>", now="<w:body><w:p>" + "<w:r/>" * 900_000 + "</w:p>"
        ),
        "imported 1",
    ),
    "thin.docx": (
        lambda: with_part(
            word("x"), MAIN, was="<w:body>", now="<w:body><w:p>" + "<a/>" * 1_900_000 + "</w:p>"
        ),
        "refused X305",
    ),
    "attributes.docx": (
        lambda: with_part(
            word("x"),
            MAIN,
            was="<w:body>",
            now="<w:body><w:p>" + '<a b="" c="" d="" e="" f="" g=""/>' * 200_000 + "</w:p>",
        ),
        "refused X305",
    ),
    "bold.docx": (
        lambda: with_part(
            word("x"),
            MAIN,
            was="<w:body>",
            now="<w:body><w:p>" + "<w:r><w:t>a b</w:t></w:r>" * 300_000 + "</w:p>",
        ),
        "imported 300002",
    ),
    "tables.docx": (_deep_tables, "imported 40"),
    "tags.html": (lambda: b"<p>a" * 600_000, "refused X304"),
    "nothing.html": (lambda: b"<html><b>" * 200_000, "refused X304"),
    "lines.txt": (lambda: b"some words\n\n" * 24_000, "imported 48000"),
    "long.txt": (lambda: b"word " * 190_000, "imported 190000"),
    "spaces.txt": (lambda: b"a" + b" " * 900_000 + b"b", "imported 2"),
    "signs.txt": (lambda: b"<" * 500_000, "imported 500000"),
    "figures.txt": (lambda: b"1" * 900_000, "refused X308"),
    "dates.txt": (lambda: b"1 " * 400_000, "refused X309"),
    "marks.txt": (lambda: b"[" * 400_000, "refused X303"),
    "capitals.txt": (
        lambda: b" ".join(
            b"%c%c%c%cX" % (65 + n % 26, 65 + n // 26 % 26, 65 + n // 676 % 26, 65 + n // 17576)
            for n in range(100_000)
        ),
        "imported 100000",
    ),
    "columns.txt": (lambda: b"one two three    four five six\n" * 30_000, "imported 180000"),
    "gaps.txt": (lambda: b"a    b\nc\n" * 20_000, "imported 60000"),
    "broken.txt": (lambda: b"treat-\nment zyx-\nwvu\n" * 15_000, "imported 60000"),
    "garbled.txt": (lambda: "â€™ word\n".encode() * 45_000, "imported 45000"),
    "leaders.txt": (lambda: b"Fever ..... 3\n" * 2_000 + b". " * 200_000, "imported 4000"),
    "notes.md": (lambda: b"[^a] word " * 90_000 + b"\n\n[^a]: note", "imported 180002"),
    "breaks.html": (lambda: b"<p>" + b"a<br>" * 15_000, "imported 15000"),
    "spans.html": (
        lambda: b"<table>" + b"<tr><td colspan=9999 rowspan=9999>a<td>b" * 5_000,
        "imported 10000",
    ),
    "raised.txt": (lambda: b"1" * 200_000 + b"^" * 200_000, "refused X308"),
    "names.txt": (lambda: b" ".join(b"x%dy" % n for n in range(100_000)), "refused X309"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_takes_little_memory(name: str, tmp_path: Path) -> None:
    make, expected = LARGE[name]
    path = tmp_path / name
    path.write_bytes(make())
    told, memory = measured(path)
    assert told == expected
    assert memory < MOST
