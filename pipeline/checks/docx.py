"""Proof on the finished Word file: it is opened again by another reader than the one that made it, and held against the
Document and what word processors and screen readers need."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import assert_never

from lxml import etree

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks.opened import Opened, Paragraph, Run, W, is_on, value
from pipeline.checks.output import bare, page_texts
from pipeline.checks.promised import parts
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Diagnostic, Location, Severity
from pipeline.document import Document
from pipeline.facts import BIDI_CONTROLS, LRI, PDI, RLI

SMALLEST = 24  # half points: "clear print: at least 12" (UKAAF G003)
WORD_2013 = "15"  # the current compatibility mode
DEEPEST_LIST, DEEPEST_HEADING = 9, 6  # as many levels as Word has for each
LISTED = (2, 3)  # levels of headings that the contents list
LONGEST_TITLE = 200  # characters above every page
SPACER = "BetweenTables"  # what Word needs between two tables, and below the last
_HINT = "please report it: the file is not to be given to patients"
# What a paragraph and a run may say for themselves; all else is for their style.
_OWN_PARAGRAPH = frozenset({"pStyle", "numPr"})
_OWN_RUN = frozenset({"rStyle", "rFonts", "rtl", "cs", "lang"})


@dataclass(frozen=True)
class Written:
    """A finished Word file, what it was made from, and the type size that its edition promises. ``path``: from the
    project's root."""

    document: Document
    body: float
    data: bytes
    path: str

    @cached_property
    def file(self) -> Opened:
        return Opened(self.data)

    @cached_property
    def text(self) -> list[Paragraph]:
        """The paragraphs without the contents."""
        return [one for one in self.file.body if not one.contents]

    @cached_property
    def contents(self) -> list[Paragraph]:
        return [one for one in self.file.body if one.contents]

    def says(self, message: str) -> Finding:
        return Finding(message, Location(self.path), _HINT)


WRITTEN: Checks[Written] = Checks()
check = WRITTEN.check


def prove(word: Written) -> Iterator[Diagnostic]:
    """Everything that is wrong with a finished file, also when it is none."""
    try:
        yield from WRITTEN.run(word)
    except ValueError as problem:
        yield Diagnostic("A301", str(problem), Location(word.path), _HINT)


@check("A301", Severity.ERROR)
def package_is_whole(word: Written) -> Iterator[Finding]:
    """Everything that the file refers to is in it, and nothing that could act by itself.

    Word offers to repair a file with a part missing, and asks about macros; many readers stop there.
    """
    for name in word.file.dangling():
        yield word.says(f"{name} is used and is not in the file")
    for name in word.file.parts:
        if "vba" in name.lower() or "activex" in name.lower() or "embeddings" in name.lower():
            yield word.says(f"{name} could act by itself")
    numbers = {str(one.get(f"{W}numId")) for one in word.file.tree("word/numbering.xml").iter(f"{W}num")}  # fmt: skip
    for paragraph in word.file.body:
        if paragraph.style not in word.file.styles:
            yield word.says(f"the style {paragraph.style} is not in the file")
        if paragraph.number and paragraph.number[0] not in numbers:
            yield word.says(f"the list {paragraph.number[0]} is not in the file")


