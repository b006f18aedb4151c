"""What the checks of a translation must notice, and how seldom they may doubt a correct text.

``python -m tests.rating.rate --missed`` prints the whole table, with every mistake that was missed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rating import defects
from tests.rating.rate import CODES, Rating, rate, report
from tests.rating.sentences import CORRECT, EVERYDAY, FRESH, FURTHER, LETTERS, MIXED, NEGATED

pytestmark = pytest.mark.slow

FACTS = {
    "figures": defects.FIGURES,
    "decimals": defects.DECIMALS,
    "dates": defects.DATES,
    "phones": defects.PHONES,
    "addresses": defects.ADDRESSES,
    "markers": defects.MARKERS,
    "bidi": defects.BIDI,
}


@pytest.fixture(
    scope="module", params=[CORRECT, FURTHER, FRESH, EVERYDAY], ids=lambda folder: folder.name
)
def rating(request: pytest.FixtureRequest) -> Rating:
    return rate(request.param)


def test_the_table_of_recall_and_false_alarms(
    rating: Rating, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print("\n" + report(rating))
    assert set(rating.kinds) <= set(CODES) and len(rating.kinds) >= 30


@pytest.mark.parametrize("group", FACTS)
def test_ninety_nine_of_a_hundred_altered_facts_are_named(rating: Rating, group: str) -> None:
    assert rating.recall(kind.__name__ for kind in FACTS[group]) >= 0.99


@pytest.mark.parametrize("kind", ["unit", "number_word", "negation", "limit", "month"])
def test_ninety_five_of_a_hundred_altered_words_for_facts_are_named(
    rating: Rating, kind: str
) -> None:
    assert rating.recall([kind]) >= 0.95


def test_one_correct_text_in_a_hundred_is_doubted_at_most(rating: Rating) -> None:
    assert rating.false_alarms <= 0.01, [
        (one.tag, one.text, codes) for one, codes in rating.doubted
    ]


@pytest.mark.parametrize(
    ("folder", "slips"), [(NEGATED, 219), (MIXED, 66)], ids=lambda one: getattr(one, "name", one)
)
def test_every_slip_of_the_hand_is_named_and_no_correct_text_is_doubted(
    folder: Path, slips: int
) -> None:
    rating = rate(folder)
    kinds = [kind.replace(" ", "_") for kind in LETTERS.values()]
    assert sum(rating.kinds[kind].planted for kind in kinds) == slips
    assert [one for one in rating.missed if one[0].kind in LETTERS.values()] == []
    assert [(one.tag, one.text, codes) for one, codes in rating.doubted] == []
