"""That the text is the leaflet's, in its languages, as players of 2001 know it, and heard in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.checks.daisy.book import HEADINGS, NAVIGATION, Talking, X
from pipeline.checks.daisy.owed import bare, foreign, texts
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XHTML 1.0 has of that which we use; HTML 5's elements are unknown to players of DAISY 2.02.
_ALLOWED = frozenset("html head title meta body h1 h2 h3 h4 h5 h6 p div span strong a ul ol li table caption tr th td".split())  # fmt: skip
_INLINE = frozenset("span strong a".split())
_PHRASING = frozenset("p span strong a h1 h2 h3 h4 h5 h6 caption".split())  # hold nothing else
CHECKS: Checks[Talking] = Checks()
check = CHECKS.check


@check("A609", Severity.ERROR)
def text_is_the_documents(book: Talking) -> Iterator[Finding]:
    """The text is the leaflet's, all of it, in its order, once, with what a reader must be told first.

    Who reads along must read what was approved.
    """
    assert book.text is not None
    body = book.text.find(f"{X}body")
    has = bare("".join(body.itertext())) if body is not None else ""
    wanted = bare("".join(texts(book.document)))
    if has != wanted:
        pairs = enumerate(zip(has, wanted, strict=False))
        place = next((n for n, (one, other) in pairs if one != other), min(len(has), len(wanted)))
        near = quoted(wanted[max(0, place - 20) : place + 20])
        yield book.says(f"the text differs from the leaflet's near {near}")


@check("A610", Severity.ERROR)
def text_is_heard_in_its_order(book: Talking) -> Iterator[Finding]:
    """Each sentence of the text is shown by one clip, in the order of the text; nothing but the heads of columns is not.

    A reader who follows with the eye is led from sentence to sentence.
    """
    assert book.text is not None
    shown = [clip.text.partition("#")[2] for name in book.smils for clip in book.clips(name)]
    spans = book.text.iter(f"{X}span")
    named = [str(one.get("id")) for one in spans if one.get("class") == "sentence"]
    if shown != named:
        yield book.says("the clips show other sentences than the text has, or in another order")
    for one in book.text.iter(f"{X}p", f"{X}li", *HEADINGS, f"{X}td"):
        own = "".join(text for text in (one.text, *(child.tail for child in one)) if text)
        if any(map(str.isalnum, own)):
            yield book.says(f"{quoted(own.strip()[:60])} is not heard")


@check("A611", Severity.ERROR)
def languages_are_said(book: Talking) -> Iterator[Finding]:
    """Each file says its language and direction, and so do words of another language.

    A screen reader speaks Urdu with an English voice where nobody tells it.
    """
    assert book.text is not None
    own = book.document.language()
    for name, tree in ((NAVIGATION, book.navigation), ("the text", book.text)):
        said = (tree.get("lang"), tree.get(LANG), tree.get("dir"))
        if said != (own.bcp47, own.bcp47, own.direction):
            yield book.says(f"{name} does not say that it is {own.name}, from {own.direction}")
    spans = (one for one in book.text.iter(f"{X}span") if one.get("lang"))
    found = [(str(one.get("lang")), "".join(one.itertext())) for one in spans]
    if _together(found) != _together(foreign(book.document)):
        yield book.says("words of another language do not say which")


def _together(said: Iterable[tuple[str, str]]) -> tuple[str, set[str]]:
    """All that is said in other languages, and which they are."""
    every = list(said)
    return "".join(bare(text) for _, text in every), {tag for tag, _ in every}


@check("A612", Severity.ERROR)
def text_is_xhtml(book: Talking) -> Iterator[Finding]:
    """The text has only what XHTML 1.0 allows, where it allows it.

    Players of 2001 know nothing newer, and drop what they do not know.
    """
    for name, tree in book.trees.items():
        for one in tree.iter() if name.endswith(".html") else ():
            tag = _tag(one)
            if not isinstance(one.tag, str) or tag not in _ALLOWED:
                yield book.says(f"{name} has <{tag}>, which XHTML 1.0 does not know")
            elif tag in _PHRASING:
                wrong = next((_tag(child) for child in one if _tag(child) not in _INLINE), None)
                if wrong:
                    yield book.says(f"{name} has <{wrong}> inside <{tag}>")


def _tag(element: etree._Element) -> str:
    return str(element.tag).removeprefix(X)
