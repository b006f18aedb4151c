"""Spoken numbers back to figures, by grammars and word lists of their own: no table of the pipeline's is read here.

The lists of Urdu and Bengali were written for this reader, from school books' spelling, without vowel marks.
"""

from __future__ import annotations

import unicodedata


def _list(text: str, step: int = 1, start: int = 0) -> dict[str, int]:
    return {word: start + n * step for n, word in enumerate(text.split())}


_EN = _list("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen")  # fmt: skip
_EN |= _list("twenty thirty forty fifty sixty seventy eighty ninety", 10, 20)
ORDINALS = _list("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
             "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth", 1, 1)  # fmt: skip
ORDINALS |= {"thirtieth": 30}
_EN |= ORDINALS
_PL = _list("zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście "
            "czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście")  # fmt: skip
_PL |= _list("dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt", 10, 20)  # fmt: skip
_PL |= _list(
    "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset", 100, 100
)
_PL |= _list(
    "pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego dziesiątego",
    1,
    1,
)
_PL |= {"dwudziestego": 20, "trzydziestego": 30}
_UR = _list("صفر ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس اکیس بائیس تئیس "
            "چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس تیس اکتیس بتیس تینتیس چونتیس پینتیس چھتیس سینتیس اڑتیس انتالیس "
            "چالیس اکتالیس بیالیس تینتالیس چوالیس پینتالیس چھیالیس سینتالیس اڑتالیس انچاس پچاس اکیاون باون ترپن چون "
            "پچپن چھپن ستاون اٹھاون انسٹھ ساٹھ اکسٹھ باسٹھ تریسٹھ چونسٹھ پینسٹھ چھیاسٹھ سڑسٹھ اڑسٹھ انہتر ستر اکہتر "
            "بہتر تہتر چوہتر پچھتر چھہتر ستتر اٹھہتر اناسی اسی اکیاسی بیاسی تراسی چوراسی پچاسی چھیاسی ستاسی اٹھاسی "
            "نواسی نوے اکانوے بانوے ترانوے چورانوے پچانوے چھیانوے ستانوے اٹھانوے ننانوے")  # fmt: skip
_BN = _list("শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো তেরো চৌদ্দ পনেরো ষোলো সতেরো আঠারো উনিশ বিশ একুশ বাইশ "
            "তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ ঊনত্রিশ ত্রিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ সাঁইত্রিশ "
            "আটত্রিশ ঊনচল্লিশ চল্লিশ একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ আটচল্লিশ ঊনপঞ্চাশ "
            "পঞ্চাশ একান্ন বায়ান্ন তিপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন ঊনষাট ষাট একষট্টি বাষট্টি তেষট্টি চৌষট্টি "
            "পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি ঊনসত্তর সত্তর একাত্তর বাহাত্তর তিয়াত্তর চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর "
            "আটাত্তর ঊনআশি আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি আটাশি ঊননব্বই নব্বই একানব্বই বিরানব্বই "
            "তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই")  # fmt: skip
WORDS = {"en": _EN, "pl": _PL, "ur": _UR, "bn": _BN}
POWERS = {
    "en": {"hundred": 100, "thousand": 1000},
    "pl": {"tysiąc": 1000, "tysiące": 1000, "tysięcy": 1000},
    "ur": {"سو": 100, "ہزار": 1000},
    "bn": {"শো": 100, "হাজার": 1000},
}
_HAN = _list("零 一 二 三 四 五 六 七 八 九") | {"两": 2}


def words(text: str, tag: str) -> list[str]:
    """The words of a spoken text, without punctuation and without Urdu's vowel marks."""
    text = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    if tag == "ur":
        text = "".join(c for c in text if not unicodedata.combining(c))
    if tag == "bn":  # একশো is one hundred
        text = text.replace("শো ", " শো ").removesuffix("শো") + (
            " শো" if text.endswith("শো") else ""
        )
    return [word for word in text.lower().split() if not (tag == "en" and word == "and")]


def number(text: str, tag: str) -> int:
    """The whole number that the words say. Raises KeyError for a word that is none."""
    return chinese(text) if tag == "zh_Hans" else added(words(text, tag), tag)


def added(found: list[str], tag: str) -> int:
    total = group = 0
    for word in found:
        power = POWERS[tag].get(word, 0)
        if power == 1000:
            total, group = total + (group or 1) * 1000, 0
        elif power:
            group = (group or 1) * power
        else:
            group += WORDS[tag][word]
    return total + group


def chinese(text: str) -> int:
    high, found, low = text.rpartition("万")
    total, digit = 0, 0
    for c in low if found else text:
        if c in "十百千":
            total += (digit or 1) * 10 ** (" 十百千".index(c))
            digit = 0
        else:
            digit = _HAN[c]
    return (chinese(high) * 10_000 if found else 0) + total + digit


def han_digits(text: str) -> str:
    return "".join(str(_HAN[c]) for c in text)
