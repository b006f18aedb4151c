"""The files of a DAISY 2.02 talking book (DAISY 2.02 Specification, 28 February 2001): text, sound, SMIL, navigation.

Each section of the outermost level is a SMIL file and an MP3. Clips follow each other without a gap, from the first moment
of a sound to its last, so that a reader hears what any other listener hears.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pipeline import inline
from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.document import Document
from pipeline.facts import plain_text
from pipeline.languages import Language
from pipeline.render import zipped
from pipeline.render.aloud import Heard, Reading
from pipeline.render.daisy.text import Target, Text

TEXT = "leaflet.html"
_BEFORE = 0.1  # seconds of the pause before a sentence that are heard with it, so that its first sound is whole
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_XHTML = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
)
_SMIL = (
    '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">\n'
)
_GENERATOR = "leaflet pipeline"


@dataclass(frozen=True, slots=True)
class Track:
    """The sound of a section: MP3 frames, how many seconds they last, and where in the whole sound they begin."""

    sound: bytes
    seconds: float
    begin: float


@dataclass(frozen=True, slots=True)
class Options:
    """``heard``: every sentence of the whole sound, in order; ``tracks``: the sections of it; ``narrator``: whose voice it is."""

    tracks: tuple[Track, ...]
    heard: tuple[Heard, ...]
    narrator: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """A sentence of the text and its part of a track, in seconds."""

    target: Target
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class _Book:
    document: Document
    text: Text
    body: str
    tracks: tuple[Track, ...]
    clips: tuple[tuple[Clip, ...], ...]  # of each track
    narrator: str

    @property
    def title(self) -> str:
        return plain_text(inline.plain(self.document.title.inlines))

    @property
    def language(self) -> Language:
        return self.document.language()

    @property
    def identifier(self) -> str:
        return f"{self.document.slug}-{self.language.bcp47}"

    def track_of(self, target: Target) -> int:
        return next(
            n for n, clips in enumerate(self.clips) if any(one.target == target for one in clips)
        )


def render(document: Document, options: Options) -> bytes:
    """The book in a ZIP, the same bytes for the same input. Raises LeafletError where nothing is heard."""
    text = Text(document, Reading(options.heard))
    body = text.body()
    clips = tuple(_clips(track, following, text.targets, options.heard)
                  for track, following in zip(options.tracks, [*options.tracks[1:], None], strict=True))  # fmt: skip
    if not text.targets or not all(clips):
        message = "a section of the leaflet is not heard, and a talking book needs its sound"
        raise LeafletError(
            Diagnostic("A620", message, document.title.at, "please report it: the file is not made")
        )
    book = _Book(document, text, body, options.tracks, clips, options.narrator)
    parts = {TEXT: _text(book).encode(), "master.smil": _master(book).encode()}
    for number, track in enumerate(options.tracks):
        parts[_smil_name(number)] = _smil(book, number).encode()
        parts[_sound_name(number)] = track.sound
    size = sum(map(len, parts.values()))
    parts["ncc.html"] = _ncc(book, len(parts) + 1, size).encode()
    sounds = tuple(_sound_name(number) for number in range(len(options.tracks)))
    return zipped.pack(parts, ("ncc.html",), stored=sounds)


def _smil_name(number: int) -> str:
    return f"s{number + 1:03}.smil"


def _sound_name(number: int) -> str:
    return f"s{number + 1:03}.mp3"


def _clips(
    track: Track, following: Track | None, targets: Sequence[Target], heard: Sequence[Heard]
) -> tuple[Clip, ...]:
    """The track without a gap: what the voice adds before a sentence of the text is heard with that sentence."""
    end = following.begin if following else float("inf")
    own = [one for one in targets if track.begin <= one.heard.begin < end]
    cuts = [0.0]
    for before in own[:-1]:
        begin = min(one.begin for one in heard if one.begin >= before.heard.end)
        cuts.append(begin - min(_BEFORE, (begin - before.heard.end) / 2) - track.begin)
    ends = [*cuts[1:], track.seconds]
    return tuple(Clip(*one) for one in zip(own, map(_milli, cuts), map(_milli, ends), strict=False))


def _milli(seconds: float) -> float:
    return round(seconds, 3)


# The files.


def _text(book: _Book) -> str:
    return _page(book, "", f"<title>{escape(book.title)}</title>", book.body)


def _page(book: _Book, metas: str, title: str, body: str) -> str:
    own = book.language
    named = f'lang="{own.bcp47}" xml:lang="{own.bcp47}" dir="{own.direction}"'
    return (
        f'{_XML}{_XHTML}<html xmlns="http://www.w3.org/1999/xhtml" {named}>\n<head>\n{title}\n'
        f'<meta http-equiv="Content-type" content="text/html; charset=utf-8"/>\n{metas}</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _ncc(book: _Book, files: int, size: int) -> str:
    """The navigation: a heading of each section, with the part of the SMIL file where it is heard."""
    metas = "".join(f"{_meta(name, value)}\n" for name, value in _about(book, files, size))
    body = "\n".join(_entries(book))
    return _page(book, metas, f"<title>{escape(book.title)}</title>", body)


def _entries(book: _Book) -> Iterator[str]:
    for number, heading in enumerate(book.text.headings):
        target = book.text.targets[min(heading.target, len(book.text.targets) - 1)]
        address = f"{_smil_name(book.track_of(target))}#p{target.name[1:]}"
        kind = "section" if number else "title"
        level = heading.level
        yield f'<h{level} class="{kind}" id="n{number + 1}"><a href="{address}">{escape(heading.text)}</a></h{level}>'


def _about(book: _Book, files: int, size: int) -> Iterator[tuple[str, str]]:
    document, headings = book.document, book.text.headings
    dates = document.dates
    date = dates.updated or dates.reviewed or dates.review_due
    yield "dc:title", book.title
    yield "dc:creator", document.publisher
    yield "dc:publisher", document.publisher
    yield "dc:identifier", book.identifier
    yield "dc:language", book.language.bcp47
    yield "dc:format", "Daisy 2.02"
    if date:
        yield "dc:date", date.isoformat()
    yield "ncc:charset", "utf-8"
    yield "ncc:generator", _GENERATOR
    if book.narrator:
        yield "ncc:narrator", book.narrator
    yield "ncc:multimediaType", "audioFullText"
    yield "ncc:setInfo", "1 of 1"
    for name in (
        "pageFront",
        "pageNormal",
        "pageSpecial",
        "maxPageNormal",
        "footnotes",
        "prodNotes",
        "sidebars",
    ):
        yield f"ncc:{name}", "0"
    yield "ncc:tocItems", str(len(headings))
    yield "ncc:depth", str(max(one.level for one in headings))
    yield "ncc:files", str(files)
    yield "ncc:kByteSize", str(round(size / 1024))
    yield "ncc:totalTime", _clock(sum(_milli(track.seconds) for track in book.tracks))


def _smil(book: _Book, number: int) -> str:
    track, clips = book.tracks[number], book.clips[number]
    before = sum(_milli(one.seconds) for one in book.tracks[:number])
    metas = [
        ("dc:format", "Daisy 2.02"),
        ("dc:identifier", book.identifier),
        ("dc:title", book.title),
        ("ncc:generator", _GENERATOR),
        ("ncc:totalElapsedTime", _clock(before)),
        ("ncc:timeInThisSmil", _clock(_milli(track.seconds))),
        ("title", _section_title(book, number)),
    ]
    head = "".join(f"{_meta(name, value)}\n" for name, value in metas)
    pars = "".join(_par(clip, _sound_name(number)) for clip in clips)
    return (
        f'{_XML}{_SMIL}<smil>\n<head>\n{head}<layout><region id="textView"/></layout>\n</head>\n'
        f'<body>\n<seq dur="{track.seconds:.3f}s">\n{pars}</seq>\n</body>\n</smil>\n'
    )


def _section_title(book: _Book, number: int) -> str:
    first = book.clips[number][0].target
    place = book.text.targets.index(first)
    return next((one.text for one in book.text.headings if one.target >= place), book.title)


def _par(clip: Clip, sound: str) -> str:
    number = clip.target.name[1:]
    return (
        f'<par endsync="last" id="p{number}"><text id="x{number}" src="{TEXT}#{clip.target.name}"/>'
        f'<seq><audio id="a{number}" src="{sound}" clip-begin="npt={clip.begin:.3f}s" clip-end="npt={clip.end:.3f}s"/>'
        "</seq></par>\n"
    )


def _master(book: _Book) -> str:
    """The SMIL files in order."""
    total = sum(_milli(track.seconds) for track in book.tracks)
    metas = [("dc:format", "Daisy 2.02"), ("dc:identifier", book.identifier), ("dc:title", book.title),
             ("ncc:generator", _GENERATOR), ("ncc:timeInThisSmil", _clock(total))]  # fmt: skip
    head = "".join(f"{_meta(name, value)}\n" for name, value in metas)
    refs = "".join(
        f'<ref title="{escape(_section_title(book, n))}" src="{_smil_name(n)}" id="m{n + 1}"/>\n'
        for n in range(len(book.tracks))
    )
    return f'{_XML}{_SMIL}<smil>\n<head>\n{head}<layout><region id="textView"/></layout>\n</head>\n<body>\n{refs}</body>\n</smil>\n'


def _meta(name: str, value: str) -> str:
    return f'<meta name="{name}" content="{escape(value)}"/>'


def _clock(seconds: float) -> str:
    """h:mm:ss.mmm"""
    milli = round(seconds * 1000)
    return (
        f"{milli // 3_600_000}:{milli // 60_000 % 60:02}:{milli // 1000 % 60:02}.{milli % 1000:03}"
    )
