"""What a language has translated already: offered for the very same English, and used only where two people approved it."""

from __future__ import annotations

import pytest

from pipeline.catalogs.catalog import Catalog, Key, Message
from pipeline.catalogs.compendium import Compendium, compendium, filled
from pipeline.catalogs.merge import merge

ALPHA = Catalog((
    Message("Fever", ("Gorączka",)),
    Message("Stay {stay} days.", ("Zostań {stay} dni.",), flags=("python-brace-format",)),
    Message("Open", ("Otwórz",), context="button"),
    Message("Rash", ("Wysypka",), flags=("fuzzy",)),
    Message("Chills", ("Dreszcze",), obsolete=True),
))  # fmt: skip


def memory(*more: tuple[str, Catalog], approved: set[tuple[str, str]] = frozenset()) -> Compendium:  # type: ignore[assignment]
    def known(domain: str, key: Key) -> bool:
        return (domain, key[1]) in approved

    return compendium([("alpha", ALPHA), *more], known)


def fill(message: Message, memory: Compendium, old: Catalog | None = None) -> Message:
    [found] = filled(Catalog((message,)), old, "beta", memory).messages
    return found


def test_the_same_english_is_filled_in_as_fuzzy_and_says_from_where() -> None:
    found = fill(Message("Fever"), memory())
    assert (found.msgstr, found.flags, found.comments) == (("Gorączka",), ("fuzzy",), ("from alpha",))  # fmt: skip


def test_what_two_people_approved_there_is_used_as_it_is() -> None:
    found = fill(Message("Fever"), memory(approved={("alpha", "Fever")}))
    assert (found.msgstr, found.flags, found.comments) == (("Gorączka",), (), ("approved in alpha",))  # fmt: skip


def test_a_text_with_a_figure_is_fuzzy_even_where_it_is_approved() -> None:
    known = memory(approved={("alpha", "Stay {stay} days.")})
    found = fill(Message("Stay {stay} days.", flags=("python-brace-format",)), known)
    assert (found.msgstr, found.flags) == (("Zostań {stay} dni.",), ("fuzzy", "python-brace-format"))  # fmt: skip


def test_another_context_is_another_text_and_only_a_guess() -> None:
    assert fill(Message("Open", context="button"), memory(approved={("alpha", "Open")})).flags == ()
    assert fill(Message("Open"), memory(approved={("alpha", "Open")})).fuzzy


def test_two_approved_translations_that_differ_are_only_a_guess() -> None:
    other = ("gamma", Catalog((Message("Fever", ("Temperatura",)),)))
    known = memory(other, approved={("alpha", "Fever"), ("gamma", "Fever")})
    assert fill(Message("Fever"), known).fuzzy
    known = memory(other, approved={("gamma", "Fever")})
    assert (fill(Message("Fever"), known).msgstr, fill(Message("Fever"), known).fuzzy) == (("Temperatura",), False)  # fmt: skip


@pytest.mark.parametrize(
    ("english", "expected"),
    [("Rash", ""), ("Chills", "Dreszcze"), ("fever", ""), ("Nausea", "")],
    ids=["fuzzy is no translation", "no longer used is one", "another text", "unknown"],
)
def test_what_helps_and_what_does_not(english: str, expected: str) -> None:
    assert fill(Message(english), memory()).msgstr == (expected,)


def test_a_translators_own_word_is_never_replaced() -> None:
    for message in (Message("Fever", ("Temperatura",)), Message("Fever", ("Temp",), flags=("fuzzy",))):  # fmt: skip
        assert fill(message, memory(approved={("alpha", "Fever")}), Catalog((message,))) is message


def test_the_same_english_is_better_than_a_fresh_guess() -> None:
    template = Catalog(
        (Message("", ("Language: \n",)), Message("You may have a fever after some days."))
    )
    old = Catalog((Message("", ("Language: pl\n",)), Message("You may have a fever after a few days.", ("Stare.",))))  # fmt: skip
    other = ("gamma", Catalog((Message("You may have a fever after some days.", ("To samo.",)),)))
    guessed = merge(template, old, "pl")
    assert guessed.messages[1].fuzzy and guessed.messages[1].msgstr == ("Stare.",)
    found = filled(guessed, old, "beta", memory(other)).messages
    assert (found[1].msgstr, found[1].previous) == (("To samo.",), ())
    assert found[2].obsolete and found[2].msgstr == ("Stare.",), "no word is lost"


def test_a_catalog_does_not_fill_itself() -> None:
    [found] = filled(Catalog((Message("Fever"),)), None, "alpha", memory()).messages
    assert found.msgstr == ("",)
