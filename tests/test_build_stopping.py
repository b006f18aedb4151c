"""A build that a person stops: it ends at once, says how far it came, and nobody has to read how the program is made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.projects import NOW, charity, edit, files, made

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[1]
TOLD = ". What was finished is whole; run the command again for the rest.\n"


def hears_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def begun(root: Path, what: str = "build") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", what, "--root", str(root)]
    return subprocess.Popen(
        command,
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "SOURCE_DATE_EPOCH": f"{NOW.timestamp():.0f}",
        },
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Its sound takes a while."""
    edit(charity(tmp_path), "source/publisher.yaml", "word]", "word, audio]")
    return tmp_path


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_says_how_far_it_came(
    root: Path, number: signal.Signals, code: int
) -> None:
    with begun(root) as build:
        assert build.stderr
        assert build.stderr.readline().startswith("[1/")
        asked = time.monotonic()
        build.send_signal(number)
        *_, last = build.stderr.readlines()
        assert time.monotonic() - asked < 1
        assert last.startswith("Stopped after ") and last.endswith(f" files{TOLD}")
    assert build.returncode == code
    whole = files(root)
    assert made(root).ok and whole.items() <= files(root).items() and whole


def test_a_terminal_stops_processes_that_are_beginning_too(root: Path) -> None:
    """They are sent Ctrl-C as well, in the midst of loading Python."""
    for hundredths in (0, 2, 4, 8, 12, 16, 20, 30):
        with begun(root) as build:
            while not Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text():
                time.sleep(0.001)
            time.sleep(hundredths / 100)
            os.killpg(build.pid, signal.SIGINT)
            assert build.stderr
            rows = [row for row in build.stderr if not row.startswith("[")]
        assert len(rows) == 1 and rows[0].startswith("Stopped") and rows[0].endswith(TOLD)
        assert build.returncode == 130


def test_who_asks_again_and_again_is_told_once(root: Path) -> None:
    for times in (2, 5):
        with begun(root) as build:
            assert build.stderr
            assert build.stderr.readline().startswith("[1/")
            for _ in range(times):
                with suppress(ProcessLookupError):
                    os.killpg(build.pid, signal.SIGINT)
                time.sleep(0.02)
            rows = [row for row in build.stderr if not row.startswith("[")]
        assert len(rows) == 1 and rows[0].startswith("Stopped after ")
        assert build.returncode in (130, -signal.SIGINT), "Python itself may hear it as it ends"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watch_is_stopped_in_the_same_way(root: Path, number: signal.Signals) -> None:
    with begun(root, "watch") as watch:
        assert watch.stderr
        assert watch.stderr.readline().startswith("[1/")
        while not (root / "output/alpha/pl/alpha-pl-word-draft.docx").exists():
            time.sleep(0.01)
        watch.send_signal(number)
        assert watch.stderr.readlines()[-1].endswith(TOLD)
    assert watch.returncode == 128 + number


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_what_was_being_spoken(
    root: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    with begun(root) as build:
        assert build.stderr
        while not list(folder.glob("*/leaflet-speech-*/*.wav")):
            time.sleep(0.001)
        build.send_signal(number)
        build.stderr.read()
    for _ in range(100):
        if not list(folder.iterdir()):
            break
        time.sleep(0.05)  # workers of a build that was killed end by themselves
    assert not list(folder.iterdir())
