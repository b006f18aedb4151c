"""The bar on a terminal: how much is made, how fast, how long it will still take."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(ProgressColumn):
    """Files a second; a build makes fewer than one of some, so a minute."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed * 60:.0f} a minute" if task.speed else "")


def bar(count: int) -> Progress:
    """It has begun, with ``count`` files to make; its one task is to be updated, and it is to be stopped."""
    shown = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
    )
    shown.start()
    shown.add_task("", total=count)
    return shown
