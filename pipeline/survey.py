"""Everything that is wrong with a project's sources and translations, without making anything."""

from __future__ import annotations

import datetime

from pipeline import project as projects
from pipeline.build.committed import lost
from pipeline.build.plan import doubted, misnamed, not_offered
from pipeline.diagnostic import Diagnostic
from pipeline.document import Document
from pipeline.project import Project
from pipeline.prose import advice
from pipeline.say import findings


def survey(project: Project, today: datetime.date) -> list[Diagnostic]:
    """Each finding once, in the order of files and lines."""
    documents, found = _resolved(project, today)
    found += [
        *project.found,
        *project.speech[1],
        *not_offered(project),
        *doubted(project),
        *misnamed(project.slugs),
        *(one for tag in project.tags for one in lost(project, tag)),
        *findings(project, documents),
        *advice(project),
    ]
    return sorted(set(found), key=lambda d: (d.at, d.code, d.message))


def _resolved(project: Project, today: datetime.date) -> tuple[list[Document], list[Diagnostic]]:
    """Every leaflet in every language that can be read, and what is wrong with it or with the others."""
    documents: list[Document] = []
    found: list[Diagnostic] = []
    for slug in project.slugs:
        for tag in project.tags:
            document, wrong = projects.resolve(project, slug, tag, today)
            documents += [document] if document else []
            found += wrong
    return documents, found
