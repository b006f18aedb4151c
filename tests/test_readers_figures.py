"""The readers that the parity of facts is judged by find every figure, and do not repair a lost one."""

from __future__ import annotations

import pytest

from tests.readers.figures import spoken, written


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "Call 08088 010 444 by 30 June 2026, 70.8% (CD19), 1,000 of SC049802.",
         ["08088010444", "30", "M6", "2026", "70.8%", "1000", "049802"]),
        ("pl", "70,8%, 1 000 osób, 30 czerwca 2026", ["70.8%", "1000", "30", "M6", "2026"]),
        ("ur", "\u206608088\u00a0010\u00a0444\u2069 \u206730\u00a0جون،\u00a02026\u2069", ["08088010444", "30", "M6", "2026"]),
        ("bn", "30 জুন, 2026 তারিখে 48 ঘণ্টা", ["30", "M6", "2026", "48"]),
        ("zh_Hans", "2026年6月30日，70.8%，2026年2月", ["2026", "M6", "30", "70.8%", "2026", "M2"]),
        ("en", "444 010 08088", ["444010", "08088"]),
        ("en", "You may ask. May 2026", ["M5", "2026"]),
        ("ro", "Mai multe: 8 din 1.000, 70,8 %, 30 mai 2026", ["8", "1000", "70.8%", "30", "M5", "2026"]),
    ],
)  # fmt: skip
def test_written_figures(tag: str, text: str, expected: list[str]) -> None:
    assert written(text, tag) == expected


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "seventy point eight percent, about seventy-one in one hundred people", ["70.8%", "71", "100"]),
        ("en", "the thirtieth of June twenty twenty-six", ["30", "M6", "2026"]),
        ("en", "zero eight zero eight eight, zero one zero, four four four.", ["08088010444"]),
        ("pl", "trzydziestego czerwca dwa tysiące dwudziestego szóstego roku", ["30", "M6", "2026"]),
        ("ur", "صفر اعشاریہ آٹھ فیصد، تیس جون دو ہزار چھبیس", ["0.8%", "30", "M6", "2026"]),
        ("bn", "একশো জনে একাত্তর, নয় দশমিক এক শতাংশ", ["100", "71", "9.1%"]),
        ("cy", "naw pwynt un y cant, y degfed ar hugain o Fehefin dwy fil a phump, dau gant un deg un", ["9.1%", "30", "M6", "2005", "211"]),
        ("cy", "dim wyth dim wyth wyth, dim un dim, pedwar pedwar pedwar.", ["08088010444"]),
        ("ro", "șaptezeci virgulă opt la sută, douăzeci și una de ore, o sută doisprezece, o mie cinci", ["70.8%", "21", "112", "1005"]),
        ("pa", "ਸੱਤਰ ਦਸ਼ਮਲਵ ਅੱਠ ਫ਼ੀਸਦੀ, ਤੀਹ ਜੂਨ ਦੋ ਹਜ਼ਾਰ ਛੱਬੀ", ["70.8%", "30", "M6", "2026"]),
        ("ar", "سبعون فاصلة ثمانية بالمئة، ست وتسعين ساعة، ثلاثون يونيو ألفان وستة وعشرون", ["70.8%", "96", "30", "M6", "2026"]),
        ("zh_Hans", "百分之七十点八，每一百人中约七十一人，二零二六年六月三十日，零八零八八, 零一零, 四四四",
         ["70.8%", "100", "71", "2026", "M6", "30", "08088010444"]),
    ],
)  # fmt: skip
def test_spoken_figures(tag: str, text: str, expected: list[str]) -> None:
    assert spoken(text, tag) == expected
