"""Proof on the finished talking book: its files are read again by the rules of the DAISY 2.02 Specification (28 February 2001)
and held against the Document. Nothing is fetched: no DTD, no entity, no address.

book        the files of the book, beside its Document
owed        the text that it must have
mp3         how long a sound lasts
files       checks: what files name is there
sound       clips, times, MP3
navigation  what the navigation says and where it leads
text        the text, its languages, and its order
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.daisy import files, navigation, sound, text
from pipeline.checks.daisy.book import Clip, Talking, Unreadable
from pipeline.checks.daisy.mp3 import mp3_seconds
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Diagnostic, Severity

__all__ = ["OPENED", "TALKING", "Clip", "Talking", "mp3_seconds", "prove"]

OPENED: Checks[Talking] = Checks()
TALKING: Checks[Talking] = Checks(files.CHECKS, sound.CHECKS, navigation.CHECKS, text.CHECKS)


def prove(book: Talking) -> Iterator[Diagnostic]:
    """Every finding; of a file that cannot be read, that alone."""
    unread = list(OPENED.run(book))
    yield from unread or TALKING.run(book)


@OPENED.check("A600", Severity.ERROR)
def book_can_be_read(book: Talking) -> Iterator[Finding]:
    """The archive holds a talking book: its navigation, one file of text, SMIL and sound.

    A player that finds no navigation says that the disc is empty.
    """
    try:
        if book.text is None:
            yield book.says("there is not one file of text beside the navigation")
        if not book.smils:
            yield book.says("the navigation leads to no SMIL file")
    except Unreadable as problem:
        yield book.says(str(problem))
