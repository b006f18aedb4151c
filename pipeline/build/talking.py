"""A talking book made of a document and of its sound: text and voice meet here, since no renderer knows a voice."""

from __future__ import annotations

from pathlib import Path

from pipeline.document import Document, Medium, for_medium
from pipeline.render import daisy as book
from pipeline.render.aloud import Heard
from pipeline.speech import audio, voice
from pipeline.speech.options import Options


def daisy(document: Document, speech: Options) -> bytes:
    """A DAISY 2.02 book in a ZIP; its clips are those of the other sound. Raises LeafletError."""
    heard = for_medium(document, Medium.AUDIO)
    narration = audio.narrated(heard, speech)
    said = zip(narration.cues, narration.script.utterances, strict=True)
    sentences = (Heard(one.shown, one.at, cue.begin, cue.end, one.added) for cue, one in said)
    tracks = (book.Track(one.frames, one.seconds, one.begin) for one in audio.sections(narration))
    chosen = book.Options(tuple(tracks), tuple(sentences), narrator(document, speech))
    return book.render(heard, chosen)


def narrator(document: Document, speech: Options) -> str:
    """The voice by its engine's name; "" for a person's recording, which says itself who reads."""
    if (document.tag, document.slug) in speech.recordings:
        return ""
    who = voice.speaker(document.tag, speech.speakers)
    return f"{who.voice.engine} {Path(who.voice.name).name}" if who else ""
