"""The proof on the finished e-book: clean books pass, and each broken one is refused by the check that is for it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from pipeline.checks.epub import EPUB, Book, prove
from pipeline.document import Document
from pipeline.render import epub, zipped
from tests import scripts
from tests.readers.script import heard_all
from tests.specimens import TAGS, specimen

T, S, N, P, M, C = "title.xhtml", "section-1.xhtml", "nav.xhtml", "package.opf", "section-1.smil", "style.css"  # fmt: skip


def made(tag: str, whole: bool = True) -> bytes:
    sound = heard_all(specimen(tag))
    return epub.render(specimen(tag), epub.Options(sound, b"x", "x.pdf", (30, 330)) if whole else epub.Options())  # fmt: skip


def findings(document: Document, data: bytes) -> list[str]:
    found = list(prove(Book(document, data, "output/x.epub")))
    assert all(one.at.path == "output/x.epub" and one.hint for one in found)
    return [f"{one.code} {one.message}" for one in found]


def codes(document: Document, data: bytes) -> set[str]:
    return {found[:4] for found in findings(document, data)}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("whole", [True, False])
def test_a_clean_book_passes(tag: str, whole: bool) -> None:
    assert findings(specimen(tag), made(tag, whole)) == []


@pytest.mark.parametrize("tag", scripts.WORDS)
def test_a_clean_book_passes_in_every_script(tag: str) -> None:
    document = scripts.specimen(tag)
    assert findings(document, epub.render(document, epub.Options())) == []


# Broken books: the part, a pattern of what is changed, and into what.

BROKEN: list[tuple[str, str, str, str, str]] = [
    ("A450", "a page is not well formed", S, "</p>", ""),
    ("A450", "a file is not named", P, r'<item id="style.css"[^>]*/>', ""),
    ("A450", "a picture is missing", P, r'href="picture-\d+\.png"', 'href="gone.png"'),
    ("A450", "a name is there twice", S, r'id="_1_1"', 'id="_1"'),
    ("A450", "an item stands outside a list", S, r"(?s)<ol start=\"3\">(.*?)</ol>", r"<div>\1</div>"),
    ("A451", "a paragraph is lost", S, r"<p>[^/]*?9.*?</p>", ""),
    ("A451", "a figure is another one", S, r"70\.8", "78.8"),
    ("A451", "a section is lost", P, r'<itemref idref="section-1.xhtml"/>', ""),
    ("A452", "a page says no language", S, r'(<html[^>]*?) lang="[^"]+"', r"\1"),
    ("A452", "a page says two languages", S, r'xml:lang="[^"]+"', 'xml:lang="de"'),
    ("A452", "other words say no language", S, r'<bdi lang="(ur|en)" dir="\w+" xml:lang="\w+">(.*?)</bdi>', r"\2"),
    ("A452", "a page says no direction", T, r' dir="\w+"', ""),
    ("A452", "the book says another language", P, r"<dc:language>[^<]+", "<dc:language>de"),
    ("A454", "a level is skipped", S, r"<h2 (.*?)</h2>", r"<h3 \1</h3>"),
    ("A454", "a list begins elsewhere", S, r' start="3"', ""),
    ("A454", "a picture has no description", S, r' alt="[^"]*"', ""),
    ("A454", "header cells are cells", S, r'<th scope="col">(.*?)</th>', r"<td>\1</td>"),
    ("A455", "a telephone number calls another", S, "tel:08088010444", "tel:08088010445"),
    ("A455", "a link runs a script", S, "https://www.example.org/", "javascript:alert(1)"),
    ("A455", "a picture is loaded from elsewhere", S, r'src="picture-\d+\.png"', 'src="https://example.com/x.png"'),
    ("A455", "a script is there", S, "</body>", "<script>x()</script></body>"),
    ("A456", "a heading is not in the contents", N, r'<li><a href="section-1.xhtml#_1_1">.*?</a></li>', ""),
    ("A456", "a line of the contents leads nowhere", N, "section-1.xhtml#_1_1", "section-1.xhtml#_9"),
    ("A457", "a mark of a page is lost", S, r'<span id="page3".*?</span>', ""),
    ("A457", "a page is not listed", N, r'<li><a href="[^"]*#page2">2</a></li>', ""),
    ("A457", "pages are listed by another number", N, r'(#page2">)2<', r"\g<1>5<"),
    ("A457", "a mark says another page", S, r'aria-label="3"', 'aria-label="4"'),
    ("A457", "nobody knows whose pages they are", P, r'<meta property="pageBreakSource">.*?</meta>', ""),
    ("A458", "there is no title", P, r"<dc:title>.*?</dc:title>", "<dc:title>x</dc:title>"),
    ("A458", "no accessibility is claimed", P, r'<meta property="schema:accessibilityFeature">structuralNavigation</meta>', ""),
    ("A458", "more is claimed than there is", P, r"structuralNavigation</meta>", 'structuralNavigation</meta><meta property="schema:accessibilityFeature">braille</meta>'),
    ("A458", "a conformance is claimed", P, r"</metadata>", '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta></metadata>'),
    ("A458", "there is no summary", P, r'<meta property="schema:accessibilitySummary">.*?</meta>', ""),
    ("A459", "a sentence is skipped", M, r'<par id="s4">.*?</par>', ""),
    ("A459", "a sentence is heard before another", M, r'(<par id="s3">.*?</par>)\s*(<par id="s4">.*?</par>)', r"\2\1"),
    ("A459", "a clip ends before it begins", M, r'clipEnd="[^"]+"', 'clipEnd="0:00:00.001"'),
    ("A459", "the sound is another file", M, r"sound\.mp3", "noise.mp3"),
    ("A459", "a paragraph is heard by nobody", S, r'<p><span id="s\d+">(.*?)</span>', r"<p>\1"),
    ("A459", "another duration is said", P, r'(media:duration">)[^<]+', r"\g<1>9:00:00.000"),
    ("A459", "nothing shows which sentence is read", C, r"\.-epub-media-overlay-active", ".x"),
]  # fmt: skip
URDU = [
    ("A452", "pages turn the wrong way", P, r' page-progression-direction="rtl"', ""),
    ("A453", "a telephone number is not isolated", S, r'<bdi dir="ltr">(08088.*?)</bdi>', r"\1"),
]


def broken(tag: str, part: str, was: str, now: str) -> bytes:
    parts = zipped.unpack(made(tag))
    before = parts[f"EPUB/{part}"].decode()
    after = re.sub(was, now, before, count=1, flags=re.S)
    assert after != before, "the defect changed nothing"
    return zipped.pack({**parts, f"EPUB/{part}": after.encode()}, ("mimetype",), ("mimetype",))


@pytest.mark.parametrize(
    ("tag", "code", "what", "part", "was", "now"),
    [("en", *one) for one in BROKEN] + [("ur", *one) for one in URDU],
    ids=lambda value: value if " " in value else None,
)
def test_a_broken_book_is_refused_by_its_check(
    tag: str, code: str, what: str, part: str, was: str, now: str
) -> None:
    assert code in codes(specimen(tag), broken(tag, part, was, now)), what


def test_a_font_of_another_script_is_refused() -> None:
    parts = zipped.unpack(made("ur"))
    other = zipped.unpack(made("bn"))
    for weight in ("Regular", "Bold"):
        parts[f"EPUB/NotoNastaliqUrdu-{weight}.ttf"] = other[f"EPUB/NotoSansBengali-{weight}.ttf"]
    assert codes(specimen("ur"), zipped.pack(parts, ("mimetype",), ("mimetype",))) == {"A460"}


def test_a_book_whose_first_file_is_another_is_refused() -> None:
    parts = zipped.unpack(made("en"))
    assert codes(specimen("en"), zipped.pack(parts, stored=("mimetype",))) == {"A450"}
    assert codes(specimen("en"), zipped.pack(parts, ("mimetype",))) == {"A450"}


def empty() -> bytes:
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    return out.getvalue()


@pytest.mark.parametrize("data", [b"no zip", empty(), zipped.pack({"mimetype": b"application/epub+zip"})])  # fmt: skip
def test_what_is_no_book_is_refused(data: bytes) -> None:
    found = list(prove(Book(specimen("en"), data, "x.epub")))
    assert {one.code for one in found} == {"A450"}


def test_every_check_has_a_broken_book() -> None:
    assert {check.code for check in EPUB.known} == {code for code, *_ in (*BROKEN, *URDU)} | {
        "A460"
    }
    assert all(check.title.endswith(".") and check.why for check in EPUB.known)
