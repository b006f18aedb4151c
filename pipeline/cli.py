"""The command line: read arguments, call one room, print.

Exit codes: 0 all is well; 1 something is wrong with the leaflets, and it has been said what; 2 the
command itself was used wrongly.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from pipeline import usage
from pipeline.diagnostic import Diagnostic, LeafletError, Location, counted, errors, quoted, trouble
from pipeline.languages import SOURCE, folder

if TYPE_CHECKING:
    from pipeline.build.plan import Choice
    from pipeline.build.run import Result
    from pipeline.build.store import Store
    from pipeline.build.workers import Workers
    from pipeline.project import Project
    from pipeline.status import Row

app = typer.Typer(
    cls=usage.Sections,
    help="One source becomes large print, Word, web pages, audio and braille in every language.",
    epilog=usage.EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        help="Only this edition, such as large-print.",
        autocompletion=usage.formats,
    ),
]
PdfVersion = Annotated[
    int,
    typer.Option(
        "--pdf-version",
        min=1,
        max=2,
        help="1: PDF/UA-1 and PDF/A-2a together, which every reader knows; 2: PDF/UA-2 (PDF 2.0).",
    ),
]
Executor = Annotated[
    str,
    typer.Option(
        "--executor",
        metavar="dask://HOST:PORT",
        help="Let a Dask cluster do the work (docs/operations.md).",
        show_default="this machine",
    ),
]
BuiltFile = Annotated[str, typer.Argument(help="The file, as it stands in output/.")]
Folder = Annotated[Path, typer.Argument(help="The folder that holds report.json.")]
Trim = Annotated[bool, typer.Option("--trim", help="Take out what was not used for longest.")]
Clear = Annotated[bool, typer.Option("--clear", help="Take everything out.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a machine to read.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit code 1 unless everything may be released.")
]
Bleed = Annotated[
    bool,
    typer.Option(
        "--bleed", help="With 3 mm of paper beyond the cut, and marks for cutting and folding."
    ),
]
SignedTag = Annotated[
    str,
    typer.Option(
        "--tag",
        help="The language that is signed, named as its folder in translations/; en for the English.",
        callback=folder,
    ),
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Your own name.")]
Places = Annotated[
    list[str] | None,
    typer.Option(
        "--at",
        metavar="FILE:LINE",
        help="Only the text on this line of its catalog (of its source, for the English); may be given again.",
    ),
]
Proof = Annotated[
    str,
    typer.Option(
        "--proof",
        metavar="CODE",
        help="The code of the proof that you read: refused when anything has changed since.",
    ),
]
Brailled = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="EDITION",
        help="braille or braille-uncontracted: a braille reader has proofread it, and its files no longer say that nobody has.",
    ),
]
HERE = Path()


def main() -> None:
    """Run the command. Bad input never ends in a traceback."""
    try:
        app(prog_name="leaflet")
    except LeafletError as problem:
        _stop(problem.diagnostics)
    except KeyboardInterrupt:
        print(
            "Stopped. What was finished is whole; run the command again for the rest.",
            file=sys.stderr,
        )
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as problem:
        at = Location(str(problem.filename or "."))
        _stop(
            [
                Diagnostic(
                    "B006",
                    f"this cannot be read or written: {trouble(problem)}",
                    at,
                    "see whether the disk is full, the folder is yours, and no program holds the file open",
                )
            ]
        )


def _stop(found: Iterable[Diagnostic]) -> NoReturn:
    """A machine that asked for JSON gets it on this way out too."""
    if "--json" in sys.argv:
        _print_json({"found": _rows(found)})
    else:
        _print_found(found)
    sys.exit(1)


@app.command()
def build(
    root: Root = HERE,
    leaflet: Leaflets = None,
    tag: Tags = None,
    format: Formats = None,
    pdf_version: PdfVersion = 1,
    executor: Executor = "",
    as_json: Json = False,
) -> None:
    """Make every file that is missing or out of date."""
    from pipeline.build.files import unwritable
    from pipeline.build.run import build as run

    choice = _choice(leaflet, tag, format)
    loaded = _load(root, choice, pdf_version)
    with _progress(quiet=as_json) as progress, _workers(executor, loaded) as workers:
        result = run(loaded, choice, today(), progress, workers, _store(loaded))
    try:
        _write_report(loaded, only_if_older=True)
    except OSError as problem:  # a full disk hides nothing of what was found before
        told = unwritable(loaded.output, problem).diagnostics
        result.found += [one for one in told if one not in result.found]
    except LeafletError:
        if result.ok:  # else it lacks what the build could not write
            raise
    _print_result(result, as_json)
    raise typer.Exit(0 if result.ok else 1)


@app.command()
def watch(
    root: Root = HERE,
    leaflet: Leaflets = None,
    tag: Tags = None,
    format: Formats = None,
    pdf_version: PdfVersion = 1,
) -> None:
    """Make again what an edit touches, whenever a source or a translation is saved; Ctrl-C ends it."""
    from pipeline.build.processes import processes
    from pipeline.build.run import build as run
    from pipeline.build.watch import watch as saved

    choice = _choice(leaflet, tag, format)
    with processes() as workers:

        def again() -> None:
            try:
                loaded = _load(root, choice, pdf_version)
                for part in choice.quick_first(loaded.publisher.editions):
                    with _progress(quiet=False) as progress:
                        result = run(loaded, part, today(), progress, workers, _store(loaded))
                _print_result(result, as_json=False)
            except LeafletError as problem:
                _print_found(problem.diagnostics)

        saved(root, again)


def _write_report(loaded: Project, only_if_older: bool) -> Path:
    """output/report.html, from the report of the last build, which is told what its files were asked since."""
    from pipeline.build import files
    from pipeline.build import report as built

    data, page = loaded.output / built.NAME, loaded.output / built.PAGE
    stands = page.exists() and page.stat().st_mtime_ns >= data.stat().st_mtime_ns
    if not (only_if_older and stands):
        from pipeline import report as room

        read, proofs, said = built.read(loaded.output), room.proven(loaded), room.validated(loaded)
        built.enrich(loaded.output, room.record(read, proofs, said))
        files.publish(loaded.output, built.PAGE, room.page(read, today(), proofs, said))
    return page


@app.command()
def preview(
    root: Root = HERE,
    leaflet: Annotated[str, typer.Option("--leaflet", help="The leaflet to begin with.")] = "",
    tag: Annotated[str, typer.Option("--tag", help="The language to begin with.")] = "",
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help="The port on this machine; 0: any."),
    ] = 0,
) -> None:
    """Show a leaflet in the browser while you write or translate: both languages, web page, print and findings; Ctrl-C ends it."""
    from pipeline import project
    from pipeline.build.plan import Choice, known
    from pipeline.preview.serve import Preview, Server

    loaded = project.load(root)
    known(loaded, Choice(tuple(filter(None, [leaflet])), tuple(filter(None, [tag]))))
    slug = leaflet or next(iter(loaded.slugs), "")
    first = tag or next((one for one in loaded.tags if one != SOURCE), SOURCE)
    server = Server(Preview(root, today), port, (slug, first))
    print(f"Open this address in a browser on this machine, and give it to nobody:\n{server.address}", flush=True)  # fmt: skip
    server.run()


@app.command()
def report(
    prove: Annotated[
        bool,
        typer.Option("--prove", help="Ask every file first what a release asks of it."),
    ] = False,
    validate: Annotated[
        bool,
        typer.Option(
            "--validate", help="Ask other people's validators too, those that are installed."
        ),
    ] = False,
    root: Root = HERE,
) -> None:
    """Write output/report.html: how every leaflet of the last build stands, what is next, and what people must check."""
    from pipeline import project
    from pipeline import report as room
    from pipeline.build import report as built

    loaded = project.load(root)
    data = built.read(loaded.output)
    well = True
    if prove:
        with _progress(quiet=False) as progress:
            proofs, found = room.prove(loaded, data, today(), progress)
        _print_found(found)
        well = not found and not any(proofs.values())
    if validate:
        with _progress(quiet=False) as progress:
            well = room.validate(loaded, data, progress).well and well
    print(f"wrote {_write_report(loaded, only_if_older=False)}")
    raise typer.Exit(0 if well else 1)


def _choice(leaflet: list[str] | None, tag: list[str] | None, format: list[str] | None) -> Choice:
    from pipeline.build.plan import Choice

    return Choice(tuple(_given(leaflet)), tuple(_given(tag)), tuple(_given(format)))


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
        raise typer.BadParameter("write dask://HOST:PORT")
    try:
        from pipeline.build.cluster import cluster
    except ImportError as problem:
        raise typer.BadParameter(
            f"a cluster needs the extra [cluster]: {problem}. pip install 'leaflet-pipeline[cluster]'"
        ) from problem
    return cluster(executor, loaded)


def _print_result(result: Result, as_json: bool) -> None:
    if as_json:
        _print_json(
            {
                "made": result.made,
                "unchanged": result.fresh,
                "removed": result.removed,
                "found": _rows(result.found),
            }
        )
        return
    wrong = errors(result.found)
    _print_found(wrong)
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
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Catalogs (FILE.po), of this project or of any other. None: the whole project."
        ),
    ] = None,
    root: Root = HERE,
    language: Annotated[
        str,
        typer.Option(
            "--tag",
            help="The language of FILE.po, where its header does not say it.",
            callback=folder,
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Say everything that is wrong with sources and translations, without making anything."""
    if files:
        _check_files(files, language, as_json)
    from pipeline import project
    from pipeline.build.committed import lost
    from pipeline.build.plan import doubted, misnamed, not_offered
    from pipeline.prose import advice
    from pipeline.say import findings

    loaded = project.load(root)
    found = [
        *loaded.found,
        *loaded.speech[1],
        *not_offered(loaded),
        *doubted(loaded),
        *misnamed(loaded.slugs),
        *(one for tag in loaded.tags for one in lost(loaded, tag)),
    ]
    documents = []
    for slug in loaded.slugs:
        for tag in loaded.tags:
            document, wrong = project.resolve(loaded, slug, tag, today())
            documents += [document] if document else []
            found += wrong
    found += [*findings(loaded, documents), *advice(loaded)]
    found = sorted(set(found), key=lambda d: (d.at, d.code, d.message))
    if as_json:
        _print_json({"found": _rows(found)})
    else:
        _print_found(found)
        print(_counted(found))
    raise typer.Exit(1 if errors(found) else 0)


