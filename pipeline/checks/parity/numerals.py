"""Spoken numbers back to figures, by grammars and word lists of their own: no table of the pipeline's is read here.

The lists of Urdu, Bengali and Panjabi were written for this reader, from school books' spelling, without vowel marks.
"""

from __future__ import annotations

import re
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
_PL |= _list(
    "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
    10,
    20,
)
_PL |= _list(
    "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset", 100, 100
)
_PL |= _list(
    "pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego dziesiątego",
    1,
    1,
)
_PL |= _list(
    "jedenastego dwunastego trzynastego czternastego piętnastego szesnastego siedemnastego osiemnastego dziewiętnastego",
    1,
    11,
)
_PL |= _list(
    "czterdziestego pięćdziesiątego sześćdziesiątego siedemdziesiątego osiemdziesiątego dziewięćdziesiątego",
    10,
    40,
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
# Welsh by its grammar (below): as written and as mutated after "a", and the days of a month.
_CY = {"dim": 0, "un": 1, "dau": 2, "dwy": 2, "tri": 3, "thri": 3, "tair": 3, "pedwar": 4, "phedwar": 4, "pedair": 4,
       "pump": 5, "pum": 5, "phump": 5, "chwe": 6, "chwech": 6, "saith": 7, "wyth": 8, "naw": 9}  # fmt: skip
_CY |= {f"day{n}": n for n in range(1, 32)}
_WELSH_DAYS = dict(enumerate(
    "cyntaf,ail,trydydd,pedwerydd,pumed,chweched,seithfed,wythfed,nawfed,degfed,unfed ar ddeg,deuddegfed,trydydd ar ddeg,"
    "pedwerydd ar ddeg,pymthegfed,unfed ar bymtheg,ail ar bymtheg,deunawfed,pedwerydd ar bymtheg,ugeinfed".split(","), 1))  # fmt: skip
_WELSH_DAYS |= {n + 20: f"{_WELSH_DAYS[n]} ar hugain" for n in range(2, 12)}
_WELSH_DAYS[21] = "unfed ar hugain"
_RO = _list("zero unu doi trei patru cinci șase șapte opt nouă zece unsprezece doisprezece treisprezece paisprezece "
            "cincisprezece șaisprezece șaptesprezece optsprezece nouăsprezece")  # fmt: skip
_RO |= _list("douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci", 10, 20)
_RO |= {"una": 1, "două": 2, "douăsprezece": 12, "întâi": 1}
_PA = _list("ਸਿਫ਼ਰ ਇੱਕ ਦੋ ਤਿੰਨ ਚਾਰ ਪੰਜ ਛੇ ਸੱਤ ਅੱਠ ਨੌਂ ਦਸ ਗਿਆਰਾਂ ਬਾਰਾਂ ਤੇਰਾਂ ਚੌਦਾਂ ਪੰਦਰਾਂ ਸੋਲ਼ਾਂ ਸਤਾਰਾਂ ਅਠਾਰਾਂ ਉੱਨੀ "
            "ਵੀਹ ਇੱਕੀ ਬਾਈ ਤੇਈ ਚੌਵੀ ਪੱਚੀ ਛੱਬੀ ਸਤਾਈ ਅਠਾਈ ਉਨੱਤੀ ਤੀਹ ਇਕੱਤੀ ਬੱਤੀ ਤੇਤੀ ਚੌਂਤੀ ਪੈਂਤੀ ਛੱਤੀ ਸੈਂਤੀ ਅਠੱਤੀ ਉਨਤਾਲੀ "
            "ਚਾਲੀ ਇਕਤਾਲੀ ਬਿਆਲੀ ਤਰਤਾਲੀ ਚੁਤਾਲੀ ਪਨਤਾਲੀ ਛਿਆਲੀ ਸਨਤਾਲੀ ਅਠਤਾਲੀ ਉਨੰਜਾ ਪੰਜਾਹ ਇਕਵੰਜਾ ਬਵੰਜਾ ਤਰਵੰਜਾ ਚੁਰੰਜਾ ਪਚਵੰਜਾ "
            "ਛਪੰਜਾ ਸਤਵੰਜਾ ਅਠਵੰਜਾ ਉਨਾਹਠ ਸੱਠ ਇਕਾਹਠ ਬਾਹਠ ਤਰੇਹਠ ਚੌਂਹਠ ਪੈਂਹਠ ਛਿਆਹਠ ਸਤਾਹਠ ਅਠਾਹਠ ਉਨੱਤਰ ਸੱਤਰ ਇਕੱਤਰ ਬਹੱਤਰ "
            "ਤਿਹੱਤਰ ਚੌਹੱਤਰ ਪੰਝੱਤਰ ਛਿਹੱਤਰ ਸਤੱਤਰ ਅਠੱਤਰ ਉਨਾਸੀ ਅੱਸੀ ਇਕਾਸੀ ਬਿਆਸੀ ਤਿਰਾਸੀ ਚੁਰਾਸੀ ਪਚਾਸੀ ਛਿਆਸੀ ਸਤਾਸੀ ਅਠਾਸੀ "
            "ਉਨਾਨਵੇਂ ਨੱਬੇ ਇਕਾਨਵੇਂ ਬਾਨਵੇਂ ਤਿਰਾਨਵੇਂ ਚੁਰਾਨਵੇਂ ਪਚਾਨਵੇਂ ਛਿਆਨਵੇਂ ਸਤਾਨਵੇਂ ਅਠਾਨਵੇਂ ਨੜਿੰਨਵੇਂ")  # fmt: skip
# Arabic: numbers that are counted agree with their noun, and tens, hundreds and thousands with their place.
_AR = _list("صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة")
_AR |= {"أحد": 1, "إحدى": 1, "واحدة": 1, "ثماني": 8, "ثمان": 8, "عشر": 10}
_AR |= dict.fromkeys(("اثنين", "اثنتان", "اثنتين", "اثنا", "اثني", "اثنتا", "اثنتي"), 2)
_AR |= _list("ثلاث أربع خمس ست سبع", 1, 3) | {"تسع": 9}
for _ending in ("ون", "ين"):
    _AR |= {f"{stem}{_ending}": n for stem, n in _list("عشر ثلاث أربع خمس ست سبع ثمان تسع", 10, 20).items()}  # fmt: skip
_AR |= _list("مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة", 100, 100)
_AR |= {"مئتين": 200, "ألفان": 2000, "ألفين": 2000}
WORDS = {"en": _EN, "pl": _PL, "ur": _UR, "bn": _BN, "cy": _CY, "ro": _RO, "pa": _PA, "ar": _AR}
POWERS = {
    "cy": {"deg": 10, "ddeg": 10, "cant": 100, "gant": 100, "chant": 100, "mil": 1000, "fil": 1000},
    "ro": {"sută": 100, "sute": 100, "mie": 1000, "mii": 1000},
    "pa": {"ਸੌ": 100, "ਹਜ਼ਾਰ": 1000},
    "ar": {"ألف": 1000, "آلاف": 1000},
    "en": {"hundred": 100, "thousand": 1000},
    "pl": {"tysiąc": 1000, "tysiące": 1000, "tysięcy": 1000},
    "ur": {"سو": 100, "ہزار": 1000},
    "bn": {"শো": 100, "হাজার": 1000},
}
_HAN = _list("零 一 二 三 四 五 六 七 八 九") | {"两": 2}


def words(text: str, tag: str) -> list[str]:
    """The words of a spoken text, without punctuation and without the vowel marks of Urdu and Arabic."""
    text = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    if tag in ("ur", "ar"):
        text = "".join(c for c in text if not unicodedata.combining(c))
    if tag == "bn":  # একশো is one hundred
        text = text.replace("শো ", " শো ").removesuffix("শো") + (
            " শো" if text.endswith("শো") else ""
        )
    text = text.lower()
    if tag == "cy":
        for day in sorted(_WELSH_DAYS, reverse=True):  # "y degfed ar hugain o Fehefin"
            text = re.sub(
                rf"\byr? {_WELSH_DAYS[day]} o (?={'|'.join(WELSH_MONTHS)})", f"day{day} ", text
            )
    if tag in _NO_NUMBER:
        text = text.replace(_NO_NUMBER[tag], "percent")
    return [_bare(word, tag) for word in text.split() if word not in _AND.get(tag, ())]


WELSH_MONTHS = "ionawr chwefror fawrth ebrill fai fehefin orffennaf awst fedi hydref dachwedd ragfyr".split()  # fmt: skip
_NO_NUMBER = {"cy": "y cant", "ro": "la sută"}  # per cent, whose hundred is no number
_AND = {"en": ("and",), "cy": ("a", "ac"), "ro": ("și", "o")}


def _bare(word: str, tag: str) -> str:
    """An Arabic word without the "and" that is written with it."""
    own = WORDS[tag].keys() | POWERS[tag].keys() if tag == "ar" else set()
    return word[1:] if word[:1] == "و" and word not in own and word[1:] in own else word


def number(text: str, tag: str) -> int:
    """The whole number that the words say. Raises KeyError for a word that is none."""
    return chinese(text) if tag == "zh_Hans" else added(words(text, tag), tag)


def added(found: list[str], tag: str) -> int:
    """The number that the words say together, by the powers of their language."""
    if tag == "cy":
        return welsh(found)
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


def welsh(found: list[str]) -> int:
    """A power multiplies the one word before it: dau gant un deg pump is 2 hundreds, 1 ten and 5."""
    total = last = 0
    for word in found:
        power = POWERS["cy"].get(word, 0)
        if power == 1000:
            total, last = (total + last or 1) * 1000, 0
        elif power and 0 < last < 10:
            last *= power
        else:
            total, last = total + last, power or _CY[word]
    return total + last


def chinese(text: str) -> int:
    """The number that numerals such as 三百二十 say."""
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
    """Each numeral as one digit, as years and phone numbers are said."""
    return "".join(str(_HAN[c]) for c in text)
