"""Templates and catalogs on disk: unchanged text rewrites no file, and no translator's word is lost."""

from __future__ import annotations

import datetime
import os
import signal
from pathlib import Path

import pytest

from pipeline import exchange
from pipeline import project as projects
from tests.projects import NOW, charity, edit, sign

LATER = NOW + datetime.timedelta(days=30)
PO = "translations/pl/LC_MESSAGES/alpha.po"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = charity(tmp_path)
    exchange.extract(projects.load(found), NOW)
    exchange.update(projects.load(found), [], NOW)
    return found


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in (root / "translations").rglob("*")
        if path.is_file()
    }


def test_every_domain_has_its_template(root: Path) -> None:
    names = [path.name for path in sorted((root / "translations").glob("*.pot"))]
    assert names == ["alpha.pot", "beta.pot", "shared.pot"]


def test_unchanged_text_rewrites_no_file(root: Path) -> None:
    before = snapshot(root)
    edit(root, "source/alpha.md", "{days: 9}", "{days: 9}   ")
    assert exchange.extract(projects.load(root), LATER) == ([], [])
    assert exchange.update(projects.load(root), [], LATER) == ([], [])
    assert snapshot(root) == before


def test_an_edited_sentence_reaches_its_template_and_catalogs_only(root: Path) -> None:
    before = snapshot(root)
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days, please.")
    assert exchange.extract(projects.load(root), LATER) == (["translations/alpha.pot"], [])
    merged, found = exchange.update(projects.load(root), [], LATER)
    assert not found
    assert [str(one) for one in merged] == [f"wrote {PO}: 0 to translate, 1 fuzzy, 1 no longer used"]  # fmt: skip
    changed = {name for name, state in snapshot(root).items() if before[name] != state}
    assert changed == {"translations/alpha.pot", PO}
    assert "„Stay {stay} dni.”" in (root / PO).read_text("utf-8")


def test_a_damaged_catalog_is_left_as_it_is_and_the_others_are_merged(root: Path) -> None:
    edit(root, "source/shared/help.md", "## Help", "## Support")
    edit(root, PO, 'msgstr "„Fever”"', 'msgstr "„Fever”')
    damaged = (root / PO).read_bytes()
    exchange.extract(projects.load(root), LATER)
    merged, found = exchange.update(projects.load(root), [], LATER)
    assert [one.path for one in merged] == ["translations/pl/LC_MESSAGES/shared.po"]
    assert {d.at.path for d in found} == {PO} and (root / PO).read_bytes() == damaged


def test_a_leaflet_with_errors_leaves_its_template_as_it_was(root: Path) -> None:
    before = snapshot(root)
    edit(root, "source/alpha.md", "{stay}", "{unknown}")
    written, found = exchange.extract(projects.load(root), LATER)
    assert not written and {d.at.path for d in found} == {"source/alpha.md"}
    assert snapshot(root) == before


