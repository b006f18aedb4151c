"""Every check finds its planted defect, and leaves good text alone."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pipeline import inline, parse
from pipeline.checks.registry import Check
from pipeline.checks.source import SOURCE, Leaflet
from pipeline.checks.translation import TRANSLATION, Pair
from pipeline.diagnostic import Location
from pipeline.publisher import Publisher

TODAY = datetime.date(2026, 6, 30)
GOOD = """---
summary: About it.
reviewed: 2023-06-30
review_due: 2026-06-30
links:
  home: {address: https://www.example.org/}
---
# Title

Read [this][home].
"""
# Code, what to plant (was, now), and the line at which it is found.
PLANTED_SOURCE = [
    ("S302", "org/}", "org/, confirm: true}", 6),
    ("S303", "review_due: 2026-06-30", "review_due: 2026-06-29", 4),
    ("S304", "review_due: 2026-06-30", "review_due: 2023-06-30", 4),
    ("S304", "reviewed: 2023-06-30", "reviewed: 2026-07-01", 4),
]
# Code, English, a good translation, a bad one.
PLANTED_TRANSLATION = [
    ("N301", "Stay two days.", "Zostań dwa dni.", "Zostań 2 dni."),
    ("N301", "Stay {stay} days.", "Zostań {stay} dni.", "Zostań {stay} (9) dni."),
    ("N301", "Stay nine days.", "نو دن رہیں۔", "۹ دن رہیں۔"),
    ("N301", "Half of it.", "অর্ধেক।", "½।"),
    ("N301", "It targets CD19.", "Celem jest CD19.", "Celem jest CD 19."),
    ("N301", "Two people.", "两个人。", "２个人。"),
    ("T301", "Stay at home today.", "Zostań dziś w domu.", "Stay at home today."),
]


def source(text: str) -> list[tuple[str, int]]:
    document, wrong = parse.parse(text, "source/x.md", Publisher(), {}, lambda _: None)
    assert not wrong
    return [(d.code, d.at.line) for d in SOURCE.run(Leaflet(document, TODAY))]


def translation(english: str, other: str) -> list[str]:
    pair = Pair(inline.parse(english, ["CD19"]), inline.parse(other, ["CD19"]), Location("x.po", 7))
    found = list(TRANSLATION.run(pair))
    assert all(d.at == pair.at and d.hint for d in found)
    return [d.code for d in found]


def test_a_good_leaflet_has_no_findings() -> None:
    assert source(GOOD) == []


@pytest.mark.parametrize(("code", "was", "now", "line"), PLANTED_SOURCE)
def test_a_planted_defect_of_a_source_is_found(code: str, was: str, now: str, line: int) -> None:
    assert was in GOOD
    assert (code, line) in source(GOOD.replace(was, now))


@pytest.mark.parametrize(("code", "english", "good", "bad"), PLANTED_TRANSLATION)
def test_a_planted_defect_of_a_translation_is_found(
    code: str, english: str, good: str, bad: str
) -> None:
    assert translation(english, good) == []
    assert translation(english, bad) == [code]


def test_a_name_may_stay_as_it_is() -> None:
    assert translation("Blinatumomab", "Blinatumomab") == []


def test_every_check_has_a_planted_defect_and_its_documentation() -> None:
    checks: list[Check[Any]] = [*SOURCE.known, *TRANSLATION.known]
    planted = {row[0] for row in (*PLANTED_SOURCE, *PLANTED_TRANSLATION)}
    assert {check.code for check in checks} == planted
    assert len({check.code for check in checks}) == len(checks)
    assert all(check.title.endswith(".") and check.why for check in checks)
