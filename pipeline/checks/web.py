"""Proof on the finished web page: it is read again by a reader that mends nothing, and held against the Document and what
browsers, screen readers and people on a phone need."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from pipeline import inline, words
from pipeline.checks import elements
from pipeline.checks.elements import Element
from pipeline.checks.promised import bare, stretches
from pipeline.checks.registry import Checks, Finding, fault
from pipeline.diagnostic import Diagnostic, Severity, quoted
from pipeline.document import Document
from pipeline.facts import plain_text
from pipeline.languages import language

SCHEMES = ("https", "http", "mailto", "tel")  # that do nothing but what a reader expects of a link
_LANDMARKS = ("nav", "section", "aside", "audio")  # that need a name
_POLICY = {
    "default-src": "'none'",
    "img-src": "data:",
    "media-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A finished web page and what it was made from. ``path``: from the project's root; ``beside``: the addresses of the
    files that stand beside it."""

    document: Document
    data: bytes
    path: str
    beside: Collection[str] = ()

    @cached_property
    def root(self) -> Element:
        return elements.html(self.data)

    @cached_property
    def leaflet(self) -> list[Element]:
        """The elements of the leaflet's own text."""
        return [one for main in self.root.iter("main") for one in elements.leaflet(main)]

    def all(self, *tags: str) -> list[Element]:
        return list(self.root.iter(*tags))

    def says(self, message: str) -> Finding:
        return fault(message, self.path, "page")


WEB: Checks[Page] = Checks()
check = WEB.check


def prove(page: Page) -> Iterator[Diagnostic]:
    """Everything that is wrong with a finished page, also when it is none."""
    try:
        yield from WEB.run(page)
    except ValueError as problem:
        yield page.says(f"the page cannot be read: {problem}").diagnostic("A400")


@check("A400", Severity.ERROR)
def page_is_whole(page: Page) -> Iterator[Finding]:
    """Every element is closed where it should be and stands where it may.

    What a browser has to guess it may guess in another way than the next one.
    """
    for message in dict.fromkeys(elements.misplaced(page.root)):
        yield page.says(message)


@check("A401", Severity.ERROR)
def text_is_the_documents(page: Page) -> Iterator[Finding]:
    """The page's text is the leaflet's, all of it, in its order, once.

    What was lost on the page is lost to whoever reads it.
    """
    wanted = elements.promised_text(page.document)
    found = bare("".join(p.text for main in page.all("main") for p in elements.pieces(main)))
    if wanted != found:
        yield page.says(
            f"the text differs from the leaflet's near {quoted(elements.first_difference(wanted, found))}"
        )


@check("A402", Severity.ERROR)
def languages_are_said(page: Page) -> Iterator[Finding]:
    """The page says its language, and every stretch of another one says its own.

    A screen reader that takes Urdu for English reads nothing that anybody understands.
    """
    own = language(page.document.tag)
    if page.root.get("lang") != own.bcp47:
        yield page.says(f"the page says the language {quoted(page.root.get('lang'))}")
    pieces = (p for main in page.all("main") for p in elements.pieces(main))
    found = stretches((p.lang or own.bcp47, p.text) for p in pieces)
    wanted = elements.promised_languages(page.document)
    if found != wanted:
        odd = next((a for a, b in zip([*found, None], [*wanted, None], strict=False) if a != b), None)  # fmt: skip
        yield page.says(f"the languages differ from the leaflet's at {odd}")


@check("A403", Severity.ERROR)
def directions_are_said(page: Page) -> Iterator[Finding]:
    """The page says its direction, and words of the other direction say theirs.

    Urdu that begins at the left is not read, and its full stops stand at the wrong end.
    """
    own = language(page.document.tag)
    if page.root.get("dir") != own.direction:
        yield page.says(f"the page says the direction {quoted(page.root.get('dir'))}")
    for element in page.root.iter("bdi", "a"):
        if (tag := element.get("lang")) and element.get("dir") != _direction(tag):
            yield page.says(f"words in {tag} say the direction {quoted(element.get('dir'))}")


