"""The voice: whole sound or an error that names the utterance, the same samples every time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.diagnostic import LeafletError, Location
from pipeline.languages import language
from pipeline.speech import voice
from pipeline.speech.script import Utterance
from pipeline.speech.worker import Job
from tests.specimens import TAGS

AT = Location("source/x.md", 12)
TEXTS = ("Fever.", "You stay in hospital for nine days.", "Call us.")


def utterances(tag: str = "en") -> list[Utterance]:
    return [Utterance(text, tag, AT) for text in TEXTS]


def test_the_same_words_give_the_same_samples_in_any_order() -> None:
    forward = voice.speak(utterances())
    backward = voice.speak(utterances()[::-1])
    assert forward == backward[::-1] and all(len(sound) > 5000 for sound in forward)
    [alone] = voice.speak(utterances()[1:2])
    assert alone == forward[1]


def test_a_long_sentence_is_spoken_whole() -> None:
    sentence = "You stay in hospital for nine days"
    short, long = voice.speak([Utterance(f"{sentence}.", "en", AT),
                               Utterance(", ".join([sentence] * 20) + ".", "en", AT)])  # fmt: skip
    assert 15 < len(long) / len(short) < 25


def test_each_language_has_its_own_voice_in_one_go() -> None:
    mixed = [Utterance("Panorama", tag, AT) for tag in ("en", "pl", "en", "bn")]
    sounds = voice.speak(mixed)
    assert sounds[0] == sounds[2] and len(set(sounds)) == 3


@pytest.mark.parametrize("tag", TAGS)
def test_every_offered_language_has_a_voice_that_starts(tag: str) -> None:
    assert not voice.lacks(language(tag))
    [sound] = voice.speak([Utterance("a e i o u", tag, AT)])
    assert len(sound) > 10_000


def worked(*jobs: Job) -> list[str]:
    given = json.dumps([job.row() for job in jobs])
    done = subprocess.run([sys.executable, "-m", "pipeline.speech.worker"], input=given,
                          capture_output=True, text=True, check=True)  # fmt: skip
    return [str(json.loads(row)) for row in done.stdout.splitlines()]


def test_an_unknown_voice_and_an_empty_text_leave_no_file_and_the_rest_is_spoken(
    tmp_path: Path,
) -> None:
    good = Job("Fever.", "gmw/en", 150, str(tmp_path / "good.wav"))
    jobs = [
        replace(good, voice="xx-nope", path=str(tmp_path / "voice.wav")),
        replace(good, text="  ", path=str(tmp_path / "empty.wav")),
        replace(good, path=str(tmp_path / "no" / "folder.wav")),
        good,
    ]
    unknown, empty, folder, fine = worked(*jobs)
    assert "no voice 'xx-nope'" in unknown and "nothing to say" in empty and folder and not fine
    assert [path.name for path in tmp_path.iterdir()] == ["good.wav"]


def test_a_failure_names_the_utterance_and_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "_worked", lambda jobs: ["", "the engine crashed (signal 11)", ""])
    with pytest.raises(LeafletError) as refused:
        voice.speak(utterances())
    [wrong] = refused.value.diagnostics
    assert str(wrong).startswith(
        "source/x.md:12: error N405: 'You stay in hospital for nine days.' could not be spoken: the engine crashed"
    )


CRASH = """
import os, signal, sys
from pipeline.speech import worker
worker.LONGEST = 1
def spoken(engine, job):
    if job.text == "crash": os.kill(os.getpid(), signal.SIGSEGV)
    if job.text == "hang": signal.pause()
    open(job.path, "w").close()
    return ""
worker._spoken = spoken
worker.main()
"""


def test_a_crash_or_a_hang_costs_one_utterance(tmp_path: Path) -> None:
    jobs = [Job(text, "gmw/en", 150, str(tmp_path / text)) for text in ("crash", "hang", "good")]
    done = subprocess.run([sys.executable, "-c", CRASH], input=json.dumps([job.row() for job in jobs]),
                          capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])  # fmt: skip
    crash, hang, good = (str(json.loads(row)) for row in done.stdout.splitlines())
    assert crash == f"the engine crashed (signal {int(signal.SIGSEGV)})"
    assert hang == "the engine took more than 1 seconds" and good == ""
    assert os.listdir(tmp_path) == ["good"]  # noqa: PTH208 (names only)


def test_a_worker_that_does_not_start_is_an_error_for_every_utterance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(LeafletError) as refused:
        voice.speak(utterances())
    assert [d.code for d in refused.value.diagnostics] == ["N405"] * 3


def test_a_language_without_a_voice_is_never_spoken_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mute = replace(language("en"), voice="")
    monkeypatch.setattr(voice, "language", lambda tag: mute)
    with pytest.raises(LeafletError, match="there is no voice for English"):
        voice.speak(utterances())
