"""Ways to break a finished PDF, each with the check that is for it.

Each takes a specimen's file as it was made and changes one thing that a fault of ours, another program or a careless
hand could change; most pass every validator.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

Break = Callable[[pikepdf.Pdf], None]
Change = Callable[[list[Any]], list[Any]]
BROKEN: list[tuple[str, Break]] = []


def breaks(*codes: str) -> Callable[[Break], Break]:
    """The checks that must each name the fault."""

    def register(change: Break) -> Break:
        BROKEN.extend((code, change) for code in codes)
        return change

    return register


def broken(data: bytes, change: Break) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        change(file)
        locked = pikepdf.Encryption(owner="x", user="") if change is encrypted else False
        file.save(out, encryption=locked)
    return out.getvalue()


# Where things are.


def letters(array: Any) -> list[Any]:
    """What a TJ shows and moves by, each letter on its own."""
    found: list[Any] = []
    for part in array:
        if isinstance(part, String):
            data = bytes(part)
            found += [String(data[n : n + 2]) for n in range(0, len(data), 2)]
        else:
            found.append(part)
    return found


def elements(file: pikepdf.Pdf, tag: str) -> list[Any]:
    def walk(node: Any) -> Iterator[Any]:
        if isinstance(node, Dictionary) and "/S" in node:
            yield node
            for kid in node.K:
                yield from walk(kid)

    return [one for one in walk(file.Root.StructTreeRoot.K[0]) if f"/{tag}" == one.S]


def fonts(file: pikepdf.Pdf) -> list[Any]:
    found = {font.objgen: font for page in file.pages for font in page.Resources.Font.values()}
    return list(found.values())


def rewrite(file: pikepdf.Pdf, page: int, change: Callable[[list[Any]], list[Any]]) -> None:
    """Change the list of a page's instructions."""
    instructions = change(list(pikepdf.parse_content_stream(file.pages[page])))
    file.pages[page].Contents = file.make_stream(pikepdf.unparse_content_stream(instructions))


def operator(text: str, *operands: Any) -> Any:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(text))


def named(instruction: Any, text: str) -> bool:
    return str(instruction.operator) == text


def first(
    file: pikepdf.Pdf,
    text: str,
    change: Change,
    *,
    every: bool = False,
    page: int = 0,
    skip: int = 0,
) -> None:
    """Change the operands of the first such operator of a page (``skip``: of a later one), or of every one."""
    count = [0]

    def changed(instructions: list[Any]) -> list[Any]:
        found = []
        for one in instructions:
            if named(one, text):
                count[0] += 1
                if every or count[0] == skip + 1:
                    one = operator(text, *change(list(one.operands)))
            found.append(one)
        return found

    rewrite(file, page, changed)
    assert count[0] > skip


def before_first(file: pikepdf.Pdf, text: str, *added: Any, page: int = 0) -> None:
    def changed(instructions: list[Any]) -> list[Any]:
        place = next(n for n, one in enumerate(instructions) if named(one, text))
        return [*instructions[:place], *added, *instructions[place:]]

    rewrite(file, page, changed)


def marked(instructions: list[Any], number: int) -> tuple[int, int]:
    """Where the marked content of an MCID begins and ends."""
    start = next(n for n, one in enumerate(instructions) if named(one, "BDC") and one.operands[1].get("/MCID") == number)  # fmt: skip
    return start, next(n for n, one in enumerate(instructions) if n > start and named(one, "EMC"))


def with_digits(file: pikepdf.Pdf) -> Iterator[tuple[Any, int]]:
    """Fonts that have a 0 and an 8, and the code of the 8."""
    for font in fonts(file):
        found = re.findall(rb"<([0-9A-F]{4})> <0038>", font.ToUnicode.read_bytes())
        if found:
            yield font, int(found[0], 16)


def page_with(file: pikepdf.Pdf, tag: str) -> int:
    """The page on which the first element of a kind has its content."""
    element = elements(file, tag)[0]
    while "/Pg" not in element:
        element = element.K[0]
    return next(n for n, page in enumerate(file.pages) if page.obj.objgen == element.Pg.objgen)


# The text and its order.


@breaks("A201")
def paragraph_lost(file: pikepdf.Pdf) -> None:
    del elements(file, "L")[0].P.K[1]


@breaks("A201", "A212")
def paragraphs_swapped(file: pikepdf.Pdf) -> None:
    kids = elements(file, "L")[0].P.K
    kids[1], kids[2] = kids[2], kids[1]


@breaks("A200")
def paragraph_repeated(file: pikepdf.Pdf) -> None:
    elements(file, "L")[0].P.K.append(elements(file, "H2")[0])


