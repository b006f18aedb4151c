"""How many of the planted mistakes ``leaflet check`` notices, and how many correct texts it doubts.

    .venv/bin/python -m tests.rating.rate [folder of correct translations] [--missed]

A mistake is *named* when a finding at its entry has a code for that kind of mistake, *noticed* when there is any
finding. A correct text is a false alarm when there is any finding at all, a warning too.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.catalogs import catalog as catalogs
from pipeline.catalogs import gate
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.checks.translation import catalog_findings
from pipeline.diagnostic import Diagnostic
from tests.rating import defects as planted
from tests.rating.defects import Defect, defects
from tests.rating.sentences import CORRECT, Sentence, sentences

_FIGURE = {"N310", "N311", "N312", "N315"}  # N315: a figure of a date
_LOCK = {"N320", "N321", "N322"}
# The codes that name each kind of mistake (docs/checks.md); T1 codes are the gate's.
CODES: dict[str, set[str]] = {
    **{kind.__name__: _FIGURE for kind in (*planted.FIGURES, *planted.DECIMALS)},
    "percent_sign_lost": {*_FIGURE, "N314"},
    "date_changed": {*_FIGURE, "N315"},
    **{kind.__name__: {"N316"} for kind in planted.PHONES},
    **{kind.__name__: {"N317"} for kind in planted.ADDRESSES},
    **{kind.__name__: {"T310", "T114", "T122"} for kind in planted.MARKERS},
    **{kind.__name__: {"T320", "T125"} for kind in planted.BIDI},
    **{kind.__name__: {"T312"} for kind in planted.MARKUP},
    "invisible_character": {"T321", "T125"},
    "look_alike": {"T322"},
    "untranslated": {"T201"},
    "english_copied": {"T301", "T302"},
    "second_half_lost": {"T303", "T304"},
    "spaces_wrong": {"T323"},
    "end_mark_wrong": {"T324"},
    "name_altered": {"N330", "N331", "N333", "N334"},
    "neighbours_text": {"T305"},
    "unit": {"N314", "N312"},
    "number_word": {"N313"},
    "negation": _LOCK,
    "limit": _LOCK,
    "month": {"N315"},
    "medicine": {"N330", "N333", "N334"},
}


@dataclass
class Tally:
    """Counts of one kind, or of one language."""

    planted: int = 0
    named: int = 0
    noticed: int = 0


@dataclass
class Rating:
    """What came of a set. ``missed``: the mistakes that no finding names; ``doubted``: correct texts with a finding."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    languages: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    missed: list[tuple[Defect, tuple[str, ...]]] = field(default_factory=list)
    doubted: list[tuple[Sentence, tuple[str, ...]]] = field(default_factory=list)
    correct: int = 0

    def recall(self, kinds: Iterable[str]) -> float:
        tallies = [self.kinds[kind] for kind in kinds if kind in self.kinds]
        return sum(one.named for one in tallies) / sum(one.planted for one in tallies)

    @property
    def false_alarms(self) -> float:
        return len(self.doubted) / self.correct

    def note(self, defect: Defect, codes: tuple[str, ...]) -> None:
        kind = defect.kind.replace(" ", "_")
        named = bool(CODES[kind] & set(codes))
        for tally in (self.kinds[kind], self.languages[defect.sentence.tag]):
            tally.planted += 1
            tally.named += named
            tally.noticed += bool(codes)
        if not named:
            self.missed.append((defect, codes))


def rate(folder: Path = CORRECT) -> Rating:
    rating = Rating()
    by_catalog: dict[tuple[str, bool], list[Sentence]] = defaultdict(list)
    for sentence in sentences(folder):
        by_catalog[sentence.tag, sentence.number > 1000].append(sentence)
    for correct in by_catalog.values():
        rating.correct += len(correct)
        found = _codes([(one, one.text) for one in correct])
        rating.doubted += [(one, found[one]) for one in correct if found[one]]
        for group in _apart(correct, list(defects(correct))):
            wrong = {defect.sentence: defect.text for defect in group}
            wrong |= {one.other: one.sentence.text for one in group if one.other}
            found = _codes([(one, wrong.get(one, one.text)) for one in correct])
            for defect in group:
                rating.note(defect, found[defect.sentence])
    return rating


