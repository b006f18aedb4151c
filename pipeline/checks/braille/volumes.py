"""What is bound, and what software for embossers asks of a PEF file."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import inline
from pipeline.checks import embossed
from pipeline.checks.braille.reading import Reading
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.facts import plain_text
from pipeline.languages import language
from pipeline.publisher import Format

CHECKS: Checks[Reading] = Checks()
check = CHECKS.check


@check("A511", Severity.ERROR)
def volumes_fit_their_binding(reading: Reading) -> Iterator[Finding]:
    """No volume has more pages than the embosser's owner binds, and each begins on a new sheet.

    Too thick a volume falls apart; a volume on the back of another cannot be bound at all.
    """
    file, bound = reading.file, reading.file.edition.page.volume
    apart = file.edition.format in (Format.PEF, Format.BRF_VOLUMES)
    for number, volume in enumerate(file.volumes, 1):
        if len(volume) > bound:
            yield file.says(f"volume {number} has {len(volume)} pages where {bound} are bound")
        if file.edition.format is Format.BRF and volume.start % 2:
            yield file.says(f"volume {number} begins on the back of a sheet", volume.start)
        if apart and {file.pages[n].volume for n in volume} != {number}:
            yield file.says(f"volume {number} is not a volume of its own", volume.start)


@check("A512", Severity.ERROR)
def pef_is_valid(reading: Reading) -> Iterator[Finding]:
    """A PEF file keeps the rules of PEF 2008-1, and says the sheet, language and title that are its own.

    Software for embossers refuses what is not valid, or guesses.
    """
    file, document = reading.file, reading.file.document
    if file.edition.format is not Format.PEF:
        return
    yield from map(file.says, embossed.pef_faults(file.data))
    tree = embossed.pef_tree(file.data)
    said = {
        str(one.tag).rpartition("}")[2]: one.text
        for one in tree.iter()
        if "purl.org" in str(one.tag)
    }
    wanted = {
        "title": plain_text(inline.plain(document.title.inlines)),
        "language": language(document.tag).bcp47,
    }
    for name, text in wanted.items():
        if said.get(name) != text:
            yield file.says(f"its {name} is {quoted(said.get(name))}, not {quoted(text)}")
    sheet = (str(file.edition.page.cells), str(file.edition.page.lines))
    for volume in tree.iter(f"{embossed.PEF}volume"):
        if (volume.get("cols"), volume.get("rows")) != sheet:
            yield file.says("its sheet has another size than the embosser's")
