"""Proof on the finished e-book: it is opened again by another reader than the one that made it, and held against the Document
and what reading systems and screen readers need. EPUBCheck and Ace judge it too, in the tests."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fontTools.ttLib import TTFont, TTLibError
from lxml import etree

from pipeline import inline
from pipeline.checks import elements
from pipeline.checks.elements import Element
from pipeline.checks.promised import bare, stretches
from pipeline.checks.registry import Checks, Finding, fault
from pipeline.checks.web import SCHEMES
from pipeline.diagnostic import Diagnostic, Severity, quoted
from pipeline.document import Document
from pipeline.facts import plain_text
from pipeline.languages import language

_TYPE = "{http://www.idpf.org/2007/ops}type"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d)\.(\d{3})")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HEARD = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "th", "td", "caption", "figcaption")


@dataclass(frozen=True)
class Book:
    """A finished e-book and what it was made from. ``path``: from the project's root."""

    document: Document
    data: bytes
    path: str

    @cached_property
    def entries(self) -> list[zipfile.ZipInfo]:
        """In the order of the archive."""
        return self._archive.infolist()

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(io.BytesIO(self.data))
        except zipfile.BadZipFile as problem:
            raise ValueError(str(problem)) from problem

    def part(self, name: str) -> bytes:
        """A file of the book, from its root. Raises ValueError where it is missing or damaged."""
        try:
            return self._archive.read(name)
        except (KeyError, zipfile.BadZipFile) as problem:
            raise ValueError(f"{name} is missing or damaged") from problem

    @cached_property
    def package_path(self) -> str:
        """Where META-INF/container.xml says that the package is. Raises ValueError where it names none, or several."""
        root = elements.xhtml(self.part("META-INF/container.xml"))
        found = [str(one.get("full-path")) for one in root.iter("rootfile")]
        if len(found) != 1:
            raise ValueError("there is not one package")
        return found[0]

    @cached_property
    def package(self) -> Element:
        return elements.xhtml(self.part(self.package_path))

    @cached_property
    def items(self) -> dict[str, Element]:
        """The manifest: each item by its path from the book's root."""
        return {self.beside(self.package_path, str(one.get("href"))): one for one in self.package.iter("item")}  # fmt: skip

    def beside(self, name: str, address: str) -> str:
        """The path of an address that a file names."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))

    @cached_property
    def pages(self) -> dict[str, Element]:
        """The pages in the order in which they are read, each by its path; the contents are not among them."""
        known = {one.get("id"): name for name, one in self.items.items()}
        order = [
            known.get(one.get("idref"), "")
            for one in self.package.iter("itemref")
            if one.get("linear") != "no"
        ]
        return {name: elements.xhtml(self.part(name)) for name in order}

    @cached_property
    def navigation(self) -> tuple[str, Element]:
        """The path and the root of the list of contents. Raises ValueError where there is not one."""
        [*names] = (name for name, one in self.items.items() if one.get("properties") == "nav")
        if len(names) != 1:
            raise ValueError("there is not one list of contents")
        return names[0], elements.xhtml(self.part(names[0]))

    @cached_property
    def leaflet(self) -> list[Element]:
        """The elements of the leaflet's own text, in order."""
        bodies = [body for page in self.pages.values() for body in page.iter("body")]
        return [one for body in bodies for one in elements.leaflet(body)]

    def navs(self, kind: str) -> list[Element]:
        """The lists of a kind, such as toc or page-list."""
        return [one for one in self.navigation[1].iter("nav") if one.get(_TYPE) == kind]

    def target(self, name: str, address: str) -> Element | None:
        """What an address of a file leads to, in the book."""
        file, _, anchor = address.partition("#")
        path = self.beside(name, file) if file else name
        page = self.pages.get(path)
        if path == self.navigation[0]:
            page = self.navigation[1]
        if page is None or not anchor:
            return page
        return next((one for one in page.iter(etree.Element) if one.get("id") == anchor), None)

    def metas(self, name: str, refines: bool = False) -> list[str]:
        """The texts of a property of the package; ``refines``: those that are said of another property, else those of the book."""
        return [
            elements.text(one)
            for one in self.package.iter("meta")
            if one.get("property") == name and bool(one.get("refines")) == refines
        ]

    @cached_property
    def overlays(self) -> dict[str, list[tuple[str, str, int, int]]]:
        """Of each page that is heard: the address of each sentence, its sound, and begin and end in milliseconds."""
        found: dict[str, list[tuple[str, str, int, int]]] = {}
        for name in self.pages:
            if used := self.items[name].get("media-overlay"):
                path = next((n for n, one in self.items.items() if one.get("id") == used), used)
                found[name] = [_clip(self, path, par) for par in elements.xhtml(self.part(path)).iter("par")]  # fmt: skip
        return found

    def says(self, message: str) -> Finding:
        return fault(message, self.path, "book")


