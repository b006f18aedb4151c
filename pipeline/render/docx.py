"""Documents to accessible Word: python-docx and a thin layer of WordprocessingML that it lacks.

Right-to-left paragraphs, runs and tables, a language and a font for each script, real numbering and
header rows. Structure comes from styles, so that whoever goes on editing keeps it.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, assert_never

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from PIL import Image

from pipeline import document as doc
from pipeline import inline, words
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Document, Inlines, Line
from pipeline.facts import BIDI_CONTROLS
from pipeline.fonts import family
from pipeline.languages import Language
from pipeline.render import zipped
from pipeline.words import Word

LATIN_FONT = "Arial"  # a legible sans serif that Word has on every system (UKAAF, RNIB clear print)
LIST_LEVELS = 9  # as many as Word has
BULLETS = ("•", "–")
_MARGIN = Pt(57)  # 20 mm
_TWIPS = 20  # twentieths of a point, Word's unit for lengths
_STEP = 567  # twips: 1 cm for each level of a list
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Sizes against the body and twips before: title, then headings by level.
_HEADINGS = ((1.7, 0), (1.35, 480), (1.15, 360), (1.05, 300), (1.0, 300), (1.0, 300))
_LINK_COLOUR, _HEADING_COLOUR, _PALE = "00298C", "0F2159", "EDF2FF"
_PAGE, _PAGES = "\ue000", "\ue001"  # stand for the fields while the words around them are filled
_TABLES = (doc.SideEffects, doc.Table)
_KEEP = ("Normal", "Header", "Footer", "Caption", "Table Grid", "Normal Table", "No List",
         "Default Paragraph Font", *(f"Heading {n}" for n in range(1, 7)))  # fmt: skip

# The schema fixes the order of children (ISO/IEC 29500-1, 17.3); python-docx does not keep it for what we add.
_RPR = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "color", "spacing", "kern", "position", "sz", "szCs", "highlight", "u", "vertAlign", "rtl", "cs", "em", "lang"]  # fmt: skip
_PPR = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "bidi", "adjustRightInd", "spacing", "ind", "contextualSpacing", "jc", "textDirection", "outlineLvl", "rPr", "sectPr"]  # fmt: skip
_SETTINGS = ["writeProtection", "view", "zoom", "removePersonalInformation", "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "attachedTemplate", "defaultTabStop", "autoHyphenation", "characterSpacingControl", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "mathPr", "themeFontLang", "clrSchemeMapping", "shapeDefaults", "decimalSymbol", "listSeparator"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """What an edition chooses."""

    body: float = 18.0  # points


def render(document: Document, options: Options) -> bytes:
    """The .docx of a leaflet, the same bytes for the same input. Raises LeafletError for text that XML cannot hold."""
    return _Writer(document, options).written()


def _w(tag: str, **attributes: object) -> Any:
    """``<w:tag w:name="value"/>``"""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _put(parent: Any, child: Any, order: Sequence[str]) -> None:
    """Add the child where the schema wants it, in place of one of the same name."""
    if (old := parent.find(child.tag)) is not None:
        parent.remove(old)
    place = order.index(child.tag.split("}")[1])
    for number, sibling in enumerate(parent):
        name = sibling.tag.split("}")[1]
        if name in order and order.index(name) > place:
            parent.insert(number, child)
            return
    parent.append(child)


@dataclass(frozen=True, slots=True)
class _Run:
    """Text of one look and language."""

    text: str
    language: Language
    bold: bool = False
    label: str = ""  # of a link


class _Writer:
    def __init__(self, document: Document, options: Options) -> None:
        self.document, self.options = document, options
        self.language = document.language()
        self.word: Any = docx.Document()
        self.bookmarks = 0
        self.numbers = (
            2  # numbering instances: bullets, numbers, and a new one for each numbered list
        )
        _Template(self.word, self.language, options.body).prepare()

    # Text.

    def runs(
        self, inlines: Inlines, around: Language, bold: bool = False, label: str = ""
    ) -> Iterator[_Run]:
        for one in inlines:
            match one:
                case doc.Text(text) | doc.Term(text):
                    yield _Run(text, around, bold, label)
                case doc.FactRef(_, shown):
                    yield _Run(shown, around, bold, label)
                case doc.Strong(children):
                    yield from self.runs(children, around, True, label)
                case doc.Link(children, target):
                    yield from self.runs(children, around, bold, target)
                case doc.Foreign(children, tag):
                    yield from self.runs(children, self.document.language(tag), bold, label)
                case _:
                    assert_never(one)

    def write(self, paragraph: Any, inlines: Inlines, at: Location) -> None:
        """Fill a paragraph; neighbouring runs of one link share its hyperlink."""
        link: Any = None
        label = ""
        for run in self.runs(inlines, self.language):
            if run.label and run.label != label:
                link = self.hyperlink(paragraph, run.label)
            label = run.label
            for part in self.pieces(run, at):
                (link if label else paragraph._p).append(part)

    def hyperlink(self, paragraph: Any, label: str) -> Any:
        address = self.document.address(label)
        link = _w("hyperlink", history=1, tooltip=address)
        part = paragraph.part
        link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph._p.append(link)
        return link

    def pieces(self, run: _Run, at: Location) -> Iterator[Any]:
        """One ``w:r`` for each script, with direction and language."""
        for text, script in by_script(run.text, run.language):
            properties = _w("rPr")
            if run.label or run.bold:
                properties.append(_w("rStyle", val="Hyperlink" if run.label else "Strong"))
            if run.label and run.bold:
                properties.extend([_w("b"), _w("bCs")])
            if script == "complex":
                _put(properties, _w("rtl" if run.language.rtl else "cs"), _RPR)
            if (lang := self.lang(run.language, script)) is not None:
                _put(properties, lang, _RPR)
            element, body = _w("r"), _w("t")
            if len(properties):
                element.append(properties)
            body.text = _xml_text(text, at)
            body.set(_SPACE, "preserve")
            element.append(body)
            yield element

    def lang(self, spoken: Language, script: str) -> Any:
        """The run's language in the attribute that Word reads for its script; nothing where the default says it."""
        names = {"latin": "val", "complex": "bidi", "east-asian": "eastAsia"}
        if spoken.tag == self.language.tag and script == spoken.script:
            return None
        return _w(
            "lang", **{names[script]: spoken.word_tag if script == spoken.script else "en-GB"}
        )

    def paragraph(self, inlines: Inlines, at: Location, style: str = "Normal") -> Any:
        paragraph = self.word.add_paragraph(style=self.word.styles[style])
        self.write(paragraph, inlines, at)
        return paragraph

    # Blocks.

    def heading(self, line: Line, level: int, name: str) -> None:
        paragraph = self.paragraph(line.inlines, line.at, f"Heading {min(level, 6)}")
        self.bookmarks += 1
        paragraph._p.insert(1, _w("bookmarkStart", id=self.bookmarks, name=name))
        paragraph._p.append(_w("bookmarkEnd", id=self.bookmarks))

    def blocks(self, blocks: Sequence[doc.Block], depth: int = 0, style: str = "Normal") -> None:
        for before, block in zip((None, *blocks), blocks, strict=False):
            after_table = isinstance(before, _TABLES) and style == "Normal" and not depth
            if after_table and isinstance(block, _TABLES):
                self.word.add_paragraph(
                    style=self.word.styles["After Table"]
                )  # else Word joins the two tables
            self.block(block, depth, "After Table" if after_table else style)

    def block(self, block: doc.Block, depth: int, style: str) -> None:
        """``depth``: how many lists the block stands in; ``style``: of its plain paragraphs."""
        match block:
            case doc.Paragraph(line):
                self.paragraph(line.inlines, line.at, _continued(depth) if depth else style)
            case doc.BulletList(items):
                self.list(items, "List Bullet", None, depth)
            case doc.NumberedList(items, start):
                self.list(items, "List Number", self.numbering(start, depth), depth)
            case doc.SideEffects():
                self.side_effects(block)
            case doc.Table():
                self.table(block)
            case doc.Figure():
                self.figure(block)
            case doc.Callout(kind, blocks):
                word = {doc.CalloutKind.WARNING: Word.WARNING, doc.CalloutKind.NOTE: Word.NOTE}[
                    kind
                ]
                self.paragraph(
                    (doc.Strong(words.inlines(self.document, word)),),
                    self.document.title.at,
                    "Callout",
                )
                self.blocks(blocks, depth, "Callout")
            case doc.Only(_, blocks):
                self.blocks(blocks, depth, style)
            case _:
                assert_never(block)

    def list(self, items: Sequence[doc.Item], style: str, number: int | None, depth: int) -> None:
        level = min(depth, LIST_LEVELS - 1)
        for item in items:
            paragraph = self.paragraph(
                item.line.inlines, item.line.at, style if level == 0 else f"{style} {level + 1}"
            )
            if number is not None:
                _put(paragraph._p.get_or_add_pPr(), _number_properties(number, level), _PPR)
            self.blocks(item.blocks, depth + 1)

    def numbering(self, start: int, depth: int) -> int:
        """A numbering instance that begins at ``start``: each numbered list counts for itself."""
        self.numbers += 1
        override = _w("lvlOverride", ilvl=min(depth, LIST_LEVELS - 1))
        override.append(_w("startOverride", val=start))
        number = _w("num", numId=self.numbers)
        number.extend([_w("abstractNumId", val=1), override])
        self.word.part.numbering_part.element.append(number)
        return self.numbers

    def side_effects(self, block: doc.SideEffects) -> None:
        header = [words.inlines(self.document, word) for word in (Word.SIDE_EFFECT, Word.HOW_MANY)]
        rows: list[list[Sequence[Inlines]]] = [
            [
                (entry.name.inlines,),
                ((doc.Strong((doc.Text(entry.shown),)),), (doc.Text(entry.plainly),)),
            ]
            for entry in block.entries
        ]
        caption = inline.plain(header[0])
        self.grid([[(cell,) for cell in header], *rows], caption, block.entries[0].at)

    def table(self, block: doc.Table) -> None:
        if block.caption:
            self.paragraph(block.caption.inlines, block.caption.at, "Caption")
        rows = [[(line.inlines,) for line in row] for row in (block.header, *block.rows)]
        caption = block.caption or block.header[0]
        self.grid(rows, inline.plain(caption.inlines), block.header[0].at)

    def grid(self, rows: Sequence[Sequence[Sequence[Inlines]]], caption: str, at: Location) -> None:
        """A table whose first row is its header; each cell is one or more paragraphs."""
        table = self.word.add_table(rows=0, cols=len(rows[0]))
        table.style = self.word.styles["Table Grid"]
        self.table_properties(table._tbl.tblPr, _visible(caption))
        for number, cells in enumerate(rows):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()
            properties.append(_w("cantSplit"))
            if number == 0:
                properties.append(_w("tblHeader"))
            for cell, paragraphs in zip(row.cells, cells, strict=True):
                self.cell(cell, paragraphs, at, "Table Heading" if number == 0 else "Table Text")

    def table_properties(self, properties: Any, caption: str) -> None:
        properties.remove(properties.find(qn("w:tblLook")))
        if self.language.rtl:
            properties.find(qn("w:tblStyle")).addnext(
                _w("bidiVisual")
            )  # the first column on the right
        width = properties.find(qn("w:tblW"))
        width.set(qn("w:type"), "pct")
        width.set(qn("w:w"), "5000")
        look = _w(
            "tblLook",
            val="0020",
            firstRow=1,
            lastRow=0,
            firstColumn=0,
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        )
        properties.extend([look, _w("tblCaption", val=caption)])

    def cell(self, cell: Any, paragraphs: Sequence[Inlines], at: Location, style: str) -> None:
        for number, inlines in enumerate(paragraphs):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            paragraph.style = self.word.styles[style]
            self.write(paragraph, inlines, at)

    def figure(self, block: doc.Figure) -> None:
        width = min(block.width * 0.75, 440)  # points, at 96 pixels an inch; the text is 481 wide
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True if block.caption else None
        picture = paragraph.add_run().add_picture(_embeddable(block.image), width=Pt(width))
        picture._inline.docPr.set(
            "descr", _xml_text(_visible(inline.plain(block.alt.inlines)), block.alt.at)
        )
        if block.caption:
            self.paragraph(block.caption.inlines, block.caption.at, "Caption")

    # The whole.

    def sections(self, sections: Sequence[doc.Section], level: int, name: str) -> None:
        for number, section in enumerate(sections, 1):
            own = f"{name}_{number}"
            self.heading(section.heading, level, own)
            self.blocks(section.blocks)
            self.sections(section.sections, level + 1, own)

    def written(self) -> bytes:
        self.heading(self.document.title, 1, "title")
        for sentence in words.notice(self.document):
            self.paragraph(sentence, self.document.title.at, "Notice")
        self.blocks(self.document.blocks)
        self.sections(self.document.sections, 2, "section")
        self.furniture()
        self.properties()
        raw = io.BytesIO()
        self.word.save(raw)
        return zipped.pack(
            zipped.unpack(raw.getvalue()), first=("[Content_Types].xml", "_rels/.rels")
        )

    def furniture(self) -> None:
        """The running title with the notice above, the page number below."""
        section, at = self.word.sections[0], self.document.title.at
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        header.style, footer.style = self.word.styles["Header"], self.word.styles["Footer"]
        self.write(header, self.document.title.inlines, at)
        for sentence in words.notice(self.document)[:-1]:
            self.write(section.header.add_paragraph(style=self.word.styles["Header"]), sentence, at)
        numbered = words.inlines(self.document, Word.PAGE, page=_PAGE, pages=_PAGES)
        for run in self.runs(numbered, self.language):
            for part in re.split(f"({_PAGE}|{_PAGES})", run.text):
                if part in (_PAGE, _PAGES):
                    self.field(footer._p, "PAGE" if part == _PAGE else "NUMPAGES")
                else:
                    footer._p.extend(self.pieces(replace(run, text=part), at))

    def field(self, paragraph: Any, instruction: str) -> None:
        for kind, text in (
            ("begin", ""),
            ("", instruction),
            ("separate", ""),
            ("result", "1"),
            ("end", ""),
        ):
            run = _w("r")
            if kind in ("begin", "separate", "end"):
                run.append(_w("fldChar", fldCharType=kind))
            else:
                body = _w("t" if kind else "instrText")
                body.text = text if kind else f" {text} "
                body.set(_SPACE, "preserve")
                run.append(body)
            paragraph.append(run)

    def properties(self) -> None:
        """Title, language and status; every date is the leaflet's own, none the clock's."""
        core, dates = self.word.core_properties, self.document.dates
        core.title = _xml_text(
            _visible(inline.plain(self.document.title.inlines)), self.document.title.at
        )
        core.subject, core.language = core.title, self.language.word_tag
        core.author = core.last_modified_by = self.document.publisher
        core.comments = core.keywords = ""
        core.content_status = _status(self.document)
        core.revision = 1
        day = dates.reviewed or datetime.date(1980, 1, 1)
        core.created = core.modified = datetime.datetime.combine(day, datetime.time())


