"""Proof on the finished Word file: it is opened again by another reader than the one that made it, and held against the
Document and what word processors and screen readers need.

written     the file beside its Document, and what that promises
opened      the file as a word processor understands it
pagination  about how many pages it fills
word_looks  how it looks
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import assert_never

import segno
from lxml import etree
from PIL import Image

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks import word_looks
from pipeline.checks.opened import Link, Opened, Paragraph, Run, W, is_on, local, value
from pipeline.checks.promised import bare, page_texts, parts, spoken, stretches
from pipeline.checks.registry import Finding
from pipeline.checks.written import (
    CONTENTS_HEADINGS,
    DEEPEST_HEADING,
    DEEPEST_LIST,
    WRITTEN,
    Written,
    check,
)
from pipeline.diagnostic import Diagnostic, Location, Severity, quoted
from pipeline.document import Document
from pipeline.facts import BIDI_CONTROLS, LRI, NBSP, PDI, RLI, RLM
from pipeline.languages import SOURCE, language
from pipeline.words import Word

__all__ = ["WRITTEN", "Written", "labelled", "prove", "word_looks"]

LISTED = (2, 3)  # levels of headings that the contents list
NARROW = "\u202f"  # no-break space
LONGEST_TITLE = 200  # characters above every page
LONGEST_TOOLTIP = 260  # that Word takes
# What a file may be made of, and what its fields may do: all else could act, hide, or ask.
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
_FIELDS = re.compile(r'TOC \\o "2-3" \\h \\z|PAGEREF section(_\d+)+ \\h|PAGE|NUMPAGES')


def prove(word: Written) -> Iterator[Diagnostic]:
    """Everything that is wrong with a finished file, also when it is none."""
    try:
        yield from WRITTEN.run(word)
    except ValueError as problem:
        yield Diagnostic("A301", str(problem), Location(word.path), word.says("").hint)


@check("A301", Severity.ERROR)
def package_is_whole(word: Written) -> Iterator[Finding]:
    """Everything that the file refers to is in it, and nothing that could act by itself.

    Word offers to repair a file with a part missing, and asks about macros; many readers stop there.
    """
    for name in word.file.dangling():
        yield word.says(f"{name} is used and is not in the file")
    for path, kind, external in word.file.related:
        if kind not in _RELATED or external != (kind == "hyperlink"):
            yield word.says(f"{path} leads to a {kind}, which could act by itself")
    known = {target for one in word.file.parts for target in word.file.targets(one)}
    for name in word.file.parts:
        if name not in known and not name.endswith(".rels") and name != "[Content_Types].xml":
            yield word.says(f"{name} is in the file and nothing uses it")
    numbers = {str(one.get(f"{W}numId")) for one in word.file.tree("word/numbering.xml").iter(f"{W}num")}  # fmt: skip
    for paragraph in word.file.body:
        if paragraph.style not in word.file.styles:
            yield word.says(f"the style {paragraph.style} is not in the file")
        if paragraph.number and paragraph.number[0] not in numbers:
            yield word.says(f"the list {paragraph.number[0]} is not in the file")
    for part in word.file.told:
        begun, ended = ([str(one.get(f"{W}id")) for one in word.file.tree(part).iter(f"{W}bookmark{end}")]
                        for end in ("Start", "End"))  # fmt: skip
        if begun != ended or len(set(begun)) < len(begun):
            yield word.says(f"a bookmark of {part} is not whole")


@check("A302", Severity.ERROR)
def text_is_the_documents(word: Written) -> Iterator[Finding]:
    """The file's text is the leaflet's, all of it, in its order, once.

    What was lost in the file is lost to whoever reads it.
    """
    wanted = bare("".join(page_texts(word.document, [])))
    has = bare("".join(label + one.text for label, one in labelled(word)))
    if wanted != has:
        yield word.says(
            f"the text differs from the leaflet's near {quoted(str(_first_difference(wanted, has)))}"
        )


@check("A303", Severity.ERROR)
def headings_are_headings(word: Written) -> Iterator[Finding]:
    """Every heading has the heading style of its level, and nothing else has one.

    Screen-reader users walk a leaflet by its headings.
    """
    wanted = [(1, _plain(word.document.title))]
    wanted += [(min(level, DEEPEST_HEADING), _plain(one.heading)) for level, one in doc.walk_sections(word.document)]  # fmt: skip
    found = [(int(level), bare(one.text)) for one in word.text if (level := _level(word, one))]
    if found != wanted:
        yield word.says(f"the headings differ near {quoted(str(_first_difference(wanted, found)))}")
    for key, style in word.file.styles.items():
        if (name := re.fullmatch(r"heading (\d)", style.name)) and style.says.get("outlineLvl") != str(int(name[1]) - 1):  # fmt: skip
            yield word.says(f"the style {key} has not its level in the outline")


@check("A304", Severity.ERROR)
def lists_are_lists(word: Written) -> Iterator[Finding]:
    """Every item of a list is numbered or marked by Word itself, at its level, from its number on.

    A typed number stays where it is when a step is added before it.
    """
    wanted = [item for block in _all_blocks(word.document) for item in _items(block, 0)]
    found = [(label, one.number[1], bare(one.text)) for label, one in labelled(word) if one.number]
    if found != wanted:
        yield word.says(f"the lists differ near {quoted(str(_first_difference(wanted, found)))}")


@check("A305", Severity.ERROR)
def tables_have_headers(word: Written) -> Iterator[Finding]:
    """The first row of a table is its header and repeats on each page; no row is parted; no cells are joined.

    Without its header a figure in a table says nothing to who hears it.
    """
    for table in word.file.tree("word/document.xml").iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        heads = [is_on(row.find(f"{W}trPr/{W}tblHeader")) for row in rows]
        if heads != [number == 0 for number in range(len(rows))]:
            yield word.says("a table has no header row, or more than one")
        if not all(is_on(row.find(f"{W}trPr/{W}cantSplit")) for row in rows):
            yield word.says("a row of a table may be parted")
        if next(table.iter(f"{W}gridSpan", f"{W}vMerge"), None) is not None:
            yield word.says("cells of a table are joined")
        look = table.find(f"{W}tblPr/{W}tblLook")
        if look is None or look.get(f"{W}firstRow") != "1" or look.get(f"{W}firstColumn") != "1":
            yield word.says("a table does not say that its first row and column are headings")
        if table.find(f"{W}tblPr/{W}tblCaption") is not None:
            yield word.says("a table has a title, which some readers say as text")


@check("A306", Severity.ERROR)
def pictures_are_described(word: Written) -> Iterator[Finding]:
    """Every picture has its description.

    A picture without words is nothing to a blind reader.
    """
    wanted = [
        bare(inline.plain(one.inlines)) for one in parts(word.document, []) if one.role == "Figure"
    ]
    found = [bare(said) for one in word.text for said in one.pictures]
    if found != wanted:
        yield word.says("the descriptions of pictures are not the leaflet's")
    images = [image for one in word.text for image in one.images]
    promised = list(_images(word.document))
    if len(images) != len(promised) or not all(map(_same_picture, images, promised)):
        yield word.says("the pictures are not the leaflet's")


@check("A307", Severity.ERROR)
def languages_are_said(word: Written) -> Iterator[Finding]:
    """The file says its language, in each script that it may be written in, and so do words of another one.

    Else a screen reader reads Urdu in an English voice.
    """
    own = word.document.language()
    slots = {"latin": "val", "complex": "bidi", "east-asian": "eastAsia"}
    default = word.file.tree("word/styles.xml").find(f"{W}docDefaults//{W}lang")
    for slot in ("val", slots[own.script]):
        if default is None or default.get(f"{W}{slot}") != own.word_tag:
            yield word.says(f"the file does not say that it is {own.word_tag}")
    known = _word_tags(word.document)
    wanted = stretches(
        (known[tag], said) for tag, said in spoken(parts(word.document, []), own.tag)
    )
    found = stretches((run.lang or own.word_tag, text) for text, run in _heard(word))
    if own.script == "east-asian":
        english = "".join(said for tag, said in found if tag == language(SOURCE).word_tag)
        if not all(said in english for tag, said in wanted if tag == language(SOURCE).word_tag):
            yield word.says("English words do not say that they are")
        wanted, found = (
            _without_latin(one, own.word_tag, language(SOURCE).word_tag) for one in (wanted, found)
        )
    if found != wanted:
        yield word.says(
            f"the languages differ near {quoted(str(_first_difference(wanted, found)))}"
        )


@check("A308", Severity.ERROR)
def direction_is_right(word: Written) -> Iterator[Finding]:
    """In a language from right to left, paragraphs, letters, tables and pages run from there, and in no other.

    Word lays out by these marks alone: without them full stops, brackets and columns change sides.
    """
    rtl = word.document.language().rtl
    normal = word.file.styles.get("Normal")
    body = word.file.tree("word/document.xml")
    if normal is None or any(
        s.has("bidi") != rtl for s in word.file.styles.values() if s.kind == "paragraph"
    ):
        yield word.says("paragraphs run from the wrong side")
    if is_on(body.find(f"{W}body/{W}sectPr/{W}bidi")) != rtl:
        yield word.says("pages run from the wrong side")
    for properties in body.iter(f"{W}tblPr"):
        if is_on(properties.find(f"{W}bidiVisual")) != rtl:
            yield word.says("the columns of a table run from the wrong side")
    for run in (run for one in word.everywhere for run in one.runs):
        if _direction(run.text) not in ("", "rtl" if run.rtl else "ltr"):
            yield word.says(f"{quoted(run.text[:20])} runs from the wrong side")
        if not run.rtl and not run.complex and any(_needs_complex(c) for c in run.text):
            yield word.says(f"{quoted(run.text[:20])} has not the font of its script")
        if rtl and not run.rtl and not run.lang and _ends_a_sentence(run.text):
            yield word.says(
                f"the sign at the end of {quoted(run.text[-20:])} is drawn at its right"
            )


@check("A309", Severity.ERROR)
def figures_in_order(word: Written) -> Iterator[Finding]:
    """From right to left, every phone number and percentage stands between isolates in one run, every date between marks.

    Without them Word turns the groups of a phone number round, and no validator sees it. LibreOffice parts one at a
    no-break space that is not a narrow one, or in the middle of a group.
    """
    if not word.document.language().rtl:
        return
    runs = [run.text.replace(NARROW, NBSP) for run in _runs(word)]
    text = "".join(runs)
    isolated = "".join(re.findall(f"{LRI}[^{PDI}]*{PDI}", text))
    for figure in dict.fromkeys(_figures(word.document)):
        along = figure.startswith(RLI)
        if f"{RLM}{figure[1:-1]}{RLM}" not in text if along else figure not in isolated:
            yield word.says(f"{quoted(figure[1:-1])} is not kept in order")
        elif not along and not any(figure in text for text in runs):
            yield word.says(f"{quoted(figure[1:-1])} is parted into runs")
    for one in re.findall(f"{LRI}[^{PDI}]*{PDI}", "".join(run.text for run in _runs(word))):
        if NBSP in one:
            yield word.says(f"{quoted(one[1:-1])} may be parted over two lines")


@check("A311", Severity.ERROR)
def links_lead_somewhere(word: Written) -> Iterator[Finding]:
    """Every link leads where the leaflet says, and says what it opens before it is followed.

    "Link" alone is all that a screen reader can say of one without.
    """
    wanted = [
        *_links(word.document),
        *filter(None, (word.document.offer.audio, word.document.offer.page)),
    ]
    found = [run.address for run in _runs(word) if run.address]
    if list(dict.fromkeys(found)) != list(dict.fromkeys(wanted)):
        yield word.says("the links do not lead where the leaflet says")
    for link in (link for one in word.text for link in one.links):
        if not _says_what_it_opens(word.document, link):
            yield word.says(f"a link does not say that it opens {link.address}")
    marks = {name for one in word.file.body for name in one.bookmarks}
    for one in word.file.body:
        for run in one.runs:
            if run.anchor and run.anchor not in marks:
                yield word.says(f"a link leads to {run.anchor}, which is nowhere")


@check("A312", Severity.ERROR)
def contents_are_filled(word: Written) -> Iterator[Finding]:
    """The contents list the headings with their pages, and nobody is asked to bring them up to date.

    A list that appears only after a question in technical words is a list that nobody sees.
    """
    wanted = [_plain(one.heading) for level, one in doc.walk_sections(word.document) if level in LISTED]  # fmt: skip
    if len(wanted) < 2:
        return
    entries = [one for one in word.contents if one.style.startswith("TOC") and one.style not in CONTENTS_HEADINGS]  # fmt: skip
    heading = bare(words.text(word.document, Word.CONTENTS))
    if [bare(one.text) for one in word.contents if one.style in CONTENTS_HEADINGS] != [heading]:
        yield word.says("the contents have no heading, or another one")
    lines = [re.fullmatch(r"(.*?)(\d+)", bare(one.text)) for one in entries]
    if [line[1] if line else "" for line in lines] != wanted:
        yield word.says("the contents do not list the headings with their pages")
    headings = {name: bare(one.text) for one in word.text for name in one.bookmarks}
    for entry, line in zip(entries, lines, strict=True):
        anchors = {run.anchor for run in entry.runs if run.anchor}
        fields = {one.split()[1] for one in entry.fields if one.strip().startswith("PAGEREF ")}
        if not line or [headings.get(one) for one in anchors | fields] != [line[1]]:
            yield word.says(
                f"a line of the contents does not lead to its heading: {quoted(entry.text[:40])}"
            )
        elif not word.pages.may_be(int(line[2]), anchors.pop()):
            yield word.says(f"the contents say page {line[2]} of {quoted(entry.text[:40])}")
    pages = [int(line[2]) for line in lines if line]
    if any(after < before for before, after in pairwise(pages)):
        yield word.says("the pages of the contents go backwards")
    if not any(field.split()[:1] == ["TOC"] for one in entries for field in one.fields):
        yield word.says("the contents are no field")
    settings = word.file.tree("word/settings.xml")
    dirty = any(one.get(f"{W}dirty") for one in word.file.tree("word/document.xml").iter(f"{W}fldChar"))  # fmt: skip
    if settings.find(f"{W}updateFields") is not None or dirty:
        yield word.says("Word would ask whether to bring the contents up to date")


@check("A313", Severity.ERROR)
def fields_are_whole(word: Written) -> Iterator[Finding]:
    """Every field begins, has a result, and ends, and does nothing but count pages.

    From a field that does not end Word takes the rest of the leaflet for its result.
    """
    for field in (field for one in word.everywhere for field in one.fields):
        if not _FIELDS.fullmatch(field.strip()):
            yield word.says(f"a field could act by itself: {quoted(field.strip()[:40])}")
    for part in word.file.told:
        marks = [
            str(one.get(f"{W}fldCharType")) for one in word.file.tree(part).iter(f"{W}fldChar")
        ]
        if not _nested(marks):
            yield word.says(f"a field of {part} is not whole")


@check("A314", Severity.ERROR)
def every_page_says_what_it_is(word: Written) -> Iterator[Finding]:
    """The head of every page has the title and what a reader must be told; its foot the number of the page.

    Sheets of a leaflet are handed on one by one.
    """
    head, *below = [bare(one.text) for one in word.file.header] or [""]
    told = [bare(inline.plain(one)) for one in words.notice(word.document)[:-1]]
    if not _runs_above(head, word.document) or below != told:
        yield word.says("the head of the pages does not say what it should")
    fields = [field.strip() for one in word.file.footer for field in one.fields]
    if sorted(fields) != ["NUMPAGES", "PAGE"]:
        yield word.says("the pages are not numbered")
    numbered = words.inlines(word.document, Word.PAGE, page="1", pages=str(word.pages.said))
    said = [bare(one.text) for one in word.file.footer]
    if said != [bare(inline.plain(numbered))] or not word.pages.may_be_all():
        yield word.says("the foot of the pages does not say which of how many this is")
    sections = list(word.file.tree("word/document.xml").iter(f"{W}sectPr"))
    if len(sections) != 1 or word.file.section.find(f"{W}titlePg") is not None:
        yield word.says("some pages have another head and foot")


@check("A315", Severity.ERROR)
def properties_are_said(word: Written) -> Iterator[Finding]:
    """The file's properties have its title and language, what state the leaflet was in, and from which text it was made.

    A copy that staff adapted for one patient must say what it was a copy of.
    """
    core, custom = word.file.tree("docProps/core.xml"), word.file.tree("docProps/custom.xml")
    said = {etree.QName(one).localname: one.text or "" for one in core}
    own = {str(one.get("name")): "".join(map(str, one.itertext())) for one in custom}
    state = word.document.status.state
    if bare(said.get("title", "")) != _plain(word.document.title):
        yield word.says("the title is not among the properties")
    if said.get("language") != word.document.language().word_tag:
        yield word.says("the language is not among the properties")
    if not said.get("contentStatus", "").startswith(state) or not own.get("Status", "").startswith(state):  # fmt: skip
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


# What the leaflet says.


def _plain(line: doc.Line) -> str:
    return bare(inline.plain(line.inlines))


def _all_blocks(document: Document) -> Iterator[doc.Block]:
    yield from document.blocks
    for _, section in doc.walk_sections(document):
        yield from section.blocks


def _every_block(document: Document) -> list[doc.Block]:
    """Inner ones too, in reading order."""
    found: list[doc.Block] = []
    doc.map_blocks(document, lambda block: found.append(block) or (block,))  # type: ignore[func-returns-value]
    return found


def _items(block: doc.Block, depth: int) -> Iterator[tuple[str, int, str]]:
    """Each item of a list as the page has it: its label, its level, its text."""
    match block:
        case doc.BulletList(items):
            labels = ["•"] * len(items)
        case doc.NumberedList(items, start):
            labels = [f"{number}." for number in range(start, start + len(items))]
        case doc.Callout(_, blocks) | doc.Only(_, blocks):
            depth = 0 if isinstance(block, doc.Callout) else depth
            yield from (item for inner in blocks for item in _items(inner, depth))
            return
        case doc.Paragraph() | doc.SideEffects() | doc.Table() | doc.Figure():
            return
        case _:
            assert_never(block)
    for label, item in zip(labels, items, strict=True):
        yield label, min(depth, DEEPEST_LIST - 1), _plain(item.line)
        yield from (inner for one in item.blocks for inner in _items(one, depth + 1))


def _images(document: Document) -> Iterator[bytes | str]:
    """The bytes of each picture; of a QR code, its address."""
    if document.publisher and document.brand.logo:
        yield document.brand.logo.image
    yield from (one.image for one in _every_block(document) if isinstance(one, doc.Figure))
    yield from filter(None, (document.offer.audio, document.offer.page))


def _links(document: Document) -> Iterator[str]:
    for line in doc.lines(document):
        for one in inline.walk(line.inlines):
            if isinstance(one, doc.Link):
                yield document.address(one.label)


def _figures(document: Document) -> Iterator[str]:
    """Every figure with its isolates."""
    for part in parts(document, []):
        for one in inline.walk(part.inlines) if part.role != "Figure" else ():
            if isinstance(one, doc.FactRef) and one.shown[:1] in (LRI, RLI):
                yield one.shown
    for block in _every_block(document):
        if isinstance(block, doc.SideEffects):
            yield from (entry.shown for entry in block.entries)


# What the file says.


def labelled(word: Written) -> Iterator[tuple[str, Paragraph]]:
    """The paragraphs, each with the label that Word puts before it."""
    counts: dict[tuple[str, int], int] = {}
    kinds = _levels(word.file)
    for one in word.text:
        kind, start, said = kinds.get(one.number, ("", 1, "")) if one.number else ("", 1, "")
        if one.number and kind == "decimal":
            counts[one.number] = counts.get(one.number, start - 1) + 1
            yield said.replace(f"%{one.number[1] + 1}", str(counts[one.number])), one
        else:
            yield bare(said), one


def _levels(file: Opened) -> dict[tuple[str, int], tuple[str, int, str]]:
    """Of each numbering instance and level: what kind of label, where it begins, and how it is written."""
    root = file.tree("word/numbering.xml")
    definitions = {one.get(f"{W}abstractNumId"): one for one in root.iter(f"{W}abstractNum")}
    found = {}
    for number in root.iter(f"{W}num"):
        definition = definitions.get(value(number.find(f"{W}abstractNumId")))
        starts = {one.get(f"{W}ilvl"): value(one.find(f"{W}startOverride")) for one in number.iter(f"{W}lvlOverride")}  # fmt: skip
        for level in definition.iter(f"{W}lvl") if definition is not None else ():
            place = str(level.get(f"{W}ilvl"))
            start = starts.get(place) or value(level.find(f"{W}start")) or "1"
            said = value(level.find(f"{W}lvlText"))
            found[str(number.get(f"{W}numId")), int(place)] = (value(level.find(f"{W}numFmt")), int(start), said)  # fmt: skip
    return found


def _level(word: Written, paragraph: Paragraph) -> str:
    """The level that the outline has of a paragraph, from 1; "" for text."""
    style = word.file.styles.get(paragraph.style)
    name = re.fullmatch(r"heading (\d)", style.name) if style else None
    return name[1] if name else ""


def _heard(word: Written) -> Iterator[tuple[str, Run]]:
    """Everything that is read aloud, with the run that says in which language; labels in the leaflet's own."""
    for label, one in labelled(word):
        yield label, Run(label)
        yield from ((run.text, run) for run in one.runs)


