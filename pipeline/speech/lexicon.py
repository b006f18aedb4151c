"""W3C Pronunciation Lexicons: how a charity wants a name said, in source/lexicon/<lang>.pls.

An alias is said in place of the word; a phoneme gives its sounds in IPA (PLS 1.0, 4.6 and 4.7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.diagnostic import Diagnostic, Location, quoted

if TYPE_CHECKING:
    from lxml import etree

_PLS = "{http://www.w3.org/2005/01/pronunciation-lexicon}"


@dataclass(frozen=True)
class Lexicon:
    """``aliases`` and ``phonemes`` (IPA) by the word as it is written; ``places``: where each word stands."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    phonemes: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)

    def said(self, text: str) -> str:
        """The text with every whole word that the lexicon knows replaced by its alias."""
        pattern = _any_of(self.aliases)
        return pattern.sub(lambda found: self.aliases[found[1]], text) if pattern else text

    def sounds(self, text: str) -> tuple[tuple[str, str], ...]:
        """The whole words of a text whose sounds the lexicon gives, with their IPA."""
        pattern = _any_of(self.phonemes)
        found = sorted(set(pattern.findall(text))) if pattern else []
        return tuple((word, self.phonemes[word]) for word in found)

    def unused(self, texts: Iterator[str] | list[str]) -> list[str]:
        """Words of the lexicon that stand in none of the texts."""
        pattern = _any_of({**self.aliases, **self.phonemes})
        seen = {word for text in texts for word in pattern.findall(text)} if pattern else set()
        return [word for word in (*self.aliases, *self.phonemes) if word not in seen]


def _any_of(words: Mapping[str, str]) -> re.Pattern[str] | None:
    names = "|".join(re.escape(name) for name in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])({names})(?![^\W_])") if names else None


def read(data: bytes, path: str) -> tuple[Lexicon, list[Diagnostic]]:
    """The lexicon in a PLS file. Entities and anything from outside the file are refused."""
    root = _root(data, path)
    if isinstance(root, Diagnostic):
        return Lexicon(), [root]
    reading = _Reading(path)
    for lexeme in root.iter(f"{_PLS}lexeme"):
        reading.add(lexeme)
    return Lexicon(reading.aliases, reading.phonemes, reading.places), reading.found


def _root(data: bytes, path: str) -> etree._Element | Diagnostic:
    """The root of the file; why it is not read, where it is not."""
    from lxml import etree  # few charities have a lexicon

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        hint = "close each <lexeme> with </lexeme>, or undo the last edit"
        at = Location(path, problem.lineno or 1)
        return Diagnostic("S401", "this lexicon cannot be read from this line on", at, hint)
    if root.getroottree().docinfo.doctype:
        message = "this lexicon begins with a DOCTYPE, which could bring in other files"
        return Diagnostic("S401", message, Location(path, 1), "delete the line <!DOCTYPE ...>")
    return root


@dataclass
class _Reading:
    """What the entries of a file have given so far."""

    path: str
    aliases: dict[str, str] = field(default_factory=dict)
    phonemes: dict[str, str] = field(default_factory=dict)
    places: dict[str, Location] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, lexeme: etree._Element) -> None:
        at = Location(self.path, lexeme.sourceline or 1)
        names = [(name.text or "").strip() for name in lexeme.iter(f"{_PLS}grapheme")]
        alias, phoneme = (_text(lexeme, name) for name in ("alias", "phoneme"))
        if wrong := _wrong(lexeme, names, alias, phoneme):
            hint = "write it as <lexeme><grapheme>CAR</grapheme><alias>car</alias></lexeme>"
            self.found.append(Diagnostic("S402", f"this entry cannot be used: {wrong}", at, hint))
            return
        self.found += [self._twice(name, at) for name in names if name in self.places]
        self.places |= dict.fromkeys(names, at)
        (self.aliases if alias else self.phonemes).update(dict.fromkeys(names, alias or phoneme))

    def _twice(self, name: str, at: Location) -> Diagnostic:
        hint = f"keep it here or in line {self.places[name].line}, and delete the other"
        return Diagnostic("S403", f"the word {quoted(name)} is given twice", at, hint)


def _text(lexeme: etree._Element, name: str) -> str:
    return " ".join((lexeme.findtext(f"{_PLS}{name}") or "").split())


def _wrong(lexeme: etree._Element, names: list[str], alias: str, phoneme: str) -> str:
    """What is wrong with an entry; "" for nothing."""
    if not names or not all(names) or bool(alias) == bool(phoneme):
        return "it needs the word (grapheme), and how it is said (alias or phoneme)"
    alphabets = {place.get("alphabet") for place in lexeme.iter(f"{_PLS}phoneme")}
    alphabet = alphabets.pop() if phoneme else None
    alphabet = alphabet or lexeme.getroottree().getroot().get("alphabet", "ipa")
    if phoneme and alphabet != "ipa":
        return f"its sounds are written in {quoted(alphabet)}, and only IPA is known"
    return ""
