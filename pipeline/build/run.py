"""Make what is missing or out of date, on all cores, and remove what is no longer wanted."""

from __future__ import annotations

import datetime
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace

from pipeline import project as projects
from pipeline.build import cache, plan
from pipeline.build.cache import Made, Records, Resolved
from pipeline.build.make import Done, Job, make
from pipeline.build.plan import Choice, Target
from pipeline.diagnostic import Diagnostic, Location, errors
from pipeline.document import Document
from pipeline.project import Project
from pipeline.publisher import Format

Progress = Callable[
    [str, int, int], None
]  # what has been made, how many are, of how many; at first 0


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


def build(project: Project, choice: Choice, today: datetime.date, progress: Progress) -> Result:
    """Bring output/ up to date. Raises LeafletError when nothing can be made at all."""
    wanted = plan.chosen(project, choice)
    with cache.locked(project.output):
        cache.sweep(project.output)
        records = cache.read(project.output)
        work = _Work(project, records, today)
        try:
            work.resolve_all(wanted)
            for job, done in _made(work.jobs, progress):
                work.finish(job, done)
            work.remove_unwanted(wanted)
        finally:
            _remember(project, records)
    work.result.found = sorted(set(work.result.found), key=lambda d: (d.at, d.code, d.message))
    return work.result


def _remember(project: Project, records: Records) -> None:
    try:
        cache.write(project.output, records)
    except OSError as problem:
        raise cache.unwritable(project.output, problem) from problem


class _Work:
    """One build: what it found to be fresh, what there is to make, and what became of it."""

    def __init__(self, project: Project, records: Records, today: datetime.date) -> None:
        self.project, self.records, self.today = project, records, today
        self.result = Result()
        self.jobs: list[Job] = []
        self.lexicons, found = projects.lexicons(project)
        self.result.found += [*project.found, *found, *plan.not_offered(project)]

    def resolve_all(self, wanted: Sequence[Target]) -> None:
        groups: dict[tuple[str, str], list[Target]] = {}
        for target in wanted:
            groups.setdefault((target.slug, target.tag), []).append(target)
        for (slug, tag), group in groups.items():
            self.resolve(slug, tag, group)
        self.refuse_collisions()

    def resolve(self, slug: str, tag: str, group: Sequence[Target]) -> None:
        """Parse and translate a leaflet, unless everything of it still stands."""
        key = plan.inputs(self.project, slug, tag)
        before = self.records.resolved.get(f"{slug}/{tag}")
        if before and before.inputs == key and self.still(before) and not errors(before.found):
            standing = {target: self.standing(target) for target in group}
            fresh = [
                made.path
                for made in standing.values()
                if made and made.inputs == _state(key, before.overdue)
            ]
            if len(fresh) == len(group):
                self.result.found += before.found
                self.result.fresh += fresh
                return
        document, found = projects.resolve(self.project, slug, tag, self.today)
        self.result.found += found
        if document is None:
            self.drop(group)
            self.records.resolved.pop(f"{slug}/{tag}", None)
            return
        self.remember(document, key, found)
        for target in group:
            self.plan(target, document, _state(key, document.status.overdue))

    def remember(self, document: Document, key: str, found: list[Diagnostic]) -> None:
        due = document.dates.review_due
        row = Resolved(key, due.isoformat() if due else "", document.status.overdue, tuple(found))
        self.records.resolved[f"{document.slug}/{document.tag}"] = row

    def still(self, before: Resolved) -> bool:
        """Whether the leaflet is as overdue as it was: the one thing that a day changes."""
        return before.overdue == (
            bool(before.due) and datetime.date.fromisoformat(before.due) < self.today
        )

    def standing(self, target: Target) -> Made | None:
        made = self.records.made.get(target.name)
        kept = cache.unchanged(self.project.output, made) if made else None
        if kept:
            self.records.made[target.name] = kept
        return kept

    def plan(self, target: Target, document: Document, inputs: str) -> None:
        """A job, unless the file that stands shows what the document says."""
        content = plan.content(document, target, self.lexicons)
        made = self.standing(target)
        path = target.path(document)
        if made and (made.content, made.path) == (content, path):
            self.records.made[target.name] = replace(made, inputs=inputs)
            self.result.fresh.append(path)
        else:
            self.jobs.append(
                Job(target, document, content, inputs, self.lexicons, self.project.output)
            )

    def refuse_collisions(self) -> None:
        others = [(target, made.path) for target in plan.targets(self.project)
                  if (made := self.records.made.get(target.name)) and all(job.target != target for job in self.jobs)]  # fmt: skip
        found = plan.collisions([*((job.target, job.path) for job in self.jobs), *others])
        paths = {wrong.at.path.removeprefix("output/").casefold() for wrong in found}
        self.result.found += found
        self.drop([job.target for job in self.jobs if job.path.casefold() in paths])
        self.jobs = [job for job in self.jobs if job.path.casefold() not in paths]

    def finish(self, job: Job, done: Done) -> None:
        self.result.found += done.found
        before = self.records.made.get(job.target.name)
        if done.made is None:
            self.drop([job.target])
            self.records.resolved.pop(f"{job.target.slug}/{job.target.tag}", None)
            return
        if before and before.path != done.made.path:
            self.remove(before.path)
        self.records.made[job.target.name] = done.made
        self.result.made.append(done.made.path)

    def drop(self, group: Sequence[Target]) -> None:
        """Targets that cannot be made: what an earlier build made of them goes, lest somebody prints it."""
        for target in group:
            if made := self.records.made.pop(target.name, None):
                self.remove(made.path)

    def remove_unwanted(self, wanted: Sequence[Target]) -> None:
        """Files of leaflets, languages and editions that are no longer published."""
        names = {target.name for target in (*plan.targets(self.project), *wanted)}
        for name in [name for name in self.records.made if name not in names]:
            self.remove(self.records.made.pop(name).path)
        leaflets = {name.rpartition("/")[0] for name in names}
        for name in [name for name in self.records.resolved if name not in leaflets]:
            del self.records.resolved[name]

    def remove(self, path: str) -> None:
        try:
            cache.remove(self.project.output, path)
        except OSError as problem:
            raise cache.unwritable(self.project.output, problem) from problem
        self.result.removed.append(path)


def _state(inputs: str, overdue: bool) -> str:
    """What a file was last found to be up to date with: a day changes nothing else than being overdue."""
    return f"{inputs} {'overdue' if overdue else 'in date'}"


def _made(jobs: Sequence[Job], progress: Progress) -> Iterator[tuple[Job, Done]]:
    """Each job with what became of it, as they end; the long ones begin first."""
    if not jobs:
        return
    ordered = sorted(
        jobs,
        key=lambda job: (job.target.edition.format is not Format.MP3, -job.target.edition.body),
    )
    workers = max(1, min(len(jobs), os.cpu_count() or 1))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        running = {pool.submit(make, job): job for job in ordered}
        progress(ordered[0].path, 0, len(jobs))
        try:
            for number, future in enumerate(as_completed(running), 1):
                job = running[future]
                progress(job.path, number, len(jobs))
                yield job, _result(future, job)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _result(future: Future[Done], job: Job) -> Done:
    try:
        return future.result()
    except BrokenProcessPool:
        at = Location(f"output/{job.path}")
        return Done(None, (Diagnostic("B902", "the process that made this was killed", at,
                                      "perhaps the machine ran out of memory; run make again"),))  # fmt: skip
