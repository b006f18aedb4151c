"""Proof on the finished file: what it says to a screen reader is the leaflet, whole, in order and marked as what it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, zip_longest

from pipeline import inline
from pipeline.checks import promised
from pipeline.checks.embedded import EmbeddedFont, Ink, installed_shape
from pipeline.checks.printed import Element, Marked, Note, Reference
from pipeline.checks.promised import bare
from pipeline.checks.proof import Block, Printed
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted

_TEXTS = {
    "P",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "Lbl",
    "LBody",
    "TH",
    "TD",
    "Caption",
    "Span",
    "Link",
    "Reference",
}
# Structure types that leaflets use, each with those that it may stand in (ISO 32000-1, 14.8.4; ISO 14289-1, 7).
_INSIDE = {
    "Document": {""}, "Sect": {"Document", "Sect", "Part"}, "Part": {"Document"}, "Div": {"Document", "Sect", "LBody", "Div", "Part"},
    "H1": {"Document", "Sect", "Div", "Part"}, "H2": {"Sect"}, "H3": {"Sect"}, "H4": {"Sect"}, "H5": {"Sect"}, "H6": {"Sect"},
    "P": {"Document", "Sect", "Div", "LBody", "TD", "TH", "Caption", "Part"}, "Span": _TEXTS, "Link": _TEXTS,
    "L": {"Document", "Sect", "Div", "LBody", "Part"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"},
    "Figure": {"Document", "Sect", "Div", "LBody", "Part"}, "Caption": {"Table", "Figure", "Div", "Sect"},
    "Table": {"Document", "Sect", "Div", "LBody", "Part"}, "THead": {"Table"}, "TBody": {"Table"}, "TR": {"THead", "TBody"},
    "TH": {"TR"}, "TD": {"TR"}, "TOC": {"Document", "Sect", "TOCI", "Div"}, "TOCI": {"TOC"}, "Reference": {"TOCI"},
}  # fmt: skip

CHECKS: Checks[Printed] = Checks()
check = CHECKS.check


@check("A201", Severity.ERROR)
def text_is_the_documents(pdf: Printed) -> Iterator[Finding]:
    """What a screen reader gets is the leaflet's text, all of it, in its order.

    A word that is on the page and not in the structure is not there for a blind reader.
    """
    wanted, has = bare("".join(part.text for part in pdf.parts)), bare(pdf.tree.text)
    if wanted != has:
        place = next(
            (n for n, (a, b) in enumerate(zip(wanted, has, strict=False)) if a != b),
            min(len(wanted), len(has)),
        )
        near = wanted[max(0, place - 10) : place + 20]
        yield pdf.says(
            f"the text for screen readers differs from the leaflet's near {quoted(near)}"
        )
    for part, block in pdf.paired:
        if part.role != "Lbl" and _spaced(part.text) != _spaced(block.text):
            yield pdf.says(f"spaces are lost or added in {quoted(_spaced(block.text)[:40])}")


def _spaced(text: str) -> str:
    """A text with one space wherever there is white space."""
    return " ".join("".join(filter(_is_text, unicodedata.normalize("NFC", text))).split())


def _is_text(character: str) -> bool:
    return character.isspace() or promised.is_seen(character)


@check("A206", Severity.ERROR)
def headings_in_order(pdf: Printed) -> Iterator[Finding]:
    """There is one title, no level of heading is skipped, and the headings are the leaflet's.

    Screen-reader users walk a leaflet by its headings.
    """
    found = [(e.tag, bare(e.text)) for e in pdf.tree.walk() if re.fullmatch(r"H\d?", e.tag)]
    levels = [int(tag[1:] or 0) for tag, _ in found]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield pdf.says("the file does not begin with its one title")
    for before, after in pairwise(levels):
        if after > before + 1:
            yield pdf.says(f"a heading of level {after} follows one of level {before}")
    wanted = [(part.role, bare(part.text)) for part in pdf.parts if part.role[0] == "H"]
    for one in _first_difference(wanted, found):
        yield pdf.says(f"the headings are not the leaflet's: {one}")


@check("A207", Severity.ERROR)
def language_is_said(pdf: Printed) -> Iterator[Finding]:
    """The file says its language, and so do words of another one, and no others.

    Else a screen reader reads Urdu in an English voice.
    """
    wanted = pdf.language.bcp47
    if pdf.tree.lang != wanted or pdf.file.said.lang != wanted:
        yield pdf.says(f"the file does not say that it is {wanted}")
    has = promised.stretches((_language(element), mark.text) for element, mark in pdf.tree.marks())
    for one in _first_difference(promised.spoken(pdf.parts, pdf.document.tag), has):
        yield pdf.says(f"words do not say their language: {one}")


def _language(element: Element) -> str:
    return next((one.lang for one in element.around() if one.lang), "")


@check("A208", Severity.ERROR)
def pictures_are_described(pdf: Printed) -> Iterator[Finding]:
    """Every picture has the leaflet's description, and every table its headers, each with what it is the header of.

    A picture without words is nothing to a blind reader, and a cell without its header is a number of nothing.
    """
    alts = [bare(e.alt) for e in pdf.tree.walk() if e.tag == "Figure"]
    if alts != [bare(inline.plain(part.inlines)) for part in pdf.parts if part.role == "Figure"]:
        yield pdf.says("a picture has no description, or another one than in the leaflet")
    for table in (e for e in pdf.tree.walk() if e.tag == "Table"):
        if not _headed(table):
            yield pdf.says(
                "a table has no headings, or they do not say what they stand above or beside"
            )


def _headed(table: Element) -> bool:
    """Whether all of the first row, and the first cell of each other row, are headers that say of what."""
    rows = [[kid for kid in row.kids if isinstance(kid, Element)] for row in table.walk() if row.tag == "TR"]  # fmt: skip
    if not rows or not all(rows):
        return False
    above = [(cell.tag, cell.attributes.get("Scope")) for cell in rows[0]]
    beside = [(row[0].tag, row[0].attributes.get("Scope")) for row in rows[1:]]
    return set(above) == {("TH", "Column")} and set(beside) <= {("TH", "Row")}


@check("A209", Severity.ERROR)
def fonts_are_sound(pdf: Printed) -> Iterator[Finding]:
    """Every font is in the file, whole, with its own widths, and says which characters its shapes stand for.

    Else another machine draws other letters, or none.
    """
    for font in pdf.file.fonts:
        if font.problem:
            yield pdf.says(f"the font {font.name} {font.problem}")
        elif any(abs(font.width(code) - font.advance(code)) > 1.5 for code in font.characters):
            yield pdf.says(f"the font {font.name} has other widths in the file than in itself")


@check("A210", Severity.ERROR)
def title_is_shown(pdf: Printed) -> Iterator[Finding]:
    """The window of a reader shows the leaflet's title, and the file says which standard it follows.

    A row of file names helps nobody who listens to their open windows.
    """
    said, title = pdf.file.said, bare(inline.plain(pdf.document.title.inlines))
    inner = re.search(r"<dc:title>(.*?)</dc:title>", said.metadata, re.DOTALL)
    named = bare(_unescaped(re.sub(r"<[^>]*>", "", inner[1]))) if inner else ""
    if not said.shows_title or bare(said.title) != title or named != title:
        yield pdf.says("the file does not show its title")
    if not re.search(r"<pdfuaid:part>[12]</pdfuaid:part>", said.metadata):
        yield pdf.says("the file does not say that it is PDF/UA")


def _unescaped(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


@check("A212", Severity.ERROR)
def read_as_it_is_drawn(pdf: Printed) -> Iterator[Finding]:
    """The order in which the file is read is the order in which it is drawn, from the top of each page to its foot.

    Who looks and listens at once must not lose their place, and a reader that follows the drawing must read the same.
    """
    places = [(mark.page, mark.mcid) for _, mark in pdf.tree.marks()]
    drawn = [
        (page, mcid)
        for page, content in enumerate(pdf.file.pages)
        for _, mcid in content.marks
        if mcid >= 0
    ]
    if places != drawn:
        yield pdf.says("the file is read in another order than it is drawn in")
    for before, after in pairwise(_rows(pdf.blocks)):
        if after[0] == before[0] and after[1] > before[1] + 1:
            yield pdf.says(f"a text stands higher on page {after[0] + 1} than the one before it")


def _rows(blocks: list[Block]) -> Iterator[tuple[int, float]]:
    """Page and baseline of each line; of each cell of a row, which may stand beside each other, as it follows the row's
    first line."""
    for row, group in groupby(blocks, key=lambda block: _row(block.element)):
        lines = [[(line[0].page, line[0].y) for line in block.lines] for block in group]
        if row is None:
            yield from (place for block in lines for place in block)
        elif any(lines):
            yield max(place for block in lines for place in block[:1])
            yield min(place for block in lines for place in block[-1:])


def _row(element: Element) -> Element | None:
    return next((one for one in element.around() if one.tag == "TR"), None)


@check("A219", Severity.ERROR)
def links_can_be_followed(pdf: Printed) -> Iterator[Finding]:
    """Every link of the leaflet can be followed from its own words, to its own address, and says where it leads.

    A link that the page shows and the keyboard cannot reach, or that opens something else, sends a patient astray.
    """
    elements = [one for one in pdf.tree.walk() if one.tag == "Link"]
    reached = [kid.link for one in elements for kid in one.kids if isinstance(kid, Reference)]
    if sorted(reached) != list(range(len(pdf.file.links))):
        yield pdf.says("a link is not among what a screen reader reads")
        return
    for element in elements:
        notes = [pdf.file.links[kid.link] for kid in element.kids if isinstance(kid, Reference)]
        if wrong := _wrong_with(pdf, element, notes):
            yield pdf.says(f"the link {quoted(bare(element.text))} {wrong}")
    outside = [
        (note.address, bare(element.text))
        for element in elements
        for note in _notes(pdf, element)[:1]
        if note.leads_to < 0
    ]
    wanted = [(address, bare(text)) for address, text in promised.links(pdf.document, pdf.parts)]
    for one in _first_difference(_by_address(wanted), _by_address(outside)):
        yield pdf.says(f"the links are not the leaflet's: {one}")


def _notes(pdf: Printed, element: Element) -> list[Note]:
    return [pdf.file.links[kid.link] for kid in element.kids if isinstance(kid, Reference)]


def _by_address(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Links that follow each other to one address as one: bold words inside a link are a part of it."""
    groups = groupby(links, key=lambda link: link[0])
    return [(address, "".join(text for _, text in group)) for address, group in groups]


