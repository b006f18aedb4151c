"""Proof on the finished file: a PDF is opened again by other readers than the one that made it, and held against the
Document and the rules of large print.

said         what it says to a screen reader
large_print  how it looks
proof        the file beside its Document, ready for questions; ``prove`` asks all of them
"""

from pipeline.checks import large_print, said
from pipeline.checks.large_print import occurrences
from pipeline.checks.promised import bare, contents, page_texts, texts
from pipeline.checks.proof import OPENED, PRINTED, Printed, prove

__all__ = [
    "OPENED",
    "PRINTED",
    "Printed",
    "bare",
    "contents",
    "large_print",
    "occurrences",
    "page_texts",
    "prove",
    "said",
    "texts",
]
