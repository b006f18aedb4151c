"""A pyttsx3 driver for espeak-ng that is synchronous and only writes files.

pyttsx3's own driver loses every text of 200 characters or more, goes on in the previous voice when one
is unknown, and reports success without a file (docs/notes/audio.md). This one raises. It uses the
espeak-ng library and data of the package espeakng-loader; one process holds one such library, and it
must never be used from two threads.
"""

from __future__ import annotations

import ctypes
import re
import sys
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import espeakng_loader
import pyttsx3.drivers  # registers the package that ours joins

from pipeline.diagnostic import quoted
from pipeline.speech.drivers import EngineError, FileDriver, with_sounds

NAME = "leaflet_espeak"
FORKS = True  # the library has no threads
# speak_lib.h of espeak-ng 1.52.
_SYNCHRONOUS, _DONT_EXIT, _UTF8, _PHONEMES, _IPA = 2, 0x8000, 1, 0x100, 2
_PARAMETERS = {"rate": 1, "pitch": 3}
_TABLE, _ENTRY, _TABLE_NAME = 4, 16, 32  # bytes in the file phontab: synthesize.h, PHONEME_TAB


class _Event(ctypes.Structure):
    _fields_: ClassVar = [("type", ctypes.c_int), ("rest", ctypes.c_ubyte * 36)]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Library:
    """The espeak-ng library of this process."""

    def __init__(self) -> None:
        library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]  # fmt: skip
        library.espeak_Synth.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint,
                                         ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p]  # fmt: skip
        library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]  # fmt: skip
        data = espeakng_loader.get_data_path()
        if not (Path(data) / "phontab").exists():  # espeak-ng would look for another version's
            raise EngineError("espeak-ng's data was not found")
        self.samples_a_second: int = library.espeak_Initialize(
            _SYNCHRONOUS, 500, data.encode(), _DONT_EXIT
        )
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
            raise EngineError(f"espeak-ng has no voice {quoted(name)} ({code})")

    def set_parameter(self, name: str, value: int) -> None:
        self.library.espeak_SetParameter(_PARAMETERS[name], value, 0)

    def synthesise(self, text: str) -> bytes:
        """16-bit mono samples; what stands between [[ and ]] are espeak-ng's own phonemes."""
        self.pcm = []
        data = text.encode()
        if code := self.library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8 | _PHONEMES, None, None):  # fmt: skip
            raise EngineError(f"espeak-ng failed ({code})")
        return b"".join(self.pcm)

    def phonemes(self, text: str) -> str:
        """How the voice says it, in IPA; "(en)" where it changes to another language."""
        rest, found = ctypes.c_char_p(text.encode()), []
        while rest.value is not None:
            said = self.library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA)
            found.append((said or b"").decode("utf-8", "replace"))
        return " ".join(filter(None, found))

    @cache  # noqa: B019 (one library a process)
    def sounds(self, voice: str) -> Mapping[str, str]:
        """Each sound of the voice that is set, in IPA, with the mnemonic that espeak-ng knows it by."""
        self.synthesise("[[a]]")  # switches phonemes on, which TextToPhonemes keeps
        known: dict[str, str] = {}
        for name in sorted(_mnemonics(), key=lambda name: (len(name), name)):
            said = self.phonemes(f"[[{name}]]").replace("ˈ", "")
            if said and not any(c.isdigit() for c in said):
                known.setdefault(said, name)
        return known

    def mnemonics(self, ipa: str, voice: str) -> str:
        """IPA as the voice's own mnemonics. Raises EngineError for a sound that the voice lacks."""
        known, found, at = self.sounds(voice), "", 0
        wanted = _plain_ipa(ipa)
        while at < len(wanted):
            if wanted[at] in "ˈˌ":
                found += "'" if wanted[at] == "ˈ" else ","
                at += 1
                continue
            sound = next(
                (wanted[at : at + n] for n in (4, 3, 2, 1) if wanted[at : at + n] in known), ""
            )
            if not sound:
                raise EngineError(f"the voice {voice} has no sound {quoted(wanted[at])} of /{ipa}/")
            found += ("|" if found and found[-1] not in "',|" else "") + known[sound]
            at += len(sound)
        return found


@cache
def _mnemonics() -> tuple[str, ...]:
    """The names of all phonemes, from espeak-ng's compiled table: letters, digits and what they are marked with."""
    data = (Path(espeakng_loader.get_data_path()) / "phontab").read_bytes()
    names: set[str] = set()
    at = _TABLE
    for _ in range(data[0]):
        count = data[at]
        at += _TABLE + _TABLE_NAME
        for _ in range(count):
            names.add(data[at : at + 4].rstrip(b"\0").decode("latin-1"))
            at += _ENTRY
    return tuple(
        name for name in names if re.fullmatch(r"[A-Za-z@&0-9?][A-Za-z0-9@:~;^.\[]{0,3}", name)
    )


def _plain_ipa(text: str) -> str:
    """One way of writing each sound: composed, with IPA's own letters, without syllable marks."""
    letters = {"g": "ɡ", ":": "ː", "'": "ˈ", ".": "", " ": "", "\u0361": "", "\u035c": ""}
    return "".join(letters.get(c, c) for c in unicodedata.normalize("NFC", text))


@cache
def library() -> Library:
    """One for the process: it can be initialised once."""
    return Library()


class Driver(FileDriver):
    """espeak-ng by one of its own voices."""

    def __init__(self, proxy: Any) -> None:
        self.proxy, self.library, self.voice = proxy, library(), ""
        self.pronunciations: Mapping[str, str] = {}
        self.last = ""

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        match name:
            case "voice":
                self.library.set_voice(value)
                self.voice = value
            case "rate" | "pitch":
                self.library.set_parameter(name, value)
            case "pronunciations":
                self.pronunciations = value
            case _:
                raise KeyError(name)

    def getProperty(self, name: str) -> Any:  # noqa: N802
        if name == "phonemes":
            return self.library.phonemes(self.last)
        raise KeyError(name)

    def samples(self, text: str) -> tuple[bytes, int]:
        """16-bit samples of the text, and how many a second."""
        self.last = with_sounds(text, self.pronunciations, self._marked)
        return self.library.synthesise(self.last), self.library.samples_a_second

    def _marked(self, ipa: str) -> str:
        return f"[[{self.library.mnemonics(ipa, self.voice)}]]"


def buildDriver(proxy: Any) -> Driver:  # noqa: N802
    return Driver(proxy)


def register() -> str:
    """Make the driver known to pyttsx3; its name for ``pyttsx3.init``."""
    sys.modules[f"{pyttsx3.drivers.__name__}.{NAME}"] = sys.modules[__name__]
    return NAME
