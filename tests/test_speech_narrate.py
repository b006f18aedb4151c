"""Narration: everything heard once, in order, whole, and each cue where its sound is."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.diagnostic import LeafletError, Location
from pipeline.languages import language
from pipeline.speech import clip, narrate, voice
from pipeline.speech.loudness import RATE
from pipeline.speech.narrate import Narration
from pipeline.speech.options import Memory
from pipeline.speech.script import Chapter, Script, Utterance
from pipeline.speech.voice import Said, Speaker
from tests.readers.mp3 import decoded

AT = Location("source/x.md", 12)
ENGINE_RATE = 22_050


def tone(seconds: float, silence: int = 2000) -> bytes:
    """A tone as an engine gives it: with silence of its own at either end."""
    quiet = array("h", [0] * silence)
    wave = array("h", (int(9000 * math.sin(n / 8)) for n in range(int(seconds * ENGINE_RATE))))
    return (quiet + wave + quiet).tobytes()


def said(text: str) -> Said:
    """A tenth of a second for each sound."""
    seconds = 0.01 if text == "lost" else len(text) / 10
    return Said(tone(seconds), ENGINE_RATE, text)


def spoken(*chapters: tuple[str, ...], pause: float = 0.5) -> Script:
    return Script("T", "en", tuple(
        Chapter(f"c{n}", tuple(Utterance(text, "en", AT, pause) for text in texts)) for n, texts in enumerate(chapters)))  # fmt: skip


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for the voice: a tone as long as the text; what it was asked for."""
    asked: list[str] = []

    def speak(utterances: Sequence[Utterance], _: object) -> Iterator[tuple[int, Said]]:
        for place, utterance in enumerate(utterances):
            asked.append(utterance.text)
            yield place, said(utterance.text)

    monkeypatch.setattr(voice, "speak", speak)
    return asked


def narrated(script: Script, memory: Memory | None = None) -> Narration:
    return narrate.narrate(script, {}, Memory() if memory is None else memory)


@pytest.mark.acceptance
def test_every_cue_is_where_its_sound_is(engine: list[str]) -> None:
    """By ffmpeg's decoder, a hundredth of a second at a time."""
    narration = narrated(spoken(("onesentence", "twosentences"), ("threeofthem",)))
    heard = decoded(b"".join(narration.frames()))
    assert len(heard) == narration.samples
    assert [(cue.chapter, cue.number) for cue in narration.cues] == [(0, 0), (0, 1), (1, 0)]
    loud = {n for n in range(0, len(heard), 441) if max(map(abs, heard[n : n + 441])) > 300}
    for cue in narration.cues:
        mine = [n / RATE for n in loud if cue.begin - 0.25 < n / RATE < cue.end + 0.25]
        assert min(mine) == pytest.approx(cue.begin, abs=0.05)
        assert max(mine) == pytest.approx(cue.end, abs=0.06)
    within = {
        n for n in loud if any(cue.begin - 0.02 < n / RATE < cue.end for cue in narration.cues)
    }
    assert loud == within


def test_the_pause_between_two_is_as_long_as_was_asked(engine: list[str]) -> None:
    narration = narrated(spoken(("onesentence", "twosentences"), ("threeofthem",)))
    for before, after in pairwise(narration.cues):
        assert after.begin - before.end == pytest.approx(0.5, abs=0.03)
    assert narration.cues[0].begin == pytest.approx(narrate.HEAD, abs=0.06)
    assert narration.seconds - narration.cues[-1].end == pytest.approx(0.5 + narrate.TAIL, abs=0.1)


@pytest.mark.acceptance
def test_joins_are_silent(engine: list[str]) -> None:
    """Ten clips one after the other: between them nothing, not even a click."""
    heard = decoded(b"".join(narrated(spoken(("onesentence",) * 10)).frames()))
    cues = narrated(spoken(("onesentence",) * 10)).cues
    for before, after in pairwise(cues):
        gap = heard[round((before.end + 0.03) * RATE) : round((after.begin - 0.03) * RATE)]
        assert len(gap) > 10_000 and max(map(abs, gap)) <= 1


def test_a_swallowed_utterance_is_an_error_at_its_line(engine: list[str]) -> None:
    with pytest.raises(LeafletError) as refused:
        narrated(spoken(("onesentence", "lost", "twosentences")))
    [wrong] = refused.value.diagnostics
    assert wrong.code == "N406" and "'lost'" in wrong.message and wrong.at == AT


