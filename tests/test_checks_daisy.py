"""The proof on finished talking books: clean ones pass, and each broken one is refused by the check that is for it."""

from __future__ import annotations

import re
from functools import cache

import pytest

from pipeline.checks.daisy import Talking, mp3_seconds, prove
from pipeline.document import Document, Medium, for_medium
from pipeline.render import zipped
from pipeline.speech import clip
from tests.books import book
from tests.specimens import TAGS, specimen

TEXT, NCC, FIRST, SECOND, MASTER = (
    "leaflet.html",
    "ncc.html",
    "s001.smil",
    "s002.smil",
    "master.smil",
)


def codes(document: Document, data: bytes) -> set[str]:
    found = list(prove(Talking(for_medium(document, Medium.AUDIO), data, "output/x.zip")))
    assert all(one.at.path == "output/x.zip" and one.hint for one in found)
    return {one.code for one in found}


@pytest.mark.parametrize("tag", TAGS)
def test_a_clean_book_passes(tag: str) -> None:
    assert codes(specimen(tag), book(specimen(tag))) == set()


@cache
def clean() -> dict[str, bytes]:
    return zipped.unpack(book(specimen("en")))


# Broken books: the code, what is wrong, the file, a pattern of what is changed, and into what.

BROKEN: list[tuple[str, str, str, str, str]] = [
    ("A600", "the navigation is no XML", NCC, "</html>", ""),
    ("A601", "a heading leads to no file", NCC, "s002.smil#p8", "s009.smil#p8"),
    ("A601", "a heading leads to no place", NCC, "s002.smil#p8", "s002.smil#p99"),
    ("A601", "a pair shows no place of the text", FIRST, "#t2", "#t99"),
    ("A601", "a clip is of no sound", FIRST, "s001.mp3", "s007.mp3"),
    ("A602", "two sentences have one name", TEXT, 'id="t3"', 'id="t2"'),
    ("A602", "two pairs have one name", FIRST, 'id="p3"', 'id="p2"'),
    ("A603", "a pair has no sound", FIRST, "<seq><audio [^>]*/></seq>", ""),
    ("A603", "a pair ends with its text", FIRST, 'endsync="last" ', ""),
    ("A603", "there is no layout", SECOND, "<layout>.*?</layout>", ""),
    ("A604", "two clips overlap", FIRST, r'(id="a2".*?clip-begin="npt=)[\d.]+', r"\g<1>0.500"),
    ("A604", "there is a gap between two clips", FIRST, r'(id="a1".*?clip-end="npt=)[\d.]+', r"\g<1>0.500"),
    ("A604", "a clip ends before it begins", FIRST, r'(id="a2".*?clip-end="npt=)[\d.]+', r"\g<1>0.001"),
    ("A604", "a time is none", FIRST, "npt=0.000s", "0.000"),
    ("A604", "a sound is longer than its clips", SECOND, r'(id="a33".*?clip-end="npt=)[\d.]+', r"\g<1>62.000"),
    ("A605", "the whole is not the sum", NCC, r'(totalTime" content=")[\d:.]+', r"\g<1>0:02:00.000"),
    ("A605", "a section lasts another time", FIRST, r'(timeInThisSmil" content=")[\d:.]+', r"\g<1>0:00:01.000"),
    ("A605", "the time before a section is wrong", SECOND, r'(totalElapsedTime" content=")[\d:.]+', r"\g<1>0:00:00.000"),
    ("A605", "a sequence lasts another time", SECOND, r'dur="[\d.]+s"', 'dur="1.000s"'),
    ("A607", "there is no identifier", NCC, '<meta name="dc:identifier"[^>]*/>', ""),
    ("A607", "the title is another one", NCC, 'dc:title" content="A ', 'dc:title" content="The '),
    ("A607", "the language is another one", NCC, 'dc:language" content="en"', 'dc:language" content="fr"'),
    ("A607", "the count of headings is wrong", NCC, 'tocItems" content="3"', 'tocItems" content="4"'),
    ("A607", "the depth is wrong", NCC, 'depth" content="2"', 'depth" content="3"'),
    ("A607", "the count of files is wrong", NCC, 'files" content="7"', 'files" content="8"'),
    ("A607", "the size is wrong", NCC, r'kByteSize" content="\d+"', 'kByteSize" content="1"'),
    ("A607", "a section is of another book", FIRST, 'dc:identifier" content="specimen-en"', 'dc:identifier" content="x"'),
    ("A608", "a heading is lost", NCC, "<h2.*?</h2>", ""),
    ("A608", "a heading has another level", NCC, r"<h2(.*?)</h2>", r"<h3\1</h3>"),
    ("A608", "the title is a section", NCC, 'class="title"', 'class="section"'),
    ("A608", "a heading leads to another sentence", NCC, "s002.smil#p8", "s002.smil#p9"),
    ("A609", "a figure is another one", TEXT, r"70\.8%", "78.0%"),
    ("A609", "a paragraph is lost", TEXT, r"<div class=.*?</div>", ""),
    ("A609", "a paragraph comes twice", TEXT, r"(<p><span class=\"sentence\" id=\"t7\">.*?</p>)", r"\1<p>How it works</p>"),
    ("A610", "two pairs have changed places", FIRST, r'(src="leaflet.html#t)2(".*?src="leaflet.html#t)3"', r'\g<1>3\g<2>2"'),
    ("A610", "a sentence has lost its clip", FIRST, "<par [^>]*id=\"p2\".*?</par>\n", ""),
    ("A610", "a text is heard nowhere", TEXT, r'<span class="sentence" id="t2">(.*?)</span>', r"\1"),
    ("A611", "the text says no language", TEXT, ' lang="en" xml:lang="en"', ""),
    ("A611", "other words say no language", TEXT, ' lang="ur" xml:lang="ur"', ""),
    ("A611", "other words say another language", TEXT, ' lang="ur" xml:lang="ur"', ' lang="ar" xml:lang="ar"'),
    ("A612", "an element is of HTML 5", TEXT, r"<div class=(.*?)</div>", r"<section class=\1</section>"),
    ("A612", "a paragraph holds a list", TEXT, r"<ul>.*</ul>", r"<p>\g<0></p>"),
    ("A613", "the master lists a section less", MASTER, "<ref [^>]*s002[^>]*/>\n", ""),
    ("A613", "the master has another order", MASTER, r"(<ref [^>]*s001[^>]*/>\n)(<ref [^>]*/>\n)", r"\2\1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "what", "name", "was", "now"), BROKEN, ids=[one[1].replace(" ", "-") for one in BROKEN]
)
def test_a_broken_book_is_refused_by_its_check(
    code: str, what: str, name: str, was: str, now: str
) -> None:
    before = clean()[name].decode()
    after = re.sub(was, now, before, count=1, flags=re.S)
    assert after != before, "the defect changed nothing"
    assert code in codes(specimen("en"), zipped.pack({**clean(), name: after.encode()}))


def test_a_file_that_is_missing_or_that_nothing_names_is_told() -> None:
    lacking = {name: data for name, data in clean().items() if name != "s002.mp3"}
    assert "A601" in codes(specimen("en"), zipped.pack(lacking))
    assert "A601" in codes(specimen("en"), zipped.pack({**clean(), "other.mp3": b""}))


def test_a_sound_that_is_cut_tagged_or_no_mp3_is_told() -> None:
    sound = clean()["s001.mp3"]
    for wrong in (sound[:-5], b"ID3\x03" + sound, b"RIFF" + sound[4:], b""):
        assert "A606" in codes(specimen("en"), zipped.pack({**clean(), "s001.mp3": wrong}))


def test_the_length_of_a_sound_is_counted_by_its_frames() -> None:
    made = clip.silence(100)
    assert mp3_seconds(made.frames) == pytest.approx(made.samples / 44100)
    assert mp3_seconds(b"") == mp3_seconds(b"\xff\xfb") == -1


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", zipped.pack({"a.txt": b""}), zipped.pack({NCC: b"<html/>"})]
)
def test_what_is_no_book_is_told(data: bytes) -> None:
    assert codes(specimen("en"), data) == {"A600"}


def test_a_book_that_is_damaged_on_its_way_is_told() -> None:
    data = bytearray(book(specimen("en")))
    data[60:70] = b"\0" * 10
    assert codes(specimen("en"), bytes(data)) == {"A600"}


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html xmlns="http://www.w3.org/1999/xhtml">&b;</html>'
    assert "A600" in codes(specimen("en"), zipped.pack({**clean(), NCC: bomb}))
