"""Make what is missing or out of date, and remove what is no longer wanted."""

from __future__ import annotations

import datetime
import heapq
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from pipeline import inline
from pipeline import project as projects
from pipeline.build import files, keys, plan, report
from pipeline.build.beside import NOTHING, Beside, beside, shown
from pipeline.build.lock import clock, locked
from pipeline.build.make import Done, Job, Order, Resolution, make, resolve
from pipeline.build.plan import Choice, Group, Target
from pipeline.build.records import Damaged, Glance, Records, Resolved, Whole, diagnostics, forget
from pipeline.build.standing import Standing, state
from pipeline.build.store import Store
from pipeline.build.workers import WorkerDied, Workers
from pipeline.diagnostic import Diagnostic, LeafletError, Location, errors
from pipeline.facts import plain_text
from pipeline.project import Project
from pipeline.publisher import Edition

T = TypeVar("T")

# What is being made, how many files are made, of how many as far as is known.
Progress = Callable[[str, int, int], None]
# Tasks that wait at each worker: none is idle, and memory does not grow with the portfolio.
_WAITING = 3
# What one build tells the next beside how its reports look: what was published.
_PUBLISHED = "published"
# Leaflets in a language that are kept from one stage to the next, and not read again: a charity's, not a library's.
_KEPT = 100
# Says that a date is in the future, which it may not be tomorrow.
_BY_DAY = "S304"
# Bytes in the cache for each of an MP3: its frames, and 16-bit samples at 22,050 Hz.
_SPOKEN = 8
# Seconds in which what a worker has read it may read again.
_IN_USE = 120
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

    def after(self, earlier: Result) -> Result:
        """Of two builds, one right after the other, what both did, and what is found now."""
        made = dict.fromkeys((*earlier.made, *self.made))
        fresh = [path for path in self.fresh if path not in made]
        return Result(list(made), fresh, [*earlier.removed, *self.removed], self.found)


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
    with locked(project.output):
        try:
            result = _built(project, choice.more, chosen, today, progress, workers, store)
        except Damaged:
            forget(project.output)
            result = _built(project, choice.more, chosen, today, progress, workers, store)
    if result.made:
        result.found += _trimmed(store)
    result.found = sorted(
        set(result.found), key=lambda d: (d.at.path, d.at.line, d.code, d.message)
    )
    return result


def _trimmed(store: Store, spared: float = 0) -> tuple[Diagnostic, ...]:
    """Why the cache stays too large, if it does."""
    try:
        store.trim(spared)
    except LeafletError as problem:
        return problem.diagnostics
    return ()


def _built(
    project: Project,
    more: bool,
    chosen: Sequence[Group],
    today: datetime.date,
    progress: Progress,
    workers: Workers,
    store: Store,
) -> Result:
    with closing(Records(project.output)) as records:
        work = _Work(project, records, today, store, more)
        work.clear_up()
        rest = work.rest(chosen)
        for stage in plan.STAGES if rest else ():
            work.bring_up(stage, rest, workers, progress)
        work.remove_unwanted()
        work.end()
        if records.told(report.TOLD) != report.looks(project.output):
            work.report()
    return work.result


