"""A pyttsx3 driver for espeak-ng that is synchronous and only writes files.

pyttsx3's own driver loses every text of 200 characters or more, goes on in the previous voice when one
is unknown, and reports success without a file (docs/notes/audio.md). This one raises. It uses the
espeak-ng library and data of the package espeakng-loader; one process holds one such library, and it
must never be used from two threads.
"""

from __future__ import annotations

import ctypes
import sys
import wave
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

import espeakng_loader
import pyttsx3.drivers  # registers the package that ours joins

NAME = "leaflet_espeak"
# speak_lib.h of espeak-ng 1.52.
_SYNCHRONOUS, _DONT_EXIT, _UTF8, _RATE = 2, 0x8000, 1, 1


class _Event(ctypes.Structure):
    _fields_: ClassVar = [("type", ctypes.c_int), ("rest", ctypes.c_ubyte * 36)]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class EngineError(RuntimeError):
    """espeak-ng could not do what it was asked."""


class Library:
    """The espeak-ng library of this process."""

    def __init__(self) -> None:
        library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        library.espeak_Initialize.argtypes = [
            ctypes.c_int,
            ctypes.c_int,
            ctypes.c_char_p,
            ctypes.c_int,
        ]
        library.espeak_Synth.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint,
                                         ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p]  # fmt: skip
        data = espeakng_loader.get_data_path().encode()
        self.samples_a_second: int = library.espeak_Initialize(_SYNCHRONOUS, 500, data, _DONT_EXIT)
        if self.samples_a_second <= 0:
            raise EngineError("espeak-ng's data was not found")
        self.library = library
        self.pcm: list[bytes] = []
        self._callback = _Callback(self._collect)  # kept, or ctypes frees it
        library.espeak_SetSynthCallback(self._callback)

    def _collect(self, samples: Any, count: int, _events: Any) -> int:
        if count > 0 and samples:
            self.pcm.append(ctypes.string_at(samples, 2 * count))
        return 0

    def set_voice(self, name: str) -> None:
        if code := self.library.espeak_SetVoiceByName(name.encode()):
            raise EngineError(f"espeak-ng has no voice {name!r} ({code})")

    def set_rate(self, words_a_minute: int) -> None:
        self.library.espeak_SetParameter(_RATE, words_a_minute, 0)

    def synthesise(self, text: str) -> bytes:
        """16-bit mono samples."""
        if not text.strip() or "\0" in text:
            raise EngineError("there is nothing to say")
        self.pcm = []
        data = text.encode()
        if code := self.library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None):
            raise EngineError(f"espeak-ng failed ({code})")
        return b"".join(self.pcm)


@cache
def library() -> Library:
    return Library()


class Driver:
    """What pyttsx3 asks of a driver. It must hear ``setBusy(False)`` before it sends the next command."""

    def __init__(self, proxy: Any) -> None:
        self.proxy, self.library = proxy, library()

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802 (pyttsx3's name)
        match name:
            case "voice":
                self.library.set_voice(value)
            case "rate":
                self.library.set_rate(value)
            case _:
                raise KeyError(name)

    def save_to_file(self, text: str, filename: str) -> None:
        self.proxy.notify("started-utterance")
        pcm = self.library.synthesise(text)
        with wave.open(filename, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.library.samples_a_second)
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
        """The library lives as long as its process."""


def buildDriver(proxy: Any) -> Driver:  # noqa: N802
    return Driver(proxy)


def register() -> str:
    """Make the driver known to pyttsx3; its name for ``pyttsx3.init``."""
    sys.modules[f"{pyttsx3.drivers.__name__}.{NAME}"] = sys.modules[__name__]
    return NAME
