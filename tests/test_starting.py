"""A first leaflet, and a further language: what is there stays, and what is written builds."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import exchange, project
from pipeline.build.plan import Choice
from pipeline.diagnostic import LeafletError, errors
from pipeline.starting import CHARITY, Starter, add_language, begin, refused
from tests.projects import NOW, TODAY, charity, edit, files, made, write
from tests.test_cli import EPOCH, REPOSITORY, leaflet

DUE = datetime.date(2029, 1, 31)


def starter(slug: str = "car-t-cells", title: str = "CAR T", charity: str = "Our Charity") -> Starter:  # fmt: skip
    return Starter(slug, title, "About {it}: yes.", TODAY, DUE, charity)


def problems(root: Path, *, tags: tuple[str, ...] = ("en",)) -> list[str]:
    loaded = project.load(root)
    return [str(one) for slug in loaded.slugs for tag in tags for one in errors(project.resolve(loaded, slug, tag, TODAY)[1])]  # fmt: skip


def test_an_empty_folder_gets_a_leaflet_that_builds_as_a_draft(tmp_path: Path) -> None:
    assert begin(tmp_path, starter(title="Steroids")) == [CHARITY, "source/car-t-cells.md"]
    assert problems(tmp_path) == []
    loaded = project.load(tmp_path)
    assert loaded.publisher.name == "Our Charity" and not loaded.found
    result = made(tmp_path, choice=Choice((), (), ("word",)))
    assert result.ok and list(files(tmp_path)) == ["car-t-cells/en/car-t-cells-en-word-draft.docx"]


@pytest.mark.parametrize("title", ["* stars * {and} [braces]", "# Hash", "1. One", "a: 'b' \"c\""])
def test_a_title_of_any_signs_is_a_title(title: str, tmp_path: Path) -> None:
    begin(tmp_path, starter(title=title))
    found = [
        one for one in problems(tmp_path) if "S108" not in one
    ]  # a typed figure is the author's to declare
    assert found == []


def test_a_leaflet_ends_with_what_the_others_end_with(tmp_path: Path) -> None:
    begin(charity(tmp_path, "alpha"), starter())
    assert (tmp_path / "source/car-t-cells.md").read_text("utf-8").endswith("\n::: include help\n")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"slug": "alpha"}, "B512"),
        ({"slug": "../alpha"}, "B511"),
        ({"slug": "Alpha"}, "B511"),
        ({"slug": "shared"}, "B511"),
    ],
)
def test_nothing_is_written_over(changes: dict[str, str], code: str, tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(LeafletError, match=code):
        begin(root, starter(**changes))
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_who_publishes_must_be_known_and_reviews_come_in_their_order(tmp_path: Path) -> None:
    with pytest.raises(LeafletError, match="B514"):
        begin(tmp_path, starter(charity=""))
    with pytest.raises(LeafletError, match="B513"):
        begin(tmp_path, Starter("x", "X", "About it.", TODAY, TODAY, "Our Charity"))
    assert not list(tmp_path.iterdir())


# A language. The law: the file differs by one line or one item, and means the same and one language more.

LISTS = {
    "in a row": ("languages: [en, pl]  # those we pay for\n", "languages: [en, pl, so]  # those we pay for\n"),
    "in a row with a comma": ("languages: [en, pl, ]\n", "languages: [en, pl, so, ]\n"),
    "over lines": ("languages: [\n  en,  # ours\n  pl\n]\n", "languages: [\n  en,  # ours\n  pl, so\n]\n"),
    "as a list": ("languages:\n  - en\n  - pl  # Polish\n\n# The end\n", "languages:\n  - en\n  - pl  # Polish\n  - so\n\n# The end\n"),
    "as a list at the edge": ("languages:\n- en\n- pl", "languages:\n- en\n- pl\n- so"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_language_is_listed_and_every_comment_stays(name: str, tmp_path: Path) -> None:
    was, now = LISTS[name]
    root = charity(tmp_path, "alpha")
    edit(root, CHARITY, "languages: [en, pl]\n", "")
    text = "# Ours\n" + (root / CHARITY).read_text("utf-8")
    write(root, CHARITY, text + was)
    added, found = add_language(root, "so", NOW)
    assert (root / CHARITY).read_text("utf-8") == text + now
    assert not found and added.name == "Somali" and not added.listed
    assert project.load(root).tags == ("en", "pl", "so")
    assert [one.path for one in added.merged] == ["translations/so/LC_MESSAGES/alpha.po", "translations/so/LC_MESSAGES/shared.po"]  # fmt: skip


def test_a_language_of_a_charity_that_lists_none_is_published_by_its_folder(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, CHARITY, "languages: [en, pl]\n", "")
    before = (root / CHARITY).read_bytes()
    add_language(root, "so", NOW)
    assert (root / CHARITY).read_bytes() == before and project.load(root).tags == ("en", "pl", "so")


def test_a_language_that_is_there_already_loses_nothing(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    exchange.extract(project.load(root), NOW)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    added, _ = add_language(root, "pl", NOW)
    assert added.listed and not added.merged
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_it_says_what_a_language_has_and_lacks(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    pl, _ = add_language(root, "pl", NOW)
    assert {one.name: one.has for one in pl.has}["number words"]
    assert [one.name for one in pl.has] == ["fonts", "voice", "braille", "words", "number words"]
    so, _ = add_language(root, "so", NOW)
    lacks = {one.name: one.remedy for one in so.has if not one.has}
    assert "voice" in lacks and all(lacks.values())


@pytest.mark.parametrize("tag", ["en", "en_XA", "xx", "../pl", ""])
def test_what_is_no_language_to_translate_into_is_refused(tag: str, tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    with pytest.raises(LeafletError, match=r"B515|B101"):
        add_language(root, tag, NOW)
    assert sorted(path.name for path in (root / "translations").iterdir()) == ["pl"]  # fmt: skip


def test_a_broken_file_of_the_charity_is_told_and_left(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    write(root, CHARITY, "name: [")
    with pytest.raises(LeafletError, match="S002"):
        add_language(root, "so", NOW)
    assert (root / CHARITY).read_text("utf-8") == "name: ["


# The commands.


@pytest.mark.slow
def test_new_takes_options_and_never_waits_where_nobody_can_answer(tmp_path: Path) -> None:
    assert leaflet("new", "steroids", "--root", str(tmp_path)).returncode == 1
    done = leaflet("new", "steroids", "--root", str(tmp_path), "--charity", "Our Charity", "--title", "Steroids")  # fmt: skip
    assert done.returncode == 0 and done.stdout.startswith("wrote source/publisher.yaml\nwrote source/steroids.md\n")  # fmt: skip
    assert "review_due: 2029-01-28" in (tmp_path / "source/steroids.md").read_text("utf-8")
    assert leaflet("check", "--root", str(tmp_path)).returncode == 0
    assert leaflet("new", "x", "--root", str(tmp_path), "--review-due", "soon").returncode == 2


def test_new_asks_on_a_terminal(tmp_path: Path) -> None:
    terminal, side = os.openpty()
    command = [sys.executable, "-m", "pipeline", "new", "steroids", "--root", str(tmp_path), "--charity", "Ours"]  # fmt: skip
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=side, stdout=side, stderr=side,
                          env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH}) as process:  # fmt: skip
        os.close(side)
        shown = b""
        for question, answer in ((b"Title", b"\n"), (b"about", b"About pills.\n"), (b"due", b"soon\n"), (b"no day", b""), (b"due", b"2030-02-01\n")):  # fmt: skip
            end = time.monotonic() + 60
            while question not in shown and time.monotonic() < end:
                shown += os.read(terminal, 1000)
            os.write(terminal, answer)
            shown = shown.partition(question)[2]
        assert process.wait(60) == 0
    os.close(terminal)
    text = (tmp_path / "source/steroids.md").read_text("utf-8")
    assert "# Steroids\n" in text and 'summary: "About pills."' in text and "review_due: 2030-02-01" in text  # fmt: skip


@pytest.mark.parametrize(("typed", "tag"), [("PL", "pl"), (" pl ", "pl"), ("zh-hans", "zh_Hans")])
def test_a_language_has_one_folder_however_it_is_typed(typed: str, tag: str, tmp_path: Path) -> None:  # fmt: skip
    begin(tmp_path, starter(title="Steroids"))
    added, found = add_language(tmp_path, typed, NOW)
    assert (added.tag, found) == (tag, [])
    assert {path.name for path in (tmp_path / "translations").iterdir() if path.is_dir()} == {tag}


def test_add_language_says_what_there_is(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    done = leaflet("add-language", "so", "--root", str(root))
    assert (
        done.returncode == 0
        and "Somali (so) is now among your languages. For it there is:" in done.stdout
    )
    assert "voice" in done.stdout and "lacks" in done.stdout
    assert exchange.update(project.load(root), ["so"], NOW) == ([], [])


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("CAR T", "such as car-t"), ("Über.md", "such as uber"), ("con", "such as car-t-cells"), ("x" * 300, "such as " + "x" * 60)],
)  # fmt: skip
def test_a_name_that_is_none_is_refused_before_anything_is_asked(typed: str, hint: str, tmp_path: Path) -> None:  # fmt: skip
    problem = refused(tmp_path, typed)
    assert problem and problem.code == "B511" and problem.hint.endswith(hint) and len(problem.message) < 80  # fmt: skip
    assert refused(tmp_path, "car-t-cells") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("zh", "zh_Hans or zh_Hant"), ("Polish", "pl"), ("polski", "pl"), ("pa-arab", "pa"), ("Chinese", "zh_Hans or zh_Hant"), ("fa-IR", "fa or fa_AF")],
)  # fmt: skip
def test_a_language_that_may_be_meant_is_named(typed: str, meant: str, tmp_path: Path) -> None:
    with pytest.raises(LeafletError) as problem:
        add_language(charity(tmp_path, "alpha"), typed, NOW)
    assert [one.hint for one in problem.value.diagnostics] == [f"perhaps {meant} is meant"]


def test_what_no_language_is_called_names_all_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(LeafletError, match="one of en, pl"):
        add_language(charity(tmp_path, "alpha"), "klingon", NOW)
