"""Directives that a program fills in: what must be in both texts, and which types fit."""

from __future__ import annotations

import pytest

from pipeline.catalogs import formats


@pytest.mark.parametrize(
    ("kind", "source", "translation"),
    [
        ("python-brace-format", "{a} of {b}", "{b} z {a}"),
        ("python-brace-format", "{a:>3} {b.c[0]}", "{b.c[0]} {a:>3}"),
        ("python-brace-format", "{{a}}", "a}"),
        ("python-brace-format", "no { format", "{a}"),
        ("python-format", "%(n)d of %s", "x"),  # itself no format
        ("python-format", "%(n)d", "%(n)i%%"),
        ("python-format", "%s", "%r"),
        ("c-format", "%s %d", "%2$i %1$s"),
        ("c-format", "%*d", "%d%d"),
        ("c-format", "%<PRIx64>", "%<PRIu64>"),
        ("c-format", "%d", "%Id"),
        ("qt-format", "%1 of %L2", "%1 z %L2"),
    ],
)
def test_the_same_arguments_in_any_order_are_fine(kind: str, source: str, translation: str) -> None:
    assert formats.differs(kind, source, translation, strict=True) == ""


@pytest.mark.parametrize(
    ("kind", "source", "translation", "problem"),
    [
        ("python-brace-format", "{a}", "x", "{a} must be in both texts"),
        ("python-brace-format", "{a}", "{a} {b}", "{b} must be in both texts"),
        ("python-brace-format", "{a:>3}", "{a}", "{a} and {a:>3} must be in both texts"),
        ("python-brace-format", "{a}", "{a!r}", "a { or % belongs to no marker"),
        ("python-format", "%(n)d", "%(n)s", "n is of another type than in the English"),
        ("python-format", "%(n)d", "%d", "argument 1 and n must be in both texts"),
        ("python-format", "x", "5% y", "a { or % belongs to no marker"),
        ("c-format", "%d", "%ld", "1 is of another type than in the English"),
        ("c-format", "%s %d", "%s", "2 must be in both texts"),
        ("c-format", "%s", "%2$s", "a { or % belongs to no marker"),
        ("qt-format", "%1 of %2", "%2 z %1", "the qt-format directives are not those of the English"),
    ],
)  # fmt: skip
def test_an_argument_lost_added_or_of_another_type_is_named(
    kind: str, source: str, translation: str, problem: str
) -> None:
    assert formats.differs(kind, source, translation, strict=True) == problem


def test_a_form_for_one_thing_need_not_say_its_figure() -> None:
    assert formats.differs("c-format", "%d files", "one file", strict=False) == ""
    assert formats.differs("c-format", "%d files", "%d %d", strict=False) != ""


def test_flags_say_which_formats_a_message_has() -> None:
    flags = ("fuzzy", "possible-c-format", "python-format", "no-python-format", "no-wrap", "impossible-php-format")  # fmt: skip
    assert list(formats.kinds(flags)) == ["c-format"]
