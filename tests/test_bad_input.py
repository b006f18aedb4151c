"""What no leaflet should hold, from its source to the proof on the finished page: a clear finding or a good page, never a
crash, an endless loop, or text off the page."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline import document as doc
from pipeline.checks.docx import Written
from pipeline.checks.docx import prove as docx_prove
from pipeline.checks.output import Printed, prove
from pipeline.diagnostic import Diagnostic, LeafletError, errors
from pipeline.document import Document, Line, Medium, Text, for_medium, map_lines
from pipeline.facts import BIDI_CONTROLS, plain_text
from pipeline.inline import MarkupError
from pipeline.inline import parse as parse_message
from pipeline.languages import language
from pipeline.parse import parse
from pipeline.publisher import PrintProfile
from pipeline.render import docx, pdf
from pipeline.speech.script import script
from pipeline.translate import translate
from pipeline.wishes import read
from tests.readers.docx import paragraphs
from tests.specimens import Own

SIZES = (14.0, 18.0, 28.0)
FRONT = """---
summary: About a medicine.
reviewed: 2023-06-30
review_due: 2030-06-30
facts:
  stay: {days: 9}
links:
  page: {address: https://www.example.org/a/rather/long/path/to/a/page}
terms:
  CD19: {}
---
"""
PUBLISHER, _ = read("name: A Charity\nfacts:\n  helpline: {phone: 08088 010 444}\n", "source/publisher.yaml")  # fmt: skip
# A word of each script stands for every word, so that a text keeps its length.
WORDS = {"en": "medicine", "ur": "دوا", "ar": "العلاج", "zh_Hans": "药物", "bn": "ওষুধ", "th": "ยา"}


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (30, 60, 120)).save(out, "PNG")
    return out.getvalue()


PICTURES = {"wide.png": picture(4000, 20), "high.png": picture(20, 4000), "one.png": picture(1, 1), "broken.png": picture(50, 50)[:60]}  # fmt: skip


def leaflet(body: str, tag: str = "en") -> tuple[Document, list[Diagnostic]]:
    document, found = parse(FRONT + body, "source/x.md", PUBLISHER, {}, PICTURES.get)
    return (document if errors(found) else in_language(document, tag)), errors(found)


def in_language(document: Document, tag: str) -> Document:
    """With a word of the language for each "word" and in its figures and furniture."""
    own = map_lines(document, lambda line: replace(line, inlines=tuple(
        Text(one.text.replace("word", WORDS[tag])) if isinstance(one, Text) else one for one in line.inlines)))  # fmt: skip
    written, _ = translate(own, {"x": Own()}, {}, language(tag))  # type: ignore[dict-item]
    return for_medium(written, Medium.PRINT)


def told(document: Document, size: float) -> list[str]:
    """What a build says of a leaflet in an edition: that it cannot be made, or what the proof finds in what was made."""
    profile = PrintProfile(size)
    try:
        data = pdf.render(document, pdf.Options(profile))
    except LeafletError as problem:
        return [str(one) for one in problem.diagnostics]
    return [str(one) for one in prove(Printed(document, profile, data, "output/x.pdf"))]


GOOD = {
    "a word longer than the line": "# word\n\n" + "word" * 60 + "\n",
    "a heading longer than a page": "# word\n\n## " + "word " * 500 + "\n\nword\n",
    "empty sections": "# word\n\n## word\n\n## word\n\n### word\n\n## word\n",
    "a title and nothing else": "# word\n",
    "a paragraph of many words": "# word\n\n" + "word " * 2000 + "\n",
    "a table wider than the page": "# word\n\n| "
    + "word word | " * 6
    + "\n|"
    + "---|" * 6
    + "\n| "
    + "word | " * 6
    + "\n",
    "a table of one long word": "# word\n\n| word | word |\n|---|---|\n| "
    + "word" * 40
    + " | word |\n",
    "a wide picture": "# word\n\n![word](wide.png)\n\nword\n",
    "a high picture": "# word\n\n![word](high.png)\n\nword\n",
    "a picture of one point": "# word\n\n![word](one.png)\n\nword\n",
    "warnings one after another": "# word\n\n" + "::: warning\nword word\n:::\n\n" * 12,
    "a warning longer than a page": "# word\n\n::: warning\n" + "word word word\n\n" * 60 + ":::\n",
    "figures in a row": "# word\n\n" + "word {helpline} " * 40 + "\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("size", [18.0, *(pytest.param(size, marks=pytest.mark.slow) for size in (14.0, 28.0))])  # fmt: skip
@pytest.mark.parametrize("tag", ["ur", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_a_page_holds_what_is_too_long_too_wide_or_empty(body: str, tag: str, size: float) -> None:
    document, found = leaflet(body, tag)
    assert not found
    assert not told(document, size)


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_paragraph_of_twenty_thousand_words_is_refused_and_would_be_set(tag: str) -> None:
    """The source may not have it; a renderer that is given one all the same neither crashes nor loops."""
    _, found = leaflet("# word\n\n" + "word " * 20_000 + "\n")
    assert [one.code for one in found] == ["S104"]
    document, _ = leaflet("# word\n\nword\n", tag)
    long = doc.Paragraph(Line((Text(f"{WORDS[tag]} " * 20_000),)))
    assert not told(replace(document, blocks=(long,)), 18.0)


REFUSED = {
    "S111 there is no picture": "# word\n\n![word](none.png)\n",
    "S111 is no picture that can be read": "# word\n\n![word](broken.png)\n",
    "S113 this list stands inside": "# word\n\n"
    + "\n".join("  " * depth + "- word" for depth in range(8))
    + "\n",
    "S119 U+202E": "# word\n\nword \u202e word\n",
    "S104 marks that turn": "# word\n\nword \u2066 word\n",
    "S117 this heading has no text": "# word\n\n##\n\nword\n",
}


@pytest.mark.parametrize(("wanted", "body"), REFUSED.items(), ids=REFUSED)
def test_what_no_page_can_hold_is_named_at_its_line(wanted: str, body: str) -> None:
    code, _, message = wanted.partition(" ")
    _, found = leaflet(body)
    assert [one for one in found if one.code == code and message in one.message and one.at.line > 1]


@pytest.mark.parametrize(("tag", "opened"), [("en", "\u2067"), ("ur", "\u2066"), ("ar", "\u2066")])
def test_an_isolate_that_is_closed_turns_what_is_in_it_and_is_said_as_plain_text(
    tag: str, opened: str
) -> None:
    document, found = leaflet(f"# word\n\nword {opened}(word), **word**!\u2069 word.\n", tag)
    assert not found and not told(document, 18.0)
    without = doc.map_lines(document, lambda line: replace(line, inlines=tuple(
        Text(plain_text(one.text)) if isinstance(one, Text) else one for one in line.inlines)))  # fmt: skip
    data = pdf.render(without, pdf.Options(PrintProfile(18.0)))
    assert {one.code for one in prove(Printed(document, PrintProfile(18.0), data, "x.pdf"))} == {"A228"}  # fmt: skip
    made = docx.render(document, docx.Options(18))
    assert not list(docx_prove(Written(document, 18, made, "output/x.docx")))
    assert f"{opened}({WORDS[tag]}), word!\u2069" in "".join(p.text for p in paragraphs(made))
    spoken = script(document, {})
    said = [utterance.text for chapter in spoken.chapters for utterance in chapter.utterances]
    assert not {*BIDI_CONTROLS} & {*"".join(said)}
    assert f"{WORDS[tag]}, {WORDS[tag]}, word!" in said


@pytest.mark.parametrize(
    "text", ["\u2067word", "word\u2069", "\u2066**word\u2069**", "\u2069word\u2066"]
)
def test_an_isolate_that_is_left_open_is_refused_in_the_source_and_in_a_translation(
    text: str,
) -> None:
    _, found = leaflet(f"# word\n\n{text}\n")
    assert [(one.code, one.at.line) for one in found] == [("S104", 14)]
    with pytest.raises(MarkupError, match="do not go together"):
        parse_message(text)


@pytest.mark.parametrize("written", ["A\u202eB", '"A\\u202eB"', '"A\\0B"', "A\u2066B"])
def test_what_nobody_can_see_is_refused_in_fields_too(written: str) -> None:
    publisher, found = read(f"name: {written}\n", "source/publisher.yaml")
    assert [(one.code, str(one.at)) for one in found] == [("S119", "source/publisher.yaml:1")]
    assert not {"\u202e", "\0"} & {*publisher.name}


def test_a_character_that_no_font_has_is_named() -> None:
    document, _ = leaflet("# word\n\nword \U00012000 word\n")
    [said] = told(document, 18.0)
    assert "A101" in said and "U+12000" in said and said.startswith("source/x.md:")


@pytest.mark.parametrize("size", SIZES)
def test_a_row_of_a_table_that_fits_on_no_page_is_named(size: float) -> None:
    document, _ = leaflet(
        "# word\n\n| word | word |\n|---|---|\n| " + "word " * 3000 + " | word |\n"
    )
    assert all("A103" in said and "source/x.md:" in said for said in told(document, size))
    assert told(document, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_title_that_leaves_no_room_on_a_page_is_named(tag: str, size: float) -> None:
    document, _ = leaflet("# " + "word " * 400 + "\n\nword\n", tag)
    [said] = told(document, size)
    assert "error A103: the title is too long" in said and said.startswith("source/x.md:12")


# Documents of every block, at random.

_text = st.lists(st.sampled_from(["word", "word word", "**word**", "{helpline}", "{stay}", "[word][page]", "CD19", "word" * 30, "word, word."]),
                 min_size=1, max_size=25).map(" ".join)  # fmt: skip
_blocks: dict[str, Callable[[str, str], str]] = {
    "paragraph": lambda a, b: f"{a}\n",
    "list": lambda a, b: f"- {a}\n- {b}\n  - {a}\n    - {b}\n",
    "numbers": lambda a, b: f"1. {a}\n2. {b}\n",
    "table": lambda a, b: f"| word | word |\n|---|---|\n| {a} | {b} |\n| word | {a} |\n",
    "side effects": lambda a, b: "::: side-effects\n- word: 70.8%\n- word word: 0.05%\n:::\n",
    "warning": lambda a, b: f"::: warning\n{a}\n\n- {b}\n:::\n",
    "picture": lambda a, b: "![word](one.png)\n",
    "heading": lambda a, b: "## word word\n",
}
_bodies = st.lists(st.tuples(st.sampled_from(sorted(_blocks)), _text, _text), max_size=14).map(
    lambda parts: "# word word\n\n" + "\n\n".join(_blocks[kind](a, b) for kind, a, b in parts)
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_bodies, st.sampled_from(sorted(WORDS)), st.sampled_from(SIZES))
def test_any_leaflet_passes_the_proof_in_any_script_and_size(body: str, tag: str, size: float) -> None:  # fmt: skip
    document, found = leaflet(body, tag)
    assert not found
    assert not [said for said in told(document, size) if "A103" not in said]
