"""The parts of a Word file as text for a person to review."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from pipeline.checks.docx.opened import Opened, Paragraph


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def pretty(data: bytes, name: str) -> str:
    root = part(data, name)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def paragraphs(data: bytes) -> list[Paragraph]:
    """The body's paragraphs in reading order, those in tables too, those of the contents not."""
    return [paragraph for paragraph in Opened(data).body if not paragraph.contents]
