"""Which numbers of the English are in a translation, and at which unit.

A number may stand in figures on one side and in words on the other. What is written in figures must be
there as often as in the English; a word must be there once. Ordinals and "one" may go into the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from pipeline.checks.figures import HELD, Figure, figures, times
from pipeline.checks.vocabulary import FORMS, MONTH, NUMBER, UNIT, Vocabulary, Word, vocabulary

TIME = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
MASS = frozenset(("mg", "g", "kg", "mcg", "mmol", "iu"))
VOLUME = frozenset(("ml", "l"))
LENGTH = frozenset(("cm", "mm"))
_DIMENSIONS = (TIME, MASS | VOLUME, FORMS, LENGTH, frozenset(("percent",)), frozenset(("celsius",)))

_LOOSE = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth single double triple twofold threefold "
    "dozen fortnight fortnightly zero hundred thousand million half quarter 1st thirteenth fourteenth fifteenth twentieth".split()
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b")
# What an English word lets a translation say in figures: "daily" may be "1 time a day", "overnight" "24 hours".
_IMPLIED: tuple[tuple[str, tuple[int | str, ...]], ...] = (
    (r"\b(?:an?|per|each|every|once|daily|weekly|monthly|yearly|hourly|one|another|single|alone|first|annual\w*)\b", (1,)),
    (r"\b(?:twice|both|couple|pairs?|double|either|two|second|half|biannual\w*|fortnight\w*|last)\b", (2,)),
    (r"\b(?:thrice|triple|third|thirds)\b", (3,)),
    (r"\b(?:quarter\w*)\b", (4, 15, 25, 3)),
    (r"\bhal(?:f|ves)\b", ("0.5", 50, 30)),
    (r"\b(?:noon|midday|lunchtime|dozens?)\b", (12,)),
    (r"\bmidnight\b", (0, 12, 24)),
    (r"\b(?:overnight|all day|day and night|round the clock|around the clock|whole day|full day|day's|days?)\b", (24,)),
    (r"\bfortnight\w*\b", (14,)),
    (r"\b(?:hundreds?)\b", (100,)),
    (r"\b(?:thousands?)\b", (1000,)),
    (r"\b(?:millions?)\b", (1_000_000,)),
    (r"\b(?:zero|no|none)\b", (0,)),
    (r"\b(?:week|weekly)\b", (7,)),
    (r"\b(?:monday|mondays)\b", (1, 2)), (r"\btuesdays?\b", (2, 3)), (r"\bwednesdays?\b", (3, 4)),
    (r"\bthursdays?\b", (4, 5)), (r"\bfridays?\b", (5, 6)), (r"\bsaturdays?\b", (6, 7)), (r"\bsundays?\b", (0, 7, 8)),
    (r"\bhour\b", (60,)),
)  # fmt: skip
_IMPLIED_PATTERNS = tuple(
    (re.compile(p), frozenset(map(Decimal, values))) for p, values in _IMPLIED
)
_OF = re.compile(r"[^.;:!?]{0,30}\b(?:of|in|out of|from|every|per|than|between)\b[^.;:!?,]{0,20}")
_IDIOM = re.compile(r"\b(?:one another|one[- ]way|no one|no-one|someone|24/7|one-to-one|one to one|one by one|two[- ]thirds?|one third)\b")  # fmt: skip
MONTH_NAMES = (
    "January February March April May June July August September October November December".split()
)
_MONTHS = re.compile(rf"\b({'|'.join(MONTH_NAMES)})\b")
_DOUBTFUL = re.compile(r"\d[.,]?\s*(?:of )?$|\b(?:in|by|of|until|till|since|from|during|last|next|early|late|mid|and|to|before|after|this|every|between|or)[ -]$|[–/,-]\s?$")  # fmt: skip
_PER = re.compile(r"\b(?:an?|per|each|every|once|twice)[ -](?:other |single |whole |full )?$")


@dataclass(slots=True)
class Number:
    """A number of a text. ``values``: what it may be: 10 pm is 22 too."""

    values: frozenset[Decimal]
    start: int
    end: int
    word: bool = False
    loose: bool = False  # may be missing in a translation
    clock: bool = False
    named: bool = False  # part of a name: COVID-19
    units: frozenset[str] = frozenset()
    led: bool = False  # whether its unit stands before it: week 2
    match: Number | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """The least that it may be; "?" where it cannot be read."""
        return f"{min(self.values):f}" if self.values else "?"


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the numbers of the English. All places are in the folded texts."""

    lost: tuple[Number, ...]
    lost_words: tuple[Number, ...]
    added: tuple[Number, ...]
    english: tuple[Number, ...]
    translated: tuple[Number, ...]
    unused_words: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One side: the text as written without markers and addresses, folded, and its words."""

    written: str
    folded: str
    words: tuple[Word, ...]
    dual: bool = False  # whether a noun may stand in the dual

    def units(self) -> tuple[Word, ...]:
        return tuple(w for w in self.words if w.kind == UNIT)


def english_numbers(text: Text, from_dawn: bool = False) -> list[Number]:
    """The numbers of the English, in their order. ``from_dawn``: whether hours may be counted from dawn instead."""
    clock, rest = times(text.folded)
    found = [one for time in clock for one in _clock(*time, from_dawn)]
    rest = _IDIOM.sub(lambda m: " " * len(m[0]), rest)
    for figure in figures(rest, "."):
        values, *_ = figure.readings
        ordinal = bool(_ORDINAL.match(rest, figure.start))
        for value in values:
            found.append(
                Number(
                    _scaled(value, rest, figure.end),
                    figure.start,
                    figure.end,
                    loose=ordinal and value < 11,
                )
            )
    found += _english_words(text, rest, {(n.start, n.end) for n in found})
    found.sort(key=lambda n: n.start)
    _attach(found, text, english=True)
    return found


def _english_words(text: Text, rest: str, figures: set[tuple[int, int]]) -> Iterator[Number]:
    """The numbers that the English writes in words, in what is left of it without times and idioms."""
    for word in text.words:
        spelt = text.folded[word.start : word.end]
        place = word.start, word.end
        if word.kind != NUMBER or rest[slice(*place)] != spelt or place in figures:
            continue
        if isinstance(word.value, Decimal) and not re.search(r"\d[ -]?$", rest[: word.start]):
            loose = word.value == 1 or spelt in _LOOSE
            yield Number(frozenset((word.value,)), *place, word=True, loose=loose)
    for match in _TWO.finditer(rest):
        yield Number(frozenset((Decimal(2),)), *match.span(), word=True, loose=True)


# What other languages may say with a two: un jour sur deux.
_TWO = re.compile(r"\b(?:every other|alternate|both|couple|pair)\b")


def _clock(hour: int, minute: int, said: bool, start: int, end: int, from_dawn: bool) -> Iterator[Number]:  # fmt: skip
    hours = {hour, hour - 12 if hour > 12 else hour, *((0, 24, 12) if hour in (0, 12) else ())}
    if from_dawn:
        hours.add((hour - 6) % 12 or 12)
    yield Number(frozenset(map(Decimal, hours)), start, end, clock=True)
    if said:
        yield Number(
            frozenset((Decimal(minute),)), start, end, loose=minute in (0, 30, 15), clock=True
        )


_SCALE_WORDS = {"million": 10**6, "billion": 10**9, "thousand": 1000, "hundred": 100}


def _scaled(value: Decimal, text: str, end: int) -> frozenset[Decimal]:
    word = re.match(r"[ -](million|billion|thousand|hundred)\b", text[end:])
    return frozenset((value, value * _SCALE_WORDS[word[1]])) if word else frozenset((value,))


def translated_numbers(text: Text, mark: str, wanted: Sequence[Number]) -> list[Number]:
    """The numbers of the translation, each figure read as the English allows."""
    sought = {value for number in wanted for value in number.values}
    split = any(number.clock for number in wanted) or len(wanted) > 1
    found: list[Number] = []
    for figure in figures(text.folded, mark):
        for value in _reading(figure, sought, split):
            values = {value}
            scale = next((w for w in text.words if w.kind == NUMBER and 0 <= w.start - figure.end <= 1 and isinstance(w.value, Decimal) and w.value >= 1000), None)  # fmt: skip
            if scale and isinstance(scale.value, Decimal):
                values.add(value * scale.value)
            named = bool(re.search(r"[a-z]-?$", text.folded[: figure.start]))
            found.append(Number(frozenset(values), figure.start, figure.end, named=named))
    for word in text.words:
        if word.kind == NUMBER and isinstance(word.value, Decimal):
            found.append(Number(frozenset((word.value,)), word.start, word.end, word=True))
    found.sort(key=lambda n: n.start)
    _attach(found, text, english=False, led=any(number.led for number in wanted))
    return found


def _reading(figure: Figure, sought: set[Decimal], split: bool) -> tuple[Decimal, ...]:
    first, *others = figure.readings
    if all(value in sought for value in first):
        return first
    if split:
        for other in others:
            if sum(value in sought for value in other) >= 2:
                return other
    return first


def _attach(numbers: list[Number], text: Text, english: bool, led: bool = True) -> None:
    """Give every number the unit that stands next to it: right behind it, else right before it (week 2), else one word on."""
    units = text.units()
    taken: set[Word] = set()
    steps = (_unit_behind, _unit_before, _unit_further) if led else (_unit_behind, _unit_further)
    for step in steps:
        for place, number in enumerate(numbers):
            until = numbers[place + 1].start if place + 1 < len(numbers) else len(text.folded) + 1
            before = step is _unit_before
            near = [u for u in step(number, units, until, text.folded, english) if u not in taken]
            if near and (not number.units or (before and not english)):
                number.units |= {str(u.value) for u in near}
                number.led = before
                taken.update(near)
            number.units = number.units or _sign(number, text.folded)


def _unit_behind(
    number: Number, units: Sequence[Word], until: int, text: str, english: bool
) -> list[Word]:
    """The unit that follows the number, or is one word with it: يومان."""
    within = [u for u in units if number.word and number.start <= u.start and u.end <= number.end]
    behind = [
        u
        for u in units
        if number.end <= u.start < until and _JOINT.fullmatch(text[number.end : u.start])
    ]
    near = within or behind
    return [u for u in near if u.start == near[0].start]


def _unit_before(
    number: Number, units: Sequence[Word], until: int, text: str, english: bool
) -> list[Word]:
    before = [
        u
        for u in units
        if u.end <= number.start and text[u.end : number.start] in ("", " ", "\u00a0")
    ]
    return [u for u in before if u.end == before[-1].end]


def _unit_further(
    number: Number, units: Sequence[Word], until: int, text: str, english: bool
) -> list[Word]:
    behind = [
        u
        for u in units
        if number.end <= u.start < until and _near(text[number.end : u.start], english)
    ]
    return [u for u in behind if u.start == behind[0].start]


def _sign(number: Number, text: str) -> frozenset[str]:
    after = text[number.end : number.end + 2].strip()[:1]
    if after == "%" or re.search(r"%\s?$", text[: number.start]):
        return frozenset(("percent",))
    return frozenset(("celsius",)) if after in ("°", "º", "℃") and after else frozenset()


_JOINT = re.compile(r"[ \u00a0\u202f-]{0,2}(?:[个個] ?)?")
_ONE_WORD = re.compile(
    r"[^\s.,;:!?()%\ufffc،؛。、\d]{0,8}(?:[ \u00a0\u202f-]+[^\s.,;:!?()%\ufffc،؛。、\d]{1,12})?[ \u00a0\u202f-]*"
)
_NO_LINK = re.compile(
    r"\b(?:times?|in|of|per|a|an|every|each|or|and|to|people|out|from|for|on|at|by)\b"
)


def _near(gap: str, english: bool) -> bool:
    """Whether a unit belongs to the number before it: one word may stand between them (2 full days)."""
    if english:
        return bool(re.fullmatch(r"[ -]?|[ -][a-z]{2,12}[ -]", gap)) and not _NO_LINK.search(gap)
    return len(gap) <= 20 and bool(_ONE_WORD.fullmatch(gap))


def account(english: list[Number], translated: list[Number], source: Text, target: Text) -> Account:
    """Pair the numbers of both sides, and tell what is left over on each."""
    _fix_minutes(english, translated, target)
    _pair(english, translated)
    used = {id(n.match) for n in english if n.match}
    left = [n for n in translated if id(n) not in used]
    allowed = _allowed(english, source, target) if left else set()
    added = tuple(n for n in left if not n.word and not n.named and not n.values & allowed)
    unused = tuple(n for n in left if n.word and not n.values & allowed and min(n.values) > 1)
    missing = [n for n in english if n.match is None and not n.loose]
    figures = tuple(n for n in missing if not n.word)
    words = tuple(n for n in missing if n.word and _is_lost(n, translated, added, unused, target))
    return Account(figures, words, added, tuple(english), tuple(translated), unused)


def _fix_minutes(english: list[Number], translated: list[Number], target: Text) -> None:
    """Minutes may be missing only where the translation can say them in words: half past two."""
    in_words = any(n.word and n.values & _PARTS_OF_AN_HOUR for n in translated)
    if in_words and not re.search(r"\d[:.]\d", target.folded):
        return
    hours = {value for n in translated if not n.word for value in n.values}
    for hour, minute in pairwise(n for n in english if n.clock):
        if hour.start == minute.start and hour.values & hours:
            minute.loose = minute.values == {0}


_PARTS_OF_AN_HOUR = frozenset(map(Decimal, ("0.5", "0.25", "0.75", "15", "30", "45", "4")))


def _pair(english: list[Number], translated: list[Number]) -> None:
    """Figures with figures first, those with the same unit, or both with none, before others."""
    for word, fits in (
        (False, _alike_in_unit),
        (False, _no_other_unit),
        (False, None),
        (True, None),
    ):
        for wanted in sorted(english, key=lambda n: (word and not n.word, n.loose)):
            if wanted.match is None:
                wanted.match = _partner(wanted, translated, word, fits)


def _allowed(english: Sequence[Number], source: Text, target: Text) -> set[Decimal]:
    """What a translation may say in figures or number words because of its English."""
    allowed = {value for n in english for value in n.values} | _implied(source)
    if any(n.clock for n in english):
        allowed.add(Decimal(0))  # 8am is 8:00
    if not any(w.kind == MONTH for w in target.words):
        allowed |= _of_months(source)
    return allowed


def _is_lost(
    word: Number,
    translated: list[Number],
    added: Sequence[Number],
    unused: Sequence[Number],
    target: Text,
) -> bool:
    """A word that stands twice in the English may stand once, unless another number has come instead."""
    elsewhere = any(word.values & n.values for n in translated) or (
        2 in word.values and target.dual
    )
    return not elsewhere or bool(added or unused)


def _partner(
    wanted: Number,
    translated: list[Number],
    word: bool,
    fits: Callable[[Number, Number], bool] | None,
) -> Number | None:
    for one in translated:
        if one.word is not word or one.match is not None or not wanted.values & one.values:
            continue
        if fits is None or fits(wanted, one):
            one.match = wanted
            return one
    return None


def _alike_in_unit(wanted: Number, one: Number) -> bool:
    return bool(wanted.units & one.units) or not (wanted.units or one.units)


def _no_other_unit(wanted: Number, one: Number) -> bool:
    return not wanted.units or not one.units or bool(wanted.units & one.units)


def _implied(source: Text) -> set[Decimal]:
    return {
        v for pattern, values in _IMPLIED_PATTERNS if pattern.search(source.folded) for v in values
    }


def months(source: str) -> set[int]:
    """The months that an English text names. May and March only where they cannot be verbs."""
    found = set()
    for match in _MONTHS.finditer(source):
        month = MONTH_NAMES.index(match[1]) + 1
        if month in (3, 5):
            after = re.match(r"[ ,]+(?:\d|the \d)", source[match.end() :])
            if not after and not _DOUBTFUL.search(source[: match.start()]):
                continue
        found.add(month)
    return found


def _of_months(source: Text) -> set[Decimal]:
    return {Decimal(m) for m in months(source.written)}


def lost_months(source: Text, target: Text, translated: Iterable[Number]) -> list[int]:
    """The months of the English that the translation names neither in words nor in figures."""
    named = {w.value for w in target.words if w.kind == MONTH}
    numbered = {v for n in translated for v in n.values if _is_month(n, target.folded)}
    if not numbered:
        numbered = {v for n in translated for v in n.values}
        numbered |= {
            v
            for figure in figures(target.folded, ".")
            for reading in figure.readings
            for v in reading
        }
    return [m for m in sorted(months(source.written)) if Decimal(m) not in named | numbered]


def _is_month(number: Number, text: str) -> bool:
    """Whether a number is called a month: 6月, tháng 6."""
    return text[number.end :].lstrip()[:1] == "月" or text[: number.start].rstrip().endswith(
        "tháng"
    )


# Units.


def lost_units(account: Account, source: Text, target: Text) -> list[str]:
    """The units of the English, at a number or after "every", that the translation does not name."""
    there = {str(u.value) for u in target.units()} | _signs(target.folded)
    lost = [
        unit
        for number in account.english
        if not number.units & there and not _soft(number.units, there, account.english)
        for unit in sorted(number.units)
    ]
    lost += [
        str(u.value) for u in source.units() if u.value not in there and _counts(u, source.folded)
    ]
    lost += sorted(_other_form(source, there))
    if "percent" in _signs(source.folded) and "percent" not in there:
        lost.append("percent")
    return list(dict.fromkeys(lost))


def _other_form(source: Text, there: set[str]) -> set[str]:
    """The form of a medicine that has become another one: capsules that are tablets."""
    wanted = {str(u.value) for u in source.units()} & FORMS
    return wanted - there if len(wanted) == 1 and there & FORMS - wanted else set()


def bare_percents(account: Account, source: Text, target: Text) -> list[Number]:
    """The percentages of the English that have lost their sign, though others have theirs."""
    numbers = account.english
    bare = [
        one
        for place, one in enumerate(numbers)
        if "percent" in one.units and one.match and not one.match.word and not one.match.units
        and not _shares_its_sign(one, numbers[place + 1 :], source)
    ]  # fmt: skip
    words = sum(u.value == "percent" for u in target.units())
    signs = target.folded.count("%") + words - sum("percent" in n.units for n in account.translated)
    return bare[max(0, signs) :]


def _shares_its_sign(one: Number, following: Sequence[Number], source: Text) -> bool:
    """Whether it may be the 5 of "5 to 10%"."""
    after = next(iter(following), None)
    return bool(
        after and after.match and "percent" in after.match.units
        and _RANGE.fullmatch(source.folded[one.end : after.start])
    )  # fmt: skip


def _counts(unit: Word, text: str) -> bool:
    """Whether an English unit without a number before it says how often or how long: a day, every week, {marker} days."""
    before = text[: unit.start]
    if re.search(rf"{HELD}[ -]$", before) or text[unit.start : unit.end].endswith("ly"):
        return True
    return (
        unit.value in TIME
        and bool(_PER.search(before))
        and not re.search(r"\b24[ -]hours? an? $", before)
    )


def _signs(text: str) -> set[str]:
    return {
        unit
        for sign, unit in (("%", "percent"), ("°", "celsius"), ("º", "celsius"), ("℃", "celsius"))
        if sign in text
    }


def _soft(units: frozenset[str], there: set[str], english: Iterable[Number]) -> bool:
    """Forms of a medicine have many names: they are lost only when another form has come instead."""
    if not units <= FORMS:
        return False
    others = (there & FORMS) - {u for n in english for u in n.units}
    return not others


def changed_units(english: Sequence[Number]) -> Iterator[tuple[Number, str, str]]:
    """Numbers that stand at another unit than in the English: one of the same dimension, or one of another number."""
    numbers = [n for n in english if n.match]
    for number in numbers:
        there = number.match.units if number.match else frozenset()
        others = {u for n in english if n is not number for u in n.units}
        if number.units and there and not number.units & there:
            kin = next((d for d in _DIMENSIONS if number.units <= d and there & d), frozenset())
            if kin or there & others:
                yield number, min(number.units), min(there & kin or there)
        elif (
            not number.units and there and not number.loose and _taken_over(there, number, numbers)
        ):
            yield number, "other thing", min(there)


def _taken_over(units: frozenset[str], number: Number, numbers: Sequence[Number]) -> bool:
    """Whether the number that has these units in the English has none of them in the translation."""
    owners = [n for n in numbers if n is not number and n.units & units]
    kept = [bool(n.match and n.match.units & units) for n in owners]
    return bool(owners) and not (all(kept) if units == {"percent"} else any(kept))


def swapped(
    english: Sequence[Number], source: Text, target: Text, vocabulary: Vocabulary
) -> Iterator[tuple[Number, Number]]:
    """Neighbouring figures that have changed places, where nothing else tells them apart."""
    placed = [n for n in english if n.match and not n.clock and not n.word]
    for first, second in pairwise(placed):
        assert first.match and second.match
        if first.values & second.values or first.match.word or second.match.word:
            continue
        between = source.folded[first.end : second.start]
        turned = first.match.start > second.match.start
        if _PART.fullmatch(between) and min(first.values) < min(second.values):
            wrong = _part_turned(first.match, second.match, target, vocabulary)
        elif (
            _MONTHS.search(source.written)
            and re.fullmatch(r"(?:st|nd|rd|th)?[ ,]*(?:of )?[a-z]{3,9}[ ,]*", between)
            and min(second.values) >= 1900
        ):
            wrong = turned and vocabulary.tag not in _YEAR_FIRST
        else:
            wrong = turned and not _OF.fullmatch(between) and _alike(first, second, between)
        if wrong:
            yield first, second


_PART = re.compile(
    r" (?:people |patients |adults |children |women |men |users |persons )?(?:in|out of|in every|of|of every|out of every)(?: the| about)? "
)
_YEAR_FIRST = frozenset(("zh_Hans", "hu", "lt", "lv", "ja", "ko", "mn", "eu"))


def _part_turned(part: Number, whole: Number, target: Text, vocabulary: Vocabulary) -> bool:
    """Whether "3 out of 4" has become "4 out of 3": the language says which of the two comes first, or its "of" does."""
    turned = part.start > whole.start
    if vocabulary.whole_first:
        return not turned
    between = target.folded[min(part.end, whole.end) : max(part.start, whole.start)].split()
    return turned and len(between) <= 4 and bool(vocabulary.of & set(between))


def _alike(first: Number, second: Number, between: str) -> bool:
    if first.units or second.units:
        return first.units == second.units and not _RATE.search(between)
    return len(between) <= 25


_RATE = re.compile(r"\b(?:times?|per|every|each|an? (?:second|minute|hour|day|week|month|year))\b")
# What joins two figures into one statement: 5 to 10, 5% and 10%, 8 hours or 12.
_RANGE = re.compile(r"\s?(?:%|°c?|[a-z]{1,9})?\s?(?:to|and|or|[-–])\s?")
_DAY_AND_YEAR = re.compile(rf"(?:st|nd|rd|th)?,? ?(?:of )?(?:{'|'.join(MONTH_NAMES).lower()}),? ")


def parted(account: Account, source: Text, target: Text) -> Iterator[tuple[Number, Number]]:
    """Figures that belong together, as day and year, hour and minute, or the ends of a range do, and those that
    stand between the two in the translation and nowhere near in the English."""
    placed = [n for n in account.english if n.match and not n.match.word]
    for first, second in pairwise(placed):
        if _belong(first, second, source.folded[first.end : second.start]):
            assert first.match and second.match
            low, high = sorted((first.match.start, second.match.start))
            between = [n for n in placed if n.match and low < n.match.start < high and n not in (first, second)]  # fmt: skip
            yield from (
                (n, first) for n in between if n.match and not _is_month(n.match, target.folded)
            )


def _belong(first: Number, second: Number, between: str) -> bool:
    if first.clock or second.clock:
        return first.start == second.start
    if _DAY_AND_YEAR.fullmatch(between):
        return True
    return bool(_RANGE.fullmatch(between)) and (not first.units or first.units == second.units)


def text(kept: str, tag: str) -> Text:
    """One side, read with the words of its language."""
    words = vocabulary(tag)
    folded = words.fold(kept)
    return Text(kept, folded, tuple(words.find(folded)), words.has_dual(folded))
