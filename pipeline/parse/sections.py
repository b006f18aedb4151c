"""The parts of a file, top to bottom, as a document of sections that nest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from pipeline import inline
from pipeline.diagnostic import Diagnostic, Location, Severity
from pipeline.document import Block, Document, FactRef, Section, lines
from pipeline.parse.reading import Flow, Heading, Reading


def assemble(document: Document, flow: Flow, at: Location, reading: Reading) -> Document:
    """Title, opening and sections from the parts of the file, whose text begins ``at``."""
    match flow[:1]:
        case [Heading(level=1, line=title)]:
            flow = flow[1:]
        case _:
            title = document.title
            hint = "write the title first, after one #: # Title"
            reading.note("S103", "the leaflet does not begin with its title", at, hint)
    blocks, sections = nested(flow, 2, reading)
    _check_names(flow, reading)
    return replace(document, title=title, blocks=blocks, sections=sections)


def _check_names(flow: Flow, reading: Reading) -> None:
    """No two headings have one name."""
    named: dict[str, int] = {}
    for part in flow:
        if isinstance(part, Heading) and part.id:
            if part.id in named:
                what = f"{{#{part.id}}} is the name of the heading in line {named[part.id]} too"
                reading.note("S118", what, part.line.at, "change one of both names")
            named.setdefault(part.id, part.line.at.line)


def nested(
    flow: Flow, level: int, reading: Reading
) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """The blocks before the first heading, and the sections, whose headings have ``level``."""
    starts = [n for n, part in enumerate(flow) if isinstance(part, Heading) and part.level <= level]
    first = next((n for n, part in enumerate(flow) if isinstance(part, Heading)), len(flow))
    blocks = tuple(part for part in flow[:first] if not isinstance(part, Heading))
    if first < len(flow) and (not starts or starts[0] > first):
        starts.insert(0, first)
    sections = []
    for start, end in pairwise([*starts, len(flow)]):
        heading = flow[start]
        assert isinstance(heading, Heading)
        _check_level(heading, level, reading)
        inner, below = nested(flow[start + 1 : end], level + 1, reading)
        sections.append(Section(heading.line, inner, below, heading.id))
    return blocks, tuple(sections)


def _check_level(heading: Heading, level: int, reading: Reading) -> None:
    if heading.level == level:
        return
    if heading.level == 1:
        hint = "begin it with ##: only the title of the leaflet has one #"
        reading.note("S103", "this is a second title", heading.line.at, hint)
    else:
        message = f"this heading begins with {'#' * heading.level}, and here {'#' * level} is the next level"
        reading.note("S102", message, heading.line.at, f"begin it with {'#' * level}")


def unused(document: Document, own: Mapping[str, Location]) -> Iterator[Diagnostic]:
    """A declared fact that no sentence uses is perhaps a figure that got lost."""
    walked = (one for line in lines(document) for one in inline.walk(line.inlines))
    used = {one.name for one in walked if isinstance(one, FactRef)}
    for name, at in own.items():
        if name not in used:
            hint = f"write {{{name}}} where it belongs, or delete the fact; else a figure may be missing there"
            yield Diagnostic(
                "S301", f"the fact {name} is declared and never used", at, hint, Severity.WARNING
            )
