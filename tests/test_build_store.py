"""Pieces kept by what they were made from."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.build.store import Store


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
