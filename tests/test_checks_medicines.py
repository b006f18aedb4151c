"""One medicine taken for another, in every script."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.catalogs.glossary import Glossary, Term
from pipeline.checks import names
from pipeline.checks.pair import TRANSLATION, Pair
from pipeline.checks.vocabulary import vocabulary
from pipeline.diagnostic import Location
from tests.checked import assert_told_apart, codes

FORMS = tomllib.loads(Path(__file__).with_name("medicines.toml").read_text("utf-8"))
ROWS = [(group, tag) for group, rows in FORMS.items() for tag in rows if tag != "en"]


def words(tag: str, form: str) -> names.Words:
    known = vocabulary(tag)
    return names.words_of(known.fold(form), known.tag, known.spaced)


def spellings(group: str, tag: str) -> dict[str, str]:
    """Each medicine of a group as a language spells it."""
    rows = FORMS[group]
    return dict(zip(rows["en"].split(), rows[tag].split(), strict=True))


@pytest.mark.parametrize(("group", "tag"), ROWS)
def test_a_language_s_own_spelling_is_the_medicine_and_no_other(group: str, tag: str) -> None:
    forms = spellings(group, tag)
    for name, form in forms.items():
        assert [one for one in forms if words(tag, form).hold(one)] == [name]


@pytest.mark.slow
@pytest.mark.parametrize(("group", "tag"), ROWS)
def test_a_medicine_exchanged_for_another_is_found(group: str, tag: str) -> None:
    forms = spellings(group, tag)
    for name in forms:
        assert not {"N330", "N333", "N334"} & set(codes(tag, f"Take {name}.", forms[name]))
        for other in forms:
            wrong = {"N333", "N334"} & set(codes(tag, f"Take {name}.", forms[other]))
            assert bool(wrong) is (other != name), (name, forms[other])


PLANTED = [
    ("N333", "ru", "Take paracetamol for the pain.", "При боли принимайте парацетамол.", "При боли принимайте ибупрофен."),
    ("N333", "bn", "Stop methotrexate today.", "আজ মেথোট্রেক্সেট বন্ধ করুন।", "আজ মেটফরমিন বন্ধ করুন।"),
    ("N333", "zh_Hans", "Take prednisolone in the morning.", "早上服用泼尼松龙。", "早上服用泼尼松。"),
    ("N333", "de", "Take prednisolone in the morning.", "Nehmen Sie morgens Prednisolon ein.", "Nehmen Sie morgens Prednison ein."),
    ("N333", "th", "Do not take ibuprofen.", "ห้ามรับประทานไอบูโพรเฟน", "ห้ามรับประทานพาราเซตามอล"),
    ("N333", "es", "Do not take ibuprofen.", "No tome ibuprofeno.", "No tome fluconazol."),
    ("N334", "ar", "Ask before you take warfarin.", "اسأل قبل تناول الوارفارين.", "اسأل قبل تناول الدواء."),
    ("N334", "hi", "Ask before you take warfarin.", "वारफेरिन लेने से पहले पूछें।", "दवा लेने से पहले पूछें।"),
]  # fmt: skip

RIGHT = [
    ("fr", "Take aspirin with food.", "Prenez l'acide acétylsalicylique avec de la nourriture."),
    ("de", "Take aspirin with food.", "Nehmen Sie ASS mit dem Essen ein."),
    ("pl", "Tell us if you take acetaminophen.", "Powiedz nam, jeśli bierzesz paracetamol."),
    ("zh_Hans", "Ask before you take cladribine.", "服用克拉屈滨前请先询问。"),
    ("tr", "Take paracetamol, not ibuprofen.", "İbuprofen değil, parasetamol alın."),
]


@pytest.mark.parametrize(("code", "tag", "english", "good", "bad"), PLANTED)
def test_an_exchanged_name_is_told_from_the_right_one(
    code: str, tag: str, english: str, good: str, bad: str
) -> None:
    assert_told_apart(code, tag, english, good, bad)


@pytest.mark.parametrize(("tag", "english", "text"), RIGHT)
def test_another_name_of_the_same_medicine_is_not_doubted(
    tag: str, english: str, text: str
) -> None:
    assert codes(tag, english, text) == []


def test_a_trade_name_that_the_leaflet_declares_is_looked_for_too() -> None:
    right, wrong = (
        Pair("Ask about Tolvarex.", text, "ru", Location(""), terms=("Tolvarex",))
        for text in ("Спросите о препарате Толварекс.", "Спросите о препарате Зелотрикс.")
    )
    assert "N334" not in [one.code for one in TRANSLATION.run(right)]
    assert "N334" in [one.code for one in TRANSLATION.run(wrong)]


def test_a_name_that_only_the_glossary_knows_is_the_medicine() -> None:
    pair = Pair("Ask about warfarin.", "Pregunte por el sintrom.", "es", Location(""))
    known = Pair(pair.msgid, pair.msgstr, "es", pair.at, glossary=Glossary((Term("warfarin", ("sintrom",)),)))  # fmt: skip
    assert "N334" in [one.code for one in TRANSLATION.run(pair)]
    assert "N334" not in [one.code for one in TRANSLATION.run(known)]


def test_no_two_medicines_of_the_table_sound_the_same_and_every_hanzi_name_is_one_s_own() -> None:
    hanzi = [form for forms in names._hanzi().values() for form in forms]
    assert len(hanzi) == len(set(hanzi))
    assert set(names._hanzi()) <= set(names._names())
    assert list(names._names()) == list(dict.fromkeys(names._names()))
    assert all(len(form) >= 2 for name in names._names() for form in names._forms(name))