def _apart(correct: Sequence[Sentence], wrong: Sequence[Defect]) -> Iterator[list[Defect]]:
    """The mistakes in groups: each stands among correct texts, one that the gate refuses in a catalog of its own."""
    place = {sentence: number for number, sentence in enumerate(correct)}
    groups: list[dict[int, Defect]] = []
    for defect in wrong:
        number = place[defect.sentence]
        if _read([(defect.sentence, defect.text)])[0] is None:
            yield [defect]
            continue
        near = {number - 2, number - 1, number, number + 1, number + 2}
        group = next((group for group in groups if not near & group.keys()), None)
        if group is None:
            groups.append(group := {})
        group[number] = defect
    yield from (list(group.values()) for group in groups)


Texts = Sequence[tuple[Sentence, str]]


def _read(texts: Texts) -> tuple[Catalog | None, list[Diagnostic]]:
    """The catalog as ``leaflet check FILE`` reads it."""
    tag = texts[0][0].tag
    header = Message("", (f"Language: {tag}\nContent-Type: text/plain; charset=UTF-8\n",))
    messages = [Message(sentence.english, (text,)) for sentence, text in texts]
    return gate.read(catalogs.write(Catalog((header, *messages))), "rated.po", tag)


def _codes(texts: Texts) -> dict[Sentence, tuple[str, ...]]:
    """The codes that are found at each text, by the gate or by the checks."""
    catalog, refused = _read(texts)
    codes: dict[Sentence, list[str]] = {sentence: [] for sentence, _ in texts}
    if catalog is None:
        for one in refused:
            codes[texts[(one.at.line - _FIRST) // _LINES][0]].append(one.code)
    else:
        by_english = {sentence.english: sentence for sentence, _ in texts}
        for message, one in catalog_findings(catalog, texts[0][0].tag):
            codes[by_english[message.msgid]].append(one.code)
    return {sentence: tuple(found) for sentence, found in codes.items()}


_FIRST, _LINES = 6, 3  # the line of the first msgid under the header, and the lines of an entry


def report(rating: Rating) -> str:
    """The rating as a table for people."""
    rows = [f"{'kind':24} {'planted':>8} {'named':>7} {'noticed':>8}"]
    for title, tallies in (("", rating.kinds), ("language", rating.languages)):
        rows += [title] if title else []
        rows += [
            f"{name:24} {one.planted:8} {one.named / one.planted:7.1%} {one.noticed / one.planted:8.1%}"
            for name, one in tallies.items()
        ]
    total = sum(one.planted for one in rating.kinds.values())
    named, noticed = (
        sum(getattr(one, name) for one in rating.kinds.values()) / total
        for name in ("named", "noticed")
    )
    rows.append(f"{'all':24} {total:8} {named:7.1%} {noticed:8.1%}")
    rows.append(f"false alarms: {len(rating.doubted)} of {rating.correct} correct texts, {rating.false_alarms:.1%}")  # fmt: skip
    return "\n".join(rows)


def details(rating: Rating) -> Iterator[str]:
    for sentence, codes in rating.doubted:
        yield f"DOUBTED {sentence.tag} {' '.join(codes)}\n  {sentence.english}\n  {sentence.text}"
    for defect, codes in rating.missed:
        one = defect.sentence
        yield f"MISSED {defect.kind} {one.tag} found: {' '.join(codes) or 'nothing'}\n  {one.english}\n  right: {one.text}\n  wrong: {defect.text}"  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("folder", nargs="?", type=Path, default=CORRECT)
    arguments.add_argument("--missed", action="store_true", help="list what was missed or doubted")
    chosen = arguments.parse_args()
    rating = rate(chosen.folder)
    if chosen.missed:
        print("\n".join(details(rating)))
    print(report(rating))


if __name__ == "__main__":
    main()
