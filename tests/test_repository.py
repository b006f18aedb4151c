"""What may and may not be in the repository."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from pipeline.catalogs import gate, signoff
from pipeline.catalogs.catalog import headers
from pipeline.catalogs.signoff import Act

REPOSITORY = Path(__file__).parents[1]
TAGS = sorted(path.parent.name for path in (REPOSITORY / "translations").glob("*/LC_MESSAGES"))


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True)  # fmt: skip
    return [REPOSITORY / name for name in done.stdout.splitlines()]


def texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text("utf-8")) for path in tracked() if path.suffix not in (".png",) and path.is_file()]  # fmt: skip


def test_the_locks_have_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "tests/requirements.lock"):
        text = (REPOSITORY / name).read_text("utf-8")
        packages = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
        assert len(packages) > 10 and text.count("--hash=sha256:") >= len(packages)
        assert "http" not in text and "index" not in text


def test_the_locks_name_one_version_of_what_makes_leaflets_for_every_python() -> None:
    """Another FFmpeg in another PyAV makes another audio book of the same sound."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    makers = [re.split(r"[>=]", one)[0] for one in (*project["dependencies"], *extras["m4b"])]
    locked = locked_packages("tests/requirements.lock")
    for maker in makers:
        assert [marker for name, marker in locked if name == maker] == [""], maker
    assert set(makers) - {name for name, _ in locked_packages("requirements.lock")} == {"av"}


def test_every_pip_can_read_the_markers_of_the_locks() -> None:
    """pip 24.1 to 25.0, which Python 3.12 and 3.13 brought, fails where a marker asks for the version of a kernel that is
    called 6.1.0-18-amd64."""
    for name in ("requirements.lock", "tests/requirements.lock"):
        asked = {word for _, marker in locked_packages(name) for word in re.findall(r"[a-z_]+(?= [<>=!])", marker)}  # fmt: skip
        assert asked <= {"python_full_version", "sys_platform", "platform_python_implementation"}


def locked_packages(name: str) -> list[tuple[str, str]]:
    """Each line of a lock: the package, and for where it is, "" for everywhere."""
    rows = re.findall(r"^([a-z0-9][\w.-]*)==\S+(?: ; (.*))? \\$", (REPOSITORY / name).read_text("utf-8"), re.MULTILINE)  # fmt: skip
    assert len(rows) > 30
    return rows


def test_no_registry_and_no_package_address_stands_in_any_file() -> None:
    hosts = "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian\.org"))  # fmt: skip
    for path, text in texts():
        assert not re.search(hosts, text), path
        assert not re.search(r"https?://[^\"' ]+\.(whl|tgz|tar\.gz|deb|jar|ttf)\b", text), path


def test_nothing_is_committed_that_comes_by_package() -> None:
    foreign = {".ttf", ".otf", ".jar", ".so", ".mp3", ".pdf", ".docx", ".onnx", ".whl", ".mo"}
    assert not [path for path in tracked() if path.suffix in foreign]


def test_the_set_up_finds_both_sections_of_system_packages() -> None:
    sections = re.findall(r"^\[(\w+)\]", (REPOSITORY / "system-packages.txt").read_text(), re.MULTILINE)  # fmt: skip
    assert sections == ["make", "test"]


# The first leaflet.


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("domain", ["blinatumomab", "shared"])
def test_the_catalogs_are_complete_and_say_that_a_machine_wrote_them(tag: str, domain: str) -> None:
    path = REPOSITORY / f"translations/{tag}/LC_MESSAGES/{domain}.po"
    catalog, wrong = gate.read(path.read_bytes(), path.name, tag)
    template, _ = gate.read((REPOSITORY / f"translations/{domain}.pot").read_bytes(), "x.pot", None)
    assert catalog and template and not wrong
    assert {m.key for m in template.living} == {m.key for m in catalog.living if m.translated}
    assert path.read_text("utf-8").startswith("# MACHINE DRAFT:")
    assert headers(catalog.header)["Last-Translator"] == "machine draft, not reviewed"


@pytest.mark.parametrize("tag", TAGS)
def test_the_sign_off_says_machine_and_names_nobody(tag: str) -> None:
    path = REPOSITORY / f"translations/{tag}/signoff.json"
    history, wrong = signoff.read(path.read_bytes(), path.name)
    assert not wrong
    assert [(one.leaflet, one.did, one.by) for one in history.events] == [("blinatumomab", Act.DRAFTED, "a machine")]  # fmt: skip


def test_nobody_has_signed_the_english() -> None:
    assert not (REPOSITORY / "source/signoff.json").exists()
