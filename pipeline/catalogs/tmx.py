"""Translated texts as TMX 1.4b, the memory of translators' programs, written as it is made: a memory may be large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from pipeline import __version__
from pipeline.catalogs import segments
from pipeline.catalogs.catalog import Catalog
from pipeline.catalogs.segments import Code, Segment, Unit, units
from pipeline.catalogs.xliff import bcp47
from pipeline.languages import SOURCE, language


def write(catalogs: Iterable[Catalog], tag: str) -> Iterator[bytes]:
    """The file in parts. Only texts that may be used: no fuzzy one."""
    english = bcp47(language(SOURCE).locale)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="leaflet" creationtoolversion="{__version__}" segtype="block" o-tmf="PO" '
        f'adminlang="en" srclang="{english}" datatype="plaintext"/>\n<body>\n'
    ).encode()
    for catalog in catalogs:
        for unit in units(catalog):
            if unit.message.translated:
                yield _unit(unit, english, bcp47(tag)).encode()
    yield b"</body>\n</tmx>\n"


def _unit(unit: Unit, english: str, tag: str) -> str:
    source = segments.source(unit.source)
    texts = ((english, source), (tag, segments.target(unit.target, source)))
    variants = "".join(f'<tuv xml:lang="{name}"><seg>{_seg(text)}</seg></tuv>\n' for name, text in texts)  # fmt: skip
    note = f"<note>{_escaped(unit.message.context)}</note>\n" if unit.message.context else ""
    return f"<tu tuid={quoteattr(unit.id)}>\n{note}{variants}</tu>\n"


def _seg(segment: Segment) -> str:
    return "".join(
        f'<ph x="{piece.id}">{_escaped(piece.text)}</ph>'
        if isinstance(piece, Code)
        else _escaped(piece)
        for piece in segment
    )


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})
