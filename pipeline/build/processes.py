"""Workers on this machine: as many processes as they have cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.build.workers import Workers

if TYPE_CHECKING:
    from pipeline.build.pool import Pool


@contextmanager
def processes(count: int = 0) -> Iterator[Workers]:
    """``count``: 0 for as many as there are cores for this process. Left by an exception, such as Ctrl-C, they stop at once."""
    workers = _WhenNeeded(count or _cores())
    try:
        yield workers
    except BaseException:
        if workers.begun:
            workers.begun.stop()
        raise
    if workers.begun:
        workers.begun.end()


def _cores() -> int:
    """Those that this process may use, which are fewer than the machine's under taskset, Slurm or Docker's --cpuset-cpus."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _WhenNeeded:
    """Processes that are begun with the first task: a build with nothing to make starts none."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.begun: Pool | None = None

    def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]:
        if self.begun is None:
            from pipeline.build.pool import Pool

            self.begun = Pool(self.count)
        return self.begun.submit(task, *given)
