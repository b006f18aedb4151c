"""The definition for Weblate judged by Weblate's own finder of translations and its own list of languages."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import weblate_language_data.languages as known
from translation_finder import discover

from tests.test_weblate import COMPONENT, MESSAGES, REPOSITORY


def test_weblate_finds_a_component_for_each_template_and_ours_among_them(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "translations", tmp_path / "translations")
    found: list[dict[str, Any]] = [dict(result.match) for result in discover(str(tmp_path))]
    domains = sorted(path.stem for path in (REPOSITORY / "translations").glob("*.pot"))
    fields = ("file_format", "filemask", "new_base")
    assert sorted(one["new_base"] for one in found) == [f"translations/{d}.pot" for d in domains]
    assert {name: COMPONENT[name] for name in fields} in [
        {name: one[name] for name in fields} for one in found
    ]


def test_weblate_knows_every_language_by_the_name_of_its_folder() -> None:
    codes = {language[0] for language in known.LANGUAGES}
    assert {path.parts[-3] for path in MESSAGES} <= codes
