"""The proof on the finished file: clean files pass, and each broken one is refused by the check that is for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import pikepdf
import pytest
from _pytest.mark import ParameterSet
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import document as doc
from pipeline.checks.output import OPENED, PRINTED, Printed, prove
from pipeline.document import Document, Foreign, Line, Text
from pipeline.facts import BIDI_CONTROLS, NBSP
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
from tests import scripts
from tests.broken_pdfs import BROKEN, Break, broken
from tests.specimens import TAGS, specimen

PROFILE = PrintProfile(18)


def codes(document: Document, data: bytes, profile: PrintProfile = PROFILE) -> set[str]:
    found = list(prove(Printed(document, profile, data, "output/x.pdf")))
    assert all(d.at.path == "output/x.pdf" and d.hint for d in found)
    return {d.code for d in found}


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("body", [14, 18, 28])
def test_a_clean_file_passes(tag: str, body: int) -> None:
    profile = PrintProfile(body)
    assert not codes(specimen(tag), pdf.render(specimen(tag), pdf.Options(profile)), profile)


@pytest.mark.slow
@pytest.mark.parametrize("tag", scripts.WORDS)
def test_a_clean_file_passes_in_every_script(tag: str) -> None:
    document = scripts.specimen(tag)
    assert not codes(document, pdf.render(document, pdf.Options(PROFILE)))


@pytest.mark.slow
def test_an_entry_of_the_contents_may_end_in_english() -> None:
    """As a heading does that nobody has translated: its page number stands apart all the same."""
    document = leaflet("ur")
    heading = Line((Text("ابھی ترجمہ نہیں ہوا: "), Foreign((Text("Summary"),), "en")))
    document = replace(document, sections=tuple(replace(one, heading=heading) for one in document.sections))  # fmt: skip
    made = pdf.render(document, pdf.Options(PROFILE))
    assert not codes(document, made)


# Broken files.


def leaflet(tag: str) -> Document:
    """The specimen with its section twice, so that it has a list of contents."""
    document = specimen(tag)
    return replace(document, sections=document.sections * 2)


@cache
def made(tag: str) -> bytes:
    return pdf.render(leaflet(tag), pdf.Options(PROFILE))


def kinds() -> Iterator[ParameterSet]:
    """Every way to break a file in every language; fast: the first way of each check, in English."""
    firsts = dict(reversed(BROKEN))
    for tag, (code, change) in product(("en", "ur", "bn"), BROKEN):
        fast = tag == "en" and firsts[code] is change
        yield pytest.param(tag, code, change, marks=[] if fast else [pytest.mark.slow], id=f"{code}-{change.__name__}-{tag}")  # fmt: skip


@pytest.mark.parametrize(("tag", "code", "change"), list(kinds()))
def test_a_broken_file_is_refused_by_its_check(tag: str, code: str, change: Break) -> None:
    subject = Printed(leaflet(tag), PROFILE, broken(made(tag), change), "output/x.pdf")
    [asked] = [one for one in (*OPENED.known, *PRINTED.known) if one.code == code]
    unread = [] if code == "A200" else [found.message for found in OPENED.run(subject)]
    assert not unread
    assert list(asked.ask(subject))


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["en", "ur"])
def test_to_open_and_save_a_file_breaks_nothing(tag: str) -> None:
    """So that each change above is alone to blame."""
    assert not codes(leaflet(tag), broken(made(tag), lambda _: None))


def test_there_are_eighty_kinds_of_broken_files() -> None:
    assert len({change.__name__ for _, change in BROKEN}) >= 80


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_gives_a_finding_and_never_a_traceback(data: st.DataObject) -> None:
    whole = made("en")
    start = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(1, 2000))
    damage = data.draw(st.sampled_from([b"", b"\0" * length, b"x" * length, whole[:length]]))
    file = whole[:start] + damage + whole[start + length :]
    found = list(prove(Printed(leaflet("en"), PROFILE, file, "output/x.pdf")))
    assert all(one.at.path == "output/x.pdf" and one.hint for one in found)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"not a PDF at all", b"%PDF-1.7\n" + b"\xff" * 4000]
)
def test_what_is_no_pdf_is_named(data: bytes) -> None:
    assert codes(specimen("en"), data) == {"A200"}


def test_a_phone_number_without_isolates_is_caught_in_urdu() -> None:
    """The natural failure: the number as a translator would type it."""
    bare = "".maketrans(dict.fromkeys(BIDI_CONTROLS, "") | {NBSP: " "})

    def typed(line: Line) -> Line:
        return replace(line, inlines=tuple(
            doc.FactRef(one.name, one.shown.translate(bare)) if isinstance(one, doc.FactRef) else one for one in line.inlines))  # fmt: skip

    document = doc.map_lines(specimen("ur"), typed)
    assert codes(document, pdf.render(document, pdf.Options(PROFILE))) == {"A202"}


@pytest.mark.slow
def test_another_edition_than_its_name_says_is_caught() -> None:
    data = pdf.render(specimen("en"), pdf.Options(PrintProfile(14)))
    assert codes(specimen("en"), data, PrintProfile(28)) == {"A203"}


def test_figures_in_a_font_that_is_not_on_this_machine_are_not_called_proven() -> None:
    def renamed(file: pikepdf.Pdf) -> None:
        for font in {f.objgen: f for page in file.pages for f in page.Resources.Font.values()}.values():  # fmt: skip
            font.BaseFont = pikepdf.Name(str(font.BaseFont).replace("+NotoSans-", "+NoSuchFont-"))

    data = broken(made("en"), renamed)
    found = [one.message for one in prove(Printed(leaflet("en"), PROFILE, data, "output/x.pdf"))]
    assert [one for one in found if "NoSuchFont-Regular is not on this machine" in one]
    assert not [one for one in found if "is drawn as something else" in one]


def test_every_check_has_a_broken_file() -> None:
    known = [*OPENED.known, *PRINTED.known]
    assert {check.code for check in known} == {code for code, _ in BROKEN}
    assert all(check.title.endswith(".") and check.why for check in known)
