"""What the sound of a long book costs, beside the ordinary leaflet's: time, and the memory of the largest process.

    .venv/bin/python benchmarks/long_audio.py --hours 10 --format audio

The book is the English leaflet with many sections, in which every sentence is another, so that none comes out of the
cache; with --repeated they are the same, so that nearly all do, and ten hours take a few minutes. Both are whole commands, from a copy of the project with nothing made yet; the book is then asked for once more, with
its clips kept and its file gone.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
_SECTIONS_AN_HOUR = 43
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def build(root: Path, edition: str) -> tuple[float, float]:
    """Wall seconds, and megabytes of the largest process that the build was made of."""
    with get_context("spawn").Pool(1) as fresh:  # whose children are this build's alone
        return fresh.apply(_built, (root, edition))


def _built(root: Path, edition: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(root), "--tag", "en", "--format", edition]  # fmt: skip
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - begun
    return wall, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def copied(folder: Path) -> Path:
    for name in ("source", "translations"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


def offered(root: Path, edition: str) -> None:
    """The copy of the charity's file with this edition in it, and English alone."""
    path = root / "source/publisher.yaml"
    rows = path.read_text("utf-8").splitlines()
    kept = [row for row in rows if not row.startswith(("languages:", "editions:"))]
    path.write_text("\n".join([*kept, "languages: [en]", f"editions: [{edition}]"]) + "\n", encoding="utf-8")  # fmt: skip


def book(root: Path, hours: float, repeated: bool) -> None:
    """The leaflet's own paragraphs, over and over, under headings and with first words that no other has."""
    path = root / "source/blinatumomab.md"
    head, _, body = path.read_text("utf-8").partition("## What blinatumomab is")
    paragraphs = [p for p in body.split("\n\n") if p and p[0].isalpha() and "{" not in p and "[" not in p]  # fmt: skip
    parts = (
        _part(number, paragraphs, repeated) for number in range(round(hours * _SECTIONS_AN_HOUR))
    )
    path.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")


def _part(number: int, paragraphs: list[str], repeated: bool) -> str:
    name = f"{_LETTERS[number // 26]} {_LETTERS[number % 26]}"
    own = "\n\n".join(p if repeated else _told(name, p) for p in paragraphs[number % 3 :: 3])
    return f"## Part {name}\n\n{own}"


def _told(name: str, paragraph: str) -> str:
    return " ".join(f"In part {name}: {sentence}" for sentence in _sentences(paragraph))


def _sentences(paragraph: str) -> Iterator[str]:
    parts = " ".join(paragraph.split()).split(". ")
    yield from (f"{part}." for part in parts[:-1])
    yield parts[-1]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--hours", type=float, default=1.0)
    asked.add_argument("--format", default="audio", help="an edition: audio, audio-tracks, audio-book, daisy ...")  # fmt: skip
    asked.add_argument("--repeated", action="store_true", help="the same sentences in each section")
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder))
        offered(root, wanted.format)
        wall, memory = build(root, wanted.format)
        print(f"leaflet: {wall:.0f} s, largest process {memory:.0f} MB", flush=True)
        book(root, wanted.hours, wanted.repeated)
        wall, memory = build(root, wanted.format)
        [made] = (root / "output/blinatumomab/en").iterdir()
        size = made.stat().st_size
        print(f"book: {size / 8000 / 3600:.1f} hours at 64 kbit/s, {wall:.0f} s, largest process {memory:.0f} MB", flush=True)  # fmt: skip
        made.unlink()
        wall, memory = build(root, wanted.format)
        print(f"book again, its clips kept: {wall:.0f} s, largest process {memory:.0f} MB")


if __name__ == "__main__":
    main()
