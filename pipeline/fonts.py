"""Font files: which a language is printed with, where they are, and what is missing.

Noto by Debian's packages fonts-noto-core and fonts-noto-cjk (SIL Open Font License); docs/notes/fonts.md.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.languages import Language, languages

# Where Debian's and Ubuntu's fonts-noto-core and fonts-noto-cjk put their files.
NOTO = Path("/usr/share/fonts/truetype/noto")
NOTO_CJK = Path("/usr/share/fonts/opentype/noto")
# By fonts-liberation: as wide as Arial, letter by letter, so that pages can be reckoned as Word will fill them.
LIBERATION = Path("/usr/share/fonts/truetype/liberation")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
LIKE_ARIAL = "LiberationSans"
STAND_IN = "DejaVuSans"  # what fontconfig, and so LibreOffice, takes a character from that the named font lacks
_CJK_INDEX = {"NotoSansCJKsc": 2, "NotoSansCJKtc": 3}  # faces of the NotoSansCJK collections
# What Noto Sans lacks and leaflets use (arrows, signs of comparison, a telephone); docs/notes/fonts.md.
SIGNS = ("NotoSansMath", "NotoSansSymbols2")


@dataclass(frozen=True, slots=True)
class FontFile:
    """A face on disk. ``bold`` is what was asked for; a face without bold gives its regular."""

    name: str
    path: Path
    index: int = 0


def font_file(name: str, bold: bool) -> FontFile:
    """The file of a face of languages.toml."""
    weight = "Bold" if bold else "Regular"
    if name in _CJK_INDEX:
        return FontFile(
            f"{name}-{weight}", NOTO_CJK / f"NotoSansCJK-{weight}.ttc", _CJK_INDEX[name]
        )
    if name == LIKE_ARIAL:
        return FontFile(f"{name}-{weight}", LIBERATION / f"{name}-{weight}.ttf")
    if name == STAND_IN:
        return FontFile(f"{name}-{weight}", DEJAVU / f"{name}{'-Bold' if bold else ''}.ttf")
    path = NOTO / f"{name}-{weight}.ttf"
    if bold and name in SIGNS:
        return font_file(name, bold=False)
    return FontFile(f"{name}-{weight}", path)


def package(file: FontFile) -> str:
    """The Debian package that carries a font file."""
    folders = {
        NOTO_CJK: "fonts-noto-cjk",
        LIBERATION: "fonts-liberation",
        DEJAVU: "fonts-dejavu-core",
    }
    return folders.get(file.path.parent, "fonts-noto-core")


def missing(language: Language) -> list[FontFile]:
    """The files that a language needs and that are not on this machine."""
    names = (*language.fonts, LIKE_ARIAL, STAND_IN)
    files = [font_file(name, bold) for name in names for bold in (False, True)]
    return [file for file in files if not file.path.is_file()]


@cache
def digest(language: Language) -> str:
    """What stands for the fonts of a language in a build key: each file's size and first bytes, which hold the
    checksum of every table (OpenType, table directory)."""
    parts = hashlib.sha256()
    for name in (*families(language), LIKE_ARIAL, STAND_IN):
        for bold in (False, True):
            file = font_file(name, bold)
            size, first = _begins(file.path)
            parts.update(f"{file.name} {size}\n".encode() + first)
    return parts.hexdigest()


@cache
def _begins(path: Path) -> tuple[int | None, bytes]:
    """A file's size and first bytes: of most files many languages ask. None where there is no such file."""
    if not path.is_file():
        return None, b""
    with path.open("rb") as opened:
        return path.stat().st_size, opened.read(4096)


@cache
def families(language: Language) -> tuple[str, ...]:
    """Faces to try for a character, best first: the language's own, those of signs, then every other that we know."""
    others = (name for other in languages().values() for name in other.fonts)
    return tuple(dict.fromkeys((*language.fonts, "NotoSans", *SIGNS, *others)))


@cache
def line_height(name: str) -> float:
    """Baseline to baseline that a face needs, in type sizes: that of the languages which it is the first font of."""
    known = languages().values()
    needs = {face.fonts[0]: face.line_height for one in known for face in one.faces}
    return (needs | {one.fonts[0]: one.line_height for one in known}).get(name, 1.0)


def family(name: str) -> str:
    """The name that Word knows a face of languages.toml by: NotoNastaliqUrdu is "Noto Nastaliq Urdu"."""
    if name.startswith("NotoSansCJK"):
        return f"Noto Sans CJK {name.removeprefix('NotoSansCJK').upper()}"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