@check("A404", Severity.ERROR)
def figures_keep_their_order(page: Page) -> Iterator[Finding]:
    """Figures in a text from right to left are isolated, each for itself.

    Without it a browser draws the groups of a telephone number in the wrong order: a patient calls a stranger.
    """
    found = [bare(elements.text(e)) for e in page.leaflet if e.tag == "bdi" and not e.get("lang")]
    wanted = elements.promised_isolates(page.document)
    if found != wanted:
        odd = sorted(set(wanted) ^ set(found)) or wanted[:1]
        yield page.says(f"figures are not isolated as in the leaflet: {', '.join(odd[:3])}")


@check("A405", Severity.ERROR)
def headings_are_headings(page: Page) -> Iterator[Finding]:
    """Every heading of the leaflet is one of its level; no level is skipped.

    Screen-reader users walk a page by its headings.
    """
    found = [(elements.level(e), bare(elements.text(e))) for e in page.leaflet if e.tag in elements.HEADINGS]  # fmt: skip
    if found != elements.promised_headings(page.document):
        yield page.says("the headings are not those of the leaflet")
    levels = [elements.level(e) for e in page.root.iter(*elements.HEADINGS)]
    for message in elements.skipped_levels(levels):
        yield page.says(message)


@check("A406", Severity.ERROR)
def lists_are_lists(page: Page) -> Iterator[Finding]:
    """Every list is one, with its items and its first number.

    "List of four items" is what a listener holds on to; a step with the wrong number is another step.
    """
    found = [
        (str(e.tag), int(e.get("start", "1")), len(e.findall("li")))
        for e in page.leaflet
        if e.tag in ("ul", "ol")
    ]
    if found != elements.promised_lists(page.document):
        yield page.says("the lists are not those of the leaflet")


@check("A407", Severity.ERROR)
def tables_have_headers(page: Page) -> Iterator[Finding]:
    """Every column and row has a header that says what it is the header of.

    Without its header a figure in a table says nothing to who hears it.
    """
    for message in elements.headerless(page.root):
        yield page.says(message)


@check("A408", Severity.ERROR)
def pictures_are_described(page: Page) -> Iterator[Finding]:
    """Every picture has the leaflet's description.

    Who cannot see a picture has its description alone.
    """
    found = [e.get("alt") for e in page.leaflet if e.tag == "img"]
    if found != elements.promised_pictures(page.document):
        yield page.says("the pictures are not described as in the leaflet")
    if any(not e.get("alt") for e in page.all("img")):
        yield page.says("a picture has no description")


@check("A409", Severity.ERROR)
def links_lead_where_the_leaflet_says(page: Page) -> Iterator[Finding]:
    """Every link has words and leads where the leaflet says; telephone numbers call the number that stands there.

    A wrong digit calls a stranger; a link without words is silence.
    """
    links = [e for e in page.leaflet if e.tag == "a"]
    found = [(e.get("href", ""), bare(elements.text(e))) for e in links]
    if found != elements.promised_links(page.document):
        yield page.says("the links are not those of the leaflet")
    for element in page.all("a"):
        if not elements.text(element).strip():
            yield page.says(f"the link to {element.get('href')} has no words")


@check("A410", Severity.ERROR)
def links_are_safe(page: Page) -> Iterator[Finding]:
    """No address does anything but open a page, write a mail, call a number, or open a file beside the page.

    What a "javascript:" address does to a reader is not up to us.
    """
    for element in page.root.iter(etree.Element):
        for name in ("href", "src", "action", "formaction", "poster", "cite", "data"):
            address = element.get(name, "")
            scheme = _SCHEME.match(_visible(address))
            data = element.tag == "img" and address.startswith("data:image/")
            if scheme and scheme[1].lower() not in SCHEMES and not data:
                yield page.says(f"{elements.name(element)} has the address {quoted(address[:40])}")