@check("A302", Severity.ERROR)
def text_is_the_documents(word: Written) -> Iterator[Finding]:
    """The file's text is the leaflet's, all of it, in its order, once.

    What was lost in the file is lost to whoever reads it.
    """
    wanted = bare("".join(page_texts(word.document, [])))
    has = bare("".join(label + one.text for label, one in labelled(word)))
    if wanted != has:
        yield word.says(
            f"the text differs from the leaflet's near {_first_difference(wanted, has)!r}"
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
        yield word.says(f"the headings differ near {_first_difference(wanted, found)!r}")
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
        yield word.says(f"the lists differ near {_first_difference(wanted, found)!r}")


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
            yield word.says("a table does not say that its first row and column are headers")
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
    wanted = [(word.document.language(tag).word_tag, said) for tag, said in _foreign(word.document)]
    for tag, said in wanted:
        if said not in bare("".join(run.text for one in word.text for run in one.runs if run.lang == tag)):  # fmt: skip
            yield word.says(f"{said!r} does not say that it is {tag}")


@check("A308", Severity.ERROR)
def direction_is_right(word: Written) -> Iterator[Finding]:
    """In a language from right to left, paragraphs, letters, tables and pages run from there, and in no other.

    Word lays out by these marks alone: without them full stops, brackets and columns change sides.
    """
    rtl = word.document.language().rtl
    normal = word.file.styles.get("Normal")
    body = word.file.tree("word/document.xml")
    if normal is None or normal.has("bidi") != rtl:
        yield word.says("paragraphs run from the wrong side")
    if is_on(body.find(f"{W}body/{W}sectPr/{W}bidi")) != rtl:
        yield word.says("pages run from the wrong side")
    for properties in body.iter(f"{W}tblPr"):
        if is_on(properties.find(f"{W}bidiVisual")) != rtl:
            yield word.says("the columns of a table run from the wrong side")
    for run in _runs(word):
        if _direction(run.text) not in ("", "rtl" if run.rtl else "ltr"):
            yield word.says(f"{run.text[:20]!r} runs from the wrong side")
        if not run.rtl and not run.complex and any(_needs_complex(c) for c in run.text):
            yield word.says(f"{run.text[:20]!r} has not the font of its script")


@check("A309", Severity.ERROR)
def figures_in_order(word: Written) -> Iterator[Finding]:
    """From right to left, every phone number, date and percentage stands between isolates in one run.

    Without them Word turns the groups of a phone number round, and no validator sees it.
    """
    if not word.document.language().rtl:
        return
    runs = [run.text for run in _runs(word)]
    isolated = "".join(re.findall(f"[{LRI}{RLI}][^{PDI}]*{PDI}", "".join(runs)))
    for figure in dict.fromkeys(_figures(word.document)):
        if figure not in isolated:
            yield word.says(f"{figure[1:-1]!r} is not kept in order")
        elif figure.startswith(LRI) and not any(figure in text for text in runs):
            yield word.says(f"{figure[1:-1]!r} is parted into runs")


@check("A310", Severity.ERROR)
def type_is_large_enough(word: Written) -> Iterator[Finding]:
    """The body has the size of its edition, in every script, and nothing is smaller than 12 points.

    Complex scripts have a size and a bold of their own, which Word takes from other marks.
    """
    root = word.file.tree("word/styles.xml")
    for name in ("sz", "szCs"):
        if value(root.find(f"{W}docDefaults//{W}{name}")) != str(round(2 * word.body)):
            yield word.says(f"the body is not set in {word.body:g} points ({name})")
    for key, style in word.file.styles.items():
        size, complex_size = style.says.get("sz", ""), style.says.get("szCs", "")
        if size != complex_size or style.has("b") != style.has("bCs"):
            yield word.says(f"the style {key} looks different in complex scripts")
        if size and not (size.isdecimal() and int(size) >= SMALLEST) and key != SPACER:
            yield word.says(f"the style {key} is too small")


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
    if any(run.address and run.address not in run.tooltip for run in _runs(word)):
        yield word.says("a link does not say what it opens")
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
    entries = [one for one in word.contents if one.style.startswith("TOC") and one.style != "TOCHeading"]  # fmt: skip
    lines = [re.fullmatch(r"(.*?)(\d+)", bare(one.text)) for one in entries]
    if [line[1] if line else "" for line in lines] != wanted:
        yield word.says("the contents do not list the headings with their pages")
    pages = [int(line[2]) for line in lines if line]
    if any(after < before for before, after in pairwise(pages)):
        yield word.says("the pages of the contents go backwards")
    if not any(one.fields.lstrip().startswith("TOC") for one in entries):
        yield word.says("the contents are no field")
    settings = word.file.tree("word/settings.xml")
    dirty = any(one.get(f"{W}dirty") for one in word.file.tree("word/document.xml").iter(f"{W}fldChar"))  # fmt: skip
    if settings.find(f"{W}updateFields") is not None or dirty:
        yield word.says("Word would ask whether to bring the contents up to date")


@check("A313", Severity.ERROR)
def fields_are_whole(word: Written) -> Iterator[Finding]:
    """Every field begins, has a result, and ends.

    From a field that does not end Word takes the rest of the leaflet for its result.
    """
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
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
    title = inline.plain(word.document.title.inlines)
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1] + "…"
    told = [title, *map(inline.plain, words.notice(word.document)[:-1])]
    if [bare(one.text) for one in word.file.header] != list(map(bare, told)):
        yield word.says("the head of the pages does not say what it should")
    fields = "".join(one.fields for one in word.file.footer).split()
    if sorted(fields) != ["NUMPAGES", "PAGE"]:
        yield word.says("the pages are not numbered")


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


