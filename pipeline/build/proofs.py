"""The proof on a finished file, whichever format it is."""

from __future__ import annotations

from typing import assert_never

from pipeline.build.beside import Shown
from pipeline.build.page_begins import printed
from pipeline.checks import braille, daisy, docx, epub, output, web
from pipeline.diagnostic import Diagnostic
from pipeline.document import Document, Medium, for_medium
from pipeline.publisher import Edition, Format, PrintProfile


def prove(
    document: Document, edition: Edition, data: bytes, shown: Shown, path: str
) -> list[Diagnostic]:
    """What is wrong with a finished file. ``path``: from the project's root. Sound has its proof in the parity of facts."""
    medium = edition.format.medium
    leaflet = for_medium(document, medium)
    match medium:
        case Medium.PRINT:
            profile = PrintProfile(edition.body)
            return list(output.prove(output.Printed(leaflet, profile, data, path)))
        case Medium.WORD:
            return list(docx.prove(docx.Written(leaflet, edition.body, data, path)))
        case Medium.BRAILLE:
            begins = printed(document, shown, medium)
            return list(braille.prove(braille.Brailled(leaflet, edition, data, path, begins)))
        case Medium.WEB if edition.format is Format.EPUB:
            return list(epub.prove(epub.Book(leaflet, data, path)))
        case Medium.WEB:
            return list(web.prove(web.Page(leaflet, data, path, shown.names)))
        case Medium.AUDIO if edition.format is Format.DAISY:
            return list(daisy.prove(daisy.Talking(leaflet, data, path)))
        case Medium.AUDIO:
            return []
        case _:
            assert_never(medium)
