"""That the navigation says what the book is and leads to its headings."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline import document as doc
from pipeline import inline
from pipeline.checks.daisy.book import HEADINGS, MASTER, NAVIGATION, Talking, X, about
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.facts import plain_text

# "Required" of Appendix 2 of the specification, for a book of text and sound.
_REQUIRED = ("dc:creator", "dc:date", "dc:format", "dc:identifier", "dc:language", "dc:publisher", "dc:title", "ncc:charset",
             "ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial", "ncc:tocItems", "ncc:totalTime")  # fmt: skip
CHECKS: Checks[Talking] = Checks()
check = CHECKS.check


@check("A607", Severity.ERROR)
def navigation_tells_what_the_book_is(book: Talking) -> Iterator[Finding]:
    """The navigation says title, publisher, language, format and counts, and they are right.

    A player reads them out when the book is opened; libraries sort by them.
    """
    document, own = book.document, book.document.language()
    dated = any((document.dates.updated, document.dates.reviewed, document.dates.review_due))
    for name in _REQUIRED:
        if not book.about.get(name) and (name != "dc:date" or dated):
            yield book.says(f"{NAVIGATION} does not say {name}")
    headings = list(book.navigation.iter(*HEADINGS))
    size = sum(len(data) for name, data in book.files.items() if name != NAVIGATION)
    wanted = {
        "dc:title": plain_text(inline.plain(document.title.inlines)), "dc:publisher": document.publisher,
        "dc:language": own.bcp47, "dc:format": "Daisy 2.02", "ncc:charset": "utf-8", "ncc:multimediaType": "audioFullText",
        "ncc:tocItems": str(len(headings)), "ncc:depth": str(max((_level(one) for one in headings), default=0)),
        "ncc:files": str(len(book.files)), "ncc:kByteSize": str(round(size / 1024)),
        "ncc:pageNormal": "0", "ncc:pageFront": "0", "ncc:pageSpecial": "0",
    }  # fmt: skip
    for name, text in wanted.items():
        if book.about.get(name) != text:
            said = quoted(book.about.get(name))
            yield book.says(f"{NAVIGATION}: {name} is {said}, not {quoted(text)}")
    for name in (*book.smils, MASTER):
        told = about(book.trees[name]) if name in book.trees else {}
        for key in ("dc:format", "dc:identifier", "dc:title"):
            if told.get(key) != book.about.get(key):
                yield book.says(f"{name}: {key} is not that of the navigation")


@check("A608", Severity.ERROR)
def navigation_is_the_headings(book: Talking) -> Iterator[Finding]:
    """The navigation is the leaflet's headings, at their levels, the title first, each leading to where it is heard.

    It is all that a listener has to find a place by.
    """
    document = book.document
    wanted = [
        (1, document.title.inlines),
        *((level - 1, one.heading.inlines) for level, one in doc.walk_sections(document)),
    ]
    listed = [(min(level, 6), plain_text(inline.plain(text))) for level, text in wanted]
    headings = list(book.navigation.iter(*HEADINGS))
    if [(_level(one), "".join(one.itertext())) for one in headings] != listed:
        yield book.says(f"{NAVIGATION} has other headings than the leaflet, or at other levels")
    if headings and headings[0].get("class") != "title":
        yield book.says(f"{NAVIGATION} does not begin with the title")
    for one in headings:
        link = one.find(f"{X}a")
        place = _place(book, str(link.get("href"))) if link is not None else None
        text = "".join(one.itertext())
        if place is None or _heading_of(place) != text:
            what = f"the heading {quoted(text)} leads to another place than where it is heard"
            yield book.says(what)


def _level(heading: etree._Element) -> int:
    return int(str(heading.tag)[-1])


def _place(book: Talking, address: str) -> etree._Element | None:
    """The text that a place of a SMIL file shows."""
    name, _, place = address.partition("#")
    if name not in book.trees or book.text is None:
        return None
    clip = next((one for one in book.clips(name) if one.name == place), None)
    shown = clip.text.partition("#")[2] if clip else ""
    return next((one for one in book.text.iter() if shown and one.get("id") == shown), None)


def _heading_of(place: etree._Element) -> str:
    """The heading that a sentence stands in, as one reads it; "" where it stands in none."""
    above = next((one for one in (place, *place.iterancestors()) if one.tag in HEADINGS), None)
    return plain_text("".join(above.itertext())) if above is not None else ""
