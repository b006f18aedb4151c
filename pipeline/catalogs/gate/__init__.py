"""The strict gate: nothing else in the pipeline reads a PO file.

A catalog that ``msgfmt -c`` (GNU gettext 0.21) rejects is rejected here too, with line, reason and
remedy, and is never half read: ``msgstr "Weź 150`` without its closing quote must not become 15.
It is stricter than msgfmt only by these codes:

T102  a byte that is no UTF-8 above the line that names the charset, where msgfmt does not look yet
T120  a NUL, after which msgfmt silently drops the rest of the file
T121  line ends of CR alone
T122  a {marker} that stands more often in the translation than in the English
T123  a Language header that is missing or names another language than the folder
T124  a charset other than UTF-8, or none
T125  control and direction characters that nobody can see
T126  msgstr[1 or a backslash at the end of a line, which go on in the next, a comment in a line of #|, a
      second mark in a line, as in #~ #|: no editor writes that
T127  an escape for a byte beyond ASCII
T128  the directives of a format that is not known here: those of the English, in their order
T129  a second line of flags (#,), which makes msgfmt forget the first, or a fuzzy mark that is written so that
      no tool sees it

reader   lines and tokens, as gettext's own lexer reads them
meaning  what the texts mean
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.catalogs.catalog import Catalog, Key
from pipeline.catalogs.gate.meaning import meaning
from pipeline.catalogs.gate.reader import Reader
from pipeline.diagnostic import Diagnostic


def read(data: bytes, path: str, tag: str | None) -> tuple[Catalog | None, list[Diagnostic]]:
    """The catalog, or None and everything that is wrong with the file.

    ``tag``: the language of the file's folder, which its header must name; None for a template.
    """
    catalog, found = examined(data, path, tag)
    return (None if found else catalog), found


def examined(data: bytes, path: str, tag: str | None) -> tuple[Catalog | None, list[Diagnostic]]:
    """As ``read``, but with the catalog where only single texts are refused, for a list of all that is wrong: not for use."""
    reader = Reader(path)
    text = reader.decoded(data)
    if text is None:
        return None, reader.found
    reader.read(text)
    if reader.found:
        return None, reader.found
    newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    catalog = Catalog(tuple(reader.messages), path, "\n".join(reader.pending), newline)
    return catalog, list(meaning(catalog, tag))


@dataclass(frozen=True)
class Seen:
    """What stands in a file, also in one that is refused: for people to look at, never for use.

    ``catalog``: every entry that is whole; ``broken``: each other one as it stands in the file, with the line of its msgid, where
    its English can be read; ``entries``: where each begins, comments and all, with its key, None where that cannot be read;
    ``places``: of which entry each finding is.
    """

    catalog: Catalog
    broken: Mapping[Key, tuple[int, str]]
    entries: tuple[tuple[int, Key | None], ...]
    places: Mapping[Diagnostic, Key | None]

    @cached_property
    def refused(self) -> frozenset[Key]:
        """The entries that no build would use: something is wrong in each."""
        return frozenset([*filter(None, self.places.values()), *self.broken])

    @property
    def rest(self) -> Catalog:
        """The entries in which nothing is wrong."""
        kept = (one for one in self.catalog.messages if one.key not in self.refused)
        return replace(self.catalog, messages=tuple(kept))

    def place(self, found: Diagnostic) -> Key | None:
        """The entry that a finding is of, None where it is of none that can be read."""
        return self.places.get(found, _at(self.entries, found.at.line))


def seen(data: bytes, path: str, tag: str) -> tuple[Seen, list[Diagnostic]]:
    """What people can be shown of a catalog, and all that is wrong with it."""
    reader = Reader(path)
    reader.decoded(data)  # for what it finds
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    reader.read(text if "\n" in text else text.replace("\r", "\n"))
    catalog = Catalog(tuple(reader.messages), path)
    found = list(dict.fromkeys([*reader.found, *meaning(catalog, tag)]))
    entries = tuple(sorted(reader.begun, key=lambda entry: entry[0]))
    places = {one: reader.late.get(one, _at(entries, one.at.line)) for one in found}
    return Seen(catalog, reader.unread, entries, places), found


def _at(entries: Sequence[tuple[int, Key | None]], line: int) -> Key | None:
    place = bisect_right(entries, line, key=lambda entry: entry[0])
    return entries[place - 1][1] if place else None
