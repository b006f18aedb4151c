"""Script to Narration: the samples of every utterance in their order, and when each is heard."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.speech import voice
from pipeline.speech.script import Script, Utterance

HEAD, TAIL = (
    0.5,
    1.0,
)  # seconds of silence around the whole (ACX: 0.5 to 1 at the head, 1 to 5 at the tail)
_QUIET = 32  # of 32,768: what is softer is silence
_SOFT_START, _SOFT_END = 0.02, 0.05  # seconds kept around the sound
_SHORTEST = 0.12  # seconds; a swallowed utterance is shorter
# Letters a second of plausible speech (docs/notes/audio.md); a Chinese character is a syllable of about three.
_LEAST, _MOST = 3.0, 30.0
_HAN_LETTERS = 3


class Cache(Protocol):
    """Where samples are kept from build to build."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Cue:
    """When an utterance is heard, in seconds. ``chapter`` and ``number`` count from 0."""

    chapter: int
    number: int
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Narration:
    """``sound``: 16-bit mono samples at ``rate`` a second."""

    sound: bytes
    rate: int
    cues: tuple[Cue, ...]

    @property
    def seconds(self) -> float:
        return len(self.sound) / 2 / self.rate


def narrate(script: Script, cache: Cache | None = None) -> Narration:
    """The script spoken. Raises LeafletError naming each utterance that could not be, or came out implausibly short or long."""
    samples = [_trimmed(sound) for sound in _spoken(script.utterances, cache)]
    wrong = [
        found
        for u, sound in zip(script.utterances, samples, strict=True)
        for found in _implausible(u, sound)
    ]
    if wrong:
        raise LeafletError(*wrong)
    return _assembled(script, samples)


def _spoken(utterances: tuple[Utterance, ...], cache: Cache | None) -> list[bytes]:
    """Samples of each; only what the cache lacks is spoken, each text once."""
    keys = [voice.key(utterance) for utterance in utterances]
    known = {key: cache.get(key) if cache is not None else None for key in keys}
    lacking = {key: u for key, u in zip(keys, utterances, strict=True) if known[key] is None}
    for key, sound in zip(lacking, voice.speak(list(lacking.values())), strict=True):
        known[key] = sound
        if cache is not None:
            cache.put(key, sound)
    return [known[key] or b"" for key in keys]


def _trimmed(sound: bytes) -> bytes:
    """Without the engine's silence at either end."""
    samples = array("h", sound)
    loud = [n for n in range(0, len(samples), 16) if abs(samples[n]) > _QUIET]
    if not loud:
        return b""
    start = max(0, loud[0] - int(_SOFT_START * voice.RATE))
    return samples[start : loud[-1] + int(_SOFT_END * voice.RATE)].tobytes()


def _implausible(utterance: Utterance, sound: bytes) -> Iterator[Diagnostic]:
    seconds = len(sound) / 2 / voice.RATE
    letters = sum(_HAN_LETTERS if c >= "\u2e80" else 1 for c in utterance.text if c.isalnum())
    if seconds < _SHORTEST or (not _LEAST <= letters / seconds <= _MOST and letters > 8):
        message = f"{utterance.text!r} came out {seconds:.2f} seconds long: part of it was lost"
        yield Diagnostic(
            "N406", message, utterance.at, "say it in other words, or give the word a spoken form"
        )


def _assembled(script: Script, samples: list[bytes]) -> Narration:
    parts = [_silence(HEAD)]
    at, cues, sounds = HEAD, [], iter(samples)
    for chapter, part in enumerate(script.chapters):
        for number, utterance in enumerate(part.utterances):
            sound = next(sounds)
            end = at + len(sound) / 2 / voice.RATE
            cues.append(Cue(chapter, number, at, end))
            silence = _silence(utterance.pause)
            parts += [sound, silence]
            at = end + len(silence) / 2 / voice.RATE
    parts.append(_silence(TAIL))
    return Narration(b"".join(parts), voice.RATE, tuple(cues))


def _silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * voice.RATE))
