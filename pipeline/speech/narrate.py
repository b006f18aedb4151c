"""Script to Narration: every utterance a clip, in order, and when each is heard.

No sound is held in memory: clips lie in the cache and are read one after the other, so that a book of ten
hours needs no more than a leaflet.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

import numpy as np

from pipeline.diagnostic import Diagnostic, LeafletError, quoted
from pipeline.document import NOWHERE
from pipeline.languages import language
from pipeline.speech import clip, loudness, voice
from pipeline.speech.clip import DELAY, FRAME, Clip
from pipeline.speech.loudness import RATE
from pipeline.speech.options import GONE, Cache
from pipeline.speech.script import Script, Utterance
from pipeline.speech.tags import ChapterTime
from pipeline.speech.voice import SLOWLY, Said, Speakers

# Seconds of silence around the whole (ACX: 0.5 to 1 at the head, 1 to 5 at the tail).
HEAD, TAIL = 0.5, 1.0
BEFORE_HEADING = 0.25  # seconds: a player that jumps to a chapter must not cut its first sound
_SHORTEST = 0.12  # seconds; a swallowed utterance is shorter
# Seconds that a sound of speech takes at 150 words a minute: docs/notes/audio.md, "Bounds".
_LEAST, _MOST = 0.035, 0.16
_TOLERANCE = 0.5  # LU around loudness.TARGET
_SWITCH = re.compile(r"\(([a-z]{2,3}(?:-[a-z0-9-]+)?)\)")
_SOUND = re.compile(r"[^\W\d_]|[\u0250-\u02af]")
_WORKERS = 2  # LAME and numpy work outside Python's lock


@dataclass(frozen=True, slots=True)
class Cue:
    """When an utterance is heard, in seconds. ``chapter`` and ``number`` count from 0."""

    chapter: int
    number: int
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A clip by its key, or silence of so many frames."""

    chapter: int
    key: str = ""
    silence: int = 0


@dataclass(frozen=True)
class Narration:
    """``pieces`` in order make the sound; ``samples``: how long it is; ``cues``: none in a person's recording."""

    script: Script
    cues: tuple[Cue, ...]
    chapters: tuple[ChapterTime, ...]
    pieces: tuple[Piece, ...]
    samples: int
    cache: Cache = field(compare=False, repr=False)

    @property
    def seconds(self) -> float:
        return self.samples / RATE

    def frames(self, chapter: int | None = None) -> Iterator[bytes]:
        """The MP3 frames, of one chapter or of all, a piece at a time."""
        for piece in self.pieces:
            if chapter in (None, piece.chapter):
                yield read(self.cache, piece).frames


def narrate(script: Script, speakers: Speakers, cache: Cache) -> Narration:
    """The script spoken. Raises LeafletError naming each utterance that could not be, or did not come out right."""
    keys = [clip.key(voice.key(utterance, speakers)) for utterance in script.utterances]
    lacking = {
        key: u for key, u in zip(keys, script.utterances, strict=True) if cache.get(key) is None
    }
    wrong = _make(lacking, speakers, cache)
    if wrong:
        raise LeafletError(*wrong)
    return _assembled(script, speakers, keys, cache)


def samples(utterances: Sequence[Utterance], speakers: Speakers, cache: Cache) -> Iterator[Said]:
    """What the engine gave for each, from the cache, or said again. Raises LeafletError."""
    for utterance in utterances:
        stored = cache.get(voice.key(utterance, speakers))
        if stored is None:
            [(_, said)] = voice.speak([utterance], speakers)
            if said.problem:
                raise LeafletError(_failed(utterance, said.problem))
            stored = voice.packed(said)
            cache.put(voice.key(utterance, speakers), stored)
        yield voice.unpacked(stored)


def _make(lacking: dict[str, Utterance], speakers: Speakers, cache: Cache) -> list[Diagnostic]:
    """Clips into the cache; what went wrong. The engine speaks while others level and encode."""
    keys, utterances = list(lacking), list(lacking.values())
    wrong: list[Diagnostic] = []
    with ThreadPoolExecutor(_WORKERS) as pool:
        running: deque[Future[None]] = deque()
        for place, said in voice.speak(utterances, speakers):
            utterance = utterances[place]
            found = list(problems(utterance, said))
            wrong += found
            if found:
                continue
            cache.put(voice.key(utterance, speakers), voice.packed(said))
            running.append(pool.submit(partial(_store, cache, keys[place], said)))
            while len(running) > 2 * _WORKERS:  # no more sound in memory than this
                running.popleft().result()
        for future in running:
            future.result()
    return list(_gathered(wrong))


