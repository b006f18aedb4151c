"""The little language of a message: parse and write are inverses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import inline
from pipeline.document import FactRef, Foreign, Inline, Link, Strong, Term, Text
from pipeline.inline import MarkupError

TERMS = ("CD19", "ALL", "B-ALL")

texts = st.text(st.sampled_from("ab *[]{}\\._-–خ治"), min_size=1, max_size=8).map(Text)
leaves: st.SearchStrategy[Inline] = texts | st.sampled_from([FactRef("stay"), FactRef("a_1")])


def joined(parts: list[Inline]) -> tuple[Inline, ...]:
    return inline._joined(parts)


strong = st.lists(leaves, min_size=1, max_size=3).map(lambda parts: Strong(joined(parts)))
bracketed = st.lists(leaves | strong, min_size=1, max_size=3).map(joined)
links = bracketed.map(lambda children: Link(children, "label-1"))
foreign = bracketed.map(lambda children: Foreign(children, "zh_Hans"))
messages = st.lists(leaves | strong | links | foreign, max_size=5).map(joined)


@given(messages)
def test_what_is_written_reads_back_as_the_same(inlines: tuple[Inline, ...]) -> None:
    assert inline.parse(inline.write(inlines)) == inlines


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_plainly(markup: str) -> None:
    try:
        inlines = inline.parse(markup, TERMS)
    except MarkupError as problem:
        assert str(problem)
    else:
        assert inline.parse(inline.write(inlines), TERMS) == inlines


def test_every_kind_of_inline_is_read() -> None:
    assert inline.parse("a **b {stay}** [c][d] [mot]{lang=fr} x", TERMS) == (
        Text("a "),
        Strong((Text("b "), FactRef("stay"))),
        Text(" "),
        Link((Text("c"),), "d"),
        Text(" "),
        Foreign((Text("mot"),), "fr"),
        Text(" x"),
    )


def test_terms_are_found_as_whole_words_only_the_longest_first() -> None:
    assert inline.parse("B-ALL, ALL, ALLOW, CD191 CD19.", TERMS) == (
        Term("B-ALL"),
        Text(", "),
        Term("ALL"),
        Text(", ALLOW, CD191 "),
        Term("CD19"),
        Text("."),
    )


def test_plain_shows_a_fact_or_its_marker() -> None:
    assert inline.plain((Text("up to "), FactRef("stay", "9"), FactRef("x"))) == "up to 9{x}"


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("*a*", "*italics* are hard to read"),
        ("**a", "** is opened and never closed"),
        ("****", "no words stand between ** and **"),
        ("[a]", "nothing after [a] says"),
        ("[a", "[ is opened and never closed"),
        ("[][b]", "no words stand between [ and ]"),
        ("[a [b][c]][d]", "a [ stands inside [ and ]"),
        ("a ]", "] stands alone"),
        ("{x!r}", "'{x!r}' is no fact's {name}"),
        ("{x.__class__}", "'{x.__class__}' is no fact's"),
        ("}", "'}' is no fact's {name}"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(markup: str, problem: str) -> None:
    with pytest.raises(MarkupError) as refused:
        inline.parse(markup)
    assert str(refused.value).startswith(problem)
