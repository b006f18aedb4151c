"""Proof on the finished file: a PDF is opened again by another reader than the one that made it, and held against the
Document and the rules of large print."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, assert_never

import pikepdf

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks import printed
from pipeline.checks.printed import Element, Placed
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Location, Severity
from pipeline.document import Document
from pipeline.facts import BIDI_CONTROLS, NBSP
from pipeline.languages import language
from pipeline.publisher import PrintProfile
from pipeline.words import Word

SMALLEST = 12.0  # points: "clear print: at least 12" (UKAAF G003)
CONTRAST = 7.0  # to 1 (WCAG 2.2, 1.4.6)
PALE = (0.93, 0.95, 1.0)  # the darkest ground that text stands on
_HINT = "please report it: the file is not to be given to patients"


@dataclass(frozen=True)
class Printed:
    """A finished PDF, what it was made from, and how it was meant to look. ``path``: from the project's root."""

    document: Document
    profile: PrintProfile
    data: bytes
    path: str

    @cached_property
    def tree(self) -> Element:
        return printed.read(self.data)

    @cached_property
    def places(self) -> list[Placed]:
        return [p for p in printed.placed(self.data) if p.text.strip(NBSP + " ")]

    @cached_property
    def pages(self) -> int:
        with pikepdf.open(io.BytesIO(self.data)) as file:
            return len(file.pages)

    def says(self, message: str) -> Finding:
        return Finding(message, Location(self.path), _HINT)


PRINTED: Checks[Printed] = Checks()
check = PRINTED.check


@check("A201", Severity.ERROR)
def text_is_the_documents(pdf: Printed) -> Iterator[Finding]:
    """What a screen reader gets is the leaflet's text, all of it, in its order.

    A word that is on the page and not in the structure is not there for a blind reader.
    """
    listed = contents(pdf.document, pdf.tree, pdf.pages)
    wanted = bare("".join(page_texts(pdf.document, listed)))
    has = bare(pdf.tree.text)
    if wanted != has:
        place = next((n for n, (a, b) in enumerate(zip(wanted, has, strict=False)) if a != b), 0)
        near = wanted[max(0, place - 10) : place + 20]
        yield pdf.says(f"the text for screen readers differs from the leaflet's near {near!r}")


@check("A202", Severity.ERROR)
def figures_in_order(pdf: Printed) -> Iterator[Finding]:
    """Phone numbers, percentages and dates are drawn from left to right on one line.

    In a right-to-left text every engine turns the groups of a phone number round unless it is told not to, and
    no validator sees it.
    """
    for figure in dict.fromkeys(_figures(pdf.document)):
        found = occurrences(pdf.places, figure)
        if not found:
            yield pdf.says(f"{figure} is not on the page")
        for run in found:
            if [p.x for p in run] != sorted(p.x for p in run):
                yield pdf.says(f"{figure} is drawn in another order")
            elif len({(p.page, p.y) for p in run}) > 1:
                yield pdf.says(f"{figure} is split over lines")


@check("A203", Severity.ERROR)
def type_is_large_enough(pdf: Printed) -> Iterator[Finding]:
    """No type is smaller than 12 points, and the body has the size of its edition.

    "Large print" in a file's name is a promise.
    """
    smallest = min((p.size for p in pdf.places), default=SMALLEST)
    if smallest < SMALLEST:
        yield pdf.says(f"some text is set in {smallest:g} points")
    sizes = Counter(p.size for p in pdf.places if p.tagged)
    for size, _ in sizes.most_common(1):
        if abs(size - pdf.profile.body) > 0.1:
            yield pdf.says(f"most text is set in {size:g} points")


@check("A204", Severity.ERROR)
def contrast_is_high(pdf: Printed) -> Iterator[Finding]:
    """Text stands out from its ground by 7 to 1 or more.

    Grey on white is gone for many readers, and most leaflets are printed at home.
    """
    for colour in sorted({p.colour for p in pdf.places}):
        ratio = (_luminance(PALE) + 0.05) / (_luminance(colour) + 0.05)
        if ratio < CONTRAST:
            yield pdf.says(f"text of the colour {colour} has a contrast of {ratio:.1f} to 1")


