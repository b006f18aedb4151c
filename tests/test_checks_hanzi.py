"""Numbers in Chinese characters."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.checks.hanzi import numbers, value


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("十", 10), ("十四", 14), ("二十", 20), ("两百", 200), ("二百零五", 205), ("一千", 1000), ("三万", 30_000), ("二〇二三", 2023)],
)  # fmt: skip
def test_a_numeral_has_its_value(numeral: str, number: int) -> None:
    assert value(numeral) == number


def test_fractions_and_points_are_one_number() -> None:
    assert [n for n, _, _ in numbers("百分之七十点八，四分之三")] == [
        Decimal("70.8"),
        Decimal("0.75"),
    ]


def test_words_that_hold_a_numeral_count_nothing() -> None:
    assert list(numbers("十分痛，千万不要一起吃三明治")) == []
