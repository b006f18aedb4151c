"""The flow of a leaflet as WordprocessingML, in a package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from pipeline import inline, words
from pipeline.document import Document
from pipeline.languages import SOURCE, Language, ScriptKind, language
from pipeline.render.docx.flow import Block, Contents, Paragraph, Picture, Run, Table, flow
from pipeline.render.docx.markup import Xml, checked, element, on, text, visible, w
from pipeline.render.docx.metrics import font_for
from pipeline.render.docx.package import Package
from pipeline.render.docx.pages import Pages, reckon
from pipeline.render.docx.parts import (
    LANG_ATTRIBUTES,
    counting,
    font_table,
    in_list,
    numbering,
    styles,
    twips,
    word_font,
)
from pipeline.render.docx.scripts import by_script, held, runs_rtl, strong, unparted
from pipeline.render.docx.styles import (
    CONTENTS_LEVELS,
    TEXT_WIDTH,
    Inks,
    style_set,
)
from pipeline.words import Word

_EMU = 12700  # English Metric Units in a point, DrawingML's unit for lengths
_LONGEST_TOOLTIP = 260  # characters (ISO/IEC 29500-1, 17.16.22, as openxml-audit holds Word to it)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass(frozen=True, slots=True)
class Options:
    """What an edition chooses."""

    body: float = 18.0  # points


def render(document: Document, options: Options) -> bytes:
    """The .docx of a leaflet, the same bytes for the same input. Raises LeafletError for text that XML cannot hold and
    for fonts that are missing."""
    spoken = document.language()
    known = style_set(options.body, spoken)
    found = flow(document)
    writer = _Writer(document, reckon(found, known, spoken), Package())
    writer.package.fill(
        [writer.block(block) for block in found.body],
        [writer.paragraph(paragraph) for paragraph in found.header],
        writer.paragraph(found.footer),
        writer.reckoned,
        spoken.rtl,
    )
    writer.package.describe(
        document,
        styles(known, spoken, Inks.of(document.brand)),
        numbering(found.restarts, known),
        font_table(writer.fonts),
    )
    return writer.package.saved()


@dataclass
class _Writer:
    """Writes the flow; notes what the text refers to outside it."""

    told: Document
    reckoned: Pages
    package: Package
    bookmarks: int = 0
    drawings: int = 0

    @property
    def language(self) -> Language:
        return self.told.language()

    @property
    def fonts(self) -> list[str]:
        """Of every script, by their names in languages.toml."""
        return [font_for(script, self.language, self.language) for script in LANG_ATTRIBUTES]

    def block(self, block: Block) -> Xml:
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Table():
                return self.table(block)
            case Picture():
                return self.picture(block)
            case Contents():
                return self.contents(block)
            case _:
                assert_never(block)

    # Paragraphs.

    def paragraph(self, paragraph: Paragraph) -> Xml:
        inner = list(self.linked(paragraph))
        if paragraph.bookmark:
            self.bookmarks += 1
            start = w("bookmarkStart", id=self.bookmarks, name=paragraph.bookmark)
            inner = [start, *inner, w("bookmarkEnd", id=self.bookmarks)]
        return w("p", *_paragraph_properties(paragraph), *inner)

    def linked(self, paragraph: Paragraph) -> Iterator[Xml]:
        """The runs; neighbours of one link share its hyperlink."""
        for address, group in groupby(paragraph.runs, key=lambda run: run.address):
            runs = list(group)
            written = [part for run in runs for part in self.run(run, paragraph)]
            yield from [self.hyperlink(address, runs, written, paragraph)] if address else written

    def hyperlink(
        self, address: str, runs: Sequence[Run], written: Sequence[Xml], paragraph: Paragraph
    ) -> Xml:
        checked(address, paragraph.at)
        said = checked("".join(run.text for run in runs), paragraph.at)
        attributes = {
            "r:id": self.package.link(address),
            "w:tooltip": self.tooltip(visible(said), address),
            "w:history": 1,
        }
        return element("w:hyperlink", attributes, *written)

    def tooltip(self, said: str, address: str) -> str:
        """What a link opens. Of one that Word could not hold, the middle is left out: first of the link's own words,
        which are heard anyway."""
        tip = words.text(self.told, Word.OPENS_PAGE, text=said, address=address)
        if len(tip) > _LONGEST_TOOLTIP:
            room = max(0, len(said) - 1 - (len(tip) - _LONGEST_TOOLTIP))
            tip = words.text(self.told, Word.OPENS_PAGE, text=said[:room] + "…", address=address)
        return tip if len(tip) <= _LONGEST_TOOLTIP else tip[: _LONGEST_TOOLTIP - 1] + "…"

    def run(self, run: Run, paragraph: Paragraph) -> Iterator[Xml]:
        """One ``w:r`` for each script, with direction and language."""
        if run.field:
            said = str(self.reckoned.total if run.field == "NUMPAGES" else 1)
            yield from _field(run.field, text(said, paragraph.at))
            return
        whole = unparted(run.text, run.language, self.language)
        for piece, script in by_script(whole, run.language):
            properties = w("rPr", *self.run_properties(run, piece, script))
            said = held(piece, script, run.language)
            yield w("r", *([] if properties == "<w:rPr/>" else [properties]), text(said, paragraph.at))  # fmt: skip

    def run_properties(self, run: Run, piece: str, script: ScriptKind) -> Iterator[Xml]:
        """In the order of the schema (ISO/IEC 29500-1, 17.3.2.28)."""
        if run.address or run.bold:
            style = ("Strong" if run.bold else "") + ("Hyperlink" if run.address else "")
            yield w("rStyle", val=style)
        yield from self.font(run, script)
        if script == "complex":
            yield w("rtl" if runs_rtl(piece, run.language) else "cs")
        if run.language != self.language:
            yield w("lang", **{LANG_ATTRIBUTES[script]: run.language.word_tag})
        elif run.language.script == "east-asian" and "latin" in map(strong, piece):
            # Else a Latin word is parted anywhere, as Chinese is.
            yield w("lang", val=language(SOURCE).word_tag)

    def font(self, run: Run, script: ScriptKind) -> Iterator[Xml]:
        """Where the document's own font of the script has not this language's letters; and Chinese quotation marks,
        which Latin and Chinese share, as Chinese ones."""
        wanted = font_for(script, run.language, self.language)
        if script == "east-asian":
            own = {} if wanted in self.fonts else {"eastAsia": word_font(wanted)}
            yield w("rFonts", **own, hint="eastAsia")
        elif wanted not in self.fonts:
            yield w("rFonts", cs=word_font(wanted))

    # Contents.

    def contents(self, contents: Contents) -> Xml:
        """A field that is filled: its entries lead to their headings and have their pages."""
        first, last = CONTENTS_LEVELS
        code = _begin(f'TOC \\o "{first}-{last}" \\h \\z')
        entries = []
        for number, entry in enumerate(contents.entries):
            before = code if number == 0 else []
            after = [_mark("end")] if number == len(contents.entries) - 1 else []
            entries.append(
                w("p", *_paragraph_properties(entry), *before, self.entry(entry), *after)
            )
        gallery = w(
            "docPartObj", w("docPartGallery", val="Table of Contents"), *on("docPartUnique")
        )
        style = "TOCHeadingNewPage" if self.reckoned.contents_turn else contents.heading.style
        heading = replace(contents.heading, style=style)
        inner = w("sdtContent", self.paragraph(heading), *entries)
        return w("sdt", w("sdtPr", gallery), inner)

    def entry(self, entry: Paragraph) -> Xml:
        page = str(self.reckoned.on[entry.bookmark])
        runs = [part for run in entry.runs for part in self.run(run, entry)]
        number = _field(f"PAGEREF {entry.bookmark} \\h", text(page, entry.at))
        return w("hyperlink", *runs, w("r", w("tab")), *number, anchor=entry.bookmark, history=1)

    # Tables and pictures.

    def table(self, table: Table) -> Xml:
        widths = [twips(TEXT_WIDTH * share) for share in table.widths]
        rows = [self.row(row, widths, header=number == 0) for number, row in enumerate(table.rows)]
        return w("tbl", self.table_properties(), w("tblGrid", *(w("gridCol", w=one) for one in widths)), *rows)  # fmt: skip

    def table_properties(self) -> Xml:
        """The first column stands on the right where the language runs from there. No w:tblCaption: some readers say it
        as text, and the caption stands above the table as a paragraph."""
        look = w("tblLook", val="00A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1)  # fmt: skip
        return w("tblPr", w("tblStyle", val="TableGrid"), *on(*(["bidiVisual"] if self.language.rtl else [])),
                 w("tblW", w=5000, type="pct"), w("tblLayout", type="fixed"), look)  # fmt: skip

    def row(self, row: Sequence[Sequence[Paragraph]], widths: Sequence[int], header: bool) -> Xml:
        cells = [
            w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *map(self.paragraph, cell))
            for cell, width in zip(row, widths, strict=True)
        ]
        return w("tr", w("trPr", *on("cantSplit", *(["tblHeader"] if header else []))), *cells)

    def picture(self, picture: Picture) -> Xml:
        at = picture.figure.alt.at
        self.drawings += 1
        said = checked(visible(inline.plain(picture.figure.alt.inlines)), at)
        drawing = _drawing(picture, self.package.embed(picture.figure.image), self.drawings, said)
        return w("p", w("pPr", w("pStyle", val=picture.style)), w("r", w("drawing", drawing)))


def _paragraph_properties(paragraph: Paragraph) -> list[Xml]:
    properties = [] if paragraph.style == "Normal" else [w("pStyle", val=paragraph.style)]
    if paragraph.number:
        properties.append(in_list(counting(paragraph.number.number), paragraph.number.level))
    return [w("pPr", *properties)] if properties else []


def _begin(instruction: str) -> list[Xml]:
    code = element("w:instrText", {"xml:space": "preserve"}, Xml(f" {instruction} ".replace('"', "&quot;")))  # fmt: skip
    return [_mark("begin"), w("r", code), _mark("separate")]


def _field(instruction: str, result: Xml) -> list[Xml]:
    return [*_begin(instruction), w("r", result), _mark("end")]


def _mark(kind: str) -> Xml:
    return w("r", w("fldChar", fldCharType=kind))


def _drawing(picture: Picture, key: str, number: int, said: str) -> Xml:
    size = {"cx": round(picture.width * _EMU), "cy": round(picture.height * _EMU)}
    named = {"id": number, "name": f"Picture {number}"}
    graphic = element(
        "pic:pic", {},
        element("pic:nvPicPr", {}, element("pic:cNvPr", named), element("pic:cNvPicPr", {})),
        element("pic:blipFill", {}, element("a:blip", {"r:embed": key}), element("a:stretch", {}, element("a:fillRect", {}))),
        element("pic:spPr", {},
                element("a:xfrm", {}, element("a:off", {"x": 0, "y": 0}), element("a:ext", size)),
                element("a:prstGeom", {"prst": "rect"}, element("a:avLst", {}))),
    )  # fmt: skip
    return element(
        "wp:inline", {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", size), element("wp:docPr", {**named, "descr": said}),
        element("wp:cNvGraphicFramePr", {}, element("a:graphicFrameLocks", {"noChangeAspect": 1})),
        element("a:graphic", {}, element("a:graphicData", {"uri": _DRAWING}, graphic)),
    )  # fmt: skip
