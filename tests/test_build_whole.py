"""That nothing is to be made is seen at a glance, one row a leaflet in a language: and whatever happened meanwhile is seen too."""

from __future__ import annotations

import datetime
import importlib.util
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import files as disk
from pipeline.build import keys, make
from pipeline.build.beside import Shown
from pipeline.build.plan import Choice
from pipeline.build.run import Result
from pipeline.build.standing import Standing
from pipeline.diagnostic import LeafletError
from pipeline.document import Document
from pipeline.publisher import Edition
from tests.projects import TODAY, AtOnce, charity, edit, files, made, sign, write

ONE = "alpha/en/alpha-en-word-draft.docx"
OTHER = "alpha/en/alpha-en-clear-print-draft.pdf"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A charity whose files are told by their names alone, in a moment: what a real one would show, and of one length for all.
    Its file system tells times apart as finely as Linux does, so that no two seconds have to pass."""

    def render(document: Document, edition: Edition, speech: Any, samples: Any, shown: Shown) -> bytes:  # fmt: skip
        return f"{edition.name} {shown.beside} {document}".encode().ljust(20_000)

    monkeypatch.setattr(make, "render", render)
    monkeypatch.setattr(make, "facts_found", lambda *_: 0)
    monkeypatch.setattr(keys, "_SETTLED", 0)
    folder = charity(tmp_path / "a")
    edit(folder, "source/publisher.yaml", "[clear-print, word]", "[clear-print, word, web]")
    return folder


def at_a_glance(root: Path, monkeypatch: pytest.MonkeyPatch, **given: Any) -> Result:
    """A build that must not look at any file by itself."""

    def file(*_: object) -> None:
        raise AssertionError("this file was looked at by itself")

    with monkeypatch.context() as patched:
        patched.setattr(Standing, "file", file)
        return made(root, **given)


def test_a_second_build_sees_at_a_glance_that_all_stands(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(root)
    assert len(first.made) == 12
    second = at_a_glance(root, monkeypatch)
    assert sorted(second.fresh) == sorted(first.made) and not second.made
    assert second.found == first.found


def test_of_what_is_whole_a_part_can_be_chosen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(root)
    chosen = at_a_glance(root, monkeypatch, choice=Choice(("alpha",), ("en",), ("word", "web")))
    assert chosen.fresh == [ONE, "alpha/en/alpha-en-web-draft.html"]


@pytest.mark.slow
@pytest.mark.parametrize("coarse", [True, False])
def test_files_that_may_yet_change_unseen_are_read_again_until_they_have_settled(
    root: Path, monkeypatch: pytest.MonkeyPatch, coarse: bool
) -> None:
    """On a file system that counts in seconds what was just written, on any what was just copied."""
    monkeypatch.setattr(keys, "_SETTLED", 2_000_000_000)
    if coarse:
        monkeypatch.setattr(disk, "lasting", lambda _: disk.NOWHERE)
    made(root)
    for path in () if coarse else (root / "output").glob("*/*/*"):
        os.utime(path)
    with pytest.raises(AssertionError):
        at_a_glance(root, monkeypatch)
    read: list[Path] = []
    digest = disk.digest

    def counted(path: Path) -> str:
        read.append(path)
        return digest(path)

    monkeypatch.setattr(disk, "digest", counted)
    assert not made(root).made and len(set(read)) == 12
    time.sleep(2.1)
    read.clear()
    assert not made(root).made and len(read) == 12
    assert at_a_glance(root, monkeypatch).ok and len(read) == 12


def test_a_clock_of_seconds_is_told_from_a_finer_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    looks = disk.look(tmp_path / "a")
    assert disk.lasting(looks) == looks, "the disk of these tests"
    in_seconds = disk._LOOKS.pack(3, 1_700_000_000_000_000_000, 1_700_000_002_000_000_000, 7)
    assert disk.lasting(in_seconds) == disk.NOWHERE


# What reads, renders, speaks or checks a leaflet, shows progress, does work elsewhere or is of another command: a tenth of a second
# and more. A command line by typer and pydantic cost that too.
HEAVY = {"PIL", "av", "babel", "dask", "distributed", "docx", "fontTools", "icu", "jinja2", "lameenc", "lxml", "markdown_it",
         "multiprocessing", "numpy", "pikepdf", "pydantic", "pypdfium2", "pyttsx3", "rapidfuzz", "reportlab", "rich", "segno", "typer",
         "uharfbuzz", "pipeline.bilingual", "pipeline.build.listing", "pipeline.build.pool", "pipeline.checks", "pipeline.cli.ask",
         "pipeline.cli.begin", "pipeline.cli.sign", "pipeline.cli.translate", "pipeline.markdown", "pipeline.parse",
         "pipeline.render", "pipeline.report", "pipeline.speech.audio", "pipeline.speech.script",
         "pipeline.translate", "pipeline.words"}  # fmt: skip
LOADED = "import sys; from pipeline.cli import app; app(standalone_mode=False); print(*sys.modules)"


def loaded(root: Path) -> set[str]:
    """The modules that a build in a process of its own has loaded when it ends."""
    command = [sys.executable, "-c", LOADED, "build", "--root", str(root)]
    fixed = {**os.environ, "SOURCE_DATE_EPOCH": "1769860800", "PYTHONPATH": str(Path(__file__).parents[1])}  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=fixed)
    assert done.stdout.startswith("Nothing to make: 12 files"), done.stderr
    return set(done.stdout.split())


def test_a_build_with_nothing_to_make_loads_nothing_that_makes(root: Path) -> None:
    made(root)
    loaded(root)  # the report for people is made by a command, and not by the build that it calls
    names = loaded(root)
    assert "pipeline.build.run" in names and not sorted(names & HEAVY)


def test_what_is_too_heavy_is_loaded_where_something_is_made(root: Path) -> None:
    """So that none of the names is one that nothing has."""
    there = {name for name in HEAVY if importlib.util.find_spec(name)}
    assert HEAVY - there <= {"av", "dask", "distributed", "pydantic", "typer"}, (
        "extras, perhaps not installed"
    )


# What happens to a file in output/.


def in_place(path: Path) -> None:
    """An edit that leaves size and time of change as they were."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def another(path: Path) -> None:
    """A file of the same size and time in its place."""
    before = path.stat()
    beside = path.with_name("beside")
    beside.write_bytes(b"x" * before.st_size)
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.replace(path)


