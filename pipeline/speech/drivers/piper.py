"""A pyttsx3 driver for Piper, a neural voice from a file of the project (the extra [piper]).

Its library starts threads, so its process does not fork. Its noise is switched off: the same words give
the same samples, a little flatter than the voice could be. It is under the GPL and stays in the worker's
process.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import pyttsx3.drivers  # registers the package that ours joins

from pipeline.speech.drivers import EngineError, FileDriver, with_sounds

NAME = "leaflet_piper"
FORKS = False
_OWN_RATE = 175  # words a minute that a voice speaks when it is told nothing


class Driver(FileDriver):
    def __init__(self, proxy: Any) -> None:
        self.proxy, self.model = proxy, None
        self.rate = _OWN_RATE
        self.pronunciations: Mapping[str, str] = {}
        self.last = ""

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        match name:
            case "voice":
                self.model = _loaded(value)
            case "rate":
                self.rate = value
            case "pitch":  # a neural voice has its own
                if value != 50:
                    raise EngineError("a Piper voice has no other pitch than its own: leave it out")
            case "pronunciations":
                self.pronunciations = value
            case _:
                raise KeyError(name)

    def getProperty(self, name: str) -> Any:  # noqa: N802
        if name != "phonemes":
            raise KeyError(name)
        assert self.model
        return " ".join("".join(sentence) for sentence in self.model.phonemize(self.last))

    def samples(self, text: str) -> tuple[bytes, int]:
        """16-bit samples of the text, and how many a second. Raises EngineError."""
        from piper.config import SynthesisConfig

        if not self.model:
            raise EngineError("no Piper voice is loaded")
        self.last = with_sounds(text, self.pronunciations, lambda ipa: f"[[{ipa}]]")
        settings = SynthesisConfig(length_scale=_OWN_RATE / self.rate, noise_scale=0.0, noise_w_scale=0.0)  # fmt: skip
        chunks = list(self.model.synthesize(self.last, settings))
        if not chunks:
            raise EngineError("the voice said nothing")
        return b"".join(chunk.audio_int16_bytes for chunk in chunks), chunks[0].sample_rate


def _loaded(path: str) -> Any:
    try:
        from piper import PiperVoice
    except ImportError as problem:
        raise EngineError(
            "Piper is not installed: pip install leaflet-pipeline[piper]"
        ) from problem
    try:
        return PiperVoice.load(path)
    except Exception as problem:  # its libraries raise what they like at a damaged file
        raise EngineError(f"this is no Piper voice: {problem}") from problem


def buildDriver(proxy: Any) -> Driver:  # noqa: N802
    return Driver(proxy)


def register() -> str:
    """Make the driver known to pyttsx3; its name for ``pyttsx3.init``."""
    sys.modules[f"{pyttsx3.drivers.__name__}.{NAME}"] = sys.modules[__name__]
    return NAME
