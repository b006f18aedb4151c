"""A command that is asked to end: by Ctrl-C, or by a machine that shuts down."""

from __future__ import annotations

import os
import signal
import time
from types import FrameType

_PATIENCE = 1  # second in which a command has ended
_ASKED = 128  # plus the signal's number: the exit code of what a signal ended, as shells have it


class Stopped(Exception):
    """What a person is told, and the exit code. ``asked``: the KeyboardInterrupt."""

    def __init__(self, asked: BaseException | None, after: str = "") -> None:
        super().__init__(f"Stopped{after}. What was finished is whole; run the command again for the rest.")  # fmt: skip
        given = asked.args if isinstance(asked, KeyboardInterrupt) else ()
        self.code = _ASKED + int(given[0] if given else signal.SIGINT)


def heed() -> None:
    """End at a polite signal as at Ctrl-C. A closed terminal (SIGHUP) reads nothing more: its processes end at once."""
    ask = _Ask()
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, ask)


class _Ask:
    """A person who presses Ctrl-C asks once; one who still asks after a while is not made to wait."""

    def __init__(self) -> None:
        self._first = 0.0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if not self._first:
            self._first = now
            raise KeyboardInterrupt(number)
        if now - self._first > _PATIENCE:
            os._exit(_ASKED + number)