def _gathered(found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """A voice that fails at one sentence as at the next is one finding, not hundreds."""
    alike: dict[str, list[Diagnostic]] = {}
    for one in found:
        alike.setdefault(one.message.rpartition(" could not be spoken: ")[2], []).append(one)
    for same in alike.values():
        more = f" (and {len(same) - 1} more)" if len(same) > 1 else ""
        yield replace(same[0], message=same[0].message + more)


def _store(cache: Cache, key: str, said: Said) -> None:
    cache.put(key, clip.clip(said).packed())


# What may go wrong with an utterance.


def problems(utterance: Utterance, said: Said) -> Iterator[Diagnostic]:
    """What is wrong with a sentence as it was said: nothing came, too much or too little, or another language."""
    if said.problem:
        yield _failed(utterance, said.problem)
        return
    yield from _implausible(utterance, said)
    yield from _switched(utterance, said)


def _failed(utterance: Utterance, problem: str) -> Diagnostic:
    hint = "write the sentence in another way, and try it with leaflet say TEXT; leaflet doctor shows the voices"
    return Diagnostic(
        "N405", f"{utterance.quoted} could not be spoken: {problem}", utterance.at, hint
    )


def _implausible(utterance: Utterance, said: Said) -> Iterator[Diagnostic]:
    """Cut or swallowed: shorter or longer than its sounds can be."""
    seconds = len(clip.trimmed(said)) / said.rate
    count = len(_SOUND.findall(_SWITCH.sub("", said.phonemes)))
    pace = SLOWLY if utterance.slow else 1.0
    if seconds < _SHORTEST or not _LEAST * count <= seconds * pace <= 0.3 + _MOST * count:
        message = f"{utterance.quoted} came out {seconds:.2f} seconds long for {count} sounds: a part of it was lost"
        hint = "write it in other words, or put the word into the lexicon with the words to say; leaflet say TEXT tries it"
        yield Diagnostic("N406", message, utterance.at, hint)


def _switched(utterance: Utterance, said: Said) -> Iterator[Diagnostic]:
    """The engine took words for another language's. Latin words in another script are read in English, and that is all."""
    own = language(utterance.tag)
    switches = [found for found in _SWITCH.findall(said.phonemes) if not own.voice.endswith(found)]
    allowed = (
        len(re.findall(r"[A-Za-z][A-Za-z' -]*", utterance.text)) if own.script != "latin" else 0
    )
    if len(switches) > allowed:
        message = f"{utterance.quoted}: the {own.name} voice said a part of it in the language {quoted(switches[0])}"
        hint = f"mark the words as [words]{{lang={switches[0]}}}, or put them with the words to say into source/lexicon/{utterance.tag}.pls"
        yield Diagnostic("N411", message, utterance.at, hint)


# The whole.


def _assembled(script: Script, speakers: Speakers, keys: list[str], cache: Cache) -> Narration:
    pieces = [Piece(0, silence=frames_of(HEAD))]
    at = clip.silence(pieces[0].silence).samples
    cues: list[Cue] = []
    powers: list[bytes] = []
    named = iter(keys)
    for chapter, part in enumerate(script.chapters):
        for number, utterance in enumerate(part.utterances):
            piece = Piece(chapter, next(named))
            made = read(cache, piece)
            cues.append(Cue(chapter, number, (at + made.begin) / RATE, (at + made.end) / RATE))
            who = voice.speaker(utterance.tag, speakers)
            pause = utterance.pause * (who.voice.pauses if who else 1.0)
            silent = Piece(
                chapter, silence=frames_of(pause - (made.samples - made.end + DELAY) / RATE)
            )
            pieces += [piece, silent] if silent.silence else [piece]
            at += made.samples + clip.silence(silent.silence).samples
            powers.append(made.powers)
    pieces.append(Piece(len(script.chapters) - 1, silence=frames_of(TAIL)))
    at += clip.silence(pieces[-1].silence).samples
    _check_loudness(script, powers)
    chapters = _chapters(script, cues, at / RATE)
    return Narration(script, tuple(cues), chapters, tuple(pieces), at, cache)


def _chapters(script: Script, cues: list[Cue], seconds: float) -> tuple[ChapterTime, ...]:
    """Each begins just before its heading is heard; the first begins the file, the last ends it."""
    firsts = {cue.chapter: cue.begin for cue in reversed(cues)}
    titles = [chapter.title for chapter in script.chapters]
    begins = [0.0, *(firsts[number] - BEFORE_HEADING for number in range(1, len(titles)))]
    times = pairwise([*begins, seconds])
    return tuple(ChapterTime(title, *time) for title, time in zip(titles, times, strict=True))


def read(cache: Cache, piece: Piece) -> Clip:
    """The clip of a piece. Raises LeafletError when it was taken out of the cache."""
    if not piece.key:
        return clip.silence(piece.silence)
    stored = cache.get(piece.key)
    if stored is None:
        raise LeafletError(
            Diagnostic(
                GONE,
                "a kept piece of sound was taken away while it was read",
                NOWHERE,
                "run make again, which makes it anew",
            )
        )
    return clip.unpacked(stored)


def frames_of(seconds: float) -> int:
    """How many frames of MP3 last about so long."""
    return max(0, round(seconds * RATE / FRAME))


def _check_loudness(script: Script, powers: list[bytes]) -> None:
    """Sentences at one loudness make a leaflet at that loudness; held against the recommendation's own gates."""
    found = loudness.integrated(np.frombuffer(b"".join(powers), "<f4"))
    if abs(found - loudness.TARGET) > _TOLERANCE:
        message = f"the sound is too {'loud' if found > loudness.TARGET else 'quiet'}: {found:.1f} LUFS, and it should be {loudness.TARGET:g}"
        at = script.utterances[0].at
        raise LeafletError(
            Diagnostic(
                "N407",
                message,
                at,
                "run make again; if it stays, choose another voice under voices: in source/publisher.yaml",
            )
        )
