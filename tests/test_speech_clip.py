"""A clip of MP3: whole frames that need no other, nothing cut at either end."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.speech import clip, loudness
from pipeline.speech.loudness import RATE, Sound
from pipeline.speech.voice import Said
from tests.readers.mp3 import decoded

ENGINE_RATE = 22_050


def word(seconds: float = 0.5, lead: float = 0.1) -> Said:
    """A word as an engine gives it: silence, a hard beginning, a sound that dies away, silence."""
    times = np.arange(int(seconds * ENGINE_RATE)) / ENGINE_RATE
    sound = 0.4 * np.sin(2 * np.pi * 300 * times) * np.exp(-times)
    quiet = np.zeros(int(lead * ENGINE_RATE))
    samples = np.concatenate([quiet, sound, quiet])
    return Said((samples * 32767).astype("<i2").tobytes(), ENGINE_RATE, "word")


def reservoirs(frames: bytes) -> list[int]:
    """Of each frame, how many bytes of its sound stand in frames before it (ISO 11172-3, main_data_begin)."""
    found, at = [], 0
    while at < len(frames):
        padding = frames[at + 2] >> 1 & 1
        found.append(frames[at + 4] << 1 | frames[at + 5] >> 7)
        at += 144_000 * 64 // 44_100 + padding
    return found


def test_a_clip_needs_no_bits_of_the_one_before() -> None:
    made = clip.clip(word())
    assert reservoirs(made.frames)[0] == 0 and max(reservoirs(made.frames)) > 0
    assert made.samples == clip.FRAME * len(reservoirs(made.frames))


def test_a_clip_says_how_many_samples_it_decodes_to_and_where_it_is_heard() -> None:
    made = clip.clip(word())
    assert 0 < made.begin < made.end <= made.samples
    assert made.end - made.begin == pytest.approx((0.5 + 0.02 + 0.05) * RATE, abs=RATE / 100)


@pytest.mark.acceptance
@pytest.mark.parametrize("lead", [0.0, 0.001, 0.1, 0.9])
def test_no_beginning_is_cut_whatever_silence_the_engine_gave(lead: float) -> None:
    """The first tenth of a second of the word is as loud in the MP3 as in what the engine gave."""
    given, made = word(lead=lead), clip.clip(word(lead=lead))
    heard = np.array(decoded(made.frames), np.float32) / 32768
    assert len(heard) == made.samples
    wanted = loudness.resampled(clip.trimmed(given), ENGINE_RATE)
    onset = made.begin + int(np.flatnonzero(np.abs(wanted) > 0.05)[0])
    begun, own = heard[onset : onset + RATE // 10], wanted[onset - made.begin :][: RATE // 10]
    assert np.corrcoef(begun, own)[0, 1] > 0.98
    assert not np.abs(heard[-200:]).max() > 0.01  # silent where the next begins


def test_levels_of_clips_do_not_depend_on_how_loud_the_engine_was() -> None:
    soft = np.frombuffer(word().samples, "<i2") // 4
    quiet, loud = (clip.levelled(given) for given in (Said(soft.tobytes(), ENGINE_RATE), word()))
    for sound in (quiet, loud):
        assert loudness.integrated(loudness.block_powers(sound)) == pytest.approx(loudness.TARGET, abs=0.1)  # fmt: skip


def test_edges_are_soft() -> None:
    sound = clip.trimmed(word(lead=0))
    assert sound[0] == sound[-1] == 0


def test_a_clip_packed_and_unpacked_is_the_same() -> None:
    made = clip.clip(word())
    assert clip.unpacked(made.packed()) == made
    assert clip.clip(word()) == made


@pytest.mark.parametrize("frames", [0, 1, 2, 10, 40])
def test_silence_has_the_length_that_was_asked(frames: int) -> None:
    made = clip.silence(frames)
    assert made.samples == clip.FRAME * (frames if frames != 1 else 2)
    assert made.samples == clip.FRAME * clip.count(made.frames)


def test_bytes_that_are_no_whole_frames_are_our_own_mistake() -> None:
    frames = clip.silence(3).frames
    for wrong in (frames[1:], frames[:-1], b"ID3" + frames):
        with pytest.raises(AssertionError):
            clip.count(wrong)


def test_the_key_holds_what_makes_other_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = clip.key("x")
    assert clip.key("y") != before
    monkeypatch.setattr(clip, "version", lambda: "another LAME")
    assert clip.key("x") != before


def sines(*hertz: float) -> Sound:
    times = np.arange(RATE) / RATE
    waves = [0.1 * np.sin(2 * np.pi * f * times) for f in hertz]
    made: Sound = np.sum(waves, axis=0).astype(np.float32)
    return made


@pytest.mark.acceptance
def test_the_mp3_is_as_loud_as_the_sound() -> None:
    """LAME would make it softer by 0.45 dB."""
    sound = sines(300, 900, 2000)
    heard = (np.array(decoded(clip.encoded([sound]))) / 32768).astype(np.float32)
    levels = [loudness.integrated(loudness.block_powers(one)) for one in (sound, heard)]
    assert levels[0] == pytest.approx(levels[1], abs=0.1)
