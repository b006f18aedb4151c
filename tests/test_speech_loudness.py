"""Loudness by ITU-R BS.1770: sounds whose loudness the recommendation states, and speech brought to one."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from pipeline.speech import loudness
from pipeline.speech.loudness import RATE, Sound


def sine(seconds: float, decibels: float, hertz: float = 997.0, rate: int = RATE) -> Sound:
    """A sine at a peak level in dBFS."""
    times = np.arange(int(seconds * rate)) / rate
    return (10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def measured(sound: Sound) -> float:
    return loudness.integrated(loudness.block_powers(sound))


def inside(sound: Sound) -> float:
    """Of a steady sound, without the blocks that its beginning and its end are in."""
    end = len(sound) // RATE - 1
    return loudness.integrated(loudness.block_powers_within(sound, RATE, end * RATE))


def test_a_sine_at_full_scale_is_at_minus_3_lufs() -> None:
    """BS.1770-4, annex 1: "a 0 dBFS sine at 997 Hz in one channel is at -3.01 LKFS"."""
    assert inside(sine(20, 0)) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("level", [-6.0, -20.0, -40.0])
def test_loudness_follows_the_level_decibel_by_decibel(level: float) -> None:
    assert inside(sine(20, level)) == pytest.approx(-3.01 + level, abs=0.02)


@pytest.mark.slow
def test_silence_and_what_is_soft_are_gated() -> None:
    """EBU Tech 3341, in the way of its test signal 3: the soft parts around do not count."""
    sound = np.concatenate([sine(10, -36), sine(60, -23), sine(10, -36)])
    assert measured(sound) == pytest.approx(-3.01 - 23, abs=0.1)
    assert measured(np.zeros(RATE, np.float32)) == -np.inf


def test_the_filters_are_those_of_the_recommendation() -> None:
    """BS.1770-4, figures 2 and 4: little below 40 Hz, 4 decibels more above 3 kHz, none at 500 Hz."""
    at_1k = measured(sine(20, -20))
    assert measured(sine(20, -20, 20)) < at_1k - 10
    assert measured(sine(20, -20, 5000)) == pytest.approx(at_1k + 3.3, abs=0.3)
    assert measured(sine(20, -20, 500)) == pytest.approx(at_1k - 0.6, abs=0.3)


def test_a_true_peak_between_samples_is_seen() -> None:
    """A sine of a quarter of the rate, sampled at 45 degrees: its samples are 3 dB below its peaks."""
    times = np.arange(RATE // 2)
    sound = np.sin(np.pi / 2 * times + np.pi / 4).astype(np.float32)
    assert np.abs(sound).max() == pytest.approx(0.707, abs=0.001)
    assert loudness.peaks_of(sound)[100:-100].max() == pytest.approx(1.0, abs=0.01)


def bursts(seed: int, crest: float) -> Sound:
    """Noise in syllables, with peaks: like speech, and worse."""
    random = np.random.default_rng(seed)
    sound = random.standard_normal(4 * RATE) * (
        1.1 + np.sin(2 * np.pi * 4 * np.arange(4 * RATE) / RATE)
    )
    sound[random.integers(0, len(sound), 40)] *= crest
    made: Sound = (sound / np.abs(sound).max() * 0.3).astype(np.float32)
    return made


@pytest.mark.parametrize("crest", [1.0, 3.0])
@pytest.mark.parametrize("gain", [0.05, 1.0, 3.0])
def test_a_levelled_sound_is_at_the_target_below_the_ceiling(crest: float, gain: float) -> None:
    made = loudness.levelled(bursts(1, crest) * np.float32(gain))
    assert measured(made) == pytest.approx(loudness.TARGET, abs=0.1)
    assert 20 * np.log10(loudness.peaks_of(made).max()) < loudness.CEILING - 0.5


def test_levelling_twice_changes_nothing_that_one_hears() -> None:
    once = loudness.levelled(bursts(2, 2.0))
    assert np.abs(loudness.levelled(once) - once).max() < 0.02


def test_silence_stays_silence() -> None:
    assert not loudness.levelled(np.zeros(1000, np.float32)).any()
    assert not len(loudness.levelled(np.zeros(0, np.float32)))


def test_the_limiter_makes_no_step() -> None:
    """A loud burst in a soft sine: the gain around it changes by less than a hundredth from sample to sample."""
    sound = sine(1, -12)
    sound[RATE // 2 : RATE // 2 + 400] *= np.float32(8)
    gain = loudness.limited(sound, loudness.peaks_of(sound))[np.abs(sound) > 0.01] / sound[np.abs(sound) > 0.01]  # fmt: skip
    assert gain.min() < 0.6 and gain[0] == pytest.approx(1.0)
    assert np.abs(np.diff(gain)).max() < 0.01


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000, 96_000])
def test_another_rate_keeps_the_pitch_and_the_length(rate: int) -> None:
    given = sine(1, -6, 440, rate) * np.hanning(rate).astype(np.float32)
    made = loudness.resampled(given, rate)
    wanted = sine(1, -6, 440) * np.hanning(RATE).astype(np.float32)
    assert len(made) == RATE and np.abs(made - wanted).max() < 0.001


PLAIN = """
import sys
from hashlib import sha256
from numpy.random import default_rng
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
from pipeline.speech import clip, loudness
from pipeline.speech.voice import Said
noise = default_rng(1).standard_normal(60_000) * 6_000
sound = clip.levelled(Said(noise.clip(-32_000, 32_000).astype("<i2").tobytes(), 22_050))
print(sha256(clip.pcm(sound) + loudness.block_powers(sound).tobytes()).hexdigest())
print(*(name for name in __cpu_dispatch__ if __cpu_features__[name]))
"""


@pytest.mark.slow
def test_another_processor_makes_the_same_sound() -> None:
    """numpy goes other ways on a processor that can do more: here it is told to leave them all out."""

    def asked(**without: str) -> tuple[str, str]:
        done = subprocess.run([sys.executable, "-c", PLAIN], env={**os.environ, **without}, capture_output=True, text=True, check=True)  # fmt: skip
        digest, can = done.stdout.split("\n")[:2]
        return digest, can

    digest, can = asked(NPY_DISABLE_CPU_FEATURES="")
    assert asked(NPY_DISABLE_CPU_FEATURES=can) == (digest, "")