def exchanged(path: Path) -> None:
    """Two files of one size under each other's name."""
    other, third = path.parents[2] / OTHER, path.with_name("third")
    path.rename(third)
    other.rename(path)
    third.rename(other)


def linked(path: Path) -> None:
    """A link to the very bytes, which somebody may edit where they lie."""
    elsewhere = path.parents[3] / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def cut(path: Path) -> None:
    os.truncate(path, 100)


def grown(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b" ")


def an_older_one(path: Path) -> None:
    """What a backup brings back."""
    path.write_bytes(b"of last year")
    os.utime(path, (0, 0))


@pytest.mark.parametrize(
    ("damage", "count"),
    [(in_place, 1), (another, 1), (exchanged, 2), (Path.unlink, 1), (linked, 1), (a_pipe, 1), (cut, 1),
     (grown, 1), (an_older_one, 1)],
)  # fmt: skip
def test_a_file_that_is_not_the_one_that_was_made_is_made_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None], count: int
) -> None:
    made(root)
    before = files(root)
    at_a_glance(root, monkeypatch)
    damage(root / "output" / ONE)
    result = made(root)
    assert len(result.made) == count and ONE in result.made and len(result.fresh) == 12 - count
    assert files(root) == before and (root / "output" / ONE).lstat().st_nlink == 1
    assert not (root / "output" / ONE).is_symlink()
    assert not at_a_glance(root, monkeypatch).made


@pytest.mark.parametrize("folder", ["output/alpha/en", "output/alpha", "output"])
def test_a_copy_of_a_folder_stands_and_is_known_from_then_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    made(root)
    before = files(root)
    shutil.copytree(root / folder, root / "copy")
    shutil.rmtree(root / folder)
    (root / "copy").rename(root / folder)
    assert not made(root).made and files(root) == before
    assert len(at_a_glance(root, monkeypatch).fresh) == 12


def test_a_folder_that_is_gone_is_made_again(root: Path) -> None:
    made(root)
    before = files(root)
    shutil.rmtree(root / "output/alpha/en")
    assert len(made(root).made) == 3 and files(root) == before


