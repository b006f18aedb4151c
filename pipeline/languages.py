"""Facts about a language: its own name, its direction, and what we have to print and speak it.

They live in ``data/languages.toml``. What a language lacks is stated there (no voice), never
replaced by something else.
"""

from __future__ import annotations

import copy
import tomllib
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.diagnostic import Diagnostic, LeafletError, Location, quoted

if TYPE_CHECKING:
    from babel import Locale

_FILE = Path(__file__).with_name("data") / "languages.toml"
SOURCE = "en"  # the language that leaflets are written in

Direction = Literal["ltr", "rtl"]
ScriptKind = Literal["latin", "complex", "east-asian"]


class Engine(StrEnum):
    """What speaks; the value is its name in publisher.yaml."""

    ESPEAK = "espeak-ng"
    PIPER = "piper"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, and how. ``name``: an identifier of espeak-ng's, or a Piper voice's file in the project's folder."""

    engine: Engine
    name: str
    rate: int  # words a minute
    pitch: int  # 0 to 99: espeak-ng's scale, 50 is the voice's own
    pauses: float  # times the usual silence


@dataclass(frozen=True, slots=True)
class Face:
    """Another style of a script than its usual one: Urdu in Naskh. A publisher may choose it by name."""

    name: str
    fonts: tuple[str, ...]
    line_height: float


@dataclass(frozen=True, slots=True)
class Braille:
    """How a language is written in six dots. Tables are liblouis's, by file name."""

    table: str = ""  # contracted, where that is what readers use and the table can be trusted
    uncontracted: str = ""  # letter by letter, where ``table`` contracts
    supplement: str = ""  # of ours, in data/braille/: what the table lacks
    display: str = "unicode.dis"  # liblouis's table from dots to Unicode cells
    digits: str = "⠚⠁⠃⠉⠙⠑⠋⠛⠓⠊"  # the cells of 0 to 9
    number: str = "⠼"  # the sign before them; empty where the code has none
    reversible: bool = False  # whether the table leads from cells back to the text
    # In a script without spaces: words are written apart, or lines may be parted inside the text.
    words: Literal["", "spaced", "parted"] = ""
    latin: bool = False  # in another script: whether the table writes the code's own sign before Latin letters
    lacks: str = ""  # why no braille is offered


@dataclass(frozen=True, slots=True)
class Language:
    """One language. ``tag`` is the name of its folder under translations/."""

    tag: str
    name: str  # in English
    autonym: str
    locale: str  # Babel's and ICU's name: en_GB
    direction: Direction
    script: ScriptKind  # as Word sorts fonts and languages: Latin, complex, East Asian
    word_tag: str  # BCP 47 with a region, as Word writes it: ur-PK
    fonts: tuple[str, ...]  # file names without weight, best first
    line_height: float  # of its first font, in type sizes, where that needs more than the page's
    voice: str = ""  # espeak-ng identifier; empty: no voice
    voice_doubt: str = ""  # why listeners may not understand that voice (docs/notes/audio.md)
    # Words a minute: a little under espeak-ng's 175, as a listener cannot look back.
    rate: int = 150
    pitch: int = 50
    pauses: float = 1.0
    iso639_2: str = "und"  # three letters, for tags in sound files
    braille: Braille = Braille()
    digits: str = "0123456789"
    faces: tuple[Face, ...] = ()  # styles of its script beside the usual one
    pseudo: bool = False  # made from the English, for tests; nobody reads it

    @property
    def bcp47(self) -> str:
        """The tag as HTML, PDF and Word write it: zh-Hans."""
        return self.tag.replace("_", "-")

    @property
    def rtl(self) -> bool:
        return self.direction == "rtl"

    def in_face(self, name: str) -> Language:
        """The language set in one of its other faces; KeyError where it has none of that name."""
        face = {face.name: face for face in self.faces}[name]
        return replace(self, fonts=face.fonts, line_height=face.line_height)

    @property
    def speaker(self) -> Voice | None:
        """The voice that speaks it unless the publisher chose another; None when there is none."""
        voice = Voice(Engine.ESPEAK, self.voice, self.rate, self.pitch, self.pauses)
        return voice if self.voice else None

    @property
    def babel(self) -> Locale:
        """Its numbers, dates and names of months (CLDR)."""
        return _locale(self.locale)


@cache
def _locale(name: str) -> Locale:
    """Babel's data of a locale, apart from all others.

    Babel 2.18 keeps what an alias leads to in data that locales share, so that the first locale's months became those of
    others: February stood in Chinese in a Bengali leaflet.
    """
    from babel import Locale, localedata  # only where a figure is written: to set pages needs none

    data = localedata.load(name)
    for part in _ALIASED:
        data[part] = copy.deepcopy(data[part])
    return Locale.parse(name)


# The parts of a locale's data that have aliases in them, but for money (Babel 2.18, all of its locales).
_ALIASED = ("days", "eras", "months", "quarters")


def languages() -> dict[str, Language]:
    """Every language that people read, by tag, in the order of the data file."""
    return {tag: one for tag, one in _known().items() if not one.pseudo}


def pseudo_languages() -> dict[str, Language]:
    """The languages made from the English, for tests."""
    return {tag: one for tag, one in _known().items() if one.pseudo}


@cache
def _known() -> dict[str, Language]:
    data = tomllib.loads(_FILE.read_text("utf-8"))
    return {tag: _language(tag, facts) for tag, facts in data.items()}


def _language(tag: str, facts: dict[str, Any]) -> Language:
    faces = tuple(
        Face(name, tuple(face["fonts"]), face["line_height"])
        for name, face in facts.get("faces", {}).items()
    )
    braille = Braille(**facts.get("braille", {}))
    return Language(tag=tag, **{**facts, "fonts": tuple(facts["fonts"]), "faces": faces, "braille": braille})  # fmt: skip


def folder(typed: str) -> str:
    """The tag of a language however it is typed, as its folder is named: en-XA and zh-hans are en_XA and zh_Hans.

    What is no language's stays as it is, for whoever reports it.
    """
    tag = typed.strip().replace("-", "_")
    return next((one for one in _known() if one.lower() == tag.lower()), typed)


def nearest(text: str) -> str:
    """What whoever typed a language that nobody knows may have meant: its tag; else all of them."""
    wanted = text.strip().lower()
    named = {one.name.lower(): tag for tag, one in languages().items()}
    for near in get_close_matches(wanted, [*named, *(tag.lower() for tag in languages())], 1, 0.75):
        tag = named.get(near) or next(one for one in languages() if one.lower() == near)
        return f"did you mean {tag} ({languages()[tag].name})?"
    return f"write one of {', '.join(languages())}"


def language(tag: str) -> Language:
    """The language of a folder's name or of ``{lang=...}``. Raises LeafletError for one we know nothing of."""
    known = _known()
    tag = folder(tag)
    if tag not in known:
        hint = nearest(tag)
        raise LeafletError(
            Diagnostic(
                "B101", f"no language {quoted(tag)} is known", Location(f"translations/{tag}"), hint
            )
        )
    return known[tag]
