"""What still stands of earlier builds: whether a leaflet would be resolved as it was, and a file is the one that was made."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.build import files, keys
from pipeline.build.keys import Digests
from pipeline.build.records import Made, Records, Resolved
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
        self._output = str(project.output)
        self._common: dict[str, Mapping[str, str]] = {}

    def common(self, tag: str) -> Mapping[str, str]:
        """What every leaflet in a language is made from now, beside files."""
        if tag not in self._common:
            project = self.project
            self._common[tag] = keys.common(
                tag, project.publisher.editions, project.tags, self.speech
            )
        return self._common[tag]

    def changes(self, tag: str, before: Resolved) -> Iterator[str]:
        """What is not as it was when a leaflet was resolved, by name. Of the date it only matters whether a review is due."""
        if before.overdue != (bool(before.due) and before.due < self.today.isoformat()):
            yield "the review date has passed" if not before.overdue else "the review date"
        if before.common != (now := self.common(tag)):
            yield from (name for name in now if before.common.get(name) != now[name])
        for path, digest in before.files.items():
            if self.digests.of(path) != digest:
                yield path

    def file(self, name: str) -> Made | None:
        """What was made of a target, while its file is the one that was made (touched perhaps)."""
        made = self.records.made.get(name)
        if made is None:
            return None
        path = f"{self._output}/{made.path}"
        looks = files.look(path)
        if looks == made.looks:
            return made
        if not looks or files.digest(Path(path)) != made.digest:
            return None
        self.records.keep(name, made._replace(looks=looks))
        return self.records.made[name]


def state(inputs: str, overdue: bool) -> str:
    """What a file was last found to be up to date with: a day changes nothing else than being overdue."""
    return f"{inputs} {'overdue' if overdue else 'in date'}"
