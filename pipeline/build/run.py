"""Make what is missing or out of date, and remove what is no longer wanted."""

from __future__ import annotations

import datetime
import heapq
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from pipeline import inline
from pipeline import project as projects
from pipeline.build import files, keys, listing, plan, report
from pipeline.build.beside import NOTHING, Beside, beside
from pipeline.build.lock import locked
from pipeline.build.make import Done, Job, Order, Resolution, make, resolve
from pipeline.build.plan import Choice, Group, Target
from pipeline.build.records import Records, Resolved
from pipeline.build.standing import Standing, state
from pipeline.build.store import Store
from pipeline.build.workers import WorkerDied, Workers
from pipeline.diagnostic import Diagnostic, Location, errors
from pipeline.facts import plain_text
from pipeline.project import Project
from pipeline.publisher import Edition

T = TypeVar("T")

# What is being made, how many files are made, of how many as far as is known.
Progress = Callable[[str, int, int], None]
# Tasks that wait at each worker: none is idle, and memory does not grow with the portfolio.
_WAITING = 3
# Files that are known to be needed before the longest is begun.
_AHEAD = 100


@dataclass
class Result:
    """Paths are from output/. ``fresh`` were made by an earlier build and still stand."""

    made: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not errors(self.found)


def build(
    project: Project,
    choice: Choice,
    today: datetime.date,
    progress: Progress,
    workers: Workers,
    store: Store,
) -> Result:
    """Bring output/ up to date. Raises LeafletError when nothing can be made at all."""
    chosen = plan.chosen(project, choice)
    with locked(project.output) as now, closing(Records(project.output)) as records:
        work = _Work(project, records, today, now, store)
        work.clear_up()
        for stage in plan.STAGES:
            work.bring_up(stage, chosen, workers, progress)
        work.remove_unwanted()
        records.end(work.standing.digests.learnt)
        if work.touched or work.result.removed or not report.exists(project.output):
            try:
                report.write(project, records, work.result.found)
                listing.write(project, listing.made(project, records), listing.NAME)
            except OSError as problem:  # what was found before is told all the same
                work.result.found += files.unwritable(project.output, problem).diagnostics
    if work.result.made:
        store.trim()
    work.result.found = sorted(set(work.result.found), key=lambda d: (d.at, d.code, d.message))
    return work.result


