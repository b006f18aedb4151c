"""What a shell reads so that the Tab key completes: Click's script, and where each shell looks for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from click import Command
from click.shell_completion import get_completion_class


@dataclass(frozen=True, slots=True)
class _Place:
    """Below the person's home: where the script stands, and the line of which file makes the shell read it (fish needs none)."""

    script: str
    settings: str = ""
    line: str = ""


_PLACES = {
    "bash": _Place(".bash_completions/leaflet.sh", ".bashrc", "source ~/.bash_completions/leaflet.sh"),
    "zsh": _Place(".zfunc/_leaflet", ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit"),
    "fish": _Place(".config/fish/completions/leaflet.fish"),
}  # fmt: skip


def script(command: Command, shell: str) -> str:
    """What this shell must read."""
    known = get_completion_class(shell)
    assert known, "a shell that Click knows"
    return known(command, {}, "leaflet", "_LEAFLET_COMPLETE").source()


def install(command: Command, shell: str) -> str:
    """Put the script where the shell finds it; what was done, in words. Settings of the person's own are added to, once."""
    place, home = _PLACES[shell], Path.home()
    path = home / place.script
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script(command, shell), encoding="utf-8")
    told = [f"wrote {path}"]
    if place.line and _added(home / place.settings, place.line):
        told.append(f"added to {home / place.settings}: {place.line}")
    return "\n".join([*told, "Open a new terminal: its Tab key completes what follows leaflet."])


def _added(settings: Path, line: str) -> bool:
    """Whether the line was not there yet. Whatever else stands in the file stays byte for byte."""
    before = settings.read_bytes() if settings.exists() else b""
    if line.encode() in before.splitlines():
        return False
    with settings.open("ab") as file:
        file.write(b"\n" * bool(before and not before.endswith(b"\n")) + line.encode() + b"\n")
    return True
