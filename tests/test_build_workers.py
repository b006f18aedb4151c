"""Processes that do tasks, and what becomes of a task whose process dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from pipeline.build.processes import processes
from pipeline.build.workers import WorkerDied


def double(number: int) -> int:
    return 2 * number


def die(marks: Path, times: int) -> str:
    """Kill the process as often as this, then live."""
    deaths = len(list(marks.iterdir()))
    if deaths < times:
        (marks / str(deaths)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "lived"


def fail(what: str) -> None:
    raise ValueError(what)


def test_each_task_brings_its_own_result() -> None:
    with processes(2) as workers:
        futures = [workers.submit(double, number) for number in range(20)]
        assert [future.result() for future in futures] == [2 * number for number in range(20)]


def test_a_fault_of_a_task_is_its_own() -> None:
    with processes(1) as workers:
        wrong, right = workers.submit(fail, "so"), workers.submit(double, 1)
        assert isinstance(wrong.exception(), ValueError) and right.result() == 2


def test_there_are_as_many_as_the_cores_that_one_may_use() -> None:
    """A node of a cluster, or a container, may give fewer than the machine has."""
    cores = os.sched_getaffinity(0)
    with processes() as workers:
        assert workers.count == len(cores)
    try:
        os.sched_setaffinity(0, {min(cores)})
        with processes() as workers:
            assert workers.count == 1
    finally:
        os.sched_setaffinity(0, cores)


@pytest.mark.slow
def test_a_killed_process_is_replaced_and_its_task_done_again(tmp_path: Path) -> None:
    with processes(2) as workers:
        killed = workers.submit(die, tmp_path, 1)
        others = [workers.submit(double, number) for number in range(6)]
        assert killed.result() == "lived"
        assert [future.result() for future in others] == [0, 2, 4, 6, 8, 10]
        assert workers.submit(double, 21).result() == 42


@pytest.mark.slow
def test_a_task_that_kills_twice_is_named_and_its_neighbours_are_done(tmp_path: Path) -> None:
    with processes(2) as workers:
        killed = workers.submit(die, tmp_path, 9)
        others = [workers.submit(double, number) for number in range(6)]
        assert isinstance(killed.exception(), WorkerDied)
        assert [future.result() for future in others] == [0, 2, 4, 6, 8, 10]


def interrupted() -> None:
    with processes(1) as workers:
        workers.submit(time.sleep, 600)
        workers.submit(double, 1)
        raise KeyboardInterrupt


def test_an_interrupt_ends_what_is_under_way() -> None:
    others = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    own = set(multiprocessing.active_children()) - others
    for child in own:
        child.join(60)
    assert not any(child.is_alive() for child in own), "ten minutes of sleep did not hold it"