def _check_files(files: list[Path], tag: str, as_json: bool) -> NoReturn:
    """The checks of single catalogs, each finding with the English of its message."""
    from pipeline.examine import examine

    found = list(examine(files, tag))
    wrong = [one.diagnostic for one in found]
    if as_json:
        _print_json({"found": [{
            "file": one.diagnostic.at.path, "line": one.diagnostic.at.line, "code": one.diagnostic.code,
            "severity": one.diagnostic.severity, "msgid": one.msgid, "message": one.diagnostic.message, "hint": one.diagnostic.hint,
        } for one in found]})  # fmt: skip
    else:
        _print_found(wrong)
        print(_counted(wrong))
    raise typer.Exit(1 if errors(wrong) else 0)


def _counted(found: list[Diagnostic]) -> str:
    wrong = len(errors(found))
    counts = f"{counted(wrong, 'error')}, {counted(len(found) - wrong, 'warning')}."
    return counts if found else "Nothing is wrong."


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
    _print_found(found)
    print(_written([f"wrote {path}" for path in written], "templates", found))
    raise typer.Exit(1 if errors(found) else 0)


@app.command()
def update(root: Root = HERE, tag: Tags = None) -> None:
    """Bring every language's catalogs up to the templates, losing no translator's word."""
    from pipeline import exchange, project

    loaded = project.load(root)
    written, found = exchange.extract(loaded, now())
    merged, more = exchange.update(loaded, _given(tag), now())
    _print_found([*found, *more])
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
    path, found = agency.export(loaded, tag, _given(leaflet), agency.Format(format), out)
    _print_found(found)
    print(f"wrote {path}")


