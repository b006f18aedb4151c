"""What braille of the first leaflet costs: seconds a file, warm and in a process of its own.

.venv/bin/python benchmarks/braille.py
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from pathlib import Path

from pipeline import project
from pipeline.build.make import render
from pipeline.checks.braille import Brailled, prove
from pipeline.document import Medium, for_medium
from pipeline.publisher import Edition, Format
from pipeline.speech.options import Options

ROOT = Path(__file__).parents[1]
KINDS = (Format.BRF, Format.PEF, Format.BRAILLE_TEXT, Format.BRAILLE_PROOF)
TODAY = datetime.date(2026, 1, 31)


def main() -> None:
    loaded = project.load(ROOT)
    if len(sys.argv) > 1:
        print(row(loaded, sys.argv[1]), flush=True)
        return
    again = " | ".join(f"{kind} again" for kind in KINDS)
    print(f"| language | first file of a process, s | {again} | proof of the BRF |")
    print("|---|---|" + "---|" * (len(KINDS) + 1), flush=True)
    for tag in loaded.tags:  # each in a process of its own: tables stay compiled
        subprocess.run([sys.executable, __file__, tag], check=True)


def row(loaded: project.Project, tag: str) -> str:
    document, found = project.resolve(loaded, loaded.slugs[0], tag, TODAY)
    assert document, found
    seconds = []
    for kind in (Format.BRF, *KINDS):
        begun = time.perf_counter()
        data = render(document, Edition("braille", kind), Options(), None)
        seconds.append(time.perf_counter() - begun)
        if kind is Format.BRF:
            brf = data
    begun = time.perf_counter()
    assert isinstance(brf, bytes)
    wrong = list(
        prove(
            Brailled(for_medium(document, Medium.BRAILLE), Edition("braille", Format.BRF), brf, "x")
        )
    )
    assert not wrong, wrong
    seconds.append(time.perf_counter() - begun)
    return f"| {tag} | " + " | ".join(f"{one:.2f}" for one in seconds) + " |"


if __name__ == "__main__":
    main()
