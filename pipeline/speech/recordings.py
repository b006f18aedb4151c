"""A person's reading of a leaflet, packed like a computer's: evenly loud, in chapters.

source/recordings/<lang>/<slug>.cue is a cue sheet: its FILE is a WAV beside it, each TRACK a chapter in the
leaflet's order (what stands before the first heading, then each section), its INDEX 01 where that begins. A
line ``REM LEAFLET <digest>`` names the words that were read: when the leaflet changes, the recording is
refused until somebody has listened again.
"""

from __future__ import annotations

import hashlib
import re
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline import inline
from pipeline.catalogs import digests
from pipeline.diagnostic import Diagnostic, LeafletError, Location, counted, quoted
from pipeline.document import Document
from pipeline.facts import plain_text
from pipeline.speech import clip, loudness
from pipeline.speech.clip import DELAY, FRAME, Clip
from pipeline.speech.loudness import RATE, Sound
from pipeline.speech.narrate import HEAD, TAIL, Narration, Piece, frames_of
from pipeline.speech.narrate import read as kept
from pipeline.speech.options import Cache, Recording
from pipeline.speech.script import Chapter, Script
from pipeline.speech.tags import ChapterTime

_WINDOW, _CONTEXT = 10, 1  # seconds that are worked on at a time, and what is seen around them
_FRAMES = 75  # a second, in a cue sheet's mm:ss:ff
# Letters a second of a person's reading, pauses included: slow reading to fast; a Han character is a syllable.
_LEAST, _MOST, _HAN = 3.0, 30.0, 3
_LEVEL = re.compile(r"\s*(?:REM\s+LEAFLET\s+(?P<digest>\S+)|FILE\s+\"(?P<file>[^\"/\\]+)\"\s+WAVE|"
                    r"INDEX\s+01\s+(?P<m>\d{1,3}):(?P<s>[0-5]\d):(?P<f>[0-6]\d|7[0-4]))\s*")  # fmt: skip
_KNOWN = re.compile(r"\s*(?:REM|TRACK|TITLE|PERFORMER|INDEX 00)\b")


@dataclass(frozen=True, slots=True)
class Sheet:
    """``begins``: seconds at which each chapter begins."""

    file: str
    digest: str
    begins: tuple[float, ...]


def narrate(document: Document, recording: Recording, cache: Cache) -> Narration:
    """The recording with the leaflet's chapters. Raises LeafletError."""
    sheet = _sheet(document, recording)
    titles = _titles(document)
    with _opened(recording, sheet) as file:
        bounds = _bounds(document, recording, sheet, file, titles)
        gain = _gain(file, bounds[0][0], bounds[-1][1])
        clips = [_stored(file, recording, bound, gain, cache) for bound in bounds]
    return _assembled(document, titles, clips, cache)


def sounds(document: Document, recording: Recording, limit: float) -> Iterator[tuple[int, Sound]]:
    """Each chapter's number with a piece of its sound as it was before any encoder, in order, its peaks below ``limit``.
    Raises LeafletError."""
    sheet = _sheet(document, recording)
    with _opened(recording, sheet) as file:
        bounds = _bounds(document, recording, sheet, file, _titles(document))
        gain = _gain(file, bounds[0][0], bounds[-1][1], limit)
        for number, bound in enumerate(bounds):
            for sound, own, stop in _windows(file, *bound):
                yield number, _limited(sound, gain, limit)[own:stop]


def _titles(document: Document) -> list[str]:
    return [
        plain_text(inline.plain(line.inlines))
        for line in (document.title, *(s.heading for s in document.sections))
    ]


@contextmanager
def _opened(recording: Recording, sheet: Sheet) -> Iterator[wave.Wave_read]:
    """The sheet's sound. Raises LeafletError where it cannot be read, to its end."""
    path = (recording.root / recording.path).with_name(sheet.file)
    try:
        with wave.open(str(path)) as file:
            yield file
    except (OSError, EOFError, wave.Error) as problem:
        why = f"{sheet.file} is missing or no WAV file"
        raise _wrong(recording, why, "save the sound as WAV (PCM) under this name") from problem


def _sheet(document: Document, recording: Recording) -> Sheet:
    found = read(recording)
    words = digests.whole(document)
    if found.digest != words:
        raise _wrong(recording, "the leaflet's words have changed since it was read aloud",
                     f"listen to it with the leaflet; when every word is right write REM LEAFLET {words}")  # fmt: skip
    return found


def read(recording: Recording) -> Sheet:
    """The cue sheet. Raises LeafletError with its first wrong line."""
    file = digest = ""
    begins: list[float] = []
    try:
        rows = (recording.root / recording.path).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise _wrong(
            recording, "its list of chapters cannot be read", "save the file as UTF-8"
        ) from problem
    for number, row in enumerate(rows, 1):
        match = _LEVEL.fullmatch(row)
        if not match and row.strip() and not _KNOWN.match(row):
            raise _wrong(
                recording,
                f"{quoted(row.strip()[:60])} is no line of a cue sheet",
                'write lines such as FILE "x.wav" WAVE, TRACK 01 AUDIO and INDEX 01 00:00:00',
                number,
            )
        if match:
            file, digest = match["file"] or file, match["digest"] or digest
            if match["m"]:
                begins.append(int(match["m"]) * 60 + int(match["s"]) + int(match["f"]) / _FRAMES)
    if not file or not begins or begins != sorted(set(begins)):
        raise _wrong(
            recording,
            "it does not say where each chapter begins",
            'write FILE "x.wav" WAVE, and for each chapter TRACK 01 AUDIO and a later INDEX 01 00:00:00',
        )
    return Sheet(file, digest, tuple(begins))


