"""What a cold build of the project's own leaflets costs: seconds of wall clock and CPU, and the largest process.

    .venv/bin/python benchmarks/cold_build.py

It builds a copy, from nothing, twice: the second build finds nothing to do.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
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
