"""What a speech recogniser makes of the English sentences that hold figures: a list of what to listen to first.

    make audio-report

It needs the package pocketsphinx, whose wheel holds an English model. It is no gate: most of what it mishears, it mishears
by itself (docs/notes/audio.md).
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from pipeline import project as projects
from pipeline.document import Medium, for_medium
from pipeline.speech import voice
from pipeline.speech.script import Utterance, script
from pipeline.speech.voice import Said

REPOSITORY = Path(__file__).parents[1]
_RATE = 16_000  # samples a second that the model was trained on
_FIGURE = re.compile(r"\b(one|two|three|four|five|six|seven|eight|nine|zero|percent|hundred)\b")


def main() -> None:
    try:
        from pocketsphinx import Decoder
    except ImportError:
        sys.exit("pocketsphinx is not installed: .venv/bin/python -m pip install pocketsphinx")
    decoder = Decoder(samprate=_RATE, loglevel="FATAL")
    rows = sorted((_alike(u.text, heard), u, heard) for u, heard in _heard(decoder))
    for alike, utterance, heard in rows:
        print(
            f"{alike:4.0f}%  {utterance.at}\n       said:  {utterance.text}\n       heard: {heard}"
        )
    print(f"{len(rows)} sentences with figures; {np.mean([row[0] for row in rows]):.0f}% alike on average.")  # fmt: skip


def _heard(decoder: object) -> Iterator[tuple[Utterance, str]]:
    project = projects.load(REPOSITORY)
    for slug in project.slugs:
        document, _ = projects.resolve(project, slug, "en", datetime.date.today())
        if not document:
            continue
        spoken = script(for_medium(document, Medium.AUDIO), project.speech[0].lexicons).utterances
        wanted = [u for u in spoken if not u.added and u.tag == "en" and _FIGURE.search(u.text)]
        for place, said in voice.speak(wanted, project.speech[0].speakers):
            yield wanted[place], _recognised(decoder, said)


def _recognised(decoder: object, said: Said) -> str:
    samples = np.frombuffer(said.samples, "<i2").astype(np.float64)
    count = len(samples) * _RATE // said.rate
    slower = np.interp(np.arange(count) * said.rate / _RATE, np.arange(len(samples)), samples)
    decoder.start_utt()  # type: ignore[attr-defined]
    decoder.process_raw(slower.astype("<i2").tobytes(), full_utt=True)  # type: ignore[attr-defined]
    decoder.end_utt()  # type: ignore[attr-defined]
    found = decoder.hyp()  # type: ignore[attr-defined]
    return found.hypstr if found else ""


def _alike(said: str, heard: str) -> float:
    words = re.sub(r"[^a-z ]", " ", said.lower())
    return fuzz.ratio(words.split(), heard.split())


if __name__ == "__main__":
    main()
