"""An utterance as a piece of MP3 that stands by itself, so that a leaflet is its clips, one after the other.

Each clip is encoded alone. An encoder begins with an empty bit reservoir, so no frame of a clip needs
bits of another; a clip begins and ends in silence, so the overlap of one clip's last frame with the
next clip's first is silence too. Clips can be joined at their frames without a click, in any order, and a
changed sentence changes its own clip and no other byte of sound.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from struct import Struct

import lameenc
import numpy as np

from pipeline.speech import loudness
from pipeline.speech.loudness import RATE, Sound
from pipeline.speech.voice import Said

KBITS = 64  # enough for one voice, small enough to send
FRAME = 1152  # samples of an MPEG-1 layer III frame
DELAY = 1105  # samples: LAME's delay (576) and a decoder's (529)
# LAME makes everything softer by this, lest something is cut (lame_set_scale, for CBR).
_SCALE = 0.95
_QUALITY = 5  # LAME's middle: speech gains nothing from slower settings
_QUIET = 0.001  # of full scale: what is softer is silence
_SOFT_START, _SOFT_END = 0.02, 0.05  # seconds kept around the sound
_HEAD = Struct("<IIIII")


@dataclass(frozen=True, slots=True)
class Clip:
    """``frames``: whole MP3 frames that decode to ``samples`` samples, in which the voice is heard from ``begin`` to
    ``end``; ``powers``: its loudness.block_powers before MP3."""

    frames: bytes
    samples: int
    begin: int
    end: int
    powers: bytes = b""

    def packed(self) -> bytes:
        """As bytes, for the store."""
        return (
            _HEAD.pack(len(self.powers), len(self.frames), self.samples, self.begin, self.end)
            + self.powers
            + self.frames
        )


def unpacked(data: bytes) -> Clip:
    """What ``packed`` made."""
    count, size, samples, begin, end = _HEAD.unpack_from(data)
    at = _HEAD.size + count
    return Clip(data[at : at + size], samples, begin, end, data[_HEAD.size : at])


@cache
def version() -> str:
    """What makes another clip of the same samples."""
    used = hashlib.sha256()
    for name in ("clip.py", "loudness.py"):
        used.update(files("pipeline.speech").joinpath(name).read_bytes())
    for library in ("lameenc", "numpy"):
        used.update(f"{library} {importlib.metadata.version(library)}".encode())
    return used.hexdigest()


def key(samples_key: str) -> str:
    """Of the clip that is made of samples with that key."""
    return hashlib.sha256(f"{samples_key} {version()}".encode()).hexdigest()


def clip(said: Said) -> Clip:
    """The utterance, levelled, at 44.1 kHz."""
    sound = levelled(said)
    frames = encoded([sound])
    powers = loudness.block_powers(sound).astype("<f4").tobytes()
    return Clip(frames, FRAME * count(frames), DELAY, DELAY + len(sound), powers)


def levelled(said: Said, limit: float = loudness.MP3_LIMIT) -> Sound:
    """The utterance's sound without the engine's silence at either end, at 44.1 kHz and TARGET; its peaks below ``limit``."""
    return loudness.levelled(loudness.resampled(trimmed(said), said.rate), limit)


def trimmed(said: Said) -> Sound:
    """What is heard of it, with soft edges."""
    samples, rate = (
        np.frombuffer(said.samples, "<i2").astype(np.float32) / np.float32(32768),
        said.rate,
    )
    loud = np.flatnonzero(np.abs(samples) > _QUIET)
    if not len(loud):
        return samples[:0]
    begin, end = loud[0] - int(_SOFT_START * rate), loud[-1] + int(_SOFT_END * rate)
    heard = samples[max(0, begin) : end]
    # Some voices have an offset, which a player hears as a click.
    kept: Sound = heard - heard.mean()
    edge = min(len(kept) // 2, rate // 200)  # 5 ms
    ramp = np.linspace(0, 1, edge, dtype=np.float32)
    kept[:edge] *= ramp
    kept[len(kept) - edge :] *= ramp[::-1]
    return kept


def encoded(parts: Iterable[Sound]) -> bytes:
    """MP3 frames of the parts of a sound; the silence after them keeps its end from being cut."""
    encoder = _encoder()
    after = np.zeros(FRAME, np.float32)
    frames = [
        bytes(encoder.encode(pcm(part / np.float32(_SCALE)))) for part in chain(parts, [after])
    ]
    return b"".join(frames) + bytes(encoder.flush())


def pcm(sound: Sound) -> bytes:
    """16-bit samples."""
    return np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2").tobytes()


@lru_cache
def silence(frames: int) -> Clip:
    """Silence of at least so many frames; nothing for none."""
    if frames <= 0:
        return Clip(b"", 0, 0, 0)
    made = encoded([np.zeros(max(0, frames - 2) * FRAME, np.float32)])
    return Clip(made, FRAME * count(made), 0, 0)


def _encoder() -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(KBITS)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(_QUALITY)
    encoder.silence()
    return encoder


def count(frames: bytes) -> int:
    """How many MPEG-1 layer III frames, which must fill the bytes (ISO 11172-3, 2.4.1.3)."""
    at = found = 0
    while at < len(frames):
        header = int.from_bytes(frames[at : at + 4], "big")
        assert header >> 17 == 0x7FFD, "no MPEG-1 layer III frame begins here"
        padding = header >> 9 & 1
        at += 144_000 * KBITS // RATE + padding
        found += 1
    assert at == len(frames), "the last frame is cut"
    return found
