"""Mistakes planted in correct translations, each with the name of its kind: the same ones on every run.

Nothing here knows how the pipeline looks for them. Each kind takes a sentence and gives the texts that the mistake
may leave behind; ``defects`` draws from them.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.rating.sentences import ADDRESS, Sentence

_PHONE = re.compile(r"(?<!\d)[0٠۰०০੦૦]\d{2,4}(?: \d{3,4}){2,3}(?!\d)")
_MARKER = re.compile(r"\{[a-z_]+\}")
_LABEL = re.compile(r"\]\[(\w+)\]")
_FIGURE = re.compile(r"\d+(?:[.,:٫٬]\d+)*")
_DECIMAL = re.compile(r"(?<![\d.,٫])\d+[.,٫]\d{1,2}(?!\d)")
_PERCENT = re.compile(r"[%٪]\s?(?=\d)|(?<=\d)[ \u00a0]?[%٪]")
_THOUSANDS = re.compile(r"(?<!\d)1[.,٬ \u00a0]?000(?!\d)|(?<!\d)[١۱१১੧૧][.,٬]?[٠۰०০੦૦]{3}(?!\d)")
_YEARS = {
    "".join(chr(zero + int(c)) for c in str(year))
    for year in (2025, 2026, 2027, 2028)
    for zero in map(ord, "0٠۰०০੦૦")
}
_BREAKS = "([?!.:。।۔؟])"

_WITHOUT_SPACES = ("th", "km")  # nor with a mark at the end of a sentence

Mistakes = Iterator[str]


@dataclass(frozen=True, slots=True)
class Defect:
    """``text``: the translation with one mistake in it, of this ``kind``; ``other``: the sentence whose text it got, and
    which got this one's."""

    sentence: Sentence
    kind: str
    text: str
    other: Sentence | None = None


# Figures.


