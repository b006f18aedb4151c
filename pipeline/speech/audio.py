"""A Document as a finished audio file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline import inline, words
from pipeline.document import Document
from pipeline.facts import plain_text
from pipeline.languages import language
from pipeline.speech.encode import Tags, mp3
from pipeline.speech.lexicon import Lexicon
from pipeline.speech.narrate import Cache, Narration, narrate
from pipeline.speech.script import Script, script

_BEFORE_HEADING = 0.25  # seconds: a player that jumps to a chapter must not cut its first sound


@dataclass(frozen=True)
class Options:
    """What an edition chooses. ``cache`` changes how fast the sound is made, never what it is."""

    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    cache: Cache | None = field(default=None, compare=False, repr=False)


def render(document: Document, options: Options) -> bytes:
    """The MP3 of a leaflet. Raises LeafletError naming what could not be spoken."""
    spoken = script(document, options.lexicons)
    narration = narrate(spoken, options.cache)
    notice = " ".join(plain_text(inline.plain(sentence)) for sentence in words.notice(document))
    tags = Tags(
        spoken.title,
        document.publisher,
        language(document.tag).iso639_2,
        notice,
        _chapters(spoken, narration),
    )
    return mp3(narration, tags)


def _chapters(spoken: Script, narration: Narration) -> list[tuple[str, float]]:
    """The title of each chapter and when it begins; the first begins the file."""
    begins = {cue.chapter: cue.begin for cue in reversed(narration.cues)}
    times = [max(0.0, begins[number] - _BEFORE_HEADING) for number in range(len(spoken.chapters))]
    return list(zip([chapter.title for chapter in spoken.chapters], [0.0, *times[1:]], strict=True))
