"""A Document in another language: the catalog's text, and every figure as that language writes it.

Only whole, agreed text is used. What is untranslated or fuzzy stands in English, marked and tagged
as English: a patient must never get half a leaflet unnoticed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import assert_never

from pipeline import inline, words
from pipeline.catalogs.catalog import Catalog
from pipeline.diagnostic import Diagnostic, Location, Severity, quoted
from pipeline.document import (
    Block,
    Document,
    FactRef,
    Foreign,
    Inline,
    Inlines,
    Line,
    Link,
    SideEffect,
    SideEffects,
    Strong,
    Term,
    Text,
    map_blocks,
    map_lines,
)
from pipeline.facts import NBSP, Fact, Kind, decimal, display, isolated, plain_form
from pipeline.languages import SOURCE, Language, language
from pipeline.words import Word


def translate(
    document: Document,
    catalogs: Mapping[str, Catalog],
    own_words: Mapping[str, str],
    target: Language,
) -> tuple[Document, list[Diagnostic]]:
    """The document in ``target``, and what keeps a line from being so.

    ``catalogs`` by domain; English and the pseudo-languages need none. ``own_words``: the pipeline's words in the
    target language, msgid to text. ``Document.status.untranslated`` counts the lines left in English.
    """
    found: list[Diagnostic] = []
    document = replace(document, tag=target.tag, words=tuple(sorted(own_words.items())))
    if target.tag == SOURCE:
        return _with_figures(document, target), found
    if target.pseudo:
        return _with_figures(pseudo(document, target), target), found
    left = Counter[str]()
    translated = map_lines(document, partial(_translated, document, catalogs, found, left))
    status = replace(document.status, untranslated=left.total())
    return _with_figures(replace(translated, status=status), target), found


def _translated(
    document: Document,
    catalogs: Mapping[str, Catalog],
    found: list[Diagnostic],
    left: Counter[str],
    line: Line,
) -> Line:
    """The line in the catalog's words, or in marked English with a finding; an empty one, such as a table's cell, as it is."""
    if not line.inlines:
        return line
    catalog = catalogs.get(line.domain)
    msgid = inline.write(line.inlines)
    msgstr = catalog.translation(msgid, line.context or None) if catalog else None
    problem = "" if msgstr else "is not translated yet"
    if msgstr:
        try:
            inlines = inline.parse(msgstr, [term.name for term in document.terms])
        except inline.MarkupError as wrong:
            inlines, problem = (), f"cannot be read: {wrong} ({wrong.hint})"
        problem = problem or _differs(line.inlines, inlines)
        if not problem:  # what is wrong with its text is wrong in the catalog
            return replace(line, inlines=inlines, at=_place(catalog, line, msgid))
    left[line.domain] += 1
    found.append(_finding(msgid, problem, _place(catalog, line, msgid), bool(msgstr)))
    mark = words.text(document, Word.NOT_TRANSLATED)
    return replace(line, inlines=(Text(f"{mark} "), Foreign(line.inlines, SOURCE)))


def _place(catalog: Catalog | None, line: Line, msgid: str) -> Location:
    message = catalog.get(msgid, line.context or None) if catalog else None
    return Location(catalog.path, message.line) if catalog and message else line.at


def _finding(msgid: str, problem: str, at: Location, wrong: bool) -> Diagnostic:
    short = msgid if len(msgid) <= 60 else f"{msgid[:57]}..."
    if wrong:
        hint = (
            "copy the markers and links of the English; until then nothing is made in this language"
        )
        return Diagnostic("T202", f"the translation of {quoted(short)} {problem}", at, hint)
    return Diagnostic(
        "T201",
        f"{quoted(short)} {problem}",
        at,
        "translate it, or check it and take its fuzzy mark off; until then it stands in English",
        Severity.WARNING,
    )


def _differs(source: Inlines, translation: Inlines) -> str:
    """What the translation has lost or added of the markers, links and other languages that it must keep."""
    wanted, has = Counter(_kept(source)), Counter(_kept(translation))
    lost, added = (wanted - has).elements(), (has - wanted).elements()
    problems = [
        *(f"has lost {name}" for name in lost),
        *(f"has {name} too often" for name in added),
    ]
    return " and ".join(problems)


def _kept(inlines: Inlines) -> Iterable[str]:
    for one in inline.walk(inlines):
        match one:
            case FactRef(name):
                yield f"{{{name}}}"
            case Link(_, label):
                yield f"[...][{label}]"
            case Foreign(_, tag):
                yield f"[...]{{lang={tag}}}"


# Pseudo-languages.

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = str.maketrans(_PLAIN, "áḃçđéḟĝĥíĵķĺṁñóṗɋŕšţúṽŵẋýžÁḂÇĐÉḞĜĤÍĴĶĹṀÑÓṖɊŔŠŢÚṼŴẊÝŽ")
_ARABIC = str.maketrans(_PLAIN, "ابكديفغهىجكلمنوپقرستؤڤوخيز" * 2)
_LONGER = Decimal("1.4")  # a German or Polish text against its English
_VOWELS = "áéíóúýÁÉÍÓÚÝ"


def pseudo(document: Document, target: Language) -> Document:
    """The document in a pseudo-language: every letter of its text and of the pipeline's own words is another one.

    Facts, terms, links and words in other languages stay as they are, so that a word with a plain letter in an
    output is one that no translator was ever shown.
    """
    own_words = tuple((word.value, _in_words(word.value, target)) for word in Word)
    lines = map_lines(document, lambda line: replace(line, inlines=_pseudo(line.inlines, target)))
    return replace(lines, words=own_words)


def _pseudo(inlines: Inlines, target: Language) -> Inlines:
    return tuple(_pseudo_one(one, target) for one in inlines)


def _pseudo_one(one: Inline, target: Language) -> Inline:
    match one:
        case Text(text):
            return Text(_pseudo_text(text, target))
        case Strong(children) | Link(children):
            return replace(one, children=_pseudo(children, target))
        case FactRef() | Term() | Foreign():
            return one
        case _:
            assert_never(one)


def _in_words(template: str, target: Language) -> str:
    """One of the pipeline's own words, its {markers} left alone."""
    parts = re.split(r"(\{\w+\})", template)
    return "".join(
        part if number % 2 else _pseudo_text(part, target) for number, part in enumerate(parts)
    )


