"""A language's glossary: which form of a term is approved, in translations/<tag>/glossary.po.

An ordinary PO file: the msgid is the English term, the msgstr its approved form (several, apart by ";", are
all approved), the translator's comment a note. An entry that is fuzzy or empty approves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.catalogs.catalog import Catalog

FILE = "glossary.po"
COMMENT = "Glossary:"  # how a comment from it begins
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Term:
    """An English term and its approved forms."""

    english: str
    forms: tuple[str, ...]
    note: str = ""

    @property
    def comment(self) -> str:
        """As translators see it: "Glossary: bone marrow = szpik kostny (not: szpik)". No comment ends with a backslash."""
        note = f" ({self.note})" if self.note else ""
        return f"{COMMENT} {self.english} = {'; '.join(self.forms)}{note}".rstrip("\\ ")


@dataclass(frozen=True)
class Glossary:
    """The approved terms of one language."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def _by_first(self) -> Mapping[str, tuple[tuple[tuple[str, ...], Term], ...]]:
        """The terms under their first word, those of most words first."""
        found: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
        for term in self.terms:
            words = tuple(_WORD.findall(term.english.lower()))
            if words:
                found.setdefault(_one(words[0]), []).append((words, term))
        return {word: tuple(sorted(terms, key=lambda t: -len(t[0]))) for word, terms in found.items()}  # fmt: skip

    def within(self, english: str) -> tuple[Term, ...]:
        """The terms that stand in an English text, each once, also in the plural; the longest where several fit."""
        return tuple(dict.fromkeys(self._found(english))) if self.terms else ()

    def _found(self, english: str) -> Iterator[Term]:
        words = [match[0] for match in _WORD.finditer(english)]
        place = 0
        while place < len(words):
            fits = (
                (term, parts)
                for parts, term in self._by_first.get(_one(words[place].lower()), ())
                if _stands(parts, term, words[place : place + len(parts)])
            )
            term, parts = next(fits, (None, (" ",)))
            if term:
                yield from (other for other in self.terms if other.english == term.english)
            place += len(parts)

    def commented(self, template: Catalog) -> Catalog:
        """A template whose messages say which of their terms are approved, and how."""
        if not self.terms:
            return template
        return replace(
            template,
            messages=tuple(
                message.changed(
                    extracted=(*message.extracted, *(t.comment for t in self.within(message.msgid)))
                )
                if message.msgid
                else message
                for message in template.messages
            ),
        )


def glossary(catalog: Catalog | None) -> Glossary:
    """What a catalog that has passed the gate approves."""
    return Glossary(
        tuple(
            Term(_line(message.msgid), forms, _line(" ".join(message.comments)))
            for message in (catalog.living if catalog else ())
            if message.translated and (forms := _forms(message.msgstr[0]))
        )
    )


def _forms(msgstr: str) -> tuple[str, ...]:
    return tuple(form for part in re.split("[;；؛]", msgstr) if (form := _line(part)))


def _line(text: str) -> str:
    """The text on one line, without what cannot be seen: it becomes a comment."""
    seen = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join("".join(seen).split())


def _stands(parts: tuple[str, ...], term: Term, words: list[str]) -> bool:
    """Whether words are the term: in capitals where it is in capitals ("ALL"), its last word perhaps in the plural."""
    if len(words) < len(parts):
        return False
    if term.english.isupper():
        return words == _WORD.findall(term.english)
    small = [word.lower() for word in words]
    return small[:-1] == list(parts[:-1]) and _one(small[-1]) == _one(parts[-1])


def _one(word: str) -> str:
    """An English noun without the ending of the plural."""
    for ending, singular in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x")):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + singular
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
