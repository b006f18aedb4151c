"""How loud speech is, and speech made evenly loud: ITU-R BS.1770-4 and EBU R 128, on 44.1 kHz mono.

A sentence is levelled by itself, so that a changed sentence changes nothing else, however long the book:
a leaflet of sentences at -19 LUFS is at -19 LUFS. Filters and oversampling go through the spectrum
of a sound that is silent at both ends, which makes them exact.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]  # samples, full scale is 1
Spectrum = NDArray[np.complexfloating]

RATE = 44_100  # samples a second
TARGET = -19.0  # LUFS, mono: docs/notes/audio.md
CEILING = -3.0  # dBTP that nothing may exceed once it has been through MP3
MP3_LIMIT = -4.2  # dBTP before it: MP3 adds 0.8 dB to the highest peaks (docs/notes/audio.md)
AAC_LIMIT = -5.0  # the same before AAC at 96 kbit/s, which adds as much; at 64 it adds up to 3.7 dB
_BLOCK, _HOP = RATE * 4 // 10, RATE // 100  # a block is 400 ms
_ABSOLUTE, _RELATIVE = -70.0, -10.0  # the gates, LUFS and LU
# The limiter works a good millisecond at a time; whole seconds hold whole slices.
_SLICE = RATE // 900
_AHEAD = 5  # slices by which it is early
_OVERSAMPLED = 4  # "at least 4 times" (BS.1770-4, annex 2)
ROUNDS = 6  # limiting lowers the loudness a little, and more gain makes up for it
_NEAR = 0.05  # LU
# Decibels of loudness that a decibel of gain is taken to give, however hard it is limited.
_LEAST_SLOPE = 0.25


def block_powers(sound: Sound) -> NDArray[np.float32]:
    """The mean square of each 400 ms of the K-weighted sound, every 10 ms; silence stands around it.

    The recommendation takes a block every 100 ms, wherever that falls in a sentence; this is the average of
    all its ways to fall.
    """
    margin = np.zeros(_BLOCK, np.float32)
    padded = np.concatenate([margin, sound, margin])
    size = _fast(len(padded) + RATE // 2)  # the filters ring for less than half a second
    spectrum = _product(np.fft.rfft(padded, size), _k_weighting(size))
    weighted = np.fft.irfft(spectrum, size)[: len(padded)]
    energy = np.concatenate([[0.0], np.cumsum(np.square(weighted, dtype=np.float64))])
    starts = np.arange(0, len(padded) - _BLOCK + 1, _HOP)
    found: NDArray[np.float32] = ((energy[starts + _BLOCK] - energy[starts]) / _BLOCK).astype(
        np.float32
    )
    return found


def block_powers_within(sound: Sound, begin: int, end: int) -> NDArray[np.float32]:
    """Those of the blocks that begin in a part of a longer sound, of which this is a piece; both are whole hundredths of seconds."""
    found = block_powers(sound)
    first = (begin + _BLOCK) // _HOP  # silence of one block stands before the sound
    return found[first : first + (end - begin) // _HOP]


def integrated(powers: NDArray[np.float32]) -> float:
    """Integrated loudness in LUFS of blocks; -inf when all are silent."""
    heard = powers[powers > _power(_ABSOLUTE)].astype(np.float64)
    if not len(heard):
        return -np.inf
    heard = heard[heard > heard.mean() * 10 ** (_RELATIVE / 10)]
    return _lufs(float(heard.mean()))


def levelled(sound: Sound, limit: float = MP3_LIMIT) -> Sound:
    """The sound at TARGET, with no true peak above ``limit``, in dBTP: what an encoder cannot raise above CEILING."""
    found = integrated(block_powers(sound))
    if found == -np.inf:
        return sound
    peaks, decibels, slope = peaks_of(sound), 0.0, 1.0
    for _ in range(ROUNDS):
        step = (TARGET - found) / slope
        decibels += step
        gain = 10 ** (decibels / 20)
        made = limited(sound * np.float32(gain), peaks * gain, limit)
        before, found = found, integrated(block_powers(made))
        if abs(TARGET - found) < _NEAR:
            break
        slope = min(1.0, max(_LEAST_SLOPE, (found - before) / step))
    return made


def resampled(sound: Sound, rate: int) -> Sound:
    """The sound, of ``rate`` samples a second, at RATE."""
    step = math.gcd(rate, RATE)
    # Silence after the sound, as a spectrum is of a circle.
    parts = (len(sound) + 4096) // (rate // step)
    size = _fast(parts) * (rate // step)  # a whole number of both rates' samples
    now = size // (rate // step) * (RATE // step)
    spectrum = np.fft.rfft(sound, size) * (now / size)
    made = np.fft.irfft(spectrum[: now // 2 + 1], now)
    return made[: len(sound) * RATE // rate].astype(np.float32)


def limited(sound: Sound, peaks: NDArray[np.float64], limit: float = MP3_LIMIT) -> Sound:
    """The sound with gain that is down before each of its peaks_of comes and up again after it, without a step."""
    most = 10 ** (limit / 20)
    if peaks.max(initial=0.0) <= most:
        return sound
    around = np.lib.stride_tricks.sliding_window_view(np.pad(peaks, 2 * _AHEAD), 4 * _AHEAD + 1)
    wanted = np.minimum(1.0, most / np.maximum(around.max(axis=1), 1e-9))
    window = np.hanning(2 * _AHEAD + 3)[1:-1]
    smooth = np.convolve(np.pad(wanted, _AHEAD, "edge"), window / window.sum(), "valid")
    middles = (np.arange(len(smooth)) + 0.5) * _SLICE
    return (sound * np.interp(np.arange(len(sound)), middles, smooth)).astype(np.float32)


def peaks_of(sound: Sound) -> NDArray[np.float64]:
    """The highest oversampled value of each slice of _SLICE samples."""
    size = _fast(len(sound) + 2048)
    raised = np.fft.irfft(np.fft.rfft(sound, size), _OVERSAMPLED * size) * _OVERSAMPLED
    slices = -(-len(sound) // _SLICE)
    kept = np.zeros(slices * _SLICE * _OVERSAMPLED, np.float32)
    kept[: min(len(kept), len(raised))] = np.abs(raised[: len(kept)])
    found: NDArray[np.float64] = kept.reshape(slices, -1).max(axis=1).astype(np.float64)
    return found


@cache
def _k_weighting(size: int) -> NDArray[np.complex64]:
    """The response of BS.1770's two filters at the frequencies of a spectrum of ``size`` samples.

    The recommendation gives coefficients for 48 kHz; these are its analogue prototypes at our rate, as in
    libebur128.
    """
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    k, q = np.tan(np.pi * 1681.974450955533 / RATE), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf_b = (
        np.array([high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k])
        / a0
    )
    shelf_a = np.array([a0, 2 * (k * k - 1), 1 - k / q + k * k]) / a0
    k, q = np.tan(np.pi * 38.13547087602444 / RATE), 0.5003270373238773
    a0 = 1 + k / q + k * k
    pass_a = np.array([a0, 2 * (k * k - 1), 1 - k / q + k * k]) / a0
    powers = np.stack([z**0, z, z * z])
    response = (shelf_b @ powers) / (shelf_a @ powers) * (np.array([1, -2, 1]) @ powers) / (pass_a @ powers)  # fmt: skip
    return response.astype(np.complex64)  # type: ignore[no-any-return]


def _product(one: Spectrum, other: Spectrum) -> Spectrum:
    """Rounded after each step. numpy's own product rounds once less where a processor multiplies and adds in one step (FMA), and
    another processor would make other bytes of the same sound."""
    made = np.empty_like(one)
    made.real = one.real * other.real - one.imag * other.imag
    made.imag = one.real * other.imag + one.imag * other.real
    return made


def _fast(size: int) -> int:
    """A length not much above ``size`` whose transform is quick: 2**n, or 3 or 5 or 7 quarters of it."""
    power = 1 << max(3, size.bit_length() - 3)
    return -(-size // power) * power


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power)  # numpy's depends on the processor in its last digit


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