def _wrong(recording: Recording, message: str, hint: str, line: int = 1) -> LeafletError:
    return LeafletError(
        Diagnostic(
            "N413",
            f"this recording cannot be used: {message}",
            Location(recording.path, line),
            hint,
        )
    )


def _bounds(
    document: Document, recording: Recording, sheet: Sheet, file: wave.Wave_read, titles: list[str]
) -> list[tuple[float, float]]:
    """Begin and end of each chapter, in seconds; each long enough to hold its words and no longer."""
    seconds = file.getnframes() / file.getframerate()
    if len(sheet.begins) != len(titles) or sheet.begins[-1] >= seconds:
        raise _wrong(recording, f"it has {counted(len(sheet.begins), 'track')} in {counted(round(seconds), 'second')}, and the leaflet {counted(len(titles), 'chapter')}",
                     f"write a track each for: {'; '.join(titles)}")  # fmt: skip
    bounds = list(pairwise([*sheet.begins, seconds]))
    letters = sum(
        _HAN if c >= "\u2e80" else 1
        for line in document_lines(document)
        for c in line
        if c.isalnum()
    )
    if not _LEAST <= letters / (seconds - sheet.begins[0]) <= _MOST:
        raise _wrong(
            recording,
            f"{counted(letters, 'letter')} cannot be read in {counted(round(seconds), 'second')}: a part of the recording is missing, or it is of another leaflet",
            "record what is missing, or name the right file",
        )
    return bounds


def document_lines(document: Document) -> Iterator[str]:
    """The text of every line of the leaflet, in order."""
    from pipeline.document import lines

    return (plain_text(inline.plain(line.inlines)) for line in lines(document))


# Sound, a window at a time.


def _windows(file: wave.Wave_read, begin: float, end: float) -> Iterator[tuple[Sound, int, int]]:
    """The sound at RATE in windows, with what stands around each, and where its own samples begin and end in it."""
    rate = file.getframerate()
    first, last = round(begin * rate), round(end * rate)
    for at in range(first, last, _WINDOW * rate):
        stop = min(at + _WINDOW * rate, last)
        start = max(first, at - _CONTEXT * rate)
        file.setpos(start)
        sound = _mono(file.readframes(min(stop + _CONTEXT * rate, last) - start), file)
        own = (at - start) * RATE // rate
        yield loudness.resampled(sound, rate), own, own + (stop - at) * RATE // rate


def _mono(data: bytes, file: wave.Wave_read) -> Sound:
    """Samples of 8, 16, 24 or 32 bits (WAV keeps 8 unsigned), channels added up."""
    width = file.getsampwidth()
    raw = np.frombuffer(data, np.uint8).reshape(-1, width)
    if width == 1:
        values = (raw[:, 0].astype(np.float32) - 128) / 128
    else:
        wide = np.zeros((len(raw), 4), np.uint8)
        wide[:, 4 - width :] = raw
        values = wide.view("<i4")[:, 0].astype(np.float32) / 2**31
    mono: Sound = values.reshape(-1, file.getnchannels()).mean(axis=1).astype(np.float32)
    return mono


def _gain(
    file: wave.Wave_read, begin: float, end: float, limit: float = loudness.MP3_LIMIT
) -> float:
    """What brings the whole to loudness.TARGET, limiting included."""
    gain = 1.0
    for _ in range(loudness.ROUNDS):
        powers = [
            loudness.block_powers_within(_limited(sound, gain, limit), own, stop)
            for sound, own, stop in _windows(file, begin, end)
        ]
        found = loudness.integrated(np.concatenate(powers))
        if found == -np.inf:
            return gain
        gain *= 10 ** ((loudness.TARGET - found) / 20)
    return gain


def _limited(sound: Sound, gain: float, limit: float = loudness.MP3_LIMIT) -> Sound:
    louder = sound * np.float32(gain)
    return loudness.limited(louder, loudness.peaks_of(louder), limit)


def _stored(
    file: wave.Wave_read,
    recording: Recording,
    bound: tuple[float, float],
    gain: float,
    cache: Cache,
) -> Piece:
    """A chapter as one clip in the cache."""
    name = f"{recording.digest} {bound} {gain} {clip.version()}"
    key = hashlib.sha256(name.encode()).hexdigest()
    if cache.get(key) is None:
        levelled = (_limited(sound, gain)[own:stop] for sound, own, stop in _windows(file, *bound))
        frames = clip.encoded(levelled)
        samples = round((bound[1] - bound[0]) * RATE)
        cache.put(key, Clip(frames, FRAME * clip.count(frames), DELAY, DELAY + samples).packed())
    return Piece(0, key)


def _assembled(document: Document, titles: list[str], clips: list[Piece], cache: Cache) -> Narration:  # fmt: skip
    head, tail = Piece(0, silence=frames_of(HEAD)), Piece(len(titles) - 1, silence=frames_of(TAIL))
    at = clip.silence(head.silence).samples
    times: list[float] = []
    pieces = [head]
    for chapter, piece in enumerate(clips):
        times.append(at / RATE)
        at += kept(cache, piece).samples
        pieces.append(Piece(chapter, piece.key))
    at += clip.silence(tail.silence).samples
    bounds = pairwise([0.0, *times[1:], at / RATE])
    chapters = tuple(ChapterTime(title, *bound) for title, bound in zip(titles, bounds, strict=True))  # fmt: skip
    script = Script(titles[0], document.tag, tuple(Chapter(title, ()) for title in titles))
    return Narration(script, (), chapters, (*pieces, tail), at, cache)
