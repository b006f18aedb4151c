"""Other people's validators as `leaflet report --validate` runs them: each passes what a build made, and sees what was spoiled."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from pipeline import project as projects
from pipeline import report
from pipeline.build import delivery
from pipeline.build import report as built
from pipeline.cli import app
from pipeline.publisher import Format
from pipeline.validators.judged import Validator, ValidatorError
from pipeline.validators.known import VALIDATORS
from tests.projects import charity, edit, made

ENDINGS = {Format.PDF: ".pdf", Format.DOCX: ".docx", Format.HTML: ".html", Format.EPUB: ".epub"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = charity(tmp_path_factory.mktemp("validators"), "alpha")
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[clear-print, word, web, epub]")
    edit(root, "source/publisher.yaml", "[en, pl]", "[en]")
    assert made(root).ok
    return root


def file(root: Path, validator: Validator) -> Path:
    [format] = validator.formats
    [path] = (root / "output/alpha/en").glob(f"*{ENDINGS[format]}")
    return path


def zipped(change: Callable[[str, bytes], bytes]) -> Callable[[Path, Path], None]:
    def spoil(good: Path, bad: Path) -> None:
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
            for entry in old.infolist():
                new.writestr(entry, change(entry.filename, old.read(entry)))

    return spoil


def untagged(good: Path, bad: Path) -> None:
    with pikepdf.open(good) as file:
        del file.Root.StructTreeRoot
        file.save(bad)


def nested(good: Path, bad: Path) -> None:
    bad.write_text(good.read_text("utf-8").replace("<ul><li>", "<ul><p>x</p><li>", 1), "utf-8")


def unnamed(good: Path, bad: Path) -> None:
    bad.write_text(re.sub(r'<html lang="\w+"', "<html", good.read_text("utf-8")), "utf-8")


def no_docx(good: Path, bad: Path) -> None:
    bad.write_bytes(good.read_bytes()[: len(good.read_bytes()) // 2])


SPOILED: dict[str, Callable[[Path, Path], None]] = {
    "veraPDF": untagged,
    "openxml-audit": zipped(lambda name, data: data.replace(b"<w:body>", b"<w:body><w:nonsense/>")),
    "LibreOffice": no_docx,
    "Nu HTML Checker": nested,
    "axe-core": unnamed,
    "EPUBCheck": zipped(lambda name, data: re.sub(rb'<meta property="dcterms:modified">.*?</meta>', b"", data)),
    "Ace by DAISY": zipped(lambda name, data: re.sub(rb' (xml:)?lang="en"', b"", data)),
}  # fmt: skip


def test_every_validator_has_a_spoiled_file() -> None:
    assert SPOILED.keys() == {one.name for one in VALIDATORS}


@pytest.mark.parametrize("validator", VALIDATORS, ids=lambda one: one.name)
def test_it_passes_what_a_build_made_and_sees_what_was_spoiled(
    root: Path, validator: Validator, tmp_path: Path
) -> None:
    good = file(root, validator)
    bad = tmp_path / good.name
    SPOILED[validator.name](good, bad)
    assert bad.read_bytes() != good.read_bytes()
    assert validator.lacks() == "" and re.search(r"\d", validator.version())
    with validator.opened() as judge:
        assert judge(good).found == ()
        try:
            found = judge(bad).found
        except ValidatorError as problem:  # it cannot even be opened
            found = (str(problem),)
    assert found


def test_the_command_asks_them_and_writes_what_they_said_in_both_reports(root: Path) -> None:
    done = CliRunner().invoke(app, ["report", "--validate", "--root", str(root)])
    assert done.exit_code == 0, done.output
    data = json.loads((root / "output/report.json").read_text())
    told = {(one["tool"], one["verdict"]) for row in data["files"] for one in row["validators"]}
    assert told == {(one.name, "passed") for one in VALIDATORS}
    assert {one["tool"] for one in data["validators"]} == SPOILED.keys()
    page = (root / "output/report.html").read_text("utf-8")
    assert all(f"{one.name}: passed" in page for one in VALIDATORS)
    assert report.validated(projects.load(root)).well and delivery.verify(root / "output")[1] == []


def test_a_file_that_a_validator_is_against_ends_the_command_with_1(root: Path) -> None:
    project = projects.load(root)
    data = built.read(project.output)
    [row] = [one for one in data["files"] if one["path"].endswith(".html")]
    nested(project.output / row["path"], project.output / "spoiled.html")
    digest = hashlib.sha256((project.output / "spoiled.html").read_bytes()).hexdigest()
    spoiled = {**row, "path": "spoiled.html", "sha256": digest}
    told = report.validate(project, {**data, "files": [spoiled]}, lambda *_: None)
    assert [one.tool for one in told.of[digest] if one.found] == ["Nu HTML Checker", "axe-core"]
    assert not told.well
    (project.output / "spoiled.html").unlink()
