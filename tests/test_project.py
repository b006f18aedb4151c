"""A project on disk: what is read, what is refused, and how far its sign-off has come."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import pytest

from pipeline import project as projects
from pipeline.build import plan, release
from pipeline.diagnostic import LeafletError
from pipeline.document import State, Table, Way
from pipeline.facts import plain_text
from pipeline.inline import plain
from pipeline.words import Word
from tests.projects import TODAY, charity, edit, sign, state, write


def found(root: Path, slug: str = "alpha", tag: str = "pl") -> list[str]:
    document, wrong = projects.resolve(projects.load(root), slug, tag, TODAY)
    assert (document is None) == any(d.severity == "error" for d in wrong)
    return [f"{d.at} {d.code}" for d in wrong]


def test_a_complete_leaflet_has_no_findings(tmp_path: Path) -> None:
    root = charity(tmp_path)
    assert found(root, tag="en") == found(root, tag="pl") == []
    document, _ = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document and plain(document.title.inlines) == "„Title of alpha”"
    help_text = plain(document.sections[0].blocks[0].line.inlines)  # type: ignore[union-attr]
    assert plain_text(help_text) == "„Call 08088 010 444.”"


@pytest.mark.parametrize(
    ("path", "was", "now", "expected"),
    [
        ("source/alpha.md", "{stay}", "{sray}", ["source/alpha.md:6 S301", "source/alpha.md:10 S105"]),
        ("source/alpha.md", "review_due: 2026-06-30", "review_due: June", ["source/alpha.md:4 S004"]),
        ("source/publisher.yaml", "08088 010 444", "none", ["source/publisher.yaml:3 S004"]),
        ("source/shared/help.md", "## Help", "## Support", ["source/shared/help.md:1 T201"]),
        ("translations/pl/LC_MESSAGES/alpha.po", "Language: pl", "Language: cs", ["translations/pl/LC_MESSAGES/alpha.po:1 T123"]),
        ("translations/pl/LC_MESSAGES/alpha.po", "„Stay {stay} dni.”", "„Stay {stay} dni.", []),
        ("translations/pl/LC_MESSAGES/alpha.po", 'msgstr "„Stay {stay} dni.”"', 'msgstr "9 dni {stay}."',
         ["translations/pl/LC_MESSAGES/alpha.po:31 N301"]),
    ],
)  # fmt: skip
def test_an_error_is_found_at_its_file_and_line(
    tmp_path: Path, path: str, was: str, now: str, expected: list[str]
) -> None:
    root = charity(tmp_path)
    edit(root, path, was, now)
    assert found(root) == expected


def test_a_missing_catalog_and_a_file_that_is_not_text_are_said(tmp_path: Path) -> None:
    root = charity(tmp_path)
    (root / "translations/pl/LC_MESSAGES/alpha.po").unlink()
    assert found(root) == ["translations/pl/LC_MESSAGES/alpha.po T115"]
    (root / "source/alpha.md").write_bytes(b"---\n\xff\xfe\n---\n")
    assert found(root) == ["source/alpha.md:2 S001"]


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    root = charity(tmp_path / "charity")
    write(tmp_path, "secret.png", "secret")
    edit(root, "source/alpha.md", "Stay {stay}", "![A secret](../../secret.png)\n\nStay {stay}")
    assert "source/alpha.md:10 S111" in found(root, tag="en")
    (root / "source/alpha.md").unlink()
    (root / "source/alpha.md").symlink_to(tmp_path / "secret.png")
    assert found(root, tag="en") == ["source/alpha.md B002"]


def test_a_link_that_leads_to_itself_is_said_plainly(tmp_path: Path) -> None:
    root = charity(tmp_path)
    (root / "source/alpha.md").unlink()
    (root / "source/alpha.md").symlink_to(root / "source/alpha.md")
    assert found(root, tag="en") == ["source/alpha.md B003"]


def test_an_empty_cell_of_a_table_is_empty_in_every_language(tmp_path: Path) -> None:
    """Gettext keeps a catalog's header as the translation of the empty text."""
    root = charity(tmp_path)
    edit(root, "source/alpha.md", "Stay {stay}", "| Day | |\n|---|---|\n| | |\n\nStay {stay}")
    document, wrong = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document and {d.code for d in wrong} == {"T201"}
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.inlines for cell in (table.header[1], *table.rows[0])] == [(), (), ()]


def test_a_folder_without_leaflets_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(LeafletError, match=r"this folder holds no source/"):
        projects.load(tmp_path)


def test_a_publisher_that_cannot_be_read_is_the_only_thing_said(tmp_path: Path) -> None:
    root = charity(tmp_path)
    for text in ("name: [", None):
        if text:
            write(root, "source/publisher.yaml", text)
        else:
            (root / "source/publisher.yaml").unlink()
        [said] = found(root)
        assert said in ("source/publisher.yaml:1 S002", "source/publisher.yaml B003")


def test_a_charitys_own_words_come_before_the_pipelines(tmp_path: Path) -> None:
    root = charity(tmp_path)
    po = (root / "translations/pl/LC_MESSAGES/alpha.po").read_text("utf-8").split("\n\n")[0]
    write(root, "translations/pl/LC_MESSAGES/pipeline.po", f'{po}\n\nmsgid "Warning"\nmsgstr "Baczność"\n')  # fmt: skip
    words, wrong = projects.words(projects.load(root), "pl")
    assert not wrong and words[Word.WARNING] == "Baczność" and words[Word.SIDE_EFFECT]


