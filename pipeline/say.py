"""For whoever edits a lexicon: one sentence spoken as an audio leaflet would say it, what no voice can say, and entries that
no leaflet needs.
"""

from __future__ import annotations

import shutil
import subprocess
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import document as doc
from pipeline import inline
from pipeline.diagnostic import Diagnostic, LeafletError, Location, Severity, quoted
from pipeline.document import Document, Line, Medium, State, Status, for_medium
from pipeline.project import Project
from pipeline.speech import narrate, voice
from pipeline.speech.script import Utterance, script
from pipeline.speech.voice import Said

# Each plays the file that it is given and then ends: ALSA, PulseAudio, ffmpeg, macOS.
_PLAYERS = (("aplay", "-q"), ("paplay",), ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"), ("afplay",))  # fmt: skip
_AT = Location("the given text")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the voice was given, in whose voice, and how it said it, in IPA."""

    text: str
    tag: str
    phonemes: str


def findings(project: Project, documents: Sequence[Document]) -> Iterator[Diagnostic]:
    """What of the leaflets no voice can say, and entries of lexicons that stand in none of them."""
    speech, _ = project.speech
    heard = [
        document
        for document in documents
        if any(one.format.heard for one in project.publisher.editions)
        and (document.tag, document.slug) not in speech.recordings
        and not voice.lacks(document.tag, speech.speakers)
    ]
    for document in heard:
        try:
            script(for_medium(document, Medium.AUDIO), speech.lexicons)
        except LeafletError as problem:
            yield from problem.diagnostics
    for tag, lexicon in speech.lexicons.items():
        texts = [
            inline.plain(line.inlines)
            for one in documents
            if one.tag == tag
            for line in doc.lines(one)
        ]
        for word in lexicon.unused([*texts, project.publisher.name]):
            hint = "delete it, or write it as the leaflets do; until then it changes nothing"
            message = f"the word {quoted(word)} stands in no leaflet"
            yield Diagnostic("S404", message, lexicon.places[word], hint, Severity.WARNING)


def say(project: Project, text: str, tag: str, path: Path | None) -> list[Spoken]:
    """Write the sound to ``path``, or play it where there is none. Raises LeafletError."""
    speech, wrong = project.speech
    if wrong:
        raise LeafletError(*wrong)
    line = Line((doc.Text(text),), _AT)
    document = Document(
        "said", tag, line, status=Status(State.APPROVED), terms=project.publisher.terms
    )
    utterances = [u for u in script(document, speech.lexicons).utterances if not u.added]
    said = [one for _, one in sorted(voice.speak(utterances, speech.speakers), key=lambda pair: pair[0])]  # fmt: skip
    found = [d for u, one in zip(utterances, said, strict=True) for d in narrate.problems(u, one)]
    if found:
        raise LeafletError(*found)
    _heard(said, path)
    return list(_told(utterances, said))


def _told(utterances: list[Utterance], said: list[Said]) -> Iterator[Spoken]:
    for utterance, one in zip(utterances, said, strict=True):
        yield Spoken(utterance.text, utterance.tag, one.phonemes)


def _heard(said: list[Said], path: Path | None) -> None:
    if path:
        _write(said, path)
        return
    player = next((one for one in _PLAYERS if shutil.which(one[0])), None)
    if not player:
        hint = "write it to a file: leaflet say TEXT --out said.wav"
        raise LeafletError(Diagnostic("B011", "no program of this machine plays sound", Location("say"), hint))  # fmt: skip
    import tempfile

    with tempfile.TemporaryDirectory(prefix="leaflet-say-") as folder:
        _write(said, Path(folder) / "said.wav")
        subprocess.run([*player, str(Path(folder) / "said.wav")], check=False)


def _write(said: list[Said], path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(said[0].rate)
        file.writeframes(b"".join(one.samples for one in said))
