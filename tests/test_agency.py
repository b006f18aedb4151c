"""A charity's folder, an agency's file: out, translated elsewhere, and in again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import agency, exchange
from pipeline import project as projects
from pipeline.agency import Format, bring, export
from pipeline.diagnostic import LeafletError
from pipeline.document import State
from tests.projects import NOW, charity, edit, sign, state

PO = "translations/pl/LC_MESSAGES/alpha.po"
XLIFF = [Format.XLIFF1, Format.XLIFF2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path / "charity")


def out(root: Path, format: Format = Format.XLIFF2) -> Path:
    path, found = export(projects.load(root), "pl", [], format, None)
    assert not found
    return path


def told(root: Path, path: Path) -> list[str]:
    """What is said of a file, whether nothing of it is read or only a part is refused."""
    try:
        return [str(one) for one in bring(projects.load(root), path)[1]]
    except LeafletError as problem:
        return [str(one) for one in problem.diagnostics]


@pytest.mark.parametrize("format", XLIFF)
def test_every_catalog_of_the_language_goes_out_and_comes_back(root: Path, format: Format) -> None:
    before = {path: path.read_bytes() for path in (root / "translations").rglob("*.po")}
    taken, found = bring(projects.load(root), out(root, format))
    assert not found and [Path(one.path).stem for one in taken] == ["alpha", "shared", "beta"]
    assert {path: path.read_bytes() for path in before} == before


def test_a_translation_from_outside_withdraws_the_signatures_of_its_leaflet_only(
    root: Path,
) -> None:
    for slug in ("alpha", "beta"):
        sign(root, slug, "en")
        sign(root, slug, "pl")
    path = out(root, Format.XLIFF1)
    edit(root, str(path.relative_to(root)), '„Title of alpha”</target>', '„Tytuł”</target>')  # fmt: skip
    edit(root, str(path.relative_to(root)), '<file original="translations/pl/LC_MESSAGES/beta.po"', '<file approved="yes" original="translations/pl/LC_MESSAGES/beta.po"')  # fmt: skip
    taken, found = bring(projects.load(root), path)
    assert not found and [one.changed for one in taken] == [1, 0, 0]
    assert "„Tytuł”" in (root / PO).read_text("utf-8")
    assert state(projects.load(root), "alpha", "pl") is State.DRAFT
    assert state(projects.load(root), "beta", "pl") is State.APPROVED


def test_english_that_changed_meanwhile_is_said_and_the_rest_is_taken(root: Path) -> None:
    path = out(root, Format.XLIFF1)
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay for {stay} days.")
    exchange.extract(projects.load(root), NOW)
    exchange.update(projects.load(root), [], NOW)
    edit(root, str(path.relative_to(root)), "„Title of alpha”</target>", "„Tytuł”</target>")
    taken, [found] = bring(projects.load(root), path)
    assert found.code == "X201" and taken[0].changed == 1
    assert "„Tytuł”" in (root / PO).read_text("utf-8")


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ('trgLang="pl"', 'trgLang="ro"', "X107"),
        (PO, "translations/pl/LC_MESSAGES/gamma.po", "X106"),
        (PO, "../../etc/passwd", "X106"),
        (PO, "translations/en/LC_MESSAGES/alpha.po", "X106"),
    ],
)
def test_a_file_for_another_catalog_is_refused(root: Path, was: str, now: str, code: str) -> None:
    path = out(root)
    edit(root, str(path.relative_to(root)), was, now)
    before = (root / PO).read_bytes()
    assert [one for one in told(root, path) if f"error {code}" in one and "hint" in one]
    assert (root / PO).read_bytes() == before


def test_a_program_may_name_the_country_too(root: Path) -> None:
    path = out(root)
    edit(root, str(path.relative_to(root)), 'trgLang="pl"', 'trgLang="pl-PL"')
    assert told(root, path) == []


def test_a_memory_of_50_mb_is_refused_at_once(root: Path) -> None:
    path = root / "memory.tmx"
    unit = b'<tu><tuv xml:lang="en"><seg>Stay.</seg></tuv></tu>' * 1000
    with path.open("wb") as file:
        file.write(b'<?xml version="1.0"?><tmx version="1.4"><header/><body>')
        for _ in range(1000):
            file.write(unit)
    assert path.stat().st_size > 50_000_000
    assert told(root, path) == [
        f"{path}: error X104: this is a translation memory (TMX), not a translation\n    hint: ask for the XLIFF "
        "file of leaflet export, translated; the memory helps only inside the translator's program"
    ]


def test_what_is_too_large_missing_or_damaged_is_said(root: Path) -> None:
    large = root / "large.xlf"
    with large.open("wb") as file:
        file.truncate(agency._LARGEST + 1)
    empty = root / "empty.xlf"
    empty.write_bytes(b"")
    codes = [told(root, path)[0].split("error ")[1][:4] for path in (large, empty, root, root / "none.xlf")]  # fmt: skip
    assert codes == ["B004", "X101", "B003", "B003"]


def test_a_damaged_catalog_is_named_and_stays_as_it_is(root: Path) -> None:
    path = out(root)
    edit(root, PO, 'msgstr "„Fever”"', 'msgstr "„Fever”')
    damaged = (root / PO).read_bytes()
    assert [one for one in told(root, path) if one.startswith(PO)]
    assert (root / PO).read_bytes() == damaged


@pytest.mark.parametrize(
    ("tag", "slugs", "said"),
    [
        ("en", [], "X105: English is the source"),
        ("ro", [], "B102: there is no language 'ro'"),
        ("pl", ["gamma"], "B102: there is no leaflet 'gamma'"),
    ],
)
def test_what_is_not_there_cannot_go_out(root: Path, tag: str, slugs: list[str], said: str) -> None:
    with pytest.raises(LeafletError, match=said):
        export(projects.load(root), tag, slugs, Format.TMX, None)


def test_a_leaflet_that_cannot_be_read_is_named(root: Path) -> None:
    (root / "source/alpha.md").write_bytes(b"\xff")
    with pytest.raises(LeafletError, match=r"source/alpha\.md:1: error S001"):
        export(projects.load(root), "pl", ["alpha"], Format.XLIFF2, None)


@pytest.mark.slow
def test_the_commands_say_what_they_did(root: Path) -> None:
    def leaflet(*given: str) -> str:
        command = [sys.executable, "-m", "pipeline", *given, "--root", str(root)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    wrote = leaflet("export", "--tag", "pl", "--leaflet", "alpha", "--format", "xliff")
    assert wrote == f"wrote {root}/output/translators/alpha-pl.xlf\n"
    said = leaflet("import-translation", f"{root}/output/translators/alpha-pl.xlf")
    assert said.startswith(f"{PO}: 0 texts changed, ")
