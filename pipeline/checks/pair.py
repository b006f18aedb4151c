"""A message and its translation, as the checks ask about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline import inline
from pipeline.catalogs.glossary import Glossary
from pipeline.checks import numbers
from pipeline.checks.figures import Kept, kept, phones
from pipeline.checks.numbers import Account, Number, Text
from pipeline.checks.registry import Checks
from pipeline.checks.vocabulary import Vocabulary, decimal_mark, vocabulary
from pipeline.diagnostic import Location
from pipeline.document import Inlines

FORMATS = frozenset(("c-format", "python-format", "php-format", "perl-format", "objc-format", "qt-format", "kde-format", "sh-format"))  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?؟۔।॥።])[\"'”’)*\]]*\s+(?=\S)|(?<=[。！？])[\"'”’」』）)*]*|\n+")


@dataclass(frozen=True)
class Pair:
    """A msgid, its msgstr in ``tag``, where the msgstr stands, and what is known about the message.

    ``leaflet``: the English comes from a leaflet, where every figure is a fact that the pipeline writes.
    """

    msgid: str
    msgstr: str
    tag: str
    at: Location
    flags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    leaflet: bool = False
    context: str | None = None
    plural: bool = False  # one of several forms, which need not name the number
    glossary: Glossary = field(default=Glossary(), repr=False)
    # The catalog's own usual length of a translation, in lengths of its English.
    typical: float = field(default=0.0)

    @property
    def formatted(self) -> bool:
        """Whether a program fills in parts of it, by its flags."""
        return bool(FORMATS & set(self.flags))

    @cached_property
    def inlines(self) -> Inlines:
        """The translation as the leaflet would have it; nothing where it cannot be read, which T202 reports."""
        try:
            return inline.parse(self.msgstr, self.terms)
        except inline.MarkupError:
            return ()

    @cached_property
    def source_kept(self) -> Kept:
        """The English taken apart: what a translation must keep as it is, and the rest."""
        return kept(self.msgid, self.formatted)

    @cached_property
    def target_kept(self) -> Kept:
        return kept(self.msgstr, self.formatted)

    @cached_property
    def words(self) -> Vocabulary:
        return vocabulary(self.tag)

    @cached_property
    def _source(self) -> tuple[list[str], Text]:
        return _without_phones(self.source_kept.text, "en")

    @cached_property
    def _target(self) -> tuple[list[str], Text]:
        return _without_phones(self.target_kept.text, self.tag, self.source_phones)

    @property
    def source(self) -> Text:
        return self._source[1]

    @property
    def target(self) -> Text:
        return self._target[1]

    @property
    def source_phones(self) -> list[str]:
        return self._source[0]

    @property
    def target_phones(self) -> list[str]:
        return self._target[0]

    @cached_property
    def account(self) -> Account:
        """The numbers of both texts, paired."""
        english: list[Number] = numbers.english_numbers(self.source, self.words.from_dawn)
        other = numbers.translated_numbers(self.target, decimal_mark(self.tag), english)
        return numbers.account(english, other, self.source, self.target)

    @cached_property
    def sentences(self) -> list[tuple[Text, Text]]:
        """The sentences of both sides by each other; both as a whole where they differ in number."""
        ours, theirs = _sentences(self.source.written), _sentences(self.target.written)
        if len(ours) == 1 or len(ours) != len(theirs):
            return [(self.source, self.target)]
        return [
            (numbers.text(a, "en"), numbers.text(b, self.tag))
            for a, b in zip(ours, theirs, strict=True)
        ]

    @property
    def short(self) -> str:
        """The beginning of the English, to be named in a message."""
        return self.msgid if len(self.msgid) <= 60 else f"{self.msgid[:57]}..."


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part and any(c.isalnum() for c in part)]


def _without_phones(text: str, tag: str, known: Sequence[str] = ()) -> tuple[list[str], Text]:
    words = vocabulary(tag)
    found, rest = phones(words.fold(text), known)
    return found, Text(text, rest, tuple(words.find(rest)), words.has_dual(rest))


TRANSLATION: Checks[Pair] = Checks()
check = TRANSLATION.check
