"""What a translator has typed, also where a build refuses it: the other texts stay in sight while one is mended.

A build makes nothing of a catalog with a single error. Here each text that is sound stands as it would be printed, and one that is
not as it stands in the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import inline
from pipeline import project as projects
from pipeline.catalogs.catalog import Key
from pipeline.catalogs.gate import Seen
from pipeline.diagnostic import Diagnostic, Location
from pipeline.document import Document, Line, Text, lines
from pipeline.languages import SOURCE, language
from pipeline.project import Project
from pipeline.translate import translate

Catalogs = Mapping[str, Seen]  # by domain


@dataclass(frozen=True, slots=True)
class Typed:
    """A text of the leaflet in its language. ``raw``: the lines of its file, where they cannot be read as a text."""

    line: Line
    raw: str = ""


def catalogs(project: Project, source: Document, tag: str) -> Catalogs:
    """The catalogs of a leaflet, as far as they can be read; none for English and the pseudo-languages."""
    if tag == SOURCE or language(tag).pseudo:
        return {}
    found = {one: projects.catalog_seen(project, tag, one)[0] for one in projects.domains(source)}
    return {domain: one for domain, one in found.items() if one}


def typed(
    project: Project,
    source: Document,
    seen: Catalogs,
    tag: str,
    today: datetime.date,
    whole: bool,
) -> tuple[list[Typed], list[Diagnostic]]:
    """The texts of a leaflet that cannot be made, and what more is wrong with them than the refusal of a build says. ``whole``:
    whether the source itself is without error."""
    own_words, _ = projects.words(project, tag)
    sound = {domain: one.rest for domain, one in seen.items()}
    told = [found for one in seen.values() for found in one.places]
    if whole:
        document, more = projects.checked(project, source, sound, own_words, tag, today)
    else:
        document, more = translate(source, sound, own_words, language(tag))
    wrong = {one.at for one in more if one.code == "T202"}
    pairs = zip(lines(source), lines(document), strict=True)
    rows = [_typed(seen, wrong, *pair) for pair in pairs if pair[0].inlines]
    # A text that was left out of the translation is told by what is wrong with it, not as one that is missing.
    refused = {line.at for line in lines(source) if _is_refused(seen, line)}
    told += [one for one in more if not (one.code == "T201" and one.at in refused)]
    return rows, told


def key(line: Line) -> Key:
    """By what a text of the source is found in its catalog."""
    return line.context or None, inline.write(line.inlines)


def _is_refused(seen: Catalogs, line: Line) -> bool:
    return line.domain in seen and key(line) in seen[line.domain].refused


def _typed(seen: Catalogs, wrong: set[Location], source: Line, line: Line) -> Typed:
    """``line``: as it would be printed; where that is English because something is wrong, what was typed in its place."""
    one = seen.get(source.domain)
    if one is None:
        return Typed(line)
    context, msgid = key(source)
    message = one.catalog.get(msgid, context)
    if message is None and (context, msgid) in one.broken:
        begins, raw = one.broken[context, msgid]
        return Typed(replace(line, at=Location(one.catalog.path, begins)), raw)
    if message is None:
        return Typed(line)
    at = Location(one.catalog.path, message.line)
    if message.translated and (message.key in one.refused or at in wrong):
        return Typed(Line((Text(message.msgstr[0]),), at))
    return Typed(line)


def numbers(seen: Catalogs, rows: Sequence[Line]) -> dict[str, dict[Key, int]]:
    """For the path of each catalog, which row each of its entries is: the first, where a text stands twice."""
    found: dict[str, dict[Key, int]] = {one.catalog.path: {} for one in seen.values()}
    for number, row in enumerate(rows):
        if row.domain in seen:
            found[seen[row.domain].catalog.path].setdefault(key(row), number)
    return found
