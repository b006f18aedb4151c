"""Commands to sign and release."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click
from click.exceptions import Exit

from pipeline import usage
from pipeline.cli import options
from pipeline.cli.app import app
from pipeline.cli.environment import today
from pipeline.cli.printing import print_found
from pipeline.cli.progress import progress_shown
from pipeline.diagnostic import Diagnostic, LeafletError, Location, counted

_tag = click.option(
    "--tag",
    type=usage.LANGUAGE,
    required=True,
    help="The language that is signed, named as its folder in translations/; en for the English.",
)
_signed = options.together(
    _tag,
    click.option("name", "--by", metavar="NAME", required=True, help="Your own name."),
    options.leaflets,
    options.several(
        "places",
        "--at",
        metavar="FILE:LINE",
        help="Only the text on this line of its catalog (of its source, for the English); may be given again.",
    ),
    click.option(
        "--proof",
        metavar="CODE",
        default="",
        help="The code of the proof that you read: refused when anything has changed since.",
    ),
)


@app.command()
@click.argument(
    "folder",
    type=options.PATH,
    default=Path("output"),
    help="The folder that holds report.json; output, where none is named.",
)
def verify(folder: Path) -> None:
    """Check a folder of finished leaflets against its report.json: nothing missing, changed or added."""
    from pipeline.build.delivery import verify as run

    count, found = run(folder)
    print_found(found)
    print(
        f"{counted(len(found), 'file')} not as the report says."
        if found
        else f"{counted(count, 'file')}, all as they were made."
    )
    raise Exit(1 if found else 0)


@app.command()
@options.narrowed
def release(root: Path, slugs: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Make what is approved and in date into output/release/<version>/, and say why the rest is not."""
    from pipeline import project
    from pipeline.build.release import release as run

    with progress_shown(quiet=False) as progress:
        outcome = run(project.load(root), slugs, tags, today(), progress)
    print_found(outcome.found)
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
    raise Exit(1 if outcome.found else 0)


@app.command()
@click.argument("slug", metavar="LEAFLET", type=usage.LEAFLET, help="The leaflet's name.")
@click.option("--why", metavar="REASON", required=True, help="What is wrong with it.")
@click.option("--tag", type=usage.LANGUAGE, default="", help="Only in this language; else in all.")
@click.option("name", "--by", metavar="NAME", default="", help="Your own name.")
@options.root
def withdraw(slug: str, why: str, tag: str, name: str, root: Path) -> None:
    """Recall a leaflet: every file says so from the next build on, the next release leaves it out and says so in its place."""
    from pipeline import project, signing

    signing.withdraw(project.load(root), slug, tag, why, name, today())
    print(f"{slug} is withdrawn{f' in {tag}' if tag else ' in every language'}.")
    print("Run leaflet build and leaflet release, and publish the release: its pages then say so.")
    print("It may be released again when two people have signed it again.")


@app.command()
@click.argument("a", type=options.NAMED, help="A release, by its version or its folder.")
@click.argument("b", type=options.NAMED, help="A later release.")
@click.option(
    "--pictures",
    type=options.PATH,
    help="A folder for pictures of pages that differ, side by side.",
)
@options.root
def compare(a: str, b: str, pictures: Path | None, root: Path) -> None:
    """Show what differs between two releases: texts, and pages that look otherwise."""
    from pipeline import compare as room
    from pipeline import project

    output = project.load(root).output
    found = list(room.compare(output, a, b, pictures))
    print("\n".join(map(str, found)) or "Both say and show the same.")


@app.command()
@_tag
@options.leaflets
@options.root
def proof(tag: str, slugs: tuple[str, ...], root: Path) -> None:
    """Write proofs for whoever reviews or approves: English beside the translation, as Word file and web page."""
    from pipeline import bilingual, project

    made, found = bilingual.proofs(project.load(root), slugs, tag, today())
    print_found(found)
    print("\n".join(f"wrote output/{path}" for path in made) or "No proof was made.")
    raise Exit(1 if found else 0)


@app.command()
@_signed
@options.root
def review(
    tag: str, name: str, slugs: tuple[str, ...], places: tuple[str, ...], proof: str, root: Path
) -> None:
    """Sign that you have reviewed leaflets of a language as they stand: all of them, one, or single texts."""
    _sign("reviewed", root, tag, name, slugs, places, proof)


@app.command()
@_signed
@click.option(
    "edition",
    "--format",
    metavar="EDITION",
    default="",
    help="braille or braille-uncontracted: a braille reader has proofread it, and its files no longer say that nobody has.",
)
@options.root
def approve(
    tag: str,
    name: str,
    slugs: tuple[str, ...],
    places: tuple[str, ...],
    proof: str,
    edition: str,
    root: Path,
) -> None:
    """Approve what somebody else has reviewed: leaflets of a language as they stand, or single texts; or, with --format
    braille, sign as a braille reader that you have proofread their braille."""
    if edition:
        _proofread(root, tag, name, slugs, places, proof, edition)
    _sign("approved", root, tag, name, slugs, places, proof)


def _proofread(
    root: Path,
    tag: str,
    name: str,
    slugs: tuple[str, ...],
    places: tuple[str, ...],
    proof: str,
    edition: str,
) -> NoReturn:
    from pipeline import project, signing
    from pipeline.catalogs.signoff import Act

    if places:
        hint = "leave out --at: the braille of a whole leaflet is signed"
        at = Location("command line")
        raise LeafletError(Diagnostic("T140", "single texts cannot be signed in braille", at, hint))
    pen = signing.Pen(Act.APPROVED, name, today())
    signed, found = signing.proofread(project.load(root), slugs, tag, edition, pen, proof)
    print_found(found)
    print("\n".join(map(str, signed)) or "Nothing was signed.")
    raise Exit(1 if found else 0)


def _sign(
    did: str,
    root: Path,
    tag: str,
    name: str,
    slugs: tuple[str, ...],
    places: tuple[str, ...],
    proof: str,
) -> NoReturn:
    from pipeline import project, signing
    from pipeline.catalogs.signoff import Act

    pen = signing.Pen(Act(did), name, today())
    signed, found = signing.sign(project.load(root), slugs, tag, pen, places, proof)
    print_found(found)
    print("\n".join(map(str, signed)) or "Nothing was signed.")
    raise Exit(1 if found else 0)
