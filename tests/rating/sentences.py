"""Correct translations to plant mistakes in: sentences of our own in many languages, by hand.

``correct/<language>.txt``, and the further, fresh, everyday and mixed ones (other sentences, mostly other languages or
turns of phrase, each written before the checks had seen one) and those of ``negated/`` (every way to say "not" in a
leaflet, in languages that say it inside the verb) hold a line each: its number, the text and, after ``//``, mistakes that only someone who
reads the language can make, each ``letter what stands there>what a careless hand writes``:
u another unit, w another number word or none, n a "not" gone or come, l an "only" or "at least" gone, m another month, d another medicine.
The English of a line has its number in ``en.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CORRECT = Path(__file__).parent / "correct"
FURTHER = Path(__file__).parent / "further"
FRESH = Path(__file__).parent / "fresh"
EVERYDAY = Path(__file__).parent / "everyday"
NEGATED = Path(__file__).parent / "negated"
MIXED = Path(__file__).parent / "mixed"
LETTERS = {
    "u": "unit",
    "w": "number word",
    "n": "negation",
    "l": "limit",
    "m": "month",
    "d": "medicine",
}

# Languages that also write figures in digits of their own: their zero, decimal mark, thousands mark and percent sign.
NATIVE = {
    "ar": ("٠", "٫", "٬", "٪"),
    "fa": ("۰", "٫", "٬", "٪"),
    "ps": ("۰", "٫", "٬", "٪"),
    "ur": ("۰", ".", ",", "%"),
    "hi": ("०", ".", ",", "%"),
    "bn": ("০", ".", ",", "%"),
    "pa": ("੦", ".", ",", "%"),
    "gu": ("૦", ".", ",", "%"),
}
ADDRESS = re.compile(r"https?://[!-~]+|[\w.-]+@[\w.-]+\w", re.ASCII)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake that the sentence's own line names."""

    kind: str
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A correct translation. ``number`` tells sentences of one language apart."""

    tag: str
    number: int
    english: str
    text: str
    slips: tuple[Slip, ...] = ()


def sentences(folder: Path = CORRECT) -> Iterator[Sentence]:
    """Every correct translation, those of some languages a second time with that language's own digits."""
    english = {number: text for number, text, _ in _lines(folder / "en.txt")}
    for path in sorted(folder.glob("*.txt")):
        if path.stem != "en":
            found = [Sentence(path.stem, n, english[n], text, slips) for n, text, slips in _lines(path)]  # fmt: skip
            yield from found
            yield from _in_own_digits(found)


def _lines(path: Path) -> Iterator[tuple[int, str, tuple[Slip, ...]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        sentence, _, slips = line.partition(" // ")
        number, text = sentence.split(" ", 1)
        yield int(number), text, tuple(_slip(slip) for slip in slips.split("; ") if slip)


def _slip(written: str) -> Slip:
    right, wrong = written[2:].split(">")
    return Slip(LETTERS[written[0]], right, wrong)


def _in_own_digits(found: list[Sentence]) -> Iterator[Sentence]:
    for one in found:
        text = own_digits(one.text, one.tag)
        if text != one.text:
            slips = tuple(Slip(slip.kind, own_digits(slip.right, one.tag), own_digits(slip.wrong, one.tag)) for slip in one.slips)  # fmt: skip
            yield Sentence(one.tag, one.number + 1000, one.english, text, slips)


def own_digits(text: str, tag: str) -> str:
    """The text with the figures in the language's own digits, addresses aside; the same where it has none."""
    if tag not in NATIVE:
        return text
    zero, decimal, thousands, percent = NATIVE[tag]
    parts = re.split(f"({ADDRESS.pattern})", text, flags=re.ASCII)
    for place in range(0, len(parts), 2):
        part = re.sub(r"(?<=\d)\.(?=\d)", decimal, parts[place])
        part = re.sub(r"(?<=\d),(?=\d)", thousands, part)
        part = re.sub(r"(?<=\d)[%٪]", percent, part)
        parts[place] = re.sub(r"[0-9]", lambda digit: chr(ord(zero) + int(digit[0])), part)
    return "".join(parts)
