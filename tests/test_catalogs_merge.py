"""Merging: nothing that a translator typed is lost, and no guess may turn a fact round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs import catalog, gate
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.merge import merge

HEADER = Message("", (
    "Project-Id-Version: x\nPOT-Creation-Date: 2026-01-01\nLanguage: \nContent-Type: text/plain; charset=UTF-8\n",))  # fmt: skip


def template(*msgids: str | Message, made: str = "2026-01-01") -> Catalog:
    header = HEADER.changed(msgstr=(HEADER.msgstr[0].replace("2026-01-01", made),))
    entries = (m if isinstance(m, Message) else Message(m, references=("x.md:1",)) for m in msgids)
    return Catalog((header, *entries))


def translated(*pairs: tuple[str, str]) -> Catalog:
    header = Message("", (HEADER.msgstr[0].replace("Language: ", "Language: pl"),))
    return Catalog((header, *(Message(msgid, (msgstr,)) for msgid, msgstr in pairs)))


def entry(merged: Catalog, msgid: str) -> Message:
    found = merged.get(msgid)
    assert found
    return found


def test_a_new_catalog_is_the_template_in_its_language() -> None:
    merged = merge(template("a"), None, "pl")
    assert merged.header and "Language: pl\n" in merged.header.msgstr[0]
    assert [m.msgid for m in merged.living] == ["a"]


def test_everything_that_a_translator_typed_is_kept() -> None:
    old = Catalog((
        Message("", ("Language: pl\nX-Generator: Poedit 3.4\nX-Own: kept\n",), comments=("Team notes",)),
        Message("Stay at home.", ("Zostań w domu.",), comments=("asked the nurse",), flags=("no-wrap",), previous=('msgid "x"',)),
    ))  # fmt: skip
    merged = merge(template("Stay at home.", "New."), old, "pl")
    kept = entry(merged, "Stay at home.")
    assert kept.msgstr == ("Zostań w domu.",) and kept.comments == ("asked the nurse",)
    assert "no-wrap" in kept.flags and kept.previous == ('msgid "x"',)
    assert merged.header and "X-Own: kept" in merged.header.msgstr[0]
    assert merged.header.comments == ("Team notes",)


def test_the_line_ends_of_the_translators_editor_are_kept() -> None:
    old, found = gate.read(
        catalog.write(translated(("Stay.", "Zostań."))).replace(b"\n", b"\r\n"), "x.po", "pl"
    )
    assert old and not found
    written = catalog.write(merge(template("Stay.", "New."), old, "pl"))
    assert written.count(b"\n") == written.count(b"\r\n") > 10
    again, _ = gate.read(written, "x.po", "pl")
    assert again and [m.msgid for m in again.living] == ["Stay.", "New."]


def test_a_text_that_goes_is_kept_as_obsolete_and_revived_when_it_comes_back() -> None:
    old = translated(("Stay.", "Zostań."))
    without = merge(template("Quite another thing to say"), old, "pl")
    assert [m.msgid for m in without.messages if m.obsolete] == ["Stay."]
    again = merge(template("Stay.", "Quite another thing to say"), without, "pl")
    assert entry(again, "Stay.").translated and not any(m.obsolete for m in again.messages)


def test_an_edited_sentence_is_offered_as_fuzzy_with_what_it_was() -> None:
    old = translated(("Read our short booklet about it.", "Czytaj."))
    [guess] = merge(template("Read our new booklet about it."), old, "pl").living
    assert guess.fuzzy and guess.msgstr == ("Czytaj.",) and not guess.translated
    assert guess.previous == ('msgid "Read our short booklet about it."',)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Take it before meals every day.", "Take it after meals every day."),
        ("You should take it with food.", "You should not take it with food."),
        ("You must stay in hospital for {a} days.", "You must stay in hospital for {b} days."),
        ("Wait {n} hours after the treatment.", "Wait {n} days after the treatment."),
        ("Stop it when your temperature is high.", "Stop it when your temperature is low."),
        ("Take one tablet every morning.", "Take two tablets every morning."),
        ("You can drive after the treatment.", "You cannot drive after the treatment."),
        ("It is safe to drink tea and coffee.", "It is unsafe to drink tea and coffee."),
        ("You must call the nurse at once.", "You may call the nurse at once."),
        ("Take it before the third infusion.", "Take it before the second infusion."),
        ("Come to the ward on Monday morning.", "Come to the ward on Sunday morning."),
    ],
)
def test_a_guess_that_would_turn_a_fact_round_is_not_offered(before: str, after: str) -> None:
    [message] = merge(template(after), translated((before, "Tekst.")), "pl").living
    assert message.msgstr == ("",)


def test_previous_text_says_what_a_guess_was_made_from_over_every_update() -> None:
    catalog = translated(("Read our booklet about it.", "Czytaj."))
    for english in ("Read our new booklet about it.", "Read our new booklets about it.", "Read our newest booklets about it."):  # fmt: skip
        catalog = merge(template(english), catalog, "pl")
        assert entry(catalog, english).fuzzy
        assert entry(catalog, english).previous == ('msgid "Read our booklet about it."',)
    [back] = merge(template("Read our booklet about it."), catalog, "pl").living
    assert back.translated and back.msgstr == ("Czytaj.",)


def test_a_guess_of_a_guess_is_held_against_what_was_translated() -> None:
    old = Catalog((translated().messages[0], Message(
        "Take it at home every day.", ("Nie bierz.",), flags=("fuzzy",), previous=('msgid ""', '"Do not take it "', '"at home every day."'))))  # fmt: skip
    [message] = merge(template("Take it at home every single day."), old, "pl").living
    assert message.msgstr == ("",)


def test_contexts_are_never_swapped() -> None:
    may = (Message("May", ("Maj",), "month"), Message("May", ("Może",), "verb"))
    old = Catalog((translated().messages[0], *may))
    new = template(Message("May", context="verb"), Message("May", context="month"))
    merged = merge(new, old, "pl")
    found = [merged.get("May", context) for context in ("verb", "month")]
    assert [message.msgstr[0] for message in found if message] == ["Może", "Maj"]


def test_only_the_templates_date_changes_in_the_header() -> None:
    merged = merge(template("a", made="2026-12-01"), translated(("a", "b")), "pl")
    assert merged.header and merged.header.msgstr[0] == translated().messages[0].msgstr[0].replace(
        "2026-01-01", "2026-12-01"
    )


def test_entries_that_nobody_changed_are_written_as_they_were() -> None:
    text = (
        catalog.write(translated()).decode()
        + '\n#: x.md:1\nmsgid ""\n"a "\n"b"\nmsgstr ""\n"as Poedit "\n"wraps"\n'
    )
    old, wrong = gate.read(text.encode(), "x.po", "pl")
    assert old and not wrong
    assert catalog.write(merge(template("a b"), old, "pl")).decode() == text


def test_a_message_that_gets_or_loses_plural_forms_is_fuzzy_and_loses_no_text() -> None:
    one = Message("a day", ("dzień", "dni", "dnia"), plural="days")
    single = Catalog((translated().messages[0], one))
    found = entry(merge(template("a day"), single, "pl"), "a day")
    assert (
        found.fuzzy
        and found.msgstr == ("dzień",)
        and found.comments == ('was: "dni"', 'was: "dnia"')
    )
    several = merge(template(Message("a day", ("", ""), plural="days")), translated(("a day", "dzień")), "pl")  # fmt: skip
    assert entry(several, "a day").msgstr == ("dzień", "") and entry(several, "a day").fuzzy


WRAPPED = """#. old hint
#: x.md:1
#, no-wrap
msgid ""
"a "
"b"
msgstr ""
"as Poedit "
"wraps"
"""


def merged(text: str, *messages: Message) -> str:
    old, wrong = gate.read((catalog.write(translated()).decode() + "\n" + text).encode(), "x.po", "pl")  # fmt: skip
    assert old and not wrong
    return catalog.write(merge(template(*messages), old, "pl")).decode().split("\n\n", 1)[1]


def test_a_text_that_moved_in_its_file_stays_as_its_editor_wrapped_it() -> None:
    moved = Message("a b", references=("x.md:7",), extracted=("new hint",))
    assert merged(WRAPPED, moved) == WRAPPED.replace("x.md:1", "x.md:7").replace("old", "new")


def test_a_text_that_goes_and_comes_back_stays_as_its_editor_wrapped_it() -> None:
    gone = merged(WRAPPED, Message("Quite another thing to say"))
    assert gone.split("\n\n")[1] == (
        '#, no-wrap\n#~ msgid ""\n#~ "a "\n#~ "b"\n#~ msgstr ""\n#~ "as Poedit "\n#~ "wraps"\n'
    )
    back = merged(gone, Message("a b", references=("x.md:1",), extracted=("old hint",)))
    assert back == WRAPPED


def test_a_header_without_the_templates_date_is_left_alone() -> None:
    header = '# Ours\nmsgid ""\nmsgstr ""\n"Language: pl\\n"\n"Content-Type: text/plain; "\n"charset=UTF-8\\n"\n'
    old, _ = gate.read(header.encode(), "x.po", "pl")
    assert old and catalog.write(merge(template(), old, "pl")).decode() == header


sentences = st.lists(
    st.lists(st.sampled_from(["take", "it", "not", "for", "9", "10", "days", "hours", "at", "home", "{n}", "now"]), min_size=1, max_size=6)
    .map(" ".join), max_size=6, unique=True)  # fmt: skip


@given(sentences, sentences)
def test_merging_twice_is_merging_once_and_no_translation_is_ever_lost(
    before: list[str], after: list[str]
) -> None:
    old = translated(*((text, f"[{text}]") for text in before))
    merged = merge(template(*after), old, "pl")
    assert merge(template(*after), merged, "pl") == merged
    assert {f"[{text}]" for text in before} <= {m.msgstr[0] for m in merged.messages}
    for message in merged.living:
        assert not message.translated or message.msgstr == (f"[{message.msgid}]",)
    found, wrong = gate.read(catalog.write(merged), "x.po", "pl")
    assert found == merged and not wrong
