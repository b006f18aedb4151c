"""Times of day: read as many languages write them, and held against those of the English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.clock import changed, english, translated, unclear

HOURS = st.tuples(st.integers(0, 23), st.integers(0, 59))


def test_english_times_are_read_with_am_and_pm() -> None:
    assert [str(time) for time in english("from 8am to 6:30pm, at 14:15 and 12 am")] == ["8:00", "18:30", "14:15", "12:00"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("de 8 h à 18 h 30", ["18:30"]),
        ("um 9.15 uhr", ["9:15"]),
        ("18时30分", ["18:30"]),
        ("08:05", ["8:05"]),
        ("2.50 ml", ["2:50"]),  # perhaps: only the English can tell
        ("2.5 ml, 37.5°, 21.09.2027, 45.99", []),
        ("8:0", ["8:0"]),
    ],
)
def test_times_are_read_as_languages_write_them(text: str, times: list[str]) -> None:
    assert [str(time) for time in translated(text)] == times


def lost(source: str, target: str) -> tuple[list[str], bool]:
    found, moved = changed(source, target)
    return [str(time) for time in found], moved


def test_a_time_that_became_another_is_lost() -> None:
    assert lost("open from 8am to 6:30pm", "od 8:00 do 18:30") == ([], False)
    assert lost("open from 8am to 6:30pm", "od 8:06 do 18:30") == (["8:00"], False)
    assert lost("open from 8am to 6:30pm", "od 8:0 do 18:30") == (["8:00"], False)
    assert lost("open from 8am to 6:30pm", "de 8 h à 18 h 30") == ([], False)
    assert lost("open from 8am to 6:30pm", "de 8 h à 18 h 03") == (["8:00"], False)


def test_times_that_changed_places_are_told() -> None:
    assert lost("open from 8am to 6:30pm", "od 18:30 do 8:00") == ([], True)


@given(st.lists(HOURS, min_size=1, max_size=4, unique_by=lambda time: (time[0] % 12, time[1])))
def test_the_same_times_in_the_same_order_are_never_doubted(times: list[tuple[int, int]]) -> None:
    english_text = ", ".join(f"{hour}:{minute:02}" for hour, minute in times)
    for form in ("{:02}:{:02}", "{}.{:02}", "{} h {:02}", "{}点{:02}"):
        assert lost(english_text, "; ".join(form.format(*time) for time in times)) == ([], False)


@pytest.mark.parametrize(
    ("target", "times"),
    [
        ("በ8 ሰዓት", ["8:00", "20:00"]),
        ("2 ሰዓት", ["8:00", "20:00"]),
        ("2 ሰዓት (8:00)", []),
        ("8:00, 20:00", []),
    ],
)
def test_a_time_is_clear_to_who_counts_from_dawn_when_both_are_said(
    target: str, times: list[str]
) -> None:
    assert [str(time) for time in unclear("at 8am and 8pm", target)] == times


def test_hours_from_dawn_are_the_same_time_there_only() -> None:
    assert changed("at 8:00", "2:00", from_dawn=True) == ([], False)
    assert [str(time) for time in changed("at 8:00", "2:00")[0]] == ["8:00"]
    assert [str(time) for time in changed("at 8:00", "3:00", from_dawn=True)[0]] == ["8:00"]
