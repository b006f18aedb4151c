"""Utterances to samples: who speaks a language, and the worker that does it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.diagnostic import Diagnostic, LeafletError
from pipeline.languages import Language, language
from pipeline.speech.numerals import NoNumerals, numerals
from pipeline.speech.script import Utterance
from pipeline.speech.worker import Job

RATE = 22_050  # samples a second: espeak-ng's own
WORDS_A_MINUTE = 150  # a little under espeak-ng's 175: a listener cannot look back


def lacks(spoken: Language) -> str:
    """Why a language cannot be spoken; "" if it can."""
    if not spoken.voice:
        return "espeak-ng has no voice for it"
    try:
        numerals(spoken.tag)
    except NoNumerals:
        return "the pipeline has no number words for it yet"
    return ""


@cache
def engine_version() -> str:
    """What makes other samples of the same words: part of every key."""
    return f"espeakng-loader {importlib.metadata.version('espeakng-loader')} {WORDS_A_MINUTE}"


def key(utterance: Utterance) -> str:
    """What an utterance's samples depend on."""
    parts = [utterance.text, language(utterance.tag).voice, engine_version()]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def speak(utterances: Sequence[Utterance]) -> list[bytes]:
    """16-bit mono samples at RATE of each utterance. Raises LeafletError naming each that could not be spoken."""
    missing = [u for u in utterances if not language(u.tag).voice]
    if missing:
        raise LeafletError(
            *(_failed(u, f"there is no voice for {language(u.tag).name}") for u in missing)
        )
    if not utterances:
        return []
    with tempfile.TemporaryDirectory(prefix="leaflet-speech-") as folder:
        jobs = [
            Job(u.text, language(u.tag).voice, WORDS_A_MINUTE, str(Path(folder) / f"{number}.wav"))
            for number, u in enumerate(utterances)
        ]
        problems = _worked(jobs)
        wrong = [
            _failed(u, problem) for u, problem in zip(utterances, problems, strict=True) if problem
        ]
        if wrong:
            raise LeafletError(*wrong)
        return [_samples(Path(job.path)) for job in jobs]


def _worked(jobs: Sequence[Job]) -> list[str]:
    """What went wrong with each job."""
    command = [sys.executable, "-m", "pipeline.speech.worker"]
    given = json.dumps([job.row() for job in jobs])
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    rows = [str(json.loads(row)) for row in done.stdout.splitlines()]
    last = (done.stderr.strip().splitlines() or ["it ended early"])[-1]
    return rows + [f"the voice did not start: {last}"] * (len(jobs) - len(rows))


def _failed(utterance: Utterance, problem: str) -> Diagnostic:
    hint = "leaflet doctor shows which voices each language has"
    return Diagnostic(
        "N405", f"{utterance.text!r} could not be spoken: {problem}", utterance.at, hint
    )


def _samples(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        return bytes(file.readframes(file.getnframes()))
