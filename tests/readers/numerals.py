"""Spoken numbers back to figures, by grammars of their own: no table of the pipeline's is read here.

English, Polish and Chinese are added up from the words of a school book. Urdu and Bengali have a word
of its own for each number to 99; those are checked by ear (tests/test_speech_numerals.py), and only
hundreds and thousands are added up here.
"""

from __future__ import annotations

_EN = {w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])}  # fmt: skip
_EN |= {w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}  # fmt: skip
_PL = {w: n for n, w in enumerate(["zero", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć", "dziesięć", "jedenaście", "dwanaście", "trzynaście", "czternaście", "piętnaście", "szesnaście", "siedemnaście", "osiemnaście", "dziewiętnaście"])}  # fmt: skip
_PL |= {w: 10 * n for n, w in enumerate(["dwadzieścia", "trzydzieści", "czterdzieści", "pięćdziesiąt", "sześćdziesiąt", "siedemdziesiąt", "osiemdziesiąt", "dziewięćdziesiąt"], 2)}  # fmt: skip
_PL |= {w: 100 * n for n, w in enumerate(["sto", "dwieście", "trzysta", "czterysta", "pięćset", "sześćset", "siedemset", "osiemset", "dziewięćset"], 1)}  # fmt: skip
_ZH = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def number(text: str, tag: str) -> int:
    """The whole number that the words say. Raises KeyError for a word that is none."""
    match tag:
        case "en":
            return _added(text.replace("-", " ").replace(",", "").replace(" and ", " ").split(), _EN, {"hundred": 100, "thousand": 1000})  # fmt: skip
        case "pl":
            return _added(text.split(), _PL, {"tysiąc": 1000, "tysiące": 1000, "tysięcy": 1000})
        case "zh_Hans":
            return _chinese(text)
    raise ValueError(tag)


def _added(words: list[str], values: dict[str, int], powers: dict[str, int]) -> int:
    total = group = 0
    for word in words:
        if (power := powers.get(word, 0)) == 1000:
            total, group = total + (group or 1) * 1000, 0
        elif power:
            group = (group or 1) * power
        else:
            group += values[word]
    return total + group


def _chinese(text: str) -> int:
    high, found, low = text.rpartition("万")
    total, digit = 0, 0
    for c in low if found else text:
        if c in "十百千":
            total += (digit or 1) * 10 ** (" 十百千".index(c))
            digit = 0
        else:
            digit = _ZH[c]
    return (_chinese(high) * 10_000 if found else 0) + total + digit
