"""The charity and its wishes, read from source/publisher.yaml: everything that is wrong with the file at once, at its lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from pipeline import languages, pictures
from pipeline.diagnostic import Diagnostic, Location, Mistyped, quoted
from pipeline.document import UNBRANDED, Brand, Figure, Line, Text, Way
from pipeline.frontmatter import Fields, Form, Node, Scalar, Sequence, like, web_address
from pipeline.languages import Engine, Voice
from pipeline.publisher import (
    CONTRAST,
    EDITIONS,
    LARGE_PRINT,
    MORE_EDITIONS,
    BraillePage,
    Edition,
    Format,
    PrintPages,
    Publisher,
    contrast,
    made,
    tint,
)

BytesOf = Callable[[str], bytes | None]
Choice = TypeVar("Choice", bound=StrEnum)
_FIELDS = """
    name facts links terms languages editions published_at faces colour logo on_request not_offered voices signers braille accepted
""".split()


def read(
    text: str, path: str, bytes_of: BytesOf = lambda _: None
) -> tuple[Publisher, list[Diagnostic]]:
    """The publisher in a publisher.yaml, and everything that is wrong with the file. ``bytes_of``: a picture by its
    path as written."""
    form = Form(path)
    entries = form.read(text)
    if entries is None:
        return Publisher(readable=False), form.found
    fields = form.known(entries, *_FIELDS)
    publisher = _publisher(form, fields, bytes_of)
    return _with_other_ways(form, fields, publisher), form.found


def _publisher(form: Form, fields: Mapping[str, Node], bytes_of: BytesOf) -> Publisher:
    """All but what its editions do not give."""
    name = _charity(form, fields.get("name"))
    facts = list(form.facts(fields.get("facts")))
    return Publisher(
        name=name,
        facts=tuple((key, fact) for key, fact, _ in facts if fact),
        readable=all(fact for _, fact, _ in facts),
        links=tuple(form.links(fields.get("links"))),
        terms=tuple(form.terms(fields.get("terms"))),
        languages=_tags(form, form.texts(fields.get("languages"))),
        editions=_editions(form, fields.get("editions"), fields.get("braille")),
        published_at=(form.typed(fields.get("published_at"), web_address) or "").rstrip("/"),
        voices=tuple(_voices(form, fields.get("voices"))),
        faces=tuple(_faces(form, fields.get("faces"))),
        signers=tuple(dict.fromkeys(one.text for one in form.texts(fields.get("signers")))),
        brand=_brand(form, fields, bytes_of),
    )


def _charity(form: Form, node: Node | None) -> str:
    name = form.text(node)
    if name is None:
        form.report("S004", "the charity has no name", 1, "write name: Our Charity")
    return name or ""


def _brand(form: Form, fields: Mapping[str, Node], bytes_of: BytesOf) -> Brand:
    colour = form.typed(fields.get("colour"), _colour) or UNBRANDED.colour
    return Brand(colour, _logo(form, fields.get("logo"), bytes_of))


# Ways to have a leaflet that no edition gives.


def _with_other_ways(form: Form, fields: Mapping[str, Node], publisher: Publisher) -> Publisher:
    given = made(publisher)
    on_request = _ways(form, fields.get("on_request"), given)
    not_offered = _ways(form, fields.get("not_offered"), {*given, *on_request})
    return replace(publisher, on_request=on_request, not_offered=not_offered)


def _ways(form: Form, node: Node | None, taken: Collection[Way]) -> tuple[Way, ...]:
    """The ways that a field lists; one that is ``taken`` is said already, by an edition or another field."""
    found: list[Way] = []
    for scalar in form.texts(node):
        way = next((way for way in Way if way == scalar.text), None)
        if way is None:
            what = f"there is no way {quoted(scalar.text)} to have a leaflet"
            form.report("S004", what, scalar.line, f"write one of {', '.join(Way)}")
        elif way in taken:
            form.report("S005", f"{way} is offered already", scalar.line, "delete it in this list")
        else:
            found.append(way)
    return tuple(dict.fromkeys(found))


# Languages.


def _tags(form: Form, scalars: tuple[Scalar, ...]) -> tuple[str, ...]:
    """Those that we know, each once."""
    known = {**languages.languages(), **languages.pseudo_languages()}
    for scalar in scalars:
        if languages.folder(scalar.text) not in known:
            near = languages.nearest(scalar.text)
            form.report("B101", f"no language {quoted(scalar.text)} is known", scalar.line, near)
    tags = (languages.folder(scalar.text) for scalar in scalars)
    return tuple(dict.fromkeys(tag for tag in tags if tag in known))


# Looks.


def _colour(text: str) -> tuple[float, float, float]:
    """Of headings and rules: text of it must stand out by 7 to 1 (WCAG 2.2, 1.4.6) from its own tint, the darker ground."""
    if not re.fullmatch(r"#?[0-9a-fA-F]{6}", text):
        raise Mistyped(
            f"{quoted(text)} is no colour such as 0f2159",
            "write the six figures and letters that a designer calls its hex code",
        )
    digits = text.removeprefix("#")
    red, green, blue = (int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))
    colour = (red, green, blue)
    if (ratio := contrast(colour, tint(colour))) < CONTRAST:
        raise Mistyped(
            f"{text} is too light to read: its contrast is {ratio:.1f} to 1 and must be {CONTRAST:g} to 1",
            "choose a darker one",
        )
    return colour


def _logo(form: Form, node: Node | None, bytes_of: BytesOf) -> Figure | None:
    """``{picture: logo.png, description: Our Charity}``: the picture in source/, and what it shows, in words."""
    if not (entries := form.fields(node)):
        return None
    assert node is not None
    fields = form.known(Fields(entries, node.line), "picture", "description")
    path, description = form.text(fields.get("picture")), form.text(fields.get("description"))
    if not path or not description:
        hint = "write logo: {picture: logo.png, description: Our Charity}"
        form.report("S004", "a logo needs a picture and its description", node.line, hint)
        return None
    data = bytes_of(path)
    if data is None:
        hint = "put it there, or look for a slip in its name"
        form.report("S111", f"there is no picture {path} in source/", node.line, hint)
        return None
    try:
        width, height = pictures.size(data)
    except ValueError as problem:
        form.report("S111", f"the picture {path} {problem}", node.line, "save it as PNG or JPEG")
        return None
    alt = Line((Text(description),), Location(form.path, node.line))
    return Figure(path, data, width, height, alt)


def _faces(form: Form, node: Node | None) -> Iterator[tuple[str, str]]:
    """Each ``tag: face`` of a language that has such a face."""
    known = {tag: [face.name for face in one.faces] for tag, one in languages.languages().items()}
    for tag, value in form.fields(node):
        name = form.text(value)
        if name and name in known.get(languages.folder(tag.text), ()):
            yield languages.folder(tag.text), name
        elif name:
            offered = ", ".join(f"{one}: {face}" for one in known for face in known[one])
            what = f"there is no typeface {tag.text}: {name}"
            form.report("S004", what, tag.line, f"write one of {offered}")


# Editions.


def _editions(form: Form, node: Node | None, braille: Node | None) -> tuple[Edition, ...]:
    """Those that the charity asks for, each once, or those that everybody gets; braille on the embosser's sheet."""
    editions = _listed(form, node) or EDITIONS
    page = _braille_page(form, braille)
    turns = page.print_pages is not PrintPages.NONE
    if braille and turns and all(one.name != LARGE_PRINT for one in editions):
        hint = f"add {LARGE_PRINT} to editions:, or delete print_pages:"
        what = f"braille can name the pages of {LARGE_PRINT} only where that is made"
        form.report("S004", what, braille.line, hint)
    return tuple(replace(one, page=page) if one.format.brailled else one for one in editions)


