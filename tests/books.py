"""Talking books without a voice: every sentence lasts a second of silence, so that times are known."""

from __future__ import annotations

from pipeline.document import Document, Medium, for_medium
from pipeline.render import daisy
from pipeline.render.aloud import Heard
from pipeline.speech import clip
from pipeline.speech.loudness import RATE
from pipeline.speech.script import script

_FRAMES = 50  # of a sentence, with the pause after it: 1.2 seconds at 48 kHz


def options(document: Document) -> daisy.Options:
    """Sentences of a second or so, each heard from a tenth after its beginning to a fifth before its end."""
    heard: list[Heard] = []
    tracks: list[daisy.Track] = []
    lasts = _FRAMES * clip.FRAME / RATE
    at = 0.0
    for chapter in script(for_medium(document, Medium.AUDIO), {}).chapters:
        begin = at
        for one in chapter.utterances:
            heard.append(Heard(one.shown, one.at, at + 0.1, at + lasts - 0.2, one.added))
            at += lasts
        frames = clip.silence(_FRAMES * len(chapter.utterances)).frames
        tracks.append(daisy.Track(frames, at - begin, begin))
    return daisy.Options(tuple(tracks), tuple(heard))


def book(document: Document) -> bytes:
    return daisy.render(for_medium(document, Medium.AUDIO), options(document))
