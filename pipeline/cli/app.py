"""The command of which all others are parts."""

from __future__ import annotations

import typer

from pipeline import usage

app = typer.Typer(
    cls=usage.Sections,
    help="One source becomes large print, Word, web pages, audio and braille in every language.",
    epilog=usage.EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
