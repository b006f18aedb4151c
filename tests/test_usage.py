"""What the command line says of itself, and what shells complete."""

from __future__ import annotations

import inspect
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import pytest

from pipeline.cli import app, main
from pipeline.usage import SECTIONS
from tests.commands import COMMANDS, REPOSITORY
from tests.projects import charity


def run(*words: str, at: Path | None = None, env: Mapping[str, str] = MappingProxyType({})) -> subprocess.CompletedProcess[str]:  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **env},
        capture_output=True,
        text=True,
    )


def test_every_command_stands_in_one_section_and_in_its_module() -> None:
    """Else it would be loaded by nothing, or by too much."""
    for path in (REPOSITORY / "pipeline/cli").glob("[a-z]*.py"):
        import_module(f"pipeline.cli.{path.stem}")
    held = [(inspect.getmodule(one.callback), name) for name, one in app.commands.items()]
    named = [(sys.modules[f"pipeline.cli.{one.module}"], name) for one in SECTIONS for name in one.commands]  # fmt: skip
    assert sorted(map(str, held)) == sorted(map(str, named))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_takes_what_its_options_give(name: str) -> None:
    """Which no type says: Click gives them by name."""
    command = COMMANDS[name]
    assert list(inspect.signature(command.callback).parameters) == [one.name for one in command.params]  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_everything_that_a_command_takes_is_explained(name: str) -> None:
    assert all(one.help and one.help.endswith(".") for one in COMMANDS[name].params)


def test_the_help_says_the_whole_first_sentence_of_each_command() -> None:
    told = " ".join(run("--help").stdout.split())
    for command in COMMANDS.values():
        assert " ".join(re.split(r"\.\s|\.$", command.help)[0].split()) in told
    assert "Exit codes: 0" in told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Make every file that is missing or out of date."),
        ("bild", "No such command 'bild'. Did you mean 'build'?"),
        ("build --roo x", "No such option '--roo'. Did you mean '--root'?"),
        ("build x", "Got unexpected extra argument (x)"),
        ("build --pdf-version 3", "'3' is not one of '1', '2'."),
        ("build --executor here", "write dask://HOST:PORT"),
        ("build --tag", "Option '--tag' requires an argument."),
        ("explain", "Missing argument 'CODE'."),
        ("approve --tag pl", "Missing option '--by'."),
        ("preview --port 65536", "65536 is not in the range 0<=x<=65535."),
        ("export --tag pl --format zip", "--format is one of: xliff, xliff2, tmx"),
        ("accept a.po N322", "write FILE.po:LINE, as leaflet check names it"),
    ],
)
def test_what_was_typed_wrongly_is_said_and_nothing_is_done(
    typed: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(charity(tmp_path))
    monkeypatch.setattr(sys, "argv", ["leaflet", *typed.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    out, told = capsys.readouterr()
    assert (ended.value.code, out) == (2, "") and said in told
    assert not (tmp_path / "output").exists()


def test_an_empty_choice_is_none() -> None:
    """make passes LEAFLET= as an empty text when it is not given."""
    with COMMANDS["build"].make_context("build", ["--leaflet=", "--tag=", "--format=", "--tag=PL"]) as asked:  # fmt: skip
        given = asked.params
    assert (given["slugs"], given["tags"], given["formats"]) == ((), ("pl",), ())


@pytest.mark.slow
def test_ctrl_c_ends_a_command_and_it_says_what_stands(tmp_path: Path) -> None:
    def heard() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)

    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "watch", "--root", str(charity(tmp_path)), "--format", "word"],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard,
    ) as running:  # fmt: skip
        assert running.stdout and running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130 and "Stopped. What was finished is whole" in told


# What the Tab key does.

