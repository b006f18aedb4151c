"""What the environment says: the day, and where pieces are kept."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.diagnostic import Diagnostic, LeafletError, Location, quoted

if TYPE_CHECKING:
    from pipeline.build.store import Store
    from pipeline.project import Project

_LAST = 253_402_300_799  # the end of 9999, after which Python counts no years


def today() -> datetime.date:
    """The date that "overdue" is judged by: SOURCE_DATE_EPOCH fixes it (reproducible-builds.org)."""
    return now().date()


def now() -> datetime.datetime:
    epoch, utc = os.environ.get("SOURCE_DATE_EPOCH", ""), datetime.UTC
    if not epoch:
        return datetime.datetime.now(utc)
    if _counts(epoch) and int(epoch) <= _LAST:
        return datetime.datetime.fromtimestamp(int(epoch), utc)
    message = f"SOURCE_DATE_EPOCH is {quoted(epoch)}, not seconds since 1970"
    hint = "take it away with unset SOURCE_DATE_EPOCH, or write a whole number"
    raise LeafletError(Diagnostic("B007", message, Location("environment"), hint))


def _counts(text: str) -> bool:
    """Whether it is a whole number, of a length that anybody means."""
    return text.isdecimal() and len(text) <= 12


def kept_pieces(project: Project) -> Store:
    """Where pieces are kept: in output/.cache, or in a folder that several machines share (LEAFLET_CACHE); up to
    LEAFLET_CACHE_MB megabytes."""
    from pipeline.build.store import LARGEST, Store

    size = os.environ.get("LEAFLET_CACHE_MB", "")
    if size and not _counts(size):
        message = f"LEAFLET_CACHE_MB is {quoted(size)}, not a number of megabytes"
        hint = "take it away with unset LEAFLET_CACHE_MB, or write a whole number"
        raise LeafletError(Diagnostic("B007", message, Location("environment"), hint))
    folder = os.environ.get("LEAFLET_CACHE") or project.output / ".cache" / "store"
    return Store(Path(folder).absolute(), int(size) * 1_000_000 if size else LARGEST)
