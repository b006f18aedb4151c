"""A Document as an EPUB: a page for the title and each section, what is heard of them, and the fonts of its script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from pipeline import document as doc
from pipeline import fonts, words
from pipeline.document import Document
from pipeline.fonts import FontFile
from pipeline.languages import language
from pipeline.render import zipped
from pipeline.render.aloud import Heard, Reading, Sound
from pipeline.render.epub.package import (
    CONTAINER,
    FOLDER,
    PICTURE,
    Book,
    Clip,
    Part,
    lists,
    package,
    page,
)
from pipeline.render.xhtml import Writer, plain

SOUND = "sound.mp3"
TITLE = "title.xhtml"
_LINES = 1.6  # type sizes from line to line; 1.5 at least (WCAG 2.2, 1.4.8)
# Colours are the reading system's, but for the sentence that is read: black on a pale yellow, 18 to 1.
_CSS = """body{line-height:LINES;font-family:FONTS;margin:0 5%;overflow-wrap:break-word}
h1,h2,h3,h4,h5,h6{line-height:HEADINGS;break-after:avoid}
p,ul,ol,table,figure{margin-block:0 1em}
ul,ol{padding-inline-start:1.5em}
li{margin-block-end:.4em}
.notice,.callout{border:.15em solid currentColor;padding:.75em 1em;margin-block:1.25em;break-inside:avoid}
.publisher{font-weight:bold}
table{border-collapse:collapse;width:100%}
caption{text-align:start;font-weight:bold}
th,td{border-block-end:1px solid currentColor;padding:.4em .6em .4em 0;text-align:start;vertical-align:top;overflow-wrap:anywhere}
tbody th{font-weight:normal}
img{max-width:100%;height:auto}
figure{margin-inline:0}
figcaption{font-weight:bold}
.-epub-media-overlay-active{background:#ffe9a8;color:#000}
"""


@dataclass(frozen=True, slots=True)
class Options:
    """``sound``: the times, and ``frames``: its MP3; none where there is no voice. ``pages``: after how many characters
    each page but the first of the print edition called ``source`` begins."""

    sound: Sound | None = None
    frames: bytes = b""
    source: str = ""
    pages: tuple[int, ...] = ()


def render(document: Document, options: Options) -> bytes:
    """The book, the same bytes for the same input. Raises LeafletError for text that no page can hold."""
    return _Binder(document, options).bound()


@dataclass
class _Binder:
    document: Document
    options: Options
    parts: dict[str, bytes] = field(default_factory=dict)
    clips: dict[str, list[Clip]] = field(default_factory=dict)  # of each page
    # The page of the book in which each printed page begins.
    breaks: list[str] = field(default_factory=list)
    page: str = TITLE

    def bound(self) -> bytes:
        heard = self.options.sound.heard if self.options.sound else ()
        writer = Writer(self.document, self.picture, True, Reading(heard), self.sentence,
                        self.options.pages if self.options.source else (), self.pagebreak)  # fmt: skip
        spine = [Part(TITLE, plain(self.document.title.inlines)), *self.sections()]
        self.add(TITLE, spine[0].title, self.title(writer))
        for number, (part, section) in enumerate(zip(spine[1:], self.document.sections, strict=True), 1):  # fmt: skip
            self.page = part.name
            body = writer.section(section, 1, f"_{number}")
            last = writer.rest_of_pages() if number == len(self.document.sections) else Markup()
            self.add(part.name, part.title, body + last)
        faces = list(_faces(self.document))
        self.parts |= {face.path.name: face.path.read_bytes() for face in faces}
        self.parts["style.css"] = _style(self.document, faces).encode()
        book = Book(
            self.document,
            tuple(spine),
            self.clips,
            tuple(self.breaks),
            self.options.source,
            self.options.sound,
        )
        self.parts |= lists(book, Writer(self.document, self.picture, True))
        if self.options.sound:
            self.parts[SOUND] = self.options.frames
        self.parts["package.opf"] = package(book, self.parts)
        return zipped.pack(
            {
                "mimetype": b"application/epub+zip",
                "META-INF/container.xml": CONTAINER,
                **{f"{FOLDER}/{name}": data for name, data in self.parts.items()},
            },
            first=("mimetype",),
            stored=("mimetype", f"{FOLDER}/{SOUND}"),
        )

    def sections(self) -> Iterator[Part]:
        for number, section in enumerate(self.document.sections, 1):
            yield Part(f"section-{number}.xhtml", plain(section.heading.inlines))

    def add(self, name: str, title: str, body: Markup) -> None:
        self.parts[name] = page(self.document, title, body)

    def title(self, writer: Writer) -> Markup:
        """Who publishes it, the title, the notice and what stands before the first heading; how else it can be had."""
        first = self.pagebreak(1) if self.options.source else Markup()
        opening, blocks = writer.opening(), writer.blocks(self.document.blocks)
        last = Markup() if self.document.sections else writer.rest_of_pages()
        aside = Writer(self.document, self.picture, True)
        masthead = [aside.element("p", Markup.escape(self.document.publisher), class_="publisher")]
        if logo := self.document.brand.logo:
            address, lang = self.picture(logo), None if self.document.tag == "en" else "en"
            image = aside.element("img", src=address, alt=plain(logo.alt.inlines), lang=lang)
            masthead.insert(0, aside.element("p", image))
        said = (*words.ask(self.document), *words.dates(self.document))
        lines = [aside.element("p", aside.inlines(one)) for one in said]
        return Markup("\n").join([
            first,
            *([_beside(aside, masthead)] if self.document.publisher else []),
            opening, blocks, last, *([_beside(aside, lines)] if lines else []),
        ])  # fmt: skip

    # What stands in and around sentences.

    def picture(self, figure: doc.Figure) -> str:
        """The name of its file: two of one content are one."""
        kind = "png" if figure.image.startswith(b"\x89PNG") else "jpg"
        taken = {data: name for name, data in self.parts.items()}
        name = taken.get(figure.image, f"{PICTURE}{len(self.parts)}.{kind}")
        self.parts[name] = figure.image
        return name

    def sentence(self, text: Markup, heard: Heard) -> Markup:
        clips = self.clips.setdefault(self.page, [])
        begin, end = round(heard.begin * 1000), round(heard.end * 1000)
        clips.append(Clip(f"s{len(clips) + 1}", begin, end))
        return Markup('<span id="{}">{}</span>').format(clips[-1].id, text)

    def pagebreak(self, number: int) -> Markup:
        self.breaks.append(self.page)
        return Markup(
            '<span id="page{0}" epub:type="pagebreak" role="doc-pagebreak" aria-label="{0}"></span>'
        ).format(number)


def _beside(writer: Writer, lines: list[Markup]) -> Markup:
    return writer.element("div", *lines, **{"data-beside": ""})


# Fonts.


def _faces(document: Document) -> Iterator[FontFile]:
    """The faces of a script that many reading systems lack; Latin and Chinese they have."""
    spoken = document.language()
    if spoken.script == "complex":
        yield from dict.fromkeys(fonts.font_file(spoken.fonts[0], bold) for bold in (False, True))


def _style(document: Document, faces: list[FontFile]) -> str:
    spoken = document.language()
    high = max(_LINES, spoken.line_height)
    family = fonts.family(spoken.fonts[0])
    named = f'"{family}",sans-serif' if faces else "sans-serif"
    rules = [
        f'@font-face{{font-family:"{family}";src:url("{face.path.name}");'
        f"font-weight:{'bold' if face.name.endswith('Bold') else 'normal'}}}\n"
        for face in faces
    ]
    latin = f":lang({language('en').bcp47}){{line-height:{_LINES:g}}}\n" if high > _LINES else ""
    css = _CSS.replace("LINES", f"{high:g}").replace("FONTS", named)
    return "".join(rules) + css.replace("HEADINGS", f"{max(1.3, high * 0.9 if high > _LINES else 0):g}") + latin  # fmt: skip
