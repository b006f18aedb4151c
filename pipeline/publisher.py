"""The charity and its wishes, as values, read from source/publisher.yaml.

Every measure of a page stands beside the rule that it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pipeline import languages, pictures
from pipeline.diagnostic import Diagnostic, Location, Mistyped, quoted
from pipeline.document import (
    UNBRANDED,
    Brand,
    DeclaredTerm,
    Figure,
    Grade,
    Line,
    LinkTarget,
    Text,
    Way,
)
from pipeline.facts import Fact
from pipeline.frontmatter import Fields, Form, Node, Scalar, Sequence, like, web_address
from pipeline.languages import Engine, Voice

CONTRAST = 7.0  # to 1, of text with its ground (WCAG 2.2, 1.4.6)


class Format(StrEnum):
    """What kind of file an edition is."""

    PDF = "pdf"
    DOCX = "docx"
    MP3 = "mp3"
    M4B = "m4b"  # an audio book, by the extra [m4b]
    TRACKS = "tracks"  # an MP3 for each section and their M3U8 playlist, in a ZIP
    TIMINGS = "timings"  # when each sentence of the MP3 is heard
    DAISY = "daisy"  # DAISY 2.02 talking book, in a ZIP
    BRF = "brf"  # ASCII braille, for embossers
    BRF_VOLUMES = "brf-volumes"  # the same, a file for each volume, in a ZIP
    PEF = "pef"  # Portable Embosser Format 2008-1
    BRAILLE_TEXT = "braille-text"  # cells of Unicode, for displays and screens
    BRAILLE_PROOF = "braille-proof"  # braille beside print, for a sighted proofreader
    HTML = "html"
    EPUB = "epub"

    @property
    def suffix(self) -> str:
        """The end of the file's name."""
        return _SUFFIXES.get(self, self.value)

    @property
    def heard(self) -> bool:
        """Whether it is made from the spoken leaflet."""
        return self in (Format.MP3, Format.M4B, Format.TRACKS, Format.TIMINGS, Format.DAISY)

    @property
    def brailled(self) -> bool:
        """Whether it is made of braille."""
        return self in _BRAILLED

    @property
    def stage(self) -> int:
        """Of its editions, but for those whose braille names pages of print."""
        return {Format.EPUB: 1, Format.HTML: 2}.get(self, 0)


_BRAILLED = (
    Format.BRF,
    Format.BRF_VOLUMES,
    Format.PEF,
    Format.BRAILLE_TEXT,
    Format.BRAILLE_PROOF,
)
_SUFFIXES = {
    Format.BRF_VOLUMES: "zip",
    Format.TRACKS: "zip",
    Format.TIMINGS: "json",
    Format.DAISY: "zip",
    Format.BRAILLE_TEXT: "txt",
    Format.BRAILLE_PROOF: "html",
}


@dataclass(frozen=True, slots=True)
class PrintProfile:
    """How a page is set. Lengths in points; A4 unless the purpose differs (UKAAF G003). What says "ours" is a choice
    that no standard makes for us."""

    body: float  # type size; every other size follows from it
    page_width: float = 595.28
    page_height: float = 841.89
    margin: float = 57.0  # 20 mm: ours
    leading: float = 1.5  # times the type size (WCAG 2.2, 1.4.8 Visual Presentation)
    measure: int = 70  # characters on a line at most: 60 to 70 (RNIB)
    headings: tuple[float, float, float] = (
        1.75,
        1.35,
        1.15,
    )  # times the body, levels 1, 2, 3+: ours
    heading_leading: float = 1.25  # ours: 1.5 is for text in blocks
    cell_leading: float = 1.3  # of tables, contents and the foot of a page: ours
    tight: float = 0.9  # in those, of the line height that a tall script has in text: ours (docs/notes/scripts.md)
    running: float = 0.72  # times the body, the running title and notice: ours, within the next two
    running_least: float = 12.0  # "clear print: at least 12 pt" (UKAAF G003)
    running_most: float = 16.0  # large print (UKAAF G003)
    # One scale of white space, in blank lines.
    close: float = 0.2  # inside tables and boxes: ours
    near: float = 0.4  # between list items, under headings: ours
    paragraph_gap: float = 1.0  # at least one blank line between paragraphs (UKAAF G003)
    section_gap: float = 1.3  # above headings: ours
    indent: float = 1.6  # type sizes, of each list: ours
    deepest_indent: float = (
        0.4  # of the page's width, so that a deep list leaves room for words: ours
    )
    highest_picture: float = 0.5  # of the page's height: ours
    highest_row: float = (
        0.4  # of the page's height: higher ones leave too much white at a page's end: ours
    )
    highest_contents: float = 0.5  # of the page's height: higher ones may be parted: ours
    logo: float = 57.0  # at most, 20 mm high: ours
    widest_logo: float = 0.4  # of the page's width: ours
    code: float = 99.2  # 35 mm: modules of 0.5 mm and more for a phone's camera: ours
    rule: float = 0.75  # points: seen on a home printer: ours
    border: float = 1.5  # points, of boxes: ours
    fold: int = 1  # the pages are a multiple of this, with blank ones at the end that say so

    def white(self, lines: float) -> float:
        """The height of so many blank lines."""
        return self.body * self.leading * lines

    def leading_of(self, times: float, line_height: float) -> float:
        """Baseline to baseline in type sizes: ``times``, or more where the script (its ``line_height`` in text) needs it."""
        return max(times, line_height * self.tight if line_height > self.leading else 0.0)


