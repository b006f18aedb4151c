"""Every file of a build, held against the facts of its leaflet before it is written."""

from __future__ import annotations

from pipeline.build.files import Data
from pipeline.diagnostic import LeafletError
from pipeline.document import Document
from pipeline.publisher import Edition, Format
from pipeline.speech.options import Options


def unheard(slug: str, tag: str, speech: Options) -> str:
    """Why the facts in the sound of a leaflet are for a person to hear; "" where its words are read."""
    from pipeline.checks.parity import heard

    if (tag, slug) in speech.recordings:
        return "a person reads it"
    return "" if tag in heard.READ else "no reader knows this language's number words"


_SOUND = (Format.MP3, Format.M4B, Format.TRACKS)


def facts_found(
    document: Document, edition: Edition, speech: Options, data: Data, path: str
) -> int:
    """How many facts the file owes and gives, 0 for what only people can judge. ``path``: from the project's root. Raises
    LeafletError naming each that is missing."""
    from pipeline.checks.parity.parity import (
        Delivered,
        prove,
    )  # no reader is loaded to make nothing

    recorded = (document.tag, document.slug) in speech.recordings
    read = None if edition.format in _SOUND or not isinstance(data, bytes) else data
    file = Delivered(document, edition.format, read, path, speech.lexicons, recorded)
    if wrong := prove(file):
        raise LeafletError(*wrong)
    return file.parity.owed
