"""The audio leaflet as ffprobe sees it: chapters, tags, one voice at 64 kbit/s, sound to the end."""

from __future__ import annotations

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.document import Medium
from pipeline.facts import plain_text
from pipeline.inline import plain
from pipeline.languages import language
from tests.acceptance.conftest import TAGS, Made


def probe(path: Path) -> Any:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", str(path)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("tag", TAGS)
def test_each_section_is_a_chapter(made: Made, tag: str) -> None:
    found, document = probe(made.file(tag, "audio")), made.document(tag, Medium.AUDIO)
    titles = [plain_text(plain(line.inlines)) for line in (document.title, *(s.heading for s in document.sections))]  # fmt: skip
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == titles
    times = [(float(c["start_time"]), float(c["end_time"])) for c in found["chapters"]]
    assert times[0][0] == 0
    assert all(before[1] == after[0] for before, after in pairwise(times))
    assert times[-1][1] == pytest.approx(float(found["format"]["duration"]), abs=0.2)


@pytest.mark.parametrize("tag", TAGS)
def test_title_publisher_language_and_notice_are_tags(made: Made, tag: str) -> None:
    found, document = probe(made.file(tag, "audio")), made.document(tag, Medium.AUDIO)
    tags = found["format"]["tags"]
    assert tags["title"] == plain_text(plain(document.title.inlines))
    assert tags["artist"] == "Leukaemia Care" and tags["language"] == language(tag).iso639_2
    assert "2026" in json.dumps(tags)


@pytest.mark.parametrize("tag", TAGS)
def test_the_sound_is_one_voice_at_64_kbit(made: Made, tag: str) -> None:
    [stream] = probe(made.file(tag, "audio"))["streams"]
    assert (stream["codec_name"], stream["channels"], stream["bit_rate"]) == ("mp3", 1, "64000")
    assert stream["sample_rate"] == "22050"


@pytest.mark.parametrize("tag", TAGS)
def test_no_silence_is_longer_than_a_pause(made: Made, tag: str) -> None:
    command = ["ffmpeg", "-hide_banner", "-i", str(made.file(tag, "audio")), "-af", "silencedetect=n=-50dB:d=2.5", "-f", "null", "-"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=True)
    assert b"silence_start" not in done.stderr
