"""The same charity, made in places that have as little in common as one machine allows, has the same bytes in every file.

What differs is a whole surrounding at a time, so that a build costs its seconds once: whoever sees this fail narrows it down.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline import exchange
from pipeline import project as projects
from pipeline.catalogs import catalog, gate
from pipeline.publisher import EDITIONS, MORE_EDITIONS
from tests.projects import NOW, sign, write
from tests.specimens import png

REPOSITORY = Path(__file__).parents[2]
PYPROJECT = REPOSITORY / "pyproject.toml"
LOCKS = (REPOSITORY / "requirements.lock", REPOSITORY / "tests/requirements.lock")
NOON = "1769858400"  # 2026-01-31, 11:20 UTC: the day before where DATELINE_WEST is, the day after in DATELINE_EAST
DATELINE_WEST, DATELINE_EAST = "<-12>+12", "<+14>-14"  # POSIX, for a machine without zoneinfo
NOBODY = 65534  # the user and the group that every Linux has for those who own nothing
NAMES = [one.name for one in (*EDITIONS, *MORE_EDITIONS)]
TAGS = ("en", "ur")

PUBLISHER = f"""name: A Charity
facts:
  helpline: {{phone: 08088 010 444}}
languages: [{", ".join(TAGS)}]
editions: [{", ".join(NAMES)}]
published_at: https://www.example.org/leaflets
logo: {{picture: pump.png, description: A pump}}
colour: '#7a0050'
on_request: [easy-read]
"""
LEAFLET = """---
summary: About a medicine.
reviewed: 2023-06-30
updated: 2026-01
review_due: 2026-06-30
facts:
  stay: {days: 9}
  dose: {mg: 2.5}
