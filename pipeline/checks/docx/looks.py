"""How a finished Word file looks: by styles alone, in type that can be read, on pages that break well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import fonts
from pipeline.checks.docx.opened import Style, W, attributes, value
from pipeline.checks.docx.promises import promises
from pipeline.checks.docx.written import CONTENTS_HEADINGS, NEW_PAGE, SPACER, Written
from pipeline.checks.promised import bare
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.languages import languages
from pipeline.publisher import CONTRAST, contrast

SMALLEST = 24  # half points: "clear print: at least 12" (UKAAF G003)
WORD_2013 = "15"  # the current compatibility mode
A4 = {"w": "11906", "h": "16838"}  # twips (UKAAF G003: A4 unless the purpose differs)
NARROWEST = 1134  # twips: 20 mm
SINGLE = 240  # of w:spacing's w:line
LATIN = "Arial"  # a legible sans serif that Word has on every system (UKAAF G003)
WHITE = (1.0, 1.0, 1.0)
# What a paragraph and a run may say for themselves; all else is for their style, and that may say no more than this.
_OWN_PARAGRAPH = frozenset({"pStyle", "numPr"})
_OWN_RUN = frozenset({"rStyle", "rFonts", "rtl", "cs", "lang"})
_STYLED = frozenset(
    """
    keepNext keepLines widowControl numPr pBdr shd tabs spacing ind outlineLvl bidi b bCs color u sz szCs pageBreakBefore
    """.split()
)
# The look that says what a paragraph is, to who sees it.
_BOLD = re.compile(r"Heading\d|TOCHeading(NewPage)?|TableHeading|CalloutHeading|PanelHeading|Notice|Publisher|Caption|PictureCaption")  # fmt: skip
_BARRED = re.compile(r"Notice|Callout.*")
_GROUND = re.compile(r"Notice|Callout.*|Panel.*")

CHECKS: Checks[Written] = Checks()
check = CHECKS.check


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
        spacing = style.details.get("spacing", {})
        if style.kind == "paragraph" and (
            spacing.get("lineRule") != "auto" or int(spacing.get("line", 0)) < SINGLE
        ):
            yield word.says(f"the lines of the style {key} do not grow with its type")


@check("A316", Severity.ERROR)
def styles_do_the_work(word: Written) -> Iterator[Finding]:
    """Looks come from styles, space from looks: no paragraph is empty, none has a look of its own.

    Who enlarges the body's style enlarges the leaflet; a screen reader stops at every empty paragraph.
    """
    for one in word.everywhere:
        if not (one.text or one.pictures or one.cell or one.style == SPACER):
            yield word.says("a paragraph is empty")
        if not one.properties <= _OWN_PARAGRAPH:
            yield word.says(f"{quoted(one.text[:20])} has a look of its own")
        for run in one.runs:
            if not run.properties <= _OWN_RUN:
                yield word.says(f"{quoted(run.text[:20])} has a look of its own")
    for key, style in word.file.styles.items():
        if strange := sorted(style.own - _STYLED):
            yield word.says(f"the style {key} has w:{strange[0]}, which no leaflet needs")


@check("A317", Severity.ERROR)
def pages_break_well(word: Written) -> Iterator[Finding]:
    """Pages are A4 and more than half text; a heading stands with what follows it, no line stands alone.

    A heading at the foot of a page is lost to who sees a few words at a time.
    """
    styles = word.file.styles
    for key, style in styles.items():
        if key.startswith("Heading") and not (style.has("keepNext") and style.has("keepLines")):
            yield word.says(f"the style {key} may stand alone at the foot of a page")
        if key in CONTENTS_HEADINGS and not style.has("keepNext"):
            yield word.says(f"the style {key} may stand alone at the foot of a page")
        if style.has("pageBreakBefore") != (key == NEW_PAGE):
            yield word.says(f"the style {key} begins a page, or does not where it says so")
    if "Normal" not in styles or not styles["Normal"].has("widowControl"):
        yield word.says("lines may stand alone")
    modes = {
        one.get(f"{W}name"): value(one)
        for one in word.file.tree("word/settings.xml").iter(f"{W}compatSetting")
    }
    if modes.get("compatibilityMode") != WORD_2013:
        yield word.says("Word would open the file in compatibility mode")
    sizes = [attributes(one) for one in word.file.section.iter(f"{W}pgSz")]
    if sizes != [A4]:
        yield word.says("the pages are not A4")
    edges = [
        {key: int(said) for key, said in attributes(one).items()}
        for one in word.file.section.iter(f"{W}pgMar")
    ]
    if not edges or min(edges[0].get(side, 0) for side in ("top", "left", "bottom", "right")) < NARROWEST:  # fmt: skip
        yield word.says("the margins are narrow")
    elif 2 * (edges[0]["top"] + edges[0]["bottom"]) > int(A4["h"]):
        yield word.says("the head and foot of the pages leave no room for the text")


@check("A318", Severity.ERROR)
def letters_can_be_read(word: Written) -> Iterator[Finding]:
    """Every style stands out from its ground, 7 to 1 and more, and every font is one that the language is set in.

    White on white, or letters in a font of signs, are text to every program and nothing to a reader.
    """
    for key, style in word.file.styles.items():
        if _contrast(style) < CONTRAST:
            yield word.says(f"the style {key} does not stand out from its ground")
    used = {
        (name, said)
        for part in (*word.file.told, "word/styles.xml")
        for one in word.file.tree(part).iter(f"{W}rFonts")
        for name, said in attributes(one).items()
        if name != "hint"
    }
    for name, said in sorted(used):
        if said not in _families():
            yield word.says(f"letters are set in {said} ({name})")
    own = word.document.language()
    slots = {"latin": ("ascii", "hAnsi"), "complex": ("cs",), "east-asian": ("eastAsia",)}
    wanted = {"ascii": LATIN, "hAnsi": LATIN}
    wanted |= {} if own.script == "latin" else dict.fromkeys(slots[own.script], fonts.family(own.fonts[0]))  # fmt: skip
    normal = word.file.styles.get("Normal", Style("", "")).details.get("rFonts", {})
    if any(normal.get(slot) != font for slot, font in wanted.items()):
        yield word.says(f"the body is not set in the font of {own.tag}")


@check("A319", Severity.ERROR)
def paragraphs_are_what_they_say(word: Written) -> Iterator[Finding]:
    """Every paragraph has the style of what it is: text, item, warning, cell, caption; and styles look like it.

    A warning in the style of text is read over; text in the style of a warning takes its force from the others.
    """
    wanted = [(one.style, bare(one.text)) for one in promises(word.document)]
    found = [(one.style, bare(one.text)) for one in word.text]
    if found != wanted:
        both = zip([*wanted, ("nothing", "")], [*found, ("nothing", "")], strict=False)
        said, is_ = next(((a, b) for a, b in both if a != b), (("", ""), ("", "")))
        yield word.says(
            f"{quoted(is_[1][:20])} has the style {is_[0]}, where {quoted(said[1][:20])} has {said[0]}"
        )
    for key, style in word.file.styles.items():
        looks = (style.has("b"), "pBdr" in style.says, "shd" in style.says)
        bold, barred, ground = (bool(one.fullmatch(key)) for one in (_BOLD, _BARRED, _GROUND))
        if style.kind == "paragraph" and looks != (bold, barred or key == "Publisher", ground):
            yield word.says(f"the style {key} does not look like what it is")


def _contrast(style: Style) -> float:
    """To 1; 0 of what is no colour."""
    ink, ground = style.says.get("color", "000000"), style.details.get("shd", {}).get("fill", "FFFFFF")  # fmt: skip
    if not all(re.fullmatch("[0-9A-F]{6}", one) for one in (ink, ground)):
        return 0.0
    return min(contrast(_rgb(ink), _rgb(ground)), contrast(_rgb(ink), WHITE))


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))


@cache
def _families() -> frozenset[str]:
    """What Word calls the fonts that leaflets are set in."""
    every = (
        name
        for one in languages().values()
        for name in (*one.fonts, *(face.name for face in one.faces))
    )
    return frozenset({LATIN, *map(fonts.family, every)})
