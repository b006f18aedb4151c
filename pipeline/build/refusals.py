"""Why a leaflet may not be released, each reason at the line where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline import project as projects
from pipeline.diagnostic import Diagnostic, Location, Severity, errors
from pipeline.document import Document, State
from pipeline.languages import language


def refusals(document: Document, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Why a leaflet in a language may not be released, each reason at the line where it is mended; none when it may.
    ``found``: what was told when it was resolved."""
    return [
        *errors(found),
        *_pseudo(document),
        *_withdrawn(document),
        *_unsigned(document),
        *_late(document),
        *_undated(document),
        *_to_confirm(document),
        *_in_english(document, found),
        *unanswered(found),
    ]


def _pseudo(document: Document) -> Iterator[Diagnostic]:
    if language(document.tag).pseudo:
        what = f"{document.tag} is a made-up language for tests, and nobody reads it"
        hint = f"delete {document.tag} in languages:"
        yield Diagnostic("B205", what, Location("source/publisher.yaml"), hint)


def _withdrawn(document: Document) -> Iterator[Diagnostic]:
    if document.status.withdrawn:
        what = f"{document.slug} in {document.tag} has been withdrawn"
        hint = "correct what was wrong; when two people have signed it again it can be released"
        yield Diagnostic("B207", what, Location(projects.signoff_path(document.tag), 1), hint)


def _unsigned(document: Document) -> Iterator[Diagnostic]:
    if language(document.tag).pseudo or document.status.withdrawn:
        return
    if document.status.state is not State.APPROVED:
        what = (
            "a machine's draft that nobody has reviewed"
            if document.status.machine
            else f"a {document.status.state}"
        )
        if document.status.state is State.REVIEWED:
            what = "reviewed but not approved"
        yield Diagnostic("B201", f"{document.slug} in {document.tag} is {what}", Location(projects.signoff_path(document.tag), 1),
                         f"one person signs with leaflet review --tag {document.tag} --by NAME, then another with leaflet approve --tag {document.tag} --by NAME")  # fmt: skip


def _late(document: Document) -> Iterator[Diagnostic]:
    if document.status.overdue:
        yield Diagnostic("B202", f"the review was due on {document.dates.review_due}", document.dates.due_at,
                         "review the leaflet, then write the new dates under reviewed: and review_due:")  # fmt: skip


def _undated(document: Document) -> Iterator[Diagnostic]:
    if not document.dates.known:
        yield Diagnostic("B208", "nobody has written when it was reviewed, and when it is to be reviewed next",
                         document.dates.due_at, "write both days: reviewed: 2026-01-31 and review_due: 2029-01-31")  # fmt: skip


def _to_confirm(document: Document) -> Iterator[Diagnostic]:
    for link in document.links:
        if link.confirm:
            yield Diagnostic("B203", f"nobody has confirmed yet where the link {link.label} leads", link.at,
                             "open its address in a browser; when it is right, delete confirm: true")  # fmt: skip


def _in_english(document: Document, found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    if document.status.untranslated:
        for one in found:
            if one.code == "T201":
                yield Diagnostic(
                    "B204",
                    f"a release cannot hold English here, and {one.message}",
                    one.at,
                    one.hint,
                )


def unanswered(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What a check doubts in a translation stays in the house until somebody mends it or says why it is right."""
    return [
        Diagnostic("B206", f"nobody has answered {one.code}: {one.message}", one.at,
                   f"correct it; or, if it is right, leaflet accept {one.at} {one.code} --by NAME --why REASON")
        for one in found
        if one.severity is Severity.WARNING and one.at.path.endswith(".po") and one.code != "T201"
    ]  # fmt: skip
