"""Who does the work of a build."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol


class WorkerDied(Exception):
    """The process that did a task was killed, and so was the one that tried again."""


class Workers(Protocol):
    """Where tasks are done, ``count`` at a time. A Future raises WorkerDied, or what its task raised."""

    @property
    def count(self) -> int: ...

    def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]: ...