@check("A316", Severity.ERROR)
def styles_do_the_work(word: Written) -> Iterator[Finding]:
    """Looks come from styles, space from looks: no paragraph is empty, none has a look of its own.

    Who enlarges the body's style enlarges the leaflet; a screen reader stops at every empty paragraph.
    """
    for one in (*word.file.body, *word.file.header, *word.file.footer):
        if not (one.text or one.pictures or one.cell or one.style == SPACER):
            yield word.says("a paragraph is empty")
        if not one.properties <= _OWN_PARAGRAPH:
            yield word.says(f"{one.text[:20]!r} has a look of its own")
        for run in one.runs:
            if not run.properties <= _OWN_RUN:
                yield word.says(f"{run.text[:20]!r} has a look of its own")


@check("A317", Severity.ERROR)
def pages_break_well(word: Written) -> Iterator[Finding]:
    """A heading stands with what follows it, no line stands alone, and Word lays out as it does today.

    A heading at the foot of a page is lost to who sees a few words at a time.
    """
    styles = word.file.styles
    for key, style in styles.items():
        if key.startswith("Heading") and not (style.has("keepNext") and style.has("keepLines")):
            yield word.says(f"the style {key} may stand alone at the foot of a page")
    if "Normal" not in styles or not styles["Normal"].has("widowControl"):
        yield word.says("lines may stand alone")
    modes = {one.get(f"{W}name"): value(one) for one in word.file.tree("word/settings.xml").iter(f"{W}compatSetting")}  # fmt: skip
    if modes.get("compatibilityMode") != WORD_2013:
        yield word.says("Word would open the file in compatibility mode")


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


def _foreign(document: Document) -> Iterator[tuple[str, str]]:
    for line in doc.lines(document):
        if line is not document.summary:  # a property, which has no languages
            for one in inline.walk(line.inlines):
                if (
                    isinstance(one, doc.Foreign)
                    and one.tag != document.tag
                    and not _in_alt(document, line)
                ):
                    yield one.tag, bare(inline.plain(one.children))


def _in_alt(document: Document, line: doc.Line) -> bool:
    return any(isinstance(one, doc.Figure) and one.alt is line for one in _every_block(document))


def _links(document: Document) -> Iterator[str]:
    for line in doc.lines(document):
        for one in inline.walk(line.inlines):
            if isinstance(one, doc.Link):
                yield document.address(one.label)


def _figures(document: Document) -> Iterator[str]:
    """Every figure with its isolates."""
    for line in doc.lines(document):
        if line is not document.summary and not _in_alt(document, line):
            for one in inline.walk(line.inlines):
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
        kind, start = kinds.get(one.number, ("", 1)) if one.number else ("", 1)
        if one.number and kind == "decimal":
            counts[one.number] = counts.get(one.number, start - 1) + 1
            yield f"{counts[one.number]}.", one
        else:
            yield "•" if kind else "", one


def _levels(file: Opened) -> dict[tuple[str, int], tuple[str, int]]:
    """Of each numbering instance and level: what kind of label, and where it begins."""
    root = file.tree("word/numbering.xml")
    definitions = {one.get(f"{W}abstractNumId"): one for one in root.iter(f"{W}abstractNum")}
    found = {}
    for number in root.iter(f"{W}num"):
        definition = definitions.get(value(number.find(f"{W}abstractNumId")))
        starts = {one.get(f"{W}ilvl"): value(one.find(f"{W}startOverride")) for one in number.iter(f"{W}lvlOverride")}  # fmt: skip
        for level in definition.iter(f"{W}lvl") if definition is not None else ():
            place = str(level.get(f"{W}ilvl"))
            start = starts.get(place) or value(level.find(f"{W}start")) or "1"
            found[str(number.get(f"{W}numId")), int(place)] = (value(level.find(f"{W}numFmt")), int(start))  # fmt: skip
    return found


def _level(word: Written, paragraph: Paragraph) -> str:
    """The level that the outline has of a paragraph, from 1; "" for text."""
    style = word.file.styles.get(paragraph.style)
    name = re.fullmatch(r"heading (\d)", style.name) if style else None
    return name[1] if name else ""


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
