"""The little language inside a message: ``**bold**``, ``[words][name]``, ``[mot]{lang=fr}``, ``{fact}``.

Source files and catalogs share it, so translators type what authors type. ``parse`` and ``write``
are inverses. A backslash before one of ``\\ * [ ] { }`` makes it an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import assert_never

from pipeline.diagnostic import Mistyped, quoted
from pipeline.document import FactRef, Foreign, Inline, Inlines, Link, Strong, Term, Text
from pipeline.facts import ISOLATES, PDI, isolates_closed

LONGEST = 10_000  # characters: far beyond any paragraph, short enough to be set and spoken at once

_SPECIAL = r"\\*\[\]{}"
_MARKER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_TARGET = re.compile(
    r"\]\[([A-Za-z0-9][\w-]*)\]|\]\{lang=([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\}", re.ASCII
)
_PLAIN = re.compile(rf"(?:[^{_SPECIAL}]|\\[{_SPECIAL}])+|\\")


class MarkupError(Mistyped):
    """The markup cannot be read; ``str()`` says what is wrong, in words for people, and ``hint`` what to write."""


def parse(markup: str, terms: Collection[str] = ()) -> Inlines:
    """Read a line of markup, with the declared ``terms`` told apart. Raises MarkupError."""
    if len(markup) > LONGEST:
        raise MarkupError(
            f"this text has more than {LONGEST:,} characters", "make several paragraphs of it"
        )
    inlines = _Reader(markup, terms).inlines("")
    if not {*ISOLATES, PDI}.isdisjoint(markup):
        _balanced(inlines)
    return inlines


def write(inlines: Inlines) -> str:
    """The markup of a line: its msgid. ``parse(write(x), terms) == x`` but for what FactRefs show."""
    return "".join(map(_write, inlines))


def plain(inlines: Inlines) -> str:
    """The text alone, as a reader sees it; facts as shown, or as their marker where nothing is shown."""
    return "".join(map(_plain, inlines))


def walk(inlines: Inlines) -> Iterator[Inline]:
    """Every inline, outer ones before what they hold."""
    for inline in inlines:
        yield inline
        match inline:
            case Strong(children) | Link(children) | Foreign(children):
                yield from walk(children)


def _write(inline: Inline) -> str:
    match inline:
        case Text(text):
            return re.sub(rf"([{_SPECIAL}])", r"\\\1", text)
        case Strong(children):
            return f"**{write(children)}**"
        case Link(children, label):
            return f"[{write(children)}][{label}]"
        case FactRef(name):
            return f"{{{name}}}"
        case Term(text):
            return text
        case Foreign(children, tag):
            return f"[{write(children)}]{{lang={tag.replace('_', '-')}}}"
        case _:
            assert_never(inline)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Term(text):
            return text
        case Strong(children) | Link(children) | Foreign(children):
            return plain(children)
        case FactRef(name, shown):
            return shown or f"{{{name}}}"
        case _:
            assert_never(inline)


def _balanced(inlines: Inlines) -> None:
    """Raises MarkupError for an isolate that is not closed in the same part of the text."""
    own = "".join(one.text for one in inlines if isinstance(one, Text | Term))
    if not isolates_closed(own):
        raise MarkupError(
            "marks that turn the direction of text (U+2066 to U+2069) do not go together",
            "delete them, or close each with U+2069",
        )
    for one in inlines:
        if isinstance(one, Strong | Link | Foreign):
            _balanced(one.children)


class _Reader:
    """A recursive descent over one message."""

    def __init__(self, markup: str, terms: Collection[str]) -> None:
        self.markup, self.position = markup, 0
        names = "|".join(re.escape(name) for name in sorted(terms, key=len, reverse=True))
        self.term = re.compile(rf"(?<![^\W_])({names})(?![^\W_])") if names else None

    def inlines(self, stop: str, inside: frozenset[str] = frozenset()) -> Inlines:
        """Up to ``stop``, which is left unread."""
        found: list[Inline] = []
        while self.position < len(self.markup) and not (stop and self.next_is(stop)):
            found += self.inline(inside)
        if stop and not self.next_is(stop):
            raise MarkupError(
                f"{'**' if stop == '**' else '['} is opened and never closed",
                f"write {stop} where it ends",
            )
        return _joined(found)

    def next_is(self, text: str) -> bool:
        return self.markup.startswith(text, self.position)

    def inline(self, inside: frozenset[str]) -> list[Inline]:
        if plain := _PLAIN.match(self.markup, self.position):
            self.position = plain.end()
            return self.texts(re.sub(rf"\\([{_SPECIAL}])", r"\1", plain[0]))
        if self.next_is("**"):
            return [self.strong(inside)]
        if self.next_is("["):
            return [self.bracket(inside)]
        if marker := _MARKER.match(self.markup, self.position):
            self.position = marker.end()
            return [FactRef(marker[1])]
        raise MarkupError(*_why(self.markup[self.position :]))

    def texts(self, text: str) -> list[Inline]:
        pieces = self.term.split(text) if self.term else [text]
        return [Term(t) if i % 2 else Text(t) for i, t in enumerate(pieces) if t]

    def strong(self, inside: frozenset[str]) -> Inline:
        if "strong" in inside:
            raise MarkupError("strong words stand inside strong words", "take one pair of ** away")
        self.position += 2
        children = self.inlines("**", inside | {"strong"})
        self.position += 2
        if not children:
            raise MarkupError(
                "no words stand between ** and **", "write words there, or delete the stars"
            )
        return Strong(children)

    def bracket(self, inside: frozenset[str]) -> Inline:
        if "bracket" in inside:
            raise MarkupError("a [ stands inside [ and ]", r"write \[ for an ordinary bracket")
        self.position += 1
        children = self.inlines("]", inside | {"bracket"})
        target = _TARGET.match(self.markup, self.position)
        if not target:
            raise MarkupError(
                f"nothing after [{plain(children)}] says where it leads",
                r"write [words][name] for a link, [words]{lang=fr} for another language, or \[ for an ordinary bracket",
            )
        if not children:
            raise MarkupError("no words stand between [ and ]", "write words there")
        self.position = target.end()
        return (
            Link(children, target[1])
            if target[1]
            else Foreign(children, target[2].replace("-", "_"))
        )


def _joined(found: list[Inline]) -> Inlines:
    """With neighbouring texts as one: only so are ``parse`` and ``write`` inverses."""
    joined: list[Inline] = []
    for inline in found:
        match inline, joined[-1:]:
            case Text(text), [Text(before)]:
                joined[-1] = Text(before + text)
            case _:
                joined.append(inline)
    return tuple(joined)


def _why(rest: str) -> tuple[str, str]:
    """What is wrong, and what to write."""
    match rest[0]:
        case "*":
            return (
                "*italics* are hard to read for people with low vision",
                r"write **strong** words, or \* for an ordinary star",
            )
        case "{" | "}" as brace:
            return (
                f"{quoted(rest[:30])} is no fact's {{name}}",
                f"write the name in small letters, figures and _; or \\{brace} for an ordinary brace",
            )
        case sign:
            return f"{sign} stands alone", f"write \\{sign} for the ordinary character"
