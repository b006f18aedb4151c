"""The talking book of the whole leaflet, its sound as ffprobe and ffmpeg hear it."""

from __future__ import annotations

import json
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.checks.daisy import Clip, Talking, prove
from pipeline.document import Medium
from tests.acceptance.conftest import SPOKEN, Made
from tests.readers.mp3 import decoded

RATE = 44_100


def talking(made: Made, tag: str) -> Talking:
    return Talking(made.document(tag, Medium.AUDIO), made.file(tag, "daisy").read_bytes(), "x")


def sounds(book: Talking) -> list[tuple[bytes, list[Clip]]]:
    """Each sound with its clips."""
    listed = [book.clips(name) for name in book.smils]
    return [(book.files[clips[0].sound], clips) for clips in listed]


@pytest.mark.parametrize("tag", SPOKEN)
def test_the_book_that_was_made_passes_the_proof(made: Made, tag: str) -> None:
    assert list(prove(talking(made, tag))) == []


@pytest.mark.parametrize("tag", SPOKEN)
def test_each_sound_lasts_as_long_as_its_clips_within_50_ms(
    made: Made, tag: str, tmp_path: Path
) -> None:
    for sound, clips in sounds(talking(made, tag)):
        path = tmp_path / "x.mp3"
        path.write_bytes(sound)
        command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", str(path)]
        told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        assert float(told["format"]["duration"]) == pytest.approx(clips[-1].end, abs=0.05)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_no_sound_is_cut_where_one_clip_ends_and_the_next_begins(made: Made, tag: str) -> None:
    """On the decoded sound: silent for 20 ms around each cut, and something is heard in every clip."""
    for sound, clips in sounds(talking(made, tag)):
        heard = decoded(sound)
        for one, following in pairwise(clips):
            cut = round(one.end * RATE)
            assert max(map(abs, heard[cut - RATE // 50 : cut + RATE // 50])) < 40, following
        for one in clips:
            assert max(map(abs, heard[round(one.begin * RATE) : round(one.end * RATE)])) > 300, one


def test_the_sound_is_that_of_the_mp3(made: Made) -> None:
    """The same frames: the book costs no second synthesis, and says nothing else."""
    whole = made.file("en", "audio").read_bytes()
    for sound, _ in sounds(talking(made, "en")):
        assert sound[len(sound) // 4 : len(sound) // 2] in whole
