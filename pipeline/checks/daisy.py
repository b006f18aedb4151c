"""Proof on the finished talking book: its files are read again by the rules of the DAISY 2.02 Specification (28 February 2001)
and held against the Document. Nothing is fetched: no DTD, no entity, no address."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import assert_never

from lxml import etree

from pipeline import document as doc
from pipeline import inline, words
from pipeline.checks.registry import Checks, Finding, fault
from pipeline.diagnostic import Diagnostic, Severity, quoted
from pipeline.document import Document, Inlines
from pipeline.facts import plain_text
from pipeline.words import Word

NAVIGATION, MASTER = "ncc.html", "master.smil"
X = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What zipfile raises for an archive that is damaged, locked or packed in a way that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError, RuntimeError)
_TOLERANCE = 0.05  # seconds: what a listener does not notice
_HEADINGS = tuple(f"{X}h{level}" for level in range(1, 7))
_LARGEST = 500_000_000  # bytes unpacked: ten hours at 64 kbit/s are 288 MB
# What XHTML 1.0 has of that which we use; HTML 5's elements are unknown to players of DAISY 2.02.
_ALLOWED = frozenset("html head title meta body h1 h2 h3 h4 h5 h6 p div span strong a ul ol li table caption tr th td".split())  # fmt: skip
_INLINE = frozenset("span strong a".split())
# "Required" of Appendix 2 of the specification, for a book of text and sound.
_REQUIRED = ("dc:creator", "dc:date", "dc:format", "dc:identifier", "dc:language", "dc:publisher", "dc:title", "ncc:charset",
             "ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial", "ncc:tocItems", "ncc:totalTime")  # fmt: skip
_BITRATES = (
    0,
    32,
    40,
    48,
    56,
    64,
    80,
    96,
    112,
    128,
    160,
    192,
    224,
    256,
    320,
)  # MPEG-1 layer III, kbit/s (ISO 11172-3)
_RATES = (44100, 48000, 32000)


class Unreadable(Exception):
    """The file is no talking book; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A par of a SMIL file: what it shows and what is heard, in seconds."""

    name: str
    text: str
    sound: str
    begin: float
    end: float


@dataclass(frozen=True)
class Talking:
    """A finished book in its ZIP and what it was made from, as it is heard. ``path``: from the project's root."""

    document: Document
    data: bytes
    path: str

    @cached_property
    def files(self) -> dict[str, bytes]:
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                if sum(one.file_size for one in archive.infolist()) > _LARGEST:
                    raise Unreadable("the archive is too large")
                return {one.filename: archive.read(one) for one in archive.infolist()}
        except _BROKEN as problem:
            raise Unreadable(f"the archive cannot be read: {problem}") from None

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        """Every file of XML."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        found = {}
        for name, data in self.files.items():
            if name.endswith((".html", ".smil")):
                try:
                    found[name] = etree.fromstring(data, parser)
                except etree.XMLSyntaxError as problem:
                    raise Unreadable(f"{name} cannot be read: {problem}") from None
        if NAVIGATION not in found:
            raise Unreadable(f"there is no {NAVIGATION}")
        return found

    @property
    def navigation(self) -> etree._Element:
        return self.trees[NAVIGATION]

    @cached_property
    def smils(self) -> list[str]:
        """The SMIL files in the order in which the navigation names them."""
        links = (str(link.get("href")).partition("#")[0] for link in self.navigation.iter(f"{X}a"))
        return [name for name in dict.fromkeys(links) if name in self.trees]

    @cached_property
    def text(self) -> etree._Element | None:
        """The one file of text, where there is one."""
        names = [name for name in self.trees if name.endswith(".html") and name != NAVIGATION]
        return self.trees[names[0]] if len(names) == 1 else None

    @cached_property
    def about(self) -> dict[str, str]:
        """What the navigation's metadata say, by their names."""
        return _about(self.navigation)

    def clips(self, smil: str) -> list[Clip]:
        """Of a file of SMIL, in order."""
        return [_clip(par) for par in self.trees[smil].iter("par")]

    def says(self, message: str) -> Finding:
        return fault(message, self.path)


