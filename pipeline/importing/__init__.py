"""Old material becomes a leaflet: Word files, web pages, plain text and Markdown into a source file that parses.

Readers give one small form (``draft``), recognisers change it step by step, the writer makes a source of it, and the
account proves that no word was lost on the way.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from pipeline import parse, project
from pipeline.build.files import put
from pipeline.build.plan import misnamed
from pipeline.diagnostic import Diagnostic, LeafletError, Location, errors, quoted
from pipeline.importing import (
    abbreviations,
    account,
    addresses,
    characters,
    contacts,
    dates,
    doubts,
    figures,
    furniture,
    headings,
    hyphens,
    lists,
    opened,
    paragraphs,
    parting,
    report,
    side_effects,
    tables,
    writer,
)
from pipeline.importing.account import Account
from pipeline.importing.draft import Draft, Note
from pipeline.importing.words import count
from pipeline.publisher import Publisher


@dataclass(frozen=True)
class Imported:
    """The text of a source file, what has become of each word, and what a person should look at. ``unit``: what the
    lines of the notes count."""

    name: str
    text: str
    notes: tuple[Note, ...]
    account: Account
    unit: str


def imported(data: bytes, name: str, charity: Publisher, today: datetime.date) -> Imported:
    """The leaflet in a file. Raises LeafletError for a file that cannot be imported; nothing is written or fetched."""
    first = opened.read(data, name)
    if not any(count(block.text) for block in first.blocks):
        raise _refused(
            "X303",
            "this cannot be imported: there is no text in it",
            name,
            "if it is a picture of a text, type the text into a plain text file, and import that",
        )
    title = first.title or _named(name)
    last = replace(first, title=title, name=name)
    for step in _steps(charity, today):
        last = step(last)
    text = writer.written(last, PurePath(name).name)
    document, found = parse.parse(text, f"source/{slug(name)}.md", charity, {}, lambda _: None)
    if wrong := errors(found):
        raise LeafletError(*_unreadable(wrong, name))
    sums = account.drawn(first, last, document)
    if sums.wrong:
        missing = ", ".join(f"{word} ({n:+})" for word, n in sums.wrong[:8])
        raise _refused(
            "X307",
            f"some words of the file would be lost: {missing}",
            name,
            "nothing was written; please report it, with the file if you may",
        )
    notes = sorted(dict.fromkeys(last.notes), key=lambda note: note.line)
    return Imported(name, text, tuple(notes), sums, last.unit)


def _steps(charity: Publisher, today: datetime.date) -> Iterator[Callable[[Draft], Draft]]:
    """The recognisers, in their order: each finds its own in what those before it have left."""
    yield furniture.taken_out
    yield paragraphs.whole
    yield hyphens.mended
    yield side_effects.parted
    yield paragraphs.made
    yield lists.typed
    yield parting.parted
    yield tables.told
    yield headings.found
    yield lambda draft: dates.told(draft, today)
    yield side_effects.told
    yield lists.nested
    yield lambda draft: addresses.told(draft, charity)
    yield characters.told
    yield lambda draft: figures.told(draft, charity)
    yield lambda draft: contacts.told(draft, charity)
    yield lambda draft: abbreviations.told(draft, charity)
    yield doubts.told
    yield parting.parted


def _unreadable(wrong: list[Diagnostic], name: str) -> Iterator[Diagnostic]:
    """Why our own parser does not take what was made: a fault of the import, or a file beyond what it can do."""
    for one in wrong[:5]:
        yield Diagnostic(
            "X308",
            f"this could not be made into a leaflet: {one.message}",
            Location(name),
            f"line {one.at.line} of the leaflet; nothing was written. {one.hint}",
        )


def _refused(code: str, why: str, name: str, hint: str) -> LeafletError:
    return LeafletError(Diagnostic(code, why, Location(name), hint))


def _named(name: str) -> str:
    """A title from the file's name."""
    words = re.sub(r"[\W_]+", " ", PurePath(name).stem).strip()
    return words[:1].upper() + words[1:] or "Leaflet"


def slug(name: str) -> str:
    """The leaflet's name: the file's, in small letters without accents."""
    plain_letters = (
        unicodedata.normalize("NFKD", PurePath(name).stem).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain_letters.lower()).strip("-")[:60].strip("-") or "leaflet"


def diagnostics(found: Imported) -> Iterator[Diagnostic]:
    """The notes as findings, each at its line of the file that was imported."""
    yield from report.diagnostics(found.name, found.notes)


def told(found: Imported) -> Iterator[Diagnostic]:
    """The same for people: what they must decide first, and each thing once."""
    yield from report.for_people(found.name, found.notes, found.unit)


def counted(found: Imported) -> str:
    """How many findings there are of each kind."""
    return report.counted(found.notes)


def charity(root: Path) -> Publisher:
    """The charity of a folder, whose contacts have names already; nobody where it has none yet."""
    if not (root / "source/publisher.yaml").is_file():
        return Publisher()
    known = project.load(root).publisher
    return known if known.readable else Publisher()


def bring(path: Path, out: Path, charity: Publisher, today: datetime.date) -> Imported:
    """Import a file into a source file that is not there yet. Raises LeafletError; then nothing is written."""
    if out.suffix != ".md":
        raise _refused(
            "X301", "the name of a leaflet's file ends in .md", str(out), "add --out source/NAME.md"
        )
    if misnamed([out.stem]):
        message = f"no leaflet can be called {quoted(out.stem)}"
        raise _refused("X301", message, str(out), "add --out source/NAME.md with another name")
    if out.exists() or out.is_symlink():
        raise _refused(
            "X302",
            "a leaflet of this name is there already",
            str(out),
            "give another name: --out source/NAME.md",
        )
    if not path.is_file():
        raise _refused("B003", "there is no such file", str(path), "look for a slip in its name")
    if path.stat().st_size > opened.LARGEST:
        raise _refused(
            "B004",
            f"this is larger than {opened.LARGEST // 1_000_000} MB",
            str(path),
            "take the pictures out, or import it in parts",
        )
    found = imported(path.read_bytes(), str(path), charity, today)
    put(out, found.text.encode())
    return found
