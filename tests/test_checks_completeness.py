"""Whether a text is translated, all of it, with its names and terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.catalogs.glossary import Glossary, Term
from pipeline.checks.completeness import holds
from pipeline.checks.pair import TRANSLATION, Pair
from pipeline.diagnostic import Location
from tests.checked import assert_told_apart, codes

LONG = "Take the bag out of the fridge one hour before the nurse comes to you."
PLANTED = [
    ("T301", "bn", "Rest at home today.", "আজ বাড়িতে বিশ্রাম নিন।", "Rest at home today."),
    ("T302", "uk", "Ring the ward and tell them your number.", "Зателефонуйте у відділення й назвіть свій номер.", "Зателефонуйте у відділення and tell them your number."),
    ("T303", "tr", LONG, "Hemşire size gelmeden bir saat önce torbayı buzdolabından çıkarın.", "Torbayı buzdolabından çıkarın."),
    ("T303", "zh_Hans", LONG, "请在护士到来之前一小时将药袋从冰箱中取出。", "请取出药袋。"),
    ("N330", "de", "Take Zelotrix at night.", "Nehmen Sie Zelotrix abends.", "Nehmen Sie Zelotrex abends."),
    ("N330", "hi", "Take imatinib at night.", "रात को imatinib लें।", "रात को imatinibe लें।"),
    ("N330", "pl", "Take imatinib at night.", "Imatynib przyjmuj wieczorem.", "Imatynab przyjmuj wieczorem."),
]  # fmt: skip
NAMES = [
    ("pl", "Take imatinib at night.", "Przyjmuj dawkę imatynibu wieczorem."),
    ("pt", "Take imatinib at night.", "Tome imatinibe à noite."),
    ("it", "Take paracetamol at night.", "Prenda il paracetamolo la sera."),
    ("de", "The dose of ibuprofen", "Die Dosis des Ibuprofens"),
    ("hu", "Take imatinib at night.", "Este vegyen be imatinibet."),
]


NO_NAMES = [
    ("de", "The Automatic Signing Key of the pump", "Der automatische Signierschlüssel der Pumpe"),
    ("fr", "Type the word COMMANDS here", "Tapez ici le mot COMMANDES"),
    ("es", "Keep it until 30 April 2028.", "Guárdelo hasta el 30 de abril de 2028."),
    ("it", "Combine rest and exercise", "Combinare riposo ed esercizio"),
]
KEPT_IN_LATIN = [
    ("ne", "Do not eat grapefruit while you take Tolvarex.", "Tolvarex लिइरहँदा भोगटे नखानुहोस्।"),
    ("ru", "GNU General Public License, version 3 only", "GNU General Public License, только версии 3"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "english", "text"), [*NO_NAMES, *KEPT_IN_LATIN])
def test_no_name_is_seen_in_a_title_and_names_that_are_kept_have_no_length(
    tag: str, english: str, text: str
) -> None:
    assert not {"N330", "T303"} & set(codes(tag, english, text))


@pytest.mark.parametrize(("code", "tag", "english", "good", "bad"), PLANTED)
def test_what_is_missing_is_told_from_a_whole_text(
    code: str, tag: str, english: str, good: str, bad: str
) -> None:
    assert_told_apart(code, tag, english, good, bad)


@pytest.mark.parametrize(("tag", "english", "text"), NAMES)
def test_a_name_may_be_inflected_and_spelt_as_its_language_does(
    tag: str, english: str, text: str
) -> None:
    assert codes(tag, english, text) == []


def test_a_very_long_text_is_doubted() -> None:
    assert "T304" in codes("pl", LONG, "Wyjmij worek z lodówki na godzinę przed przyjściem pielęgniarki. " * 4)  # fmt: skip


def termed(tag: str, text: str, *forms: str, term: str = "ALL") -> list[str]:
    pair = Pair(f"You have {term} now.", text, tag, Location("x.po", 7), terms=(term,))
    pair = replace(pair, glossary=Glossary((Term(term, forms),) if forms else ()))
    return [found.code for found in TRANSLATION.run(pair)]


def test_a_term_is_kept_or_in_the_form_of_the_glossary() -> None:
    assert termed("pl", "Masz teraz ALL.") == []
    assert termed("pl", "Masz teraz OBL.") == ["N331"]
    assert termed("pl", "Masz teraz OBL.", "OBL") == []
    assert termed("pl", "Masz teraz AML.", "OBL") == ["N331", "N332"]
    assert termed("pl", "Masz teraz białaczkę.", term="leukaemia") == []


HELD = [
    ("pl", "w szpiku kostnym", "szpik kostny"),
    ("ar", "في النخاع العظمي", "نخاع عظمي"),
    ("ar", "عينة بالدم", "دم"),
    ("cy", "ym mêr yr esgyrn", "mêr esgyrn"),
    ("cy", "fy ngwaed", "gwaed"),
    ("tr", "kemik iliğinden", "kemik iliği"),
    ("zh_Hans", "骨髓检查", "骨髓"),
    ("ru", "костного мозга", "костный мозг"),
    ("am", "በመቅኒው", "መቅኒ"),
]
NOT_HELD = [
    ("pl", "w rdzeniu kości", "szpik kostny"),
    ("ar", "في القلب", "نخاع عظمي"),
    ("zh_Hans", "骨头", "骨髓"),
    ("ru", "спинного мозга", "костный мозг"),
    ("pl", "w kropce", "kroplówka"),
    ("so", "dhuuxa", "lafta dhuuxa"),
]


@pytest.mark.parametrize(("tag", "text", "form"), HELD)
def test_an_inflected_form_is_the_approved_one(tag: str, text: str, form: str) -> None:
    assert holds(Pair("", text, tag, Location("")), form)


@pytest.mark.parametrize(("tag", "text", "form"), NOT_HELD)
def test_another_word_is_not(tag: str, text: str, form: str) -> None:
    assert not holds(Pair("", text, tag, Location("")), form)