def _word_tags(document: Document) -> dict[str, str]:
    """What Word calls each language that the leaflet has words of, by its tag elsewhere (BCP 47)."""
    foreign = (
        one.tag
        for part in parts(document, [])
        for one in inline.walk(part.inlines)
        if isinstance(one, doc.Foreign)
    )
    every = (language(tag) for tag in (SOURCE, document.tag, *foreign))
    return {one.bcp47: one.word_tag for one in every}


def _without_latin(said: list[tuple[str, str]], own: str, english: str) -> list[tuple[str, str]]:
    """In Chinese, letters of other scripts say that they are English, or Word parts them anywhere."""
    return stretches(
        (tag, "".join(filter(_east_asian, text)) if tag == own else text)
        for tag, text in said
        if tag != english
    )


def _east_asian(character: str) -> bool:
    return (
        unicodedata.east_asian_width(character) in "WF" and unicodedata.category(character) != "So"
    )


def _ends_a_sentence(text: str) -> bool:
    """Whether a text ends in a space or a sign that belongs to the sentence around it."""
    last = text[-1:]
    return last in " .,:;!?…" or (last == ")" and text.count("(") < text.count(")"))


def _runs_above(head: str, document: Document) -> bool:
    """Whether it is the title, or of a long one the beginning."""
    title = inline.plain(document.title.inlines)
    if len(title) <= LONGEST_TITLE // 2 or not head.endswith("…"):
        return head == bare(title)
    return bare(title).startswith(head[:-1]) and LONGEST_TITLE // 2 < len(head) <= LONGEST_TITLE


