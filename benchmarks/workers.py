"""What a second worker gives: a cold build of the project's own leaflets by one worker and by two, and where the rest went.

    .venv/bin/python benchmarks/workers.py [1 2]

Each worker has a core and no more, as the voice that speaks for a worker is a process of its own and would take a second one.
The ideal is the time of one worker divided by their number. What is lost is told apart: seconds in which the build itself had
nothing for workers to do (before the first task and after the last file), seconds of cores that waited meanwhile or between,
and CPU that one worker did not need (each starts Python, and loads libraries and fonts, by itself; cores share their caches).
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import project as projects
from pipeline.build.plan import Choice
from pipeline.build.processes import processes
from pipeline.build.run import build
from pipeline.build.store import Store
from pipeline.build.workers import Workers

REPOSITORY = Path(__file__).parents[1]
TODAY = datetime.datetime.now(datetime.UTC).date()


@dataclass
class Watched:
    """Workers, and when the first task was given to them and the last had ended."""

    workers: Workers
    first: float = 0.0
    last: float = 0.0

    @property
    def count(self) -> int:
        return self.workers.count

    def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]:
        self.first = self.first or time.perf_counter()
        promise = self.workers.submit(task, *given)
        promise.add_done_callback(self._ended)
        return promise

    def _ended(self, _: Future[Any]) -> None:
        self.last = time.perf_counter()


def made(root: Path, count: int, begun: float) -> None:
    """In a process of its own: a cold build, and how long it was alone before and after its workers' work."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])
    project = projects.load(root)
    with processes(count) as workers:
        watched = Watched(workers)
        result = build(project, Choice(), TODAY, lambda *_: None, watched, Store(project.output / ".cache/store"))  # fmt: skip
        ended = time.perf_counter()
    assert result.ok and result.made, [str(one) for one in result.found][:5]
    print(json.dumps({"files": len(result.made), "before": watched.first - begun, "after": ended - watched.last}))  # fmt: skip


def measured(count: int) -> dict[str, float]:
    """A cold build by so many workers on as many cores: wall and CPU seconds, and what ``made`` told."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("source", "translations"):
            shutil.copytree(REPOSITORY / name, Path(folder) / name)
        begun = time.perf_counter()
        command = [sys.executable, __file__, "--made", folder, str(count), str(begun)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout
        told = json.loads(process.stdout.read())
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begun
        return {**told, "wall": wall, "cpu": used.ru_utime + used.ru_stime}


def main() -> None:
    counts = [int(one) for one in sys.argv[1:]] or [1, 2]
    print("| workers | files | wall, s | CPU, s | of the ideal | alone before, s | alone after, s | cores idle, s | CPU more, s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    alone: dict[str, float] = {}
    for count in counts:
        one = measured(count)
        alone = alone or one
        share = alone["wall"] * counts[0] / count / one["wall"]
        idle = count * one["wall"] - one["cpu"]
        print(
            f"| {count} | {one['files']:.0f} | {one['wall']:.1f} | {one['cpu']:.1f} | {share:.0%} | {one['before']:.1f} "
            f"| {one['after']:.1f} | {idle:.1f} | {one['cpu'] - alone['cpu']:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--made"]:
        made(Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
    else:
        main()
