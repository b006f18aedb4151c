"""What is said: words only, every figure once and in order, structure for the ear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline import document as doc
from pipeline import parse
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Document, Line, Medium, Text, for_medium
from pipeline.facts import Fact, Kind
from pipeline.publisher import Publisher
from pipeline.speech.lexicon import Lexicon
from pipeline.speech.numerals import numerals, unit_word
from pipeline.speech.script import Script, _Speaker, script
from tests.specimens import TAGS, specimen


def readable(spoken: Script) -> str:
    """The script as a person reviews it: who says what, the silence after it; + for what the pipeline adds."""
    rows = [f"{spoken.title} ({spoken.tag})"]
    for chapter in spoken.chapters:
        rows.append(f"\n== {chapter.title}")
        rows += [
            f"{u.tag:8}{u.pause:<5}{'+' if u.added else ' '}{'slow ' if u.slow else ''}{u.text}"
            for u in chapter.utterances
        ]
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


def document_said(document: Document, **lexicon: str) -> list[str]:
    """What the leaflet itself says: no word of the pipeline's, no title."""
    spoken = script(document, {"en": Lexicon(lexicon)} if lexicon else {})
    return [utterance.text for utterance in spoken.utterances if not utterance.added][1:]


def said(*inlines: doc.Inline, **lexicon: str) -> list[str]:
    return document_said(leaflet(*inlines), **lexicon)


def refused(text: str, tag: str = "en") -> list[tuple[str, str]]:
    with pytest.raises(LeafletError) as problem:
        script(replace(leaflet(Text(text)), tag=tag), {})
    assert all(d.hint for d in problem.value.diagnostics)
    return [(d.code, str(d.at)) for d in problem.value.diagnostics]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Take 5 now.", "N402"), ("Take ۵ now.", "N402"), ("About ½ of it.", "N402"), ("It is 5%.", "N402"),
        ("Half % of it.", "N402"), ("A & B.", "N402"), ("It costs £ a lot.", "N402"),
        ("See www.example.org now.", "N403"), ("Write to ann@example.", "N403"), ("See example.org now.", "N403"),
    ],
)  # fmt: skip
def test_a_figure_sign_or_address_never_reaches_the_voice(text: str, code: str) -> None:
    assert (code, "source/x.md:12") in refused(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("...", "N404"), ("?!", "N404"), ("()", "N404"),
        ("a" * 500, "N410"), ("Hello 😀 there.", "N402"), ("Bell\x07 rings.", "N402"), ("A\u0000b", "N402"),
        ("Zero\u200bwidth.", "N402"), ("<break time='9s'/> now", "N402"), ("<speak>Now</speak>", "N402"),
        ("اردو کا متن", "N412"), ("The β cells.", "N412"), ("请拨打。", "N412"),
        ("Ask the NHS.", "N409"), ("An mRNA test.", "N409"), ("WARNING", "N409"),
    ],
)  # fmt: skip
def test_bad_text_is_an_error_at_its_line_with_what_to_do(text: str, code: str) -> None:
    assert refused(text) == [(code, "source/x.md:12")]


@pytest.mark.parametrize(
    ("tag", "text"), [("ur", "请拨打"), ("pl", "Привіт"), ("zh_Hans", "اردو"), ("bn", "हिन्दी")]
)  # fmt: skip
def test_letters_that_a_voice_does_not_know_are_refused_in_every_language(tag: str, text: str) -> None:  # fmt: skip
    assert ("N412", "source/x.md:12") in refused(text, tag)


def test_everything_that_cannot_be_said_is_reported_at_once() -> None:
    blocks = tuple(doc.Paragraph(Line((Text(text),), Location("source/x.md", line)))
                   for line, text in enumerate(("Fine.", "Take 5.", "Ask the NHS."), 20))  # fmt: skip
    with pytest.raises(LeafletError) as problem:
        script(replace(leaflet(), blocks=blocks), {})
    assert [(d.code, d.at.line) for d in problem.value.diagnostics] == [("N402", 21), ("N409", 22)]


def test_a_long_paragraph_is_said_whole_in_pieces_that_an_engine_can_bear() -> None:
    paragraph = " ".join(f"The nurse will look at {word}, and then at the next one." for word in WORDS * 100)  # fmt: skip
    assert len(paragraph) > 30_000
    pieces = said(Text(paragraph))
    assert " ".join(pieces) == paragraph and max(map(len, pieces)) <= 400