@app.command()
def screenshots(root: Root = HERE, leaflet: Leaflets = None) -> None:
    """Make the pictures that the catalogs name: where on the English page each section stands."""
    from pipeline import project
    from pipeline import screenshots as room

    written, found = room.make(project.load(root), _given(leaflet), today())
    _print_found(errors(found))
    print("\n".join(f"wrote {path}" for path in written) or "There is nothing to draw.")
    raise typer.Exit(1 if errors(found) else 0)


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
    _print_found(found)
    for one in taken:
        print(one)
    raise typer.Exit(1 if errors(found) else 0)


@app.command()
def new(
    slug: Annotated[
        str, typer.Argument(metavar="NAME", help="The leaflet's name, such as car-t-cells.")
    ],
    title: Annotated[str, typer.Option("--title", help="What stands at its head.")] = "",
    summary: Annotated[
        str, typer.Option("--summary", help="What it is about, in one sentence.")
    ] = "",
    review_due: Annotated[
        str, typer.Option("--review-due", metavar="YYYY-MM-DD", show_default="in three years")
    ] = "",
    charity: Annotated[
        str, typer.Option("--charity", help="Who publishes it, where source/ does not say it yet.")
    ] = "",
    root: Root = HERE,
) -> None:
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
    return str(typer.prompt(question, default=usual or None, value_proc=read))


