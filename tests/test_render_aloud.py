"""Which sentence of a page is heard when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import document as doc
from pipeline import inline
from pipeline.diagnostic import Location
from pipeline.document import Inlines, Text
from pipeline.render.aloud import Heard, Reading, split

HERE, THERE = Location("source/x.md", 3), Location("source/x.md", 9)


def heard(*shown: str, at: Location = HERE, added: bool = False) -> list[Heard]:
    return [Heard(one, at, float(n), n + 0.5, added) for n, one in enumerate(shown)]


def told(reading: Reading, inlines: Inlines, at: Location = HERE, added: bool = False) -> list[tuple[str, object]]:  # fmt: skip
    """Each sentence with the time at which it begins and ends."""
    found = reading.sentences(inlines, at, added)
    return [(inline.plain(s.inlines), (s.heard.begin, s.heard.end) if s.heard else None) for s in found]  # fmt: skip


def test_each_sentence_of_a_line_has_its_own_time() -> None:
    reading = Reading(heard("Stop.", "Call us."))
    assert told(reading, (Text("Stop. Call us."),)) == [
        ("Stop.", (0, 0.5)),
        (" Call us.", (1, 1.5)),
    ]


def test_a_sentence_may_begin_in_bold_words_and_end_after_them() -> None:
    inlines = (doc.Strong((Text("Stop. Call"),)), Text(" us."))
    found = Reading(heard("Stop.", "Call us.")).sentences(inlines, HERE)
    assert [one.inlines for one in found] == [
        (doc.Strong((Text("Stop."),)),),
        (doc.Strong((Text(" Call"),)), Text(" us.")),
    ]


def test_isolates_and_no_break_spaces_of_a_figure_are_no_other_text() -> None:
    inlines = (Text("فون: "), doc.FactRef("helpline", "\u206608088\u00a0010\u2069"), Text("۔"))
    assert told(Reading(heard("فون: 08088 010۔")), inlines) == [(inline.plain(inlines), (0, 0.5))]


def test_the_isolate_of_a_figure_ends_with_its_sentence() -> None:
    text = "\u206670.8%\u2069"
    [one] = Reading(heard("70.8%")).sentences((Text(text),), HERE)
    assert one.inlines == (Text(text),)


def test_sentences_shown_as_one_text_are_one() -> None:
    reading = Reading(heard("One and two", "One and two"))
    assert told(reading, (Text("One and two"),)) == [("One and two", (0, 1.5))]


def test_a_sentence_said_twice_in_a_line_is_two() -> None:
    reading = Reading(heard("Stop.", "Stop."))
    assert told(reading, (Text("Stop. Stop."),)) == [("Stop.", (0, 0.5)), (" Stop.", (1, 1.5))]


def test_what_is_not_heard_has_no_time_and_takes_none_from_what_follows() -> None:
    reading = Reading(heard("Call us."))
    assert told(reading, (Text("Nobody says this."),)) == [("Nobody says this.", None)]
    assert told(reading, (Text("Call us."),)) == [("Call us.", (0, 0.5))]


def test_a_word_of_the_pipelines_is_no_sentence_of_the_leaflets() -> None:
    contents, heading = Heard("Help", HERE, 0, 1, added=True), Heard("Help", HERE, 2, 3)
    assert told(Reading([contents, heading]), (Text("Help"),)) == [("Help", (2, 3))]
    assert told(Reading([contents, heading]), (Text("Help"),), added=True) == [("Help", (0, 1))]


def test_the_header_said_again_before_a_cell_belongs_to_the_cell() -> None:
    said = [*heard("Dose", at=HERE), Heard("5 mg", THERE, 1, 2), Heard("Dose", HERE, 2, 3), Heard("6 mg", THERE, 3, 4)]  # fmt: skip
    reading = Reading(said)
    assert told(reading, (Text("5 mg"),), THERE) == [("5 mg", (0, 2))]
    assert told(reading, (Text("6 mg"),), THERE) == [("6 mg", (2, 4))]


@pytest.mark.parametrize("place", range(12))
def test_no_link_fact_or_term_is_ever_parted(place: int) -> None:
    inlines: Inlines = (Text("ab"), doc.Link((Text("cdef"),), "x"), doc.FactRef("f", "123"), Text("gh"))  # fmt: skip
    left, right = split(inlines, place)
    assert inline.plain(left) + inline.plain(right) == inline.plain(inlines)
    assert len([one for one in (*left, *right) if not isinstance(one, Text)]) == 2
    assert len(inline.plain(left)) >= min(place, 11)


@pytest.mark.slow
@given(st.lists(st.sampled_from(["A b.", "C!", "Stop.", "d e f"]), min_size=1, max_size=6), st.booleans())  # fmt: skip
def test_nothing_of_a_line_is_lost_or_said_twice(sentences: list[str], bold: bool) -> None:
    text = " ".join(sentences)
    inlines: Inlines = (doc.Strong((Text(text),)),) if bold else (Text(text),)
    found = Reading(heard(*sentences[::2])).sentences(inlines, HERE)
    assert "".join(inline.plain(one.inlines) for one in found) == text
