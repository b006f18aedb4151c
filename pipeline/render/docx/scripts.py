"""Text in pieces of one script, as Word sorts fonts and languages: Latin, complex, East Asian."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.facts import BIDI_CONTROLS, FSI, LRI, NBSP, PDI, RLI, RLM
from pipeline.languages import Language, ScriptKind

_NARROW = "\u202f"  # a no-break space that LibreOffice takes for a part of the word
# In text from right to left: what is isolated from left to right, or stands between figures and Latin letters.
_AGAINST = re.compile(
    f"{LRI}[^{PDI}]*{PDI}|(?<=[0-9A-Za-z\u00c0-\u024f]){NBSP}(?=[0-9A-Za-z\u00c0-\u024f])"
)
_ALONG = re.compile(f"{RLI}([^{LRI}{RLI}{FSI}{PDI}]*){PDI}")  # a date with its month
_OPENING = "([{“‘«"
_CLOSING = {")": "(", "]": "[", "}": "{", "”": "“", "’": "‘", "»": "«"}
_SENTENCE = " \u00a0.,:;!?…،؛؟۔" + "".join(_CLOSING)


def runs_rtl(text: str, spoken: Language) -> bool:
    """Whether letters of a complex script run from right to left: by themselves, or as their language does."""
    kinds = {unicodedata.bidirectional(character) for character in text} & {"L", "R", "AL"}
    return bool(kinds & {"R", "AL"}) if kinds else spoken.rtl


def by_script(text: str, spoken: Language) -> list[tuple[str, ScriptKind]]:
    """Neutral characters join what stands before them."""
    if text.isascii() and spoken.script == "latin":
        return [(text, "latin")] if text else []
    pieces: list[tuple[list[str], ScriptKind | None]] = []
    for character in text:
        script = _script(character)
        if pieces and (script in (None, pieces[-1][1]) or not pieces[-1][1]):
            pieces[-1][0].append(character)
            pieces[-1] = (pieces[-1][0], pieces[-1][1] or script)
        else:
            pieces.append(([character], script))
    joined = [("".join(piece), script or spoken.script) for piece, script in pieces]
    whole = _brackets_inside(joined)
    return list(_sentences_outside(whole)) if spoken.rtl else whole


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


def _sentences_outside(pieces: list[tuple[str, ScriptKind]]) -> Iterator[tuple[str, ScriptKind]]:
    """From right to left, what belongs to the sentence around a Latin word stands in a run from right to left: Word keeps
    a full stop of a left-to-right run on the word's right."""
    carried = ""
    for number, (piece, script) in enumerate(pieces):
        text = carried + piece
        carried = ""
        if script != "complex":
            begin = len(text) - len(text.lstrip(_SENTENCE)) if number == 0 else 0
            end = _own_end(text, begin)
            if begin:
                yield text[:begin], "complex"
            text, carried = text[begin:end], text[end:]
        if text:
            yield text, script
    if carried:
        yield carried, "complex"


def _own_end(text: str, begin: int) -> int:
    """Where the sentence goes on: not within brackets that were opened inside."""
    end = len(text)
    while end > begin and text[end - 1] in _SENTENCE:
        opening = _CLOSING.get(text[end - 1])
        if opening and text.count(opening, begin, end) >= text.count(text[end - 1], begin, end):
            break
        end -= 1
    return end


def held(text: str, script: ScriptKind, spoken: Language) -> str:
    """From right to left, Latin words in brackets between isolates: they look the same, and LibreOffice, which parts a line
    wherever the direction changes, no longer leaves the opening bracket behind at its end."""
    bracketed = len(text) > 2 and _CLOSING.get(text[-1]) == text[0]
    if not (spoken.rtl and script == "latin" and bracketed):
        return text
    return text if set(text[1:-1]) & {*_OPENING, *_CLOSING, *BIDI_CONTROLS} else f"{LRI}{text}{PDI}"


def unparted(text: str, spoken: Language, around: Language) -> str:
    """With figures that no line's end parts. LibreOffice does so at a no-break space, and in the middle of a word or a
    number, wherever text runs against the line or is isolated: there a narrow one stands, which looks the same, and a date
    that runs with the line stands between marks instead of isolates."""
    if spoken.rtl != around.rtl:
        return text.replace(NBSP, _NARROW)
    if not spoken.rtl:
        return text
    return _ALONG.sub(f"{RLM}\\1{RLM}", _AGAINST.sub(_narrowed, text))


def _narrowed(against: re.Match[str]) -> str:
    return against[0].replace(NBSP, _NARROW)


def as_written(text: str, spoken: Language, around: Language) -> str:
    """The text with the isolates that hold brackets to their words, and the spaces that hold figures together."""
    text = unparted(text, spoken, around)
    if not spoken.rtl:
        return text
    return "".join(held(piece, script, spoken) for piece, script in by_script(text, spoken))


def strong(character: str) -> ScriptKind | None:
    """The script of a letter; None for figures, signs and spaces, which belong to every script."""
    if character.isdecimal() and character.isascii():
        return None
    script = _script(character)
    return script if character not in "%\u2066" else None


def block(character: str) -> ScriptKind | None:
    """The script of a character's place in Unicode, as LibreOffice sorts fonts: signs and figures of ASCII and Latin-1 are
    Latin; spaces and General Punctuation belong to none."""
    if character in " \u00a0" or "\u0300" <= character <= "\u036f":
        return None
    return "latin" if "\u0021" <= character <= "\u058f" else _script(character)


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
