"""That the text is the leaflet's: cell by cell, read back by its table, and its figures by ten cells that are no table's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import inline
from pipeline.braille import cells, liblouis
from pipeline.braille.cells import Run
from pipeline.braille.liblouis import BLANK
from pipeline.checks.braille.file import Brailled
from pipeline.checks.braille.reading import Found, Reading, first_lost
from pipeline.checks.braille.signs import BROKEN, without_bold, without_switches
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.document import FactRef, Inlines
from pipeline.facts import plain_text
from pipeline.languages import SOURCE, language

CHECKS: Checks[Reading] = Checks()
check = CHECKS.check


@check("A505", Severity.ERROR)
def braille_is_the_documents(reading: Reading) -> Iterator[Finding]:
    """The file's text is the leaflet's, all of it, in its order, once, with what a reader must be told before it.

    What was lost in the file is lost to whoever reads it.
    """
    if reading.lost:
        page = reading.found[-1].places[-1].page if reading.found else 0
        what = f"the braille differs from the leaflet at {quoted(reading.lost[:60])}"
        yield reading.file.says(what, page)


@check("A506", Severity.ERROR)
def braille_reads_back(reading: Reading) -> Iterator[Finding]:
    """Read back by its table, the braille is the leaflet's text, where the table leads back.

    The forward table alone could be wrong about a word and nobody would see it.
    """
    for found in reading.texts:
        for text, back in _read_back(found, reading.file):
            if _plainly(text) != _plainly(back):
                what = f"{quoted(text)} reads back as {quoted(back)}"
                yield reading.file.says(what, found.page)


@check("A507", Severity.ERROR)
def figures_are_in_the_cells(reading: Reading) -> Iterator[Finding]:
    """Every figure of the leaflet stands in the cells of its text, digit by digit, in order.

    "48 hours" that becomes "8 hours" is a dosing error. Most tables cannot be read back: digits can, by ten cells.
    """
    file = reading.file
    for found in reading.texts:
        wanted = ((one, _pattern(one, file.document.tag)) for one in _figures(found.part.inlines))
        lost = first_lost(wanted, found.cells(file))
        if lost is not None:
            what = f"the figure {quoted(lost)} is not in {quoted(found.part.text[:60])}"
            yield file.says(what, found.page)


# Reading back.


def _read_back(found: Found, file: Brailled) -> Iterator[tuple[str, str]]:
    """The texts of a part whose tables lead back, each with what its cells in the file say."""
    whole, rest, own = found.run, found.cells(file), list[str]()
    if whole.tag == SOURCE:
        rest = without_switches(rest)
    for _, inner in whole.inside:
        written = liblouis.translate(inner.tables, inner.text, inner.bold).cells
        before, part, rest = _around(rest, written)
        own.append(before)
        if language(inner.tag).braille.reversible:
            yield inner.text, _read_by(inner, part.replace(f"{cells.CONTINUED}{BLANK}", ""))
    if language(whole.tag).braille.reversible:
        places = {place for place, _ in whole.inside}
        text = "".join(" " if n in places else one for n, one in enumerate(whole.text))
        yield text, BLANK.join(_read_by(whole, one) for one in (*own, rest) if one)


def _read_by(run: Run, braille: str) -> str:
    return liblouis.back(run.tables, without_bold(braille))


def _around(text: str, part: str) -> tuple[str, str, str]:
    """What stands before a part that may be broken over lines, the part, and what stands after it."""
    found = re.search(BROKEN.join(map(re.escape, part.replace(BLANK, ""))), text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _plainly(text: str) -> str:
    """Letters, figures and the signs that belong to them."""
    kept = re.sub(r"(?<!\d)[.,]|[.,](?!\d)", "", text.casefold())
    return "".join(one for one in kept if one.isalnum() or one in "%.,")


# Figures.


def _figures(inlines: Inlines) -> Iterator[str]:
    return (
        plain_text(one.shown)
        for one in inline.walk(inlines)
        if isinstance(one, FactRef) and re.search(r"\d", one.shown)
    )


def _pattern(figure: str, tag: str) -> str:
    """A figure in cells, by the digits of its language or of English: a reference such as SC049802 is English everywhere."""
    codes = dict.fromkeys((language(tag).braille, language(SOURCE).braille))
    return "|".join(f"(?:{_in_code(figure, code.digits, code.number)})" for code in codes)


def _in_code(figure: str, digits: str, number: str) -> str:
    """The pattern of its groups of digits, with a few cells of whatever stands between them. ``number``: the sign of one."""
    first, *others = (
        "".join(digits[int(one)] for one in group) for group in re.findall(r"\d+", figure)
    )
    between = (
        ".{1,60}?" if any(map(str.isalpha, text)) else ".{1,3}?"
        for text in re.findall(r"(?<=\d)\D+(?=\d)", figure)
    )
    rest = (f"{gap}(?:{number})?{group}" for gap, group in zip(between, others, strict=True))
    # Where no sign begins a figure, punctuation has the cells of digits.
    return number + first + "".join(rest) + (f"(?![{digits}])" if number else "")
