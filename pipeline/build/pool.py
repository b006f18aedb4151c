"""Processes of this machine that do tasks, and what becomes of a task whose process dies."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import wait
from threading import Lock, Thread
from typing import Any

from pipeline.build.workers import WorkerDied


class Pool:
    """A task whose process is killed is done once more, alone: so the task that kills is told from its neighbours."""

    def __init__(self, count: int) -> None:
        self.count = count
        # For what is written on the way to a file: a worker that is ended takes nothing away itself.
        self._folder = tempfile.mkdtemp(prefix="leaflet-")
        self._pool = _pool(count, self._folder)
        self._replacing = Lock()
        self._again = ThreadPoolExecutor(1)
        self._stopped = False

    def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]:
        promise: Future[Any] = Future()
        started = self._start(task, given)
        started.add_done_callback(partial(self._ended, promise, task, given))
        return promise

    def _start(self, task: Callable[..., Any], given: tuple[object, ...]) -> Future[Any]:
        with self._replacing, _unheard():
            try:
                return self._pool.submit(task, *given)
            except BrokenProcessPool:
                self._pool = _pool(self.count, self._folder)
                return self._pool.submit(task, *given)

    def _ended(
        self,
        promise: Future[Any],
        task: Callable[..., Any],
        given: tuple[object, ...],
        started: Future[Any],
    ) -> None:
        if started.cancelled() or self._stopped:
            promise.cancel()
        elif isinstance(started.exception(), BrokenProcessPool):
            self._again.submit(_alone, self._folder, promise, task, given)
        else:
            _pass_on(started, promise)

    def stop(self) -> None:
        self._stopped = True
        for child in multiprocessing.active_children():
            child.terminate()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._again.shutdown(wait=False, cancel_futures=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def end(self) -> None:
        self._pool.shutdown()
        self._again.shutdown()
        shutil.rmtree(self._folder, ignore_errors=True)


def _pool(count: int, folder: str) -> ProcessPoolExecutor:
    # Spawned, not forked: HarfBuzz, ICU and SQLite are not made to be forked with threads running.
    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, spawned, initializer=_begin, initargs=(folder,))


@contextmanager
def _unheard() -> Iterator[None]:
    """Processes begun meanwhile do not hear Ctrl-C, which a terminal sends to all of them: one that was still loading Python would
    print how far it had come. Here it is heard when this ends."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(folder: str) -> None:
    """In a worker: Ctrl-C is the business of the parent, and a worker does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder: str) -> None:
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def _alone(
    folder: str, promise: Future[Any], task: Callable[..., Any], given: tuple[object, ...]
) -> None:
    with _pool(1, folder) as pool:
        with _unheard():
            second = pool.submit(task, *given)
        if isinstance(second.exception(), BrokenProcessPool):
            promise.set_exception(WorkerDied())
        else:
            _pass_on(second, promise)


def _pass_on(ended: Future[Any], promise: Future[Any]) -> None:
    if problem := ended.exception():
        promise.set_exception(problem)
    else:
        promise.set_result(ended.result())