@check("A411", Severity.ERROR)
def anchors_resolve(page: Page) -> Iterator[Finding]:
    """Every name is there once, and whatever refers to one finds it.

    A line of the contents that leads nowhere leaves a reader where they are.
    """
    names = [name for e in page.root.iter(etree.Element) if (name := e.get("id")) is not None]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield page.says(f"the name {name} is there twice")
    used = [e.get("href", "")[1:] for e in page.all("a") if e.get("href", "").startswith("#")]
    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        used += [n for e in page.root.iter(etree.Element) for n in e.get(attribute, "").split()]
    for name in dict.fromkeys(used):
        if name not in names:
            yield page.says(f"the name {quoted(name)} is used and is not there")


@check("A412", Severity.ERROR)
def landmarks_are_there(page: Page) -> Iterator[Finding]:
    """One main part, a link that skips to it first of all, and a name for every other part and for the player.

    With landmarks a screen-reader user goes straight to the leaflet, past what stands above it.
    """
    mains, first = page.all("main"), next(iter(page.all("a")), None)
    if len(mains) != 1 or len(page.all("h1")) != 1:
        yield page.says(f"there are {len(mains)} main parts and {len(page.all('h1'))} titles")
    if first is None or not mains or first.get("href") != f"#{mains[0].get('id')}":
        yield page.says("the first link does not skip to the leaflet")
    for element in page.all(*_LANDMARKS):
        if not element.get("aria-labelledby") and not element.get("aria-label"):
            yield page.says(f"a {elements.name(element)} has no name")


@check("A413", Severity.ERROR)
def contents_list_the_headings(page: Page) -> Iterator[Finding]:
    """The contents lead to every heading of the leaflet, in order, by its words.

    On a phone the contents are the only way through a long page.
    """
    [*navs] = (nav for nav in page.all("nav") if nav.get("class") == "contents")
    found = [(bare(elements.text(a)), a.get("href", "")[1:]) for nav in navs for a in nav.iter("a")]
    headings = [e for e in page.leaflet if e.tag in elements.HEADINGS[1:]]
    wanted = [(bare(elements.text(e)), e.get("id", "")) for e in headings]
    if len(page.document.sections) >= 2 and found != wanted:
        yield page.says("the contents are not the headings")


@check("A414", Severity.ERROR)
def page_needs_nothing_else(page: Page) -> Iterator[Finding]:
    """The page loads and runs nothing but what it holds, and says so to the browser.

    It must work from a memory stick, and tell nobody who reads about leukaemia.
    """
    for element in page.all("script", "img", "iframe", "object", "embed", "source", "video", "link", "base", "form"):  # fmt: skip
        address = element.get("src", element.get("href", element.get("data", "")))
        known = element.get("rel") in ("alternate", "canonical") if element.tag == "link" else False
        if not known and (address and not address.startswith("data:image/")):
            yield page.says(f"{elements.name(element)} loads {quoted(address[:60])}")
        elif element.tag in ("iframe", "object", "embed", "base", "form", "source", "video"):
            yield page.says(f"there is a {elements.name(element)}")
    for element in page.root.iter(etree.Element):
        for name in map(str, element.attrib):
            if name == "style" or name.startswith("on"):
                yield page.says(f"{elements.name(element)} has the attribute {name}")
    yield from _policy(page)


def _policy(page: Page) -> Iterator[Finding]:
    """The policy allows the style sheet and the script that are there, by their own sums, and nothing else."""
    [*metas] = (e for e in page.all("meta") if e.get("http-equiv") == "Content-Security-Policy")
    said = dict(one.strip().partition(" ")[::2] for e in metas for one in e.get("content", "").split(";"))  # fmt: skip
    runs = [e for e in page.all("script") if e.get("type") != "application/ld+json"]
    sums = {"style-src": _sums(page.all("style")), "script-src": _sums(runs)}
    if said != _POLICY | sums:
        yield page.says("the policy for browsers is not the page's own")


def _sums(found: list[Element]) -> str:
    sums = (hashlib.sha256((e.text or "").encode()).digest() for e in found)
    return " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in sums)


