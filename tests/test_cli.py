"""The command line: plain words, exit codes, JSON for machines, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.projects import charity, edit, files, sign

REPOSITORY = Path(__file__).parents[1]
EPOCH = "1769817600"  # 2026-01-31


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return charity(tmp_path, "alpha")


def leaflet(*arguments: str, cwd: Path = REPOSITORY, **environment: str) -> subprocess.CompletedProcess[str]:  # fmt: skip
    given = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "160", **environment}  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "pipeline", *arguments], cwd=cwd, env=given,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.mark.slow
def test_a_build_says_what_it_makes_and_then_that_there_is_nothing_to_do(root: Path) -> None:
    first = leaflet("build", "--root", str(root))
    assert first.returncode == 0 and first.stdout == "4 files made, 0 were up to date. They are in output/.\n"  # fmt: skip
    told = (
        first.stderr.splitlines()
    )  # how much there is becomes known while the first files are made
    assert [line.partition("/")[0] for line in told] == ["[1", "[2", "[3", "[4"]
    assert told[-1].startswith("[4/4] alpha/")
    second = leaflet("build", "--root", str(root))
    assert (second.stdout, second.stderr) == ("Nothing to make: 4 files are up to date.\n", "")


@pytest.mark.slow
def test_a_braille_reader_signs_by_the_format(root: Path) -> None:
    edit(root, "source/publisher.yaml", "[clear-print, word]", "[word, braille]")
    given = ("--tag", "pl", "--by", "Ann", "--root", str(root))
    done = leaflet("approve", "--format", "braille", *given)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Ann has proofread alpha in pl: the braille. Its code is ")
    assert "proofread" in leaflet("status", "--root", str(root)).stdout
    single = leaflet("approve", "--format", "braille", "--at", "translations/pl/LC_MESSAGES/alpha.po:9", *given)  # fmt: skip
    assert (
        single.returncode == 1 and "T140: single texts cannot be signed in braille" in single.stderr
    )
    wrong = leaflet("approve", "--format", "word", *given)
    assert wrong.returncode == 1 and "error T148: word is not proofread by a braille reader" in wrong.stderr  # fmt: skip
    assert "name an edition of braille with --format: braille" in wrong.stderr


@pytest.mark.slow
def test_the_bar_on_a_terminal_counts_to_what_there_is_to_make(root: Path) -> None:
    """How much there is becomes known while the first files are made."""
    terminal, side = os.openpty()
    command = [sys.executable, "-m", "pipeline", "build", "--root", str(root)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=side) as process:
        os.close(side)
        shown = b""
        with suppress(OSError):  # EIO: the other side is closed
            while piece := os.read(terminal, 65536):
                shown += piece
    os.close(terminal)
    assert process.returncode == 0 and b"4/4" in shown and b"a minute" in shown


@pytest.mark.slow
def test_the_folder_where_one_is_is_the_default(root: Path) -> None:
    assert leaflet("build", "--tag", "pl", "--format", "word", cwd=root).returncode == 0
    assert set(files(root)) == {"alpha/pl/alpha-pl-word-draft.docx"}


@pytest.mark.slow
def test_errors_are_said_with_their_line_and_the_exit_code_is_one(root: Path) -> None:
    edit(root, "source/alpha.md", "{stay}", "{unknown}")
    for command in ("build", "check", "extract", "update"):
        done = leaflet(command, "--root", str(root))
        assert done.returncode == 1
        assert (
            "source/alpha.md:10: error S105: there is no fact {unknown}\n    hint: " in done.stderr
        )


@pytest.mark.slow
def test_a_file_explains_itself_and_a_folder_is_verified(root: Path) -> None:
    leaflet("build", "--root", str(root))
    path = "output/alpha/pl/alpha-pl-word-draft.docx"
    told = leaflet("why", path, "--root", str(root)).stdout
    assert told.startswith("It would not be made again") and "as it was: source/alpha.md" in told
    assert leaflet("verify", str(root / "output")).stdout == "4 files, all as they were made.\n"
    (root / path).unlink()
    done = leaflet("verify", str(root / "output"))
    assert (
        done.returncode == 1
        and "error B302: this file is in the report and not in the folder" in done.stderr
    )


@pytest.mark.slow
def test_the_cache_is_shown_shared_and_emptied(root: Path, tmp_path: Path) -> None:
    def sharing(*arguments: str) -> str:
        shared = str(tmp_path / "shared")
        return leaflet(*arguments, "--root", str(root), LEAFLET_CACHE=shared, LEAFLET_CACHE_MB="7").stdout  # fmt: skip

    sharing("build")
    shown = sharing("cache")
    assert shown.startswith("4 pieces, ") and "of at most 7 MB" in shown
    assert not (root / "output/.cache/store").exists()
    assert "0 pieces, 0 MB" in sharing("cache", "--clear")
    refused = leaflet("cache", "--root", str(root), LEAFLET_CACHE_MB="much")
    assert refused.returncode == 1 and "error B007" in refused.stderr


@pytest.mark.slow
def test_warnings_do_not_fail_a_check(root: Path) -> None:
    edit(root, "source/alpha.md", "review_due: 2026-06-30", "review_due: 2026-01-30")
    done = leaflet("check", "--root", str(root))
    assert done.returncode == 0 and done.stdout == "0 errors, 1 warning.\n"
    assert "warning S303" in done.stderr
    assert (
        "1 warning: make check (or leaflet check) lists it."
        in leaflet("build", "--root", str(root)).stdout
    )


@pytest.mark.slow
def test_a_machine_can_read_what_was_found(root: Path) -> None:
    edit(root, "source/alpha.md", "{stay}", "{unknown}")
    built = json.loads(leaflet("build", "--root", str(root), "--json").stdout)
    assert built["made"] == [] and built["found"][0]["code"] in ("S105", "S301")
    checked = json.loads(leaflet("check", "--root", str(root), "--json").stdout)
    wrong = next(one for one in checked["found"] if one["code"] == "S105")
    assert wrong["at"] == {"path": "source/alpha.md", "line": 10} and wrong["severity"] == "error"
    rows = json.loads(leaflet("status", "--root", str(root), "--json").stdout)["leaflets"]
    assert [row["tag"] for row in rows] == ["en", "pl"]
    findings = json.loads(leaflet("doctor", "--root", str(root), "--json").stdout)["findings"]
    assert {"subject": "pl", "name": "voice", "has": True, "remedy": "", "command": "", "needed": False, "packages": []} in findings  # fmt: skip


@pytest.mark.slow
def test_one_file_is_counted_as_one(root: Path) -> None:
    only = ("--tag", "en", "--format", "word")
    first, again = (leaflet("build", "--root", str(root), *only).stdout for _ in range(2))
    assert first == "1 file made, 0 were up to date. It is in output/.\n"
    assert again == "Nothing to make: 1 file is up to date.\n"


def test_a_machine_is_told_why_nothing_could_be_made(root: Path) -> None:
    done = leaflet("build", "--root", str(root), "--tag", "xx", "--json")
    assert done.returncode == 1 and done.stderr == ""
    assert [one["code"] for one in json.loads(done.stdout)["found"]] == ["B102"]


@pytest.mark.slow
def test_the_tables_for_people(root: Path) -> None:
    status = leaflet("status", "--root", str(root))
    assert status.returncode == 0 and "alpha" in status.stdout and "draft" in status.stdout
    doctor = leaflet("doctor", "--root", str(root))
    assert doctor.returncode == 0 and "voice" in doctor.stdout


@pytest.mark.slow
def test_a_strict_status_asks_whether_everything_may_be_released(root: Path) -> None:
    assert leaflet("status", "--strict", "--root", str(root)).returncode == 1
    for tag in ("en", "pl"):
        sign(root, "alpha", tag)
    assert leaflet("status", "--strict", "--root", str(root)).returncode == 0


@pytest.mark.slow
def test_two_people_sign_by_command(root: Path) -> None:
    asked = ("--leaflet", "alpha", "--tag", "en", "--root", str(root))
    done = leaflet("review", *asked, "--by", "Ann Bell")
    assert done.returncode == 0
    assert done.stdout == "Ann Bell reviewed alpha in en: 6 texts; the leaflet as a whole. It is now reviewed.\n"  # fmt: skip
    done = leaflet("approve", *asked, "--by", "ann bell")
    assert done.returncode == 1 and done.stdout == "Nothing was signed.\n"
    assert "source/signoff.json: error T145: alpha in en cannot be approved by ann bell" in done.stderr  # fmt: skip
    assert leaflet("approve", *asked, "--by", "Ben Shah").returncode == 0
    assert leaflet("approve", "--root", str(root), "--by", "Ben Shah").returncode == 2, "which?"


@pytest.mark.slow
def test_a_release_says_why_not(root: Path) -> None:
    done = leaflet("release", "--root", str(root))
    assert done.returncode == 1 and done.stdout == "Nothing was released.\n"
    assert "source/signoff.json:1: error B201: alpha in en is a draft" in done.stderr


@pytest.mark.slow
def test_nothing_to_release_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    done = leaflet("release", "--root", str(tmp_path))
    assert done.returncode == 1 and done.stdout == "Nothing was released.\n"
    assert "source: error B008: source/ holds no leaflet" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("build", "--root", "/nowhere"), 1, "this folder holds no source/"),
        (("build", "--leaflet", "gamma"), 1, "there is no leaflet 'gamma'"),
        (("build", "--tag", "xx"), 1, "there is no language 'xx'"),
        (("build", "--format", "braile"), 1, "there is no format 'braile'"),
        (("bild",), 2, "No such command"),
        (("build", "--rot", "x"), 2, "No such option"),
    ],
)  # fmt: skip
def test_what_was_asked_wrongly_is_said_plainly(
    arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = leaflet(*arguments)
    assert done.returncode == code and said in done.stderr


def test_a_wrong_date_in_the_environment_is_said_plainly(root: Path) -> None:
    for epoch in ("yesterday", "253402300800", "9" * 5000):
        done = leaflet("build", "--root", str(root), SOURCE_DATE_EPOCH=epoch)
        assert done.returncode == 1 and done.stderr.startswith("environment: error B007: SOURCE_DATE_EPOCH")  # fmt: skip


@pytest.mark.slow
def test_templates_and_catalogs_are_written_once(root: Path) -> None:
    assert "wrote translations/alpha.pot" in leaflet("extract", "--root", str(root)).stdout
    assert leaflet("extract", "--root", str(root)).stdout == "The templates are up to date.\n"
    assert leaflet("update", "--root", str(root)).returncode == 0
    assert leaflet("update", "--root", str(root)).stdout == "The catalogs are up to date.\n"


def test_a_read_only_output_folder(root: Path) -> None:
    """Root may write everywhere, unless it gives up that right."""
    (root / "output").mkdir(mode=0o555)
    humble = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []  # fmt: skip
    command = [*humble, sys.executable, "-m", "pipeline", "build", "--root", str(root)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "error B006: nothing can be written here" in done.stderr
    assert "Traceback" not in done.stderr and not list((root / "output").iterdir())


@pytest.mark.slow
def test_another_version_of_pdf_is_made_when_asked_for(root: Path) -> None:
    path = root / "output/alpha/en/alpha-en-clear-print-draft.pdf"
    for version, begins in (("2", b"%PDF-2.0"), ("1", b"%PDF-1.7")):
        done = leaflet("build", "--root", str(root), "--pdf-version", version)
        assert done.returncode == 0 and path.read_bytes().startswith(begins)
    assert "Nothing to make" in leaflet("build", "--root", str(root)).stdout
    assert leaflet("build", "--root", str(root), "--pdf-version", "3").returncode == 2


@pytest.mark.slow
def test_an_old_text_becomes_a_leaflet_and_its_report_is_a_machines_too(root: Path) -> None:
    (root / "old.txt").write_text("A medicine\n\nCall 08088 010 444. Stay 9 days.\n\nBack to top\n", "utf-8")  # fmt: skip
    done = leaflet("import", str(root / "old.txt"), "--root", str(root), "--out", str(root / "source/new.md"), "--json")  # fmt: skip
    told = json.loads(done.stdout)
    assert done.returncode == 0 and told["words"] == {"read": 12, "kept": 5, "moved": 4, "dropped": 3, "mended": 0, "added": 0, "wrong": []}  # fmt: skip
    assert {one["fate"] for one in told["notes"]} == {"moved", "dropped", "guessed", "doubtful"}
    assert "Call {helpline}. Stay {stay_days} days." in (root / "source/new.md").read_text("utf-8")
    again = leaflet("import", str(root / "old.txt"), "--root", str(root), "--out", str(root / "source/new.md"))  # fmt: skip
    assert (
        again.returncode == 1
        and "error X302: a leaflet of this name is there already" in again.stderr
    )
    leaflet("update", "--root", str(root))
    assert leaflet("check", "--root", str(root)).returncode == 0
    second = leaflet("import", str(root / "old.txt"), "--root", str(root))
    assert second.returncode == 0 and second.stdout.startswith(f"wrote {root}/source/old.md. The numbers above are lines of {root}/old.txt.\n12 words: 5 kept, 4 moved, 3 dropped, 0 put together; 0 added.\n")  # fmt: skip