def _says_what_it_opens(document: Document, link: Link) -> bool:
    """With the link's own words and its address, of which the middle is left out where Word has no room."""
    said = "".join(c for c in link.text.replace(NARROW, NBSP) if c not in BIDI_CONTROLS)
    whole = words.text(document, Word.OPENS_PAGE, text=said, address=link.address)
    if len(whole) <= LONGEST_TOOLTIP:
        return link.tooltip == whole
    first, *others = link.tooltip.split("…")
    kept = ".*".join(map(re.escape, (first, *others)))
    fits = LONGEST_TOOLTIP // 2 < len(link.tooltip) <= LONGEST_TOOLTIP
    return fits and bool(others) and bool(re.fullmatch(kept, whole, re.DOTALL))


def _same_picture(found: bytes, promised: bytes | str) -> bool:
    """The same bytes, or the same pixels; of a QR code, the one of its address."""
    if found == promised:
        return True
    try:
        with Image.open(io.BytesIO(found)) as image:
            if isinstance(promised, str):
                return _modules(image) == [
                    list(row) for row in segno.make(promised, error="m", micro=False).matrix
                ]
            with Image.open(io.BytesIO(promised)) as other:
                return (
                    image.size == other.size
                    and image.convert("RGB").tobytes() == other.convert("RGB").tobytes()
                )
    except OSError:
        return False


