"""The leaflet as each medium has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import document as doc
from pipeline.document import Document, Inlines, Line, Link, Medium, Text, for_medium, lines
from pipeline.facts import FSI, PDI
from pipeline.inline import plain

LINKS = (
    doc.LinkTarget("page", "https://www.example.org/help/"),
    doc.LinkTarget("mail", "mailto:help@example.org"),
)
_HEADING: Inlines = (Text("Heading"),)


def leaflet(*inlines: doc.Inline, tag: str = "en", heading: Inlines = _HEADING) -> Document:
    section = doc.Section(Line(heading), (doc.Paragraph(Line(inlines)),))
    return Document("x", tag, Line((Text("Title"),)), sections=(section,), links=LINKS)


def said(document: Document, medium: Medium) -> list[str]:
    return [plain(line.inlines) for line in lines(for_medium(document, medium))]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Read our page (www.example.org/help)."),
        ("ur", f"Read our page ({FSI}www.example.org/help{PDI})."),
        ("zh_Hans", "Read our page（www.example.org/help）."),
    ],
)
def test_on_paper_a_link_is_followed_by_its_address(tag: str, text: str) -> None:
    document = leaflet(Text("Read "), Link((Text("our page"),), "page"), Text("."), tag=tag)
    assert said(document, Medium.PRINT)[-1] == text
    assert said(document, Medium.BRAILLE)[-1] == text


def test_the_address_follows_inside_bold_too_and_of_mail_without_its_scheme() -> None:
    document = leaflet(doc.Strong((Link((Text("write"),), "mail"), Text(" now"))))
    assert said(document, Medium.PRINT)[-1] == "write (help@example.org) now"


@pytest.mark.parametrize(
    "medium", [one for one in Medium if one not in (Medium.PRINT, Medium.BRAILLE)]
)
def test_where_a_link_can_be_opened_its_text_is_enough(medium: Medium) -> None:
    document = leaflet(Link((Text("our page"),), "page"))
    assert said(document, medium)[-1] == "our page"


def test_a_heading_stays_as_it_is() -> None:
    heading = (Link((Text("our page"),), "page"),)
    assert said(leaflet(Text("x"), heading=heading), Medium.PRINT) == ["Title", "our page", "x"]


def test_the_charitys_look_and_offer_are_part_of_what_is_rendered() -> None:
    logo = doc.Figure("logo.png", b"one", 1, 1, Line((Text("Logo"),)))
    plain_one = leaflet(Text("x"))
    others = [
        replace(plain_one, brand=doc.Brand((0.0, 0.0, 0.0))),
        replace(plain_one, brand=doc.Brand(logo=logo)),
        replace(plain_one, brand=doc.Brand(logo=replace(logo, image=b"two"))),
        replace(plain_one, faces=(("ur", "naskh"),)),
        replace(plain_one, offer=doc.Offer(languages=("ur",))),
    ]
    assert len({doc.digest(one) for one in (plain_one, *others)}) == 6
