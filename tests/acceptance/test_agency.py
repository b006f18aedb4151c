"""XLIFF and TMX judged by translate-toolkit, which Weblate and Virtaal read files with: it finds every text, and what it
saves comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from translate.storage import tmx, xliff, xliff2

from pipeline import agency
from pipeline import project as projects
from pipeline.agency import Format, bring, export
from pipeline.catalogs.segments import units
from tests.projects import charity

READERS: dict[Format, Any] = {
    Format.XLIFF1: xliff.xlifffile,
    Format.XLIFF2: xliff2.Xliff2File,
    Format.TMX: tmx.tmxfile,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path / "charity")


def out(root: Path, format: Format) -> Path:
    return export(projects.load(root), "pl", [], format, None)[0]


def ours(root: Path) -> list[tuple[str, str, str]]:
    """Every text that goes out: id, English, translation."""
    found, _ = agency._catalogs(projects.load(root), "pl", [])
    return [(unit.id, unit.source, unit.target) for one in found for unit in units(one)]


def test_xliff_1_2_holds_every_text_with_its_codes(root: Path) -> None:
    read = READERS[Format.XLIFF1].parsefile(str(out(root, Format.XLIFF1)))
    theirs = [(unit.getid().partition("\x04")[2], unit.source, unit.target) for unit in read.units]
    assert theirs == ours(root)
    assert not any(unit.isapproved() for unit in read.units)


def test_xliff_2_0_holds_every_text_with_its_codes(root: Path) -> None:
    """This reader shows no text for a placeholder."""
    read = READERS[Format.XLIFF2].parsefile(str(out(root, Format.XLIFF2)))
    assert [unit.getid() for unit in read.units] == [one[0] for one in ours(root)]
    for unit, (_, english, translation) in zip(read.units, ours(root), strict=True):
        for marker in ("{stay}", "{helpline}"):
            english, translation = english.replace(marker, ""), translation.replace(marker, "")
        assert (unit.source, unit.target) == (english, translation)


def test_the_memory_holds_every_pair(root: Path) -> None:
    read = READERS[Format.TMX].parsefile(str(out(root, Format.TMX)))
    assert [(unit.source, unit.target) for unit in read.units] == [one[1:] for one in ours(root)]


@pytest.mark.parametrize("format", [Format.XLIFF1, Format.XLIFF2])
def test_what_the_toolkit_saves_comes_back(root: Path, format: Format) -> None:
    path = out(root, format)
    read = READERS[format].parsefile(str(path))
    [title] = [unit for unit in read.units if unit.source == "Title of alpha"]
    title.target = "Tytuł & „reszta”"
    read.savefile(str(path))
    taken, found = bring(projects.load(root), path)
    assert not found and [one.changed for one in taken] == [1, 0, 0]
    catalog, _ = projects.catalog_of(projects.load(root), "pl", "alpha")
    assert catalog and catalog.translation("Title of alpha") == "Tytuł & „reszta”"
