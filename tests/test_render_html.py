"""The web page: the whole leaflet, escaped, complete in itself."""

from __future__ import annotations

import datetime
import html as standard
import json
import re
from collections.abc import Callable
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import document as doc
from pipeline import inline, words
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Document, Line, State, Status, Text, lines
from pipeline.facts import plain_text
from pipeline.languages import language
from pipeline.publisher import CONTRAST, contrast
from pipeline.render import html
from pipeline.render.aloud import Chapter, Heard, Sound
from pipeline.render.html.look import lighter
from pipeline.words import Word
from tests import scripts
from tests.specimens import TAGS, png, specimen

HOSTILE = "<script>alert(1)</script>\"'&<b onclick=x>{{ 7*7 }}{% x %}]]><!--"
SOUND = Sound(
    "specimen-en-audio.mp3",
    125.0,
    (Chapter("A medicine", 0.0), Chapter("How it works", 3.25)),
    (Heard("A medicine", Location("source/specimen.md", 7), 0.5, 1.5),),
)
FILES = (
    html.File("large-print", "specimen-en-large-print.pdf", 1_234_567),
    html.File("audio", "specimen-en-audio.mp3", 5_300_000, 125.0),
    html.File("extra-large-print", "specimen-en-extra-large-print.pdf", 900),
)
SISTERS = tuple(
    html.Sister(tag, f"../{tag}/specimen-{tag}-web.html") for tag in TAGS if tag != "en"
)
FULL = html.Options(SOUND, SISTERS, FILES)


def page(document: Document, options: html.Options = html.Options()) -> str:  # noqa: B008
    return html.render(document, options).decode()


