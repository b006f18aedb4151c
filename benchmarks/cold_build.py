"""What a cold build of the project's own leaflets costs: seconds of wall clock and CPU, and the largest process.

    .venv/bin/python benchmarks/cold_build.py

It builds a copy, from nothing, twice: the second build finds nothing to do. The first is held against what its renderers and
engines need alone: the same files made one after another by one process on one core, without a build about them, and with
nothing counted but their making.
"""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


# A small process of its own starts the command: one is counted as no smaller than what it was started from (here 10 MB).
_STARTER = """
import os, sys, time
begun = time.perf_counter()
if not (child := os.fork()):
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
print(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def measured(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds of the command with all that it started, and megabytes of its largest process."""
    starter = [sys.executable, "-I", "-S", "-c", _STARTER, *command]
    wall, cpu, memory = subprocess.run(starter, check=True, capture_output=True).stdout.split()
    return float(wall), float(cpu), float(memory)


def alone(root: Path) -> float:
    """Seconds that renderers and engines need for every file of a project, one after another, in this process. Text that a
    page shows of its neighbours is left out."""
    from pipeline import project as projects
    from pipeline.build.make import render
    from pipeline.build.plan import Choice, chosen
    from pipeline.build.store import Store

    project, today = projects.load(root), datetime.datetime.now(datetime.UTC).date()
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for group in chosen(project, Choice()):
            document, _ = projects.resolve(project, group.slug, group.tag, today)
            assert document
            for edition in group.editions:
                begun = time.perf_counter()
                data = render(document, edition, project.speech[0], store)
                if not isinstance(data, bytes):
                    b"".join(data)
                seconds += time.perf_counter() - begun
    return seconds


def main() -> None:
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        for name in ("source", "translations"):
            shutil.copytree(REPOSITORY / name, Path(folder) / name)
        command = [sys.executable, "-m", "pipeline", "build", "--root", folder]
        walls = []
        for what in ("cold build", "second build"):
            wall, cpu, memory = measured(command)
            walls.append(wall)
            print(f"{what}: {wall:.1f} s, {cpu:.1f} s of CPU, largest process {memory:.0f} MB")
    os.sched_setaffinity(0, [0])
    needed = alone(REPOSITORY)
    print(f"renderers and engines alone, on one core: {needed:.1f} s; cold build to that, divided by {cores} cores: {walls[0] * cores / needed:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
