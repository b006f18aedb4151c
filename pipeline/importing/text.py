"""Reads plain text: what a browser prints, a PDF reader copies out, or a person saves. Nothing in it says what a line is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipeline.importing.columns import Line, apart
from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece, texts
from pipeline.importing.symbols import lost
from pipeline.importing.words import Lines, readable

BULLETS = "•◦▪▫‣●○■□◆◇❖❑➢➣➤➔➜→⇒⇨►▶▸▹»∙⋅⁃§¤★☆✦✓✔☑✅☐✗✘☒❌✕✖"
_MARKER = re.compile(
    rf"(?P<mark>[{BULLETS}–—+*·-]|o(?=\s{{1,4}}\S)|\(?(?:\d{{1,2}}|[a-z]|i{{2,3}}|iv|vi{{1,3}}|ix)[.)])\s+(?=\S)"
)
_LETTER = re.compile(r"\s*(?P<mark>[lnqvwØü¡])\s+(?=\S)")  # as Wingdings has them
_TABS = re.compile(r"(?<=\S)\t+(?=\S)")
SOFT = "¬"  # a hyphen that only the end of a line has; some programs write it so, others as one that cannot be seen
_SOFT = re.compile(r"\u00ad(?=[ \t]*(?:\r|\n|\f))")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GARBLE = re.compile(
    r"[\u00c2-\u00df][^\x00-\x7f]|[\u00e0-\u00ef][^\x00-\x7f]{2}|[\u00f0-\u00f4][^\x00-\x7f]{3}"
)
LOST = "a sign of a font that is not here was lost: compare this with the old page"
_GARBLED = "characters that a program had garbled were put right"
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")


def decoded(data: bytes) -> tuple[str, list[Note]]:
    """The text of bytes, and what had to be guessed for it."""
    text, notes = _decoded(data)
    if "\ufffd" in text:
        reason = "some characters were damaged before the import and are gone"
        notes.append(Note(0, Fate.DOUBTFUL, reason))
    notes += [
        Note(number, Fate.DOUBTFUL, LOST, line.strip()[:60])
        for number, line in enumerate(text.split("\n") if lost(text) else (), 1)
        if lost(line)
    ]
    return _ungarbled(text, notes), notes


def _decoded(data: bytes) -> tuple[str, list[Note]]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), []
    if name := wide(data):
        return data.decode(name, "replace"), [Note(1, Fate.GUESSED, "the file was read as UTF-16")]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        reason = "the file is not UTF-8; it was read as Windows does in Western Europe (cp1252)"
        return data.decode("cp1252", "replace"), [Note(line, Fate.GUESSED, reason)]


def wide(data: bytes) -> str:
    """UTF-16 of a file that does not say so: of English, every other byte is none. "" for anything else."""
    begun = data[:2000]
    half = len(begun) // 2
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if (
            half > 4
            and begun[first::2].count(0) > half * 0.8
            and begun[1 - first :: 2].count(0) == 0
        ):
            return name
    return ""


def _ungarbled(text: str, notes: list[Note]) -> str:
    """With ’ for â€™: UTF-8 that a program read as Windows' characters, and saved as such."""

    lines, told = Lines(text), set[int]()

    def put(match: re.Match[str]) -> str:
        try:
            found = b"".join(_byte(c) for c in match[0]).decode("utf-8")
        except UnicodeError:
            return match[0]
        line = lines.at(match.start())
        if line not in told:
            told.add(line)
            notes.append(Note(line, Fate.GUESSED, _GARBLED, f"{match[0]} is {found}"))
        return found

    return _GARBLE.sub(put, text) if _GARBLE.search(text) else text


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def read(data: bytes) -> Draft:
    """Each line as a block; empty ones too, since they part paragraphs."""
    text, notes = decoded(data)
    text = _SOFT.sub(SOFT, text.replace("\r\n", "\n").replace("\r", "\n"))
    lines, more = _bulleted(list(_split(text)))
    blocks = [_block(line) for line in apart(lines)]
    notes += [*more, *_aside(blocks)]
    return Draft(tuple(_headed(blocks)), tuple(notes), levels=False)


def _split(text: str) -> Iterator[Line]:
    """The lines, with the number that an editor shows: a form feed ends one, and is not counted."""
    for number, line in enumerate(text.split("\n"), 1):
        for part in readable(_TABS.sub("    ", line)).split("\n"):
            yield Line(number, part)


def _bulleted(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """With bullets in place of the letters that stand for them where a font was lost: two lines and more that begin with the same."""
    begun = [_LETTER.match(line.text) for line in lines]
    many = Counter(match["mark"] for match in begun if match)
    found: list[Line] = []
    notes: list[Note] = []
    for line, match in zip(lines, begun, strict=True):
        if match and many[match["mark"]] > 1:
            reason = "a bullet that another program wrote as a letter"
            notes.append(Note(line.number, Fate.DROPPED, reason, match["mark"]))
            line = replace(
                line, text=f"{line.text[: match.start('mark')]}•{line.text[match.end('mark') :]}"
            )
        found.append(line)
    return found, notes


def _block(line: Line) -> Block:
    if line.cells:
        cells = tuple(texts(cell) for cell in line.cells)
        return Block(Kind.ROW, (), line.number, table=line.table, cells=cells)
    indent = len(line.text) - len(line.text.lstrip())
    return Block(Kind.LINE, texts(line.text), line.number, indent, aside=line.aside)


def _aside(blocks: list[Block]) -> Iterator[Note]:
    for block in blocks:
        if block.aside:
            reason = "this stood beside other text, and was taken for a column of its own"
            yield Note(block.line, Fate.DOUBTFUL, reason, block.text[:60])


def _headed(lines: list[Block]) -> Iterator[Block]:
    """Lines with === or --- under them are headings, and so are those with # before them."""
    skip = False
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        hashes = _HASHES.match(line.text)
        if skip:
            skip = False
        elif below and line.text and not marked(line.text) and _UNDERLINE.fullmatch(below.text):
            yield Block(Kind.HEADING, line.pieces, line.line, 1 if below.text[0] == "=" else 2)
            skip = True
        elif hashes:
            yield Block(
                Kind.HEADING, (Piece(line.text[hashes.end() :]),), line.line, len(hashes[1])
            )
        elif not _UNDERLINE.fullmatch(line.text):
            yield line


def marked(text: str) -> re.Match[str] | None:
    """The bullet or number that a line begins with."""
    return _MARKER.match(text)
