"""Commands that answer a question."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pipeline.cli import options
from pipeline.cli.app import app
from pipeline.cli.environment import kept_pieces, today
from pipeline.cli.printing import as_rows, print_found, print_json, print_table
from pipeline.cli.progress import progress_shown
from pipeline.diagnostic import errors

if TYPE_CHECKING:
    from pipeline.status import Row


@app.command()
@click.option("--prove", is_flag=True, help="Ask every file first what a release asks of it.")
@click.option(
    "--validate",
    is_flag=True,
    help="Ask other people's validators too, those that are installed.",
)
@options.root
def report(prove: bool, validate: bool, root: Path) -> None:
    """Write output/report.html: how every leaflet of the last build stands, what is next, and what people must check."""
    from pipeline import project
    from pipeline import report as room
    from pipeline.build import report as built

    loaded = project.load(root)
    data = built.read(loaded.output)
    well = True
    if prove:
        with progress_shown(quiet=False) as progress:
            proofs, found = room.prove(loaded, data, today(), progress)
        print_found(found)
        well = not found and not any(proofs.values())
    if validate:
        with progress_shown(quiet=False) as progress:
            well = room.validate(loaded, data, progress).well and well
    print(f"wrote {room.write(loaded, today())}")
    raise Exit(0 if well else 1)


@app.command()
@options.root
@options.as_json
@click.option("--strict", is_flag=True, help="Exit code 1 unless everything may be released.")
def status(root: Path, as_json: bool, strict: bool) -> None:
    """Show how far each leaflet has come in each language. Exit code 1 where a check has failed."""
    from pipeline import project
    from pipeline import status as room
    from pipeline.build.committed import lost
    from pipeline.build.plan import doubted, not_offered

    loaded = project.load(root)
    rows, lacking = list(room.rows(loaded, today())), [*not_offered(loaded), *doubted(loaded)]
    gone = [one for tag in loaded.tags for one in lost(loaded, tag)]
    if as_json:
        print_json(
            {
                "leaflets": [asdict(row) for row in rows],
                "not_offered": as_rows(lacking),
                "lost": as_rows(gone),
            }
        )
    else:
        print_found([*loaded.found, *gone, *lacking])
        print_table(_STATUS_HEADS, list(map(_status_row, rows)))
    failed = any(row.errors or (strict and not row.ready) for row in rows)
    raise Exit(1 if failed or errors(loaded.found) or gone else 0)


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
@options.root
@options.as_json
def doctor(root: Path, as_json: bool) -> None:
    """Show which fonts, voices, braille and tools each language has or lacks on this machine, and the command that mends it."""
    from pipeline import doctor as room
    from pipeline import project

    here = project.load(root) if (root / "source").is_dir() or root != options.HERE else None
    findings = list(room.examine(here))
    well = room.well(findings)
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for line in room.screen(findings):
            head = "has  " if line.has else "NEEDS" if line.needed else "lacks"
            print(
                f"{head}  {line.name}: {', '.join(line.subjects)}{f' ({line.remedy})' if line.remedy else ''}"
            )
            if line.command:
                print(f"         {line.command}")
        if everything := room.together(findings):
            print(f"All of it at once, but for what only tests need:\n         {everything}")
        if here is None:
            print(
                "There is no source/ here, so that only English was looked at: leaflet doctor --root FOLDER looks at a charity's languages."
            )
        print(
            "Every leaflet can be made."
            if well
            else "Something is missing without which leaflets cannot be made: run the command below each line that begins with NEEDS."
        )
    raise Exit(0 if well else 1)


@app.command()
@click.argument("code", help="The code of a message, such as S108.")
@options.as_json
def explain(code: str, as_json: bool) -> None:
    """Say what a code means: what is wrong, why it matters to a patient, and what to do."""
    from pipeline.explain import explain as room

    found = room(code)
    if as_json:
        print_json({**asdict(found), "example": dict(found.example)})
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
@click.argument("file", type=options.NAMED, help="The file, as it stands in output/.")
@options.root
def why(file: str, root: Path) -> None:
    """Say what a file in output/ was made from, and whether it would be made again."""
    from pipeline import project
    from pipeline.build.why import explain

    loaded = project.load(root)
    reasons = explain(loaded, file, today(), kept_pieces(loaded))
    print(reasons.verdict)
    if reasons.made:
        print(
            f"Key {reasons.made.content}, SHA-256 {reasons.made.digest}, {reasons.made.seconds} s."
        )
    for part in dict.fromkeys((*reasons.changed, *reasons.made_from)):
        print(f"  {'changed' if part in reasons.changed else 'as it was'}: {part}")


@app.command()
@click.option("--trim", is_flag=True, help="Take out what was not used for longest.")
@click.option("--clear", is_flag=True, help="Take everything out.")
@options.root
def cache(trim: bool, clear: bool, root: Path) -> None:
    """Show how much is kept to save work, and take out what is too much (--trim) or all of it (--clear)."""
    from pipeline import project

    store = kept_pieces(project.load(root))
    if trim or clear:
        gone = replace(store, largest=0 if clear else store.largest).trim()
        print(f"{_megabytes(gone)} taken out.")
    pieces, size = store.size()
    print(
        f"{pieces} pieces, {_megabytes(size)} of at most {_megabytes(store.largest)}, in {store.folder}"
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
