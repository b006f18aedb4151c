"""What a book says of itself, for shops, libraries and reading systems, and its lists: EPUB 3.3, EPUB Accessibility 1.1.

It claims what was made and proven, and no conformance: that is for people to claim.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline import words
from pipeline.document import Document
from pipeline.render.aloud import Sound
from pipeline.render.xhtml import Writer, contents, plain
from pipeline.words import Word

FOLDER = "EPUB"
PICTURE = "picture-"  # begins the names of pictures
ACTIVE = "-epub-media-overlay-active"
CONTAINER = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    b'<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_XML = Markup('<?xml version="1.0" encoding="UTF-8"?>\n')
_MEDIA = {"xhtml": "application/xhtml+xml", "css": "text/css", "smil": "application/smil+xml", "mp3": "audio/mpeg",
          "ttf": "font/ttf", "png": "image/png", "jpg": "image/jpeg"}  # fmt: skip
_NO_DATE = datetime.date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the book: its file, and its title."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Clip:
    """A sentence of a page by its anchor, and when it is heard, in milliseconds."""

    id: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Book:
    """``clips``: of each page; ``breaks``: the page of the book in which each page of the print edition ``source`` begins."""

    document: Document
    spine: tuple[Part, ...]
    clips: Mapping[str, Sequence[Clip]]
    breaks: tuple[str, ...]
    source: str
    sound: Sound | None


def page(document: Document, title: str, body: Markup) -> bytes:
    """A page of the book, whole."""
    spoken = document.language()
    return (_XML + Markup(
        '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        'lang="{0}" xml:lang="{0}" dir="{1}">\n<head><title>{2}</title>'
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>\n<body>\n{3}\n</body>\n</html>\n'
    ).format(spoken.bcp47, spoken.direction, title, body)).encode()  # fmt: skip


def lists(book: Book, writer: Writer) -> dict[str, bytes]:
    """The contents and overlays, by the names of their files."""
    found = {"nav.xhtml": _navigation(book, writer)}
    for name, clips in book.clips.items():
        found[_overlay(name)] = _smil(name, clips)
    return found


# Lists.


def _navigation(book: Book, writer: Writer) -> bytes:
    document = book.document
    parts = [_contents(book, writer), *_pages(book), _landmarks(book)]
    return page(document, words.text(document, Word.CONTENTS), Markup("\n").join(parts))


def _contents(book: Book, writer: Writer) -> Markup:
    title = Markup('<li><a href="{}">{}</a></li>').format(book.spine[0].name, book.spine[0].title)
    sections = book.document.sections
    entries = []
    for number, (part, section) in enumerate(zip(book.spine[1:], sections, strict=True), 1):
        text = writer.inlines(section.heading.inlines, linked=False)
        link = writer.element("a", text, href=f"{part.name}#{section.id or f'_{number}'}")
        address: Callable[[str], str] = f"{part.name}#{{}}".format
        inner = contents(writer, section.sections, f"_{number}", address) if section.sections else Markup()  # fmt: skip
        entries.append(writer.element("li", link, inner))
    heading = writer.inlines(words.inlines(book.document, Word.CONTENTS))
    return Markup(
        '<nav epub:type="toc" role="doc-toc" aria-labelledby="_toc"><h1 id="_toc">{}</h1>\n<ol>{}</ol></nav>'
    ).format(heading, Markup("\n").join([title, *entries]))


def _pages(book: Book) -> Iterator[Markup]:
    rows = [
        Markup('<li><a href="{0}#page{1}">{1}</a></li>').format(name, number)
        for number, name in enumerate(book.breaks, 1)
    ]
    if rows:
        label = words.text(book.document, Word.PAGE_LIST)
        yield Markup(
            '<nav epub:type="page-list" role="doc-pagelist" aria-label="{}" hidden="hidden"><ol>{}</ol></nav>'
        ).format(label, Markup().join(rows))


def _landmarks(book: Book) -> Markup:
    first = book.spine[0]
    return Markup(
        '<nav epub:type="landmarks" aria-label="{}" hidden="hidden"><ol><li><a epub:type="toc" href="nav.xhtml">{}</a></li>'
        '<li><a epub:type="bodymatter" href="{}">{}</a></li></ol></nav>'
    ).format(words.text(book.document, Word.BOOK_PARTS), words.text(book.document, Word.CONTENTS), first.name, first.title)  # fmt: skip


# What is heard.


def _overlay(name: str) -> str:
    return name.replace(".xhtml", ".smil")


def _smil(name: str, clips: Sequence[Clip]) -> bytes:
    pars = (
        Markup('<par id="{0}"><text src="{1}#{0}"/><audio src="sound.mp3" clipBegin="{2}" clipEnd="{3}"/></par>').format(
            clip.id, name, _clock(clip.begin), _clock(clip.end))
        for clip in clips
    )  # fmt: skip
    return (_XML + Markup(
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n<body>'
        '<seq id="all" epub:textref="{}" epub:type="bodymatter">\n{}\n</seq></body>\n</smil>\n'
    ).format(name, Markup("\n").join(pars))).encode()  # fmt: skip


def _clock(milliseconds: int) -> str:
    """A full clock value (SMIL 3.0)."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _lasts(clips: Sequence[Clip]) -> int:
    return sum(clip.end - clip.begin for clip in clips)


