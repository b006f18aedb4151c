"""The tasks of a build on a cluster: the same files as on one machine, also where workers are killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from distributed import Client, LocalCluster

from pipeline import project as projects
from pipeline.build.cluster import SCHEME, cluster
from pipeline.build.workers import WorkerDied
from pipeline.diagnostic import LeafletError
from tests.projects import charity, edit, files, made
from tests.test_build_workers import die, double, fail

pytestmark = pytest.mark.slow

EDITIONS = "editions: [clear-print, word]"
HEARD = "editions: [clear-print, word, audio]"


def local(**given: Any) -> LocalCluster:
    return LocalCluster(host="127.0.0.1", dashboard_address=":0", processes=True, **given)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Two workers, of which each does one task at a time."""
    with local(n_workers=2, threads_per_worker=1, resources={"speech": 1}) as machines:
        yield address(machines)


def address(machines: LocalCluster) -> str:
    return SCHEME + machines.scheduler_address.removeprefix("tcp://")


def project(root: Path) -> projects.Project:
    return projects.load(charity(root, "alpha"))


def test_a_cluster_makes_what_one_machine_makes(scheduler: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for root in (here, there):
        charity(root, "alpha")
        publisher = root / "source/publisher.yaml"
        publisher.write_text(publisher.read_text("utf-8").replace(EDITIONS, HEARD), "utf-8")
    made(here)
    with cluster(scheduler, projects.load(there)) as workers:
        assert workers.count == 2
        result = made(there, workers=workers)
    assert result.ok and files(there) == files(here) and len(files(there)) == 6
    assert not made(there).made


def test_a_task_brings_what_it_returns_or_raises(scheduler: str, tmp_path: Path) -> None:
    with cluster(scheduler, project(tmp_path)) as workers:
        assert workers.submit(double, 21).result() == 42
        assert isinstance(workers.submit(fail, "so").exception(), ValueError)


def test_a_task_that_kills_every_worker_is_named(scheduler: str, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    with cluster(scheduler, project(tmp_path / "root")) as workers:
        assert isinstance(workers.submit(die, marks, 99).exception(), WorkerDied)
        assert workers.submit(double, 1).result() == 2


def test_workers_killed_in_the_midst_of_a_build_change_nothing(
    scheduler: str, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    made(charity(here))
    charity(there)
    with Client(scheduler.replace(SCHEME, "tcp://"), set_as_default=False) as client:
        one, other = client.run(os.getpid).values()

    def kill() -> None:
        """Each worker, when the first files are there."""
        for count, pid in ((1, one), (4, other)):
            while len(list((there / "output").glob("*/*/*"))) < count:
                time.sleep(0.01)
            os.kill(pid, signal.SIGKILL)

    killer = Thread(target=kill)
    killer.start()
    with cluster(scheduler, projects.load(there)) as workers:
        result = made(there, workers=workers)
    killer.join()
    assert result.ok and files(there) == files(here)


def test_a_cluster_that_goes_away_is_named_and_what_was_finished_is_whole(tmp_path: Path) -> None:
    root = charity(tmp_path)
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(tmp_path / "it")]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as head:
        while not (where := tmp_path / "it").exists() or not where.read_text():
            time.sleep(0.05)
        at = json.loads(where.read_text())["address"]
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", at, "--nthreads", "1", "--no-dashboard", "--no-nanny"]  # fmt: skip
        with subprocess.Popen(worker, stderr=subprocess.DEVNULL) as hand:
            with Client(at, set_as_default=False) as client:
                client.wait_for_workers(1)
            killer = Thread(target=_when_a_file_is_there, args=(root, head.kill))
            killer.start()
            with cluster(at.replace("tcp://", SCHEME), projects.load(root)) as workers, pytest.raises(LeafletError) as lost:  # fmt: skip
                made(root, workers=workers)
            killer.join()
            hand.kill()
    assert [one.code for one in lost.value.diagnostics] == ["B405"]
    before = files(root)
    assert before and made(root).ok and before.items() <= files(root).items()


def _when_a_file_is_there(root: Path, do: Callable[[], None]) -> None:
    while not files(root):
        time.sleep(0.01)
    do()


# What is refused before work begins.


def refused(address: str, project: projects.Project) -> set[str]:
    with pytest.raises(LeafletError) as raised, cluster(address, project):
        pass
    assert all(one.hint for one in raised.value.diagnostics)
    return {one.code for one in raised.value.diagnostics}


def test_where_no_cluster_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.build.cluster._PATIENCE", 0.5)
    assert refused("dask://127.0.0.1:9", project(tmp_path)) == {"B401"}
    for nowhere in ("dask://nonsense", "dask://", "dask://[::1", "dask://127.0.0.1:99999"):
        assert refused(nowhere, project(tmp_path)) == {"B401"}


def test_where_something_else_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.build.cluster._PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert refused(f"dask://127.0.0.1:{silent.getsockname()[1]}", project(tmp_path)) == {"B401"}


def test_a_cluster_without_workers(tmp_path: Path) -> None:
    with local(n_workers=0) as machines:
        assert refused(address(machines), project(tmp_path)) == {"B402"}


def test_workers_that_share_a_process(tmp_path: Path) -> None:
    with local(n_workers=1, threads_per_worker=2) as machines:
        assert refused(address(machines), project(tmp_path)) == {"B403"}


def test_workers_with_other_braille_tables(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They matter where braille is made."""
    wanted = project(tmp_path)
    monkeypatch.setattr("pipeline.build.keys.liblouis.digest", lambda: "another")
    with cluster(scheduler, wanted) as workers:
        assert workers.count == 2
    edit(tmp_path, "source/publisher.yaml", "editions: [", "editions: [braille, ")
    assert refused(scheduler, projects.load(tmp_path)) == {"B404"}


@pytest.mark.parametrize("what", ["keys.versions", "fonts.digest", "files.digest"])
def test_workers_that_would_make_other_files(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Another version, another font, another folder under the same path: here, not there."""
    wanted = project(tmp_path)
    monkeypatch.setattr(f"pipeline.build.cluster.{what}", lambda *_: "another")
    assert refused(scheduler, wanted) == {"B404"}