def test_a_file_of_somebody_elses_is_left_alone_and_costs_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(root)
    write(root, "output/alpha/en/.DS_Store", "of a file manager")
    write(root, "output/alpha/en/notes.txt", "of a person")
    assert len(at_a_glance(root, monkeypatch).fresh) == 12
    assert (root / "output/alpha/en/notes.txt").exists()


# What happens to what they are made from.


@pytest.mark.parametrize(
    ("path", "was", "now", "count"),
    [
        ("source/alpha.md", "{days: 9}", "{days: 8}", 6),
        ("source/alpha.md", "Stay {stay}", "Stop {stay}", 6),
        ("source/shared/help.md", "## Help", "## Hulp", 12),
        ("source/publisher.yaml", "A Charity", "B Charity", 12),
        ("translations/pl/LC_MESSAGES/beta.po", "„Fever”", "„Fewer”", 3),
        ("source/publisher.yaml", "[en, pl]", "[en]", 6),
    ],
)
def test_an_edit_is_seen_though_size_and_time_stay(
    root: Path, monkeypatch: pytest.MonkeyPatch, path: str, was: str, now: str, count: int
) -> None:
    made(root)
    at_a_glance(root, monkeypatch)
    before = (root / path).stat()
    edit(root, path, was, now)
    os.utime(root / path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert len(made(root).made) == count
    assert at_a_glance(root, monkeypatch).ok


def test_a_file_that_was_not_there_is_seen_when_it_comes(root: Path) -> None:
    made(root)
    write(root, "translations/pl/accepted.json", "no JSON")
    assert [one.at.path for one in made(root).found if one.at.path.endswith("accepted.json")]


def test_the_day_after_a_review_was_due_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    made(root)
    at_a_glance(root, monkeypatch, today=datetime.date(2026, 6, 30))
    late = datetime.date(2026, 7, 1)
    assert len(made(root, today=late).made) == 12
    at_a_glance(root, monkeypatch, today=late)
    assert len(made(root).made) == 12, "and the day before, by a clock that was set back"


def test_a_page_follows_the_pages_of_other_languages(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(root)
    sign(root, "alpha", "en")
    assert set(made(root).made) == {
        "alpha/en/alpha-en-clear-print.pdf",
        "alpha/en/alpha-en-word.docx",
        "alpha/en/alpha-en-web.html",
        "alpha/pl/alpha-pl-web-draft.html",
    }
    at_a_glance(root, monkeypatch)
    (root / "output/alpha/en/alpha-en-web.html").unlink()
    assert made(root).made == ["alpha/en/alpha-en-web.html"]
    at_a_glance(root, monkeypatch)


def test_a_language_with_an_error_is_tried_again_and_the_others_stand(root: Path) -> None:
    made(root)
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "Language: pl", "Language: cs")
    first = made(root)
    assert not first.ok and first.made == ["alpha/en/alpha-en-web-draft.html"]
    again = made(root)
    assert again.found == first.found and not again.made and len(again.fresh) == 9
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "Language: cs", "Language: pl")
    assert len(made(root).made) == 4


def test_a_narrowed_build_leaves_the_rest_to_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    narrowed = made(root, choice=Choice((), ("en",), ("word",)))
    assert len(narrowed.made) == 3, "pages too, which name what has changed"
    assert len(made(root).made) == 5, "pages again, since print has changed beside them"
    at_a_glance(root, monkeypatch)


def test_an_edition_that_is_no_longer_published_goes_from_every_leaflet(root: Path) -> None:
    made(root)
    edit(root, "source/publisher.yaml", "clear-print, word, web", "clear-print, web")
    result = made(root, choice=Choice(("alpha",)))
    assert len([path for path in result.removed if path.endswith(".docx")]) == 4