def _about(tree: etree._Element) -> dict[str, str]:
    metas = (one for one in tree.iter() if isinstance(one.tag, str) and one.tag.endswith("meta"))
    return {str(one.get("name")): str(one.get("content")) for one in metas if one.get("name")}


def _clip(par: etree._Element) -> Clip:
    text, audio = par.find("text"), par.find("seq/audio")
    shown = str(text.get("src")) if text is not None else ""
    if audio is None:
        return Clip(str(par.get("id")), shown, "", -1, -1)
    begin, end = (_seconds(str(audio.get(name))) for name in ("clip-begin", "clip-end"))
    return Clip(str(par.get("id")), shown, str(audio.get("src")), begin, end)


def _seconds(text: str) -> float:
    """Of npt=12.345s (SMIL 1.0, normal play time); -1 where it is none."""
    found = re.fullmatch(r"npt=(\d+(?:\.\d+)?)s", text)
    return float(found[1]) if found else -1


def _clock(text: str) -> float:
    """Of 0:01:02.345; -1 where it is no time."""
    found = re.fullmatch(r"(\d+):([0-5]\d):([0-5]\d(?:\.\d{1,3})?)", text)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else -1


OPENED: Checks[Talking] = Checks()
TALKING: Checks[Talking] = Checks()
check = TALKING.check


def prove(book: Talking) -> Iterator[Diagnostic]:
    """Every finding; of a file that cannot be read, that alone."""
    unread = list(OPENED.run(book))
    yield from unread or TALKING.run(book)


@OPENED.check("A600", Severity.ERROR)
def book_can_be_read(book: Talking) -> Iterator[Finding]:
    """The archive holds a talking book: its navigation, one file of text, SMIL and sound.

    A player that finds no navigation says that the disc is empty.
    """
    try:
        if book.text is None:
            yield book.says("there is not one file of text beside the navigation")
        if not book.smils:
            yield book.says("the navigation leads to no SMIL file")
    except Unreadable as problem:
        yield book.says(str(problem))


@check("A601", Severity.ERROR)
def all_that_is_named_exists(book: Talking) -> Iterator[Finding]:
    """Every file and every place in a file that another names is there, and every file is named.

    A player stops where a link leads nowhere.
    """
    named = {NAVIGATION, MASTER}
    for origin, tree in book.trees.items():
        for address in _addresses(tree):
            name, _, place = address.partition("#")
            name = posixpath.normpath(name) if name else origin
            named.add(name)
            if name not in book.files:
                yield book.says(f"{origin} names {quoted(address)}, which is not in the book")
            elif place and name in book.trees and place not in _names(book.trees[name]):
                yield book.says(f"{origin} names {quoted(address)}, and no such place is there")
    for name in book.files.keys() - named:
        yield book.says(f"nothing names {name}")


def _addresses(tree: etree._Element) -> list[str]:
    """What a file names inside the book."""
    found = [
        str(value)
        for one in tree.iter()
        for key, value in one.attrib.items()
        if key in ("href", "src")
    ]
    return [address for address in found if not re.match(r"[a-z][a-z0-9+.-]*:", address)]


def _names(tree: etree._Element) -> list[str]:
    return [str(one.get("id")) for one in tree.iter() if one.get("id")]


@check("A602", Severity.ERROR)
def names_are_unique(book: Talking) -> Iterator[Finding]:
    """No two places of a file have one name.

    A player would jump to the first and never reach the second.
    """
    for name, tree in book.trees.items():
        for twice, times in Counter(_names(tree)).items():
            if times > 1:
                yield book.says(f"{name} has {times} places that are called {quoted(twice)}")


