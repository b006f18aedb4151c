"""Only what two people signed, is in date and passes the proof on the finished file leaves the house."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from pipeline.build import cache, plan
from pipeline.build.make import render
from pipeline.build.plan import Choice
from pipeline.build.refusals import refusals
from pipeline.checks.output import PRINTED, Printed
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document, Medium, for_medium
from pipeline.project import Project, lexicons
from pipeline.publisher import Edition, Format, PrintProfile

FOLDER = "release"  # inside output/


def release(
    project: Project,
    slugs: Sequence[str],
    tags: Sequence[str],
    today: datetime.date,
    progress: Callable[[str, int, int], None],
) -> tuple[list[str], list[Diagnostic]]:
    """Write what may be released; the paths from output/, and why the rest is not. What is no longer releasable goes."""
    wanted = plan.chosen(project, Choice(tuple(slugs), tuple(tags)))
    spoken, found = lexicons(project)
    made: list[str] = []
    with cache.locked(project.output):
        samples = cache.Samples(project.output)
        for slug, tag in dict.fromkeys((target.slug, target.tag) for target in wanted):
            document, reasons = refusals(project, slug, tag, today)
            found += reasons
            group = [target for target in wanted if (target.slug, target.tag) == (slug, tag)]
            for number, target in enumerate(group, 1):
                path = f"{FOLDER}/{slug}/{tag}/{slug}-{tag}-{target.edition.name}.{target.edition.format}"
                if reasons or document is None:
                    cache.remove(project.output, path)
                    continue
                try:
                    data = render(document, target.edition, spoken, samples)
                except LeafletError as problem:
                    found += problem.diagnostics
                    continue
                if broken := _proof(document, target.edition, data, path):
                    found += broken
                    cache.remove(project.output, path)
                    continue
                cache.put(project.output / path, data)
                made.append(path)
                progress(path, number, len(group))
    return made, found


def _proof(document: Document, edition: Edition, data: bytes, path: str) -> list[Diagnostic]:
    """What is wrong with a finished file, read back by another reader than the one that made it."""
    if edition.format is not Format.PDF:
        return []
    document, profile = for_medium(document, Medium.PRINT), PrintProfile(edition.body)
    return list(PRINTED.run(Printed(document, profile, data, f"output/{path}")))