def test_a_leaflet_knows_how_else_it_can_be_had(tmp_path: Path) -> None:
    root = charity(tmp_path)
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[large-print, audio]\npublished_at: https://www.example.org/leaflets/")  # fmt: skip
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, so]")
    project = projects.load(root)
    offered = projects.offer(project, "alpha", "pl")
    page = "https://www.example.org/leaflets/alpha/pl/"
    assert (offered.page, offered.audio) == (page, f"{page}alpha-pl-audio.mp3")
    assert offered.helpline == "helpline" and offered.languages == ("en", "so")
    assert offered.made == (Way.LARGE_PRINT, Way.AUDIO)
    somali = projects.offer(project, "alpha", "so")  # which has no voice
    assert somali.audio == "" and somali.made == (Way.LARGE_PRINT,)
    assert (offered.not_offered, somali.not_offered) == ((), (Way.AUDIO,)), (
        "it is said where it is looked for"
    )


def test_a_language_without_braille_says_so_in_the_leaflet(tmp_path: Path) -> None:
    root = charity(tmp_path)
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, braille]\nnot_offered: [easy-read]")  # fmt: skip
    edit(root, "source/publisher.yaml", "[en, pl]", "[en, pl, ro]")
    project = projects.load(root)
    assert projects.offer(project, "alpha", "pl").not_offered == (Way.EASY_READ,)
    offered = projects.offer(project, "alpha", "ro")
    assert offered.made == (Way.WORD,) and offered.not_offered == (Way.EASY_READ, Way.BRAILLE)


def test_the_addresses_are_those_of_the_files_that_a_release_writes(tmp_path: Path) -> None:
    root = charity(tmp_path)
    edit(root, "source/publisher.yaml", "editions: [clear-print, word]", "editions: [audio]\npublished_at: https://a.example")  # fmt: skip
    project = projects.load(root)
    target = plan.Target("alpha", "en", project.publisher.editions[0])
    document, _ = projects.resolve(project, "alpha", "en", TODAY)
    assert document
    written = release._path(target, document)
    assert projects.offer(project, "alpha", "en").audio == f"https://a.example/{written}"


def test_nobody_signs_again_because_a_language_or_a_logo_is_new(tmp_path: Path) -> None:
    root = charity(tmp_path)
    sign(root, "alpha", "en")
    edit(
        root,
        "source/publisher.yaml",
        "[en, pl]",
        "[en, pl, ur]\ncolour: 7a0019\nfaces: {ur: naskh}",
    )
    assert state(projects.load(root), "alpha", "en") is State.APPROVED


def test_a_translation_is_no_better_signed_than_its_english(tmp_path: Path) -> None:
    root = charity(tmp_path)
    sign(root, "alpha", "pl")
    assert state(projects.load(root), "alpha", "pl") is State.DRAFT
    sign(root, "alpha", "en")
    assert state(projects.load(root), "alpha", "en") is State.APPROVED
    assert state(projects.load(root), "alpha", "pl") is State.APPROVED
    edit(root, "source/alpha.md", "{days: 9}", "{days: 8}")
    assert state(projects.load(root), "alpha", "pl") is State.DRAFT


def test_a_leaflet_is_overdue_from_the_day_after(tmp_path: Path) -> None:
    project = projects.load(charity(tmp_path))
    due = datetime.date(2026, 6, 30)
    for day, overdue in ((due, False), (due + datetime.timedelta(1), True)):
        document, wrong = projects.resolve(project, "alpha", "en", day)
        assert document and document.status.overdue is overdue
        assert [d.code for d in wrong] == (["S303"] if overdue else [])


GLOSSARY = """msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "stay"
msgstr "pobyt"
"""


def test_a_text_without_the_form_that_the_glossary_approves_is_a_warning(tmp_path: Path) -> None:
    root = charity(tmp_path)
    assert [d.code for d in projects.resolve(projects.load(root), "alpha", "pl", TODAY)[1]] == []
    write(root, "translations/pl/glossary.po", GLOSSARY)
    project = projects.load(root)
    document, found = projects.resolve(project, "alpha", "pl", TODAY)
    assert document and [(d.code, d.severity.value) for d in found] == [("N332", "warning")]
    assert "translations/pl/glossary.po" in project.read


def test_a_damaged_glossary_keeps_its_language_from_being_made(tmp_path: Path) -> None:
    root = charity(tmp_path)
    write(root, "translations/pl/glossary.po", GLOSSARY + 'msgid "x')
    document, found = projects.resolve(projects.load(root), "alpha", "pl", TODAY)
    assert document is None and {d.at.path for d in found} == {"translations/pl/glossary.po"}
    assert projects.resolve(projects.load(root), "alpha", "en", TODAY)[0]


def test_a_folder_that_one_may_not_look_into_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that root has made. Root itself may look into all, so the system's answer is put in here."""
    root, real = charity(tmp_path), os.stat

    def refused(path: Any, *given: Any, **more: Any) -> os.stat_result:
        if "translations/pl/" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *given, **more)

    monkeypatch.setattr(os, "stat", refused)
    catalogs = {f"translations/pl/LC_MESSAGES/{name}.po" for name in ("alpha", "shared")}
    assert catalogs <= {row.split(" ")[0] for row in found(root) if row.endswith("B003")}
