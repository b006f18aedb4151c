"""liblouis by ctypes: text to cells of six dots, and back.

What a table lacks is no error to liblouis: it writes the character's number in cells of eight dots. Here it is one, and the
character is named. liblouis keeps its tables in globals: to be called from one thread of a process only.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.languages import Braille, language, languages

TABLES = Path("/usr/share/liblouis/tables")  # where Debian's and Ubuntu's liblouis-data puts them
_LIBRARY = "liblouis.so.20"  # by liblouis20
_OURS = Path(__file__).parents[1] / "data" / "braille"
BLANK, FULL = "\u2800", "\u283f"  # no dot, all six (Unicode, Braille Patterns)
_BOLD = 0x4  # formtype of liblouis.h
_FATAL = 50_000  # logLevels of liblouis.h: what it has to say is told by results
_ROOM = 16  # cells a character: UEB's longest sign with every indicator is shorter


class Unwritable(Exception):
    """The table has no six-dot cells for a character."""

    def __init__(self, character: str, table: str) -> None:
        super().__init__(character, table)
        self.character, self.table = character, table


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells in Unicode, and for each the place in the text of what it stands for."""

    cells: str
    sources: tuple[int, ...]


def missing() -> str:
    """What has to be installed before any braille can be made; "" when all is there."""
    packages = [
        package
        for package, has in (
            ("liblouis20", _library() is not None),
            ("liblouis-data", TABLES.is_dir()),
        )
        if not has
    ]
    return f"{' and '.join(packages)} must be installed" if packages else ""


def lacks(tag: str) -> str:
    """Why a language has no braille here; "" when it has."""
    braille = language(tag).braille
    return braille.lacks or ("" if braille.table else "no table is known") or missing()


def version() -> str:
    """Of the library that is installed; "" where none is."""
    library = _library()
    if library is None:
        return ""
    library.lou_version.restype = ctypes.c_char_p
    return str(library.lou_version().decode())


def tables(braille: Braille, contracted: bool = True) -> str:
    """liblouis's list of tables; absolute, so that no setting of a machine leads to others."""
    table = braille.table if contracted or not braille.uncontracted else braille.uncontracted
    ours = [str(_OURS / braille.supplement)] if braille.supplement else []
    return ",".join([str(TABLES / braille.display), str(TABLES / table), *ours])


def translate(tables: str, text: str, bold: Sequence[bool] = ()) -> Cells:
    """The text in cells. Raises Unwritable for a character that has none of six dots."""
    if not text:
        return Cells("", ())
    length = len(text)
    room = length * _ROOM + 64
    source = (ctypes.c_uint32 * (length + 1))(*map(ord, text))
    target = (ctypes.c_uint32 * room)()
    forms = (ctypes.c_uint16 * room)(*(_BOLD if one else 0 for one in bold))
    places = (ctypes.c_int * room)()
    used, made = ctypes.c_int(length), ctypes.c_int(room)
    done = _loaded().lou_translate(tables.encode(), source, ctypes.byref(used), target, ctypes.byref(made), forms, None,
                                   None, places, None, 0)  # fmt: skip
    if not done or used.value != length:
        raise RuntimeError(f"liblouis could not write {text!r} with {tables}")
    cells = "".join(map(chr, target[: made.value])).replace(" ", BLANK)
    for cell, place in zip(cells, places, strict=False):
        if not BLANK <= cell <= FULL:
            raise Unwritable(text[min(place, length - 1)], _name(tables))
    return Cells(cells, tuple(places[: made.value]))


def back(tables: str, cells: str) -> str:
    """What a reader of the table makes of the cells."""
    length = len(cells)
    room = length * _ROOM + 64
    source = (ctypes.c_uint32 * (length + 1))(*map(ord, cells))
    target = (ctypes.c_uint32 * room)()
    used, made = ctypes.c_int(length), ctypes.c_int(room)
    done = _loaded().lou_backTranslateString(tables.encode(), source, ctypes.byref(used), target, ctypes.byref(made),
                                             None, None, 0)  # fmt: skip
    if not done or used.value != length:
        raise RuntimeError(f"liblouis could not read {cells!r} with {tables}")
    return "".join(map(chr, target[: made.value]))


@cache
def digest() -> str:
    """What stands for liblouis in a build key: its version, and every table that a language is written with."""
    parts = hashlib.sha256(version().encode())
    names = {name for one in languages().values() if one.braille.table
             for graded in (True, False) for name in tables(one.braille, graded).split(",")}  # fmt: skip
    for path in sorted(_included(map(Path, names))):
        parts.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return parts.hexdigest()


def _included(paths: Sequence[Path] | map[Path]) -> set[Path]:
    """The tables that are there, with all that they include."""
    found: set[Path] = set()
    waiting = [path for path in paths if path.is_file()]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        names = re.findall(rb"^\s*include\s+(\S+)", path.read_bytes(), re.MULTILINE)
        inside = (path.parent / name.decode(errors="replace") for name in names)
        waiting += [one for one in inside if one.is_file()]
    return found


def _name(tables: str) -> str:
    return Path(tables.split(",")[1]).name


@cache
def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    if library.lou_charSize() != ctypes.sizeof(ctypes.c_uint32):
        return None  # built for UTF-16: no Debian or Ubuntu has it so
    library.lou_setLogLevel(_FATAL)
    return library


def _loaded() -> ctypes.CDLL:
    library = _library()
    assert library is not None, "braille is only planned where liblouis is installed"
    return library
