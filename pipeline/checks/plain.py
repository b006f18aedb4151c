"""Plain English: what makes a leaflet hard to read for somebody who is ill, tired or new to it.

Advice, never an error: a person decides, and says why where it stays (``accepted:`` in front matter).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import inline
from pipeline.checks import names, readability, spelling
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted
from pipeline.document import (
    Block,
    BulletList,
    Callout,
    Document,
    Line,
    NumberedList,
    Only,
    Paragraph,
    Section,
    SideEffects,
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
    """Its text as readers see it."""
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
    for line, text in prose.lines:
        for sentence in readability.sentences(text):
            count = len(readability.words(sentence))
            yield from _long(line, "sentence", count, "word", sentence, "make two of it")


@check("S502", Severity.WARNING)
def paragraphs_short(prose: Prose) -> Iterator[Finding]:
    """No paragraph has more than five sentences (GOV.UK, Content design).

    A wall of text is not begun. White space lets the eye rest, and find its place again.

    good: It is safe. It is quick. It is new.
    bad: It is safe. It is quick. It is new. It is small. It is light. It is strong.
    """
    for line in _paragraphs(prose.document):
        count = len(readability.sentences(shown(line)))
        yield from _long(
            line, "paragraph", count, "sentence", shown(line), "make two of it, or a list"
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
        for spot in _simpler().found(text):
            if _is_noun(spot.name, text[: spot.start]):
                continue
            yield Finding(
                f"{quoted(spot.word)} is a hard word",
                line.at,
                f"write {_data()['simpler'][spot.name]}",
            )


@check("S504", Severity.WARNING)
def jargon_explained(prose: Prose) -> Iterator[Finding]:
    """A word of medicine is explained in brackets where it first stands, or has a section of its own (NHS, Health literacy).

    Whoever does not know the word cannot look for help with what it names.

    good: You may have oedema (swelling from fluid).
    bad: You may have oedema.
    """
    headings = {shown(one.heading).casefold() for _, one in walk_sections(prose.document)}
    seen = {spot.name for one in headings for spot in _jargon().found(one) if spot.word == one}
    for line, text in prose.lines:
        for spot in (*_jargon().found(text), *_unlisted(text)):
            if spot.name not in seen and not _explained(text, spot):
                meaning = _data()["jargon"].get(spot.name, "what it is, in words that people use")
                yield Finding(
                    f"{quoted(spot.word)} is not explained where it first stands",
                    line.at,
                    f"write {spot.word} ({meaning})",
                )
            seen.add(spot.name)


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
                f"{quoted(match[0])} leaves open who does it",
                line.at,
                "say who does it: a nurse changes the bag",
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
                f"{quoted(_begun(shown(line)))} needs {grade:.0f} years of school to be read",
                line.at,
                "write shorter sentences and shorter words",
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
        own |= _beside_words()
        for word in readability.words(_without_addresses(_TITLED.sub(" ", text))):
            if word.lower() in seen or word in own or _right(word, prose.known, prose.knows):
                continue
            seen.add(word.lower())
            near = " or ".join(_near(word))
            right = "put it into source/words.txt, if it is right"
            hint = f"write {near}; or {right}" if near else right
            yield Finding(f"{quoted(word)} is not in the dictionary", line.at, hint)


def _near(word: str) -> list[str]:
    """What the dictionary would write, where that is nearly the same word: for a new medicine's name it has only guesses."""
    found = [] if spelling.missing() else spelling.suggestions(word)
    return [one for one in found if SequenceMatcher(None, one.lower(), word.lower()).ratio() > 0.8]


def _right(word: str, known: frozenset[str], knows: Callable[[str], bool]) -> bool:
    """Whether a word is known, as it is, as its parts between hyphens, or without an 's of its own."""
    bare = re.sub(r"['’]s?$", "", word.replace("’", "'"))
    if names.listed(bare):
        return True
    parts = [bare, *([] if "-" not in bare else [bare.replace("-", "")])]
    if any(part.lower() in known or knows(part) for part in parts):
        return True
    return "-" in bare and all(
        part.lower() in known or knows(part) for part in bare.split("-") if len(part) > 1
    )


# A person is called by a title and a name, which no dictionary has.
_TITLED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Mx|Miss|Prof|Professor|Sister|Nurse|Sir|Dame|St)\.? (?:[A-Z][\w'’-]*\.? ?)+"
)


def _without_addresses(text: str) -> str:
    return re.sub(r"\S+@\S+|\b\w+(?:\.\w+)+(?:/\S*)?", " ", text)


def _long(line: Line, of: str, count: int, one: str, text: str, hint: str) -> Iterator[Finding]:
    """Whether a sentence or a paragraph has more parts than the list of limits lets it have."""
    most = _data()["limits"][f"{of}_{one}s"]
    if count > most:
        yield Finding(f"a {of} of {count} {one}s: {_begun(text)}", line.at, f"{hint}: {most} {one}s at most")  # fmt: skip


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
        case BulletList(items) | NumberedList(items):
            for item in items:
                yield item.line
                for one in item.blocks:
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
            sections=(
                Section(
                    Line(()), tuple(b for b in blocks if not isinstance(b, Table | SideEffects))
                ),
            ),
        )
        texts = [shown(line) for line in lines_of(bare) if line.inlines]
        yield heading, [text if re.search(r"[.!?:]$", text) else f"{text}." for text in texts]


