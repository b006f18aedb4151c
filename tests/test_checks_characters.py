"""What cannot be seen, what turns a text round, what looks like another letter, and where a text ends."""

from __future__ import annotations

import pytest

from tests.checked import assert_told_apart, codes

PLANTED = [
    ("T320", "he", "up to 3 hours", "עד 3 שעות", "עד \u202e3 שעות"),
    ("T320", "ar", "up to 3 hours", "حتى 3 ساعات", "حتى \u20673 ساعات"),
    ("T321", "hi", "fever", "बुख़ार", "बु\u2060ख़ार"),
    ("T321", "am", "fever", "ትኩሳት", "ትኩ\ufeffሳት"),
    ("T321", "pl", "fever", "gorączka", "gorączka\x07"),
    ("T322", "ru", "Paracetamol", "Парацетамол", "Пaрацетамол"),
    ("T322", "el", "fever", "πυρετός", "πυpετός"),
    ("T322", "pl", "Take 10 mg.", "Przyjmij 10 mg.", "Przyjmij 1O mg."),
    ("T322", "fa", "Take 45 mg.", "۴۵ میلی‌گرم مصرف کنید.", "۴5 میلی‌گرم مصرف کنید."),
    ("T323", "uk", "Rest.", "Відпочивайте.", " Відпочивайте."),
    ("T324", "ur", "Rest at home.", "گھر پر آرام کریں۔", "گھر پر آرام کریں."),
    ("T324", "zh_Hans", "Rest at home.", "在家休息。", "在家休息？"),
    ("T324", "ar", "Are you tired?", "هل أنت متعب؟", "هل أنت متعب."),
]  # fmt: skip

RIGHT = [
    ("fa", "You can.", "می\u200cتوانید."),
    ("hi", "shift", "शिफ़्\u200dट"),
    ("km", "Drink water.", "ផឹក\u200bទឹក។"),
    ("el", "Are you tired?", "Είστε κουρασμένοι;"),
    ("am", "Rest at home.", "ቤት ውስጥ ይረፉ።"),
    ("th", "Rest at home.", "พักผ่อนที่บ้าน"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tag", "english", "good", "bad"), PLANTED)
def test_a_character_that_does_not_belong_is_found(
    code: str, tag: str, english: str, good: str, bad: str
) -> None:
    assert_told_apart(code, tag, english, good, bad)


@pytest.mark.parametrize(("tag", "english", "text"), RIGHT)
def test_what_a_script_needs_is_not_doubted(tag: str, english: str, text: str) -> None:
    assert codes(tag, english, text) == []
