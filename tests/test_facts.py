"""Typed clinical values, and how each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import facts
from pipeline.facts import LRI, NBSP, PDI, RLI, PlainForm, display, plain_form, plain_text, read
from pipeline.languages import language, languages


def shown(tag: str, kind: str, text: str) -> str:
    return plain_text(display(read(kind, text), language(tag)))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("percent", "70.8", {"en": "70.8%", "pl": "70,8%", "ur": "70.8%", "bn": "70.8%", "zh_Hans": "70.8%",
                             "tr": "%70,8", "fr": "70,8 %"}),
        ("percent", "5", {"en": "5%", "pl": "5%", "fr": "5 %"}),
        ("percent", "5.0", {"en": "5.0%", "pl": "5,0%"}),
        ("percent", "0.8", {"en": "0.8%", "bn": "0.8%"}),
        ("hours", "96", {"en": "96", "ur": "96"}),
        ("count", "1000", {"en": "1,000", "pl": "1 000"}),
        ("mg", "0.50", {"en": "0.50", "pl": "0,50"}),
        ("phone", "08088 010 444", {"en": "08088 010 444", "ur": "08088 010 444"}),
        ("reference", "SC049802", {"en": "SC049802", "ur": "SC049802"}),
        ("date", "2026-06-30", {"en": "30 June 2026", "pl": "30 czerwca 2026", "zh_Hans": "2026年6月30日"}),
        ("month", "2026-02", {"en": "February 2026", "pl": "luty 2026", "zh_Hans": "2026年2月"}),
    ],
)  # fmt: skip
def test_a_figure_is_written_as_its_language_does(
    kind: str, text: str, expected: dict[str, str]
) -> None:
    assert {tag: shown(tag, kind, text) for tag in expected} == expected


@pytest.mark.parametrize("tag", list(languages()))
@given(value=st.decimals(min_value="0.001", max_value=100, places=3))
def test_no_digit_of_a_percentage_is_lost_or_added(tag: str, value: Decimal) -> None:
    digits = "".join(c for c in shown(tag, "percent", str(value)) if c.isdigit())
    assert digits == str(value).replace(".", "")


def test_figures_stay_whole_on_their_line_and_in_order_right_to_left() -> None:
    number = read("phone", "08088 010 444")
    assert display(number, language("en")) == f"08088{NBSP}010{NBSP}444"
    assert display(number, language("ur")) == f"{LRI}08088{NBSP}010{NBSP}444{PDI}"
    due = display(read("date", "2026-06-30"), language("ur"))
    assert due == f"{RLI}30{NBSP}جون،{NBSP}2026{PDI}", (
        "a date with a month in Urdu runs from right to left"
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("hours", "9 6"), ("hours", "-1"), ("hours", "٩"), ("hours", "1e3"), ("hours", "NaN"), ("hours", ""),
        ("percent", "0"), ("percent", "100.1"), ("percent", "5,5"), ("phone", "call us"), ("phone", "0808  010"),
        ("reference", "SC 0"), ("date", "2026-6-30"), ("date", "2026-06-31"), ("date", "30/06/2026"),
        ("month", "2026-13"), ("fortnights", "2"),
    ],
)  # fmt: skip
def test_what_is_not_such_a_value_is_refused(kind: str, text: str) -> None:
    with pytest.raises(ValueError):
        read(kind, text)


def test_the_source_keeps_its_precision() -> None:
    assert str(facts.percent("5%")) == "5" and str(facts.percent("5.0%")) == "5.0"


@pytest.mark.parametrize(
    ("percent", "n", "of"),
    [("70.8", 71, 100), ("0.8", 8, 1000), ("0.96", 10, 1000), ("1", 1, 100), ("12.5", 13, 100), ("0.25", 3, 1000),
     ("100", 100, 100), ("0.05", 5, 10000), ("0.1", 1, 1000), ("99.5", 100, 100), ("2.7", 3, 100)],
)  # fmt: skip
def test_the_plain_form_rounds_half_up(percent: str, n: int, of: int) -> None:
    assert plain_form(Decimal(percent)) == PlainForm(n, of)


@given(st.decimals(min_value="0.0001", max_value=100, places=4))
def test_the_plain_form_is_never_nobody_and_close_to_the_figure(value: Decimal) -> None:
    form = plain_form(value)
    assert 1 <= form.n <= form.of
    assert abs(Decimal(form.n) / form.of * 100 - value) <= Decimal(50) / form.of