@breaks("A201")
def heading_moved_to_the_end(file: pikepdf.Pdf) -> None:
    kids = file.Root.StructTreeRoot.K[0].K
    kids.append(kids[0])
    del kids[0]


@breaks("A201")
def items_swapped(file: pikepdf.Pdf) -> None:
    kids = elements(file, "L")[0].K
    kids[0], kids[1] = kids[1], kids[0]


@breaks("A201")
def cells_swapped(file: pikepdf.Pdf) -> None:
    kids = elements(file, "TR")[1].K
    kids[0], kids[1] = kids[1], kids[0]


@breaks("A201")
def mcids_swapped(file: pikepdf.Pdf) -> None:
    """Two elements have each other's content."""
    one, other = elements(file, "Lbl")[0], elements(file, "LBody")[0].K[0]
    one.K[0], other.K[0] = other.K[0], one.K[0]


@breaks("A201")
def one_digit_reads_as_another(file: pikepdf.Pdf) -> None:
    for font, _ in with_digits(file):
        data = font.ToUnicode.read_bytes()
        font.ToUnicode = file.make_stream(data.replace(b"> <0038>", b"> <0033>"))


@breaks("A201")
def last_letter_lost(file: pikepdf.Pdf) -> None:
    first(file, "TJ", lambda operands: [Array(letters(operands[0])[:-1])])


@breaks("A201")
def text_as_an_artifact(file: pikepdf.Pdf) -> None:
    first(file, "BDC", lambda operands: [Name.Artifact, Dictionary(Type=Name.Layout)])


@breaks("A201")
def page_lost(file: pikepdf.Pdf) -> None:
    del file.pages[1]


@breaks("A213", "A212")
def page_twice(file: pikepdf.Pdf) -> None:
    file.pages.append(file.pages[1])


@breaks("A212", "A213")
def pages_swapped(file: pikepdf.Pdf) -> None:
    page = file.pages[1]
    file.pages.insert(0, page)
    del file.pages[2]


@breaks("A201")
def spaces_lost(file: pikepdf.Pdf) -> None:
    for font in fonts(file):
        data = re.sub(rb"> <0020>", b"> <200B>", font.ToUnicode.read_bytes())
        font.ToUnicode = file.make_stream(data)


@breaks("A212")
def drawn_in_another_order(file: pikepdf.Pdf) -> None:
    """The last marked content of a page is drawn first; the structure stays."""

    def changed(instructions: list[Any]) -> list[Any]:
        numbers = [one.operands[1].MCID for one in instructions if named(one, "BDC") and "/MCID" in one.operands[1]]  # fmt: skip
        start, end = marked(instructions, max(numbers))
        part = instructions[start : end + 1]
        return [*part, *instructions[:start], *instructions[end + 1 :]]

    rewrite(file, 0, changed)


@breaks("A212")
def title_drawn_at_the_foot(file: pikepdf.Pdf) -> None:
    first(file, "Tm", lambda o: [*o[:5], float(o[5]) - 400])


# Figures.


@breaks("A202", "A228")
def line_back_to_front(file: pikepdf.Pdf) -> None:
    """Every text is drawn from right to left, as an engine without bidi isolates would draw a number."""

    def backwards(operands: list[Any]) -> list[Any]:
        array = [part for part in letters(operands[0]) if isinstance(part, String)]
        return [Array([piece for part in array for piece in (part, 2000)])]

    for page in range(len(file.pages)):
        first(file, "TJ", backwards, every=True, page=page)


@breaks("A223")
def one_digit_drawn_as_another(file: pikepdf.Pdf) -> None:
    for font, code in with_digits(file):
        glyphs = bytearray(font.DescendantFonts[0].CIDToGIDMap.read_bytes())
        other = 2 * int(re.findall(rb"<([0-9A-F]{4})> <0030>", font.ToUnicode.read_bytes())[0], 16)
        glyphs[2 * code : 2 * code + 2] = glyphs[other : other + 2]
        font.DescendantFonts[0].CIDToGIDMap = file.make_stream(bytes(glyphs))


@breaks("A217")
def text_mirrored(file: pikepdf.Pdf) -> None:
    first(file, "Tm", lambda o: [-1, 0, 0, 1, o[4], o[5]], skip=1)


@breaks("A217")
def page_mirrored(file: pikepdf.Pdf) -> None:
    before_first(file, "q", operator("cm", -1, 0, 0, 1, 595, 0), page=1)


