"""How long an MP3 lasts, by its own frames."""

from __future__ import annotations

# MPEG-1 layer III, kbit/s (ISO 11172-3).
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES = (44100, 48000, 32000)


def mp3_seconds(data: bytes) -> float:
    """How long the frames last; -1 where something else stands among them (ISO 11172-3, 2.4.2.3)."""
    at, frames, first = 0, 0, b""
    rate = 0
    while at + 4 <= len(data):
        head = data[at : at + 4]
        kbits, hertz = _BITRATES[head[2] >> 4] if head[2] >> 4 < 15 else 0, (head[2] >> 2) & 3
        if head[0] != 0xFF or head[1] & 0xFE != 0xFA or not kbits or hertz == 3:
            return -1
        first, rate = first or head, _RATES[hertz]
        if (head[2] ^ first[2]) & 0xFC:
            return -1
        at += 144_000 * kbits // rate + (head[2] >> 1 & 1)
        frames += 1
    return frames * 1152 / rate if frames and at == len(data) else -1