# Clear print on A5, to be folded: the type is never made smaller to fit a page. Margins of 15 mm: ours.
BOOKLET = PrintProfile(14.0, page_width=419.53, page_height=595.28, margin=42.5, fold=4)


class PrintPages(StrEnum):
    """How braille says where a page of large print begins. "If" they are included, the text says where each begins (UKAAF B004, 8)."""

    NONE = "none"
    CENTRED = "centred"  # dots 5, dots 25 and the number, in the middle of a line: British braille
    LINE = "line"  # a line of dots 36 with the number at its right (BANA, Formats 1.11)


@dataclass(frozen=True, slots=True)
class BraillePage:
    """A sheet as the embosser's owner has it, and how braille is laid out on it, all in cells and lines. UKAAF B004 gives
    no size; what says "ours" is a choice that no standard makes for us. Sources: docs/notes/braille.md."""

    cells: int = 38  # a line, with the margin: ours, A4 upright
    lines: int = 27  # a page, with the running line: ours, A4 upright
    margin: int = 0  # blank cells at the left of each line, for binding: ours
    volume: int = 100  # pages, 50 sheets on both sides: ours
    print_pages: PrintPages = PrintPages.NONE  # not asked for in a leaflet: ours
    paragraph: int = (
        2  # cells before a paragraph's first line: "start in cell 3"; the others in cell 1
    )
    step: int = 2  # cells before each deeper list; what runs over stands one step deeper than the deepest (BANA, Formats)
    heading: int = 4  # cells before a heading below the second level: "cell 5" (BANA, Formats)
    beside: int = 3  # cells at least on both sides of a centred heading (BANA, Formats)
    follow: int = 2  # lines of text that a heading keeps with it: ours

    @property
    def width(self) -> int:
        """Cells of a line that text may have."""
        return self.cells - self.margin


@dataclass(frozen=True, slots=True)
class Edition:
    """One way in which a leaflet is published. ``name`` is what file names and people say; ``ua``: the part of PDF/UA;
    ``stage``: what is made after what, as an edition of a later stage is made from files of the earlier ones too."""

    name: str
    format: Format
    body: float = 18.0  # points; no meaning for sound and braille
    ua: int = 1
    contracted: bool = (
        True  # braille in the grade that experienced readers use, where the language has one
    )
    page: BraillePage = BraillePage()  # frozen
    stage: int = field(init=False, repr=False, compare=False)  # asked of each target of a build

    def __post_init__(self) -> None:
        turns = self.format.brailled and self.page.print_pages is not PrintPages.NONE
        object.__setattr__(self, "stage", 1 if turns else self.format.stage)

    @property
    def grade(self) -> Grade | None:
        """Of the braille that it is made of; None for what is no braille."""
        if not self.format.brailled:
            return None
        return Grade.USUAL if self.contracted else Grade.UNCONTRACTED

    @property
    def embossed(self) -> Grade | None:
        """Of the braille that braille readers get; None for what is for people who see."""
        return None if self.format is Format.BRAILLE_PROOF else self.grade


