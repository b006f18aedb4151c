"""Why a file in output/ would be made again, or would not: for a person who wonders."""

from __future__ import annotations

import datetime
import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pipeline import project as projects
from pipeline.build import keys, plan
from pipeline.build.beside import NOTHING, Beside, beside
from pipeline.build.lock import clock, locked
from pipeline.build.make import Order, Resolution, resolve
from pipeline.build.plan import Target
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
        order = Order(uuid4().hex, project, today, speech, store)
        return _reasons(target, standing, _Foreseen(standing, order))


def _target(project: Project, path: str) -> Target:
    inside = _inside(project.output, project.root, path)
    if name := plan.name_of(inside):
        for group in plan.published(project):
            for target in group.targets():
                if (group.name, target.edition.name) == name and inside in target.paths():
                    return target
    hint = "name a file as it stands in output/, such as output/x/en/x-en-word-draft.docx"
    raise LeafletError(Diagnostic("B105", "no leaflet, language and edition has a file of this name", Location(path or "."), hint))  # fmt: skip


def _inside(output: Path, root: Path, path: str) -> str:
    """A path from output/, whether it was given from here, from the project's root or from output/."""
    for given in (Path(path).absolute(), root / path):
        full = Path(os.path.normpath(given))  # links stay
        if full.is_relative_to(output):
            return full.relative_to(output).as_posix()
    return Path(path).as_posix()


def _reasons(target: Target, standing: Standing, foreseen: _Foreseen) -> Reasons:
    before, made = standing.records.resolved(target.leaflet), foreseen.made(target)
    changed = tuple(standing.changes(target.tag, before)) if before else ()
    if made and foreseen.beside(target).key not in made.state:
        changed = (*changed, "the files beside it")
    made_from = (*before.common, *before.files) if before else ()
    return Reasons(target, _verdict(target, standing, foreseen, bool(changed)), changed, made_from, made)  # fmt: skip


def _verdict(target: Target, standing: Standing, foreseen: _Foreseen, changed: bool) -> str:
    """What a build would do of a file. Where its sources changed only what a reader gets counts."""
    made, new = foreseen.made(target), foreseen.file(target)
    if new is None:
        what = "It would be removed" if made else "It cannot be made"
        return f"{what}: {foreseen.error(target)}"
    if made is None:
        return f"It would be made, as output/{new.path}: no build remembers it."
    if new.path != made.path:
        return f"It would be made again, as output/{new.path}: its status changed."
    if new.content != made.content:
        return f"It would be made again: {foreseen.difference(target)}."
    if standing.file(target) is None:
        return "It would be made again: the file is gone, or is not the one that was made."
    if changed:
        return "It would not be made again: its sources changed, but nothing that a reader gets."
    return "It would not be made again: all that it was made from is as it was."


_UNKNOWN = 0  # bytes of a file that is yet to be made


class _Foreseen:
    """The files as a build of everything would leave them: a page shows others of its leaflet, which may change too. Of a leaflet
    in a language that is as it was nothing is read."""

    def __init__(self, standing: Standing, order: Order) -> None:
        self._standing, self._order = standing, order
        self._groups = {group.name: group for group in plan.published(standing.project)}
        self._refused = {wrong.at.path: wrong for wrong in plan.misnamed(standing.project.slugs)}
        self._resolutions: dict[str, Resolution | None] = {}

    def made(self, target: Target) -> Made | None:
        """What the builds remember of it, whether or not it is still there."""
        return self._standing.records.made(target.leaflet).get(target.edition.name)

    def file(self, target: Target) -> Made | None:
        """None where it could not be made. Of one that is yet to be made neither size nor digest is known: they are others."""
        made, resolution = self.made(target), self._resolution(target.leaflet)
        if resolution is None and made and self.beside(target).key in made.state:
            return made
        resolution = resolution or self._resolved(target.leaflet)
        if resolution.document is None:
            return None
        path = target.path(resolution.document)
        content = keys.beside(resolution.contents[target.edition.name], self.beside(target).key)
        if made and made.content == content:
            return made._replace(path=path)
        return Made(path, content, "", content, _UNKNOWN, 0.0)

    def ending(self, leaflet: str) -> str | None:
        """What the names of its files would end in."""
        before, resolution = self._standing.records.resolved(leaflet), self._resolution(leaflet)
        if resolution is None:
            return before.ending if before else None
        return plan.ending(resolution.document) if resolution.document else None

    def beside(self, target: Target) -> Beside:
        if not target.edition.stage:
            return NOTHING
        leaflet = [group for group in self._groups.values() if group.slug == target.slug]
        planned = {group.name for group in leaflet if self.ending(group.name) is not None}
        return beside(target, leaflet, planned, self)

    def error(self, target: Target) -> Diagnostic:
        resolution = self._resolved(target.leaflet)
        return errors(resolution.found)[0]

    def difference(self, target: Target) -> str:
        """Why its content would be another."""
        made, plain = self.made(target), self._resolved(target.leaflet).contents[target.edition.name]  # fmt: skip
        shown = self.beside(target).key
        if made and shown and shown not in made.state and self._once(target, plain, made):
            unknown = any(one.size == _UNKNOWN for one in self.beside(target).files)
            return "a file that it shows is, unless that comes out as it was" if unknown else "what it shows of other files changed"  # fmt: skip
        return "what a reader gets changed"

    def _once(self, target: Target, plain: str, made: Made) -> bool:
        """Whether it would be as it was beside the files that it was made with."""
        *_, shown = made.state.split(" ")
        return keys.beside(plain, shown) == made.content

    def _resolution(self, leaflet: str) -> Resolution | None:
        """None where the leaflet in this language is as it was."""
        if leaflet not in self._resolutions:
            before = self._standing.records.resolved(leaflet)
            tag = self._groups[leaflet].tag
            same = before and not errors(before.found) and not any(self._standing.changes(tag, before))  # fmt: skip
            self._resolutions[leaflet] = None if same else self._resolve(leaflet)
        return self._resolutions[leaflet]

    def _resolved(self, leaflet: str) -> Resolution:
        """Also where it is as it was."""
        found = self._resolution(leaflet) or self._resolve(leaflet)
        self._resolutions[leaflet] = found
        return found

    def _resolve(self, leaflet: str) -> Resolution:
        group = self._groups[leaflet]
        if wrong := self._refused.get(projects.source_path(group.slug)):
            return Resolution(None, (wrong,))
        return resolve(self._order, group)
