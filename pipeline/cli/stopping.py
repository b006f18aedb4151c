"""A command that is asked to end: by Ctrl-C, or by a machine that shuts down."""

from __future__ import annotations

import signal
from types import FrameType

_ASKED = 128  # plus the signal's number: the exit code of what a signal ended, as shells have it


class Stopped(Exception):
    """What a person is told, and the exit code. ``asked``: the KeyboardInterrupt."""

    def __init__(self, asked: BaseException | None, after: str = "") -> None:
        super().__init__(f"Stopped{after}. What was finished is whole; run the command again for the rest.")  # fmt: skip
        given = asked.args if isinstance(asked, KeyboardInterrupt) else ()
        self.code = _ASKED + int(given[0] if given else signal.SIGINT)


def heed() -> None:
    """End at a polite signal as at Ctrl-C. A closed terminal (SIGHUP) reads nothing more: its processes end at once."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt(number)
