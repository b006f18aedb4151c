"""Random edits and random kills: what an incremental build leaves is what a clean one makes, byte for byte.

``make test`` runs a part of them; ``make test-long`` runs them all (``pytest --long``).
"""

from __future__ import annotations

import datetime
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from pipeline import project as projects
from pipeline.build import keys, plan
from pipeline.build.plan import Choice
from pipeline.build.run import Result
from pipeline.build.store import Store
from pipeline.build.why import explain
from pipeline.diagnostic import LeafletError
from tests.projects import TODAY, charity, files, made, sign, write

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[1]
FOLDERS = ("source", "translations")
Edit = Callable[[Path, random.Random], None]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    long = metafunc.config.getoption("--long")
    if "history" in metafunc.fixturenames:
        metafunc.parametrize("history", range(500 if long else 50))
    if "asked" in metafunc.fixturenames:
        metafunc.parametrize("asked", range(100 if long else 10))
    if "kills" in metafunc.fixturenames:
        metafunc.parametrize("kills", [200 if long else 20])


# Edits. Each is made or, where it was made before, taken back.


def swap(path: str, was: str, now: str) -> Edit:
    def edit(root: Path, chance: random.Random) -> None:
        if (root / path).exists():
            text = (root / path).read_text("utf-8")
            back = now in text  # what is put in may hold what it stands for
            write(root, path, text.replace(now, was) if back else text.replace(was, now))

    return edit


def toggle(path: str, text: str) -> Edit:
    """A file comes and goes."""

    def edit(root: Path, chance: random.Random) -> None:
        if (root / path).exists():
            (root / path).unlink()
        else:
            write(root, path, text)

    return edit


def rename(path: str, other: str) -> Edit:
    def edit(root: Path, chance: random.Random) -> None:
        here, there = root / path, root / other
        if here.exists():
            here.rename(there)
        elif there.exists():
            there.rename(here)

    return edit


def signed(root: Path, chance: random.Random) -> None:
    with suppress(AssertionError, LeafletError):  # there is no such leaflet now, or it has errors
        sign(root, chance.choice(("alpha", "beta")), chance.choice(("en", "pl")))


def unsigned(root: Path, chance: random.Random) -> None:
    for tag in ("en", "pl"):
        (root / projects.signoff_path(tag)).unlink(missing_ok=True)


def clocks(root: Path, chance: random.Random) -> None:
    """Files that say they are from another time, as copies and checkouts do."""
    for path in root.glob("source/*.md"):
        os.utime(path, (chance.randrange(2**31), chance.randrange(2**31)))


def lost(root: Path, chance: random.Random) -> None:
    """What a person did in output/, or a disk to the cache."""
    present = sorted(path for path in (root / "output").rglob("*") if path.is_file())
    for path in chance.sample(present, min(3, len(present))):
        if chance.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[: chance.randrange(1, 400)])


def revert(root: Path, chance: random.Random) -> None:
    """Everything as it was at the beginning, with the times of then."""
    for name in FOLDERS:
        shutil.rmtree(root / name)
        shutil.copytree(root / "first" / name, root / name)


def picture(root: Path, chance: random.Random) -> None:
    """Of another colour under the same name, and of the same size."""
    size = (60, 40)
    Image.new("L", size, chance.randrange(256)).save(root / "source/pump.png", compress_level=0)


def bytes_of(change: Callable[[bytes], bytes]) -> Edit:
    """What editors and git do to a file without changing its text."""

    def edit(root: Path, chance: random.Random) -> None:
        paths = [*root.glob("source/**/*.md"), root / PUBLISHER, *root.glob(f"{POLISH}*.po")]
        path = chance.choice(sorted(one for one in paths if one.is_file()))
        path.write_bytes(change(path.read_bytes()))

    return edit


def crlf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n") if b"\r\n" in data else data.replace(b"\n", b"\r\n")


def bom(data: bytes) -> bytes:
    mark = b"\xef\xbb\xbf"
    return data.removeprefix(mark) if data.startswith(mark) else mark + data


