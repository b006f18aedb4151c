"""The proof on the finished file: clean files pass, and each broken one is refused by the check that is for it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from pipeline import document as doc
from pipeline.checks.output import PRINTED, Printed
from pipeline.document import Document, Line
from pipeline.facts import BIDI_CONTROLS, NBSP
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
from tests import scripts
from tests.specimens import TAGS, specimen

PROFILE = PrintProfile(18)


def codes(document: Document, data: bytes, profile: PrintProfile = PROFILE) -> set[str]:
    found = list(PRINTED.run(Printed(document, profile, data, "output/x.pdf")))
    assert all(d.at.path == "output/x.pdf" and d.hint for d in found)
    return {d.code for d in found}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("body", [14, 18, 28])
def test_a_clean_file_passes(tag: str, body: int) -> None:
    profile = PrintProfile(body)
    assert not codes(specimen(tag), pdf.render(specimen(tag), pdf.Options(profile)), profile)


@pytest.mark.parametrize("tag", scripts.WORDS)
def test_a_clean_file_passes_in_every_script(tag: str) -> None:
    document = scripts.specimen(tag)
    assert not codes(document, pdf.render(document, pdf.Options(PROFILE)))


# Broken files.


def elements(file: pikepdf.Pdf, tag: str) -> list[Any]:
    def walk(node: Any) -> Iterator[Any]:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            for kid in node.K:
                yield from walk(kid)

    return [one for one in walk(file.Root.StructTreeRoot.K[0]) if f"/{tag}" == one.S]


def first_instruction(
    file: pikepdf.Pdf, operator: str, change: Callable[[list[Any]], list[Any]], every: bool = False
) -> None:
    """Change the operands of the first such operator of the first page, or of every one."""
    page = file.pages[0]
    instructions, done = [], False
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) == operator and (every or not done):
            done = True
            operands = change(list(instruction.operands))
            instruction = pikepdf.ContentStreamInstruction(operands, instruction.operator)
        instructions.append(instruction)
    assert done
    page.Contents = file.make_stream(pikepdf.unparse_content_stream(instructions))


def parent_kids(file: pikepdf.Pdf, tag: str) -> Any:
    return elements(file, tag)[0].P.K


def rename(tag: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        elements(file, tag)[0].S = pikepdf.Name(f"/{other}")

    return change


def lose_paragraph(file: pikepdf.Pdf) -> None:
    kids = parent_kids(file, "L")
    del kids[1]


def swap_paragraphs(file: pikepdf.Pdf) -> None:
    kids = parent_kids(file, "L")
    kids[1], kids[2] = kids[2], kids[1]


def repeat_paragraph(file: pikepdf.Pdf) -> None:
    parent_kids(file, "L").append(elements(file, "H2")[0])


def other_character(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].Resources.Font.values():
        data = font.ToUnicode.read_bytes()
        font.ToUnicode = file.make_stream(data.replace(b"> <0037>", b"> <0031>"))  # 7 reads as 1


def lost_glyph(file: pikepdf.Pdf) -> None:
    first_instruction(file, "TJ", lambda operands: [pikepdf.Array(list(operands[0])[:-1])])


def small_type(file: pikepdf.Pdf) -> None:
    first_instruction(file, "Tf", lambda operands: [operands[0], 9])


def grey(file: pikepdf.Pdf) -> None:
    first_instruction(file, "rg", lambda operands: [0.6, 0.6, 0.6])


def off_the_page(file: pikepdf.Pdf) -> None:
    first_instruction(file, "Tm", lambda o: [*o[:4], float(o[4]) + 600, o[5]])


def under_the_page(file: pikepdf.Pdf) -> None:
    first_instruction(file, "Tm", lambda o: [*o[:5], float(o[5]) - 2000])


def reversed_text(file: pikepdf.Pdf) -> None:
    """Every text is drawn from right to left, as an engine without bidi isolates would draw a number."""

    def backwards(operands: list[Any]) -> list[Any]:
        codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
        letters = [pikepdf.String(codes[n : n + 2]) for n in range(0, len(codes), 2)]
        return [pikepdf.Array([piece for letter in letters for piece in (letter, 2000)])]

    first_instruction(file, "TJ", backwards, every=True)


def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def no_language_of_root(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot.K[0].Lang


def other_language(file: pikepdf.Pdf) -> None:
    file.Root.Lang = pikepdf.String("de")


def no_language_of_span(file: pikepdf.Pdf) -> None:
    for span in elements(file, "Span"):
        if "/Lang" in span:
            del span.Lang


def no_description(file: pikepdf.Pdf) -> None:
    del elements(file, "Figure")[0].Alt


def blank_description(file: pikepdf.Pdf) -> None:
    elements(file, "Figure")[0].Alt = pikepdf.String("  ")


def no_headers(file: pikepdf.Pdf) -> None:
    for cell in elements(file, "TH"):
        cell.S = pikepdf.Name("/TD")


def no_font(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].Resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def no_title_shown(file: pikepdf.Pdf) -> None:
    del file.Root.ViewerPreferences


def other_title(file: pikepdf.Pdf) -> None:
    file.docinfo["/Title"] = pikepdf.String("untitled")


def no_metadata(file: pikepdf.Pdf) -> None:
    del file.Root.Metadata


def no_standard(file: pikepdf.Pdf) -> None:
    data = file.Root.Metadata.read_bytes().replace(b"pdfuaid:part", b"pdfuaid:pard")
    file.Root.Metadata = file.make_stream(data)


BROKEN: list[tuple[str, Callable[[pikepdf.Pdf], None]]] = [
    ("A201", lose_paragraph), ("A201", swap_paragraphs), ("A201", repeat_paragraph), ("A201", other_character),
    ("A201", lost_glyph), ("A202", other_character), ("A202", reversed_text), ("A203", small_type), ("A204", grey),
    ("A205", off_the_page), ("A205", under_the_page), ("A206", rename("H1", "P")), ("A206", rename("H2", "H1")),
    ("A206", rename("H2", "H3")), ("A206", rename("H3", "H5")), ("A207", no_language), ("A207", no_language_of_root),
    ("A207", other_language), ("A207", no_language_of_span), ("A208", no_description), ("A208", blank_description),
    ("A208", no_headers), ("A209", no_font), ("A210", no_title_shown), ("A210", other_title), ("A210", no_metadata),
    ("A210", no_standard),
]  # fmt: skip


@pytest.mark.parametrize("tag", ["en", "ur"])
@pytest.mark.parametrize(
    ("code", "breaks"), BROKEN, ids=lambda value: getattr(value, "__name__", value)
)
def test_a_broken_file_is_refused_by_its_check(
    tag: str, code: str, breaks: Callable[[pikepdf.Pdf], None]
) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf.render(specimen(tag), pdf.Options(PROFILE)))) as file:
        breaks(file)
        file.save(out)
    assert code in codes(specimen(tag), out.getvalue())


def test_a_phone_number_without_isolates_is_caught_in_urdu() -> None:
    """The natural failure: the number as a translator would type it."""
    bare = "".maketrans(dict.fromkeys(BIDI_CONTROLS, "") | {NBSP: " "})

    def typed(line: Line) -> Line:
        return replace(line, inlines=tuple(
            doc.FactRef(one.name, one.shown.translate(bare)) if isinstance(one, doc.FactRef) else one for one in line.inlines))  # fmt: skip

    document = doc.map_lines(specimen("ur"), typed)
    assert codes(document, pdf.render(document, pdf.Options(PROFILE))) == {"A202"}


def test_another_edition_than_its_name_says_is_caught() -> None:
    data = pdf.render(specimen("en"), pdf.Options(PrintProfile(14)))
    assert codes(specimen("en"), data, PrintProfile(28)) == {"A203"}


def test_every_check_has_a_broken_file() -> None:
    assert {check.code for check in PRINTED.known} == {code for code, _ in BROKEN}
    assert all(check.title.endswith(".") and check.why for check in PRINTED.known)
