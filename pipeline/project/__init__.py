"""Where things are, and a leaflet in a language, resolved.

files     a folder with source/ and translations/ as a value
loading   which leaflets it holds, and what its charity wants of them
speech    how they are spoken
source    a leaflet as it is written
catalogs  what translators wrote
signed    who has signed it
leaflet   a leaflet in a language, with all of that
"""

from pipeline.project.catalogs import catalog_of, catalog_seen, domains, glossary, words
from pipeline.project.files import (
    ABSENT,
    WATCHED,
    Project,
    catalog_path,
    data,
    glossary_path,
    present,
    signoff_path,
    source_path,
    text,
)
from pipeline.project.leaflet import checked, offer, resolve, translated
from pipeline.project.loading import load, with_pseudo
from pipeline.project.signed import braille_digest, braille_readers, history, standing
from pipeline.project.source import english, in_english
from pipeline.project.speech import RECORDINGS, lexicons

__all__ = [
    "ABSENT",
    "RECORDINGS",
    "WATCHED",
    "Project",
    "braille_digest",
    "braille_readers",
    "catalog_of",
    "catalog_path",
    "catalog_seen",
    "checked",
    "data",
    "domains",
    "english",
    "glossary",
    "glossary_path",
    "history",
    "in_english",
    "lexicons",
    "load",
    "offer",
    "present",
    "resolve",
    "signoff_path",
    "source_path",
    "standing",
    "text",
    "translated",
    "with_pseudo",
    "words",
]
