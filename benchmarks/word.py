"""Word files beside pandoc's on the same text, in one run: seconds of CPU, size, what openxml-audit finds, and what grows with length.

    .venv/bin/python benchmarks/word.py

Needs pandoc on the PATH. Ours is timed in this process, warm, as the build runs it; pandoc with its start, which it needs
for each file. Then texts of 10, 100 and 1,000 pages, each in a process of its own: seconds and megabytes.
"""

from __future__ import annotations

import datetime
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openxml_audit

from pipeline import document as doc
from pipeline import inline, words
from pipeline import project as projects
from pipeline.document import Document, Inlines, Medium, for_medium, walk_sections
from pipeline.render import docx
from pipeline.words import Word

REPOSITORY = Path(__file__).parents[1]
RUNS = 5
PAGES = (10, 100, 1000)
LEAFLET_PAGES = 12  # of the English one at 18 point


def leaflet(tag: str) -> Document:
    project = projects.load(REPOSITORY)
    document, _ = projects.resolve(project, "blinatumomab", tag, datetime.date(2026, 11, 24))
    assert document
    return for_medium(document, Medium.WORD)


def long(pages: int) -> Document:
    """The English leaflet's sections again and again."""
    document = leaflet("en")
    times = max(1, round(pages / LEAFLET_PAGES))
    return replace(document, sections=document.sections * times)


# The same text as pandoc reads it.


def markdown(document: Document) -> str:
    lang = document.language()
    head = f"---\nlang: {lang.word_tag}\ndir: {lang.direction}\n---\n"
    parts = [document.publisher, f"# {_text(document, document.title.inlines)}"]
    front = (*words.notice(document), *words.ask(document), *words.dates(document))
    parts += [_text(document, sentence) for sentence in front]
    parts += [part for block in document.blocks for part in _block(document, block, "")]
    for level, section in walk_sections(document):
        parts.append(f"{'#' * level} {_text(document, section.heading.inlines)}")
        parts += [part for block in section.blocks for part in _block(document, block, "")]
    return head + "\n\n".join(parts) + "\n"


def _text(document: Document, inlines: Inlines) -> str:
    said = ""
    for one in inlines:
        match one:
            case doc.Strong(children):
                said += f"**{_text(document, children)}**"
            case doc.Link(children, label):
                said += f"[{_text(document, children)}]({document.address(label)})"
            case doc.Foreign(children, tag):
                said += f"[{_text(document, children)}]{{lang={document.language(tag).word_tag}}}"
            case _:
                said += inline.plain((one,))
    return said


def _block(document: Document, block: doc.Block, indent: str) -> Iterator[str]:
    match block:
        case doc.Paragraph(line):
            yield indent + _text(document, line.inlines)
        case doc.BulletList(items) | doc.NumberedList(items):
            mark = "- " if isinstance(block, doc.BulletList) else "1. "
            for item in items:
                yield indent + mark + _text(document, item.line.inlines)
                for inner in item.blocks:
                    yield from _block(document, inner, indent + "    ")
        case doc.SideEffects(entries):
            head = (words.text(document, word) for word in (Word.SIDE_EFFECT, Word.HOW_MANY))
            rows = [f"| {inline.plain(e.name.inlines)} | **{e.shown}** {e.plainly} |" for e in entries]  # fmt: skip
            yield "\n".join([f"| {' | '.join(head)} |", "|---|---|", *rows])
        case doc.Callout(_, blocks) | doc.Only(_, blocks):
            for inner in blocks:
                yield from _block(document, inner, indent + "> ")
        case doc.Table() | doc.Figure():
            raise SystemExit("the leaflet has no such block")


def pandoc(text: str, target: Path) -> None:
    subprocess.run(["pandoc", "-f", "markdown", "--toc", "-o", str(target)], input=text, text=True, check=True)  # fmt: skip


# Measures.


def cpu() -> float:
    """Seconds that this process and those that it started have computed: a busy machine changes nothing."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def seconds(run: Callable[[], object]) -> float:
    """The middle of several runs."""
    taken = []
    for _ in range(RUNS):
        begun = cpu()
        run()
        taken.append(cpu() - begun)
    return sorted(taken)[RUNS // 2]


def audited(path: Path) -> str:
    """How many errors openxml-audit finds, and the first."""
    errors = [str(error) for error in openxml_audit.OpenXmlValidator().validate(str(path)).errors]
    return f"{len(errors)} errors" + (f" ({errors[0][:90]})" if errors else "")


def beside(folder: Path, tag: str) -> None:
    document = leaflet(tag)
    text, ours, theirs = markdown(document), folder / "ours.docx", folder / "pandoc.docx"
    ours.write_bytes(docx.render(document, docx.Options()))  # warm
    mine = seconds(lambda: ours.write_bytes(docx.render(document, docx.Options())))
    other = seconds(lambda: pandoc(text, theirs))
    for name, taken, path in (("ours", mine, ours), ("pandoc", other, theirs)):
        size = path.stat().st_size / 1024
        print(f"{tag:8} {name:6} {taken:6.3f} s  {size:5.1f} KB  openxml-audit: {audited(path)}")
    print(f"{tag:8} ratio  {other / mine:6.1f}")


def grown(who: str, pages: int) -> tuple[float, float]:
    """Seconds, and megabytes at the highest, of a process that makes one file of so many pages."""
    command = [sys.executable, __file__, who, str(pages)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    taken, memory = done.stdout.split()
    return float(taken), float(memory)


def make(who: str, pages: int) -> None:
    document = long(pages)
    with tempfile.TemporaryDirectory() as folder:
        target, text = Path(folder) / "x.docx", markdown(document)
        begun = cpu()
        if who == "ours":
            target.write_bytes(docx.render(document, docx.Options()))
        else:
            pandoc(text, target)
        taken = cpu() - begun
    print(taken, highest() if who == "ours" else resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)  # fmt: skip


def highest() -> float:
    """Megabytes of this process at its highest; ru_maxrss would begin with those of the process that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for tag in ("en", "pl", "ur", "bn", "zh_Hans"):
            beside(Path(folder), tag)
    for pages in PAGES:
        for who in ("ours", "pandoc"):
            taken, memory = grown(who, pages)
            print(f"{pages:5} pages {who:6} {taken:6.2f} s  {memory:5.0f} MB")


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2])) if len(sys.argv) == 3 else main()