class _Work:
    """One build: what still stands, what there is to make, and what became of it."""

    def __init__(
        self, project: Project, records: Records, today: datetime.date, now: int, store: Store
    ) -> None:
        self.project, self.records = project, records
        speech, found = project.speech
        self.order = Order(uuid4().hex, project, today, speech, store)
        self.standing = Standing(project, speech, records, today, now)
        self.refused = plan.misnamed(project.slugs)
        self.result = Result()
        self.result.found += [
            *project.found,
            *found,
            *plan.not_offered(project),
            *plan.doubted(project),
            *self.refused,
        ]
        self.planned = 0  # files
        self.touched = False  # whether anything was out of date
        self.leaflets: dict[str, list[Group]] = {}  # in every language, by slug
        for group in plan.published(project):
            self.leaflets.setdefault(group.slug, []).append(group)
        self.failed: set[str] = set()  # leaflets in a language of which something could not be made
        self.pages: frozenset[str] = frozenset()  # of those whose pages are being made

    def clear_up(self) -> None:
        """What a killed build left behind."""
        files.sweep(self.project.output)
        for path in self.records.begun - {made.path for made in self.records.made.values()}:
            self.remove(path)

    def bring_up(
        self, stage: int, chosen: Sequence[Group], workers: Workers, progress: Progress
    ) -> None:
        """Make the editions of a stage that are out of date. A page that could not be made makes others so, which named it."""
        self.failed = set()
        groups = [group for group in self.concerned(stage, chosen) if group.editions]
        outdated: list[Group] = []
        for group in groups:
            if self.stands(group):
                self.keep(group)
            else:
                outdated.append(group)
        self.touched = self.touched or bool(outdated)
        while outdated:
            self.pages = frozenset(group.name for group in groups if group.name not in self.failed)
            self.make(outdated, workers, progress)
            again = groups if stage else []
            outdated = [g for g in again if g.name not in self.failed and not self.stands(g)]

    def concerned(self, stage: int, chosen: Sequence[Group]) -> list[Group]:
        """What is chosen; for pages also those of the same leaflets that are made already, as they may name what changed."""
        groups = {group.name: group.part(stage) for group in chosen}
        if stage:
            for slug in dict.fromkeys(group.slug for group in chosen):
                for part in (group.part(stage) for group in self.leaflets[slug]):
                    if any(target.name in self.records.made for target in part.targets()):
                        groups[part.name] = part
        return list(groups.values())

    def stands(self, group: Group) -> bool:
        """Whether everything of a leaflet in a language is as an earlier build left it."""
        before = self.records.resolved.get(group.name)
        if before is None or errors(before.found):
            return False
        if next(self.standing.changes(group.tag, before), None):
            return False
        whole = state(before.inputs, before.overdue)
        made = [(target, self.standing.file(target.name)) for target in group.targets()]
        return all(one is not None and one.state == self.current(target, whole) for target, one in made)  # fmt: skip

    def keep(self, group: Group) -> None:
        """What stands, and what was said of it when it was made."""
        self.result.found += self.records.resolved[group.name].found
        self.result.fresh += [self.records.made[target.name].path for target in group.targets()]

    def current(self, target: Target, whole: str) -> str:
        """What a file is up to date with when it is made now. ``whole``: the state of its leaflet."""
        found = self.beside(target)
        return f"{whole} {found.key}" if found != NOTHING else whole

    def beside(self, target: Target) -> Beside:
        if not target.edition.stage:
            return NOTHING
        return beside(target, self.leaflets[target.slug], self.pages, self.standing)

    # What there is to make.

    def make(self, groups: Sequence[Group], workers: Workers, progress: Progress) -> None:
        """Resolve each leaflet, make each of its files that is not as it should be, and remember both."""
        queue = _Queue(self.allowed(groups))
        running: dict[Future[Any], Callable[[Future[Any]], None]] = {}
        while queue or running:
            while queue and len(running) < workers.count * _WAITING:
                match queue.pop():
                    case Group() as group:
                        future = workers.submit(resolve, self.order, group)
                        running[future] = partial(self.resolved, group, queue)
                    case Job() as job:
                        future = workers.submit(make, self.order, job)
                        running[future] = partial(self.finished, job, progress)
                        if not self.result.made:
                            progress(job.path, 0, self.planned)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                running.pop(future)(future)

    def allowed(self, groups: Sequence[Group]) -> Iterator[Group]:
        refused = {wrong.at.path for wrong in self.refused}
        for group in groups:
            if projects.source_path(group.slug) in refused:
                self.drop(group)
            else:
                yield group

    def resolved(self, group: Group, queue: _Queue, future: Future[Resolution]) -> None:
        resolution = _outcome(future, projects.source_path(group.slug), partial(Resolution, None))
        self.result.found += resolution.found
        if resolution.document is None:
            self.drop(group)
            self.forget(group.name)
            return
        before = self.remember(group, resolution)
        jobs = [job for target in group.targets() if (job := self.job(target, resolution, before))]
        self.planned += len(jobs)
        self.records.begin(job.path for job in jobs)
        queue.add(jobs)

    def remember(self, group: Group, resolution: Resolution) -> Resolved:
        assert resolution.document
        common = self.standing.common(group.tag)
        read = dict(sorted(resolution.read.items()))
        due, overdue = resolution.document.dates.review_due, resolution.document.status.overdue
        title = plain_text(inline.plain(resolution.document.title.inlines))
        row = Resolved(keys.inputs(common, read), common, read, due.isoformat() if due else "", overdue,
                       plan.ending(resolution.document), title, resolution.found, report.about(resolution.document))  # fmt: skip
        self.records.keep_resolved(group.name, row)
        return row

    def job(self, target: Target, resolution: Resolution, resolved: Resolved) -> Job | None:
        """What is to be made; None where the file that stands shows what the document says."""
        assert resolution.document
        found, current = (
            self.beside(target),
            self.current(target, state(resolved.inputs, resolved.overdue)),
        )
        content = keys.beside(resolution.contents[target.edition.name], found.key)
        job = Job(target, resolution.document, content, current, found)
        made = self.standing.file(target.name)
        if made is None or (made.content, made.path) != (content, job.path):
            return job
        self.records.keep(target.name, made._replace(state=current))
        self.result.fresh.append(made.path)
        return None

    def finished(self, job: Job, progress: Progress, future: Future[Done]) -> None:
        done = _outcome(future, f"output/{job.path}", partial(Done, None))
        self.result.found += done.found
        made, before = done.made, self.records.made.get(job.target.name)
        if made is None:
            self.drop(Group(job.target.slug, job.target.tag, (job.target.edition,)))
            self.forget(f"{job.target.slug}/{job.target.tag}")
            return
        others = {before.path} if before else set(job.target.paths())
        for path in others - {made.path}:
            self.remove(path)
        self.records.keep(job.target.name, made)
        self.result.made.append(made.path)
        progress(job.path, len(self.result.made), self.planned)

    def forget(self, name: str) -> None:
        """Of a leaflet in a language something could not be made: the next build tries again."""
        self.records.forget_resolved(name)
        self.failed.add(name)

    # What is not wanted.

    def drop(self, group: Group) -> None:
        """What cannot be made: what an earlier build made of it goes, lest somebody prints it."""
        for target in group.targets():
            made = self.records.made.get(target.name)
            for path in {made.path} if made else target.paths():
                self.remove(path)
            self.records.forget(target.name)

    def remove_unwanted(self) -> None:
        """Files of leaflets, languages and editions that are no longer published."""
        published = {
            group.name: {edition.name for edition in group.editions}
            for group in plan.published(self.project)
        }
        for name, made in list(self.records.made.items()):
            leaflet, _, edition = name.rpartition("/")
            if edition not in published.get(leaflet, ()):
                self.remove(made.path)
                self.records.forget(name)
        for name in self.records.resolved.keys() - published.keys():
            self.records.forget_resolved(name)
        if self.records.new:
            self.remove_strays(published)

    def remove_strays(self, published: Mapping[str, Set[str]]) -> None:
        """Files under a name of ours that nobody remembers, since the records were lost, and that are no longer published."""
        for file in sorted(self.project.output.glob("*/*/*")):
            path = file.relative_to(self.project.output).as_posix()
            if (name := plan.name_of(path)) and name[1] not in published.get(name[0], ()):
                self.remove(path)

    def remove(self, path: str) -> None:
        try:
            if files.remove(self.project.output, path):
                self.result.removed.append(path)
        except files.HELD as problem:
            self.result.found.append(files.held(path, problem))
        except OSError as problem:
            raise files.unwritable(self.project.output, problem) from problem


class _Queue:
    """Leaflets to resolve and files to make. The long ones begin first, once enough are known to choose from."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._groups = deque(groups)
        self._jobs: list[tuple[float, int, Job]] = []
        self._number = count()

    def __len__(self) -> int:
        return len(self._groups) + len(self._jobs)

    def add(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            heapq.heappush(self._jobs, (-_length(job.target.edition), next(self._number), job))

    def pop(self) -> Group | Job:
        if self._groups and len(self._jobs) < _AHEAD:
            return self._groups.popleft()
        return heapq.heappop(self._jobs)[2]


def _length(edition: Edition) -> float:
    """How long an edition takes to make, against others: sound longest, then the most pages."""
    return 1000 if edition.format.heard else edition.body


def _outcome(future: Future[T], what: str, failed: Callable[[tuple[Diagnostic, ...]], T]) -> T:
    """What a task brought; where its process was killed, that it ``failed``."""
    try:
        return future.result()
    except WorkerDied:
        hint = "close other programs, as the machine may have run out of memory, and run make again"
        message = "the system ended the making of this twice"
        return failed((Diagnostic("B902", message, Location(what), hint),))