def _modules(image: Image.Image) -> list[list[int]]:
    """Which modules of a QR code are dark, without the white around; a module is as wide as the first dark corner's
    seventh (ISO/IEC 18004, 6.3.3: finder patterns)."""
    grey = image.convert("L").point(lambda level: 255 if level < 128 else 0)
    left, top, right, bottom = grey.getbbox() or (0, 0, 0, 0)
    finder = next((x for x in range(left, right) if not grey.getpixel((x, top))), right) - left
    side = max(1, finder // 7)
    return [[int(bool(grey.getpixel((x, y)))) for x in range(left + side // 2, right, side)]
            for y in range(top + side // 2, bottom, side)]  # fmt: skip


def _runs(word: Written) -> Iterator[Run]:
    for one in word.text:
        yield from one.runs


def _direction(text: str) -> str:
    """ "rtl" or "ltr" when all strong letters of the text run so; "" without any, "both" with both."""
    kinds = {unicodedata.bidirectional(c) for c in text if c not in BIDI_CONTROLS}
    rtl, ltr = bool(kinds & {"R", "AL"}), "L" in kinds
    return "both" if rtl and ltr else "rtl" if rtl else "ltr" if ltr else ""


def _needs_complex(character: str) -> bool:
    """South and South-East Asian and Ethiopic letters, which Word draws in its fonts for complex scripts."""
    return "\u0900" <= character <= "\u109f" or "\u1200" <= character <= "\u139f" or "\u1780" <= character <= "\u17ff"  # fmt: skip


def _nested(marks: Sequence[str]) -> bool:
    """Whether begin, separate and end follow each other as brackets do."""
    open_fields: list[str] = []
    for mark in marks:
        if mark == "begin":
            open_fields.append(mark)
        elif not open_fields or (mark == "separate" and open_fields[-1] == "separate"):
            return False
        elif mark == "separate":
            open_fields[-1] = mark
        elif (mark == "end" and open_fields.pop() != "separate") or mark != "end":
            return False
    return not open_fields


def _first_difference(wanted: Sequence[object], has: Sequence[object]) -> object:
    both = min(len(wanted), len(has))
    place = next((n for n in range(both) if wanted[n] != has[n]), both)
    if isinstance(wanted, str):
        return wanted[max(0, place - 10) : place + 20]
    return wanted[place] if place < len(wanted) else has[place]
