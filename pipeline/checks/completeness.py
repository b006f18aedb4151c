"""Checks of a whole text: is it translated, all of it, and is it the translation of this English?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from pipeline.checks.characters import script_of
from pipeline.checks.names import ENDING
from pipeline.checks.pair import Pair, check
from pipeline.checks.registry import Finding
from pipeline.diagnostic import Severity, quoted

_TRANSLATE = "translate it; if it is the same in your language, accept it with leaflet accept"
_PLAIN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
# English that no translation keeps: articles, pronouns, prepositions, forms of to be.
_FUNCTION = frozenset(
    "the of and your you for with is are was were be been this that these those from they them their have has had will would should "
    "can could may might must do does did if when where which who what how why not but or because about into after before our we".split()
)
# How English words are spelt and those of few other languages: a text of such words is not translated.
_ENGLISH = re.compile(
    r"(?:ght|wh|sh|ck|ee|oo|ea|ou|th|ness$|ing$|ful$|less$|ly$|y$|ed$|ies$|ache$|ers?$)"
)


@check("T301", Severity.WARNING)
def not_english(pair: Pair) -> Iterator[Finding]:
    """A translation is not the English text again.

    A sentence copied from the English looks translated to every tool, and the patient cannot read it. Names
    may stay as they are.

    en: Stay at home today.
    good: Zostań dziś w domu.
    bad: Stay at home today.
    """
    same = " ".join(pair.msgid.split()).casefold() == " ".join(pair.msgstr.split()).casefold()
    if pair.words.tag == "en" or not same:
        return
    words = [w for w in _PLAIN.findall(pair.source_kept.text) if len(w) > 1]
    if (
        words
        and not all(_name(word) for word in words)
        and (_says(words) or len(words) >= 3 or _foreign(pair, words))
    ):
        yield Finding(
            f"the translation of {quoted(pair.short)} is the English itself", pair.at, _TRANSLATE
        )


def _name(word: str) -> bool:
    return (
        word.isupper()
        or bool(ENDING.search(word))
        or (word != word.lower() and word[1:] != word[1:].lower())
    )


def _says(words: list[str]) -> bool:
    """Whether one of the words is surely English."""
    return any(
        w.lower() in _FUNCTION
        or (len(w) > 2 and w.islower() and _ENGLISH.search(w) and not _name(w))
        for w in words
    )


def _foreign(pair: Pair, words: list[str]) -> bool:
    """English words in a language of another script. A capital may begin a name."""
    return script_of(pair.words) not in ("Latn", "") and any(
        w.islower() and not _name(w) for w in words
    )


@check("T302", Severity.WARNING)
def no_english_left(pair: Pair) -> Iterator[Finding]:
    """No part of the English is left in the translation.

    Half a sentence in English is half a sentence that a patient cannot read.

    en: Ring the ward and tell them your number.
    good: Zadzwoń na oddział i podaj swój numer.
    bad: Zadzwoń na oddział and tell them your number.
    """
    if pair.words.tag == "en" or pair.msgid == pair.msgstr:
        return
    least = 4 if script_of(pair.words) in ("Latn", "") else 3
    for run in re.finditer(r"[A-Za-z'’]+(?:[ ,]+[A-Za-z'’]+)+", pair.target_kept.text):
        words = _PLAIN.findall(run[0])
        common = [w for w in words if w.islower() and not _name(w)]
        english = _run(words, pair.source_kept.text)
        if (
            english >= least
            and sum(w in _FUNCTION or bool(_ENGLISH.search(w)) for w in common) >= 2
            and len(common) >= least - 1
        ):
            yield Finding(
                f"the translation holds the English words {quoted(run[0][:60])}",
                pair.at,
                _TRANSLATE,
            )
            return


def _run(words: list[str], source: str) -> int:
    """The longest run of ``words`` that stands so in the English."""
    text = f" {' '.join(_PLAIN.findall(source)).casefold()} "
    best = 0
    for start in range(len(words)):
        length = best + 1
        while (
            start + length <= len(words)
            and f" {' '.join(words[start : start + length]).casefold()} " in text
        ):
            best, length = length, length + 1
    return best


# Of the usual length of a translation into a language: what is shorter, or longer, has lost or won something.
# Of 1,131 correct sentences four were shorter than 0.6, three of them in scripts without spaces; of as many halves 88% were.
# A short catalog has no usual length of its own yet.
_SHORT, _SHORT_UNKNOWN, _CUT, _LONG = 0.6, 0.5, 0.72, 2.4
_LEAST = 40  # characters of English: shorter texts vary too much


@check("T303", Severity.WARNING)
def not_cut_short(pair: Pair) -> Iterator[Finding]:
    """The translation goes on to the end of the English.

    The second half of a warning is often the half that matters: it is looked for by length, by the number of
    sentences, and by the mark at the end.

    en: Store the bags in the fridge. Take them out one hour before you change the pump.
    good: Przechowuj worki w lodówce. Wyjmij je na godzinę przed zmianą pompy.
    bad: Przechowuj worki w lodówce.
    """
    share = _share(pair)
    if len(pair.source_kept.text.strip()) < _LEAST or share == 0 or pair.msgstr == pair.msgid:
        return
    sentences, has = _sentences(pair.msgid), _sentences(pair.msgstr)
    fewer = sentences > 1 and has < sentences and share < _CUT
    open_end = (
        _ended(pair.msgid)
        and not _ended(pair.msgstr)
        and share < 0.8
        and pair.words.tag not in ("th", "km")
    )
    short = _SHORT if pair.words.spaced and pair.typical else _SHORT_UNKNOWN
    if share < short or fewer or open_end or (share < _CUT and _part_lost(pair)):
        yield Finding(
            "the translation is much shorter than the English: is its end missing?",
            pair.at,
            "translate all of it; if nothing is missing, accept it with leaflet accept",
        )


def _part_lost(pair: Pair) -> bool:
    """Whether figures, markers or addresses have gone and nothing has come instead: what a lost half takes with it."""
    account = pair.account
    kept, has = pair.source_kept, pair.target_kept
    gone = len(has.markers) < len(kept.markers) or len(has.addresses) < len(kept.addresses)
    gone = gone or bool(account.lost or account.lost_words)
    gone = gone or len(pair.target_phones) < len(pair.source_phones)
    return gone and not account.added and not account.unused_words


def _share(pair: Pair) -> float:
    """The length of the translation in usual lengths of a translation of this English."""
    english, text = pair.source_kept.text.strip(), pair.target_kept.text.strip()
    if script_of(pair.words) not in (
        "Latn",
        "",
    ):  # names and codes in Latin letters are not translated
        latin = frozenset(_LATIN.findall(text))
        english = _LATIN.sub(lambda word: "" if word[0] in latin else word[0], english)
        text = _LATIN.sub("", text)
    usual = len(english) * (pair.typical or pair.words.ratio)
    return len(text) / usual if usual else 0


_LATIN = re.compile(r"[A-Za-z]{4,}")


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?؟](?=\s|$|[\"'”’)])|[。！？۔।॥።]", text)) or 1


def _ended(text: str) -> bool:
    return bool(re.search(r"[.!?؟。！？۔।॥።;:：…៖]['\"”’)\]»」*\s]*$", text.strip()))


@check("T304", Severity.WARNING)
def not_too_long(pair: Pair) -> Iterator[Finding]:
    """The translation is not much longer than translations into its language are.

    What was added is medical advice that nobody approved.

    en: Tell your doctor or nurse if you have a fever.
    good: Powiedz lekarzowi lub pielęgniarce, jeśli masz gorączkę.
    bad: Powiedz lekarzowi lub pielęgniarce, jeśli masz gorączkę. Możesz też zostać w domu, odpocząć i wypić dużo gorącej herbaty, a jeśli to nie pomoże, zadzwonić do apteki i poprosić o radę.
    """
    if len(pair.source_kept.text.strip()) >= _LEAST and _share(pair) > _LONG:
        yield Finding(
            "the translation is much longer than the English: what was added?",
            pair.at,
            "say what the English says; if nothing was added, accept it with leaflet accept",
        )


@check("N331", Severity.WARNING)
def terms_kept(pair: Pair) -> Iterator[Finding]:
    """A term that holds capitals or figures stands in the translation as it is, or as the glossary has it.

    Terms such as CD19 are what patients hear from their doctors and find in their letters. Where a language has
    its own name for one, translations/<language>/glossary.po says which.

    en: It sticks to CD19.
    good: Przyłącza się do CD19.
    bad: Przyłącza się do CD-jeden-dziewięć.
    """
    for term in pair.terms:
        if not re.search(rf"(?<!\w){re.escape(term)}(?!\w)", pair.msgid) or term in pair.msgstr:
            continue
        forms = [form for known in pair.glossary.terms if known.english == term for form in known.forms]  # fmt: skip
        if _capitals(term) and not any(holds(pair, form) for form in forms):
            yield Finding(
                f"the term {term} is not in the translation",
                pair.at,
                f"write {term}, or put the form that your language uses into the glossary (glossary.po)",
            )


def _capitals(term: str) -> bool:
    return any(c.isdigit() for c in term) or sum(c.isupper() for c in term) > 1


@check("N332", Severity.WARNING)
def terms_as_approved(pair: Pair) -> Iterator[Finding]:
    """A term of the glossary has its approved form.

    A patient who reads "szpik kostny" here and another word there looks for two things. Inflected forms count as
    the term. Several approved forms stand in the glossary with ";" between them.

    en: It is made in the bone marrow.
    glossary: bone marrow = szpik kostny
    good: Powstaje w szpiku kostnym.
    bad: Powstaje w rdzeniu kości.
    """
    terms = pair.glossary.within(pair.msgid)
    for english in dict.fromkeys(term.english for term in terms):
        forms = [form for term in terms if term.english == english for form in term.forms]
        if not any(holds(pair, form) for form in forms):
            yield Finding(
                f"the glossary says {' or '.join(map(quoted, forms))} for {quoted(english)}",
                pair.at,
                "use that form, with the endings that your sentence needs; if another is right here, accept it with leaflet accept",
            )


def holds(pair: Pair, form: str) -> bool:
    """Whether the translation holds an approved form, each of its words perhaps inflected or written together with
    a small one."""
    text, wanted = pair.target.folded, pair.words.fold(form)
    if wanted in text or not pair.words.spaced:
        return wanted in text
    words = re.findall(r"\w+", text)
    return all(any(_inflected(part, word) for word in words) for part in re.findall(r"\w+", wanted))


def _inflected(form: str, word: str) -> bool:
    """Whether a word may be a form of another: most of it stands there, behind a prefix of three letters at most, or the
    two are alike but for a letter or two (a mutation, a changed vowel)."""
    stem = form[: max(2, -(-len(form) * 3 // 5))]
    place = word.find(stem)
    near = 0 <= place <= 3 and len(word) <= len(form) + 6
    return near if len(form) <= 3 else near or fuzz.ratio(form, word) >= 75
