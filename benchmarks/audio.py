"""What an English audio leaflet costs, beside espeak-ng and LAME alone with the same words.

    .venv/bin/python benchmarks/audio.py

The raw programs (Debian's espeak-ng and lame) speak the script in one go and encode it at the same bit rate, without levelling,
cues or checks. Ours is the whole command, from a copy of the project with nothing made yet; then after one edited sentence;
then a book of ten hours, for its memory.
"""

from __future__ import annotations

import datetime
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline import project as projects
from pipeline.document import Medium, for_medium
from pipeline.speech.script import script

REPOSITORY = Path(__file__).parents[1]
HOURS = 10


def measured(*commands: Sequence[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds of the commands with all that they started, and megabytes of the largest process so far."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, after.ru_maxrss / 1024


def build(root: Path) -> list[str]:
    return [sys.executable, "-m", "pipeline", "build", "--root", str(root), "--tag", "en", "--format", "audio"]  # fmt: skip


def raw(folder: Path) -> list[list[str]]:
    """The commands that speak and encode the same words."""
    document, _ = projects.resolve(projects.load(REPOSITORY), "blinatumomab", "en", datetime.date.today())  # fmt: skip
    assert document
    utterances = script(for_medium(document, Medium.AUDIO), {}).utterances
    (folder / "words.txt").write_text("\n\n".join(u.text for u in utterances), encoding="utf-8")
    speak = ["espeak-ng", "-v", "en-gb-x-rp", "-s", "150", "-f", str(folder / "words.txt"), "-w", str(folder / "raw.wav")]  # fmt: skip
    encode = ["lame", "--quiet", "-m", "m", "-b", "64", "-q", "5", "--resample", "44.1", str(folder / "raw.wav"), str(folder / "raw.mp3")]  # fmt: skip
    return [speak, encode]


def copied(folder: Path) -> Path:
    for name in ("source", "translations"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


def edited(root: Path) -> None:
    path = root / "source/blinatumomab.md"
    text = path.read_text("utf-8")
    was = "Blinatumomab is fairly new."
    assert text.count(was) == 1
    path.write_text(text.replace(was, "Blinatumomab is a rather new medicine."), encoding="utf-8")


def book(root: Path) -> None:
    """A leaflet of about ten hours: the same sections under other headings, with other words in each."""
    path = root / "source/blinatumomab.md"
    head, _, body = path.read_text("utf-8").partition("## What blinatumomab is")
    paragraphs = [
        p for p in body.split("\n\n") if p and p[0].isalpha() and "{" not in p and "[" not in p
    ]
    letters = "abcdefghijklmnopqrstuvwxyz"
    parts = []
    for number in range(HOURS * 30):
        name = f"{letters[number // 26]} {letters[number % 26]}"
        own = "\n\n".join(f"In part {name}: {p}" for p in paragraphs[number % 3 :: 3])
        parts.append(f"## Part {name}\n\n{own}")
    path.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu, _ = measured(*raw(Path(folder)))
        print(f"espeak-ng and lame: {wall:.1f} s, {cpu:.1f} s of CPU")
        root = copied(Path(folder))
        ours_wall, ours_cpu, memory = measured(build(root))
        print(f"cold build: {ours_wall:.1f} s, {ours_cpu:.1f} s of CPU, largest process {memory:.0f} MB, ratio {ours_cpu / cpu:.1f}")  # fmt: skip
        edited(root)
        again_wall, again_cpu, _ = measured(build(root))
        print(f"one sentence edited: {again_wall:.1f} s, {again_cpu:.1f} s of CPU")
        if "--book" in sys.argv:
            book(root)
            book_wall, book_cpu, memory = measured(build(root))
            [made] = (root / "output").rglob("*-audio-*.mp3")
            hours = made.stat().st_size / 8000 / 3600
            print(f"book of {hours:.1f} hours: {book_wall:.0f} s, {book_cpu:.0f} s of CPU, largest process {memory:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
