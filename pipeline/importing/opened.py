"""Which reader a file is for, by what is in it rather than by its name; and what is refused before anything is read."""

from __future__ import annotations

from pathlib import PurePath

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.importing.docx import read as read_word
from pipeline.importing.draft import Draft
from pipeline.importing.html import read as read_page
from pipeline.importing.markdown import read as read_markdown
from pipeline.importing.text import read as read_text
from pipeline.importing.text import wide

LARGEST = 60_000_000  # bytes of a Word file with pictures
LARGEST_PAGE = 2_500_000  # bytes of a web page, with its scripts
LARGEST_TEXT = 1_000_000  # bytes of any other: a leaflet has 50,000
MOST_LINES = 50_000
_REFUSED = (
    (
        b"%PDF",
        "this is a PDF",
        "copy its text into a plain text file, or run pdftotext -layout FILE, and import that",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "this is an old Word file (.doc)",
        "open it in Word and save it as .docx",
    ),
    (b"{\\rtf", "this is a file in Rich Text Format", "open it in Word and save it as .docx"),
    (b"MIME-Version", "this is a web archive", "save the page again from the browser, as HTML"),
)


def read(data: bytes, name: str) -> Draft:
    """What is in a file. Raises LeafletError, in words for people, for one that cannot be read."""
    for begun, why, hint in _REFUSED:
        if data.lstrip()[: len(begun)] == begun:
            raise _refused(name, why, hint)
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"PK") or suffix == ".docx":
        return read_word(data, name)
    page = suffix in (".html", ".htm", ".xhtml") or _begins_as_html(data)
    lines = data.count(b"\n") + data.count(b"\r")
    if len(data) > (LARGEST_PAGE if page else LARGEST_TEXT) or lines > MOST_LINES:
        raise _refused(name, "this is longer than any leaflet", "import it in parts")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not wide(data):
        raise _refused(
            name,
            "this is no text",
            "import a Word file (.docx), a web page, plain text or Markdown",
        )
    if not data.strip():
        raise _refused(name, "this file is empty", "save it again")
    if page:
        return read_page(data, name)
    return read_markdown(data, name) if suffix in (".md", ".markdown") else read_text(data)


def _begins_as_html(data: bytes) -> bool:
    begun = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begun.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<body" in begun


def _refused(name: str, why: str, hint: str) -> LeafletError:
    return LeafletError(Diagnostic("X303", f"this cannot be imported: {why}", Location(name), hint))