@check("A603", Severity.ERROR)
def smil_has_its_shape(book: Talking) -> Iterator[Finding]:
    """Each SMIL file is one sequence of pairs of a text and a sound, as DAISY 2.02 has it.

    Players were built for this shape alone.
    """
    for name in book.smils:
        tree = book.trees[name]
        body = tree.find("body")
        outer = list(body) if body is not None else []
        if (
            tree.tag != "smil"
            or tree.find("head/layout/region") is None
            or [one.tag for one in outer] != ["seq"]
        ):
            yield book.says(f"{name} is not one sequence with its layout")
            continue
        for par in outer[0]:
            inside = [one.tag for one in par]
            sounds = [one.tag for one in par.iterfind("seq/*")]
            if (
                par.tag != "par"
                or inside != ["text", "seq"]
                or sounds != ["audio"]
                or par.get("endsync") != "last"
            ):
                yield book.says(f"{name}: {quoted(par.get('id'))} is no pair of a text and a sound")


@check("A604", Severity.ERROR)
def clips_follow_each_other(book: Talking) -> Iterator[Finding]:
    """The clips of a sound begin at its beginning, follow each other without overlap or gap, and end at its end.

    What lies between two clips is never heard; what lies in two is heard twice.
    """
    for name in book.smils:
        clips = book.clips(name)
        if any(clip.begin < 0 or clip.end <= clip.begin for clip in clips):
            yield book.says(f"{name} has a clip without a time, or that ends before it begins")
            continue
        for one, following in pairwise(clips):
            if one.sound != following.sound or abs(following.begin - one.end) > 0.0005:
                yield book.says(
                    f"{name}: {quoted(following.name)} does not begin where {quoted(one.name)} ends"
                )
        if clips and clips[0].begin:
            yield book.says(f"{name} does not begin at the beginning of its sound")
        if clips and clips[0].sound in book.files:
            lasts = mp3_seconds(book.files[clips[0].sound])
            if abs(clips[-1].end - lasts) > _TOLERANCE:
                yield book.says(
                    f"{name} ends at {clips[-1].end:.3f} s and its sound at {lasts:.3f} s"
                )


@check("A605", Severity.ERROR)
def times_add_up(book: Talking) -> Iterator[Finding]:
    """The times that the files say of themselves are those of their clips, and the whole is their sum.

    "Four minutes left" must be true, and a player goes to a time by these figures.
    """
    before = 0.0
    for name in book.smils:
        about, clips = _about(book.trees[name]), book.clips(name)
        lasts = sum(clip.end - clip.begin for clip in clips)
        said = {"ncc:timeInThisSmil": lasts, "ncc:totalElapsedTime": before}
        for key, value in said.items():
            if abs(_clock(about.get(key, "")) - value) > 0.0015:
                yield book.says(
                    f"{name}: {key} is {quoted(about.get(key))}, and not {value:.3f} seconds"
                )
        sequence = book.trees[name].find("body/seq")
        dur = (
            re.fullmatch(r"(\d+(?:\.\d+)?)s", str(sequence.get("dur")))
            if sequence is not None
            else None
        )
        if not dur or abs(float(dur[1]) - lasts) > 0.0015:
            yield book.says(f"{name}: its sequence does not last {lasts:.3f} seconds")
        before += lasts
    for origin, about in (
        (NAVIGATION, book.about),
        (MASTER, _about(book.trees[MASTER]) if MASTER in book.trees else {}),
    ):
        key = "ncc:totalTime" if origin == NAVIGATION else "ncc:timeInThisSmil"
        if origin in book.trees and abs(_clock(about.get(key, "")) - before) > 0.0015 * max(
            1, len(book.smils)
        ):
            yield book.says(
                f"{origin}: {key} is {quoted(about.get(key))}, and not {before:.3f} seconds"
            )


@check("A606", Severity.ERROR)
def sound_is_mp3(book: Talking) -> Iterator[Finding]:
    """Every sound is MPEG-1 layer III from its first byte to its last, of one bit rate.

    Players find a moment by counting bytes; a tag or a change of rate moves every clip.
    """
    for name, data in book.files.items():
        if name.endswith(".mp3") and mp3_seconds(data) <= 0:
            yield book.says(f"{name} is not whole frames of MP3 of one bit rate")


