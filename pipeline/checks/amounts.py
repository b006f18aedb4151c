"""Checks of figures, number words, units, dates and addresses in a translation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from pipeline import inline
from pipeline.checks import clock, numbers
from pipeline.checks.numbers import Account, Number
from pipeline.checks.pair import Pair, check
from pipeline.checks.registry import Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.document import Text

_COPY = "write it as the English has it, in the figures and words of your language"


@check("N301", Severity.ERROR)
def no_figure_typed(pair: Pair) -> Iterator[Finding]:
    """No figure is typed in a translation of a leaflet, in any script's digits.

    Every figure of a leaflet is a fact that the pipeline writes as the language does. A typed one may
    be wrong today, and stays when the fact changes. Names with figures, such as CD19, are declared as terms.

    en: Stay {stay} days.
    good: Zostań {stay} dni.
    bad: Zostań {stay} (9) dni.
    """
    if not pair.leaflet:
        return
    for one in inline.walk(pair.inlines):
        if isinstance(one, Text):
            for word in one.text.split():
                if any(c.isnumeric() and not c.isalpha() for c in word):
                    hint = "copy the {marker} of the English, or write the number in words"
                    yield Finding(
                        f"the figure in {quoted(word)} is typed in the translation", pair.at, hint
                    )


@check("N310", Severity.ERROR)
def figures_kept(pair: Pair) -> Iterator[Finding]:
    """Every figure of the English is in the translation.

    "48 hours" that becomes "8 hours", or "0.7" that becomes "7", is a dosing error. Figures are read in any
    script's digits, with the decimal sign of the language, or in its words.

    en: Chills (60.4% of people)
    good: Dreszcze (60,4% osób)
    bad: Dreszcze (6,04% osób)
    """
    lost = pair.account.lost
    for time in clock.changed(pair.source.folded, pair.target.folded, pair.words.from_dawn)[0]:
        yield Finding(f"the time {time} is not in the translation", pair.at, _COPY)
    if lost and not pair.leaflet:
        yield Finding(
            f"{_listed(lost)} {_is(lost)} not in the translation{_instead(pair)}", pair.at, _COPY
        )


@check("N311", Severity.ERROR)
def no_figure_added(pair: Pair) -> Iterator[Finding]:
    """No figure is in the translation that is not in the English.

    A figure that nobody wrote may be read as a dose.

    en: Take the tablet with water.
    good: Przyjmij tabletkę, popijając wodą.
    bad: Przyjmij 3 tabletki, popijając wodą.
    """
    added = pair.account.added
    if added and not pair.account.lost and not pair.leaflet:
        yield Finding(
            f"{_listed(added)} {_is(added)} not in the English",
            pair.at,
            "delete it, or write what the English says",
        )


@check("N312", Severity.ERROR)
def figures_in_place(pair: Pair) -> Iterator[Finding]:
    """Every figure stands at its own unit, and figures of one kind stand in the order of the English.

    Two figures that change places are both still there, and both are wrong.

    en: Headache (31.7%) and chills (9.1%)
    good: Ból głowy (31,7%) i dreszcze (9,1%)
    bad: Ból głowy (9,1%) i dreszcze (31,7%)
    """
    english = pair.account.english
    if clock.changed(pair.source.folded, pair.target.folded, pair.words.from_dawn)[1]:
        yield Finding("two times of the day have changed places", pair.at, _COPY)
    for number, wanted, has in numbers.changed_units(english):
        yield Finding(
            f"{number.shown} is given in {wanted}s in the English and in {has}s here",
            pair.at,
            _COPY,
        )
        return
    moved = chain(
        numbers.swapped(english, pair.source, pair.target, pair.words),
        numbers.parted(pair.account, pair.source, pair.target),
    )
    for first, second in moved:
        hint = "put them in the order of the English; if each is right where it is, accept it with leaflet accept"
        yield Finding(f"{first.shown} and {second.shown} have changed places", pair.at, hint)
        return


@check("N313", Severity.ERROR)
def number_words_kept(pair: Pair) -> Iterator[Finding]:
    """A number that the English writes in words is in the translation, in words or in figures.

    "For two days" that becomes "for three days" is as wrong as a wrong figure, and harder to see. Inflected
    forms and duals are known for each language of data/vocabulary.

    en: for the next two days
    good: przez następne dwa dni
    bad: przez następne trzy dni
    """
    account = pair.account
    lost = account.lost_words
    if lost and (pair.words.own or account.added or account.unused_words):
        yield Finding(
            f"{_listed(lost)} (in words) {_is(lost)} not in the translation{_instead(pair)}",
            pair.at,
            _COPY,
        )
        return
    for one in account.english:
        once = bool(account.unused_words) and pair.source.folded[one.start : one.end] == "once"
        if one.word and one.loose and (once or (one.match is None and _replaced(one, account))):
            yield Finding(f"{one.shown} (in words) has become another number", pair.at, _COPY)
            return


def _replaced(one: Number, account: Account) -> bool:
    """Whether a number that nobody wrote has come instead of a "one" or "first"."""
    there = any(one.values & other.values for other in account.translated)
    return not there and any(max(other.values) <= 20 for other in account.unused_words)


@check("N314", Severity.ERROR)
def units_kept(pair: Pair) -> Iterator[Finding]:
    """Every unit of the English is in the translation: hours, days, weeks, mg, ml, per cent.

    "36 hours" and "36 days" hold the same figure.

    en: Wait at least 36 hours.
    good: Poczekaj co najmniej 36 godzin.
    bad: Poczekaj co najmniej 36 dni.
    """
    if pair.words.own:
        for unit in numbers.lost_units(pair.account, pair.source, pair.target):
            yield Finding(f"the unit {quoted(unit)} is not in the translation", pair.at, _COPY)
        for number in numbers.bare_percents(pair.account, pair.source, pair.target):
            yield Finding(f"{number.shown} has lost its %", pair.at, _COPY)


@check("N315", Severity.ERROR)
def months_kept(pair: Pair) -> Iterator[Finding]:
    """Every month that the English names is in the translation, in words or in figures.

    A wrong month sends a patient to the clinic on the wrong day.

    en: Check again by 14 June 2027
    good: Sprawdź ponownie do 14 czerwca 2027
    bad: Sprawdź ponownie do 14 lipca 2027
    """
    for month in numbers.lost_months(pair.source, pair.target, pair.account.translated):
        name = numbers.MONTH_NAMES[month - 1]
        yield Finding(f"the month {name} is not in the translation", pair.at, _COPY)


@check("N316", Severity.ERROR)
def phones_kept(pair: Pair) -> Iterator[Finding]:
    """Every telephone number has the digits of the English, in their order.

    A helpline with one wrong digit is answered by a stranger.

    en: Ring 0808 157 0123.
    good: Zadzwoń: 0808 157 0123.
    bad: Zadzwoń: 0808 157 0023.
    """
    wanted, has = (
        Counter(map(_national, pair.source_phones)),
        Counter(map(_national, pair.target_phones)),
    )
    for number in (wanted - has).elements():
        if number not in _digits(pair):
            yield Finding(
                f"the number {number} is not in the translation",
                pair.at,
                "copy it from the English as it is",
            )
    for number in (has - wanted).elements():
        if number not in wanted and wanted <= has:
            yield Finding(
                f"the number {number} is not in the English",
                pair.at,
                "delete it, or write what the English says",
            )


def _national(number: str) -> str:
    return (
        "0" + number.removeprefix("0044").removeprefix("44").removeprefix("0")
        if number.startswith(("44", "0044"))
        else number
    )


def _digits(pair: Pair) -> str:
    """All digits of the translation: a number may be grouped as no pattern knows."""
    return "".join(
        c if c.isdigit() else "" if c in " -\u00a0().\u2011/" else "|"
        for c in pair.words.fold(pair.target_kept.text)
    )


@check("N317", Severity.ERROR)
def addresses_kept(pair: Pair) -> Iterator[Finding]:
    """Web and e-mail addresses are those of the English.

    A wrong address leads to an error page, or to somebody else's advice.

    en: See www.example.org/leaflets.
    good: Zobacz www.example.org/leaflets.
    bad: Zobacz www.example.org/leaflet.
    """
    wanted, has = Counter(pair.source_kept.addresses), Counter(pair.target_kept.addresses)
    for address in (wanted - has).elements():
        yield Finding(
            f"the address {address} is not in the translation",
            pair.at,
            "copy it from the English as it is",
        )
    for address in (has - wanted).elements():
        if wanted <= has:
            yield Finding(
                f"the address {address} is not in the English",
                pair.at,
                "delete it, or write what the English says",
            )


@check("N318", Severity.WARNING)
def hours_are_clear(pair: Pair) -> Iterator[Finding]:
    """A time of day is clear where readers count the hours from dawn.

    In Ethiopia 8 in the morning is 2 o'clock. An "8" is six hours late to one reader and a "2" six hours early to
    another, so a person confirms it; a text that says both, or 20:00, is clear.

    lang: am
    en: Take it at 8am.
    good: ከጠዋቱ 2 ሰዓት (8:00) ይውሰዱ።
    bad: በ8 ሰዓት ይውሰዱ።
    """
    if pair.words.from_dawn:
        for time in clock.unclear(pair.source.folded, pair.target.folded):
            local = f"{(time.hour - 6) % 12 or 12}:{time.minutes}"
            yield Finding(
                f"{time} is {local} to readers who count from dawn: which is meant here?",
                pair.at,
                "say both; or, when a reader has confirmed it, accept it with leaflet accept",
            )


def _listed(found: tuple[Number, ...]) -> str:
    return " and ".join(dict.fromkeys(one.shown for one in found))


def _is(found: tuple[Number, ...]) -> str:
    return "is" if len({one.shown for one in found}) == 1 else "are"


def _instead(pair: Pair) -> str:
    others = pair.account.added or pair.account.unused_words
    return f", which has {_listed(others)}" if others else ""