SETTINGS = b"# caf\xe9\nPS1='> '"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a person who has asked for completion, and whose shell had settings before."""
    folder = tmp_path_factory.mktemp("home")
    (folder / ".bashrc").write_bytes(SETTINGS)
    program = folder / "bin/leaflet"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m pipeline "$@"\n')
    program.chmod(0o755)
    assert run("--install-completion", env=person(folder)).returncode == 0
    return folder


def person(home: Path, shell: str = "/bin/bash") -> dict[str, str]:
    path = f"{home}/bin{os.pathsep}{os.environ['PATH']}"
    return {"HOME": str(home), "SHELL": shell, "PATH": path, "PYTHONPATH": str(REPOSITORY), "TERM": "dumb"}  # fmt: skip


# As bash does at the Tab key: the function that it knows for the word leaflet, and what that leaves.
TAB = """
source ~/.bashrc
read -ra COMP_WORDS <<< "$1"; [[ $1 == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
[[ $(complete -p leaflet) =~ -F\\ ([^ ]+) ]] && "${BASH_REMATCH[1]}" leaflet
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("leaflet rel", {"release"}),
        ("leaflet build --leaflet ", {"alpha", "beta"}),
        ("leaflet build --leaflet b", {"beta"}),
        ("leaflet build --leaflet alpha --tag ", {"en", "pl"}),
        ("leaflet approve --tag p", {"pl"}),
        ("leaflet build --format gi", {"giant-print"}),
        ("leaflet build --pdf", {"--pdf-version"}),
        ("leaflet add-language zh", {"zh_Hans", "zh_Hant"}),
        ("leaflet withdraw ", {"alpha", "beta"}),
        ("leaflet build --root nowhere --leaflet ", set()),
    ],
)
def test_the_shell_completes(home: Path, tmp_path: Path, typed: str, offered: set[str]) -> None:
    done = subprocess.run(
        ["bash", "--norc", "-c", TAB, "bash", typed],
        cwd=charity(tmp_path, "alpha", "beta"),
        env={**os.environ, **person(home)},
        capture_output=True,
        text=True,
    )
    assert (set(done.stdout.split()), done.stderr) == (offered, "")


@pytest.mark.slow
def test_the_tab_key_of_a_terminal_completes(home: Path, tmp_path: Path) -> None:
    terminal, side = os.openpty()
    with subprocess.Popen(
        ["bash", "--noprofile", "-i"], cwd=charity(tmp_path, "alpha", "beta"),
        env={**os.environ, **person(home)}, stdin=side, stdout=side, stderr=side, start_new_session=True,
    ) as shell:  # fmt: skip
        os.close(side)
        os.write(terminal, b"leaflet build --leaflet b\t")
        shown, end = b"", time.monotonic() + 60
        while b"--leaflet beta" not in shown and time.monotonic() < end:
            shown += os.read(terminal, 1000)
        shell.kill()
    os.close(terminal)
    assert b"--leaflet beta" in shown


@pytest.mark.slow
def test_settings_of_a_shell_are_added_to_once(home: Path) -> None:
    added = SETTINGS + b"\nsource ~/.bash_completions/leaflet.sh\n"
    assert (home / ".bashrc").read_bytes() == added
    again = run("--install-completion", env=person(home))
    assert (home / ".bashrc").read_bytes() == added and "added" not in again.stdout
    assert "Open a new terminal" in again.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shell", "script", "settings"),
    [("zsh", ".zfunc/_leaflet", ".zshrc"), ("fish", ".config/fish/completions/leaflet.fish", "")],
)
def test_other_shells_have_their_own_places(shell: str, script: str, settings: str, tmp_path: Path) -> None:  # fmt: skip
    """Neither is there to be asked."""
    assert run("--install-completion", env=person(tmp_path, f"/usr/bin/{shell}")).returncode == 0
    shown = run("--show-completion", shell, env=person(tmp_path)).stdout
    assert (tmp_path / script).read_text() == shown.removesuffix("\n")
    assert f"_LEAFLET_COMPLETE={shell}_complete" in shown
    assert {path.name for path in tmp_path.iterdir()} == {script.split("/")[0], settings} - {""}


@pytest.mark.parametrize("shell", ["/bin/tcsh", ""])
def test_a_shell_that_cannot_complete_is_named_with_those_that_can(shell: str, tmp_path: Path) -> None:  # fmt: skip
    done = run("--install-completion", env=person(tmp_path, shell))
    assert done.returncode == 2 and "is not one of 'bash', 'zsh', 'fish'" in done.stderr
    assert not list(tmp_path.iterdir())


# Colours.


@pytest.mark.slow
def test_colours_are_left_out_where_nobody_wants_them(tmp_path: Path) -> None:
    root = charity(tmp_path)
    shown = run("status", at=root, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[1m" in shown  # heads of the table are bold
    assert "\x1b[3" not in run("status", at=root, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
