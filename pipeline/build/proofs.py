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
    match edition.format:
        case Format.PDF:
            paper, profile = for_medium(document, Medium.PRINT), PrintProfile(edition.body)
            return list(output.prove(output.Printed(paper, profile, data, path)))
        case Format.DOCX:
            written = for_medium(document, Medium.WORD)
            return list(docx.prove(docx.Written(written, edition.body, data, path)))
        case (
            Format.BRF
            | Format.BRF_VOLUMES
            | Format.PEF
            | Format.BRAILLE_TEXT
            | Format.BRAILLE_PROOF
        ):
            brailled = for_medium(document, Medium.BRAILLE)
            begins = printed(document, shown, Medium.BRAILLE)
            return list(braille.prove(braille.Brailled(brailled, edition, data, path, begins)))
        case Format.HTML:
            leaflet = for_medium(document, Medium.WEB)
            return list(web.prove(web.Page(leaflet, data, path, shown.names)))
        case Format.EPUB:
            return list(epub.prove(epub.Book(for_medium(document, Medium.WEB), data, path)))
        case Format.DAISY:
            return list(daisy.prove(daisy.Talking(for_medium(document, Medium.AUDIO), data, path)))
        case Format.MP3 | Format.M4B | Format.TRACKS | Format.TIMINGS:
            return []
        case _:
            assert_never(edition.format)
