"""A Document as one file of HTML that needs nothing else but the sound beside it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from pipeline import document as doc
from pipeline import fonts, inline, words
from pipeline.document import Document
from pipeline.facts import isolated
from pipeline.languages import Language, language
from pipeline.publisher import CONTRAST, contrast, tint
from pipeline.render.aloud import Heard, Reading, Sound
from pipeline.render.xhtml import Writer, contents, plain
from pipeline.words import Word

Colour = tuple[float, float, float]

LINES = 1.6  # type sizes from line to line: page.css; 1.5 at least (WCAG 2.2, 1.4.8)
_PRINTED_LINES = 1.5  # as in clear print
_NIGHT = (
    0x22 / 255,
    0x26 / 255,
    0x2D / 255,
)  # the lighter ground of the dark page, that of boxes: page.css
_LISTED_FROM = 2  # headings: a list of one line helps nobody
_NAMES = {
    "clear-print": Word.CLEAR_PRINT,
    "large-print": Word.LARGE_PRINT,
    "giant-print": Word.GIANT_PRINT,
    "word": Word.WORD_FILE,
    "audio": Word.AUDIO,
    "audio-book": Word.AUDIO_BOOK,
    "audio-tracks": Word.AUDIO_TRACKS,
    "epub": Word.EBOOK,
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
    css, script = style(document, [one.tag for one in options.sisters]), _part("page.js")
    page = _template("page.html").render(
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
        logo=_logo(aside),
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


def _logo(writer: Writer) -> Markup:
    found = writer.document.brand.logo
    if not found:
        return Markup()
    lang = None if writer.document.tag == "en" else "en"  # described in English
    return writer.element("img", src=embedded(found), alt=plain(found.alt.inlines), lang=lang,
                          width=str(found.width), height=str(found.height))  # fmt: skip


def _facts(document: Document) -> Markup:
    """What search engines ask of a page about health (schema.org, MedicalWebPage); no "<" in it can end the element."""
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
    text = json.dumps(known, ensure_ascii=False)
    return Markup(re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", text))


# The files beside it.


def _listed(writer: Writer, file: File) -> dict[str, Markup | str]:
    """``details``: what kind of file it is, how large, how long it lasts."""
    document = writer.document
    word = _NAMES.get(file.edition)
    name = (
        words.inlines(document, word) if word else (doc.Foreign((doc.Text(file.edition),), "en"),)
    )
    spoken = document.language()
    kind = file.address.rpartition(".")[2].upper()
    parts = [kind, *_size(file.size, spoken), *_lasts(file.seconds, spoken)]
    details = Markup(" · ").join(writer.text(isolated(part, spoken)) for part in parts)
    return {"name": writer.inlines(name), "address": file.address, "details": details}


def _size(size: int, spoken: Language) -> Iterator[str]:
    from babel.units import format_unit  # only here: to set pages needs none

    unit, amount = ("megabyte", size / 1e6) if size >= 1e6 else ("kilobyte", max(1.0, size / 1e3))
    rounded = round(amount, 1) if unit == "megabyte" else round(amount)
    yield format_unit(rounded, f"digital-{unit}", "short", locale=spoken.babel)


def _lasts(seconds: float, spoken: Language) -> Iterator[str]:
    from babel.units import format_unit

    if seconds:
        minutes = max(1, round(seconds / 60))
        yield format_unit(minutes, "duration-minute", "short", locale=spoken.babel)


# How it looks.


def style(document: Document, others: list[str]) -> str:
    """The style sheet in the charity's colour, with the faces of every script that is shown."""
    spoken = document.language()
    inks = {
        "BRAND": hexadecimal(document.brand.colour),
        "PALE": hexadecimal(tint(document.brand.colour)),
        "LIGHT": hexadecimal(lighter(document.brand.colour)),
        "FONTS": families(spoken),
        "LEADING": f"{max(_PRINTED_LINES, spoken.line_height):g}",
        "SCRIPTS": "\n".join(_scripts(document, others)),
    }
    return re.sub("|".join(inks), lambda name: inks[name[0]], _part("page.css"))


def _scripts(document: Document, others: list[str]) -> Iterator[str]:
    foreign = {one.tag for line in doc.lines(document) for one in inline.walk(line.inlines) if isinstance(one, doc.Foreign)}  # fmt: skip
    shown = {*others, *foreign, *document.offer.languages, document.tag, "en"}
    for tag in sorted(one.replace("-", "_") for one in shown):
        spoken = document.language(tag)
        yield f":lang({spoken.bcp47}){{font-family:{families(spoken)}}}"
        if (high := spoken.line_height) > LINES:
            yield f":lang({spoken.bcp47}){{line-height:max(var(--lines),{high:g})}}"
            yield f":lang({spoken.bcp47}) :is(h1,h2,h3,h4,h5,h6){{line-height:{high * 0.9:g}}}"


def families(spoken: Language) -> str:
    """The faces of a language: the reader's own device has them or one of its own."""
    named = [f'"{fonts.family(one)}"' for one in spoken.fonts]
    latin = ["Arial"] if spoken.script == "latin" else []
    return ",".join([*latin, *named, "sans-serif"])


def hexadecimal(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def lighter(colour: Colour) -> Colour:
    """The colour mixed with as much white as makes it stand out from the dark page, by 7 to 1 (WCAG 2.2, 1.4.6)."""
    for step in range(101):
        mixed = tuple(part + (1 - part) * step / 100 for part in colour)
        if contrast(mixed, _NIGHT) >= CONTRAST:
            return mixed[0], mixed[1], mixed[2]
    return 1.0, 1.0, 1.0


def policy(css: str, script: str) -> str:
    """Nothing is loaded or run but what the page holds, and the sound beside it (Content Security Policy 3)."""
    return (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(script)}'; "
        "img-src data:; media-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _part(name: str) -> str:
    return files("pipeline.render.html").joinpath(name).read_text("utf-8")


@cache
def _template(name: str) -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(_part(name))
