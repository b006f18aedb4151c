"""Only what two people signed, is in date and passes the proof on the finished file leaves the house."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline import inline
from pipeline import project as projects
from pipeline.build import files, keys, plan, releases
from pipeline.build.beside import NOT_FOR_PEOPLE, NOTHING, Beside, File, Shown
from pipeline.build.committed import lost
from pipeline.build.files import Data
from pipeline.build.index import Here, index, withdrawn
from pipeline.build.lock import locked
from pipeline.build.make import render
from pipeline.build.parity import facts_found
from pipeline.build.plan import Choice, Group, Target
from pipeline.build.proofs import prove
from pipeline.build.refusals import refusals
from pipeline.build.releases import Manifest, Place, Recalled, Released, Signature
from pipeline.build.store import Store
from pipeline.build.wording import wording
from pipeline.catalogs import digests, signoff
from pipeline.diagnostic import Diagnostic, LeafletError, errors
from pipeline.document import Document, Line, Status, Text
from pipeline.facts import plain_text
from pipeline.languages import SOURCE
from pipeline.project import Project, source_path
from pipeline.publisher import Edition


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
            for _, groups in groupby(wanted, key=lambda group: group.slug):
                work.leaflet(list(groups), today)
            return work.finished(tags or project.tags)
        finally:
            shutil.rmtree(work.folder, ignore_errors=True)


@dataclass(frozen=True)
class _Ready:
    """A leaflet in a language that may be released."""

    group: Group
    document: Document
    source: Document


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
        _, wrong_speech = project.speech
        self.found = [*project.found, *wrong_speech]
        self.lost = {tag: lost(project, tag) for tag in dict.fromkeys((SOURCE, *project.tags))}
        self.misnamed = plan.misnamed(project.slugs)
        self.folder = project.output / releases.FOLDER / f".{version}"
        shutil.rmtree(self.folder, ignore_errors=True)  # of a release that was killed
        self.taken: set[tuple[str, str]] = set()
        self.released: list[Released] = []
        self.recalled: list[tuple[Recalled, Document]] = []

    def leaflet(self, groups: Sequence[Group], today: datetime.date) -> None:
        """A leaflet in all its languages: a page names the files that went before it, and its sisters."""
        ready = {group.tag: found for group in groups if (found := self.ready(group, today))}
        made: dict[str, dict[str, list[str]]] = {tag: {} for tag in ready}
        for stage in plan.STAGES:
            tags = [tag for tag, one in ready.items() if one.group.part(stage).editions]
            failed = self.stage(stage, [ready[tag] for tag in tags], made)
            while failed and stage:  # a page that fails its proof is named by no other
                tags = [tag for tag in tags if tag not in failed]
                failed = self.stage(stage, [ready[tag] for tag in tags], made)
        for tag, one in ready.items():
            self.keep(one, [path for paths in made[tag].values() for path in paths])

    def stage(
        self, stage: int, ready: Sequence[_Ready], made: dict[str, dict[str, list[str]]]
    ) -> list[str]:
        """Write the editions of a stage; the languages of which one could not be made."""
        failed: list[str] = []
        tags = [one.group.tag for one in ready]
        for one in ready:
            tag = one.group.tag
            for target in one.group.part(stage).targets():
                sisters = [(other, _path(replace(target, tag=other), one.document)) for other in tags if other != tag]  # fmt: skip
                path = self.file(one.group, target, one.document, sisters)
                made[tag][target.edition.name] = [path] if path else []
                failed += [] if path else [tag]
        return failed

    def ready(self, group: Group, today: datetime.date) -> _Ready | None:
        """A leaflet in a language that may be released; why it may not is told."""
        source, told = projects.english(self.project, group.slug)
        document, told = projects.translated(self.project, source, told, group.tag, today)
        reasons = refusals(document, told) if document else errors(told)
        reasons += [one for tag in (group.tag, SOURCE) for one in self.lost.get(tag, [])]
        reasons += [one for one in self.misnamed if one.at.path == source_path(group.slug)]
        self.found += reasons
        self.taken.add((group.slug, group.tag))
        self.recall(group.slug, group.tag, document or self.stand_in(group.slug, group.tag))
        if not document or not source or reasons:
            return None
        return _Ready(group, document, source)

    def keep(self, one: _Ready, made: Sequence[str]) -> None:
        if made:
            self.released.append(_released(self.project, one.document, one.source, made))
            said = "".join(f"{row}\n" for row in wording(one.document))
            path = releases.text_path(one.group.slug, one.group.tag)
            files.put(self.folder / path, said.encode())

    def file(self, group: Group, target: Target, document: Document, sisters: Sequence[tuple[str, str]]) -> str:  # fmt: skip
        """The path of a file in the release; "" where it did not pass its proof."""
        path = _path(target, document)
        told = f"output/{releases.FOLDER}/{self.version}/{path}"
        shown = Shown(self.beside(group, target, document, sisters), path, self.folder)
        data, wrong = _proven(self.project, document, target.edition, shown, told)
        self.found += wrong
        if data is None:
            files.remove(self.folder, path)
            return ""
        self.made += not (self.folder / path).exists()  # a page may be written once more
        files.put(self.folder / path, data)
        self.progress(told.removeprefix("output/"), self.made, self.planned)
        return path

    def beside(self, group: Group, target: Target, document: Document, sisters: Sequence[tuple[str, str]]) -> Beside:  # fmt: skip
        """What a page of the release shows beside its document."""
        stage = target.edition.stage
        if not stage:
            return NOTHING
        earlier = [one for one in group.targets() if one.edition.stage < stage and one.edition.format not in NOT_FOR_PEOPLE]  # fmt: skip
        there = [(e.edition, path) for e in earlier if (self.folder / (path := _path(e, document))).is_file()]  # fmt: skip
        found = [File(e, path, (self.folder / path).stat().st_size, files.digest(self.folder / path)) for e, path in there]  # fmt: skip
        return Beside(tuple(found), tuple(sisters))

    def recall(self, slug: str, tag: str, document: Document) -> None:
        """Note a leaflet that is withdrawn, by its language's own history or by that of the English. Whatever else is wrong
        with it."""
        for place in dict.fromkeys((tag, SOURCE)):
            history, _ = projects.history(self.project, place)
            if signoff.withdrawn(history, slug):
                event = history.withdrawals(slug)[-1]
                title = plain_text(inline.plain(document.title.inlines))
                row = Recalled(slug, tag, title, event.on.isoformat(), event.what)
                self.recalled.append((row, document))
                return

    def stand_in(self, slug: str, tag: str, title: str = "") -> Document:
        """What there is to say of a leaflet that cannot be read, or is no longer there."""
        own_words, _ = projects.words(self.project, tag)
        status = Status(withdrawn=True)
        words = tuple(sorted(own_words.items()))
        return Document(slug, tag, Line((Text(title or slug),)), status=status, words=words)

    def recall_what_is_gone(self, tags: Sequence[str], before: Sequence[Place]) -> None:
        """Withdrawn leaflets that were released once, and whose source somebody has since deleted."""
        for manifest, _ in before:
            for slug, tag, title in manifest.named:
                if tag in tags and (slug, tag) not in self.taken:
                    self.taken.add((slug, tag))
                    self.recall(slug, tag, self.stand_in(slug, tag, title))

    def finished(self, tags: Sequence[str]) -> Outcome:
        output = self.project.output
        before = releases.earlier(output)
        self.recall_what_is_gone(tags, before)
        outcome = Outcome(found=list(dict.fromkeys(self.found)))
        if not self.released and not self.recalled:
            return outcome
        head, uncommitted = releases.commit(self.project.root)
        recalled = tuple(row for row, _ in self.recalled)
        manifest = Manifest(self.version, head, uncommitted, tuple(self.released), recalled, self.digests())  # fmt: skip
        if before and manifest.says_the_same(before[0][0]):
            outcome.version, outcome.unchanged = before[0][0].version, True
            return outcome
        self.pages(manifest)
        for tag in tags:
            text = releases.changes(tag, (manifest, self.folder), before)
            files.put(self.folder / f"changes/{tag}.txt", text.encode())
        releases.write(self.folder, manifest, keys.tools(self.project.publisher.editions))
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


def _path(target: Target, document: Document) -> str:
    """From the release's folder; what is approved and in date needs no ending, but braille that nobody has proofread does."""
    return target.named(target.unread(document))


def _proven(
    project: Project, document: Document, edition: Edition, shown: Shown, path: str
) -> tuple[Data | None, list[Diagnostic]]:
    """A finished file, read back by another reader than the one that made it; None, and why, when it may not go out."""
    try:
        store = Store(project.output / files.FOLDER / "store")
        data = render(document, edition, project.speech[0], store, shown)
        facts_found(document, edition, project.speech[0], data, path)
    except LeafletError as problem:
        return None, list(problem.diagnostics)
    wrong = prove(document, edition, data, shown, path) if isinstance(data, bytes) else []
    return (None if wrong else data), wrong