def _in_years(years: int) -> datetime.date:
    day = today()
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{quoted(text)} is no day such as 2029-01-31") from None


@app.command()
def add_language(
    tag: Annotated[str, typer.Argument(metavar="TAG", help="The language, such as pl or zh_Hans.")],
    root: Root = HERE,
    as_json: Json = False,
) -> None:
    """Set up a language's catalogs, name it in publisher.yaml, and say what there is for it and what is lacking."""
    from pipeline import starting

    added, found = starting.add_language(root, tag, now())
    if as_json:
        _print_json({"language": asdict(added), "found": _rows(found)})
    else:
        _print_found(found)
        print("\n".join(map(str, added.merged)) or "Its catalogs are up to date.")
        was = "was listed already" if added.listed else "is now among your languages"
        print(f"{added.name} ({added.tag}) {was}. For it there is:")
        _print_table(("what", "", "note"), [
            (one.name, "has" if one.has else "lacks", one.remedy) for one in added.has])  # fmt: skip
    raise typer.Exit(1 if errors(found) else 0)


@app.command("import")
def import_leaflet(
    file: Annotated[
        Path, typer.Argument(help="A Word file (.docx), a saved web page, plain text or Markdown.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="The leaflet's file, which must not be there yet.",
            show_default="source/FILE.md",
        ),
    ] = None,
    root: Root = HERE,
    as_json: Json = False,
) -> None:
    """Make a leaflet of old material, and say of every word of it what has become of it."""
    from pipeline import importing

    path = out or root / "source" / f"{importing.slug(file.name)}.md"
    found = importing.bring(file, path, importing.charity(root), today())
    sums = asdict(found.account)
    if as_json:
        told = importing.diagnostics(found)
        _print_json({"file": str(path), "unit": found.unit, "words": sums, "notes": list(map(asdict, found.notes)), "found": _rows(told)})  # fmt: skip
        return
    _print_found(importing.told(found))
    print(f"wrote {path}. The numbers above are {found.unit}s of {file}.")
    parts = "{kept} kept, {moved} moved, {dropped} dropped, {mended} put together; {added} added".format(
        **sums
    )
    print(f"{counted(found.account.read, 'word')}: {parts}.")
    if found.notes:
        print(f"{importing.counted(found)}. Begin with the first: what is doubtful stands there.")
    print("Look at each line above, then run leaflet check.")


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
    _print_found(found)
    print("\n".join(map(str, written)) or "There is nothing to translate.")
    raise typer.Exit(1 if errors(found) else 0)


