"""A message cut into what is translated and what must be kept: its codes.

A code is a ``{marker}``, ``**``, the bracket that opens a link, or the label that closes one. In XLIFF and TMX
it is a ``<ph>``, which a translator's program guards as a whole. Joined again, the pieces are the message, whatever
it holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.catalogs.catalog import Catalog, Message

_CODE = re.compile(
    r"(?P<plain>\\[\\*\[\]{}])|\{[a-z][a-z0-9_]*\}|\*\*|\[|"
    r"\]\[[A-Za-z0-9][\w-]*\]|\]\{lang=[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*\}"
)


@dataclass(frozen=True, slots=True)
class Code:
    """``id`` pairs the codes of a translation with those of its English; ``text`` is what stands in the message."""

    id: str
    text: str


Segment = tuple[str | Code, ...]


def source(text: str) -> Segment:
    """An English text, its codes numbered as they come."""
    pieces = list(_cut(text))
    numbers = iter(range(1, len(pieces) + 1))
    return tuple(Code(str(next(numbers)), piece) if code else piece for piece, code in pieces)


def target(text: str, english: Segment) -> Segment:
    """Its translation: each code has the id of the English one that it stands for, or one of its own."""
    free = [piece for piece in english if isinstance(piece, Code)]
    own = len(free)
    found: list[str | Code] = []
    for piece, code in _cut(text):
        if not code:
            found.append(piece)
            continue
        pair = next((one for one in free if one.text == piece), None)
        if pair:
            free.remove(pair)
        else:
            own += 1
        found.append(pair or Code(str(own), piece))
    return tuple(found)


def _cut(text: str) -> Iterator[tuple[str, bool]]:
    """Each piece, and whether it is a code."""
    begun = 0
    for found in _CODE.finditer(text):
        if found["plain"]:  # \[ is an ordinary bracket
            continue
        if found.start() > begun:
            yield text[begun : found.start()], False
        yield found[0], True
        begun = found.end()
    if begun < len(text):
        yield text[begun:], False


@dataclass(frozen=True, slots=True)
class Unit:
    """One text as it goes to a translator: a message, or one plural form of it."""

    message: Message
    form: int = 0

    @property
    def id(self) -> str:
        """The same as long as context and English are the same, wherever the message stands."""
        context = "" if self.message.context is None else f"{self.message.context}\x04"
        name = hashlib.sha256(f"{context}{self.message.msgid}".encode()).hexdigest()[:16]
        return f"m{name}" if self.message.plural is None else f"m{name}-{self.form}"

    @property
    def source(self) -> str:
        """The English of its form: the singular for the first of several, else the plural."""
        one = self.form == 0 and len(self.message.msgstr) > 1
        return self.message.msgid if self.message.plural is None or one else self.message.plural

    @property
    def target(self) -> str:
        return self.message.msgstr[self.form]

    @property
    def was(self) -> str:
        """What stands for the translation, and whether it is agreed: by it we see later whether somebody has changed it."""
        agreed = f"fuzzy\n{self.target}" if self.message.fuzzy else self.target
        return hashlib.sha256(agreed.encode()).hexdigest()[:12]


def units(catalog: Catalog) -> Iterator[Unit]:
    """Every text of the living messages, in their order."""
    for message in catalog.living:
        for form in range(len(message.msgstr)):
            yield Unit(message, form)
