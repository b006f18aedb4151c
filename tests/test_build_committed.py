"""Lines of a sign-off file that were committed once are missed when they go, the last of all too."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline import project as projects
from pipeline import signing
from pipeline.build.committed import lost
from pipeline.build.release import release
from pipeline.catalogs.signoff import Act
from pipeline.diagnostic import LeafletError
from pipeline.signing import Pen
from tests.projects import TODAY, charity, edit, sign

PATH = "translations/pl/signoff.json"


def git(root: Path, *arguments: str) -> None:
    named = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True)


def committed(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-m", "x")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two leaflets signed in both languages, of which one was recalled last; all is committed."""
    found = charity(tmp_path / "charity")  # deeper than the work tree's top
    edit(found, "source/publisher.yaml", "[clear-print, word]", "[word]")
    for slug in ("alpha", "beta"):
        for tag in ("en", "pl"):
            sign(found, slug, tag)
    signing.withdraw(projects.load(found), "alpha", "pl", "A wrong dose.", "Ann", TODAY)
    (tmp_path / ".gitignore").write_text("output/\n")
    git(tmp_path, "init")
    committed(tmp_path)
    return found


def cut(root: Path, lines: int) -> None:
    """Take the last events out, as a hand or a careless merge would: what is left is a whole file."""
    rows = (root / PATH).read_text("utf-8").split("\n")
    del rows[-2 - lines : -2]
    (root / PATH).write_text("\n".join(rows), encoding="utf-8")


def told(root: Path, tag: str = "pl") -> list[str]:
    return [f"{one.at}: {one.code}: {one.message}" for one in lost(projects.load(root), tag)]


def test_nothing_is_missed_while_all_is_there(root: Path) -> None:
    assert told(root) == told(root, "en") == []
    sign(root, "alpha", "pl")
    assert told(root) == [], "what is not committed yet is no loss"


def test_the_last_line_is_missed(root: Path) -> None:
    cut(root, 1)
    assert not projects.history(projects.load(root), "pl")[1], "nothing in the file shows it"
    assert told(root) == [f"{PATH}:1: T137: a line is missing from the sign-off that git remembers, the last: on 2026-01-31 Ann withdrawn alpha"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("later", ["not committed", "committed", "the file deleted"])
def test_it_stays_missed_whatever_comes_after(root: Path, later: str) -> None:
    cut(root, 3)
    if later == "the file deleted":
        (root / PATH).unlink()
    if later != "not committed":
        committed(root)
        committed_again(root)
    [said] = told(root)
    assert ("3 lines are missing" in said) is (later != "the file deleted")
    assert "withdrawn alpha" in said


def committed_again(root: Path) -> None:
    (root / "other.txt").write_text("x")
    committed(root)


def test_a_merge_that_kept_the_lines_of_one_side_only_is_seen(root: Path) -> None:
    git(root, "checkout", "-b", "side")
    sign(root, "alpha", "pl")
    committed(root)
    git(root, "checkout", "main")
    signing.withdraw(projects.load(root), "beta", "pl", "A wrong day.", "Ben", TODAY)
    committed(root)
    git(root, "merge", "-s", "ours", "side", "-m", "x")
    [said] = told(root)
    assert "2 lines are missing" in said and "approved alpha" in said


def test_what_was_never_a_signature_is_not_missed(root: Path) -> None:
    whole = (root / PATH).read_text("utf-8")
    (root / PATH).write_text(whole.replace("A wrong dose.", "A small dose."), encoding="utf-8")
    committed(root)
    (root / PATH).write_text(whole, encoding="utf-8")
    assert told(root) == []


@pytest.mark.slow
def test_nothing_is_signed_or_released_until_they_are_back(root: Path) -> None:
    cut(root, 1)
    project = projects.load(root)
    with pytest.raises(LeafletError) as problem:
        signing.sign(project, ["alpha"], "pl", Pen(Act.REVIEWED, "Ann", TODAY))
    assert [one.code for one in problem.value.diagnostics] == ["T137"]
    outcome = release(project, [], [], TODAY, lambda *_: None)
    assert [one.code for one in outcome.found] == ["T137"]
    assert {path.split("/")[3] for path in outcome.made} == {"en"}
    git(root, "checkout", "--", PATH)
    again = release(projects.load(root), [], [], TODAY, lambda *_: None)
    assert [one.code for one in again.found] == ["B207"], "the recall is known again"


def test_a_leaflet_can_be_recalled_all_the_same(root: Path) -> None:
    cut(root, 1)
    signing.withdraw(projects.load(root), "beta", "pl", "A wrong dose.", "Ann", TODAY)
    assert projects.history(projects.load(root), "pl")[0].withdrawals("beta")


def test_a_lost_line_of_the_english_keeps_every_language_in_the_house(root: Path) -> None:
    (root / "source/signoff.json").unlink()
    outcome = release(projects.load(root), [], [], TODAY, lambda *_: None)
    assert not outcome.made and "T137" in {one.code for one in outcome.found}


def test_without_git_nothing_is_known(tmp_path: Path) -> None:
    found = charity(tmp_path)
    sign(found, "alpha", "pl")
    (found / PATH).unlink()
    assert told(found) == []
