"""Proof on the finished file: it looks as clear and large print promise, on every page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.checks import ink, promised
from pipeline.checks.content import Box, Placed
from pipeline.checks.printed import Element
from pipeline.checks.promised import Letter, Part, bare
from pipeline.checks.proof import Block, Printed, is_seen
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted

SMALLEST = 12.0  # points: "clear print: at least 12" (UKAAF G003)
CONTRAST = 7.0  # to 1 (WCAG 2.2, 1.4.6)
# To 1: ink of the thinnest letter as it is drawn at 144 dots an inch; hidden text has 1.
FAINTEST = 3.0
FEWEST = 2  # lines of a paragraph on a page: no widows, no orphans
# Type sizes: how far the first and last letter of Nastaliq reach beyond their line.
_OVERHANG = 0.45
# Type sizes by which the first letters of lines may differ.
_BEARING = {"latin": 0.05, "east-asian": 0.05, "complex": 0.2}
_SLACK = 1.5  # points by which edges may differ: a side bearing, a rounding

CHECKS: Checks[Printed] = Checks()
check = CHECKS.check


@check("A202", Severity.ERROR)
def figures_in_order(pdf: Printed) -> Iterator[Finding]:
    """Phone numbers, percentages and dates are drawn whole, from left to right on one line.

    In a right-to-left text every engine turns the groups of a phone number round unless it is told not to, and
    no validator sees it.
    """
    for figure in dict.fromkeys(promised.figures(pdf.document, pdf.parts)):
        found = occurrences(pdf.seen, figure)
        if not found:
            yield pdf.says(f"{figure} is not on the page")
        for run in found:
            if [p.x for p in run] != sorted(p.x for p in run):
                yield pdf.says(f"{figure} is drawn in another order")
            elif len({(p.page, p.y) for p in run}) > 1:
                yield pdf.says(f"{figure} is split over lines")
    for part, block in pdf.paired:
        for fact, line in _facts(promised.letters(part, pdf.document.tag), block):
            if line > 1:
                yield pdf.says(f"{fact} is split over {line} lines")


def occurrences(places: list[Placed], figure: str) -> list[list[Placed]]:
    """Every place where the figure's characters follow each other in the stream."""
    visible = [p for p in places if is_seen(p)]
    of_character = [p for p in visible for _ in p.text]  # a ligature stands for several
    text = "".join(p.text for p in visible)
    found, start = list[list[Placed]](), text.find(figure)
    while start >= 0:
        found.append(of_character[start : start + len(figure)])
        start = text.find(figure, start + 1)
    return found


def _facts(letters: list[Letter], block: Block) -> Iterator[tuple[str, int]]:
    """Each fact of a text, and how many lines it stands on."""
    for fact, pairs in groupby(_lettered(letters, block), key=lambda pair: pair[0].fact):
        if fact >= 0:
            group = [(letter, one) for letter, one in pairs if letter.text]
            lines = {(one.page, round(one.y, 1)) for _, one in group}
            yield "".join(letter.text for letter, _ in group), len(lines)


def _lettered(letters: list[Letter], block: Block) -> list[tuple[Letter, Placed]]:
    """Each letter of a text with the shape that stands for it, or for the one before it where it has no ink; none where
    they are not the same letters."""
    placed = [one for one in block.characters for _ in promised.apart(one.text)]
    if not placed or len(placed) != sum(bool(letter.text) for letter in letters):
        return []
    found, following = list[tuple[Letter, Placed]](), iter(placed)
    for letter in letters:
        found.append(
            (letter, next(following) if letter.text else found[-1][1] if found else placed[0])
        )
    return found


@check("A203", Severity.ERROR)
def type_is_large_enough(pdf: Printed) -> Iterator[Finding]:
    """No type is smaller than 12 points; body text and page numbers have the size of the edition, headings theirs.

    "Large print" in a file's name is a promise, and it is made for every word.
    """
    small = min((p.size for p in pdf.seen), default=SMALLEST)
    if small < SMALLEST - 0.01:
        yield pdf.says(f"some text is set in {small:g} points")
    for block in pdf.blocks:
        wanted = pdf.profile.body * _times(pdf, block.role)
        for size in sorted({one.size for one in block.characters if abs(one.size - wanted) > 0.05}):
            yield pdf.says(
                f"text is set in {size:g} points, not in {wanted:g}: {quoted(block.text[:40])}"
            )
    for number, line in _page_numbers(pdf):
        if line and {one.size for one in line} != {pdf.profile.body}:
            yield pdf.says(f"the number of page {number} is not set in {pdf.profile.body:g} points")


