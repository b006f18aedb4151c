"""Why a file in output/ would be made again, or would not: for a person who wonders."""

from __future__ import annotations

import datetime
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pipeline.build import keys, plan
from pipeline.build.beside import Beside, beside
from pipeline.build.lock import clock, locked
from pipeline.build.make import Order, resolve
from pipeline.build.plan import Group, Target
from pipeline.build.records import Damaged, Made, Records, forget
from pipeline.build.standing import Standing
from pipeline.build.store import Store
from pipeline.diagnostic import Diagnostic, LeafletError, Location, errors
from pipeline.project import Project


@dataclass(frozen=True)
class Reasons:
    """``verdict``: a sentence; ``changed``: what is not as it was, by name; ``made_from``: every part, files and others;
    ``made``: what the last build remembers of the file, if it made it."""

    target: Target
    verdict: str
    changed: tuple[str, ...] = ()
    made_from: tuple[str, ...] = ()
    made: Made | None = None


def explain(project: Project, path: str, today: datetime.date, store: Store) -> Reasons:
    """Why the file at ``path`` (from the project's root or from output/) stands or does not. Raises LeafletError for a path
    that no target has."""
    target = _target(project, path)
    with locked(project.output):
        try:
            return _explained(project, target, today, store)
        except Damaged:
            forget(project.output)
            return _explained(project, target, today, store)


def _explained(project: Project, target: Target, today: datetime.date, store: Store) -> Reasons:
    with closing(Records(project.output)) as records:
        speech, _ = project.speech
        standing = Standing(project, speech, records, today, clock(project.output))
        return _reasons(target, standing, Order(uuid4().hex, project, today, speech, store))


def _target(project: Project, path: str) -> Target:
    parts = Path(path).parts
    inside = parts[parts.index("output") + 1 :] if "output" in parts else parts
    if name := plan.name_of("/".join(inside)):
        for group in plan.published(project):
            for target in group.targets():
                if (group.name, target.edition.name) == name:
                    return target
    hint = "name a file as it stands in output/, such as output/x/en/x-en-word-draft.docx"
    raise LeafletError(Diagnostic("B105", "no leaflet, language and edition has a file of this name", Location(path), hint))  # fmt: skip


def _reasons(target: Target, standing: Standing, order: Order) -> Reasons:
    records = standing.records
    before, made = records.resolved(target.leaflet), records.made(target.leaflet).get(target.edition.name)  # fmt: skip
    if before is None:
        return Reasons(target, "It would be made: no build remembers its leaflet in this language.")
    changed = tuple(standing.changes(target.tag, before))
    leaflet = [group for group in plan.published(standing.project) if group.slug == target.slug]
    others = beside(target, leaflet, (), standing)
    if made and others.key not in made.state:
        changed = (*changed, "the files beside it")
    made_from = (*before.common, *before.files)
    there = standing.file(target)
    if made and not there:
        verdict = "It would be made again: the file is gone, or is not the one that was made."
    elif made is None:
        verdict = "It would be made: the last build could not make it, or did not try."
    else:
        verdict = _after(target, made, order, others) if changed else _UNCHANGED
    return Reasons(target, verdict, changed, made_from, made)


_UNCHANGED = "It would not be made again: all that it was made from is as it was."


def _after(target: Target, made: Made, order: Order, others: Beside) -> str:
    """What a build would do of a file whose sources changed: only what a reader gets counts."""
    resolution = resolve(order, Group(target.slug, target.tag, (target.edition,)))
    if resolution.document is None:
        return f"It would be removed: {errors(resolution.found)[0]}"
    path = target.path(resolution.document)
    if path != made.path:
        return f"It would be made again, as output/{path}: its status changed."
    if keys.beside(resolution.contents[target.edition.name], others.key) != made.content:
        return "It would be made again: what a reader gets changed."
    return "It would not be made again: its sources changed, but nothing that a reader gets."
