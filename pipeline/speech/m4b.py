"""An audio book: AAC in an MP4 file with chapters, for players that know no chapters in MP3 (the extra [m4b])."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.diagnostic import Diagnostic, LeafletError, Location, trouble
from pipeline.document import Document
from pipeline.languages import language
from pipeline.speech import audio, clip, cover, narrate, recordings, voice
from pipeline.speech.loudness import AAC_LIMIT, RATE, Sound
from pipeline.speech.narrate import BEFORE_HEADING, HEAD, TAIL, Narration
from pipeline.speech.options import Memory, Options, Recording

# FFmpeg's AAC raises peaks by 3.7 dB at 64, and by under 1 dB here (docs/notes/audio.md).
_KBITS = 96
_KIND = {"fflags": "+bitexact", "brand": "M4B "}  # FFmpeg's own format for it takes no cover


def render(document: Document, options: Options) -> Iterator[bytes]:
    """The file, a piece at a time. It is written to a temporary one first, as an MP4's index is known at its end."""
    options = options if options.cache is not None else Options(
        options.lexicons, options.speakers, options.recordings, Memory()
    )  # fmt: skip
    return _file(document, options, audio.narrated(document, options))


def _file(document: Document, options: Options, narration: Narration) -> Iterator[bytes]:
    import av

    with tempfile.TemporaryDirectory(prefix="leaflet-book-") as folder:
        path = Path(folder) / "book.m4b"
        try:
            with av.open(str(path), "w", format="mp4", options=_KIND) as book:
                _write(book, document, options, narration)
        except OSError as problem:
            raise _unwritable(problem) from problem
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                yield part


def _unwritable(problem: OSError) -> LeafletError:
    """Not output/ is full, but where it is written first."""
    at, why = Location(tempfile.gettempdir()), trouble(problem)
    hint = "make room on the disk, or name another folder: TMPDIR=/folder make"
    return LeafletError(Diagnostic("B006", f"no audio book can be written here: {why}", at, hint))


def _write(book: Any, document: Document, options: Options, narration: Narration) -> None:
    spoken = language(document.tag)
    book.metadata.update(
        title=narration.script.title,
        artist=document.publisher,
        album=document.publisher,
        genre="Audiobook",
        comment=audio.notice(document),
    )
    stream = book.add_stream("aac", rate=RATE, layout="mono", bit_rate=_KBITS * 1000)
    stream.metadata["language"] = spoken.iso639_2
    _cover(book, cover.draw(narration.script.title, document.publisher, spoken))
    recording = options.recordings.get((document.tag, document.slug))
    heard = _read(document, recording) if recording else _sounds(options, narration)
    begins = _encode(book, stream, heard, 0 if recording else BEFORE_HEADING)
    titles = [chapter.title for chapter in narration.script.chapters]
    ends = [*begins[1:-1], begins[-1]]
    book.set_chapters([
        {"id": number, "start": begin, "end": end, "time_base": Fraction(1, RATE), "metadata": {"title": title}}
        for number, (title, begin, end) in enumerate(zip(titles, begins, ends, strict=False))
    ])  # fmt: skip


def _cover(book: Any, png: bytes) -> None:
    """The picture that players show, as a stream of one packet, which is how FFmpeg is told of it."""
    import av

    picture = book.add_stream("png", rate=1)
    picture.width, picture.height, picture.pix_fmt = cover.SIZE, cover.SIZE, "rgb24"
    picture.disposition = av.stream.Disposition.attached_pic
    packet = av.Packet(png)
    packet.stream, packet.pts, packet.dts, packet.time_base = picture, 0, 0, Fraction(1)
    book.mux(packet)


def _sounds(options: Options, narration: Narration) -> Iterator[tuple[int, Sound]]:
    """Each chapter's number with a piece of its sound, in order."""
    assert options.cache is not None
    said = narrate.samples(narration.script.utterances, options.speakers, options.cache)
    yield 0, _silence(HEAD)
    for number, chapter in enumerate(narration.script.chapters):
        for utterance in chapter.utterances:
            who = voice.speaker(utterance.tag, options.speakers)
            yield number, clip.levelled(next(said), AAC_LIMIT)
            yield number, _silence(utterance.pause * (who.voice.pauses if who else 1.0))
    yield number, _silence(TAIL)


def _read(document: Document, recording: Recording) -> Iterator[tuple[int, Sound]]:
    """A person's reading, chapter by chapter."""
    yield 0, _silence(HEAD)
    yield from recordings.sounds(document, recording, AAC_LIMIT)
    yield len(document.sections), _silence(TAIL)


def _silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE), np.float32)


def _encode(book: Any, stream: Any, sounds: Iterator[tuple[int, Sound]], early: float) -> list[int]:
    """Encode everything; the sample at which each chapter begins, ``early`` seconds before its sound, and the last one's end."""
    import av

    at, begins = 0, [0]
    for number, sound in sounds:
        if number == len(begins):
            begins.append(at - round(early * RATE))
        if len(sound):
            frame = av.AudioFrame.from_ndarray(sound[np.newaxis, :], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, at
            book.mux(stream.encode(frame))
        at += len(sound)
    book.mux(stream.encode(None))
    return [*begins, at]
