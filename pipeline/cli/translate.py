"""Commands for translators and those who work with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import app
from pipeline.cli.environment import now, today
from pipeline.cli.options import HERE, Leaflets, Root, Tags, given
from pipeline.cli.printing import print_found
from pipeline.diagnostic import Diagnostic, errors
from pipeline.languages import folder


@app.command()
def accept(
    place: Annotated[str, typer.Argument(metavar="FILE.po:LINE", help="A line of the message.")],
    code: Annotated[str, typer.Argument(help="The finding, such as N322.")],
    name: Annotated[str, typer.Option("--by", help="Who accepts it.")] = "",
    reason: Annotated[str, typer.Option("--why", help="Why the translation is right.")] = "",
) -> None:
    """Accept a finding of a right translation, until its message changes."""
    from pipeline import examine

    path, _, line = place.rpartition(":")
    if not path or not (line.isascii() and line.isdecimal()):
        raise typer.BadParameter("write FILE.po:LINE, as leaflet check names it")
    written = examine.accept(Path(path), int(line), code, name, reason)
    print(f"{code} is accepted, by {name}, in {written}.")


@app.command()
def extract(root: Root = HERE) -> None:
    """Write the templates that translators start from. Unchanged text changes no file."""
    from pipeline import exchange, project

    written, found = exchange.extract(project.load(root), now())
    print_found(found)
    print(_written([f"wrote {path}" for path in written], "templates", found))
    raise typer.Exit(1 if errors(found) else 0)


@app.command()
def update(root: Root = HERE, tag: Tags = None) -> None:
    """Bring every language's catalogs up to the templates, losing no translator's word."""
    from pipeline import exchange, project

    loaded = project.load(root)
    written, found = exchange.extract(loaded, now())
    merged, more = exchange.update(loaded, given(tag), now())
    print_found([*found, *more])
    rows = [*(f"wrote {path}" for path in written), *map(str, merged)]
    print(_written(rows, "catalogs", [*found, *more]))
    raise typer.Exit(1 if errors([*found, *more]) else 0)


@app.command()
def export(
    tag: Annotated[
        str,
        typer.Option(
            "--tag", help="The language, named as its folder in translations/.", callback=folder
        ),
    ],
    format: Annotated[
        str,
        typer.Option(
            "--format",
            help="xliff (1.2) or xliff2 (2.0), to translate in; tmx, a memory of what is translated.",
        ),
    ] = "xliff2",
    leaflet: Leaflets = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The file to write.", show_default="output/translators/TAG.xlf"),
    ] = None,
    root: Root = HERE,
) -> None:
    """Write a language's texts into one file for a translator's program (XLIFF), or for its memory (TMX)."""
    from pipeline import agency, project

    if format not in list(agency.Format):
        raise typer.BadParameter(f"--format is one of: {', '.join(agency.Format)}")
    loaded = project.load(root)
    path, found = agency.export(loaded, tag, given(leaflet), agency.Format(format), out)
    print_found(found)
    print(f"wrote {path}")


@app.command()
def import_translation(
    file: Annotated[Path, typer.Argument(help="XLIFF 1.2 or 2.0, from leaflet export.")],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Also over translations that were changed here since the file went out.",
        ),
    ] = False,
    root: Root = HERE,
) -> None:
    """Take a translated XLIFF file into the catalogs. It approves nothing: who signs is asked elsewhere."""
    from pipeline import agency, project

    taken, found = agency.bring(project.load(root), file, replace)
    print_found(found)
    for one in taken:
        print(one)
    raise typer.Exit(1 if errors(found) else 0)


@app.command()
def suggest(
    tag: Annotated[
        str,
        typer.Option(
            "--tag", help="The language, as its folder in translations/.", callback=folder
        ),
    ],
    program: Annotated[
        str,
        typer.Option(
            "--with",
            metavar="COMMAND",
            help="A program that reads one English text a line and writes one translation a line; TAG in it stands for the language.",
        ),
    ],
    root: Root = HERE,
) -> None:
    """Ask a machine for what nobody has translated. Every answer is fuzzy until a person agrees to it."""
    from pipeline import project
    from pipeline import suggest as room

    written, found = room.suggest(project.load(root), tag, room.Program(program))
    print_found(found)
    print("\n".join(map(str, written)) or "There is nothing to translate.")
    raise typer.Exit(1 if errors(found) else 0)


def _written(rows: list[str], what: str, found: list[Diagnostic]) -> str:
    if wrong := len(errors(found)):
        rows = [*rows, f"{wrong} errors: see above. What they touch was left as it was."]
    return "\n".join(rows) or f"The {what} are up to date."


@app.command()
def drafted(
    tag: Annotated[
        str,
        typer.Option(
            "--tag", help="The language, as its folder in translations/.", callback=folder
        ),
    ],
    leaflet: Leaflets = None,
    root: Root = HERE,
) -> None:
    """Write down that a machine made translations: their files say so until somebody has reviewed them."""
    from pipeline import project, signing

    slugs = signing.drafted(project.load(root), given(leaflet), tag, today())
    print(f"{', '.join(slugs)} in {tag}: a machine's draft until somebody has reviewed it.")
