"""What the command line says of itself: its commands by what they are for, and what the shell completes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from typer import Context
from typer.core import TyperGroup

from pipeline.languages import SOURCE, languages

# Each command stands under one of these; tests/test_usage.py finds what is missing.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Begin": ("new", "import", "add-language"),
    "Make": ("build", "watch", "preview", "check", "booklet", "screenshots", "say"),
    "Translate": (
        "extract",
        "update",
        "export",
        "import-translation",
        "suggest",
        "accept",
        "drafted",
    ),
    "Sign and release": ("proof", "review", "approve", "release", "withdraw", "compare", "verify"),
    "Ask": ("status", "report", "explain", "why", "cache", "doctor"),
}
EXIT_CODES = """\
Exit codes: 0 all is well; 1 something is wrong with the leaflets, and it has been said what; 2 the command was used wrongly.

NO_COLOR=1 prints without colours."""


class Sections(TyperGroup):
    """Lists the commands by what they are for, each with the whole first sentence of its help."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for section, names in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name, self._first(ctx, name)) for name in names])

    def _first(self, ctx: Any, name: str) -> str:
        command = self.get_command(ctx, name)
        return command.get_short_help_str(limit=200) if command else ""


# What the shell completes. Nothing is read but names: it is asked at each press of a key.


def leaflets(ctx: Context, incomplete: str) -> list[str]:
    """The leaflets of the project that begin so."""
    return _begin((path.stem for path in _root(ctx).glob("source/*.md")), incomplete)


def tags(ctx: Context, incomplete: str) -> list[str]:
    """The languages that the project has a folder for, and English, that begin so."""
    there = (path.parent.name for path in _root(ctx).glob("translations/*/LC_MESSAGES"))
    return _begin((SOURCE, *there), incomplete)


def known_tags(ctx: Context, incomplete: str) -> list[str]:
    """Every language that the pipeline knows, that begins so."""
    return _begin(languages(), incomplete)


def formats(ctx: Context, incomplete: str) -> list[str]:
    """The editions that need no entry of their own in publisher.yaml, that begin so."""
    from pipeline.publisher import EDITIONS

    return _begin((edition.name for edition in EDITIONS), incomplete)


def _root(ctx: Context) -> Path:
    return Path(ctx.params.get("root") or ".")


def _begin(names: Iterable[str], incomplete: str) -> list[str]:
    return sorted(name for name in set(names) if name.startswith(incomplete))
