"""Only what two people signed, is in date and passes the proof on the finished file leaves the house."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import assert_never

from pipeline.build import files, plan
from pipeline.build.beside import NOT_FOR_PEOPLE, NOTHING, Beside, File, Shown
from pipeline.build.files import Data
from pipeline.build.lock import locked
from pipeline.build.make import render
from pipeline.build.plan import Choice, Group, Target
from pipeline.build.refusals import refusals
from pipeline.build.store import Store
from pipeline.checks import docx, epub, output, web
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document, Medium, for_medium
from pipeline.project import Project, source_path
from pipeline.publisher import Edition, Format, PrintProfile

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
    _, wrong_speech = project.speech
    work = _Release(project, today, progress)
    work.found += [*project.found, *wrong_speech]
    with locked(project.output):
        _withdraw_unpublished(project)
        for _, groups in groupby(wanted, key=lambda group: group.slug):
            work.leaflet(list(groups))
    return work.made, list(dict.fromkeys(work.found))


@dataclass
class _Release:
    project: Project
    today: datetime.date
    progress: Callable[[str, int, int], None]
    made: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def leaflet(self, groups: Sequence[Group]) -> None:
        """A leaflet in all its languages: a page names the files that went before it, and its sisters."""
        ready: dict[str, tuple[Group, Document]] = {}
        for group in groups:
            document = self.releasable(group)
            if document:
                ready[group.tag] = (group, document)
            else:
                self.withdraw(group)
        for stage in plan.STAGES:
            pages = [tag for tag, (group, _) in ready.items() if group.part(stage).editions]
            failed = self.stage(stage, ready, pages)
            while failed and stage:
                pages = [tag for tag in pages if tag not in failed]
                failed = self.stage(stage, ready, pages)

    def releasable(self, group: Group) -> Document | None:
        document, reasons = refusals(self.project, group.slug, group.tag, self.today)
        at = source_path(group.slug)
        reasons += [one for one in plan.misnamed(self.project.slugs) if one.at.path == at]
        self.found += reasons
        return document if document and not reasons else None

    def stage(
        self, stage: int, ready: Mapping[str, tuple[Group, Document]], tags: Sequence[str]
    ) -> list[str]:
        """Write the editions of a stage in the languages of ``tags``; those of which one could not be made."""
        failed: list[str] = []
        for tag in tags:
            group, document = ready[tag]
            for target in group.part(stage).targets():
                sisters = [(other, replace(target, tag=other)) for other in tags if other != tag]
                if not self.file(group, target, document, sisters):
                    failed.append(tag)
        return failed

    def file(self, group: Group, target: Target, document: Document, sisters: Sequence[tuple[str, Target]]) -> bool:  # fmt: skip
        path, output = _path(target), self.project.output
        pages = tuple((tag, _path(other)) for tag, other in sisters)
        found = Beside(_files(group, target, output), pages) if target.edition.format.stage else NOTHING  # fmt: skip
        data, wrong = _proven(self.project, document, target.edition, Shown(found, path, output))
        self.found += wrong
        if path in self.made:  # once more, without a sister that failed
            self.made.remove(path)
        if data is None:
            files.remove(output, path)
            return False
        files.put(output / path, data)
        self.made.append(path)
        self.progress(path, len(self.made), len(group.editions))
        return True

    def withdraw(self, group: Group) -> None:
        for target in group.targets():
            files.remove(self.project.output, _path(target))


def _files(group: Group, target: Target, output: Path) -> tuple[File, ...]:
    """What is released beside a page."""
    earlier = (one for one in group.targets() if one.edition.format.stage < target.edition.format.stage)  # fmt: skip
    there = [(one.edition, _path(one)) for one in earlier if (output / _path(one)).is_file()]
    return tuple(
        File(edition, path, (output / path).stat().st_size, files.digest(output / path))
        for edition, path in there
        if edition.format not in NOT_FOR_PEOPLE
    )


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
    project: Project, document: Document, edition: Edition, shown: Shown
) -> tuple[Data | None, list[Diagnostic]]:
    """A finished file, read back by another reader than the one that made it; None, and why, when it may not go out."""
    try:
        store = Store(project.output / files.FOLDER / "store")
        data = render(document, edition, project.speech[0], store, shown)
    except LeafletError as problem:
        return None, list(problem.diagnostics)
    wrong = _wrong(document, edition, data, shown) if isinstance(data, bytes) else []
    return (None if wrong else data), wrong


def _wrong(document: Document, edition: Edition, data: bytes, shown: Shown) -> list[Diagnostic]:
    path = f"output/{shown.page}"
    match edition.format:
        case Format.PDF:
            printed, profile = for_medium(document, Medium.PRINT), PrintProfile(edition.body)
            return list(output.prove(output.Printed(printed, profile, data, path)))
        case Format.DOCX:
            written = for_medium(document, Medium.WORD)
            return list(docx.prove(docx.Written(written, edition.body, data, path)))
        case Format.HTML:
            return list(
                web.prove(web.Page(for_medium(document, Medium.WEB), data, path, shown.names))
            )
        case Format.EPUB:
            return list(epub.prove(epub.Book(for_medium(document, Medium.WEB), data, path)))
        case Format.MP3 | Format.M4B | Format.TRACKS | Format.TIMINGS:
            return []
        case _:
            assert_never(edition.format)
