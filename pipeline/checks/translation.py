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
from pipeline.catalogs.glossary import Glossary
from pipeline.checks import amounts, characters, completeness, markup, medicines, negation
from pipeline.checks.pair import TRANSLATION, Pair
from pipeline.checks.whole import CATALOG
from pipeline.diagnostic import Diagnostic, Location, Severity, quoted

__all__ = ["TRANSLATION", "Pair", "catalog_findings", "findings", "pair_findings"]
# Each registers its checks in TRANSLATION.
ROOMS = (amounts, characters, completeness, markup, medicines, negation)


_NONE = Glossary()


def pair_findings(
    msgid: str, msgstr: str, tag: str, flags: tuple[str, ...] = (), terms: tuple[str, ...] = ()
) -> list[Diagnostic]:
    """What the checks find in one translation into the language ``tag``."""
    return list(TRANSLATION.run(Pair(msgid, msgstr, tag, Location(""), flags, terms)))


def findings(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Diagnostic]]:
    """What the checks find in the messages of one catalog or leaflet, each with its message."""
    typical = _typical(pairs)
    pairs = [replace(pair, typical=typical) for pair in pairs]
    for pair in pairs:
        yield from ((pair, found) for found in TRANSLATION.run(pair))
    single = {pair.at: pair for pair in pairs if not pair.plural}
    yield from ((single[found.at], found) for found in CATALOG.run(list(single.values())))


def catalog_findings(
    catalog: Catalog, tag: str, terms: tuple[str, ...] = (), approved: Glossary = _NONE
) -> Iterator[tuple[Message, Diagnostic]]:
    """What the checks find in each message of a catalog, untranslated ones too."""
    yield from untranslated(catalog)
    messages = {msgstr_line(message): message for message in catalog.living}
    for pair, found in findings(list(pairs_of(catalog, tag, terms, approved))):
        yield messages[pair.at.line], found


def pairs_of(
    catalog: Catalog, tag: str, terms: tuple[str, ...] = (), approved: Glossary = _NONE
) -> Iterator[Pair]:
    """Every form of every translation that would be used."""
    for message in catalog.living:
        if message.translated:
            at, plural = Location(catalog.path, msgstr_line(message)), message.plural is not None
            for number, text in enumerate(message.msgstr):
                english = message.plural if message.plural is not None and number else message.msgid
                yield Pair(
                    english,
                    text,
                    tag,
                    at,
                    message.flags,
                    terms,
                    plural=plural,
                    glossary=approved,
                    context=message.context,
                )


def untranslated(catalog: Catalog) -> Iterator[tuple[Message, Diagnostic]]:
    """The messages of a catalog that cannot be used yet."""
    for message in catalog.living:
        if not message.translated:
            what = "needs work (fuzzy)" if message.fuzzy else "is not translated yet"
            short = message.msgid if len(message.msgid) <= 60 else f"{message.msgid[:57]}..."
            at = Location(catalog.path, msgstr_line(message))
            hint = "translate it, or check it and take its fuzzy mark off; until then it stands in English"
            yield message, Diagnostic("T201", f"{quoted(short)} {what}", at, hint, Severity.WARNING)


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
