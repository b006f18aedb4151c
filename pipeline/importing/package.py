"""What is refused of a Word file before anything of it is read: what would fill the memory, or is made to do harm."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from zipfile import ZipInfo

from pipeline.diagnostic import Diagnostic, LeafletError, Location

LARGEST = 60_000_000  # bytes unpacked: a leaflet with its pictures has 20 MB
LARGEST_XML = 8_000_000  # bytes of one part, and 16 MB of all: 5,000 paragraphs have 4 MB
# Elements and attributes of all parts: each is some 200 bytes of memory, however few it has in the file. 5,000 paragraphs have 200,000.
MOST_MARKUP = 1_000_000
MOST_PARTS = 2000
_HARM = "no Word file has this: do not open it, and ask where it comes from"
_DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    zipfile.LargeZipFile,
    ValueError,
    OSError,
    RuntimeError,
    zlib.error,
)


def refused(name: str, why: str, hint: str) -> LeafletError:
    """The error that ends an import of a Word file."""
    return LeafletError(
        Diagnostic("X305", f"this cannot be imported as a Word file: {why}", Location(name), hint)
    )


def look(data: bytes, name: str) -> None:
    """Raises LeafletError for a file that must not be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            _measure(parts, xml, name)
            _names(parts, name)
            markup = 0
            for part in xml:
                text = _plain(package.read(part))
                if re.search(rb"<!(?:DOCTYPE|ENTITY)", text):
                    raise refused(name, "a part of this file could bring in others", _HARM)
                markup += text.count(b"<") - text.count(b"</") + text.count(b"=")
            if markup > MOST_MARKUP:
                raise _too_much(name)
    except _DAMAGED as problem:
        hint = "a .doc is an older kind of file: open it in Word and save it as .docx"
        raise refused(name, "this is no Word file (.docx), or it is damaged", hint) from problem


def _measure(parts: Sequence[ZipInfo], xml: Sequence[ZipInfo], name: str) -> None:
    sizes = [part.file_size for part in parts]
    if len(parts) > MOST_PARTS or sum(sizes) > LARGEST or max(sizes, default=0) > LARGEST:
        why = f"unpacked, this file would have more than {LARGEST // 1_000_000} MB"
        raise refused(name, why, "take the pictures out in Word, and save it again")
    texts = [part.file_size for part in xml]
    if max(texts, default=0) > LARGEST_XML or sum(texts) > 2 * LARGEST_XML:
        raise _too_much(name)


def _too_much(name: str) -> LeafletError:
    return refused(name, "this file has more text than a leaflet", "import it in parts")


def _names(parts: Sequence[ZipInfo], name: str) -> None:
    for part in parts:
        path = part.filename
        if path.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", path):
            why = "a part of this file is named as if it stood outside"
            raise refused(name, why, _HARM)
        if part.flag_bits & 1:
            why = "this file is locked with a password"
            raise refused(name, why, "save it in Word without one")


def _plain(data: bytes) -> bytes:
    """The bytes of an XML part in one encoding: UTF-16 would hide a DOCTYPE."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        return data.replace(b"\0", b"")
    return data
