"""Piper: a driver registered with pyttsx3 like the other, tried here with a stand-in for its library."""

from __future__ import annotations

import wave
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from pipeline import project as projects
from pipeline.build import plan
from pipeline.diagnostic import Location
from pipeline.languages import Engine, Voice
from pipeline.speech import narrate, voice
from pipeline.speech.script import Utterance
from pipeline.speech.voice import Said, Speaker
from tests.projects import charity, edit, write

AT = Location("source/x.md", 12)
# What the driver uses of piper-tts 1.8: a sine as long as the text, said at the settings' pace.
PACKAGE = """
import array, math, pathlib
class Chunk:
    sample_rate = 16000
    def __init__(self, count):
        self.audio_int16_bytes = array.array("h", (int(8000 * math.sin(n / 5)) for n in range(count))).tobytes()
class PiperVoice:
    @classmethod
    def load(cls, path):
        if pathlib.Path(path).read_text() != "a voice":
            raise ValueError("bad magic")
        return cls()
    def phonemize(self, text):
        return [list(text.lower())]
    def synthesize(self, text, config):
        assert config.noise_scale == config.noise_w_scale == 0
        yield Chunk(int(len(text) * 1000 * config.length_scale))
"""
CONFIG = """
class SynthesisConfig:
    def __init__(self, length_scale, noise_scale, noise_w_scale):
        self.length_scale, self.noise_scale, self.noise_w_scale = length_scale, noise_scale, noise_w_scale
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stand-in on the worker's path, and a folder for voices."""
    write(tmp_path, "lib/piper/__init__.py", PACKAGE)
    write(tmp_path, "lib/piper/config.py", CONFIG)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
    monkeypatch.setattr(voice, "_version", lambda engine: "1")
    return tmp_path


def speaker(path: Path, text: str = "a voice", **changed: object) -> Speaker:
    path.write_text(text)
    own = Voice(Engine.PIPER, "source/voices/en.onnx", 175, 50, 1.0)
    return Speaker(replace(own, **changed), "digest", str(path))  # type: ignore[arg-type]


def spoken(who: Speaker, *texts: str) -> list[Said]:
    given = [Utterance(text, "en", AT) for text in texts]
    return [said for _, said in voice.speak(given, {"en": who})]


def test_sentences_are_spoken_at_the_voices_own_sample_rate(library: Path) -> None:
    said = spoken(speaker(library / "en.onnx"), "abcdefgh", "abcd")
    assert [(s.rate, len(s.samples), s.phonemes, s.problem) for s in said] == [
        (16_000, 16_000, "abcdefgh", ""), (16_000, 8_000, "abcd", "")]  # fmt: skip


def test_the_rate_is_the_charitys(library: Path) -> None:
    [slow] = spoken(speaker(library / "en.onnx", rate=100), "abcd")
    assert len(slow.samples) == 2 * int(4000 * 1.75)


def test_a_words_ipa_is_passed_on(library: Path) -> None:
    who = speaker(library / "en.onnx")
    [(_, said)] = voice.speak(
        [Utterance("ab cd", "en", AT, sounds=(("cd", "siːdiː"),))], {"en": who}
    )
    assert said.phonemes == "ab [[siːdiː]]"


def test_a_damaged_voice_or_another_pitch_is_an_error_and_no_sound(library: Path) -> None:
    [bad] = spoken(speaker(library / "en.onnx", "no voice"), "abcd")
    assert bad.problem == "the voice did not start: this is no Piper voice: bad magic"
    [high] = spoken(speaker(library / "en.onnx", pitch=80), "abcd")
    assert "no other pitch than its own" in high.problem


def test_without_the_package_the_language_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, audio]\nvoices: {pl: {engine: piper, voice: source/voices/pl.onnx}}")  # fmt: skip
    write(root, "source/voices/pl.onnx", "a voice")
    write(root, "source/voices/pl.onnx.json", "{}")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    [wrong] = plan.not_offered(projects.load(root))
    assert (
        wrong.code == "B009"
        and "audio is not offered in Polish: its voice needs Piper" in wrong.message
    )


def test_a_voice_file_that_is_missing_or_outside_is_named(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]",
         "[word, audio]\nvoices: {pl: {engine: piper, voice: source/voices/pl.onnx}, en: {engine: piper, voice: ../../../etc/passwd}}")  # fmt: skip
    project = projects.load(root)
    assert [(d.code, str(d.at)) for d in project.speech[1]] == [
        ("B010", "source/publisher.yaml")
    ] * 2
    told = [d.message for d in plan.not_offered(project)]
    assert "audio is not offered in Polish: the file of its voice is missing" in told


def test_how_the_voices_sounds_are_used_is_part_of_the_key_too(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, audio]\nvoices: {pl: {engine: piper, voice: source/voices/pl.onnx}}")  # fmt: skip
    write(root, "source/voices/pl.onnx", "a voice")
    [wrong] = projects.load(root).speech[1]
    assert wrong.code == "B010" and "the voice pl.onnx.json of Polish is not" in wrong.message
    digests = set()
    for settings in ("{}", '{"audio": {"sample_rate": 16000}}'):
        write(root, "source/voices/pl.onnx.json", settings)
        speech, found = projects.load(root).speech
        assert not found
        digests.add(speech.speakers["pl"].digest)
    assert len(digests) == 2


def test_the_voices_file_is_part_of_the_key(library: Path) -> None:
    one = Utterance("ab", "en", AT)
    first = speaker(library / "en.onnx")
    assert voice.key(one, {"en": first}) != voice.key(one, {"en": replace(first, digest="other")})
    assert voice.key(one, {"en": first}) == voice.key(
        one, {"en": replace(first, path="/elsewhere")}
    )


def test_its_sound_becomes_a_clip_like_any_other(library: Path) -> None:
    [said] = spoken(speaker(library / "en.onnx"), "abcdefghijkl")
    assert not list(narrate.problems(Utterance("abcdefghijkl", "en", AT), said))
    path = library / "x.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, said.rate, 0, "NONE", ""))
        file.writeframes(said.samples)
    assert asdict(said)["rate"] == 16_000
