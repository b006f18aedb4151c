"""What a cold build of the project's own leaflets costs: seconds of wall clock and CPU, and the largest process.

    .venv/bin/python benchmarks/cold_build.py

It builds a copy, from nothing, twice: the second build finds nothing to do.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def measured(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds of the command with all that it started, and megabytes of its largest process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, after.ru_maxrss / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("source", "translations"):
            shutil.copytree(REPOSITORY / name, Path(folder) / name)
        command = [sys.executable, "-m", "pipeline", "build", "--root", folder]
        for what in ("cold build", "second build"):
            wall, cpu, memory = measured(command)
            print(f"{what}: {wall:.1f} s, {cpu:.1f} s of CPU, largest process {memory:.0f} MB")


if __name__ == "__main__":
    main()
