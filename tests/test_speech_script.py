"""What is said: words only, every figure once and in order, structure for the ear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline import document as doc
from pipeline import parse
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Document, Line, Medium, Text, for_medium
from pipeline.facts import Fact, Kind
from pipeline.publisher import Publisher
from pipeline.speech.lexicon import Lexicon
from pipeline.speech.script import Script, known_language, script
from tests.specimens import TAGS, specimen


def readable(spoken: Script) -> str:
    """The script as a person reviews it: who says what, the silence after it, and what stands on the page."""
    rows = [f"{spoken.title} ({spoken.tag})"]
    for chapter in spoken.chapters:
        rows.append(f"\n== {chapter.title}")
        rows += [f"{u.tag:8}{u.pause:<5}{u.text}" for u in chapter.utterances]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("tag", TAGS)
def test_the_script_of_the_specimen(tag: str, golden: Callable[[str, str], None]) -> None:
    golden(readable(script(specimen(tag), {})), f"speech/specimen-{tag}.txt")


def leaflet(*inlines: doc.Inline, terms: tuple[doc.DeclaredTerm, ...] = ()) -> Document:
    line = Line(inlines, Location("source/x.md", 12))
    title = Line((Text("Title"),), Location("source/x.md", 1))
    facts = (("phone", Fact(Kind.PHONE, "0800 12")),)
    return Document("x", "en", title, (doc.Paragraph(line),), facts=facts, terms=terms,
                    status=doc.Status(doc.State.APPROVED))  # fmt: skip


def said(*inlines: doc.Inline, **lexicon: str) -> list[str]:
    spoken = script(leaflet(*inlines), {"en": Lexicon(lexicon)} if lexicon else {})
    return [utterance.text for utterance in spoken.utterances][2:-1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Take 5 now.", "N402"), ("Take ۵ now.", "N402"), ("About ½ of it.", "N402"), ("It is 5%.", "N402"),
        ("Half % of it.", "N402"), ("A & B.", "N402"), ("It costs £ a lot.", "N402"),
        ("See www.example.org now.", "N403"), ("Write to ann@example.", "N402"), ("See example.org now.", "N403"),
    ],
)  # fmt: skip
def test_a_figure_sign_or_address_never_reaches_the_voice(text: str, code: str) -> None:
    with pytest.raises(LeafletError) as refused:
        script(leaflet(Text(text)), {})
    assert next((d.code, str(d.at)) for d in refused.value.diagnostics) == (code, "source/x.md:12")
    assert refused.value.diagnostics[0].hint


def test_brackets_and_dashes_are_pauses_and_quotation_marks_nothing() -> None:
    assert said(Text("A “smart” pump (a computer) – and/or more.")) == [
        "A smart pump, a computer, and, or more."
    ]


def test_each_sentence_is_an_utterance() -> None:
    assert said(Text("First. Second? Third!")) == ["First.", "Second?", "Third!"]


def test_a_phone_number_is_said_digit_by_digit_in_the_charitys_groups() -> None:
    assert said(Text("Call "), doc.FactRef("phone", "0800 12"), Text(".")) == [
        "Call zero eight zero zero, one two."
    ]


def test_words_of_another_language_have_its_voice() -> None:
    spoken = script(leaflet(Text("In Polish: "), doc.Foreign((Text("na zdrowie"),), "pl"), Text("!")), {})  # fmt: skip
    assert [(u.tag, u.text) for u in spoken.utterances][2:-1] == [("en", "In Polish:"), ("pl", "na zdrowie")]  # fmt: skip


@pytest.mark.parametrize(
    ("term", "spoken", "expected"),
    [("CD19", "C D nineteen", "C D nineteen"), ("CD19", "", "C D nineteen"), ("UK", "", "U K")],
)
def test_a_term_is_said_as_its_author_says_or_by_letters_and_numbers(
    term: str, spoken: str, expected: str
) -> None:
    document = leaflet(doc.Term(term), terms=(doc.DeclaredTerm(term, spoken=spoken),))
    assert script(document, {}).utterances[2].text == expected


def test_a_lexicon_says_a_word_the_charitys_way() -> None:
    assert said(Text("Blina works."), Blina="Blee na") == ["Blee na works."]
    assert said(Text("Blinatumomab works."), Blina="Blee na") == ["Blinatumomab works."]


def test_a_language_without_number_words_is_refused_with_what_to_do() -> None:
    with pytest.raises(LeafletError) as refused:
        script(replace(specimen("en"), tag="cy"), {})
    assert refused.value.diagnostics[0].code == "N401" and not known_language("cy")


def test_what_is_only_for_print_is_not_said() -> None:
    source = """---
summary: About it.
reviewed: 2023-06-30
review_due: 2026-06-30
---
# Title

::: only print web
See the page.
:::

::: only audio
Listen.
:::
"""
    document, wrong = parse.parse(source, "source/x.md", Publisher(), {}, lambda _: None)
    assert not wrong
    texts = [u.text for u in script(for_medium(document, Medium.AUDIO), {}).utterances]
    assert "Listen." in texts and "See the page." not in texts
