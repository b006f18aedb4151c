"""Pages name the files and pages beside them: what they name is there, and they are made again when it changes."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from pipeline import project as projects
from pipeline.build import make
from pipeline.build.plan import Choice
from pipeline.build.release import release
from pipeline.build.store import Store
from pipeline.build.why import Reasons, explain
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Document
from tests.projects import TODAY, AtOnce, charity, edit, files, made, sign

LATE = datetime.date(2026, 7, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = charity(tmp_path / "a", "alpha", "beta")
    edit(folder, "source/publisher.yaml", "[clear-print, word]", "[word, web]")
    return folder


def named(root: Path, path: str) -> set[str]:
    """The files that a page names, from output/."""
    page = root / "output" / path
    text = page.read_text("utf-8")
    found = {unquote(one) for one in re.findall(r'(?:href|src)="([^"#:]+)"', text)}
    output = (root / "output").resolve()
    return {str((page.parent / one).resolve().relative_to(output)) for one in found}


def dead(root: Path) -> set[str]:
    """What some page names and is not there."""
    there = set(files(root))
    return {one for path in there if path.endswith(".html") for one in named(root, path)} - there


def test_a_page_names_its_files_and_its_sisters(root: Path) -> None:
    result = made(root)
    assert len(result.made) == 8 == len(set(result.made)), "each file once"
    assert named(root, "alpha/en/alpha-en-web-draft.html") == {
        "alpha/en/alpha-en-word-draft.docx",
        "alpha/pl/alpha-pl-web-draft.html",
    }
    assert not dead(root)
    second = made(root)
    assert not second.made and sorted(second.fresh) == sorted(result.made)


def test_a_leaflet_in_a_language_is_read_once_for_its_files_and_its_pages(root: Path) -> None:
    asked: list[str] = []

    class Noting(AtOnce):
        def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]:
            asked.append(task.__name__)
            return super().submit(task, *given)

    assert len(made(root, workers=Noting()).made) == 8
    assert asked.count("resolve") == 4 and asked.count("make") == 8


def test_a_changed_file_beside_it_changes_the_page_and_nothing_else_does(root: Path) -> None:
    made(root)
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "„Fever”", "Gorączka")
    assert made(root).made == ["alpha/pl/alpha-pl-word-draft.docx", "alpha/pl/alpha-pl-web-draft.html"]  # fmt: skip


def test_a_sister_whose_status_changes_is_named_by_its_new_name(root: Path) -> None:
    made(root)
    sign(root, "alpha", "en")
    changed = made(root)
    assert "alpha/pl/alpha-pl-web-draft.html" in changed.made
    assert "alpha/pl/alpha-pl-word-draft.docx" in changed.fresh, "only its page names the sister"
    assert "alpha/en/alpha-en-web.html" in named(root, "alpha/pl/alpha-pl-web-draft.html")
    assert not dead(root) and not made(root).made


@pytest.mark.slow
def test_a_build_narrowed_to_one_language_leaves_no_dead_link_in_the_others(root: Path) -> None:
    made(root)
    sign(root, "alpha", "en")
    made(root, choice=Choice(("alpha",), ("en",)))
    assert not dead(root)
    sign(root, "alpha", "pl")
    made(root, choice=Choice((), ("pl",), ("web",)))
    assert not dead(root)
    made(root)
    assert not dead(root) and not made(root).made


def test_pages_made_alone_name_their_files_once_these_are_made(root: Path) -> None:
    made(root, choice=Choice((), (), ("web",)))
    page = "alpha/en/alpha-en-web-draft.html"
    assert named(root, page) == {"alpha/pl/alpha-pl-web-draft.html"}
    made(root)
    assert "alpha/en/alpha-en-word-draft.docx" in named(root, page)


def test_a_page_does_not_name_what_could_not_be_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    right = make.render

    def broken(document: Document, *given: object) -> object:
        wrong = Diagnostic("A103", "this row fits on no page", Location("source/alpha.md", 12))
        if document.tag == "pl" and document.slug == "alpha":
            raise LeafletError(wrong)
        return right(document, *given)  # type: ignore[arg-type]

    made(root)
    with monkeypatch.context() as patched:
        patched.setattr(make, "render", broken)
        edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
        assert not made(root).ok
    assert not [path for path in files(root) if path.startswith("alpha/pl/")]
    assert "alpha/pl" not in str(named(root, "alpha/en/alpha-en-web-draft.html"))
    assert not dead(root)
    assert made(root).ok and not dead(root)
    assert "alpha/pl/alpha-pl-web-draft.html" in named(root, "alpha/en/alpha-en-web-draft.html")


def test_a_language_with_an_error_is_named_by_no_page(root: Path) -> None:
    made(root)
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "„Stay {stay} dni.”", "„Stay {sty} dni.”")
    made(root)
    assert not dead(root) and len(named(root, "alpha/en/alpha-en-web-draft.html")) == 1


def test_a_language_that_is_no_longer_published_is_named_by_no_page(root: Path) -> None:
    made(root)
    edit(root, "source/publisher.yaml", "[en, pl]", "[en]")
    made(root)
    assert not dead(root) and len(named(root, "beta/en/beta-en-web-draft.html")) == 1


@pytest.mark.slow
def test_an_incremental_build_of_pages_is_a_clean_one(root: Path, tmp_path: Path) -> None:
    made(root)
    sign(root, "beta", "en")
    made(root)
    edit(root, "source/publisher.yaml", "[word, web]", "[web]")
    made(root, today=LATE)
    clean = tmp_path / "clean"
    for folder in ("source", "translations"):
        shutil.copytree(root / folder, clean / folder)
    made(clean, today=LATE)
    assert files(root) == files(clean)


def test_why_names_the_files_beside_a_page(root: Path) -> None:
    page = "alpha/en/alpha-en-web.html"
    sign(root, "alpha", "en")
    made(root)

    def why() -> Reasons:
        project = projects.load(root)
        return explain(project, f"output/{page}", TODAY, Store(project.output / ".cache/store"))

    assert "would not be made again" in why().verdict
    (root / "output/alpha/en/alpha-en-word.docx").unlink()
    assert "would not be made again" in why().verdict, "the Word file comes back as it was"
    assert page not in made(root).made
    sign(root, "alpha", "pl")  # its page is no longer called a draft
    assert "what it shows of other files changed" in why().verdict
    assert why().changed == ("the files beside it",)
    assert page in made(root).made


# Release.


def released(root: Path, *tags: str) -> tuple[list[str], set[str]]:
    """The paths of the files, from the folder of the release, and why there are no others."""
    outcome = release(projects.load(root), ["alpha"], tags, TODAY, lambda *_: None)
    begin = f"release/{outcome.version}/"
    return [one.removeprefix(begin) for one in outcome.made], {one.code for one in outcome.found}


def latest(root: Path) -> Path:
    return max((root / "output/release").glob("[0-9]*"))


def named_in_release(root: Path, path: str) -> set[str]:
    folder = latest(root).relative_to(root / "output")
    return {one.removeprefix(f"{folder}/") for one in named(root, f"{folder}/{path}")}


@pytest.mark.slow
def test_released_pages_name_released_files(root: Path) -> None:
    sign(root, "alpha", "en")
    assert released(root)[0] == ["alpha/en/alpha-en-word.docx", "alpha/en/alpha-en-web.html"]
    assert named_in_release(root, "alpha/en/alpha-en-web.html") == {"alpha/en/alpha-en-word.docx"}
    sign(root, "alpha", "pl")
    paths, _ = released(root)
    assert len(paths) == 4 and all((latest(root) / path).is_file() for path in paths)
    assert "alpha/pl/alpha-pl-web.html" in named_in_release(root, "alpha/en/alpha-en-web.html")


def test_a_page_that_fails_its_proof_is_neither_released_nor_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    sign(root, "alpha", "en")
    sign(root, "alpha", "pl")
    right = make.render

    def altered(document: Document, *given: object) -> object:
        data = right(document, *given)  # type: ignore[arg-type]
        assert isinstance(data, bytes)
        return data.replace(b"</h1>", b"!</h1>") if document.tag == "pl" else data

    monkeypatch.setattr("pipeline.build.release.render", altered)
    paths, reasons = released(root)
    assert [path for path in paths if path.endswith("html")] == ["alpha/en/alpha-en-web.html"]
    assert "A401" in reasons
    assert named_in_release(root, "alpha/en/alpha-en-web.html") == {"alpha/en/alpha-en-word.docx"}
    assert not (latest(root) / "alpha/pl/alpha-pl-web.html").exists()
