"""The style set: every look of a leaflet has a name that whoever goes on editing finds in Word.

Lengths are in points. The writer and the reckoning of pages both read them here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.document import Brand
from pipeline.languages import Language
from pipeline.publisher import tint
from pipeline.render.docx.metrics import face, main_font

LIST_LEVELS = 9  # as many as Word has
HEADING_LEVELS = 6  # as many as screen readers and tagged PDF know
CONTENTS_LEVELS = (2, 3)  # of headings that the contents list
PAGE_WIDTH, PAGE_HEIGHT = 595.3, 841.9  # A4, unless the purpose differs (UKAAF G003)
MARGIN = 57.0  # 20 mm, as in print
EDGE = 28.35  # of the paper to the running title and the page number: 10 mm
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
STEP = 28.35  # for each level of a list: 1 cm, or
LABEL = 1.5  # type sizes, in which "10." has room
CELL_SIDE = 5.4  # between a cell's border and its text
# In which LibreOffice lets no full stop stand out of a line.
CELL_STYLES = ("TableText", "TableHeading")
LINE = 1.5  # times the type size (WCAG 2.2, 1.4.8 Visual Presentation)
SINGLE = 100
RULE, ABOVE_RULE = 1.5, 4.0  # a line below a paragraph, and the white between: ours
_SMALLEST = 12.0  # "clear print: at least 12" (UKAAF G003)
LINK_COLOUR = "00298C"  # 12 to 1 on white, as in print
# Sizes against the body and space before it, in body sizes: title, then headings by level.
_HEADINGS = ((1.7, 0.0), (1.35, 1.3), (1.15, 1.0), (1.05, 0.8), (1.0, 0.8), (1.0, 0.8))


@dataclass(frozen=True, slots=True)
class Inks:
    """The charity's colour, of headings and lines, and its tint, of grounds, as Word writes colours."""

    main: str
    pale: str

    @classmethod
    def of(cls, brand: Brand) -> Inks:
        return cls(_rgb(brand.colour), _rgb(tint(brand.colour)))


def _rgb(colour: tuple[float, float, float]) -> str:
    return "".join(f"{round(255 * part):02X}" for part in colour)


@dataclass(frozen=True, slots=True)
class Definition:
    """A multilevel numbering: its styles are ``name``, ``name 2`` and so on."""

    name: str
    counts: bool
    boxed: bool = False


DEFINITIONS = (
    Definition("List Bullet", False),
    Definition("List Number", True),
    Definition("Callout Bullet", False, True),
    Definition("Callout Number", True, True),
)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's look. ``spacing``: percent of the font's own line; ``level``: in the outline, from 1; ``number``:
    its definition and level, from 0; ``tab``: a place for page numbers at the end of the line, led to by dots;
    ``inked``: in the charity's colour."""

    name: str
    size: float
    spacing: int
    after: float = 0.0
    before: float = 0.0
    bold: bool = False
    inked: bool = False
    ruled: bool = False  # a line below it
    indent: float = 0.0
    hanging: float = 0.0
    keep_next: bool = False
    keep_lines: bool = False
    level: int = 0
    boxed: bool = False  # a bar at the reader's side
    ground: bool = False  # in the charity's tint
    number: tuple[int, int] | None = None
    tab: float = 0.0
    follows: str = ""  # the style of the paragraph that is typed after it; itself when empty
    new_page: bool = False  # begins a page
    custom: bool = False  # not one of Word's own

    @property
    def id(self) -> str:
        """As Word makes it of a name: heading 1 is Heading1."""
        name = self.name.replace("toc ", "TOC ")
        return "".join(part[:1].upper() + part[1:] for part in name.split())


def style_set(body: float, spoken: Language) -> dict[str, Style]:
    """Every paragraph style by its identifier, Normal first."""
    normal = Style("Normal", body, line_spacing(spoken), after=body)
    found = [normal, *_furniture(normal), *_headings(normal), *_boxed(normal), *_tables(normal)]
    for number, definition in enumerate(DEFINITIONS):
        found += _list(normal, number, definition)
    found += _continued(normal, "List Continue", False)
    found += _continued(normal, "Callout Continue", True)
    found += _contents(normal)
    return {style.id: style for style in found}


def line_spacing(spoken: Language) -> int:
    """Percent of the main font's own line that makes lines as far apart as its language needs them, in steps of 5."""
    own = face(main_font(spoken), bold=False).line
    wanted = max(LINE, spoken.line_height)
    return max(SINGLE, 5 * round(20 * wanted / own))


def list_style(definition: int, level: int) -> str:
    """The identifier of a list's style; ``level`` from 0, and the deepest for all that is deeper."""
    return _numbered(DEFINITIONS[definition].name, level).replace(" ", "")