def _written(rows: list[str], what: str, found: list[Diagnostic]) -> str:
    if wrong := len(errors(found)):
        rows = [*rows, f"{wrong} errors: see above. What they touch was left as it was."]
    return "\n".join(rows) or f"The {what} are up to date."


@app.command()
def status(root: Root = HERE, as_json: Json = False, strict: Strict = False) -> None:
    """Show how far each leaflet has come in each language. Exit code 1 where a check has failed."""
    from pipeline import project
    from pipeline import status as room
    from pipeline.build.committed import lost
    from pipeline.build.plan import doubted, not_offered

    loaded = project.load(root)
    rows, lacking = list(room.rows(loaded, today())), [*not_offered(loaded), *doubted(loaded)]
    gone = [one for tag in loaded.tags for one in lost(loaded, tag)]
    if as_json:
        _print_json({"leaflets": [asdict(row) for row in rows], "not_offered": _rows(lacking), "lost": _rows(gone)})  # fmt: skip
    else:
        _print_found([*loaded.found, *gone, *lacking])
        _print_table(_STATUS_HEADS, list(map(_status_row, rows)))
    failed = any(row.errors or (strict and not row.ready) for row in rows)
    raise typer.Exit(1 if failed or errors(loaded.found) or gone else 0)


_STATUS_HEADS = (
    "leaflet",
    "language",
    "state",
    "review due",
    "texts",
    "translated",
    "fuzzy",
    "stale",
    "changed",
    "failed checks",
    "links to confirm",
    "its English",
    "braille",
)


def _status_row(row: Row) -> tuple[object, ...]:
    age = "" if row.age is None else f"{row.english} ({row.age} d)"
    return (
        row.slug, row.tag, f"{row.state}{' (machine)' if row.machine else ''}", f"{row.due}{' (overdue)' if row.overdue else ''}",
        row.texts, row.translated, row.fuzzy, row.stale, row.changed, row.errors + row.doubts, row.to_confirm, age,
        row.braille,
    )  # fmt: skip


@app.command()
def doctor(root: Root = HERE, as_json: Json = False) -> None:
    """Show which fonts, voices, braille and tools each language has or lacks on this machine, and the command that mends it."""
    from pipeline import doctor as room
    from pipeline import project

    here = project.load(root) if (root / "source").is_dir() or root != HERE else None
    findings = list(room.examine(here))
    well = room.well(findings)
    if as_json:
        _print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for line in room.screen(findings):
            head = "has  " if line.has else "NEEDS" if line.needed else "lacks"
            print(f"{head}  {line.name}: {', '.join(line.subjects)}{f' ({line.remedy})' if line.remedy else ''}")  # fmt: skip
            if line.command:
                print(f"         {line.command}")
        if everything := room.together(findings):
            print(f"All of it at once, but for what only tests need:\n         {everything}")
        if here is None:
            print("There is no source/ here, so that only English was looked at: leaflet doctor --root FOLDER looks at a charity's languages.")  # fmt: skip
        print("Every leaflet can be made." if well else "Something is missing without which leaflets cannot be made: run the command below each line that begins with NEEDS.")  # fmt: skip
    raise typer.Exit(0 if well else 1)


