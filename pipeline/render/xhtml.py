"""A leaflet as elements that HTML and XHTML share: what the web page and the EPUB show.

Elements are escaped by construction: what an author or translator wrote can never become markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from markupsafe import Markup, escape

from pipeline import document as doc
from pipeline import inline, words
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Document, Inlines, Line
from pipeline.facts import BIDI_CONTROLS, FSI, LRI, PDI, RLI, Kind, plain_text
from pipeline.render.aloud import Heard, Reading
from pipeline.words import Word

DEEPEST = 6  # HTML has h1 to h6
_EMPTY = ("img", "meta", "link")
_LABELS = {doc.CalloutKind.WARNING: Word.WARNING, doc.CalloutKind.NOTE: Word.NOTE}
_ISOLATED = re.compile(f"([{LRI}{RLI}{FSI}])([^{LRI}{RLI}{FSI}{PDI}]*){PDI}")
_DIRECTIONS = {LRI: "ltr", RLI: "rtl", FSI: None}


def _pagebreak(_number: int) -> Markup:
    return Markup()


def _sentence(text: Markup, _heard: Heard) -> Markup:
    return text


@dataclass
class Writer:
    """``xml``: for EPUB. ``picture``: the address of a figure's picture; ``sentence``: what surrounds one that is heard;
    ``pages``: after how many characters of title, notice and text each page but the first begins, and ``pagebreak``: what
    stands there."""

    document: Document
    picture: Callable[[doc.Figure], str]
    xml: bool = False
    reading: Reading = field(default_factory=Reading)
    sentence: Callable[[Markup, Heard], Markup] = _sentence
    pages: Sequence[int] = ()
    pagebreak: Callable[[int], Markup] = _pagebreak
    _seen: int = 0
    _page: int = 1

    def element(self, name: str, *children: Markup, **attributes: str | None) -> Markup:
        """``<name key="value">children</name>``; an attribute that is None is left out, "class_" is class."""
        if self.xml and attributes.get("lang"):
            attributes["xml:lang"] = attributes["lang"]
        written = Markup().join(
            Markup(' {}="{}"').format(key.rstrip("_").replace("aria_", "aria-"), _held(value))
            for key, value in attributes.items()
            if value is not None
        )
        if name in _EMPTY:
            return Markup("<{}{}{}>").format(Markup(name), written, Markup("/" if self.xml else ""))
        inner = Markup().join(children)
        return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, inner)

    # The leaflet.

    def opening(self) -> Markup:
        """The title, and what a reader must know first."""
        at = self.document.title.at
        title = self.heading(self.document.title, 1, None)
        notices = [
            self.element("p", self.line(one, at)) for one in words.notice(self.document) if one
        ]
        around = [self.element("div", *notices, class_="notice", role="note")] if notices else []
        return Markup().join([title, *around])

    def section(self, section: doc.Section, level: int, name: str) -> Markup:
        """``name``: its anchor, and the beginning of those of the sections in it."""
        anchor = anchor_of(section, name)
        heading = self.heading(section.heading, level, anchor)
        inner = (
            self.section(one, level + 1, f"{name}_{number}")
            for number, one in enumerate(section.sections, 1)
        )
        return self.element(
            "section", *heading_first(heading, self.blocks(section.blocks), *inner),
            aria_labelledby=anchor,
        )  # fmt: skip

    def heading(self, line: Line, level: int, anchor: str | None) -> Markup:
        before = self.due_pages()
        text = self.line(line.inlines, line.at)
        return before + self.element(f"h{min(level, DEEPEST)}", text, id=anchor)

    def blocks(self, blocks: Sequence[doc.Block]) -> Markup:
        return Markup("\n").join(self.block(block) for block in blocks)

    def block(self, block: doc.Block) -> Markup:
        match block:
            case doc.Paragraph(line):
                return self.element("p", self.line(line.inlines, line.at))
            case doc.BulletList(items):
                return self.element("ul", *map(self.item, items))
            case doc.NumberedList(items, start):
                number = str(start) if start != 1 else None
                return self.element("ol", *map(self.item, items), start=number)
            case doc.SideEffects():
                return self.side_effects(block)
            case doc.Table():
                return self.table(block)
            case doc.Figure():
                return self.figure(block)
            case doc.Callout(kind, blocks):
                label = words.inlines(self.document, _LABELS[kind])
                said = self.line(label, self.document.title.at, added=True)
                first = self.element("p", self.element("strong", said), class_="label")
                inner = self.blocks(blocks)
                return self.element("div", first, inner, class_=f"callout {kind}", role="note")
            case doc.Only(_, blocks):
                return self.blocks(blocks)
            case _:
                assert_never(block)

    def item(self, item: doc.Item) -> Markup:
        line = self.line(item.line.inlines, item.line.at)
        return self.element("li", line, self.blocks(item.blocks))

    def side_effects(self, block: doc.SideEffects) -> Markup:
        """The exact figure, and beside it its plain form."""
        header = [words.inlines(self.document, one) for one in (Word.SIDE_EFFECT, Word.HOW_MANY)]
        head = self.header(header)
        rows = []
        for entry in block.entries:
            name = self.element("th", self.line(entry.name.inlines, entry.name.at), scope="row")
            exact = self.line((doc.Text(entry.shown),), entry.at)
            plainly = self.line((doc.Text(entry.plainly),), entry.at)
            exact = self.element("strong", exact, class_="exact")
            figures = self.element("td", exact, Markup(" "), self.element("span", plainly))
            rows.append(self.element("tr", name, figures))
        return self.element("table", head, self.element("tbody", *rows), class_="effects")

    def header(self, cells: Sequence[Inlines]) -> Markup:
        """What stands above columns. The voice says it before each cell."""
        found = [self.element("th", self.inlines(one), scope="col") for one in cells]
        return self.element("thead", self.element("tr", *found))

    def table(self, block: doc.Table) -> Markup:
        parts = []
        if block.caption:
            caption = self.line(block.caption.inlines, block.caption.at)
            parts.append(self.element("caption", caption))
        parts.append(self.header([line.inlines for line in block.header]))
        rows = []
        for first, *others in block.rows:
            cells = [self.element("th", self.line(first.inlines, first.at), scope="row")]
            cells += [self.element("td", self.line(one.inlines, one.at)) for one in others]
            rows.append(self.element("tr", *cells))
        return self.element("table", *parts, self.element("tbody", *rows))

    def figure(self, block: doc.Figure) -> Markup:
        image = self.image(block, self.picture(block))
        found = self.reading.sentences(block.alt.inlines, block.alt.at)
        for heard in [one.heard for one in found if one.heard][:1]:
            end = max(one.heard.end for one in found if one.heard)
            image = self.sentence(image, _until(heard, end))
        if not block.caption:
            return self.element("figure", image)
        caption = self.line(block.caption.inlines, block.caption.at)
        return self.element("figure", image, self.element("figcaption", caption))

    def image(self, figure: doc.Figure, address: str) -> Markup:
        alt = figure.alt.inlines
        whole = alt[0] if len(alt) == 1 and isinstance(alt[0], doc.Foreign) else None
        lang = self.document.language(whole.tag).bcp47 if whole else None
        return self.element(
            "img", src=address, alt=visible(inline.plain(alt)), lang=lang,
            width=str(figure.width), height=str(figure.height),
        )  # fmt: skip

    # A line.

    def line(self, inlines: Inlines, at: Location, added: bool = False) -> Markup:
        """A text sentence by sentence."""
        check(inline.plain(inlines), at)
        parts = []
        for one in self.reading.sentences(inlines, at, added):
            text = self.inlines(one.inlines)
            parts.append(self.sentence(text, one.heard) if one.heard else text)
        return Markup().join(parts)

    def inlines(self, inlines: Inlines, linked: bool = True) -> Markup:
        """``linked``: whether links and telephone numbers lead anywhere; they cannot in a link."""
        return Markup().join(self.inline(one, linked) for one in inlines)

    def inline(self, one: doc.Inline, linked: bool) -> Markup:
        match one:
            case doc.Text(text) | doc.Term(text):
                return self.text(text)
            case doc.FactRef(name, shown):
                number = telephone(self.document, name) if linked else ""
                found = self.text(shown)
                return self.element("a", found, href=f"tel:{number}") if number else found
            case doc.Strong(children):
                return self.element("strong", self.inlines(children, linked))
            case doc.Link(children, label):
                inner = self.inlines(children, False)
                address = self.document.address(label)
                return self.element("a", inner, href=address) if linked else inner
            case doc.Foreign(children, tag):
                spoken = self.document.language(tag)
                inner = self.inlines(children, linked)
                return self.element("bdi", inner, lang=spoken.bcp47, dir=spoken.direction)
            case _:
                assert_never(one)

    def text(self, text: str) -> Markup:
        """Text with the pages that begin in it, its isolates as elements."""
        parts: list[Markup] = []
        while (cut := self.cut(text)) is not None:
            parts += [self.isolates(text[:cut]), *self.turn()]
            text = text[cut:]
        self._seen += len(bare(text))
        return Markup().join([*parts, self.isolates(text)])

    def isolates(self, text: str) -> Markup:
        parts: list[Markup] = []
        place = 0
        for found in _ISOLATED.finditer(text):
            parts.append(escape(visible(text[place : found.start()])))
            parts.append(self.element("bdi", escape(found[2]), dir=_DIRECTIONS[found[1]]))
            place = found.end()
        return Markup().join([*parts, escape(visible(text[place:]))])

    # Pages.

    def cut(self, text: str) -> int | None:
        """Where in the text the next page begins; None where it does not begin in it."""
        if self._page > len(self.pages):
            return None
        before = self.pages[self._page - 1] - self._seen
        if before >= len(bare(text)):
            return None
        place = next((n for n in range(len(text)) if len(bare(text[: n + 1])) > before), 0)
        inside = (
            one.start() for one in _ISOLATED.finditer(text) if one.start() < place < one.end()
        )
        place = next(inside, place)  # a figure is never parted
        self._seen += len(bare(text[:place]))
        return place

    def turn(self) -> Iterator[Markup]:
        self._page += 1
        yield self.pagebreak(self._page)

    def due_pages(self) -> Markup:
        """The marks of pages that begin with what comes next."""
        parts: list[Markup] = []
        while self._page <= len(self.pages) and self.pages[self._page - 1] <= self._seen:
            parts += self.turn()
        return Markup().join(parts)

    def rest_of_pages(self) -> Markup:
        """The marks of pages after the text."""
        parts: list[Markup] = []
        while self._page <= len(self.pages):
            parts += self.turn()
        return Markup().join(parts)


def heading_first(heading: Markup, *parts: Markup) -> tuple[Markup, ...]:
    return (heading, Markup("\n"), *parts, Markup("\n"))


def anchor_of(section: doc.Section, name: str) -> str:
    """The author's own name of a section, or its place; no author's name has a "_" (pipeline.parse)."""
    return section.id or name


def contents(
    writer: Writer, sections: Sequence[doc.Section], name: str, address: Callable[[str], str]
) -> Markup:
    """The headings as links, those inside others too. ``address``: of an anchor."""
    entries = []
    for number, section in enumerate(sections, 1):
        own = f"{name}_{number}"
        text = writer.inlines(section.heading.inlines, linked=False)
        link = writer.element("a", text, href=address(anchor_of(section, own)))
        inner = contents(writer, section.sections, own, address) if section.sections else Markup()
        entries.append(writer.element("li", link, inner))
    return writer.element("ol", *entries)


def telephone(document: Document, name: str) -> str:
    """The number of a fact as ``tel:`` has it; "" for a fact that is no telephone number."""
    fact = dict(document.facts).get(name)
    if fact is None or fact.kind is not Kind.PHONE:
        return ""
    return re.sub(r"[^+\d]", "", str(fact.value))


def visible(text: str) -> str:
    """Without bidi controls: elements and attributes have directions of their own."""
    return text.translate(dict.fromkeys(map(ord, BIDI_CONTROLS)))


def plain(inlines: Inlines) -> str:
    """For titles and attributes."""
    return plain_text(inline.plain(inlines))


def bare(text: str) -> str:
    """What is counted of a text: no white space, no controls."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", visible(text)))


def check(text: str, at: Location) -> None:
    """Raises LeafletError for what XML 1.0 cannot hold (section 2.2, Char)."""
    wrong = dict.fromkeys(character for character in text if not _holds(ord(character)))
    if wrong:
        raise LeafletError(*(
            Diagnostic("A106", f"a web page cannot hold the character U+{ord(c):04X}, which cannot be seen", at, "delete it, or type the words around it again") for c in wrong))  # fmt: skip


def _holds(point: int) -> bool:
    return point in (9, 10) or 32 <= point < 0xD800 or (point > 0xDFFF and point & 0xFFFE != 0xFFFE)


def _held(value: str) -> str:
    return "".join(character for character in value if _holds(ord(character)))


def _until(heard: Heard, end: float) -> Heard:
    return Heard(heard.shown, heard.at, heard.begin, end, heard.added)
