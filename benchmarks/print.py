"""Our PDF beside Typst's and WeasyPrint's: the project's leaflet in three languages at 18 pt, tagged as PDF/UA-1.

    .venv/bin/pip install -e '.[bench]'        # the peers; WeasyPrint also needs Debian's libpango-1.0-0
    .venv/bin/python benchmarks/print.py       # everything; needs what "make test" needs (Java)
    .venv/bin/python benchmarks/print.py long  # only a document of 1,000 pages

*Warm* is one call in a process that has made others. Each call gets a text that it has never seen: every word of
the leaflet is crossed with another (the first half of one, the second half of the other), so no cache of lines,
paragraphs or words helps anyone. Engines take turns, and the quickest call of each is given, which other work on the
machine disturbs least. Texts are made, and written as Typst or HTML, before the clock starts.

*Whole* is a process from its start to a finished file, the quickest of several. Typst and WeasyPrint read their own
source; ours a Document, which is ready as their sources are. The command that a person types, which also parses,
translates, checks and signs, is given beside.

*Words right* are those that stand in the structure tree's text, in their order, with ActualText where an engine writes
it (Typst does; poppler's reader would leave those words out).

Typst stands twice: as it is installed, when it searches the system's fonts; and at its best, given only the font files
that the language needs.
"""

from __future__ import annotations

import datetime
import difflib
import gc
import pickle
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import icu
import pikepdf
from print_peers import page_html
from print_peers import typst as typst_source
from print_words import structure_text, words

from pipeline import document as doc
from pipeline import fonts, project
from pipeline.checks.output import texts
from pipeline.document import Document, Inline, Line, Medium, for_medium, map_lines
from pipeline.inline import plain
from pipeline.languages import language
from pipeline.publisher import PrintProfile
from pipeline.render import pdf

REPOSITORY = Path(__file__).parents[1]
sys.path.append(str(REPOSITORY))  # for veraPDF, which the acceptance tests have
TAGS = ("en", "ur", "bn")
TODAY = datetime.date(2026, 3, 1)
PROFILE = PrintProfile(18)
CALLS = 25  # warm, of each engine in each language
PROCESSES = 7  # whole
_WORD = re.compile(r"(?<!\S)[^\s\d\u2066-\u2069]{4,}(?!\S)")


@dataclass(frozen=True)
class Engine:
    """``warm``: a call that turns a source into a PDF; ``whole``: a program that does, from argv[1] to argv[2]."""

    name: str
    suffix: str  # of its source
    source: Callable[[Document], bytes]
    warm: Callable[[bytes, Path], bytes]
    whole: str


# Texts that nobody has seen.


def leaflet(tag: str) -> Document:
    found, wrong = project.resolve(project.load(REPOSITORY), "blinatumomab", tag, TODAY)
    assert found, wrong
    return for_medium(found, Medium.PRINT)


def unseen(document: Document, chance: random.Random) -> Document:
    """The leaflet with each of its words crossed with another: letters, lengths and scripts stay, words do not."""
    halves = [
        _halves(word) for line in doc.lines(document) for word in _WORD.findall(plain(line.inlines))
    ]

    def crossed(match: re.Match[str]) -> str:
        return _halves(match[0])[0] + chance.choice(halves)[1]

    def change(line: Line) -> Line:
        return replace(line, inlines=tuple(_changed(one, crossed) for one in line.inlines))

    return map_lines(document, change)


def _changed(inline: Inline, crossed: Callable[[re.Match[str]], str]) -> Inline:
    match inline:
        case doc.Text(text):
            return doc.Text(_WORD.sub(crossed, text))
        case doc.Strong(children) | doc.Link(children) | doc.Foreign(children):
            return replace(inline, children=tuple(_changed(one, crossed) for one in children))
        case _:
            return inline


