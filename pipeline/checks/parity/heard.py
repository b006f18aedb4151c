"""The figures of a spoken text, from its words, by grammars that no table of the pipeline's takes part in.

They stand in one canonical form: "70.8%", "48", "08088010444", and a date as day, month ("M6") and year in the order of its
language. Words of prose that are numbers ("one of them") are among them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from pipeline.checks.parity import numerals
from pipeline.checks.parity.owed import Owed, Plainly
from pipeline.facts import Fact, Kind

READ = (*numerals.WORDS, "zh_Hans")  # the languages that this reader knows
_ENGLISH = "January February March April May June July August September October November December"
MONTHS = {
    "en": [_ENGLISH],
    "pl": ["stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
           "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"],
    "ur": ["جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"],
    "bn": ["জানুয়ারী ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
           "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর"],
    "cy": ["Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr", " ".join(numerals.WELSH_MONTHS)],
    "ro": ["ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"],
    "pa": ["ਜਨਵਰੀ ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ"],
    "ar": ["يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"],
    "so": ["Jannaayo Febraayo Maarso Abriil May Juun Luuliyo Ogost Sebtembar Oktoobar Nofembar Desembar"],
}  # fmt: skip
MONTH = {
    tag: {name.lower(): f"M{n}" for row in rows for n, name in enumerate(row.split(), 1)}
    for tag, rows in MONTHS.items()
}
_POINT = {"en": "point", "pl": "przecinek", "ur": "اعشاریہ", "bn": "দশমিক",
          "cy": "pwynt", "ro": "virgulă", "pa": "ਦਸ਼ਮਲਵ", "ar": "فاصلة"}  # fmt: skip
_PERCENT = {"en": "percent", "pl": "procent", "ur": "فیصد", "bn": "শতাংশ",
            "cy": "percent", "ro": "percent", "pa": "ਫ਼ੀਸਦੀ", "ar": "بالمئة"}  # fmt: skip
_LARGE = {
    tag: {word for word, n in words.items() if n > 9} | {*numerals.POWERS[tag], _POINT[tag]}
    for tag, words in numerals.WORDS.items()
}


def spoken(text: str, tag: str) -> list[str]:
    """The figures of a text as it is said; words of prose that are numbers ("one of them") are among them."""
    if tag == "zh_Hans":
        return list(_han(text))
    found: list[str] = []
    run: list[str] = []
    known = {*numerals.WORDS[tag], *numerals.POWERS[tag], _POINT[tag]}
    heard = numerals.words(re.sub("[,،]", " comma ", text.replace(" . ", " stop ")), tag)
    for word, following in zip([*heard, ""], [*heard[1:], "", ""], strict=True):
        if word in known and (word not in numerals.ORDINALS or following == "of"):
            run.append(word)
            continue
        if word == "comma" and len(run) >= 3 and not known & set(run) & _LARGE[tag]:
            continue  # between the groups of a phone number
        if run:
            found += _values(run, tag, after_month=found[-1:] > ["M"])
            run = []
        if word == _PERCENT[tag] and found:
            found[-1] += "%"
        elif word in MONTH[tag] and following in known:  # "may" is a month before a year only
            found.append(MONTH[tag][word])
    return found


def _values(run: Sequence[str], tag: str, after_month: bool) -> Iterator[str]:
    """The numbers that follow each other in a run of number words."""
    digits = [numerals.WORDS[tag].get(word, 99) for word in run]
    if len(run) >= 4 and all(digit < 10 for digit in digits):
        yield "".join(map(str, digits))
        return
    if tag == "en" and after_month and digits[0] == 20 and len(run) > 1:  # twenty twenty-six
        yield f"20{numerals.added(list(run[1:]), tag):02}"
        return
    part: list[str] = []
    rest = list(run)
    while rest:
        word = rest.pop(0)
        if word == _POINT[tag]:
            places = ""
            while rest and numerals.WORDS[tag].get(rest[0], 99) < 10:
                places += str(numerals.WORDS[tag][rest.pop(0)])
            yield f"{numerals.added(part, tag)}.{places}"
            part = []
        elif part and (_begins(part[-1], word, tag) or _welsh_tens(part[-1], rest[:1], tag)):
            yield str(numerals.added(part, tag))
            part = [word]
        else:
            part.append(word)
    if part:
        yield str(numerals.added(part, tag))


def _begins(before: str, word: str, tag: str) -> bool:
    """Whether a number word begins another number than the one before it: nine forty is none, forty nine is one."""
    said = numerals.WORDS[tag]
    if before not in said or word not in said or said[word] >= 100 or said[before] >= 100:
        return False
    tens, ones = said[before], said[word]
    if tag == "ar":
        return not (0 < tens < 10 and ones and ones % 10 == 0)  # eight and forty
    return not (tens >= 20 and tens % 10 == 0 and 0 < ones < 10)


def _welsh_tens(before: str, following: Sequence[str], tag: str) -> bool:
    """Whether a word counts other tens than those before it: tri deg, pedwar deg."""
    return tag == "cy" and all(numerals.POWERS["cy"].get(word) == 10 for word in (before, *(following or [""])))  # fmt: skip


_HAN = "零一二三四五六七八九十百千万两"
_SAID = re.compile(
    rf"百分之(?P<whole>[{_HAN}]+)(?:点(?P<places>[{_HAN}]+))?"
    rf"|(?P<year>[{_HAN}]{{4}})年(?P<month>[{_HAN}]+)月(?:(?P<day>[{_HAN}]+)日)?"
    rf"|(?P<digits>[零一二三四五六七八九](?:[ ,]*[零一二三四五六七八九]){{2,}})|(?P<number>[{_HAN}]+)(?:点(?P<after>[{_HAN}]+))?"
)


def _han(text: str) -> list[str]:
    found: list[str] = []
    for match in _SAID.finditer(text):
        if match["whole"]:
            places = f".{numerals.han_digits(match['places'])}" if match["places"] else ""
            found.append(f"{numerals.chinese(match['whole'])}{places}%")
        elif match["year"]:
            found += [numerals.han_digits(match["year"]), f"M{numerals.chinese(match['month'])}"]
            found += [str(numerals.chinese(match["day"]))] if match["day"] else []
        elif match["digits"]:
            found.append(numerals.han_digits(re.sub(r"\W", "", match["digits"])))
        else:
            after = f".{numerals.han_digits(match['after'])}" if match["after"] else ""
            found.append(f"{numerals.chinese(match['number'])}{after}")
    return found


# Facts among them.


def heard(owed: Owed, found: Sequence[str], begin: int) -> Iterator[int]:
    """The places after each stretch of the figures, from ``begin`` on, that says the fact."""
    wanted = list(_said(owed))
    for place in range(begin, len(found)):
        for one in wanted:
            if _is_said(one, found[place : place + len(one)], owed):
                yield place + len(one)
                break


def _said(owed: Owed) -> Iterator[tuple[str, ...]]:
    match owed.value:
        case Plainly(n, of):
            yield from ((str(n), str(of)), (str(of), str(n)))
        case Fact(Kind.DATE, datetime.date() as day):
            yield from permutations((str(day.day), f"M{day.month}", str(day.year)))
        case Fact(Kind.MONTH, datetime.date() as day):
            yield from permutations((f"M{day.month}", str(day.year)))
        case Fact(Kind.PERCENT, value):
            yield (f"{value}%",)
        case Fact(Kind.PHONE | Kind.REFERENCE, value):
            yield (re.sub(r"\D", "", str(value)),)
        case Fact(_, value):
            yield (str(value),)


def _is_said(wanted: Sequence[str], found: Sequence[str], owed: Owed) -> bool:
    """A telephone number may stand right behind another figure."""
    if isinstance(owed.value, Fact) and owed.value.kind is Kind.PHONE:
        return len(found) == 1 and wanted[0] in found[0]
    return list(wanted) == list(found)
