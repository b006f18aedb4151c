"""A person's reading: packed in chapters at one loudness, or refused with the line of its cue sheet."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import numpy as np
import pytest

from pipeline.catalogs import digests
from pipeline.diagnostic import LeafletError
from pipeline.document import Document
from pipeline.speech import audio, loudness
from pipeline.speech.loudness import RATE
from pipeline.speech.narrate import HEAD, TAIL, Narration
from pipeline.speech.options import Memory, Options, Recording
from tests.readers.mp3 import decoded
from tests.specimens import specimen

LONG = (4.0, 20.0)  # seconds of the two chapters of the specimen


def speech(seconds: float, rate: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Syllables of a tone, four a second, softer than it should be."""
    times = np.arange(int(seconds * rate)) / rate
    sound: np.ndarray[tuple[int], np.dtype[np.float64]] = 0.05 * np.sin(2 * np.pi * 500 * times) * (1 + np.sin(2 * np.pi * 4 * times))  # fmt: skip
    return sound


def recorded(folder: Path, document: Document, rate: int = 48_000, width: int = 2, channels: int = 1, cue: str = "") -> Recording:  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    mono = speech(sum(LONG), rate)
    both = np.repeat(mono, channels)
    whole = np.rint(both * (2 ** (8 * width - 1) - 1)).astype("<i8")
    if width == 1:
        whole += 128
    data = whole.view(np.uint8).reshape(-1, 8)[:, :width].tobytes()
    with wave.open(str(folder / "specimen.wav"), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data)
    sheet = cue or (
        f'REM LEAFLET {digests.whole(document)}\nPERFORMER "A Person"\nFILE "specimen.wav" WAVE\n'
        '  TRACK 01 AUDIO\n    TITLE "One"\n    INDEX 01 00:00:00\n'
        f"  TRACK 02 AUDIO\n    INDEX 01 00:{int(LONG[0]):02}:00\n"
    )
    (folder / "specimen.cue").write_text(sheet, encoding="utf-8")
    return Recording("specimen.cue", f"{rate} {width} {channels}", folder)


def narrated(recording: Recording, document: Document, memory: Memory | None = None) -> Narration:
    speech = Options(
        recordings={("en", "specimen"): recording}, cache=Memory() if memory is None else memory
    )
    return audio.narrated(document, speech)


@pytest.mark.acceptance
@pytest.mark.parametrize(
    ("rate", "width", "channels"), [(48_000, 2, 1), (44_100, 3, 2), (22_050, 4, 1), (16_000, 1, 2), (96_000, 2, 2)]
)  # fmt: skip
def test_a_recording_of_any_wav_is_levelled_and_packed_in_chapters(tmp_path: Path, rate: int, width: int, channels: int) -> None:  # fmt: skip
    document = specimen("en")
    narration = narrated(recorded(tmp_path, document, rate, width, channels), document)
    assert [chapter.title for chapter in narration.chapters] == ["A medicine", "How it works"]
    assert narration.chapters[1].begin == pytest.approx(HEAD + LONG[0], abs=0.1)
    heard = decoded(b"".join(narration.frames()))
    assert len(heard) == narration.samples and len(heard) / RATE == pytest.approx(
        sum(LONG) + 1.5, abs=0.3
    )
    sound = (np.array(heard) / 32768).astype(np.float32)
    assert loudness.integrated(loudness.block_powers(sound)) == pytest.approx(loudness.TARGET, abs=0.3)  # fmt: skip
    assert 20 * np.log10(loudness.peaks_of(sound).max()) < loudness.CEILING
    tone = np.abs(np.fft.rfft(sound[2 * RATE : 3 * RATE]))
    assert abs(int(tone.argmax()) - 500) <= 4  # hertz: no chipmunk


@pytest.mark.slow
def test_a_recording_made_twice_is_the_same_and_from_the_cache_the_second_time(tmp_path: Path) -> None:  # fmt: skip
    document, memory = specimen("en"), Memory()
    recording = recorded(tmp_path, document)
    first = list(narrated(recording, document, memory).frames())
    before = dict(memory)
    assert list(narrated(recording, document, memory).frames()) == first and memory == before
    assert list(narrated(recording, document).frames()) == first


def test_windows_join_without_a_trace(tmp_path: Path) -> None:
    """A chapter longer than a window has no step where two of them meet: the envelope of a tone stays even."""
    document = specimen("en")
    recording = recorded(tmp_path, document)
    sound = np.concatenate(list(_levelled(recording, LONG[0], sum(LONG))))
    at = 10 * RATE  # where the first window ends
    inside, edge = (np.abs(np.diff(sound[a - 200 : a + 200], 2)).max() for a in (at - 4410 * 5, at))
    assert edge < 1.5 * inside