@breaks("A225")
def paragraphs_as_one_line_each(file: pikepdf.Pdf) -> None:
    """Each line goes on where the one before it ends."""

    def joined(instructions: list[Any]) -> list[Any]:
        at: list[Any] = []
        for number, one in enumerate(instructions):
            if str(one.operator) == "BDC":
                at = []
            elif str(one.operator) == "Tm":
                at = at or [*one.operands]
                instructions[number] = operator("Tm", *at)
                at[4] = float(at[4]) + 400
        return instructions

    for page in range(len(file.pages)):
        rewrite(file, page, joined)


@breaks("A202")
def number_over_two_lines(file: pikepdf.Pdf) -> None:
    """The second half of the phone number is drawn on the next line."""

    eights = {code for _, code in with_digits(file)}

    def halves(one: Any) -> list[Any]:
        parts = letters(one.operands[0])
        places = [n for n, part in enumerate(parts) if isinstance(part, String) and int.from_bytes(bytes(part), "big") in eights]  # fmt: skip
        if len(places) < 3:
            return [one]
        cut = places[2]
        return [operator("TJ", Array(parts[:cut])), operator("Td", 0, -27), operator("TJ", Array(parts[cut:]))]  # fmt: skip

    def changed(instructions: list[Any]) -> list[Any]:
        return [new for one in instructions for new in (halves(one) if named(one, "TJ") else [one])]

    for page in range(len(file.pages)):
        rewrite(file, page, changed)


# Type.


@breaks("A203")
def small_type(file: pikepdf.Pdf) -> None:
    first(file, "Tf", lambda operands: [operands[0], 9])


@breaks("A203")
def one_run_a_point_smaller(file: pikepdf.Pdf) -> None:
    first(file, "Tf", lambda o: [o[0], float(o[1]) - 1], skip=2)


@breaks("A203")
def heading_as_small_as_text(file: pikepdf.Pdf) -> None:
    first(file, "Tf", lambda operands: [operands[0], 18], skip=1)


@breaks("A203", "A211")
def whole_page_made_smaller(file: pikepdf.Pdf) -> None:
    before_first(file, "q", operator("cm", 0.7, 0, 0, 0.7, 0, 0), page=1)
    file.pages[1].MediaBox = Array([0, 0, 416, 589])


@breaks("A203")
def small_page_number(file: pikepdf.Pdf) -> None:
    def changed(instructions: list[Any]) -> list[Any]:
        last = max(n for n, one in enumerate(instructions) if named(one, "Tf"))
        instructions[last] = operator("Tf", instructions[last].operands[0], 12)
        return instructions

    rewrite(file, 1, changed)


@breaks("A217")
def text_squeezed(file: pikepdf.Pdf) -> None:
    before_first(file, "BT", operator("Tz", 80))


@breaks("A217")
def text_turned_by_a_stretch_of_less_than_nothing(file: pikepdf.Pdf) -> None:
    before_first(file, "BT", operator("Tz", -100))
    first(file, "Tm", lambda o: [1, 0, 0, -1, o[4], o[5]], skip=1)


@breaks("A217")
def text_slanted(file: pikepdf.Pdf) -> None:
    first(file, "Tm", lambda o: [1, 0, 0.2, 1, o[4], o[5]], skip=1)


@breaks("A217")
def text_turned(file: pikepdf.Pdf) -> None:
    first(file, "Tm", lambda o: [0, 1, -1, 0, o[4], o[5]], skip=1)


@breaks("A217")
def italic_font(file: pikepdf.Pdf) -> None:
    fonts(file)[0].DescendantFonts[0].FontDescriptor.ItalicAngle = -12


@breaks("A217")
def italic_by_its_flag(file: pikepdf.Pdf) -> None:
    fonts(file)[0].DescendantFonts[0].FontDescriptor.Flags = 4 | 64


# Colour and visibility.


@breaks("A204")
def grey(file: pikepdf.Pdf) -> None:
    first(file, "rg", lambda operands: [0.6, 0.6, 0.6])


@breaks("A204")
def one_grey_run(file: pikepdf.Pdf) -> None:
    before_first(file, "TJ", operator("g", 0.55), page=2)


@breaks("A204", "A218")
def white_on_white(file: pikepdf.Pdf) -> None:
    before_first(file, "TJ", operator("rg", 1, 1, 1))


@breaks("A204")
def dark_ground(file: pikepdf.Pdf) -> None:
    rectangle = [operator("BMC", Name.Artifact), operator("rg", 0.3, 0.3, 0.4), operator("re", 0, 600, 595, 241), operator("f"), operator("EMC")]  # fmt: skip
    before_first(file, "q", operator("q"), *rectangle, operator("Q"))


