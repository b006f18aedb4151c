"""The proof on the finished Word file: clean files pass, and each broken one is refused by the check that is for it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from pipeline import document as doc
from pipeline.checks.docx import WRITTEN, Written, prove
from pipeline.document import Document, Line
from pipeline.facts import BIDI_CONTROLS, NBSP
from pipeline.render import docx, zipped
from pipeline.render.docx.code import code
from tests import scripts
from tests.specimens import TAGS, specimen

D, S, N, C, X = "word/document.xml", "word/styles.xml", "word/numbering.xml", "docProps/core.xml", "docProps/custom.xml"  # fmt: skip
F, H, T, R = (
    "word/footer1.xml",
    "word/header1.xml",
    "word/settings.xml",
    "word/_rels/document.xml.rels",
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def made(tag: str, body: int = 18) -> bytes:
    return docx.render(specimen(tag), docx.Options(body))


def findings(document: Document, data: bytes, body: float = 18) -> list[str]:
    found = list(prove(Written(document, body, data, "output/x.docx")))
    assert all(d.at.path == "output/x.docx" and d.hint for d in found)
    return [f"{d.code} {d.message}" for d in found]


def codes(document: Document, data: bytes, body: float = 18) -> set[str]:
    return {found[:4] for found in findings(document, data, body)}


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("body", [14, 18, 28])
def test_a_clean_file_passes(tag: str, body: int) -> None:
    data = made(tag, body)
    assert findings(specimen(tag), data, body) == []


@pytest.mark.slow
@pytest.mark.parametrize("tag", scripts.WORDS)
def test_a_clean_file_passes_in_every_script(tag: str) -> None:
    document = scripts.specimen(tag)
    assert findings(document, docx.render(document, docx.Options())) == []


# Broken files: the part, a pattern of what is changed, and into what; "" for every one, else the first.

BROKEN: list[tuple[str, str, str, str, str]] = [
    ("A301", "a relationship is missing", D, r'r:id="rId\d+" w:tooltip', 'r:id="rId999" w:tooltip'),
    ("A301", "a picture is missing", "word/_rels/document.xml.rels", r'media/image1\.png', "media/image9.png"),
    ("A301", "a style is missing", D, r'w:val="ListBullet"', 'w:val="NoSuchStyle"'),
    ("A301", "a list is missing", N, r'<w:num w:numId="5">', '<w:num w:numId="55">'),
    ("A302", "a paragraph is lost", D, r"(</w:tbl>)<w:p>.*?</w:p>", r"\1"),
    ("A302", "a paragraph comes twice", D, r"(</w:tbl>)(<w:p>.*?</w:p>)", r"\1\2\2"),
    ("A302", "a figure is another one", D, r"70\.8", "78.8"),
    ("A302", "a numbered list begins elsewhere", N, r'startOverride w:val="3"', 'startOverride w:val="1"'),
    ("A303", "a heading is bold text", D, r'<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="CalloutHeading"/>'),
    ("A303", "a level is skipped", D, r'w:val="Heading2"', 'w:val="Heading4"'),
    ("A303", "there are two titles", D, r'w:val="Heading2"', 'w:val="Heading1"'),
    ("A303", "a heading has no level in the outline", S, r'<w:outlineLvl w:val="1"/>', ""),
    ("A304", "an item is no item", D, r'<w:pStyle w:val="ListBullet"/>', '<w:pStyle w:val="ListContinue"/>'),
    ("A304", "an item is a level too deep", D, r'w:val="ListBullet2"', 'w:val="ListBullet3"'),
    ("A304", "numbers are bullets", N, r'w:numFmt w:val="decimal"', 'w:numFmt w:val="bullet"'),
    ("A304", "a list is its style's alone", D, r"<w:numPr>.*?</w:numPr>", ""),
    ("A305", "a table has no header", D, r"<w:tblHeader/>", ""),
    ("A305", "a header is switched off", D, r"<w:tblHeader/>", '<w:tblHeader w:val="0"/>'),
    ("A305", "a row may be parted", D, r"<w:cantSplit/>", ""),
    ("A305", "cells are joined", D, r"(<w:tcW [^>]*/>)", r'\1<w:gridSpan w:val="2"/>'),
    ("A305", "the first column is no header", D, r'w:firstColumn="1"', 'w:firstColumn="0"'),
    ("A305", "the first cell is said twice", D, r"(<w:tblLook [^>]*/>)", r'\1<w:tblCaption w:val="Side effect"/>'),
    ("A306", "a picture has no description", D, r' descr="[^"]*"', ""),
    ("A306", "a picture is described as another", D, r' descr="[^"]*"', ' descr="image1"'),
    ("A307", "the file says no language", S, r"<w:lang [^>]*/>", ""),
    ("A307", "the file says another language", S, r'<w:lang w:val="[^"]*"', '<w:lang w:val="de-DE"'),
    ("A307", "other words say no language", D, r"<w:lang [^>]*/>", "*"),
    ("A310", "a size is missing for complex scripts", S, r'<w:szCs w:val="36"/>', ""),
    ("A310", "the body has another size", S, r'<w:sz w:val="36"/>', '<w:sz w:val="24"/>'),
    ("A310", "bold is missing for complex scripts", S, r"<w:bCs/>", ""),
    ("A310", "a style is small", S, r'<w:sz w:val="26"/><w:szCs w:val="26"/>', '<w:sz w:val="18"/><w:szCs w:val="18"/>'),
    ("A310", "a size is no number", S, r'<w:sz w:val="49"/><w:szCs w:val="49"/>', '<w:sz w:val="x"/><w:szCs w:val="x"/>'),
    ("A311", "a link leads elsewhere", "word/_rels/document.xml.rels", r"https://www\.example\.org/", "https://example.com/"),
    ("A311", "a link does not say what it opens", D, r' w:tooltip="[^"]*"', ""),
    ("A311", "a line of the contents leads nowhere", D, r'w:name="section_1"', 'w:name="section_9"'),
    ("A312", "a heading is not in the contents", D, r'<w:p><w:pPr><w:pStyle w:val="TOC3"/>.*?</w:p>', ""),
    ("A312", "a page number is missing", D, r"(PAGEREF section_1 .*?</w:fldChar>|PAGEREF section_1 .*?)<w:t ([^>]*)>\d+</w:t>", r"\1<w:t \2> </w:t>"),
    ("A312", "the contents have no heading", D, r'w:val="TOCHeading(NewPage)?"', 'w:val="TOC1"'),
    ("A312", "the contents are headed by other words", D, r'(w:val="TOCHeading(?:NewPage)?"/>.*?<w:t [^>]*>)', r"\1x"),
    ("A312", "the contents are no field", D, r' TOC \\o "2-3"', ' QUOTE "2-3"'),
    ("A312", "Word would ask", "word/settings.xml", r"<w:zoom", '<w:updateFields w:val="true"/><w:zoom'),
    ("A313", "a field never ends", D, r'<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
    ("A313", "a field has no result", "word/footer1.xml", r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>', ""),
    ("A314", "the pages have no number", "word/footer1.xml", r" PAGE ", " DATE "),
    ("A314", "the notice is not on every page", "word/header1.xml", r"(<w:p>.*?</w:p>)<w:p>.*?</w:p>", r"\1"),
    ("A315", "there is no title", C, r"<dc:title>.*?</dc:title>", ""),
    ("A315", "there is no language", C, r"<dc:language>.*?</dc:language>", ""),
    ("A315", "the state is another one", C, r"draft", "approved"),
    ("A315", "the source is another one", X, r"[0-9a-f]{64}", "0" * 64),
    ("A316", "space is made with empty paragraphs", D, r"<w:body>", "<w:body><w:p/>"),
    ("A316", "a paragraph has a look of its own", D, r'(<w:pStyle w:val="Heading2"/>)', r'\1<w:jc w:val="center"/>'),
    ("A316", "a run has a look of its own", D, r"<w:rPr>(?=<w:rStyle)", '<w:rPr><w:sz w:val="50"/>'),
    ("A317", "headings may stand alone", S, r"<w:keepNext/>", ""),
    ("A317", "the heading of the contents may stand alone", S, r'(w:styleId="TOCHeading".*?)<w:keepNext/>', r"\1"),
    ("A317", "every heading begins a page", S, r'(w:styleId="Heading2".*?<w:keepLines/>)', r"\1<w:pageBreakBefore/>"),
    ("A317", "contents begin no page where they say so", S, r"<w:pageBreakBefore/>", ""),
    ("A317", "lines may stand alone", S, r"<w:widowControl/>", ""),
    ("A317", "the file is of an old Word", "word/settings.xml", r'(compatibilityMode"[^>]*w:val=)"15"', r'\1"12"'),
    # What a fresh pair of eyes planted, and found that nobody noticed.
    ("A301", "a template of elsewhere is attached", R, "</Relationships>", f'<Relationship Id="x" Type="{KIND}/attachedTemplate" Target="https://example.com/x.dotm" TargetMode="External"/></Relationships>'),
    ("A301", "text of elsewhere is drawn in", R, "</Relationships>", f'<Relationship Id="x" Type="{KIND}/aFChunk" Target="https://example.com/x" TargetMode="External"/></Relationships>'),
    ("A301", "a picture is fetched", R, r'media/image1\.png"', 'https://example.com/x.png" TargetMode="External"'),
    ("A301", "a bookmark has no end", D, r'<w:bookmarkEnd w:id="2"/>', ""),
    ("A304", "steps are counted in another way", N, r'w:lvlText w:val="%1\."', 'w:lvlText w:val="%1)"'),
    ("A304", "bullets are letters", N, r'w:lvlText w:val="•"', 'w:lvlText w:val="o"'),
    ("A307", "own words say another language", D, r'(w:val="Heading2"/></w:pPr>.*?<w:r>)(?:<w:rPr>(.*?)</w:rPr>)?', r'\1<w:rPr>\2<w:lang w:val="fr-FR" w:bidi="fr-FR"/></w:rPr>'),
    ("A310", "lines are of one height", S, r'w:lineRule="auto"', 'w:lineRule="exact"'),
    ("A311", "a link says its address alone", D, r' w:tooltip="[^"]*(https:[^"]*)"', r' w:tooltip="\1"'),
    ("A311", "a link says more than Word takes", D, r' w:tooltip="([^"]*)"', f' w:tooltip="{"x" * 250}\\1"'),
    ("A312", "every page is the first", D, r"(PAGEREF section_[\d_]+ .*?<w:t [^>]*>)\d+", r"\g<1>1"),
    ("A312", "the contents are of another leaflet", D, r"(PAGEREF section_[\d_]+ .*?<w:t [^>]*>)\d+", r"\g<1>9"),
    ("A312", "a line of the contents has its page and no link", D, r' w:anchor="section_1"', ""),
    ("A312", "a line of the contents leads elsewhere", D, r"PAGEREF section_1 ", "PAGEREF section_1_1 "),
    ("A313", "a field fetches", D, r" PAGEREF section_1 ", ' INCLUDETEXT "https://example.com" '),
    ("A313", "a field starts a program", F, r" PAGE ", " DDEAUTO cmd "),
    ("A314", "the pages have no head", D, r"<w:headerReference [^>]*/>", ""),
    ("A314", "the pages have no foot", D, r"<w:footerReference [^>]*/>", ""),
    ("A314", "the first page is another", D, r"</w:sectPr>", "<w:titlePg/></w:sectPr>"),
    ("A314", "the pages are miscounted", F, r"(NUMPAGES.*?<w:t [^>]*>)\d+", r"\g<1>77"),
    ("A316", "the body is hidden", S, r"(<w:style [^>]*w:styleId=\"Normal\".*?<w:qFormat/>.*?)</w:style>", r"\1<w:rPr><w:vanish/></w:rPr></w:style>"),
    ("A316", "the body is justified", S, r"<w:widowControl/>", '<w:widowControl/><w:jc w:val="both"/>'),
    ("A317", "the pages are small", D, r'w:w="11906" w:h="16838"', 'w:w="8391" w:h="11906"'),
    ("A317", "the margins are narrow", D, r'w:left="1140"', 'w:left="300"'),
    ("A317", "a long title leaves no room", D, r'(<w:pgMar w:top=)"\d+"', r'\1"12000"'),
    ("A318", "headings are white", S, r'<w:color w:val="0F2159"/>', '<w:color w:val="FFFFFF"/>'),
    ("A318", "a ground is dark", S, r'w:fill="F3F4F7"', 'w:fill="333333"'),
    ("A318", "letters are signs", S, r'w:ascii="Arial"', 'w:ascii="Wingdings"'),
    ("A318", "the body is in the font of another script", S, r'w:(ascii|cs)="[^"]*" w:(hAnsi|eastAsia)', r'w:\1="Noto Sans Tamil" w:\2'),
    ("A319", "a warning looks like text", D, r'<w:pStyle w:val="Callout"/>', '<w:pStyle w:val="Normal"/>'),
    ("A319", "a cell looks like a header", D, r'w:val="TableText"', 'w:val="TableHeading"'),
    ("A319", "an empty paragraph is in a cell", D, "</w:tc>", '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p></w:tc>'),
    ("A319", "space is made with what parts tables", D, r'(<w:p><w:pPr><w:pStyle w:val="Heading2"/>)', r'<w:p><w:pPr><w:pStyle w:val="BetweenTables"/></w:pPr></w:p>\1'),
    ("A319", "a warning has no bar", S, r'(w:styleId="Callout" .*?)<w:pBdr>.*?</w:pBdr>', r"\1"),
    ("A319", "a caption is not bold", S, r'(w:styleId="Caption">.*?)<w:b/><w:bCs/>', r"\1"),
    ("A320", "no copy can be edited", T, "<w:zoom", '<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:zoom'),
    ("A320", "changes are recorded", T, "<w:zoom", "<w:trackRevisions/><w:zoom"),
    ("A320", "words are marked as new", D, r"(<w:r>.*?</w:r>)", r'<w:ins w:id="99" w:author="x">\1</w:ins>'),
    ("A320", "a heading is broken", D, r'(w:val="Heading2"/></w:pPr>.*?<w:r>.*?)(<w:t )', r"\1<w:br/>\2"),
    ("A320", "a heading has a sign of another font", D, r'(w:val="Heading2"/></w:pPr>.*?<w:r>.*?)(<w:t )', r'\1<w:sym w:font="Wingdings" w:char="F04A"/>\2'),
    ("A320", "another file is drawn in", D, "<w:body>", '<w:body><w:altChunk r:id="rId3"/>'),
]  # fmt: skip

# What only a language from right to left can lose, or another have too much.
BROKEN_URDU: list[tuple[str, str, str, str, str]] = [
    ("A308", "paragraphs run from the left", S, r"<w:bidi/>", ""),
    ("A308", "the page runs from the left", D, r"<w:bidi/></w:sectPr>", "</w:sectPr>"),
    ("A308", "columns run from the left", D, r"<w:bidiVisual/>", ""),
    ("A308", "letters run from the left", D, r"<w:rtl/>", ""),
    ("A308", "letters are told to run from the left", D, r"<w:rtl/>", '<w:rtl w:val="0"/>'),
    ("A308", "a heading runs from the left", S, r'(w:styleId="Heading2".*?<w:pPr>.*?)(<w:spacing)', r'\1<w:bidi w:val="0"/>\2'),
    ("A308", "the head of the pages runs from the left", H, r"<w:rtl/>", ""),
    ("A308", "a full stop stands at its right", D, r"(CD19\)?)</w:t>", r"\1.</w:t>"),
    ("A309", "a phone number is not isolated", D, "\u2066(08088.*?)\u2069", r"\1"),
    ("A309", "a percentage is not isolated", D, "\u2066(70.8%)\u2069", r"\1"),
    ("A309", "a date is not held to its line", D, "\u200f", ""),
    ("A309", "a phone number may be parted by a line's end", D, "(08088)\u202f", "\\1\u00a0"),
    ("A309", "a phone number is parted", D, "(\u206608088)", r'\1</w:t></w:r><w:r><w:t xml:space="preserve">'),
]  # fmt: skip
EVERY = {
    "every page is the first",
    "the contents are of another leaflet",
    "other words say no language",
    "headings may stand alone",
    "numbers are bullets",
}


def broken(tag: str, part: str, what: str, was: str, now: str) -> bytes:
    parts = zipped.unpack(made(tag))
    before = parts[part].decode()
    after = re.sub(was, now.replace("*", ""), before, count=0 if what in EVERY else 1, flags=re.S)
    assert after != before, "the defect changed nothing"
    return zipped.pack({**parts, part: after.encode()})


@pytest.mark.parametrize(
    ("tag", "code", "what", "part", "was", "now"),
    [("en", *one) for one in BROKEN] + [("ur", *one) for one in (*BROKEN, *BROKEN_URDU)],
    ids=lambda value: value if " " in value else None,
)
def test_a_broken_file_is_refused_by_its_check(
    tag: str, code: str, what: str, part: str, was: str, now: str
) -> None:
    found = codes(specimen(tag), broken(tag, part, what, was, now))
    assert code in found


def test_letters_of_bengal_need_their_own_font() -> None:
    data = broken("bn", D, "letters without their font", r"<w:cs/>", "")
    assert codes(specimen("bn"), data) == {"A308"}


def test_a_phone_number_as_a_translator_would_type_it_is_caught_in_urdu() -> None:
    bare = "".maketrans(dict.fromkeys(BIDI_CONTROLS, "") | {NBSP: " "})

    def typed(line: Line) -> Line:
        return replace(line, inlines=tuple(
            doc.FactRef(one.name, one.shown.translate(bare)) if isinstance(one, doc.FactRef) else one for one in line.inlines))  # fmt: skip

    data = docx.render(doc.map_lines(specimen("ur"), typed), docx.Options())
    assert "A309" in codes(specimen("ur"), data)


def test_another_edition_than_its_name_says_is_caught() -> None:
    data = docx.render(specimen("en"), docx.Options(14))
    assert codes(specimen("en"), data, 28) == {"A310"}


def test_what_is_no_word_file_is_refused() -> None:
    assert findings(specimen("en"), b"no zip") == ["A301 the file cannot be read: File is not a zip file"]  # fmt: skip


def test_every_check_has_a_broken_file() -> None:
    assert {check.code for check in WRITTEN.known} == {code for code, *_ in (*BROKEN, *BROKEN_URDU)}
    assert all(check.title.endswith(".") and check.why for check in WRITTEN.known)


def macro(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, "word/vbaProject.bin": b"x"}


def settings_of_elsewhere(parts: dict[str, bytes]) -> dict[str, bytes]:
    kind = (
        f'Type="{KIND}/attachedTemplate" Target="https://example.com/x.dotm" TargetMode="External"'
    )
    told = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x" {kind}/></Relationships>'
    return {**parts, "word/_rels/settings.xml.rels": told.encode()}


@pytest.mark.parametrize("add", [macro, settings_of_elsewhere])
def test_a_file_that_could_act_is_refused(add: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:  # fmt: skip
    assert codes(specimen("en"), zipped.pack(add(zipped.unpack(made("en"))))) == {"A301"}


@pytest.mark.parametrize("name", ["word/media/image1.png", "word/media/image2.png"])
def test_a_picture_that_is_not_the_leaflets_is_refused(name: str) -> None:
    """A photograph, and a QR code that opens another address."""
    parts = zipped.unpack(made("en"))
    other = code("https://www.example.com/", specimen("en").title).image
    assert codes(specimen("en"), zipped.pack({**parts, name: other})) == {"A306"}


def test_a_photograph_that_was_made_readable_for_word_is_the_leaflets() -> None:
    out = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(out, "JPEG")
    jfif = out.getvalue()
    bare = jfif[:2] + jfif[2 + 2 + int.from_bytes(jfif[4:6]) :]
    figure = doc.Figure("bare.jpg", bare, 256, 256, specimen("en").title)
    document = replace(specimen("en"), blocks=(figure,))
    assert findings(document, docx.render(document, docx.Options())) == []
