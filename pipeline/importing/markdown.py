"""Reads Markdown of any writer: markdown-it-py makes a page of it, which is read like one."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.importing.draft import Draft, Fate, Note
from pipeline.importing.html import LINE
from pipeline.importing.html import read as read_page
from pipeline.importing.text import decoded
from pipeline.importing.words import count, readable

_DEEPEST = 80  # markdown-it leaves out what nests deeper, without a word
_FRONT = re.compile(r"---[ ]*\n(.*?)\n(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)


def read(data: bytes, name: str) -> Draft:
    """Its blocks, each with its line. Raises LeafletError where it nests too deep."""
    text, notes = decoded(data)
    text = readable(text)
    front = _FRONT.match(text)
    if front:
        notes += [
            Note(number, Fate.DROPPED, "the front matter of another program", line)
            for number, line in enumerate(front[1].split("\n"), 2)
            if count(line)
        ]
        text = "\n" * front[0].count("\n") + text[front.end() :]
    reader = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "html": True}).enable("table")
    environment: dict[str, object] = {}
    tokens = reader.parse(text, environment)
    if any(token.level > _DEEPEST - 10 for token in tokens):
        problem = Diagnostic(
            "X306",
            f"this text nests more than {_DEEPEST - 10} deep",
            Location(name),
            "take marks away at the beginning of its lines",
        )
        raise LeafletError(problem)
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet(LINE, str(token.map[0] + 1))
    page = read_page(
        f"<html><body>{reader.renderer.render(tokens, reader.options, environment)}</body></html>".encode(),
        name,
    )
    return page.noted(*notes)
