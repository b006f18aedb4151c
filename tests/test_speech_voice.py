"""The voice: whole sound or an error that names the utterance, the same samples every time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from pipeline.diagnostic import LeafletError, Location
from pipeline.languages import Engine, Voice, language
from pipeline.speech import narrate, voice
from pipeline.speech.options import Memory
from pipeline.speech.script import Chapter, Script, Utterance
from pipeline.speech.voice import Said, Speaker
from pipeline.speech.worker import Job, Spoken
from tests.specimens import TAGS

AT = Location("source/x.md", 12)
TEXTS = ("Fever.", "You stay in hospital for nine days.", "Call us.")
ENGLISH = Voice(Engine.ESPEAK, "gmw/en", 150, 50, 1.0)


def utterances(tag: str = "en") -> list[Utterance]:
    return [Utterance(text, tag, AT) for text in TEXTS]


def spoken(given: Sequence[Utterance], chosen: voice.Speakers | None = None) -> list[Said]:
    """In the order of the utterances."""
    return [said for _, said in sorted(voice.speak(given, chosen or {}), key=lambda pair: pair[0])]


def test_the_same_words_give_the_same_samples_in_any_order() -> None:
    forward = spoken(utterances())
    backward = spoken(utterances()[::-1])
    assert forward == backward[::-1] and all(len(said.samples) > 5000 for said in forward)
    [alone] = spoken(utterances()[1:2])
    assert alone == forward[1] and alone.rate == 22_050


def test_how_it_was_said_comes_with_the_samples() -> None:
    assert [said.phonemes for said in spoken(utterances())] == [
        "fˈiːvɐ", "juː stˈeɪ ɪn hˈɒspɪtəl fɔː nˈaɪn dˈeɪz", "kˈɔːl ˌʌs"]  # fmt: skip


def test_a_long_sentence_is_spoken_whole() -> None:
    sentence = "You stay in hospital for nine days"
    short, long = spoken([Utterance(f"{sentence}.", "en", AT),
                          Utterance(", ".join([sentence] * 20) + ".", "en", AT)])  # fmt: skip
    assert 15 < len(long.samples) / len(short.samples) < 25


@pytest.mark.slow
def test_three_hundred_utterances_give_three_hundred_whole_clips() -> None:
    """pyttsx3's own driver gives the last one only (docs/notes/audio.md)."""
    given = [Utterance(f"This is the sentence with the name {chr(97 + n % 26)} {chr(97 + n // 26)}.", "en", AT)
             for n in range(300)]  # fmt: skip
    said = spoken(given)
    assert len(said) == 300 and not [s.problem for s in said if s.problem]
    assert not [d for u, s in zip(given, said, strict=True) for d in narrate.problems(u, s)]
    assert len({s.samples for s in said}) == 300


def test_each_language_has_its_own_voice_in_one_go() -> None:
    mixed = [Utterance("Panorama", tag, AT) for tag in ("en", "pl", "en", "bn")]
    sounds = spoken(mixed)
    assert sounds[0] == sounds[2] and len({said.samples for said in sounds}) == 3


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_every_offered_language_has_a_voice_that_starts(tag: str) -> None:
    assert not voice.lacks(tag, {})
    [said] = spoken([Utterance("a e i o u", tag, AT)])
    assert len(said.samples) > 10_000


@pytest.mark.slow
def test_slowly_is_slower_and_rate_and_pitch_are_the_charitys() -> None:
    [plain] = spoken(utterances()[1:2])
    [slow] = spoken([replace(utterances()[1], slow=True)])
    assert 1.2 < len(slow.samples) / len(plain.samples) < 1.7
    usual = language("en").speaker
    assert usual
    fast, high = (
        spoken(utterances()[1:2], {"en": Speaker(changed)})[0]
        for changed in (replace(usual, rate=220), replace(usual, pitch=80))
    )
    assert len(fast.samples) < 0.8 * len(plain.samples)
    assert high.samples != plain.samples
    assert len(high.samples) == pytest.approx(len(plain.samples), rel=0.05)


def test_a_word_is_said_by_its_ipa() -> None:
    text = "Take blinatumomab now."
    [own, given] = spoken([Utterance(text, "en", AT),
                           Utterance(text, "en", AT, sounds=(("blinatumomab", "ˌblɪnəˈtuːmɒmæb"),))])  # fmt: skip
    assert own.samples != given.samples
    stressless = given.phonemes.translate(dict.fromkeys(map(ord, "ˈˌ")))
    assert stressless == "teɪk blɪnətuːmɒmæb naʊ"
    assert not given.problem


def test_a_sound_that_the_voice_lacks_is_named() -> None:
    [said] = spoken([Utterance("Take x.", "en", AT, sounds=(("x", "ʘa"),))])
    assert "has no sound 'ʘ'" in said.problem


# The worker.


def worked(*jobs: Job, who: Voice = ENGLISH) -> list[object]:
    given = "".join(f"{json.dumps(row)}\n" for row in (asdict(who), *map(asdict, jobs)))
    done = subprocess.run([sys.executable, "-m", "pipeline.speech.worker"], input=given,
                          capture_output=True, text=True, check=True)  # fmt: skip
    return [json.loads(row) for row in done.stdout.splitlines()]


def test_an_empty_text_leaves_no_file_and_the_rest_is_spoken(tmp_path: Path) -> None:
    good = Job("Fever.", 150, str(tmp_path / "good.wav"))
    jobs = [
        replace(good, text="  ", path=str(tmp_path / "empty.wav")),
        replace(good, path=str(tmp_path / "no" / "folder.wav")),
        good,
    ]
    begun, empty, folder, fine = worked(*jobs)
    assert begun == ""
    assert empty["problem"] == "there is nothing to say"  # type: ignore[index]
    assert folder["problem"] == "its sound cannot be written: it is not there"  # type: ignore[index]
    assert fine == {"problem": "", "phonemes": "fˈiːvə"}
    assert [path.name for path in tmp_path.iterdir()] == ["good.wav"]


