"""The Nu checker, the reference for HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.publisher import Format
from pipeline.validators import java, npm
from pipeline.validators.judged import Judge, Judged, Validator, ValidatorError

_PACKAGE = "vnu-jar"
_JAR = "build/dist/vnu.jar"
# It does not know that a sum in the policy allows the style and the script, nor that a picture in the page and a sound beside the page are
# allowed: Chromium applies and loads them without a word, which tests/acceptance/test_web.py proves.
POLICY = re.compile(r"(Inline style|Inline script|Resource) violates Content Security Policy")


def messages(*files: Path) -> list[dict[str, str]]:
    """All that it says of pages, its mistakes too."""
    folder = npm.package(_PACKAGE)
    assert folder, lacks()
    done = java.run(folder / _JAR, "--format", "json", *map(str, files))
    try:
        return list(json.loads(done.stderr)["messages"])
    except (ValueError, KeyError) as problem:
        raise ValidatorError(done.stderr[:200]) from problem


def lacks() -> str:
    """The command that installs what is missing, "" where nothing is."""
    return java.lacks() or ("" if npm.package(_PACKAGE) else npm.install(_PACKAGE))


def _version() -> str:
    return npm.version(_PACKAGE)


def _judged(path: Path) -> Judged:
    said = [f"{one['type']}: {one['message']}" for one in messages(path)]
    aside = [one for one in said if POLICY.match(one.partition(": ")[2])]
    return Judged(tuple(one for one in said if one not in aside), tuple(aside))


@contextmanager
def _opened() -> Iterator[Judge]:
    yield _judged


NU = Validator("Nu HTML Checker", "HTML", frozenset({Format.HTML}), lacks, _version, _opened)
