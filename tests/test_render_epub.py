"""The e-book: the whole leaflet, page by page, heard sentence by sentence, with print's page numbers."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from pipeline import document as doc
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Document, Line, Text
from pipeline.languages import language
from pipeline.render import epub, zipped
from pipeline.render.aloud import Heard, Sound
from pipeline.words import Word
from tests import scripts
from tests.specimens import TAGS, png, specimen
from tests.test_render_html import HOSTILE, hostile

AT = Location("source/specimen.md", 7)
HEARD = (Heard("A medicine", AT, 0.5, 1.5), Heard("How it works", AT, 2.0, 3.25), Heard("Take it at home", AT, 4.0, 5.0))  # fmt: skip
SOUND = Sound("", 60.0, (), HEARD, "espeak-ng x")


def parts(document: Document, options: epub.Options = epub.Options()) -> dict[str, str]:  # noqa: B008
    """The texts of a book by their names without the folder."""
    found = zipped.unpack(epub.render(document, options))
    texts = (".xhtml", ".smil", ".opf", ".css", ".xml")
    return {
        name.removeprefix("EPUB/"): data.decode()
        for name, data in found.items()
        if name.endswith(texts)
    }


def test_a_book_made_twice_has_the_same_bytes() -> None:
    options = epub.Options(SOUND, b"sound", "x.pdf", (5, 90))
    assert epub.render(specimen("ur"), options) == epub.render(specimen("ur"), options)


def test_a_book_begins_as_the_format_wants() -> None:
    data = epub.render(specimen("en"), epub.Options(SOUND, b"sound"))
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert archive.read("EPUB/sound.mp3") == b"sound"


@pytest.mark.parametrize("tag", scripts.WORDS)
def test_a_book_is_well_formed_in_every_script(tag: str) -> None:
    book = parts(scripts.specimen(tag))
    for name, text in book.items():
        root = etree.fromstring(text.encode()) if text.startswith("<?xml") else None
        assert root is not None or name == "style.css"
        if root is not None and name.endswith(".xhtml"):
            assert (root.get("lang"), root.get("dir")) == (language(tag).bcp47, language(tag).direction)  # fmt: skip
    turned = 'page-progression-direction="rtl"' in book["package.opf"]
    assert turned == language(tag).rtl


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_markup_in_a_text_stays_text(tag: str) -> None:
    book = parts(hostile(specimen(tag)), epub.Options(SOUND, b"", HOSTILE, (3,)))
    for text in book.values():
        root = etree.fromstring(text.encode()) if text.startswith("<?xml") else None
        assert root is None or not root.xpath("//*[local-name()='script' or local-name()='b'] | //@onclick")  # fmt: skip
    assert "&lt;script&gt;" in book["title.xhtml"] and "&lt;script&gt;" in book["package.opf"]


def test_each_section_is_a_page_after_the_title() -> None:
    two = replace(specimen("en"), sections=specimen("en").sections * 2)
    book = parts(two)
    spine = re.findall(r'<itemref idref="([^"]+)"', book["package.opf"])
    assert spine == ["title.xhtml", "section-1.xhtml", "section-2.xhtml", "nav.xhtml"]
    assert re.findall(r"<h\d", book["section-2.xhtml"]) == ["<h1", "<h2"]


def test_sentences_are_heard_by_their_anchors() -> None:
    book = parts(specimen("en"), epub.Options(SOUND, b"sound"))
    assert '<h1><span id="s1">A medicine</span></h1>' in book["title.xhtml"]
    assert re.findall(r'src="([^"]+\.xhtml#\w+)"/><audio src="sound.mp3" clipBegin="([^"]+)" clipEnd="([^"]+)"', book["title.smil"]) == [
        ("title.xhtml#s1", "0:00:00.500", "0:00:01.500"),
        ("title.xhtml#s2", "0:00:02.000", "0:00:03.250"),
    ]  # fmt: skip
    assert "section-1.xhtml#s1" in book["section-1.smil"]
    durations = re.findall(r'"media:duration"[^>]*>([^<]+)', book["package.opf"])
    assert durations == ["0:00:02.250", "0:00:01.000", "0:00:03.250"]
    assert '"media:narrator">espeak-ng x<' in book["package.opf"]


def test_without_a_voice_a_book_claims_no_sound() -> None:
    book = parts(specimen("en"))
    assert not [name for name in book if name.endswith(".smil")]
    assert not re.search("media:|auditory|synchronized", book["package.opf"])


def test_a_page_of_print_begins_at_its_character() -> None:
    document = Document("x", "en", Line((Text("Ab cd"),)), (doc.Paragraph(Line((Text("ef gh"), doc.Strong((Text(" ij"),))))),))  # fmt: skip
    book = parts(replace(document, status=doc.Status(doc.State.APPROVED)), epub.Options(None, b"", "x.pdf", (4, 6, 10)))  # fmt: skip
    shown = re.sub(r'<span id="(page\d)"[^>]*></span>', r"[\1]", book["title.xhtml"])
    body = re.sub(r"<(?!/?strong).*?>", "", shown.partition("<body>")[2]).split()
    assert "".join(body) == "[page1]Abcd[page2]ef[page3]gh<strong>ij</strong>[page4]"
    assert re.findall(r'href="title.xhtml#page(\d)"', book["nav.xhtml"]) == ["1", "2", "3", "4"]
    assert "<dc:source>x.pdf</dc:source>" in book["package.opf"]


@pytest.mark.parametrize("place", [2, 3, 5])
def test_a_page_never_begins_in_a_figure(place: int) -> None:
    figure = doc.FactRef("helpline", "\u2066080\u00a0444\u2069")
    document = Document(
        "x", "ur", Line((Text("اب "), figure)), status=doc.Status(doc.State.APPROVED)
    )
    book = parts(document, epub.Options(None, b"", "x.pdf", (place,)))
    assert re.search('<span id="page2"[^>]*></span><bdi dir="ltr">080\u00a0444</bdi>', book["title.xhtml"])  # fmt: skip


def test_a_page_that_begins_with_a_section_begins_before_its_heading() -> None:
    document = replace(specimen("en"), status=doc.Status(doc.State.APPROVED))
    before = len("Amedicine" + "Howitworks")
    book = parts(document, epub.Options(None, b"", "x.pdf", (before,)))
    assert re.search(r'<section [^>]*><span id="page2"[^>]*></span><h1', book["section-1.xhtml"])


def test_a_book_in_a_script_that_readers_lack_brings_its_fonts() -> None:
    names = {tag: [n for n in zipped.unpack(epub.render(specimen(tag), epub.Options())) if n.endswith(".ttf")] for tag in TAGS}  # fmt: skip
    assert names["ur"] == ["EPUB/NotoNastaliqUrdu-Bold.ttf", "EPUB/NotoNastaliqUrdu-Regular.ttf"]
    assert len(names["bn"]) == 2 and not names["en"] and not names["zh_Hans"]
    naskh = replace(specimen("ur"), faces=(("ur", "naskh"),))
    assert "EPUB/NotoNaskhArabic-Regular.ttf" in zipped.unpack(epub.render(naskh, epub.Options()))


def test_pictures_are_files_and_the_same_one_is_one_file() -> None:
    logo = doc.Figure("logo.png", png(), 60, 40, Line((Text("A Charity"),)))
    document = replace(specimen("en"), brand=doc.Brand(logo=logo))
    found = zipped.unpack(epub.render(document, epub.Options()))
    assert [data for name, data in found.items() if name.endswith(".png")] == [png()]


def test_the_summary_of_accessibility_is_in_the_leaflets_language() -> None:
    document = replace(specimen("pl"), words=((Word.MARKED.value, "Oznaczone."),))
    assert "Summary" in parts(document)["package.opf"] and "Oznaczone." in parts(document)["package.opf"]  # fmt: skip


def test_a_character_that_no_book_holds_is_refused_at_its_line() -> None:
    at = Location("source/x.md", 12)
    with pytest.raises(LeafletError) as refused:
        epub.render(Document("x", "en", Line((Text("a\x0cb"),), at)), epub.Options())
    assert [(one.code, one.at) for one in refused.value.diagnostics] == [("A106", at)]
