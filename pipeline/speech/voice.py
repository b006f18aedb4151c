"""Utterances to samples: which voice speaks, and the workers that do it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING

from pipeline.languages import Engine, Voice, language
from pipeline.speech.numerals import NoNumerals, numerals
from pipeline.speech.worker import TRIES, Job, Spoken

if TYPE_CHECKING:
    from pipeline.speech.script import Utterance

_ENDED = "it ended early"  # and did not say why: it was killed
SLOWLY = 0.7  # times the voice's own rate, for what a listener may want to write down


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, and where its file is and what is in it when it has one."""

    voice: Voice
    digest: str = ""
    path: str = field(default="", compare=False, repr=False)


# By tag, where the publisher chose another than the language's own.
Speakers = Mapping[str, Speaker]


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance as the engine gave it: 16-bit mono samples, how many a second, and how it was said in IPA.
    ``problem``: why there is nothing."""

    samples: bytes = b""
    rate: int = 0
    phonemes: str = ""
    problem: str = ""


_HEAD = Struct("<II")


def packed(said: Said) -> bytes:
    """As bytes, for the store."""
    sounds = said.phonemes.encode()
    return _HEAD.pack(said.rate, len(sounds)) + sounds + said.samples


def unpacked(data: bytes) -> Said:
    """What ``packed`` made."""
    rate, size = _HEAD.unpack_from(data)
    at = _HEAD.size + size
    return Said(data[at:], rate, data[_HEAD.size : at].decode())


def speaker(tag: str, chosen: Speakers) -> Speaker | None:
    """The voice that the charity chose, else the language's own; None where it has none."""
    own = language(tag).speaker
    return chosen.get(tag) or (Speaker(own) if own else None)


def lacks(tag: str, chosen: Speakers) -> str:
    """Why a language cannot be spoken; "" if it can."""
    found = speaker(tag, chosen)
    if not found:
        return "there is no voice for it"
    if found.voice.engine is Engine.PIPER and not found.digest:
        return "the file of its voice is missing"
    if found.voice.engine is Engine.PIPER and importlib.util.find_spec("piper") is None:
        return "its voice needs Piper, which is not installed (the extra [piper])"
    try:
        numerals(tag)
    except NoNumerals:
        return "the pipeline has no number words for it yet"
    return ""


@cache
def piper() -> str:
    """The versions of what speaks with a neural voice; "" for what is not installed."""
    with suppress(importlib.metadata.PackageNotFoundError):
        return " ".join(importlib.metadata.version(name) for name in ("piper-tts", "onnxruntime"))
    return ""


@cache
def _version(engine: Engine) -> str:
    """What makes other samples of the same words: the engine's library and our way of using it."""
    packages = {Engine.ESPEAK: "espeakng-loader", Engine.PIPER: "piper-tts"}
    used = hashlib.sha256(f"{packages[engine]} {importlib.metadata.version(packages[engine])}".encode())  # fmt: skip
    speech = files("pipeline.speech")
    for name in ("worker.py", "drivers/__init__.py", "drivers/espeak.py", "drivers/piper.py"):
        used.update(speech.joinpath(name).read_bytes())
    return used.hexdigest()


def key(utterance: Utterance, chosen: Speakers) -> str:
    """What an utterance's samples depend on."""
    found = speaker(utterance.tag, chosen)
    parts = [utterance.text, sorted(utterance.sounds), utterance.slow, repr(found),
             _version(found.voice.engine) if found else ""]  # fmt: skip
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def speak(utterances: Sequence[Utterance], chosen: Speakers) -> Iterator[tuple[int, Said]]:
    """Each utterance by its place, as the engines give them; a voice at a time."""
    groups: dict[Speaker | None, list[int]] = {}
    for place, utterance in enumerate(utterances):
        groups.setdefault(speaker(utterance.tag, chosen), []).append(place)
    for who, places in groups.items():
        if who is None:
            for place in places:
                name = language(utterances[place].tag).name
                yield place, Said(problem=f"there is no voice for {name}")
            continue
        yield from zip(places, _spoken(who, [utterances[n] for n in places]), strict=True)


def _spoken(who: Speaker, utterances: Sequence[Utterance]) -> Iterator[Said]:
    with tempfile.TemporaryDirectory(prefix="leaflet-speech-") as folder:
        rate = who.voice.rate
        jobs = [
            Job(u.text, round(rate * SLOWLY) if u.slow else rate, str(Path(folder) / f"{n}.wav"), dict(u.sounds))
            for n, u in enumerate(utterances)
        ]  # fmt: skip
        for job, spoken in zip(jobs, _worked(who, jobs), strict=True):
            yield _said(spoken, Path(job.path))


def _said(spoken: Spoken, path: Path) -> Said:
    if spoken.problem:
        return Said(problem=spoken.problem)
    try:
        with wave.open(str(path)) as file:
            samples, rate = file.readframes(file.getnframes()), file.getframerate()
        path.unlink()
    except (OSError, EOFError, wave.Error) as problem:
        return Said(problem=f"its sound cannot be read: {problem}")
    return Said(samples, rate, spoken.phonemes)


def _worked(who: Speaker, jobs: Sequence[Job]) -> Iterator[Spoken]:
    """Each job in order. A worker that dies is started again with what is left; a job is tried twice."""
    done = tries = 0
    while done < len(jobs):
        before, why = done, ""
        for row in _worker(who, jobs[done:]):
            if isinstance(row, str):
                why = row
            else:
                yield row
                done += 1
        tries = tries + 1 if done == before else 1
        if why == _ENDED and tries < TRIES:
            continue
        if why:
            yield from [Spoken(f"the voice did not start: {why}")] * (len(jobs) - done)
            return
        if done < len(jobs) and tries >= TRIES:
            yield Spoken("the voice was killed twice while it said this")
            done, tries = done + 1, 0


def _worker(who: Speaker, jobs: Sequence[Job]) -> Iterator[Spoken | str]:
    """The rows of one worker's life; a text is why the voice did not start."""
    voice = asdict(who.voice) | ({"name": who.path} if who.path else {})
    with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as errors:
        given.writelines(f"{json.dumps(row)}\n" for row in (voice, *map(asdict, jobs)))
        given.seek(0)
        command = [sys.executable, "-m", "pipeline.speech.worker"]
        with subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process:
            try:
                yield from _rows(process.stdout or (), errors)
            finally:
                process.kill()


def _rows(lines: Iterable[str], errors: Iterable[str]) -> Iterator[Spoken | str]:
    started = False
    for line in lines:
        if not line.endswith("\n"):
            break  # it died while it wrote
        row = json.loads(line)
        if started:
            yield Spoken(**row)
        elif row:
            yield str(row)
        started = True
    if not started:
        errors.seek(0)  # type: ignore[attr-defined]
        yield (list(errors) or [_ENDED])[-1].strip()