def test_a_sentence_without_end_is_parted_at_its_pauses() -> None:
    sentence = ", ".join(["one more sign of it"] * 60) + "."
    pieces = said(Text(sentence))
    assert " ".join(pieces) == sentence and max(map(len, pieces)) <= 400
    assert all(piece.endswith((",", ".")) for piece in pieces)
    bare = " ".join(["sign"] * 200)
    assert " ".join(said(Text(bare))) == bare and max(map(len, said(Text(bare)))) <= 400


WORDS = ("blood", "skin", "breath", "heart", "sleep", "weight")


def test_apostrophes_stay_in_words() -> None:
    assert said(Text("‘Don’t stop’ isn't the nurses' word.")) == ["Don't stop isn't the nurses word."]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [("5", " mg a day.", "Take five milligrams a day."), ("1", " ml.", "Take one millilitre."), ("0.5", " g.", "Take zero point five grams.")],
)  # fmt: skip
def test_the_symbol_of_a_doses_unit_is_said_as_a_word(value: str, text: str, expected: str) -> None:
    fact = Fact(Kind.DOSE, Decimal(value), "mg")
    document = leaflet(Text("Take "), doc.FactRef("dose", value), Text(text))
    assert document_said(replace(document, facts=(("dose", fact),))) == [expected]


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [("38", "°C or more.", "Call at thirty-eight degrees Celsius or more."), ("37.5", " °C.", "Call at thirty-seven point five degrees Celsius."),
     ("37.5", "\u00a0℃, or warmer.", "Call at thirty-seven point five degrees Celsius, or warmer."),
     ("38", " degrees Celsius.", "Call at thirty-eight degrees Celsius.")],
)  # fmt: skip
def test_the_sign_of_a_temperature_is_said_in_words(value: str, text: str, expected: str) -> None:
    fact = Fact(Kind.TEMPERATURE, Decimal(value), "celsius")
    document = leaflet(Text("Call at "), doc.FactRef("fever", value), Text(text))
    assert document_said(replace(document, facts=(("fever", fact),))) == [expected]


@pytest.mark.parametrize("text", [" głowy", " g\u0306auri", " găuri", " mmé", " mgr", " kg2"])
def test_the_first_letters_of_a_word_are_no_unit(text: str) -> None:
    document = leaflet(Text("Take "), doc.FactRef("size", "2"), Text(text))
    speaker = _Speaker(
        replace(document, facts=(("size", Fact(Kind.COUNT, Decimal(2), "count")),)), {}, 1
    )
    assert speaker.unit(doc.FactRef("size", "2"), Text(text), "pl") == ""


@pytest.mark.parametrize("text", [" mg", "mg每天", " °C-এ", "°Cএর", " g.", "\u00a0kg)"])
def test_a_unit_may_stand_before_another_script(text: str) -> None:
    document = leaflet(Text("Take "), doc.FactRef("size", "2"), Text(text))
    speaker = _Speaker(
        replace(document, facts=(("size", Fact(Kind.COUNT, Decimal(2), "count")),)), {}, 1
    )
    assert speaker.unit(doc.FactRef("size", "2"), Text(text), "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" cm long.", "Take two centimetres long."), ("mm.", "Take two millimetres."), (" kcal a day.", "Take two kilocalories a day."),
     (" cmx.", "Take two cmx."), (" mgs.", "Take two mgs.")],
)  # fmt: skip
def test_the_symbol_of_a_unit_is_said_as_a_word_after_any_number(text: str, expected: str) -> None:
    document = leaflet(Text("Take "), doc.FactRef("size", "2"), Text(text))
    fact = Fact(Kind.COUNT, Decimal(2), "count")
    assert document_said(replace(document, facts=(("size", fact),))) == [expected]


def test_a_sign_of_degrees_without_its_scale_is_refused_with_what_to_write() -> None:
    document = leaflet(Text("Call at "), doc.FactRef("fever", "38"), Text("°."))
    fact = Fact(Kind.TEMPERATURE, Decimal(38), "celsius")
    with pytest.raises(LeafletError) as refused:
        document_said(replace(document, facts=(("fever", fact),)))
    [wrong] = refused.value.diagnostics
    assert wrong.code == "N402" and "{fever}°C" in wrong.hint


