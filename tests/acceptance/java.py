"""Checkers that are Java programs, started for a moment."""

from __future__ import annotations

import subprocess
from pathlib import Path

# A program that lives for seconds is done before the second compiler pays: half the time, the same words. The first one wants a
# deeper stack.
_BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m")


def run(jar: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["java", *_BRIEFLY, "-jar", str(jar), *arguments]
    return subprocess.run(command, capture_output=True, text=True)
