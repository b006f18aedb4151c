"""Two releases held against each other."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PIL import Image

from pipeline import compare as room
from pipeline import project as projects
from pipeline.build.release import release
from pipeline.diagnostic import LeafletError
from tests.projects import TODAY, charity, edit, sign

LATER = datetime.date(2026, 2, 28)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a charity that released twice: with another figure, and a leaflet more."""
    root = charity(tmp_path_factory.mktemp("charity"), "alpha")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en]")
    sign(root, "alpha", "en")
    release(projects.load(root), [], [], TODAY, lambda *_: None)
    edit(root, "source/alpha.md", "70.8%", "7.08%")
    (root / "source/beta.md").write_text((root / "source/alpha.md").read_text("utf-8"), "utf-8")
    for slug in ("alpha", "beta"):
        sign(root, slug, "en")
    release(projects.load(root), [], [], LATER, lambda *_: None)
    return root / "output"


@pytest.mark.slow
def test_texts_and_pages_that_differ_are_shown(two: Path, tmp_path: Path) -> None:
    alpha, beta = room.compare(two, "2026-01-31", "2026-02-28", tmp_path / "pictures")
    assert str(alpha).splitlines() == [
        "alpha in en",
        "  - Fever: 70.8% (about 71 in 100 people)",
        "  + Fever: 7.08% (about 7 in 100 people)",
        "  alpha/en/alpha-en-clear-print.pdf (1 page): these look otherwise: 1",
        "  alpha/en/alpha-en-word.docx: another file",
    ]
    assert str(beta) == "beta in en: only in 2026-02-28"
    [picture] = (tmp_path / "pictures").iterdir()
    assert picture.name == "alpha-en-clear-print-page-1.png"
    with Image.open(picture) as image:
        assert image.width > 1.4 * image.height / 1.414, "two pages beside each other"
        colours = image.convert("RGB").getcolors(1 << 24)
        assert colours and (176, 0, 32) in {colour for _, colour in colours}, "what differs is framed"  # fmt: skip


@pytest.mark.slow
def test_a_release_does_not_differ_from_itself(two: Path) -> None:
    assert list(room.compare(two, "2026-01-31", "2026-01-31")) == []
    assert list(room.compare(two, "2026-01-31", str(two / "release/2026-01-31"))) == []


@pytest.mark.parametrize("name", ["2026-03-31", "x", "../..", "/etc", ""])
def test_what_is_no_release_is_named_with_those_that_are(two: Path, name: str) -> None:
    with pytest.raises(LeafletError) as problem:
        list(room.compare(two, "2026-01-31", name))
    [wrong] = problem.value.diagnostics
    assert wrong.code == "B310" and wrong.hint == "there are 2026-01-31, 2026-02-28"