@app.command()
def explain(
    code: Annotated[str, typer.Argument(help="The code of a message, such as S108.")],
    as_json: Json = False,
) -> None:
    """Say what a code means: what is wrong, why it matters to a patient, and what to do."""
    from pipeline.explain import explain as room

    found = room(code)
    if as_json:
        _print_json({**asdict(found), "example": dict(found.example)})
        return
    severity = f", {found.severity}" if found.severity else ""
    print(f"{found.code} ({found.kind}{severity})\n\n{found.what}\n\nWhy: {found.why}\nWhat to do: {found.do}")  # fmt: skip
    for name, text in found.example.items():
        first, *more = text.split("\n")
        print(f"  {name}: {_visible(first)}")
        for line in more:
            print(f"  {' ' * len(name)}  {_visible(line)}")


def _visible(text: str) -> str:
    """With signs in the place of characters that a terminal would obey or hide."""
    return "".join(one if one.isprintable() else f"<U+{ord(one):04X}>" for one in text)


@app.command()
def why(file: BuiltFile, root: Root = HERE) -> None:
    """Say what a file in output/ was made from, and whether it would be made again."""
    from pipeline import project
    from pipeline.build.why import explain

    loaded = project.load(root)
    reasons = explain(loaded, file, today(), _store(loaded))
    print(reasons.verdict)
    if reasons.made:
        print(
            f"Key {reasons.made.content}, SHA-256 {reasons.made.digest}, {reasons.made.seconds} s."
        )
    for part in reasons.made_from:
        print(f"  {'changed' if part in reasons.changed else 'as it was'}: {part}")


@app.command()
def cache(trim: Trim = False, clear: Clear = False, root: Root = HERE) -> None:
    """Show how much is kept to save work, and take out what is too much (--trim) or all of it (--clear)."""
    from pipeline import project

    store = _store(project.load(root))
    if trim or clear:
        gone = replace(store, largest=0 if clear else store.largest).trim()
        print(f"{_megabytes(gone)} taken out.")
    pieces, size = store.size()
    print(
        f"{pieces} pieces, {_megabytes(size)} of at most {_megabytes(store.largest)}, in {store.folder}"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"


@app.command()
def verify(folder: Folder = Path("output")) -> None:
    """Check a folder of finished leaflets against its report.json: nothing missing, changed or added."""
    from pipeline.build.delivery import verify as run

    count, found = run(folder)
    _print_found(found)
    print(
        f"{counted(len(found), 'file')} not as the report says."
        if found
        else f"{counted(count, 'file')}, all as they were made."
    )
    raise typer.Exit(1 if found else 0)


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="The sentence.")],
    lang: Annotated[
        str,
        typer.Option(
            "--lang", help="Its language, named as its folder in translations/.", callback=folder
        ),
    ] = SOURCE,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The WAV file to write; without it, the sound is played."),
    ] = None,
    root: Root = HERE,
) -> None:
    """Speak one sentence as an audio leaflet would, and show its sounds: for whoever edits a lexicon."""
    from pipeline import project
    from pipeline import say as room

    for spoken in room.say(project.load(root), text, lang.replace("-", "_"), out):
        print(f"{spoken.tag}  {spoken.text}\n    /{spoken.phonemes}/")


@app.command()
def release(root: Root = HERE, leaflet: Leaflets = None, tag: Tags = None) -> None:
    """Make what is approved and in date into output/release/<version>/, and say why the rest is not."""
    from pipeline import project
    from pipeline.build.release import release as run

    with _progress(quiet=False) as progress:
        outcome = run(project.load(root), _given(leaflet), _given(tag), today(), progress)
    _print_found(outcome.found)
    if not outcome.version:
        print("Nothing was released.")
    elif outcome.unchanged:
        print(f"Nothing has changed since release {outcome.version}.")
    else:
        print(
            f"{counted(len(outcome.made), 'file')} released into output/release/{outcome.version}/."
        )
    if outcome.uncommitted:
        print(
            f"Files of the source that are not committed: {outcome.uncommitted}; manifest.json names them."
        )
    raise typer.Exit(1 if outcome.found else 0)


