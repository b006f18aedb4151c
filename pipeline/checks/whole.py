"""Checks that see a whole catalog: texts that have changed places, and one English text with two translations."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.checks.characters import ending
from pipeline.checks.pair import Pair
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted

CATALOG: Checks[Sequence[Pair]] = Checks()
check = CATALOG.check

_GAIN = 1.6  # how much better the exchanged texts must fit: about a length wrong by half on both sides, and a figure


@check("T305", Severity.WARNING)
def not_exchanged(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Two neighbouring messages have not got each other's translation.

    A text pasted one line too low is good text in the wrong place. Lengths, figures, names and marks of both
    neighbours are compared with those of the other.

    en: Fever | Take 2 tablets with a glass of water before you go to bed.
    good: Gorączka | Przed snem przyjmij 2 tabletki, popijając szklanką wody.
    bad: Przed snem przyjmij 2 tabletki, popijając szklanką wody. | Gorączka
    """
    done = False
    for first, second in pairwise(pairs):
        if done or first.msgid == second.msgid or first.msgstr == second.msgstr:
            done = False
            continue
        straight = _strangeness(first, first), _strangeness(second, second)
        if sum(straight) < _GAIN:
            continue
        crossed = _strangeness(first, second), _strangeness(second, first)
        if sum(straight) - sum(crossed) > _GAIN and max(crossed) < 0.9:
            done = True
            for one, other in ((first, second), (second, first)):
                yield Finding(
                    f"this looks like the translation of {quoted(other.short)}",
                    one.at,
                    f"exchange it with the translation in line {other.at.line}",
                )


def _strangeness(english: Pair, other: Pair) -> float:
    """How badly a translation fits an English text: 0 for a usual length and the same figures, names and mark."""
    usual = max(3.0, len(english.msgid) * (english.typical or english.words.ratio))
    strange = max(0.0, abs(math.log(max(3, len(other.msgstr)) / usual)) - 0.35)
    wanted, has = _held(english.msgid), _held(english.words.fold(other.msgstr))
    strange += 0.7 * min(3, len(wanted ^ has))
    return strange + 0.4 * (ending(english.msgid) != ending(other.msgstr))


def _held(text: str) -> frozenset[str]:
    """Figures and markers of a text."""
    return frozenset(re.findall(r"\{\w+\}|\d+", text))


@check("T306", Severity.WARNING)
def one_way(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """The same English has the same translation everywhere.

    A side effect with two names is two side effects to a patient. Messages of different contexts (msgctxt) may
    differ: that is what a context is for.

    en: low blood pressure | Low blood pressure.
    good: niskie ciśnienie krwi | Niskie ciśnienie krwi.
    bad: niskie ciśnienie krwi | Małe ciśnienie tętnicze.
    """
    seen: dict[tuple[str | None, str], Pair] = {}
    for pair in pairs:
        english = _bare(pair.msgid)
        first = seen.setdefault((pair.context, english), pair)
        if " " in english and first.tag == pair.tag and _bare(first.msgstr) != _bare(pair.msgstr):
            yield Finding(
                f"{quoted(pair.short)} is translated in another way at line {first.at.line}",
                pair.at,
                "choose one of both, so that readers know it is the same; if both are right, accept it with leaflet accept",
            )


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[*_]{2}|[^\w\s{}%-]", "", text.casefold()).split())
