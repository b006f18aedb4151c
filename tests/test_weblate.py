"""The definition for Weblate, held against the folder as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pipeline.catalogs import gate
from pipeline.catalogs.segments import Code, source
from pipeline.languages import pseudo_languages

REPOSITORY = Path(__file__).parents[1]
[COMPONENT] = json.loads((REPOSITORY / "docs/weblate/component.json").read_bytes())
DISCOVERY: dict[str, Any] = json.loads((REPOSITORY / "docs/weblate/discovery.json").read_bytes())
CATALOGS = sorted((REPOSITORY / "translations").rglob("*.po"))
MESSAGES = [path for path in CATALOGS if path.parent.name == "LC_MESSAGES"]


def test_the_discovery_finds_every_catalog_with_its_template_and_language() -> None:
    for path in MESSAGES:
        found = re.fullmatch(DISCOVERY["match"], str(path.relative_to(REPOSITORY)))
        assert found and re.fullmatch(DISCOVERY["language_regex"], found["language"])
        assert found["language"] == path.parts[-3] and found["component"] == path.stem
        template = DISCOVERY["new_base_template"].replace("{{ component }}", found["component"])
        assert (REPOSITORY / template).is_file()


def test_the_component_is_one_that_the_discovery_finds() -> None:
    mask, template = COMPONENT["filemask"], COMPONENT["new_base"]
    found = re.fullmatch(DISCOVERY["match"], mask)
    assert found and found["component"] == COMPONENT["slug"]
    assert template == DISCOVERY["new_base_template"].replace("{{ component }}", COMPONENT["slug"])
    assert sorted(REPOSITORY.glob(mask)) == [one for one in MESSAGES if one.stem == "shared"]
    for field in ("file_format", "language_regex"):
        assert COMPONENT[field] == DISCOVERY[field]


def test_no_english_and_no_pseudo_language_is_translated() -> None:
    for tag in ("en", *pseudo_languages(), "glossary.po"):
        assert not re.fullmatch(COMPONENT["language_regex"], tag)
    for tag in ("cy", "zh_Hans", "pa_Arab", "ckb"):
        assert re.fullmatch(COMPONENT["language_regex"], tag)


def test_the_placeholders_are_the_codes_that_are_no_markers() -> None:
    """Weblate's own check knows the markers, by the flag python-brace-format; an opening bracket goes with its label."""
    [pattern] = re.findall(r'^placeholders:r"(.*)"$', COMPONENT["check_flags"])
    codes = []
    for path in (REPOSITORY / "translations").glob("*.pot"):
        template, _ = gate.read(path.read_bytes(), path.name, None)
        for message in template.living if template else ():
            ours = [piece.text for piece in source(message.msgid) if isinstance(piece, Code)]
            ours = [text for text in ours if text != "[" and not text.startswith("{")]
            assert re.findall(pattern, message.msgid) == ours
            codes += ours
    assert codes
