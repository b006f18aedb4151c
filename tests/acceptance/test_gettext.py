"""Catalogs judged by GNU gettext: what msgfmt -c refuses, the gate refuses, and the other way round."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.catalogs import gate
from tests.acceptance.conftest import REPOSITORY

CATALOGS = sorted(REPOSITORY.glob("translations/*/LC_MESSAGES/*.po")) + sorted(
    REPOSITORY.glob("pipeline/locale/*/LC_MESSAGES/*.po")
)
TEMPLATES = sorted(REPOSITORY.glob("translations/*.pot"))
STRICTER = {
    "T120",
    "T121",
    "T122",
    "T123",
    "T124",
    "T125",
    "T126",
    "T127",
}  # the codes by which the gate is stricter


def msgfmt(data: bytes) -> bool:
    """Whether msgfmt -c takes the catalog."""
    command = ["msgfmt", "-c", "-o", "/dev/null", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_msgfmt_takes_every_catalog(path: Path) -> None:
    assert msgfmt(path.read_bytes())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_msgfmt_takes_every_template(path: Path) -> None:
    command = ["msgfmt", "-o", "/dev/null", str(path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


# Mutants.

HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: x\\n"\n"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n"Last-Translator: a\\n"\n'
    '"Language-Team: a\\n"\n"Language: pl\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"\n\n'
)
ENTRIES = (
    '# note\n#. hint\n#: source/x.md:3\n#, python-brace-format\nmsgid "Take {a} pills"\nmsgstr "Weź {a} 150"\n',
    '#, fuzzy\n#| msgid "Old"\nmsgid "New"\nmsgstr "Nowy"\n',
    'msgctxt "m"\nmsgid "May"\nmsgstr "Maj"\n',
    'msgid ""\n"long "\n"text\\n"\nmsgstr ""\n"długi "\n"tekst\\n"\n',
    'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n',
    'msgid "empty"\nmsgstr ""\n',
    '#~ msgid "gone"\n#~ msgstr "nie ma"\n',
    'msgid "say \\"x\\" \\\\ \\t"\nmsgstr "\\"y\\""\n',
)
FIRST = HEADER.count("\n")

Lines = list[str]


def _line(chance: random.Random, lines: Lines, wanted: Callable[[str], bool]) -> int:
    return chance.choice([n for n in range(FIRST, len(lines)) if wanted(lines[n])])


def _text(line: str) -> bool:
    return line.endswith('"') and len(line) > 10


def lost_quote(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: line.endswith('"'))
    lines[n] = lines[n][:-1]


def first_quote_lost(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: '"' in line and not line.startswith("#"))
    lines[n] = lines[n].replace('"', "", 1)


def lost_line(chance: random.Random, lines: Lines) -> None:
    del lines[_line(chance, lines, lambda line: line.startswith("msg"))]


def conflict(chance: random.Random, lines: Lines) -> None:
    n = chance.randrange(FIRST, len(lines))
    lines[n:n] = [chance.choice(["<<<<<<< ours", "=======", ">>>>>>> theirs"])]


def quote_inside(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, _text)
    place = chance.randrange(8, len(lines[n]) - 1)
    lines[n] = lines[n][:place] + '"' + lines[n][place:]


def escape(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, _text)
    place = chance.randrange(8, len(lines[n]) - 1)
    lines[n] = lines[n][:place] + "\\" + chance.choice("qxzu'089n7\"") + lines[n][place:]


def twice(chance: random.Random, lines: Lines) -> None:
    lines += chance.choice(ENTRIES).split("\n")


def cut(chance: random.Random, lines: Lines) -> None:
    text = "\n".join(lines)
    lines[:] = text[: chance.randrange(len(HEADER), len(text))].split("\n")


def character(chance: random.Random, lines: Lines) -> None:
    text = "\n".join(lines)
    place = chance.randrange(len(HEADER), len(text))
    added = chance.choice(["", '"', "#", "\\", "\n", " ", "\t", "{", "}", "x", "~", "|", "[", "\r"])
    lines[:] = (text[:place] + added + text[place + (added == "") :]).split("\n")


def tail(chance: random.Random, lines: Lines) -> None:
    n = chance.randrange(FIRST, len(lines) - 1)
    lines[n] += chance.choice([" # c", " x", "  ", ' "y"', " msgid"])


def half_obsolete(chance: random.Random, lines: Lines) -> None:
    n = chance.randrange(FIRST, len(lines) - 1)
    lines[n] = f"#~ {lines[n]}"


def swapped(chance: random.Random, lines: Lines) -> None:
    a, b = (chance.randrange(FIRST, len(lines) - 1) for _ in range(2))
    lines[a], lines[b] = lines[b], lines[a]


def capital(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: line.startswith("msg"))
    lines[n] = lines[n].capitalize()


def marker(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: "{a}" in line)
    lines[n] = lines[n].replace("{a}", chance.choice(["{b}", "", "{a", "{a!r}", "{{a}}", "{0}", "{a} {"]))  # fmt: skip


def plural(chance: random.Random, lines: Lines) -> None:
    n = _line(chance, lines, lambda line: line.startswith("msgstr["))
    lines[n] = lines[n].replace(lines[n][7], chance.choice("0123"))


MUTATIONS = (lost_quote, first_quote_lost, lost_line, conflict, quote_inside, escape, twice, cut, character, tail,
             half_obsolete, swapped, capital, marker, plural)  # fmt: skip
EACH = 100  # mutants of each kind


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_the_gate_refuses_what_msgfmt_refuses_and_is_stricter_only_by_its_codes(
    mutate: Callable[[random.Random, Lines], None],
) -> None:
    chance = random.Random(mutate.__name__)
    mutants = []
    for _ in range(EACH):
        lines = (HEADER + "\n".join(chance.sample(ENTRIES, len(ENTRIES)))).split("\n")
        mutate(chance, lines)
        mutants.append("\n".join(lines))
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(msgfmt, [mutant.encode() for mutant in mutants]))
    for mutant, fine in zip(mutants, taken, strict=True):
        catalog, found = gate.read(mutant.encode(), "x.po", "pl")
        assert (catalog is None) == bool(found)
        if not fine:
            assert catalog is None, (
                f"msgfmt refuses this, the gate reads it:\n{mutant[len(HEADER) :]}"
            )
        elif catalog is None:
            said = [str(d) for d in found]
            codes = {d.code for d in found}
            assert codes <= STRICTER or "T126" in codes, f"{said}\n{mutant[len(HEADER) :]}"
