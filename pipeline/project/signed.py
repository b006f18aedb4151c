"""Who has signed a leaflet: its text, and its braille."""

from __future__ import annotations

import datetime
from dataclasses import replace

from pipeline.braille import liblouis
from pipeline.catalogs import signoff
from pipeline.catalogs.signoff import History, Signers, Standing
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document, Grade, Medium, State, Status, for_medium
from pipeline.languages import SOURCE, language
from pipeline.project.files import Project, data, present, signoff_path
from pipeline.project.source import in_english


def status_of(
    project: Project, document: Document, source: Document, today: datetime.date
) -> tuple[Status, list[Diagnostic]]:
    """A translation is no better than the English that it was made from, and without the days of its reviews neither is more
    than a draft."""
    own, found = standing(project, document, source)
    state, withdrawn = own.state, own.withdrawn
    if document.tag != SOURCE:
        english, wrong = standing(project, in_english(source), source)
        state, found = signoff.least(state, english.state), [*found, *wrong]
        withdrawn = withdrawn or english.withdrawn
    if not document.dates.known:
        state = State.DRAFT
    due = document.dates.review_due
    overdue = due is not None and due < today
    status = replace(document.status, state=state, overdue=overdue, machine=own.machine, withdrawn=withdrawn)  # fmt: skip
    return status, found


def standing(
    project: Project, document: Document, source: Document
) -> tuple[Standing, list[Diagnostic]]:
    """Who has signed the document, text by text, as it stands now."""
    known, found = history(project, document.tag)
    return signoff.standing(known, document, source), found


def history(project: Project, tag: str) -> tuple[History, list[Diagnostic]]:
    """The sign-off of a language; an empty one, with what is wrong, where it cannot be read."""
    path = signoff_path(tag)
    if not present(project, path):
        return History(), []
    stored, wrong = data(project, path)
    known, more = signoff.read(stored, path)
    return known, [*wrong, *more]


def braille_readers(project: Project, document: Document, grade: Grade) -> Signers:
    """Who has signed the leaflet's braille in a grade as it stands now."""
    known, _ = history(project, document.tag)
    if not known.signatures(document.slug, grade):
        return Signers()
    try:
        digest = braille_digest(document, grade)
    except LeafletError:  # it has no braille now: whoever makes it is told
        return Signers()
    return signoff.proofreaders(known, document.slug, grade, digest) if digest else Signers()


def braille_digest(document: Document, grade: Grade) -> str:
    """What a braille reader signs; "" where the language has no such braille. Raises LeafletError for what cannot be written."""
    has = grade is Grade.USUAL or language(document.tag).braille.uncontracted
    if liblouis.lacks(document.tag) or not has:
        return ""
    from pipeline.render import braille  # only where somebody has signed braille

    return braille.digest(for_medium(document, Medium.BRAILLE), grade)
