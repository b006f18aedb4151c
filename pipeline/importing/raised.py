"""Figures that a page raises, and words that it strikes through: plain text would say something else.

10 to the power of nine is no 109, and a dose that somebody struck out may hold no longer.
"""

from __future__ import annotations

from pipeline.importing.draft import Fate, Note
from pipeline.importing.words import count

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")


def raised(text: str) -> str:
    """Superscript figures and signs as characters of their own; text with letters (1st) as it is."""
    return text if any(c.isalpha() for c in text) else text.translate(_RAISED)


def struck(text: str, line: int) -> list[Note]:
    """The note that a person must decide; none where there are no words."""
    reason = "struck through, and kept: take it out if it no longer holds"
    return [Note(line, Fate.DOUBTFUL, reason, text)] if count(text) else []
