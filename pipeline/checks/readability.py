"""What can be counted of English prose: sentences, words, syllables, a reading grade. A few lines of our own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
# What a full stop ends without ending a sentence: always; and only before a figure.
_SHORT = re.compile(
    r"\b(?:e\.g|i\.e|approx|Dr|Mr|Mrs|Ms|Mx|Prof|St|Rev|vs|cf|dept|tel|ext)\.$", re.IGNORECASE
)
# J. Smith, but not "vitamin C.".
_INITIAL = re.compile(r"(?:^|[A-Z][\w'’-]*\.? |\b[A-Z]\.)[A-Z]\.$")
_NUMBER = re.compile(r"\b(?:no|nos|fig|p|pp|ch|vol)\.$", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop of "e.g." and "Dr." ends none."""
    found: list[str] = []
    for part in _END.split(text):
        if found and _goes_on(found[-1], part):
            found[-1] = f"{found[-1]} {part}"
        elif part.strip():
            found.append(part.strip())
    return found


def _goes_on(before: str, after: str) -> bool:
    """Whether the full stop at the end of ``before`` is that of an abbreviation. After "etc." and "a.m." a capital begins a sentence."""
    if _SHORT.search(before) or _INITIAL.search(before):
        return True
    return _NUMBER.search(before) is not None and after[:1].isdigit()


def words(text: str) -> list[str]:
    """The words of a text, without figures and signs."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """How many syllables an English word has, as it is spelt: groups of vowels, without a silent e at the end."""
    bare = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(bare))
    apart = re.search(r"[^tc]ia", bare) is not None  # leukaemi-a, but demen-tia
    silent = bare.endswith("e") and not re.search(r"[^aeiouy]le$", bare) and groups > 1
    past = re.search(r"[^aeiouytd]ed$", bare) is not None and groups > 1
    plural = re.search(r"[^aeiouycsxzgh]es$", bare) is not None and groups > 1
    return max(1, groups + apart - (silent or past or plural))


def grade(texts: Sequence[str], known: frozenset[str] = frozenset()) -> float:
    """The Flesch-Kincaid grade of texts, in years of school (Kincaid and others, 1975). Words in ``known`` (names that nobody
    can replace) count as words of two syllables. 0 for no text."""
    parts = [sentence for text in texts for sentence in sentences(text)]
    every = [word for sentence in parts for word in words(sentence)]
    if not parts or not every:
        return 0.0
    spoken = sum(
        min(syllables(word), 2) if word.lower() in known else syllables(word) for word in every
    )
    return 0.39 * len(every) / len(parts) + 11.8 * spoken / len(every) - 15.59
