"""A Document as finished sound: an MP3 with chapters, an audio book, a file for each section, or a list of times.

All are made from one Narration, so that what one says is what the others say.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pipeline import inline, words
from pipeline.document import Document
from pipeline.facts import plain_text
from pipeline.languages import language
from pipeline.speech import clip, cover, recordings
from pipeline.speech.loudness import RATE
from pipeline.speech.narrate import HEAD, Narration, frames_of, narrate
from pipeline.speech.options import Memory, Options
from pipeline.speech.script import script
from pipeline.speech.tags import Tags, id3

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can hold


def mp3(document: Document, options: Options) -> Iterator[bytes]:
    """The whole leaflet, a piece at a time. Raises LeafletError naming what could not be spoken."""
    narration = narrated(document, options)
    return chain([id3(_tags(document, narration))], narration.frames())


def tracks(document: Document, options: Options) -> Iterator[bytes]:
    """A ZIP of an MP3 for each section, in order, and the playlist (M3U8) that players without chapters follow; a section at a
    time."""
    return _zipped(document, narrated(document, options))


def _zipped(document: Document, narration: Narration) -> Iterator[bytes]:
    chapters = narration.script.chapters
    names = [f"{number:02}-{document.slug}.mp3" for number in range(1, len(chapters) + 1)]
    rows = ["#EXTM3U", f"#PLAYLIST:{narration.script.title}"]
    out = _Passing()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, chapter) in enumerate(zip(names, chapters, strict=True)):
            sound = b"".join(_track(narration, number))
            seconds = clip.count(sound) * clip.FRAME / RATE
            tags = _track_tags(document, narration, number, seconds)
            archive.writestr(_entry(name), id3(tags) + sound)
            rows += [f"#EXTINF:{round(seconds)},{chapter.title}", name]
            yield out.taken()
        archive.writestr(_entry(f"{document.slug}.m3u8"), "\n".join(rows) + "\n")
    yield out.taken()


class _Passing(io.BytesIO):
    """A file of which no more is held than was written since the last ``taken``: an archive goes back to the beginning of an
    entry to write how long it is, and never further."""

    gone = 0

    def tell(self) -> int:
        return self.gone + super().tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return self.gone + super().seek(place if whence else place - self.gone, whence)

    def taken(self) -> bytes:
        data = self.getvalue()
        self.gone += len(data)
        super().seek(0)
        self.truncate(0)
        return data


def timings(document: Document, options: Options) -> bytes:
    """JSON: when each utterance of the MP3 is heard, what it says, and the line of the source that it stands in."""
    narration = narrated(document, options)
    spoken = narration.script
    rows = [
        {
            "chapter": cue.chapter,
            "text": utterance.text,
            "shown": utterance.shown,
            "language": language(utterance.tag).bcp47,
            "added": utterance.added,
            "source": str(utterance.at),
            "start": round(cue.begin * 1000),
            "stop": round(cue.end * 1000),
        }
        for cue, utterance in zip(narration.cues, spoken.utterances, strict=True)
    ]
    chapters = [
        {"title": one.title, "start": round(one.begin * 1000), "stop": round(one.end * 1000)}
        for one in narration.chapters
    ]
    whole = {"title": spoken.title, "language": language(spoken.tag).bcp47,
             "duration": round(narration.seconds * 1000), "chapters": chapters, "utterances": rows}  # fmt: skip
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def narrated(document: Document, options: Options) -> Narration:
    """The leaflet spoken, with its own duration said in it: the sentence that says it hardly changes it."""
    cache = options.cache if options.cache is not None else Memory()
    if recording := options.recordings.get((document.tag, document.slug)):
        return recordings.narrate(document, recording, cache)
    minutes = 1
    while True:
        narration = narrate(script(document, options.lexicons, minutes), options.speakers, cache)
        lasts = max(1, round(narration.seconds / 60))
        if lasts <= minutes:  # a sentence that says more may tip the minute back: never for ever
            return narration
        minutes = lasts


def notice(document: Document) -> str:
    """What a listener must know first, for whoever looks at the file."""
    return " ".join(plain_text(inline.plain(sentence)) for sentence in words.notice(document))


def _tags(document: Document, narration: Narration) -> Tags:
    spoken = language(document.tag)
    title = narration.script.title
    picture = cover.draw(title, document.publisher, spoken)
    return Tags(title, document.publisher, document.publisher, spoken.iso639_2, notice(document),
                narration.seconds, picture, narration.chapters)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """The sound of a chapter by itself: its frames without a tag, how many seconds they last, and the moment of the whole
    sound at which they begin."""

    frames: bytes
    seconds: float
    begin: float


def sections(narration: Narration) -> Iterator[Section]:
    """The chapters, each with silence before it as before the whole."""
    at = 0
    for chapter in range(len(narration.script.chapters)):
        frames = b"".join(_track(narration, chapter))
        lead = clip.silence(frames_of(HEAD)).samples if chapter else 0
        samples = clip.count(frames) * clip.FRAME
        yield Section(frames, samples / RATE, (at - lead) / RATE)
        at += samples - lead


def _track(narration: Narration, chapter: int) -> Iterator[bytes]:
    """The sound of one section, with silence before it as before the whole."""
    if chapter:
        yield clip.silence(frames_of(HEAD)).frames
    yield from narration.frames(chapter)


def _track_tags(document: Document, narration: Narration, number: int, seconds: float) -> Tags:
    spoken, chapters = language(document.tag), narration.script.chapters
    title = narration.script.title
    picture = cover.draw(title, document.publisher, spoken) if number == 0 else b""
    return Tags(chapters[number].title, document.publisher, title, spoken.iso639_2, notice(document),
                seconds, picture, (), f"{number + 1}/{len(chapters)}")  # fmt: skip


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 0
    return entry