def rights(root: Path, chance: random.Random) -> None:
    """Files that nobody may write, as a share of another person has them."""
    for path in (*root.glob("source/*.md"), *root.glob("output/*/*/*")):
        path.chmod(0o444 if path.stat().st_mode & 0o200 else 0o644)


def elsewhere(root: Path, chance: random.Random) -> None:
    """The whole folder copied, with all times, and the copy used from now on."""
    copy = root.with_name("copy")
    shutil.copytree(root, copy, symlinks=True)
    shutil.rmtree(root)
    copy.rename(root)


def by_hand(root: Path, chance: random.Random) -> None:
    """A leaflet as somebody corrected it in Word, saved in the place of ours."""
    for path in (root / "output").glob("*/*/*.docx"):
        path.write_bytes(path.read_bytes() + b"corrected")
        path.rename(path.with_name("corrected"))
        path.with_name("corrected").rename(path)


def third(root: Path, chance: random.Random) -> None:
    """Polish again, as another language: its folder comes and goes."""
    folder = root / "translations/lt"
    if folder.exists():
        shutil.rmtree(folder)
        return
    for path in (root / POLISH).iterdir():
        text = path.read_text("utf-8").replace("Language: pl", "Language: lt")
        write(root, f"translations/lt/LC_MESSAGES/{path.name}", text)


