"""What the file is made of: parts that belong together, its properties, and nothing that could act, hide or ask."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline import document as doc
from pipeline.checks.docx.opened import W, local
from pipeline.checks.docx.written import Written, plain
from pipeline.checks.promised import bare
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity

# What a file may be made of, and what its settings may say: all else could act, hide, or ask.
_RELATED = frozenset({"officeDocument", "core-properties", "extended-properties", "custom-properties", "styles", "numbering",
                      "settings", "theme", "fontTable", "header", "footer", "image", "hyperlink"})  # fmt: skip
_ELEMENTS = frozenset(
    """
    document body hdr ftr sdt sdtPr sdtContent docPartObj docPartGallery docPartUnique p pPr pStyle numPr ilvl numId
    r rPr rStyle rFonts rtl cs lang t tab hyperlink bookmarkStart bookmarkEnd fldChar instrText
    tbl tblPr tblStyle bidiVisual tblW tblLayout tblLook tblGrid gridCol tr trPr cantSplit tblHeader tc tcPr tcW
    drawing inline extent docPr cNvGraphicFramePr graphicFrameLocks graphic graphicData pic nvPicPr cNvPr cNvPicPr blipFill
    blip stretch fillRect spPr xfrm off ext prstGeom avLst sectPr headerReference footerReference pgSz pgMar bidi
    """.split()
)
_SETTINGS = frozenset(
    """
    zoom defaultTabStop characterSpacingControl compat compatSetting themeFontLang decimalSymbol listSeparator
    """.split()
)
CHECKS: Checks[Written] = Checks()
check = CHECKS.check


@check("A301", Severity.ERROR)
def package_is_whole(word: Written) -> Iterator[Finding]:
    """Everything that the file refers to is in it, and nothing that could act by itself.

    Word offers to repair a file with a part missing, and asks about macros; many readers stop there.
    """
    yield from _parts(word)
    yield from _paragraphs(word)
    yield from _bookmarks(word)


def _parts(word: Written) -> Iterator[Finding]:
    for name in word.file.dangling():
        yield word.says(f"{name} is used and is not in the file")
    for path, kind, external in word.file.related:
        if kind not in _RELATED or external != (kind == "hyperlink"):
            yield word.says(f"{path} leads to a {kind}, which could act by itself")
    known = {target for one in word.file.parts for target in word.file.targets(one)}
    for name in word.file.parts:
        if name not in known and not name.endswith(".rels") and name != "[Content_Types].xml":
            yield word.says(f"{name} is in the file and nothing uses it")


def _paragraphs(word: Written) -> Iterator[Finding]:
    lists = {
        str(one.get(f"{W}numId")) for one in word.file.tree("word/numbering.xml").iter(f"{W}num")
    }
    for paragraph in word.file.body:
        if paragraph.style not in word.file.styles:
            yield word.says(f"the style {paragraph.style} is not in the file")
        if paragraph.number and paragraph.number[0] not in lists:
            yield word.says(f"the list {paragraph.number[0]} is not in the file")


def _bookmarks(word: Written) -> Iterator[Finding]:
    for part in word.file.told:
        begun, ended = (
            [str(one.get(f"{W}id")) for one in word.file.tree(part).iter(f"{W}{name}")]
            for name in ("bookmarkStart", "bookmarkEnd")
        )
        if begun != ended or len(set(begun)) < len(begun):
            yield word.says(f"a bookmark of {part} is not whole")


@check("A315", Severity.ERROR)
def properties_are_said(word: Written) -> Iterator[Finding]:
    """The file's properties have its title and language, what state the leaflet was in, and from which text it was made.

    A copy that staff adapted for one patient must say what it was a copy of.
    """
    core, custom = word.file.tree("docProps/core.xml"), word.file.tree("docProps/custom.xml")
    said = {etree.QName(one).localname: one.text or "" for one in core}
    own = {str(one.get("name")): "".join(map(str, one.itertext())) for one in custom}
    state = word.document.status.state
    if bare(said.get("title", "")) != plain(word.document.title):
        yield word.says("the title is not among the properties")
    if said.get("language") != word.document.language().word_tag:
        yield word.says("the language is not among the properties")
    states = (said.get("contentStatus", ""), own.get("Status", ""))
    if not all(one.startswith(state) for one in states):
        yield word.says("the state of the leaflet is not among the properties")
    if own.get("Source digest") != doc.digest(word.document):
        yield word.says("the digest of the leaflet is not among the properties")


@check("A320", Severity.ERROR)
def nothing_but_a_leaflet(word: Written) -> Iterator[Finding]:
    """The file holds text, lists, tables and pictures, and nothing else: no revision, no text of another file, no protection.

    A patient must not read what was struck out, and staff must be able to adapt a copy.
    """
    for part in word.file.told:
        names = {local(one) for one in word.file.tree(part).iter() if isinstance(one.tag, str)}
        yield from (word.says(f"{part} has w:{name}") for name in sorted(names - _ELEMENTS))
    settings = {local(one) for one in word.file.tree("word/settings.xml").iter()} - {"settings"}
    yield from (word.says(f"the settings have w:{name}") for name in sorted(settings - _SETTINGS))
