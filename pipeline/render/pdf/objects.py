"""PDF objects as they are written: small dictionaries, arrays, names and strings.

ReportLab's own sort their keys and look at each value again and again; a leaflet has hundreds of them. These stand in
ReportLab's document like its own. A ``str`` in them is an operand already.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference

_ESCAPED = str.maketrans({character: f"\\{character}" for character in "\\()"})


class Dictionary(PDFDictionary):  # type: ignore[misc]
    """Entries in the order in which they came."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self.dict = entries

    def operand(self, document: Any) -> str:
        entries = [f"/{key} {_operand(value, document)}" for key, value in self.dict.items()]
        return f"<<{' '.join(entries)}>>"

    def format(self, document: Any, _indent: bytes = b"") -> bytes:
        return self.operand(document).encode("latin-1")


class Array(PDFArray):  # type: ignore[misc]
    def operand(self, document: Any) -> str:
        return f"[{' '.join([_operand(value, document) for value in self.sequence])}]"

    def format(self, document: Any, _indent: bytes = b"") -> bytes:
        return self.operand(document).encode("latin-1")


def _operand(value: Any, document: Any) -> str:
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is int:
        return str(value)
    if kind is float:
        return f"{value:.2f}"
    if kind is PDFObjectReference:
        return f"{document.idToObjectNumberAndVersion[value.name][0]} 0 R"
    if kind is Dictionary or kind is Array:
        return str(value.operand(document))
    return bytes(pdfdoc.format(value, document)).decode("latin-1")


@cache
def name(text: str) -> str:
    """A name as an operand; ``text`` is one of a few."""
    return str(pdfdoc.PDFName(text))


def string(text: str) -> str:
    """A text string as an operand: what stands on a typewriter as it is, all else in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return f"({text.translate(_ESCAPED)})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