def _halves(word: str) -> tuple[str, str]:
    """Parted between characters as a reader sees them, so that no mark loses its letter."""
    iterator = icu.BreakIterator.createCharacterInstance(icu.Locale("en"))
    iterator.setText(word)
    places = [0, *iterator]
    middle = places[len(places) // 2]
    return word[:middle], word[middle:]


# The engines.


def ours(source: bytes, _folder: Path) -> bytes:
    return pdf.render(pickle.loads(source), pdf.Options(PROFILE))


def typst_installed(source: bytes, _folder: Path) -> bytes:
    import typst

    return bytes(typst.compile(source, pdf_standards="ua-1"))


def typst_best(source: bytes, folder: Path) -> bytes:
    return bytes(_compiler(folder).compile(source, pdf_standards="ua-1"))


@cache
def _compiler(folder: Path) -> Any:
    """Kept from call to call, with its fonts."""
    import typst

    return typst.Compiler(font_paths=typst.Fonts(False, False, [folder]))


def weasyprint(source: bytes, _folder: Path) -> bytes:
    import weasyprint

    return bytes(weasyprint.HTML(string=source.decode()).write_pdf(pdf_variant="pdf/ua-1"))


_OURS = """import pickle, sys
from pathlib import Path
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
source, out, _ = map(Path, sys.argv[1:])
out.write_bytes(pdf.render(pickle.loads(source.read_bytes()), pdf.Options(PrintProfile(18))))"""
_TYPST = """import sys, typst
source, out, _ = sys.argv[1:]
typst.compile(source, out, format="pdf", pdf_standards="ua-1")"""
_TYPST_BEST = """import sys, typst
source, out, folder = sys.argv[1:]
typst.Compiler(source, font_paths=typst.Fonts(False, False, [folder])).compile(output=out, format="pdf", pdf_standards="ua-1")"""
_WEASYPRINT = """import sys, weasyprint
source, out, _ = sys.argv[1:]
weasyprint.HTML(source, encoding="utf-8").write_pdf(out, pdf_variant="pdf/ua-1")"""

ENGINES = (
    Engine("ours", "pickle", pickle.dumps, ours, _OURS),
    Engine("Typst, installed", "typ", lambda d: typst_source(d, PROFILE).encode(), typst_installed, _TYPST),
    Engine("Typst, best", "typ", lambda d: typst_source(d, PROFILE).encode(), typst_best, _TYPST_BEST),
    Engine("WeasyPrint", "html", lambda d: page_html(d, PROFILE).encode(), weasyprint, _WEASYPRINT),
)  # fmt: skip


def font_folder(tag: str, folder: Path) -> Path:
    """A folder with the font files that a language needs and no others."""
    offered = (name for other in leaflet(tag).offer.languages for name in language(other).fonts)
    names = dict.fromkeys((*language(tag).fonts, "NotoSans", *offered))
    folder.mkdir()
    for file in (fonts.font_file(name, bold) for name in names for bold in (False, True)):
        shutil.copy(file.path, folder)
    return folder


# The measures.


def warm(tag: str, folder: Path) -> dict[str, float]:
    """Seconds of the quickest call of each engine."""
    leaflet_, chance = leaflet(tag), random.Random(tag)
    found: dict[str, list[float]] = {engine.name: [] for engine in ENGINES}
    for number in range(-2, CALLS):  # the first two are not counted
        if not number:
            gc.collect()
            gc.freeze()  # what other engines hold does not weigh on a call
        document = unseen(leaflet_, chance)
        for engine in ENGINES:
            source = engine.source(document)
            begun = time.perf_counter()
            engine.warm(source, folder)
            if number >= 0:
                found[engine.name].append(time.perf_counter() - begun)
    return {name: min(times) for name, times in found.items()}


# Of this process alone: what the kernel tells its parent has the parent's own size in it.
_PEAK = "\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"


def process(program: str, *arguments: object) -> tuple[float, float]:
    """Wall seconds and megabytes at its peak of a Python process."""
    command = [sys.executable, "-c", program + _PEAK, *map(str, arguments)]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, int(done.stdout) / 1024


def whole(engine: Engine, tag: str, folder: Path, font_files: Path) -> tuple[float, float, Path]:
    """Seconds and megabytes of the quickest process, and the file."""
    source, made = folder / f"{tag}.{engine.suffix}", folder / f"{tag}-{engine.name}.pdf"
    source.write_bytes(engine.source(leaflet(tag)))
    found = [process(engine.whole, source, made, font_files) for _ in range(PROCESSES)]
    return (*min(found), made)


def build_command(tag: str, folder: Path) -> float:
    """Seconds of the quickest ``leaflet build`` of that one file, from nothing."""
    for name in ("source", "translations"):
        shutil.copytree(REPOSITORY / name, folder / name, dirs_exist_ok=True)
    narrowed = ["--leaflet", "blinatumomab", "--tag", tag, "--format", "large-print"]
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(folder), *narrowed]
    found = []
    for _ in range(PROCESSES):
        shutil.rmtree(folder / "output", ignore_errors=True)
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(time.perf_counter() - begun)
    return min(found)


