"""Reads Markdown of any writer: markdown-it-py makes a page of it, which is read like one.

What only some programs know (front matter, notes, containers, names of headings) is taken out before, each with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.importing.draft import Draft, Fate, Note
from pipeline.importing.html import LINE
from pipeline.importing.html import read as read_page
from pipeline.importing.text import decoded
from pipeline.importing.words import Lines, count, readable

_DEEPEST = 80  # markdown-it leaves out what nests deeper, without a word
_FRONT = re.compile(
    r"(?P<mark>---|\+\+\+)[ ]*\n(?P<fields>.*?)\n(?:(?P=mark)|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"(?P<name>[A-Za-z_]+)\s*[:=]\s*(?P<value>.*)")
_OURS = frozenset("summary reviewed updated review_due version facts links terms accepted".split())
_NEEDED = frozenset("summary reviewed review_due".split())
_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\s]{1,40})\]:[ ]?", re.MULTILINE)
_TAKEN = (
    ("a container of another program", re.compile(r"^[ ]{0,3}:{3,}[^\n]*$", re.MULTILINE)),
    (
        "the name of a heading for links",
        re.compile(r"[ ]*\{[#.][\w .#-]{1,80}\}[ ]*$", re.MULTILINE),
    ),
)


def read(data: bytes, name: str) -> Draft:
    """Its blocks, each with its line. Raises LeafletError where it nests too deep, or is a leaflet already."""
    text, notes = decoded(data)
    text = readable(text)
    title = ""
    if front := _FRONT.match(text):
        fields = dict(_fields(front["fields"]))
        if _NEEDED <= fields.keys() <= _OURS:
            raise _is_leaflet(name)
        title = fields.get("title", "").strip().strip("\"'")
        notes += _of_front(front["fields"])
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = _without(text, notes)
    page = read_page(_rendered(text, name).encode(), name)
    return replace(page.noted(*notes), title=title or page.title, titled=bool(title))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """The outermost fields of front matter, as they are written."""
    for line in text.split("\n"):
        if match := _FIELD.match(line):
            yield match["name"].lower(), match["value"]


def _of_front(text: str) -> Iterator[Note]:
    for number, line in enumerate(text.split("\n"), 2):
        if count(line):
            yield Note(number, Fate.DROPPED, "the front matter of another program", line)


def _is_leaflet(name: str) -> LeafletError:
    hint = "it needs no import: copy it into source/, and run leaflet check"
    return LeafletError(Diagnostic("X310", "this is a leaflet already", Location(name), hint))


def _without(text: str, notes: list[Note]) -> str:
    """The text without what CommonMark does not know; the notes of a text stand where they are written."""
    for reason, pattern in _TAKEN:
        text = _taken(text, pattern, reason, notes)
    names = sorted({match[1] for match in _NOTE.finditer(text)}, key=len, reverse=True)
    if names:
        mark = rf"\[\^(?:{'|'.join(map(re.escape, names))})\]"
        begun = re.compile(rf"^[ ]{{0,3}}{mark}:[ ]?", re.MULTILINE)
        text = _taken(text, begun, "the mark of a note", notes, "<br><br>")
        text = _taken(text, re.compile(mark), "the mark of a note", notes)
    return text


def _taken(text: str, pattern: re.Pattern[str], reason: str, notes: list[Note], instead: str = "") -> str:  # fmt: skip
    lines = Lines(text)

    def put(match: re.Match[str]) -> str:
        if count(match[0]):
            notes.append(Note(lines.at(match.start()), Fate.DROPPED, reason, match[0].strip()))
        return instead

    return pattern.sub(put, text)


def _rendered(text: str, name: str) -> str:
    reader = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "html": True, "breaks": True})
    reader.enable(["table", "strikethrough"])
    environment: dict[str, object] = {}
    tokens = reader.parse(text, environment)
    if any(token.level > _DEEPEST - 10 for token in tokens):
        problem = Diagnostic(
            "X306",
            f"more than {_DEEPEST - 10} lists or quotations stand inside each other here",
            Location(name),
            "delete some of the > or - at the beginning of its lines",
        )
        raise LeafletError(problem)
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet(LINE, str(token.map[0] + 1))
    return (
        f"<html><body>{reader.renderer.render(tokens, reader.options, environment)}</body></html>"
    )
