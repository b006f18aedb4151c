"""The e-book of the leaflet, judged by EPUBCheck and by Ace, read by lxml, and held against sound and large print."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import av
import pikepdf
import pytest
from lxml import etree

from pipeline.checks import printed
from pipeline.checks.elements import promised_text
from pipeline.checks.epub import Book, prove
from pipeline.checks.promised import bare
from pipeline.document import Medium, lines
from pipeline.facts import plain_text
from pipeline.inline import plain
from pipeline.render import epub, zipped
from pipeline.speech import clip
from pipeline.speech.loudness import RATE
from pipeline.validators.books import NOTHING, ace, epubcheck
from tests import scripts
from tests.acceptance.conftest import EVERY, SPOKEN, Made
from tests.readers.script import heard_all
from tests.specimens import specimen

X = {"x": "http://www.w3.org/1999/xhtml", "e": "http://www.idpf.org/2007/ops", "s": "http://www.w3.org/ns/SMIL"}  # fmt: skip


def parts(made: Made, tag: str) -> dict[str, bytes]:
    found = zipped.unpack(made.file(tag, "epub").read_bytes())
    return {name.removeprefix("EPUB/"): data for name, data in found.items()}


def tree(data: bytes) -> Any:
    return etree.fromstring(data)


def spine(book: dict[str, bytes]) -> list[str]:
    return tree(book["package.opf"]).xpath("//*[local-name()='itemref'][not(@linear)]/@idref")  # type: ignore[no-any-return]


# EPUBCheck and Ace.


@pytest.mark.parametrize("tag", EVERY)
def test_epubcheck_says_nothing(made: Made, tag: str) -> None:
    assert epubcheck(made.file(tag, "epub")) == ([], NOTHING)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_epubcheck_says_nothing_of_any_block(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "x.epub"
    document = specimen(tag)
    silence = clip.silence(100).frames
    path.write_bytes(epub.render(document, epub.Options(heard_all(document), silence, "x.pdf", (30, 330))))  # fmt: skip
    assert epubcheck(path) == ([], NOTHING)


@pytest.mark.parametrize("tag", [tag for tag in scripts.WORDS if tag in ("am", "ckb", "ta", "km", "th", "ti", "he")])  # fmt: skip
def test_epubcheck_says_nothing_of_a_script(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "x.epub"
    path.write_bytes(epub.render(scripts.specimen(tag), epub.Options()))
    assert epubcheck(path) == ([], NOTHING)


@pytest.mark.parametrize("tag", EVERY)
def test_ace_passes_the_book(made: Made, tmp_path: Path, tag: str) -> None:
    assert ace(made.file(tag, "epub"), tmp_path) == ("pass", [])


# (what EPUBCheck or Ace must see, file, what is changed, and into what)
BROKEN = [
    ("RSC-007", "nav.xhtml", r'href="section-2\.xhtml', 'href="section-99.xhtml'),
    ("RSC-005", "package.opf", r'<meta property="dcterms:modified">.*?</meta>', ""),
    ("RSC-005", "section-2.xhtml", r'id="s2"', 'id="s1"'),
    ("RSC-008", "package.opf", r'<item id="style.css".*?/>', ""),
    ("RSC-016", "section-1.xhtml", "</p>", ""),
    ("MED-012", "section-1.smil", r'src="section-1.xhtml#s2"', 'src="section-1.xhtml#s99"'),
]


@pytest.mark.parametrize(("code", "part", "was", "now"), BROKEN)
def test_epubcheck_sees_a_planted_defect(made: Made, tmp_path: Path, code: str, part: str, was: str, now: str) -> None:  # fmt: skip
    path = tmp_path / "x.epub"
    path.write_bytes(broken(made, [(part, was, now)]))
    said, counted = epubcheck(path)
    assert code in {one.partition(":")[0] for one in said} or counted != NOTHING, said


def test_ace_sees_planted_defects(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "x.epub"
    path.write_bytes(broken(made, [
        ("section-1.xhtml", r' (xml:)?lang="en"', ""),
        ("section-2.xhtml", r"<(/?)h1", r"<\1h4"),
        ("package.opf", r'<meta property="schema:[^>]*>.*?</meta>', ""),
    ]))  # fmt: skip
    outcome, rules = ace(path, tmp_path / "ace")
    assert outcome == "fail" and {"html-has-lang", "metadata-accessibilitysummary"} <= set(rules)


def broken(made: Made, changes: list[tuple[str, str, str]]) -> bytes:
    found = zipped.unpack(made.file("en", "epub").read_bytes())
    for part, was, now in changes:
        before = found[f"EPUB/{part}"].decode()
        after = re.sub(was, now, before, flags=re.S)
        assert after != before
        found[f"EPUB/{part}"] = after.encode()
    return zipped.pack(found, ("mimetype",), ("mimetype", "EPUB/sound.mp3"))


# A foreign reader.


@pytest.mark.parametrize("tag", EVERY)
def test_the_proof_finds_nothing(made: Made, tag: str) -> None:
    document = made.document(tag, Medium.WEB)
    assert list(prove(Book(document, made.file(tag, "epub").read_bytes(), "x.epub"))) == []


@pytest.mark.parametrize("tag", EVERY)
def test_lxml_reads_every_string_in_order_and_none_twice(made: Made, tag: str) -> None:
    book = parts(made, tag)
    said = ""
    for name in spine(book):
        body = tree(book[name]).find("x:body", X)
        for beside in body.xpath("//*[@data-beside]"):
            beside.getparent().remove(beside)
        said += bare("".join(body.itertext()))
    document = made.document(tag, Medium.WEB)
    assert said == promised_text(document)
    place = 0
    for line in lines(document):
        text = bare(plain_text(plain(line.inlines)))
        if line is not document.summary:
            place = said.index(text, place)


# What is heard.


@pytest.mark.parametrize("tag", SPOKEN)
def test_every_sentence_is_heard_where_the_timings_have_it(made: Made, tag: str) -> None:
    book = parts(made, tag)
    opened: Any = av.open
    with opened(io.BytesIO(book["sound.mp3"])) as sound:
        length = sum(frame.samples for frame in sound.decode(audio=0)) / RATE
    end = 0.0
    count = 0
    for name in spine(book):
        page = tree(book[name])
        for par in tree(book[name.replace(".xhtml", ".smil")]).iterfind(".//s:par", X):
            anchor = par.find("s:text", X).get("src").partition("#")[2]
            [shown] = page.xpath(f"//*[@id='{anchor}']")
            assert "".join(shown.itertext()).strip() or shown.xpath("x:img", namespaces=X)
            begin, stop = (_seconds(par.find("s:audio", X).get(key)) for key in ("clipBegin", "clipEnd"))  # fmt: skip
            assert end <= begin < stop <= length
            end = stop
            count += 1
    assert count > 100


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


# Print.


@pytest.mark.parametrize("tag", EVERY)
def test_the_page_list_is_that_of_large_print(made: Made, tag: str) -> None:
    """As many pages, and each heading on the page on which it is on paper."""
    data = made.file(tag, "large-print").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as file:
        pages = len(file.pages)
    elements = [one for one in printed.opened(data).tree.walk() if re.fullmatch("H[1-3]", one.tag)]
    on_paper = {bare(one.text): one.page + 1 for one in elements}
    book = parts(made, tag)
    nav = tree(book["nav.xhtml"])
    listed = nav.xpath("//x:nav[@e:type='page-list']//x:a/text()", namespaces=X)
    assert listed == [str(n + 1) for n in range(pages)]
    page, found = 0, dict[str, int]()
    for name in spine(book):
        for one in tree(book[name]).iter("{*}span", "{*}h1", "{*}h2", "{*}h3"):
            if one.get("{http://www.idpf.org/2007/ops}type") == "pagebreak":
                page = int(one.get("aria-label"))
            elif one.tag.endswith(("h1", "h2", "h3")):
                found.setdefault(bare("".join(one.itertext())), page)
    shared = found.keys() & on_paper.keys()
    assert len(shared) > 10 and {one: found[one] for one in shared} == {one: on_paper[one] for one in shared}  # fmt: skip