def right(expected: list[str], text: str) -> int:
    """How many of the expected words stand in the text, in their order."""
    matcher = difflib.SequenceMatcher(None, expected, words(text), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def verdict(made: Path) -> str:
    from pipeline.validators import verapdf

    broken = verapdf.failures(made)
    return f"fails {', '.join(rule.split(':')[0] for rule in broken)}" if broken else "passes"


def side_by_side(tag: str, folder: Path) -> None:
    font_files = font_folder(tag, folder / f"fonts-{tag}")
    times, document = warm(tag, font_files), leaflet(tag)
    expected, wholes = words(" ".join(texts(document))), dict[str, float]()
    print(f"\n{language(tag).name}, {len(expected)} words\n")
    print(
        "| engine | warm, s | whole process, s | peak, MB | file, KB | pages | veraPDF, PDF/UA-1 | words right |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for engine in ENGINES:
        seconds, megabytes, made = whole(engine, tag, folder, font_files)
        data = made.read_bytes()
        pages = page_count(made)
        print(f"| {engine.name} | {times[engine.name]:.3f} | {seconds:.3f} | {megabytes:.0f} | {len(data) / 1024:.0f} | {pages}"
              f" | {verdict(made)} | {right(expected, structure_text(data))} |")  # fmt: skip
        wholes[engine.name] = seconds
    print(
        f"\nThe command `leaflet build` for that one file, from source: {build_command(tag, folder / 'project'):.3f} s."
    )
    for what, measured in (("Warm", times), ("Whole process", wholes)):
        ratios = (f"{name} {measured['ours'] / seconds:.2f}" for name, seconds in measured.items() if name != "ours")  # fmt: skip
        print(f"{what}, ours to: {', '.join(ratios)}.")


# A long document.


def long(document: Document, parts: int, chance: random.Random) -> Document:
    """The leaflet's sections again and again, each time in words not seen before."""
    sections = [unseen(document, chance).sections for _ in range(parts)]
    return replace(document, sections=tuple(section for part in sections for section in part))


_LONG = """import pickle, sys, time
from pathlib import Path
from pipeline.publisher import PrintProfile
from pipeline.render import pdf
source, out = map(Path, sys.argv[1:])
options, times = pdf.Options(PrintProfile(18)), []
for document in pickle.loads(source.read_bytes()):
    begun = time.process_time()
    data = pdf.render(document, options)
    times.append(time.process_time() - begun)
out.write_bytes(data)
out.with_suffix(".seconds").write_text(str(min(times[1:])))"""


def linear(tag: str, folder: Path) -> None:
    """Seconds of CPU per page of long documents, and the memory of a process that makes them: the quickest of several, each
    in other words, after one that is not counted."""
    document, chance = leaflet(tag), random.Random(tag)
    for parts, calls in ((1, 20), (9, 5), (90, 2)):
        source, made = folder / "long.pickle", folder / "long.pdf"
        documents = [long(document, parts, chance) for _ in range(calls)]
        source.write_bytes(pickle.dumps([document, *documents]))
        _, megabytes = process(_LONG, source, made)
        seconds, pages = float(made.with_suffix(".seconds").read_text()), page_count(made)
        print(
            f"| {language(tag).name} | {pages} | {seconds:.2f} | {seconds / pages * 1000:.2f} | {megabytes:.0f} |"
        )


def page_count(made: Path) -> int:
    with pikepdf.open(made) as opened:
        return len(opened.pages)


def main() -> None:
    what = sys.argv[1:] or ["peers", "long"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for tag in TAGS if "peers" in what else ():
            side_by_side(tag, folder)
        if "long" in what:
            print(
                "\n| language | pages | CPU, s | milliseconds a page | peak, MB |\n|---|---|---|---|---|"
            )
            for tag in TAGS:
                linear(tag, folder)


if __name__ == "__main__":
    main()