def mp3_seconds(data: bytes) -> float:
    """How long the frames last; -1 where something else stands among them (ISO 11172-3, 2.4.2.3)."""
    at, frames, first = 0, 0, b""
    rate = 0
    while at + 4 <= len(data):
        head = data[at : at + 4]
        kbits, hertz = _BITRATES[head[2] >> 4] if head[2] >> 4 < 15 else 0, (head[2] >> 2) & 3
        if head[0] != 0xFF or head[1] & 0xFE != 0xFA or not kbits or hertz == 3:
            return -1
        first, rate = first or head, _RATES[hertz]
        if (head[2] ^ first[2]) & 0xFC:
            return -1
        at += 144_000 * kbits // rate + (head[2] >> 1 & 1)
        frames += 1
    return frames * 1152 / rate if frames and at == len(data) else -1


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
    headings = list(book.navigation.iter(*_HEADINGS))
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
            yield book.says(
                f"{NAVIGATION}: {name} is {quoted(book.about.get(name))}, not {quoted(text)}"
            )
    for name in (*book.smils, MASTER):
        about = _about(book.trees[name]) if name in book.trees else {}
        for key in ("dc:format", "dc:identifier", "dc:title"):
            if about.get(key) != book.about.get(key):
                yield book.says(f"{name}: {key} is not that of the navigation")


def _level(heading: etree._Element) -> int:
    return int(str(heading.tag)[-1])


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
    headings = list(book.navigation.iter(*_HEADINGS))
    if [(_level(one), "".join(one.itertext())) for one in headings] != listed:
        yield book.says(f"{NAVIGATION} has other headings than the leaflet, or at other levels")
    if headings and headings[0].get("class") != "title":
        yield book.says(f"{NAVIGATION} does not begin with the title")
    for one in headings:
        link = one.find(f"{X}a")
        place = _place(book, str(link.get("href"))) if link is not None else None
        if place is None or _heading_of(place) != "".join(one.itertext()):
            yield book.says(
                f"the heading {quoted(''.join(one.itertext()))} leads to another place than where it is heard"
            )


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
    above = next((one for one in (place, *place.iterancestors()) if one.tag in _HEADINGS), None)
    return plain_text("".join(above.itertext())) if above is not None else ""


@check("A609", Severity.ERROR)
def text_is_the_documents(book: Talking) -> Iterator[Finding]:
    """The text is the leaflet's, all of it, in its order, once, with what a reader must be told first.

    Who reads along must read what was approved.
    """
    assert book.text is not None
    body = book.text.find(f"{X}body")
    has = _bare("".join(body.itertext())) if body is not None else ""
    wanted = _bare("".join(texts(book.document)))
    if has != wanted:
        place = next(
            (n for n, (one, other) in enumerate(zip(has, wanted, strict=False)) if one != other),
            min(len(has), len(wanted)),
        )
        yield book.says(
            f"the text differs from the leaflet's near {quoted(wanted[max(0, place - 20) : place + 20])}"
        )


def _bare(text: str) -> str:
    """Letters, figures and signs: white space is the page's."""
    return "".join(plain_text(text).split())


def texts(document: Document) -> Iterator[str]:
    """The Document's text as the book shows it, written down a second time."""
    for inlines in _owed(document):
        yield inline.plain(inlines)


def _owed(document: Document) -> Iterator[Inlines]:
    yield document.title.inlines
    yield from words.notice(document)
    yield from _of_blocks(document, document.blocks)
    for _, section in doc.walk_sections(document):
        yield section.heading.inlines
        yield from _of_blocks(document, section.blocks)


def _of_blocks(document: Document, blocks: Sequence[doc.Block]) -> Iterator[Inlines]:
    for block in blocks:
        yield from _of_block(document, block)


