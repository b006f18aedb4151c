"""Every figure of a text, written or spoken, in order, in one canonical form: "70.8%", "48", "08088010444",
and a date as day, month ("M6") and year in the order of its language."""

from __future__ import annotations

import re

from tests.readers import numerals

_ENGLISH = "January February March April May June July August September October November December"
_MONTHS = {
    "en": [_ENGLISH],
    "pl": ["stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
           "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"],
    "ur": ["جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"],
    "bn": ["জানুয়ারী ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর"],
    "cy": ["Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr", " ".join(numerals.WELSH_MONTHS)],
    "ro": ["ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"],
    "pa": ["ਜਨਵਰੀ ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ"],
    "ar": ["يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"],
    "so": ["Jannaayo Febraayo Maarso Abriil May Juun Luuliyo Ogost Sebtembar Oktoobar Nofembar Desembar"],
}  # fmt: skip
_MONTH = {
    tag: {name.lower(): f"M{n}" for row in rows for n, name in enumerate(row.split(), 1)}
    for tag, rows in _MONTHS.items()
}
_UNSEEN = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"))


# Written.

_TERM = re.compile(r"\b(?!SC)[A-Z]{1,3}\d{1,2}\b")  # CD19
_YEAR = re.compile(r" \d{4}")  # "may" and the Romanian for more are months before a year only
_WRITTEN = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d\d?)月(?:(?P<day>\d\d?)日)?"
    r"|(?P<phone>(?<![\d.,])0\d{3,4}(?: \d{3}){2})|(?P<percent>\d+(?:[.,]\d+)?)\s?%"
    r"|(?P<number>\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)|(?P<name>[\w\u0980-\u09ff\u0a00-\u0a7f]+)"
)


def written(text: str, tag: str) -> list[str]:
    """The figures of a text as it stands on a page."""
    text = _TERM.sub("", text.translate(_UNSEEN).replace("\u00a0", " "))
    if tag == "ro":
        text = re.sub(r"(?<=\d)\.(?=\d{3}\b)", " ", text)  # 1.000 persons
    found: list[str] = []
    for match in _WRITTEN.finditer(text):
        match match.lastgroup:
            case "month" | "day":
                found += [match["year"], f"M{match['month']}", *filter(None, [match["day"]])]
            case "phone":
                found.append(match["phone"].replace(" ", ""))
            case "percent":
                found.append(match["percent"].replace(",", ".") + "%")
            case "number":
                found.append(re.sub(r"\D", "", match["number"]))
            case _:
                name = match["name"]
                month = _MONTH.get(tag, {}).get(name.lower())
                certain = name.lower() not in ("may", "mai") or _YEAR.match(text, match.end())
                if month and certain:
                    found.append(month)
                elif digits := re.fullmatch(r"[A-Z]+(\d+)", name):
                    found.append(digits[1])
    return found


# Spoken.

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
            found.append(_value(run, tag, after_month=found[-1:] > ["M"]))
            run = []
        if word == _PERCENT[tag] and found:
            found[-1] += "%"
        elif word in _MONTH[tag] and following in known:  # "may" is a month before a year only
            found.append(_MONTH[tag][word])
    return found


def _value(run: list[str], tag: str, after_month: bool) -> str:
    digits = [numerals.WORDS[tag].get(word, 99) for word in run]
    if _POINT[tag] in run:
        place = run.index(_POINT[tag])
        return f"{numerals.added(run[:place], tag)}.{''.join(map(str, digits[place + 1 :]))}"
    if len(run) >= 4 and all(digit < 10 for digit in digits):
        return "".join(map(str, digits))
    if tag == "en" and after_month and digits[0] == 20:  # twenty twenty-six
        return f"20{numerals.added(run[1:], tag)}"
    return str(numerals.added(run, tag))


_HAN = "零一二三四五六七八九十百千万两"
_SAID = re.compile(
    rf"百分之(?P<whole>[{_HAN}]+)(?:点(?P<places>[{_HAN}]+))?"
    rf"|(?P<year>[{_HAN}]{{4}})年(?P<month>[{_HAN}]+)月(?:(?P<day>[{_HAN}]+)日)?"
    rf"|(?P<digits>[零一二三四五六七八九](?:[ ,]*[零一二三四五六七八九]){{2,}})|(?P<number>[{_HAN}]+)"
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
            found.append(str(numerals.chinese(match["number"])))
    return found
