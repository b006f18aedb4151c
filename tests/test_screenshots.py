"""Pictures for translators: every catalog names those that are made, and each shows its section and no other."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from pipeline import exchange, screenshots
from pipeline import project as projects
from tests.projects import NOW, TODAY, charity, edit, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = charity(tmp_path)
    exchange.update(projects.load(found), [], NOW)
    return found


def named(root: Path) -> set[str]:
    """The pictures that the catalogs name."""
    texts = [path.read_text("utf-8") for path in (root / "translations").rglob("*.po*")]
    return set(re.findall(r"^#\. Picture: (.*)$", "\n".join(texts), re.MULTILINE))


def test_every_picture_that_a_catalog_names_is_made(root: Path) -> None:
    written, found = screenshots.make(projects.load(root), [], TODAY)
    assert not found
    assert set(written) == named(root)
    assert all((root / path).read_bytes().startswith(b"\x89PNG") for path in written)
    assert "output/translators/shared/help.png" in written


def ink(data: bytes) -> int:
    """How many pixels are dark."""
    grey = Image.open(io.BytesIO(data)).convert("L")
    return sum(count for shade, count in enumerate(grey.histogram()) if shade < 128)


def test_a_picture_shows_its_own_section(root: Path) -> None:
    """A longer text makes its own picture fuller, and no other."""
    write(
        root,
        "source/alpha.md",
        (root / "source/alpha.md")
        .read_text("utf-8")
        .replace("::: include", "## Rest\n\nRest.\n\n::: include"),
    )
    before = dict(drawn(root))
    edit(
        root,
        "source/alpha.md",
        "\nRest.\n",
        "\n" + "Rest a while, and then a while longer. " * 4 + "\n",
    )
    after = dict(drawn(root))
    fuller = {path for path in before if ink(after[path]) > 1.2 * ink(before[path])}
    assert fuller == {"output/translators/alpha/rest.png"}


def drawn(root: Path) -> list[tuple[str, bytes]]:
    document, _ = projects.resolve(projects.load(root), "alpha", "en", TODAY)
    assert document
    return list(screenshots.drawn(document))


def test_a_section_of_many_pages_is_one_picture(root: Path) -> None:
    long = "## Long\n\n" + "Many words stand here in a row. " * 20
    write(
        root,
        "source/alpha.md",
        (root / "source/alpha.md")
        .read_text("utf-8")
        .replace(
            "::: include",
            f"{long}\n\n{'Many words. ' * 60}\n\n{'More words. ' * 60}\n\n::: include",
        ),
    )
    [data] = [data for path, data in drawn(root) if path.endswith("/long.png")]
    width, height = Image.open(io.BytesIO(data)).size
    assert width == 745 and height > 1.5 * width * 842 / 595


def test_a_leaflet_with_errors_is_named_and_the_others_are_drawn(root: Path) -> None:
    edit(root, "source/alpha.md", "{stay}", "{unknown}")
    written, found = screenshots.make(projects.load(root), [], TODAY)
    assert {one.at.path for one in found} == {"source/alpha.md"}
    assert "output/translators/beta/first-page.png" in written
    assert not [path for path in written if "/alpha/" in path]


def test_one_leaflet_can_be_drawn_alone(root: Path) -> None:
    written, _ = screenshots.make(projects.load(root), ["beta"], TODAY)
    assert not [path for path in written if "/alpha/" in path]