def _times(pdf: Printed, role: str) -> float:
    """The size of a text in sizes of the body."""
    sizes = pdf.profile.headings
    return sizes[min(int(role[1]), len(sizes)) - 1] if role[0] == "H" else 1.0


@check("A204", Severity.ERROR)
def contrast_is_high(pdf: Printed) -> Iterator[Finding]:
    """Text stands out by 7 to 1 or more from the ground that it is really on.

    Grey on white is gone for many readers, and most leaflets are printed at home.
    """
    worst: dict[str, float] = {}
    for one, ground, _ in pdf.grounds:
        ratio = ink.contrast(one.colour, ground)
        if ratio < CONTRAST:
            near = f"{_named(one.colour)} on {_named(ground)} on page {one.page + 1}"
            worst[near] = min(ratio, worst.get(near, ratio))
    for near, ratio in worst.items():
        yield pdf.says(f"text is printed in {near}: a contrast of {ratio:.1f} to 1")


def _named(colour: Sequence[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


@check("A205", Severity.ERROR)
def nothing_off_the_page(pdf: Printed) -> Iterator[Finding]:
    """All ink stands between the margins, and no text stands on another.

    What runs off the paper is lost without a trace.
    """
    profile = pdf.profile
    edge = profile.margin * 0.3
    within = profile.margin, edge, profile.page_width - profile.margin, profile.page_height - edge
    outside = [one for one in pdf.seen if not _contains(within, one.box, one.size * _OVERHANG)]
    pictures = [one for page in pdf.file.pages for one in page.pictures if not _contains(within, one.box, 1)]  # fmt: skip
    if outside:
        yield pdf.says(
            f"{len(outside)} characters stand outside the margins, the first on page {outside[0].page + 1}"
        )
    if pictures:
        yield pdf.says(f"a picture on page {pictures[0].page + 1} stands outside the margins")
    for before, after in _colliding(pdf):
        yield pdf.says(
            f"{quoted(after.text)} stands on {quoted(before.text)} on page {after.page + 1}"
        )
        return


def _contains(outer: Box, inner: Box, over: float) -> bool:
    """``over``: how far ink may stand out at the sides, in points."""
    beside = outer[0] - over <= inner[0] and inner[2] <= outer[2] + over
    return beside and outer[1] <= inner[1] and inner[3] <= outer[3]


def _colliding(pdf: Printed) -> Iterator[tuple[Placed, Placed]]:
    """Characters of two lines whose bodies, from the baseline to half the height of a capital, meet."""
    for _, group in groupby(pdf.seen, key=lambda one: one.page):
        lines: dict[float, list[Placed]] = {}
        for one in group:
            lines.setdefault(round(one.y, 1), []).append(one)
        for (low, under), (high, over) in pairwise(sorted(lines.items())):
            if 0.15 < high - low < SMALLEST * 0.6:
                yield from _beside(under, over)


def _beside(under: list[Placed], over: list[Placed]) -> Iterator[tuple[Placed, Placed]]:
    for one in over:
        for other in under:
            if min(one.right, other.right) - max(one.x, other.x) > 1:
                yield other, one


@check("A211", Severity.ERROR)
def pages_are_whole(pdf: Printed) -> Iterator[Finding]:
    """Each page has the size of its edition, upright and whole, at its own scale.

    A page that is cut, turned or made smaller is no large print, whatever its type size says.
    """
    wanted = (0.0, 0.0, pdf.profile.page_width, pdf.profile.page_height)
    for number, sheet in enumerate(pdf.file.sheets, 1):
        if sheet.turned:
            yield pdf.says(f"page {number} is turned by {sheet.turned} degrees")
        same = all(abs(a - b) < 0.1 for a, b in zip(sheet.box, wanted, strict=True))
        if not sheet.whole or not same:
            yield pdf.says(f"page {number} is cut or has another size")


@check("A213", Severity.ERROR)
def pages_say_where_one_is(pdf: Printed) -> Iterator[Finding]:
    """Each page has its number, and each after the first the title and the notice; all other text is the leaflet's.

    Pages come apart. A page alone must still say what it is part of, and that it may not be relied on.
    """
    count, headers = len(pdf.file.pages), [bare(text) for text in promised.table_headers(pdf.document)]  # fmt: skip
    for number, page in enumerate(pdf.file.pages, 1):
        if any(is_seen(one) and not one.tag for one in page.characters):
            yield pdf.says(f"page {number} has text that is marked as nothing")
        rest = bare("".join(one.text for one in page.characters if one.tag and one.mcid < 0))
        wanted = [promised.page_number(pdf.document, number, count)]
        wanted += promised.running(pdf.document) if number > 1 else []
        wanted += [promised.blank(pdf.document)] if number > len(pdf.filled) else []
        for text in map(bare, wanted):
            if text not in rest:
                yield pdf.says(f"page {number} does not say {quoted(text)}")
            before, _, after = rest.rpartition(text)
            rest = before + after
        for header in sorted(headers, key=len, reverse=True):
            rest = rest.replace(header, "", 1)
        if rest:
            yield pdf.says(f"page {number} shows what no screen reader reads: {quoted(rest[:40])}")
        if number <= len(pdf.filled) and not page.filled:
            yield pdf.says(f"page {number} has nothing of the leaflet on it")
    if count % pdf.profile.fold:
        yield pdf.says(f"{count} pages cannot be folded: a multiple of {pdf.profile.fold} can")
    for number, line in _page_numbers(pdf):
        if not line:
            yield pdf.says(f"the number of page {number} does not stand at its foot")


def _page_numbers(pdf: Printed) -> Iterator[tuple[int, list[Placed]]]:
    """The lowest line of each page, if it is the page's number."""
    for number, page in enumerate(pdf.file.pages, 1):
        seen = [one for one in page.characters if is_seen(one)]
        foot = min((one.y for one in seen), default=0.0)
        line = [one for one in seen if one.y < foot + 1 and one.mcid < 0]
        wanted = bare(promised.page_number(pdf.document, number, len(pdf.file.pages)))
        yield number, line if bare("".join(one.text for one in line)) == wanted else []


@check("A214", Severity.ERROR)
def lines_begin_at_the_readers_side(pdf: Printed) -> Iterator[Finding]:
    """Lines begin one under another at the reader's side and end where their words end: never centred, never stretched.

    Even gaps between words, and an edge to come back to, keep a reader with low vision in the text.
    """
    margin = pdf.profile.page_width - pdf.profile.margin if pdf.language.rtl else pdf.profile.margin
    edges: dict[tuple[object, ...], tuple[float, float]] = {("Text",): (margin, margin)}
    for block in _after_the_masthead(pdf):
        for line in block.lines if block.role != "Lbl" else ():
            column, (left, right) = _column(block.element), _edge(pdf, line)
            low, high = edges.get(column, (left, right))
            edges[column] = max(low, left), min(high, right)
            if edges[column][0] > edges[column][1]:
                yield pdf.says(f"a line does not begin where others do: {quoted(_told(line))}")
                edges[column] = low, high
    for line in (line for block in pdf.blocks for line in block.lines if block.role != "Reference"):
        if any(one.apart for one in line):
            yield pdf.says(f"the letters of a line are set apart: {quoted(_told(line))}")
        if _stretch(line) > 0.12:
            yield pdf.says(f"the words of a line are pulled apart: {quoted(_told(line))}")


def _after_the_masthead(pdf: Printed) -> list[Block]:
    """All blocks but those before the title: the charity's name may stand beside its logo."""
    title = next((n for n, block in enumerate(pdf.blocks) if block.role == "H1"), 0)
    return pdf.blocks[title:]


def _edge(pdf: Printed, line: list[Placed]) -> tuple[float, float]:
    """Between what places the line begins: its pen and its ink, which reaches out over the pen in Nastaliq and Bengali."""
    seen = [one for one in line if is_seen(one)]
    slack = max(_SLACK, line[0].size * _BEARING[pdf.language.script])
    if pdf.language.rtl:
        places = max(one.right for one in seen), max(one.box[2] for one in seen)
    else:
        places = min(one.x for one in seen), min(one.box[0] for one in seen)
    return min(places) - slack, max(places) + slack


def _column(element: Element) -> tuple[object, ...]:
    """What lines begin at one edge: the text, a box, items of a depth, a column of a table."""
    around = list(element.around())
    row = next((n for n, one in enumerate(around) if one.tag == "TR"), None)
    if row:
        table = next(one for one in around if one.tag == "Table")
        return id(table), around[row].kids.index(around[row - 1])
    inside = [id(one) if one.tag == "Div" else "L" for one in around if one.tag in ("L", "Div")]
    return tuple(inside) or ("Text",)


def _stretch(line: list[Placed]) -> float:
    """How much of the line belongs to no character, in type sizes for each gap between words, or for each four
    characters where no words are parted."""
    seen = [one for one in line if is_seen(one)]
    end, last = min(one.x for one in seen), max(one.right for one in seen)
    empty = 0.0
    for left, right in sorted((min(one.x, one.box[0]), max(one.right, one.box[2])) for one in line):
        empty += max(0.0, min(left, last) - end)
        end = max(end, right)
    gaps = sum(not is_seen(one) for one in line) or len(seen) / 4
    return empty / max(one.size for one in seen) / max(gaps, 1)


def _text(line: list[Placed]) -> str:
    return "".join(one.text for one in line)


def _told(line: list[Placed]) -> str:
    return _text(line)[:40]


@check("A215", Severity.ERROR)
def lines_have_room(pdf: Printed) -> Iterator[Finding]:
    """From line to line there is one and a half times the type size, and between paragraphs a blank line.

    Lines that stand close are read twice or skipped.
    """
    for block in pdf.blocks:
        wanted = _leading(pdf, block.role) * max((one.size for one in block.seen), default=0.0)
        for before, after in pairwise(block.lines):
            if before[0].page == after[0].page and before[0].y - after[0].y < wanted - 0.1:
                yield pdf.says(
                    f"two lines stand closer than {wanted:g} points: {quoted(_told(after))}"
                )
    between = pdf.profile.body * pdf.profile.leading + pdf.profile.white(pdf.profile.paragraph_gap)
    for (part, first), (following, second) in pairwise(pdf.paired):
        if part.parted and following.parted and first.lines and second.lines:
            last, next_one = first.lines[-1][0], second.lines[0][0]
            together = _column(first.element) == _column(second.element) == ("Text",)
            if together and last.page == next_one.page and last.y - next_one.y < between - 0.1:
                yield pdf.says(f"no blank line before {quoted(_told(second.lines[0]))}")


def _leading(pdf: Printed, role: str) -> float:
    """From line to line in type sizes; a tall script needs its own height."""
    profile, tall = pdf.profile, pdf.document.language().line_height
    if role[0] == "H":
        return profile.leading_of(profile.heading_leading, tall)
    if role in ("TH", "TD", "Reference"):
        return profile.leading_of(profile.cell_leading, tall)
    return max(profile.leading, tall)


@check("A216", Severity.ERROR)
def nothing_is_parted(pdf: Printed) -> Iterator[Finding]:
    """A heading, a label or a caption stays with what follows, and a paragraph leaves no single line on a page.

    A heading at the foot of a page, or a last line at the head of the next, is read as something else.
    """
    for block in pdf.blocks:
        counts = [len(list(lines)) for _, lines in groupby(block.lines, key=lambda line: line[0].page)]  # fmt: skip
        if len(counts) > 1 and min(counts) < FEWEST:
            yield pdf.says(
                f"a single line of {quoted(block.text[:40])} stands on a page of its own"
            )
    for (part, block), (following, after) in pairwise(pdf.paired):
        if _leads(part, following) and block.pages[-1] != after.pages[0]:
            yield pdf.says(f"{quoted(block.text[:40] or part.role)} is parted from what follows it")
        if (
            part.role == "Lbl"
            and block.lines
            and after.lines
            and abs(block.lines[0][0].y - after.lines[0][0].y) > 0.5
        ):
            yield pdf.says(f"the label of {quoted(after.text[:40])} does not stand beside it")


def _leads(part: Part, following: Part) -> bool:
    """Whether a text must not be parted from the next; the heading of an empty section has nothing to be parted from."""
    empty = part.role[0] == following.role[0] == "H" and part.role >= following.role
    return part.leads and not empty


@check("A217", Severity.ERROR)
def letters_are_upright(pdf: Printed) -> Iterator[Finding]:
    """No letter or picture is slanted, turned, mirrored or squeezed.

    Italics are hard to read for people with low vision, and a mirrored number is a wrong one.
    """
    if wrong := next((one for one in pdf.seen if not one.upright), None):
        yield pdf.says(f"{quoted(wrong.text)} on page {wrong.page + 1} is not drawn upright")
    for font in pdf.file.fonts:
        if font.slanted or "Italic" in font.name or "Oblique" in font.name:
            yield pdf.says(f"the font {font.name} is italic")
    if any(not one.upright for page in pdf.file.pages for one in page.pictures):
        yield pdf.says("a picture is turned or mirrored")


@check("A218", Severity.ERROR)
def ink_is_there(pdf: Printed) -> Iterator[Finding]:
    """Every character can be seen on the drawn page: none is hidden, covered, cut off or see-through; nothing is drawn
    that only looks like text.

    A program finds hidden words; a patient finds a gap.
    """
    for one in pdf.seen:
        if one.mode != 0 or one.opacity < 1:
            yield pdf.says(f"{quoted(one.text)} on page {one.page + 1} is hidden or see-through")
            break
    for one, _, drawn in pdf.grounds:
        if drawn < FAINTEST:
            yield pdf.says(f"{quoted(one.text)} on page {one.page + 1} cannot be seen")
            break
    for page in pdf.file.pages:
        if any(shape.shaped for shape in page.shapes):
            yield pdf.says(f"page {page.shapes[0].page + 1} has drawn shapes that are no text")


@check("A225", Severity.ERROR)
def lines_are_short_enough(pdf: Printed) -> Iterator[Finding]:
    """No line of text has more than 70 characters.

    On a long line the way back to the next one is lost.
    """
    for block in pdf.blocks:
        for line in block.lines:
            length = sum(unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf") for c in _text(line).strip())  # fmt: skip
            if length > pdf.profile.measure:
                yield pdf.says(f"a line has {length} characters: {quoted(_told(line))}")
                return


@check("A226", Severity.ERROR)
def pictures_are_shown(pdf: Printed) -> Iterator[Finding]:
    """Each picture of the leaflet is on its page, in its own proportions.

    A picture that is left out or squeezed shows a patient something else.
    """
    shown = [one for page in pdf.file.pages for one in page.pictures if one.mcid >= 0]
    places = [(one.page, one.mcid) for page in pdf.file.pages for one in page.pictures]
    places += [(one.page, one.mcid) for page in pdf.file.pages for one in page.shapes]
    for block in pdf.blocks:
        if block.role == "Figure" and not any(
            (mark.page, mark.mcid) in places for mark in block.marks
        ):
            yield pdf.says(f"the picture {quoted(block.element.alt[:40])} is not shown")
    for one in shown:
        left, bottom, right, top = one.box
        own, drawn = one.pixels[0] / one.pixels[1], (right - left) / max(top - bottom, 0.01)
        if abs(own / drawn - 1) > 0.02:
            yield pdf.says(f"a picture on page {one.page + 1} is squeezed")


@check("A228", Severity.ERROR)
def words_stand_in_order(pdf: Printed) -> Iterator[Finding]:
    """The letters of each line stand in the order in which the language is read, from its side; words of another
    direction, and numbers, in theirs.

    A line that is drawn back to front reads right to every program.
    """
    for part, block in pdf.paired:
        for line in _by_line(_lettered(promised.letters(part, pdf.document.tag), block)):
            if not _in_order(line):
                yield pdf.says(
                    f"letters do not stand in their order: {quoted(_told([one for _, one in line]))}"
                )


def _by_line(lettered: list[tuple[Letter, Placed]]) -> list[list[tuple[Letter, Placed]]]:
    lines: dict[tuple[int, float], list[tuple[Letter, Placed]]] = {}
    for letter, one in lettered:
        lines.setdefault((one.page, round(one.y, 1)), []).append((letter, one))
    return list(lines.values())


def _in_order(line: list[tuple[Letter, Placed]]) -> bool:
    """Whether the shapes stand from left to right in the visual order that their levels give (UAX #9, L2)."""
    lowest = min((level for level in {letter.level for letter, _ in line} if level % 2), default=99)
    order = line
    for level in range(max(letter.level for letter, _ in line), lowest - 1, -1):
        order = _reversed_runs(order, level)
    centres = [
        ((one.x + one.right) / 2, one.size)
        for letter, one in order
        if letter.text and one.right - one.x > 0.1
    ]
    return all(after[0] > before[0] - _overlap(order) * after[1] for before, after in pairwise(centres))  # fmt: skip


def _reversed_runs(line: list[tuple[Letter, Placed]], level: int) -> list[tuple[Letter, Placed]]:
    runs = groupby(line, key=lambda pair: pair[0].level >= level)
    return [pair for high, run in runs for pair in (reversed(list(run)) if high else list(run))]


def _overlap(line: list[tuple[Letter, Placed]]) -> float:
    """How far a letter may reach back over the one before it, in type sizes: a pair in Latin hardly, Nastaliq far."""
    return 0.05 if all(letter.text < "\u0590" for letter, _ in line) else 0.6
