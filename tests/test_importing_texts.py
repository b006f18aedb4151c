"""Plain text as people have it: out of a PDF, off a page, typed by hand. What it means is found, and what is odd is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.importing.columns import Line, apart
from pipeline.importing.draft import Fate
from pipeline.importing.words import words
from tests.test_importing import body, brought, leaflet, told

# Text beside text.

COLUMNS = """Examplemab for adults

What it is                              How you have it
Examplemab is a medicine that           You have it through a pump
helps your body to find and             for some weeks. A nurse
destroy leukaemia cells.                changes the bag.

Before you start                        Side effects
Tell your team about other              Fever                 70.8%
medicines that you take.                Headache              34%

All of this is short. Ask your team about anything that is not clear to you at all.
"""


def test_columns_are_read_one_after_the_other() -> None:
    found = brought(COLUMNS)
    assert body(found) == """# Examplemab for adults

## What it is

Examplemab is a medicine that helps your body to find and destroy leukaemia cells.

## Before you start

Tell your team about other medicines that you take.

## How you have it

You have it through a pump for some weeks. A nurse changes the bag.

## Side effects

::: side-effects
- Fever: 70.8%
- Headache: 34%
:::

All of this is short. Ask your team about anything that is not clear to you at all."""  # fmt: skip
    assert (3, "this stood beside other text, and was taken for a column of its own", "How you have it") in told(found, Fate.DOUBTFUL)  # fmt: skip


def test_short_texts_beside_each_other_are_a_table() -> None:
    for text in ("Dose\tDay\n5 mg\t1\n10 mg\t2", "Dose     Day\n5 mg     1\n10 mg    2", "| Dose | Day |\n|---|---|\n| 5 mg | 1 |\n| 10 mg | 2 |"):  # fmt: skip
        found = brought(f"# T\n\n{text}\n")
        assert "| Dose | Day |\n| --- | --- |\n| {mg} mg | {number} |" in found.text
        assert [line for line, why, _ in told(found, Fate.DOUBTFUL) if "a table" in why] == [3]


def test_a_list_with_wide_bullets_is_no_table() -> None:
    assert body(brought("# T\n\n•    one thing\n•    another\n1.   a third\n2.   a last\n")) == "# T\n\n- one thing\n- another\n\n1. a third\n2. a last"  # fmt: skip


_CELL = st.sampled_from(["alpha", "beta gamma", "one two three four", "5%", "", "| x |", "•", "  "])


@given(st.lists(st.lists(_CELL, max_size=3).map("    ".join), max_size=12))
def test_no_word_is_lost_between_columns(lines: list[str]) -> None:
    given = [Line(number, text) for number, text in enumerate(lines, 1)]
    found = list(apart(given))
    assert words(" ".join(one.text for one in found)) == words(" ".join(lines))
    for one in found:
        assert not one.cells or words(" ".join(one.cells)) == words(one.text)
        assert words(one.text) <= words(lines[one.number - 1])


# Furniture.


def test_the_head_of_each_page_goes_where_its_number_counts_upwards() -> None:
    text = "# T\n\nWords here.\n\nA leaflet | 1\n\nMore words.\n\nA leaflet | 2\n\nStill more.\n\nA leaflet | 3\n"
    found = brought(text)
    assert body(found) == "# T\n\nWords here.\n\nMore words.\n\nStill more."
    assert [(line, text) for line, _, text in told(found, Fate.DROPPED)] == [
        (5, "A leaflet | 1"), (9, "A leaflet | 2"), (13, "A leaflet | 3")]  # fmt: skip
    assert not told(brought(text.replace("| 3", "| 2")), Fate.DROPPED)
    assert not told(brought(text.replace("| 3", "of 3")), Fate.DROPPED)


def test_the_number_of_a_page_in_its_foot_goes() -> None:
    found = brought(
        "# T\n\nWords.\n\nOur leaflet, page 3 of 12\n\nWords too.\n\nOur leaflet, page 4 of 12\n"
    )
    assert body(found) == "# T\n\nWords.\n\nWords too."


def test_a_table_of_contents_goes_and_a_list_of_doses_stays() -> None:
    found = brought("T\n\nContents\nWhat it is ....... 3\nSide effects ..... 4\n\nWhat it is\n\nIt is this.\n\nSide effects\n\nThey are few.\n")  # fmt: skip
    assert body(found) == "# T\n\n## What it is\n\nIt is this.\n\n## Side effects\n\nThey are few."
    assert [line for line, _, _ in told(found, Fate.DROPPED)] == [3, 4, 5]
    assert not told(
        brought("# T\n\nParacetamol ..... 4\nIbuprofen ..... 3\n\nWords.\n"), Fate.DROPPED
    )


def test_a_form_feed_ends_a_line_that_an_editor_does_not_count() -> None:
    found = brought("# T\n\nOne.\n\x0cTwo 5.\n\nThree 6.\n")
    assert [line for line, _, _ in told(found, Fate.MOVED)] == [4, 6]


# Lists.


@pytest.mark.parametrize("mark", "§–*·•●○■▪‣⁃→➢✓☐❖◆»►-+" + "\uf0b7\uf0a7\uf0fc\uf0d8")
def test_a_bullet_of_any_kind_is_one(mark: str) -> None:
    assert (
        body(brought(f"# T\n\n{mark} one thing\n{mark} another\n"))
        == "# T\n\n- one thing\n- another"
    )


@pytest.mark.parametrize("mark", "vqlnØü")
def test_a_letter_that_stands_for_a_bullet_is_one_where_it_comes_again(mark: str) -> None:
    found = brought(f"# T\n\n{mark} one thing\n{mark} another\n")
    assert body(found) == "# T\n\n- one thing\n- another"
    assert [(line, text) for line, _, text in told(found, Fate.DROPPED)] == [(3, mark), (4, mark)]
    assert body(brought(f"# T\n\n{mark} one thing.\n")) == f"# T\n\n{mark} one thing."


def test_a_tick_or_a_cross_that_was_a_bullet_may_mean_yes_or_no() -> None:
    found = brought("# T\n\nYou may have\n\n✓ fruit\n✗ raw eggs\n")
    doubts = [(line, text) for line, why, text in told(found, Fate.DOUBTFUL) if "tick" in why]
    assert doubts == [(5, "✓"), (6, "✗")]


def test_bullets_typed_by_hand_on_a_web_page_are_a_list() -> None:
    page = "<h1>T</h1><p>• one</p><p>• two</p><p>- no list</p><p>Words.</p><p>1. mix</p><p>2. drink</p><p>– a</p><p>– b</p><ul><li>• c</li></ul>"
    assert body(brought(page, "x.html")) == "# T\n\n- one\n- two\n\n**-** no list\n\nWords.\n\n1. mix\n2. drink\n\n- a\n- b\n- c"  # fmt: skip


def test_each_number_of_a_list_is_printed_as_it_stood() -> None:
    found = brought("# T\n\n1. one\n2. two\n1. again\n10. ten\n11. eleven\n(i) x\n(ii) y\n")
    assert body(found) == "# T\n\n1. one\n2. two\n1) again\n10. ten\n11. eleven\n1) x\n2) y"
    starts = [(block.start, len(block.items)) for block in leaflet(found).blocks]  # type: ignore[union-attr]
    assert starts == [(1, 2), (1, 1), (10, 2), (1, 2)]


# Headings.


def test_numbers_of_headings_go_and_say_how_deep_they_are() -> None:
    text = "1. What it is\n\nIt is this.\n\n2. How it works\n\nWell.\n\n2.1 In the body\n\nIt does.\n\n3. Side effects\n\nFew.\n"
    found = brought(f"A medicine\n\n{text}")
    assert body(found) == "# A medicine\n\n## What it is\n\nIt is this.\n\n## How it works\n\nWell.\n\n### In the body\n\nIt does.\n\n## Side effects\n\nFew."  # fmt: skip
    page = "<h1>T</h1><h2>1. What</h2><p>Words.</p><h2>2. How</h2><p>Words.</p><h2>3 steps</h2><p>Words.</p>"
    assert [line for line in body(brought(page, "x.html")).split("\n") if "#" in line] == ["# T", "## What", "## How", "## {steps_number} steps"]  # fmt: skip


def test_numbered_steps_are_no_headings() -> None:
    assert "##" not in brought("# T\n\n1. Mix it\n2. Drink it\n3. Rest\n\nWords.\n").text


def test_a_plain_text_begins_with_its_title() -> None:
    assert body(brought("A medicine\n\nFor adults\n\nAnd their families\n\nIt works.\n")).startswith("# A medicine\n")  # fmt: skip


def test_a_heading_of_one_word_in_capitals_is_no_abbreviation() -> None:
    found = brought("# T\n\nFEVER\n\nYou may have one.\n\nALL\n\nA leukaemia.\n")
    assert "## Fever" in body(found) and "## ALL" in body(found)


# Characters.


def test_letters_that_print_has_joined_are_parted() -> None:
    assert "The first effect is difficult." in body(brought("# T\n\nThe ﬁrst eﬀect is diﬃcult.\n"))


def test_characters_that_a_program_garbled_are_put_right_and_told() -> None:
    found = brought("# T\n\nDonâ€™t take â€œitâ€\x9d; cafÃ©.\n\nÂ£ and Ärzte, naïve, Ö.\n")
    assert body(found) == "# T\n\nDon’t take “it”; café.\n\n£ and Ärzte, naïve, Ö."
    assert [line for line, why, _ in told(found, Fate.GUESSED) if "garbled" in why] == [3, 5]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_a_text_of_any_encoding_is_read(encoding: str) -> None:
    assert "A café costs more." in body(brought("# T\n\nA café costs more.\n".encode(encoding)))


def test_a_sign_that_no_voice_can_say_is_named() -> None:
    found = brought("# T\n\nPain & fever, turned by 90° ☎ £ and CD19+ or +CD3 in mg/m² of it.\n")
    assert [text for _, why, text in told(found, Fate.DOUBTFUL) if "voice" in why] == ["&", "°", "☎", "£", "+"]  # fmt: skip


@pytest.mark.parametrize(("sign", "why"), [("5 µg", "µ is misread"), ("اردو", "letters of another script")])  # fmt: skip
def test_letters_that_an_english_voice_does_not_know_are_named(sign: str, why: str) -> None:
    found = brought(f"# T\n\nHere {sign} stands.\n")
    assert [reason for _, reason, _ in told(found, Fate.DOUBTFUL) if reason.startswith(why)]


def test_an_address_that_is_taken_out_of_a_sentence_leaves_a_word_to_a_person() -> None:
    [reason] = [why for _, why, _ in told(brought("# T\n\nSee https://test.example.org/x now.\n"), Fate.DROPPED)]  # fmt: skip
    assert reason.endswith("mend the sentence around it")


def test_published_and_updated_are_one_date_of_the_leaflet() -> None:
    found = brought("# T\n\nWords.\n\nFirst published May 2019, last updated February 2026\n")
    assert "updated: 2026-02\n" in found.text and body(found) == "# T\n\nWords."
    assert any(why.startswith("published in 2019-05") for _, why, _ in told(found, Fate.DOUBTFUL))
    assert "updated: 2019-05\n" in brought("# T\n\nWords.\n\nPublished May 2019\n").text
