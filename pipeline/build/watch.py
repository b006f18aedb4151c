"""Make again what an edit touches, as soon as it is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from watchfiles import watch as saved

from pipeline.project import WATCHED

# Milliseconds without a further change after which files are taken as saved: an editor writes beside, then renames.
_SETTLED = 50


def watch(root: Path, again: Callable[[], None], stop: Event | None = None) -> None:
    """Call ``again`` now, and after every change in what leaflets are made from, until ``stop``.

    Changes while it runs are not lost: they call it once more. KeyboardInterrupt ends it too.
    """
    folders = [root / name for name in WATCHED]
    changes = saved(*filter(Path.is_dir, folders), step=_SETTLED, stop_event=stop, yield_on_timeout=False)  # fmt: skip
    again()
    for _ in changes:
        again()
