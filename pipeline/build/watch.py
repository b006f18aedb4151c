"""Make again what an edit touches, as soon as it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from watchfiles import watch as saved

from pipeline.project import WATCHED

# Milliseconds without a further change after which files are taken as saved: an editor writes beside, then renames.
_SETTLED = 50
_LOOK = 1000  # and after which one looks whether the folders themselves are still those that are watched


def watch(root: Path, again: Callable[[], None], stop: Event | None = None) -> None:
    """Call ``again`` now, and after every change in what leaflets are made from, until ``stop``.

    Changes while it runs are not lost: they call it once more. KeyboardInterrupt ends it too. A folder that is taken away and
    comes back, as a change of branch does it, is another one to the system: then all is watched anew.
    """
    stop = stop or Event()
    while not stop.is_set():
        _as_long_as_they_stand(root, again, stop)


def _as_long_as_they_stand(root: Path, again: Callable[[], None], stop: Event) -> None:
    """Watch until a folder is another one, or ``stop``."""
    watched = _folders(root)
    if not watched:
        again()
        while not stop.wait(_LOOK / 1000) and not _folders(root):
            pass
        return
    changes = saved(*watched, step=_SETTLED, stop_event=stop, rust_timeout=_LOOK, yield_on_timeout=True)  # fmt: skip
    again()
    for changed in changes:
        if _folders(root) != watched:
            return
        if changed:
            again()


def _folders(root: Path) -> Mapping[Path, tuple[int, int]]:
    """The folders that are there, and what the system knows each by."""
    found: dict[Path, tuple[int, int]] = {}
    for name in WATCHED:
        try:
            known = (root / name).stat()
        except OSError:
            continue
        found[root / name] = known.st_dev, known.st_ino
    return found
