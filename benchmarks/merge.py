"""Merging a template into a catalog, beside msgmerge in the same run: 10,000 messages, 5% edited, 2% new.

    .venv/bin/python benchmarks/merge.py

Both read, merge and write files. A ratio above 1 says how many times faster ours is.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.catalogs import catalog, gate
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.merge import merge

MESSAGES, EDITED, NEW = 10_000, 500, 200
WORDS = [
    "take",
    "the",
    "medicine",
    "with",
    "water",
    "every",
    "day",
    "nurse",
    "hospital",
    "treatment",
    "fever",
    "blood",
    "cell",
    "count",
    "team",
    "home",
    "call",
    "help",
    "line",
    "infusion",
    "pump",
    "vein",
    "cycle",
    "week",
    "doctor",
    "talk",
    "risk",
    "effect",
    "body",
    "baby",
    "milk",
    "kidney",
    "heart",
    "liver",
    "pain",
    "skin",
    "rash",
    "tired",
    "sleep",
]
HEADER = Message("", (
    "Project-Id-Version: x\nPOT-Creation-Date: 2026-01-01 00:00+0000\nPO-Revision-Date: 2026-01-01 00:00+0000\n"
    "Last-Translator: a\nLanguage-Team: b\nLanguage: pl\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n",))  # fmt: skip


def text(chance: random.Random, sentences: int) -> str:
    return " ".join(
        f"{' '.join(chance.choices(WORDS, k=chance.randrange(8, 14))).capitalize()}."
        for _ in range(sentences)
    )


def edited(chance: random.Random, msgid: str) -> str:
    words = msgid.split()
    words[chance.randrange(len(words))] = chance.choice(WORDS)
    return " ".join(words)


def files(folder: Path, chance: random.Random, sentences: Callable[[], int]) -> None:
    """A translated catalog, and a template that has moved on."""
    msgids = list(dict.fromkeys(text(chance, sentences()) for _ in range(MESSAGES)))
    old = Catalog((HEADER, *(Message(msgid, (f"T {msgid}",)) for msgid in msgids)))
    for number in chance.sample(range(len(msgids)), EDITED):
        msgids[number] = edited(chance, msgids[number])
    for _ in range(NEW):
        msgids.insert(chance.randrange(len(msgids)), text(chance, sentences()))
    unique = dict.fromkeys(msgids)
    template = Catalog((HEADER, *(Message(msgid, references=("x.md:1",)) for msgid in unique)))
    (folder / "old.po").write_bytes(catalog.write(old))
    (folder / "new.pot").write_bytes(catalog.write(template))


def ours(folder: Path) -> None:
    old, _ = gate.read((folder / "old.po").read_bytes(), "old.po", "pl")
    template, _ = gate.read((folder / "new.pot").read_bytes(), "new.pot", None)
    assert old and template
    (folder / "ours.po").write_bytes(catalog.write(merge(template, old, "pl")))


def msgmerge(folder: Path) -> None:
    names = [str(folder / name) for name in ("theirs.po", "old.po", "new.pot")]
    subprocess.run(["msgmerge", "-q", "-o", *names], check=True)


def seconds(run: Callable[[Path], None], folder: Path) -> float:
    begun = time.perf_counter()
    run(folder)
    return time.perf_counter() - begun


def main() -> None:
    chance = random.Random(3)
    kinds: dict[str, Callable[[], int]] = {
        "one sentence": lambda: 1,
        "two to four sentences": lambda: chance.randrange(2, 5),
    }
    for kind, sentences in kinds.items():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files(folder, chance, sentences)
            mine, theirs = seconds(ours, folder), seconds(msgmerge, folder)
        print(f"{kind}: ours {mine:.1f} s, msgmerge {theirs:.1f} s, ratio {theirs / mine:.1f}")


if __name__ == "__main__":
    main()
