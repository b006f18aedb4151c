"""Packages of npm: those of the pipeline's own repository, and those that were installed for the whole machine.

Never those of the folder that one stands in: it may be a stranger's project, and they are programs that would be run.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

_OURS = Path(__file__).parents[2] / "node_modules"


def _places() -> Iterator[Path]:
    yield _OURS
    if node := shutil.which("node"):
        for program in (Path(node), Path(node).resolve()):
            yield program.parents[1] / "lib/node_modules"
    yield Path("/usr/local/lib/node_modules")


def package(name: str) -> Path | None:
    """The folder of an installed package; None where there is none."""
    there = (place / name for place in _places())
    return next((folder for folder in there if (folder / "package.json").exists()), None)


def version(name: str) -> str:
    """As the package's own file says; "" where it is not installed."""
    folder = package(name)
    return str(json.loads((folder / "package.json").read_bytes())["version"]) if folder else ""


def install(*names: str) -> str:
    """The command that installs packages for the whole machine."""
    return f"npm install --global {' '.join(names)}"
