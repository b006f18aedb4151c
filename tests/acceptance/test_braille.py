"""The braille of the whole leaflet as the build made it, held against the Document, on every sheet that we know."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.braille import liblouis
from pipeline.checks.braille import Brailled, prove
from pipeline.document import Medium
from pipeline.publisher import EDITIONS, BraillePage, Edition, Format
from pipeline.render import braille
from tests.acceptance.conftest import EVERY, Made

RNG = Path(__file__).parents[2] / "pipeline/data/braille/pef.rng"
OFFERED = [tag for tag in EVERY if not liblouis.lacks(tag)]
PROVEN = [one for one in EDITIONS if one.format in (Format.BRF, Format.PEF, Format.BRAILLE_TEXT)]


@pytest.mark.parametrize("tag", OFFERED)
@pytest.mark.parametrize("edition", PROVEN, ids=lambda edition: edition.name)
def test_the_file_that_was_made_passes_the_proof(made: Made, tag: str, edition: Edition) -> None:
    document = made.document(tag, Medium.BRAILLE)
    data = made.file(tag, edition.name).read_bytes()
    assert list(prove(Brailled(document, edition, data, "x"))) == []


@pytest.mark.parametrize("tag", OFFERED)
@pytest.mark.parametrize("contracted", [True, False])
@pytest.mark.parametrize(
    "page", [BraillePage(40, 25), BraillePage(32, 25), BraillePage(34, 25, margin=2, volume=10)]
)
def test_the_leaflet_passes_on_other_sheets(
    made: Made, tag: str, contracted: bool, page: BraillePage
) -> None:
    document = made.document(tag, Medium.BRAILLE)
    edition = Edition("x", Format.BRF, contracted=contracted, page=page)
    data = braille.render(document, braille.Options(Format.BRF, page, contracted))
    assert list(prove(Brailled(document, edition, data, "x"))) == []


@pytest.mark.parametrize("tag", OFFERED)
def test_jing_finds_the_pef_valid(made: Made, tag: str) -> None:
    """By another validator than the proof's libxml2; what it finds in a broken one, lest it finds nothing in any."""
    good = made.file(tag, "braille-pef")
    assert jing(good).returncode == 0
    broken = good.with_name("broken.pef")
    broken.write_text(
        good.read_text("utf-8").replace("<row>⠠", "<row>A⠠").replace("duplex", "Duplex"), "utf-8"
    )
    assert jing(broken).returncode == 1
    broken.unlink()


def jing(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["jing", str(RNG), str(path)], capture_output=True, text=True)
