"""The proof on finished braille: clean files pass, and each broken one is refused by the check that is for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from pipeline.braille import cells, liblouis
from pipeline.checks.braille import Brailled, prove
from pipeline.checks.embossed import Unreadable, read_brf
from pipeline.document import (
    Callout,
    CalloutKind,
    Document,
    Foreign,
    Grade,
    Line,
    Medium,
    Paragraph,
    Section,
    State,
    Status,
    Text,
    for_medium,
)
from pipeline.publisher import BraillePage, Edition, Format
from pipeline.render import braille, zipped
from tests import scripts
from tests.specimens import TAGS, specimen

SMALL = BraillePage(32, 25)
SIZES = [BraillePage(), BraillePage(40, 25), SMALL, BraillePage(30, 20, margin=3)]
KINDS = [Format.BRF, Format.BRF_VOLUMES, Format.PEF, Format.BRAILLE_TEXT]


def edition(kind: Format, page: BraillePage = SMALL, contracted: bool = True) -> Edition:
    return Edition("x", kind, page=page, contracted=contracted)


def made(
    document: Document,
    kind: Format = Format.BRF,
    page: BraillePage = SMALL,
    contracted: bool = True,
) -> bytes:
    return braille.render(
        for_medium(document, Medium.BRAILLE), braille.Options(kind, page, contracted)
    )


def findings(
    document: Document,
    data: bytes,
    kind: Format = Format.BRF,
    page: BraillePage = SMALL,
    contracted: bool = True,
) -> list[str]:
    file = Brailled(
        for_medium(document, Medium.BRAILLE), edition(kind, page, contracted), data, "output/x.brf"
    )
    found = list(prove(file))
    assert all(one.at.path == "output/x.brf" and one.hint for one in found)
    return [f"{one.code} {one.message}" for one in found]


def codes(document: Document, data: bytes, kind: Format = Format.BRF) -> set[str]:
    return {found[:4] for found in findings(document, data, kind)}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("page", SIZES, ids=lambda page: f"{page.cells}x{page.lines}")
def test_a_clean_file_passes(tag: str, page: BraillePage) -> None:
    assert findings(specimen(tag), made(specimen(tag), page=page), page=page) == []


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_file_of_each_format_passes(tag: str, kind: Format) -> None:
    assert findings(specimen(tag), made(specimen(tag), kind), kind) == []


@cache
def clean(kind: Format) -> str:
    return made(specimen("en"), kind).decode()


@pytest.mark.parametrize("tag", [tag for tag in scripts.WORDS if not liblouis.lacks(tag)])
def test_a_clean_file_passes_in_every_language_that_is_offered(tag: str) -> None:
    document = scripts.specimen(tag)
    assert findings(document, made(document)) == []


def test_a_clean_file_passes_without_contractions() -> None:
    assert findings(specimen("en"), made(specimen("en"), contracted=False), contracted=False) == []


@pytest.mark.slow
def test_a_clean_file_of_several_volumes_passes() -> None:
    document, page = long(), BraillePage(32, 25, volume=10)
    for kind in KINDS:
        assert findings(document, made(document, kind, page), kind, page) == []


def long() -> Document:
    """Six volumes of at most ten pages."""
    document = specimen("en")
    paragraph = document.sections[0].blocks[0]
    many = tuple(
        Section(Line((Text(f"Part {name}"),)), (paragraph,) * 60)
        for name in ("one", "two", "three", "four", "five", "six")
    )
    return replace(document, sections=many, status=Status(State.APPROVED))


# Broken files of ASCII braille: the code, what is wrong, a pattern of what is changed, and into what.

BROKEN: list[tuple[str, str, str, str]] = [
    ("A500", "lines end as on Unix", "\r\n", "\n"),
    ("A500", "the last page is not ended", r"\f\Z", ""),
    ("A500", "there is no page 1", "#A\r\n", "#B\r\n"),
    ("A501", "a letter is small", "M\\$IC9E", "M$Ic9e"),
    ("A501", "a sign is none of braille", r"AT HOME", "AT HOME`"),
    ("A502", "a line is too long", r"GGGG\r\n", "GGGGGG\r\n"),
    ("A502", "a page has too many lines", r"(?=\f)", "\r\n" * 30),
    ("A503", "two pages have one number", r"(\f,DRAFT +,A M\$IC9E +)#C", r"\1#B"),
    ("A503", "a page number is not at the right", r"  #B\r\n", "#B\r\n"),
    ("A503", "a page has no title", r",A M\$IC9E(?=  +#B)", "          "),
    ("A503", "a page within is blank", r"\f", "\f\f"),
    ("A504", "a page does not say that it is a draft", r",DRAFT(?= +,A)", "      "),
    ("A505", "a paragraph is lost", r"  ,DRAFT3.*?(?=  ,\? L1)", ""),
    ("A505", "a paragraph comes twice", r"(  ,PICTURE3.*?\r\n)", r"\1\1"),
    ("A505", "nobody is told that no braille reader has proofread it", r"  ,A COMPUT\].*?X4\r\n", ""),
    ("A505", "a figure is another one", r"#GJ4H", "#GH4H"),
    ("A505", "a cell is another one", r"TAKE X AT HOME\r\n    ,F", "TAKE X AT H?E\r\n    ,F"),
    ("A505", "bold has lost its sign", r"\^7,TAKE", ",TAKE"),
    ("A505", "two items have changed places", r"(#C4 .*?\r\n)(#D4 .*?\r\n)", r"\2\1"),
    ("A505", "something follows the end", r"\f\Z", "  ,MORE\r\n\f"),
    ("A505", "a box has no end", r"G{32}\r\n", ""),
    ("A508", "no blank line stands above a heading", r"\r\n\r\n(?=    ,TAKE X AT HOME)", "\r\n"),
    ("A508", "a heading is the last on its page", r"(    ,TAKE X AT HOME\r\n)(?=  ,F\"E3 #I)", "\\1\f,DRAFT       ,A M$IC9E        #D\r\n"),
    ("A509", "an item stands as a paragraph", r"(?<=\n)#C4", "  #C4"),
    ("A509", "a paragraph has no indent", r"(?<=\n)  ,PICTURE", ",PICTURE"),
    ("A509", "a deeper item is no deeper", r"(?<=\n)    ,F\"E\r", ",F\"E\r"),
    ("A509", "what runs over stands as a new item", r"(?<=\n)    #A1JJJ", "#A1JJJ"),
    ("A509", "a title is not in the middle", r"(?<=\n)           ,A M\$IC9E\r", "  ,A M$IC9E\r"),
    ("A510", "the contents have another page", r"(,TAKE X AT HOME \"+ )#C", r"\1#D"),
]  # fmt: skip
EVERY = {"lines end as on Unix", "there is no page 1"}


@pytest.mark.parametrize(
    ("code", "what", "was", "now"),
    BROKEN,
    ids=lambda value: value if " " in value and value.islower() else None,
)
def test_a_broken_file_is_refused_by_its_check(code: str, what: str, was: str, now: str) -> None:
    before = clean(Format.BRF)
    after = re.sub(was, now, before, count=0 if what in EVERY else 1, flags=re.S)
    assert after != before, "the defect changed nothing"
    assert code in codes(specimen("en"), after.encode("ascii"))


BROKEN_PEF: list[tuple[str, str, str, str]] = [
    ("A500", "it is no XML", "</pef>", ""),
    ("A501", "a cell has eight dots", "<row>⠠", "<row>⡠"),
    ("A512", "a row is print", "<row>⠠", "<row>A⠠"),
    ("A512", "it has no format", r"<dc:format>.*?</dc:format>", ""),
    ("A512", "it has no identifier", r"<dc:identifier>.*?</dc:identifier>", ""),
    ("A512", "it has another version", "2008-1", "2010-1"),
    ("A512", "duplex is neither true nor false", 'duplex="true"', 'duplex="yes"'),
    ("A512", "a volume has no columns", ' cols="32"', ""),
    ("A512", "the sheet is another one", 'rows="25"', 'rows="29"'),
    ("A512", "it has another title", "<dc:title>A ", "<dc:title>The "),
    ("A512", "it has another language", "<dc:language>en", "<dc:language>fr"),
    ("A512", "a page stands outside a section", r"</?section>\n", ""),
]


@pytest.mark.parametrize(
    ("code", "what", "was", "now"),
    BROKEN_PEF,
    ids=lambda value: value if " " in value and value.islower() else None,
)
def test_a_broken_pef_is_refused_by_its_check(code: str, what: str, was: str, now: str) -> None:
    before = clean(Format.PEF)
    after = re.sub(was, now, before, count=2 if "outside" in what else 1)
    assert after != before, "the defect changed nothing"
    assert code in codes(specimen("en"), after.encode(), Format.PEF)


def test_a_file_that_ends_before_the_end_of_its_last_box_is_refused() -> None:
    warning = Callout(CalloutKind.WARNING, (Paragraph(Line((Text("Do not drive."),))),))
    document = replace(specimen("en"), sections=(Section(Line((Text("Care"),)), (warning,)),))
    data = made(document)
    assert data.endswith(b"G" * 32 + b"\r\n\f") and findings(document, data) == []
    assert codes(document, data.removesuffix(b"G" * 32 + b"\r\n\f") + b"\f") == {"A505"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", TAGS)
def test_that_nobody_has_proofread_it_stands_exactly_where_it_must(tag: str, kind: Format) -> None:
    plain = specimen(tag)
    signed = replace(plain, status=replace(plain.status, proofread=(Grade.USUAL,)))
    assert findings(signed, made(signed, kind), kind) == []
    assert codes(signed, made(plain, kind), kind) == {"A505"}, "it says so although somebody has"
    assert "A505" in codes(plain, made(signed, kind), kind), "it does not say so"
    other = replace(plain, status=replace(plain.status, proofread=(Grade.UNCONTRACTED,)))
    assert "A505" in codes(other, made(signed, kind), kind), "another grade was proofread"


@pytest.mark.slow
def test_volumes_that_are_too_thick_or_begin_on_a_back_are_refused() -> None:
    document, page = long(), BraillePage(32, 25, volume=10)
    data = made(document, Format.BRF, page)
    assert "A511" in {one[:4] for one in findings(document, data, page=replace(page, volume=5))}
    assert b"\f\f" in data, "a blank page ends a volume of an odd number of pages"
    assert "A511" in {
        one[:4] for one in findings(document, data.replace(b"\f\f", b"\f", 1), page=page)
    }
    pef = made(document, Format.PEF, page)
    joined = re.sub(rb"</section>\n</volume>\n<volume [^>]*>\n<section>\n", b"", pef, count=1)
    assert "A511" in {one[:4] for one in findings(document, joined, Format.PEF, page)}


# Volumes as files of their own.


def archive(change: Callable[[dict[str, bytes]], object]) -> bytes:
    parts = zipped.unpack(made(long(), Format.BRF_VOLUMES, BraillePage(32, 25, volume=10)))
    assert sorted(parts) == [f"specimen-en-volume-{number}.brf" for number in range(1, 7)]
    change(parts)
    return zipped.pack(parts)


def swapped(parts: dict[str, bytes]) -> None:
    one, other = "specimen-en-volume-1.brf", "specimen-en-volume-2.brf"
    parts[one], parts[other] = parts[other], parts[one]


def joined(parts: dict[str, bytes]) -> None:
    parts["specimen-en-volume-1.brf"] += parts["specimen-en-volume-2.brf"]
    for number in range(2, 6):
        parts[f"specimen-en-volume-{number}.brf"] = parts[f"specimen-en-volume-{number + 1}.brf"]
    del parts["specimen-en-volume-6.brf"]


ARCHIVES: list[tuple[str, str, Callable[[dict[str, bytes]], object]]] = [
    ("A500", "a volume has another name", lambda parts: parts.update({"2.brf": parts.pop("specimen-en-volume-2.brf")})),
    ("A500", "there is one file more", lambda parts: parts.update({"readme.txt": b""})),
    ("A500", "there is no volume", lambda parts: parts.clear()),
    ("A500", "a volume is cut off", lambda parts: parts.update({"specimen-en-volume-2.brf": b"A"})),
    ("A505", "the last volume is not there", lambda parts: parts.pop("specimen-en-volume-6.brf")),
    ("A505", "two volumes have changed places", swapped),
    ("A511", "two volumes are one file", joined),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("code", "what", "change"), ARCHIVES, ids=[one[1] for one in ARCHIVES])
def test_a_broken_archive_of_volumes_is_refused(
    code: str, what: str, change: Callable[[dict[str, bytes]], object]
) -> None:
    page = BraillePage(32, 25, volume=10)
    found = findings(long(), archive(change), Format.BRF_VOLUMES, page)
    assert code in {one[:4] for one in found}


def test_what_is_no_archive_or_too_large_a_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    right = archive(lambda parts: None)
    for data in (b"", b"PK", right[:-30], right.replace(b"PK\x01\x02", b"PK\x01\x09")):
        assert codes(long(), data, Format.BRF_VOLUMES) == {"A500"}
    monkeypatch.setattr("pipeline.checks.embossed._LARGEST", 1000)
    assert codes(long(), right, Format.BRF_VOLUMES) == {"A500"}


def test_the_volumes_of_an_archive_are_those_of_the_one_file_without_blank_pages() -> None:
    page = BraillePage(32, 25, volume=10)
    parts = zipped.unpack(made(long(), Format.BRF_VOLUMES, page))
    whole = made(long(), Format.BRF, page)
    assert b"".join(parts[name] for name in sorted(parts)) == whole.replace(b"\f\f", b"\f")
    assert all(b",VOLUME #" in data for data in parts.values())


# A wrong table: the file is as the translation has it, and only reading back or the map of digits can see it.


def mistranslating(monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    right = liblouis.translate

    def wrong(tables: str, text: str, bold: object = ()) -> liblouis.Cells:
        found = right(tables, text, bold)  # type: ignore[arg-type]
        return liblouis.Cells(change(found.cells), found.sources)

    monkeypatch.setattr(liblouis, "translate", wrong)


def test_a_table_that_writes_a_wrong_letter_is_found_by_reading_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mistranslating(monkeypatch, lambda braille: braille.replace("⠓⠕⠍⠑", "⠓⠕⠏⠑"))
    assert codes(specimen("en"), made(specimen("en"))) == {"A506"}


@pytest.mark.parametrize("tag", TAGS)
def test_a_table_that_writes_a_wrong_figure_is_found_by_the_digits(
    tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistranslating(monkeypatch, lambda braille: braille.replace("⠼⠛⠚", "⠼⠛⠓"))
    assert "A507" in codes(specimen(tag), made(specimen(tag)))


def test_a_table_that_drops_the_decimal_sign_is_found_by_reading_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = liblouis.translate

    def wrong(tables: str, text: str, bold: object = ()) -> liblouis.Cells:
        return right(tables, text.replace("70.8", "70 8"), bold)  # type: ignore[arg-type]

    monkeypatch.setattr(liblouis, "translate", wrong)
    assert {"A506"} <= codes(specimen("en"), made(specimen("en")))


def test_a_word_that_is_lost_beside_a_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both write the file and prove it by the same cells: only words by themselves can tell."""
    right = cells._translated

    def losing(run: cells.Run, text: str, places: object) -> object:
        found = list(right(run, text, places))  # type: ignore[arg-type]
        return iter(found[1:] if run.inside and len(run.text) > 9 else found)

    monkeypatch.setattr(cells, "_translated", losing)
    assert "A513" in codes(specimen("ur"), made(specimen("ur")))