def _status(document: Document) -> str:
    status = document.status
    return f"{status.state}{', overdue' if status.overdue else ''}"


def _visible(text: str) -> str:
    """For properties, where nothing draws the bidi controls."""
    return "".join(c for c in text if c not in BIDI_CONTROLS)


def _xml_text(text: str, at: Location) -> str:
    if wrong := next(
        (
            c
            for c in text
            if (ord(c) < 32 and c not in "\t\n")
            or 0xD800 <= ord(c) < 0xE000
            or ord(c) in (0xFFFE, 0xFFFF)
        ),
        None,
    ):
        raise LeafletError(
            Diagnostic(
                "A104", f"Word cannot hold the character U+{ord(wrong):04X}", at, "take it out"
            )
        )
    return text


def _embeddable(picture: bytes) -> io.BytesIO:
    """The picture as python-docx takes it: of JPEG it knows only what is marked as JFIF or Exif, which Photoshop may leave out."""
    if not picture.startswith(b"\xff\xd8") or picture[6:10] in (b"JFIF", b"Exif"):
        return io.BytesIO(picture)
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.save(out, "PNG")
    return out


def _continued(depth: int) -> str:
    return "List Continue" if depth == 1 else f"List Continue {min(depth, LIST_LEVELS)}"


def _number_properties(number: int, level: int) -> Any:
    properties = _w("numPr")
    properties.extend([_w("ilvl", val=level), _w("numId", val=number)])
    return properties