@breaks("A204")
def pale_in_cmyk(file: pikepdf.Pdf) -> None:
    before_first(file, "TJ", operator("k", 0.3, 0.3, 0, 0.1))


@breaks("A218")
def hidden(file: pikepdf.Pdf) -> None:
    before_first(file, "TJ", operator("Tr", 3), page=1)


@breaks("A218")
def outlined_only(file: pikepdf.Pdf) -> None:
    before_first(file, "TJ", operator("Tr", 1), page=1)


@breaks("A218")
def covered(file: pikepdf.Pdf) -> None:
    """A white box is drawn over the middle of the second page."""
    cover = [operator("BMC", Name.Artifact), operator("rg", 1, 1, 1), operator("re", 40, 380, 515, 300), operator("f"), operator("EMC")]  # fmt: skip

    rewrite(file, 1, lambda instructions: [*instructions, *cover])


@breaks("A218")
def see_through(file: pikepdf.Pdf) -> None:
    file.pages[0].Resources.ExtGState = Dictionary(Pale=Dictionary(Type=Name.ExtGState, ca=0.2))
    before_first(file, "BT", operator("gs", Name.Pale))


@breaks("A218")
def clipped(file: pikepdf.Pdf) -> None:
    before_first(file, "BT", operator("re", 0, 0, 1, 1), operator("W"), operator("n"))


@breaks("A201")
def text_as_outlines(file: pikepdf.Pdf) -> None:
    """The title is drawn as shapes in its own marked content."""

    def changed(instructions: list[Any]) -> list[Any]:
        start, end = marked(instructions, 0)
        curve = [operator("m", 0, 0), operator("c", 50, 0, 50, 20, 0, 20), operator("f")]
        return [*instructions[: start + 1], *curve, *instructions[end:]]

    rewrite(file, 0, changed)


@breaks("A218")
def letters_added_as_outlines(file: pikepdf.Pdf) -> None:
    curve = [operator("BMC", Name.Artifact), operator("m", 300, 300), operator("c", 350, 300, 350, 320, 300, 320), operator("f"), operator("EMC")]  # fmt: skip
    rewrite(file, 0, lambda instructions: [*instructions, *curve])


@breaks("A200")
def layer_switched_off(file: pikepdf.Pdf) -> None:
    file.pages[0].Resources.Properties = Dictionary(Off=Dictionary(Type=Name.OCG, Name=String("x")))
    before_first(file, "q", operator("BDC", Name.OC, Name.Off))
    rewrite(file, 0, lambda instructions: [*instructions, operator("EMC")])


# Place.


@breaks("A205")
def off_the_side(file: pikepdf.Pdf) -> None:
    first(file, "Tm", lambda o: [*o[:4], float(o[4]) + 600, o[5]])


@breaks("A205")
def under_the_page(file: pikepdf.Pdf) -> None:
    first(file, "Tm", lambda o: [*o[:5], float(o[5]) - 2000])


@breaks("A205")
def into_the_margin(file: pikepdf.Pdf) -> None:
    """To the reader's side."""
    aside = 30 if "/A" in file.Root.StructTreeRoot.K[0] else -30
    before_first(file, "q", operator("cm", 1, 0, 0, 1, aside, 0), page=1)


@breaks("A205")
def line_on_another(file: pikepdf.Pdf) -> None:
    """The second line of a paragraph stands four points under the first."""

    def moved(instructions: list[Any]) -> list[Any]:
        heights: list[float] = []
        for n, one in enumerate(instructions):
            if named(one, "BDC"):
                heights = []
            if named(one, "Tm"):
                heights.append(float(one.operands[5]))
                if heights[-1] != heights[0] and "/MCID" in begun(instructions, n):
                    instructions[n] = operator("Tm", *one.operands[:5], heights[0] - 4)
                    return instructions
        raise AssertionError("no paragraph has two lines")

    rewrite(file, 0, moved)


def begun(instructions: list[Any], place: int) -> Any:
    """The properties of the marked content that an instruction stands in."""
    return next(one.operands[1] for one in reversed(instructions[:place]) if named(one, "BDC"))


@breaks("A211")
def cropped(file: pikepdf.Pdf) -> None:
    file.pages[0].CropBox = Array([0, 300, 595.28, 841.89])


@breaks("A211")
def trimmed(file: pikepdf.Pdf) -> None:
    file.pages[0].TrimBox = Array([100, 100, 500, 700])


@breaks("A211")
def turned(file: pikepdf.Pdf) -> None:
    file.pages[1].Rotate = 90


