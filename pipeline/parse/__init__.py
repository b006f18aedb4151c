"""Leaflet source to Document: every error of the file in one go, each with its line.

Parsing never raises on bad text: it returns what it could read, and what is wrong beside it. The
format is described in docs/staff.md.

front     what the front matter declares
body      the blocks of a file
lines     the text of a block
sections  what nests in what
reading   what is known meanwhile
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.diagnostic import Diagnostic, Location
from pipeline.document import Document, Line, Text
from pipeline.frontmatter import Form
from pipeline.languages import SOURCE
from pipeline.parse import front
from pipeline.parse.body import DEEPEST_LIST, SHARED, SHARED_FOLDER, Body
from pipeline.parse.front import UNKNOWN
from pipeline.parse.reading import Reading, clean
from pipeline.parse.sections import assemble, nested, unused
from pipeline.publisher import Publisher

__all__ = ["DEEPEST_LIST", "SHARED", "SHARED_FOLDER", "UNKNOWN", "parse", "parse_fragment"]


def parse(
    text: str,
    path: str,
    publisher: Publisher,
    shared: Mapping[str, str],
    pictures: Callable[[str], bytes | None],
) -> tuple[Document, list[Diagnostic]]:
    """The leaflet in ``text`` and everything that is wrong with it.

    ``path`` is relative to the project's root (source/x.md). ``shared`` holds the text of each
    fragment by name; ``pictures`` gives the bytes of a picture by its path as written.
    """
    text, found = clean(text, path)
    form = Form(path, first=1)
    declared, rest = front.read(form, text, publisher)
    document = replace(declared.document, slug=PurePosixPath(path).stem)
    found += form.found
    if rest is None:
        return document, _in_order(found)
    reading = Reading(
        declared.names,
        {link.label: link for link in document.links},
        {term.name: term for term in document.terms},
        shared,
        pictures,
        found,
        declared=declared.readable,
    )
    body = Body(path, document.slug, reading, declared.lines)
    flow = body.flow(rest)
    if declared.summary:
        kind = "One sentence: what the leaflet is about."
        summary = body.line(declared.summary.text, declared.summary.line, kind)
        document = replace(document, summary=summary)
    document = assemble(document, flow, Location(path, declared.lines + 1), reading)
    reading.found += () if reading.swallowed else unused(document, declared.own)
    return document, _in_order(reading.found)


def _in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    """Line by line, each once."""
    return sorted(set(found), key=lambda one: (one.at, one.code, one.message))


def parse_fragment(text: str, path: str, publisher: Publisher) -> tuple[Document, list[Diagnostic]]:
    """A shared fragment by itself, for its messages: what only the including leaflet can know is not checked."""
    text, found = clean(text, path)
    reading = Reading(
        frozenset(dict(publisher.facts)),
        {link.label: link for link in publisher.links},
        {term.name: term for term in publisher.terms},
        {},
        lambda _: None,
        found,
    )
    name = Text(PurePosixPath(path).stem)
    title = Line((name,), Location(path, 1))  # no message: nobody reads it
    blocks, sections = nested(Body(path, SHARED, reading, 0).flow(text), 2, reading)
    document = Document(SHARED, SOURCE, title, blocks, sections, facts=publisher.facts)
    return document, reading.found
