"""The project's own leaflet, made once in a folder of its own, for foreign programs to judge."""

from __future__ import annotations

import datetime
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import project as projects
from pipeline.build.plan import ENDINGS, UNREAD, Choice, published
from pipeline.build.processes import processes
from pipeline.build.run import build
from pipeline.build.store import Store
from pipeline.document import Document, Medium, for_medium
from pipeline.languages import language

REPOSITORY = Path(__file__).parents[2]
TAGS = ("en", "pl", "ur", "bn", "zh_Hans")  # these have a specimen of every block too
MORE = ("cy", "ro", "pa", "ar", "so")  # judged in one edition of each kind
EVERY = (*TAGS, *MORE)
SPOKEN = tuple(tag for tag in EVERY if language(tag).voice)
PRINT = ("clear-print", "large-print", "giant-print")
PAGES = [(tag, edition) for tag in TAGS for edition in PRINT] + [
    (tag, "large-print") for tag in MORE
]
TODAY = datetime.date(2026, 11, 24)  # the leaflet is past its review date


@dataclass(frozen=True)
class Made:
    root: Path

    def file(self, tag: str, edition: str) -> Path:
        begins = f"blinatumomab-{tag}-{edition}"
        found = {path.stem.removesuffix(UNREAD): path for path in self.files(tag)}
        [path] = (path for stem, path in found.items() if stem.removeprefix(begins) in ENDINGS)
        return path

    def files(self, tag: str) -> Iterator[Path]:
        return (self.root / "output/blinatumomab" / tag).glob("blinatumomab-*")

    def document(self, tag: str, medium: Medium) -> Document:
        """The leaflet as the build resolved it."""
        document, _ = projects.resolve(projects.load(self.root), "blinatumomab", tag, TODAY)
        assert document
        return for_medium(document, medium)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Made by the first process of a test run that asks; the others wait for it."""
    beside = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        beside = beside.parent
    root, done = beside / "charity", beside / "charity.done"
    with (beside / "charity.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(root)
            done.touch()
    return Made(root)


def make(root: Path) -> None:
    for folder in ("source", "translations"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    store = Store(root / "output/.cache/store")
    with processes() as workers:
        project = projects.load(root)
        result = build(project, Choice(), TODAY, lambda *_: None, workers, store)
    planned = [target for group in published(project) for target in group.targets()]
    assert result.ok and len(result.made) == len(planned) >= 6 * len(EVERY) + len(SPOKEN)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Judged by foreign programs, which start once a module: make test gives a module to one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.acceptance)