LARGE_PRINT = "large-print"  # the edition whose pages an e-book's page list and braille follow
# RNIB and UKAAF: clear print at least 12 pt, ideally 14; large print at least 16, ideally 18;
# giant print 24 and over. docs/notes/standards.md
EDITIONS = (
    Edition("clear-print", Format.PDF, 14.0),
    Edition("large-print", Format.PDF, 18.0),
    Edition("giant-print", Format.PDF, 28.0),
    Edition("word", Format.DOCX, 18.0),
    Edition("audio", Format.MP3),
    Edition("daisy", Format.DAISY),
    Edition("braille", Format.BRF),
    Edition("braille-pef", Format.PEF),
    Edition("braille-text", Format.BRAILLE_TEXT),
    Edition("braille-proof", Format.BRAILLE_PROOF),
    Edition("web", Format.HTML),
    Edition("epub", Format.EPUB),
)
# Made when publisher.yaml asks for them.
MORE_EDITIONS = (
    Edition("audio-book", Format.M4B),
    Edition("audio-tracks", Format.TRACKS),
    Edition("audio-timings", Format.TIMINGS),
    Edition("braille-uncontracted", Format.BRF, contracted=False),
    Edition("braille-volumes", Format.BRF_VOLUMES),
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes. ``facts`` and ``links`` may be used in every leaflet and shared fragment.

    ``readable``: whether the file and each of its facts could be read; if not, no fact of a leaflet can be called unknown.
    """

    name: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()
    links: tuple[LinkTarget, ...] = ()
    terms: tuple[DeclaredTerm, ...] = ()
    languages: tuple[str, ...] = ()  # tags, in the order in which they are listed
    editions: tuple[Edition, ...] = EDITIONS
    voices: tuple[tuple[str, Voice], ...] = ()  # by tag, where the charity wants another
    published_at: str = ""
    faces: tuple[tuple[str, str], ...] = ()  # tag to one of Language.faces
    readable: bool = True
    brand: Brand = UNBRANDED
    on_request: tuple[Way, ...] = ()  # made for whoever asks
    not_offered: tuple[Way, ...] = ()
    signers: tuple[str, ...] = ()  # who may review and approve; empty: whoever can commit


def tint(colour: tuple[float, float, float]) -> tuple[float, float, float]:
    """A twentieth of the colour on white, the ground of boxes and table heads."""
    red, green, blue = (1 - (1 - part) / 20 for part in colour)
    return red, green, blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The contrast ratio of two sRGB colours, from 1 to 21 (WCAG 2.2, definition)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[float, ...]) -> float:
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def with_pdf_ua(publisher: Publisher, ua: int) -> Publisher:
    """The same, with PDF files by part ``ua`` of PDF/UA: 1 (with PDF/A-2a) or 2."""
    editions = (
        replace(one, ua=ua if one.format is Format.PDF else 1) for one in publisher.editions
    )
    return replace(publisher, editions=tuple(editions))


def read(
    text: str, path: str, bytes_of: Callable[[str], bytes | None] = lambda _: None
) -> tuple[Publisher, list[Diagnostic]]:
    """The publisher in a publisher.yaml, and everything that is wrong with the file. ``bytes_of``: a picture by its
    path as written."""
    form = Form(path)
    entries = form.read(text)
    if entries is None:
        return Publisher(readable=False), form.found
    fields = form.known(
        entries,
        "name",
        "facts",
        "links",
        "terms",
        "languages",
        "editions",
        "published_at",
        "faces",
        "colour",
        "logo",
        "on_request",
        "not_offered",
        "voices",
        "signers",
        "braille",
        "accepted",
    )
    name = form.text(fields.get("name"))
    if name is None:
        form.report("S004", "the charity has no name", 1, "write name: Our Charity")
    facts = list(form.facts(fields.get("facts")))
    publisher = Publisher(
        name=name or "",
        facts=tuple((key, fact) for key, fact, _ in facts if fact),
        readable=all(fact for _, fact, _ in facts),
        links=tuple(form.links(fields.get("links"))),
        terms=tuple(form.terms(fields.get("terms"))),
        languages=tuple(_tags(form, form.texts(fields.get("languages")))),
        editions=_on_page(
            form,
            tuple(_editions(form, fields.get("editions"))) or EDITIONS,
            fields.get("braille"),
        ),
        published_at=(form.typed(fields.get("published_at"), web_address) or "").rstrip("/"),
        voices=tuple(_voices(form, fields.get("voices"))),
        faces=tuple(_faces(form, fields.get("faces"))),
        signers=tuple(dict.fromkeys(one.text for one in form.texts(fields.get("signers")))),
        brand=Brand(
            form.typed(fields.get("colour"), _colour) or UNBRANDED.colour,
            _logo(form, fields.get("logo"), bytes_of),
        ),
    )
    on_request = _ways(form, fields.get("on_request"), made(publisher))
    not_offered = _ways(form, fields.get("not_offered"), {*made(publisher), *on_request})
    return replace(publisher, on_request=on_request, not_offered=not_offered), form.found


def made(publisher: Publisher) -> tuple[Way, ...]:
    """The ways in which its editions give a leaflet. Print is large from 16 points (UKAAF G003)."""
    ways = (
        way
        for one in publisher.editions
        for way, is_so in (
            (Way.LARGE_PRINT, one.format is Format.PDF and one.body >= 16),
            (Way.WORD, one.format is Format.DOCX),
            (Way.AUDIO, one.format is Format.MP3),
            (Way.BRAILLE, one.format in (Format.BRF, Format.BRF_VOLUMES, Format.PEF)),
        )
        if is_so
    )
    return tuple(dict.fromkeys(ways))


def _ways(form: Form, node: Node | None, taken: Collection[Way]) -> tuple[Way, ...]:
    """The ways that a field lists; one that is ``taken`` is said already, by an edition or another field."""
    found: list[Way] = []
    for scalar in form.texts(node):
        way = next((way for way in Way if way == scalar.text), None)
        if way is None:
            form.report("S004", f"there is no way {quoted(scalar.text)} to have a leaflet", scalar.line, f"write one of {', '.join(Way)}")  # fmt: skip
        elif way in taken:
            form.report("S005", f"{way} is offered already", scalar.line, "delete it in this list")
        else:
            found.append(way)
    return tuple(dict.fromkeys(found))


def _tags(form: Form, scalars: tuple[Scalar, ...]) -> list[str]:
    known = {**languages.languages(), **languages.pseudo_languages()}
    for scalar in scalars:
        if languages.folder(scalar.text) not in known:
            form.report(
                "B101",
                f"no language {quoted(scalar.text)} is known",
                scalar.line,
                languages.nearest(scalar.text),
            )
    tags = (languages.folder(scalar.text) for scalar in scalars)
    return list(dict.fromkeys(tag for tag in tags if tag in known))


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


def _logo(form: Form, node: Node | None, bytes_of: Callable[[str], bytes | None]) -> Figure | None:
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
        form.report(
            "S111",
            f"there is no picture {path} in source/",
            node.line,
            "put it there, or look for a slip in its name",
        )
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
            form.report("S004", f"there is no typeface {tag.text}: {name}", tag.line, f"write one of {offered}")  # fmt: skip


def _on_page(form: Form, editions: tuple[Edition, ...], node: Node | None) -> tuple[Edition, ...]:
    page = _braille_page(form, node)
    if (
        node
        and page.print_pages is not PrintPages.NONE
        and all(one.name != LARGE_PRINT for one in editions)
    ):
        hint = f"add {LARGE_PRINT} to editions:, or delete print_pages:"
        form.report("S004", f"braille can name the pages of {LARGE_PRINT} only where that is made", node.line, hint)  # fmt: skip
    return tuple(replace(one, page=page) if one.format.brailled else one for one in editions)


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
    turns = form.typed(fields.get("print_pages"), _print_pages) or usual.print_pages
    return BraillePage(
        known.get("cells", usual.cells),
        known.get("lines", usual.lines),
        known.get("margin", usual.margin),
        known.get("volume", usual.volume),
        turns,
    )


def _print_pages(text: str) -> PrintPages:
    try:
        return PrintPages(text)
    except ValueError:
        raise Mistyped(f"{quoted(text)} is no way to name pages of print", f"write one of {', '.join(PrintPages)}") from None  # fmt: skip


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or not least <= int(text) <= most:
            raise Mistyped(
                f"{quoted(text)} is not a whole number from {least} to {most}",
                "write it in figures",
            )
        return int(text)

    return read


def _editions(form: Form, node: Node | None) -> list[Edition]:
    """Each by the name that we know, or as fields: {name: extra-large-print, format: pdf, size: 36}."""
    match node:
        case None:
            return []
        case Sequence(nodes):
            found = [edition for one in nodes if (edition := _edition(form, one))]
            return list({edition.name: edition for edition in found}.values())
        case _:
            form.report(
                "S004",
                "this field is no list",
                node.line,
                "write it between [ and ], parted by commas: [word, audio]",
            )
            return []


def _edition(form: Form, node: Node) -> Edition | None:
    known = {edition.name: edition for edition in (*EDITIONS, *MORE_EDITIONS)}
    match node:
        case Scalar(name) if name in known:
            return known[name]
        case Fields():
            fields = form.known(node, "name", "format", "size")
            own = form.typed(fields.get("name"), _name)
            kind = form.typed(fields.get("format"), _format)
            size = form.typed(fields.get("size"), _size)
            if "name" not in fields or "format" not in fields:
                hint = "write {name: extra-large-print, format: pdf, size: 36}"
                form.report("S004", "an edition needs a name and a format", node.line, hint)
            return Edition(own, kind, size or 18.0) if own and kind else None
        case Scalar(name):
            hint = (
                like(name, known)
                or f"write one of {', '.join(known)}, or one of your own: {{name: extra-large-print, format: pdf, size: 36}}"
            )
            form.report("S004", f"there is no edition {quoted(name)}", node.line, hint)
        case _:
            form.report(
                "S004",
                "this is no edition",
                node.line,
                "write its name, or {name: extra-large-print, format: pdf, size: 36}",
            )
    return None


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", text):
        raise Mistyped(
            f"{quoted(text)} is no name of an edition such as extra-large-print",
            "use small letters, figures and hyphens",
        )
    return text


def _format(text: str) -> Format:
    try:
        return Format(text)
    except ValueError:
        raise Mistyped(
            f"{quoted(text)} is no format", f"write one of {', '.join(Format)}"
        ) from None


def _size(text: str) -> float:
    """Points: "clear print at least 12" (UKAAF G003); a word of 72 points fills a line of A4."""
    if not re.fullmatch(r"\d{2}(\.\d)?", text, re.ASCII) or not 12 <= float(text) <= 72:
        raise Mistyped(
            f"{quoted(text)} is not a type size from 12 to 72 points",
            "write it in figures, such as 36 or 16.5",
        )
    return float(text)


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
            form.report(
                "S004",
                "here stands no language with its voice",
                node.line,
                "write each on a line of its own, two spaces to the right: pl: {rate: 140}",
            )


def _voice(form: Form, tag: Scalar, node: Node) -> Voice | None:
    if not _tags(form, (tag,)):
        return None
    if not isinstance(node, Fields):
        hint = f"write {tag.text}: {{rate: 140, pauses: 1.2}}"
        form.report("S004", f"the voice of {tag.text} has no braces", node.line, hint)
        return None
    usual = languages.language(tag.text)
    fields = form.known(node, "engine", "voice", "rate", "pitch", "pauses")
    engine = form.typed(fields.get("engine"), _engine) or Engine.ESPEAK
    name = form.text(fields.get("voice")) or (usual.voice if engine is Engine.ESPEAK else "")
    if not name:
        form.report(
            "S004",
            f"there is no voice for {tag.text}",
            tag.line,
            f"name one: {tag.text}: {{voice: gmw/en}}",
        )
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


def _engine(text: str) -> Engine:
    try:
        return Engine(text)
    except ValueError:
        raise Mistyped(
            f"{quoted(text)} is no program that speaks", f"write one of {', '.join(Engine)}"
        ) from None


def _between(least: float, most: float) -> Callable[[str], float]:
    """A reader of numbers. espeak-ng speaks 80 to 450 words a minute; no silence may last 4 seconds."""

    def read(text: str) -> float:
        if not re.fullmatch(r"\d{1,3}(\.\d)?", text, re.ASCII) or not least <= float(text) <= most:
            raise Mistyped(
                f"{quoted(text)} is not a number from {least:g} to {most:g}",
                "write it in figures, such as 90 or 1.2",
            )
        return float(text)

    return read
