"""Leaflets as booklets for the press: clear print on A5, two pages on each side of a sheet of A4, to be folded."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from pipeline import inline
from pipeline.build import files, plan
from pipeline.build.lock import locked
from pipeline.build.plan import Choice, Group
from pipeline.checks.output import Printed, prove
from pipeline.checks.parity.parity import Delivered
from pipeline.checks.parity.parity import prove as facts_kept
from pipeline.diagnostic import Diagnostic, LeafletError, errors
from pipeline.document import Document, Medium, for_medium
from pipeline.languages import language
from pipeline.project import Project, resolve
from pipeline.publisher import BOOKLET, Format
from pipeline.render import pdf
from pipeline.render.pdf.booklet import imposed

FOLDER = "booklets"  # inside output/


def booklets(
    project: Project,
    choice: Choice,
    today: datetime.date,
    bleed: bool,
    progress: Callable[[str, int, int], None],
) -> tuple[list[str], list[Diagnostic]]:
    """Write the booklets of the leaflets; their paths from output/, and why the rest is not made. A booklet whose pages do
    not pass the proof on the finished file is not made."""
    made, found = list[str](), list[Diagnostic]()
    groups = plan.chosen(project, choice)
    with locked(project.output):
        for number, group in enumerate(groups, 1):
            document, told = resolve(project, group.slug, group.tag, today)
            found += errors(told)
            if document is None:
                continue
            path = _path(group, plan.ending(document))
            data, wrong = _made(for_medium(document, Medium.PRINT), path, bleed)
            found += wrong
            for ending in plan.ENDINGS:  # an earlier state's file goes
                files.remove(project.output, _path(group, ending))
            if data is not None:
                files.publish(project.output, path, data)
                made.append(path)
                progress(path, number, len(groups))
    return made, list(dict.fromkeys(found))


def _path(group: Group, ending: str) -> str:
    name = f"{group.slug}-{group.tag}-booklet{ending}.pdf"
    return f"{FOLDER}/{group.slug}/{group.tag}/{name}"


def _made(document: Document, path: str, bleed: bool) -> tuple[bytes | None, Sequence[Diagnostic]]:
    try:
        pages = pdf.render(document, pdf.Options(BOOKLET))
    except LeafletError as problem:
        return None, problem.diagnostics
    wrong = list(prove(Printed(document, BOOKLET, pages, f"output/{path}")))
    wrong += facts_kept(Delivered(document, Format.PDF, pages, f"output/{path}", {}))
    if wrong:
        return None, wrong
    title = inline.plain(document.title.inlines)
    return imposed(pages, title, language(document.tag).rtl, bleed), []
