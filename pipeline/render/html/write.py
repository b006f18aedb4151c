"""A Document as one file of HTML that needs nothing else but the sound beside it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from pipeline import document as doc
from pipeline import inline, words
from pipeline.document import Document
from pipeline.facts import isolated
from pipeline.languages import SOURCE, Language, language
from pipeline.render.aloud import Heard, Reading, Sound
from pipeline.render.html.look import hexadecimal, part, policy, style, template
from pipeline.render.xhtml import Writer, contents, plain
from pipeline.words import Word

_LISTED_FROM = 2  # headings: a list of one line helps nobody
NAMES = {
    "clear-print": Word.CLEAR_PRINT,
    "large-print": Word.LARGE_PRINT,
    "giant-print": Word.GIANT_PRINT,
    "word": Word.WORD_FILE,
    "audio": Word.AUDIO,
    "audio-book": Word.AUDIO_BOOK,
    "audio-tracks": Word.AUDIO_TRACKS,
    "epub": Word.EBOOK,
    "daisy": Word.TALKING_BOOK,
    "braille": Word.BRAILLE,
    "braille-pef": Word.BRAILLE,
    "braille-volumes": Word.BRAILLE,
    "braille-text": Word.BRAILLE,
}
# What a reader may choose: the name that the choice is kept by, its words, and each value with its own.
_CHOICES = (
    ("size", Word.TEXT_SIZE, (("", Word.USUAL), ("larger", Word.LARGER), ("largest", Word.LARGEST))),
    ("spacing", Word.SPACING, (("", Word.USUAL), ("wide", Word.WIDE))),
    ("colours", Word.COLOURS, (("", Word.USUAL), ("light", Word.LIGHT), ("dark", Word.DARK), ("yellow", Word.YELLOW))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """Another edition beside the page: its name, address, bytes, and how many seconds it lasts, 0 for what is read."""

    edition: str
    address: str
    size: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Sister:
    """The leaflet's page in another language, and its address."""

    tag: str
    address: str


@dataclass(frozen=True, slots=True)
class Options:
    """What stands beside the page. ``sound``: None where there is none."""

    sound: Sound | None = None
    sisters: tuple[Sister, ...] = ()
    files: tuple[File, ...] = ()


def render(document: Document, options: Options) -> bytes:
    """The page, the same bytes for the same input. Raises LeafletError for text that no page can hold."""
    heard = options.sound.heard if options.sound else ()
    writer = Writer(document, embedded, reading=Reading(heard), sentence=_sentence)
    aside = Writer(document, embedded)
    css, script = _css(document, options), part("page.js")
    page = template("page.html").render(
        Word=Word,
        say=lambda word: aside.inlines(words.inlines(document, word)),
        language=document.language(),
        policy=policy(css, script),
        css=Markup(css),
        script=Markup(script),
        facts=_facts(document),
        title=" – ".join(filter(None, (plain(document.title.inlines), document.publisher))),
        name=plain(document.title.inlines),
        description=plain(document.summary.inlines) if document.summary else "",
        colour=hexadecimal(document.brand.colour),
        address=document.offer.page,
        publisher=document.publisher,
        logo=logo(document),
        sisters=[{"language": language(one.tag), "address": one.address} for one in options.sisters],
        choices=_CHOICES,
        sound=options.sound,
        seconds=_seconds,
        opening=writer.opening(),
        body=_body(writer),
        contents=_contents(aside),
        files=[_listed(aside, file) for file in options.files],
        asked=[aside.inlines(one) for one in words.ask(document)],
        dates=[aside.inlines(one) for one in words.dates(document)],
    )  # fmt: skip
    return f"{page.rstrip()}\n".encode()


def _body(writer: Writer) -> Markup:
    document = writer.document
    sections = (
        writer.section(one, 2, f"_{number}") for number, one in enumerate(document.sections, 1)
    )
    return Markup("\n").join([writer.blocks(document.blocks), *sections])


def _contents(writer: Writer) -> Markup:
    sections = writer.document.sections
    return (
        contents(writer, sections, "", "#{}".format) if len(sections) >= _LISTED_FROM else Markup()
    )


def _css(document: Document, options: Options) -> str:
    inside = (inline.walk(line.inlines) for line in doc.lines(document))
    foreign = {one.tag for line in inside for one in line if isinstance(one, doc.Foreign)}
    shown = {*foreign, *(one.tag for one in options.sisters), *document.offer.languages, SOURCE}
    return style(document.brand, document.language(), map(document.language, sorted(shown)))


def _sentence(text: Markup, heard: Heard) -> Markup:
    return Markup('<span data-begin="{}" data-end="{}">{}</span>').format(
        _seconds(heard.begin), _seconds(heard.end), text
    )


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}"


def embedded(figure: doc.Figure) -> str:
    """The picture in the page itself."""
    kind = "png" if figure.image.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(figure.image).decode()}"


def logo(document: Document) -> Markup:
    """The charity's own picture, described in English; nothing where it has none."""
    found, writer = document.brand.logo, Writer(document, embedded)
    if not found:
        return Markup()
    lang = None if document.tag == SOURCE else SOURCE
    return writer.element("img", src=embedded(found), alt=plain(found.alt.inlines), lang=lang,
                          width=str(found.width), height=str(found.height))  # fmt: skip


def _facts(document: Document) -> Markup:
    """What search engines ask of a page about health (schema.org, MedicalWebPage)."""
    dates = document.dates
    known: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": plain(document.title.inlines),
        "inLanguage": document.language().bcp47,
        "audience": {"@type": "Patient"},
    }
    if document.publisher:
        known["publisher"] = {"@type": "Organization", "name": document.publisher}
    if document.summary:
        known["description"] = plain(document.summary.inlines)
    if document.offer.page:
        known["url"] = document.offer.page
    if dates.reviewed:
        known["lastReviewed"] = dates.reviewed.isoformat()
    if dates.updated:
        known["dateModified"] = f"{dates.updated:%Y-%m}"
    return data(known)


def data(value: object) -> Markup:
    """JSON for an element of its own, which no "<" in it can end."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", text))


# The files beside it.


def _listed(writer: Writer, file: File) -> dict[str, Markup | str]:
    document = writer.document
    word = NAMES.get(file.edition)
    own = (doc.Foreign((doc.Text(file.edition),), SOURCE),)
    name = writer.inlines(words.inlines(document, word) if word else own)
    spoken = document.language()
    parts = (writer.text(isolated(one, spoken)) for one in details(file, spoken))
    return {"name": name, "address": file.address, "details": Markup(" · ").join(parts)}


def details(file: File, spoken: Language) -> list[str]:
    """What kind of file it is, how large, how long it lasts."""
    kind = file.address.rpartition(".")[2].upper()
    return [kind, *_size(file.size, spoken), *_lasts(file.seconds, spoken)]


def _size(size: int, spoken: Language) -> Iterator[str]:
    if size >= 1e6:
        yield _amount(round(size / 1e6, 1), "digital-megabyte", spoken.babel)
    else:
        yield _amount(max(1, round(size / 1e3)), "digital-kilobyte", spoken.babel)


def _lasts(seconds: float, spoken: Language) -> Iterator[str]:
    if seconds:
        yield _amount(max(1, round(seconds / 60)), "duration-minute", spoken.babel)


@lru_cache(maxsize=10_000)  # the list of a large portfolio has 200,000 files, and few sizes
def _amount(number: float, unit: str, locale: str) -> str:
    from babel.units import format_unit  # only here: to set pages needs none

    return format_unit(number, unit, "short", locale=locale)
