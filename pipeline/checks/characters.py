"""Checks of characters: what cannot be seen, what turns the text round, what looks like another letter."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

from pipeline.checks.pair import Pair, check
from pipeline.checks.registry import Finding
from pipeline.checks.vocabulary import Vocabulary
from pipeline.diagnostic import Severity, quoted
from pipeline.facts import BIDI_CONTROLS, ISOLATES, PDI

_TAKE_OUT = "delete it; it comes mostly from copying out of another program"
_TURNING = frozenset(BIDI_CONTROLS) - {*ISOLATES, PDI}
_EMBEDDINGS, _PDF = "\u202a\u202b\u202d\u202e", "\u202c"


@check("T320", Severity.ERROR)
def no_direction_typed(pair: Pair) -> Iterator[Finding]:
    """No character that turns the direction of the text around it is typed, and no isolate is left open.

    After an override "96 hours" is drawn as "69 hours", and nobody sees why. The pipeline sets directions itself; an
    isolate that is closed again (U+2066 to U+2069) turns nothing but what stands in it.

    en: up to {hours} hours
    lang: ar
    good: حتى {hours} ساعة
    bad: حتى \u202e{hours} ساعة
    """
    typed = Counter(c for c in pair.msgstr if c in _TURNING) - Counter(
        c for c in pair.msgid if c in _TURNING
    )
    for character in typed:
        yield Finding(f"{_named(character)} turns the direction of the text", pair.at, _TAKE_OUT)
    if not typed and not _balanced(pair.msgstr) and _balanced(pair.msgid):
        yield Finding(
            "a mark that turns the direction of text is opened and not closed, or closed and not opened",
            pair.at,
            _TAKE_OUT,
        )


def _balanced(text: str) -> bool:
    open_: list[str] = []
    for character in text:
        if character in ISOLATES:
            open_.append(PDI)
        elif character in _EMBEDDINGS:
            open_.append(_PDF)
        elif character in (PDI, _PDF) and (not open_ or open_.pop() != character):
            return False
    return not open_


_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd\ue000-\uf8ff\U000e0000-\U000e0fff]"
)
_JOINING = frozenset(("Arab", "Deva", "Beng", "Guru", "Gujr", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Khmr", "Mymr", "Orya", "Syrc", "Mong"))  # fmt: skip
_ZWSP = frozenset(("Thai", "Khmr", "Laoo", "Mymr"))


@check("T321", Severity.ERROR)
def nothing_unseen(pair: Pair) -> Iterator[Finding]:
    """No character that cannot be seen is in the translation.

    A control character or a zero-width space parts words for a screen reader and for every search. The
    joiners that a script needs, and the zero-width space of Thai and Khmer, are no such characters.

    en: fever
    good: gorączka
    bad: gorą\u200bczka
    """
    if not _UNSEEN.search(pair.msgstr):
        return
    for character in dict.fromkeys(_UNSEEN.findall(pair.msgstr)):
        if character not in pair.msgid and not _needed(character, pair.msgstr):
            yield Finding(
                f"{_named(character)} cannot be seen and must not be typed", pair.at, _TAKE_OUT
            )


def _needed(character: str, text: str) -> bool:
    """A joiner between letters of a script that has one, or the space between words of a script that shows none."""
    wanted = (
        _ZWSP if character == "\u200b" else _JOINING if character in "\u200c\u200d" else frozenset()
    )
    places = [n for n, c in enumerate(text) if c == character]
    return bool(wanted) and all(_script_before(text, n) in wanted for n in places)


def _script_before(text: str, place: int) -> str:
    for character in reversed(text[:place]):
        if (script := _script(character)) not in ("Zyyy", "Zinh"):
            return script
    return _script(text[place + 1]) if place + 1 < len(text) else "Zyyy"


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'control character').lower()}"


# Letters that another script writes alike: Latin, then its twins in Cyrillic and Greek (Unicode confusables.txt, UTS 39).
_TWINS = {
    "Cyrl": ("АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһԛԝьЗӏ", "ABESIJKMHOPCTYXaeopcyxijsdhqwb3l"),
    "Grek": ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρτυικχγβ", "ABEZHIKMNOPTYXaovptuikxyb"),
}
_LATIN_TWINS = {
    "Cyrl": frozenset("ABEKMHOPCTYXSIJaeopcyxsijhk"),
    "Grek": frozenset("ABEZHIKMNOPTYXaovpuikxyt"),
}
_ALMOST_FIGURES = re.compile(r"(?<!\w)(?:\d+[OolIОо][\dOolIОо]*|[OОlI]\d+(?:[.,]\d+)?)(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@check("T322", Severity.ERROR)
def no_look_alikes(pair: Pair) -> Iterator[Finding]:
    """No word mixes letters of two alphabets that look the same.

    A Cyrillic о in a Latin word looks right, and no search, spelling check or screen reader knows the word. The
    same holds for a letter O or l in a figure.

    en: Paracetamol
    good: Paracetamol
    bad: Paracetamоl
    """
    yield from islice(_look_alikes(pair), 1)


def _look_alikes(pair: Pair) -> Iterator[Finding]:
    text = pair.target_kept.text
    for word in (match[0] for match in _LETTERS.finditer(text)):
        if not word.isascii() and word not in pair.msgid and (mixed := _mixed(word)):
            hint = "type the word again on your own keyboard"
            yield Finding(f"{quoted(word)} holds {mixed}", pair.at, hint)
    for figure in (match[0] for match in _ALMOST_FIGURES.finditer(text)):
        if figure not in pair.msgid:
            what = f"{quoted(figure)} holds a letter that looks like a figure"
            yield Finding(what, pair.at, "type the figure itself")
    for figure in re.findall(r"\d[\d.,٫]*\d", text):
        if len({_zero(c) for c in figure if c.isdigit()}) > 1:
            what = f"{quoted(figure)} mixes figures of two scripts"
            yield Finding(what, pair.at, "type all of it in the figures of one script")


def _mixed(word: str) -> str:
    """The letters of a word that come from another alphabet and look at home, "" when there are none."""
    scripts = {c: _script(c) for c in word}
    names = set(scripts.values()) - {"Zyyy", "Zinh"}
    if "Latn" in names:
        for other in ("Cyrl", "Grek"):
            if other in names:
                strange = [c for c in word if scripts[c] == other]
                latin = [c for c in word if scripts[c] == "Latn"]
                if all(c in _TWINS[other][0] for c in strange):
                    return f"U+{ord(strange[0]):04X} among Latin letters"
                if all(c in _LATIN_TWINS[other] for c in latin):
                    return f"U+{ord(latin[0]):04X} among letters of another alphabet"
    if names == {"Cyrl", "Grek"}:
        strange = [c for c in word if scripts[c] == "Grek"]
        return f"U+{ord(strange[0]):04X} among Cyrillic letters" if len(strange) < len(word) else ""
    return ""


_RANGES = (
    (0x41, 0x5A, "Latn"), (0x61, 0x7A, "Latn"), (0xAA, 0xAA, "Latn"), (0xB5, 0xB5, "Zyyy"), (0xC0, 0xD6, "Latn"), (0xD8, 0xF6, "Latn"),
    (0xF8, 0x24F, "Latn"), (0x370, 0x3FF, "Grek"), (0x400, 0x52F, "Cyrl"), (0x590, 0x5FF, "Hebr"), (0x600, 0x6FF, "Arab"),
    (0x700, 0x74F, "Syrc"), (0x750, 0x77F, "Arab"), (0x8A0, 0x8FF, "Arab"), (0x900, 0x97F, "Deva"), (0x980, 0x9FF, "Beng"), (0xA00, 0xA7F, "Guru"),
    (0xA80, 0xAFF, "Gujr"), (0xB00, 0xB7F, "Orya"), (0xB80, 0xBFF, "Taml"), (0xC00, 0xC7F, "Telu"), (0xC80, 0xCFF, "Knda"), (0xD00, 0xD7F, "Mlym"),
    (0xD80, 0xDFF, "Sinh"), (0xE00, 0xE7F, "Thai"), (0xE80, 0xEFF, "Laoo"), (0x1000, 0x109F, "Mymr"), (0x10A0, 0x10FF, "Geor"), (0x530, 0x58F, "Armn"),
    (0x1200, 0x139F, "Ethi"), (0x1780, 0x17FF, "Khmr"), (0x1800, 0x18AF, "Mong"), (0x1E00, 0x1EFF, "Latn"), (0x1F00, 0x1FFF, "Grek"), (0x2D80, 0x2DDF, "Ethi"),
    (0x3040, 0x309F, "Hira"), (0x30A0, 0x30FF, "Kana"), (0x3400, 0x9FFF, "Hani"), (0xAB00, 0xAB2F, "Ethi"), (0xAC00, 0xD7AF, "Hang"), (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFE, "Arab"),
)  # fmt: skip


@cache
def _script(character: str) -> str:
    """The script of a letter by its block (Unicode Blocks.txt): enough for the scripts of leaflets."""
    code = ord(character)
    if unicodedata.category(character)[0] not in "LM":
        return "Zyyy"
    return next((script for low, high, script in _RANGES if low <= code <= high), "Zyyy")


def _zero(digit: str) -> int:
    """Where the digits of a script begin."""
    return ord(digit) - unicodedata.digit(digit, 0)


_SCRIPTS = {
    "Arab": "ar fa ur ps ckb sd ug yi_ pa_Arab", "Deva": "hi ne mr sa", "Beng": "bn as", "Guru": "pa", "Gujr": "gu", "Taml": "ta", "Ethi": "am ti",
    "Hebr": "he yi", "Thai": "th", "Khmr": "km", "Hani": "zh_Hans", "Cyrl": "ru uk bg be mk", "Grek": "el",
}  # fmt: skip
_SCRIPT_OF = {tag: script for script, tags in _SCRIPTS.items() for tag in tags.split()}


def script_of_text(text: str) -> str:
    """The script of the first letter of a text."""
    return next((script for c in text if (script := _script(c)) not in ("Zyyy", "Zinh")), "Zyyy")


def script_of(words: Vocabulary) -> str:
    """The script of a language by its ISO 15924 name, "" where it is not known."""
    return _SCRIPT_OF.get(words.tag, "Latn" if words.own else "")


@check("T325", Severity.ERROR)
def own_script(pair: Pair) -> Iterator[Finding]:
    """The translation is written in the script of its language.

    Text of another language in the wrong file is nothing but a picture to the patient.

    en: Tell your doctor or nurse.
    lang: ur
    good: اپنے ڈاکٹر یا نرس کو بتائیں۔
    bad: अपने डॉक्टर या नर्स को बताएं।
    """
    wanted = script_of(pair.words)
    if not wanted:
        return
    counted = Counter(
        script for c in pair.target_kept.text if (script := _script(c)) not in ("Zyyy", "Zinh")
    )
    others = {script: n for script, n in counted.items() if script not in (wanted, "Latn")}
    if wanted == "Hani":
        others.pop("Hira", None)
    if others and max(others.values()) > max(counted[wanted], 2):
        yield Finding(
            "the translation is in the script of another language",
            pair.at,
            "the file may be another language's: put the text of this language here",
        )


@check("T323", Severity.WARNING)
def spaces_as_in_the_english(pair: Pair) -> Iterator[Finding]:
    """A translation begins and ends with a space where the English does, and only there.

    Texts that are put together grow together, or fall apart.

    en: Ring us.
    good: Zadzwoń.
    bad: Zadzwoń.\x20
    """
    for cut, where in ((str.lstrip, "begins"), (str.rstrip, "ends")):
        wanted, has = pair.msgid != cut(pair.msgid), pair.msgstr != cut(pair.msgstr)
        if (has and not wanted) or (wanted and not has and pair.words.spaced):
            yield Finding(
                f"the translation {where} {'with' if has else 'without'} a space, unlike the English",
                pair.at,
                "begin and end both alike: another text may be joined to it",
            )
            return


_STOPS = {
    "stop": ".。｡।॥۔።．\u17d4\u104b",
    "question": "?？؟;\u037e፧",
    "exclamation": "!！",
    "colon": ":：፦፡：\u17d6",
    "ellipsis": "…",
}
_KIND = {c: kind for kind, cs in _STOPS.items() for c in cs}
_CLOSING = "\"'”’»«“„）)]』」》〉* \u00a0\u202f\t\n\u200b"
_MARK_OF = {"ur": ("۔", "."), "zh_Hans": ("。", ".")}


@check("T324", Severity.WARNING)
def ends_like_the_english(pair: Pair) -> Iterator[Finding]:
    """A sentence ends as the English does, with the mark of its own script.

    A missing full stop runs two sentences into one for a screen reader; a missing question mark makes a
    question an order. Marks of a script: ۔ in Urdu, 。 in Chinese, । in Hindi, ؟ in Arabic.

    en: Do you have a fever?
    good: Czy masz gorączkę?
    bad: Czy masz gorączkę.
    """
    wanted, has = ending(pair.msgid), ending(pair.msgstr)
    if pair.words.tag == "el" and pair.msgstr.rstrip(_CLOSING).endswith(";"):
        has = "question"
    elif has == "question" and pair.msgstr.rstrip(_CLOSING).endswith(";"):
        has = ""
    if wanted in ("stop", "exclamation", "ellipsis") and has in ("stop", "exclamation", "ellipsis"):
        yield from _own_mark(pair)
        return
    if (
        wanted == has
        or (pair.words.tag in ("th", "km") and not has)
        or not any(c.isalpha() for c in pair.msgstr)
    ):
        return
    # A heading: How to take it.
    asks = re.match(r"(?:how|who|what|when|why|where|which)\b", pair.msgid.lower())
    if wanted or (has == "question" and not asks):
        say = f"with a {has}" if has else "without a mark"
        yield Finding(
            f"the English ends {f'with a {wanted}' if wanted else 'without a mark'}, the translation {say}",
            pair.at,
            "end both with the same kind of mark",
        )


def ending(text: str) -> str:
    """What kind of sign a text ends with, behind closing quotes and brackets; "" for none."""
    text = text.rstrip(_CLOSING)
    if text.endswith("..."):
        return "ellipsis"
    return _KIND.get(text[-1:], "")


def _own_mark(pair: Pair) -> Iterator[Finding]:
    """A full stop of another script, after a letter of this one."""
    own, other = _MARK_OF.get(pair.words.tag, ("", ""))
    text = pair.msgstr.rstrip(_CLOSING)
    if other and text.endswith(other) and _script(text[-2:-1] or " ") not in ("Zyyy", "Latn"):
        yield Finding(
            f"the translation ends with {quoted(other)}, and its script writes {quoted(own)}",
            pair.at,
            f"write {own}",
        )
