"""The command of which all others are parts."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.usage import EXIT_CODES, SECTIONS

if TYPE_CHECKING:
    from pipeline.cli.options import Part


class Sections(click.Group):
    """Lists the commands by what they are for, each with the whole first sentence of its help. A command's module is loaded when
    the command is asked for: they put themselves into ``commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for section in SECTIONS for name in section.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """For a name that none has, all are loaded: what is near to it is proposed."""
        holding = [section for section in SECTIONS if cmd_name in section.commands]
        for section in holding or SECTIONS:
            import_module(f"pipeline.cli.{section.module}")
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section in SECTIONS:
            with formatter.section(section.title):
                formatter.write_dl([(name, self._first(ctx, name)) for name in section.commands])

    def _first(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return command.get_short_help_str(limit=200) if command else ""


def _completion(option: str, help: str) -> Part:
    """An option that names a shell: without a name the one that a terminal of this person opens with."""
    return click.option(
        option,
        metavar="[SHELL]",
        type=click.Choice(("bash", "zsh", "fish")),
        is_flag=False,
        flag_value=Path(os.environ.get("SHELL", "")).name,
        is_eager=True,
        expose_value=False,
        callback=_complete,
        help=help,
    )


def _complete(ctx: click.Context, option: click.Parameter, shell: str | None) -> None:
    if shell and not ctx.resilient_parsing:
        from pipeline.cli.completion import install, script

        done = script if option.name == "show_completion" else install
        print(done(ctx.command, shell))
        ctx.exit()


@click.group(cls=Sections, epilog=EXIT_CODES)
@_completion(
    "--install-completion",
    "Let the Tab key complete in your shell (bash, zsh or fish), from now on.",
)
@_completion("--show-completion", "Show what would be installed for it.")
def app() -> None:
    """One source becomes large print, Word, web pages, audio and braille in every language."""