@pytest.mark.parametrize(
    ("seconds", "sounds", "codes"),
    [(1.0, 10, []), (0.2, 10, ["N406"]), (3.0, 10, ["N406"]), (0.1, 1, ["N406"]), (0.3, 1, [])],
)  # fmt: skip
def test_how_long_an_utterance_may_be_follows_from_its_sounds(seconds: float, sounds: int, codes: list[str]) -> None:  # fmt: skip
    given = Said(tone(seconds - 0.07), ENGINE_RATE, "a" * sounds)
    assert [d.code for d in narrate.problems(Utterance("x", "en", AT), given)] == codes


@pytest.mark.parametrize(
    ("tag", "text", "phonemes", "codes"),
    [
        ("en", "Take care", "tˈeɪkkˈeə", []),
        ("en", "Take care", "(fr)tˈakkˈar(en)", ["N411"]),
        ("ur", "میں CD", "mˈẽ (en)sˈiː dˈiː(ur)", []),
        ("ur", "میں CD میں CD", "mˈẽ (en)sˈiː dˈiː(ur)mˈẽ(en)sˈiː dˈiː(ur)", []),
        ("ur", "میں", "(en)mˈaɪn(ur)", ["N411"]),
        ("zh_Hans", "请拨打", "(en)tʃˈɪŋbəʊdˈɑː(cmn)", ["N411"]),
    ],
)  # fmt: skip
def test_a_voice_that_changes_its_language_unasked_is_an_error(
    tag: str, text: str, phonemes: str, codes: list[str]
) -> None:
    given = Said(tone(0.9), ENGINE_RATE, phonemes)
    assert [d.code for d in narrate.problems(Utterance(text, tag, AT), given)] == codes


def test_only_changed_words_are_spoken_and_encoded_again(
    engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    original = clip.clip

    def counted(given: Said) -> clip.Clip:
        encoded.append(1)
        return original(given)

    monkeypatch.setattr(clip, "clip", counted)
    memory = Memory()
    first = narrated(spoken(("onesentence", "twosentences", "onesentence")), memory)
    assert engine == ["onesentence", "twosentences"] and len(encoded) == 2
    second = narrated(spoken(("onesentence", "newsentence", "onesentence")), memory)
    assert engine[2:] == ["newsentence"] and len(encoded) == 3
    assert list(second.frames())[1] == list(first.frames())[1]  # the untouched clip, byte for byte
    again = narrated(spoken(("onesentence", "twosentences", "onesentence")), memory)
    assert list(again.frames()) == list(first.frames())


def test_longer_pauses_encode_no_word_again(engine: list[str], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    memory = Memory()
    narrated(spoken(("onesentence", "twosentences")), memory)
    usual = language("en").speaker
    assert usual
    monkeypatch.setattr(clip, "clip", lambda given: pytest.fail("a clip was made again"))
    monkeypatch.setattr(voice, "key", lambda utterance, chosen, key=voice.key: key(utterance, {}))
    slow = {"en": Speaker(replace(usual, pauses=2.0))}
    cues = narrate.narrate(spoken(("onesentence", "twosentences")), slow, memory).cues
    assert cues[1].begin - cues[0].end == pytest.approx(1.0, abs=0.03)


def test_a_chapter_begins_just_before_its_heading(engine: list[str]) -> None:
    narration = narrated(spoken(("onesentence",), ("twosentences",), ("threeofthem",)))
    assert [chapter.title for chapter in narration.chapters] == ["c0", "c1", "c2"]
    assert narration.chapters[0].begin == 0 and narration.chapters[-1].end == narration.seconds
    for chapter, cue in zip(narration.chapters[1:], narration.cues[1:], strict=True):
        assert chapter.begin == cue.begin - narrate.BEFORE_HEADING


def test_a_voice_that_is_too_soft_to_be_levelled_is_refused(
    engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = bytes(8)  # the powers of a clip at no loudness at all
    original = clip.clip
    monkeypatch.setattr(clip, "clip", lambda given: replace(original(given), powers=quiet))
    with pytest.raises(LeafletError, match="N407"):
        narrated(spoken(("onesentence",)))
