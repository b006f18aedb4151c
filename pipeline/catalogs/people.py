"""Whether two names may be one person's, who would then approve what they reviewed.

Nobody can tell from a name: "Ann Bell" and "Anne Bell" may be two people, or one and a slip. So what is alike is only asked about.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import icu
from rapidfuzz.distance import Levenshtein

from pipeline.catalogs.signoff import folded

_LONG = 6  # letters of a name from which on one letter more or less is a slip: Lin and Lina are two people


def alike(one: str, other: str) -> bool:
    """Whether they look the same, or differ by a slip, an accent, a mark, a title, an initial or the order of their words."""
    if _looks().areConfusable(one, other):
        return True
    mine, theirs = _words(one), _words(other)
    short, long = sorted(("".join(mine), "".join(theirs)), key=len)
    if len(short) >= _LONG and Levenshtein.distance(short, long) <= 1:
        return True
    return len(mine) > 1 < len(theirs) and (_within(mine, theirs) or _within(theirs, mine))


def _within(fewer: list[str], more: list[str]) -> bool:
    """Whether each word is one of the others, or an initial of one, or one of them its initial; and of as many, all."""
    there = all(_stands(word, more) for word in fewer)
    return there and (len(fewer) < len(more) or all(_stands(word, fewer) for word in more))


@cache
def _looks() -> icu.SpoofChecker:
    """Unicode's confusable characters (UTS #39): a Cyrillic А and a Latin A."""
    return icu.SpoofChecker()


def _words(name: str) -> list[str]:
    """In small letters, without accents of Latin letters and without marks."""
    letters = (
        c for c in unicodedata.normalize("NFD", folded(name)) if not "\u0300" <= c <= "\u036f"
    )
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in letters).split()  # fmt: skip


def _stands(word: str, words: list[str]) -> bool:
    return any(word == one or (1 in (len(word), len(one)) and word[0] == one[0]) for one in words)