@breaks("A211")
def other_paper(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        page.MediaBox = Array([0, 0, 612, 792])


@breaks("A211")
def other_unit(file: pikepdf.Pdf) -> None:
    file.pages[0].UserUnit = 0.5


@breaks("A214")
def centred(file: pikepdf.Pdf) -> None:
    first(
        file,
        "Tm",
        lambda o: [*o[:4], float(o[4]) + (-90 if float(o[4]) > 200 else 90), o[5]],
        skip=1,
    )


@breaks("A214")
def words_pulled_apart(file: pikepdf.Pdf) -> None:
    """Justified: the gaps between words of a notice are made wider, as Tw cannot do in fonts of two bytes."""
    spaces = dict(_spaces(file))

    def changed(instructions: list[Any]) -> list[Any]:
        found, current = [], b""
        for one in instructions:
            if named(one, "Tf"):
                current = spaces.get(str(one.operands[0]), b"")
            if named(one, "TJ"):
                wide = [piece for part in letters(one.operands[0]) for piece in ([part, -220] if isinstance(part, String) and bytes(part) == current else [part])]  # fmt: skip
                one = operator("TJ", Array(wide))
            found.append(one)
        return found

    rewrite(file, 0, changed)


def _spaces(file: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    for name, font in file.pages[0].Resources.Font.items():
        for code in re.findall(rb"<([0-9A-F]{4})> <0020>", font.ToUnicode.read_bytes()):
            yield name, bytes.fromhex(code.decode())


@breaks("A214")
def letters_pulled_apart(file: pikepdf.Pdf) -> None:
    before_first(file, "BT", operator("Tc", 4))


@breaks("A215")
def lines_close_together(file: pikepdf.Pdf) -> None:
    """The page is squeezed from above: every baseline moves to the foot by a quarter; the type stays."""

    def lower(o: list[Any]) -> list[Any]:
        return [*o[:5], float(o[5]) * 0.75]

    first(file, "Tm", lower, every=True)


@breaks("A216")
def heading_at_the_foot(file: pikepdf.Pdf) -> None:
    """The last heading's text moves to the page before."""
    element = elements(file, "H3")[0]
    page = next(n for n, one in enumerate(file.pages) if one.obj.objgen == element.Pg.objgen)
    number = int(element.K[0])
    lines: list[Any] = []

    def taken(instructions: list[Any]) -> list[Any]:
        start, end = marked(instructions, number)
        lines.extend(instructions[start : end + 1])
        return [*instructions[:start], *instructions[end + 1 :]]

    rewrite(file, page, taken)
    before = file.pages[page - 1]
    for key, font in file.pages[page].Resources.Font.items():
        before.Resources.Font[key] = font
    parents = pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree)
    below: Any = parents[int(before.StructParents)]
    fresh = len(below)
    below.append(element)
    lines[0] = operator("BDC", lines[0].operands[0], Dictionary(MCID=fresh))
    moved = [operator("q"), operator("cm", 1, 0, 0, 1, 57, 80), *lines, operator("Q")]
    rewrite(file, page - 1, lambda instructions: [*instructions, *moved])
    element.Pg, element.K = before.obj, Array([fresh])


@breaks("A216")
def label_beside_nothing(file: pikepdf.Pdf) -> None:
    """A bullet stands lower than its item."""
    page = page_with(file, "Lbl")
    number = int(elements(file, "Lbl")[0].K[0])

    def changed(instructions: list[Any]) -> list[Any]:
        start, end = marked(instructions, number)
        lowered = [operator("Tm", *one.operands[:5], float(one.operands[5]) - 9) if named(one, "Tm") else one for one in instructions[start:end]]  # fmt: skip
        return [*instructions[:start], *lowered, *instructions[end:]]

    rewrite(file, page, changed)


# Headings and tags.


def rename(tag: str, other: str) -> Break:
    def change(file: pikepdf.Pdf) -> None:
        elements(file, tag)[0].S = Name(f"/{other}")

    change.__name__ = f"{tag}_as_{other}"
    return change


for _codes, _tag, _other in (
    (("A206",), "H1", "P"), (("A206",), "H2", "H1"), (("A206",), "H2", "H3"), (("A206",), "H3", "H5"),
    (("A206", "A222"), "H2", "P"), (("A206",), "P", "H2"), (("A220",), "H2", "Fancy"), (("A220", "A222"), "Lbl", "P"),
    (("A222", "A220"), "L", "Div"), (("A222", "A220"), "LBody", "P"), (("A208", "A222"), "TH", "TD"), (("A222",), "TD", "TH"),
    (("A222", "A220"), "Table", "Div"), (("A219",), "Link", "Span"), (("A220",), "Figure", "Span"), (("A222",), "Caption", "P"),
):  # fmt: skip
    breaks(*_codes)(rename(_tag, _other))


@breaks("A222")
def row_as_two(file: pikepdf.Pdf) -> None:
    """A row of a table is parted: its cells stand in rows of their own."""
    row = elements(file, "TR")[-1]
    other = file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, P=row.P, K=Array([row.K[1]])))  # fmt: skip
    row.K[1].P = other
    del row.K[1]
    row.P.K.append(other)


