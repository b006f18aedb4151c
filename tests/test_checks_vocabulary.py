"""The words of each language: numbers, units, months, negation."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files

import icu
import pytest

from pipeline.checks.vocabulary import MONTH, NEGATION, NUMBER, UNIT, vocabulary
from pipeline.languages import languages

TAGS = sorted(
    path.name.removesuffix(".toml")
    for path in files("pipeline").joinpath("data/vocabulary").iterdir()
)


def meanings(text: str, tag: str, kind: str) -> list[object]:
    words = vocabulary(tag)
    return [word.value for word in words.find(words.fold(text)) if word.kind == kind]


@pytest.mark.parametrize("tag", [tag for tag in languages() if tag != "en"])
def test_every_language_that_the_pipeline_knows_has_a_vocabulary(tag: str) -> None:
    words = vocabulary(tag)
    assert words.own and words.tag in TAGS
    assert words.find(words.fold("2 mg"))  # the symbols are everyone's


@pytest.mark.parametrize(
    ("tag", "text", "numbers"),
    [
        ("pl", "dwadzieścia jeden, dwóm, trzydniowy", [21, 2, 3]), ("de", "einundzwanzig oder zweimal", [21, 2]), ("fr", "quatre-vingt-dix-sept", [97]),
        ("ar", "ليومين وثمانية وأربعين", [2, 48]), ("cy", "pedwar deg wyth, dwywaith", [48, 2]), ("vi", "hai mươi bốn, năm ngày, 2 năm", [24, 5]),
        ("uk", "п'ять і дев’ять", [5, 9]), ("gu", "ત્રણથી", [3]), ("bn", "দুটি", [2]), ("he", "יומיים", [2]), ("am", "ለሁለት", [2]),
        ("th", "ยี่สิบสี่", [24]), ("km", "ប្រាំពីរ", [7]), ("zh_Hant", "兩天", [2]), ("tr", "yirmi dört", [24]), ("en", "forty-eight, twice", [48, 2]),
    ],
)  # fmt: skip
def test_number_words_have_their_value(tag: str, text: str, numbers: list[int]) -> None:
    assert meanings(text, tag, NUMBER) == [Decimal(n) for n in numbers]


@pytest.mark.parametrize(
    "tag", ["fr", "it", "es", "de", "ru", "el", "hu", "ro", "tr", "cs", "bg", "pt"]
)
def test_numbers_as_icu_spells_them_are_read_back(tag: str) -> None:
    rules = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(tag))
    for number in range(2, 100):
        assert Decimal(number) in meanings(rules.format(number), tag, NUMBER), (tag, number)


@pytest.mark.parametrize(
    ("tag", "text", "units"),
    [
        ("pl", "tygodniami", ["week"]), ("ru", "2 мг", ["mg"]), ("ur", "ملی گرام", ["mg"]), ("hu", "naponta", ["day"]), ("zh_Hans", "今天吃2天", ["day"]),
        ("fa", "ساعت‌ها", ["hour"]), ("so", "toddobaad", ["week"]), ("ta", "வாரத்திற்கு", ["week"]),
    ],
)  # fmt: skip
def test_inflected_units_are_known(tag: str, text: str, units: list[str]) -> None:
    assert meanings(text, tag, UNIT) == units


@pytest.mark.parametrize(("tag", "text"), [("pl", "w czerwcu"), ("ru", "в июне"), ("tr", "Haziran'da"), ("hu", "júniusban"), ("ar", "في يونيو"), ("ckb", "حوزەیران")])  # fmt: skip
def test_inflected_months_are_known(tag: str, text: str) -> None:
    assert meanings(text, tag, MONTH) == [Decimal(6)]


@pytest.mark.parametrize(
    ("tag", "negated", "plain"),
    [
        ("cs", "neužívejte", "nebo nemocnice"), ("tr", "kullanmayın", "temiz deniz"), ("ta", "எடுக்காதீர்கள்", "சாதாரண"), ("am", "አይውሰዱ", "አልኮል"),
        ("zh_Hans", "不要", "不同，除非"), ("ar", "لا تتناول", "دون 12 سنة"), ("hu", "ne vegye be", "nappal"), ("th", "ห้ามดื่ม", "ดื่มน้ำ"),
    ],
)  # fmt: skip
def test_a_negation_is_told_from_words_that_look_like_one(
    tag: str, negated: str, plain: str
) -> None:
    assert meanings(negated, tag, NEGATION) and not meanings(plain, tag, NEGATION)


def test_a_header_may_name_a_language_in_another_way() -> None:
    names = ("zh_TW", "pt_BR", "de-AT", "sr@latin", "fa_AF")
    assert [vocabulary(tag).tag for tag in names] == ["zh_Hans", "pt", "de", "sr", "fa"]


def test_a_pseudo_language_has_no_words_of_its_own() -> None:
    assert not vocabulary("en_XA").own and not vocabulary("ar-XB").own
