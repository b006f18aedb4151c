"""A Document in another language: agreed text only, every figure kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import inline
from pipeline.catalogs import gate
from pipeline.catalogs.catalog import Catalog
from pipeline.document import Document, FactRef, Foreign, SideEffects, Text, lines
from pipeline.facts import plain_text
from pipeline.languages import language
from pipeline.parse import parse
from pipeline.publisher import Publisher
from pipeline.translate import translate
from pipeline.words import Word

SOURCE = """---
summary: About it.
reviewed: 2023-06-30
review_due: 2026-06-30
facts:
  stay: {days: 9}
links:
  emc: {address: https://www.example.org/}
---
# Title

Stay {stay} days.

Read [this][emc].

::: side-effects
- Fever: 70.8%
:::
"""
PO = """msgid ""
msgstr ""
"Language: pl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
WORDS = {
    Word.IN_PEOPLE.value: "około {n} na {of} osób",
    Word.NOT_TRANSLATED.value: "Jeszcze nie przetłumaczono:",
}


def document() -> Document:
    found, wrong = parse(SOURCE, "source/x.md", Publisher(), {}, lambda _: None)
    assert not wrong
    return found


def catalog(*pairs: tuple[str, str], fuzzy: bool = False) -> Catalog:
    flag = "#, fuzzy\n" if fuzzy else ""
    entries = "".join(f'{flag}msgid "{msgid}"\nmsgstr "{msgstr}"\n\n' for msgid, msgstr in pairs)
    read, wrong = gate.read((PO + entries).encode(), "translations/pl/LC_MESSAGES/x.po", "pl")
    assert read and not wrong, wrong
    return read


IDENTITY = [(inline.write(line.inlines), inline.write(line.inlines)) for line in lines(document())]


def test_a_document_in_its_own_words_is_the_same_document() -> None:
    english, found = translate(document(), {}, {}, language("en"))
    polish, wrong = translate(document(), {"x": catalog(*IDENTITY)}, WORDS, language("pl"))
    assert not found and not wrong
    bare = [inline.write(line.inlines) for line in lines(polish)]
    assert bare == [inline.write(line.inlines) for line in lines(english)]
    assert translate(english, {}, {}, language("en"))[0] == english


def test_every_line_comes_from_the_catalog_and_every_figure_from_the_facts() -> None:
    marked = [(msgid, f"«{msgid}»") for msgid, _ in IDENTITY]
    polish, found = translate(document(), {"x": catalog(*marked)}, WORDS, language("pl"))
    assert not found and polish.tag == "pl" and polish.status.untranslated == 0
    texts = [inline.plain(line.inlines) for line in lines(polish)]
    assert (
        all(text.startswith("«") and text.endswith("»") for text in texts)
        and "«Stay 9\u00a0days.»" in texts
    )
    [effects] = [block for block in polish.blocks if isinstance(block, SideEffects)]
    assert effects.entries[0].shown == "70,8%"
    assert plain_text(effects.entries[0].plainly) == "około 71 na 100 osób"


@pytest.mark.parametrize("fuzzy", [False, True])
def test_what_is_untranslated_or_fuzzy_stands_in_marked_english(fuzzy: bool) -> None:
    pairs = [("Stay {stay} days.", "Zostań {stay} dni.")] if fuzzy else []
    polish, found = translate(
        document(), {"x": catalog(*pairs, fuzzy=fuzzy)}, WORDS, language("pl")
    )
    stay = next(line for line in lines(polish) if "Stay" in inline.plain(line.inlines))
    assert stay.inlines == (
        Text("Jeszcze nie przetłumaczono: "),
        Foreign((Text("Stay "), FactRef("stay", "9"), Text("\u00a0days.")), "en"),
    )
    assert polish.status.untranslated == len(IDENTITY)
    assert {d.code for d in found} == {"T201"} and {str(d.severity) for d in found} == {"warning"}


@pytest.mark.parametrize(
    ("msgid", "msgstr", "problem"),
    [
        ("Read [this][emc].", "Czytaj to.", "has lost [...][emc]"),
        ("Read [this][emc].", "[Czytaj][emc] [to][emc].", "has [...][emc] too often"),
        ("Read [this][emc].", "Czytaj [to.", "cannot be read: [ is opened and never closed"),
    ],
)  # fmt: skip
def test_a_lost_link_is_an_error_at_its_line_and_the_english_stays(
    msgid: str, msgstr: str, problem: str
) -> None:
    polish, found = translate(document(), {"x": catalog((msgid, msgstr))}, WORDS, language("pl"))
    [wrong] = [d for d in found if d.code == "T202"]
    assert problem in wrong.message and str(wrong.at) == "translations/pl/LC_MESSAGES/x.po:8"
    assert any("Read this." in inline.plain(line.inlines) for line in lines(polish))


def test_a_missing_catalog_leaves_every_line_in_english() -> None:
    polish, found = translate(replace(document(), words=()), {}, {}, language("pl"))
    assert polish.status.untranslated == len(IDENTITY) == len(found)


def test_a_figure_and_its_unit_stay_on_one_line() -> None:
    english, _ = translate(document(), {}, {}, language("en"))
    stay = next(line for line in lines(english) if "Stay" in inline.plain(line.inlines))
    assert inline.plain(stay.inlines) == "Stay 9\u00a0days."
