"""How much of liblouis's own tests of Unified English Braille, grade 2, the pipeline's braille agrees with.

.venv/bin/python benchmarks/ueb.py FOLDER

FOLDER: tests/braille-specs of liblouis's source (en-ueb-*.yaml), or single files of it. They are not ours and not committed. Each
example is written twice: by the library as it is called here, and as the words of a line of a leaflet. Left out, and counted: what
liblouis says that it fails itself (xfail), tests of reading back, and type forms that no leaflet has (all but bold).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.braille import cells, liblouis
from pipeline.braille.liblouis import BLANK, Unwritable
from pipeline.checks.embossed import read_brf
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import Inlines, Strong, Text
from pipeline.languages import SOURCE, language

TABLES = liblouis.tables(language(SOURCE).braille)
GRADE = "en-ueb-g2.ctb"
UNUSED = ("italic", "underline", "script", "transnote", "comp_emph_1", "no_contract")


@dataclass(frozen=True)
class Example:
    """Print, the braille that it should have, and which letters are bold. ``skipped``: why it is not tried."""

    print: str
    braille: str
    bold: tuple[bool, ...]
    skipped: str


def main(names: Sequence[str]) -> None:
    paths = [one for name in map(Path, names) for one in (sorted(name.glob("en-ueb*.yaml")) if name.is_dir() else [name])]  # fmt: skip
    print("| file | left out | by the library | as a line |\n|---|---|---|---|")
    total, differing = Counter[str](), list[str]()
    for path in paths:
        examples = list(read(path.read_text("utf-8")))
        tried = [one for one in examples if not one.skipped]
        counts = Counter(left=len(examples) - len(tried), tried=len(tried))
        for name, write in (("library", by_library), ("line", as_line)):
            for one in tried:
                made = write(one)
                counts[name] += made == one.braille
                if made != one.braille:
                    differing.append(f"{path.name}, {name}: {one.print!r}: {made} and not {one.braille}")  # fmt: skip
        total += counts
        print(row(path.name, counts))
    print(row("all", total))
    print("\n".join(differing))


def row(name: str, counts: Counter[str]) -> str:
    tried = counts["tried"]
    return f"| {name} | {counts['left']} | {counts['library']} of {tried} | {counts['line']} of {tried} |"


def read(text: str) -> Iterator[Example]:
    """The examples of a file that are of grade 2. Keys come again and again in it, which YAML's mappings do not allow."""
    loader = yaml.BaseLoader(text)  # every scalar is text
    node = loader.get_single_node()
    mode, graded, display = "forward", True, "text_nabcc.dis"
    for key, value in node.value if node else ():
        found: Any = loader.construct_document(value)
        match key.value:
            case "flags":
                mode = found.get("testmode", "forward")
            case "table":
                graded = GRADE in str(found)
            case "display":
                display = found
            case "tests" if graded:
                yield from (example(one, mode, display) for one in found)


def example(row: Sequence[Any], mode: str, display: str) -> Example:
    source, target, *more = (one for one in row if one)
    options = more[0] if more else {}
    forms = options.get("typeform", {})
    bold = tuple(one == "+" for one in forms.get("bold", "").ljust(len(source)))
    skipped = next(
        (
            why
            for why, is_so in (
                ("xfail", "xfail" in options),
                ("reading back", mode not in ("forward", "bothDirections")),
                ("type form", any(name in forms for name in UNUSED)),
                ("mode", "mode" in options),
            )
            if is_so
        ),
        "",
    )
    return Example(source, target if "unicode" in display else to_cells(target), bold, skipped)


def to_cells(ascii: str) -> str:
    """liblouis's tests have ASCII braille in small letters: each sign of the upper case 32 lower."""
    large = "".join(chr(ord(c) - 32) if "`" <= c <= "~" else c for c in ascii)
    [page] = read_brf(f"{large}\r\n\f".encode("ascii"))
    return page.lines[0]


def by_library(one: Example) -> str:
    try:
        return liblouis.translate(TABLES, one.print, one.bold).cells
    except Unwritable as problem:
        return f"no braille for {problem.character}"


def as_line(one: Example) -> str:
    try:
        return BLANK.join(word.cells for word in cells.words(inlines(one), SOURCE, True, Location("x")))  # fmt: skip
    except LeafletError as problem:
        return str(problem.diagnostics[0].message)


def inlines(one: Example) -> Inlines:
    """Runs of one weight."""
    found, begin = [], 0
    for place in range(1, len(one.print) + 1):
        if place == len(one.print) or one.bold[place] != one.bold[begin]:
            text = Text(one.print[begin:place])
            found.append(Strong((text,)) if one.bold[begin] else text)
            begin = place
    return tuple(found)


if __name__ == "__main__":
    main(sys.argv[1:])
