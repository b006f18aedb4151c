"""What is being made, while it is made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from pipeline.cli.stopping import Stopped


@contextmanager
def progress_shown(quiet: bool) -> Iterator[Any]:
    """A function that shows what has been made: a bar on a terminal, a line each elsewhere. Raises Stopped, which says how far
    it came, where a person stops it."""
    last = ""

    def seen(path: str, number: int, count: int) -> None:
        nonlocal last
        last = f" after {number} of {count} files"
        show(path, number, count)

    try:
        with _shown(quiet) as show:
            yield seen
    except KeyboardInterrupt as asked:
        raise Stopped(asked, last) from asked


def _shown(quiet: bool) -> AbstractContextManager[Any]:
    if quiet:
        return nullcontext(lambda path, number, count: None)
    return _bar() if sys.stderr.isatty() else nullcontext(_line)


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
