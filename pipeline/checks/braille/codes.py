"""That words of another language, in a braille code of their own, are whole and signed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline import document as doc
from pipeline.braille import cells, liblouis
from pipeline.braille.cells import Run
from pipeline.braille.liblouis import BLANK
from pipeline.checks.braille.file import Brailled
from pipeline.checks.braille.reading import Reading, first_lost
from pipeline.checks.braille.signs import switched, switches, without_bold
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Location, Severity, quoted
from pipeline.languages import SOURCE, language

CHECKS: Checks[Reading] = Checks()
check = CHECKS.check


@check("A513", Severity.ERROR)
def other_words_take_nothing_away(reading: Reading) -> Iterator[Finding]:
    """Where words of another language stand in a text, every word around them is still there, and they once.

    A table joins letters to contractions; beside a name in Latin letters it may join the wrong ones, and a word is gone.
    """
    file, broken = reading.file, f"[{cells.HYPHEN}{cells.CONTINUED}]?"
    for found in reading.found:
        if not found.run.inside or language(found.run.tag).braille.reversible:
            continue
        wanted = ((text, broken.join(alone)) for text, alone in _alone(found.run, file))
        lost = first_lost(wanted, without_bold("".join(place.cell for place in found.places)))
        if lost is not None:
            what = f"{quoted(lost)} is not in the braille of {quoted(found.part.text[:60])}"
            yield file.says(what, found.page)


def _alone(run: Run, file: Brailled) -> Iterator[tuple[str, str]]:
    """Each word of letters of a run, and what stands inside it, in order, with the cells that each has by itself."""
    inside = dict(run.inside)
    letters = (
        "\0" if n in inside else one if unicodedata.category(one)[0] in "LM" else " "
        for n, one in enumerate(run.text)
    )
    others = iter(inside.values())
    for text in re.findall(r"\0|[^\0 ]+", "".join(letters)):
        if text == "\0":
            inner = next(others)
            braille = liblouis.translate(inner.tables, inner.text).cells
            yield inner.text, braille.replace(BLANK, "")
        else:
            braille = "".join(one.cells for one in file.spelled((doc.Text(text),)))
            yield text, braille.replace(BLANK, "")


@check("A514", Severity.ERROR)
def another_code_is_signed(reading: Reading) -> Iterator[Finding]:
    """In English, words of another braille code stand between the signs that say so, and no others do.

    Cells of another code without a sign are read as English: the Urdu for one word as parts of another.
    """
    file = reading.file
    for found in reading.texts:
        if found.run.tag != SOURCE:
            continue
        braille = found.cells(file)
        others = [inner for _, inner in found.run.inside if inner.tag != SOURCE]
        wanted = ((inner, _signed(inner, file)) for inner in others)
        lost = first_lost(wanted, braille)
        if lost is not None:
            yield file.says(f"{quoted(lost.text)} is not signed as {lost.tag}", found.page)
        if not others and switches(braille):
            what = f"{quoted(found.part.text[:60])} is signed as another code"
            yield file.says(what, found.page)


def _signed(inner: Run, file: Brailled) -> str:
    """The pattern of words of another code with their signs."""
    alone = cells.words((doc.Text(inner.text),), inner.tag, False, Location(file.path))
    text = "".join(
        ("" if n == 0 or one.joined else BLANK) + one.cells for n, one in enumerate(alone)
    )
    return switched(text.split(BLANK))