@app.command()
def withdraw(
    slug: Annotated[str, typer.Argument(metavar="LEAFLET", help="The leaflet's name.")],
    why: Annotated[str, typer.Option("--why", metavar="REASON", help="What is wrong with it.")],
    tag: Annotated[
        str, typer.Option("--tag", help="Only in this language; else in all.", callback=folder)
    ] = "",
    name: Annotated[str, typer.Option("--by", metavar="NAME", help="Your own name.")] = "",
    root: Root = HERE,
) -> None:
    """Recall a leaflet: every file says so from the next build on, the next release leaves it out and says so in its place."""
    from pipeline import project, signing

    signing.withdraw(project.load(root), slug, tag, why, name, today())
    print(f"{slug} is withdrawn{f' in {tag}' if tag else ' in every language'}.")
    print("Run leaflet build and leaflet release, and publish the release: its pages then say so.")
    print("It may be released again when two people have signed it again.")


@app.command()
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A release, by its version or its folder.")],
    b: Annotated[str, typer.Argument(metavar="B", help="A later release.")],
    pictures: Annotated[
        Path | None,
        typer.Option(
            "--pictures", help="A folder for pictures of pages that differ, side by side."
        ),
    ] = None,
    root: Root = HERE,
) -> None:
    """Show what differs between two releases: texts, and pages that look otherwise."""
    from pipeline import compare as room
    from pipeline import project

    output = project.load(root).output
    found = list(room.compare(output, a, b, pictures))
    print("\n".join(map(str, found)) or "Both say and show the same.")


@app.command()
def booklet(
    root: Root = HERE, leaflet: Leaflets = None, tag: Tags = None, bleed: Bleed = False
) -> None:
    """Make booklets for the press: clear print on A5, two pages on a side of A4, into output/booklets/."""
    from pipeline import project
    from pipeline.build.booklet import booklets
    from pipeline.build.plan import Choice

    choice = Choice(tuple(_given(leaflet)), tuple(_given(tag)))
    with _progress(quiet=False) as progress:
        made, found = booklets(project.load(root), choice, today(), bleed, progress)
    _print_found(found)
    print(
        f"{len(made)} booklets made. Print them on both sides, turned on the short edge, at 100%."
    )
    raise typer.Exit(1 if found else 0)


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

    slugs = signing.drafted(project.load(root), _given(leaflet), tag, today())
    print(f"{', '.join(slugs)} in {tag}: a machine's draft until somebody has reviewed it.")


@app.command()
def proof(tag: SignedTag, leaflet: Leaflets = None, root: Root = HERE) -> None:
    """Write proofs for whoever reviews or approves: English beside the translation, as Word file and web page."""
    from pipeline import bilingual, project

    made, found = bilingual.proofs(project.load(root), _given(leaflet), tag, today())
    _print_found(found)
    print("\n".join(f"wrote output/{path}" for path in made) or "No proof was made.")
    raise typer.Exit(1 if found else 0)


@app.command()
def review(
    tag: SignedTag,
    name: By,
    leaflet: Leaflets = None,
    places: Places = None,
    proof: Proof = "",
    root: Root = HERE,
) -> None:
    """Sign that you have reviewed leaflets of a language as they stand: all of them, one, or single texts."""
    _sign("reviewed", root, tag, name, leaflet, places, proof)


@app.command()
def approve(
    tag: SignedTag,
    name: By,
    leaflet: Leaflets = None,
    places: Places = None,
    proof: Proof = "",
    edition: Brailled = "",
    root: Root = HERE,
) -> None:
    """Approve what somebody else has reviewed: leaflets of a language as they stand, or single texts; or, with --format
    braille, sign as a braille reader that you have proofread their braille."""
    if edition:
        _proofread(root, tag, name, leaflet, places, proof, edition)
    _sign("approved", root, tag, name, leaflet, places, proof)


