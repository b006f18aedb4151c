"""Shaping: once for each text, whatever the size and wherever its lines break."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.diagnostic import Location
from pipeline.document import Document
from pipeline.languages import language
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
from pipeline.render.pdf import shape
from pipeline.render.pdf.fonts import face
from pipeline.render.pdf.shape import CONTEXT, Shaped
from pipeline.render.pdf.text import Run, Typeset
from tests.scripts import WORDS, specimen

AT = Location("source/x.md", 1)


def stretches(tag: str) -> list[tuple[str, Shaped, bool, str]]:
    """Text, what it is shaped to, whether it runs from right to left, and its script."""
    spoken = language(tag)
    typeset = Typeset([Run(WORDS[tag][1], spoken)], spoken, 18, AT, 70)
    return [(typeset.text[s.start : s.end], s.shaped, s.rtl, s.item.script) for s in typeset._stretches]  # fmt: skip


def cut(whole: Shaped, start: int, end: int, rtl: bool) -> object:
    """Everything that a line takes from what is shaped, as of a stretch that begins at 0."""
    left = whole.pens[whole.glyphs(start, end, rtl)[0]]
    first, last = whole.letters(start, end)
    return (
        whole.advances[start:end],
        [place - start for place in whole.starts[first:last]],
        [place - left for place in whole.lefts[first:last]],
        whole.drawn[first:last],
        whole.rises[first:last],
        whole.moves[first + 1 : last],
    )


@pytest.mark.parametrize("tag", WORDS)
def test_a_part_between_two_breaks_is_what_it_would_be_shaped_to_apart(tag: str) -> None:
    spoken, parts = language(tag), 0
    primary = face(spoken.fonts[0], bold=False)
    for text, whole, rtl, script in stretches(tag):
        if script not in ("Zyyy", "Zinh") and all(map(primary.has, text)):
            places = sorted(whole.breaks)
            for start, end in pairwise(places):
                before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
                apart = shape.shaped(primary, script, spoken.bcp47, rtl, before, text[start:end], after)  # fmt: skip
                assert cut(whole, start, end, rtl) == cut(apart, 0, end - start, rtl)
                parts += 1
    assert parts >= 3


def test_a_line_that_breaks_a_word_is_shaped_again() -> None:
    """Half of a word that joins has other letters at the break: the law above holds because it is no break."""
    [(text, whole, _, _)] = stretches("ar")
    inside = [place for place in range(1, len(text)) if text[place - 1] != " " != text[place]]
    assert inside and not whole.breaks & set(inside)


def set_in(size: float, tag: str) -> int:
    """How many stretches had to be shaped to set and place every line at a size."""
    spoken, before = language(tag), shape.shaped.cache_info().misses
    typeset = Typeset([Run(WORDS[tag][1] * 20, spoken)], spoken, size, AT, 70)
    for line in typeset.lines(400):
        typeset.placed(*line, 0, 400)
    return shape.shaped.cache_info().misses - before


@pytest.mark.parametrize("tag", ["en", "ur", "ta", "am"])
def test_another_size_shapes_nothing_again_where_words_stand_apart(tag: str) -> None:
    shape.shaped.cache_clear()
    assert set_in(14, tag) > 0
    assert set_in(28, tag) == 0


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["en", "ur", "bn", "zh_Hans"])
def test_ten_times_the_paragraphs_take_at_most_ten_times_the_shaping(tag: str) -> None:
    def asked(paragraphs: int) -> int:
        shape.shaped.cache_clear()
        pdf.render(leaflet(tag, paragraphs), pdf.Options(PrintProfile(18)))
        found = shape.shaped.cache_info()
        return found.hits + found.misses

    assert asked(10) < asked(100) <= 10 * asked(10)


def leaflet(tag: str, paragraphs: int) -> Document:
    document = specimen(tag)
    return replace(document, blocks=document.blocks * paragraphs)


@pytest.mark.slow
def test_ten_times_the_paragraphs_take_at_most_ten_times_the_memory() -> None:
    def most(paragraphs: int) -> int:
        shape.shaped.cache_clear()
        document = leaflet("en", paragraphs)
        tracemalloc.start()
        pdf.render(document, pdf.Options(PrintProfile(18)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(1)  # what is opened once for all documents
    assert most(20) < most(200) <= 10 * most(20)