def _pseudo_text(text: str, target: Language) -> str:
    return text.translate(_ARABIC) if target.rtl else _lengthened(text.translate(_ACCENTED))


def _lengthened(text: str) -> str:
    """Two fifths longer, vowel by vowel: the text can still be read."""
    vowels = [place for place, letter in enumerate(text) if letter in _VOWELS]
    more = math.ceil(len(text) * (_LONGER - 1))
    repeated = Counter(vowels[number % len(vowels)] for number in range(more)) if vowels else {}
    return "".join(letter * (1 + repeated.get(place, 0)) for place, letter in enumerate(text))


# Figures.


def _with_figures(document: Document, target: Language) -> Document:
    """Every fact and percent as the language of its place writes it."""
    values = dict(document.facts)
    shown = map_lines(
        document, lambda line: replace(line, inlines=_shown(line.inlines, values, target))
    )
    return map_blocks(shown, partial(_with_percents, shown, target))


def _shown(inlines: Inlines, values: Mapping[str, Fact], target: Language) -> Inlines:
    """Each figure as it is written; a figure and its unit are one fact, not split over lines (UKAAF G003)."""
    parts = [_shown_one(one, values, target) for one in inlines]
    for number, (before, after) in enumerate(pairwise(parts), 1):
        match before, after:
            case FactRef(name), Text(text) if text.startswith(" ") and _has_unit(values.get(name)):
                parts[number] = Text(NBSP + text[1:])
    return tuple(parts)


def _has_unit(fact: Fact | None) -> bool:
    return fact is not None and fact.unit not in ("", "count")


def _shown_one(one: Inline, values: Mapping[str, Fact], target: Language) -> Inline:
    match one:
        case FactRef(name) if name in values:
            return FactRef(name, display(values[name], target))
        case Strong(children) | Link(children):
            return replace(one, children=_shown(children, values, target))
        case Foreign(children, tag):
            return Foreign(_shown(children, values, language(tag)), tag)
        case _:
            return one


def _with_percents(document: Document, target: Language, block: Block) -> tuple[Block, ...]:
    match block:
        case SideEffects(entries):
            return (
                SideEffects(tuple(_with_percent(document, target, entry) for entry in entries)),
            )
        case _:
            return (block,)


def _with_percent(document: Document, target: Language, entry: SideEffect) -> SideEffect:
    form = plain_form(entry.percent)
    n, of = (isolated(decimal(Decimal(figure), target), target) for figure in (form.n, form.of))
    return replace(
        entry,
        shown=display(Fact(Kind.PERCENT, entry.percent), target),
        plainly=words.text(document, Word.IN_PEOPLE, n=n, of=of),
    )
