"""Hunspell by ctypes, with Debian's British dictionary: which words it does not know, and what it would write."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FOLDER = Path("/usr/share/hunspell")  # where Debian's and Ubuntu's hunspell-en-gb puts it
_LIBRARY = "libhunspell-1.7.so.0"  # by libhunspell-1.7-0
_NAME = "en_GB"


def missing() -> str:
    """What has to be installed before any spelling can be checked; "" when all is there."""
    packages = [
        package
        for package, has in (
            ("libhunspell-1.7-0", _library() is not None),
            ("hunspell-en-gb", (FOLDER / f"{_NAME}.dic").is_file()),
        )
        if not has
    ]
    return f"{' and '.join(packages)} must be installed" if packages else ""


def knows(word: str) -> bool:
    """Whether the dictionary has a word, in this form."""
    return bool(_loaded_library().Hunspell_spell(_dictionary(), word.encode()))


def suggestions(word: str) -> Sequence[str]:
    """What the dictionary would write in its place, best first; three at most."""
    library, handle = _loaded_library(), _dictionary()
    found = ctypes.POINTER(ctypes.c_char_p)()
    count = library.Hunspell_suggest(handle, ctypes.byref(found), word.encode())
    texts = [(found[n] or b"").decode("utf-8", "replace") for n in range(min(count, 3))]
    library.Hunspell_free_list(handle, ctypes.byref(found), count)
    return texts


@cache
def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    library.Hunspell_create.restype = ctypes.c_void_p
    library.Hunspell_create.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    library.Hunspell_spell.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    texts = ctypes.POINTER(ctypes.POINTER(ctypes.c_char_p))
    library.Hunspell_suggest.argtypes = [ctypes.c_void_p, texts, ctypes.c_char_p]
    library.Hunspell_free_list.argtypes = [ctypes.c_void_p, texts, ctypes.c_int]
    return library


def _loaded_library() -> ctypes.CDLL:
    library = _library()
    assert library is not None, "ask missing() first"
    return library


@cache
def _dictionary() -> ctypes.c_void_p:
    """The dictionary, in UTF-8 as Debian's is; kept for as long as the process."""
    paths = (str(FOLDER / f"{_NAME}{suffix}").encode() for suffix in (".aff", ".dic"))
    return ctypes.c_void_p(_loaded_library().Hunspell_create(*paths))
