"""The memory for translators' programs: agreed texts only, codes in both languages alike."""

from __future__ import annotations

from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.tmx import write

CATALOG = Catalog(
    (
        Message("", ("Language: pl\n",)),
        Message("**Stay** {n} & rest.", ("{n}: **zostań**.",), "<a>"),
        Message("Not sure.", ("Nie.",), flags=("fuzzy",)),
        Message("Not yet.", ("",)),
        Message("No more.", ("Dość.",), obsolete=True),
    )
)


def test_only_agreed_texts_are_remembered() -> None:
    assert b"".join(write([CATALOG], "pl")).decode() == EXPECTED


EXPECTED = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="leaflet" creationtoolversion="0.1.0" segtype="block" o-tmf="PO" adminlang="en" srclang="en-GB" datatype="plaintext"/>
<body>
<tu tuid="mc935ba567d74a3b8">
<note>&lt;a&gt;</note>
<tuv xml:lang="en-GB"><seg><ph x="1">**</ph>Stay<ph x="2">**</ph> <ph x="3">{n}</ph> &amp; rest.</seg></tuv>
<tuv xml:lang="pl"><seg><ph x="3">{n}</ph>: <ph x="1">**</ph>zostań<ph x="2">**</ph>.</seg></tuv>
</tu>
</body>
</tmx>
"""


def test_a_memory_is_made_in_parts() -> None:
    many = Catalog(tuple(Message(f"Text {n}.", (f"Tekst {n}.",)) for n in range(1, 4)))
    assert len(list(write([many], "pl"))) == 5
