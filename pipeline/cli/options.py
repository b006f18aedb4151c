"""What several commands take: each is named once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline import usage

Command = Callable[..., None]
Part = Callable[[Command], Command]

HERE = Path()
# Whether it is there and can be read is said by whoever reads it, with a code.
PATH = click.Path(readable=False, path_type=Path)
# What begins with a file's name, or may be one: the line of a catalog, a release.
NAMED = click.Path(readable=False)


def together(*parts: Part) -> Part:
    """Options that stand together, in the order of the help."""

    def decorated(command: Command) -> Command:
        for part in reversed(parts):
            command = part(command)
        return command

    return decorated


def several(*names: str, **more: Any) -> Part:
    """An option that may be given again. make passes LEAFLET= as an empty text when it is not given: it comes back as none."""
    return click.option(*names, multiple=True, callback=_given, **more)


def _given(ctx: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, values))


root = click.option(
    "--root",
    type=PATH,
    default=HERE,
    show_default="this folder",
    help="The folder that holds source/ and translations/.",
)
leaflets = several(
    "slugs", "--leaflet", type=usage.LEAFLET, help="Only this leaflet; may be given again."
)
tags = several(
    "tags",
    "--tag",
    type=usage.LANGUAGE,
    help="Only this language, named as its folder in translations/.",
)
as_json = click.option("as_json", "--json", is_flag=True, help="Print JSON, for a machine to read.")
narrowed = together(root, leaflets, tags)
