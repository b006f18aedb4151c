"""Leaflet source to Document: what is read, and what is said about what cannot be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline import inline
from pipeline.diagnostic import Diagnostic
from pipeline.document import (
    BulletList,
    Callout,
    Document,
    Figure,
    NumberedList,
    Only,
    Paragraph,
    SideEffects,
    Table,
    lines,
    walk_sections,
)
from pipeline.parse import parse
from pipeline.publisher import Publisher
from pipeline.wishes import read

FRONT = """---
summary: About a medicine.
reviewed: 2023-06-30
updated: 2026-02
review_due: 2026-06-30
facts:
  stay: {days: 9}
links:
  emc: {address: https://www.example.org/, confirm: true}
terms:
  CD19: {}
---
"""
BODY_STARTS = FRONT.count("\n") + 1
PUBLISHER, _ = read(
    "name: A Charity\nfacts:\n  helpline: {phone: 08088 010 444}\n", "source/publisher.yaml"
)


def png() -> bytes:
    return picture("RGB", "PNG")


def picture(mode: str, format: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, format)
    return out.getvalue()


def leaflet(
    body: str,
    front: str = FRONT,
    shared: dict[str, str] | None = None,
    publisher: Publisher = PUBLISHER,
) -> tuple[Document, list[Diagnostic]]:
    pictures = {
        "pump.png": png(),
        "broken.png": b"\x89PNG\r\n\x1a\nnothing",
        "cut.jpg": picture("RGB", "JPEG")[:-20],
        "press.jpg": picture("CMYK", "JPEG"),
    }
    return parse(front + body, "source/x.md", publisher, shared or {}, pictures.get)


def errors(body: str, **more: object) -> list[str]:
    """What is said of a body whose first line is line 1 here, without the warning about the unused fact."""
    _, found = leaflet(body, **more)  # type: ignore[arg-type]
    return [
        f"{d.at.line - BODY_STARTS + 1}: {d.code}: {d.message}" for d in found if d.code != "S301"
    ]


def test_a_whole_leaflet_is_read() -> None:
    document, found = leaflet(
        "# Title\n\nStay {stay} days, **please**.\nCall {helpline}. [Read][emc].\n\n"
        "## One\n\n- a\n  - b\n\n1. c\n2. d\n\n### Two\n\n::: side-effects\n- Fever: 70.8%\n- Rash: 5%\n:::\n"
        "\n## Three\n\n| a | b |\n|---|---|\n| c | d |\n\n::: warning\nStop.\n:::\n\n"
        "::: only print audio\nHere.\n:::\n\n![A pump.](pump.png)\n"
    )
    assert not found
    assert [(level, inline.plain(s.heading.inlines)) for level, s in walk_sections(document)] == [
        (2, "One"),
        (3, "Two"),
        (2, "Three"),
    ]
    one, three = document.sections
    assert [type(block) for block in one.blocks] == [BulletList, NumberedList]
    [effects] = one.sections[0].blocks
    assert isinstance(effects, SideEffects)
    assert [str(entry.percent) for entry in effects.entries] == ["70.8", "5"]
    assert [type(block) for block in three.blocks] == [Table, Callout, Only, Figure]
    assert dict(document.facts)["stay"].value == Decimal(9)
    assert document.publisher == "A Charity"


def test_rewrapping_a_paragraph_changes_no_message() -> None:
    once, _ = leaflet("# T\n\nOne two\nthree {stay}.\n")
    again, _ = leaflet("# T\n\nOne\ntwo three\n{stay}.\n")
    assert [inline.write(line.inlines) for line in lines(once)] == [
        inline.write(line.inlines) for line in lines(again)
    ]


def test_a_picture_has_its_description_and_its_caption_as_messages_of_their_own() -> None:
    document, found = leaflet('# T\n\n![A nurse](pump.png "The **pump** for {stay} days")\n')
    assert [d.code for d in found] == []
    [picture] = document.blocks
    assert isinstance(picture, Figure) and picture.caption
    assert inline.write(picture.alt.inlines) == "A nurse"
    assert inline.write(picture.caption.inlines) == "The **pump** for {stay} days"
    assert list(lines(document))[-2:] == [picture.alt, picture.caption]


def test_a_version_is_a_fact_and_nothing_but_letters_and_figures() -> None:
    document, found = leaflet(
        "# T\n\nThis is {version}.\n", FRONT.replace("facts:", "version: 3\nfacts:")
    )
    assert [d.code for d in found] == ["S301"]  # of the unused fact
    assert document.fact("version").value == "3"
    _, found = leaflet("# T\n", FRONT.replace("facts:", "version: 3.x\nfacts:"))
    assert ("S004", 6) in [(d.code, d.at.line) for d in found]


def test_lines_know_their_place_comment_and_catalog() -> None:
    document, _ = leaflet(
        "# T\n\n% A smart pump is a computer.\n% It is safe.\n## Heading\n\n::: include support\n",
        shared={"support": "## Help\n\nCall {helpline}.\n"},
    )
    _, heading, help_heading, call = [line for line in lines(document) if line.at.line != 2]
    assert heading.comment == "Heading. A smart pump is a computer. It is safe."
    assert str(heading.at) == f"source/x.md:{BODY_STARTS + 4}" and heading.domain == "x"
    assert str(help_heading.at) == "source/shared/support.md:1" and help_heading.domain == "shared"
    assert str(call.at) == "source/shared/support.md:3"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# T\n\n#### Deep\n", "3: S102: this heading begins with ####, and here ## is the next level"),
        ("# T\n\n# T\n", "3: S103: this is a second title"),
        ("Text\n", "1: S103: the leaflet does not begin with its title"),
        ("# T\n\nTake it for\n9 days.\n", "4: S108: the figure in '9' is typed"),
        ("# T\n\nTake ৯ now.\n", "3: S108: the figure in '৯' is typed"),
        ("# T\n\nTake ½ now.\n", "3: S108: the figure in '½' is typed"),
        ("# T 2\n", "1: S108: the figure in '2' is typed"),
        ("# T\n\nOne\n{stya}.\n", "4: S105: there is no fact {stya}"),
        ("# T\n\n[a][nowhere]\n", "3: S106: there is no link with the name nowhere"),
        ("# T\n\n[a](https://x.org)\n", "3: S106: an address stands in the text"),
        ("# T\n\nSee www.x.org\n", "3: S106: an address stands in the text"),
        ("# T\n\n[a]{lang=xx}\n", "3: S107: no language 'xx' is known"),
        ("# T\n\n*a*\n", "3: S104: *italics* are hard to read for people with low vision"),
        ("# T\n\n_a b_\n", "3: S104: _italics_ are hard to read for people with low vision"),
        ("# T\n\n`a`\n", "3: S104: words stand between ` and `, which marks computer code"),
        ("# T\n\na &amp; b\n", "3: S104: this is the HTML code of a character"),
        ("# T\n\n<b>a</b>\n", "3: S115: this is HTML, which only the web could show"),
        ("# T\n\n<div>\na\n</div>\n", "3: S101: leaflets cannot hold HTML, such as <b> or <br>"),
        ("# T\n\n    a\n", "3: S101: leaflets cannot hold text that begins with four spaces, which Markdown reads as code"),
        ("# T\n\n```\na\n```\n", "3: S101: leaflets cannot hold code between ``` marks"),
        ("# T\n\n> a\n", "3: S101: leaflets cannot hold text behind >, which Markdown reads as a quotation"),
        ("# T\n\na\n\n---\n", "5: S101: leaflets cannot hold a line of --- or ***"),
        ("# T\n\n[a]: https://x.org\n", "3: S106: an address stands in the text"),
        ("# T\n\n![](pump.png)\n", "3: S111: the picture pump.png has no description"),
        ("# T\n\n![a](none.png)\n", "3: S111: there is no picture none.png in source/"),
        ("# T\n\n![a](broken.png)\n", "3: S111: the picture broken.png is no picture that can be read"),
        ('# T\n\n![a](pump.png "*b*")\n', "3: S104: *italics* are hard to read for people with low vision"),
        ("# T\n\n![a](cut.jpg)\n", "3: S111: the picture cut.jpg is no picture that can be read"),
        ("# T\n\n![a](press.jpg)\n", "3: S111: the picture press.jpg has the colours of a printing press (CMYK)"),
        ("# T\n\na ![b](pump.png)\n", "3: S111: a picture stands inside a text"),
        ("# T\n\n::: warning\na\n", "3: S109: ::: warning is never closed"),
        ("# T\n\n::: danger\na\n:::\n", "3: S109: there is no ::: danger"),
        ("# T\n\n::: only radio\na\n:::\n", "3: S109: ::: only radio does not say in which editions its text stands"),
        ("# T\n\n:::\n", "3: S109: this ::: closes nothing"),
        ("# T\n\n::: side-effects\n- Fever\n:::\n", "4: S110: this side effect is not a name, a colon and a percentage"),
        ("# T\n\n::: side-effects\n- Fever: 120%\n:::\n",
         "4: S110: '120%' is not a percentage above 0 and up to 100"),
        ("# T\n\n::: side-effects\nFever: 12%\n:::\n", "4: S110: only a list can stand in ::: side-effects"),
        ("# T\n\n::: include nothing\n", "3: S112: there is no source/shared/nothing.md to include"),
        ("# T\n\n- a\n  - b\n    - c\n      - d\n        - e\n          - f\n", "8: S113: this list stands inside 5 others"),
        ("# T\n\n- - a\n", "3: S114: this list item does not begin with words"),
        ("# T\n\n{stay}% of people\n", "3: S116: % stands after {stay}"),
        ("# T\n\n##\n", "3: S117: this heading has no text"),
        ("# T\n\n## A {#a}\n\n## B {#a}\n", f"5: S118: {{#a}} is the name of the heading in line {BODY_STARTS + 2} too"),
        ("# T\n\na\u202eb\n", "3: S119: U+202E RIGHT-TO-LEFT OVERRIDE cannot be seen and must not be typed"),
        ("# T\n\na\x00b\n", "3: S119: U+0000 a control character cannot be seen and must not be typed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_line(body: str, expected: str) -> None:
    assert expected in errors(body)


def test_a_list_inside_a_hundred_others_loses_no_error() -> None:
    deep = "# T\n\n" + "".join(f"{'  ' * n}- a\n" for n in range(100))
    assert errors(deep) == ["8: S113: this list stands inside 5 others"]


def test_no_text_is_dropped_from_the_depth_of_containers() -> None:
    deep = "# T\n\n" + "::: note\n" * 100 + "a\n" + ":::\n" * 100
    assert errors(deep) == ["8: S113: ::: note stands inside 5 others"]


def test_fragments_that_double_at_every_step_are_stopped() -> None:
    shared = {f"f{n}": f"::: include f{n + 1}\n\n::: include f{n + 1}\n" for n in range(40)}
    _, found = leaflet("# T\n\n::: include f0\n", shared={**shared, "f40": "a\n"})
    assert {d.message for d in found if d.code != "S301"} == {
        "there are more than 100 lines with ::: include"
    }


def test_a_text_without_end_is_refused_before_anything_sets_it() -> None:
    assert errors("# T\n\n" + "a " * 6_000) == [
        "3: S104: this text has more than 10,000 characters"
    ]


def test_a_fragment_that_is_there_and_cannot_be_read_is_not_called_missing() -> None:
    class Unread(dict[str, str]):
        """As a folder whose file is saved in another way than as UTF-8."""

        def __iter__(self) -> Iterator[str]:
            return iter(["about"])

        def __bool__(self) -> bool:
            return True

    _, found = leaflet("# T\n\n::: include about\n", shared=Unread())
    [wrong] = [one for one in found if one.code == "S112"]
    assert wrong.message == "source/shared/about.md cannot be read" and "UTF-8" in wrong.hint


def test_a_fragment_that_includes_itself_is_an_error() -> None:
    _, found = leaflet("# T\n\n::: include a\n", shared={"a": "## A\n\n::: include a\n"})
    assert "source/shared/a.md:3: error S112: a includes itself" in {
        str(d).split("\n")[0] for d in found
    }


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("", "source/x.md:1: error S002: the leaflet has no fields at its top"),
        ("---\nsummary: [\n---\n", "source/x.md:2: error S002: [ is not closed"),
        ("---\nfoo: a\n---\n", "source/x.md:2: error S003: there is no field 'foo'"),
        ("---\nreviewed: 30 June 2023\n---\n", "source/x.md:2: error S004: '30 June 2023' is not a date"),
        ("---\nreviewed: 2023-02-30\n---\n", "source/x.md:2: error S004: '2023-02-30' is not a day"),
        ("---\nfacts:\n  a: {hours: many}\n---\n", "source/x.md:3: error S004: 'many' is not a number"),
        (f"---\nfacts:\n  a: {{hours: {'9' * 5000}}}\n---\n", "source/x.md:3: error S004: '9999"),
        (f"---\nsummary: {'[' * 20_000}\n---\n", "source/x.md:2: error S002: too many brackets stand inside each other"),
        ("---\nfacts:\n  a: {furlongs: 1}\n---\n", "source/x.md:3: error S004: 'furlongs' is no kind of fact"),
        ("---\nfacts:\n  helpline: {phone: 1}\n---\n", "source/x.md:3: error S005: the fact helpline is declared already"),
        ("---\nfacts:\n  a: {days: 1}\n  a: {days: 2}\n---\n", "source/x.md:4: error S005: 'a' is given twice"),
        ("---\nlinks:\n  a: {address: javascript:x}\n---\n", "source/x.md:3: error S004: 'javascript:x' is not a web"),
        ("---\nsummary: a\n---\n", "source/x.md:2: error S002: the fields at the top lack reviewed:"),
    ],
)  # fmt: skip
def test_broken_front_matter_is_said_at_its_line(front: str, expected: str) -> None:
    _, found = leaflet("# T\n", front=front)
    assert any(str(d).startswith(expected) for d in found), [str(d) for d in found]


def test_a_bomb_of_yaml_aliases_is_harmless() -> None:
    bomb = "---\na: &a [x, x, x, x, x, x, x, x]\n"
    bomb += "".join(
        f"{n}: &{n} [*{m}, *{m}, *{m}, *{m}, *{m}, *{m}]\n"
        for m, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    _, found = leaflet("# T\n", front=bomb + "---\n")
    assert "source/x.md:2: error S002: a value begins with *, & or !" in {
        str(d).split("\n")[0] for d in found
    }


def test_a_fact_that_no_sentence_uses_is_pointed_out() -> None:
    _, found = leaflet("# T\n")
    assert "source/x.md:7: warning S301: the fact stay is declared and never used" in {
        str(d).split("\n")[0] for d in found
    }


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    leaflet(text)
    leaflet("# T\n", front=text)


@given(st.lists(st.sampled_from(["# A\n", "### B\n", "- x\n", "  - y\n", "1. z\n", "::: warning\n", ":::\n", "% c\n", "\n",
                                 "::: include s\n", "| a | b |\n|---|---|\n", "**b** {stay}\n", "::: side-effects\n",
                                 "- F: 1%\n", "> q\n", "    c\n"]), max_size=25))  # fmt: skip
def test_no_arrangement_of_blocks_loses_text_without_a_word(parts: list[str]) -> None:
    document, found = leaflet("".join(parts), shared={"s": "more\n"})
    if not [d for d in found if d.code != "S301"]:
        kept = "".join(inline.plain(line.inlines) for line in lines(document))
        for letter in "xyz":
            assert kept.count(letter) == "".join(parts).count(letter)


def test_paragraphs_are_paragraphs() -> None:
    document, _ = leaflet("# T\n\na\n\nb\n")
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph]


def test_a_comment_between_items_leaves_the_list_whole_and_goes_to_the_next_item() -> None:
    document, found = leaflet("# T {stay}\n\n- a\n% for b\n- b\n\n- c\n")
    [block] = document.blocks
    assert not found and isinstance(block, BulletList)
    assert [item.line.comment for item in block.items] == [
        "List item.",
        "List item. for b",
        "List item.",
    ]


def test_front_matter_that_cannot_be_read_is_the_only_thing_said() -> None:
    text = "---\nsummary: [open\nfacts:\n  stay: {days: 9}\n---\n# T\n\nStay {stay} days, {helpline}.\n"
    _, found = parse(text, "source/x.md", Publisher(), {}, lambda _: None)
    assert {d.code for d in found} == {"S002"} and len(found) == 1


def test_a_fact_with_a_wrong_value_is_not_called_unknown_too() -> None:
    _, found = leaflet("# T\n\nStay {stay} days until {review_due}.\n", front=(
        "---\nsummary: S\nreviewed: 2023-06-30\nreview_due: June\nfacts:\n  stay: {days: nine}\n---\n"))  # fmt: skip
    assert sorted((d.code, d.at.line) for d in found) == [("S004", 4), ("S004", 6)]


@pytest.mark.parametrize("written", ["unknown", "Unknown", '"unknown"'])
def test_a_review_whose_day_is_not_known_is_told_at_its_line(written: str) -> None:
    front = f"---\nsummary: S\nreviewed: {written}\nreview_due: {written}\n---\n"
    document, found = leaflet("# T\n\nWords.\n", front)
    assert document.dates.reviewed is None and document.dates.review_due is None
    assert [str(one).partition(":")[2] for one in found] == [
        "3: warning S305: nobody has written when this leaflet was last reviewed: it is a draft until then\n"
        "    hint: write the day, such as reviewed: 2026-01-31",
        "4: warning S305: nobody has written when this leaflet is to be reviewed next: it is a draft until then\n"
        "    hint: write the day, such as review_due: 2029-01-31",
    ]
    _, found = leaflet("# T\n\nWords.\n", front.replace("reviewed:", "updated:", 1))
    assert [one.code for one in found] == ["S002", "S004", "S305"], "only the days of reviews"


def test_a_date_that_is_not_declared_is_unknown() -> None:
    front = "---\nsummary: S\nreviewed: 2023-06-30\nreview_due: 2026-06-30\n---\n"
    _, found = leaflet("# T\n\nUpdated {updated}.\n", front)
    assert [d.code for d in found] == ["S105"]
