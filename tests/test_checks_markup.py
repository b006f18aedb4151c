"""Markers, formats, bold, links and tags: what a translation holds character by character."""

from __future__ import annotations

import pytest

from tests.checked import assert_told_apart, codes

PLANTED = [
    ("T310", "ur", "Wait {hours} hours.", "{hours} گھنٹے انتظار کریں۔", "{گھنٹے} گھنٹے انتظار کریں۔"),
    ("T310", "zh_Hans", "Wait {hours} hours.", "请等待{hours}小时。", "请等待｛hours｝小时。"),
    ("T310", "pl", "Wait {hours} hours.", "Poczekaj {hours} godzin.", "Poczekaj {hours} {hours} godzin."),
    ("T310", "pl", "Wait {hours} hours.", "Poczekaj {hours} godzin.", "Poczekaj {hours.__class__} godzin."),
    ("T314", "hi", "{a} days in hospital, then {b} days at home", "{a} दिन अस्पताल में, फिर {b} दिन घर पर", "{b} दिन अस्पताल में, फिर {a} दिन घर पर"),
    ("T312", "ar", "Read **this**.", "اقرأ **هذا**.", "اقرأ **هذا."),
    ("T312", "bn", "Read [this][home].", "[এটি][home] পড়ুন।", "[এটি][বাড়ি] পড়ুন।"),
    ("T312", "am", "Read <b>this</b>.", "<b>ይህን</b> ያንብቡ።", "<b>ይህን ያንብቡ።"),
    ("T312", "ru", "Read <b>this</b>.", "Прочитайте <b>это</b>.", "Прочитайте <img src=x>это."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tag", "english", "good", "bad"), PLANTED)
def test_a_sign_that_was_altered_is_told_from_one_that_was_kept(
    code: str, tag: str, english: str, good: str, bad: str
) -> None:
    assert_told_apart(code, tag, english, good, bad)


def test_formats_are_kept_where_a_flag_says_that_they_are_some() -> None:
    english, bad = "%d of %s", "%d z"
    assert codes("pl", english, "%d z %s", ("c-format",)) == []
    assert codes("pl", english, "%2$s: %1$d", ("c-format",)) == []
    assert "T311" in codes("pl", english, bad, ("c-format",))
    assert "T311" not in codes("pl", english, bad)
