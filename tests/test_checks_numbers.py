"""How the numbers of two texts are paired: laws, and the readings that decide."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks import numbers
from pipeline.checks.numbers import Account
from pipeline.checks.pair import Pair
from pipeline.diagnostic import Location


def account(tag: str, english: str, text: str) -> Account:
    return Pair(english, text, tag, Location("")).account


def values(found: tuple[numbers.Number, ...]) -> list[Decimal]:
    return [min(one.values) for one in found]


COUNTS = st.lists(st.integers(2, 999).filter(lambda n: n not in (12, 24)), min_size=1, max_size=4, unique=True)  # fmt: skip


@given(COUNTS)
def test_the_same_figures_in_the_same_order_leave_nothing_over(counts: list[int]) -> None:
    english = " and ".join(f"{n} mg" for n in counts)
    kept = account("fa", english, " و ".join(f"{n} میلی‌گرم" for n in counts))
    assert (kept.lost, kept.lost_words, kept.added) == ((), (), ())


@given(COUNTS, st.data())
def test_one_changed_figure_is_lost_and_the_other_added(counts: list[int], data: st.DataObject) -> None:  # fmt: skip
    place = data.draw(st.integers(0, len(counts) - 1))
    other = data.draw(st.integers(1001, 1999))
    changed = [other if n == place else count for n, count in enumerate(counts)]
    kept = account("pl", " and ".join(f"{n} mg" for n in counts), " i ".join(f"{n} mg" for n in changed))  # fmt: skip
    assert values(kept.lost) == [counts[place]] and values(kept.added) == [other]


@pytest.mark.parametrize(
    ("tag", "text", "lost"),
    [
        ("pl", "1.000 osób", []),
        ("pl", "1,000 osób", [1000]),
        ("de", "1 000 Personen", []),
        ("ar", "١٬٠٠٠ شخص", []),
        ("hi", "एक हज़ार लोग", []),
        ("am", "፲፻ ሰዎች", []),
        ("zh_Hans", "一千人", []),
        ("zh_Hans", "一百人", [1000]),
    ],
)
def test_a_figure_is_read_as_its_language_writes_it(tag: str, text: str, lost: list[int]) -> None:
    kept = account(tag, "1,000 people", text)
    assert values((*kept.lost, *kept.lost_words)) == lost


def test_a_figure_belongs_to_the_unit_beside_it() -> None:
    kept = account("pl", "5 mg for 7 days", "7 mg przez 5 dni")
    changed = [(n.shown, wanted, has) for n, wanted, has in numbers.changed_units(kept.english)]
    assert changed == [("5", "mg", "day"), ("7", "day", "mg")]


def test_a_percentage_shares_its_sign_with_the_end_of_a_range_only() -> None:
    for english, bare in (("5% to 10% of men", []), ("5% of men, 10% of women", [5])):
        pair = Pair(english, "5–10% mężczyzn", "pl", Location(""))
        assert values(tuple(numbers.bare_percents(pair.account, pair.source, pair.target))) == bare


def test_minutes_may_be_missing_only_where_words_say_them() -> None:
    assert values(account("nl", "at 14:15", "om 14 uur").lost) == [15]
    assert values(account("hi", "at 9:30", "साढ़े 9 बजे").lost) == []
