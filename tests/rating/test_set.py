"""The set of planted mistakes itself: large, the same on every run, and each mistake really one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.rating.defects import defects
from tests.rating.sentences import CORRECT as FIRST
from tests.rating.sentences import EVERYDAY, FRESH, FURTHER, MIXED, NEGATED, sentences

CORRECT = list(sentences())
DEFECTS = list(defects(CORRECT))


def test_there_are_three_thousand_mistakes_of_thirty_kinds_in_twenty_languages() -> None:
    assert len(DEFECTS) >= 3000
    assert len({defect.kind for defect in DEFECTS}) >= 30
    assert len({defect.sentence.tag for defect in DEFECTS}) >= 20


@pytest.mark.parametrize(
    ("folder", "count"),
    [(FIRST, 42), (FURTHER, 21), (FRESH, 16), (EVERYDAY, 13), (NEGATED, 25), (MIXED, 10)],
)
def test_every_language_has_every_sentence_once(folder: Path, count: int) -> None:
    numbers: dict[str, list[int]] = {}
    for sentence in sentences(folder):
        if sentence.number < 1000:
            numbers.setdefault(sentence.tag, []).append(sentence.number)
    assert set(map(tuple, numbers.values())) == {tuple(range(1, count + 1))}


def test_the_further_sentences_are_others_and_mostly_in_other_languages() -> None:
    further, fresh = list(sentences(FURTHER)), list(sentences(FRESH))
    assert not {one.english for one in further} & {one.english for one in CORRECT}
    assert not {one.english for one in fresh} & {one.english for one in (*further, *CORRECT)}
    assert not {one.english for one in sentences(EVERYDAY)} & {
        one.english for one in (*fresh, *further, *CORRECT)
    }
    assert len({one.tag for one in further} - {one.tag for one in CORRECT}) >= 10
    assert len({one.tag for one in fresh} - {one.tag for one in (*further, *CORRECT)}) >= 7
    assert len(list(defects(further))) >= 2500 and len(list(defects(fresh))) >= 2500


def test_the_same_mistakes_are_planted_on_every_run() -> None:
    assert list(defects(list(sentences()))) == DEFECTS


def test_a_mistake_changes_the_text_and_no_two_are_the_same() -> None:
    assert not [defect for defect in DEFECTS if defect.text == defect.sentence.text]
    planted = Counter((d.sentence.tag, d.sentence.number, d.kind, d.text) for d in DEFECTS)
    assert [one for one, count in planted.items() if count > 1] == []


def test_own_digits_leave_addresses_alone() -> None:
    [address] = [one for one in CORRECT if (one.tag, one.number) == ("fa", 7)]
    assert "fever-7" in address.text
    assert not [one for one in CORRECT if one.number > 1000 and any(c in "0123456789" for c in one.text.replace("fever-7", ""))]  # fmt: skip
