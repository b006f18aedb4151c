"""Catalogs checked one by one, wherever they come from, and findings of theirs accepted.

A catalog needs no leaflet: what stands in its English is what its translation must keep. It passes the
strict gate first; what the gate finds in single texts is told together with the checks of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build.files import put
from pipeline.catalogs import gate
from pipeline.catalogs import glossary as glossaries
from pipeline.catalogs.catalog import Catalog, headers
from pipeline.catalogs.glossary import Glossary
from pipeline.checks import accepted as acceptances
from pipeline.checks.accepted import Acceptance, Accepted
from pipeline.checks.pair import Pair
from pipeline.checks.translation import findings, pairs_of, untranslated
from pipeline.diagnostic import Diagnostic, LeafletError, Location, unread

_LARGEST = 50_000_000  # bytes: more than any catalog


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the English of its message; "" where the finding is about the file."""

    diagnostic: Diagnostic
    msgid: str = ""


def examine(paths: Sequence[Path], tag: str = "") -> Iterator[Found]:
    """What is wrong with each catalog, in its order. ``tag``: the language, where the header does not say it."""
    for path in paths:
        catalog, wrong = _read(path, tag)
        english = {m.line: m.msgid for m in catalog.messages} if catalog else {}
        found = [Found(one, english.get(one.at.line, "")) for one in wrong]
        if catalog:
            found += _checked(catalog, _tag(catalog, path, tag), path)
        yield from sorted(found, key=lambda one: (one.diagnostic.at.line, one.diagnostic.code))


def _read(path: Path, tag: str) -> tuple[Catalog | None, list[Diagnostic]]:
    """The catalog, also when single texts are refused; None when it cannot be read as a whole."""
    at = Location(str(path))
    try:
        if path.stat().st_size > _LARGEST:
            return None, [
                Diagnostic(
                    "B004",
                    f"this is larger than {_LARGEST // 1_000_000} MB",
                    at,
                    "see whether it is the right file",
                )
            ]
        content = path.read_bytes() if path.is_file() else b""
    except OSError as problem:
        return None, [unread(problem, at)]
    if not path.is_file():
        return None, [
            Diagnostic("B003", "there is no such file", at, "look for a slip in its name")
        ]
    catalog, wrong = gate.examined(content, str(path), None)
    if catalog is None:
        return None, wrong
    named = _tag(catalog, path, tag)
    if not named:
        hint = "name its language with --tag, such as --tag pl, or write Language: pl at its top"
        at = Location(str(path), catalog.header.line if catalog.header else 1)
        return None, [
            *wrong,
            Diagnostic("T116", "this catalog does not say its language", at, hint),
        ]
    return catalog, gate.examined(content, str(path), named)[1] if not tag else wrong


def _tag(catalog: Catalog, path: Path, tag: str) -> str:
    """The language: what was asked for, else what the header says, else the folder's name."""
    said = headers(catalog.header).get("Language", "").replace("-", "_")
    folder = path.resolve().parent
    return tag or said or (folder.parent.name if folder.name == "LC_MESSAGES" else "")


def _checked(catalog: Catalog, tag: str, path: Path) -> Iterator[Found]:
    accepted, wrong = _accepted(path)
    approved, more = _glossary(path, tag)
    yield from (Found(one) for one in (*wrong, *more))
    yield from (Found(one, message.msgid) for message, one in untranslated(catalog))
    pairs = list(pairs_of(catalog, tag, approved=approved))
    yield from (Found(one, pair.msgid) for pair, one in accepted.left(findings(pairs)))


def accepted_path(path: Path) -> Path:
    """The file of accepted findings beside a catalog: in the language's folder, as sign-off is."""
    return _folder(path) / acceptances.FILE


def _folder(path: Path) -> Path:
    return path.parent.parent if path.resolve().parent.name == "LC_MESSAGES" else path.parent


def _accepted(path: Path) -> tuple[Accepted, list[Diagnostic]]:
    beside = accepted_path(path)
    return acceptances.read(beside.read_bytes() if beside.is_file() else None, str(beside))


def _glossary(path: Path, tag: str) -> tuple[Glossary, list[Diagnostic]]:
    """The glossary beside a catalog, refused as a whole when the gate refuses it; none for the glossary itself."""
    beside = _folder(path) / glossaries.FILE
    if not beside.is_file() or beside.resolve() == path.resolve():
        return Glossary(), []
    catalog, wrong = _read(beside, tag)
    return glossaries.glossary(catalog if not wrong else None), wrong


def accept(path: Path, line: int, code: str, name: str, reason: str) -> Path:
    """Accept a finding of the message at a line; the file that now says so.

    Raises LeafletError when there is no such finding, or no name or reason.
    """
    at = Location(str(path), line)
    if not name.strip() or not reason.strip():
        hint = 'add --by "Your Name" and --why "Why it is right"'
        raise LeafletError(Diagnostic("T132", "it is not said who accepts this, or why", at, hint))
    here = _found_at(path, line, code)
    if not here:
        hint = "run leaflet check and copy the file, line and code from what it says"
        raise LeafletError(
            Diagnostic("T133", f"nothing with the code {code} is found at this line", at, hint)
        )
    known, wrong = _accepted(path)
    if wrong:
        raise LeafletError(*wrong)
    added = [Acceptance(code, digest, name.strip(), reason.strip()) for digest in here]
    beside = accepted_path(path)
    put(beside, acceptances.write(known.and_also(added)))
    return beside


def _found_at(path: Path, line: int, code: str) -> list[str]:
    """The hashes of the messages at a line of a catalog in which a check finds something."""
    catalog, wrong = _read(path, "")
    if catalog is None:
        raise LeafletError(*wrong)
    tag = _tag(catalog, path, "")
    approved, wrong = _glossary(path, tag)
    if wrong:
        raise LeafletError(*wrong)
    found = findings(list(pairs_of(catalog, tag, approved=approved)))
    return [
        acceptances.digest(pair)
        for pair, one in found
        if one.code == code and _covers(catalog, pair, line)
    ]


def _covers(catalog: Catalog, pair: Pair, line: int) -> bool:
    """Whether the entry of a message reaches from before ``line`` to after it."""
    starts = sorted(m.line for m in catalog.messages)
    begun = max((start for start in starts if start <= pair.at.line), default=0)
    until = min((start for start in starts if start > begun), default=line + 1)
    return begun <= line < until
