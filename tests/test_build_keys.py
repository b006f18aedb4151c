"""Digests of files: read once, and never wrongly taken as known."""

from __future__ import annotations

import hashlib
import os
import re
import time
import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.build import keys
from pipeline.build.files import Looks, changed, look
from pipeline.build.keys import Digests
from pipeline.project import ABSENT
from pipeline.publisher import EDITIONS, MORE_EDITIONS, Format
from tests.specimens import specimen

REPOSITORY = Path(__file__).parents[1]
LATER = 10_000_000_000  # nanoseconds


def learn(root: Path, *, later: int = LATER) -> dict[str, tuple[str, Looks]]:
    """What a build some time after the last change would know of the file a."""
    digests = Digests(root, {}, time.time_ns() + later)
    digests.of("a")
    return digests.learnt


def test_a_file_that_looks_as_it_did_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    looks = look(tmp_path / "a")
    assert looks and Digests(tmp_path, {"a": ("known", looks)}, 0).of("a") == "known"


def test_an_edit_of_the_same_size_with_its_time_set_back_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    known = learn(tmp_path)
    before = file.stat()
    time.sleep(0.02)  # a tick of the file system's clock
    file.write_bytes(b"two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Digests(tmp_path, known, 0).of("a") != known["a"][0]


def test_a_file_that_has_just_changed_is_read_again_the_next_time(tmp_path: Path) -> None:
    """An edit in the same tick of the clock would look the same."""
    (tmp_path / "a").write_bytes(b"one")
    assert not learn(tmp_path, later=0) and learn(tmp_path)


def test_a_file_from_the_future_is_never_taken_as_known(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    ahead = time.time_ns() + 100 * LATER
    os.utime(tmp_path / "a", ns=(ahead, ahead))
    assert not learn(tmp_path)


def test_a_file_of_a_year_that_no_clock_counts_to_is_read_each_time(tmp_path: Path) -> None:
    """Nanoseconds since 1970 have room until 2262; file systems until 2446 and later."""
    (tmp_path / "a").write_bytes(b"one")
    os.utime(tmp_path / "a", (14_000_000_000, 14_000_000_000))
    assert look(tmp_path / "a") and not learn(tmp_path)
    assert Digests(tmp_path, {}, 0).of("a") == hashlib.sha256(b"one").hexdigest()


def test_a_file_that_changes_while_it_is_read_is_read_again_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"one")
    read = Path.read_bytes

    def and_then_edited(self: Path) -> bytes:
        data = read(self)
        self.write_bytes(b"another text")
        return data

    monkeypatch.setattr(Path, "read_bytes", and_then_edited)
    assert not learn(tmp_path)


def test_another_file_in_its_place_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    known = learn(tmp_path)
    (tmp_path / "b").write_bytes(b"two")
    os.utime(tmp_path / "b", ns=(changed(known["a"][1]),) * 2)
    (tmp_path / "b").replace(tmp_path / "a")
    assert Digests(tmp_path, known, 0).of("a") != known["a"][0]


def test_what_is_not_there_has_a_digest_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    digests = Digests(tmp_path, {}, 0)
    assert digests.of("a") == digests.of("folder") == ABSENT


def test_the_inputs_key_holds_every_name_and_digest() -> None:
    made_from = {"a": "1", "b": "2"}
    others = [{"a": "1"}, {"a": "2", "b": "2"}, {"a": "1", "c": "2"}, {}]
    assert len({keys.inputs({"fonts": "0"}, one) for one in (made_from, *others)}) == 5
    assert keys.inputs({"fonts": "0"}, made_from) != keys.inputs({"fonts": "1"}, made_from)


def test_a_pipe_is_no_file_to_wait_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    assert Digests(tmp_path, {}, 0).of("a.png") == ABSENT


def test_the_key_of_braille_holds_liblouis_and_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    printed, brailled = EDITIONS[0], next(one for one in EDITIONS if one.format.brailled)
    before = keys.content(specimen("en"), (printed, brailled), {})
    common = keys.common("en", (printed, brailled), ("en",), {})
    monkeypatch.setattr("pipeline.build.keys.liblouis.digest", lambda: "another liblouis")
    after = keys.content(specimen("en"), (printed, brailled), {})
    assert before[printed.name] == after[printed.name]
    assert before[brailled.name] != after[brailled.name]
    changed = keys.common("en", (printed, brailled), ("en",), {})
    assert [name for name in common if common[name] != changed[name]] == ["the braille tables"]
    assert "the braille tables" not in keys.common("en", (printed,), ("en",), {})


def test_the_key_of_an_audio_book_holds_the_version_of_its_maker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoken = next(one for one in EDITIONS if one.format is Format.MP3)
    book = next(one for one in MORE_EDITIONS if one.format is Format.M4B)
    before, common = keys.content(specimen("en"), (spoken, book), {}), keys.common("en", (spoken, book), ("en",), {})  # fmt: skip
    monkeypatch.setattr("pipeline.build.keys._audio_books", lambda: "0.0.1")
    after, changed = keys.content(specimen("en"), (spoken, book), {}), keys.common("en", (spoken, book), ("en",), {})  # fmt: skip
    assert [name for name in before if before[name] != after[name]] == [book.name]
    assert [name for name in common if common[name] != changed[name]] == [
        "the maker of audio books"
    ]
    assert keys.tools((spoken, book))["av"] == "0.0.1" and "av" not in keys.tools((spoken,))


# What shows things to people, and has no say in what is made.
SHOWS_ONLY = {"click", "rich", "watchfiles"}


def test_the_keys_hold_the_version_of_every_library_that_leaflets_are_made_with() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    named = {re.split(r"[>=]", one)[0] for one in project["dependencies"]}
    assert keys.tools(()).keys() == (named - SHOWS_ONLY) | {"python", "zlib"}


def test_the_content_key_holds_all_that_is_shown_or_said(monkeypatch: pytest.MonkeyPatch) -> None:
    document, printed = specimen("en"), EDITIONS[0]
    said = next(edition for edition in EDITIONS if edition.format.heard)

    def key() -> tuple[str, ...]:
        return tuple(keys.content(document, (printed, said), lexicons).values())

    lexicons: dict[str, str] = {}
    seen = [key()]
    for name in ("versions", "fonts.digest"):
        owner, _, attribute = f"keys.{name}".rpartition(".")
        monkeypatch.setattr(f"pipeline.build.{owner}.{attribute}", lambda *_, name=name: name)
        seen.append(key())
    document = replace(document, publisher="Another")
    seen.append(key())
    printed, said = replace(printed, body=20), replace(said, body=20)
    seen.append(key())
    assert all(before[n] != after[n] for before, after in pairwise(seen) for n in (0, 1))
    lexicons = {"en": "a name said otherwise"}
    assert key()[0] == seen[-1][0] and key()[1] != seen[-1][1], "only sound depends on a lexicon"
