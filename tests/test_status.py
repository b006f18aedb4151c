"""How far every leaflet has come, and what this machine has."""

from __future__ import annotations

import datetime
import shlex
import sys
from pathlib import Path

import pytest

from pipeline import doctor, exchange, fonts, installing, status
from pipeline import project as projects
from pipeline.braille import liblouis
from pipeline.checks import spelling
from tests.projects import NOW, TODAY, charity, edit, sign

PO = "translations/pl/LC_MESSAGES/alpha.po"


def rows(root: Path, today: datetime.date = TODAY) -> tuple[status.Row, status.Row]:
    english, polish = status.rows(projects.load(root), today)
    return english, polish


def test_a_row_says_how_far_a_leaflet_has_come(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, PO, 'msgstr "„Fever”"', 'msgstr ""')
    sign(root, "alpha", "en", approved="")
    english, polish = rows(root)
    assert english == status.Row("alpha", "en", "reviewed", due="2026-06-30", texts=6, translated=6)
    assert polish == status.Row("alpha", "pl", "draft", due="2026-06-30", texts=6, translated=5,
                                english="2026-01-31", age=0)  # fmt: skip
    late = rows(root, datetime.date(2026, 7, 1))
    assert [row.overdue for row in late] == [True, True] and late[1].age == 151


def test_what_two_people_signed_is_ready_until_it_changes(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    for tag in ("en", "pl"):
        sign(root, "alpha", tag)
    assert [(row.state, row.ready, row.changed) for row in rows(root)] == [("approved", True, 0)] * 2  # fmt: skip
    edit(root, PO, "„Fever”", "„Gorączka”")
    assert [(row.state, row.ready, row.changed) for row in rows(root)] == [("approved", True, 0), ("draft", False, 1)]  # fmt: skip


def test_a_translation_is_stale_while_its_english_has_changed(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    later = NOW + datetime.timedelta(days=10)
    exchange.extract(projects.load(root), NOW)
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days, please.")
    _, polish = rows(root, later.date())
    assert (polish.translated, polish.fuzzy, polish.stale, polish.age) == (5, 0, 1, 10), "not merged yet"  # fmt: skip
    exchange.extract(projects.load(root), later)
    exchange.update(projects.load(root), [], later)
    _, polish = rows(root, later.date())
    assert (polish.fuzzy, polish.stale) == (1, 1)
    assert polish.english == "2026-01-31", "what the leaflet shares is of the English of that day"
    edit(root, PO, "#, fuzzy, ", "#, ")
    assert rows(root)[1].stale == 0


def test_a_check_that_nobody_answered_is_counted(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, PO, "„Stay {stay} dni.”", "„Stay {stay} dni”")
    assert (rows(root)[1].doubts, rows(root)[1].errors) == (1, 0)


def test_a_leaflet_with_errors_has_a_row_too(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/alpha.md", "{stay}", "{unknown}")
    assert [(row.state, row.errors, row.ready) for row in rows(root)] == [("error", 1, False)] * 2


def test_the_doctor_names_what_is_lacking_and_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = projects.load(charity(tmp_path, "alpha"))
    assert all(one.has for one in doctor.examine(project) if one.name in ("fonts", "voice"))
    monkeypatch.setattr(fonts, "NOTO", Path("/nowhere"))
    lacking = [one for one in doctor.examine(project) if one.name == "fonts"]
    assert [one.subject for one in lacking] == ["en", "pl"]
    assert all(not one.has and one.packages == ("fonts-noto-core",) for one in lacking)
    assert not doctor.well(lacking)
    [line] = doctor.screen(lacking)
    assert (
        line.subjects == ("English", "Polish")
        and line.needed
        and line.command.removeprefix("sudo ") == "apt-get install -y fonts-noto-core"
    )


def test_on_a_bare_machine_the_doctor_still_fits_a_screen_and_one_command_mends_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, ur, bn, zh_Hans, cy, ro, pa, ar, so, fr, de]")  # fmt: skip
    for folder in ("NOTO", "NOTO_CJK", "LIBERATION", "DEJAVU"):
        monkeypatch.setattr(fonts, folder, Path("/nowhere", folder))
    monkeypatch.setattr(liblouis, "TABLES", Path("/nowhere"))
    monkeypatch.setattr(spelling, "FOLDER", Path("/nowhere"))
    monkeypatch.setenv("PATH", "/nowhere")
    found = list(doctor.examine(projects.load(root)))
    lines = doctor.screen(found)
    assert sum(1 + bool(line.command) for line in lines) <= 24
    assert [line.name for line in lines if line.needed and not line.has] == ["fonts"]
    listed = (Path(__file__).parents[1] / "system-packages.txt").read_text("utf-8").split()
    for line in lines:
        if line.command and line.name != "extra":
            names = line.command.split("install -y ")[1].split()
            assert set(names) <= {*listed, "libhunspell-1.7-0"}
    assert {"fonts-noto-core", "fonts-noto-cjk", "hunspell-en-gb"} <= set(doctor.together(found).split())  # fmt: skip
    no_table = [line for line in lines if line.name == "braille" and line.subjects == ("Somali",)]
    assert [line.command for line in no_table] == [""]


def test_the_doctor_works_where_no_charity_is() -> None:
    found = list(doctor.examine(None))
    assert {one.subject for one in found if one.name in ("fonts", "voice", "braille")} == {"en"}


def test_the_doctor_gives_the_command_that_adds_an_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = projects.load(charity(tmp_path, "alpha"))
    monkeypatch.setattr(doctor, "EXTRAS", {"no_such_module": ("audio books (M4B)", "m4b")})
    [extra] = [one for one in doctor.examine(project) if one.name == "extra"]
    assert not extra.has and extra.command.startswith(sys.executable)
    assert shlex.split(extra.command)[1:] == ["-m", "pip", "install", "av>=14"]


def test_every_package_that_the_doctor_names_is_in_the_list_of_packages() -> None:
    listed = (Path(__file__).parents[1] / "system-packages.txt").read_text("utf-8").split()
    assert set(doctor.TOOLS.values()) <= set(listed)


def test_what_is_there_and_what_is_lacking_fit_one_screen(tmp_path: Path) -> None:
    edit(charity(tmp_path, "alpha"), "source/publisher.yaml", "[en, pl]", "[en, pl, ur, bn, zh_Hans, cy, ro, pa, ar, so, fr, de]")  # fmt: skip
    lines = doctor.screen(doctor.examine(projects.load(tmp_path)))
    assert sum(1 + bool(line.command) for line in lines) <= 24
    assert [line.has for line in lines] == sorted(line.has for line in lines), (
        "what is lacking comes first"
    )


def test_an_extra_that_the_installed_package_does_not_know_yet_is_asked_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda _: ["av>=14; extra == 'm4b'"])
    assert installing.extra("m4b").endswith("-m pip install 'av>=14'")
    assert installing.extra("validators").endswith("-m pip install 'leaflet-pipeline[validators]'")
