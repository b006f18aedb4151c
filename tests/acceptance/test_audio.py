"""The audio leaflet as ffprobe, ffmpeg and sox hear it, held against its own list of times."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import files
from pipeline.build.make import render
from pipeline.build.store import Store
from pipeline.document import Medium
from pipeline.facts import plain_text
from pipeline.inline import plain
from pipeline.languages import language
from pipeline.publisher import Edition, Format
from pipeline.speech.options import Options
from pipeline.speech.script import script
from tests.acceptance.conftest import SPOKEN, Made
from tests.acceptance.test_facts import in_document
from tests.readers import figures
from tests.readers.mp3 import decoded


def probe(path: Path) -> Any:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", str(path)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    return json.loads(done.stdout)


def other(made: Made, tag: str, format: Format) -> bytes:
    """Another edition of the same leaflet, from the clips that the build left."""
    data = render(made.document(tag, Medium.AUDIO), Edition("x", format), Options(), Store(made.root / "output" / files.FOLDER / "store"))  # fmt: skip
    return data if isinstance(data, bytes) else b"".join(data)


def timings(made: Made, tag: str) -> Any:
    return json.loads(other(made, tag, Format.TIMINGS))


@pytest.mark.parametrize("tag", SPOKEN)
def test_each_section_is_a_chapter_within_50_ms_of_the_times(made: Made, tag: str) -> None:
    found, document = probe(made.file(tag, "audio")), made.document(tag, Medium.AUDIO)
    titles = [plain_text(plain(line.inlines)) for line in (document.title, *(s.heading for s in document.sections))]  # fmt: skip
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == titles
    times = [(float(c["start_time"]), float(c["end_time"])) for c in found["chapters"]]
    assert times[0][0] == 0
    assert all(before[1] == after[0] for before, after in pairwise(times))
    assert times[-1][1] == pytest.approx(float(found["format"]["duration"]), abs=0.05)
    listed = [(c["start"] / 1000, c["stop"] / 1000) for c in timings(made, tag)["chapters"]]
    for ours, theirs in zip(listed, times, strict=True):
        assert ours == pytest.approx(theirs, abs=0.05)


@pytest.mark.parametrize("tag", SPOKEN)
def test_title_publisher_language_notice_and_cover_are_tags(made: Made, tag: str) -> None:
    found, document = probe(made.file(tag, "audio")), made.document(tag, Medium.AUDIO)
    tags = found["format"]["tags"]
    assert tags["title"] == plain_text(plain(document.title.inlines))
    assert tags["artist"] == "Leukaemia Care" and tags["language"] == language(tag).iso639_2
    assert "2026" in tags["comment"]
    [cover] = [stream for stream in found["streams"] if stream["codec_type"] == "video"]
    assert cover["disposition"]["attached_pic"] == 1
    assert (cover["codec_name"], cover["width"], cover["height"]) == ("png", 600, 600)


@pytest.mark.parametrize("tag", SPOKEN)
def test_the_sound_is_one_voice_at_64_kbit(made: Made, tag: str) -> None:
    [stream] = [s for s in probe(made.file(tag, "audio"))["streams"] if s["codec_type"] == "audio"]
    assert (stream["codec_name"], stream["channels"], stream["bit_rate"]) == ("mp3", 1, "64000")
    assert stream["sample_rate"] == "44100"


@pytest.mark.parametrize("tag", SPOKEN)
def test_loudness_is_minus_19_and_no_true_peak_is_above_minus_3(made: Made, tag: str) -> None:
    """By ffmpeg's EBU R 128 meter, on the decoded MP3."""
    loudness, peak = levels(made.file(tag, "audio"))
    assert abs(loudness + 19) <= 0.5
    assert peak <= -3.0


def levels(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS, and the highest true peak in dBTP."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-map", "0:a",
               "-af", "ebur128=peak=true", "-f", "null", "-"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=True)
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    [loudness] = re.findall(r"I:\s+(-?[\d.]+) LUFS", summary)
    [peak] = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    return float(loudness), float(peak)