URDU = (
    Text("In Urdu: "),
    Foreign((Text("اپنا خیال رکھیں"),), "ur"),
    Text(", or "),
    Foreign((Text("خیال"),), "ur"),
    Text("."),
)


def in_two_codes() -> Document:
    paragraphs = (Paragraph(Line(URDU)), Paragraph(Line((Text("It is the end."),))))
    return Document("a", "en", Line((Text("Title"),)), paragraphs)


@pytest.mark.parametrize("contracted", [True, False])
def test_words_of_another_code_pass_with_their_signs(contracted: bool) -> None:
    document = in_two_codes()
    data = made(document, page=BraillePage(24, 12), contracted=contracted)
    assert findings(document, data, page=BraillePage(24, 12), contracted=contracted) == []


def _unsigned(spelling: Any, inner: cells.Run, following: str) -> None:
    spelling.add(inner)


def _as_words(spelling: Any, inner: cells.Run, following: str) -> None:
    spelling.sign = cells.WORD_SWITCH
    spelling.add(inner)
    spelling.sign = ""


def _without_end(spelling: Any, inner: cells.Run, following: str) -> None:
    spelling.put(cells.SWITCH, cells.HYPHEN, False)
    spelling.add(inner)


@pytest.mark.parametrize("wrong", [_unsigned, _as_words, _without_end])
def test_words_of_another_code_without_their_signs_are_refused(
    wrong: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells._Spelling, "switch", wrong)
    assert "A514" in codes(in_two_codes(), made(in_two_codes()))


def test_english_that_is_signed_as_another_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    right = cells._Spelling.add

    def signing(spelling: Any, run: cells.Run) -> None:
        if run.text.startswith("It is"):
            spelling.put(cells.SWITCH, cells.HYPHEN, False)
        right(spelling, run)

    monkeypatch.setattr(cells._Spelling, "add", signing)
    assert "A514" in codes(in_two_codes(), made(in_two_codes()))


def test_the_ascii_of_braille_is_read_as_its_dots() -> None:
    [page] = read_brf(
        b" A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ\r\n,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)=\r\n\f"
    )
    assert "".join(page.lines) == "".join(map(chr, range(0x2800, 0x2840)))


@pytest.mark.parametrize("data", [b"", b"abc", b"\xff\f", b"A\r\n", b"A\nB\r\n\f", b"\rA\r\n\f"])
def test_what_is_no_file_of_braille_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_brf(data)


def test_a_pef_of_entities_is_no_danger() -> None:
    bomb = b'<!DOCTYPE pef [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><pef xmlns="http://www.daisy.org/ns/2008/pef">&b;</pef>'
    assert codes(specimen("en"), bomb, Format.PEF) == {"A500"}
