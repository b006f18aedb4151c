"""Commands to sign and release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipeline.cli.app import app
from pipeline.cli.environment import today
from pipeline.cli.options import HERE, Leaflets, Root, Tags, given
from pipeline.cli.printing import print_found
from pipeline.cli.progress import progress_shown
from pipeline.diagnostic import Diagnostic, LeafletError, Location, counted
from pipeline.languages import folder

Folder = Annotated[Path, typer.Argument(help="The folder that holds report.json.")]


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


@app.command()
def verify(folder: Folder = Path("output")) -> None:
    """Check a folder of finished leaflets against its report.json: nothing missing, changed or added."""
    from pipeline.build.delivery import verify as run

    count, found = run(folder)
    print_found(found)
    print(
        f"{counted(len(found), 'file')} not as the report says."
        if found
        else f"{counted(count, 'file')}, all as they were made."
    )
    raise typer.Exit(1 if found else 0)


@app.command()
def release(root: Root = HERE, leaflet: Leaflets = None, tag: Tags = None) -> None:
    """Make what is approved and in date into output/release/<version>/, and say why the rest is not."""
    from pipeline import project
    from pipeline.build.release import release as run

    with progress_shown(quiet=False) as progress:
        outcome = run(project.load(root), given(leaflet), given(tag), today(), progress)
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
def proof(tag: SignedTag, leaflet: Leaflets = None, root: Root = HERE) -> None:
    """Write proofs for whoever reviews or approves: English beside the translation, as Word file and web page."""
    from pipeline import bilingual, project

    made, found = bilingual.proofs(project.load(root), given(leaflet), tag, today())
    print_found(found)
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

    if given(places):
        hint = "leave out --at: the braille of a whole leaflet is signed"
        at = Location("command line")
        raise LeafletError(Diagnostic("T140", "single texts cannot be signed in braille", at, hint))
    pen = signing.Pen(Act.APPROVED, name, today())
    signed, found = signing.proofread(project.load(root), given(leaflet), tag, edition, pen, proof)
    print_found(found)
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
    signed, found = signing.sign(project.load(root), given(leaflet), tag, pen, given(places), proof)
    print_found(found)
    print("\n".join(map(str, signed)) or "Nothing was signed.")
    raise typer.Exit(1 if found else 0)