def _wrong_with(pdf: Printed, element: Element, notes: list[Note]) -> str:
    """What is wrong with a link and its annotations, one for each page that it stands on."""
    marks = [mark for _, mark in element.marks()]
    if sorted(note.page for note in notes) != sorted({mark.page for mark in marks}):
        return "cannot be opened from every page that it stands on"
    if any(note.kind != "Link" or note.hidden for note in notes):
        return "does something else than open a page"
    if any(note.element is not element for note in notes):
        return "is not found from its place on the page"
    if len({(note.address, note.leads_to) for note in notes}) != 1 or not (notes[0].address or notes[0].leads_to >= 0):  # fmt: skip
        return "leads nowhere, or to two places"
    if any(not note.contents.strip() for note in notes):
        return "does not say where it leads"
    return "" if all(_covered(pdf, mark, notes) for mark in marks) else "is not where its words are"


def _covered(pdf: Printed, mark: Marked, notes: list[Note]) -> bool:
    """Whether the middle of each character lies in the link's box on its page."""
    boxes = [note.box for note in notes if note.page == mark.page]
    characters = (one for one in pdf.seen if (one.page, one.mcid) == (mark.page, mark.mcid))
    return all(any(left - 1 <= (one.x + one.right) / 2 <= right + 1 and bottom <= one.y <= top
                   for left, bottom, right, top in boxes) for one in characters)  # fmt: skip