def _listed(form: Form, node: Node | None) -> tuple[Edition, ...]:
    """Each by the name that we know, or as fields: {name: extra-large-print, format: pdf, size: 36}."""
    match node:
        case None:
            return ()
        case Sequence(nodes):
            found = [edition for one in nodes if (edition := _edition(form, one))]
            return tuple({edition.name: edition for edition in found}.values())
        case _:
            hint = "write it between [ and ], parted by commas: [word, audio]"
            form.report("S004", "this field is no list", node.line, hint)
            return ()


def _edition(form: Form, node: Node) -> Edition | None:
    known = {edition.name: edition for edition in (*EDITIONS, *MORE_EDITIONS)}
    match node:
        case Scalar(name) if name in known:
            return known[name]
        case Fields():
            return _own_edition(form, node)
        case Scalar(name):
            own = "{name: extra-large-print, format: pdf, size: 36}"
            hint = f"write one of {', '.join(known)}, or one of your own: {own}"
            what = f"there is no edition {quoted(name)}"
            form.report("S004", what, node.line, like(name, known) or hint)
        case _:
            hint = "write its name, or {name: extra-large-print, format: pdf, size: 36}"
            form.report("S004", "this is no edition", node.line, hint)
    return None


def _own_edition(form: Form, node: Fields) -> Edition | None:
    fields = form.known(node, "name", "format", "size")
    name = form.typed(fields.get("name"), _name)
    kind = form.typed(fields.get("format"), _one_of(Format, "format"))
    size = form.typed(fields.get("size"), _size)
    if "name" not in fields or "format" not in fields:
        hint = "write {name: extra-large-print, format: pdf, size: 36}"
        form.report("S004", "an edition needs a name and a format", node.line, hint)
    return Edition(name, kind, size or 18.0) if name and kind else None


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", text):
        raise Mistyped(
            f"{quoted(text)} is no name of an edition such as extra-large-print",
            "use small letters, figures and hyphens",
        )
    return text


