"""Figures as words: read back by grammars and an ear that share no table with the pipeline."""

from __future__ import annotations

import ctypes
import datetime
import re
from decimal import Decimal
from functools import cache

import espeakng_loader
import pytest
from rapidfuzz import fuzz

from pipeline.checks.parity import numerals as reader
from pipeline.facts import read
from pipeline.languages import language
from pipeline.speech.numerals import NoNumerals, numerals, spoken

TAGS = ("en", "pl", "ur", "bn", "zh_Hans", "cy", "ro", "pa", "ar")


@pytest.mark.parametrize("tag", ["en", "pl", "zh_Hans"])
def test_every_number_is_read_back(tag: str) -> None:
    words = numerals(tag)
    for n in (*range(10_000), 12_345, 70_800, 100_000, 365_250, 999_999):
        assert reader.number(words.cardinal(n), tag) == n


UNITS = ("", "minutes", "hours", "days", "weeks", "months", "years", "times", "cycles", "mg")


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["cy", "ro", "ar"])
def test_every_number_is_read_back_whatever_it_counts(tag: str) -> None:
    words = numerals(tag)
    for n in range(10_000):
        assert reader.number(words.cardinal(n), tag) == n
        unit = UNITS[n % len(UNITS)]
        assert reader.number(words.counted(Decimal(n), unit), tag) == n, unit
    for n in range(100):
        for unit in UNITS:
            assert reader.number(words.counted(Decimal(n), unit), tag) == n, unit


@pytest.mark.parametrize("tag", ["cy", "ro", "ar"])
def test_a_number_that_a_table_does_not_reach_has_no_words(tag: str) -> None:
    with pytest.raises(NoNumerals, match=r"no \w+ words for 10,000"):
        numerals(tag).cardinal(10_000)


@pytest.mark.parametrize(
    ("tag", "unit", "number", "said"),
    [
        ("cy", "hours", 22, "dau ddeg dwy"),
        ("cy", "days", 22, "dau ddeg dau"),
        ("ro", "hours", 21, "douăzeci și una"),
        ("ro", "cycles", 21, "douăzeci și unu"),
        ("ro", "cycles", 2, "două"),
        ("ro", "years", 2, "doi"),
        ("ar", "hours", 48, "ثَمان وَأَربَعين"),
        ("ar", "days", 48, "ثَمانِيَة وَأَربَعين"),
        ("ar", "", 48, "ثَمانِيَة وَأَربَعون"),
        ("ar", "cycles", 3, "ثَلاث"),
        ("ar", "weeks", 3, "ثَلاثَة"),
        ("pl", "hours", 2, "dwie"),
        ("pl", "days", 2, "dwa"),
    ],
)
def test_a_number_agrees_with_what_it_counts(tag: str, unit: str, number: int, said: str) -> None:
    assert numerals(tag).counted(Decimal(number), unit) == said


@pytest.mark.parametrize("tag", ["ur", "bn", "pa"])
def test_hundreds_and_thousands_are_said_before_the_rest(tag: str) -> None:
    words = numerals(tag)
    small = [words.cardinal(n) for n in range(100)]
    assert len(set(small)) == 100
    hundred, thousand = words.cardinal(100)[len(small[1]) :], words.cardinal(1000)[len(small[1]) :]
    assert words.cardinal(205) == f"{small[2]}{hundred} {small[5]}"
    assert words.cardinal(3071) == f"{small[3]}{thousand} {small[71]}"
    assert words.cardinal(88_816) == f"{small[88]}{thousand} {small[8]}{hundred} {small[16]}"


# An ear: espeak-ng's own reading of 0 to 99, which our words must not confuse.

_FOLDED = (("aʊ", "o"), ("aɪ", "e"), ("ŋ", "n"), ("\u0303", "n"), ("ʋ", "o"), ("ə", "a"), ("ʌ", "a"), ("ɔ", "o"),
           ("j", "i"), ("ɪ", "i"), ("ʰ", "h"))  # fmt: skip