@pytest.mark.parametrize("tag", [*TAGS, "cy", "ro", "pa", "ar"])
def test_every_language_that_is_spoken_has_words_for_degrees(tag: str) -> None:
    assert numerals(tag)
    for value in ("1", "2", "4", "37.5", "38"):
        said = unit_word(Decimal(value), "°C", tag)
        assert len(said) >= 3 and "°" not in said, "no sign, and no letter in its place"


# Structure for the ear.


def sections(*headings: str) -> tuple[doc.Section, ...]:
    return tuple(doc.Section(Line((Text(heading),), Location("source/x.md", 30 + n)), ()) for n, heading in enumerate(headings))  # fmt: skip


def test_the_opening_says_what_the_leaflet_is_and_how_long_it_lasts() -> None:
    document = replace(leaflet(Text("Text.")), sections=sections("One", "Two"), publisher="A Charity",
                       status=doc.Status(doc.State.DRAFT))  # fmt: skip
    opening, first, second = script(document, {}, minutes=7).chapters
    assert [(u.text, u.added) for u in opening.utterances] == [
        ("Title", False),
        ("From A Charity.", True),
        ("This leaflet is read by a computer voice.", True),
        ("Draft: this leaflet has not been approved yet.", False),
        ("Do not rely on it.", False),
        ("Ask your health team if you are not sure about anything.", False),
        ("It lasts about seven minutes.", True),
        ("This leaflet has two sections.", True),
        ("One", True), ("Two", True),
        ("Text.", False),
    ]  # fmt: skip
    assert [u.text for u in first.utterances] == ["Section one.", "One"]
    assert [u.text for u in second.utterances] == ["Section two.", "Two", "This is the end of the leaflet."]  # fmt: skip
    assert opening.title == "Title" and (first.title, second.title) == ("One", "Two")


def test_a_heading_is_announced_and_followed_by_a_pause() -> None:
    inner = replace(sections("Outer")[0], sections=sections("Inner"))
    utterances = (
        script(replace(leaflet(Text("Text.")), sections=(inner,)), {}).chapters[1].utterances
    )
    assert [(u.text, u.pause) for u in utterances][:4] == [
        ("Section one.", 0.35), ("Outer", 1.0), ("Heading:", 0.35), ("Inner", 1.0)]  # fmt: skip


def test_sentences_with_telephone_numbers_are_said_once_more_slowly_at_the_end() -> None:
    line = (Text("We help. Call "), doc.FactRef("phone", "0800 12"), Text(" today. It is free."))
    document = replace(leaflet(*line), sections=sections("One"))
    ends = script(document, {}).utterances[-3:]
    assert [(u.text, u.slow, u.added) for u in ends] == [
        ("Here are the telephone numbers again, slowly.", False, True),
        ("Call zero eight zero zero, one two today.", True, True),
        ("This is the end of the leaflet.", False, True),
    ]
    assert not [u for u in script(leaflet(Text("No number.")), {}).utterances if u.slow]


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
    own = [(u.tag, u.text) for u in spoken.utterances if not u.added]
    assert own[1:] == [("en", "In Polish:"), ("pl", "na zdrowie")]


@pytest.mark.parametrize(
    ("term", "spoken", "expected"),
    [("CD19", "C D nineteen", "C D nineteen"), ("CD19", "", "C D nineteen"), ("UK", "", "U K")],
)
def test_a_term_is_said_as_its_author_says_or_by_letters_and_numbers(
    term: str, spoken: str, expected: str
) -> None:
    document = leaflet(doc.Term(term), terms=(doc.DeclaredTerm(term, spoken=spoken),))
    assert document_said(document) == [expected]


def test_a_lexicon_says_a_word_the_charitys_way() -> None:
    assert said(Text("Blina works."), Blina="Blee na") == ["Blee na works."]
    assert said(Text("Blinatumomab works."), Blina="Blee na") == ["Blinatumomab works."]


def test_a_language_without_number_words_is_refused_with_what_to_do() -> None:
    with pytest.raises(LeafletError) as problem:
        script(replace(specimen("en"), tag="so"), {})
    assert problem.value.diagnostics[0].code == "N401"


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