def _braille_page(form: Form, node: Node | None) -> BraillePage:
    """The embosser's sheet: {cells: 40, lines: 25, margin: 2, volume: 80, print_pages: centred}. A line must hold a telephone
    number beside a margin; no embosser has more than 60 cells or 50 lines."""
    if not isinstance(node, Fields):
        if node is not None:
            hint = "write braille: {cells: 40, lines: 25}"
            form.report("S004", "the size of the braille page has no braces", node.line, hint)
        return BraillePage()
    fields = form.known(node, "cells", "lines", "margin", "volume", "print_pages")
    usual = BraillePage()
    limits = {"cells": (24, 60), "lines": (12, 50), "margin": (0, 8), "volume": (10, 500)}
    given = {name: form.typed(fields.get(name), _whole(*limit)) for name, limit in limits.items()}
    known = {name: value for name, value in given.items() if value is not None}
    turns = form.typed(fields.get("print_pages"), _one_of(PrintPages, "way to name pages of print"))
    return BraillePage(
        known.get("cells", usual.cells),
        known.get("lines", usual.lines),
        known.get("margin", usual.margin),
        known.get("volume", usual.volume),
        turns or usual.print_pages,
    )


# Voices.


def _voices(form: Form, node: Node | None) -> Iterator[tuple[str, Voice]]:
    """Each language's voice where the charity chose: {engine: piper, voice: source/voices/pl.onnx, rate: 140}."""
    match node:
        case None:
            return
        case Fields(entries):
            for key, value in entries:
                if voice := _voice(form, key, value):
                    yield languages.folder(key.text), voice
        case _:
            hint = "write each on a line of its own, two spaces to the right: pl: {rate: 140}"
            form.report("S004", "here stands no language with its voice", node.line, hint)


def _voice(form: Form, tag: Scalar, node: Node) -> Voice | None:
    if not _tags(form, (tag,)):
        return None
    if not isinstance(node, Fields):
        hint = f"write {tag.text}: {{rate: 140, pauses: 1.2}}"
        form.report("S004", f"the voice of {tag.text} has no braces", node.line, hint)
        return None
    usual = languages.language(tag.text)
    fields = form.known(node, "engine", "voice", "rate", "pitch", "pauses")
    engine = (
        form.typed(fields.get("engine"), _one_of(Engine, "program that speaks")) or Engine.ESPEAK
    )
    name = form.text(fields.get("voice")) or (usual.voice if engine is Engine.ESPEAK else "")
    if not name:
        hint = f"name one: {tag.text}: {{voice: gmw/en}}"
        form.report("S004", f"there is no voice for {tag.text}", tag.line, hint)
        return None
    rate = form.typed(fields.get("rate"), _between(80, 450))
    pitch = form.typed(fields.get("pitch"), _between(0, 99))
    pauses = form.typed(fields.get("pauses"), _between(0.5, 2.5))
    return Voice(
        engine,
        name,
        usual.rate if rate is None else int(rate),
        usual.pitch if pitch is None else int(pitch),
        usual.pauses if pauses is None else pauses,
    )


# What a text may be read as.


def _one_of(words: type[Choice], what: str) -> Callable[[str], Choice]:
    """A reader of one of a few words. ``what``: what any other word is not."""

    def read(text: str) -> Choice:
        try:
            return words(text)
        except ValueError:
            message = f"{quoted(text)} is no {what}"
            raise Mistyped(message, f"write one of {', '.join(words)}") from None

    return read


def _size(text: str) -> float:
    """Points: "clear print at least 12" (UKAAF G003); a word of 72 points fills a line of A4."""
    what = "a type size from 12 to 72 points"
    hint = "write it in figures, such as 36 or 16.5"
    return _figures(text, r"\d{2}(\.\d)?", 12, 72, what, hint)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        what = f"a whole number from {least} to {most}"
        return int(_figures(text, r"\d{1,3}", least, most, what, "write it in figures"))

    return read


def _between(least: float, most: float) -> Callable[[str], float]:
    """A reader of numbers. espeak-ng speaks 80 to 450 words a minute; no silence may last 4 seconds."""

    def read(text: str) -> float:
        what = f"a number from {least:g} to {most:g}"
        hint = "write it in figures, such as 90 or 1.2"
        return _figures(text, r"\d{1,3}(\.\d)?", least, most, what, hint)

    return read


def _figures(text: str, pattern: str, least: float, most: float, what: str, hint: str) -> float:
    """What the figures say. ``what``: what they are not where they do not fit; then Mistyped is raised."""
    if not re.fullmatch(pattern, text, re.ASCII) or not least <= float(text) <= most:
        raise Mistyped(f"{quoted(text)} is not {what}", hint)
    return float(text)