def _clip(book: Book, path: str, par: Element) -> tuple[str, str, int, int]:
    text, audio = par.find("text"), par.find("audio")
    if text is None or audio is None:
        raise ValueError(f"{path} has a sentence without text or sound")
    file, _, anchor = str(text.get("src")).partition("#")
    sound = book.beside(path, str(audio.get("src")))
    return (
        f"{book.beside(path, file)}#{anchor}",
        sound,
        _milliseconds(audio.get("clipBegin")),
        _milliseconds(audio.get("clipEnd")),
    )


def _milliseconds(clock: str | None) -> int:
    found = _CLOCK.fullmatch(clock or "")
    if not found:
        raise ValueError(f"{quoted(clock)} is no time")
    hours, minutes, seconds, rest = map(int, found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


EPUB: Checks[Book] = Checks()
check = EPUB.check


def prove(book: Book) -> Iterator[Diagnostic]:
    """Everything that is wrong with a finished book, also when it is none."""
    try:
        yield from EPUB.run(book)
    except ValueError as problem:
        yield book.says(f"the book cannot be read: {problem}").diagnostic("A450")


@check("A450", Severity.ERROR)
def book_is_whole(book: Book) -> Iterator[Finding]:
    """Every file that the book names is in it, and it names every file; each is well formed and its elements stand where they may.

    A reading system that misses a file may open nothing at all.
    """
    first = book.entries[0] if book.entries else None
    if first is None or first.filename != "mimetype" or first.compress_type or first.extra:
        yield book.says("the book does not begin as an EPUB")
    elif book.part("mimetype") != b"application/epub+zip":
        yield book.says("the book says another kind of file")
    there = {one.filename for one in book.entries}
    for name in sorted(set(book.items) - there):
        yield book.says(f"{name} is named and is not there")
    for name in sorted(there - set(book.items) - {"mimetype", "META-INF/container.xml", book.package_path}):  # fmt: skip
        yield book.says(f"{name} is there and is not named")
    for name, page in (*book.pages.items(), book.navigation):
        names = [one.get("id") for one in page.iter(etree.Element) if one.get("id")]
        for twice in sorted({str(one) for one in names if names.count(one) > 1}):
            yield book.says(f"{name}: the name {twice} is there twice")
        for message in dict.fromkeys(elements.misplaced(page)):
            yield book.says(f"{name}: {message}")


@check("A451", Severity.ERROR)
def text_is_the_documents(book: Book) -> Iterator[Finding]:
    """The book's text is the leaflet's, all of it, in its order, once.

    What was lost in the book is lost to whoever reads it.
    """
    wanted = elements.promised_text(book.document)
    found = bare("".join(p.text for page in book.pages.values() for p in elements.pieces(page)))
    if wanted != found:
        yield book.says(
            f"the text differs from the leaflet's near {quoted(elements.first_difference(wanted, found))}"
        )


@check("A452", Severity.ERROR)
def languages_are_said(book: Book) -> Iterator[Finding]:
    """Every page says its language and direction, and every stretch of another language its own; both ways to say it agree.

    A reading system that takes Urdu for English reads nothing that anybody understands, and turns pages the wrong way.
    """
    own = language(book.document.tag)
    for name, page in (*book.pages.items(), book.navigation):
        if (page.get("lang"), page.get("dir")) != (own.bcp47, own.direction):
            yield book.says(
                f"{name} says the language {quoted(page.get('lang'))}, direction {quoted(page.get('dir'))}"
            )
        for one in page.iter(etree.Element):
            if one.get("lang") != one.get(_XML_LANG):
                yield book.says(f"{name} says two languages of one text")
            if (
                one.get("lang")
                and one.tag == "bdi"
                and one.get("dir") != language(str(one.get("lang"))).direction
            ):
                yield book.says(
                    f"words in {one.get('lang')} say the direction {quoted(one.get('dir'))}"
                )
    pieces = (p for page in book.pages.values() for body in page.iter("body") for p in elements.pieces(body))  # fmt: skip
    if stretches((p.lang or own.bcp47, p.text) for p in pieces) != elements.promised_languages(book.document):  # fmt: skip
        yield book.says("the languages differ from the leaflet's")
    spine = book.package.find("spine")
    turned = spine.get("page-progression-direction", "ltr") if spine is not None else ""
    if turned != own.direction or [elements.text(e) for e in book.package.iter("language")] != [own.bcp47]:  # fmt: skip
        yield book.says("the book says another language, or turns its pages the wrong way")


@check("A453", Severity.ERROR)
def figures_keep_their_order(book: Book) -> Iterator[Finding]:
    """Figures in a text from right to left are isolated, each for itself.

    Without it the groups of a telephone number stand in the wrong order: a patient calls a stranger.
    """
    found = [bare(elements.text(e)) for e in book.leaflet if e.tag == "bdi" and not e.get("lang")]
    if found != elements.promised_isolates(book.document):
        yield book.says("figures are not isolated as in the leaflet")


@check("A454", Severity.ERROR)
def structure_is_the_leaflets(book: Book) -> Iterator[Finding]:
    """Headings, lists, tables and pictures are the leaflet's: each of its level, with its number, headers and description.

    Screen-reader users walk a book by them.
    """
    headings = [(elements.level(e), bare(elements.text(e))) for e in book.leaflet if e.tag in elements.HEADINGS]  # fmt: skip
    if headings != elements.promised_headings(book.document, above=1):
        yield book.says("the headings are not those of the leaflet")
    lists = [
        (str(e.tag), int(e.get("start", "1")), len(e.findall("li")))
        for e in book.leaflet
        if e.tag in ("ul", "ol")
    ]
    if lists != elements.promised_lists(book.document):
        yield book.says("the lists are not those of the leaflet")
    pictures = [e.get("alt") for e in book.leaflet if e.tag == "img"]
    if pictures != elements.promised_pictures(book.document):
        yield book.says("the pictures are not described as in the leaflet")
    for name, page in book.pages.items():
        for message in elements.headerless(page):
            yield book.says(f"{name}: {message}")


@check("A455", Severity.ERROR)
def links_lead_where_the_leaflet_says(book: Book) -> Iterator[Finding]:
    """Every link leads where the leaflet says and does nothing but open a page, write a mail or call a number; nothing is loaded
    from elsewhere, and nothing runs.

    A wrong digit calls a stranger; a book that loads anything tells who reads it.
    """
    links = [(e.get("href", ""), bare(elements.text(e))) for e in book.leaflet if e.tag == "a"]
    if links != elements.promised_links(book.document):
        yield book.says("the links are not those of the leaflet")
    for name, page in (*book.pages.items(), book.navigation):
        for one in page.iter(etree.Element):
            for key, value in one.attrib.items():
                scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", str(value)))
                if (
                    key in ("href", "src", "data")
                    and scheme
                    and (one.tag != "a" or scheme[1].lower() not in SCHEMES)
                ):
                    yield book.says(
                        f"{name}: {elements.name(one)} has the address {quoted(str(value)[:40])}"
                    )
                if key == "style" or str(key).startswith("on"):
                    yield book.says(f"{name}: {elements.name(one)} has the attribute {quoted(key)}")
        if list(page.iter("script", "iframe", "object", "form")):
            yield book.says(f"{name} holds what could act by itself")


@check("A456", Severity.ERROR)
def contents_list_the_headings(book: Book) -> Iterator[Finding]:
    """The contents lead to the title and to every heading, in order, by its words.

    They are the way through a book, and the first thing that a reading system shows.
    """
    name = book.navigation[0]
    links = [one for nav in book.navs("toc") for one in nav.iter("a")]
    found = [bare(elements.text(one)) for one in links]
    if found != [text for _, text in elements.promised_headings(book.document)]:
        yield book.says("the contents are not the headings")
    for one in links:
        target = book.target(name, str(one.get("href")))
        if target is None or bare(elements.text(one)) not in bare(elements.text(target)):
            yield book.says(f"{one.get('href')} in the contents leads elsewhere")
    for one in (link for nav in book.navs("landmarks") for link in nav.iter("a")):
        if book.target(name, str(one.get("href"))) is None:
            yield book.says(f"{one.get('href')} in the landmarks leads nowhere")


@check("A457", Severity.ERROR)
def pages_are_those_of_print(book: Book) -> Iterator[Finding]:
    """The page list counts from one, leads to a mark of each page in the order of the text, and leaves none out; the book says
    which print edition's pages they are.

    "Please turn to page 5" must work for who reads with their ears.
    """
    links = [one for nav in book.navs("page-list") for one in nav.iter("a")]
    marks = [e for e in book.leaflet if e.get(_TYPE) == "pagebreak"]
    found = [book.target(book.navigation[0], str(one.get("href"))) for one in links]
    numbers = [str(n) for n in range(1, len(links) + 1)]
    if found != marks or [elements.text(one) for one in links] != numbers:
        yield book.says("the page list is not the marks of pages")
    if any(
        (e.get("role"), e.get("aria-label")) != ("doc-pagebreak", n)
        for e, n in zip(marks, numbers, strict=False)
    ):
        yield book.says("a mark of a page does not say which")
    sources = book.metas("pageBreakSource")
    if len(sources) != bool(marks) or [elements.text(e) for e in book.package.iter("source")] != sources:  # fmt: skip
        yield book.says("the book does not say whose pages it lists")


@check("A458", Severity.ERROR)
def claims_are_true(book: Book) -> Iterator[Finding]:
    """The book says its title, publisher and date, and of its accessibility what is so, no more and no less.

    Libraries choose a book for a blind reader by what it says of itself.
    """
    document = book.document
    title = plain_text(inline.plain(document.title.inlines))
    told = [[elements.text(e) for e in book.package.iter(name)] for name in ("title", "publisher")]
    if told != [[title], [document.publisher] if document.publisher else []]:
        yield book.says("the title or the publisher is not the leaflet's")
    if not book.metas("dcterms:modified") or not list(book.package.iter("identifier")):
        yield book.says("the book has no name or date")
    pictures = any(name.endswith((".png", ".jpg")) for name in book.items)
    wanted = {"structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"}
    wanted |= {"alternativeText"} if pictures else set()
    wanted |= {"pageNavigation", "pageBreakMarkers"} if book.navs("page-list") else set()
    wanted |= {"synchronizedAudioText"} if book.overlays else set()
    if set(book.metas("schema:accessibilityFeature")) != wanted:
        yield book.says("the book claims more or less than it has")
    modes = {"textual"} | ({"visual"} if pictures else set()) | ({"auditory"} if book.overlays else set())  # fmt: skip
    if set(book.metas("schema:accessMode")) != modes or book.metas("schema:accessModeSufficient") != ["textual"]:  # fmt: skip
        yield book.says("the book says otherwise how it can be read")
    if book.metas("schema:accessibilityHazard") != ["none"] or not any(book.metas("schema:accessibilitySummary")):  # fmt: skip
        yield book.says("the book says nothing of hazards, or has no summary")
    if book.metas("dcterms:conformsTo"):
        yield book.says("the book claims a conformance that nobody has certified")


@check("A459", Severity.ERROR)
def what_is_heard_is_what_is_shown(book: Book) -> Iterator[Finding]:
    """Where the book is heard, every sentence of it is, once, in the order of the text; each clip is a part of the sound, and the
    book says how long it lasts.

    A sentence that is skipped may be the warning.
    """
    if not book.overlays:
        return
    for name, page in book.pages.items():
        clips = book.overlays.get(name, [])
        order = [
            f"{name}#{one.get('id')}"
            for one in page.iter("span")
            if one.get("id") and not one.get(_TYPE)
        ]
        if [address for address, *_ in clips] != order:
            yield book.says(f"{name}: what is heard is not what is shown, in its order")
        for one in (e for body in page.iter("body") for e in elements.leaflet(body)):
            heads = any(around.tag == "thead" for around in one.iterancestors())
            if one.tag in _HEARD and not heads and (one.text or "").strip() and not _is_heard(one):
                yield book.says(f"{name}: nobody hears {quoted(elements.text(one)[:40])}")
    found = [clip for clips in book.overlays.values() for clip in clips]
    times = [time for _, _, begin, end in found for time in (begin, end)]
    if times != sorted(times) or any(begin >= end for _, _, begin, end in found):
        yield book.says("what is heard does not follow the sound")
    for sound in {sound for _, sound, _, _ in found} - set(book.items):
        yield book.says(f"{sound} is heard and is not there")
    yield from _durations(book)


def _is_heard(element: Element) -> bool:
    return any(one.get("id") for one in element.iter("span")) or any(one.tag == "span" and one.get("id") for one in element.iterancestors())  # fmt: skip


def _durations(book: Book) -> Iterator[Finding]:
    lasts = {name: sum(end - begin for _, _, begin, end in clips) for name, clips in book.overlays.items()}  # fmt: skip
    said = sorted(map(_milliseconds, book.metas("media:duration", refines=True)))
    if said != sorted(lasts.values()) or [*map(_milliseconds, book.metas("media:duration"))] != [
        sum(lasts.values())
    ]:
        yield book.says("the book says another duration than it has")
    [*active] = book.metas("media:active-class")
    styles = [book.part(name).decode() for name in book.items if name.endswith(".css")]
    if len(active) != 1 or not any(f".{active[0]}" in style for style in styles):
        yield book.says("nothing shows which sentence is read")


@check("A460", Severity.ERROR)
def script_has_its_font(book: Book) -> Iterator[Finding]:
    """A book in a script that many reading systems lack brings a font with every letter of it.

    A box in place of a letter is a word that nobody can read.
    """
    if language(book.document.tag).script != "complex":
        return
    fonts = [name for name in book.items if name.endswith(".ttf")]
    styles = "".join(book.part(name).decode() for name in book.items if name.endswith(".css"))
    known: set[int] = set()
    for name in fonts:
        try:
            known |= set(TTFont(io.BytesIO(book.part(name)), lazy=True).getBestCmap())
        except TTLibError as problem:
            raise ValueError(f"{name} is no font: {problem}") from problem
        if posixpath.basename(name) not in styles:
            yield book.says(f"{name} is used by no style")
    own = language(book.document.tag).bcp47
    letters = {
        c
        for page in book.pages.values()
        for p in elements.pieces(page)
        if p.lang == own
        for c in p.text
    }
    lacking = sorted(c for c in letters if c.isalpha() and ord(c) > 0x2FF and ord(c) not in known)
    if lacking:
        yield book.says(f"no font of the book has {' '.join(lacking[:5])}")
