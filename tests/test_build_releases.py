"""Releases: whole folders that say what is in them, from which source, and what has changed since the last one."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import signal
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline import project as projects
from pipeline import signing
from pipeline.braille import liblouis
from pipeline.build import delivery, releases
from pipeline.build.release import Outcome, release
from pipeline.diagnostic import LeafletError
from tests.projects import TODAY, charity, edit, sign

WORD = "editions: [clear-print, word]", "editions: [word]"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two leaflets, signed in both languages, published as Word files."""
    found = charity(tmp_path)
    edit(found, "source/publisher.yaml", *WORD)
    for slug in ("alpha", "beta"):
        for tag in ("en", "pl"):
            sign(found, slug, tag)
    return found


def released(root: Path, today: datetime.date = TODAY) -> Outcome:
    return release(projects.load(root), [], [], today, lambda *_: None)


def manifest(root: Path, version: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / f"output/release/{version}/manifest.json").read_bytes())  # fmt: skip
    return found


def changes(root: Path, version: str, tag: str) -> str:
    return (root / f"output/release/{version}/changes/{tag}.txt").read_text("utf-8")


def git(root: Path, *arguments: str) -> str:
    named = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    return subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True, text=True).stdout.strip()  # fmt: skip


def test_a_release_lists_its_files_with_digests_signers_and_source(root: Path) -> None:
    (root / ".gitignore").write_text("output/\n")
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "x")
    edit(root, "source/shared/help.md", "## Help", "## Help\n\n% For translators.")
    assert released(root).uncommitted == 1
    told = manifest(root, "2026-01-31")
    assert told["commit"] == git(root, "rev-parse", "HEAD")
    assert told["uncommitted"] == ["source/shared/help.md"]
    first = told["leaflets"][0]
    assert (first["leaflet"], first["language"], first["review_due"]) == ("alpha", "en", "2026-06-30")  # fmt: skip
    assert first["reviewed"] == [{"name": "Ann", "on": "2026-01-31"}]
    assert first["approved"] == [{"name": "Ben", "on": "2026-01-31"}]
    folder = root / "output/release/2026-01-31"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {row["path"] for row in told["files"]} == there - {"manifest.json"}
    for row in told["files"]:
        assert hashlib.sha256((folder / row["path"]).read_bytes()).hexdigest() == row["sha256"]


def test_a_folder_without_git_says_so(root: Path) -> None:
    released(root)
    told = manifest(root, "2026-01-31")
    assert (told["commit"], told["uncommitted"]) == ("", [])


def test_to_look_at_the_source_starts_no_monitor(root: Path) -> None:
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "x")
    spy = root / "spy.sh"
    spy.write_text(f"#!/bin/sh\ntouch {root}/ran\n")
    spy.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(spy))
    assert releases.commit(root)[0]
    assert not (root / "ran").exists()


def test_a_release_can_be_verified_where_it_is_delivered(root: Path, tmp_path: Path) -> None:
    released(root)
    delivered = tmp_path / "delivered"
    shutil.copytree(root / "output/release/2026-01-31", delivered)
    assert delivery.verify(delivered) == (len(manifest(root, "2026-01-31")["files"]), [])
    with (delivered / "texts/alpha/pl.txt").open("a") as text:
        text.write("More.\n")
    (delivered / "index.html").unlink()
    (delivered / "new.txt").write_text("x")
    assert {one.code for one in delivery.verify(delivered)[1]} == {"B302", "B303", "B304"}


@pytest.mark.slow
def test_nothing_new_makes_no_release_and_a_second_of_a_day_has_a_number(root: Path) -> None:
    assert released(root).version == "2026-01-31"
    again = released(root)
    assert (again.version, again.unchanged, again.made) == ("2026-01-31", True, [])
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    assert released(root).version == "2026-01-31-2", "without alpha"
    for tag in ("en", "pl"):
        sign(root, "alpha", tag)
    assert released(root).version == "2026-01-31-3"
    assert released(root, datetime.date(2026, 2, 1)).unchanged
    assert releases.versions(root / "output") == ["2026-01-31", "2026-01-31-2", "2026-01-31-3"]


