"""Pieces kept by what they were made from."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline import project as projects
from pipeline.build import make
from pipeline.build.store import Store
from pipeline.cli.environment import kept_pieces
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.speech.options import GONE
from tests.projects import charity, edit, files, made


def test_a_piece_comes_back_as_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("abcdef", b"sound")
    assert store.get("abcdef") == b"sound" and store.get("abcdee") is None


def test_a_piece_that_was_cut_or_changed_on_the_disk_is_not_used(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for damage in (lambda data: data[:-1], lambda data: data[:-1] + b"!", lambda data: b""):
        store.put("abcdef", b"sound")
        stored = tmp_path / "ab" / "abcdef"
        stored.write_bytes(damage(stored.read_bytes()))
        assert store.get("abcdef") is None


def test_a_piece_under_the_name_of_another_is_not_used(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("abcdef", b"sound")
    (tmp_path / "ab/abcdef").rename(tmp_path / "ab/abcdee")
    assert store.get("abcdee") is None


def test_the_pieces_that_were_not_used_for_longest_go_first(tmp_path: Path) -> None:
    store = Store(tmp_path, largest=250)
    for age, key in enumerate(("aa1", "bb2", "cc3")):
        store.put(key, b"x" * 68)  # with its digest 100 bytes
        os.utime(tmp_path / key[:2] / key, (1000 - age, 1000 - age))
    store.get("cc3")
    assert store.size() == (3, 300)
    assert store.trim() == 100
    assert [key for key in ("aa1", "bb2", "cc3") if store.get(key)] == ["aa1", "cc3"]
    assert store.trim() == 0


def test_two_machines_may_write_one_piece_at_the_same_time(tmp_path: Path) -> None:
    one, other = Store(tmp_path), Store(tmp_path)
    one.put("abcdef", b"sound")
    other.put("abcdef", b"sound")
    assert one.get("abcdef") == b"sound" and one.size()[0] == 1


def test_what_a_machine_is_writing_just_now_is_no_piece_yet(tmp_path: Path) -> None:
    """The rename of one that was trimmed away would fail. What a machine left that is gone goes."""
    store = Store(tmp_path, largest=0)
    half = tmp_path / "ab/.abcdef.1.half"
    half.parent.mkdir()
    half.write_bytes(b"half")
    assert store.trim() == 0 and half.exists()
    os.utime(half, (1000, 1000))
    assert store.trim() == 4 and not half.exists()


def test_what_was_used_just_now_may_be_spared(tmp_path: Path) -> None:
    store = Store(tmp_path, largest=0)
    store.put("abcdef", b"sound")
    assert store.trim(spared=100) == 0 and store.get("abcdef")
    os.utime(tmp_path / "ab/abcdef", (time.time() - 101,) * 2)
    assert store.trim(spared=100) == 37


def test_a_piece_that_may_not_be_taken_out_is_named_when_the_others_are_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path, largest=0)
    unlink = Path.unlink

    def refused(self: Path, missing_ok: bool = False) -> None:
        if self.name == "aa1":
            raise PermissionError(1, "Operation not permitted", str(self))
        unlink(self, missing_ok)

    for key in ("aa1", "bb2"):
        store.put(key, b"sound")
    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(LeafletError) as told:
        store.trim()
    assert told.value.diagnostics[0].at.path == str(tmp_path) and store.size()[0] == 1


@pytest.mark.slow
def test_where_pieces_cannot_be_kept_files_are_made_and_the_folder_is_named_once(
    tmp_path: Path,
) -> None:
    root, taken = charity(tmp_path / "root"), tmp_path / "taken"
    taken.write_text("a file, where the folder should be")
    result = made(root, store=Store(taken))
    assert len(result.made) == 8 and [(d.code, d.at.path) for d in result.found] == [("B006", str(taken))]  # fmt: skip
    assert "LEAFLET_CACHE" in result.found[0].hint
    before = files(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    assert not made(root, store=Store(taken)).removed and files(root).keys() == before.keys()


@pytest.mark.slow
def test_a_cache_does_not_outgrow_its_limit_in_a_long_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.build.run._IN_USE", 0)
    sizes: list[int] = []
    trim = Store.trim

    def seen(self: Store, spared: float = 0) -> int:
        sizes.append(self.size()[1])
        return trim(self, spared)

    monkeypatch.setattr(Store, "trim", seen)
    root, largest = charity(tmp_path, *"abcdef"), 100_000
    store = Store(root / "cache", largest)
    made(root, store=store)
    whole = sum(len(data) for data in files(root).values())
    assert whole > 4 * largest and len(sizes) > 3 and max(sizes) < 2.5 * largest
    assert store.size()[1] <= largest


@pytest.mark.slow
def test_a_piece_that_another_build_trimmed_away_meanwhile_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = make.render, 0

    def trimmed(*given: object) -> object:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise LeafletError(Diagnostic(GONE, "it was taken away", Location(""), "again"))
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(make, "render", trimmed)
    assert made(charity(tmp_path, "alpha")).ok and asked == 5


def test_a_folder_that_is_named_from_here_is_the_same_for_every_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One on a cluster stands in another folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEAFLET_CACHE", "pieces")
    project = projects.load(charity(tmp_path / "root"))
    assert kept_pieces(project).folder == tmp_path / "pieces"