links:
  page: {address: https://www.example.org/medicine}
terms:
  CD19: {expansion: a protein on blood cells, spoken: C D nineteen}
---
# A medicine

It finds cells with CD19. Read more on [our page][page].

## How it works

- Take {dose} mg at home.
  - Drink water.
- **Rest.**

1. Call us.
2. Stay near us for {stay} days.

::: warning
Do not drive. We say [bonjour]{lang=fr}.
:::

![A pump.](pump.png "The pump")

| What | When |
|---|---|
| Water | Every day |

### What may happen

::: side-effects
- Fever: 70.8%
- Headache: 0.8%
:::

::: include help
"""
HELP = "## Help\n\nCall {helpline}. We are here until {review_due}.\n"
# Written by machine; no native reader has judged it.
URDU = {
    "A medicine": "ایک دوا",
    "About a medicine.": "ایک دوا کے بارے میں۔",
    "It finds cells with CD19. Read more on [our page][page].": "یہ CD19 والے خلیے ڈھونڈتی ہے۔ مزید [ہمارے صفحے][page] پر پڑھیں۔",
    "How it works": "یہ کیسے کام کرتی ہے",
    "Take {dose} mg at home.": "گھر پر {dose} ملی گرام لیں۔",
    "Drink water.": "پانی پیئیں۔",
    "**Rest.**": "**آرام کریں۔**",
    "Call us.": "ہمیں فون کریں۔",
    "Stay near us for {stay} days.": "{stay} دن ہمارے قریب رہیں۔",
    "Do not drive. We say [bonjour]{lang=fr}.": "گاڑی نہ چلائیں۔ ہم کہتے ہیں [bonjour]{lang=fr}۔",
    "A pump.": "ایک پمپ۔",
    "The pump": "پمپ",
    "What": "کیا",
    "When": "کب",
    "Water": "پانی",
    "Every day": "ہر روز",
    "What may happen": "کیا ہو سکتا ہے",
    "Fever": "بخار",
    "Headache": "سر درد",
    "Help": "مدد",
    "Call {helpline}. We are here until {review_due}.": "{helpline} پر فون کریں۔ ہم {review_due} تک یہاں ہیں۔",
    "a protein on blood cells": "خون کے خلیوں پر ایک پروٹین",
}


@dataclass(frozen=True)
class Place:
    """``folder``: from where its test keeps things, and the charity lies in it; ``user``: another than the one who runs the tests."""

    folder: str
    surroundings: Mapping[str, str]
    umask: int = 0o022
    one_core: bool = False
    user: int | None = None
    python: Path = Path(sys.executable)

    def run(self, at: Path, *arguments: str) -> None:
        """A command of Python's in the charity's folder, with nothing of this process's surroundings but where programs are."""
        given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": NOON, "HOME": str(at.parent)}  # fmt: skip
        command = [*self._as_user(), *self._on_core(), str(self.python), *arguments]
        done = subprocess.run(command, cwd=at, env={**given, **self.surroundings}, umask=self.umask, capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 0, f"{self.folder}: {command}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"  # fmt: skip

    def _as_user(self) -> list[str]:
        """Somebody who may write nothing but the charity's own folder. Python and the tests may lie in the home of the user who
        runs them, so that reading them is allowed."""
        if self.user is None:
            return []
        may = f"+{_reading()}"
        return ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", f"--inh-caps={may}", f"--ambient-caps={may}"]  # fmt: skip

    def _on_core(self) -> list[str]:
        return ["taskset", "--cpu-list", str(min(os.sched_getaffinity(0)))] if self.one_core else []


def _reading() -> str:
    """The capability by which root reads what is another's; a container may have left it the wider one alone."""
    held = re.search(r"^CapEff:\s*(\w+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert held
    return "dac_read_search" if int(held[1], 16) & 1 << 2 else "dac_override"


HERE = Place(
    "here", {"TZ": DATELINE_WEST, "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "USER": "ann"}
)
# The ASCII of a locale that Python is kept from mending, so that no name in the path below can be written in it.
FAR_AWAY = Place(
    "far away/über/دور/a/b/c",
    {"TZ": DATELINE_EAST, "PYTHONHASHSEED": "4711", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "USER": "ben",
     "COLUMNS": "40", "PYTHONDONTWRITEBYTECODE": "1"},
    umask=0o077,
    one_core=True,
    user=NOBODY if os.geteuid() == 0 else None,
)  # fmt: skip


COMMANDS = (("build",), ("booklet",), ("release", "--tag", "en"))
PAGE = """
import datetime, pathlib
from pipeline import project
from pipeline.report import writing
writing.write(project.load(pathlib.Path()), datetime.date(2026, 1, 31))
"""


@dataclass(frozen=True)
class Made:
    """``files``: everything in output/ but what a build keeps for itself, by its path from there, without ``seconds`` (how long
    a file took), ``keys`` (of each file) and ``tools`` (versions), which are what report.json and a release's manifest tell of
    their making."""

    files: Mapping[str, bytes]
    keys: Mapping[str, str]
    tools: Mapping[str, str]


def make(place: Place, charity: Path, beside: Path) -> Made:
    root = beside / place.folder / "charity"
    root.parent.mkdir(parents=True)
    for name in ("source", "translations"):
        shutil.copytree(charity / name, root / name)
    if place.user is not None:
        for path in (root.parent, root, *root.rglob("*")):
            os.chown(path, place.user, place.user)
    for command in COMMANDS:
        place.run(root, "-m", "pipeline", *command)
    output = root / "output"
    report = _told(output / "report.json")
    assert all(_told(path)["tools"] == report["tools"] for path in output.rglob("manifest.json"))
    for path in (output / "report.json", *output.rglob("manifest.json")):
        path.write_text(json.dumps(_neutral(_told(path)), indent=1), "utf-8")
    place.run(root, "-c", PAGE)
    files = {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*")
             if path.is_file() and ".cache" not in path.parts}  # fmt: skip
    return Made(files, {row["path"]: row["key"] for row in report["files"]}, report["tools"])


def _told(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_bytes()))


def _neutral(told: dict[str, Any]) -> dict[str, Any]:
    of_making = {"key": "", "seconds": 0}
    rows = [{**row, **{name: of_making[name] for name in of_making if name in row}} for row in told["files"]]  # fmt: skip
    return {**told, "files": rows, "tools": {}}


def differing(here: Made, there: Made) -> list[str]:
    """The files that differ, or are in one place only."""
    names = sorted(here.files.keys() | there.files.keys())
    return [name for name in names if here.files.get(name) != there.files.get(name)]


def test_what_differs_is_named() -> None:
    one, other = Made({"a": b"1", "b": b"2", "c": b"3"}, {}, {}), Made({"a": b"1", "b": b"", "d": b"4"}, {}, {})  # fmt: skip
    assert differing(one, other) == ["b", "c", "d"] and differing(one, one) == []


@pytest.fixture(scope="module")
def charity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A leaflet with every block, in a simple and a complex script; its English is signed, its Urdu is not."""
    root = tmp_path_factory.mktemp("charity")
    write(root, "source/publisher.yaml", PUBLISHER)
    write(root, "source/medicine.md", LEAFLET)
    write(root, "source/shared/help.md", HELP)
    (root / "source/pump.png").write_bytes(png())
    exchange.update(projects.load(root), [], NOW)
    for path in (root / "translations/ur/LC_MESSAGES").iterdir():
        found, wrong = gate.read(path.read_bytes(), path.name, "ur")
        assert found and not wrong
        messages = [m.changed(msgstr=(URDU[m.msgid],)) if m.msgid else m for m in found.messages]
        path.write_bytes(catalog.write(catalog.Catalog(tuple(messages), tail=found.tail)))
    sign(root, "medicine", "en")
    return root


@pytest.fixture(scope="module")
def here(charity: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """In each edition and language, but for the Urdu braille without contractions, as Urdu braille has none."""
    made = make(HERE, charity, tmp_path_factory.mktemp("places"))
    assert len(made.keys) == len(TAGS) * len(NAMES) - 1
    suffixes = {Path(name).suffix for name in made.files}
    assert suffixes == {
        f".{one.format.suffix.split('.')[-1]}" for one in (*EDITIONS, *MORE_EDITIONS)
    }
    assert {
        "report.json",
        "report.html",
        "index.html",
        "release/2026-01-31/manifest.json",
    } < made.files.keys()
    assert any(name.startswith("booklets/") for name in made.files)
    return made


def test_another_folder_user_zone_locale_umask_seed_and_number_of_workers(here: Made, charity: Path, tmp_path: Path) -> None:  # fmt: skip
    there = make(FAR_AWAY, charity, tmp_path)
    assert differing(here, there) == []
    assert (here.keys, here.tools) == (there.keys, there.tools)
    if FAR_AWAY.user is None:
        pytest.xfail("the same, but for another user: not tried, since only root can become one")


# Another Python.


def minor(python: Path | str) -> int | None:
    """N of a finished CPython 3.N that can make environments; None of anything else, such as a name that pyenv keeps of a Python
    that is not chosen."""
    ask = "import ensurepip, sys, venv; v = sys.version_info; print(v[0], v[1], v[3], sys.implementation.name)"  # fmt: skip
    try:
        done = subprocess.run([python, "-c", ask], capture_output=True, text=True)
    except OSError:
        return None
    match done.stdout.split():
        case ["3", found, "final", "cpython"] if done.returncode == 0:
            return int(found)
    return None


def installed() -> Iterator[Path]:
    """What may be a Python: by its name where programs are, and what pyenv keeps beside them."""
    named = (shutil.which(f"python3.{n}") for n in range(11, 40))
    yield from (Path(name) for name in named if name)
    root = os.environ.get("PYENV_ROOT", "")
    if not root and shutil.which("pyenv"):
        root = subprocess.run(["pyenv", "root"], capture_output=True, text=True).stdout.strip()
    if root:
        yield from Path(root).glob("versions/3.*/bin/python3")


def other_python() -> Path | None:
    """The newest of another minor version than this one, of those that the pipeline asks for."""
    found = {number: path for path in installed() if (number := minor(path))}
    least = int(re.findall(r'requires-python = ">=3\.(\d+)"', PYPROJECT.read_text("utf-8"))[0])
    others = {number for number in found if number >= least and number != sys.version_info.minor}
    return found[max(others)] if others else None


def environment(python: Path, folder: Path) -> Path:
    """The Python of an environment of its own, with what the locks name for it: all that ``make`` installs, and the extra [m4b]."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    inside = folder / "bin/python"
    of_m4b = re.search(r"^av==.*?(?=^\S)", LOCKS[1].read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert of_m4b
    (folder / "locked.txt").write_text(LOCKS[0].read_text("utf-8") + of_m4b[0], "utf-8")
    install = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-compile", "-r", str(folder / "locked.txt")]  # fmt: skip
    done = subprocess.run(install, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
    return inside


def test_another_python(here: Made, charity: Path, tmp_path: Path) -> None:
    """With the same libraries, as the locks name one version of each for every Python. A Python may bring a zlib of its own; the
    keys hold the versions of both, and so differ."""
    python = other_python()
    if python is None:
        pytest.xfail("not tried: no other Python from 3.11 on, with venv, is installed here")
    there = make(Place("python", {}, python=environment(python, tmp_path / "env")), charity, tmp_path)  # fmt: skip
    assert differing(here, there) == []
    assert {name for name in here.tools if here.tools[name] != there.tools[name]} - {"zlib"} == {
        "python"
    }
    assert here.keys.keys() == there.keys.keys() and here.tools.keys() == there.tools.keys()