def test_versions_are_in_the_order_in_which_they_were_made(tmp_path: Path) -> None:
    for name in ("2026-01-31-10", "2026-01-31-2", "2026-01-31", "2025-12-31", "draft", ".2026-02-01", "2026-02-01"):  # fmt: skip
        (tmp_path / "release" / name).mkdir(parents=True)
        if name != "2026-02-01":
            (tmp_path / "release" / name / "manifest.json").write_text("{}")
    assert releases.versions(tmp_path) == ["2025-12-31", "2026-01-31", "2026-01-31-2", "2026-01-31-10"]  # fmt: skip


def test_the_first_release_of_all_says_so(root: Path) -> None:
    released(root)
    assert changes(root, "2026-01-31", "pl") == "Polish (pl), release 2026-01-31: the first release.\n"  # fmt: skip


@pytest.mark.slow
def test_what_has_changed_is_told_sentence_by_sentence_in_each_language(root: Path) -> None:
    released(root)
    edit(root, "source/alpha.md", "70.8%", "7.08%")
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "„Fever”", "„Gorączka”")
    for tag in ("en", "pl"):
        sign(root, "alpha", tag)
    released(root)
    assert changes(root, "2026-01-31-2", "pl") == (
        "Polish (pl), release 2026-01-31-2: what has changed since release 2026-01-31\n\n"
        "alpha: 1 text went, 1 came\n"
        "  - „Fever”: 70,8% (liczba osób, w przybliżeniu: 71 na 100)\n"
        "  + „Gorączka”: 7,08% (liczba osób, w przybliżeniu: 7 na 100)\n"
    )
    assert "  + Fever: 7.08% (about 7 in 100 people)\n" in changes(root, "2026-01-31-2", "en")


@pytest.mark.slow
def test_a_deleted_warning_and_a_leaflet_that_came_or_went_are_told(root: Path) -> None:
    edit(root, "source/alpha.md", "::: include help", "::: warning\nStay {stay} days.\n:::\n\n::: include help")  # fmt: skip
    for tag in ("en", "pl"):
        sign(root, "alpha", tag)
    edit(root, "source/beta.md", "{days: 9}", "{days: 8}")
    released(root)
    sign(root, "beta", "en")
    edit(root, "source/alpha.md", "::: warning\nStay {stay} days.\n:::\n\n", "")
    sign(root, "alpha", "en")
    released(root)
    assert changes(root, "2026-01-31-2", "en").split("\n\n")[1:] == [
        "alpha: 3 texts went, 0 came\n  - [warning]\n  - Stay 9 days.\n  - [end of warning]",
        "beta: new\n",
    ]
    assert changes(root, "2026-01-31-2", "pl").split("\n\n")[1:] == ["alpha: no longer in it\n"]