def _levelled(recording: Recording, begin: float, end: float):  # type: ignore[no-untyped-def]
    from pipeline.speech import recordings

    with wave.open(str(recording.root / "specimen.wav")) as file:
        for sound, own, stop in recordings._windows(file, begin, end):
            yield recordings._limited(sound, 2.0)[own:stop]


HEADER = 'FILE "specimen.wav" WAVE\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cue", "said", "line"),
    [
        ("REM LEAFLET 0\n" + HEADER + "TRACK 01 AUDIO\nINDEX 01 00:00:00\n", "the leaflet's words have changed since it was read aloud", 1),
        (HEADER + "TRACK 01 AUDIO\nINDEX 01 00:00:00\n", "the leaflet's words have changed since it was read aloud", 1),
        (HEADER + "nonsense\n", "'nonsense' is no line of a cue sheet", 2),
        (HEADER + "INDEX 01 00:99:00\n", "is no line of a cue sheet", 2),
        ('FILE "../../etc/passwd" WAVE\nINDEX 01 00:00:00\n', "is no line of a cue sheet", 1),
        ("REM LEAFLET DIGEST\n" + HEADER + "INDEX 01 00:00:00\n", "it has 1 track in 24 seconds, and the leaflet 2 chapters", 1),
        ("REM LEAFLET DIGEST\n" + HEADER + "INDEX 01 00:04:00\nINDEX 01 00:01:00\n", "it does not say where each chapter begins", 1),
        ("REM LEAFLET DIGEST\n" + HEADER + "INDEX 01 00:00:00\nINDEX 01 09:00:00\n", "it has 2 tracks in 24 seconds, and the leaflet 2 chapters", 1),
        ('REM LEAFLET DIGEST\nFILE "other.wav" WAVE\nINDEX 01 00:00:00\nINDEX 01 00:04:00\n', "other.wav is missing or no WAV file", 1),
        ("REM LEAFLET DIGEST\n" + HEADER + "INDEX 01 00:00:00\nINDEX 01 00:23:00\n", "", 0),
    ],
)  # fmt: skip
def test_a_wrong_cue_sheet_is_refused_at_its_line(tmp_path: Path, cue: str, said: str, line: int) -> None:  # fmt: skip
    document = specimen("en")
    sheet = cue.replace("DIGEST", digests.whole(document))
    recording = recorded(tmp_path, document, cue=sheet)
    if not said:
        assert len(narrated(recording, document).chapters) == 2
        return
    with pytest.raises(LeafletError) as refused:
        narrated(recording, document)
    [wrong] = refused.value.diagnostics
    assert (wrong.code, wrong.at.path, wrong.at.line) == ("N413", "specimen.cue", line)
    assert said in wrong.message


def test_a_recording_that_is_too_short_for_its_words_is_refused(tmp_path: Path) -> None:
    document = specimen("en")
    recording = recorded(tmp_path, document)
    with wave.open(str(tmp_path / "specimen.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(array("h", [0] * 8000 * 5).tobytes())
    with pytest.raises(LeafletError, match="cannot be read in 5 seconds"):
        narrated(recording, document)


def test_a_file_that_is_no_wav_is_refused(tmp_path: Path) -> None:
    document = specimen("en")
    recording = recorded(tmp_path, document)
    (tmp_path / "specimen.wav").write_bytes(b"ID3 no wave")
    with pytest.raises(LeafletError, match=r"specimen\.wav is missing or no WAV file"):
        narrated(recording, document)


@pytest.mark.slow
def test_a_recording_is_an_audio_book_too(tmp_path: Path) -> None:
    import av

    from pipeline.speech import m4b

    document = specimen("en")
    recording = recorded(tmp_path, document)
    speech = Options(recordings={("en", "specimen"): recording})
    (tmp_path / "x.m4b").write_bytes(b"".join(m4b.render(document, speech)))
    with av.open(tmp_path / "x.m4b") as book:
        chapters = book.chapters()
        parts = [frame.to_ndarray()[0] for frame in book.decode(audio=0)]
    assert [one["metadata"]["title"] for one in chapters] == ["A medicine", "How it works"]
    begins = [one["start"] * float(one["time_base"] or 0) for one in chapters]
    assert begins == pytest.approx([0, HEAD + LONG[0]], abs=0.05)
    sound = np.concatenate(parts)
    assert len(sound) / RATE == pytest.approx(sum(LONG) + HEAD + TAIL, abs=0.1)
    assert loudness.integrated(loudness.block_powers(sound)) == pytest.approx(loudness.TARGET, abs=0.3)  # fmt: skip
    assert np.abs(sound[: RATE // 3]).max() < 0.001 < np.abs(sound[RATE:]).max()
