"""Why a file would be made again, or would not: what is said agrees with what a build then does."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from pipeline import project as projects
from pipeline.build.store import Store
from pipeline.build.why import Reasons, explain
from pipeline.diagnostic import LeafletError
from tests.projects import TODAY, charity, edit, made, sign

FILE = "output/alpha/pl/alpha-pl-word-draft.docx"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path, "alpha")


def why(root: Path, path: str = FILE, today: datetime.date = TODAY) -> Reasons:
    return explain(projects.load(root), path, today, Store(root / "output/.cache/store"))


def test_a_file_that_stands_says_what_it_was_made_from(root: Path) -> None:
    made(root)
    reasons = why(root)
    assert reasons.verdict.startswith("It would not be made again") and not reasons.changed
    files = {"source/alpha.md", "source/shared/help.md", "translations/pl/LC_MESSAGES/alpha.po"}
    assert files <= set(reasons.made_from) and "the fonts" in reasons.made_from
    assert reasons.made and reasons.made.path == FILE.removeprefix("output/")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "was", "now", "again", "verdict"),
    [
        ("source/alpha.md", "{days: 9}", "{days: 8}", True, "what a reader gets changed"),
        ("source/alpha.md", "# Title", "% For translators.\n\n# Title", False, "nothing that a reader gets"),
        ("translations/pl/LC_MESSAGES/shared.po", "„Help”", "Pomoc", True, "what a reader gets changed"),
        ("source/publisher.yaml", "08088 010 444", "08088 010 445", True, "what a reader gets changed"),
        ("source/alpha.md", "{stay}", "{unknown}", False, "It would be removed: source/alpha.md:10"),
    ],
)  # fmt: skip
def test_the_verdict_is_what_a_build_does(
    root: Path, path: str, was: str, now: str, again: bool, verdict: str
) -> None:
    made(root)
    edit(root, path, was, now)
    reasons = why(root)
    assert reasons.changed == (path,) and verdict in reasons.verdict
    assert (FILE.removeprefix("output/") in made(root).made) == again


def test_a_change_of_status_and_a_day_are_said(root: Path) -> None:
    made(root)
    assert "the review date has passed" in why(root, today=datetime.date(2026, 7, 1)).changed
    sign(root, "alpha", "en")
    assert "as output/alpha/en/alpha-en-word.docx" in why(root, "alpha/en/alpha-en-word-draft.docx").verdict  # fmt: skip


def test_a_file_that_is_gone_or_was_never_made_is_said(root: Path) -> None:
    assert "no build remembers" in why(root).verdict
    made(root)
    (root / FILE).unlink()
    assert "the file is gone" in why(root).verdict


@pytest.mark.parametrize("path", ["output/x.pdf", "output/alpha/pl/beta-pl-word.docx", "output/beta/pl/beta-pl-word.docx", ""])  # fmt: skip
def test_a_path_that_no_target_has_is_refused(root: Path, path: str) -> None:
    with pytest.raises(LeafletError) as refused:
        why(root, path)
    assert refused.value.diagnostics[0].code == "B105"
