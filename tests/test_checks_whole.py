"""What only a whole catalog shows: exchanged neighbours, and one English text with two translations."""

from __future__ import annotations

from pipeline.checks.pair import Pair
from pipeline.checks.translation import findings
from pipeline.diagnostic import Location


def found(*rows: tuple[str | None, str, str], tag: str = "uk") -> list[tuple[int, str]]:
    """Line and code of what is found in a catalog of (context, English, translation)."""
    pairs = [Pair(e, t, tag, Location("x.po", n), context=c) for n, (c, e, t) in enumerate(rows, 1)]
    return [(one.at.line, one.code) for _, one in findings(pairs) if one.code in ("T305", "T306")]


FEVER = (None, "a fever", "гарячка")
TABLETS = (None, "Take 2 tablets before you go to bed.", "Прийміть 2 таблетки перед сном.")


def test_neighbours_with_each_others_text_are_found_both() -> None:
    assert found(FEVER, TABLETS) == []
    exchanged = (None, FEVER[1], TABLETS[2]), (None, TABLETS[1], FEVER[2])
    assert found(*exchanged) == [(1, "T305"), (2, "T305")]


def test_the_same_english_has_one_translation() -> None:
    again = (None, "A fever.", "Температура.")
    assert found(FEVER, TABLETS, again) == [(3, "T306")]
    assert found(FEVER, TABLETS, (None, "A fever.", "Гарячка.")) == []


def test_in_another_context_it_may_have_another() -> None:
    noun, verb = ("noun", "drip feed", "крапельниця"), ("verb", "drip feed", "капати")
    assert found(noun, TABLETS, verb) == []
    assert found(noun, TABLETS, ("noun", "Drip feed", "капати")) == [(3, "T306")]
