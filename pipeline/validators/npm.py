"""Packages of npm, in the folder node_modules of the one who runs this or of the pipeline's own repository."""

from __future__ import annotations

import json
from pathlib import Path

_PLACES = (Path.cwd(), Path(__file__).parents[2])


def package(name: str) -> Path | None:
    """The folder of an installed package; None where there is none."""
    there = (place / "node_modules" / name for place in _PLACES)
    return next((folder for folder in there if (folder / "package.json").exists()), None)


def version(name: str) -> str:
    """As the package's own file says; "" where it is not installed."""
    folder = package(name)
    return str(json.loads((folder / "package.json").read_bytes())["version"]) if folder else ""


def install(*names: str) -> str:
    """The command that installs packages here."""
    return f"npm install --no-save {' '.join(names)}"
