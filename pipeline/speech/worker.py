"""The process that speaks: one warm library with one voice, and a fresh fork of it for each utterance.

espeak-ng's samples depend on what its process has said before; a fork of a warm process that has said
nothing gives the same samples each time, and a crash costs one utterance. Forking is safe because this
process is started for nothing else and has no threads. (Piper's library has threads, and speaks in this
process itself.) Run as ``python -m pipeline.speech.worker``: a JSON object with a voice on the first line
of stdin, then a job a line; on stdout a line for the voice and one for each job as it ends.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.diagnostic import trouble
from pipeline.languages import Engine

LONGEST = 30  # seconds for one utterance: espeak-ng needs hundredths
TRIES = 2
_DRIVERS = {Engine.ESPEAK: "espeak", Engine.PIPER: "piper"}


@dataclass(frozen=True, slots=True)
class Job:
    """Words to say, the pronunciation in IPA of some of them, and where the WAV file goes."""

    text: str
    rate: int  # words a minute
    path: str
    sounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What became of a job: what went wrong, "" for nothing, and how it was said, in IPA."""

    problem: str
    phonemes: str = ""


def main() -> None:
    """Begin the voice that the first line of the standard input names, and say each job of the others; an answer a line."""
    import pyttsx3

    voice = json.loads(sys.stdin.readline())
    try:
        driver: Any = importlib.import_module(
            f"pipeline.speech.drivers.{_DRIVERS[Engine(voice['engine'])]}"
        )
        engine = pyttsx3.init(driver.register())
        problem = _told(engine, {"voice": voice["name"], "pitch": voice["pitch"]})
    except Exception as wrong:  # whatever keeps it from starting, the parent must hear of it
        problem = str(wrong) or type(wrong).__name__
    print(json.dumps(problem), flush=True)
    if not problem:
        for row in sys.stdin:
            job = Job(**json.loads(row))
            said = _forked(engine, job) if driver.FORKS else _timed(engine, job)
            print(json.dumps(asdict(said)), flush=True)


def _told(engine: Any, properties: Mapping[str, Any]) -> str:
    """What the driver refused; pyttsx3 reports errors of a driver to a callback only."""
    errors: list[BaseException] = []
    told = engine.connect("error", lambda name, exception: errors.append(exception))
    for name, value in properties.items():
        engine.setProperty(name, value)
    engine.runAndWait()
    engine.disconnect(told)
    return _why(errors[0]) if errors else ""


def _forked(engine: Any, job: Job) -> Spoken:
    """The job in a process of its own; one that died is tried once more."""
    said = Spoken("it was not tried")
    for _ in range(TRIES):
        said, died = _once(engine, job)
        if not died:
            break
    return said


def _once(engine: Any, job: Job) -> tuple[Spoken, bool]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(json.dumps(asdict(_timed(engine, job))).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        Path(job.path).unlink(missing_ok=True)
        number = os.WTERMSIG(status)
        late = f"the engine took more than {LONGEST} seconds"
        return Spoken(late if number == signal.SIGALRM else f"the engine crashed (signal {number})"), True  # fmt: skip
    return (Spoken(**json.loads(told)), False) if told else (Spoken("the engine ended early"), True)


def _timed(engine: Any, job: Job) -> Spoken:
    """SIGALRM ends the process that speaks, in whatever library it hangs."""
    signal.alarm(LONGEST)
    said = _spoken(engine, job)
    signal.alarm(0)
    return said


def _spoken(engine: Any, job: Job) -> Spoken:
    """Speak through pyttsx3. What was written after an error goes: pyttsx3 goes on in the wrong voice."""
    errors: list[BaseException] = []
    told = engine.connect("error", lambda name, exception: errors.append(exception))
    try:
        for name, value in (("rate", job.rate), ("pronunciations", job.sounds)):
            engine.setProperty(name, value)
        engine.save_to_file(job.text, job.path)
        engine.runAndWait()
        phonemes = "" if errors else str(engine.getProperty("phonemes"))
    except Exception as problem:  # whatever it is, the parent must hear of it
        errors.append(problem)
    engine.disconnect(told)
    if errors:
        Path(job.path).unlink(missing_ok=True)
        return Spoken(_why(errors[0]))
    return Spoken("" if Path(job.path).exists() else "the engine wrote no file", phonemes)


def _why(problem: BaseException) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return f"its sound cannot be written: {trouble(problem)}"
    return str(problem) or type(problem).__name__


if __name__ == "__main__":
    main()
