"""All checks over the project's own catalogs, as often as makes ten languages and 8,000 messages.

    .venv/bin/python benchmarks/checks.py

The first figure holds reading the vocabularies; the last two say whether the time grows with the messages.
"""

from __future__ import annotations

import time
from itertools import cycle, islice
from pathlib import Path

from pipeline.catalogs import gate
from pipeline.checks.pair import Pair
from pipeline.checks.translation import findings, pairs_of

TRANSLATIONS = Path(__file__).parents[1] / "translations"


def messages() -> list[list[Pair]]:
    """The messages of each language."""
    found = []
    for folder in sorted(path for path in TRANSLATIONS.iterdir() if path.is_dir()):
        pairs: list[Pair] = []
        for path in sorted(folder.glob("LC_MESSAGES/*.po")):
            catalog, wrong = gate.read(path.read_bytes(), str(path), folder.name)
            assert catalog and not wrong
            pairs += pairs_of(catalog, folder.name, ())
        found.append(pairs)
    return found


def seconds(pairs: list[Pair]) -> float:
    began = time.perf_counter()
    for _ in findings(pairs):
        pass
    return time.perf_counter() - began


def main() -> None:
    languages = messages()
    first = sum(seconds(pairs) for pairs in languages)
    ten = sum(seconds(pairs) for pairs in islice(cycle(languages), 10))
    every = [pair for pairs in languages for pair in pairs]
    print(f"{len(every)} messages in {len(languages)} languages, vocabularies read: {first:.2f} s")
    print(f"a leaflet in ten languages: {ten:.2f} s")
    for count in (8000, 16000):
        print(f"{count} messages: {seconds(list(islice(cycle(every), count))):.2f} s")


if __name__ == "__main__":
    main()
