"""Every language that the pipeline knows on a page: no glyph missing, whole text, figures in order."""

from __future__ import annotations

import pytest

from pipeline import document as doc
from pipeline.checks import printed as reader
from pipeline.checks.output import bare as plain
from pipeline.checks.output import occurrences
from pipeline.document import Document, lines
from pipeline.facts import BIDI_CONTROLS
from pipeline.inline import plain as text_of
from pipeline.languages import language, languages
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
from tests.scripts import WORDS, specimen

PROFILE = PrintProfile(18)


def printed(tag: str) -> bytes:
    return pdf.render(specimen(tag), pdf.Options(PROFILE))


def test_every_language_has_a_specimen() -> None:
    assert set(WORDS) == set(languages())


def whole(document: Document) -> list[str]:
    found = [text_of(line.inlines) for line in lines(document)]
    found += [t for b in document.blocks if isinstance(b, doc.SideEffects) for e in b.entries for t in (e.shown, e.plainly)]  # fmt: skip
    return found


@pytest.mark.parametrize("tag", WORDS)
def test_the_text_is_whole_and_exact(tag: str) -> None:
    tree = reader.read(printed(tag))
    text = plain(tree.text)
    for part in whole(specimen(tag)):
        assert plain(part) in text
    assert "\u200b" not in tree.text and "\ufffd" not in tree.text


@pytest.mark.slow
@pytest.mark.parametrize("tag", WORDS)
def test_figures_are_drawn_in_order(tag: str) -> None:
    places = list(reader.placed(printed(tag)))
    for figure in ("08088010444", "12.5%"):
        [found, *_] = occurrences(places, figure)
        assert [p.x for p in found] == sorted(p.x for p in found)
        assert len({p.y for p in found}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("tag", WORDS)
def test_a_page_is_read_from_its_side(tag: str) -> None:
    """The first line begins at the margin of the reader's side, and nothing stands outside the margins."""
    places = [p for p in reader.placed(printed(tag)) if p.text.strip() and p.text not in BIDI_CONTROLS]  # fmt: skip
    first = [p.x for p in places if p.y == places[0].y]
    if language(tag).rtl:
        assert max(first) > PROFILE.page_width / 2
    else:
        assert min(first) == pytest.approx(PROFILE.margin, abs=PROFILE.body * 0.3)
    assert all(PROFILE.margin - 2 <= p.x <= PROFILE.page_width - PROFILE.margin for p in places)


@pytest.mark.parametrize("tag", ["th", "km", "zh_Hans", "zh_Hant"])
def test_lines_break_where_the_script_allows_it(tag: str) -> None:
    """No line begins with a mark, a closing bracket or a stop (ICU's line breaking, Unicode UAX #14)."""
    places = [p for p in reader.placed(printed(tag)) if p.text.strip()]
    begins: dict[tuple[int, float], str] = {}
    for place in places:
        begins.setdefault((place.page, place.y), place.text)
    assert not [text for text in begins.values() if text[0] in "。，）！？、；：็่้๊๋์ំះ់៉។"]
