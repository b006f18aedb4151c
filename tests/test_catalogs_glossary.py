"""A language's glossary: which terms stand in an English text, and what translators are told of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs import gate
from pipeline.catalogs.catalog import Catalog, Message, write
from pipeline.catalogs.glossary import Glossary, Term, glossary

PO = """msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# not "szpik" alone
msgid "bone marrow"
msgstr "szpik kostny"

msgid "marrow"
msgstr "szpik"

msgctxt "of a list"
msgid "drip"
msgstr "kroplówka; wlew"

msgid "ALL"
msgstr "OBL"

msgid "infusion therapy"
msgstr ""

#, fuzzy
msgid "fever"
msgstr "temperatura"
"""


def read(text: str = PO) -> Glossary:
    catalog, found = gate.read(text.encode(), "translations/pl/glossary.po", "pl")
    assert not found
    return glossary(catalog)


def test_only_finished_entries_approve_a_form() -> None:
    assert read().terms == (
        Term("bone marrow", ("szpik kostny",), 'not "szpik" alone'),
        Term("marrow", ("szpik",)),
        Term("drip", ("kroplówka", "wlew")),
        Term("ALL", ("OBL",)),
    )


@pytest.mark.parametrize(
    ("english", "terms"),
    [
        ("Blood is made in the bone marrow.", ["bone marrow"]),
        ("Bone Marrow and its marrow", ["bone marrow", "marrow"]),
        ("Two drips, one drip", ["drip"]),
        ("He has ALL.", ["ALL"]),
        ("All of them, all day", []),
        ("The dripping tap is marrowless.", []),
        ("", []),
    ],
)
def test_terms_are_found_as_words_in_the_plural_and_the_longest_first(
    english: str, terms: list[str]
) -> None:
    assert [term.english for term in read().within(english)] == terms


def test_translators_see_the_approved_form_and_the_note_in_the_template() -> None:
    template = Catalog((Message(""), Message("The bone marrow is tested.", extracted=("list item",)), Message("Rest.")))  # fmt: skip
    commented = read().commented(template)
    assert [m.extracted for m in commented.messages] == [
        (),
        ("list item", 'Glossary: bone marrow = szpik kostny (not "szpik" alone)'),
        (),
    ]
    assert Glossary().commented(template) is template


def test_a_term_of_two_contexts_has_the_forms_of_both() -> None:
    two = PO.replace('msgid "marrow"', 'msgctxt "b"\nmsgid "drip"')
    assert [term.forms for term in read(two).within("a drip")] == [("szpik",), ("kroplówka", "wlew")]  # fmt: skip


@given(st.lists(st.text('ab \\\n\r\t;#"~|\x07\x85\u2028', min_size=1), min_size=3, max_size=3))
def test_whatever_stands_in_a_glossary_its_comments_break_no_catalog(texts: list[str]) -> None:
    english, form, note = texts
    hostile = glossary(Catalog((Message(english, (form,), comments=(note,)),)))
    header = Message("", ("Language: pl\nContent-Type: text/plain; charset=UTF-8\n",))
    written = write(hostile.commented(Catalog((header, Message(" ".join(english.split()) or "a", ("x",))))))  # fmt: skip
    catalog, found = gate.read(written, "x.po", "pl")
    assert catalog and not found and len(catalog.living) == 1
