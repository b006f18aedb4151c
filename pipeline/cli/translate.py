"""Commands for translators and those who work with them."""

from __future__ import annotations

from pathlib import Path

import click
from click.exceptions import Exit

from pipeline import usage
from pipeline.cli import options
from pipeline.cli.app import app
from pipeline.cli.environment import now, today
from pipeline.cli.printing import print_found
from pipeline.diagnostic import Diagnostic, errors

_tag = click.option(
    "--tag",
    type=usage.LANGUAGE,
    required=True,
    help="The language, named as its folder in translations/.",
)


@app.command()
@click.argument("place", metavar="FILE.po:LINE", type=options.NAMED, help="A line of the message.")
@click.argument("code", help="The finding, such as N322.")
@click.option("name", "--by", default="", help="Who accepts it.")
@click.option("reason", "--why", default="", help="Why the translation is right.")
def accept(place: str, code: str, name: str, reason: str) -> None:
    """Accept a finding of a right translation, until its message changes."""
    from pipeline import examine

    path, _, line = place.rpartition(":")
    if not path or not (line.isascii() and line.isdecimal()):
        raise click.BadParameter("write FILE.po:LINE, as leaflet check names it")
    written = examine.accept(Path(path), int(line), code, name, reason)
    print(f"{code} is accepted, by {name}, in {written}.")


@app.command()
@options.root
def extract(root: Path) -> None:
    """Write the templates that translators start from. Unchanged text changes no file."""
    from pipeline import exchange, project

    written, found = exchange.extract(project.load(root), now())
    print_found(found)
    print(_written([f"wrote {path}" for path in written], "templates", found))
    raise Exit(1 if errors(found) else 0)


@app.command()
@options.root
@options.tags
def update(root: Path, tags: tuple[str, ...]) -> None:
    """Bring every language's catalogs up to the templates, losing no translator's word."""
    from pipeline import exchange, project

    loaded = project.load(root)
    written, found = exchange.extract(loaded, now())
    merged, more = exchange.update(loaded, tags, now())
    print_found([*found, *more])
    rows = [*(f"wrote {path}" for path in written), *map(str, merged)]
    print(_written(rows, "catalogs", [*found, *more]))
    raise Exit(1 if errors([*found, *more]) else 0)


@app.command()
@_tag
@click.option(
    "--format",
    default="xliff2",
    show_default=True,
    help="xliff (1.2) or xliff2 (2.0), to translate in; tmx, a memory of what is translated.",
)
@options.leaflets
@click.option(
    "--out",
    type=options.PATH,
    show_default="output/translators/TAG.xlf",
    help="The file to write.",
)
@options.root
def export(tag: str, format: str, slugs: tuple[str, ...], out: Path | None, root: Path) -> None:
    """Write a language's texts into one file for a translator's program (XLIFF), or for its memory (TMX)."""
    from pipeline import agency, project

    if format not in list(agency.Format):
        raise click.BadParameter(f"--format is one of: {', '.join(agency.Format)}")
    loaded = project.load(root)
    path, found = agency.export(loaded, tag, slugs, agency.Format(format), out)
    print_found(found)
    print(f"wrote {path}")


@app.command()
@click.argument("file", type=options.PATH, help="XLIFF 1.2 or 2.0, from leaflet export.")
@click.option(
    "--replace",
    is_flag=True,
    help="Also over translations that were changed here since the file went out.",
)
@options.root
def import_translation(file: Path, replace: bool, root: Path) -> None:
    """Take a translated XLIFF file into the catalogs. It approves nothing: who signs is asked elsewhere."""
    from pipeline import agency, project

    taken, found = agency.bring(project.load(root), file, replace)
    print_found(found)
    for one in taken:
        print(one)
    raise Exit(1 if errors(found) else 0)


@app.command()
@_tag
@click.option(
    "program",
    "--with",
    metavar="COMMAND",
    required=True,
    help="A program that reads one English text a line and writes one translation a line; TAG in it stands for the language.",
)
@options.root
def suggest(tag: str, program: str, root: Path) -> None:
    """Ask a machine for what nobody has translated. Every answer is fuzzy until a person agrees to it."""
    from pipeline import project
    from pipeline import suggest as room

    written, found = room.suggest(project.load(root), tag, room.Program(program))
    print_found(found)
    print("\n".join(map(str, written)) or "There is nothing to translate.")
    raise Exit(1 if errors(found) else 0)


def _written(rows: list[str], what: str, found: list[Diagnostic]) -> str:
    if wrong := len(errors(found)):
        rows = [*rows, f"{wrong} errors: see above. What they touch was left as it was."]
    return "\n".join(rows) or f"The {what} are up to date."


@app.command()
@_tag
@options.leaflets
@options.root
def drafted(tag: str, slugs: tuple[str, ...], root: Path) -> None:
    """Write down that a machine made translations: their files say so until somebody has reviewed them."""
    from pipeline import project, signing

    marked = signing.drafted(project.load(root), slugs, tag, today())
    print(f"{', '.join(marked)} in {tag}: a machine's draft until somebody has reviewed it.")
