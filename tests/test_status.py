"""How far every leaflet has come, and what this machine has."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from pipeline import doctor, fonts, status
from pipeline import project as projects
from tests.projects import TODAY, charity, edit, sign


def test_a_row_counts_what_is_left_to_do(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", 'msgstr "„Fever”"', 'msgstr ""')
    sign(root, "alpha", "en", approved="")
    english, polish = status.rows(projects.load(root), TODAY)
    assert english == status.Row("alpha", "en", "reviewed", False, False, "2026-06-30", 6, 0, 0, 0, 0)  # fmt: skip
    assert polish == status.Row("alpha", "pl", "draft", False, False, "2026-06-30", 6, 1, 0, 0, 0)
    late = next(iter(status.rows(projects.load(root), datetime.date(2026, 7, 1))))
    assert late.overdue


def test_a_leaflet_with_errors_has_a_row_too(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/alpha.md", "{stay}", "{unknown}")
    assert [(row.state, row.errors) for row in status.rows(projects.load(root), TODAY)] == [("error", 1)] * 2  # fmt: skip


def test_the_doctor_names_what_is_lacking_and_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = projects.load(charity(tmp_path, "alpha"))
    assert all(one.has for one in doctor.examine(project) if one.name in ("fonts", "voice"))
    monkeypatch.setattr(fonts, "NOTO", Path("/nowhere"))
    lacking = [one for one in doctor.examine(project) if one.name == "fonts"]
    assert [one.subject for one in lacking] == ["en", "pl"]
    assert all(not one.has and "install fonts-noto-core" in one.remedy for one in lacking)
