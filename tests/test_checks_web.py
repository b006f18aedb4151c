"""The proof on the finished web page: clean pages pass, and each broken one is refused by the check that is for it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from pipeline.checks.web import WEB, Page, prove
from pipeline.diagnostic import Location
from pipeline.document import Document, LinkTarget, State, Status
from pipeline.render import html
from pipeline.render.aloud import Chapter, Heard, Sound
from tests import scripts
from tests.specimens import TAGS, specimen

AT = Location("source/specimen.md", 7)
BESIDE = {"x.mp3", "x.pdf", "../pl/x.html", "../ur/x.html"}


def options(tag: str) -> html.Options:
    heard = tuple(Heard(word, AT, at, at + 1) for word, at in (("How it works", 1.0), ("Take it at home", 9.0)))  # fmt: skip
    sisters = tuple(html.Sister(other, f"../{other}/x.html") for other in ("pl", "ur") if other != tag)  # fmt: skip
    sound = Sound("x.mp3", 60, (Chapter("A medicine", 0), Chapter("How", 5)), heard)
    return html.Options(sound, sisters, (html.File("large-print", "x.pdf", 5),))


def made(tag: str) -> str:
    return html.render(specimen(tag), options(tag)).decode()


def findings(document: Document, text: str) -> list[str]:
    found = list(prove(Page(document, text.encode(), "output/x.html", BESIDE)))
    assert all(one.at.path == "output/x.html" and one.hint for one in found)
    return [f"{one.code} {one.message}" for one in found]


def codes(document: Document, text: str) -> set[str]:
    return {found[:4] for found in findings(document, text)}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("full", [True, False])
def test_a_clean_page_passes(tag: str, full: bool) -> None:
    text = html.render(specimen(tag), options(tag) if full else html.Options()).decode()
    assert findings(specimen(tag), text) == []


@pytest.mark.parametrize("tag", scripts.WORDS)
def test_a_clean_page_passes_in_every_script(tag: str) -> None:
    document = scripts.specimen(tag)
    assert findings(document, html.render(document, html.Options()).decode()) == []


def test_an_approved_leaflet_of_one_section_passes() -> None:
    document = replace(specimen("en"), status=Status(State.APPROVED))
    assert findings(document, html.render(document, html.Options()).decode()) == []


# Broken pages: a pattern of what is changed, and into what.

BROKEN: list[tuple[str, str, str, str]] = [
    ("A400", "strong is not closed", "</strong>", ""),
    ("A400", "an item stands outside a list", r"<ul><li>(Take.*?)</li>", r"<div><li>\1</li></div><ul>"),
    ("A400", "a paragraph stands in a list", r"<ol start", r"<ol><p>x</p></ol><ol start"),
    ("A400", "the page does not begin as HTML", "<!DOCTYPE html>", ""),
    ("A400", "a comment is left", "<main", "<!-- x --><main"),
    ("A400", "an attribute stands twice", '<h2 id="_1"', '<h2 id="_1" id="_2"'),
    ("A401", "a paragraph is lost", r"<p>(<span[^>]*>)?How it works(</span>)?</p>", ""),
    ("A401", "a paragraph comes twice", r"(<p>Fever: 9</p>)", r"\1\1"),
    ("A401", "a figure is another one", r"70\.8", "78.8"),
    ("A401", "the notice is lost", r'<div class="notice".*?</div>', ""),
    ("A401", "the text ends too early", r"(?s)<p>Fever: 9</p>", "<p>Fever:</p>"),
    ("A402", "the page says no language", r'<html lang="[^"]+"', "<html"),
    ("A402", "the page says another language", r'<html lang="[^"]+"', '<html lang="de"'),
    ("A402", "other words say no language", r'<bdi lang="(ur|en)" dir="\w+">(خیال|Take)', r"<bdi>\2"),
    ("A403", "the page says no direction", r'(<html lang="[^"]+") dir="\w+"', r"\1"),
    ("A403", "other words say no direction", r'<bdi lang="(ur|en)" dir="\w+">(خیال|Take)', r'<bdi lang="\1">\2'),
    ("A405", "a heading is bold text", r"<h3 ([^>]*)>(.*?)</h3>", r"<p \1><strong>\2</strong></p>"),
    ("A405", "a level is skipped", r"<h2 (id=\"_1\">.*?)</h2>", r"<h4 \1</h4>"),
    ("A406", "a list is paragraphs", r'<ol start="3"><li>(.*?)</li><li>(.*?)</li></ol>', r"<p>\1</p><p>\2</p>"),
    ("A406", "a list begins elsewhere", r'<ol start="3">', "<ol>"),
    ("A407", "header cells are cells", r'<th scope="col">(.*?)</th>', r"<td>\1</td>"),
    ("A407", "a row has no header", r'<th scope="row">(.*?)</th>', r"<td>\1</td>"),
    ("A407", "a cell is missing", r"<td>(?!<strong)", "<td>x</td><td>"),
    ("A408", "a picture has no description", r'(<figure><img [^>]*?) alt="[^"]*"', r"\1"),
    ("A408", "a picture is described as another", r' alt="[^"]*"', ' alt="x.png"'),
    ("A409", "a telephone number calls another", "tel:08088010444", "tel:08088010445"),
    ("A409", "a link leads elsewhere", 'href="https://www.example.org/"', 'href="https://example.com/"'),
    ("A409", "a link has no words", r'(<a href="x.pdf"[^>]*>).*?</a>', r"\1</a>"),
    ("A410", "a link runs a script", 'href="https://www.example.org/"', 'href="javascript:alert(1)"'),
    ("A410", "a link runs a script behind a tab", 'href="https://www.example.org/"', 'href="java&#9;script:alert(1)"'),
    ("A410", "a link holds a page", 'href="https://www.example.org/"', 'href="data:text/html,x"'),
    ("A411", "a name is there twice", 'id="_1_1"', 'id="_1"'),
    ("A411", "an anchor leads nowhere", 'href="#_main"', 'href="#_nowhere"'),
    ("A411", "a part is named by nothing", 'aria-labelledby="_1"', 'aria-labelledby="_9"'),
    ("A412", "there is no main part", r'(?s)<main id="_main" tabindex="-1">(.*)</main>', r'<div id="_main">\1</div>'),
    ("A412", "nothing skips to the leaflet", r'<a class="skip".*?</a>', ""),
    ("A412", "the player has no name", r'preload="none" aria-labelledby="_listen"', 'preload="none"'),
    ("A414", "a picture is loaded", r'src="data:image[^"]+"', 'src="pump.png"'),
    ("A414", "a script is loaded", "</head>", '<script src="https://example.com/x.js"></script></head>'),
    ("A414", "a script runs that is not the page's", "</body>", "<script>alert(1)</script></body>"),
    ("A414", "the style sheet is another one", ":root{", ":root{--x:1;"),
    ("A414", "the policy allows more", "default-src &#39;none", "default-src &#39;self"),
    ("A414", "there is no policy", r"<meta http-equiv[^>]+>", ""),
    ("A414", "an element has a style of its own", "<h1>", '<h1 style="width:900px">'),
    ("A414", "an element runs a script", "<h1>", '<h1 onclick="x()">'),
    ("A415", "the page cannot be enlarged", "initial-scale=1", "initial-scale=1, user-scalable=no"),
    ("A415", "the keyboard goes another way", '<a class="skip"', '<a tabindex="5" class="skip"'),
    ("A415", "the sound begins by itself", "<audio", "<audio autoplay"),
    ("A416", "a file is not there", 'href="x.pdf"', 'href="y.pdf"'),
    ("A416", "a page in another language is not there", r'href="../ur/x.html"|href="../pl/x.html"', 'href="../fr/x.html"'),
    ("A416", "a part of the sound is of another", r'href="x.mp3#t=5', 'href="x.pdf#t=5'),
    ("A417", "there is no title", "<title>.*?</title>", ""),
    ("A417", "the title is the file's name", "<title>.*?</title>", "<title>x.html</title>"),
    ("A417", "search engines are told another date", r'"lastReviewed": "[^"]+"', '"lastReviewed": "2025-01-01"'),
    ("A417", "an address is given that is not the charity's", r"<style>", '<link rel="canonical" href="https://x.org/"><style>'),
    ("A418", "how else it can be had is not said", r'(?s)<div class="ask">.*?</div>', ""),
    ("A418", "the date of the review is not said", r"<p>[^<]*(<bdi[^>]*>)?30[^<]*2023", "<p>"),
    ("A418", "there is no player and nobody says so", r"(?s)<audio.*?</audio>", ""),
]  # fmt: skip
URDU = [
    ("A404", "a telephone number is not isolated", r'<bdi dir="ltr">(08088.*?)</bdi>', r"\1"),
    ("A404", "a percentage is not isolated", r'<bdi dir="ltr">(70\.8%)</bdi>', r"\1"),
]


def broken(tag: str, was: str, now: str) -> str:
    before = made(tag)
    after = re.sub(was, now, before, count=1)
    assert after != before, "the defect changed nothing"
    return after


@pytest.mark.parametrize(
    ("tag", "code", "what", "was", "now"),
    [("en", *one) for one in BROKEN] + [("ur", *one) for one in URDU],
    ids=lambda value: value if " " in value else None,
)
def test_a_broken_page_is_refused_by_its_check(tag: str, code: str, what: str, was: str, now: str) -> None:  # fmt: skip
    assert code in codes(specimen(tag), broken(tag, was, now)), what


def test_a_style_sheet_with_its_own_sum_is_still_another_page_s_policy() -> None:
    """Whoever changes a page and its policy together changes what runs: the sum is the page's, so the proof must read both."""
    text = made("en").replace("</body>", "<script>alert(1)</script></body>")
    more = base64.b64encode(hashlib.sha256(b"alert(1)").digest()).decode()
    text = text.replace("script-src ", f"script-src 'unsafe-inline' 'sha256-{more}' ")
    assert codes(specimen("en"), text) == {"A414"}