@breaks("A222")
def cell_as_wide_as_two(file: pikepdf.Pdf) -> None:
    elements(file, "TD")[0].A = Dictionary(O=Name.Table, ColSpan=2)


@breaks("A208")
def no_description(file: pikepdf.Pdf) -> None:
    del elements(file, "Figure")[0].Alt


@breaks("A208")
def blank_description(file: pikepdf.Pdf) -> None:
    elements(file, "Figure")[0].Alt = String("  ")


@breaks("A208")
def other_description(file: pikepdf.Pdf) -> None:
    elements(file, "Figure")[0].Alt = String("image1.png")


@breaks("A208")
def no_headers(file: pikepdf.Pdf) -> None:
    for cell in elements(file, "TH"):
        cell.S = Name.TD


@breaks("A208")
def no_scope(file: pikepdf.Pdf) -> None:
    del elements(file, "TH")[0].A


@breaks("A208")
def other_scope(file: pikepdf.Pdf) -> None:
    elements(file, "TH")[-1].A.Scope = Name.Column


@breaks("A226")
def picture_lost(file: pikepdf.Pdf) -> None:
    page = page_with(file, "Figure")
    rewrite(file, page, lambda instructions: [one for one in instructions if not named(one, "Do")])


@breaks("A226")
def picture_squeezed(file: pikepdf.Pdf) -> None:
    before_first(file, "Do", operator("cm", 1, 0, 0, 0.5, 0, 0), page=page_with(file, "Figure"))


@breaks("A217")
def picture_upside_down(file: pikepdf.Pdf) -> None:
    before_first(file, "Do", operator("cm", 1, 0, 0, -1, 0, 1), page=page_with(file, "Figure"))


# Languages.


@breaks("A207")
def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


