"""XLIFF out and in: what goes out comes back, and a hostile file brings in nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalogs import xliff
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.xliff import Tag, Version, read, write

PATH = "translations/pl/LC_MESSAGES/x.po"
CATALOG = Catalog(
    (
        Message("", ("Language: pl\n",)),
        Message("Stay {n} days.", ("Zostań {n} dni.",), extracted=("{n} will read: 9",), references=("source/x.md:3",)),
        Message("Rest.", ("Odpocznij.",), "a heading", flags=("fuzzy",), comments=("asked Ann",)),
        Message("Eat <well> & drink.\n", ("",)),
    ),
    PATH,
)  # fmt: skip
ONE = """<?xml version='1.0' encoding='UTF-8'?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="translations/pl/LC_MESSAGES/x.po" source-language="en-GB" target-language="pl" datatype="plaintext"><body><trans-unit id="m55ae83e9e119e190" xml:space="preserve"><source>Stay <ph id="1">{n}</ph> days.</source>
<target state="translated">Zostań <ph id="1">{n}</ph> dni.</target>
<context-group purpose="location"><context context-type="sourcefile">source/x.md</context>
<context context-type="linenumber">3</context>
</context-group>
<note from="developer">{n} will read: 9</note>
<note from="leaflet">goes with translation 26b6a9ffa3f7</note>
</trans-unit>
<trans-unit id="mfd71b1cf3f86ea9a" xml:space="preserve"><source>Rest.</source>
<target state="needs-review-translation">Odpocznij.</target>
<note from="context">a heading</note>
<note from="translator">asked Ann</note>
<note from="leaflet">goes with translation be903f41c3be</note>
</trans-unit>
<trans-unit id="m1e4790c07072b008" xml:space="preserve"><source>Eat &lt;well&gt; &amp; drink.
</source>
<note from="leaflet">goes with translation e3b0c44298fc</note>
</trans-unit>
</body>
</file>
</xliff>"""
TWO = """<?xml version='1.0' encoding='UTF-8'?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en-GB" trgLang="pl"><file id="f1" original="translations/pl/LC_MESSAGES/x.po"><unit id="m55ae83e9e119e190" canResegment="no" xml:space="preserve"><notes><note category="developer">{n} will read: 9</note>
<note category="leaflet">goes with translation 26b6a9ffa3f7</note>
<note category="location">source/x.md:3</note>
</notes>
<originalData><data id="d1">{n}</data>
</originalData>
<segment state="translated"><source>Stay <ph id="1" dataRef="d1" disp="{n}"/> days.</source>
<target>Zostań <ph id="1" dataRef="d1" disp="{n}"/> dni.</target>
</segment>
</unit>
<unit id="mfd71b1cf3f86ea9a" canResegment="no" xml:space="preserve"><notes><note category="context">a heading</note>
<note category="translator">asked Ann</note>
<note category="leaflet">goes with translation be903f41c3be</note>
</notes>
<segment state="initial"><source>Rest.</source>
<target>Odpocznij.</target>
</segment>
</unit>
<unit id="m1e4790c07072b008" canResegment="no" xml:space="preserve"><notes><note category="leaflet">goes with translation e3b0c44298fc</note>
</notes>
<segment state="initial"><source>Eat &lt;well&gt; &amp; drink.
</source>
</segment>
</unit>
</file>
</xliff>"""


def test_xliff_1_2_is_written_whole() -> None:
    assert write([CATALOG], "pl", Version.ONE).decode() == ONE


def test_xliff_2_0_is_written_whole() -> None:
    assert write([CATALOG], "pl", Version.TWO).decode() == TWO


@pytest.mark.parametrize("version", Version)
def test_what_was_written_is_read(version: Version) -> None:
    [file], found = read(write([CATALOG], "zh_Hans", version), "x.xlf")
    assert not found and file.original == PATH and file.tag == "zh-Hans"
    stay, rest, eat = file.units
    marker = Tag("ph", "1", "{n}")
    assert stay.source == ("Stay ", marker, " days.") and stay.target == (
        "Zostań ",
        marker,
        " dni.",
    )
    assert rest.source == ("Rest.",) and not rest.finished and stay.finished
    assert eat.source == ("Eat <well> & drink.\n",) and eat.target == ()


def one(body: str) -> xliff.Translated:
    text = f'<xliff xmlns="{Version.ONE.value}"><file><body>{body}</body></file></xliff>'
    [file], found = read(text.encode(), "x.xlf")
    assert not found
    return file.units[0]


def two(body: str) -> xliff.Translated:
    text = f'<xliff xmlns="{Version.TWO.value}" trgLang="pl"><file>{body}</file></xliff>'
    [file], found = read(text.encode(), "x.xlf")
    assert not found
    return file.units[0]


def test_the_marks_that_a_program_adds_to_a_text_are_read_through() -> None:
    marked = '<trans-unit id="a"><source>A b.</source><target><mrk mtype="seg">A <mrk mtype="x-term">b</mrk>.</mrk></target></trans-unit>'
    assert one(marked).target == ("A b.",)


def test_segments_that_a_program_has_cut_are_one_text_again() -> None:
    cut = (
        '<unit id="a"><segment state="final"><source>A.</source><target>B.</target></segment>'
        "<ignorable><source> </source><target> </target></ignorable>"
        '<segment state="initial"><source>C.</source><target>D.</target></segment></unit>'
    )
    assert two(cut).source == ("A. C.",) and two(cut).target == ("B. D.",)
    assert not two(cut).finished


@pytest.mark.parametrize(
    ("state", "finished"),
    [("", None), ("translated", True), ("final", True), ("new", False), ("needs-translation", False)],
)  # fmt: skip
def test_a_state_says_whether_a_translator_has_finished(state: str, finished: bool | None) -> None:
    said = f' state="{state}"' if state else ""
    unit = f'<trans-unit id="a"><source>A</source><target{said}>B</target></trans-unit>'
    assert one(unit).finished == finished


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)) + '<!ENTITY e0 "ha">'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "X101"),
        (b"<xliff", "X101"),
        (ONE.replace("</body>", "", 1).encode(), "X101"),
        (ONE.encode("utf-8")[:-400], "X101"),
        (ONE.replace("Zosta", "&secret;").encode(), "X101"),
        (b'<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/x.dtd"><xliff/>', "X102"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff/>', "X102"),
        (f"<!DOCTYPE x [{BOMB}]><xliff><a>&e11;</a></xliff>".encode(), "X101"),
        (b'<tmx version="1.4"><header/></tmx>', "X104"),
        (b"<html/>", "X103"),
        (b'<xliff version="1.0"><file/></xliff>', "X103"),
        ("<a>".join([""] * 5000).encode(), "X101"),
    ],
    ids=["empty", "cut", "unbalanced", "truncated", "entity", "dtd", "own entity", "bomb", "tmx", "html", "old", "deep"],
)  # fmt: skip
def test_what_is_no_xliff_is_refused_with_what_to_do(data: bytes, code: str) -> None:
    files, [found] = read(data, "x.xlf")
    assert not files and found.code == code and found.hint and found.at.path == "x.xlf"


def test_an_external_entity_brings_in_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    text = f'<!DOCTYPE xliff [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>' + ONE.partition("\n")[2].replace("Zosta", "&secret;")  # fmt: skip
    files, found = read(text.encode(), "x.xlf")
    assert not files and [one.code for one in found] == ["X102"]
    assert "the secret" not in str(found)
