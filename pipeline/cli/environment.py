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


def today() -> datetime.date:
    """The date that "overdue" is judged by: SOURCE_DATE_EPOCH fixes it (reproducible-builds.org)."""
    return now().date()


def now() -> datetime.datetime:
    """The time of the clock, or the one that SOURCE_DATE_EPOCH fixes. Raises LeafletError where that is no number."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not epoch.isdecimal():
        raise LeafletError(
            Diagnostic(
                "B007",
                f"SOURCE_DATE_EPOCH is {quoted(epoch)}, not seconds since 1970",
                Location("environment"),
                "take it away with unset SOURCE_DATE_EPOCH, or write a whole number",
            )
        )
    utc = datetime.UTC
    return datetime.datetime.fromtimestamp(int(epoch), utc) if epoch else datetime.datetime.now(utc)


def kept_pieces(project: Project) -> Store:
    """Where pieces are kept: in output/.cache, or in a folder that several machines share (LEAFLET_CACHE); up to
    LEAFLET_CACHE_MB megabytes."""
    from pipeline.build.store import LARGEST, Store

    size = os.environ.get("LEAFLET_CACHE_MB", "")
    if size and not size.isdecimal():
        message = f"LEAFLET_CACHE_MB is {quoted(size)}, not a number of megabytes"
        hint = "take it away with unset LEAFLET_CACHE_MB, or write a whole number"
        raise LeafletError(Diagnostic("B007", message, Location("environment"), hint))
    folder = os.environ.get("LEAFLET_CACHE") or project.output / ".cache" / "store"
    return Store(Path(folder), int(size) * 1_000_000 if size else LARGEST)