@check("A220", Severity.ERROR)
def tags_are_wired(pdf: Printed) -> Iterator[Finding]:
    """The structure and the pages lead to each other, each piece of content once, by tags that every reader knows.

    A screen reader that starts from the page finds nothing when the way back to the structure is broken.
    """
    said = pdf.file.said
    if not said.tagged or said.unsure or said.renamed:
        yield pdf.says("the file does not stand by its tags")
    for element in pdf.tree.walk():
        around = element.parent.tag if element.parent else ""
        if around not in _INSIDE.get(element.tag, set()):
            yield pdf.says(f"the tag {element.tag} stands in {around or 'nothing'}")
    held = {(mark.page, mark.mcid): element for element, mark in pdf.tree.marks()}
    back = {
        (page, mcid): element
        for page, sheet in enumerate(pdf.file.sheets)
        for mcid, element in enumerate(sheet.elements)
    }
    if held != back:
        yield pdf.says("the pages do not lead to the structure")
    if any(sheet.tab_order != "/S" for sheet in pdf.file.sheets):
        yield pdf.says("the tabulator key does not follow the structure")
    if any(page.nested for page in pdf.file.pages):
        yield pdf.says("marked content stands inside other marked content")


@check("A221", Severity.ERROR)
def outline_is_the_headings(pdf: Printed) -> Iterator[Finding]:
    """The outline holds the leaflet's headings, each leading to the page that it stands on.

    It is the table of contents of everyone who reads on a screen.
    """
    blocks = [
        block
        for block in pdf.blocks
        if re.fullmatch(r"H\d", block.role) and not _over_contents(block.element)
    ]
    wanted = [(int(block.role[1]), bare(block.text), block.pages[0]) for block in blocks]
    has = [(entry.level, bare(entry.title), entry.page) for entry in pdf.file.outline]
    for one in _first_difference(wanted, has):
        yield pdf.says(f"the outline is not the headings: {one}")


