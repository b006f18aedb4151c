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
from pipeline.catalogs.catalog import Catalog, headers
from pipeline.checks import accepted as acceptances
from pipeline.checks.accepted import Acceptance, Accepted
from pipeline.checks.pair import Pair
from pipeline.checks.translation import findings, pairs_of, untranslated
from pipeline.diagnostic import Diagnostic, LeafletError, Location

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
            return None, [Diagnostic("B004", f"this is larger than {_LARGEST // 1_000_000} MB", at)]
        content = path.read_bytes() if path.is_file() else b""
    except OSError as problem:
        return None, [Diagnostic("B003", f"this cannot be read: {problem.strerror}", at)]
    if not path.is_file():
        return None, [Diagnostic("B003", "this is no file", at)]
    catalog, wrong = gate.examined(content, str(path), None)
    if catalog is None:
        return None, wrong
    named = _tag(catalog, path, tag)
    if not named:
        hint = "write Language: pl, or whatever it is, in its header, or give --tag"
        at = Location(str(path), catalog.header.line if catalog.header else 1)
        return None, [*wrong, Diagnostic("T116", "the catalog names no language", at, hint)]
    return catalog, gate.examined(content, str(path), named)[1] if not tag else wrong


def _tag(catalog: Catalog, path: Path, tag: str) -> str:
    """The language: what was asked for, else what the header says, else the folder's name."""
    said = headers(catalog.header).get("Language", "").replace("-", "_")
    folder = path.resolve().parent
    return tag or said or (folder.parent.name if folder.name == "LC_MESSAGES" else "")


def _checked(catalog: Catalog, tag: str, path: Path) -> Iterator[Found]:
    beside = accepted_path(path)
    accepted, wrong = acceptances.read(
        beside.read_bytes() if beside.is_file() else None, str(beside)
    )
    yield from (Found(one) for one in wrong)
    yield from (Found(one, message.msgid) for message, one in untranslated(catalog))
    pairs = list(pairs_of(catalog, tag, ()))
    yield from (Found(one, pair.msgid) for pair, one in accepted.left(findings(pairs)))


def accepted_path(path: Path) -> Path:
    """The file of accepted findings beside a catalog: in the language's folder, as sign-off is."""
    folder = path.parent.parent if path.resolve().parent.name == "LC_MESSAGES" else path.parent
    return folder / acceptances.FILE


def accept(path: Path, line: int, code: str, name: str, reason: str) -> Path:
    """Accept a finding of the message at a line; the file that now says so.

    Raises LeafletError when there is no such finding, or no name or reason.
    """
    at = Location(str(path), line)
    if not name.strip() or not reason.strip():
        raise LeafletError(
            Diagnostic("T132", "who accepts it, and why?", at, 'give --by NAME and --why "..."')
        )
    catalog, wrong = _read(path, "")
    if catalog is None:
        raise LeafletError(*wrong)
    found = [
        (pair, one)
        for pair, one in findings(list(pairs_of(catalog, _tag(catalog, path, ""), ())))
        if one.code == code
    ]
    here = [acceptances.digest(pair) for pair, _ in found if _covers(catalog, pair, line)]
    if not here:
        hint = "leaflet check FILE.po names file, line and code"
        raise LeafletError(Diagnostic("T133", f"there is no finding {code} at this line", at, hint))
    beside = accepted_path(path)
    known, wrong = acceptances.read(beside.read_bytes() if beside.is_file() else None, str(beside))
    if wrong:
        raise LeafletError(*wrong)
    added = [Acceptance(code, digest, name.strip(), reason.strip()) for digest in here]
    put(
        beside,
        acceptances.write(
            Accepted(
                (
                    *(
                        k
                        for k in known.entries
                        if (k.code, k.hash) not in {(a.code, a.hash) for a in added}
                    ),
                    *added,
                )
            )
        ),
    )
    return beside


def _covers(catalog: Catalog, pair: Pair, line: int) -> bool:
    """Whether the entry of a message reaches from before ``line`` to after it."""
    starts = sorted(m.line for m in catalog.messages)
    begun = max((start for start in starts if start <= pair.at.line), default=0)
    until = min((start for start in starts if start > begun), default=line + 1)
    return begun <= line < until
