"""Only what two people signed, is in date and passes the proof on the finished file leaves the house."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from pipeline import inline
from pipeline import project as projects
from pipeline.build import files, plan, releases
from pipeline.build.files import Data
from pipeline.build.index import Here, index, withdrawn
from pipeline.build.lock import locked
from pipeline.build.make import render
from pipeline.build.plan import Choice, Group, Target
from pipeline.build.refusals import refusals
from pipeline.build.releases import Manifest, Recalled, Released, Signature
from pipeline.build.store import Store
from pipeline.build.wording import wording
from pipeline.catalogs import digests
from pipeline.checks import braille, docx, output
from pipeline.diagnostic import Diagnostic, LeafletError, errors
from pipeline.document import Document, Medium, for_medium
from pipeline.facts import plain_text
from pipeline.languages import SOURCE
from pipeline.project import Project, source_path
from pipeline.publisher import Edition, Format, PrintProfile
from pipeline.speech.options import Options


@dataclass
class Outcome:
    """``version``: of the release that was made; where it would be ``unchanged``, of the last one; empty where there is nothing
    to release. ``uncommitted``: how many files of the source differ from the commit that the manifest names; ``made``: paths from output/; ``found``: why the rest is not in it, each reason once."""

    version: str = ""
    unchanged: bool = False
    uncommitted: int = 0
    made: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)


def release(
    project: Project,
    slugs: Sequence[str],
    tags: Sequence[str],
    today: datetime.date,
    progress: Callable[[str, int, int], None],
) -> Outcome:
    """Write what may be released into a folder of its own, whole or not at all."""
    wanted = plan.chosen(project, Choice(tuple(slugs), tuple(tags)))
    with locked(project.output):
        version = releases.next_version(project.output, today)
        work = _Work(project, version, sum(len(group.editions) for group in wanted), progress)
        try:
            for group in wanted:
                work.take(group, today)
            return work.finished(tags or project.tags)
        finally:
            shutil.rmtree(work.folder, ignore_errors=True)


class _Work:
    """A release that is being made, in a folder beside its place."""

    def __init__(
        self,
        project: Project,
        version: str,
        planned: int,
        progress: Callable[[str, int, int], None],
    ) -> None:
        """``planned``: how many files there are at most."""
        self.project, self.version, self.planned, self.progress = (
            project,
            version,
            planned,
            progress,
        )
        self.made = 0
        self.spoken, wrong_speech = project.speech
        self.found = [*project.found, *wrong_speech]
        self.misnamed = plan.misnamed(project.slugs)
        self.folder = project.output / releases.FOLDER / f".{version}"
        shutil.rmtree(self.folder, ignore_errors=True)  # of a release that was killed
        self.released: list[Released] = []
        self.recalled: list[tuple[Recalled, Document]] = []

    def take(self, group: Group, today: datetime.date) -> None:
        """A leaflet in a language: its files, or why there are none."""
        source, told = projects.english(self.project, group.slug)
        document, told = projects.translated(self.project, source, told, group.tag, today)
        reasons = refusals(document, told) if document else errors(told)
        reasons += [one for one in self.misnamed if one.at.path == source_path(group.slug)]
        self.found += reasons
        if document and source and document.status.withdrawn:
            self.recalled.append((_recalled(self.project, document), document))
        if not document or not source or reasons:
            return
        made = [path for target in group.targets() if (path := self.file(target, document))]
        if made:
            self.released.append(_released(self.project, document, source, made))
            said = "".join(f"{row}\n" for row in wording(document))
            files.put(self.folder / releases.text_path(group.slug, group.tag), said.encode())

    def file(self, target: Target, document: Document) -> str:
        """The path of a file in the release; "" where it did not pass its proof."""
        path = _path(target)
        shown = f"output/{releases.FOLDER}/{self.version}/{path}"
        data, wrong = _proven(self.project, document, target.edition, self.spoken, shown)
        self.found += wrong
        if data is None:
            return ""
        files.put(self.folder / path, data)
        self.made += 1
        self.progress(shown.removeprefix("output/"), self.made, self.planned)
        return path

    def finished(self, tags: Sequence[str]) -> Outcome:
        outcome = Outcome(found=list(dict.fromkeys(self.found)))
        if not self.released and not self.recalled:
            return outcome
        output = self.project.output
        head, uncommitted = releases.commit(self.project.root)
        recalled = tuple(row for row, _ in self.recalled)
        manifest = Manifest(self.version, head, uncommitted, tuple(self.released), recalled, self.digests())  # fmt: skip
        earlier = next(iter(releases.versions(output)[::-1]), None)
        there = output / releases.FOLDER / (earlier or "")
        before = releases.read(there) if earlier else None
        if before and manifest.says_the_same(before):
            outcome.version, outcome.unchanged = before.version, True
            return outcome
        self.pages(manifest)
        for tag in tags:
            text = releases.changes(tag, manifest, self.folder, before, there)
            files.put(self.folder / f"changes/{tag}.txt", text.encode())
        releases.write(self.folder, manifest)
        self.folder.replace(output / releases.FOLDER / self.version)
        outcome.version, outcome.uncommitted = self.version, len(uncommitted)
        outcome.made = [f"{releases.FOLDER}/{self.version}/{path}" for one in self.released for path in one.files]  # fmt: skip
        return outcome

    def digests(self) -> dict[str, str]:
        return {path: files.digest(self.folder / path) for one in self.released for path in one.files}  # fmt: skip

    def pages(self, manifest: Manifest) -> None:
        """The index, and in the place of each withdrawn leaflet a page that says so."""
        sizes = {path: (self.folder / path).stat().st_size for path in manifest.files}
        here = [Here(one, sizes) for one in manifest.leaflets]
        name = self.project.publisher.name
        files.put(self.folder / "index.html", index(name, self.version, here, self.recalled))
        for row, document in self.recalled:
            page = f"{row.leaflet}/{row.language}/index.html"
            files.put(self.folder / page, withdrawn(document))


def _released(
    project: Project, document: Document, source: Document, made: Sequence[str]
) -> Released:
    standing, _ = projects.standing(project, document, source)
    due = document.dates.review_due
    reviewed, approved = (
        tuple(Signature(name, on.isoformat()) for name, on in given)
        for given in (standing.whole.reviewed, standing.whole.approved)
    )
    title = plain_text(inline.plain(document.title.inlines))
    digest = digests.whole(document)
    return Released(document.slug, document.tag, title, digest, due.isoformat() if due else "", reviewed, approved, tuple(made))  # fmt: skip


def _recalled(project: Project, document: Document) -> Recalled:
    """When and why it was withdrawn: by its language's own history, else by that of the English."""
    title = plain_text(inline.plain(document.title.inlines))
    for tag in dict.fromkeys((document.tag, SOURCE)):
        events = projects.history(project, tag)[0].withdrawals(document.slug)
        for event in events[-1:]:
            return Recalled(document.slug, document.tag, title, event.on.isoformat(), event.what)
    raise AssertionError("nothing is withdrawn without an event")