def _over_contents(heading: Element) -> bool:
    """Whether it is the heading of the contents, which the outline is itself."""
    return heading.parent is not None and any(kid.tag == "TOC" for kid in heading.parent.kids if isinstance(kid, Element))  # fmt: skip


@check("A227", Severity.ERROR)
def contents_lead_there(pdf: Printed) -> Iterator[Finding]:
    """Each entry of the contents names the page on which its section begins, and leads there.

    On paper the number is the only way to a section; a wrong one sends a patient through the whole leaflet.
    """
    listed = promised.contents(pdf.document, pdf.tree, len(pdf.filled))
    entries = [e for e in pdf.tree.walk() if e.tag == "Link" and e.parent and e.parent.tag == "Reference"]  # fmt: skip
    has = [(bare(e.text), *{note.leads_to + 1 for note in _notes(pdf, e)}) for e in entries]
    wanted = [(bare(f"{heading}{page}"), page) for heading, page in listed]
    for one in _first_difference(wanted, has):
        yield pdf.says(f"the contents do not say where things are: {one}")


@check("A222", Severity.ERROR)
def texts_are_what_they_seem(pdf: Printed) -> Iterator[Finding]:
    """Each text is tagged as what it is in the leaflet: a paragraph, a label, an item, a header, a cell; each list and
    table is one.

    "List of four items" and "column two" are how a listener finds their way; a heading in bold alone is none.
    """
    wanted = [(part.role, bare(part.text)) for part in pdf.parts]
    for one in _first_difference(wanted, [(block.role, bare(block.text)) for block in pdf.blocks]):
        yield pdf.says(f"a text is not tagged as what it is: {one}")
    if sum(e.tag == "L" for e in pdf.tree.walk()) != promised.lists(pdf.document):
        yield pdf.says("the lists are not the leaflet's")
    if [_size(e) for e in pdf.tree.walk() if e.tag == "Table"] != promised.tables(pdf.document):
        yield pdf.says("the rows and columns of a table are not the leaflet's")


def _size(table: Element) -> tuple[int, int]:
    """Rows and columns; 0 columns when rows differ, or a cell says that it is wider or higher than one."""
    rows = [row for row in table.walk() if row.tag == "TR"]
    cells = [[kid for kid in row.kids if isinstance(kid, Element)] for row in rows]
    spans = {cell.attributes.get(name, "1") for row in cells for cell in row for name in ("ColSpan", "RowSpan")}  # fmt: skip
    widths = {len(row) for row in cells}
    return len(rows), widths.pop() if len(widths) == 1 and spans <= {"1"} else 0


@check("A223", Severity.ERROR)
def digits_look_as_they_read(pdf: Printed) -> Iterator[Finding]:
    """The shape of each digit is that of the font's own digit, as this machine has the font.

    A 7 that is drawn as a 1 reads right to every program and wrong to every patient. Where the font is not installed,
    nothing is proven, and that is said.
    """
    for font in pdf.file.fonts:
        for code in sorted(font.characters) if font.program else ():
            if not re.fullmatch(r"[\d%]", character := font.characters[code]):
                continue
            own = installed_shape(font.name, character)
            if own is None:
                yield pdf.says(
                    f"the font {font.name} is not on this machine, or without a {character}: its figures cannot be compared"
                )
                break
            if not _is_own(font, code, *own):
                yield pdf.says(f"the {character} of the font {font.name} is drawn as something else")  # fmt: skip


def _is_own(font: EmbeddedFont, code: int, ink: Ink, area: float) -> bool:
    """Whether ink and area are the same within 3/1000 em and 3%: an outline may be written in another way."""
    near = all(abs(a - b) <= 3 for a, b in zip(font.ink(code), ink, strict=True))
    return near and abs(area - font.area(code)) <= 0.03 * area


@check("A224", Severity.ERROR)
def nothing_runs(pdf: Printed) -> Iterator[Finding]:
    """The file holds nothing but the leaflet: no program, form, attachment or layer.

    A leaflet opens on hospital machines and home ones; it has nothing to run and nothing to hide.
    """
    for name in pdf.file.said.beside:
        yield pdf.says(f"the file holds {name[1:]}, which no leaflet needs")


def _first_difference(wanted: Sequence[object], has: Sequence[object]) -> list[str]:
    """The first place where two lists differ, in words; nothing when they are the same."""
    for mine, theirs in zip_longest(wanted, has, fillvalue="nothing"):
        if mine != theirs:
            return [f"{str(theirs)[:80]} where {str(mine)[:80]} is expected"]
    return []
