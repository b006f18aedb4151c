"""How far every leaflet has come in every language, for people who plan the work."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import inline
from pipeline import project as projects
from pipeline.diagnostic import Diagnostic, errors
from pipeline.document import Document, lines
from pipeline.languages import SOURCE, language
from pipeline.project import Project


@dataclass(frozen=True, slots=True)
class Row:
    """One leaflet in one language. Counts of messages; ``due``: ISO date of the next review, "" for none."""

    slug: str
    tag: str
    state: str
    machine: bool
    overdue: bool
    due: str
    messages: int
    untranslated: int
    fuzzy: int
    to_confirm: int
    errors: int


def rows(project: Project, today: datetime.date) -> Iterator[Row]:
    for slug in project.slugs:
        for tag in project.tags:
            document, found = projects.resolve(project, slug, tag, today)
            yield _row(project, slug, tag, document, found)


def _row(
    project: Project, slug: str, tag: str, document: Document | None, found: list[Diagnostic]
) -> Row:
    if document is None:
        return Row(slug, tag, "error", False, False, "", 0, 0, 0, 0, len(errors(found)))
    messages, fuzzy = _counts(project, document)
    status, due = document.status, document.dates.review_due
    confirm = sum(link.confirm for link in document.links)
    return Row(slug, tag, status.state, status.machine, status.overdue, due.isoformat() if due else "",
               messages, status.untranslated, fuzzy, confirm, len(errors(found)))  # fmt: skip


def _counts(project: Project, document: Document) -> tuple[int, int]:
    """Messages of the leaflet's catalogs, and how many of them are fuzzy."""
    if document.tag == SOURCE or language(document.tag).pseudo:
        return len({(line.domain, line.context, inline.write(line.inlines)) for line in lines(document)}), 0  # fmt: skip
    catalogs = [
        projects.catalog_of(project, document.tag, domain)[0]
        for domain in projects.domains(document)
    ]
    living = [message for catalog in catalogs if catalog for message in catalog.living]
    return len(living), sum(message.fuzzy for message in living)
