"""What people mistype in the fields at the top of a leaflet, and what they are told: the line of the slip, and what to write."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.frontmatter import Form
from tests.test_parse import FRONT, leaflet
from tests.test_wording import BANNED

NAME = "source/x.md"


def told(front: str) -> list[str]:
    _, found = leaflet("# T\n\n{stay} [a][emc] CD19\n", front)
    return [f"{one.at.line}: {one.code}: {one.message} > {one.hint}" for one in found]


SLIPS = [
    ("reviewed: 2023-06-30", "reviewed 2023-06-30",
     "3: S002: no colon stands after the name of the field in 'reviewed 2023-06-30' > write reviewed: 2023-06-30"),
    ("reviewed: 2023-06-30", "reviewed:2023-06-30",
     "3: S002: no space stands after the colon in 'reviewed:2023-06-30' > write reviewed: 2023-06-30"),
    ("  stay:", "\tstay:", "7: S002: this line begins with a tab > begin it with spaces: two where it belongs to the line above"),
    ("updated:", "   updated:",
     "4: S002: this line begins with 3 spaces, and the line above it with no space > "
     "begin all lines that belong together alike: reviewed: with none, each fact, link and term with two"),
    ("summary: About a medicine.", "summary: A medicine: what it does.",
     "2: S002: the text after 'summary:' holds another colon > put it between quotation marks: summary: \"A medicine: what it does.\""),
    ("summary: About", 'summary: "About',
     "2: S002: a quotation mark is opened and never closed in 'summary: \"About a medicine.' > "
     "close it at the end of the text, or leave out both marks"),
    ("{days: 9}", "{days: 9", "7: S002: { is not closed in 'stay: {days: 9' > write } where it ends"),
    ("{days: 9}", "{days: 9 weeks: 2}",
     "7: S002: a comma is missing in 'stay: {days: 9 weeks: 2}' > write a comma between the parts that stand between the brackets"),
    ("summary: About", "summary: @About",
     "2: S002: no value can begin as in 'summary: @About a medicine.' > put the value between quotation marks: name: \"value\""),
    ("summary: About", "summary: *About", "2: S002: a value begins with *, & or ! > "
     'put the whole value between quotation marks: name: "* value"'),
    ("summary: About a", 'summary: "About" a',
     '2: S002: more text stands after the closing mark of "About" > put the marks around the whole text, or leave out both'),
    ("summary: About", "summary: # About", "2: S004: this field is empty > write its value, or delete the field"),
    ("summary: About a", "summary: About #1 a", "2: S004: '#1 a medicine.' would be left out, as a note begins with # > "
     'put the whole text between quotation marks: summary: "..."'),
    ("{days: 9}", "{days:9}", "7: S004: no space stands after the colon of stay > write stay: {days: 9}"),
    ("{days: 9}", "9 days", "7: S004: stay has no braces > write stay: {days: 9}"),
    ("{days: 9}", "{day: 9}", "7: S004: 'day' is no kind of fact > did you mean days?"),
    ("{days: 9}", "{days: 9, weeks: 2}",
     "7: S004: stay has 2 kinds, days and weeks, and a fact has one > give each figure a fact of its own"),
    ("{days: 9}", "{days: nine}",
     "7: S004: 'nine' is not a number such as 96 or 0.5 > write it in figures, without its unit; the unit is the word before the colon"),
    ("review_due:", "review_date:", "5: S003: there is no field 'review_date' > did you mean review_due?"),
    ("2026-06-30", "30/06/2026", "5: S004: '30/06/2026' is not a date such as 2026-06-30 > "
     "write the year, the month and the day in figures, with hyphens"),
    ("2026-06-30", "2026-06-31", "5: S004: '2026-06-31' is not a day of the calendar > "
     "look whether the month has so many days, and whether day and month changed places"),
    ("  CD19: {}\n---\n", "  CD19: {}\n",
     "1: S002: the fields that begin with --- never end > write --- on a line of its own below the last field"),
    ("---\nsummary", "summary", "1: S002: the fields do not begin with --- > write --- on a line of its own above summary:"),
    ("---\nsummary", "\n---\nsummary", "1: S002: --- does not stand in the first line > delete the empty lines above it"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "mistyped", "said"), SLIPS, ids=[said for _, _, said in SLIPS])
def test_a_slip_is_named_at_its_line_and_with_what_to_write(
    right: str, mistyped: str, said: str
) -> None:
    assert told(FRONT) == []
    assert said in told(FRONT.replace(right, mistyped, 1))


def test_a_slip_that_hides_all_fields_is_the_only_thing_that_is_said() -> None:
    """What follows from it would send people to lines where nothing is wrong."""
    for right, mistyped, said in SLIPS:
        if "S002" in said:
            assert told(FRONT.replace(right, mistyped, 1)) == [said]


def test_an_open_box_makes_no_fact_unused() -> None:
    _, found = leaflet("# T\n\n::: warning\n\n{stay} days\n")
    assert [one.code for one in found] == ["S109"]


@pytest.mark.parametrize("body", ["##Summary", "A text.\n#Summary"])
def test_a_heading_without_its_space_is_noticed(body: str) -> None:
    _, found = leaflet(f"# T\n\n{body}\n\n{{stay}}\n")
    assert [one.code for one in found] == ["S102"] and "is no heading" in found[0].message


@given(st.text(alphabet="ab: \n\t'\"{}[],#-|>&*!%@\\", max_size=60))
@example("a: [\n")
@example("\t\n:")
@example("a: 'b\n")
def test_whatever_stands_there_is_read_or_said_plainly(text: str) -> None:
    form = Form(NAME)
    form.read(text)
    for one in form.found:
        assert one.hint and not BANNED.search(one.message.replace(text, "")), one
        assert 0 < one.at.line <= text.count("\n") + 2
