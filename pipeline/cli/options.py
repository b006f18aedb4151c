"""What several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import usage
from pipeline.languages import folder


def _folders(typed: list[str] | None) -> list[str] | None:
    """The folders of languages typed as en-XA or zh-hans."""
    return typed and [folder(tag) for tag in typed]


Root = Annotated[
    Path,
    typer.Option(
        "--root",
        help="The folder that holds source/ and translations/.",
        show_default="this folder",
    ),
]


Leaflets = Annotated[
    list[str] | None,
    typer.Option(
        "--leaflet",
        help="Only this leaflet; may be given again.",
        autocompletion=usage.leaflets,
    ),
]


Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag",
        help="Only this language, named as its folder in translations/.",
        autocompletion=usage.tags,
        callback=_folders,
    ),
]


Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a machine to read.")]


HERE = Path()


def given(values: list[str] | None) -> list[str]:
    """make passes LEAFLET= as an empty text when it is not given."""
    return [value for value in values or () if value]