@breaks("A207")
def no_language_of_root(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot.K[0].Lang


@breaks("A207")
def other_language(file: pikepdf.Pdf) -> None:
    file.Root.Lang = String("de")


@breaks("A207")
def no_language_of_a_span(file: pikepdf.Pdf) -> None:
    for span in elements(file, "Span"):
        if "/Lang" in span:
            del span.Lang


@breaks("A207")
def paragraph_in_another_language(file: pikepdf.Pdf) -> None:
    elements(file, "H2")[-1].Lang = String("fr")


# Fonts.


@breaks("A209")
def no_font(file: pikepdf.Pdf) -> None:
    for font in fonts(file):
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


@breaks("A209")
def damaged_font(file: pikepdf.Pdf) -> None:
    descriptor = fonts(file)[0].DescendantFonts[0].FontDescriptor
    descriptor.FontFile2 = file.make_stream(descriptor.FontFile2.read_bytes()[:100])


@breaks("A209", "A201")
def no_meaning(file: pikepdf.Pdf) -> None:
    del fonts(file)[0].ToUnicode


@breaks("A209")
def other_widths(file: pikepdf.Pdf) -> None:
    fonts(file)[0].DescendantFonts[0].W = Array([0, Array([111] * 300)])


@breaks("A209", "A213")
def text_in_a_font_of_the_reader(file: pikepdf.Pdf) -> None:
    """Helvetica, as every page of a careless writer has it."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    file.pages[0].Resources.Font["/F1"] = file.make_indirect(font)
    added = [operator("BT"), operator("Tf", Name.F1, 18), operator("Tm", 1, 0, 0, 1, 60, 100), operator("Tj", String("Take two")), operator("ET")]  # fmt: skip
    rewrite(file, 0, lambda instructions: [*instructions, *added])


# What the file says of itself.


@breaks("A210")
def no_title_shown(file: pikepdf.Pdf) -> None:
    del file.Root.ViewerPreferences


@breaks("A210")
def title_not_shown(file: pikepdf.Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


@breaks("A210")
def other_title(file: pikepdf.Pdf) -> None:
    file.docinfo["/Title"] = String("untitled")


@breaks("A210")
def other_title_inside(file: pikepdf.Pdf) -> None:
    data = re.sub(rb"<dc:title>.*?</dc:title>", b"<dc:title>x</dc:title>", file.Root.Metadata.read_bytes(), flags=re.DOTALL)  # fmt: skip
    file.Root.Metadata = file.make_stream(data)


@breaks("A210")
def no_metadata(file: pikepdf.Pdf) -> None:
    del file.Root.Metadata


@breaks("A210")
def no_standard(file: pikepdf.Pdf) -> None:
    data = file.Root.Metadata.read_bytes().replace(b"pdfuaid:part", b"pdfuaid:pard")
    file.Root.Metadata = file.make_stream(data)


# What stands around the text.


def _without_furniture(file: pikepdf.Pdf, page: int, above: bool) -> None:
    """What stands above the text, or below it, is no longer drawn."""

    def kept(instructions: list[Any]) -> Iterator[Any]:
        height = 0.0
        for n, one in enumerate(instructions):
            height = float(one.operands[5]) if named(one, "Tm") else height
            furniture = named(one, "TJ") and begun(instructions, n).get("/Type") == "/Pagination"
            if not furniture or (height > 300) is not above:
                yield one

    rewrite(file, page, lambda instructions: list(kept(instructions)))


@breaks("A213")
def no_page_number(file: pikepdf.Pdf) -> None:
    _without_furniture(file, 1, above=False)


@breaks("A213")
def no_notice_on_a_page(file: pikepdf.Pdf) -> None:
    _without_furniture(file, 1, above=True)


@breaks("A213")
def number_of_another_page(file: pikepdf.Pdf) -> None:
    """The second page shows the foot of the third."""
    from_third: list[Any] = []

    def foot(instructions: list[Any]) -> int:
        return max(n for n, one in enumerate(instructions) if named(one, "BDC"))

    def copied(instructions: list[Any]) -> list[Any]:
        from_third.extend(instructions[foot(instructions) :])
        return instructions

    rewrite(file, 2, copied)
    rewrite(file, 1, lambda instructions: [*instructions[: foot(instructions)], *from_third])


@breaks("A213")
def text_marked_as_nothing(file: pikepdf.Pdf) -> None:
    """A repeated word stands outside all marked content."""

    def changed(instructions: list[Any]) -> list[Any]:
        start, end = marked(instructions, 0)
        again = instructions[start + 1 : end]
        return [*instructions[: end + 1], *again, *instructions[end + 1 :]]

    rewrite(file, 0, changed)


@breaks("A213")
def words_that_no_screen_reader_reads(file: pikepdf.Pdf) -> None:
    def changed(instructions: list[Any]) -> list[Any]:
        start, end = marked(instructions, 0)
        again = [operator("BMC", Name.Artifact), *instructions[start + 1 : end], operator("EMC")]
        return [*instructions[: end + 1], *again, *instructions[end + 1 :]]

    rewrite(file, 0, changed)


# Links.


def _notes(file: pikepdf.Pdf) -> list[Any]:
    return [note for page in file.pages for note in page.obj.get("/Annots", [])]


@breaks("A219")
def link_without_its_annotation(file: pikepdf.Pdf) -> None:
    link = elements(file, "Link")[-1]
    link.K = Array([kid for kid in link.K if not isinstance(kid, Dictionary) or kid.get("/Type") != "/OBJR"])  # fmt: skip


@breaks("A219")
def annotations_lost(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        if "/Annots" in page:
            del page.Annots


@breaks("A219")
def other_address(file: pikepdf.Pdf) -> None:
    _notes(file)[-1].A.URI = String("https://www.example.com/")


@breaks("A219")
def link_that_says_nothing(file: pikepdf.Pdf) -> None:
    del _notes(file)[-1].Contents


@breaks("A219")
def link_in_another_place(file: pikepdf.Pdf) -> None:
    _notes(file)[-1].Rect = Array([0, 0, 20, 20])


@breaks("A219")
def link_that_runs_a_program(file: pikepdf.Pdf) -> None:
    _notes(file)[-1].A = Dictionary(S=Name.Launch, F=String("x.exe"))


@breaks("A219")
def link_that_is_hidden(file: pikepdf.Pdf) -> None:
    _notes(file)[-1].F = 2


@breaks("A219")
def note_that_is_no_link(file: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([60, 60, 80, 80]), Contents=String("x"))  # fmt: skip
    file.pages[0].Annots = Array([file.make_indirect(note)])


# The contents.


@breaks("A227", "A201")
def contents_with_the_number_of_another_page(file: pikepdf.Pdf) -> None:
    """Two entries have each other's number."""
    one, other = (int(link.K[1]) for link in elements(file, "Link")[:2])

    def changed(instructions: list[Any]) -> list[Any]:
        shown = [next(n for n in range(*marked(instructions, number)) if named(instructions[n], "TJ")) for number in (one, other)]  # fmt: skip
        instructions[shown[0]], instructions[shown[1]] = (instructions[n] for n in reversed(shown))
        return instructions

    rewrite(file, page_with(file, "Reference"), changed)


@breaks("A227")
def contents_that_lead_to_another_page(file: pikepdf.Pdf) -> None:
    _notes(file)[0].A.D[0] = file.pages[0].obj


@breaks("A227", "A201")
def entry_of_the_contents_lost(file: pikepdf.Pdf) -> None:
    del elements(file, "TOC")[0].K[0]


# The wiring.


@breaks("A220")
def not_marked(file: pikepdf.Pdf) -> None:
    del file.Root.MarkInfo


@breaks("A220")
def suspects(file: pikepdf.Pdf) -> None:
    file.Root.MarkInfo.Suspects = True


@breaks("A220")
def no_way_back(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.ParentTree.Nums = Array()


@breaks("A220")
def no_key_of_a_page(file: pikepdf.Pdf) -> None:
    del file.pages[0].StructParents


@breaks("A220")
def way_back_to_another(file: pikepdf.Pdf) -> None:
    parents: Any = pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree)[int(file.pages[0].StructParents)]  # fmt: skip
    parents[0], parents[1] = parents[1], parents[0]


@breaks("A220")
def tabulator_key_by_rows(file: pikepdf.Pdf) -> None:
    file.pages[0].Tabs = Name.R


@breaks("A220")
def tags_renamed(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap = Dictionary(H1=Name.P)


@breaks("A220")
def artifact_inside_a_tag(file: pikepdf.Pdf) -> None:
    before_first(file, "BT", operator("BMC", Name.Artifact))
    first_end = [True]

    def changed(instructions: list[Any]) -> list[Any]:
        found = []
        for one in instructions:
            found.append(one)
            if named(one, "ET") and first_end[0]:
                found.append(operator("EMC"))
                first_end[0] = False
        return found

    rewrite(file, 0, changed)


@breaks("A221")
def no_outline(file: pikepdf.Pdf) -> None:
    del file.Root.Outlines


@breaks("A221")
def outline_with_another_title(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Title = String("x")


@breaks("A221")
def outline_to_another_page(file: pikepdf.Pdf) -> None:
    entry = file.Root.Outlines.First
    place = entry.A.D if "/A" in entry else entry.Dest
    place[0] = file.pages[2].obj


@breaks("A221")
def outline_flat(file: pikepdf.Pdf) -> None:
    top = file.Root.Outlines.First
    inner = top.First
    del top["/First"]
    top.Next = inner


# What does not belong in a leaflet.


@breaks("A224")
def program(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@breaks("A224")
def attachment(file: pikepdf.Pdf) -> None:
    file.attachments["x.txt"] = b"x"


@breaks("A224")
def form(file: pikepdf.Pdf) -> None:
    file.Root.AcroForm = Dictionary(Fields=Array())


# What cannot be read.


@breaks("A200")
def encrypted(file: pikepdf.Pdf) -> None:
    """``broken`` saves it with a password of its owner: it opens, and some screen readers may not read it."""


@breaks("A200")
def no_structure(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


@breaks("A200")
def structure_in_a_circle(file: pikepdf.Pdf) -> None:
    elements(file, "LI")[0].K.append(elements(file, "L")[0])


@breaks("A200")
def element_without_a_tag(file: pikepdf.Pdf) -> None:
    del elements(file, "H2")[0]["/S"]


@breaks("A200")
def no_fonts_of_a_page(file: pikepdf.Pdf) -> None:
    file.pages[0].Resources.Font = Dictionary()


@breaks("A200")
def unknown_operator(file: pikepdf.Pdf) -> None:
    before_first(file, "BT", operator("sh", Name.Shade))


@breaks("A200")
def page_inside_a_form(file: pikepdf.Pdf) -> None:
    page = file.pages[0]
    part = file.make_stream(page.Contents.read_bytes())
    part.Type, part.Subtype, part.BBox = Name.XObject, Name.Form, page.MediaBox
    part.Resources = page.Resources
    page.Resources = Dictionary(XObject=Dictionary(Part=part))
    page.Contents = file.make_stream(b"/Part Do")


@breaks("A200")
def more_ends_than_beginnings(file: pikepdf.Pdf) -> None:
    before_first(file, "BT", operator("Q"), operator("Q"), operator("Q"))