@cache
def engine() -> ctypes.CDLL:
    """Once a process: espeak-ng 1.52 keeps pointers into the data that a second Initialize frees, and crashes later."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    assert library.espeak_Initialize(2, 500, espeakng_loader.get_data_path().encode(), 0x8000) > 0
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]  # fmt: skip
    return library


def ear(tag: str, texts: list[str]) -> list[str]:
    """The sounds of each text, near ones made the same."""
    assert engine().espeak_SetVoiceByName(language(tag).voice.encode()) == 0
    return [_heard(engine(), text) for text in texts]


def _heard(library: ctypes.CDLL, text: str) -> str:
    pointer, sounds = ctypes.c_char_p(text.encode()), ""
    while pointer.value is not None:
        sounds += (library.espeak_TextToPhonemes(ctypes.byref(pointer), 1, 2) or b"").decode()
    sounds = re.sub(r"[ˈˌ\s|_:ː]", "", sounds)
    for a, b in _FOLDED:
        sounds = sounds.replace(a, b)
    return sounds


@pytest.mark.parametrize("tag", TAGS)
def test_no_two_numbers_to_99_are_confused(tag: str) -> None:
    words = numerals(tag)
    ours = ear(tag, [words.cardinal(n) for n in range(100)])
    theirs = ear(tag, [str(n) for n in range(100)])
    alike = [[fuzz.ratio(o, t) for t in theirs] for o in ours]
    swapped = [
        (i, j)
        for i in range(100)
        for j in range(i)
        if alike[i][i] + alike[j][j] < alike[i][j] + alike[j][i]
    ]
    assert not swapped
    assert sum(alike[n][n] for n in range(100)) / 100 > 80


# Facts.


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("percent", "70.8", {"en": "seventy point eight percent", "pl": "siedemdziesiąt przecinek osiem procent",
                             "ur": "ستر اعشاریہ آٹھ فیصد", "bn": "সত্তর দশমিক আট শতাংশ", "zh_Hans": "百分之七十点八",
                             "cy": "saith deg pwynt wyth y cant", "ro": "șaptezeci virgulă opt la sută",
                             "pa": "ਸੱਤਰ ਦਸ਼ਮਲਵ ਅੱਠ ਫ਼ੀਸਦੀ", "ar": "سَبعون فاصِلَة ثَمانِيَة بِالمِئَة"}),
        ("percent", "0.80", {"en": "zero point eight zero percent", "pl": "zero przecinek osiem zero procent",
                             "ur": "صفر اعشاریہ آٹھ صفر فیصد", "bn": "শূন্য দশমিক আট শূন্য শতাংশ", "zh_Hans": "百分之零点八零"}),
        ("hours", "48", {"en": "forty-eight", "pl": "czterdzieści osiem", "ur": "اڑتالیس", "bn": "আটচল্লিশ", "zh_Hans": "四十八"}),
        ("count", "2", {"en": "two", "zh_Hans": "两"}),
        ("phone", "08088 010 444", {
            "en": "zero eight zero eight eight, zero one zero, four four four",
            "pl": "zero osiem zero osiem osiem, zero jeden zero, cztery cztery cztery",
            "ur": "صفر آٹھ صفر آٹھ آٹھ, صفر ایک صفر, چار چار چار",
            "bn": "শূন্য আট শূন্য আট আট, শূন্য এক শূন্য, চার চার চার",
            "zh_Hans": "零八零八八, 零一零, 四四四"}),
        ("reference", "SC049802", {"en": "S C zero four nine eight zero two", "ur": "S C صفر چار نَو آٹھ صفر دو"}),
        ("date", "2026-06-30", {
            "en": "the thirtieth of June twenty twenty-six", "pl": "trzydziestego czerwca dwa tysiące dwudziestego szóstego roku",
            "ur": "تیس جون دو ہزار چھبیس", "bn": "ত্রিশ জুন দুই হাজার ছাব্বিশ", "zh_Hans": "二零二六年六月三十日",
            "cy": "y degfed ar hugain o Fehefin dwy fil dau ddeg chwech", "ro": "treizeci iunie două mii douăzeci și șase",
            "pa": "ਤੀਹ ਜੂਨ ਦੋ ਹਜ਼ਾਰ ਛੱਬੀ", "ar": "ثَلاثون يونيو أَلفان وَسِتَّة وَعِشرون"}),
        ("month", "2026-02", {
            "en": "February twenty twenty-six", "pl": "luty dwa tysiące dwudziestego szóstego roku",
            "ur": "فروری دو ہزار چھبیس", "bn": "ফেব্রুয়ারি দুই হাজার ছাব্বিশ", "zh_Hans": "二零二六年二月"}),
    ],
)  # fmt: skip
def test_a_fact_is_said_in_words_only(kind: str, text: str, expected: dict[str, str]) -> None:
    assert {tag: spoken(read(kind, text), tag) for tag in expected} == expected


@pytest.mark.parametrize("tag", TAGS)
def test_no_figure_or_sign_is_left_in_any_date_or_percent(tag: str) -> None:
    day = datetime.date(2000, 1, 1)
    for n in range(0, 36_500, 97):
        try:
            said = spoken(read("date", (day + datetime.timedelta(n)).isoformat()), tag)
        except NoNumerals:
            assert tag == "pl" and (day + datetime.timedelta(n)).year % 100 == 0
            continue
        assert not re.search(r"[\d%]", said)
    for tenths in range(1, 1000):
        said = numerals(tag).percent(Decimal(tenths) / 10)
        assert not re.search(r"[\d%.]", said)


def test_a_language_without_number_words_says_so() -> None:
    with pytest.raises(NoNumerals, match="no number words for Somali"):
        numerals("so")


def test_a_raised_figure_of_a_term_is_left_to_who_declares_it() -> None:
    """No rule says whether it is squared or a note; leaflet check names it (N402)."""
    assert numerals("en").term("m²") == "m ²"
