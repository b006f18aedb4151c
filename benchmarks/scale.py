"""What it costs to find out that nothing is to be made: ours, ninja and make on the same number of files, in one run.

    .venv/bin/python benchmarks/scale.py [2000 20000 200000]

The folders are portfolios in 24 languages and 25 editions. Their leaflets are read, translated and checked as ever; in
place of each finished file stands a light one, since what is measured here is not rendering. Each figure is the best of five
whole processes, which take turns, so that what else the machine does meets all alike; ours and ninja's CPU seconds stand beside
their wall clock. ninja's and make's rules say of each file that it is made from its source and its catalog.

Two more figures of ours: milliseconds for each file when all were made first, and seconds of wall clock (and the largest
process) after a translator changed one sentence, which makes the 25 files of a leaflet in a language, in earnest.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import portfolio
from cold_build import measured

from pipeline import project as projects
from pipeline.build import files, make
from pipeline.build.make import Done, Job, Order
from pipeline.build.plan import Choice
from pipeline.build.records import Made
from pipeline.build.run import build
from pipeline.build.store import Store

LANGUAGES, EDITIONS = 24, 25
TODAY = datetime.datetime.now(datetime.UTC).date()


class Light:
    """Workers that read leaflets as ever and write a light file in place of each finished one."""

    count = 1

    def submit(self, task: Callable[..., Any], *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(_light(*given) if task is make.make else task(*given))
        return done


def _light(order: Order, job: Job) -> Done:
    path = order.project.output / job.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        job.content.encode()
    )  # no fsync: 200,000 of them are the disk's time, not ours
    looks = files.look(path)
    known = files.lasting(looks)
    return Done(Made(job.path, job.content, job.state, files.digest(path), files.size(looks), 0.0, known))  # fmt: skip


def folder(root: Path, targets: int) -> tuple[int, float]:
    """A portfolio of about so many targets, all made; how many there are, and how many seconds that took."""
    leaflets = max(1, round(targets / LANGUAGES / EDITIONS))
    editions = [f"{{name: print-{size}, format: pdf, size: {size}}}" for size in range(12, 12 + EDITIONS)]  # fmt: skip
    portfolio.write(root, leaflets, LANGUAGES, editions)
    begun = time.perf_counter()
    project = projects.load(root)
    result = build(project, Choice(), TODAY, lambda *_: None, Light(), Store(project.output / ".cache/store"))  # fmt: skip
    assert result.ok, [str(one) for one in result.found][:5]
    return len(result.made), time.perf_counter() - begun


def edit(root: Path) -> None:
    """What a translator does: the last sentence of a catalog ends in another sign."""
    catalog = root / f"translations/{portfolio.TAGS[0]}/LC_MESSAGES/treatment-0.po"
    text = catalog.read_text("utf-8").rstrip().removesuffix('."')
    catalog.write_text(f'{text}!"\n', "utf-8")


def rules(root: Path) -> None:
    """build.ninja and a Makefile for the files of a folder."""
    rows = json.loads((root / "output/report.json").read_bytes())["files"]
    # A generator's files are up to date by their times alone: ninja keeps no log of 200,000 commands that never ran.
    ninja, makefile = ["rule touch", "  command = touch $out", "  generator = 1"], []
    for row in rows:
        slug, tag, _ = row["path"].split("/")
        given = f"source/{slug}.md source/publisher.yaml"
        given += f" translations/{tag}/LC_MESSAGES/{slug}.po" if tag != "en" else ""
        ninja.append(f"build output/{row['path']}: touch {given}")
        makefile.append(f"output/{row['path']}: {given}\n\ttouch $@")
    names = " ".join(f"output/{row['path']}" for row in rows)
    (root / "build.ninja").write_text("\n".join((*ninja, "")), "utf-8")
    (root / "Makefile").write_text("\n".join((f"all: {names}", *makefile, "")), "utf-8")


def best(commands: list[list[str]]) -> list[tuple[float, float, float]]:
    """Of each command wall seconds, CPU seconds and megabytes: the best of five runs, in turn."""
    rounds = [[measured(command) for command in commands] for _ in range(5)]
    return [(min(w), min(c), min(m)) for w, c, m in (zip(*runs, strict=True) for runs in zip(*rounds, strict=True))]  # fmt: skip


def main() -> None:
    print(
        "| targets | cold, ms each | ours, s (CPU) | MB | ninja, s (CPU) | MB | make -rR, s | ours to ninja (CPU) | edit, s | MB |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for targets in [int(one) for one in sys.argv[1:]] or [2_000, 20_000, 200_000]:
        root = Path(tempfile.mkdtemp())
        try:
            count, cold = folder(root, targets)
            time.sleep(2.1)  # a file that was just written is read again, once (keys.Digests)
            command = [sys.executable, "-m", "pipeline", "build", "--root", str(root)]
            measured(command)
            rules(root)
            others = [["ninja", "-C", str(root), "--quiet"], ["make", "-rR", "-s", "-C", str(root)]]
            ours, ninja, made = best([command, *others])
            edit(root)
            edited = measured(command)
        finally:
            shutil.rmtree(root)
        print(
            f"| {count:,} | {1000 * cold / count:.1f} | {ours[0]:.2f} ({ours[1]:.2f}) | {ours[2]:.0f} | {ninja[0]:.2f} ({ninja[1]:.2f}) | {ninja[2]:.0f} "
            f"| {made[0]:.2f} | {ours[0] / ninja[0]:.1f} ({ours[1] / ninja[1]:.1f}) "
            f"| {edited[0]:.1f} | {edited[2]:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parents[1]))
    main()
