"""How far every leaflet has come in every language, for people who plan the work."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline import project as projects
from pipeline.build.plan import lacks
from pipeline.build.refusals import refusals, unanswered
from pipeline.catalogs.catalog import Catalog, Message, headers
from pipeline.catalogs.digests import Signable
from pipeline.diagnostic import Diagnostic, errors
from pipeline.document import Document
from pipeline.languages import SOURCE, language
from pipeline.project import Project


@dataclass(frozen=True, slots=True)
class Row:
    """One leaflet in one language. Counts are of its texts: ``stale``: whose English has changed since they were translated, or
    has never reached the catalog; ``changed``: since somebody signed them. ``doubts``: what a check asks and nobody has answered;
    ``english``: the day of the English that the catalogs were last brought up to, and ``age`` in days; ``ready``: may be released;
    ``braille``: "proofread" by a braille reader as it stands, "not proofread", "not offered", or "" where none is published."""

    slug: str
    tag: str
    state: str
    machine: bool = False
    withdrawn: bool = False
    overdue: bool = False
    due: str = ""
    texts: int = 0
    translated: int = 0
    fuzzy: int = 0
    stale: int = 0
    changed: int = 0
    errors: int = 0
    doubts: int = 0
    to_confirm: int = 0
    english: str = ""
    age: int | None = None
    ready: bool = False
    braille: str = ""


def rows(project: Project, today: datetime.date) -> Iterator[Row]:
    """For each leaflet in each language how far it is."""
    for slug in project.slugs:
        source, found = projects.english(project, slug)
        for tag in project.tags:
            document, told = projects.translated(project, source, found, tag, today)
            if source is None or document is None:
                yield Row(slug, tag, "error", errors=len(errors(told)))
            else:
                yield _row(project, source, document, told, today)


def _row(
    project: Project,
    source: Document,
    document: Document,
    found: list[Diagnostic],
    today: datetime.date,
) -> Row:
    status, due = document.status, document.dates.review_due
    standing, _ = projects.standing(project, document, source)
    catalogs = _catalogs(project, source, document.tag)
    messages = {one: _message(one, catalogs) for one in standing.texts} if catalogs else {}
    english = min(filter(None, map(_made, catalogs.values())), default=None)
    return Row(
        document.slug,
        document.tag,
        "withdrawn" if status.withdrawn else status.state,
        status.machine,
        status.withdrawn,
        status.overdue,
        due.isoformat() if due else "",
        len(standing.texts),
        sum(one.translated for one in standing.texts),
        sum(message.fuzzy for message in messages.values() if message),
        sum(message is None or (message.fuzzy and bool(message.previous)) for message in messages.values()),
        len(standing.changed),
        len(errors(found)),
        len(unanswered(found)),
        sum(link.confirm for link in document.links),
        english.isoformat() if english else "",
        (today - english).days if english else None,
        not refusals(document, found),
        _braille(project, document),
    )  # fmt: skip


def _braille(project: Project, document: Document) -> str:
    """Of every grade that is published."""
    editions = [one for one in project.publisher.editions if one.embossed]
    offered = {one.embossed for one in editions if not lacks(project, one, document.tag, document.slug)}  # fmt: skip
    if not offered:
        return "not offered" if editions else ""
    return "proofread" if offered <= set(document.status.proofread) else "not proofread"


def _catalogs(project: Project, source: Document, tag: str) -> Mapping[str, Catalog]:
    if tag == SOURCE or language(tag).pseudo:
        return {}
    found = {one: projects.catalog_of(project, tag, one)[0] for one in projects.domains(source)}
    return {domain: catalog for domain, catalog in found.items() if catalog}


def _message(one: Signable, catalogs: Mapping[str, Catalog]) -> Message | None:
    catalog = catalogs.get(one.domain)
    return catalog.get(one.msgid, one.context or None) if catalog else None


def _made(catalog: Catalog) -> datetime.date | None:
    """The day of the template that a catalog was last brought up to; None where its header does not say it."""
    said = re.match(r"\d{4}-\d{2}-\d{2}", headers(catalog.header).get("POT-Creation-Date", ""))
    try:
        return datetime.date.fromisoformat(said[0]) if said else None
    except ValueError:
        return None
