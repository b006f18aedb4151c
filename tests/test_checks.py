"""Every check finds its planted defect, and leaves good text alone."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from pipeline import parse
from pipeline.catalogs.glossary import Glossary, Term
from pipeline.checks.registry import Check
from pipeline.checks.source import SOURCE, Leaflet
from pipeline.checks.translation import TRANSLATION, Pair
from pipeline.checks.whole import CATALOG
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
PLANTED_TRANSLATION = [
    ("N301", "Stay two days.", "Zostań dwa dni.", "Zostań 2 dni."),
    ("N301", "Stay {stay} days.", "Zostań {stay} dni.", "Zostań {stay} (9) dni."),
    ("N301", "Half of it.", "Połowa.", "½."),
    ("N301", "It targets CD19.", "Celem jest CD19.", "Celem jest CD 19."),
    ("N301", "Two people.", "Dwie osoby.", "２ osoby."),
]


def source(text: str) -> list[tuple[str, int]]:
    document, wrong = parse.parse(text, "source/x.md", Publisher(), {}, lambda _: None)
    assert not wrong
    return [(d.code, d.at.line) for d in SOURCE.run(Leaflet(document, TODAY))]


def translation(english: str, other: str) -> list[str]:
    found = list(TRANSLATION.run(pair(english, other, leaflet=True)))
    assert all(d.at.line == 7 and d.hint for d in found)
    return [d.code for d in found]


def pair(english: str, other: str, tag: str = "pl", line: int = 7, leaflet: bool = False) -> Pair:
    flags = ("c-format",) if "%" in english and "%)" not in english else ()
    return Pair(english, other, tag, Location("x.po", line), flags, ("CD19",), leaflet)


def test_a_good_leaflet_has_no_findings() -> None:
    assert source(GOOD) == []


@pytest.mark.parametrize(("code", "was", "now", "line"), PLANTED_SOURCE)
def test_a_planted_defect_of_a_source_is_found(code: str, was: str, now: str, line: int) -> None:
    assert was in GOOD
    assert (code, line) in source(GOOD.replace(was, now))


@pytest.mark.parametrize(("code", "english", "good", "bad"), PLANTED_TRANSLATION)
def test_a_figure_typed_in_a_leaflet_is_found(code: str, english: str, good: str, bad: str) -> None:
    assert translation(english, good) == []
    assert code in translation(english, bad)


@pytest.mark.parametrize("check", TRANSLATION.known, ids=lambda check: check.code)
def test_the_example_of_a_check_is_found_and_its_good_text_is_not(check: Check[Pair]) -> None:
    english, tag = check.example["en"], check.example.get("lang", "pl")
    leaflet = check.code == "N301"
    term, _, form = check.example.get("glossary", "").partition(" = ")
    approved = Glossary((Term(term, (form,)),) if term else ())
    good, bad = (
        TRANSLATION.run(replace(pair(english, check.example[name], tag, leaflet=leaflet), glossary=approved))
        for name in ("good", "bad")
    )  # fmt: skip
    assert list(good) == []
    assert check.code in [found.code for found in bad]


@pytest.mark.parametrize("check", CATALOG.known, ids=lambda check: check.code)
def test_the_example_of_a_check_of_catalogs_is_found(check: Check[list[Pair]]) -> None:
    english, good, bad = (check.example[name].split(" | ") for name in ("en", "good", "bad"))
    assert [
        *CATALOG.run(
            [pair(e, g, line=n) for n, (e, g) in enumerate(zip(english, good, strict=True))]
        )
    ] == []
    found = CATALOG.run(
        [pair(e, b, line=n) for n, (e, b) in enumerate(zip(english, bad, strict=True))]
    )
    assert {one.code for one in found} == {check.code}


def test_a_name_may_stay_as_it_is() -> None:
    assert translation("Blinatumomab", "Blinatumomab") == []


def test_every_check_has_a_planted_defect_and_its_documentation() -> None:
    checks: list[Check[Any]] = [*SOURCE.known, *TRANSLATION.known, *CATALOG.known]
    planted = {row[0] for row in (*PLANTED_SOURCE, *PLANTED_TRANSLATION)}
    planted |= {check.code for check in checks if {"en", "good", "bad"} <= set(check.example)}
    assert {check.code for check in checks} == planted
    assert len({check.code for check in checks}) == len(checks)
    assert all(check.title.endswith(".") and check.why for check in checks)
