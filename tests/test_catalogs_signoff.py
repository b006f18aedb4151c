"""Sign-off: approval falls back by itself when what was approved changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline import parse
from pipeline.catalogs import signoff
from pipeline.catalogs.signoff import Leaflet, Signed
from pipeline.document import Document, State
from pipeline.facts import Fact, Kind
from pipeline.languages import language
from pipeline.publisher import Publisher
from pipeline.translate import translate

SOURCE = """---
summary: About it.
reviewed: 2023-06-30
review_due: 2026-06-30
facts:
  stay: {days: 9}
---
# Title

Stay {stay} days.

::: warning
Never alone.
:::

::: side-effects
- Fever: 70.8%
:::
"""


def english(text: str = SOURCE) -> tuple[Document, Document]:
    """The document as it is published, and its source."""
    source, wrong = parse.parse(text, "source/x.md", Publisher(), {}, lambda _: None)
    assert not wrong
    return translate(source, {}, {}, language("en"))[0], source


def signed(reviewed: str, approved: str) -> Leaflet:
    document, source = english()
    messages = {key: Signed(found, reviewed, approved) for key, found in signoff.hashes(document, source)}  # fmt: skip
    return Leaflet(False, messages, Signed(signoff.whole(document), reviewed, approved))


@pytest.mark.parametrize(
    ("reviewed", "approved", "expected"),
    [
        ("", "", State.DRAFT),
        ("Ann", "", State.REVIEWED),
        ("Ann", "Ben", State.APPROVED),
        ("Ann", "Ann", State.REVIEWED),  # nobody approves what they reviewed
        ("", "Ben", State.DRAFT),
    ],
)
def test_two_different_people_sign(reviewed: str, approved: str, expected: State) -> None:
    assert signoff.state(signed(reviewed, approved), *english()) == (expected, False)


def test_one_signature_of_all_is_not_enough() -> None:
    leaflet = signed("Ann", "Ben")
    first = next(iter(leaflet.messages))
    for lacking in (
        replace(leaflet, messages={k: v for k, v in leaflet.messages.items() if k != first}),
        replace(leaflet, whole=Signed("")),
    ):
        assert signoff.state(lacking, *english())[0] is State.DRAFT


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Stay {stay}", "Remain {stay}"),
        ("{days: 9}", "{days: 8}"),
        ("70.8%", "7.08%"),
        ("::: warning\nNever alone.\n:::\n", ""),
    ],
)
def test_a_changed_word_figure_or_deleted_warning_withdraws_the_approval(
    was: str, now: str
) -> None:
    assert was in SOURCE
    assert signoff.state(signed("Ann", "Ben"), *english(SOURCE.replace(was, now)))[0] is State.DRAFT


def test_text_that_only_moved_stays_approved() -> None:
    moved = SOURCE.replace("# Title", "% A comment for translators.\n\n\n# Title")
    assert signoff.state(signed("Ann", "Ben"), *english(moved))[0] is State.APPROVED


def test_a_machines_draft_is_one_until_somebody_reviewed_it() -> None:
    assert signoff.state(Leaflet(machine=True), *english()) == (State.DRAFT, True)
    reviewed = replace(signed("Ann", ""), machine=True)
    assert signoff.state(reviewed, *english()) == (State.REVIEWED, False)
    assert signoff.state(None, *english()) == (State.DRAFT, False)


def test_reading_what_was_written_gives_the_same() -> None:
    leaflets = {"x": signed("Ann", ""), "y": Leaflet(machine=True)}
    written = signoff.write(leaflets)
    assert signoff.read(written, "signoff.json") == (leaflets, [])
    assert signoff.write(signoff.read(written, "signoff.json")[0]) == written


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"leaflets": {"x": {}}}', b'{"leaflets": {"x": {"origin": "machine", "whole": 3}}}',
     b'{"leaflets": {"x": {"origin": "people", "messages": {"a": {"hash": 1}}}}}', b"[" * 100_000, b"\xff"],
)  # fmt: skip
def test_a_damaged_file_signs_nothing_and_is_reported(data: bytes) -> None:
    found, [wrong] = signoff.read(data, "source/signoff.json")
    assert not found and wrong.code == "T130" and wrong.at.path == "source/signoff.json"


def test_a_fact_of_the_publishers_is_part_of_the_hash() -> None:
    document, source = english()
    other = replace(source, facts=(("stay", Fact(Kind.DURATION, Decimal(90), "days")),))
    assert dict(signoff.hashes(document, source)) != dict(signoff.hashes(document, other))