def test_an_unknown_voice_says_so_and_speaks_nothing(tmp_path: Path) -> None:
    job = Job("Fever.", 150, str(tmp_path / "x.wav"))
    assert worked(job, who=replace(ENGLISH, name="xx-nope")) == ["espeak-ng has no voice 'xx-nope' (2)"]  # fmt: skip
    assert not list(tmp_path.iterdir())


def test_a_missing_engine_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError('no such package')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said = spoken(utterances())
    assert [s.problem for s in said] == ["the voice did not start: no such package"] * 3


SPOILED = """
import os, signal, sys, time
from pipeline.speech import worker
worker.LONGEST = 1
def timed(engine, job, real=worker._timed):
    mark = job.path + ".tried"
    if "crash" in job.text or "once" in job.text and not os.path.exists(mark):
        open(mark, "w").close()
        open(job.path, "w").close()
        os.kill(os.getpid(), signal.SIGSEGV)
    return real(engine, job)
def spoken(engine, job, real=worker._spoken):
    if job.text == "hang": signal.pause()
    if job.text == "kill the worker": os.kill(os.getppid(), signal.SIGKILL); time.sleep(9)
    return real(engine, job)
worker._timed, worker._spoken = timed, spoken
worker.main()
"""


@pytest.fixture
def spoiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The worker with an engine that crashes, hangs or kills as its text says."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{SPOILED}'\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    return tmp_path


@pytest.mark.slow
def test_a_crash_or_a_hang_costs_one_utterance_and_a_crash_once_none(spoiled: Path) -> None:
    said = spoken([Utterance(text, "en", AT) for text in ("crash", "hang", "good")])
    assert said[0].problem == f"the engine crashed (signal {int(signal.SIGSEGV)})"
    assert said[1].problem == "the engine took more than 1 seconds"
    assert not said[2].problem and said[2].samples
    [once] = spoken([Utterance("once is enough", "en", AT)])
    assert not once.problem and once.samples


@pytest.mark.slow
def test_a_killed_worker_is_started_again_with_what_is_left(spoiled: Path) -> None:
    given = [Utterance(text, "en", AT) for text in ("good", "kill the worker", "better", "best")]
    said = spoken(given)
    assert said[1].problem == "the voice was killed twice while it said this"
    assert [bool(s.samples) for s in said] == [True, False, True, True]


def test_a_worker_that_is_killed_while_it_starts_is_started_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program, mark = tmp_path / "python", tmp_path / "killed"
    program.write_text(f'#!/bin/sh\n[ -e {mark} ] || {{ touch {mark}; kill -9 $$; }}\nexec {sys.executable} "$@"\n')  # fmt: skip
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    assert [bool(said.samples) for said in spoken(utterances())] == [True] * 3 and mark.exists()


def test_a_worker_that_does_not_start_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(LeafletError) as refused:
        narrate.narrate(Script("T", "en", (Chapter("c", tuple(utterances())),)), {}, Memory())
    [wrong] = refused.value.diagnostics
    assert wrong.code == "N405" and wrong.at == AT
    assert "'Fever.' could not be spoken: the voice did not start" in wrong.message
    assert "and 2 more" in wrong.message


def test_a_full_disk_is_an_error_for_each_utterance_and_leaves_no_half_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Files of more than half a kilobyte fail in the middle, as on a disk that is full."""
    program, folder = tmp_path / "python", tmp_path / "sounds"
    program.write_text(f'#!/bin/sh\nulimit -f 1\nexec {sys.executable} "$@"\n')
    program.chmod(0o755)
    folder.mkdir()
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert [s.problem for s in spoken(utterances())] == [
        "its sound cannot be written: it would be larger than this system allows"
    ] * 3
    assert os.listdir(folder) == []  # noqa: PTH208 (names only)


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    spoken(utterances())
    assert os.listdir(tmp_path) == []  # noqa: PTH208 (names only)


# Errors.


def test_a_failure_names_the_utterance_and_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Spoken("it failed")] * 3
    monkeypatch.setattr(voice, "_worked", lambda who, jobs: iter(rows[: len(jobs)]))
    with pytest.raises(LeafletError) as refused:
        narrate.narrate(Script("T", "en", (Chapter("c", tuple(utterances()[1:2])),)), {}, Memory())
    [wrong] = refused.value.diagnostics
    assert str(wrong).startswith(
        "source/x.md:12: error N405: 'You stay in hospital for nine days.' could not be spoken: it failed"
    )


def test_a_language_without_a_voice_is_never_spoken_by_another() -> None:
    [said] = spoken([Utterance("Hello", "so", AT)])
    assert said == Said(problem="there is no voice for Somali")
    assert voice.lacks("so", {}) == "there is no voice for it"


@pytest.mark.parametrize("changed", [{"text": "Other."}, {"tag": "pl"}, {"slow": True}, {"sounds": (("Fever", "fi"),)}])  # fmt: skip
def test_the_key_of_samples_holds_what_changes_them(changed: dict[str, object]) -> None:
    one = utterances()[0]
    assert voice.key(one, {}) != voice.key(replace(one, **changed), {})  # type: ignore[arg-type]
    assert voice.key(one, {}) == voice.key(
        replace(one, pause=9.0, at=Location("y", 1), shown="z"), {}
    )


def test_packed_and_unpacked_is_the_same() -> None:
    said = Said(b"abcd", 22_050, "fˈiːvə")
    assert voice.unpacked(voice.packed(said)) == said