class _Work:
    """One build: what still stands, what there is to make, and what became of it."""

    def __init__(
        self, project: Project, records: Records, today: datetime.date, store: Store, more: bool
    ) -> None:
        self.project, self.records, self.more = project, records, more
        speech, found = project.speech
        self.order = Order(uuid4().hex, project, today, speech, store)
        self.standing = Standing(project, speech, records, today, clock(project.output))
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
        self.grown = 0  # bytes that the cache has taken since it was trimmed, at most
        self.published = {group.name: group for group in plan.published(project)}
        if records.told(_PUBLISHED) != plan.told(self.published.values()):
            records.tell(_PUBLISHED, "")  # until what is no longer published is gone
        self.leaflets: dict[str, list[Group]] = {}  # in every language, by slug
        for group in self.published.values():
            self.leaflets.setdefault(group.slug, []).append(group)
        self.whole: dict[str, Glance] = {}  # at a glance, but for what pages show
        self.paged = any(one.stage == plan.PAGES for one in project.publisher.editions)
        self.seen: set[str] = set()  # looked at file by file
        self.failed: set[str] = set()  # leaflets in a language of which something could not be made
        self.pages: frozenset[str] = frozenset()  # of those whose pages are being made
        self.read: dict[str, Resolution] = {}  # what a later stage need not resolve again

    def clear_up(self) -> None:
        """What a killed build left behind."""
        files.sweep(self.project.output)
        for path in self.records.begun:
            leaflet, edition = plan.name_of(path) or ("", "")
            made = self.records.made(leaflet).get(edition)
            if made is None or made.path != path:
                self.remove(path)

    # What stands.

    def rest(self, chosen: Sequence[Group]) -> list[Group]:
        """What of the chosen has to be looked at file by file; the rest is kept."""
        slugs = dict.fromkeys(group.slug for group in chosen)
        asked = {group.name: group for slug in slugs for group in self.leaflets[slug]}
        self.whole = {glance.leaflet: glance for glance in self.standing.whole(asked)}
        stand = {slug for slug in slugs if self.at_a_glance(self.leaflets[slug])}
        for group in chosen:
            if group.slug in stand:
                self.keep_whole(group, self.whole[group.name])
        rest = [group for group in chosen if group.slug not in stand]
        self.touch(group.name for group in rest if group.name not in self.whole)
        return rest

    def at_a_glance(self, groups: Sequence[Group]) -> bool:
        """Whether nothing of a leaflet is out of date, in no language: its pages show one another."""
        if not all(group.name in self.whole for group in groups):
            return False
        pages = shown(
            (group.tag, name)
            for group in groups if self.paged
            for name, one in zip(self.whole[group.name].whole.names, group.editions, strict=True) if one.stage == plan.PAGES
        )  # fmt: skip
        if all(self.whole[group.name].whole.pages == pages for group in groups):
            return True
        for group in groups:
            del self.whole[group.name]
        return False

    def keep_whole(self, group: Group, glance: Glance) -> None:
        """What stands, and what was said of it when it was made."""
        self.result.found += diagnostics(glance.found)
        folder, names = group.name, glance.whole.names
        every = self.published[folder].editions
        if len(names) != len(group.editions):  # not all is chosen
            names = tuple(name for name, one in zip(names, every, strict=True) if one in group.editions)  # fmt: skip
        self.result.fresh += [f"{folder}/{name}" for name in names]

    def touch(self, names: Iterable[str]) -> None:
        """Of these something may be made or taken away: should this build be killed, the next one looks at every file."""
        new = set(names) - self.seen
        self.seen |= new
        self.records.touch(new)

    def bring_up(
        self, stage: int, chosen: Sequence[Group], workers: Workers, progress: Progress
    ) -> None:
        """Make the editions of a stage that are out of date. A page that could not be made makes others so, which named it."""
        self.failed = set()
        groups = [group for group in self.concerned(stage, chosen) if group.editions]
        outdated: list[Group] = []
        for group in groups:
            glance = stage < plan.PAGES and group.name in self.whole
            if glance or self.stands(group, self.standing):
                self.keep(group)
            else:
                outdated.append(group)
        while outdated:
            self.touch(group.name for group in outdated)
            self.records.tell(report.TOLD, "")
            self.pages = frozenset(group.name for group in groups if group.name not in self.failed)
            self.make(outdated, workers, progress)
            again = groups if stage else []
            outdated = [g for g in again if g.name not in self.failed and not self.complete(g, self.standing)]  # fmt: skip

    def concerned(self, stage: int, chosen: Sequence[Group]) -> list[Group]:
        """What is chosen; for pages also those of the same leaflets that are made already, as they may name what changed: where
        no other build follows."""
        groups = {group.name: group.part(stage) for group in chosen}
        if stage and not self.more:
            for slug in dict.fromkeys(group.slug for group in chosen):
                for part in (group.part(stage) for group in self.leaflets[slug]):
                    made = self.records.made(part.name) if part.editions else {}
                    if any(edition.name in made for edition in part.editions):
                        groups[part.name] = part
        return list(groups.values())

    def stands(self, group: Group, standing: Standing) -> bool:
        """Whether everything of a leaflet in a language is as an earlier build left it."""
        before = self.records.resolved(group.name)
        if before is None or errors(before.found):
            return False
        if any(one.code == _BY_DAY for one in before.found):
            return False
        return not any(standing.changes(group.tag, before)) and self.complete(group, standing)

    def complete(self, group: Group, standing: Standing) -> bool:
        """Whether every file is there, shows what it was resolved to, and shows its sisters as they are."""
        before = self.records.resolved(group.name)
        if before is None:
            return False
        whole = state(before.inputs, before.overdue)
        made = [(target, standing.file(target)) for target in group.targets()]
        return all(one is not None and one.state == self.current(target, whole, standing) for target, one in made)  # fmt: skip

    def keep(self, group: Group) -> None:
        """What stands, and what was said of it when it was made."""
        if resolved := self.records.resolved(group.name):
            self.result.found += resolved.found
        made = self.records.made(group.name)
        self.result.fresh += [made[edition.name].path for edition in group.editions]

    def current(self, target: Target, whole: str, standing: Standing) -> str:
        """What a file is up to date with when it is made now. ``whole``: the state of its leaflet."""
        found = self.beside(target, standing)
        return f"{whole} {found.key}" if found != NOTHING else whole

    def beside(self, target: Target, standing: Standing) -> Beside:
        if not target.edition.stage:
            return NOTHING
        return beside(target, self.leaflets[target.slug], self.pages, standing)

    # What there is to make.

    def make(self, groups: Sequence[Group], workers: Workers, progress: Progress) -> None:
        """Resolve each leaflet, make each of its files that is not as it should be, and remember both."""
        queue = _Queue(self.allowed(groups))
        running: dict[Future[Any], Callable[[Future[Any]], None]] = {}
        while queue or running:
            while queue and len(running) < workers.count * _WAITING:
                match queue.pop():
                    case Group() as group:
                        running[self.resolving(group, workers)] = partial(self.resolved, group, queue)  # fmt: skip
                    case Job() as job:
                        future = workers.submit(make, self.order, job)
                        running[future] = partial(self.finished, job, queue, progress)
                        if not self.result.made:
                            progress(job.path, 0, self.planned)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                running.pop(future)(future)

    def allowed(self, groups: Sequence[Group]) -> Iterator[Group]:
        refused = {wrong.at.path for wrong in self.refused}
        for group in groups:
            if projects.source_path(group.slug) in refused:
                self.drop(group)
                self.fail(group.name)
            else:
                yield group

    def resolving(self, group: Group, workers: Workers) -> Future[Resolution]:
        """With the keys of all its editions, those of later stages too."""
        if known := self.read.get(group.name):
            done: Future[Resolution] = Future()
            done.set_result(known)
            return done
        return workers.submit(resolve, self.order, self.published.get(group.name, group))

    def resolved(self, group: Group, queue: _Queue, future: Future[Resolution]) -> None:
        resolution = _outcome(future, projects.source_path(group.slug), partial(Resolution, None))
        self.result.found += resolution.found
        if resolution.document is None:
            self.drop(group)
            self.fail(group.name)
            return
        if len(self.read) < _KEPT:
            self.read[group.name] = resolution
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
            self.beside(target, self.standing),
            self.current(target, state(resolved.inputs, resolved.overdue), self.standing),
        )
        content = keys.beside(resolution.contents[target.edition.name], found.key)
        job = Job(target, resolution.document, content, current, found)
        made = self.standing.file(target)
        if made is None or (made.content, made.path) != (content, job.path):
            return job
        self.records.keep(target.leaflet, target.edition.name, made._replace(state=current))
        self.result.fresh.append(made.path)
        return None

    def finished(self, job: Job, queue: _Queue, progress: Progress, future: Future[Done]) -> None:
        queue.ended(job)
        done = _outcome(future, f"output/{job.path}", partial(Done, None))
        self.result.found += done.found
        leaflet, edition = job.target.leaflet, job.target.edition.name
        made, before = done.made, self.records.made(leaflet).get(edition)
        if made is None:
            self.drop(Group(job.target.slug, job.target.tag, (job.target.edition,)))
            self.fail(leaflet)
            return
        others = {before.path} if before else set(job.target.paths())
        for path in others - {made.path}:
            self.remove(path)
        self.records.keep(leaflet, edition, made)
        self.result.made.append(made.path)
        self.kept(made.size * (_SPOKEN if job.target.edition.format.heard else 1))
        progress(job.path, len(self.result.made), self.planned)

    def kept(self, size: int) -> None:
        """So many bytes more are in the cache, which is trimmed in the midst of a long build too."""
        self.grown += size
        if self.grown > self.order.store.largest / 4:
            self.grown = 0
            self.result.found += _trimmed(self.order.store, _IN_USE)

    def fail(self, name: str) -> None:
        """Of a leaflet in a language something could not be made: the next build tries again."""
        self.records.fail(name)
        self.failed.add(name)

    # What is not wanted.

    def drop(self, group: Group) -> None:
        """What cannot be made: what an earlier build made of it goes, lest somebody prints it."""
        for target in group.targets():
            made = self.records.made(group.name).get(target.edition.name)
            for path in {made.path} if made else target.paths():
                self.remove(path)
            self.records.forget(group.name, target.edition.name)

    def remove_unwanted(self) -> None:
        """Files of leaflets, languages and editions that are no longer published."""
        told = plan.told(self.published.values())
        if self.records.told(_PUBLISHED) == told:
            return
        self.records.tell(report.TOLD, "")  # which names what is published
        for name in sorted(self.records.leaflets()):
            group = self.published.get(name)
            wanted = {edition.name for edition in group.editions} if group else set()
            for edition, made in list(self.records.made(name).items()):
                if edition not in wanted:
                    self.remove(made.path)
                    self.records.forget(name, edition)
            if not group:
                self.records.forget_resolved(name)
        self.remove_strays()
        self.records.tell(_PUBLISHED, told)

    def remove_strays(self) -> None:
        """Files under a name of ours that nobody remembers, since the records were lost once, and that are no longer published, or
        in another format."""
        published = {name: {one.name: one.format.suffix for one in group.editions} for name, group in self.published.items()}  # fmt: skip
        for file in sorted(self.project.output.glob("*/*/*")):
            path = file.relative_to(self.project.output).as_posix()
            name = plan.name_of(path)
            if name and not path.endswith(f".{published.get(name[0], {}).get(name[1], '/')}"):
                self.remove(path)

    def remove(self, path: str) -> None:
        try:
            if files.remove(self.project.output, path):
                self.records.tell(report.TOLD, "")
                self.result.removed.append(path)
        except files.HELD as problem:
            self.result.found.append(files.held(path, problem))
        except OSError as problem:
            raise files.unwritable(self.project.output, problem) from problem

    # What the next build is to know.

    def end(self) -> None:
        """What was looked at file by file is looked at anew, as the next build will: what then stands is known to be whole."""
        self.pages = frozenset()
        standing = self.standing.again(clock(self.project.output))
        pages: dict[str, str] = {}
        whole: dict[str, Whole] = {}
        for name in sorted(self.seen & self.published.keys()):
            group = self.published[name]
            if not self.stands(group, standing):
                continue
            if group.slug not in pages:
                pages[group.slug] = shown(self.pages_of(group.slug, standing))
            if one := standing.wholeness(group, pages[group.slug]):
                whole[name] = one
        self.records.end(self.standing.digests.learnt | standing.digests.learnt, whole)

    def pages_of(self, slug: str, standing: Standing) -> Iterator[tuple[str, str]]:
        for group in self.leaflets[slug]:
            for target in group.part(plan.PAGES).targets():
                made = standing.file(target)
                yield group.tag, made.path.rpartition("/")[2] if made else ""

    def report(self) -> None:
        from pipeline.build import listing

        try:
            report.write(self.project, self.records, self.result.found)
            listing.write(self.project, listing.made(self.project, self.records), report.LIST)
            self.records.tell(report.TOLD, report.looks(self.project.output))
        except OSError as problem:  # what was found before is told all the same
            self.result.found += files.unwritable(self.project.output, problem).diagnostics


class _Queue:
    """Leaflets to resolve and files to make. The long ones begin first, once enough are known to choose from. Of the files of a
    leaflet in a language that are heard one is made after the other: the first speaks, the others find its clips."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._groups = deque(groups)
        self._jobs: list[tuple[float, int, Job]] = []
        self._number = count()
        self._heard: dict[str, deque[Job]] = {}  # what waits for another to end

    def __len__(self) -> int:
        return len(self._groups) + len(self._jobs)

    def add(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if not job.target.edition.format.heard:
                self._push(job)
            elif job.target.leaflet in self._heard:
                self._heard[job.target.leaflet].append(job)
            else:
                self._heard[job.target.leaflet] = deque()
                self._push(job)

    def ended(self, job: Job) -> None:
        """A job is done: what waited for it may begin."""
        if job.target.edition.format.heard:
            if waiting := self._heard[job.target.leaflet]:
                self._push(waiting.popleft())
            else:
                del self._heard[job.target.leaflet]

    def _push(self, job: Job) -> None:
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
