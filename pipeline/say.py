"""One sentence spoken as an audio leaflet would say it, with its sounds: for whoever edits a lexicon."""

from __future__ import annotations

import shutil
import subprocess
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import document as doc
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.document import Document, Line, State, Status
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
        hint = "give a file to write it to with --out said.wav"
        raise LeafletError(Diagnostic("B011", "there is nothing on this machine that plays sound", Location("say"), hint))  # fmt: skip
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