def by_script(text: str, spoken: Language) -> list[tuple[str, str]]:
    """The text in pieces of one script, as Word sorts fonts: "latin", "complex" or "east-asian". Neutral characters
    join what stands before them."""
    pieces: list[tuple[str, str]] = []
    for character in text:
        script = _script(character)
        if pieces and (script in ("", pieces[-1][1]) or not pieces[-1][1]):
            pieces[-1] = (pieces[-1][0] + character, pieces[-1][1] or script)
        else:
            pieces.append((character, script))
    return [(piece, script or spoken.script) for piece, script in _brackets_inside(pieces)]


def _brackets_inside(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """An opening bracket goes with the word that it opens: in a run of its own it may stay behind at a line's end."""
    moved: list[tuple[str, str]] = []
    carried = ""
    for number, (piece, script) in enumerate(pieces, 1):
        text = carried + piece
        kept = text.rstrip("([{“‘«") if number < len(pieces) else text
        carried = text[len(kept) :]
        moved.append((kept, script))
    return [part for part in moved if part[0]]


def _script(character: str) -> str:
    if (
        "\u0590" <= character <= "\u08ff"
        or "\u0900" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or "\ufb1d" <= character <= "\ufefc"
    ):
        return "complex"
    if (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
    ):
        return "east-asian"
    return "latin" if character.isalnum() or character in "%\u2066\u2069" else ""


class _Template:
    """An empty document with our styles, numbering and settings."""

    def __init__(self, word: Any, spoken: Language, body: float) -> None:
        self.word, self.language, self.body = word, spoken, body

    def prepare(self) -> None:
        self.drop_parts()
        self.defaults()
        self.prune()
        self.text_styles()
        self.heading_styles()
        self.lists()
        self.settings()
        self.page()

    def drop_parts(self) -> None:
        """python-docx's template carries parts that fail validation: styles-with-effects, a thumbnail."""
        part = self.word.part
        for relations in (part.rels, part.package.rels):
            for relation in list(relations.values()):
                if relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/thumbnail")):
                    del relations[relation.rId]

    def fonts(self) -> dict[str, str]:
        own = family(self.language.fonts[0])
        script = self.language.script
        return {
            "ascii": LATIN_FONT,
            "hAnsi": LATIN_FONT,
            "cs": own if script == "complex" else LATIN_FONT,
            "eastAsia": own if script == "east-asian" else "Noto Sans CJK SC",
        }

    def tags(self) -> dict[str, str]:
        """Word has three languages at once: of Latin, East Asian and complex-script text."""
        script, tag = self.language.script, self.language.word_tag
        return {
            "val": tag if script == "latin" else "en-GB",
            "eastAsia": tag if script == "east-asian" else "zh-CN",
            "bidi": tag if script == "complex" else "ar-SA",
        }

    def defaults(self) -> None:
        styles = self.word.styles.element
        if (old := styles.find(qn("w:docDefaults"))) is not None:
            styles.remove(old)
        character, paragraph = _w("rPr"), _w("pPr")
        size = round(self.body * 2)  # half points
        character.extend(
            [
                _w("rFonts", **self.fonts()),
                _w("sz", val=size),
                _w("szCs", val=size),
                _w("lang", **self.tags()),
            ]
        )
        paragraph.append(
            _w("spacing", before=0, after=round(self.body * 12), line=self.line(), lineRule="auto")
        )
        defaults, for_runs, for_paragraphs = _w("docDefaults"), _w("rPrDefault"), _w("pPrDefault")
        for_runs.append(character)
        for_paragraphs.append(paragraph)
        defaults.extend([for_runs, for_paragraphs])
        styles.insert(0, defaults)

    def line(self) -> int:
        """Word counts from the font's own line (240 for single), which is generous already in Nastaliq."""
        return 240 if self.language.line_height > 2 else 300

    def prune(self) -> None:
        """Take out the template's other styles, and every reference to them."""
        element = self.word.styles.element
        for style in list(self.word.styles):
            if style.name not in _KEEP:
                element.remove(style.element)
        known = {style.get(qn("w:styleId")) for style in element.findall(qn("w:style"))}
        for style in element.findall(qn("w:style")):
            for tag in ("w:link", "w:next", "w:basedOn"):
                reference = style.find(qn(tag))
                if reference is not None and reference.get(qn("w:val")) not in known:
                    style.remove(reference)

    def style(
        self,
        name: str,
        kind: Any = WD_STYLE_TYPE.PARAGRAPH,
        base: str = "Normal",
        builtin: bool = True,
    ) -> Any:
        styles = self.word.styles
        style = styles[name] if name in styles else styles.add_style(name, kind, builtin=builtin)
        if kind == WD_STYLE_TYPE.PARAGRAPH and name != base:
            style.base_style = styles[base]
        style.hidden, style.quick_style = False, True
        for tag in ("w:rPr", "w:pPr"):
            if (old := style.element.find(qn(tag))) is not None:
                style.element.remove(old)
        return style

    def paragraph_style(
        self, name: str, *properties: Any, builtin: bool = True, base: str = "Normal"
    ) -> Any:
        style = self.style(name, base=base, builtin=builtin)
        for child in properties:
            _put(style.element.get_or_add_pPr(), child, _PPR)
        return style

    def text_styles(self) -> None:
        self.paragraph_style(
            "Normal", _w("widowControl"), *([_w("bidi")] if self.language.rtl else [])
        )
        for name in ("Header", "Footer"):
            style = self.paragraph_style(name, _w("spacing", before=0, after=60))
            self.sized(style, max(12, self.body * (0.72 if name == "Header" else 1)))
        self.emphasis(
            self.paragraph_style("Caption", _w("keepNext"), _w("spacing", before=120, after=120))
        )
        tight = _w("spacing", before=60, after=60)
        self.paragraph_style("Table Text", tight, builtin=False)
        self.emphasis(
            self.paragraph_style(
                "Table Heading", _w("keepNext"), _w("spacing", before=60, after=60), builtin=False
            )
        )
        self.paragraph_style(
            "After Table", _w("spacing", before=round(self.body * 12)), builtin=False
        )
        for name in ("Notice", "Callout"):
            style = self.paragraph_style(
                name,
                self.border(),
                _w("shd", val="clear", color="auto", fill=_PALE),
                _w("keepLines"),
                builtin=False,
            )
            if name == "Notice":
                self.emphasis(style)
        self.character_styles()

    def border(self) -> Any:
        borders = _w("pBdr")
        borders.append(
            _w(
                "right" if self.language.rtl else "left",
                val="single",
                sz=24,
                space=8,
                color=_HEADING_COLOUR,
            )
        )
        return borders

    def character_styles(self) -> None:
        link = self.style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        _put(link.element.get_or_add_rPr(), _w("color", val=_LINK_COLOUR), _RPR)
        _put(link.element.get_or_add_rPr(), _w("u", val="single"), _RPR)
        self.emphasis(self.style("Strong", WD_STYLE_TYPE.CHARACTER))

    def heading_styles(self) -> None:
        for level, (scale, before) in enumerate(_HEADINGS, 1):
            spacing = _w(
                "spacing", before=before, after=round(self.body * 8), line=240, lineRule="auto"
            )
            style = self.paragraph_style(
                f"Heading {level}",
                _w("keepNext"),
                _w("keepLines"),
                spacing,
                _w("outlineLvl", val=level - 1),
            )
            style.next_paragraph_style = self.word.styles["Normal"]
            self.emphasis(style)
            self.sized(style, self.body * scale)
            _put(style.element.get_or_add_rPr(), _w("color", val=_HEADING_COLOUR), _RPR)

    def emphasis(self, style: Any) -> None:
        for tag in ("b", "bCs"):  # complex scripts have their own bold and size
            _put(style.element.get_or_add_rPr(), _w(tag), _RPR)

    def sized(self, style: Any, points: float) -> None:
        for tag in ("sz", "szCs"):
            _put(style.element.get_or_add_rPr(), _w(tag, val=round(points * 2)), _RPR)

    def lists(self) -> None:
        """One multilevel definition for bullets and one for numbers, each level tied to its style."""
        numbering = self.word.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        for number, name in enumerate(("List Bullet", "List Number")):
            numbering.append(self.definition(number, name))
        for number in (0, 1):
            instance = _w("num", numId=number + 1)
            instance.append(_w("abstractNumId", val=number))
            numbering.append(instance)
        for level in range(LIST_LEVELS):
            self.list_styles(level)

    def definition(self, number: int, name: str) -> Any:
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{"decimal" if number else "bullet"}"/>'
            f'<w:pStyle w:val="{_style_id(name, level)}"/>'
            f'<w:lvlText w:val="{f"%{level + 1}." if number else BULLETS[min(level, 1)]}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{_STEP * (level + 1)}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
            for level in range(LIST_LEVELS)
        )
        return parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
                         f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')  # fmt: skip

    def list_styles(self, level: int) -> None:
        suffix = f" {level + 1}" if level else ""
        spacing = round(self.body * 8)
        for number, name in enumerate(("List Bullet", "List Number"), 1):
            self.paragraph_style(
                f"{name}{suffix}",
                _number_properties(number, level),
                _w("spacing", after=spacing),
                builtin=level < 5,
            )
        indent = _w("ind", left=_STEP * (level + 1))
        self.paragraph_style(
            f"List Continue{suffix}", _w("spacing", after=spacing), indent, builtin=level < 5
        )

    def settings(self) -> None:
        settings = self.word.settings.element
        for tag in ("w:themeFontLang", "w:autoHyphenation", "w:updateFields", "w:compat"):
            for old in settings.findall(qn(tag)):
                settings.remove(old)
        compat = _w("compat")
        for name, value in (("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1),
                            ("enableOpenTypeFeatures", 1), ("doNotFlipMirrorIndents", 1)):  # fmt: skip
            compat.append(
                _w(
                    "compatSetting",
                    name=name,
                    uri="http://schemas.microsoft.com/office/word",
                    val=value,
                )
            )
        _put(settings, compat, _SETTINGS)
        _put(settings, _w("themeFontLang", **self.tags()), _SETTINGS)

    def page(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Pt(595.3), Pt(841.9)
        for side in ("left", "right", "top", "bottom"):
            setattr(section, f"{side}_margin", _MARGIN)
        grid = section._sectPr.find(qn("w:docGrid"))
        if self.language.rtl:
            grid.addprevious(_w("bidi"))
        section._sectPr.remove(grid)


def _style_id(name: str, level: int) -> str:
    return name.replace(" ", "") + (str(level + 1) if level else "")
