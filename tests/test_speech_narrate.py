"""Narration and the finished file: everything heard once, in order, in chapters that players show."""

from __future__ import annotations

from array import array

import pytest

from pipeline.diagnostic import LeafletError, Location
from pipeline.speech import audio, narrate, voice
from pipeline.speech.encode import Tags, mp3
from pipeline.speech.narrate import Narration
from pipeline.speech.script import Chapter, Script, Utterance, script
from tests.specimens import specimen

AT = Location("source/x.md", 12)


def tone(seconds: float) -> bytes:
    silence = array("h", [0] * 2000)
    return (silence + array("h", [1000, -1000] * int(seconds * voice.RATE / 2)) + silence).tobytes()


def spoken(*chapters: tuple[str, ...]) -> Script:
    return Script("T", "en", tuple(
        Chapter(f"c{n}", tuple(Utterance(text, "en", AT, 0.5) for text in texts)) for n, texts in enumerate(chapters)))  # fmt: skip


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for the voice: a tone as long as the text; what it was asked for."""
    asked: list[str] = []

    def speak(utterances: list[Utterance]) -> list[bytes]:
        asked.extend(u.text for u in utterances)
        return [b"" if u.text == "lost sentence" else tone(len(u.text) / 12) for u in utterances]

    monkeypatch.setattr(voice, "speak", speak)
    return asked


def test_every_cue_is_where_its_sound_is(engine: list[str]) -> None:
    narration = narrate.narrate(spoken(("one sentence", "two sentences"), ("three of them",)))
    samples = array("h", narration.sound)
    assert [(cue.chapter, cue.number) for cue in narration.cues] == [(0, 0), (0, 1), (1, 0)]
    for cue in narration.cues:
        middle = int((cue.begin + cue.end) / 2 * narration.rate)
        assert max(samples[middle : middle + 50]) == 1000
    for before, after in zip(narration.cues, narration.cues[1:], strict=False):
        assert after.begin - before.end == pytest.approx(0.5, abs=0.001)
        gap = int((before.end + 0.1) * narration.rate)
        assert not any(samples[gap : gap + 1000])
    assert narration.cues[0].begin == narrate.HEAD
    assert narration.seconds == pytest.approx(narration.cues[-1].end + 0.5 + narrate.TAIL, abs=0.01)


def test_a_swallowed_utterance_is_an_error_at_its_line(engine: list[str]) -> None:
    with pytest.raises(LeafletError) as refused:
        narrate.narrate(spoken(("one sentence", "lost sentence")))
    [wrong] = refused.value.diagnostics
    assert wrong.code == "N406" and "'lost sentence'" in wrong.message and wrong.at == AT


class Memory(dict[str, bytes]):
    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def test_only_changed_words_are_spoken_again(engine: list[str]) -> None:
    memory = Memory()
    first = narrate.narrate(spoken(("one sentence", "two sentences", "one sentence")), memory)
    assert engine == ["one sentence", "two sentences"]
    second = narrate.narrate(spoken(("one sentence", "new sentence", "one sentence")), memory)
    assert engine[2:] == ["new sentence"] and second.sound != first.sound
    again = narrate.narrate(spoken(("one sentence", "two sentences", "one sentence")), memory)
    assert again == first


def test_a_chapter_begins_just_before_its_heading() -> None:
    narration = Narration(tone(2), voice.RATE, (narrate.Cue(0, 0, 0.5, 1.0), narrate.Cue(1, 0, 1.5, 2.0)))  # fmt: skip
    chapters = audio._chapters(spoken(("a",), ("b",)), narration)
    assert chapters == [("c0", 0.0), ("c1", 1.25)]


def test_tags_and_chapters_stand_in_the_file() -> None:
    narration = Narration(tone(2), voice.RATE, ())
    data = mp3(narration, Tags("Título", "A Charity", "eng", "Draft", [("One", 0.0), ("Two", 1.0)]))
    assert data.startswith(b"ID3\x03")
    for text in ("Título", "A Charity", "eng", "Draft", "One", "Two"):
        assert text.encode("utf-16-le") in data
    assert data.count(b"CHAP") == 2 and data.count(b"CTOC") == 1
    assert mp3(narration, Tags("T", "A", "eng", "", [])) == mp3(narration, Tags("T", "A", "eng", "", []))  # fmt: skip


@pytest.mark.slow
def test_a_leaflet_gives_the_same_bytes_twice() -> None:
    document = specimen("ur")
    assert audio.render(document, audio.Options()) == audio.render(document, audio.Options())
    assert len(script(document, {}).chapters) == 2
