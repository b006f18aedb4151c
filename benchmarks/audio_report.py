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
from dataclasses import dataclass
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
_FIGURE = re.compile(
    r"\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|point|percent)\b"
)


def main() -> None:
    try:
        from pocketsphinx import Decoder
    except ImportError:
        sys.exit("pocketsphinx is not installed: .venv/bin/python -m pip install pocketsphinx")
    decoder = Decoder(samprate=_RATE, loglevel="FATAL")
    rows = [Row(utterance, heard) for utterance, heard in _heard(decoder)]
    for row in sorted(rows, key=lambda row: row.alike):
        print(f"{row.alike:4.0f}%  {row.utterance.at}\n       said:  {row.utterance.text}\n       heard: {row.heard}")  # fmt: skip
    right = sum(row.right for row in rows)
    average = sum(row.alike for row in rows) / max(1, len(rows))
    print(f"{len(rows)} sentences with figures; {average:.0f}% alike on average; every number word heard in {right}.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, and what the recogniser made of it."""

    utterance: Utterance
    heard: str

    @property
    def alike(self) -> float:
        """Percent of the words, in order."""
        words = re.sub(r"[^a-z ]", " ", self.utterance.text.lower())
        return fuzz.ratio(words.split(), self.heard.split())

    @property
    def right(self) -> bool:
        """Whether the same number words were heard, in the same order."""
        return _FIGURE.findall(self.utterance.text.lower()) == _FIGURE.findall(self.heard)


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
    decoder.start_utt()  # type: ignore[attr-defined]
    decoder.process_raw(_resampled(said), full_utt=True)  # type: ignore[attr-defined]
    decoder.end_utt()  # type: ignore[attr-defined]
    found = decoder.hyp()  # type: ignore[attr-defined]
    return found.hypstr if found else ""


def _resampled(said: Said) -> bytes:
    """The samples at _RATE, through the spectrum: what stands above it is left out and not folded back. A breath of faint noise
    stands around them, without which the recogniser takes their first word for noise (a third of what it heard)."""
    samples = np.frombuffer(said.samples, "<i2").astype(np.float64)
    count = len(samples) * _RATE // said.rate
    made = np.fft.irfft(np.fft.rfft(samples)[: count // 2 + 1], count) * (count / len(samples))
    padded = np.pad(made, _RATE * 3 // 10)
    padded += np.random.default_rng(0).normal(0, 8, len(padded))
    return np.clip(np.rint(padded), -32768, 32767).astype("<i2").tobytes()


if __name__ == "__main__":
    main()
