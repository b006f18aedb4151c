"""A line of a leaflet: its message, and what in it is refused, undeclared, or typed where data belong."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from pipeline import inline
from pipeline.diagnostic import Diagnostic, Location, Severity, quoted
from pipeline.document import FactRef, Foreign, Inline, Inlines, Line, Link, Strong, Term, Text
from pipeline.frontmatter import like
from pipeline.languages import languages, nearest
from pipeline.parse.reading import Reading

# What looks like markup of Markdown's or HTML's own, and what to write instead.
_NO_HEADING = re.compile(r"^#{1,6}(?=[^\s#])", re.MULTILINE)
_REFUSED = (
    (re.compile(r"</?[A-Za-z][^<>]*>|<!--|<\?"), "S115", "this is HTML, which only the web could show", "take the <...> out; write **strong** for strong words and [words][name] for a link"),
    (re.compile(r"!\["), "S111", "a picture stands inside a text", "put it into a paragraph of its own, with a blank line above and below"),
    (re.compile(r"\]\("), "S106", "an address stands in the text", "write [words][name] here, and name: {address: https://...} under links:"),
    (re.compile(r"https?://|www\."), "S106", "an address stands in the text", "write [words][name] here, and name: {address: https://...} under links:"),
    (re.compile(r"`"), "S104", "words stand between ` and `, which marks computer code", "use quotation marks"),
    (re.compile(r"(?<!\w)_\S(?:[^_]*\S)?_(?!\w)"), "S104", "_italics_ are hard to read for people with low vision", "write **strong** words"),
    (re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+\d?);"), "S104", "this is the HTML code of a character", "type the character itself"),
    (re.compile(r"~~"), "S104", "~~struck out~~ words are hard to read", "delete them"),
)  # fmt: skip


def line_of(text: str, at: Location, comment: str, domain: str, reading: Reading) -> Line:
    """A message from a block's text, which begins ``at`` a line of its file."""
    _refuse(text, at, reading)
    words = " ".join(text.split())
    try:
        inlines = inline.parse(words, reading.terms)
    except inline.MarkupError as problem:
        if "](" not in text:  # else it has been said already that no address may stand there
            reading.note("S104", str(problem), at, problem.hint)
        return Line((Text(words),), at, comment, domain=domain)
    if reading.declared:
        _look_at(inlines, text, at, reading)
    return Line(inlines, at, comment, domain=domain)


def _refuse(text: str, at: Location, reading: Reading) -> None:
    """Report what looks like markup that a leaflet does not have."""
    for pattern, code, what, hint in _REFUSED:
        if match := pattern.search(text):
            reading.note(code, what, _below(at, text[: match.start()]), hint)
    if match := _NO_HEADING.search(text):
        what = f"no space stands after {match[0]}, so that this is no heading"
        hint = f"write a space there: {match[0]} When to call us; until then it is part of the text"
        place = _below(at, text[: match.start()])
        reading.found.append(Diagnostic("S102", what, place, hint, Severity.WARNING))


def _look_at(inlines: Inlines, text: str, at: Location, reading: Reading) -> None:
    """Report what the line names and nobody declared, and digits that are no data."""
    everything = list(inline.walk(inlines))
    for one, after in pairwise(everything):
        if isinstance(one, FactRef) and isinstance(after, Text) and after.text.startswith("%"):
            hint = f"write {one.name}: {{percent: 5}} under facts:, and {{{one.name}}} alone in the text"
            place = _where(one.name, text, at)
            reading.note("S116", f"% stands after {{{one.name}}}", place, hint)
    for one in everything:
        _look_at_one(one, text, at, reading)


def _look_at_one(one: Inline, text: str, at: Location, reading: Reading) -> None:
    match one:
        case FactRef(name) if name not in reading.facts:
            hint = f"write it under facts:, such as {name}: {{hours: 48}}"
            place = _where(f"{{{name}}}", text, at)
            reading.note(
                "S105", f"there is no fact {{{name}}}", place, like(name, reading.facts) or hint
            )
        case Link(_, label) if label not in reading.links:
            hint = f"write it under links:, such as {label}: {{address: https://www.example.org/}}"
            place = _where(f"[{label}]", text, at)
            reading.note(
                "S106",
                f"there is no link with the name {label}",
                place,
                like(label, reading.links) or hint,
            )
        case Foreign(_, tag) if tag not in languages():
            place = _where(f"lang={tag.replace('_', '-')}", text, at)
            reading.note("S107", f"no language {quoted(tag)} is known", place, nearest(tag))
        case Text(words) if digit := next(filter(_is_figure, words), None):
            figure = next(word for word in words.split() if digit in word)
            hint = "write the figure under facts:, such as first_stay: {days: 9}, and {first_stay} here; a name with figures stands under terms:, such as CD19: {}"
            place = _where(digit, text, at)
            reading.note("S108", f"the figure in {quoted(figure)} is typed", place, hint)
        case Text() | Strong() | Link() | FactRef() | Term() | Foreign():
            pass
        case _:
            assert_never(one)


def _is_figure(character: str) -> bool:
    return unicodedata.category(character) in ("Nd", "No", "Nl")


def _where(needle: str, text: str, at: Location) -> Location:
    """The line of the file in which ``needle`` first stands."""
    return _below(at, text[: max(0, text.find(needle))])


def _below(at: Location, before: str) -> Location:
    """As many lines further down as end in the text ``before``."""
    return replace(at, line=at.line + before.count("\n"))