# What happens to the memory.


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [
        "drop table made",
        "drop table told",
        "update resolved set files = '{'",
        "update resolved set found = '[1]'",
        "update resolved set common = 1, files = 1",
    ],
)
def test_damage_to_the_records_costs_time_and_no_truth(root: Path, damage: str) -> None:
    made(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    with closing(sqlite3.connect(root / "output/.cache/records.sqlite")) as records:
        records.execute(damage)
        records.commit()
    assert made(root).ok
    shutil.copytree(root / "source", root / "b/source")
    shutil.copytree(root / "translations", root / "b/translations")
    made(root / "b")
    assert files(root) == files(root / "b")


def test_a_disk_without_room_costs_no_memory(root: Path) -> None:
    made(root)
    before = files(root)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, most))  # bytes of any file
    try:
        with pytest.raises(LeafletError) as refused:
            made(root)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    [wrong] = refused.value.diagnostics
    assert wrong.code == "B006" and "larger than this system allows" in wrong.message
    result = made(root)
    assert not result.made and len(result.fresh) == len(before) and files(root) == before


def test_a_build_that_is_killed_before_it_reports_is_reported_by_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.build.run._Work.end", _killed)
        with pytest.raises(KeyboardInterrupt):
            made(root)
    old = (root / "output/report.json").read_bytes()
    result = made(root)
    assert not result.made and (root / "output/report.json").read_bytes() != old
    at_a_glance(root, monkeypatch)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["report.json", "index.html"])
def test_the_reports_are_written_when_something_happened_to_them_and_else_not(
    root: Path, name: str
) -> None:
    made(root)
    path = root / "output" / name
    before = path.read_bytes(), path.stat().st_ino
    made(root)
    assert (path.read_bytes(), path.stat().st_ino) == before
    path.write_bytes(b"edited")
    made(root)
    assert path.read_bytes() == before[0]
    path.unlink()
    made(root)
    assert path.read_bytes() == before[0]


def test_a_leaflet_with_an_error_that_goes_goes_from_the_report(root: Path) -> None:
    made(root)
    before = (root / "output/report.json").read_bytes()
    for name in ("broken", "shared"):
        write(root, f"source/{name}.md", "# No fields\n")
        made(root)
        assert f'"{name}"'.encode() in (root / "output/report.json").read_bytes()
        (root / f"source/{name}.md").unlink()
        made(root)
        assert (root / "output/report.json").read_bytes() == before


@pytest.mark.parametrize("moved", ["source/alpha.md", "source/shared", "translations"])
def test_what_a_link_now_leads_to_outside_is_refused_though_it_is_the_same(
    root: Path, tmp_path: Path, moved: str
) -> None:
    made(root)
    (root / moved).rename(tmp_path / "elsewhere")
    (root / moved).symlink_to(tmp_path / "elsewhere")
    before = files(root)
    result = made(root)
    for name in ("source", "translations"):
        shutil.copytree(root / name, root / "b" / name, symlinks=True)
    if moved == "translations":  # of which the copy is no link
        shutil.rmtree(root / "b" / moved)
        (root / "b" / moved).symlink_to(tmp_path / "elsewhere")
    made(root / "b")
    assert not result.ok and files(root) == files(root / "b") != before


class Meanwhile(AtOnce):
    """A person saves a file when a build has already looked at it, and before it is read."""

    def __init__(self, save: Callable[[], None]) -> None:
        self.save = save

    def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]:
        if task is make.resolve:
            self.save()
        return super().submit(task, *given)


def test_a_file_that_is_saved_in_the_midst_of_a_build_is_seen_by_the_next_one(root: Path) -> None:
    made(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    days = iter("7654321")

    def save() -> None:
        text = (root / "source/alpha.md").read_text("utf-8")
        write(root, "source/alpha.md", re.sub(r"days: \d", f"days: {next(days)}", text))

    made(root, workers=Meanwhile(save))
    made(root)
    shutil.copytree(root / "source", root / "b/source")
    shutil.copytree(root / "translations", root / "b/translations")
    made(root / "b")
    assert files(root) == files(root / "b")
    assert not made(root).made


def test_a_date_in_the_future_is_told_until_it_comes(root: Path) -> None:
    edit(root, "source/alpha.md", "reviewed: 2023-06-30", "reviewed: 2026-02-03")
    for day in (TODAY, datetime.date(2026, 2, 2)):
        result = made(root, today=day)
        assert "S304" in {one.code for one in result.found}
    result = made(root, today=datetime.date(2026, 2, 3))
    assert not result.made and not result.found
    assert b"S304" not in (root / "output/report.json").read_bytes()