def _proofread(
    root: Path,
    tag: str,
    name: str,
    leaflet: list[str] | None,
    places: list[str] | None,
    proof: str,
    edition: str,
) -> NoReturn:
    from pipeline import project, signing
    from pipeline.catalogs.signoff import Act

    if _given(places):
        hint = "leave out --at: the braille of a whole leaflet is signed"
        at = Location("command line")
        raise LeafletError(Diagnostic("T140", "single texts cannot be signed in braille", at, hint))
    pen = signing.Pen(Act.APPROVED, name, today())
    signed, found = signing.proofread(project.load(root), _given(leaflet), tag, edition, pen, proof)
    _print_found(found)
    print("\n".join(map(str, signed)) or "Nothing was signed.")
    raise typer.Exit(1 if found else 0)


def _sign(
    did: str,
    root: Path,
    tag: str,
    name: str,
    leaflet: list[str] | None,
    places: list[str] | None,
    proof: str,
) -> NoReturn:
    from pipeline import project, signing
    from pipeline.catalogs.signoff import Act

    pen = signing.Pen(Act(did), name, today())
    signed, found = signing.sign(
        project.load(root), _given(leaflet), tag, pen, _given(places), proof
    )
    _print_found(found)
    print("\n".join(map(str, signed)) or "Nothing was signed.")
    raise typer.Exit(1 if found else 0)


# What the commands share.


def today() -> datetime.date:
    """The date that "overdue" is judged by: SOURCE_DATE_EPOCH fixes it (reproducible-builds.org)."""
    return now().date()


def now() -> datetime.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not epoch.isdecimal():
        raise LeafletError(
            Diagnostic(
                "B007",
                f"SOURCE_DATE_EPOCH is {quoted(epoch)}, not seconds since 1970",
                Location("environment"),
                "take it away with unset SOURCE_DATE_EPOCH, or write a whole number",
            )
        )
    utc = datetime.UTC
    return datetime.datetime.fromtimestamp(int(epoch), utc) if epoch else datetime.datetime.now(utc)


def _store(project: Project) -> Store:
    """Where pieces are kept: in output/.cache, or in a folder that several machines share (LEAFLET_CACHE); up to
    LEAFLET_CACHE_MB megabytes."""
    from pipeline.build.store import LARGEST, Store

    size = os.environ.get("LEAFLET_CACHE_MB", "")
    if size and not size.isdecimal():
        message = f"LEAFLET_CACHE_MB is {quoted(size)}, not a number of megabytes"
        hint = "take it away with unset LEAFLET_CACHE_MB, or write a whole number"
        raise LeafletError(Diagnostic("B007", message, Location("environment"), hint))
    folder = os.environ.get("LEAFLET_CACHE") or project.output / ".cache" / "store"
    return Store(Path(folder), int(size) * 1_000_000 if size else LARGEST)


def _given(values: list[str] | None) -> list[str]:
    """make passes LEAFLET= as an empty text when it is not given."""
    return [value for value in values or () if value]


def _print_found(found: Iterable[Diagnostic]) -> None:
    for diagnostic in found:
        print(diagnostic, file=sys.stderr)


def _rows(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    return [asdict(diagnostic) for diagnostic in found]


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False))


def _print_table(heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*heads, box=None)
    for row in rows:
        table.add_row(*map(str, row))
    Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(table)


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A function that shows what has been made: a bar on a terminal, a line each elsewhere."""
    if quiet:
        yield lambda path, number, count: None
    elif not sys.stderr.isatty():
        yield _line
    else:
        with _bar() as show:
            yield show


def _line(path: str, number: int, count: int) -> None:
    if number:
        print(f"[{number}/{count}] {path}", file=sys.stderr, flush=True)


@contextmanager
def _bar() -> Iterator[Any]:
    """Rich is loaded when there is something to show."""
    bars: list[Any] = []

    def show(path: str, number: int, count: int) -> None:
        if not bars:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.description}", markup=False),
            )
            bars.append(Progress(*columns, console=Console(stderr=True)))
            bars[0].start()
            bars[0].add_task("", total=count)
        bars[0].update(bars[0].task_ids[0], completed=number, total=count, description=path)

    try:
        yield show
    finally:
        if bars:
            bars[0].stop()
