"""The report of a build, and a delivered folder held against it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import delivery, report
from pipeline.diagnostic import LeafletError
from tests.projects import charity, files, made


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    root = charity(tmp_path / "charity", "alpha")
    made(root)
    shutil.copytree(root / "output", tmp_path / "delivered")
    return tmp_path / "delivered"


def codes(folder: Path) -> list[str]:
    return [f"{d.code} {Path(d.at.path).name}" for d in delivery.verify(folder)[1]]


def test_every_file_is_listed_with_its_digest(tmp_path: Path) -> None:
    root = charity(tmp_path, "alpha")
    made(root)
    listed = json.loads((root / "output/report.json").read_text())
    assert {row["path"]: row["sha256"] for row in listed["files"]} == {
        path: hashlib.sha256(data).hexdigest() for path, data in files(root).items()
    }
    assert listed["tools"]["reportlab"] and all(row["key"] for row in listed["files"])


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_what_is_written_in_parts_is_one_report(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "_AT_ONCE", 2)
    rows = [{"path": f"é{number}", "seconds": 0.5, "at": None} for number in range(count)]
    data: dict[str, Any] = {
        "tools": {"a": "1"},
        "files": rows,
        "charity": 'A "Charity"',
        "found": [],
    }
    text = b"".join(report.as_json({**data, "files": iter(rows)})).decode()
    assert json.loads(text) == data
    assert sum(line.startswith('{"path"') for line in text.splitlines()) == count


def test_a_folder_as_it_was_delivered_is_clean(delivered: Path) -> None:
    assert delivery.verify(delivered) == (4, [])


def test_what_is_missing_changed_or_added_is_named(delivered: Path) -> None:
    word = delivered / "alpha/en/alpha-en-word-draft.docx"
    word.write_bytes(word.read_bytes()[:-1] + b"!")
    (delivered / "alpha/pl/alpha-pl-word-draft.docx").unlink()
    (delivered / "alpha/pl/alpha-pl-word.docx").write_bytes(b"not ours")
    assert codes(delivered) == ["B303 alpha-en-word-draft.docx", "B302 alpha-pl-word-draft.docx",
                                "B304 alpha-pl-word.docx"]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"files": [{"path": 1, "sha256": ""}]}', '{"files": [{"path": "../x", "sha256": ""}]}',
     '{"files": [{"path": "/etc/passwd", "sha256": ""}]}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(LeafletError) as refused:
        delivery.verify(tmp_path)
    assert refused.value.diagnostics[0].code == "B301"


def test_a_folder_without_a_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LeafletError, match="this folder holds no report"):
        delivery.verify(tmp_path)
