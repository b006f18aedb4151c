"""What a search takes as one letter: people find a title without its accents, and with the keyboard that they have.

The list of leaflets is folded when it is made, and what is typed by index.js, by the same table and the same steps.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# After decomposition and without marks: letters that no decomposition takes apart, and those that keyboards give for each other.
FOLDS = {
    # Latin: Polish, Vietnamese, Danish, Icelandic, Maltese, Turkish, Hausa; German and French ligatures
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
    "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɖ": "d", "ɛ": "e", "ɔ": "o",
    # Greek: the letter at the end of a word
    "ς": "σ",
    # Arabic letters: yeh and kaf of Arabic, Persian and Urdu keyboards; alef; heh and teh marbuta
    "ي": "ی", "ى": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ہ": "ه", "ھ": "ه", "ە": "ه", "ة": "ه", "ۃ": "ه",
    # The line that makes an Arabic word longer, and signs of hamza and elision that stand alone
    "ـ": "", "ء": "", "’": "'", "ʼ": "'", "‘": "'", "ʻ": "'", "`": "'", "´": "'",
}  # fmt: skip


@lru_cache(maxsize=10_000)  # the names of languages and editions come again and again
def fold(text: str) -> str:
    """The text as a search compares it: decomposed (NFKD), small, without marks and invisible signs, by ``FOLDS``."""
    small = unicodedata.normalize("NFKD", text).lower()
    kept = (c for c in small if unicodedata.category(c)[0] != "M" and unicodedata.category(c) != "Cf")  # fmt: skip
    return "".join(FOLDS.get(c, c) for c in kept)
