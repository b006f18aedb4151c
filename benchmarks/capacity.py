"""What large portfolios take, reckoned from what the first leaflet takes in each edition: docs/operations.md.

    .venv/bin/python benchmarks/capacity.py

Each file is made by itself, one after another, from nothing but the clips of earlier editions; a second of CPU is one of this
machine's. Portfolios are reckoned with leaflets as long as this one, all of them in every language and edition.
"""

from __future__ import annotations

import datetime
import resource
import tempfile
from collections import defaultdict
from pathlib import Path

from pipeline import project as projects
from pipeline.build.make import render
from pipeline.build.plan import Choice, chosen
from pipeline.build.store import Store

REPOSITORY = Path(__file__).parents[1]
PORTFOLIOS = ((60, 12), (800, 30), (20_000, 24))
CORES = (2, 16, 256)


def cpu() -> float:
    """Seconds of CPU of this process and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def costs() -> dict[str, tuple[float, float]]:
    """For each edition seconds of CPU and megabytes of a file, on average over the languages; "" for reading and checking."""
    project = projects.load(REPOSITORY)
    today = datetime.datetime.now(datetime.UTC).date()
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        for group in chosen(project, Choice()):
            begun = cpu()
            document, _ = projects.resolve(project, group.slug, group.tag, today)
            found[""].append((cpu() - begun, 0))
            assert document
            for edition in group.editions:
                begun = cpu()
                data = render(document, edition, project.speech[0], store)
                size = len(data) if isinstance(data, bytes) else sum(map(len, data))
                found[edition.name].append((cpu() - begun, size / 1e6))
    return {
        name: (sum(one[0] for one in each) / len(each), sum(one[1] for one in each) / len(each))
        for name, each in found.items()
    }


def main() -> None:
    each = costs()
    print("| a file of | seconds of CPU | MB |\n|---|---|---|")
    for name, (seconds, size) in each.items():
        print(f"| {name or '(reading and checking)'} | {seconds:.2f} | {size:.2f} |")
    seconds, size = (sum(one[part] for one in each.values()) for part in (0, 1))
    heads = " | ".join(f"hours on {cores} cores" for cores in CORES)
    print(f"\n| leaflets × languages | files | {heads} | GB |\n|---|---|{'---|' * len(CORES)}---|")
    for leaflets, languages in PORTFOLIOS:
        count = leaflets * languages
        hours = " | ".join(f"{count * seconds / 3600 / cores:,.1f}" for cores in CORES)
        print(f"| {leaflets:,} × {languages} | {count * (len(each) - 1):,} | {hours} | {count * size / 1000:,.0f} |")  # fmt: skip


if __name__ == "__main__":
    main()