@check("A205", Severity.ERROR)
def nothing_off_the_page(pdf: Printed) -> Iterator[Finding]:
    """All text stands between the margins.

    What runs off the paper is lost without a trace.
    """
    left, right = pdf.profile.margin - 2, pdf.profile.page_width - pdf.profile.margin + 2
    outside = [p for p in pdf.places if not (left <= p.x <= right and 0 < p.y < pdf.profile.page_height)]  # fmt: skip
    if outside:
        yield pdf.says(f"{len(outside)} characters stand outside the margins")


@check("A206", Severity.ERROR)
def headings_in_order(pdf: Printed) -> Iterator[Finding]:
    """There is one title, and no level of heading is skipped.

    Screen-reader users walk a leaflet by its headings.
    """
    levels = [int(e.tag[1]) for e in pdf.tree.walk() if re.fullmatch(r"H\d", e.tag)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield pdf.says("the file does not begin with its one title")
    for before, after in pairwise(levels):
        if after > before + 1:
            yield pdf.says(f"a heading of level {after} follows one of level {before}")


@check("A207", Severity.ERROR)
def language_is_said(pdf: Printed) -> Iterator[Finding]:
    """The file says its language, and so do words of another one.

    Else a screen reader reads Urdu in an English voice.
    """
    wanted = language(pdf.document.tag).bcp47
    if pdf.tree.lang != wanted or _root(pdf.data).get("Lang") != wanted:
        yield pdf.says(f"the file does not say that it is {wanted}")
    foreign = Counter(language(tag).bcp47 for tag in _foreign(pdf.document))
    spans = Counter(e.lang for e in pdf.tree.walk() if e.lang and e.tag in ("Span", "Link"))
    for tag in foreign:
        if tag not in spans:
            yield pdf.says(f"words in {tag} do not say so")


@check("A208", Severity.ERROR)
def pictures_are_described(pdf: Printed) -> Iterator[Finding]:
    """Every picture has its description, and every table its headers.

    A picture without words is nothing to a blind reader.
    """
    if any(e.tag == "Figure" and not e.alt.strip() for e in pdf.tree.walk()):
        yield pdf.says("a picture has no description")
    for table in (e for e in pdf.tree.walk() if e.tag == "Table"):
        if not any(e.tag == "TH" for e in table.walk()):
            yield pdf.says("a table has no headers")


@check("A209", Severity.ERROR)
def fonts_are_embedded(pdf: Printed) -> Iterator[Finding]:
    """Every font is in the file.

    Else another machine draws other letters, or none.
    """
    for name in _root(pdf.data)["not embedded"]:
        yield pdf.says(f"the font {name} is not in the file")


@check("A210", Severity.ERROR)
def title_is_shown(pdf: Printed) -> Iterator[Finding]:
    """The window of a reader shows the leaflet's title, and the file says which standard it follows.

    A row of file names helps nobody who listens to their open windows.
    """
    root = _root(pdf.data)
    if not root["shows title"] or bare(root["title"]) != bare(
        inline.plain(pdf.document.title.inlines)
    ):
        yield pdf.says("the file does not show its title")
    if "pdfuaid:part" not in root["metadata"]:
        yield pdf.says("the file does not say that it is PDF/UA")


# What the leaflet says.


def contents(document: Document, tree: Element, pages: int) -> list[tuple[str, int]]:
    """What a list of contents must say: each section's heading and its page, from 1. A leaflet of three pages and more, and
    of two sections and more, has one, under a heading of its own."""
    if pages < 3 or len(document.sections) < 2:
        return []
    _, *headings = [e for e in tree.walk() if e.tag == "H2"] or [tree]
    return [(e.text, e.page + 1) for e in headings]


def page_texts(document: Document, listed: Sequence[tuple[str, int]]) -> list[str]:
    """The Document's text as pages have it, in order: the charity's name above, how else the leaflet can be had, its dates
    and the contents (``listed``) after title and notice, and at the end where it is on the web."""
    title, *rest = texts(document)
    notice = len(words.notice(document))
    said = (*words.ask(document), *words.dates(document))
    found = [document.publisher, title, *rest[:notice], *map(inline.plain, said)]
    found += [words.text(document, Word.CONTENTS)] * bool(listed)
    found += [text for heading, page in listed for text in (heading, str(page))]
    return [*found, *rest[notice:], *_web_texts(document)]


def _web_texts(document: Document) -> Iterator[str]:
    offer = document.offer
    for word, address in ((Word.LISTEN, offer.audio), (Word.ON_THE_WEB, offer.page)):
        if address:
            yield words.text(document, word)
            yield address.split("://")[1].rstrip("/")


def texts(document: Document) -> list[str]:
    """The Document's text as every edition has it, in order, with what editions add: the notice, bullets, numbers, the words
    above side effects and beside warnings."""
    found = [inline.plain(document.title.inlines), *map(inline.plain, words.notice(document))]
    found += [text for block in document.blocks for text in _block_texts(document, block)]
    for _, section in doc.walk_sections(document):
        found.append(inline.plain(section.heading.inlines))
        found += [text for block in section.blocks for text in _block_texts(document, block)]
    return found


def _block_texts(document: Document, block: doc.Block) -> Iterator[str]:
    match block:
        case doc.Paragraph(line):
            yield inline.plain(line.inlines)
        case doc.BulletList(items):
            for item in items:
                yield from _item_texts(document, item, "•")
        case doc.NumberedList(items, start):
            for number, item in enumerate(items, start):
                yield from _item_texts(document, item, f"{number}.")
        case doc.SideEffects(entries):
            yield words.text(document, Word.SIDE_EFFECT)
            yield words.text(document, Word.HOW_MANY)
            for entry in entries:
                yield from (inline.plain(entry.name.inlines), entry.shown, entry.plainly)
        case doc.Table(header, rows, caption):
            lines = [*([caption] if caption else []), *header, *(c for row in rows for c in row)]
            yield from (inline.plain(line.inlines) for line in lines)
        case doc.Figure(caption=caption):
            if caption:
                yield inline.plain(caption.inlines)
        case doc.Callout(kind, blocks):
            yield words.text(
                document, Word.WARNING if kind is doc.CalloutKind.WARNING else Word.NOTE
            )
            for inner in blocks:
                yield from _block_texts(document, inner)
        case doc.Only(_, blocks):
            for inner in blocks:
                yield from _block_texts(document, inner)
        case _:
            assert_never(block)


def _item_texts(document: Document, item: doc.Item, label: str) -> Iterator[str]:
    yield label
    yield inline.plain(item.line.inlines)
    for block in item.blocks:
        yield from _block_texts(document, block)


def bare(text: str) -> str:
    """Without what no reader sees: controls, kinds of white space, the form of accents, the shape of bullets."""
    text = "".join(c for c in text if c not in BIDI_CONTROLS)
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text)).replace("–", "•")


