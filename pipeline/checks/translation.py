"""What is wrong, or to be looked at, in a translation: of one message, and of a catalog.

A catalog has passed the strict gate before it comes here. The English of a message is enough: no leaflet is
needed, so that catalogs of other projects can be checked too.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.catalogs.catalog import Catalog, Message
from pipeline.checks import amounts, characters, completeness, markup, negation
from pipeline.checks.pair import TRANSLATION, Pair
from pipeline.checks.whole import CATALOG
from pipeline.diagnostic import Diagnostic, Location, Severity

__all__ = ["TRANSLATION", "Pair", "catalog_findings", "findings", "pair_findings"]
ROOMS = (
    amounts,
    characters,
    completeness,
    markup,
    negation,
)  # each registers its checks in TRANSLATION


def pair_findings(
    msgid: str, msgstr: str, tag: str, flags: tuple[str, ...] = (), terms: tuple[str, ...] = ()
) -> list[Diagnostic]:
    """What the checks find in one translation into the language ``tag``."""
    return list(TRANSLATION.run(Pair(msgid, msgstr, tag, Location(""), flags, terms)))


def findings(pairs: Sequence[Pair]) -> Iterator[Diagnostic]:
    """What the checks find in the messages of one catalog or leaflet."""
    typical = _typical(pairs)
    pairs = [replace(pair, typical=typical) for pair in pairs]
    for pair in pairs:
        yield from TRANSLATION.run(pair)
    yield from CATALOG.run([pair for pair in pairs if not pair.plural])


def catalog_findings(
    catalog: Catalog, tag: str, terms: tuple[str, ...] = ()
) -> Iterator[tuple[Message, Diagnostic]]:
    """What the checks find in each message of a catalog, untranslated ones too."""
    for message in catalog.living:
        if not message.translated:
            yield message, _untranslated(message, catalog.path)
    pairs = list(pairs_of(catalog, tag, terms))
    messages = {pair.at: message for message, pair in pairs}
    for found in findings([pair for _, pair in pairs]):
        yield messages[found.at], found


def pairs_of(catalog: Catalog, tag: str, terms: tuple[str, ...]) -> Iterator[tuple[Message, Pair]]:
    """Every form of every translation that would be used."""
    for message in catalog.living:
        if message.translated:
            for number, text in enumerate(message.msgstr):
                english = message.plural if message.plural is not None and number else message.msgid
                at = Location(catalog.path, msgstr_line(message))
                plural = message.plural is not None
                yield message, Pair(english, text, tag, at, message.flags, terms, plural=plural)


def _typical(pairs: Sequence[Pair]) -> float:
    """The catalog's own ratio of lengths, once it is long enough to have one; 0 before."""
    ratios = [len(pair.msgstr) / len(pair.msgid) for pair in pairs if len(pair.msgid) >= 40]
    return statistics.median(ratios) if len(ratios) >= 20 else 0.0


def msgstr_line(message: Message) -> int:
    """Where the msgstr of an entry begins in its file."""
    rows = message.raw.split("\n")
    first = next((n for n, row in enumerate(rows) if re.match(r"\s*msg(?:ctxt|id)", row)), 0)
    text = next((n for n, row in enumerate(rows) if re.match(r"\s*msgstr", row)), first)
    return message.line + text - first


def _untranslated(message: Message, path: str) -> Diagnostic:
    what = "needs work (fuzzy)" if message.fuzzy else "is not translated yet"
    short = message.msgid if len(message.msgid) <= 60 else f"{message.msgid[:57]}..."
    at = Location(path, msgstr_line(message))
    hint = "translate it, or take its fuzzy mark off"
    return Diagnostic("T201", f"{short!r} {what}", at, hint, Severity.WARNING)
