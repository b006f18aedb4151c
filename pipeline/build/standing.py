"""What still stands of earlier builds: whether a leaflet would be resolved as it was, and a file is the one that was made."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.build import files, keys
from pipeline.build.files import Looks
from pipeline.build.keys import Digests
from pipeline.build.plan import Group, Target
from pipeline.build.records import Glance, Made, Records, Resolved, Whole, common_key
from pipeline.project import Project
from pipeline.speech.options import Options


class Standing:
    """The records of a folder held against what is on the disk."""

    def __init__(
        self,
        project: Project,
        speech: Options,
        records: Records,
        today: datetime.date,
        now: int,
    ) -> None:
        """``now``: nanoseconds, by the clock of the file system."""
        self.project, self.speech, self.records, self.today = project, speech, records, today
        self.digests = Digests(project.root, records.files, now)
        self._output, self._now = str(project.output), now
        self._common: dict[str, Mapping[str, str]] = {}
        self._common_keys: dict[str, str] = {}
        self._known: dict[
            str, Looks
        ] = {}  # files that may change without looking different, and how they look

    def again(self, now: int) -> Standing:
        """The same with nothing looked at yet."""
        return Standing(self.project, self.speech, self.records, self.today, now)

    def common(self, tag: str) -> Mapping[str, str]:
        """What every leaflet in a language is made from now, beside files."""
        if tag not in self._common:
            project = self.project
            self._common[tag] = keys.common(
                tag, project.publisher.editions, project.tags, self.speech
            )
            self._common_keys[tag] = common_key(self._common[tag])
        return self._common[tag]

    def changes(self, tag: str, before: Resolved) -> Iterator[str]:
        """What is not as it was when a leaflet was resolved, by name. Of the date it only matters whether a review is due."""
        if before.overdue != self._overdue(before.due):
            yield "the review date has passed" if not before.overdue else "the review date"
        if before.common != (now := self.common(tag)):
            yield from (name for name in now if before.common.get(name) != now[name])
        for path, digest in before.files.items():
            if self.digests.of(path) != digest:
                yield path

    def _overdue(self, due: str) -> bool:
        return bool(due) and due < self.today.isoformat()

    # A file.

    def file(self, target: Target) -> Made | None:
        """What was made of a target, while its file is the one that was made (touched perhaps)."""
        made = self.records.made(target.leaflet).get(target.edition.name)
        if made is None:
            return None
        looks = self._look(made.path)
        if looks and looks in (made.looks, self._known.get(made.path)):
            return made
        if not looks or files.digest(Path(self._output, made.path)) != made.digest:
            return None
        return self._read(target, made, looks)

    def ending(self, leaflet: str) -> str | None:
        """What the names of its files end in; None where something of it could not be made."""
        resolved = self.records.resolved(leaflet)
        return resolved.ending if resolved else None

    def _look(self, path: str) -> Looks:
        folder, _, name = path.rpartition("/")
        return files.look_inside(f"{self._output}/{folder}", (name,))[0]

    def _read(self, target: Target, made: Made, looks: Looks) -> Made | None:
        """What is known of a file whose bytes are those that were made."""
        if self._look(made.path) != looks:
            return None  # it changed meanwhile
        if not keys.settled(looks, self._now):
            self._known[made.path] = looks
            return made
        self.records.keep(target.leaflet, target.edition.name, made._replace(looks=looks))
        return self.records.made(target.leaflet)[target.edition.name]

    # A leaflet in a language, at a glance.

    def whole(self, groups: Mapping[str, Group]) -> Iterator[Glance]:
        """Those of the groups, by name, of which nothing can be out of date but what their pages show of other languages."""
        for glance in self.records.glances():
            group = groups.get(glance.leaflet)
            if group and self._as_it_was(group, glance):
                yield glance

    def _as_it_was(self, group: Group, glance: Glance) -> bool:
        self.common(group.tag)
        return (
            glance.common == self._common_keys[group.tag]
            and glance.overdue == self._overdue(glance.due)
            and len(group.editions) == len(glance.whole.names)
            and self.digests.are(glance.files)
            and glance.whole.looks == looks_of(group, self._looks(group, glance.whole.names))
        )

    def _looks(self, group: Group, names: Sequence[str]) -> list[Looks]:
        return files.look_inside(f"{self._output}/{group.name}", names)

    def wholeness(self, group: Group, pages: str) -> Whole | None:
        """What shows the next build at a glance that all of a group stands, once it has been seen that it does; None where a
        file may yet change without looking different. ``pages``: what its pages show of other languages."""
        made = self.records.made(group.name)
        names = tuple(made[one.name].path.rpartition("/")[2] for one in group.editions)
        looks = self._looks(group, names)
        if not all(looks) or looks != [made[one.name].looks for one in group.editions]:
            return None
        return Whole(names, looks_of(group, looks), pages)


def looks_of(group: Group, looks: Iterable[Looks]) -> str:
    """What stands for the files of a group: a digest of its editions and of how each one's file looks."""
    names = " ".join(one.name for one in group.editions)
    return hashlib.sha256(b"\n".join((names.encode(), *looks))).hexdigest()


def state(inputs: str, overdue: bool) -> str:
    """What a file was last found to be up to date with: a day changes nothing else than being overdue."""
    return f"{inputs} {'overdue' if overdue else 'in date'}"
