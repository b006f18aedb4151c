"""Reads plain text: what a browser prints, a PDF reader copies out, or a person saves. Nothing in it says what a line is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.importing.draft import Block, Draft, Fate, Kind, Note, Piece
from pipeline.importing.words import folded, readable

_MARKER = re.compile(r"(?P<mark>[•◦▪‣●○■□–—+*·-]|o(?=\s{1,4}\S)|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
SOFT = "¬"  # a hyphen that only the end of a line has; some programs write it so, others as one that cannot be seen
_SOFT = re.compile(r"\u00ad(?=[ \t]*(?:\r|\n|\f))")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")


def decoded(data: bytes) -> tuple[str, list[Note]]:
    """The text of bytes, and what had to be guessed for it."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        reason = "the file is not UTF-8; it was read as Windows does in Western Europe (cp1252)"
        return data.decode("cp1252", "replace"), [Note(line, Fate.GUESSED, reason)]


def read(data: bytes) -> Draft:
    """Each line as a block; empty ones too, since they part paragraphs."""
    text, notes = decoded(data)
    if text.count("\ufffd"):
        notes.append(
            Note(0, Fate.DOUBTFUL, "some characters were damaged before the import and are gone")
        )
    blocks = tuple(_headed(list(_lines(readable(_SOFT.sub(SOFT, text))))))
    return Draft(blocks, tuple(notes), levels=False)


def _lines(text: str) -> Iterator[Block]:
    for number, line in enumerate(text.split("\n"), 1):
        bare = folded(line)
        yield Block(
            Kind.LINE, (Piece(bare),) if bare else (), number, len(line) - len(line.lstrip())
        )


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
