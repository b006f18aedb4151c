"""What comes back from a translator's program: the round trip loses nothing, and nothing slips in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs import catalog as catalogs
from pipeline.catalogs import gate, returned, xliff
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.returned import Taken, take
from pipeline.catalogs.xliff import Version
from pipeline.diagnostic import Diagnostic

PATH = "translations/pl/LC_MESSAGES/x.po"
HEADER = Message("", ("Language: pl\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=3; "
                      "plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n",), comments=("Team",))  # fmt: skip


# Laws, over catalogs of every kind of text.

pieces = st.sampled_from(
    ["{stay}", "{helpline}", "**", "[", "]", "][emc]", "]{lang=fr}", "\\[", "\\", "<b>", "&amp;", "&", '"', "'", "\t",
     " ", "  ", "a\nb", "ja", "Zażółć", "日本", "اردو", "\U0001f600", "]]>", "<!--", "0"])  # fmt: skip
texts = st.lists(pieces, min_size=1, max_size=6)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    english = draw(texts)
    others = draw(st.permutations(english)) + draw(
        st.lists(pieces.filter(lambda p: not p.startswith("{")), max_size=3)
    )
    plural = draw(st.booleans())
    forms = [others, english, others] if plural else [others]
    fuzzy = draw(st.booleans())
    return Message(
        "".join(english),
        tuple("" if not draw(st.integers(0, 3)) and not plural else "".join(form) for form in forms),
        draw(st.sampled_from([None, "heading", "a & b"])),
        "".join(english) + "s" if plural else None,
        ("fuzzy",) if fuzzy else (),
        tuple(draw(st.lists(st.sampled_from(["List item.", "{stay} will read: 9", "<&>"]), max_size=2))),
        tuple(draw(st.lists(st.sampled_from(["asked Ann", "–"]), max_size=1))),
        ("source/x.md:3",),
        ('msgid "before"',) if fuzzy else (),
        obsolete=draw(st.integers(0, 5)) == 0,
    )  # fmt: skip


@st.composite
def whole(draw: st.DrawFn) -> Catalog:
    found = draw(st.lists(messages(), max_size=8, unique_by=lambda m: m.key))
    data = catalogs.write(Catalog((HEADER, *(m.changed(references=(), extracted=()) if m.obsolete else m for m in found))))  # fmt: skip
    read, wrong = gate.read(data, PATH, "pl")
    assert read, wrong
    return read


def back(catalog: Catalog, version: Version) -> list[xliff.Translated]:
    [file], found = xliff.read(xliff.write([catalog], "pl", version), "x.xlf")
    assert not found
    return list(file.units)


@pytest.mark.slow
@given(whole(), st.sampled_from(Version))
def test_a_file_that_comes_back_as_it_went_changes_no_byte(
    catalog: Catalog, version: Version
) -> None:
    new, taken, found = take(catalog, back(catalog, version), "x.xlf", "pl")
    assert not found and taken.changed == taken.refused == 0
    assert catalogs.write(new) == catalogs.write(catalog)


@pytest.mark.slow
@given(whole(), st.sampled_from(Version))
def test_every_translation_of_a_file_reaches_an_empty_catalog(
    catalog: Catalog, version: Version
) -> None:
    emptied = Catalog(tuple(
        m if m.obsolete or not m.msgid else m.changed(msgstr=("",) * len(m.msgstr), flags=(), previous=()) for m in catalog.messages
    ), PATH)  # fmt: skip
    new, _, found = take(emptied, back(catalog, version), "x.xlf", "pl")
    assert not found
    for before, after in zip(catalog.living, new.living, strict=True):
        assert after.msgstr == before.msgstr
        assert after.translated == before.translated
        assert after.fuzzy == (before.fuzzy and any(before.msgstr))


# What is taken.

STAY = Message(
    "Stay {n} days, **please**.", ("Zostań {n} dni, **proszę**.",), flags=("python-brace-format",)
)
REST = Message("Rest.", ("",))
CATALOG = Catalog((HEADER, STAY, REST), PATH)


def returning(*edits: tuple[str, str], version: Version = Version.ONE, catalog: Catalog = CATALOG, replacing: bool = False) -> tuple[Catalog, Taken, list[Diagnostic]]:  # fmt: skip
    """What becomes of a file whose text was edited on its way."""
    text = xliff.write([CATALOG], "pl", version).decode()
    for was, now in edits:
        assert was in text, f"{was} is not in\n{text}"
        text = text.replace(was, now)
    [file], found = xliff.read(text.encode(), "x.xlf")
    assert not found
    return take(catalog, file.units, "x.xlf", "pl", replacing)


def test_a_translation_is_taken_and_the_rest_of_its_entry_kept() -> None:
    new, taken, found = returning(
        ("<source>Rest.</source>", "<source>Rest.</source><target>Odpocznij.</target>")
    )
    assert not found and new.translation("Rest.") == "Odpocznij."
    assert str(taken) == f"{PATH}: 1 texts changed, 1 as they were"
    assert new.messages[:2] == CATALOG.messages[:2]


def test_final_and_approved_are_a_translation_and_no_more() -> None:
    edits = (
        ("<trans-unit ", '<trans-unit approved="yes" '),
        ('state="translated"', 'state="final"'),
    )
    new, _, found = returning(*edits)
    assert not found and catalogs.write(new) == catalogs.write(CATALOG)


def test_a_text_that_is_not_finished_is_fuzzy() -> None:
    new, taken, found = returning(('state="translated"', 'state="needs-review-translation"'))
    [message] = [m for m in new.living if m.msgid == STAY.msgid]
    assert not found and message.fuzzy and message.msgstr == STAY.msgstr
    assert (
        str(taken)
        == f"{PATH}: 1 texts changed, 0 as they were, 1 without a translation, 1 not finished (fuzzy)"
    )


def test_a_fuzzy_text_that_a_translator_finished_is_no_longer_fuzzy() -> None:
    fuzzy = Catalog(
        (HEADER, STAY.changed(flags=("fuzzy", *STAY.flags), previous=('msgid "Stay."',))), PATH
    )
    [unit] = back(fuzzy, Version.TWO)
    done = xliff.Translated(unit.id, 1, unit.source, unit.target, True, unit.was)
    new, _, found = take(fuzzy, [done], "x.xlf", "pl")
    assert not found and new.messages[1] == STAY


def test_a_fuzzy_text_of_which_the_file_no_longer_says_anything_stays_fuzzy_until_it_is_changed() -> (
    None
):
    fuzzy = Catalog((HEADER, STAY.changed(flags=("fuzzy", *STAY.flags))), PATH)
    [unit] = back(fuzzy, Version.ONE)
    silent = replace(unit, finished=None)
    assert take(fuzzy, [silent], "x.xlf", "pl")[0] == fuzzy
    marker = unit.target[1]
    new, _, found = take(
        fuzzy, [replace(silent, target=("Zostań ", marker, " dni."))], "x.xlf", "pl"
    )
    assert not found and new.translation(STAY.msgid) == "Zostań {n} dni."


# What is refused: each leaves its text as it was.

TARGET = '<target state="translated">Zostań <ph id="1">{n}</ph> dni, <ph id="2">**</ph>proszę<ph id="3">**</ph>.</target>'


@pytest.mark.parametrize(
    ("was", "now", "code", "said"),
    [
        ('<trans-unit id="m', '<trans-unit id="x', "X201", "no text of this leaflet has the id 'x"),
        ("Stay ", "Stay at home ", "X203", "the English in the file was edited to 'Stay at home {n} days"),
        ('Stay <ph id="1">{n}</ph>', 'Stay <ph id="1">{m}</ph>', "X203", "the English in the file was edited"),
        ('Stay <ph id="1">{n}</ph>', "Stay 9", "X203", "the English in the file was edited to 'Stay 9 days"),
        (TARGET, TARGET.replace("{n}", "{m}"), "X204", "the placeholder {n} was made '{m}'"),
        (TARGET, TARGET.replace('<ph id="1">{n}</ph>', '<x id="1"/>'), "X204", "<x '1'> is no placeholder"),
        (TARGET, TARGET.replace('<ph id="1">{n}</ph>', '<ph id="7"/>'), "X204", "<ph '7'> is no placeholder"),
        (TARGET, TARGET.replace('<ph id="1">{n}</ph>', '<?x y?>'), "X204", "<& ''> is no placeholder"),
        (TARGET, TARGET.replace('<ph id="1">{n}</ph>', "9"), "T114", "must be in both texts"),
        (TARGET, TARGET.replace('<ph id="1">{n}</ph>', '<ph id="1">{n}</ph><ph id="1">{n}</ph>'), "T122", "{n} stands more often"),
        (TARGET, TARGET.replace("Zostań", "\u202eZostań"), "T125", "U+202E cannot be seen"),
    ],
    ids=["id", "text", "marker", "digit", "other", "x", "unknown", "instruction", "lost", "doubled", "override"],
)  # fmt: skip
def test_what_may_not_be_taken_is_said_with_its_line_and_what_to_do(
    was: str, now: str, code: str, said: str
) -> None:
    new, taken, found = returning((was, now))
    assert {one.code for one in found} == {code}
    assert said in found[0].message and found[0].hint and found[0].at.line > 1
    assert taken.refused == len(found) and catalogs.write(new) == catalogs.write(CATALOG)


def test_a_unit_that_stands_twice_is_taken_once() -> None:
    units = back(CATALOG, Version.ONE)
    new, _, [found] = take(CATALOG, [*units, *units[:1]], "x.xlf", "pl")
    assert found.code == "X202" and new == CATALOG


EDITED = (TARGET, TARGET.replace("proszę", "prosimy"))
MEANWHILE = Catalog((HEADER, STAY.changed(msgstr=("Zostań {n} dni, **koniecznie**.",)), REST), PATH)


def test_a_translation_that_was_changed_here_meanwhile_is_not_written_over() -> None:
    new, _, [found] = returning(EDITED, catalog=MEANWHILE)
    assert found.code == "X205" and "koniecznie" in found.message and "--replace" in found.hint
    assert new == MEANWHILE


def test_a_text_that_somebody_doubts_here_since_it_went_out_is_not_agreed_again() -> None:
    doubted = Catalog((HEADER, STAY.changed(flags=("fuzzy", *STAY.flags)), REST), PATH)
    new, _, [found] = returning(catalog=doubted)
    assert found.code == "X205" and "fuzzy" in found.message and new == doubted


def test_a_finding_shows_little_of_a_large_text() -> None:
    _, _, [found] = returning(("<source>Stay ", "<source>" + "Stay\x85" * 100_000))
    assert len(str(found)) < 500 and "\x85" not in str(found)


def test_without_the_note_that_says_what_it_was_nothing_is_written_over() -> None:
    new, _, [found] = returning(EDITED, ("goes with translation", "with"))
    assert found.code == "X205" and new == CATALOG


def test_asked_to_replace_it_does() -> None:
    new, _, found = returning(EDITED, catalog=MEANWHILE, replacing=True)
    assert not found and new.translation(STAY.msgid) == "Zostań {n} dni, **prosimy**."


def test_both_having_made_the_same_change_is_no_conflict() -> None:
    new, taken, found = returning(
        (TARGET, TARGET.replace("proszę", "koniecznie")), catalog=MEANWHILE
    )
    assert not found and new == MEANWHILE and taken.same == 1


def test_a_character_that_no_xml_can_hold_is_named_with_its_line() -> None:
    found = list(returned.unwritable(Catalog((HEADER, Message("a\x07", ("b",), line=7)), PATH)))
    assert [str(one) for one in found] == [
        f"{PATH}:7: error X206: a file for translators cannot hold the character U+0007, which cannot be seen\n    hint: delete it"]  # fmt: skip
