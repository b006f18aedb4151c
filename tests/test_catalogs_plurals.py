"""The plural forms that a header names: counted, tried on 0 to 1000, or refused with a reason."""

from __future__ import annotations

import pytest

from pipeline.catalogs.plurals import PluralError, plurals


@pytest.mark.parametrize(
    ("rule", "forms"),
    [
        ("nplurals=1; plural=0;", [0, 0, 0, 0]),
        ("nplurals=2; plural=(n != 1);", [1, 0, 1, 1]),
        ("nplurals=2; plural=n>1", [0, 0, 1, 1]),
        ("nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;", [2, 0, 1, 2]),
        ("nplurals=2; plural=!(n%2) && n;", [0, 0, 1, 0]),
        ("nplurals=2; plural=n==1 || 6/n/4;", None),
        ("nplurals=2; plural=n%3 || 0;", [0, 1, 1, 0]),
    ],
)
def test_a_rule_gives_each_number_its_form(rule: str, forms: list[int] | None) -> None:
    if forms is None:
        with pytest.raises(PluralError, match="divides by zero"):
            plurals(rule)
    else:
        found = plurals(rule)
        assert found and list(found.taken[:4]) == forms


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("nplurals=INTEGER; plural=EXPRESSION;", "is no number"),
        ("nplurals=2; plural=EXPRESSION;", "cannot be read"),
        ("nplurals=2; plural=(n != 1;", "cannot be read"),
        ("nplurals=2; plural=n != 1 x;", "cannot be read"),
        ("nplurals=2; plural=;", "cannot be read"),
        ("nplurals=2; plural=n;", "gives form 1000"),
        ("nplurals=2; plural=n-1;", "a form below 0"),
        ("nplurals=2; plural=n%0;", "divides by zero"),
        (f"nplurals=2; plural={'(' * 9999}n{')' * 9999};", "too deep"),
    ],
)
def test_a_rule_that_gives_no_form_is_refused_with_the_reason(rule: str, problem: str) -> None:
    with pytest.raises(PluralError, match=problem):
        plurals(rule)


def test_a_header_without_both_fields_names_no_plural_forms() -> None:
    assert plurals("nplurals=2;\n") is None and plurals("plural=0;\n") is None


def test_a_form_for_one_number_alone_is_not_a_frequent_one() -> None:
    found = plurals("nplurals=2; plural=n != 1;")
    assert found and not found.often(0) and found.often(1)
    assert found.within(1, 0, 3) == 3
