"""The charity and its wishes, as values.

Every measure of a page stands beside the rule that it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from pipeline.document import (
    UNBRANDED,
    Brand,
    DeclaredTerm,
    Grade,
    LinkTarget,
    Medium,
    Way,
)
from pipeline.facts import Fact
from pipeline.languages import Voice

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
    def medium(self) -> Medium:
        """For whom it is: which parts of a leaflet it has (``only``), and who makes and proves it."""
        match self:
            case Format.PDF:
                return Medium.PRINT
            case Format.DOCX:
                return Medium.WORD
            case Format.MP3 | Format.M4B | Format.TRACKS | Format.TIMINGS | Format.DAISY:
                return Medium.AUDIO
            case Format.BRF | Format.BRF_VOLUMES | Format.PEF:
                return Medium.BRAILLE
            case Format.BRAILLE_TEXT | Format.BRAILLE_PROOF:
                return Medium.BRAILLE
            case Format.HTML | Format.EPUB:
                return Medium.WEB
            case _:
                assert_never(self)

    @property
    def heard(self) -> bool:
        """Whether it is made from the spoken leaflet."""
        return self.medium is Medium.AUDIO

    @property
    def brailled(self) -> bool:
        """Whether it is made of braille."""
        return self.medium is Medium.BRAILLE

    @property
    def stage(self) -> int:
        """Of its editions, but for those whose braille names pages of print."""
        return {Format.EPUB: 1, Format.HTML: 2}.get(self, 0)


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
    # Times the body, levels 1, 2, 3+: ours.
    headings: tuple[float, float, float] = (1.75, 1.35, 1.15)
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
    # Of the page's width, so that a deep list leaves room for words: ours.
    deepest_indent: float = 0.4
    highest_picture: float = 0.5  # of the page's height: ours
    # Of the page's height: higher ones leave too much white at a page's end: ours.
    highest_row: float = 0.4
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
    # Cells before a paragraph's first line: "start in cell 3"; the others in cell 1.
    paragraph: int = 2
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
    # Braille in the grade that experienced readers use, where the language has one.
    contracted: bool = True
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
