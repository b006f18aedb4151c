"""What a language has translated already, wherever: a text that stands in two leaflets is translated once.

Only the very same English helps here (an edited sentence gets a guess: ``merge``). What it brings is fuzzy, since the
same words may mean something else in another leaflet, unless two people have approved them there and no figure
stands in them: what a figure's neighbours look like depends on the figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.catalogs.catalog import Catalog, Key, Message

_MARKER = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Known:
    """A translation, the catalog that it stands in (a domain, or the name of a file), and whether it is in use there."""

    message: Message
    domain: str
    living: bool


@dataclass(frozen=True)
class Compendium:
    """Every translation of a language by its English. ``approved``: whether two people approved a message of a domain, asked
    only where it matters."""

    known: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    approved: Callable[[str, Key], bool] = lambda domain, key: False

    def best(self, message: Message, domain: str) -> tuple[Known, bool] | None:
        """The translation of the same English in another catalog, and whether it may be used as it is: of the same context and
        in use, where there is such a one, the approved one first."""
        found = [one for one in self.known.get(message.msgid, ()) if one.domain != domain]
        if not found:
            return None
        same = [one for one in found if one.message.context == message.context]
        agreed = [one for one in same if one.living and self.approved(one.domain, one.message.key)]
        texts = {one.message.msgstr for one in agreed}
        if len(texts) == 1 and not _MARKER.search(message.msgid):
            return agreed[0], True
        return max((*agreed, *same, *found), key=lambda one: (one in agreed, one in same, one.living)), False  # fmt: skip


def compendium(
    catalogs: Iterable[tuple[str, Catalog]],
    approved: Callable[[str, Key], bool] = lambda domain, key: False,
) -> Compendium:
    """Of catalogs by domain, no longer used translations too."""
    known: dict[str, list[Known]] = {}
    for domain, catalog in catalogs:
        for one in _translations(catalog):
            known.setdefault(one.msgid, []).append(Known(one, domain, one.translated))
    return Compendium({msgid: tuple(found) for msgid, found in known.items()}, approved)


def _translations(catalog: Catalog) -> Iterator[Message]:
    return (m for m in catalog.messages if m.msgid and m.plural is None and all(m.msgstr) and not m.fuzzy)  # fmt: skip


def filled(catalog: Catalog, old: Catalog | None, domain: str, memory: Compendium) -> Catalog:
    """The catalog with what is known of its messages that nobody has translated: those that are empty, and those that are new
    since ``old`` and have only a guess."""
    before = {message.key for message in old.living} if old else set()
    messages = [
        _filled(message, domain, memory) if _open(message, before) else message
        for message in catalog.messages
    ]
    return replace(catalog, messages=tuple(messages))


def _open(message: Message, before: set[Key]) -> bool:
    if not message.msgid or message.obsolete or message.plural is not None:
        return False
    return not any(message.msgstr) or (message.fuzzy and message.key not in before)


def _filled(message: Message, domain: str, memory: Compendium) -> Message:
    found = memory.best(message, domain)
    if found is None:
        return message
    known, agreed = found
    flags = tuple(flag for flag in message.flags if flag != "fuzzy")
    return message.changed(
        msgstr=known.message.msgstr,
        flags=flags if agreed else ("fuzzy", *flags),
        comments=(f"{'approved in' if agreed else 'from'} {known.domain}",),
        previous=(),
    )
