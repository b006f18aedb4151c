"""The pipeline beside other people's tools: a wheel in an empty folder, hooks of pre-commit, a workflow of GitHub."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.projects import charity, edit

REPOSITORY = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())}  # fmt: skip
WORKFLOW = REPOSITORY / ".github/workflows/leaflets.yml"
PLACES = "tests/acceptance/test_places.py"


def run(*words: str | Path, at: Path | None = None, **surroundings: str) -> subprocess.CompletedProcess[str]:  # fmt: skip
    return subprocess.run([*map(str, words)], cwd=at, env={**os.environ, **surroundings}, capture_output=True, text=True)  # fmt: skip


def git(at: Path, *words: str) -> str:
    done = run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words, at=at)
    assert done.returncode == 0, done.stderr
    return done.stdout


# The wheel.


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what is committed or about to be, in a copy, since setuptools keeps a build/ that is stale next time."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    names = git(REPOSITORY, "ls-files", "--cached", "--others", "--exclude-standard", "pipeline", "pyproject.toml", "README.md", "LICENSE")  # fmt: skip
    for name in names.splitlines():
        if (REPOSITORY / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((REPOSITORY / name).read_bytes())
    done = run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source)  # fmt: skip
    assert done.returncode == 0, done.stderr
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_has_every_file_of_the_pipeline(wheel: Path) -> None:
    tracked = set(git(REPOSITORY, "ls-files", "pipeline").splitlines())
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("pipeline/")}
    assert tracked - packed == {"pipeline/setup.sh"}  # which sets up a clone
    assert len(packed) > 150


def test_a_leaflet_is_made_by_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """As pipx installs it: none of the repository's files is within reach."""
    installed, root = tmp_path / "installed", charity(tmp_path / "charity")
    assert run(sys.executable, "-m", "pip", "install", "--no-deps", "--target", installed, wheel).returncode == 0  # fmt: skip
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[clear-print, word, web, epub, audio, braille, braille-pef]")  # fmt: skip
    program = installed / "bin/leaflet"
    where = run(sys.executable, "-c", "import pipeline; print(pipeline.__file__)", at=root, PYTHONPATH=str(installed))  # fmt: skip
    assert where.stdout.strip() == str(installed / "pipeline/__init__.py")
    done = run(program, "build", at=root, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stderr
    assert len([path for path in (root / "output/alpha").rglob("alpha-*") if path.is_file()]) == 14


# Hooks.


def test_pre_commit_knows_the_hooks() -> None:
    done = run(sys.executable, "-m", "pre_commit", "validate-manifest", REPOSITORY / ".pre-commit-hooks.yaml")  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_hooks_let_what_is_right_be_committed_and_nothing_else(tmp_path: Path) -> None:
    """By pre-commit itself; the commands are those of this machine instead of an environment of their own."""
    root = charity(tmp_path / "charity")
    hooks = [{**hook, "language": "system", "entry": f"{Path(sys.executable).parent}/{hook['entry']}"} for hook in HOOKS.values()]  # fmt: skip
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))  # fmt: skip
    git(root, "init", "-q")
    git(root, "add", "source", "translations", ".pre-commit-config.yaml")
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    ask = (sys.executable, "-m", "pre_commit", "run", "--all-files")
    done = run(*ask, at=root, **home)
    assert done.returncode == 0, done.stdout
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "„Stay {stay} dni.”", "„Stay dni.”")
    git(root, "add", "translations")
    done = run(*ask, at=root, **home)
    assert done.returncode == 1 and done.stdout.count("Failed") == len(HOOKS) == 2
    assert re.search(r"translations/pl/LC_MESSAGES/alpha\.po:\d+: error T\d+", done.stdout)


# The workflow.


def test_the_workflow_is_one_that_github_reads() -> None:
    done = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", WORKFLOW)  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_workflow_runs_what_there_is() -> None:
    [job] = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()
    rows = job["strategy"]["matrix"]["include"]
    tests = [one for row in rows for one in row["tests"].split(" && ")]
    assert (
        tests == [".ci/run", "make test-fast", f".venv/bin/python -m pytest {PLACES}"]
        and (REPOSITORY / PLACES).exists()
    )
    runs = [step["run"] for step in job["steps"] if "run" in step]
    assert "${{ matrix.tests }}" in runs
    targets = set(re.findall(r"^(\w[\w-]*):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    assert [one for one in runs if one.startswith("make")] == ["make check", "make", "make release"]
    assert {"check", "release", "test-fast"} < targets
    assert os.access(REPOSITORY / ".ci/run", os.X_OK)


def test_the_workflow_begins_with_the_oldest_python_that_will_do_and_tries_a_newer_one() -> None:
    """Only the first job releases, which is Debian's own Python; the others are fetched."""
    [job] = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()
    oldest, *newer = (row["python"] for row in job["strategy"]["matrix"]["include"])
    asked = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["requires-python"]
    assert f">={oldest}" == asked and newer and all(one > oldest for one in newer)
    only = [step["if"].split(" && ")[0] for step in job["steps"] if "if" in step]
    assert only == [f"matrix.python != '{oldest}'"] * 2 + [f"matrix.python == '{oldest}'"] * 2