def test_one_language_can_be_updated_alone(root: Path) -> None:
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, ur, bn]")
    merged, _ = exchange.update(projects.load(root), ["ur"], LATER)
    assert {one.path.split("/")[1] for one in merged} == {"ur"}
    assert "Language: ur" in (root / "translations/ur/LC_MESSAGES/shared.po").read_text("utf-8")


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_a_merge_that_is_killed_leaves_the_old_catalog_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    edit(root, "source/alpha.md", "Stay {stay} days.", "Stay {stay} days, please.")
    exchange.extract(projects.load(root), LATER)
    before = snapshot(root)
    child = os.fork()
    if child == 0:  # the merge, killed without a chance to tidy up
        try:
            owner = os if moment == "fsync" else Path
            monkeypatch.setattr(owner, moment, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            exchange.update(projects.load(root), [], LATER)
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert {name: state for name, state in snapshot(root).items() if name in before} == before
    merged, found = exchange.update(projects.load(root), [], LATER)
    assert not found and [one.path for one in merged] == [PO]


GLOSSARY = """msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# pobyt w szpitalu
msgid "stay"
msgstr "pobyt"
"""


def test_translators_see_the_approved_terms_of_their_language(root: Path) -> None:
    (root / "translations/pl/glossary.po").write_text(GLOSSARY, encoding="utf-8")
    merged, found = exchange.update(projects.load(root), [], LATER)
    assert not found and PO in [one.path for one in merged]
    comment = "#. Glossary: stay = pobyt (pobyt w szpitalu)\n"
    assert comment in (root / PO).read_text("utf-8")
    assert comment not in (root / "translations/alpha.pot").read_text("utf-8")
    before = snapshot(root)
    assert exchange.update(projects.load(root), [], LATER) == ([], [])
    assert snapshot(root) == before
    (root / "translations/pl/glossary.po").unlink()
    exchange.update(projects.load(root), [], LATER)
    assert "Glossary:" not in (root / PO).read_text("utf-8")


def test_a_damaged_glossary_changes_no_catalog_and_is_named(root: Path) -> None:
    (root / "translations/pl/glossary.po").write_text(GLOSSARY + 'msgid "x\n', encoding="utf-8")
    before = snapshot(root)
    merged, found = exchange.update(projects.load(root), [], LATER)
    assert merged == [] and {one.at.path for one in found} == {"translations/pl/glossary.po"}
    assert snapshot(root) == before


# Across leaflets.


def beta_without(root: Path, english: str, polish: str) -> None:
    edit(root, "translations/pl/LC_MESSAGES/beta.po", f'msgid "{english}"\nmsgstr "{polish}"', f'msgid "{english}"\nmsgstr ""')  # fmt: skip


def test_what_another_leaflet_says_is_filled_in_for_review(root: Path) -> None:
    beta_without(root, "Fever", "„Fever”")
    [merged], found = exchange.update(projects.load(root), [], LATER)
    assert str(merged).endswith("1 fuzzy, 0 no longer used, 1 taken from other leaflets") and not found  # fmt: skip
    written = (root / "translations/pl/LC_MESSAGES/beta.po").read_text("utf-8")
    assert "# from alpha\n" in written and '#, fuzzy\nmsgid "Fever"\nmsgstr "„Fever”"' in written
    assert exchange.update(projects.load(root), [], LATER) == ([], []), (
        "a second time changes nothing"
    )


def test_what_is_approved_in_another_leaflet_is_used_until_that_changes(root: Path) -> None:
    sign(root, "alpha", "pl")
    beta_without(root, "Fever", "„Fever”")
    beta_without(root, "Stay {stay} days.", "„Stay {stay} dni.”")
    exchange.update(projects.load(root), [], LATER)
    written = (root / "translations/pl/LC_MESSAGES/beta.po").read_text("utf-8")
    assert "approved in alpha\n" in written
    assert written.count("fuzzy") == 1, "the text with a figure"
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", "„Fever”", "„Gorączka”")
    edit(root, "translations/pl/LC_MESSAGES/beta.po", "„Fever”", "")
    exchange.update(projects.load(root), [], LATER)
    assert (root / "translations/pl/LC_MESSAGES/beta.po").read_text("utf-8").count("fuzzy") == 2


def test_a_compendium_of_earlier_work_fills_what_no_leaflet_has(root: Path) -> None:
    beta_without(root, "About it.", "„About it.”")
    edit(root, "translations/pl/LC_MESSAGES/alpha.po", 'msgstr "„About it.”"', 'msgstr ""')
    head = (root / PO).read_text("utf-8").split("\n\n")[0]
    (root / "translations/pl/compendium.po").write_text(f'{head}\n\nmsgid "About it."\nmsgstr "O tym."\n', "utf-8")  # fmt: skip
    merged, found = exchange.update(projects.load(root), [], LATER)
    assert [one.known for one in merged] == [1, 1] and not found
    assert "# from compendium\n" in (root / PO).read_text("utf-8")
    (root / "translations/pl/compendium.po").write_text("msgid", "utf-8")
    _, found = exchange.update(projects.load(root), [], LATER)
    assert {one.at.path for one in found} == {"translations/pl/compendium.po"}