def test_an_address_that_an_author_slipped_in_is_refused() -> None:
    document = replace(specimen("en"), links=(LinkTarget("page", "javascript:alert(1)"),))
    text = html.render(document, html.Options()).decode()
    assert codes(document, text) == {"A410"}


def test_contents_that_leave_a_heading_out_are_refused() -> None:
    document = replace(specimen("en"), sections=specimen("en").sections * 2)
    text = html.render(document, html.Options()).decode()
    assert findings(document, text) == []
    less = re.sub(r'<li><a href="#_2_1">.*?</a></li>', "", text)
    assert less != text and codes(document, less) == {"A413"}


def test_sentences_that_light_up_in_another_order_are_refused() -> None:
    text = made("en").replace('data-begin="1.00"', 'data-begin="99.00"')
    assert codes(specimen("en"), text) == {"A416"}


@pytest.mark.parametrize("data", [b"", b"\xff", b"<p>x</p>", b"<!DOCTYPE html>", b"<!DOCTYPE html><html><html/></html>"])  # fmt: skip
def test_what_is_no_page_is_refused(data: bytes) -> None:
    found = list(prove(Page(specimen("en"), data, "output/x.html")))
    assert [one.code for one in found] == ["A400"]


def test_every_check_has_a_broken_page() -> None:
    assert {check.code for check in WEB.known} == {code for code, *_ in (*BROKEN, *URDU)} | {"A413"}
    assert all(check.title.endswith(".") and check.why for check in WEB.known)
