"""A finished braille file as pages of lines of cells, read by other rules than those that wrote it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files

from lxml import etree

from pipeline.braille.liblouis import BLANK

PEF = "{http://www.daisy.org/ns/2008/pef}"
# North American ASCII braille, in the order of ASCII: each character with its dots.
_ASCII = (
    "! 2346|\" 5|# 3456|$ 1246|% 146|& 12346|' 3|( 12356|) 23456|* 16|+ 346|, 6|- 36|. 46|/ 34|0 356|1 2|2 23|3 25|4 256|"
    "5 26|6 235|7 2356|8 236|9 35|: 156|; 56|< 126|= 123456|> 345|? 1456|@ 4|A 1|B 12|C 14|D 145|E 15|F 124|G 1245|"
    "H 125|I 24|J 245|K 13|L 123|M 134|N 1345|O 135|P 1234|Q 12345|R 1235|S 234|T 2345|U 136|V 1236|W 2456|X 1346|"
    "Y 13456|Z 1356|[ 246|\\ 1256|] 12456|^ 45|_ 456"
)
_CELLS = {" ": BLANK} | {
    one[0]: chr(ord(BLANK) + sum(1 << int(dot) - 1 for dot in one[2:])) for one in _ASCII.split("|")
}


_LARGEST = 100_000_000  # bytes: a hundred thousand pages
# What zipfile raises for an archive that is damaged, locked or packed in a way that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError, RuntimeError)


class Unreadable(Exception):
    """The file is none of its format; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its lines in cells. ``volume`` counts from 1, as the file parts it; 0 where it does not."""

    lines: tuple[str, ...]
    volume: int = 0


def read_brf(data: bytes) -> list[Leaf]:
    """Pages end with a form feed, lines with CR and LF (as embossers of North American ASCII braille expect)."""
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise Unreadable("a byte is no ASCII") from None
    if not text.endswith("\f"):
        raise Unreadable("the last page is not ended")
    pages = text.removesuffix("\f").split("\f")
    if any(re.search(r"\r(?!\n)|(?<!\r)\n|[^\n]\Z", page) for page in pages):
        raise Unreadable("a line does not end with carriage return and line feed")
    return [Leaf(tuple("".join(_CELLS.get(one, one) for one in line) for line in page.split("\r\n")[:-1]))
            for page in pages]  # fmt: skip


def read_archive(data: bytes, names: Callable[[int], str]) -> list[Leaf]:
    """The pages of all volumes of an archive; ``names``: what the file of a volume is called. No volume is larger than an
    embosser's: a file that grows when it is opened is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(one.file_size for one in entries) > _LARGEST:
                raise Unreadable("the archive is too large")
            parts = {one.filename: archive.read(one) for one in entries}
    except _BROKEN as problem:
        raise Unreadable(f"the archive cannot be read: {problem}") from None
    wanted = [names(number) for number in range(1, len(entries) + 1)]
    if sorted(one.filename for one in entries) != sorted(wanted):
        raise Unreadable(f"its files are not {', '.join(wanted)}")
    return [
        replace(page, volume=number)
        for number, name in enumerate(wanted, 1)
        for page in read_brf(parts[name])
    ]


def read_text(data: bytes) -> list[Leaf]:
    """Pages of Unicode cells, which end with a form feed. Raises Unreadable."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("the file is no UTF-8") from None
    if not text.endswith("\f"):
        raise Unreadable("the last page is not ended")
    return [Leaf(tuple(page.split("\n")[:-1])) for page in text.removesuffix("\f").split("\f")]


def pef_tree(data: bytes) -> etree._Element:
    """The document, without entities and network."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise Unreadable(f"the file cannot be read: {problem}") from None


def read_pef(data: bytes) -> list[Leaf]:
    """The pages of all volumes of a PEF file. Raises Unreadable."""
    return [
        Leaf(tuple(row.text or "" for row in page.iter(f"{PEF}row")), number)
        for number, volume in enumerate(pef_tree(data).iter(f"{PEF}volume"), 1)
        for page in volume.iter(f"{PEF}page")
    ]


def pef_faults(data: bytes) -> list[str]:
    """What the schema that we wrote from the specification finds."""
    schema = etree.RelaxNG(
        etree.fromstring((files("pipeline") / "data/braille/pef.rng").read_bytes())
    )
    schema.validate(pef_tree(data))
    return [f"line {one.line}: {one.message}" for one in schema.error_log]
