"""What is being made, while it is made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def progress_shown(quiet: bool) -> Iterator[Any]:
    """A function that shows what has been made: a bar on a terminal, a line each elsewhere."""
    if quiet:
        yield lambda path, number, count: None
    elif not sys.stderr.isatty():
        yield _line
    else:
        with _bar() as show:
            yield show


def _line(path: str, number: int, count: int) -> None:
    if number:
        print(f"[{number}/{count}] {path}", file=sys.stderr, flush=True)


@contextmanager
def _bar() -> Iterator[Any]:
    """Rich is loaded when there is something to show."""
    bars: list[Any] = []

    def show(path: str, number: int, count: int) -> None:
        if not bars:
            from pipeline.cli.bar import bar

            bars.append(bar(count))
        bars[0].update(bars[0].task_ids[0], completed=number, total=count, description=path)

    try:
        yield show
    finally:
        if bars:
            bars[0].stop()
