"""Work done by a Dask cluster: the tasks of a build on other machines that see the same folder.

Workers read the project and write into its output/, so its folder lies on a disk that they share; the paths are the same
on each. What would make files differ (another version of the pipeline, of a library or a font) is refused before work
begins. How to start such a cluster: docs/operations.md.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from distributed import Client, KilledWorker
from distributed.client import ClosedClientError

from pipeline import fonts
from pipeline.build import files, keys
from pipeline.build.make import Job
from pipeline.build.workers import WorkerDied, Workers
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.languages import language
from pipeline.project import Project
from pipeline.publisher import Edition

SCHEME = "dask://"
# What a worker is started with where it may speak (``--resources "speech=1"``): sound is the longest work.
SPEECH = "speech"
_PATIENCE = 20  # seconds to reach the scheduler


@contextmanager
def cluster(address: str, project: Project) -> Iterator[Workers]:
    """The workers of the cluster whose scheduler is at an address (dask://HOST:PORT).

    Raises LeafletError where it cannot be reached, has no workers, or has workers that would make other files than this
    machine does.
    """
    with _client(address) as client:
        _agree(client, address, project)
        yield _Cluster(client, address)


def _client(address: str) -> Client:
    """Raises LeafletError (B401) where no scheduler answers.

    It is listened to first, as a scheduler speaks as soon as it is called. A Client waits for ever for one that is silent,
    and where it could not connect it waits for a lock of Dask's when it is deleted, perhaps within it (distributed 2026.8).
    """
    try:
        where = urlsplit(address)
        with socket.create_connection((where.hostname or "", where.port or 0), _PATIENCE) as line:
            if not line.recv(1):
                raise ConnectionResetError("what listens there is no Dask scheduler")
        return Client("tcp://" + where.netloc, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:
        hint = "start it with dask scheduler, as docs/operations.md says, or leave --executor out"
        raise LeafletError(
            Diagnostic("B401", "no cluster answers at this address", Location(address), hint)
        ) from problem


class _Cluster:
    """A task whose worker is killed goes to another, as often as the scheduler allows (three times, unless its
    ``distributed.scheduler.allowed-failures`` says otherwise)."""

    def __init__(self, client: Client, address: str) -> None:
        workers = client.scheduler_info(n_workers=-1)["workers"]
        self.count = len(workers)
        self._client, self._address = client, address
        self._speech = any(SPEECH in worker["resources"] for worker in workers.values())

    def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]:
        needs = {SPEECH: 1} if self._speech and any(map(_spoken, given)) else {}
        promise: Future[Any] = Future()
        try:
            executor = self._client.get_executor(pure=False, resources=needs)
            executor.submit(task, *given).add_done_callback(partial(self._pass_on, promise))
        except ClosedClientError:
            promise.set_exception(self._lost())
        return promise

    def _pass_on(self, promise: Future[Any], ended: Future[Any]) -> None:
        try:
            promise.set_result(ended.result())
        except CancelledError:  # Dask forgets all tasks of a scheduler that is gone
            promise.set_exception(WorkerDied() if self._client.status == "running" else self._lost())  # fmt: skip
        except KilledWorker:
            promise.set_exception(WorkerDied())
        except Exception as problem:  # the task's own: _outcome raises it where it is awaited
            promise.set_exception(problem)

    def _lost(self) -> LeafletError:
        hint = "start it again, as docs/operations.md says, and run the command again for the rest: what was finished is whole"
        return LeafletError(Diagnostic("B405", "the cluster went away in the midst of the build", Location(self._address), hint))  # fmt: skip


def _spoken(given: object) -> bool:
    return isinstance(given, Job) and given.target.edition.format.heard


# Whether the workers would make what this machine would.


def _agree(client: Client, address: str, project: Project) -> None:
    workers = client.scheduler_info(n_workers=-1)["workers"]
    if not workers:
        raise LeafletError(Diagnostic("B402", "the cluster has no workers", Location(address), "start dask worker on each machine, or leave --executor out"))  # fmt: skip
    wrong = [
        Diagnostic("B403", "this worker makes several files in one process, which changes how they sound", Location(name), "start it with dask worker --nthreads 1")
        for name, worker in workers.items() if worker["nthreads"] != 1
    ]  # fmt: skip
    asked = (project.root, project.tags, project.publisher.editions)
    ours = _situation(*asked)
    for name, theirs in client.run(_situation, *asked).items():
        wrong += _differences(name, ours, theirs)
    if wrong:
        raise LeafletError(*wrong)


def _situation(root: Path, tags: tuple[str, ...], editions: tuple[Edition, ...]) -> dict[str, str]:
    """What must be the same on every machine, each part by a name that people understand."""
    return {
        "the pipeline and its libraries": keys.versions(),
        **keys.of_formats(editions),
        **{f"the fonts of {tag}": fonts.digest(language(tag)) for tag in tags},
        "the project's folder": " ".join(
            f"{path.name} {files.digest(path)}"
            for path in (
                root / "source" / "publisher.yaml",
                *sorted((root / "source").glob("*.md")),
            )
        ),
    }


def _differences(
    worker: str, ours: Mapping[str, str], theirs: Mapping[str, str]
) -> Iterator[Diagnostic]:
    for part, value in ours.items():
        if theirs.get(part) != value:
            hint = "install the same on every machine, and let all see the folder under one path"
            yield Diagnostic("B404", f"this worker differs in {part}", Location(worker), hint)