@pytest.mark.parametrize("tag", SPOKEN)
def test_sox_finds_neither_a_cut_sample_nor_an_offset(made: Made, tag: str) -> None:
    command = ["sox", str(made.file(tag, "audio")), "-n", "stats"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = dict(re.findall(r"^(.+?)\s+(-?[\d.]+k?)$", done.stderr, re.MULTILINE))
    assert abs(float(found["DC offset"])) < 0.001
    assert float(found["Flat factor"]) == 0 and float(found["Pk lev dB"]) < -3


@pytest.mark.parametrize("tag", SPOKEN)
def test_no_silence_is_longer_than_4_seconds(made: Made, tag: str) -> None:
    command = ["ffmpeg", "-hide_banner", "-i", str(made.file(tag, "audio")), "-af", "silencedetect=n=-50dB:d=0.3", "-f", "null", "-"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=True)
    found = [float(seconds) for seconds in re.findall(r"silence_duration: ([\d.]+)", done.stderr)]
    assert len(found) > 100 and max(found) < 4


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_every_utterance_is_heard_when_the_times_say(made: Made, tag: str) -> None:
    """On the decoded sound: loud within each utterance, silent between two."""
    rate, heard = 44_100, decoded(made.file(tag, "audio").read_bytes())
    rows = timings(made, tag)["utterances"]
    assert len(rows) > 200
    for row, after in pairwise(rows):
        assert row["start"] < row["stop"] <= after["start"]
        start, stop, begin = (round(row_time * rate / 1000) for row_time in (row["start"], row["stop"], after["start"]))  # fmt: skip
        early = heard[start : start + rate // 8]  # a word's first eighth of a second
        assert max(map(abs, early)) > 300, row
        between = heard[stop + rate // 50 : begin - rate // 50]
        assert max(map(abs, between)) < 40, row


@pytest.mark.parametrize("tag", SPOKEN)
def test_every_figure_of_the_document_is_said_once_in_order(made: Made, tag: str) -> None:
    """The words are parsed back by readers that share no table with the pipeline. What the pipeline adds (contents, numbers of
    items, the repetition of telephone numbers) is apart; numbers that are words of the prose ("two phases") stand between."""
    document = made.document(tag, Medium.AUDIO)
    own = [u.text for u in script(document, {}).utterances if not u.added]
    heard = figures.spoken(" . ".join(own), tag)
    wanted = in_document(document)
    left = iter(heard)
    assert not [figure for figure in wanted if figure not in left]
    assert not Counter(wanted) - Counter(heard)
    telling = {figure for figure in wanted if "%" in figure or "." in figure or len(figure) > 4}
    for figure in telling:  # nothing in prose is written so: as often said as it stands
        assert heard.count(figure) == wanted.count(figure), figure


def test_a_track_for_each_section_and_a_playlist(made: Made, tmp_path: Path) -> None:
    document = made.document("en", Medium.AUDIO)
    with zipfile.ZipFile(io.BytesIO(other(made, "en", Format.TRACKS))) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    tracks, [playlist] = names[:-1], names[-1:]
    assert len(tracks) == 1 + len(document.sections) and playlist.endswith(".m3u8")
    rows = (tmp_path / playlist).read_text("utf-8").splitlines()
    assert rows[0] == "#EXTM3U" and [row for row in rows if not row.startswith("#")] == tracks
    lengths = [float(probe(tmp_path / name)["format"]["duration"]) for name in tracks]
    told = [int(row.split(":")[1].split(",")[0]) for row in rows if row.startswith("#EXTINF")]
    for length, seconds in zip(lengths, told, strict=True):
        assert length == pytest.approx(seconds, abs=0.6)
    whole = float(probe(made.file("en", "audio"))["format"]["duration"])
    assert sum(lengths) == pytest.approx(whole, abs=0.6 * len(tracks))


def test_an_audio_book_has_the_same_chapters(made: Made, tmp_path: Path) -> None:
    book = tmp_path / "x.m4b"
    book.write_bytes(other(made, "en", Format.M4B))
    found, mp3 = probe(book), probe(made.file("en", "audio"))
    [stream] = found["streams"][:1]
    assert (stream["codec_name"], stream["channels"], stream["sample_rate"]) == ("aac", 1, "44100")
    [cover] = [one for one in found["streams"] if one["codec_type"] == "video"]
    assert cover["disposition"]["attached_pic"] == 1
    assert (cover["codec_name"], cover["width"], cover["height"]) == ("png", 600, 600)
    loudness, peak = levels(book)
    assert abs(loudness + 19) <= 0.5 and peak <= -3.0
    assert [c["tags"]["title"] for c in found["chapters"]] == [c["tags"]["title"] for c in mp3["chapters"]]  # fmt: skip
    assert float(found["format"]["duration"]) == pytest.approx(
        float(mp3["format"]["duration"]), rel=0.02
    )
    for ours, theirs in zip(found["chapters"], mp3["chapters"], strict=True):
        assert float(ours["start_time"]) == pytest.approx(
            float(theirs["start_time"]), rel=0.02, abs=0.1
        )