def continued_style(boxed: bool, level: int) -> str:
    """The identifier of the style of a paragraph inside a list item of that level."""
    return _numbered("Callout Continue" if boxed else "List Continue", level).replace(" ", "")


def _numbered(name: str, level: int) -> str:
    level = min(level, LIST_LEVELS - 1)
    return f"{name} {level + 1}" if level else name


def _furniture(normal: Style) -> list[Style]:
    small = max(_SMALLEST, normal.size * 0.72)
    return [
        replace(normal, name="header", size=small, spacing=min(normal.spacing, 115), after=3),
        replace(normal, name="Publisher", custom=True, bold=True, inked=True, ruled=True, follows="Heading1"),
        replace(normal, name="Dates", custom=True, after=normal.size * 0.25),
        replace(normal, name="footer", after=0),  # page numbers have the size of the body (UKAAF G003)
        replace(normal, name="caption", bold=True, keep_next=True, before=6, after=6),
        # Word makes a picture's line as much higher as any other.
        replace(normal, name="Picture", spacing=SINGLE, custom=True),
        replace(normal, name="Captioned Picture", spacing=SINGLE, custom=True, keep_next=True, after=6),
        replace(normal, name="Picture Caption", custom=True, bold=True),
    ]  # fmt: skip


def _headings(normal: Style) -> list[Style]:
    tight = min(normal.spacing, 115)
    return [
        replace(normal, name=f"heading {level}", size=_half(normal.size * scale), spacing=tight, bold=True,
                before=normal.size * before, after=normal.size * 0.5, inked=True, keep_next=True,
                keep_lines=True, level=level, follows="Normal")
        for level, (scale, before) in enumerate(_HEADINGS, 1)
    ]  # fmt: skip


def _step(normal: Style) -> float:
    """How far each level of a list is indented: else the text of item 10 would begin further in than that of item 9."""
    return max(STEP, round(normal.size * LABEL))


def _half(points: float) -> float:
    """To half points, Word's unit for type sizes."""
    return round(points * 2) / 2


def _boxed(normal: Style) -> list[Style]:
    callout = replace(normal, name="Callout", boxed=True, ground=True, keep_lines=True, custom=True)
    panel = replace(callout, name="Panel", after=normal.size * 0.5, boxed=False)
    return [
        callout,
        replace(callout, name="Callout Heading", bold=True, keep_next=True, follows="Callout"),
        replace(callout, name="Notice", bold=True, follows="Normal"),
        panel,
        replace(panel, name="Panel Heading", after=normal.size * 0.25, bold=True, keep_next=True, follows="Panel"),
        replace(panel, name="Panel Picture", spacing=SINGLE, after=normal.size * 0.25, keep_next=True),
    ]  # fmt: skip


def _tables(normal: Style) -> list[Style]:
    cell = replace(normal, name="Table Text", before=3, after=3, custom=True)
    return [
        cell,
        replace(cell, name="Table Heading", bold=True, keep_next=True),
        replace(normal, name="After Table", before=normal.size, custom=True, follows="Normal"),
        replace(normal, name="Between Tables", size=1, after=0, spacing=SINGLE, custom=True, follows="Normal"),
    ]  # fmt: skip


def _list(normal: Style, number: int, definition: Definition) -> list[Style]:
    return [
        replace(normal, name=_numbered(definition.name, level), after=normal.size * 0.5, indent=_step(normal) * (level + 1),
                hanging=_step(normal), number=(number, level), boxed=definition.boxed, ground=definition.boxed, custom=definition.boxed or level > 4)
        for level in range(LIST_LEVELS)
    ]  # fmt: skip


def _continued(normal: Style, name: str, boxed: bool) -> list[Style]:
    return [
        replace(normal, name=_numbered(name, level), after=normal.size * 0.5, indent=_step(normal) * (level + 1), boxed=boxed,
                ground=boxed, custom=boxed or level > 4)
        for level in range(LIST_LEVELS)
    ]  # fmt: skip


def _contents(normal: Style) -> list[Style]:
    heading = replace(normal, name="TOC Heading", size=_half(normal.size * 1.35), bold=True, inked=True,
                      keep_next=True, before=normal.size, after=normal.size * 0.5, follows="Normal")  # fmt: skip
    # Word keeps space before a paragraph that was told to begin a page, and drops it where a page merely ran full.
    turned = replace(heading, name="TOC Heading New Page", before=0.0, new_page=True, custom=True)
    entries = [
        replace(normal, name=f"toc {level}", after=normal.size * 0.25, indent=STEP * max(0, level - CONTENTS_LEVELS[0]),
                tab=TEXT_WIDTH)
        for level in range(1, CONTENTS_LEVELS[1] + 1)
    ]  # fmt: skip
    return [heading, turned, *entries]
