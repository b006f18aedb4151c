"""Commands that make and check."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.exceptions import Exit

from pipeline import usage
from pipeline.cli import options
from pipeline.cli.app import app
from pipeline.cli.environment import kept_pieces, today
from pipeline.cli.printing import as_rows, print_found, print_json
from pipeline.cli.progress import progress_shown
from pipeline.diagnostic import Diagnostic, LeafletError, counted, errors
from pipeline.languages import SOURCE

if TYPE_CHECKING:
    from pipeline.build.plan import Choice
    from pipeline.build.run import Result
    from pipeline.build.workers import Workers
    from pipeline.project import Project

_made = options.together(
    options.narrowed,
    options.several(
        "formats", "--format", type=usage.EDITION, help="Only this edition, such as large-print."
    ),
    click.option(
        "--pdf-version",
        type=click.Choice((1, 2)),
        default=1,
        show_default=True,
        help="1: PDF/UA-1 and PDF/A-2a together, which every reader knows; 2: PDF/UA-2 (PDF 2.0).",
    ),
)


@app.command()
@_made
@click.option(
    "--executor",
    metavar="dask://HOST:PORT",
    default="",
    show_default="this machine",
    help="Let a Dask cluster do the work (docs/operations.md).",
)
@options.as_json
def build(
    root: Path,
    slugs: tuple[str, ...],
    tags: tuple[str, ...],
    formats: tuple[str, ...],
    pdf_version: int,
    executor: str,
    as_json: bool,
) -> None:
    """Make every file that is missing or out of date."""
    from pipeline.build.files import unwritable
    from pipeline.build.plan import Choice
    from pipeline.build.report import page_stands
    from pipeline.build.run import build as run

    choice = Choice(slugs, tags, formats)
    loaded = _load(root, choice, pdf_version)
    with progress_shown(quiet=as_json) as progress, _workers(executor, loaded) as workers:
        result = run(loaded, choice, today(), progress, workers, kept_pieces(loaded))
    try:
        if not page_stands(loaded.output, today()):
            from pipeline import report as room

            room.write(loaded, today())
    except OSError as problem:  # a full disk hides nothing of what was found before
        told = unwritable(loaded.output, problem).diagnostics
        result.found += [one for one in told if one not in result.found]
    except LeafletError:
        if result.ok:  # else it lacks what the build could not write
            raise
    _print_result(result, as_json)
    raise Exit(0 if result.ok else 1)


@app.command()
@_made
def watch(
    root: Path,
    slugs: tuple[str, ...],
    tags: tuple[str, ...],
    formats: tuple[str, ...],
    pdf_version: int,
) -> None:
    """Make again what an edit touches, whenever a source or a translation is saved; Ctrl-C ends it."""
    from pipeline.build.plan import Choice
    from pipeline.build.processes import processes
    from pipeline.build.run import Result
    from pipeline.build.run import build as run
    from pipeline.build.watch import watch as saved

    choice = Choice(slugs, tags, formats)
    with processes() as workers:

        def again() -> None:
            try:
                loaded, result = _load(root, choice, pdf_version), Result()
                for part in choice.quick_first(loaded.publisher.editions):
                    with progress_shown(quiet=False) as progress:
                        done = run(loaded, part, today(), progress, workers, kept_pieces(loaded))
                    result = done.after(result)
                _print_result(result, as_json=False)
            except LeafletError as problem:
                print_found(problem.diagnostics)

        saved(root, again)


@app.command()
@options.root
@click.option("--leaflet", type=usage.LEAFLET, default="", help="The leaflet to begin with.")
@click.option("--tag", type=usage.LANGUAGE, default="", help="The language to begin with.")
@click.option(
    "--port",
    metavar="NUMBER",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="The port on this machine; 0: any.",
)
def preview(root: Path, leaflet: str, tag: str, port: int) -> None:
    """Show a leaflet in the browser while you write or translate: both languages, web page, print and findings; Ctrl-C ends it."""
    from pipeline import project
    from pipeline.build.plan import Choice, known
    from pipeline.preview.serve import Preview, Server

    loaded = project.load(root)
    known(loaded, Choice(tuple(filter(None, [leaflet])), tuple(filter(None, [tag]))))
    slug = leaflet or next(iter(loaded.slugs), "")
    first = tag or next((one for one in loaded.tags if one != SOURCE), SOURCE)
    server = Server(Preview(root, today), port, (slug, first))
    print(
        f"Open this address in a browser on this machine, and give it to nobody:\n{server.address}",
        flush=True,
    )
    server.run()


def _load(root: Path, choice: Choice, pdf_version: int) -> Project:
    from pipeline import project, publisher

    loaded = project.with_pseudo(project.load(root), choice.tags)
    return replace(loaded, publisher=publisher.with_pdf_ua(loaded.publisher, pdf_version))


def _workers(executor: str, loaded: Project) -> AbstractContextManager[Workers]:
    """Processes of this machine, or a cluster (dask://HOST:PORT)."""
    from pipeline.build.processes import processes

    if not executor:
        return processes()
    if not executor.startswith("dask://"):
        raise click.BadParameter("write dask://HOST:PORT")
    try:
        from pipeline.build.cluster import cluster
    except ImportError as problem:
        raise click.BadParameter(
            f"a cluster needs the extra [cluster]: {problem}. pip install 'leaflet-pipeline[cluster]'"
        ) from problem
    return cluster(executor, loaded)


def _print_result(result: Result, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "made": result.made,
                "unchanged": result.fresh,
                "removed": result.removed,
                "found": as_rows(result.found),
            }
        )
        return
    wrong = errors(result.found)
    print_found(wrong)
    print(_told(len(result.made), len(result.fresh), len(result.removed), len(wrong)))
    if doubts := len(result.found) - len(wrong):
        them = "it" if doubts == 1 else "them"
        print(f"{counted(doubts, 'warning')}: make check (or leaflet check) lists {them}.")


