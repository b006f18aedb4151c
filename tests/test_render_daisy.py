"""Talking books: the text with its names, the clips of each section, and the navigation."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from pipeline.diagnostic import LeafletError
from pipeline.document import Document, Line, Medium, Text, for_medium
from pipeline.render import daisy, zipped
from tests.books import book, options
from tests.specimens import TAGS, specimen


def files(document: Document) -> dict[str, str]:
    parts = zipped.unpack(book(document))
    return {name: data.decode() for name, data in parts.items() if not name.endswith(".mp3")}


def test_the_navigation_leads_and_each_section_is_a_sound_and_a_smil() -> None:
    names = list(zipped.unpack(book(specimen("en"))))
    assert names == [
        "ncc.html",
        "leaflet.html",
        "master.smil",
        "s001.mp3",
        "s001.smil",
        "s002.mp3",
        "s002.smil",
    ]


def test_the_navigation_is_the_headings_with_the_place_where_each_is_heard() -> None:
    assert re.findall(r"<h\d.*", files(specimen("en"))["ncc.html"]) == [
        '<h1 class="title" id="n1"><a href="s001.smil#p1">A medicine</a></h1>',
        '<h1 class="section" id="n2"><a href="s002.smil#p8">How it works</a></h1>',
        '<h2 class="section" id="n3"><a href="s002.smil#p33">Take it at home</a></h2>',
    ]


def test_sentences_are_named_in_the_order_in_which_they_are_heard() -> None:
    text = files(specimen("en"))["leaflet.html"]
    numbers = re.findall(r'id="t(\d+)"', text)
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert '<th><span class="sentence" id="t16">Fever</span></th>' in text
    assert (
        '<span class="sentence" id="t17">70.8%</span> <span class="sentence" id="t18">about 71 in 100 people</span>'
        in text
    )


@pytest.mark.parametrize("tag", TAGS)
def test_clips_fill_each_sound_from_its_beginning_to_its_end(tag: str) -> None:
    chosen, parts = options(specimen(tag)), files(specimen(tag))
    for number, track in enumerate(chosen.tracks, 1):
        smil = parts[f"s{number:03}.smil"]
        begins = re.findall(r'clip-begin="npt=([\d.]+)s"', smil)
        ends = re.findall(r'clip-end="npt=([\d.]+)s"', smil)
        assert (
            begins[0] == "0.000" and begins[1:] == ends[:-1] and ends[-1] == f"{track.seconds:.3f}"
        )


def test_what_the_voice_adds_is_heard_with_the_sentence_that_follows() -> None:
    """ "List of 7 items" stands in no text: its second belongs to the first item, with a tenth of a second of the pause."""
    smil = files(specimen("en"))["s002.smil"]
    clip = re.search(
        r'src="leaflet.html#t10".*?clip-begin="npt=([\d.]+)s" clip-end="npt=([\d.]+)s"', smil
    )
    assert clip and 2.3 < float(clip[2]) - float(clip[1]) < 2.8


def test_words_of_another_language_say_which() -> None:
    assert (
        '<span lang="ur" xml:lang="ur" dir="rtl">خیال رکھیں</span>'
        in files(specimen("en"))["leaflet.html"]
    )
    assert (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="ur" xml:lang="ur" dir="rtl">'
        in files(specimen("ur"))["ncc.html"]
    )


def test_the_book_names_the_voice_that_reads_it() -> None:
    shown = for_medium(specimen("en"), Medium.AUDIO)
    chosen = replace(options(specimen("en")), narrator="espeak-ng <x>")
    named = zipped.unpack(daisy.render(shown, chosen))["ncc.html"].decode()
    assert '<meta name="ncc:narrator" content="espeak-ng &lt;x&gt;"/>' in named
    assert "ncc:narrator" not in files(specimen("en"))["ncc.html"]


def test_markup_in_a_text_stays_text() -> None:
    """No voice would say it, but a page must hold it."""
    document = for_medium(specimen("en"), Medium.AUDIO)
    title = Line((Text('a <b> & "c"'),), document.title.at)
    parts = zipped.unpack(daisy.render(replace(document, title=title), options(specimen("en"))))
    assert not [name for name, data in parts.items() if b"<b>" in data]
    assert b"a &lt;b&gt; &amp; &quot;c&quot;</h1>" in parts["leaflet.html"]
    assert b"a &lt;b&gt; &amp; &quot;c&quot;</a>" in parts["ncc.html"]


def test_sound_is_not_compressed_again() -> None:
    with zipfile.ZipFile(io.BytesIO(book(specimen("en")))) as archive:
        stored = {
            one.filename for one in archive.infolist() if one.compress_type == zipfile.ZIP_STORED
        }
    assert stored == {"s001.mp3", "s002.mp3"}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert book(specimen("ur")) == book(specimen("ur"))


def test_a_section_that_is_not_heard_is_refused() -> None:
    document = for_medium(specimen("en"), Medium.AUDIO)
    chosen = options(specimen("en"))
    silent = replace(
        chosen, heard=tuple(one for one in chosen.heard if one.begin < chosen.tracks[1].begin)
    )
    with pytest.raises(LeafletError) as refused:
        daisy.render(document, silent)
    assert [one.code for one in refused.value.diagnostics] == ["A620"]
