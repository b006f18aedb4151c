"""What a talking book of the first leaflet costs once its sentences have been spoken: seconds by the clock and of CPU.

.venv/bin/leaflet build --format audio && .venv/bin/python benchmarks/daisy.py
"""

from __future__ import annotations

import datetime
import time
from pathlib import Path

from pipeline import project
from pipeline.build import files
from pipeline.build.make import render
from pipeline.build.store import Store
from pipeline.languages import language
from pipeline.publisher import Edition, Format

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 1, 31)


def main() -> None:
    loaded = project.load(ROOT)
    store = Store(loaded.output / files.FOLDER / "store")
    print("| language | MB | first, s | again, s | again, s of CPU |\n|---|---|---|---|---|")
    for tag in loaded.tags:
        if language(tag).voice:
            print(row(loaded, tag, store), flush=True)


def row(loaded: project.Project, tag: str, store: Store) -> str:
    document, found = project.resolve(loaded, loaded.slugs[0], tag, TODAY)
    assert document, found
    times = []
    for _ in range(4):
        begun, worked = time.perf_counter(), time.process_time()
        data = render(document, Edition("daisy", Format.DAISY), loaded.speech[0], store)
        times.append((time.perf_counter() - begun, time.process_time() - worked))
    assert isinstance(data, bytes)
    (first, _), *others = times
    again, cpu = min(others)
    return f"| {tag} | {len(data) / 1e6:.1f} | {first:.2f} | {again:.2f} | {cpu:.2f} |"


if __name__ == "__main__":
    main()
