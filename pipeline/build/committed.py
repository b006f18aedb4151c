"""What git remembers of the source: which commit it is, and lines of a sign-off file that somebody has since lost.

Each line of a sign-off file names the one before it, so that a line taken out of the middle is missed. The last lines nothing
stands after, and a whole file nothing at all: only a memory outside the file knows that they were there. Where there is no git,
or it was told to forget (a shallow clone), nothing is known.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from pipeline import project as projects
from pipeline.catalogs import signoff
from pipeline.catalogs.signoff import Event
from pipeline.diagnostic import Diagnostic, Location
from pipeline.project import Project

# To look is all that is wanted: no index is written, no monitor of the folder and no program for differences is started.
_QUIET = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
# Every line that a commit brought, against each of its parents: a merge may have left out the lines of one of them.
_LINES = ("log", "--reverse", "-p", "-m", "--format=", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--text", "--unified=0")  # fmt: skip


def git(root: Path, *arguments: str) -> str:
    """What git says; "" where there is none, or it knows nothing."""
    command = ["git", *_QUIET, "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def lost(project: Project, tag: str) -> list[Diagnostic]:
    """That lines are missing from the sign-off of a language which were committed once; nothing where it is damaged, which is
    told elsewhere."""
    history, wrong = projects.history(project, tag)
    kept = {event.seal for event in history.events}
    path = projects.signoff_path(tag)
    gone = {} if wrong else {one.seal: one for one in _committed(project.root, path) if one.seal not in kept}  # fmt: skip
    if not gone:
        return []
    last = list(gone.values())[-1]
    count = "a line is" if len(gone) == 1 else f"{len(gone)} lines are"
    message = f"{count} missing from the sign-off that git remembers, the last: on {last.on} {last.by} {last.did} {last.leaflet}"  # fmt: skip
    hint = f"bring the lines back: git log -p -- {path} shows them; until then what they say does not count"
    return [Diagnostic("T137", message, Location(path, 1), hint)]


def _committed(root: Path, path: str) -> Iterator[Event]:
    for row in git(root, *_LINES, "--", path).split("\n"):
        if row.startswith("+,") and (found := signoff.event(row[1:].rstrip("\r"))):
            yield found