def tree(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


def seen(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("tag", TAGS)
def test_a_page_shows_every_block_in_every_language(
    tag: str, golden: Callable[[str, str], None]
) -> None:
    text = page(specimen(tag), FULL if tag == "en" else html.Options())
    shown = re.sub("(?s)<style>.*?</style>|<script>.*?</script>", "", text)
    shown = re.sub("sha256-[^&]+", "sha256-...", re.sub('base64,[^"]+', "base64,...", shown))
    golden(shown, f"html/specimen-{tag}.html")


@pytest.mark.parametrize("tag", scripts.WORDS)
def test_a_page_says_its_language_and_direction_in_every_script(tag: str) -> None:
    root = tree(page(scripts.specimen(tag)))
    assert (root.get("lang"), root.get("dir")) == (language(tag).bcp47, language(tag).direction)


def test_a_page_made_twice_has_the_same_bytes() -> None:
    assert html.render(specimen("ur"), FULL) == html.render(specimen("ur"), FULL)


# Nothing that an author or translator writes becomes markup.


def hostile(document: Document) -> Document:
    """Every text, word, name and address of it written by somebody who means harm."""

    def spoilt(line: Line) -> Line:
        return replace(line, inlines=(Text(HOSTILE), *line.inlines))

    changed = doc.map_lines(document, spoilt)
    texts = tuple((word.value, HOSTILE) for word in Word)
    figure = doc.Figure("x.png", png(), 60, 40, Line((Text(HOSTILE),)))
    return replace(changed, words=texts, publisher=HOSTILE, brand=doc.Brand(logo=figure))


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_markup_in_a_text_stays_text(tag: str) -> None:
    files = (html.File(HOSTILE, "x.pdf", 1),)
    sound = replace(SOUND, chapters=(Chapter(HOSTILE, 0.0),))
    text = page(hostile(specimen(tag)), html.Options(sound, files=files))
    clean = tree(page(specimen(tag), html.Options(SOUND, files=FILES[:1])))
    spoilt = tree(text)
    assert [e.tag for e in spoilt.iter("script")] == [e.tag for e in clean.iter("script")]
    assert not spoilt.xpath("//b | //@onclick") and not spoilt.xpath("//comment()")
    assert {str(e.tag) for e in spoilt.iter()} - {str(e.tag) for e in clean.iter()} <= {"img"}
    title = "".join(spoilt.xpath("//h1")[0].itertext())
    assert title.startswith(HOSTILE) and "{{ 7*7 }}" in title and "49" not in title


def test_what_search_engines_are_told_cannot_end_its_element() -> None:
    text = page(hostile(specimen("en")))
    [told] = re.findall('(?s)<script type="application/ld.json">(.*?)</script>', text)
    assert "<" not in told and json.loads(told)["publisher"]["name"] == HOSTILE


def test_an_address_is_an_attribute_whatever_it_holds() -> None:
    address = 'https://www.example.org/"onmouseover="x'
    document = replace(specimen("en"), links=(doc.LinkTarget("page", address),))
    assert address in tree(page(document)).xpath("//main//a/@href")


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    document = Document("x", "en", Line((Text(text),)), status=Status(State.APPROVED))
    [shown] = re.findall("(?s)<h1>(.*?)</h1>", page(document))
    found = standard.unescape(re.sub("</?bdi[^>]*>", "", shown))
    assert plain_text(found) == plain_text(text)


def test_a_character_that_no_page_holds_is_refused_at_its_line() -> None:
    at = Location("source/x.md", 12)
    document = Document("x", "en", Line((Text("a\x0cb"),), at))
    with pytest.raises(LeafletError) as refused:
        html.render(document, html.Options())
    [wrong] = refused.value.diagnostics
    assert (wrong.code, wrong.at) == ("A106", at) and "U+000C" in wrong.message


# What stands in a page.


def test_telephone_numbers_call_in_their_own_order_in_urdu() -> None:
    [link] = tree(page(specimen("ur"))).xpath("//main//a[starts-with(@href, 'tel:')]")
    assert link.get("href") == "tel:08088010444"
    [isolate] = link
    assert (isolate.tag, isolate.get("dir"), seen(isolate)) == ("bdi", "ltr", "08088 010 444")


def test_no_bidi_control_is_left_on_a_page() -> None:
    assert not re.search("[\u2066-\u2069\u202a-\u202e]", page(specimen("ur"), FULL))


def test_a_notice_stands_right_after_the_title_until_the_leaflet_is_approved() -> None:
    draft = tree(page(specimen("en")))
    first, second, *_ = draft.xpath("//main/*")
    assert (first.tag, second.get("class")) == ("h1", "notice") and "Draft" in seen(second)
    approved = replace(specimen("en"), status=Status(State.APPROVED))
    assert not tree(page(approved)).xpath("//*[@class='notice']")


def test_files_say_what_they_are_how_large_and_how_long() -> None:
    items = [seen(one) for one in tree(page(specimen("en"), FULL)).xpath("//*[@class='files']//li")]
    assert items == [
        "large print PDF · 1.2 MB",
        "audio MP3 · 5.3 MB · 2 mins",
        "extra-large-print PDF · 1 kB",
    ]


def test_sister_pages_are_named_in_their_own_language() -> None:
    root = tree(page(specimen("en"), FULL))
    links = root.xpath("//nav[@class='languages']//a")
    assert [(one.get("hreflang"), one.text, one.get("href")) for one in links] == [
        (language(s.tag).bcp47, language(s.tag).autonym, s.address) for s in SISTERS
    ]
    assert root.xpath("//link[@rel='alternate']/@hreflang") == [one.get("lang") for one in links]


def test_the_sound_plays_and_its_parts_are_links_without_a_script() -> None:
    root = tree(page(specimen("en"), FULL))
    [audio] = root.xpath("//audio")
    assert audio.get("controls") is not None and audio.get("src") == SOUND.address
    assert root.xpath("//a[@class='chapter']/@href") == [f"{SOUND.address}#t=0.00", f"{SOUND.address}#t=3.25"]  # fmt: skip
    [sentence] = root.xpath("//*[@data-begin]")
    assert (seen(sentence), sentence.get("data-begin"), sentence.get("data-end")) == ("A medicine", "0.50", "1.50")  # fmt: skip


def test_where_there_is_no_sound_that_is_said() -> None:
    root = tree(page(specimen("en")))
    assert not root.xpath("//audio")
    assert words.text(specimen("en"), Word.NO_AUDIO) in seen(root.xpath("//main")[0])


def test_an_address_is_given_only_where_the_charity_gave_one() -> None:
    document = specimen("en")
    assert tree(page(document)).xpath("//link[@rel='canonical']/@href") == [document.offer.page]
    assert tree(page(document)).xpath("//meta[@property='og:url']/@content") == [
        document.offer.page
    ]
    unpublished = replace(document, offer=replace(document.offer, page="", audio=""))
    root = tree(page(unpublished))
    assert not root.xpath("//link[@rel='canonical'] | //meta[starts-with(@property, 'og:')]")
    assert "url" not in json.loads(root.xpath("//script[@type='application/ld+json']")[0].text)


def test_search_engines_are_told_when_it_was_reviewed() -> None:
    [told] = tree(page(specimen("en"))).xpath("//script[@type='application/ld+json']")
    found = json.loads(told.text)
    assert found["@type"] == "MedicalWebPage"
    assert datetime.date.fromisoformat(found["lastReviewed"]) == specimen("en").dates.reviewed


def test_every_line_of_the_leaflet_is_in_the_page_in_order() -> None:
    shown = seen(tree(page(specimen("en"))).xpath("//main")[0])
    place = 0
    for line in lines(specimen("en")):
        text = " ".join(plain_text(inline.plain(line.inlines)).split())
        if (
            line.inlines != specimen("en").sections[0].heading.inlines
        ):  # an alt text, seen by nobody
            place = shown.index(text, place)


@pytest.mark.parametrize("colour", [(0.06, 0.13, 0.35), (0.5, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.3, 0.2)])  # fmt: skip
def test_the_charitys_colour_is_light_enough_in_the_dark(colour: tuple[float, float, float]) -> None:  # fmt: skip
    assert contrast(lighter(colour), (0x22 / 255, 0x26 / 255, 0x2D / 255)) >= CONTRAST
