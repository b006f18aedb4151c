"""Checkers that are Java programs, started for a moment."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pipeline import installing

# A program that lives for seconds is done before the second compiler pays: half the time, the same words. The first one wants a
# deeper stack.
_BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m")
_PATIENCE = 300  # seconds


def run(jar: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What it prints, and its exit status. Raises TimeoutExpired after five minutes."""
    command = ["java", *_BRIEFLY, "-jar", str(jar), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE)


def lacks() -> str:
    """The command that installs Java, "" where it is there."""
    return "" if shutil.which("java") else installing.packages(["default-jre-headless"])
