"""A line of a Document as runs: text of one look, language and link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from pipeline import document as doc
from pipeline import words
from pipeline.document import Document, Inlines
from pipeline.languages import SOURCE, Language
from pipeline.render.pdf.shape import without_controls
from pipeline.render.pdf.text import Run, kept_whole
from pipeline.words import Word


def runs(
    inlines: Inlines, document: Document, around: Language, bold: bool = False
) -> Iterator[Run]:
    """Text of one look and language each; ``around`` is the language that it stands in."""
    for one in inlines:
        match one:
            case doc.Text(text):
                yield Run(text, around, bold, span=around.tag != document.tag)
            case doc.FactRef(_, text):
                yield Run(kept_whole(text, around), around, bold, span=around.tag != document.tag)
            case doc.Term(text):
                expansion = _expansion(text, document, around)
                yield Run(text, around, bold, span=around.tag != document.tag, expansion=expansion)
            case doc.Strong(children):
                yield from runs(children, document, around, bold=True)
            case doc.Link(children, label):
                yield from _linked(runs(children, document, around, bold), document, label)
            case doc.Foreign(children, tag):
                yield from runs(children, document, document.language(tag), bold)
            case _:
                assert_never(one)


def _expansion(term: str, document: Document, around: Language) -> str:
    """The author's expansions are English: they say nothing in another language."""
    declared = {one.name: one.expansion for one in document.terms}
    return declared.get(term, "") if around.tag == SOURCE else ""


def _linked(of: Iterator[Run], document: Document, label: str) -> Iterator[Run]:
    """The runs of a link, each with what opening it does."""
    parts, address = list(of), document.address(label)
    text = without_controls("".join(part.text for part in parts))
    told = words.text(document, Word.OPENS_PAGE, text=text, address=address)
    for part in parts:
        yield replace(part, href=address, told=told if address.startswith("http") else text, expansion="")  # fmt: skip


def merged(parts: Iterable[Run]) -> list[Run]:
    """Neighbours of the same look as one: a link is one element however many parts it has of one look."""
    joined: list[Run] = []
    for run in parts:
        if joined and joined[-1].look == run.look:
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined


def leading_nowhere(run: Run) -> Run:
    """The run without its link: artifacts lead nowhere."""
    return Run(run.text, run.language, run.bold)
