"""Only what two people signed, is in date and passes the proof on the finished file leaves the house."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import assert_never

from pipeline.build import files, plan
from pipeline.build.files import Data
from pipeline.build.lock import locked
from pipeline.build.make import render
from pipeline.build.plan import Choice, Target
from pipeline.build.refusals import examined
from pipeline.build.store import Store
from pipeline.checks import docx, output
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document, Medium, for_medium
from pipeline.project import Project, source_path
from pipeline.publisher import Edition, Format, PrintProfile
from pipeline.speech.options import Options

FOLDER = "release"  # inside output/


def release(
    project: Project,
    slugs: Sequence[str],
    tags: Sequence[str],
    today: datetime.date,
    progress: Callable[[str, int, int], None],
) -> tuple[list[str], list[Diagnostic]]:
    """Write what may be released; the paths from output/, and why the rest is not, each reason once. What is no longer releasable goes."""
    wanted = plan.chosen(project, Choice(tuple(slugs), tuple(tags)))
    spoken, wrong_speech = project.speech
    found = [*project.found, *wrong_speech]
    misnamed = plan.misnamed(project.slugs)
    made: list[str] = []
    with locked(project.output):
        _withdraw_unpublished(project)
        for group in wanted:
            document, reasons = examined(project, group.slug, group.tag, today)
            reasons += [one for one in misnamed if one.at.path == source_path(group.slug)]
            found += reasons
            for number, target in enumerate(group.targets(), 1):
                path = _path(target)
                data, wrong = None, list[Diagnostic]()
                if document and not reasons:
                    data, wrong = _proven(project, document, target.edition, spoken, path)
                    found += wrong
                if data is None:
                    files.remove(project.output, path)
                    continue
                files.put(project.output / path, data)
                made.append(path)
                progress(path, number, len(group.editions))
    return made, list(dict.fromkeys(found))


def _path(target: Target) -> str:
    """From output/; what is approved and in date needs no ending."""
    name = f"{target.slug}-{target.tag}-{target.edition.name}.{target.edition.format.suffix}"
    return f"{FOLDER}/{target.slug}/{target.tag}/{name}"


def _withdraw_unpublished(project: Project) -> None:
    """Files of leaflets, languages and editions that the charity no longer publishes."""
    published = {_path(target) for group in plan.published(project) for target in group.targets()}
    for file in sorted((project.output / FOLDER).glob("*/*/*")):
        path = file.relative_to(project.output).as_posix()
        if path not in published:
            files.remove(project.output, path)


def _proven(
    project: Project, document: Document, edition: Edition, spoken: Options, path: str
) -> tuple[Data | None, list[Diagnostic]]:
    """A finished file, read back by another reader than the one that made it; None, and why, when it may not go out."""
    try:
        data = render(document, edition, spoken, Store(project.output / files.FOLDER / "store"))
    except LeafletError as problem:
        return None, list(problem.diagnostics)
    wrong = _wrong(document, edition, data, f"output/{path}") if isinstance(data, bytes) else []
    return (None if wrong else data), wrong


def _wrong(document: Document, edition: Edition, data: bytes, path: str) -> list[Diagnostic]:
    match edition.format:
        case Format.PDF:
            printed, profile = for_medium(document, Medium.PRINT), PrintProfile(edition.body)
            return list(output.prove(output.Printed(printed, profile, data, path)))
        case Format.DOCX:
            written = for_medium(document, Medium.WORD)
            return list(docx.prove(docx.Written(written, edition.body, data, path)))
        case Format.MP3 | Format.M4B | Format.TRACKS | Format.TIMINGS:
            return []
        case _:
            assert_never(edition.format)
