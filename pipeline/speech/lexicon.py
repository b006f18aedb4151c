"""W3C Pronunciation Lexicons: how a charity wants a name said, in source/lexicon/<lang>.pls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.diagnostic import Diagnostic, Location

_PLS = "{http://www.w3.org/2005/01/pronunciation-lexicon}"


@dataclass(frozen=True)
class Lexicon:
    """Aliases by the word as it is written."""

    aliases: Mapping[str, str] = field(default_factory=dict)

    def said(self, text: str) -> str:
        """The text with every whole word that the lexicon knows replaced by its alias."""
        if not self.aliases:
            return text
        names = "|".join(re.escape(name) for name in sorted(self.aliases, key=len, reverse=True))
        return re.sub(
            rf"(?<![^\W_])({names})(?![^\W_])", lambda found: self.aliases[found[1]], text
        )


def read(data: bytes, path: str) -> tuple[Lexicon, list[Diagnostic]]:
    """The lexicon in a PLS file. Only aliases are read; entities and anything from outside the file are refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        return Lexicon(), [
            Diagnostic(
                "S401", f"this is no XML: {problem.msg}", Location(path, problem.lineno or 1)
            )
        ]
    if root.getroottree().docinfo.doctype:
        return Lexicon(), [
            Diagnostic("S401", "a lexicon has no DOCTYPE", Location(path, 1), "take it out")
        ]
    aliases: dict[str, str] = {}
    found: list[Diagnostic] = []
    for lexeme in root.iter(f"{_PLS}lexeme"):
        alias = (lexeme.findtext(f"{_PLS}alias") or "").strip()
        names = [(name.text or "").strip() for name in lexeme.iter(f"{_PLS}grapheme")]
        if not alias or not all(names) or not names:
            found.append(
                Diagnostic(
                    "S402",
                    "a lexeme needs a grapheme and an alias",
                    Location(path, lexeme.sourceline or 1),
                )
            )
        aliases |= {name: alias for name in names if name and alias}
    return Lexicon(aliases), found
