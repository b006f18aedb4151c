"""What a build can show for the criteria of others, a sentence each. Nothing is claimed that was not counted."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of a build. ``proven`` of ``made`` files passed the proof of a release, ``failed`` did not; the rest was not
    asked."""

    versions: int  # leaflets in a language
    approved: int
    dated: int
    overdue: int
    links: int
    unconfirmed: int
    surveys: int
    leaflets: int
    languages: Sequence[str]
    editions: Sequence[str]
    lacking: int
    facts: int
    made: int
    megabytes: float
    proven: int
    failed: int
    validators: Sequence[str]  # what each validator of others said
    errors: int
    warnings: int


def lines(counted: Counted) -> Mapping[str, str]:
    """Each line by the name that data/evidence.toml has for it."""
    n = counted
    asked = n.proven + n.failed
    proofs = f"{n.proven} of {n.made} files passed the proof of a release, {n.failed} did not, {n.made - asked} were not asked"
    return {
        "signed": f"{n.approved} of {n.versions} versions are approved by two people and unchanged since.",
        "due": f"{n.dated} of {n.versions} versions have a review date; {n.overdue} are past it.",
        "dates": f"{n.dated} of {n.versions} versions say when they are reviewed next.",
        "links": f"{n.links} addresses are given; {n.unconfirmed} of them are still to be confirmed.",
        "languages": f"{len(n.languages)} languages: {', '.join(n.languages)}.",
        "formats": f"{len(n.editions)} editions: {', '.join(n.editions)}.",
        "lacking": f"{n.lacking} editions are not offered in a language; the reasons stand above.",
        "facts": f"{n.facts} facts were looked for in {n.made} files and found.",
        "proofs": f"{proofs}{'' if asked else ' (leaflet report --prove asks)'}.",
        "validators": f"Other people's validators: {'; '.join(n.validators) or 'not asked (leaflet report --validate asks)'}.",
        "findings": f"The checks found {n.errors} errors and {n.warnings} warnings.",
        "feedback": f"{n.surveys} of {n.leaflets} leaflets have a link that is called survey or feedback.",
        "files": f"{n.made} files, {n.megabytes:.1f} MB.",
    }


@cache
def schemes() -> list[dict[str, Any]]:
    """Each accreditation or standard, with its criteria."""
    return list(_data("evidence")["scheme"])


@cache
def worksheet() -> list[dict[str, Any]]:
    """The checks that only a person can make."""
    return list(_data("worksheet")["check"])


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("pipeline").joinpath(f"data/{name}.toml").read_text("utf-8"))
