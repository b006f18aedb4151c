"""What a word is, for the account that an import gives of every one of them.

A word is a run of letters, a run of digits, or a sign that changes what a figure means. So "5mg" has two, wherever
it is cut, and neither markup nor punctuation has any.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from pipeline.facts import BIDI_CONTROLS
from pipeline.frontmatter import hidden
from pipeline.importing.symbols import PRIVATE

_WORD = re.compile(r"\d+|[^\W\d_]+|[%‰≥≤<>±=°×÷£€$]")
_LINE_ENDS = {ord(end): "\n" for end in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
# Letters that print has joined, and hyphens that look the same.
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0x2010: "-", 0x2011: "-"}  # fmt: skip
_SAME = {**PRIVATE, **_LINE_ENDS, **_LIGATURES}
# Nobody sees these, and in the middle of a word they make two of it: soft hyphen, zero-width space, word joiner.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060" + BIDI_CONTROLS))
_SPACE = re.compile(r"[^\S\n]")


def words(text: str) -> Counter[str]:
    """How often each word stands in a text; capitals and small letters are one."""
    return Counter(_WORD.findall(text.casefold()))


def count(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text.casefold()))


def readable(text: str) -> str:
    """The text without what cannot be seen, with \\n line ends and one kind of space."""
    text = text.replace("\r\n", "\n").translate(_SAME).translate(_UNSEEN)
    spaced = _SPACE.sub(" ", text.expandtabs(4))
    return (
        spaced
        if spaced.isascii() and spaced.isprintable()
        else "".join(c for c in spaced if not hidden(c))
    )


class Lines:
    """Which line of a text a place stands in, from 1."""

    def __init__(self, text: str) -> None:
        self.ends = [match.start() for match in re.finditer("\n", text)]

    def at(self, place: int) -> int:
        """The line, from 1, of a character by its place from 0."""
        return bisect_left(self.ends, place) + 1


def folded(text: str) -> str:
    """In one line, with single spaces."""
    return " ".join(text.split())
