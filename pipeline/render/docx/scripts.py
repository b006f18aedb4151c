"""Text in pieces of one script, as Word sorts fonts and languages: Latin, complex, East Asian."""

from __future__ import annotations

import unicodedata

from pipeline.languages import Language, ScriptKind

_OPENING = "([{“‘«"


def runs_rtl(text: str, spoken: Language) -> bool:
    """Whether letters of a complex script run from right to left: by themselves, or as their language does."""
    kinds = {unicodedata.bidirectional(character) for character in text} & {"L", "R", "AL"}
    return bool(kinds & {"R", "AL"}) if kinds else spoken.rtl


def by_script(text: str, spoken: Language) -> list[tuple[str, ScriptKind]]:
    """Neutral characters join what stands before them."""
    pieces: list[tuple[list[str], ScriptKind | None]] = []
    for character in text:
        script = _script(character)
        if pieces and (script in (None, pieces[-1][1]) or not pieces[-1][1]):
            pieces[-1][0].append(character)
            pieces[-1] = (pieces[-1][0], pieces[-1][1] or script)
        else:
            pieces.append(([character], script))
    joined = [("".join(piece), script or spoken.script) for piece, script in pieces]
    return _brackets_inside(joined)


def _brackets_inside(pieces: list[tuple[str, ScriptKind]]) -> list[tuple[str, ScriptKind]]:
    """An opening bracket goes with the word that it opens: in a run of its own it may stay behind at a line's end."""
    moved: list[tuple[str, ScriptKind]] = []
    carried = ""
    for number, (piece, script) in enumerate(pieces, 1):
        text = carried + piece
        kept = text.rstrip(_OPENING) if number < len(pieces) else text
        carried = text[len(kept) :]
        moved.append((kept, script))
    return [part for part in moved if part[0]]


def strong(character: str) -> ScriptKind | None:
    """The script of a letter; None for figures, signs and spaces, which belong to every script."""
    if character.isdecimal() and character.isascii():
        return None
    script = _script(character)
    return script if character not in "%\u2066" else None


def _script(character: str) -> ScriptKind | None:
    if (
        "\u0590" <= character <= "\u08ff"
        or "\u0900" <= character <= "\u109f"
        or "\u1200" <= character <= "\u139f"
        or "\u1780" <= character <= "\u17ff"
        or "\ufb1d" <= character <= "\ufefc"
    ):
        return "complex"
    if (
        "\u2e80" <= character <= "\u9fff"
        or "\uac00" <= character <= "\ud7a3"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or "\U00020000" <= character <= "\U0003ffff"
    ):
        return "east-asian"
    return "latin" if character.isalnum() or character in "%\u2066" else None
