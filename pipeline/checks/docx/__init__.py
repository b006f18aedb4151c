"""Proof on the finished Word file: it is opened again by another reader than the one that made it, and held against the
Document and what word processors and screen readers need.

opened      the file as a word processor understands it
written     the file beside its Document
promises    every paragraph that it owes, with its style
labels      the label that Word puts before each paragraph
pagination  about how many pages it fills
looks       checks: how it looks
package     what it is made of
text        that the text is the leaflet's, and headings, lists and tables are such
pictures    that the pictures are the leaflet's, and described
languages   languages, directions, and figures in order
navigation  links, contents, fields, and what stands on every page
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.docx import languages, looks, navigation, package, pictures, text
from pipeline.checks.docx.written import Written
from pipeline.checks.registry import Checks
from pipeline.diagnostic import Diagnostic

__all__ = ["WRITTEN", "Written", "prove"]

WRITTEN: Checks[Written] = Checks(
    looks.CHECKS,
    package.CHECKS,
    text.CHECKS,
    pictures.CHECKS,
    languages.CHECKS,
    navigation.CHECKS,
)


def prove(word: Written) -> Iterator[Diagnostic]:
    """Everything that is wrong with a finished file, also when it is none."""
    try:
        yield from WRITTEN.run(word)
    except ValueError as problem:
        yield word.says(str(problem)).diagnostic("A301")