@pytest.mark.slow
def test_a_release_that_is_killed_leaves_nothing_and_the_next_is_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = os.fork()
    if child == 0:
        try:
            monkeypatch.setattr(releases, "write", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            released(root)
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert releases.versions(root / "output") == []
    assert len(released(root).made) == 4
    assert [path.name for path in (root / "output/release").iterdir()] == ["2026-01-31"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    ["", "[]", "{}", '{"files": 3}', '{"version": "x", "commit": "", "uncommitted": [], "leaflets": [], "withdrawn": [], "files": [{"path": "../x", "sha256": ""}]}', "[" * 100_000],
)  # fmt: skip
def test_a_damaged_manifest_is_named(root: Path, damage: str) -> None:
    folder = root / "output/release/2026-01-30"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(damage)
    with pytest.raises(LeafletError, match="B311: this file does not say what a release holds"):
        released(root)
    assert releases.versions(root / "output") == ["2026-01-30"]


# Recalls.


class Page(HTMLParser):
    """The words of a page, and each language that they are in."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.languages: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.languages += [found["lang"] or ""] if "lang" in found else []
        self.links += [found["href"] or ""] if "href" in found else []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.slow
def test_a_withdrawn_leaflet_is_left_out_and_its_page_and_the_index_say_so(root: Path) -> None:
    released(root)
    signing.withdraw(projects.load(root), "beta", "", "A wrong dose.", "Ann", TODAY)
    outcome = released(root)
    assert [path for path in outcome.made if "beta" in path] == []
    assert [(one.code, one.message) for one in outcome.found] == [
        ("B207", "beta in en has been withdrawn"),
        ("B207", "beta in pl has been withdrawn"),
    ]
    folder = root / "output/release/2026-01-31-2"
    index = Page(folder / "index.html")
    assert "This leaflet has been withdrawn. Do not use it." in index.words
    assert "Ta ulotka została wycofana. Nie korzystaj z niej." in index.words
    assert sorted(index.links) == ["alpha/en/alpha-en-word.docx", "alpha/pl/alpha-pl-word.docx"]
    page = Page(folder / "beta/pl/index.html")
    assert "Ta ulotka została wycofana. Nie korzystaj z niej." in page.words and not page.links
    assert page.languages[0] == "pl"
    assert changes(root, "2026-01-31-2", "pl").endswith("beta: withdrawn on 2026-01-31: A wrong dose.\n")  # fmt: skip
    assert released(root).unchanged
    sign(root, "beta", "en")
    assert not released(root).found


def test_the_last_leaflet_of_all_can_be_withdrawn(root: Path) -> None:
    released(root)
    for slug in ("alpha", "beta"):
        signing.withdraw(projects.load(root), slug, "", "Wrong.", "", TODAY)
    outcome = released(root)
    assert outcome.version == "2026-01-31-2" and not outcome.made
    assert not Page(root / "output/release/2026-01-31-2/index.html").links


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["unreadable", "deleted", "deleted before"])
def test_a_withdrawn_leaflet_that_is_broken_or_deleted_still_says_so(root: Path, broken: str) -> None:  # fmt: skip
    released(root)
    if broken == "deleted before":
        (root / "source/beta.md").unlink()
    signing.withdraw(projects.load(root), "beta", "", "Wrong.", "", TODAY)
    if broken == "unreadable":
        edit(root, "source/beta.md", "{stay} days", "{sty} days")
    elif broken == "deleted":
        (root / "source/beta.md").unlink()
    released(root)
    told = [(one["leaflet"], one["language"]) for one in manifest(root, "2026-01-31-2")["withdrawn"]]  # fmt: skip
    assert told == [("beta", "en"), ("beta", "pl")]
    page = Page(root / "output/release/2026-01-31-2/beta/pl/index.html")
    assert "Ta ulotka została wycofana. Nie korzystaj z niej." in page.words
    assert ("„Title of beta”" in page.words) == (broken != "unreadable")


@pytest.mark.slow
def test_the_index_leads_to_every_file_and_says_how_large_it_is(root: Path) -> None:
    edit(root, "source/publisher.yaml", "name: A Charity", 'name: "<A & Charity>"')
    released(root)
    folder = root / "output/release/2026-01-31"
    index = Page(folder / "index.html")
    assert all((folder / link).is_file() for link in index.links) and len(index.links) == 4
    assert "Leaflets of <A & Charity>" in index.words
    assert index.languages == ["en", "en", "en", "pl", "en", "en", "pl"]
    assert any(word.startswith("word, DOCX, ") and word.endswith(" KB") for word in index.words)


@pytest.mark.slow
def test_braille_is_released_when_its_proof_passes_and_held_back_when_it_fails(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(
        root, "source/publisher.yaml", "editions: [word]", "editions: [word, braille, braille-pef]"
    )
    right = liblouis.back
    monkeypatch.setattr(
        liblouis, "back", lambda tables, cells: right(tables, cells).replace("days", "hours")
    )
    refused = released(root)
    assert {one.code for one in refused.found} == {"A506"}
    monkeypatch.setattr(liblouis, "back", right)
    assert not released(root).found
    suffixes = {path.suffix for path in (root / "output/release").rglob("alpha-en-*")}
    assert suffixes == {".docx", ".brf", ".pef"}


@pytest.mark.slow
def test_a_language_of_which_nothing_was_released_says_so(root: Path) -> None:
    (root / "translations/pl/signoff.json").unlink()
    released(root)
    assert changes(root, "2026-01-31", "pl") == "Polish (pl), release 2026-01-31: no leaflet has been released in this language yet.\n"  # fmt: skip
    assert changes(root, "2026-01-31", "en").endswith("the first release.\n")
    for slug in ("alpha", "beta"):
        sign(root, slug, "pl")
    released(root)
    assert changes(root, "2026-01-31-2", "pl").endswith("alpha: new\n\nbeta: new\n")