GLOSSARY = """msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Fever"
msgstr "Gorączka"
"""
WORDS = """msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Side effect"
msgstr "Działanie"
"""
LEXICON = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en">
<lexeme><grapheme>Fever</grapheme><alias>Fee ver</alias></lexeme></lexicon>
"""
PUBLISHER = "source/publisher.yaml"
POLISH = "translations/pl/LC_MESSAGES/"
EDITS: dict[str, Edit] = {
    "a fact": swap("source/alpha.md", "{days: 9}", "{days: 8}"),
    "a message": swap("source/alpha.md", "Stay {stay} days.", "Remain {stay} days."),
    "a section": swap("source/alpha.md", "::: side-effects", "## More\n\n::: side-effects"),
    "a date": swap("source/alpha.md", "review_due: 2026-06-30", "review_due: 2026-01-01"),
    "an error": swap("source/alpha.md", "{stay}", "{unknown}"),
    "a fragment": swap("source/shared/help.md", "## Help", "## Support"),
    "a phone number": swap(PUBLISHER, "08088 010 444", "08088 010 445"),
    "a colour": swap(PUBLISHER, "name: A Charity", "name: A Charity\ncolour: '#7a0050'"),
    "a name": swap(PUBLISHER, "name: A Charity", "name: Another Charity"),
    "languages": swap(PUBLISHER, "[en, pl]", "[en]"),
    "editions": swap(PUBLISHER, "[clear-print, word", "[word"),
    "pages": swap(PUBLISHER, "[clear-print", "[web, clear-print"),
    "sound": swap(PUBLISHER, "word]", "word, audio]"),
    "a size": swap(PUBLISHER, "clear-print, word", "{name: clear-print, format: pdf, size: 15}, word"),
    "a voice": swap(PUBLISHER, "languages:", "voices: {pl: {rate: 140}}\nlanguages:"),
    "a lexicon": toggle("source/lexicon/en.pls", LEXICON),
    "a translation": swap(POLISH + "alpha.po", "„Fever”", "Gorączka"),
    "an empty translation": swap(POLISH + "alpha.po", 'msgstr "„Fever”"', 'msgstr ""'),
    "a doubtful translation": swap(POLISH + "alpha.po", 'msgid "Fever"', '#, fuzzy\nmsgid "Fever"'),
    "a broken catalog": swap(POLISH + "shared.po", '"Language: pl', '"Language: cs'),
    "a catalog gone": rename(POLISH + "alpha.po", POLISH + "alpha.po.old"),
    "a leaflet of another name": rename("source/beta.md", "source/gamma.md"),
    "a leaflet gone": rename("source/beta.md", "source/beta.md.old"),
    "a fragment gone": rename("source/shared/help.md", "source/shared/help.old"),
    "a picture": swap("source/alpha.md", "::: side-effects", "![A pump](pump.png)\n\n::: side-effects"),
    "another picture": picture,
    "a logo": swap(PUBLISHER, "languages:", "logo: {picture: pump.png, description: Us}\nlanguages:"),
    "an address": swap(PUBLISHER, "languages:", "published_at: https://www.example.org/x\nlanguages:"),
    "all languages": swap(PUBLISHER, "languages: [en, pl]\n", "\n"),
    "a third language": third,
    "a size's name": swap(PUBLISHER, "clear-print, word", "{name: mine, format: pdf, size: 15}, word"),
    "its format": swap(PUBLISHER, "{name: mine, format: pdf, size: 15}", "{name: mine, format: docx, size: 15}"),
    "an e-book": swap(PUBLISHER, "[clear-print", "[epub, large-print, clear-print"),
    "braille": swap(PUBLISHER, "[clear-print", "[braille, clear-print"),
    "a glossary": toggle("translations/pl/glossary.po", GLOSSARY),
    "own words": toggle(POLISH + "pipeline.po", WORDS),
    "a compiled catalog": toggle(POLISH + "alpha.mo", "no catalog"),
    "accepted findings": toggle("translations/pl/accepted.json", "[]"),
    "damaged accepted findings": toggle("translations/pl/accepted.json", "no JSON"),
    "a name that is taken": toggle("source/shared.md", "# Shared\n"),
    "capital letters": rename("source/beta.md", "source/Beta.md"),
    "another leaflet's fragment": swap("source/beta.md", "::: include help", "## End\n\nEnd."),
    "ends of lines": bytes_of(crlf),
    "a mark of Unicode": bytes_of(bom),
    "rights": rights,
    "a copy": elsewhere,
    "a correction by hand": by_hand,
    "a signature": signed,
    "no signature": unsigned,
    "other times": clocks,
    "lost files": lost,
    "a revert": revert,
}  # fmt: skip
DAYS = (TODAY, datetime.date(2026, 7, 1), datetime.date(2025, 1, 1))
CHOICES = (Choice(), Choice((), ("en",)), Choice(("alpha",)), Choice((), (), ("word",)))


@pytest.fixture(scope="session")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = charity(tmp_path_factory.mktemp("specimen"))
    picture(root, random.Random(1))
    for name in FOLDERS:
        shutil.copytree(root / name, root / "first" / name)
    return root


def test_every_edit_changes_something(specimen: Path, tmp_path: Path) -> None:
    """So that none of them is an edit in name only."""
    for number, (name, edit) in enumerate(EDITS.items()):
        root = tmp_path / str(number)
        shutil.copytree(specimen, root)
        write(root, "output/alpha/en/alpha-en-word-draft.docx", "x" * 400)
        sign(root, "beta", "en")
        if edit is revert:
            swap("source/alpha.md", "{days: 9}", "{days: 8}")(root, random.Random(1))
        before = told(root)
        edit(root, random.Random(1))
        assert told(root) != before, name


def told(root: Path) -> list[tuple[str, bytes, float, int, int]]:
    return [
        (str(path.relative_to(root)), path.read_bytes(), *how(path))
        for path in sorted(root.rglob("*")) if path.is_file()
    ]  # fmt: skip


def how(path: Path) -> tuple[float, int, int]:
    status = path.stat()
    return status.st_mtime, status.st_mode, status.st_ino


def test_any_history_of_edits_ends_as_a_clean_build(
    history: int, specimen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if history % 2:  # what a build leaves is known at a glance at once, and not after two seconds
        monkeypatch.setattr(keys, "_SETTLED", 0)
    root, clean = tmp_path / "root", tmp_path / "clean"
    shutil.copytree(specimen, root)
    chance = random.Random(history)
    names = [chance.choice(list(EDITS)) for _ in range(8)]
    if history % 5 == 0:  # the longest work: edits that only sound can show
        names = ["sound", "a voice", "a lexicon", *names]
    for name in names:
        EDITS[name](root, chance)
        if chance.random() < 0.6:
            with suppress(LeafletError):  # a choice that is not published just now
                day = chance.choice(DAYS) if chance.random() < 0.3 else TODAY
                made(root, choice=chance.choice(CHOICES), today=day)
            time.sleep(0.01)  # longer than Linux takes to tell two times apart
    found = made(root).found
    for folder in FOLDERS:
        shutil.copytree(root / folder, clean / folder)
    assert made(clean).found == found, names
    assert files(root) == files(clean), names
    assert reported(root) == reported(clean), names


def test_what_is_said_of_any_file_is_what_the_next_build_does(
    asked: int, specimen: Path, tmp_path: Path
) -> None:
    root, chance = tmp_path / "root", random.Random(1000 + asked)
    shutil.copytree(specimen, root)
    for edit in ("pages", "sound")[: 1 + asked % 2]:
        EDITS[edit](root, chance)
    made(root)
    for _ in range(3):
        names = [chance.choice(list(EDITS)) for _ in range(chance.randrange(1, 3))]
        for name in names:
            EDITS[name](root, chance)
        told = foretold(root)
        result = made(root)
        for target, verdict in told.items():
            assert re.match(VERDICTS[became(target, result)], verdict), (
                f"{names}: {target}: {verdict}"
            )


def reported(root: Path) -> object:
    """What both lists of a build say, but for how long things took."""
    report = json.loads((root / "output/report.json").read_bytes())
    for row in report["files"]:
        del row["seconds"]
    return report, (root / "output/index.html").read_bytes()


VERDICTS = {
    "made": r"It would be made",
    "stands": r"It would not be made again|It would be made again: a file that it shows is, unless",
    "gone": r"It would be removed|It cannot be made",
}


def foretold(root: Path) -> dict[str, str]:
    """What is said of each file, by its target's name."""
    project = projects.load(root)
    store = Store(project.output / ".cache/store")
    return {
        target.name: explain(project, target.named("-draft"), TODAY, store).verdict
        for group in plan.published(project) for target in group.targets()
    }  # fmt: skip


