"""Numbers in Chinese characters: 十四, 二百, 百分之七十点八, 三分之一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_DIGITS = {c: n for n, cs in enumerate(("零〇", "一壹", "二两兩双雙贰", "三叁", "四", "五", "六", "七", "八", "九")) for c in cs}  # fmt: skip
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_NUMERAL = "".join((*_DIGITS, *_SCALES))
_NUMBER = re.compile(
    rf"(?P<first>[{_NUMERAL}]+)(?:分之(?P<second>[{_NUMERAL}]+)|[点點](?P<places>[{''.join(_DIGITS)}]+))?"
)
# Words that hold a numeral and count nothing: very, by all means, in case, together, some, same, surely, always ...
_WORDS = re.compile(
    "十分(?![钟鐘之])|千万(?=[不别要勿注记])|千萬(?=[不別要勿注記])|万一|萬一|万能|百分(?=之)|百分百|二甲|三甲|三明治|五官|四肢|一[起些样樣定直般旦致切旁边邊]|统一|統一|唯一|进一步|進一步|千克|第一"
)

_WEEKDAY = re.compile("(?:星期|礼拜|禮拜)[一二三四五六日天]|[周週][一二三四五六](?![天日次个個人名周週])")  # fmt: skip


def numbers(text: str) -> Iterator[tuple[Decimal, int, int]]:
    """Each number with its place."""
    text = _WEEKDAY.sub(lambda m: "\0" * len(m[0]), text)
    blank = _WORDS.sub(lambda m: "\0" * len(m[0]), text)
    for found in _NUMBER.finditer(blank):
        first = value(found["first"])
        if found["second"]:
            # 百分之 is blanked above: what is left of a fraction is n分之m.
            yield (
                (Decimal(value(found["second"])) / first if first else Decimal(0)),
                found.start(),
                found.end(),
            )
        elif found["places"]:
            places = "".join(str(_DIGITS[c]) for c in found["places"])
            yield Decimal(f"{first}.{places}"), found.start(), found.end()
        else:
            yield Decimal(first), found.start(), found.end()


def value(numeral: str) -> int:
    """The value of 二百零五 (205), of 二〇二三 (2023, figure by figure)."""
    if len(numeral) > 1 and all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for character in numeral:
        scale = _SCALES.get(character)
        if scale is None:
            digit = _DIGITS[character]
        elif scale >= 10_000:
            total, section, digit = total + (section + digit or 1) * scale, 0, 0
        else:
            section, digit = section + (digit or 1) * scale, 0
    return total + section + digit
