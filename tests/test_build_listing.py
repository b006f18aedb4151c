"""The list of leaflets: everything that was made, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest

from pipeline.build.delivery import verify
from pipeline.build.plan import Choice
from tests.projects import charity, edit, files, made, sign


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = charity(tmp_path / "a", "alpha", "beta")
    edit(folder, "source/publisher.yaml", "[clear-print, word]", "[word, web]")
    return folder


def listed(folder: Path) -> set[str]:
    """The files that the list names, from its folder."""
    root = lxml.html.document_fromstring((folder / "index.html").read_text("utf-8"))
    return {unquote(str(one)) for one in root.xpath("//main//a/@href")}


def test_everything_that_was_made_is_listed(root: Path) -> None:
    made(root)
    assert listed(root / "output") == set(files(root)) and len(files(root)) == 8


def test_the_list_follows_status_and_what_is_published(root: Path) -> None:
    made(root)
    sign(root, "alpha", "en")
    made(root, choice=Choice(("alpha",), ("en",)))
    assert listed(root / "output") == set(files(root))
    (root / "source/beta.md").unlink()
    made(root)
    assert listed(root / "output") == set(files(root)) and len(files(root)) == 4


def test_a_leaflet_stands_under_its_english_title_with_each_of_its_own(root: Path) -> None:
    made(root)
    page = lxml.html.document_fromstring((root / "output/index.html").read_text("utf-8"))
    assert page.xpath("//h2/text()") == ["Title of alpha", "Title of beta"]
    rows = page.xpath("//section[1]//li[@class='listed']")
    assert [" ".join(one[0].text_content().split()) for one in rows] == [
        "Title of alpha English · Draft",
        "„Title of alpha” Polish · Draft",
    ]
    assert [one.get("lang") for one in page.xpath("//section[1]//strong")] == ["en", "pl"]
    words = rows[1].get("data-words")
    assert all(word in words for word in ("title of alpha", "polski", "polish", "word")), "folded"


def test_a_build_that_makes_nothing_leaves_the_list_alone(root: Path) -> None:
    made(root)
    before = (root / "output/index.html").stat().st_mtime_ns
    made(root)
    assert (root / "output/index.html").stat().st_mtime_ns == before


def test_the_list_is_the_builds_own_file(root: Path) -> None:
    made(root)
    assert verify(root / "output") == (8, [])


def test_a_title_is_text_in_the_list(root: Path) -> None:
    edit(root, "source/alpha.md", "# Title of alpha", "# A & B \" ' titled")
    made(root, choice=Choice(("alpha",), ("en",)))
    page = (root / "output/index.html").read_text("utf-8")
    assert "A &amp; B &#34; &#39; titled" in page and not re.search("<b>|{{", page)
