"""What leads through the leaflet: links, contents, fields that count pages, and what stands above and below each page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks.docx.opened import Link, Opened, Paragraph, W
from pipeline.checks.docx.written import CONTENTS_HEADINGS, NARROW, Written, plain
from pipeline.checks.promised import bare
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.document import Document
from pipeline.facts import BIDI_CONTROLS, NBSP
from pipeline.words import Word

LISTED = (2, 3)  # levels of headings that the contents list
LONGEST_TITLE = 200  # characters above every page
LONGEST_TOOLTIP = 260  # that Word takes
_FIELDS = re.compile(r'TOC \\o "2-3" \\h \\z|PAGEREF section(_\d+)+ \\h|PAGE|NUMPAGES')
CHECKS: Checks[Written] = Checks()
check = CHECKS.check


@check("A311", Severity.ERROR)
def links_lead_somewhere(word: Written) -> Iterator[Finding]:
    """Every link leads where the leaflet says, and says what it opens before it is followed.

    "Link" alone is all that a screen reader can say of one without.
    """
    offer = word.document.offer
    wanted = [*_links(word.document), *filter(None, (offer.audio, offer.page))]
    found = [run.address for run in word.runs if run.address]
    if list(dict.fromkeys(found)) != list(dict.fromkeys(wanted)):
        yield word.says("the links do not lead where the leaflet says")
    for link in (link for one in word.text for link in one.links):
        if not _says_what_it_opens(word.document, link):
            yield word.says(f"a link does not say that it opens {link.address}")
    marks = {name for one in word.file.body for name in one.bookmarks}
    for run in (run for one in word.file.body for run in one.runs):
        if run.anchor and run.anchor not in marks:
            yield word.says(f"a link leads to {run.anchor}, which is nowhere")


def _links(document: Document) -> Iterator[str]:
    for line in doc.lines(document):
        for one in inline.walk(line.inlines):
            if isinstance(one, doc.Link):
                yield document.address(one.label)


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


@check("A312", Severity.ERROR)
def contents_are_filled(word: Written) -> Iterator[Finding]:
    """The contents list the headings with their pages, and nobody is asked to bring them up to date.

    A list that appears only after a question in technical words is a list that nobody sees.
    """
    sections = doc.walk_sections(word.document)
    wanted = [plain(one.heading) for level, one in sections if level in LISTED]
    if len(wanted) < 2:
        return
    heads = [bare(one.text) for one in word.contents if one.style in CONTENTS_HEADINGS]
    if heads != [bare(words.text(word.document, Word.CONTENTS))]:
        yield word.says("the contents have no heading, or another one")
    entries = [_Entry.of(one) for one in word.contents if _is_entry(one)]
    if [one.heading for one in entries] != wanted:
        yield word.says("the contents do not list the headings with their pages")
    yield from _where_they_lead(word, entries)
    if not any(field.split()[:1] == ["TOC"] for one in entries for field in one.line.fields):
        yield word.says("the contents are no field")
    if _asks(word.file):
        yield word.says("Word would ask whether to bring the contents up to date")


def _is_entry(paragraph: Paragraph) -> bool:
    return paragraph.style.startswith("TOC") and paragraph.style not in CONTENTS_HEADINGS


@dataclass(frozen=True)
class _Entry:
    """A line of the contents: what it says, and the page that it names; neither where it names none."""

    line: Paragraph
    heading: str = ""
    page: int | None = None

    @classmethod
    def of(cls, line: Paragraph) -> _Entry:
        said = re.fullmatch(r"(.*?)(\d+)", bare(line.text))
        return cls(line, said[1], int(said[2])) if said else cls(line)

    def target(self) -> str:
        """The bookmark that its link and its field of a page both lead to; "" where they do not."""
        anchors = {run.anchor for run in self.line.runs if run.anchor}
        fields = {f.split()[1] for f in self.line.fields if f.strip().startswith("PAGEREF ")}
        return next(iter(anchors)) if anchors and len(anchors | fields) == 1 else ""


def _where_they_lead(word: Written, entries: Sequence[_Entry]) -> Iterator[Finding]:
    headings = {name: bare(one.text) for one in word.text for name in one.bookmarks}
    for one in entries:
        target, shown = one.target(), quoted(one.line.text[:40])
        if one.page is None or not target or headings.get(target) != one.heading:
            yield word.says(f"a line of the contents does not lead to its heading: {shown}")
        elif not word.pages.may_be(one.page, target):
            yield word.says(f"the contents say page {one.page} of {shown}")
    pages = [one.page for one in entries if one.page is not None]
    if any(after < before for before, after in pairwise(pages)):
        yield word.says("the pages of the contents go backwards")


def _asks(file: Opened) -> bool:
    """Whether Word asks on opening, in technical words, what to do with the fields."""
    fields = file.tree("word/document.xml").iter(f"{W}fldChar")
    told = file.tree("word/settings.xml").find(f"{W}updateFields") is not None
    return told or any(one.get(f"{W}dirty") for one in fields)


@check("A313", Severity.ERROR)
def fields_are_whole(word: Written) -> Iterator[Finding]:
    """Every field begins, has a result, and ends, and does nothing but count pages.

    From a field that does not end Word takes the rest of the leaflet for its result.
    """
    for field in (field for one in word.everywhere for field in one.fields):
        if not _FIELDS.fullmatch(field.strip()):
            yield word.says(f"a field could act by itself: {quoted(field.strip()[:40])}")
    for part in word.file.told:
        marks = word.file.tree(part).iter(f"{W}fldChar")
        if not _nested([str(one.get(f"{W}fldCharType")) for one in marks]):
            yield word.says(f"a field of {part} is not whole")


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


@check("A314", Severity.ERROR)
def every_page_says_what_it_is(word: Written) -> Iterator[Finding]:
    """The head of every page has the title and what a reader must be told; its foot the number of the page.

    Sheets of a leaflet are handed on one by one.
    """
    yield from _head(word)
    yield from _foot(word)
    sections = list(word.file.tree("word/document.xml").iter(f"{W}sectPr"))
    if len(sections) != 1 or word.file.section.find(f"{W}titlePg") is not None:
        yield word.says("some pages have another head and foot")


def _head(word: Written) -> Iterator[Finding]:
    head, *below = [bare(one.text) for one in word.file.header] or [""]
    told = [bare(inline.plain(one)) for one in words.notice(word.document)[:-1]]
    if not _runs_above(head, word.document) or below != told:
        yield word.says("the head of the pages does not say what it should")


def _foot(word: Written) -> Iterator[Finding]:
    fields = [field.strip() for one in word.file.footer for field in one.fields]
    if sorted(fields) != ["NUMPAGES", "PAGE"]:
        yield word.says("the pages are not numbered")
    numbered = words.inlines(word.document, Word.PAGE, page="1", pages=str(word.pages.said))
    said = [bare(one.text) for one in word.file.footer]
    if said != [bare(inline.plain(numbered))] or not word.pages.may_be_all():
        yield word.says("the foot of the pages does not say which of how many this is")


def _runs_above(head: str, document: Document) -> bool:
    """Whether it is the title, or of a long one the beginning."""
    title = inline.plain(document.title.inlines)
    if len(title) <= LONGEST_TITLE // 2 or not head.endswith("…"):
        return head == bare(title)
    return bare(title).startswith(head[:-1]) and LONGEST_TITLE // 2 < len(head) <= LONGEST_TITLE
