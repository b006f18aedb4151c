"""The build: nothing made twice, nothing stale, whole files or none."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline import project as projects
from pipeline.build import files as disk
from pipeline.build import keys, make, plan
from pipeline.build.lock import locked
from pipeline.build.plan import Choice
from pipeline.build.records import Records
from pipeline.build.release import release
from pipeline.build.workers import WorkerDied
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document
from pipeline.project import Project
from pipeline.publisher import PrintProfile
from tests.projects import TODAY, AtOnce, also_in, charity, edit, files, made, sign, write

EIGHT = {
    f"{slug}/{tag}/{slug}-{tag}-{edition}"
    for slug in ("alpha", "beta")
    for tag in ("en", "pl")
    for edition in ("clear-print-draft.pdf", "word-draft.docx")
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path)


def test_every_leaflet_language_and_edition_is_made_and_then_nothing(root: Path) -> None:
    first = made(root)
    assert first.ok and set(first.made) == set(files(root)) == EIGHT
    second = made(root)
    assert not second.made and not second.removed and set(second.fresh) == EIGHT


def test_touching_every_file_makes_nothing(root: Path) -> None:
    made(root)
    for path in root.rglob("*"):
        os.utime(path)
    assert not made(root).made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "was", "now", "expected"),
    [
        ("translations/pl/LC_MESSAGES/alpha.po", "„Stay {stay} dni.”", "Zostań {stay} dni.", {"alpha/pl"}),
        ("translations/pl/LC_MESSAGES/shared.po", "„Help”", "Pomoc", {"alpha/pl", "beta/pl"}),
        ("source/alpha.md", "{days: 9}", "{days: 8}", {"alpha/en", "alpha/pl"}),
        ("source/publisher.yaml", "08088 010 444", "08088 010 445", {"alpha/en", "alpha/pl", "beta/en", "beta/pl"}),
        ("source/alpha.md", "# Title", "% A comment for translators.\n\n\n# Title", set()),
        ("source/alpha.md", "Stay {stay}\u0020days.", "Stay {stay}\ndays.", set()),
        ("translations/pl/LC_MESSAGES/alpha.po", "Last-Translator: ", "Last-Translator: Ann", set()),
    ],
)  # fmt: skip
def test_only_what_a_change_touches_is_made(
    root: Path, path: str, was: str, now: str, expected: set[str]
) -> None:
    made(root)
    edit(root, path, was, now)
    assert {name.rpartition("/")[0] for name in made(root).made} == expected
    assert not made(root).made


def test_a_character_that_no_font_has_is_named_where_the_translator_typed_it(root: Path) -> None:
    path = "translations/pl/LC_MESSAGES/alpha.po"
    edit(root, path, "{stay} dni.”", "{stay} \U00012000 dni.”")
    line = 1 + (root / path).read_text("utf-8").partition('msgid "Stay')[0].count("\n")
    result = made(root)
    [only] = [one for one in result.found if one.code == "A101"]
    assert str(only.at) == f"{path}:{line}" and "U+12000" in only.message


def test_an_incremental_build_is_a_clean_one(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:  # fmt: skip
    made(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word]")
    (root / "source/beta.md").unlink()
    result = made(root)
    clean = charity(tmp_path_factory.mktemp("elsewhere") / "deep" / "folder", "alpha")
    edit(clean, "source/alpha.md", "{days: 9}", "{days: 8}")
    edit(clean, "source/publisher.yaml", "[clear-print, word]", "[word]")
    made(clean)
    assert files(root) == files(clean)
    assert len(result.removed) == 6 and not (root / "output/beta").exists()


def test_a_deleted_or_changed_file_is_made_again(root: Path) -> None:
    made(root)
    before = files(root)
    gone, changed = (root / "output" / name for name in sorted(EIGHT)[:2])
    gone.unlink()
    changed.write_bytes(b"somebody edited this")
    assert len(made(root).made) == 2 and files(root) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "was", "now"),
    [
        ("source/alpha.md", "{stay}", "{unknown}"),
        ("source/alpha.md", "reviewed: 2023-06-30", "reviewed: [2023"),
        ("source/alpha.md", "Stay {stay} days.", "Stay \U00012000 {stay} days."),
        ("translations/pl/LC_MESSAGES/alpha.po", "Language: pl", "Language: cs"),
        ("translations/pl/LC_MESSAGES/alpha.po", '„Stay {stay} dni.”"', "„Stay {stay} dni.”"),
    ],
)
def test_an_error_takes_the_earlier_file_away_and_the_rest_is_made(
    root: Path, path: str, was: str, now: str
) -> None:
    made(root)
    edit(root, path, was, now)
    result = made(root)
    assert not result.ok
    left = set(files(root))
    assert "alpha/pl/alpha-pl-clear-print-draft.pdf" not in left
    assert {name for name in EIGHT if name.startswith("beta")} <= left
    assert ("alpha/en/alpha-en-clear-print-draft.pdf" in left) == path.startswith("translations")
    assert {d.at.path for d in result.found} == {path} and all(d.hint for d in result.found)
    assert made(root).found == result.found, "a second build says it again"
    edit(root, path, now, was)
    assert made(root).ok and set(files(root)) == EIGHT


@pytest.mark.slow
def test_a_files_name_follows_its_status(root: Path) -> None:
    made(root)
    sign(root, "alpha", "en")
    result = made(root)
    assert set(result.removed) == {name for name in EIGHT if name.startswith("alpha/en")}
    assert "alpha/en/alpha-en-word.docx" in files(root)
    late = made(root, today=datetime.date(2026, 7, 1))
    names = set(files(root))
    assert late.ok and "alpha/en/alpha-en-word-overdue.docx" in names
    assert (
        "alpha/en/alpha-en-word.docx" not in names and "alpha/pl/alpha-pl-word-draft.docx" in names
    )
    assert set(files(root)) == set(late.made) | set(late.fresh)


@pytest.mark.slow
def test_the_date_alone_makes_nothing_until_a_review_is_due(root: Path) -> None:
    made(root)
    assert not made(root, today=datetime.date(2026, 6, 30)).made
    assert len(made(root, today=datetime.date(2026, 7, 1)).made) == 8


def test_leaflets_languages_and_editions_can_be_chosen(root: Path) -> None:
    result = made(root, choice=Choice(("alpha",), ("pl",), ("word",)))
    assert result.made == ["alpha/pl/alpha-pl-word-draft.docx"]
    assert set(made(root).made) | set(result.made) == EIGHT
    chosen = made(root, choice=Choice(("beta",)))
    assert not chosen.made and not chosen.removed and set(files(root)) == EIGHT


def test_an_unknown_choice_is_refused_with_what_there_is(root: Path) -> None:
    with pytest.raises(LeafletError) as refused:
        made(root, choice=Choice(("gamma",), ("xx",), ("braile",)))
    assert [d.code for d in refused.value.diagnostics] == ["B102"] * 3
    assert "there are alpha, beta" in str(refused.value)


def test_a_wrong_edition_of_the_publisher_is_named_and_not_the_one_that_is_asked_for(
    root: Path,
) -> None:
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[clear-print, wrod]")
    with pytest.raises(LeafletError) as refused:
        made(root, choice=Choice(editions=("word",)))
    [only] = refused.value.diagnostics
    assert str(only).startswith("source/publisher.yaml:5: error S004: there is no edition 'wrod'")


def test_two_leaflets_that_would_be_one_file_are_both_refused(root: Path) -> None:
    write(root, "source/ALPHA.md", (root / "source/alpha.md").read_text("utf-8"))
    result = made(root, choice=Choice((), ("en",)))
    wrong = [f"{d.at} {d.code}" for d in result.found if d.severity == "error"]
    assert wrong == ["source/ALPHA.md B103", "source/alpha.md B103"]
    assert set(result.made) == {name for name in EIGHT if name.startswith("beta/en")}


def test_a_leaflet_whose_name_cannot_be_used_is_refused_and_the_rest_is_made(root: Path) -> None:
    text = (root / "source/alpha.md").read_bytes()
    for name in (b"pipeline.md", b"x" * 130 + b".md", b"\xff.md", b"a\nb.md", b".#alpha.md"):
        (root / "source" / os.fsdecode(name)).write_bytes(text)
    result = made(root, choice=Choice((), ("en",)))
    wrong = sorted(d.at.path for d in result.found if d.code == "B104")
    assert wrong == [
        "source/a\nb.md",
        "source/pipeline.md",
        f"source/{'x' * 130}.md",
        "source/\ufffd.md",
    ]
    assert set(result.made) == {name for name in EIGHT if "/en/" in name}


def test_the_same_bytes_on_every_run_in_every_folder(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made(root)
    other = charity(tmp_path_factory.mktemp("elsewhere"))
    made(other)
    assert files(root) == files(other)


def test_a_second_build_at_the_same_time_is_told_so(root: Path) -> None:
    with locked(root / "output"), pytest.raises(LeafletError) as refused:
        made(root)
    assert refused.value.diagnostics[0].code == "B005"
    assert str(os.getpid()) in refused.value.diagnostics[0].message
    assert made(root).ok, "a lock ends with its process"


@pytest.mark.slow
@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_damaged_records_and_half_written_files_are_no_harm(root: Path, damage: bytes) -> None:
    made(root)
    before = files(root)
    (root / "output/.cache/records.sqlite").write_bytes(damage)
    write(root, "output/.cache/half/.alpha-en-word-draft.docx.123.half", "half")
    assert len(made(root).made) == 8 and files(root) == before
    assert not list((root / "output/.cache/half").iterdir())


def test_what_nobody_remembers_does_not_stay_under_another_name(root: Path) -> None:
    made(root)
    (root / "output/.cache/records.sqlite").unlink()
    sign(root, "alpha", "en")
    made(root)
    assert "alpha/en/alpha-en-word.docx" in files(root) and len(files(root)) == 8


def test_what_nobody_remembers_of_a_leaflet_that_is_gone_goes(root: Path) -> None:
    made(root)
    (root / "output/.cache/records.sqlite").unlink()
    (root / "source/beta.md").unlink()
    write(root, "output/notes/en/mine.txt", "somebody's own file")
    made(root)
    kept = [name for name in EIGHT if name.startswith("alpha")]
    assert sorted(files(root)) == sorted([*kept, "notes/en/mine.txt"])


def test_what_a_narrow_build_after_that_did_not_make_goes_with_its_leaflet_later(
    root: Path,
) -> None:
    """History 62 of 500: the records were lost, Word alone was made, then the leaflet went."""
    made(root)
    (root / "output/.cache/records.sqlite").unlink()
    made(root, choice=Choice((), (), ("word",)))
    (root / "source/beta.md").unlink()
    made(root, choice=Choice((), (), ("word",)))
    assert set(files(root)) == {name for name in EIGHT if name.startswith("alpha")}


def test_what_nobody_remembers_of_an_edition_in_another_format_goes(root: Path) -> None:
    edit(root, "source/publisher.yaml", "word]", "{name: big, format: pdf, size: 20}]")
    made(root)
    (root / "output/.cache/records.sqlite").unlink()
    made(root, choice=Choice((), (), ("clear-print",)))
    edit(root, "source/publisher.yaml", "format: pdf", "format: docx")
    made(root)
    assert len(files(root)) == 8 and "alpha/en/alpha-en-big-draft.docx" in files(root)


def test_a_report_that_a_killed_build_had_half_written_goes(root: Path) -> None:
    write(root, "output/.index.html.1036.half", "half")
    write(root, "output/.cache/half/.report.json.1036.half", "half")
    made(root)
    assert not [path for path in root.rglob("*.half") if path.is_file()]


def test_a_file_written_by_a_build_that_was_then_killed_goes_with_its_leaflet(root: Path) -> None:
    made(root)
    with closing(Records(root / "output")) as records:
        records.begin(["gone/en/gone-en-word.docx"])
    write(root, "output/gone/en/gone-en-word.docx", "written, and not remembered")
    assert made(root).removed == ["gone/en/gone-en-word.docx"] and set(files(root)) == EIGHT


def test_a_change_taken_back_renders_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(root)
    before = files(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    made(root)
    edit(root, "source/alpha.md", "{days: 8}", "{days: 9}")
    monkeypatch.setattr(make, "render", None)
    assert len(made(root).made) == 4 and files(root) == before


def test_only_the_leaflet_that_includes_a_fragment_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    edit(root, "source/beta.md", "::: include help\n", "")
    made(root)
    edit(root, "source/shared/help.md", "Call {helpline}.", "Ring {helpline}.")
    read: list[str] = []
    real = projects.english

    def noted(project: Project, slug: str) -> tuple[Document | None, list[Diagnostic]]:
        read.append(slug)
        return real(project, slug)

    monkeypatch.setattr(projects, "english", noted)
    made(root)
    assert read == ["alpha"]


def test_a_full_disk_leaves_no_file_half_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as refused:
        disk.put(root / "output/x.pdf", b"data")
    assert refused.value.filename == str(root / "output/x.pdf"), "the file is named, not its half"
    assert not list((root / "output").iterdir())


def test_what_was_found_is_told_although_the_report_cannot_be_written(root: Path) -> None:
    """As on a full disk. Here a folder stands in its place."""
    (root / "output/report.json").mkdir(parents=True)
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay 9 days.")
    found = {(d.code, d.at.path) for d in made(root).found}
    assert {("S108", "source/alpha.md"), ("B006", str(root / "output"))} <= found


def test_one_file_that_cannot_be_replaced_keeps_no_other_from_being_made(root: Path) -> None:
    """It may be open in Word. Here a folder stands in its place."""
    held = "alpha/en/alpha-en-clear-print-draft.pdf"
    (root / "output" / held).mkdir(parents=True)
    result = made(root)
    assert {(d.code, d.at.path) for d in result.found} == {("B006", f"output/{held}")}
    assert len(result.made) == 7 and not result.ok
    (root / "output" / held).rmdir()
    assert made(root).made == [held]


def test_a_read_only_output_folder_is_said_plainly(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    def refused(self: Path, *args: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(LeafletError) as told:
        made(root)
    [wrong] = told.value.diagnostics
    assert wrong.code == "B006" and "you have no right to it" in wrong.message and wrong.hint


def test_a_fault_of_ours_is_told_without_a_traceback_and_kept_for_a_report(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(make, "render", broken)
    result = made(root, choice=Choice(("alpha",), ("en",), ("word",)))
    [wrong] = result.found
    assert wrong.code == "B901" and "Traceback" not in str(wrong)
    [report] = (root / "output/.cache").glob("crash-*")
    assert "ZeroDivisionError: a fault" in report.read_text()


def test_a_task_that_kills_its_process_twice_costs_its_own_file_only(root: Path) -> None:
    class Killed(AtOnce):
        def submit(self, task: Callable[..., Any], *given: object) -> Future[Any]:
            if isinstance(given[1], make.Job) and given[1].target.name == "alpha/en/word":
                future: Future[Any] = Future()
                future.set_exception(WorkerDied())
                return future
            return super().submit(task, *given)

    result = made(root, workers=Killed())
    assert [str(d.at) for d in result.found] == ["output/alpha/en/alpha-en-word-draft.docx"]
    assert result.found[0].code == "B902" and set(files(root)) == EIGHT - {
        "alpha/en/alpha-en-word-draft.docx"
    }
    assert made(root).made == ["alpha/en/alpha-en-word-draft.docx"]


# Release.


def released(root: Path, today: datetime.date = TODAY) -> tuple[list[str], list[str]]:
    outcome = release(projects.load(root), ["alpha"], ["pl"], today, lambda *_: None)
    return outcome.made, [f"{d.at} {d.code}" for d in outcome.found]


def test_only_what_two_people_signed_and_is_in_date_is_released(root: Path) -> None:
    assert released(root) == ([], ["translations/pl/signoff.json:1 B201"])
    sign(root, "alpha", "pl")
    assert released(root)[0] == []
    sign(root, "alpha", "en")
    folder = "release/2026-01-31/alpha/pl"
    paths = [f"{folder}/alpha-pl-clear-print.pdf", f"{folder}/alpha-pl-word.docx"]
    assert released(root) == (paths, [])
    assert released(root, datetime.date(2026, 7, 1)) == ([], ["source/alpha.md:4 B202"])
    assert not (root / "output/release/2026-07-01").exists()


@pytest.mark.slow
@pytest.mark.parametrize("day", ["reviewed: 2023-06-30", "review_due: 2026-06-30"])
def test_a_review_whose_day_nobody_knows_makes_a_draft_that_is_never_released(
    root: Path, day: str
) -> None:
    edit(root, "source/alpha.md", day, f"{day.split()[0]} unknown")
    sign(root, "alpha", "en")
    sign(root, "alpha", "pl")
    result = made(root)
    assert result.ok and all("-draft." in path for path in files(root) if "alpha/" in path)
    paths, reasons = released(root)
    assert not paths and "source/alpha.md:4 B208" in reasons


@pytest.mark.parametrize(
    ("path", "was", "now", "expected"),
    [
        ("source/alpha.md", "facts:", "links:\n  x: {address: https://www.example.org/, confirm: true}\nfacts:", "source/alpha.md:6 B203"),
        ("translations/pl/LC_MESSAGES/alpha.po", 'msgstr "„Fever”"', 'msgstr ""', "translations/pl/LC_MESSAGES/alpha.po:36 B204"),
        ("translations/pl/LC_MESSAGES/alpha.po", "„Stay {stay} dni.”", "„Stay {stay} dni”", "translations/pl/LC_MESSAGES/alpha.po:31 B206"),
        ("source/alpha.md", "{stay} days", "{sty} days", "source/alpha.md:10 S105"),
    ],
)  # fmt: skip
def test_a_release_is_refused_with_file_line_and_reason(
    root: Path, path: str, was: str, now: str, expected: str
) -> None:
    sign(root, "alpha", "en")
    sign(root, "alpha", "pl")
    edit(root, path, was, now)
    paths, reasons = released(root)
    assert not paths and expected in reasons


@pytest.mark.slow
def test_another_version_of_anything_makes_everything_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    made(root)
    monkeypatch.setattr(keys, "versions", lambda: "other")
    assert len(made(root).made) == 8


def test_a_narrowed_build_leaves_nothing_else_stale(root: Path) -> None:
    made(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    assert made(root, choice=Choice(("alpha",), ("en",), ("word",))).made
    assert set(made(root).made) == {name for name in EIGHT if name.startswith("alpha")} - {
        "alpha/en/alpha-en-word-draft.docx"
    }
    assert not made(root).made


@pytest.mark.slow
def test_a_narrowed_build_on_a_later_day_leaves_no_file_without_its_notice(root: Path) -> None:
    made(root)
    late = datetime.date(2026, 7, 1)
    made(root, today=late, choice=Choice(("alpha",), ("en",), ("word",)))
    assert "alpha/en/alpha-en-clear-print-overdue.pdf" in made(root, today=late).made
    assert all("draft" not in name for name in files(root) if "/en/" in name)


@pytest.mark.slow
def test_what_cannot_be_offered_is_said(root: Path) -> None:
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, audio]")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, fr]")
    assert [d.message for d in plan.not_offered(projects.load(root))] == [
        "audio is not offered in French: the pipeline has no number words for it yet"
    ]
    made(root)
    rows = json.loads((root / "output/report.json").read_bytes())["leaflets"]
    told = {row["language"]: row["not_offered"] for row in rows}
    assert told == {"en": {}, "fr": {"audio": "the pipeline has no number words for it yet"}}


def test_a_file_that_fails_its_proof_is_not_released(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    sign(root, "alpha", "en")
    sign(root, "alpha", "pl")
    monkeypatch.setattr("pipeline.build.proofs.PrintProfile", lambda body: PrintProfile(body + 4))
    paths, reasons = released(root)
    assert paths == ["release/2026-01-31/alpha/pl/alpha-pl-word.docx"]
    refused = "output/release/2026-01-31/alpha/pl/alpha-pl-clear-print.pdf"
    assert f"{refused} A203" in reasons and {one.partition(" ")[0] for one in reasons} == {refused}
    assert not (root / refused).exists()


def test_braille_is_made_like_any_format_and_only_once(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(
        root, "source/publisher.yaml", "[clear-print, word]", "[clear-print, braille, braille-pef]"
    )
    first = made(root)
    assert first.ok and "alpha/en/alpha-en-braille-draft-not-proofread.brf" in first.made
    assert "alpha/pl/alpha-pl-braille-pef-draft-not-proofread.pef" in first.made
    assert not made(root).made
    edit(root, "source/publisher.yaml", "languages:", "braille: {cells: 40}\nlanguages:")
    again = made(root).made
    assert len(again) == 4 and all("braille" in path for path in again), "print has no cells"


def test_without_liblouis_the_rest_is_made_and_the_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[clear-print, braille]")
    monkeypatch.setattr("pipeline.braille.liblouis._library", lambda: None)
    result = made(root)
    assert [path for path in result.made if path.endswith(".pdf")] and result.ok
    assert not [path for path in result.made if path.endswith(".brf")]
    told = [one.message for one in result.found if one.code == "B009"]
    assert told == [
        f"braille is not offered in {name}: liblouis20 must be installed"
        for name in ("English", "Polish")
    ]


@pytest.mark.parametrize(
    ("editions", "more", "told"),
    [
        ("[word]", "", 0),
        ("[word, audio]", "", 1),
        ("[word, audio]", "voices:\n  ar: {voice: sem/mt}\n", 0),
    ],
)
def test_a_voice_that_may_not_be_understood_is_named(
    root: Path, editions: str, more: str, told: int
) -> None:
    also_in(root, "ar", "أيام")
    edit(root, "source/publisher.yaml", "[clear-print, word]\n", f"{editions}\n{more}")
    found = list(plan.doubted(projects.load(root)))
    assert [one.code for one in found] == ["B012"] * told
    assert not told or "in source/lexicon/ar.pls" in found[0].hint


def test_a_character_without_braille_stops_the_braille_alone(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, braille]")
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days ⛑.")
    result = made(root, choice=Choice(tags=("en",)))
    assert result.made == ["alpha/en/alpha-en-word-draft.docx"]
    assert [(one.code, str(one.at)) for one in result.found if one.code == "A521"] == [
        ("A521", "source/alpha.md:10")
    ]


class Later:
    """Two workers that end their tasks in the order in which they were given; and what was under way together."""

    count = 2

    def __init__(self) -> None:
        self.under_way: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = []
        self.together: list[list[str]] = []

    def submit(self, task: Callable[..., Any], *given: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.under_way.append((future, task, given))
        self.together.append([one[1].target.name for _, what, one in self.under_way if what is make.make])  # fmt: skip
        return future


def test_no_two_workers_speak_the_same_leaflet_at_once(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would say every sentence, since neither finds the other's clips."""
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, audio, audio-tracks, daisy]")
    monkeypatch.setattr(make, "render", lambda document, edition, *_: edition.name.encode())
    monkeypatch.setattr(make, "facts_found", lambda *_: 0)
    workers = Later()

    def wait(running: Any, **_: Any) -> Any:
        future, task, given = workers.under_way.pop(0)
        future.set_result(task(*given))
        return SimpleNamespace(done={future})

    monkeypatch.setattr("pipeline.build.run.wait", wait)
    result = made(root, workers=workers)
    assert result.ok and len(result.made) == 16
    heard = [[name for name in names if not name.endswith("/word")] for names in workers.together]
    leaflets = [[name.rpartition("/")[0] for name in names] for names in heard]
    assert any(len(names) > 1 for names in leaflets), "several are spoken at once"
    assert all(len(set(names)) == len(names) for names in leaflets), heard
