"""That the file says its language and direction, and those of other words, and keeps its figures in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline import document as doc
from pipeline import inline
from pipeline.checks.docx.labels import labelled
from pipeline.checks.docx.opened import Run, W, is_on
from pipeline.checks.docx.written import NARROW, Written, first_difference
from pipeline.checks.promised import parts, spoken, stretches
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.document import Document
from pipeline.facts import BIDI_CONTROLS, LRI, NBSP, PDI, RLI, RLM
from pipeline.languages import SOURCE, language

_COMPLEX = (("\u0900", "\u109f"), ("\u1200", "\u139f"), ("\u1780", "\u17ff"))
_ISOLATED = f"{LRI}[^{PDI}]*{PDI}"
CHECKS: Checks[Written] = Checks()
check = CHECKS.check


@check("A307", Severity.ERROR)
def languages_are_said(word: Written) -> Iterator[Finding]:
    """The file says its language, in each script that it may be written in, and so do words of another one.

    Else a screen reader reads Urdu in an English voice.
    """
    yield from _default(word)
    own, english = word.document.language(), language(SOURCE).word_tag
    known = _word_tags(word.document)
    promised = spoken(parts(word.document, []), own.tag)
    wanted = stretches((known[tag], said) for tag, said in promised)
    found = stretches((run.lang or own.word_tag, text) for text, run in _heard(word))
    if own.script == "east-asian":
        in_english = "".join(said for tag, said in found if tag == english)
        if not all(said in in_english for tag, said in wanted if tag == english):
            yield word.says("English words do not say that they are")
        wanted = _without_latin(wanted, own.word_tag, english)
        found = _without_latin(found, own.word_tag, english)
    if found != wanted:
        yield word.says(f"the languages differ near {first_difference(wanted, found)}")


def _default(word: Written) -> Iterator[Finding]:
    """What the file says of every text that says nothing itself."""
    own = word.document.language()
    slots = {"latin": "val", "complex": "bidi", "east-asian": "eastAsia"}
    default = word.file.tree("word/styles.xml").find(f"{W}docDefaults//{W}lang")
    for slot in ("val", slots[own.script]):
        if default is None or default.get(f"{W}{slot}") != own.word_tag:
            yield word.says(f"the file does not say that it is {own.word_tag}")


def _heard(word: Written) -> Iterator[tuple[str, Run]]:
    """Everything that is read aloud, with the run that says in which language; labels in the leaflet's own."""
    for label, one in labelled(word):
        yield label, Run(label)
        yield from ((run.text, run) for run in one.runs)


def _word_tags(document: Document) -> dict[str, str]:
    """What Word calls each language that the leaflet has words of, by its tag elsewhere (BCP 47)."""
    foreign = (
        one.tag
        for part in parts(document, [])
        for one in inline.walk(part.inlines)
        if isinstance(one, doc.Foreign)
    )
    every = (language(tag) for tag in (SOURCE, document.tag, *foreign))
    return {one.bcp47: one.word_tag for one in every}


def _without_latin(said: list[tuple[str, str]], own: str, english: str) -> list[tuple[str, str]]:
    """In Chinese, letters of other scripts say that they are English, or Word parts them anywhere."""
    return stretches(
        (tag, "".join(filter(_east_asian, text)) if tag == own else text)
        for tag, text in said
        if tag != english
    )


def _east_asian(character: str) -> bool:
    wide = unicodedata.east_asian_width(character) in "WF"
    return wide and unicodedata.category(character) != "So"


@check("A308", Severity.ERROR)
def direction_is_right(word: Written) -> Iterator[Finding]:
    """In a language from right to left, paragraphs, letters, tables and pages run from there, and in no other.

    Word lays out by these marks alone: without them full stops, brackets and columns change sides.
    """
    rtl = word.document.language().rtl
    styles, body = word.file.styles, word.file.tree("word/document.xml")
    ways = {one.has("bidi") for one in styles.values() if one.kind == "paragraph"}
    if "Normal" not in styles or ways - {rtl}:
        yield word.says("paragraphs run from the wrong side")
    if is_on(body.find(f"{W}body/{W}sectPr/{W}bidi")) != rtl:
        yield word.says("pages run from the wrong side")
    for properties in body.iter(f"{W}tblPr"):
        if is_on(properties.find(f"{W}bidiVisual")) != rtl:
            yield word.says("the columns of a table run from the wrong side")
    for run in (run for one in word.everywhere for run in one.runs):
        yield from _of_run(word, run, rtl)


def _of_run(word: Written, run: Run, rtl: bool) -> Iterator[Finding]:
    """``rtl``: the paragraphs run from right to left."""
    begin, end = quoted(run.text[:20]), quoted(run.text[-20:])
    if _direction(run.text) not in ("", "rtl" if run.rtl else "ltr"):
        yield word.says(f"{begin} runs from the wrong side")
    if not run.rtl and not run.complex and any(map(_needs_complex, run.text)):
        yield word.says(f"{begin} has not the font of its script")
    if rtl and not run.rtl and not run.lang and _ends_a_sentence(run.text):
        yield word.says(f"the sign at the end of {end} is drawn at its right")


def _direction(text: str) -> str:
    """ "rtl" or "ltr" when all strong letters of the text run so; "" without any, "both" with both."""
    kinds = {unicodedata.bidirectional(c) for c in text if c not in BIDI_CONTROLS}
    rtl, ltr = bool(kinds & {"R", "AL"}), "L" in kinds
    return "both" if rtl and ltr else "rtl" if rtl else "ltr" if ltr else ""


def _needs_complex(character: str) -> bool:
    """South and South-East Asian and Ethiopic letters, which Word draws in its fonts for complex scripts."""
    return any(first <= character <= last for first, last in _COMPLEX)


def _ends_a_sentence(text: str) -> bool:
    """Whether a text ends in a space or a sign that belongs to the sentence around it."""
    last = text[-1:]
    return last in " .,:;!?…" or (last == ")" and text.count("(") < text.count(")"))


@check("A309", Severity.ERROR)
def figures_in_order(word: Written) -> Iterator[Finding]:
    """From right to left, every phone number and percentage stands between isolates in one run, every date between marks.

    Without them Word turns the groups of a phone number round, and no validator sees it. LibreOffice parts one at a
    no-break space that is not a narrow one, or in the middle of a group.
    """
    if not word.document.language().rtl:
        return
    runs = [run.text.replace(NARROW, NBSP) for run in word.runs]
    text = "".join(runs)
    isolated = "".join(re.findall(_ISOLATED, text))
    for figure in dict.fromkeys(_figures(word.document)):
        along = figure.startswith(RLI)
        if f"{RLM}{figure[1:-1]}{RLM}" not in text if along else figure not in isolated:
            yield word.says(f"{quoted(figure[1:-1])} is not kept in order")
        elif not along and not any(figure in text for text in runs):
            yield word.says(f"{quoted(figure[1:-1])} is parted into runs")
    for one in re.findall(_ISOLATED, "".join(run.text for run in word.runs)):
        if NBSP in one:
            yield word.says(f"{quoted(one[1:-1])} may be parted over two lines")


def _figures(document: Document) -> Iterator[str]:
    """Every figure with its isolates."""
    for part in parts(document, []):
        for one in inline.walk(part.inlines) if part.role != "Figure" else ():
            if isinstance(one, doc.FactRef) and one.shown[:1] in (LRI, RLI):
                yield one.shown
    for block in doc.walk_blocks(document):
        if isinstance(block, doc.SideEffects):
            yield from (entry.shown for entry in block.entries)
