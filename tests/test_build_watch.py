"""An edit is made as soon as it is saved."""

from __future__ import annotations

import queue
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from pipeline import project as projects
from pipeline.build.plan import Choice
from pipeline.build.run import Result
from pipeline.build.watch import watch
from pipeline.publisher import EDITIONS
from tests.projects import charity, edit, files, made, write

PATIENCE = 60  # seconds


@contextmanager
def watching(root: Path) -> Iterator[queue.SimpleQueue[list[str]]]:
    """What each build made, as it ends; the first is there already."""
    builds: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    stop = Event()
    thread = Thread(target=watch, args=(root, lambda: builds.put(made(root).made), stop))
    thread.start()
    try:
        yield builds
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def settled(builds: queue.SimpleQueue[list[str]], wanted: set[str]) -> None:
    """Until everything that is wanted was made, and nothing else was."""
    while wanted:
        made = set(builds.get(timeout=PATIENCE))
        assert made <= wanted
        wanted -= made


def test_a_saved_translation_makes_its_language_again(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    with watching(root) as builds:
        assert len(builds.get(timeout=PATIENCE)) == 4
        edit(root, "translations/pl/LC_MESSAGES/alpha.po", "„Fever”", "„Gorączka”")
        settled(builds, {path for path in files(root) if "-pl-" in path})
        assert not made(root).made


def test_an_editor_that_writes_beside_and_renames_is_seen(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    with watching(root) as builds:
        builds.get(timeout=PATIENCE)
        source = (root / "source/alpha.md").read_text("utf-8")
        write(root, "source/.alpha.md.swp", source.replace("About it.", "About all of it."))
        (root / "source/.alpha.md.swp").replace(root / "source/alpha.md")
        settled(builds, set(files(root)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["translations", "source"])
def test_a_folder_that_is_taken_away_and_comes_back_is_watched(tmp_path: Path, name: str) -> None:
    root = charity(tmp_path / "charity", "alpha")
    seen = queue.SimpleQueue[tuple[bool, str]]()
    stop = Event()
    source = root / "source/alpha.md"

    def look() -> None:
        there = (root / name).is_dir()
        seen.put((there, source.read_text("utf-8") if source.exists() else ""))

    thread = Thread(target=watch, args=(root, look, stop))
    thread.start()
    try:
        assert seen.get(timeout=PATIENCE)[0]
        shutil.copytree(root / name, tmp_path / "kept")
        shutil.rmtree(root / name)
        _until(seen, lambda there, _: not there)
        shutil.copytree(tmp_path / "kept", root / name)
        _until(seen, lambda there, _: there)
        for number in range(3):
            write(root, "source/alpha.md", f"# Another title {number}\n")
            _until(seen, lambda _, text, number=number: f"title {number}" in text)  # type: ignore[misc]
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def _until(seen: queue.SimpleQueue[tuple[bool, str]], wanted: Callable[[bool, str], bool]) -> None:
    while not wanted(*seen.get(timeout=PATIENCE)):
        pass


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((), [("clear-print", "web"), ("clear-print", "word", "web"), ()]),
        (("audio", "word"), [("word",), ("audio", "word")]),
        (("audio", "web"), [("web",), ("audio", "web")]),
        (("word",), [("word",)]),
    ],
)
def test_what_one_looks_at_is_made_first_and_what_is_heard_last(
    asked: tuple[str, ...], expected: list[tuple[str, ...]]
) -> None:
    names = ("clear-print", "word", "audio", "web")
    editions = [one for one in EDITIONS if one.name in names]
    steps = Choice(editions=asked).quick_first(editions)
    assert [step.editions for step in steps] == expected


def test_where_only_sound_is_asked_for_there_is_one_step() -> None:
    asked = Choice(editions=("audio",))
    assert asked.quick_first(EDITIONS) == [asked]


@pytest.mark.slow
def test_what_is_read_and_what_is_heard_are_told_as_one(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, audio]")
    result, both = Result(), set[str]()
    for part in Choice().quick_first(projects.load(root).publisher.editions):
        done = made(root, choice=part)
        both |= set(done.made)
        result = done.after(result)
    assert len(both) == 4 and set(result.made) == both == set(files(root)) and not result.fresh
    assert made(root).after(result).fresh == []
    assert set(made(root).after(Result()).fresh) == both


@pytest.mark.slow
def test_the_command_tells_of_all_that_a_save_made(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, audio]")
    command = [sys.executable, "-u", "-m", "pipeline", "watch", "--root", str(root), "--tag", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:  # fmt: skip
        assert process.stdout
        told = next(line for line in process.stdout if "files made" in line or "up to date" in line)
        process.terminate()  # not Ctrl-C, which nobody hears in a shell's background
        process.stdout.read()
    assert told.startswith("2 files made")


@pytest.mark.slow
def test_a_page_waits_for_no_book_and_the_steps_end_as_a_clean_build(tmp_path: Path) -> None:
    root = charity(tmp_path / "one", "alpha")
    edit(
        root,
        "source/publisher.yaml",
        "[clear-print, word]",
        "[clear-print, word, web, epub, audio]",
    )
    made(root)
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay for {stay} days.")
    first, *others = Choice().quick_first(projects.load(root).publisher.editions)
    quick = made(root, choice=first).made
    assert {path.rpartition(".")[2] for path in quick} == {"pdf", "html"}, "an e-book follows"
    for part in others:
        made(root, choice=part)
    clean = tmp_path / "two"
    for folder in ("source", "translations"):
        shutil.copytree(root / folder, clean / folder)
    made(clean)
    assert files(root) == files(clean) and not made(root).made
