"""Names that may be one person's."""

from __future__ import annotations

import pytest

from pipeline.catalogs.people import alike


@pytest.mark.parametrize(
    "other",
    ["Аnn Bell", "Ann BeIl", "Ann Bell.", "Ann-Bell", "AnnBell", "Anne Bell", "Ann Béll", "Bell, Ann", "A. Bell", "A Bell",
     "Dr Ann Bell", "Ann M. Bell", "A B", "ANN BELL", "Ann Bel"],
)  # fmt: skip
def test_one_person_may_be_written_so(other: str) -> None:
    assert alike("Ann Bell", other) and alike(other, "Ann Bell")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann Bell", "Ben Shah"), ("Ann Bell", "Ann Shah"), ("Ann Bell", "Ben Bell"), ("Ann", "Ben"), ("Lin", "Lina"),
     ("নীলু সেন", "নীলা সেনগুপ্ত"), ("李娜", "李强"), ("A B", "Ann Shah"), ("علی خان", "عامر خان")],
)  # fmt: skip
def test_these_are_two_people(one: str, other: str) -> None:
    assert not alike(one, other) and not alike(other, one)