# The package.


def package(book: Book, parts: Mapping[str, bytes]) -> bytes:
    """``parts``: every other file of the book by its name."""
    spoken = book.document.language()
    around = Markup(' page-progression-direction="rtl"') if spoken.rtl else Markup()
    spine = (Markup('<itemref idref="{}"/>').format(_id(part.name)) for part in book.spine)
    return (_XML + Markup(
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid" xml:lang="{0}" dir="{1}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{2}\n</metadata>\n<manifest>\n{3}\n</manifest>\n'
        '<spine{4}>{5}<itemref idref="nav.xhtml" linear="no"/></spine>\n</package>\n'
    ).format(spoken.bcp47, spoken.direction, Markup("\n").join(_metadata(book, parts)), Markup("\n").join(_manifest(book, parts)),
             around, Markup().join(spine))).encode()  # fmt: skip


def _id(name: str) -> str:
    return name if name[0].isalpha() else f"x{name}"


def _manifest(book: Book, parts: Mapping[str, bytes]) -> Iterator[Markup]:
    for name in sorted(parts):
        nav = Markup(' properties="nav"') if name == "nav.xhtml" else Markup()
        overlay = Markup(' media-overlay="{}"').format(_id(_overlay(name))) if name in book.clips else Markup()  # fmt: skip
        media = _MEDIA[name.rpartition(".")[2]]
        yield Markup('<item id="{}" href="{}" media-type="{}"{}{}/>').format(
            _id(name), name, media, nav, overlay
        )


def _metadata(book: Book, parts: Iterable[str]) -> Iterator[Markup]:
    document = book.document
    spoken, dates = document.language(), document.dates
    name = f"{document.publisher}/{document.slug}/{spoken.bcp47}"
    yield Markup('<dc:identifier id="uid">urn:uuid:{}</dc:identifier>').format(
        uuid.uuid5(uuid.NAMESPACE_URL, name)
    )
    yield Markup("<dc:title>{}</dc:title>").format(plain(document.title.inlines))
    yield Markup("<dc:language>{}</dc:language>").format(spoken.bcp47)
    if document.publisher:
        yield Markup("<dc:creator>{0}</dc:creator>\n<dc:publisher>{0}</dc:publisher>").format(
            document.publisher
        )
    if document.summary:
        yield Markup("<dc:description>{}</dc:description>").format(plain(document.summary.inlines))
    if dates.reviewed:
        yield Markup("<dc:date>{}</dc:date>").format(dates.reviewed.isoformat())
    modified = dates.updated or dates.reviewed or _NO_DATE
    yield _meta("dcterms:modified", f"{modified.isoformat()}T00:00:00Z")
    yield from _accessibility(book, any(one.startswith(PICTURE) for one in parts))
    yield from _overlays(book)


def _accessibility(book: Book, pictures: bool) -> Iterator[Markup]:
    """What the proof of the finished book found to be so (pipeline/checks/epub.py)."""
    yield _meta("schema:accessMode", "textual")
    if pictures:
        yield _meta("schema:accessMode", "visual")
    if book.clips:
        yield _meta("schema:accessMode", "auditory")
    yield _meta("schema:accessModeSufficient", "textual")
    features = [
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ]
    features += ["alternativeText"] * pictures
    features += ["pageNavigation", "pageBreakMarkers"] * bool(book.breaks)
    features += ["synchronizedAudioText"] * bool(book.clips)
    for feature in features:
        yield _meta("schema:accessibilityFeature", feature)
    yield _meta("schema:accessibilityHazard", "none")
    said = [Word.MARKED] + [Word.HEARD] * bool(book.clips)
    yield _meta("schema:accessibilitySummary", " ".join(words.text(book.document, one) for one in said))  # fmt: skip
    if book.breaks:
        yield Markup("<dc:source>{}</dc:source>").format(book.source)
        yield _meta("pageBreakSource", book.source)


def _overlays(book: Book) -> Iterator[Markup]:
    if not book.clips or not book.sound:
        return
    for name, clips in book.clips.items():
        yield _meta("media:duration", _clock(_lasts(clips)), f"#{_id(_overlay(name))}")
    yield _meta("media:duration", _clock(sum(map(_lasts, book.clips.values()))))
    if book.sound.narrator:
        yield _meta("media:narrator", book.sound.narrator)
    yield _meta("media:active-class", ACTIVE)


def _meta(name: str, value: str, refines: str = "") -> Markup:
    about = Markup(' refines="{}"').format(refines) if refines else Markup()
    return Markup('<meta property="{}"{}>{}</meta>').format(name, about, value)
