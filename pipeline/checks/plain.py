"""Plain English: what makes a leaflet hard to read for somebody who is ill, tired or new to it.

Advice, never an error: a person decides, and says why where it stays (``accepted:`` in front matter).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import inline
from pipeline.checks import readability, spelling
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity
from pipeline.document import (
    Block,
    Callout,
    Document,
    Line,
    Only,
    Paragraph,
    Section,
    Table,
    walk_sections,
)
from pipeline.document import lines as lines_of
from pipeline.facts import plain_text

_FILE = Path(__file__).parents[1] / "data" / "plain" / "en.toml"


@dataclass(frozen=True)
class Prose:
    """An English leaflet with its figures. ``known``: words that the charity calls right, in small letters; ``knows`` asks
    the dictionary, None where there is none."""

    document: Document
    known: frozenset[str] = frozenset()
    knows: Callable[[str], bool] | None = None

    @property
    def lines(self) -> Iterator[tuple[Line, str]]:
        """Every line with its text as a reader sees it; each once."""
        return ((line, shown(line)) for line in dict.fromkeys(lines_of(self.document)))


SPELLING = "S507"
PLAIN: Checks[Prose] = Checks()
check = PLAIN.check


def shown(line: Line) -> str:
    return plain_text(inline.plain(line.inlines))


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@check("S501", Severity.WARNING)
def sentences_short(prose: Prose) -> Iterator[Finding]:
    """No sentence has more than 25 words (GOV.UK, Sentence length: why 25 words is our limit).

    Who is tired or in pain has lost the beginning of a long sentence at its end.

    good: Take the tablets in the morning. Drink a glass of water with them.
    bad: You should take the tablets in the morning with a glass of water, unless your doctor or your nurse has told you that you may take them later in the day instead.
    """
    most = _data()["limits"]["sentence_words"]
    for line, text in prose.lines:
        for sentence in readability.sentences(text):
            count = len(readability.words(sentence))
            if count > most:
                yield Finding(
                    f"a sentence of {count} words: {_begun(sentence)}",
                    line.at,
                    f"make two of it: {most} words at most",
                )


@check("S502", Severity.WARNING)
def paragraphs_short(prose: Prose) -> Iterator[Finding]:
    """No paragraph has more than five sentences (GOV.UK, Content design).

    A wall of text is not begun. White space lets the eye rest, and find its place again.

    good: It is safe. It is quick. It is new.
    bad: It is safe. It is quick. It is new. It is small. It is light. It is strong.
    """
    most = _data()["limits"]["paragraph_sentences"]
    for line in _paragraphs(prose.document):
        count = len(readability.sentences(shown(line)))
        if count > most:
            yield Finding(
                f"a paragraph of {count} sentences: {_begun(shown(line))}",
                line.at,
                f"make two of it, or a list: {most} sentences at most",
            )


@check("S503", Severity.WARNING)
def words_simple(prose: Prose) -> Iterator[Finding]:
    """A word that few people say is not used where a common one says the same (GOV.UK, words to avoid; NHS, A to Z of NHS health writing).

    The words of common health leaflets are too hard for 43 in 100 adults of working age in England (Rowlands and others, British
    Journal of General Practice, 2015).

    good: Stop the tablets before the test.
    bad: Discontinue the tablets prior to the test.
    """
    for line, text in prose.lines:
        for word, simpler in _found(text, _simpler(), _data()["simpler"]):
            yield Finding(f"{word!r} is a hard word", line.at, f"write {simpler}")


@check("S504", Severity.WARNING)
def jargon_explained(prose: Prose) -> Iterator[Finding]:
    """A word of medicine is explained in brackets where it first stands (NHS, Health literacy).

    Whoever does not know the word cannot look for help with what it names.

    good: You may have oedema (swelling from fluid).
    bad: You may have oedema.
    """
    seen: set[str] = set()
    for line, text in prose.lines:
        for match in _jargon().finditer(text):
            name = _base(match[0], _data()["jargon"])
            if name not in seen and not _explained(text, match):
                yield Finding(
                    f"{match[0]!r} is not explained where it first stands",
                    line.at,
                    f"write {match[0]} ({_data()['jargon'][name]})",
                )
            seen.add(name)


@check("S505", Severity.WARNING)
def active_voice(prose: Prose) -> Iterator[Finding]:
    """A sentence says who does what (GOV.UK, Content design: active voice).

    "The bag is changed" leaves open whether a nurse comes or the patient must do it.

    good: A nurse changes the bag.
    bad: The bag is changed each day.
    """
    headings = {prose.document.title, *(one.heading for _, one in walk_sections(prose.document))}
    for line, text in prose.lines:
        if line in headings:
            continue
        for match in _passive().finditer(text):
            yield Finding(
                f"nobody does it: {match[0]!r}", line.at, "say who does it: a nurse changes the bag"
            )


@check("S506", Severity.WARNING)
def sections_readable(prose: Prose) -> Iterator[Finding]:
    """Each section can be read with about nine years of school (Flesch-Kincaid; PIF, Creating health content).

    Where a leaflet holds figures too, 61 in 100 adults of working age in England cannot use it (Rowlands and others, 2015), and
    illness takes more away.

    good: The pump gives you the medicine all day and all night. You carry it in a small bag. You can sleep with it, eat with it and go for a walk with it. A nurse comes to your home to change the bag for you twice in each week.
    bad: Administration necessitates hospitalisation because continuous intravenous infusion requires specialist supervision, regular laboratory investigation and immediate availability of emergency resuscitation equipment, particularly considering potentially life-threatening complications associated with immunological activation following commencement of this innovative bispecific immunotherapy treatment programme. Multidisciplinary consideration remains indispensable.
    """
    limits = _data()["limits"]
    own = frozenset({*prose.known, *(term.name.lower() for term in prose.document.terms)})
    for line, texts in _section_texts(prose.document):
        if sum(len(readability.words(text)) for text in texts) < limits["section_words"]:
            continue
        grade = readability.grade(texts, own)
        if grade > limits["grade"]:
            yield Finding(
                f"{_begun(shown(line))!r} needs {grade:.0f} years of school to be read",
                line.at,
                "shorter sentences and shorter words",
            )


@check(SPELLING, Severity.WARNING)
def words_spelt(prose: Prose) -> Iterator[Finding]:
    """Every word is in the British dictionary (hunspell en_GB), or in the charity's own list.

    A slip in a name or a dose word sends people to the wrong place, and makes all of it look less true.

    good: It treats leukaemia.
    bad: It treats leukeamia.
    """
    if prose.knows is None:
        return
    seen: set[str] = set()
    for line, text in prose.lines:
        own = {word for term in prose.document.terms for word in readability.words(term.name)}
        for word in readability.words(_without_addresses(text)):
            if word.lower() in seen or word in own or _right(word, prose.known, prose.knows):
                continue
            seen.add(word.lower())
            near = " or ".join(_near(word))
            right = "put it into source/words.txt, if it is right"
            hint = f"write {near}; or {right}" if near else right
            yield Finding(f"{word!r} is not in the dictionary", line.at, hint)


def _near(word: str) -> list[str]:
    """What the dictionary would write, where that is nearly the same word: for a new medicine's name it has only guesses."""
    found = [] if spelling.missing() else spelling.suggestions(word)
    return [one for one in found if SequenceMatcher(None, one.lower(), word.lower()).ratio() > 0.8]