def _figures(document: Document) -> Iterator[str]:
    """What must be seen in order: every figure of four signs or more; of a date with an Urdu month, its year."""
    shown = [one.shown for line in doc.lines(document) for one in inline.walk(line.inlines) if isinstance(one, doc.FactRef)]  # fmt: skip
    shown += [entry.shown for entry in _side_effects(document)]
    for text in shown:
        for part in re.findall(r"[\x20-\x7e\u00a0]{4,}", text):
            figure = re.sub(r"[\s\u00a0]", "", part)
            if len(figure) >= 4:
                yield figure


def _side_effects(document: Document) -> Iterator[doc.SideEffect]:
    found: list[doc.SideEffect] = []

    def note(block: doc.Block) -> tuple[doc.Block, ...]:
        found.extend(block.entries if isinstance(block, doc.SideEffects) else ())
        return (block,)

    doc.map_blocks(document, note)
    return iter(found)


def _foreign(document: Document) -> Iterator[str]:
    for line in doc.lines(document):
        if line is not document.summary:  # the summary is not printed
            for one in inline.walk(line.inlines):
                if isinstance(one, doc.Foreign) and one.tag != document.tag:
                    yield one.tag


# What the file says.


def occurrences(places: list[Placed], figure: str) -> list[list[Placed]]:
    """Every place where the figure's characters follow each other in the stream."""
    visible = [p for p in places if p.text.strip(NBSP + " " + BIDI_CONTROLS)]
    of_character = [p for p in visible for _ in p.text]  # a ligature stands for several
    text = "".join(p.text for p in visible)
    return [of_character[m.start() : m.end()] for m in re.finditer(re.escape(figure), text)]


def _luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def _root(data: bytes) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        preferences = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
        return {
            "Lang": str(pdf.Root.get("/Lang", "")),
            "title": str(pdf.docinfo.get("/Title", "")),
            "shows title": bool(preferences.get("/DisplayDocTitle", False)),
            "metadata": pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in pdf.Root else "",
            "not embedded": sorted({str(f.BaseFont) for f in fonts if not _embedded(f)}),
        }


def _embedded(font: Any) -> bool:
    return "/FontFile2" in font.DescendantFonts[0].FontDescriptor
