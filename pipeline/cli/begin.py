"""Commands to begin: a new leaflet, an old one, another language."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from pipeline import usage
from pipeline.cli import options
from pipeline.cli.app import app
from pipeline.cli.environment import now, today
from pipeline.cli.printing import as_rows, print_found, print_json, print_table
from pipeline.diagnostic import LeafletError, counted, errors, quoted

if TYPE_CHECKING:
    from pipeline.importing import Imported


@app.command()
@click.argument("slug", metavar="NAME", help="The leaflet's name, such as car-t-cells.")
@click.option("--title", default="", help="What stands at its head.")
@click.option("--summary", default="", help="What it is about, in one sentence.")
@click.option(
    "--review-due",
    metavar="YYYY-MM-DD",
    default="",
    show_default="in three years",
    help="The day by which it must be reviewed again.",
)
@click.option("--charity", default="", help="Who publishes it, where source/ does not say it yet.")
@options.root
def new(slug: str, title: str, summary: str, review_due: str, charity: str, root: Path) -> None:
    """Write a leaflet to fill in. Asks for what is not given, on a terminal only."""
    from pipeline import starting

    if problem := starting.refused(root, slug):
        raise LeafletError(problem)
    own = slug.replace("-", " ").capitalize()
    needs_charity = not (root / starting.CHARITY).exists()
    charity = charity or (_asked("Who publishes it", "") if needs_charity else "")
    title = title or _asked("Title", own)
    summary = summary or _asked("What is it about, in one sentence", f"About {title}.")
    usual = f"{_in_years(starting.REVIEW_YEARS)}"
    day = _day(review_due or _asked("Next review due", usual, lambda text: f"{_day(text)}"))
    starter = starting.Starter(slug, title, summary, today(), day, charity)
    for path in starting.begin(root, starter):
        print(f"wrote {path}")
    print("Fill it in, then: leaflet check, leaflet update (for other languages), leaflet build.")


def _asked(question: str, usual: str, read: Callable[[str], str] | None = None) -> str:
    """What a person types, or takes as it is proposed; what is usual where nobody is there to ask. ``read`` refuses an answer,
    which is then asked for again."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return usual
    return str(click.prompt(question, default=usual or None, value_proc=read))


def _in_years(years: int) -> datetime.date:
    day = today()
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{quoted(text)} is no day such as 2029-01-31") from None


@app.command()
@click.argument(
    "tag", metavar="TAG", type=usage.KNOWN_LANGUAGE, help="The language, such as pl or zh_Hans."
)
@options.root
@options.as_json
def add_language(tag: str, root: Path, as_json: bool) -> None:
    """Set up a language's catalogs, name it in publisher.yaml, and say what there is for it and what is lacking."""
    from pipeline import starting

    added, found = starting.add_language(root, tag, now())
    if as_json:
        print_json({"language": asdict(added), "found": as_rows(found)})
    else:
        print_found(found)
        print("\n".join(map(str, added.merged)) or "Its catalogs are up to date.")
        was = "was listed already" if added.listed else "is now among your languages"
        print(f"{added.name} ({added.tag}) {was}. For it there is:")
        print_table(("what", "", "note"), [
            (one.name, "has" if one.has else "lacks", one.remedy) for one in added.has])  # fmt: skip
    raise Exit(1 if errors(found) else 0)


@app.command("import")
@click.argument(
    "file",
    type=options.PATH,
    help="A Word file (.docx), a saved web page, plain text or Markdown.",
)
@click.option(
    "--out",
    type=options.PATH,
    show_default="source/FILE.md",
    help="The leaflet's file, which must not be there yet.",
)
@options.root
@options.as_json
def import_leaflet(file: Path, out: Path | None, root: Path, as_json: bool) -> None:
    """Make a leaflet of old material, and say of every word of it what has become of it."""
    from pipeline import importing

    path = out or root / "source" / f"{importing.slug(file.name)}.md"
    found = importing.bring(file, path, importing.charity(root), today())
    if as_json:
        print_json(_accounted(path, found))
        return
    print_found(importing.told(found))
    print(f"wrote {path}. The numbers above are {found.unit}s of {file}.")
    parts = "{kept} kept, {moved} moved, {dropped} dropped, {mended} put together; {added} added"
    sums = parts.format(**asdict(found.account))
    print(f"{counted(found.account.read, 'word')}: {sums}.")
    if found.notes:
        print(f"{importing.counted(found)}. Begin with the first: what is doubtful stands there.")
    print("Look at each line above, then run leaflet check.")


def _accounted(path: Path, found: Imported) -> dict[str, Any]:
    """What became of every word, for a machine to read."""
    from pipeline import importing

    return {
        "file": str(path),
        "unit": found.unit,
        "words": asdict(found.account),
        "notes": list(map(asdict, found.notes)),
        "found": as_rows(importing.diagnostics(found)),
    }
