"""No reader loses a word: files that hypothesis makes up, counted by other means."""

from __future__ import annotations

import io
from collections import Counter
from html.parser import HTMLParser
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.importing import opened
from pipeline.importing.draft import Draft, Fate
from pipeline.importing.words import words

WORDS = st.sampled_from("alpha beta gamma delta 5% 70.8% CD19 end.".split())


def read(draft: Draft) -> Counter[str]:
    """The words that a reader gives: in blocks, or dropped with a reason."""
    found: Counter[str] = Counter()
    for block in draft.blocks:
        found.update(words(block.text))
    for note in draft.notes:
        if note.fate is Fate.DROPPED:
            assert note.reason
            found.update(words(note.text))
    return found


# Web pages.

_UNREAD = ("script", "style", "title")
_TAGS = "p div span b strong a ul ol li table tr td th h1 h2 h4 em section header footer nav main article blockquote pre br button form label dl dt dd caption details summary figure figcaption center font script style template noscript object canvas svg".split()  # fmt: skip
_ATTRIBUTES = ["", "", "", ' hidden', ' style="display:none"', ' role="navigation"', ' href="https://www.example.org/"', ' href="#x"', ' start="7"']  # fmt: skip


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, attribute, parts, closed: f"<{tag}{attribute}> {' '.join(parts)} {f'</{tag}>' if closed or tag in _UNREAD else ''}",
        st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES), st.lists(inner, max_size=4), st.booleans(),
    )  # fmt: skip


PAGES = st.lists(st.recursive(WORDS, element, max_leaves=25), min_size=1, max_size=5)


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.unread = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread = self.unread or (tag if tag in _UNREAD else "")

    def handle_endtag(self, tag: str) -> None:
        self.unread = "" if tag == self.unread else self.unread

    def handle_data(self, data: str) -> None:
        self.texts += [] if self.unread else [data]


@settings(max_examples=150)
@given(PAGES)
def test_a_page_of_any_elements_is_read_whole(parts: list[str]) -> None:
    page = f"<html><body>{' '.join(parts)}</body></html>"
    shown = _Shown()
    shown.feed(page)
    shown.close()
    assert read(opened.read(page.encode(), "x.html")) == words(" ".join(shown.texts))


# Word files.

_SPACES = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RUNS = st.builds(
    lambda text, form: f"<w:r><w:rPr>{form}</w:rPr><w:t xml:space='preserve'> {text} </w:t></w:r>",
    WORDS,
    st.sampled_from(["", "<w:b/>", "<w:vanish/>", "<w:b w:val='0'/>"]),
)


def paragraph(inner: list[str], style: str = "") -> str:
    return f"<w:p><w:pPr>{style}</w:pPr>{''.join(inner)}</w:p>"


def inline_of(inner: list[str], kind: str) -> str:
    text = "".join(inner)
    match kind:
        case "del":
            text = text.replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
            return f"<w:del w:id='1' w:author='a'>{text}</w:del>"
        case "sdt":
            return f"<w:sdt><w:sdtContent>{text}</w:sdtContent></w:sdt>"
        case "box":
            box = f"<w:txbxContent>{paragraph(inner)}</w:txbxContent>"
            return f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        case _:
            return f"<w:{kind}>{text}</w:{kind}>"


INLINES = st.builds(inline_of, st.lists(RUNS, min_size=1, max_size=3), st.sampled_from(["del", "sdt", "box", "ins", "smartTag", "hyperlink", "fldSimple"]))  # fmt: skip
STYLES = st.sampled_from(["", "<w:pStyle w:val='Heading2'/>", "<w:pStyle w:val='ListBullet'/>", "<w:numPr><w:ilvl w:val='3'/><w:numId w:val='1'/></w:numPr>"])  # fmt: skip
PARAGRAPHS = st.builds(paragraph, st.lists(RUNS | INLINES, max_size=4), STYLES)


def table(cells: list[str]) -> str:
    rows = "".join(f"<w:tr><w:tc>{cell}<w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>" for cell in cells)
    return f"<w:tbl>{rows}</w:tbl>"


def wrapped(inner: str, kind: str) -> str:
    match kind:
        case "sdt":
            return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        case _:
            return f"<w:{kind}>{inner}</w:{kind}>"


BODY = st.recursive(
    PARAGRAPHS,
    lambda inner: st.builds(table, st.lists(inner, min_size=1, max_size=3)) | st.builds(wrapped, inner, st.sampled_from(["sdt", "ins", "customXml"])),
    max_leaves=12,
)  # fmt: skip


def word(blocks: list[str]) -> bytes:
    made: Any = docx.Document()
    empty, out = io.BytesIO(), io.BytesIO()
    made.save(empty)
    xml = f"<w:document {_SPACES}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"
    with ZipFile(empty) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def counted(data: bytes) -> Counter[str]:
    """The words of a Word file's text, each box once."""
    with ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    texts = [
        one.text or ""
        for one in root.iter("{*}t", "{*}delText")
        if not any(str(above.tag).endswith("}Fallback") for above in one.iterancestors())
    ]
    return words(" ".join(texts))


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(BODY, min_size=1, max_size=4))
def test_a_word_file_of_any_elements_is_read_whole(blocks: list[str]) -> None:
    data = word(blocks)
    assert read(opened.read(data, "x.docx")) == counted(data)
