"""The process that speaks: one warm library, and a fresh fork of it for each utterance.

espeak-ng's samples depend on what its process has said before; a fork of a warm process that has said
nothing gives the same samples each time, and a crash costs one utterance. Forking is safe because this
process is started for nothing else and has no threads. Run as ``python -m pipeline.speech.worker``:
a JSON list of jobs on stdin, and a line for each on stdout, "" when its file was written, else what went wrong.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LONGEST = 30  # seconds for one utterance: espeak-ng needs hundredths


@dataclass(frozen=True, slots=True)
class Job:
    """Words for one voice, and where the WAV file goes."""

    text: str
    voice: str
    rate: int  # words a minute
    path: str

    def row(self) -> dict[str, object]:
        return asdict(self)


def main() -> None:
    import pyttsx3

    from pipeline.speech.drivers import espeak

    engine = pyttsx3.init(espeak.register())
    for row in json.load(sys.stdin):
        print(json.dumps(_forked(engine, Job(**row))), flush=True)


def _forked(engine: Any, job: Job) -> str:
    """What went wrong with the job, "" for nothing."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.alarm(LONGEST)
        problem = _spoken(engine, job)
        os.write(writer, problem.encode()[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        problem = pipe.read().decode("utf-8", "replace")
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return (
            f"the engine took more than {LONGEST} seconds"
            if number == signal.SIGALRM
            else f"the engine crashed (signal {number})"
        )
    return problem


def _spoken(engine: Any, job: Job) -> str:
    """Speak through pyttsx3, which reports errors of a driver to a callback only."""
    errors: list[BaseException] = []
    engine.connect("error", lambda name, exception: errors.append(exception))
    try:
        for name, value in (("voice", job.voice), ("rate", job.rate)):
            engine.setProperty(name, value)
        engine.save_to_file(job.text, job.path)
        engine.runAndWait()
    except Exception as problem:  # whatever it is, the parent must hear of it
        errors.append(problem)
    if errors:
        Path(job.path).unlink(missing_ok=True)  # pyttsx3 goes on after an error, in the wrong voice
        return str(errors[0]) or type(errors[0]).__name__
    return "" if Path(job.path).exists() else "the engine wrote no file"


if __name__ == "__main__":
    main()
