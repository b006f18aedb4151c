"""Checks of what a translation must hold character by character: markers, formats, bold, links, tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline import inline
from pipeline.checks.figures import HELD
from pipeline.checks.pair import Pair, check
from pipeline.checks.registry import Finding
from pipeline.checks.vocabulary import UNIT
from pipeline.diagnostic import Severity, quoted

_NAME = re.compile(r"\{(\w+)\}")
_BRACES = re.compile(r"[{}｛｝﹛﹜]")
_BOLD = re.compile(r"(?<!\\)\*\*")


@check("T202", Severity.ERROR)
def can_be_read(pair: Pair) -> Iterator[Finding]:
    """The translation can be read as its English can: every [ ] { } and * belongs to something.

    A leaflet with a text that cannot be read is not made in this language. Where the English is no markup of a
    leaflet, as "[Y/n]" of another project is none, nothing is asked of the translation.

    en: Ring the ward.
    good: Zadzwoń na oddział.
    bad: Zadzwoń na oddział].
    """
    if (
        pair.leaflet or pair.formatted
    ):  # of a leaflet, pipeline/translate.py says it when it reads the text
        return
    wrong = _SIGNS.search(pair.msgstr) and _unreadable(pair.msgstr, pair.terms)
    if wrong and not _unreadable(pair.msgid, pair.terms):
        message = f"the translation of {quoted(pair.short)} cannot be read: {wrong}"
        yield Finding(message, pair.at, "copy each { } [ ] and * from the English")


_SIGNS = re.compile(r"[][{}*]")  # what a text is unreadable by; T320 sees to isolates


def _unreadable(text: str, terms: tuple[str, ...]) -> str:
    """Why a text cannot be read as a leaflet's; "" where it can."""
    try:
        inline.parse(text, terms)
    except inline.MarkupError as wrong:
        return f"{wrong} ({wrong.hint})"
    return ""


@check("T310", Severity.ERROR)
def markers_kept(pair: Pair) -> Iterator[Finding]:
    """Every {marker} of the English is in the translation, as it is and as often.

    A marker stands for a figure: a lost one is a lost figure, an altered one is printed with its braces.

    en: Wait {hours} hours.
    good: Poczekaj {hours} godzin.
    bad: Poczekaj {godziny} godzin.
    """
    hint = "copy each {marker} from the English with its braces; a figure, date or phone number stands in its place"
    wanted, has = Counter(pair.source_kept.markers), Counter(pair.target_kept.markers)
    if pair.plural:
        wanted &= has
    for marker in (wanted - has).elements():
        yield Finding(f"{marker} is not in the translation", pair.at, hint)
    for marker in (has - wanted).elements():
        yield Finding(
            f"{marker} stands here {'more often than' if marker in wanted else 'and not'} in the English",
            pair.at,
            hint,
        )
    if wanted == has and len(_BRACES.findall(pair.target_kept.text)) != len(
        _BRACES.findall(pair.source_kept.text)
    ):
        yield Finding("a { or } belongs to no {marker}", pair.at, hint)


@check("T314", Severity.WARNING)
def markers_in_order(pair: Pair) -> Iterator[Finding]:
    """Markers at the same unit stand in the order of the English.

    "The first {a} days of one cycle and {b} days of the next" reads well with both exchanged.

    en: {first} days in March, then {second} days
    good: {first} dni w marcu, potem {second} dni
    bad: {second} dni w marcu, potem {first} dni
    """
    wanted, has = pair.source_kept.markers, pair.target_kept.markers
    if wanted != has and Counter(wanted) == Counter(has) and len(set(wanted)) == len(wanted):
        ours, theirs = _marker_units(pair, source=True), _marker_units(pair, source=False)
        moved = [marker for marker, other in zip(wanted, has, strict=True) if marker != other]
        gap = len(pair.source.folded.partition(HELD)[2].partition(HELD)[0])
        same = bool(ours[moved[0]]) and ours[moved[0]] == ours[moved[1]]
        crossed = any(ours[m] and theirs[m] and not ours[m] & theirs[m] for m in moved)
        if not crossed and not same and (gap > 25 or any(ours[m] for m in moved)):
            return
        yield Finding(
            f"{' and '.join(moved)} have changed places",
            pair.at,
            "put them where the English has them; if they are right here, accept it with leaflet accept",
        )


def _marker_units(pair: Pair, source: bool) -> dict[str, frozenset[str]]:
    """The unit that stands next to each marker."""
    text, markers = (
        (pair.source, pair.source_kept.markers)
        if source
        else (pair.target, pair.target_kept.markers)
    )
    found = {}
    for marker, match in zip(markers, re.finditer(HELD, text.folded), strict=False):
        near = [
            w for w in text.words if w.kind == UNIT and match.end() <= w.start <= match.end() + 12
        ]
        found[marker] = frozenset(str(w.value) for w in near[:1])
    return {marker: found.get(marker, frozenset()) for marker in markers}


@check("T311", Severity.ERROR)
def formats_kept(pair: Pair) -> Iterator[Finding]:
    """Every %s and %d of the English is in the translation.

    A program that fills in a missing one stops, or prints nonsense.

    en: %d files of %s
    good: plików: %d, z %s
    bad: plików: %d
    """
    wanted, has = (
        Counter(map(_plain, pair.source_kept.formats)),
        Counter(map(_plain, pair.target_kept.formats)),
    )
    if pair.plural:
        wanted &= has
    for one in _differences(wanted, has):
        yield Finding(f"{one} must be in both texts", pair.at, "copy it from the English as it is")


def _plain(format_: str) -> str:
    """A format without its number and flags: %1$s is %s."""
    return (
        "%"
        + (format_[1 : format_.index(")") + 1] if format_.startswith("%(") else "")
        + format_[-1]
    )


@check("T312", Severity.ERROR)
def markup_kept(pair: Pair) -> Iterator[Finding]:
    """Bold, links, words of another language and tags are those of the English.

    A link without its label leads nowhere, and half a pair of ** is printed.

    en: Read our **short** [booklet][all].
    good: Przeczytaj naszą **krótką** [broszurę][all].
    bad: Przeczytaj naszą **krótką [broszurę][all].
    """
    hint = "copy the signs of the English (** [ ]), and change only the words between them"
    wanted, has = Counter(pair.source_kept.labels), Counter(pair.target_kept.labels)
    for one in _differences(wanted, has):
        yield Finding(f"{one} must be in both texts", pair.at, hint)
    bold = len(_BOLD.findall(pair.source_kept.text)), len(_BOLD.findall(pair.target_kept.text))
    if bold[0] != bold[1]:
        yield Finding(
            f"** stands {_times(bold[0])} in the English and {_times(bold[1])} here", pair.at, hint
        )
    brackets = pair.source_kept.text, pair.target_kept.text
    if wanted and any(brackets[0].count(b) != brackets[1].count(b) for b in "[]"):
        yield Finding("[ and ] do not stand as in the English", pair.at, hint)
    for one in _differences(
        Counter(map(_tag, pair.source_kept.tags)), Counter(map(_tag, pair.target_kept.tags))
    ):
        yield Finding(f"{one} must be in both texts", pair.at, hint)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _tag(tag: str) -> str:
    """A tag without its attributes, which may be translated."""
    return re.sub(r"\s[^>]*?(?=/?>$)", "", tag).lower() if tag.startswith("<") else tag


def _differences(wanted: Counter[str], has: Counter[str]) -> Iterable[str]:
    return dict.fromkeys([*(wanted - has), *(has - wanted)])
