"""A sound without a voice: every utterance of a leaflet's script, one second each."""

from __future__ import annotations

from pipeline.document import Document
from pipeline.render.aloud import Chapter, Heard, Sound
from pipeline.speech.script import script


def heard_all(document: Document, address: str = "") -> Sound:
    said = script(document, {})
    heard = tuple(
        Heard(one.shown, one.at, float(n), n + 0.9, one.added)
        for n, one in enumerate(said.utterances)
    )
    chapters = tuple(Chapter(one.title, float(n)) for n, one in enumerate(said.chapters))
    return Sound(address, float(len(heard)), chapters, heard, "nobody")