def _told(made: int, fresh: int, removed: int, wrong: int) -> str:
    gone = f", {removed} removed" if removed else ""
    were = f"{fresh} {'was' if fresh == 1 else 'were'} up to date{gone}."
    if wrong:
        return f"{counted(wrong, 'error')}: see above. {counted(made, 'file')} made, {were}"
    if not made:
        return f"Nothing to make: {counted(fresh, 'file')} {'is' if fresh == 1 else 'are'} up to date{gone}."
    return (
        f"{counted(made, 'file')} made, {were} {'It is' if made == 1 else 'They are'} in output/."
    )


@app.command()
@click.argument(
    "files",
    nargs=-1,
    type=options.PATH,
    help="Catalogs (FILE.po), of this project or of any other. None: the whole project.",
)
@options.root
@click.option(
    "--tag",
    type=usage.LANGUAGE,
    default="",
    help="The language of FILE.po, where its header does not say it.",
)
@options.as_json
def check(files: tuple[Path, ...], root: Path, tag: str, as_json: bool) -> None:
    """Say everything that is wrong with sources and translations, without making anything."""
    if files:
        _check_files(files, tag, as_json)
    from pipeline import project
    from pipeline.survey import survey

    found = survey(project.load(root), today())
    if as_json:
        print_json({"found": as_rows(found)})
    else:
        print_found(found)
        print(_counted(found))
    raise Exit(1 if errors(found) else 0)


def _check_files(files: tuple[Path, ...], tag: str, as_json: bool) -> NoReturn:
    """The checks of single catalogs, each finding with the English of its message."""
    from pipeline.examine import examine

    found = list(examine(files, tag))
    wrong = [one.diagnostic for one in found]
    if as_json:
        print_json({"found": [{
            "file": one.diagnostic.at.path, "line": one.diagnostic.at.line, "code": one.diagnostic.code,
            "severity": one.diagnostic.severity, "msgid": one.msgid, "message": one.diagnostic.message, "hint": one.diagnostic.hint,
        } for one in found]})  # fmt: skip
    else:
        print_found(wrong)
        print(_counted(wrong))
    raise Exit(1 if errors(wrong) else 0)


def _counted(found: list[Diagnostic]) -> str:
    wrong = len(errors(found))
    counts = f"{counted(wrong, 'error')}, {counted(len(found) - wrong, 'warning')}."
    return counts if found else "Nothing is wrong."


@app.command()
@options.root
@options.leaflets
def screenshots(root: Path, slugs: tuple[str, ...]) -> None:
    """Make the pictures that the catalogs name: where on the English page each section stands."""
    from pipeline import project
    from pipeline import screenshots as room

    written, found = room.make(project.load(root), slugs, today())
    print_found(errors(found))
    print("\n".join(f"wrote {path}" for path in written) or "There is nothing to draw.")
    raise Exit(1 if errors(found) else 0)


@app.command()
@click.argument("text", help="The sentence.")
@click.option(
    "--lang",
    type=usage.LANGUAGE,
    default=SOURCE,
    show_default=True,
    help="Its language, named as its folder in translations/.",
)
@click.option(
    "--out",
    type=options.PATH,
    help="The WAV file to write; without it, the sound is played.",
)
@options.root
def say(text: str, lang: str, out: Path | None, root: Path) -> None:
    """Speak one sentence as an audio leaflet would, and show its sounds: for whoever edits a lexicon."""
    from pipeline import project
    from pipeline import say as room

    for spoken in room.say(project.load(root), text, lang.replace("-", "_"), out):
        print(f"{spoken.tag}  {spoken.text}\n    /{spoken.phonemes}/")


@app.command()
@options.narrowed
@click.option(
    "--bleed",
    is_flag=True,
    help="With 3 mm of paper beyond the cut, and marks for cutting and folding.",
)
def booklet(root: Path, slugs: tuple[str, ...], tags: tuple[str, ...], bleed: bool) -> None:
    """Make booklets for the press: clear print on A5, two pages on a side of A4, into output/booklets/."""
    from pipeline import project
    from pipeline.build.booklet import booklets
    from pipeline.build.plan import Choice

    choice = Choice(slugs, tags)
    with progress_shown(quiet=False) as progress:
        made, found = booklets(project.load(root), choice, today(), bleed, progress)
    print_found(found)
    print(
        f"{len(made)} booklets made. Print them on both sides, turned on the short edge, at 100%."
    )
    raise Exit(1 if found else 0)
