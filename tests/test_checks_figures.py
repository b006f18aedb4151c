"""Figures in running text of any script, and what is no running text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks.figures import figures, kept, phones, readings
from pipeline.checks.vocabulary import decimal_mark, vocabulary

DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "০১২৩৪৫৬৭৮৯", "੦੧੨੩੪੫੬੭੮੯", "૦૧૨૩૪૫૬૭૮૯", "०१२३४५६७८९", "௦௧௨௩௪௫௬௭௮௯", "０１２３４５６７８９")  # fmt: skip


def values(text: str, tag: str) -> list[Decimal]:
    folded = vocabulary(tag).fold(text)
    return [n for figure in figures(folded, decimal_mark(tag)) for n in figure.readings[0]]


@settings(deadline=None)
@given(
    st.decimals(min_value=0, max_value=999, places=1),
    st.sampled_from(DIGITS),
    st.sampled_from(".,٫"),
)
def test_a_figure_is_read_in_every_script_s_digits(value: Decimal, digits: str, mark: str) -> None:
    written = str(value).translate(str.maketrans("0123456789.", digits + mark))
    assert values(f"a {written} b", "ur") == [value]


@pytest.mark.parametrize(
    ("written", "tag", "value"),
    [
        ("1,000", "hi", "1000"), ("1,000", "pl", "1.000"), ("1.000", "de", "1000"), ("1 000", "fr", "1000"), ("1\u00a0000", "pl", "1000"),
        ("1,00,000", "hi", "100000"), ("1.234,5", "es", "1234.5"), ("1,234.5", "ur", "1234.5"), ("0.125", "pl", "0.125"), ("١٬٠٠٠", "ar", "1000"),
        ("2½", "pl", "2.5"), ("½", "zh_Hans", "0.5"), ("2 1/2", "pl", "2.5"), ("፲፬", "am", "14"), ("፻፳", "am", "120"), ("70,8", "tr", "70.8"),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_its_language_writes_it(written: str, tag: str, value: str) -> None:
    assert values(written, tag)[:1] == [Decimal(value)]


def test_a_date_in_figures_is_three_figures() -> None:
    assert list(readings("30.06.2023", ",")) == [(Decimal(30), Decimal(6), Decimal(2023))]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("ring 0808 801 0444 now", ["08088010444"]), ("08088-010-444", ["08088010444"]), ("+44 808 801 0444", ["448088010444"]),
        ("拨打0808 801 0444。", ["08088010444"]), ("(020) 7946 0958", ["02079460958"]), ("30-06-2023", []), ("1 000 000 people", []),
        ("2023-2024", []), ("call 111", []), ("0.5 mg", []),
    ],
)  # fmt: skip
def test_a_telephone_number_is_told_from_other_figures(text: str, digits: list[str]) -> None:
    assert phones(text)[0] == digits


def test_markers_labels_tags_and_addresses_are_no_running_text() -> None:
    found = kept("Read {n} [pages][all] on <b>www.nhs.uk/x.</b> or a.b@nhs.uk, or GOV.UK. 访问https://nhs.uk/k。", formats=False)  # fmt: skip
    assert (
        found.markers == ("{n}",) and found.labels == ("][all]",) and found.tags == ("<b>", "</b>")
    )
    assert found.addresses == ("a.b@nhs.uk", "www.nhs.uk/x", "GOV.UK", "https://nhs.uk/k")


def test_a_percent_sign_begins_a_format_only_where_the_message_says_so() -> None:
    assert kept("70.8% of 5", formats=False).formats == ()
    assert kept("%(a)s and 5%%", formats=True).formats == ("%(a)s",)