class _Spot(NamedTuple):
    """Where an entry of a list stands in a text, in the form in which it stands there."""

    name: str
    word: str
    start: int
    end: int


@dataclass(frozen=True)
class _List:
    """The entries of a list, found in every form that English makes of them. ``forms``: by their first word, longest first."""

    forms: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

    def found(self, text: str) -> Iterator[_Spot]:
        words = [(one[0].lower(), one.start(), one.end()) for one in _WORDS.finditer(text)]
        number = 0
        while number < len(words):
            spot = self._at(text, words, number)
            number += spot.word.count(" ") + 1 if spot else 1
            if spot:
                yield spot

    def _at(self, text: str, words: Sequence[tuple[str, int, int]], number: int) -> _Spot | None:
        for form, name in self.forms.get(words[number][0], ()):
            those = words[number : number + len(form)]
            start, end = those[0][1], those[-1][2]
            if tuple(word for word, _, _ in those) == form and text[start:end].lower() == " ".join(form):  # fmt: skip
                return _Spot(name, text[start:end], start, end)
        return None


_WORDS = re.compile(r"[\w-]+(?:['’]\w+)*")


def _list(names: Iterable[str]) -> _List:
    base = {form: name for name in names for form in _forms(name)} | {name: name for name in names}
    forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form in sorted(base, key=lambda one: (-one.count(" "), one)):
        words = tuple(form.lower().split())
        forms.setdefault(words[0], []).append((words, base[form]))
    return _List(forms)


def _forms(name: str) -> set[str]:
    """Of an entry of several words, the first or the last is inflected: comply with, complies with."""
    first, *rest = name.split()
    if not rest:
        return _inflected(name)
    tail, head = " ".join(rest), name.rpartition(" ")[0]
    return {f"{one} {tail}" for one in _inflected(first)} | {f"{head} {one}" for one in _inflected(rest[-1])}  # fmt: skip


def _inflected(word: str) -> set[str]:
    stem = word[:-1] if word.endswith("e") else word
    found = {word, f"{word}s", f"{stem}es", f"{stem}ed", f"{stem}ing"}
    if re.search(r"[^aeiou]y$", word):
        found |= {f"{word[:-1]}ies", f"{word[:-1]}ied"}
    if re.search(r"[^aeiou][aeiou][bdglmnprt]$", word):
        found |= {f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"}
    return found


@cache
def _simpler() -> _List:
    return _list(_data()["simpler"])


@cache
def _jargon() -> _List:
    return _list(_data()["jargon"])


def _unlisted(text: str) -> Iterator[_Spot]:
    """Words that are made as those of medicine are, and stand in no list."""
    for match in _medical().finditer(text):
        name = match[0].lower()
        if name not in _jargon().forms and name not in _data()["medical"]["common"].split():
            yield _Spot(name, match[0], match.start(), match.end())


@cache
def _medical() -> re.Pattern[str]:
    either = _data()["medical"]["endings"].replace(" ", "|")
    return re.compile(rf"\b[a-z]{{3,}}(?:{either})\b", re.IGNORECASE)


def _is_noun(name: str, before: str) -> bool:
    """Whether an entry that is a verb stands as a noun or an adjective: "your experience", "an experienced nurse"."""
    own = _data()["nouns"]
    last = before.split()[-1:] or [""]
    return name in own["words"].split() and last[0].lower() in own["after"].split()


def _explained(text: str, spot: _Spot) -> bool:
    """Whether brackets follow within three words, the word itself stands in brackets after plain ones, or the sentence says
    what it is ("Sedation is medicine that makes you sleepy")."""
    after = re.match(r"(?:[\s-]+[\w-]+){0,3}\s*\(", text[spot.end :])
    before = text[: spot.start]
    return (
        after is not None
        or before.count("(") > before.count(")")
        or _DEFINED.match(text[spot.end :]) is not None
    )


_DEFINED = re.compile(
    r"\s+(?:means?|(?:is|are)\s+(?:when|where|what|how|(?:[\w-]+\s+){1,4}(?:that|which|who|where|when)))\b",
    re.IGNORECASE,
)


@cache
def _beside_words() -> frozenset[str]:
    """Words that no dictionary has and that are right: parts of entries of our lists, and abbreviations."""
    every = " ".join(_data()["jargon"])
    return frozenset(
        {*every.split(), *every.title().split(), *_data()["spelling"]["abbreviations"].split()}
    )


@cache
def _passive() -> re.Pattern[str]:
    own = _data()["passive"]
    irregular, adjectives = own["irregular"].split(), own["adjectives"].split()
    states = own["states"].replace(" ", r"\s+")
    participle = (
        rf"(?!(?:{'|'.join(adjectives)}|un\w+ed|{states})\b)(?:\w{{3,}}ed|{'|'.join(irregular)})"
    )
    return re.compile(
        rf"\b(?:am|is|are|was|were|be|been|being)\s+(?:(?:not|never|also|\w+ly)\s+)?{participle}\b(?!{_BY_SOMEBODY})",
        re.IGNORECASE,
    )


# "By a nurse" says who does it, "by the evening" does not.
_BY_SOMEBODY = r"(?:\s+\w+){0,2}\s+by\s+(?!the\s+(?:end|time|evening|morning|next|day)\b)(?:a|an|the|your|our|their|his|her|one|two|some\w+|people|us|you|them|\w+(?<!ss)s|(?-i:[A-Z]\w+))\b"
