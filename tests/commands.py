"""What a page of docs/ tells people to type and to write, in its order.

A fence of ``sh`` holds commands, a line each. A fence whose first line names a file (```` ```yaml source/publisher.yaml ````)
is that file; of ``diff``, a change of it. Between backticks in a sentence stands a command when its first word is a program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.cli import app

REPOSITORY = Path(__file__).parents[1]
PROGRAMS = frozenset(
    "leaflet make . .venv/bin/python .ci/run apt apt-get cd curl dask git mkdir msgcat msgfmt npm npx pip pipx pybabel pytest"
    " python python3 sh sudo uv weblate wsl".split()
)
LANGUAGES = frozenset("diff markdown po python sh text yaml".split())
_LEAFLET = click.Context(app)
# In the order of the help; to ask for a command loads its module.
COMMANDS: dict[str, Any] = {name: app.get_command(_LEAFLET, name) for name in app.list_commands(_LEAFLET)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """A command. ``boxed``: it stands in a box of its own, not in a sentence."""

    line: str
    boxed: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A file that the page shows whole."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of a file that stands there."""

    path: str
    was: str
    now: str


Step = Typed | Written | Changed


def steps(page: Path, heading: str = "") -> list[Step]:
    """Of the page, or of the section under one of its headings of level two."""
    tokens = MarkdownIt().enable("table").parse(page.read_text("utf-8"))
    return [step for token in _section(tokens, heading) for step in _steps(token)]


def _section(tokens: list[Token], heading: str) -> list[Token]:
    if not heading:
        return tokens
    begins = [at for at, token in enumerate(tokens) if (token.type, token.tag) == ("heading_open", "h2")]  # fmt: skip
    [first] = [at for at in begins if tokens[at + 1].content == heading]
    return tokens[first : next((at for at in begins if at > first), len(tokens))]


def _steps(token: Token) -> Iterator[Step]:
    if token.type == "fence":
        yield from _fence(*_info(token), token.content)
    for child in token.children or ():
        line = " ".join(child.content.split())
        if child.type == "code_inline" and _is_command(line):
            yield Typed(line, boxed=False)


def _info(token: Token) -> tuple[str, str]:
    language, _, path = token.info.strip().partition(" ")
    return language, path


def _fence(language: str, path: str, text: str) -> Iterator[Step]:
    assert language in LANGUAGES, f"say what this is, in a word after the fence:\n{text}"
    if language == "sh":
        yield from (Typed(line, boxed=True) for line in text.splitlines() if line.strip())
    elif language == "diff":
        was, now = (_lines(text, sign) for sign in "-+")
        yield Changed(path, was, now)
    elif path:
        yield Written(path, text)


def _lines(text: str, sign: str) -> str:
    return "\n".join(line[1:] for line in text.splitlines() if line.startswith(sign))


def _is_command(line: str) -> bool:
    """A command's name alone is a command where nothing more is needed."""
    words = line.split(" ")
    if words[0] not in PROGRAMS or words == ["leaflet"] or words == ["."]:
        return False
    if words[0] == "leaflet" and len(words) == 2 and words[1] in COMMANDS:
        return not any(option.required for option in COMMANDS[words[1]].params)
    return len(words) > 1 or words[0] in ("make", ".ci/run")