def _right(word: str, known: frozenset[str], knows: Callable[[str], bool]) -> bool:
    """Whether a word is known, as it is, as its parts between hyphens, or without an 's of its own."""
    bare = re.sub(r"['’]s?$", "", word.replace("’", "'"))
    parts = [bare, *([] if "-" not in bare else [bare.replace("-", "")])]
    if any(part.lower() in known or knows(part) for part in parts):
        return True
    return "-" in bare and all(
        part.lower() in known or knows(part) for part in bare.split("-") if len(part) > 1
    )


def _without_addresses(text: str) -> str:
    return re.sub(r"\S+@\S+|\b\w+(?:\.\w+)+(?:/\S*)?", " ", text)


def _begun(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _paragraphs(document: Document) -> Iterator[Line]:
    blocks = [
        *document.blocks,
        *(block for _, section in walk_sections(document) for block in section.blocks),
    ]
    for block in blocks:
        yield from _paragraphs_in(block)


def _paragraphs_in(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph(line):
            yield line
        case Callout(_, inner) | Only(_, inner):
            for one in inner:
                yield from _paragraphs_in(one)


def _section_texts(document: Document) -> Iterator[tuple[Line, list[str]]]:
    """The texts that stand under each heading itself. Names in a table and entries of side effects are no sentences."""
    parts: list[tuple[Line, tuple[Block, ...]]] = [(document.title, document.blocks)]
    parts += [(section.heading, section.blocks) for _, section in walk_sections(document)]
    for heading, blocks in parts:
        bare = Document(
            "",
            document.tag,
            Line(()),
            sections=(Section(Line(()), tuple(b for b in blocks if not isinstance(b, Table))),),
        )
        texts = [shown(line) for line in lines_of(bare) if line.inlines]
        yield heading, [text if re.search(r"[.!?:]$", text) else f"{text}." for text in texts]


@cache
def _simpler() -> re.Pattern[str]:
    return _any_of(_data()["simpler"])


@cache
def _jargon() -> re.Pattern[str]:
    return _any_of(_data()["jargon"])


def _any_of(names: Mapping[str, str]) -> re.Pattern[str]:
    """Each word in its own form and in those that English makes of it."""
    forms = sorted(
        (
            re.escape(name[:-1]) + "(?:e|es|ed|ing)"
            if name.endswith("e")
            else re.escape(name) + "(?:s|es|ed|ing)?"
            for name in names
        ),
        key=len,
        reverse=True,
    )
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


def _base(word: str, names: Mapping[str, str]) -> str:
    """The entry that a form belongs to."""
    word = word.lower()
    return next(
        name
        for name in sorted(names, key=len, reverse=True)
        if word.startswith(name.removesuffix("e")) and len(word) - len(name) < 4
    )


def _found(
    text: str, pattern: re.Pattern[str], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        yield match[0], names[_base(match[0], names)]


def _explained(text: str, match: re.Match[str]) -> bool:
    """Whether brackets follow within three words, or the word itself stands in brackets after plain ones."""
    after = re.match(r"(?:[\s-]+[\w-]+){0,3}\s*\(", text[match.end() :])
    before = text[: match.start()]
    return after is not None or before.count("(") > before.count(")")


@cache
def _passive() -> re.Pattern[str]:
    own = _data()["passive"]
    irregular, adjectives = own["irregular"].split(), own["adjectives"].split()
    participle = rf"(?!(?:{'|'.join(adjectives)})\b)(?:\w{{3,}}ed|{'|'.join(irregular)})"
    return re.compile(
        rf"\b(?:am|is|are|was|were|be|been|being)\s+(?:(?:not|never|also|\w+ly)\s+)?{participle}\b",
        re.IGNORECASE,
    )
