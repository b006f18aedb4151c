"""What the command line says of itself, and what shells complete."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from pipeline import usage
from pipeline.cli import app
from tests.projects import charity

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def leaflet(*words: str, at: Path | None = None, **surroundings: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **surroundings},
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_every_command_stands_in_one_section() -> None:
    named = [name for names in usage.SECTIONS.values() for name in names]
    assert sorted(named) == sorted(COMMANDS)


def test_the_help_says_the_whole_first_sentence_of_each_command() -> None:
    told = " ".join(leaflet("--help").split())
    for command in COMMANDS.values():
        assert " ".join(re.split(r"\.\s|\.$", command.help)[0].split()) in told
    assert "Exit codes: 0" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("leaflet rel", {"release"}),
        ("leaflet build --leaflet ", {"alpha", "beta"}),
        ("leaflet build --leaflet b", {"beta"}),
        ("leaflet build --tag ", {"en", "pl"}),
        ("leaflet build --format gi", {"giant-print"}),
        ("leaflet build --root nowhere --leaflet ", set()),
    ],
)
def test_the_shell_completes(tmp_path: Path, typed: str, offered: set[str]) -> None:
    """As bash asks for it, by the function that --show-completion prints."""
    root = charity(tmp_path, "alpha", "beta")
    words = typed.split(" ")
    told = leaflet(
        at=root,
        _LEAFLET_COMPLETE="complete_bash",
        COMP_WORDS=typed,
        COMP_CWORD=str(len(words) - 1),
    )
    assert set(told.split()) == offered


@pytest.mark.slow
def test_colours_are_left_out_where_nobody_wants_them(tmp_path: Path) -> None:
    root = charity(tmp_path)
    shown = leaflet("status", at=root, FORCE_COLOR="1")
    assert "\x1b[1m" in shown  # heads of the table are bold
    assert "\x1b[3" not in leaflet("status", at=root, FORCE_COLOR="1", NO_COLOR="1")
