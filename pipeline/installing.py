"""The command that brings what a machine lacks, as a person would type it. Nothing here runs it."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

_DEBIAN = Path("/etc/debian_version")  # on Debian, Ubuntu and what is made of them


def packages(names: Iterable[str]) -> str:
    """The command of Debian and Ubuntu; elsewhere, what to look for."""
    wanted = " ".join(names)
    if shutil.which("apt-get") or _DEBIAN.is_file():
        return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install -y {wanted}"
    return f"with this system's own installer: {wanted}"


def extra(name: str) -> str:
    """The command that adds what an extra of ours asks for to the Python that runs now."""
    asked = importlib.metadata.requires("leaflet-pipeline") or []
    wanted = [one.partition(";")[0].strip() for one in asked if re.search(rf"extra == .{name}\b", one)]  # fmt: skip
    return shlex.join([sys.executable, "-m", "pip", "install", *(wanted or [f"leaflet-pipeline[{name}]"])])  # fmt: skip