def _path(target: Target) -> str:
    """From the release's folder; what is approved and in date needs no ending."""
    name = f"{target.slug}-{target.tag}-{target.edition.name}.{target.edition.format.suffix}"
    return f"{target.slug}/{target.tag}/{name}"


def _proven(
    project: Project, document: Document, edition: Edition, spoken: Options, path: str
) -> tuple[Data | None, list[Diagnostic]]:
    """A finished file, read back by another reader than the one that made it; None, and why, when it may not go out."""
    try:
        data = render(document, edition, spoken, Store(project.output / files.FOLDER / "store"))
    except LeafletError as problem:
        return None, list(problem.diagnostics)
    wrong = _wrong(document, edition, data, path) if isinstance(data, bytes) else []
    return (None if wrong else data), wrong


def _wrong(document: Document, edition: Edition, data: bytes, path: str) -> list[Diagnostic]:
    match edition.format:
        case Format.PDF:
            printed, profile = for_medium(document, Medium.PRINT), PrintProfile(edition.body)
            return list(output.prove(output.Printed(printed, profile, data, path)))
        case Format.DOCX:
            written = for_medium(document, Medium.WORD)
            return list(docx.prove(docx.Written(written, edition.body, data, path)))
        case Format.BRF | Format.PEF | Format.BRAILLE_TEXT | Format.BRAILLE_PROOF:
            brailled = for_medium(document, Medium.BRAILLE)
            return list(braille.prove(braille.Brailled(brailled, edition, data, path)))
        case Format.MP3 | Format.M4B | Format.TRACKS | Format.TIMINGS:
            return []
        case _:
            assert_never(edition.format)