def became(target: str, result: Result) -> str:
    for how, paths in (("made", result.made), ("stands", result.fresh)):
        if any(plan.name_of(path) == tuple(target.rsplit("/", 1)) for path in paths):
            return how
    return "gone"


# Kills.

KILLED = """
import sys
from pathlib import Path
from pipeline.build.processes import processes
from tests.projects import made
if __name__ == "__main__":
    with processes() as workers:
        made(Path(sys.argv[1]), workers=workers)
"""


def test_a_build_killed_at_any_moment_leaves_whole_files_and_the_next_one_finishes(
    kills: int, specimen: Path, tmp_path: Path
) -> None:
    root, clean, script = tmp_path / "root", tmp_path / "clean", tmp_path / "killed.py"
    shutil.copytree(specimen, root)
    shutil.copytree(specimen, clean)
    made(clean)
    script.write_text(KILLED)
    whole, chance, ended = files(clean), random.Random(kills), 0
    for _ in range(kills):
        ended += not _killed(script, root, chance.uniform(0.3, 6))
        for name, data in files(root).items():
            assert whole[name] == data
        if chance.random() < 0.3:
            shutil.rmtree(root / "output", ignore_errors=True)
    assert ended < kills
    assert made(root).ok and files(root) == whole


def _killed(script: Path, root: Path, after: float) -> bool:
    """Whether a build was still under way after so many seconds, and was killed with all its workers."""
    with subprocess.Popen(
        [sys.executable, str(script), str(root)], start_new_session=True, cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            return process.wait(after) != 0
        os.killpg(process.pid, signal.SIGKILL)
    return True
