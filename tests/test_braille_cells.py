"""Lines of text to words of cells: each language by its own table, and nothing broken that belongs together."""

from __future__ import annotations

import pytest

from pipeline.braille.cells import run, words
from pipeline.braille.liblouis import lacks, tables, translate
from pipeline.diagnostic import LeafletError, Location
from pipeline.document import FactRef, Foreign, Inlines, Link, Strong, Term, Text
from pipeline.facts import LRI, NBSP, PDI
from pipeline.languages import language
from tests.scripts import WORDS

AT = Location("source/a.md", 7)


def spelled(tag: str, *inlines: str | object, contracted: bool = True) -> list[str]:
    line: Inlines = tuple(Text(one) if isinstance(one, str) else one for one in inlines)  # type: ignore[misc]
    return [word.cells for word in words(line, tag, contracted, AT)]


def test_a_line_is_words_of_cells() -> None:
    assert spelled("en", "You have a fever.") == ["⠠⠽", "⠓", "⠁", "⠋⠐⠑⠲"]


def test_a_telephone_number_is_one_word_and_so_is_a_date() -> None:
    phone = FactRef("helpline", f"08088{NBSP}010{NBSP}444")
    assert spelled("en", "Call ", phone)[-1] == "⠼⠚⠓⠚⠓⠓⠐⠚⠁⠚⠐⠙⠙⠙"
    assert spelled("pl", phone) == ["⠼⠚⠓⠚⠓⠓⠀⠼⠚⠁⠚⠀⠼⠙⠙⠙"]
    assert len(spelled("pl", FactRef("due", f"30{NBSP}czerwca{NBSP}2026"))) == 1


def test_two_figures_beside_each_other_stay_two() -> None:
    found = spelled("en", FactRef("a", "2"), " ", FactRef("b", "30"), " mg")
    assert found[:2] == ["⠼⠃", "⠼⠉⠚"]


def test_controls_of_direction_have_no_cells() -> None:
    assert spelled("ur", FactRef("a", f"{LRI}70.8%{PDI}")) == spelled("ur", "70.8%")


def test_a_latin_name_in_another_script_is_unified_english_braille() -> None:
    assert spelled("ur", "دوا (", Term("CD19"), ")۔") == ["⠙⠺⠁", "⠶⠠⠠⠉⠙⠼⠁⠊⠶⠲"]
    assert spelled("bn", "(Take care)।") == ["⠶⠠⠞⠁⠅⠑", "⠉⠁⠗⠑⠶⠲"]


def test_a_latin_name_in_a_latin_language_is_written_by_that_languages_table() -> None:
    assert spelled("pl", Term("CD19")) == ["⠨⠨⠉⠙⠼⠁⠊"]


def test_words_of_another_code_have_its_table_and_the_sign_of_a_word() -> None:
    """Rules of Unified English Braille, 14.3.1: up to the next blank, or to the terminator."""
    urdu = spelled("ur", "خیال رکھیں")
    assert spelled("en", "In Urdu: ", Foreign((Text("خیال"),), "ur"), ".")[-1] == f"⠘⠷{urdu[0]}⠘⠾⠲"
    assert spelled("en", Foreign((Text("خیال"),), "ur"), " now")[0] == f"⠘⠷{urdu[0]}"
    assert spelled("en", "(", Foreign((Text("خیال"),), "ur"), ")") == [f"⠐⠣⠘⠷{urdu[0]}⠘⠾⠐⠜"]
    both = spelled("en", Foreign((Text("خیال رکھیں"),), "ur"))
    assert both == [f"⠘⠷{urdu[0]}", f"⠘⠷{urdu[1]}"], "two words have a sign each"


@pytest.mark.parametrize("contracted", [True, False])
def test_three_words_of_another_code_are_a_passage(contracted: bool) -> None:
    """14.3.2: "three or more symbols-sequences"."""
    own = spelled("ur", "اپنا خیال رکھیں")
    line = ("In Urdu: ", Foreign((Text("اپنا خیال رکھیں"),), "ur"), ".")
    found = spelled("en", *line, contracted=contracted)
    assert found[-3:] == [f"⠐⠷⠄{own[0]}", own[1], f"{own[2]}⠠⠐⠾⠲"]


def test_words_in_latin_letters_are_unified_english_braille_without_a_sign() -> None:
    """13.5.1 to 13.5.3: UEB's accents, no contractions, no code switch indicators."""
    assert spelled("en", "Say ", Foreign((Text("théâtre"),), "fr"), ".") == ["⠠⠎⠁⠽", "⠞⠓⠘⠌⠑⠘⠩⠁⠞⠗⠑⠲"]
    assert spelled("en", Foreign((Text("the hand"),), "pl")) == ["⠞⠓⠑", "⠓⠁⠝⠙"], (
        "nothing is contracted"
    )


def test_words_with_letters_that_unified_english_braille_lacks_are_their_own_codes() -> None:
    assert spelled("en", Foreign((Text("żyć"),), "pl"), "!") == [f"⠘⠷{spelled('pl', 'żyć')[0]}⠘⠾⠖"]


