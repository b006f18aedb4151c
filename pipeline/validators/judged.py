"""What a validator is, and what it says of a file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pipeline.publisher import Format


@dataclass(frozen=True, slots=True)
class Judged:
    """``found``: what it finds wrong; ``aside``: what it says that is known to be its own mistake, told and not counted."""

    found: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


class ValidatorError(Exception):
    """The validator itself failed: nothing is known of the file. ``str()`` says how."""


Judge = Callable[[Path], Judged]


@dataclass(frozen=True, slots=True)
class Validator:
    """A program of others. ``asks``: what it holds a file against; ``lacks``: the command that installs what is missing, "" where
    nothing is; ``version``: of what is installed; ``opened``: started, for as many files as one likes, each judged or a
    ValidatorError."""

    name: str
    asks: str
    formats: frozenset[Format]
    lacks: Callable[[], str]
    version: Callable[[], str]
    opened: Callable[[], AbstractContextManager[Judge]]