def _spans(sentence: Sentence, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the pattern stands outside addresses, markers and phone numbers."""
    taken = [found.span() for other in (ADDRESS, _MARKER, _PHONE, _LABEL) for found in other.finditer(sentence.text)]  # fmt: skip
    return [
        found.span()
        for found in pattern.finditer(sentence.text)
        if not any(begin < found.end() and found.start() < end for begin, end in taken)
    ]


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _digit(like: str, value: int) -> str:
    """The digit of a value in the script of another digit."""
    return chr(ord(like) - unicodedata.digit(like) + value)


def digit_changed(sentence: Sentence, chance: random.Random) -> Mistakes:
    for begin, end in _spans(sentence, _FIGURE):
        places = [place for place in range(begin, end) if sentence.text[place].isdigit()]
        place = chance.choice(places)
        old = sentence.text[place]
        other = chance.choice([value for value in range(1, 10) if value != unicodedata.digit(old)])
        yield _put(sentence.text, (place, place + 1), _digit(old, other))


def digit_lost(sentence: Sentence, chance: random.Random) -> Mistakes:
    for begin, end in _spans(sentence, _FIGURE):
        places = [place for place in range(begin, end) if sentence.text[place].isdigit()]
        if len(places) > 1:
            place = chance.choice(places)
            yield _put(sentence.text, (place, place + 1), "")


def digit_added(sentence: Sentence, chance: random.Random) -> Mistakes:
    for begin, _ in _spans(sentence, _FIGURE):
        like = sentence.text[begin]
        yield _put(sentence.text, (begin, begin), _digit(like, chance.randrange(1, 10)))


def digits_swapped(sentence: Sentence, chance: random.Random) -> Mistakes:
    for begin, _ in _spans(sentence, re.compile(r"\d{2,}")):
        pair = sentence.text[begin : begin + 2]
        if pair != pair[::-1]:
            yield _put(sentence.text, (begin, begin + 2), pair[::-1])


def figure_lost(sentence: Sentence, chance: random.Random) -> Mistakes:
    for begin, end in _spans(sentence, _FIGURE):
        yield re.sub("  +", " ", _put(sentence.text, (begin, end), "")).strip()


def figures_swapped(sentence: Sentence, chance: random.Random) -> Mistakes:
    spans = _spans(sentence, _FIGURE)
    for first, second in pairwise(spans):
        a, b = sentence.text[slice(*first)], sentence.text[slice(*second)]
        # A day and a year that change places are the same date still.
        if a != b and not {a, b} & _YEARS:
            yield _put(_put(sentence.text, second, a), first, b)


def thousands_cut(sentence: Sentence, chance: random.Random) -> Mistakes:
    for _, end in _spans(sentence, _THOUSANDS):
        yield _put(sentence.text, (end - 1, end), "")


def decimal_lost(sentence: Sentence, chance: random.Random) -> Mistakes:
    for begin, end in _spans(sentence, _DECIMAL):
        yield _put(sentence.text, (begin, end), re.sub("[.,٫]", "", sentence.text[begin:end]))


def decimal_moved(sentence: Sentence, chance: random.Random) -> Mistakes:
    for begin, end in _spans(sentence, _DECIMAL):
        whole, mark, part = re.split("([.,٫])", sentence.text[begin:end])
        moved = f"{whole[:-1]}{mark}{whole[-1]}{part}" if len(whole) > 1 else f"{whole}{part[:-1]}{mark}{part[-1]}"  # fmt: skip
        if not moved.startswith(mark) and moved != sentence.text[begin:end]:
            yield _put(sentence.text, (begin, end), moved)


def fraction_lost(sentence: Sentence, chance: random.Random) -> Mistakes:
    for begin, end in _spans(sentence, _DECIMAL):
        yield _put(sentence.text, (begin, end), re.split("[.,٫]", sentence.text[begin:end])[0])


def percent_sign_lost(sentence: Sentence, chance: random.Random) -> Mistakes:
    for span in _spans(sentence, _PERCENT):
        yield _put(sentence.text, span, "")


# Dates, phones, addresses.


def date_changed(sentence: Sentence, chance: random.Random) -> Mistakes:
    """Another day, or another year: the figures of a date, whatever order its language has them in."""
    if not re.search(r"\b20\d\d\b", sentence.english):
        return
    days = {found[1] for found in re.finditer(r"(\d{1,2}) [A-Z][a-z]+ 20\d\d", sentence.english)}
    for begin, end in _spans(sentence, _FIGURE):
        figure = sentence.text[begin:end]
        value = "".join(str(unicodedata.digit(c)) for c in figure if c.isdigit())
        if value in days or re.fullmatch(r"20\d\d", value):
            other = int(value) + chance.choice([-1, 1, 2, 10])
            if len(str(other)) <= len(value) + 1 and str(other) not in days and other > 0:
                yield _put(sentence.text, (begin, end), "".join(_digit(figure[0], int(c)) for c in str(other)))  # fmt: skip


def phone_digit_lost(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in _PHONE.finditer(sentence.text):
        place = chance.choice([n for n in range(*found.span()) if sentence.text[n].isdigit()])
        yield _put(sentence.text, (place, place + 1), "")


def phone_digits_swapped(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in _PHONE.finditer(sentence.text):
        pairs = [n for n in range(found.start(), found.end() - 1)
                 if sentence.text[n : n + 2].isdigit() and sentence.text[n] != sentence.text[n + 1]]  # fmt: skip
        place = chance.choice(pairs)
        yield _put(sentence.text, (place, place + 2), sentence.text[place : place + 2][::-1])


def phone_groups_reversed(sentence: Sentence, chance: random.Random) -> Mistakes:
    """As a right-to-left text shows it to someone who types what they see."""
    for found in _PHONE.finditer(sentence.text):
        yield _put(sentence.text, found.span(), " ".join(reversed(found[0].split(" "))))


def address_altered(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in ADDRESS.finditer(sentence.text):
        letters = [n for n in range(*found.span()) if sentence.text[n].isalpha()]
        place = chance.choice(letters[5:])
        yield _put(sentence.text, (place, place + 1), "" if chance.random() < 0.5 else "q")


def address_translated(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in ADDRESS.finditer(sentence.text):
        yield _put(sentence.text, found.span(), found[0].replace(".org", ".com"))


# Markers, markup, names.


def marker_lost(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in _MARKER.finditer(sentence.text):
        yield re.sub("  +", " ", _put(sentence.text, found.span(), ""))


def marker_doubled(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in _MARKER.finditer(sentence.text):
        yield _put(sentence.text, found.span(), f"{found[0]} {found[0]}")


def marker_renamed(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in _MARKER.finditer(sentence.text):
        new = chance.choice([found[0].upper(), found[0].replace("e", "é"), found[0].strip("{}"), f"{{ {found[0][1:-1]} }}", found[0][:-1]])  # fmt: skip
        yield _put(sentence.text, found.span(), new)


def bold_broken(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in re.finditer(r"\*\*", sentence.text):
        yield _put(sentence.text, found.span(), chance.choice(["", "*", "* *"]))


def link_broken(sentence: Sentence, chance: random.Random) -> Mistakes:
    if "][" in sentence.text:
        yield sentence.text.replace("][list]", "][lista]")
        yield sentence.text.replace("][list]", "]")
        yield re.sub(r"\[(.*?)\]\[list\]", r"\1", sentence.text)


def name_altered(sentence: Sentence, chance: random.Random) -> Mistakes:
    for found in re.finditer("Examplinib", sentence.text):
        for wrong in ("Examplinab", "Exampinib", "Examplinibe"):
            yield _put(sentence.text, found.span(), wrong)


# Characters.


def _word_break(sentence: Sentence, chance: random.Random) -> int:
    return chance.choice([n for n, c in enumerate(sentence.text) if c == " "] or [1])


def bidi_override(sentence: Sentence, chance: random.Random) -> Mistakes:
    place = _word_break(sentence, chance)
    yield _put(sentence.text, (place, place), chance.choice("\u202a\u202b\u202d\u202e"))


def isolate_unbalanced(sentence: Sentence, chance: random.Random) -> Mistakes:
    place = _word_break(sentence, chance)
    yield _put(sentence.text, (place, place), chance.choice("\u2066\u2067\u2068\u2069"))


def invisible_character(sentence: Sentence, chance: random.Random) -> Mistakes:
    place = _word_break(sentence, chance)
    # Thai and Khmer have no spaces between words, and a zero-width one (U+200B) may stand there.
    kinds = "\u2060\u00ad\ufeff" if sentence.tag in _WITHOUT_SPACES else "\u200b\u2060\u00ad\ufeff"
    yield _put(sentence.text, (place, place), chance.choice(kinds))


_ALIKE = {"Latn": {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с"}, "Cyrl": {"а": "a", "е": "e", "о": "o", "р": "p", "с": "c"}}  # fmt: skip
_CYRILLIC = ("ru", "uk", "bg")


def look_alike(sentence: Sentence, chance: random.Random) -> Mistakes:
    """A letter of the other alphabet: searched for in vain, and read aloud as another word."""
    pairs = _ALIKE["Cyrl" if sentence.tag in _CYRILLIC else "Latn"]
    places = [n for n, c in enumerate(sentence.text) if c in pairs and sentence.text[n - 1 : n].isalpha() and sentence.text[n + 1 : n + 2].isalpha()]  # fmt: skip
    spans = [found.span() for other in (ADDRESS, _MARKER, _LABEL) for found in other.finditer(sentence.text)]  # fmt: skip
    places = [n for n in places if not any(begin <= n < end for begin, end in spans)]
    if places:
        place = chance.choice(places)
        yield _put(sentence.text, (place, place + 1), pairs[sentence.text[place]])


# Whole texts.


def untranslated(sentence: Sentence, chance: random.Random) -> Mistakes:
    yield ""


def english_copied(sentence: Sentence, chance: random.Random) -> Mistakes:
    yield sentence.english


def second_half_lost(sentence: Sentence, chance: random.Random) -> Mistakes:
    if len(sentence.english) >= 40:
        half = len(sentence.text) // 2
        cut = sentence.text.rfind(" ", 0, half + 1)
        kept = sentence.text[: cut if cut > half // 2 else half].rstrip(" ,;،，")
        ends = sentence.text[-1] if sentence.text[-1] in _BREAKS else ""
        yield kept + ends


def spaces_wrong(sentence: Sentence, chance: random.Random) -> Mistakes:
    yield f" {sentence.text}"
    yield f"{sentence.text} "


def end_mark_wrong(sentence: Sentence, chance: random.Random) -> Mistakes:
    sentences_end = sentence.tag not in _WITHOUT_SPACES and sentence.english.endswith(".")
    if sentences_end and sentence.text[-1] in ".。।۔":
        yield sentence.text[:-1]
        yield sentence.text[:-1] + {"۔": "؟", "。": "？"}.get(sentence.text[-1], "?")


Kind = Callable[[Sentence, random.Random], Mistakes]

FIGURES: tuple[Kind, ...] = (digit_changed, digit_lost, digit_added, digits_swapped, figure_lost, figures_swapped, thousands_cut, percent_sign_lost)  # fmt: skip
DECIMALS: tuple[Kind, ...] = (decimal_lost, decimal_moved, fraction_lost)
DATES: tuple[Kind, ...] = (date_changed,)
PHONES: tuple[Kind, ...] = (phone_digit_lost, phone_digits_swapped, phone_groups_reversed)
ADDRESSES: tuple[Kind, ...] = (address_altered, address_translated)
MARKERS: tuple[Kind, ...] = (marker_lost, marker_doubled, marker_renamed)
BIDI: tuple[Kind, ...] = (bidi_override, isolate_unbalanced)
MARKUP: tuple[Kind, ...] = (bold_broken, link_broken)
CHARACTERS: tuple[Kind, ...] = (invisible_character, look_alike)
WHOLE: tuple[Kind, ...] = (untranslated, english_copied, second_half_lost, spaces_wrong, end_mark_wrong)  # fmt: skip
NAMES: tuple[Kind, ...] = (name_altered,)

# How many of a kind are planted in each language.
EACH = 8


def defects(correct: Sequence[Sentence], seed: int = 4) -> Iterator[Defect]:
    """Mistakes of every kind in every language: all that the sentences' own lines name, and ``EACH`` of the others."""
    by_tag: dict[str, list[Sentence]] = {}
    for sentence in correct:
        by_tag.setdefault(sentence.tag, []).append(sentence)
    for tag, own in by_tag.items():
        for kind in (*FIGURES, *DECIMALS, *DATES, *PHONES, *ADDRESSES, *MARKERS, *BIDI, *MARKUP, *CHARACTERS, *WHOLE, *NAMES):  # fmt: skip
            chance = random.Random(f"{seed} {tag} {kind.__name__}")
            yield from _drawn(own, kind, chance)
        yield from _slips(own)
        yield from _neighbours(own, random.Random(f"{seed} {tag}"))


def _drawn(own: Sequence[Sentence], kind: Kind, chance: random.Random) -> Iterator[Defect]:
    name = kind.__name__.replace("_", " ")
    planted = [Defect(sentence, name, text) for sentence in own for text in kind(sentence, chance)]
    wrong = [defect for defect in planted if defect.text != defect.sentence.text]
    yield from chance.sample(wrong, min(EACH, len(wrong)))


def _slips(own: Sequence[Sentence]) -> Iterator[Defect]:
    for sentence in own:
        for slip in sentence.slips:
            assert sentence.text.count(slip.right) == 1, (sentence.tag, sentence.number, slip)
            yield Defect(sentence, slip.kind, sentence.text.replace(slip.right, slip.wrong))


def _neighbours(own: Sequence[Sentence], chance: random.Random) -> Iterator[Defect]:
    """Two texts that have changed places: a catalog edited as a table."""
    pairs = [(one, above) for above, one in pairwise(own)]
    for one, above in chance.sample(pairs, min(EACH, len(pairs))):
        yield Defect(one, "neighbours text", above.text, above)
