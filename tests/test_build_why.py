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


@pytest.mark.parametrize("path", ["output/x.pdf", "output/alpha/pl/beta-pl-word.docx", "output/beta/pl/beta-pl-word.docx", "output/alpha/pl/alpha-pl-word.pdf", ""])  # fmt: skip
def test_a_path_that_no_target_has_is_refused(root: Path, path: str) -> None:
    with pytest.raises(LeafletError) as refused:
        why(root, path)
    assert refused.value.diagnostics[0].code == "B105"


def test_what_failed_before_and_would_fail_again_cannot_be_made(root: Path) -> None:
    edit(root, "source/alpha.md", "Stay {stay}", "Stay {unknown}")
    made(root)
    assert "It cannot be made: source/alpha.md:10: error S105" in why(root).verdict


def test_a_page_is_made_again_with_what_it_shows(root: Path) -> None:
    page = "output/alpha/en/alpha-en-web-draft.html"
    edit(root, "source/publisher.yaml", "word]", "word, web]")
    made(root)
    (root / FILE).unlink()
    assert "would not be made again" in why(root, page).verdict, "what is gone comes back as it was"
    edit(root, "translations/pl/LC_MESSAGES/shared.po", "„Help”", "")
    sign(root, "alpha", "en")
    made(root)
    page = page.replace("-draft", "")
    edit(root, "translations/pl/LC_MESSAGES/shared.po", 'msgstr ""\n\n', 'msgstr "Pomoc"\n\n')
    sign(root, "alpha", "pl")
    reasons = why(root, page)
    assert "what it shows of other files changed" in reasons.verdict
    assert reasons.changed == ("the files beside it",)
    assert page.removeprefix("output/") in made(root).made


@pytest.mark.parametrize(
    "where", ["{root}/output/{file}", "{root}/source/../output/{file}", "{root}/{file}", "{file}"]
)
def test_a_file_is_named_from_anywhere(tmp_path: Path, where: str) -> None:
    """Also in a folder that is called output."""
    root, file = charity(tmp_path / "output", "alpha"), "alpha/pl/alpha-pl-word-draft.docx"
    file = file if where != "{root}/{file}" else f"output/{file}"
    made(root)
    assert "would not be made again" in why(root, where.format(root=root, file=file)).verdict


def test_what_a_page_shows_may_come_out_as_it_was(root: Path) -> None:
    """Another Polish voice: English sound is made anew, and is the same."""
    edit(root, "source/publisher.yaml", "word]", "audio, web]")
    made(root)
    edit(root, "source/publisher.yaml", "languages:", "voices: {pl: {rate: 140}}\nlanguages:")
    verdict = why(root, "alpha/en/alpha-en-web-draft.html").verdict
    assert verdict == "It would be made again: a file that it shows is, unless that comes out as it was."  # fmt: skip
