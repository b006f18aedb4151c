"""The signs of bold and of other codes in Unified English Braille (Rules of Unified English Braille, 9 and 14). No text has
them."""

from __future__ import annotations

import re

# Bold: symbol, word, passage, end (9). liblouis's Turkish has them too, and reads neither back.
_BOLD = re.compile("⠘[⠆⠂⠶⠄]")
# Another code: of a passage and its end, of a word and its end (14.3).
_SWITCHES = re.compile("⠐⠷⠄|⠠⠐⠾|⠘⠷|⠘⠾")
_PASSAGE = 3  # words
BROKEN = "[\u2800\u2824\u2810]*"  # the pattern of where a line may have ended


def without_bold(braille: str) -> str:
    return _BOLD.sub("", braille)


def without_switches(braille: str) -> str:
    return _SWITCHES.sub("", braille)


def switches(braille: str) -> bool:
    """Whether something is signed as words of another code."""
    return bool(_SWITCHES.search(braille))


def switched(words: list[str]) -> str:
    """The pattern of words of another code in English, by the cells of each (14.3.1, 14.3.2)."""
    written = [BROKEN.join(word) for word in words]
    if len(written) >= _PASSAGE:
        return f"⠐⠷⠄{BROKEN}{BROKEN.join(written)}{BROKEN}⠠⠐⠾"
    return BROKEN.join(f"⠘⠷{word}" for word in written) + "(?=⠘⠾|⠀|$)"
