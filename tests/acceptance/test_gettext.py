"""Catalogs judged by GNU gettext: what msgfmt -c refuses, the gate refuses, and the other way round."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from translate.storage import pypo

from pipeline.catalogs import catalog as catalogs
from pipeline.catalogs import gate
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.merge import merge
from tests.acceptance.conftest import REPOSITORY
from tests.acceptance.mutants import (
    BYTES,
    ENTRIES,
    HEADER,
    MUTATIONS,
    Lines,
    mutants,
    ten_megabytes,
)

CATALOGS = sorted(REPOSITORY.glob("translations/*/LC_MESSAGES/*.po")) + sorted(
    REPOSITORY.glob("pipeline/locale/*/LC_MESSAGES/*.po")
)
TEMPLATES = sorted(REPOSITORY.glob("translations/*.pot"))
# The codes by which the gate is stricter.
STRICTER = {"T102", *(f"T{number}" for number in range(120, 130))}


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


# The programs of translators.


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_msgcat_rewrites_no_catalog(path: Path) -> None:
    """As Poedit saves them: it writes with gettext's own conventions."""
    command = ["msgcat", "--no-wrap", str(path)]
    written = subprocess.run(command, capture_output=True, check=True).stdout
    assert written.decode() == path.read_text("utf-8")


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_pybabel_compiles_every_catalog(path: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "babel.messages.frontend", "compile", "-i", str(path), "-o", str(tmp_path / "x.mo"), "-l", path.parts[-3]]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True)
    with (tmp_path / "x.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for message in texts(path):
        assert compiled.gettext(message.msgid) == message.msgstr[0]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_translate_toolkit_reads_the_texts_that_we_read(path: Path) -> None:
    toolkit: Any = pypo.pofile
    theirs = [unit for unit in toolkit.parsefile(str(path)).units if not unit.isheader()]
    ours = [(m.msgid, m.msgstr[0], m.fuzzy) for m in texts(path)]
    assert [(str(u.source), str(u.target), u.isfuzzy()) for u in theirs] == ours
    assert {u.getnotes("developer") for u in theirs} == {
        "\n".join(message.extracted) for message in texts(path)
    }


def texts(path: Path) -> tuple[Message, ...]:
    found, _ = gate.read(path.read_bytes(), path.name, path.parts[-3])
    assert found
    return found.living


WORDS = (
    "take",
    "it",
    "at",
    "home",
    "with",
    "water",
    "not",
    "{n}",
    "nine",
    "days",
    "now",
    "rest",
    "nurse",
    "ask",
)


def message(chance: random.Random) -> Message:
    text = " ".join(chance.choices(WORDS, k=chance.randrange(1, 9))) + chance.choice(
        [".", "\n", ' "x"']
    )
    plural = f"{text[0].upper()}{text[1:]}" if chance.random() < 0.2 else None
    context = chance.choice([None, None, "a", "b"])
    flags = ("python-brace-format",) if "{n}" in text else ()
    count = 3 if plural else 1
    return Message(text, ("",) * count, context, plural, flags, references=("x.md:1",))


@pytest.mark.parametrize("seed", range(20))
def test_msgfmt_takes_every_catalog_that_was_merged_again_and_again(seed: int) -> None:
    chance = random.Random(seed)
    header, _ = gate.read(HEADER.encode(), "x.po", "pl")
    assert header
    merged, known = header, {m.key: m for m in (message(chance) for _ in range(30))}
    for _ in range(4):
        for key in chance.sample(sorted(known, key=str), 8):
            del known[key]
        known |= {m.key: m for m in (message(chance) for _ in range(8))}
        merged = merge(Catalog((*header.messages, *known.values())), merged, "pl")
        written = catalogs.write(merged)
        assert msgfmt(written), written.decode()
        assert gate.read(written, "x.po", "pl") == (merged, [])
        texts = tuple(m.changed(msgstr=(m.plural or m.msgid,) * len(m.msgstr)) if m.msgid else m for m in merged.messages)  # fmt: skip
        merged = Catalog(texts)


def refused_alike(data: bytes, taken: bool) -> None:
    """What msgfmt refuses, the gate refuses; what the gate alone refuses, it refuses by one of its codes."""
    shown = data[-2000:].decode(errors="replace")
    catalog, found = gate.read(data, "x.po", "pl")
    assert (catalog is None) == bool(found)
    assert all(one.at.path == "x.po" and one.at.line >= 1 and one.hint for one in found), found
    if not taken:
        assert catalog is None, f"msgfmt refuses this, the gate reads it:\n{shown}"
    elif catalog is None:
        said = [str(one) for one in found]
        assert STRICTER & {one.code for one in found}, f"{said}\n{shown}"


def judged_alike(mutated: Sequence[bytes]) -> None:
    with ThreadPoolExecutor(2) as pool:
        for data, taken in zip(mutated, pool.map(msgfmt, mutated), strict=True):
            refused_alike(data, taken)


EACH = 100  # mutants of each kind


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_the_gate_refuses_what_msgfmt_refuses_and_is_stricter_only_by_its_codes(
    mutate: Callable[[random.Random, Lines], None],
) -> None:
    judged_alike([mutant.encode() for mutant in mutants(mutate, EACH)])


@pytest.mark.parametrize("damage", BYTES, ids=lambda damage: damage.__name__)
def test_damaged_bytes_are_refused_as_msgfmt_refuses_them(
    damage: Callable[[random.Random, bytes], bytes],
) -> None:
    chance = random.Random(damage.__name__)
    whole = (HEADER + "\n".join(ENTRIES)).encode()
    count = 6 if damage is ten_megabytes else EACH
    judged_alike([damage(chance, whole) for _ in range(count)])
