"""Proof on the finished file: a PDF is opened again by other readers than the one that made it, and held against the
Document and the rules of large print.

proof        the file beside its Document, ready for questions
large_print  checks: how it looks
said         what it says to a screen reader
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks import ink, large_print, said
from pipeline.checks.large_print import occurrences
from pipeline.checks.printed import Unreadable
from pipeline.checks.promised import bare, contents, page_texts, texts
from pipeline.checks.proof import Printed
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Diagnostic, Severity

__all__ = [
    "OPENED",
    "PRINTED",
    "Printed",
    "bare",
    "contents",
    "occurrences",
    "page_texts",
    "prove",
    "texts",
]

OPENED: Checks[Printed] = Checks()
PRINTED: Checks[Printed] = Checks(large_print.CHECKS, said.CHECKS)


def prove(pdf: Printed) -> Iterator[Diagnostic]:
    """Every finding; of a file that cannot be read, that alone."""
    unread = list(OPENED.run(pdf))
    yield from unread or PRINTED.run(pdf)


@OPENED.check("A200", Severity.ERROR)
def file_can_be_read(pdf: Printed) -> Iterator[Finding]:
    """The file can be opened, and everything in it followed, by another program than the one that made it.

    What a second reader cannot read may be a blank page or silence to a patient, and no other check can be asked.
    """
    try:
        if ink.pages(pdf.data) != len(pdf.file.pages):
            yield pdf.says("two programs find two numbers of pages in the file")
    except (Unreadable, ValueError) as problem:
        yield pdf.says(f"the file cannot be read: {problem}")