@check("A415", Severity.ERROR)
def page_can_be_enlarged(page: Page) -> Iterator[Finding]:
    """A reader may enlarge the page, is never moved through it in another order, and hears nothing unasked.

    Who reads with low vision enlarges a page four times (WCAG 2.2, 1.4.4, 1.4.10).
    """
    [*views] = (e.get("content", "") for e in page.all("meta") if e.get("name") == "viewport")
    if views != ["width=device-width, initial-scale=1"]:
        yield page.says(f"the page says how large it is: {views}")
    for element in page.root.iter(etree.Element):
        if element.get("tabindex", "0") not in ("0", "-1"):
            yield page.says(f"{elements.name(element)} changes the order for the keyboard")
    for audio in page.all("audio"):
        if audio.get("autoplay") is not None or audio.get("controls") is None:
            yield page.says("the sound begins by itself, or has no controls")


@check("A416", Severity.ERROR)
def files_beside_it_exist(page: Page) -> Iterator[Finding]:
    """Every file that the page names stands beside it; the sound's parts lead into the sound that is played.

    A download that is not there costs a patient the one format that they can read.
    """
    sounds = [e.get("src", "") for e in page.all("audio")]
    linked = [e.get("href", "") for e in page.all("a", "link") if not _SCHEME.match(e.get("href", ""))]  # fmt: skip
    for address in dict.fromkeys([*sounds, *linked]):
        file, _, _ = address.partition("#")
        if file and file not in page.beside:
            yield page.says(f"{file} does not stand beside the page")
    for element in page.all("a"):
        if element.get("class") == "chapter" and element.get("href", "").partition("#t=")[0] not in sounds:  # fmt: skip
            yield page.says("a part of the sound leads into another file")
    times = [float(e.get("data-begin", "nan")) for e in page.leaflet if e.get("data-begin")]
    if times != sorted(times):
        yield page.says("sentences light up in another order than they are read")


@check("A417", Severity.ERROR)
def page_says_what_it_is(page: Page) -> Iterator[Finding]:
    """The page's title names the leaflet and the charity, and what it tells search engines is the leaflet's.

    The title is the first thing that a screen reader says, and what stands in a list of open pages.
    """
    document = page.document
    title = plain_text(inline.plain(document.title.inlines))
    wanted = " – ".join(filter(None, (title, document.publisher)))
    if [elements.text(e) for e in page.root.iterfind("head/title")] != [wanted]:
        yield page.says("the title is not the leaflet's")
    facts = [e.text or "" for e in page.all("script") if e.get("type") == "application/ld+json"]
    reviewed = document.dates.reviewed.isoformat() if document.dates.reviewed else None
    told = [json.loads(one) for one in facts]
    if [(one.get("name"), one.get("lastReviewed"), one.get("inLanguage")) for one in told] != [
        (title, reviewed, language(document.tag).bcp47)
    ]:
        yield page.says("what search engines are told is not the leaflet's")
    if len([e for e in page.all("link") if e.get("rel") == "canonical"]) != bool(document.offer.page):  # fmt: skip
        yield page.says("the page names an address that the charity did not give, or none")


@check("A418", Severity.ERROR)
def ways_and_dates_are_said(page: Page) -> Iterator[Finding]:
    """How else the leaflet can be had and when it was reviewed stand at the end; where there is no sound, that is said.

    A reader who needs another form must learn that there is one.
    """
    footer = bare("".join(elements.text(e) for e in page.all("footer")))
    for sentence in (*words.ask(page.document), *words.dates(page.document)):
        if bare(inline.plain(sentence)) not in footer:
            yield page.says(
                f"the end of the page lacks {quoted(plain_text(inline.plain(sentence)))}"
            )
    none = bare(words.text(page.document, words.Word.NO_AUDIO))
    said = none in bare("".join(elements.text(e) for e in page.all("section")))
    if said == bool(page.all("audio")):
        yield page.says("the page neither plays the sound nor says that there is none")


def _direction(tag: str) -> str:
    return language(tag).direction


def _visible(address: str) -> str:
    """As a browser reads it: without tabs and line breaks (URL Standard, basic URL parser)."""
    return re.sub(r"[\x00-\x20]", "", address)