def _of_block(document: Document, block: doc.Block) -> Iterator[Inlines]:
    match block:
        case doc.Paragraph(line):
            yield line.inlines
        case doc.BulletList(items) | doc.NumberedList(items):
            for item in items:
                yield item.line.inlines
                yield from _of_blocks(document, item.blocks)
        case doc.SideEffects(entries):
            yield words.inlines(document, Word.SIDE_EFFECT)
            yield words.inlines(document, Word.HOW_MANY)
            for entry in entries:
                yield (*entry.name.inlines, doc.Text(entry.shown), doc.Text(entry.plainly))
        case doc.Table(header, rows, caption):
            for line in (
                ((caption,) if caption else ()) + header + tuple(one for row in rows for one in row)
            ):
                yield line.inlines
        case doc.Figure(alt=alt, caption=caption):
            yield alt.inlines
            yield caption.inlines if caption else ()
        case doc.Callout(kind, blocks):
            yield words.inlines(
                document, Word.WARNING if kind is doc.CalloutKind.WARNING else Word.NOTE
            )
            yield from _of_blocks(document, blocks)
        case doc.Only(_, blocks):
            yield from _of_blocks(document, blocks)
        case _:
            assert_never(block)


@check("A610", Severity.ERROR)
def text_is_heard_in_its_order(book: Talking) -> Iterator[Finding]:
    """Each sentence of the text is shown by one clip, in the order of the text; nothing but the heads of columns is not.

    A reader who follows with the eye is led from sentence to sentence.
    """
    assert book.text is not None
    shown = [clip.text.partition("#")[2] for name in book.smils for clip in book.clips(name)]
    named = [
        str(one.get("id")) for one in book.text.iter(f"{X}span") if one.get("class") == "sentence"
    ]
    if shown != named:
        yield book.says("the clips show other sentences than the text has, or in another order")
    for one in book.text.iter(
        f"{X}p", f"{X}li", f"{X}h1", f"{X}h2", f"{X}h3", f"{X}h4", f"{X}h5", f"{X}h6", f"{X}td"
    ):
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
        if (tree.get("lang"), tree.get(LANG), tree.get("dir")) != (
            own.bcp47,
            own.bcp47,
            own.direction,
        ):
            yield book.says(f"{name} does not say that it is {own.name}, from {own.direction}")
    wanted = [(document_tag, _bare(text)) for document_tag, text in _foreign(book.document)]
    found = [
        (str(one.get("lang")), _bare("".join(one.itertext())))
        for one in book.text.iter(f"{X}span")
        if one.get("lang")
    ]
    if "".join(text for _, text in found) != "".join(text for _, text in wanted) or {
        tag for tag, _ in found
    } != {tag for tag, _ in wanted}:
        yield book.says("words of another language do not say which")


def _foreign(document: Document) -> Iterator[tuple[str, str]]:
    for inlines in _owed(document):
        for one in inline.walk(inlines):
            if isinstance(one, doc.Foreign):
                yield document.language(one.tag).bcp47, inline.plain(one.children)


@check("A612", Severity.ERROR)
def text_is_xhtml(book: Talking) -> Iterator[Finding]:
    """The text has only what XHTML 1.0 allows, where it allows it.

    Players of 2001 know nothing newer, and drop what they do not know.
    """
    for name, tree in book.trees.items():
        if not name.endswith(".html"):
            continue
        for one in tree.iter():
            tag = str(one.tag).removeprefix(X)
            if not isinstance(one.tag, str) or tag not in _ALLOWED:
                yield book.says(f"{name} has <{tag}>, which XHTML 1.0 does not know")
            elif tag in ("p", "span", "strong", "a", "h1", "h2", "h3", "h4", "h5", "h6", "caption"):
                wrong = [
                    str(child.tag).removeprefix(X)
                    for child in one
                    if str(child.tag).removeprefix(X) not in _INLINE
                ]
                if wrong:
                    yield book.says(f"{name} has <{wrong[0]}> inside <{tag}>")


@check("A613", Severity.ERROR)
def master_lists_the_sections(book: Talking) -> Iterator[Finding]:
    """The master file lists the SMIL files in the order of the navigation.

    Some players play the book by it.
    """
    if MASTER not in book.trees:
        yield book.says(f"there is no {MASTER}")
    elif [str(one.get("src")) for one in book.trees[MASTER].iter("ref")] != book.smils:
        yield book.says(f"{MASTER} lists other files than the navigation, or in another order")
