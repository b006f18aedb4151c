"""Drivers for pyttsx3: synchronous, into files, raising what is wrong. What they share stands here."""

from __future__ import annotations

import re
import wave
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any


class EngineError(RuntimeError):
    """The engine could not do what it was asked."""


class FileDriver:
    """What pyttsx3 asks of a driver (pyttsx3 2.99, drivers/dummy.py). A queue is run only after ``setBusy(False)``."""

    proxy: Any

    @abstractmethod
    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802 (pyttsx3's names)
        """voice, rate (words a minute), pitch (0 to 99), pronunciations (IPA by the word as it is written)."""

    @abstractmethod
    def getProperty(self, name: str) -> Any:  # noqa: N802
        """``phonemes``: how the last text was said, in IPA."""

    @abstractmethod
    def samples(self, text: str) -> tuple[bytes, int]:
        """16-bit mono samples, and how many there are a second. Raises EngineError."""

    def save_to_file(self, text: str, filename: str) -> None:
        self.proxy.notify("started-utterance")
        if not text.strip() or "\0" in text:
            raise EngineError("there is nothing to say")
        pcm, rate = self.samples(text)
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(pcm)
        self.proxy.notify("finished-utterance", completed=True)

    def startLoop(self) -> None:  # noqa: N802
        self.proxy.setBusy(False)  # runs the whole queue, synchronously

    def iterate(self) -> Iterator[None]:
        self.proxy.setBusy(False)
        yield

    def endLoop(self) -> None:  # noqa: N802
        """Nothing runs on."""

    def stop(self) -> None:
        """Nothing runs on."""

    def destroy(self) -> None:
        """An engine lives as long as its process."""


def with_sounds(text: str, sounds: Mapping[str, str], marked: Callable[[str], str]) -> str:
    """The text with each whole word that has its own IPA replaced by what the engine reads it from."""
    if not sounds:
        return text
    names = "|".join(re.escape(name) for name in sorted(sounds, key=len, reverse=True))
    pattern = rf"(?<![^\W_])({names})(?![^\W_])"
    return re.sub(pattern, lambda found: marked(sounds[found[1]]), text)