@pytest.mark.parametrize("tag", ["ru", "uk"])
def test_latin_letters_in_cyrillic_have_the_sign_of_that_code(tag: str) -> None:
    """Dot 6 before small letters, dots 46 before capitals, as the tables have it."""
    assert spelled(tag, "мг ", Foreign((Text("mg dose"),), "en")) == ["⠍⠛", "⠠⠍⠛", "⠙⠕⠎⠑"]
    assert spelled(tag, Foreign((Text("Zyx"),), "en"), " мг") == ["⠨⠵⠽⠭", "⠍⠛"]


def test_english_words_inside_another_language_are_uncontracted() -> None:
    assert spelled("pl", Foreign((Text("the hand"),), "en")) == ["⠞⠓⠑", "⠓⠁⠝⠙"]


def test_an_address_in_english_is_uncontracted() -> None:
    assert spelled("en", "See www.thehand.org/the (now).")[1] == "⠺⠺⠺⠲⠞⠓⠑⠓⠁⠝⠙⠲⠕⠗⠛⠸⠌⠞⠓⠑"
    assert spelled("en", Link((Text("the page"),), "x"))[0] == "⠮"


@pytest.mark.parametrize("figure", ["1,500.00", "$1,500.00", "70.85", "3.141.59", "1.500,00"])
def test_a_figure_with_decimals_is_no_address(figure: str) -> None:
    """Written by the table as a whole: taken for an address, its parts were two figures with a sign each."""
    assert "".join(spelled("en", f"It is {figure}."))[-len(figure) - 2 :].count("⠼") == 1
    whole = translate(tables(language("en").braille), f"It is {figure}.").cells
    assert "⠀".join(spelled("en", f"It is {figure}.")) == whole


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("SEND IT TO LONDON SW1A 2AA TODAY", "⠼⠃⠠⠠⠁⠁"),
        ("ABC 456G HIJ", "⠼⠙⠑⠋⠠⠛"),
        ("SEE FORM B2C NOW", "⠠⠃⠼⠃⠠⠉"),
    ],
)
@pytest.mark.parametrize("contracted", [True, False])
def test_a_letter_after_a_figure_is_no_figure_among_capitals(text: str, cells: str, contracted: bool) -> None:  # fmt: skip
    assert cells in spelled("en", text, contracted=contracted)
    inside = "⠀".join(spelled("ur", "دوا ", Foreign((Text(text),), "en")))
    assert cells in inside


def test_bold_inside_another_language_keeps_its_sign() -> None:
    assert spelled("en", "Do ", Strong((Text("not"),)))[-1] == "⠘⠂⠝"
    assert spelled("ur", Strong((Term("ALL"),))) == ["⠘⠂⠠⠠⠁⠇⠇"]


def test_chinese_words_stand_apart_and_bopomofo_may_be_parted() -> None:
    assert spelled("zh_Hans", "治疗患者。") == ["⠌⠇⠜⠂", "⠓⠻⠆⠌⠢⠄⠐⠆"]
    parted = words((Text("每天服藥。"),), "zh_Hant", True, AT)
    assert [word.joined for word in parted] == [False, True, True, True]


def test_no_rule_of_a_table_swallows_what_stands_beside_other_words() -> None:
    """The table joins 简 and 体; a letter that stands for ALL must take nothing with it, and come once."""
    assert spelled("zh_Hans", "ALL体质") == ["⠠⠠⠁⠇⠇", *spelled("zh_Hans", "体质")]
    around = spelled("zh_Hans", "治疗ALL药物")
    assert around == [*spelled("zh_Hans", "治疗"), "⠠⠠⠁⠇⠇", *spelled("zh_Hans", "药物")]


@pytest.mark.parametrize(
    "tag", [tag for tag in WORDS if not lacks(tag) and language(tag).script != "latin"]
)
def test_other_words_take_nothing_away_wherever_they_stand(tag: str) -> None:
    text = WORDS[tag][1].replace(" ", "")
    letters = [n for n in range(1, len(text)) if text[n - 1].isalpha() and text[n].isalpha()]
    for place in letters:
        before, after = text[:place], text[place:]
        found = "".join(spelled(tag, before, Foreign((Text("Zyx"),), "en"), after))
        assert found.count("⠠⠵⠽⠭") == 1
        left, _, right = found.partition("⠠⠵⠽⠭")
        assert len(left) >= len(before) * 0.4 and len(right) >= len(after) * 0.4


def test_what_cannot_be_written_is_refused_with_character_table_and_line() -> None:
    with pytest.raises(LeafletError) as refused:
        spelled("en", "Take 💊 daily")
    [wrong] = refused.value.diagnostics
    assert (
        (wrong.code, wrong.at) == ("A521", AT)
        and "U+1F48A" in wrong.message
        and "en-ueb-g2.ctb" in wrong.message
    )


def test_a_language_without_braille_is_refused_with_its_reason() -> None:
    with pytest.raises(LeafletError) as refused:
        spelled("pl", Foreign((Text("Daawada"),), "so"))
    [wrong] = refused.value.diagnostics
    assert (wrong.code, wrong.at) == (
        "A520",
        AT,
    ) and "we have no rules for braille in Somali (liblouis has none)" in wrong.message


def test_every_character_of_a_line_is_in_its_run() -> None:
    line = (Text("دوا (ALL) "), Foreign((Text("Take care"),), "en"), Text(" 5"))
    whole = run(line, "ur", True, AT)
    inside = [inner.text for _, inner in whole.inside]
    assert inside == ["ALL", "Take care"] and whole.text.count("ا") == 3
