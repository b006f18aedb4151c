"""Checks of "not", and of the small words that turn an advice round: only, unless, at least, up to, before, after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.figures import HELD
from pipeline.checks.numbers import Text
from pipeline.checks.pair import Pair, check
from pipeline.checks.registry import Finding
from pipeline.checks.vocabulary import BESIDE, FAST, MAIN, NEGATION, Word
from pipeline.diagnostic import Severity, quoted

# English that says "not" in a way that other languages may say without it.
_WITHOUT_NOT = re.compile(
    r"\b(?:no (?:more|less|fewer|later|earlier|sooner|longer) than|not (?:more|less|fewer|later|longer) than|(?:must |should |do |does |may )?not exceed\w*"
    r"|whether or not|or not|if not|why not|not (?:only|just|sure|enough|well|until|least|necessarily|so|as|quite|very|always|usually|often|much|many|all|far|too)"
    r"|no (?:matter|doubt|problem|one else|idea|wonder|way|difference)|nothing (?:but|else|more)|not hesitate|none the less|nonetheless|nevertheless|no\.? ?\d+|nor|last but not least"
    r"|without (?:delay|a break|stopping|interruption|warning)|if \w+ (?:do|does|did|are|is|have|has|can) not(?=[.,;!?]|$)|yes or no|yes/no|no/yes|non)\b"
)
# English that other languages may say with "not".
_MAY_NOT = re.compile(
    r"\b(?:avoid\w*|stop\w*|only|until|till|unless|before|rather|instead|hardly|barely|scarcely|rarely|seldom|few|fewer|little|less|lacks?|lacking|fails?|failed|failure|refus\w+|except\w*|"
    r"prevent\w*|forbid\w*|ban(?:s|ned)?|miss\w*|wrong\w*|too|otherwise|else|despite|although|though|even|still|yet|ceas\w+|absen\w+|zero|empty|lost|loses?|losing|den(?:y|ies|ied)|"
    r"beyond|apart|leave|leaving|doubt\w*|quit|keep|kept|remain\w*|off|out|away|delay\w*|skip\w*|forget\w*|forgot\w*|as long as|whether|any\w*|ever|other than|different\w*|minor|alone|"
    r"no|none|nothing|nobody|never|neither|nor|without|cannot|not|lest|resist\w*|discontinu\w*|withdraw\w*|exclud\w*|limit\w*|prohibit\w*|free|illegal|negativ\w*|non\w*|mis\w+|\w+less|"
    r"un(?!der|it|til|less|ion|iver|ique)\w{3,}|in(?:ab|ac|ad|ap|cap|com|con|corr|cur|eff|el|ev|ex|fert|san|sec|sens|soluble|suff|val|vis|vol)\w+|im(?:poss|mature|mobile|perf|prop|prob|pure|mune|muno)\w*|"
    r"ir(?:reg|rel|resp|rev)\w+|dis(?:a|c|o|reg|sat|t)\w+|seal\w*|clos\w+|spare|refrain|restrain|back|down|cope\w*|shut|fast\w*|sober|stay|staying|separate\w*|single|just|so|but|if)\b"
)
_UP_TO = re.compile(r"\bup to (?:date|now|you|standard|speed|scratch|your|the)\b|\bkeep up to\b|\bthe only\b|\bonly (?:child|one|if)\b|\bread-only\b|\bnot only\b")  # fmt: skip


@check("N320", Severity.ERROR)
def negation_kept(pair: Pair) -> Iterator[Finding]:
    """A sentence that says not, no, never or without says so in the translation.

    "Do not take" that becomes "Take" is the worst that can happen to a leaflet. Sentences are compared one by
    one where both texts have as many.

    en: You should not take this if you are pregnant.
    good: Nie należy tego przyjmować w ciąży.
    bad: Należy to przyjmować w ciąży.
    """
    if not pair.words.own:
        return
    for source, target in pair.sentences:
        wanted, has = _negations(source), _nots(source, target)
        if _ONLY_IF.search(source.folded) and _only(target):
            continue  # "not unless" is "only if"
        if has < len(wanted) and (not has or len(set(wanted)) > 1) and _long_enough(target):
            hint = "say it as the English does; a lost not turns advice into its opposite"
            few = (
                "the translation has no negation"
                if not has
                else f"the translation has {has} of {len(wanted)} negations"
            )
            yield Finding(
                f"the English says {' and '.join(map(quoted, wanted))}, and {few}", pair.at, hint
            )
            return


def _only(target: Text) -> bool:
    """Whether the translation says "only" by a word that is no part of its "unless": если только, إلا إذا."""
    unless = [(w.start, w.end) for w in target.words if w.kind == "unless"]
    return any(w.kind == "only" and not _within(w, unless) for w in target.words)


def _nots(source: Text, target: Text) -> int:
    """How often the translation says "not", apart from what its words for "unless" and "until" bring with them."""
    kinds = (NEGATION,) if _FASTING.search(source.folded) else (NEGATION, FAST)
    nots = [w for w in target.words if w.kind in kinds]
    if _ONLY_IF.search(source.folded):
        unless = [(w.start, w.end) for w in target.words if w.kind == "unless"]
        untils = [w.start for w in target.words if w.kind == "until"]
        nots = [w for w in nots if not _within(w, unless)]
        # The "not" in the clause of "until", where the English has none: dopóki nie pozwoli.
        if untils and any(w.start > untils[0] for w in nots):
            return len(nots) - 1
    if not nots and len(_WORDS.findall(target.folded)) <= _FEW:
        return _count(target, BESIDE)  # "Never." is an answer of its own
    return len(nots)


_WORDS = re.compile(r"\w+")
_FEW = 2
_FASTING = re.compile(r"\bfast(?:s|ed|ing)?\b|\bempty stomach\b")
_ONLY_IF = re.compile(r"\b(?:unless|until|except)\b")


def _negations(source: Text) -> list[str]:
    """The English negations that every language has to say."""
    text = _WITHOUT_NOT.sub(_blank, _NO_PROSE.sub(_blank, source.folded))
    return [
        text[w.start : w.end]
        for w in source.words
        if w.kind == NEGATION and "\0" not in text[w.start : w.end]
    ]


def _blank(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


# The options of a program, and words between quotation marks: --no-color, set to "none".
_NO_PROSE = re.compile(r"--[a-z][\w-]*|[\"'“„«](?:no|not|none|never|nothing)[\"'”“»]")


def _long_enough(target: Text) -> bool:
    return sum(c.isalpha() for c in target.folded) > 1


def _count(target: Text, kind: str) -> int:
    return sum(w.kind == kind for w in target.words)


@check("N321", Severity.WARNING)
def no_negation_added(pair: Pair) -> Iterator[Finding]:
    """A sentence without a "not", or a word near to it, has none in the translation.

    "Take it with food" that becomes "Do not take it with food" sounds as reasonable as the right text.

    en: Take it with food.
    good: Przyjmuj z jedzeniem.
    bad: Nie przyjmuj z jedzeniem.
    """
    for source, target in pair.sentences:
        found = [target.folded[w.start : w.end] for w in target.words if w.kind == MAIN]
        if found and not _MAY_NOT.search(source.folded):
            yield Finding(
                f"the translation says {quoted(found[0])}, and the English has no negation",
                pair.at,
                "say what the English says; if it does, accept it with leaflet accept",
            )
            return


_SAID = {"only": "only", "unless": "unless or except", "least": "at least", "most": "up to", "before": "before", "after": "after", "more": "more than", "less": "less than"}  # fmt: skip
_OPPOSITE = {"least": ("most",), "most": ("least", "more"), "before": ("after",), "after": ("before",), "more": ("less",), "less": ("more",)}  # fmt: skip
_DENIED = {"most": "more", "least": "less"}  # "no more than" is "up to"


@check("N322", Severity.WARNING)
def limits_kept(pair: Pair) -> Iterator[Finding]:
    """Only, unless, at least, up to, more than, less than, before and after are not lost and not turned round.

    "At least 48 hours" that becomes "at most 48 hours" holds every figure. A second reader confirms what a
    table of words cannot.

    en: Wait at least two hours.
    good: Poczekaj co najmniej dwie godziny.
    bad: Poczekaj najwyżej dwie godziny.
    """
    if not pair.words.own:
        return
    for source, target in pair.sentences:
        said, firm = _limits(source)
        has = _found(target)
        if "unless" in said and _says_unless(source, target, has):
            has.add("unless")
        if "more" in said and "most" in has and _denied(source):
            has.add("more")  # "not more than" is "at most"
        for kind in sorted(said - has):
            turned = [other for other in _OPPOSITE.get(kind, ()) if other in has - said]
            if turned:
                yield Finding(
                    f"the English says {quoted(_SAID[kind])}, the translation {quoted(_SAID[turned[0]])}",
                    pair.at,
                    "say what the English says; if it does, accept it with leaflet accept",
                )
                return
            if kind in firm:
                yield Finding(
                    f"the English says {quoted(_SAID[kind])}, and no word for it is known in the translation",
                    pair.at,
                    "say it; if it is said in another way, let a second reader accept it with leaflet accept",
                )
                return


def _limits(source: Text) -> tuple[set[str], set[str]]:
    """The limits that an English sentence sets, without idioms ("up to date"), and those of them that every
    language has a word for."""
    barred = [match.span() for match in _UP_TO.finditer(source.folded)]
    words = [w for w in source.words if w.kind in _SAID and not _within(w, barred)]
    said = {w.kind for w in words if w.kind not in ("more", "less")}
    bounds = [(w.start, w.end) for w in words if w.kind in ("most", "least")]
    compared = [w for w in words if w.kind in ("more", "less") and not _within(w, bounds)]
    firm = {w.kind for w in words if source.folded[w.start : w.end] not in _SOFT} & _LOCKS
    firm |= {w.kind for w in compared if source.folded[w.start : w.end] in _FIRM}
    said |= firm | {w.kind for w in compared if _FIGURE_NEXT.match(source.folded[w.end :])}
    if _BEFORE_IS_LATER.search(source.folded):
        said -= {"before"}
    return said, firm


# Every language says "more than" in a way that a table knows; "longer than" and "a minimum dose" it says in many.
_LOCKS = frozenset(("only", "unless", "least", "most"))
_FIRM = frozenset(("more than", "less than", "fewer than"))
_SOFT = frozenset(("minimum", "maximum"))
_FIGURE_NEXT = re.compile(rf" (?:about |the age of |age )?(?:\d|{HELD})")
# "Wait two hours before you eat" is "eat two hours later" elsewhere.
_BEFORE_IS_LATER = re.compile(r"\b(?:wait\w*|tak\w+|be|hours?|days?|weeks?|months?|years?|minutes?|time|long) (?:\w+ )?before\b|\bwait\b")  # fmt: skip


def _found(target: Text) -> set[str]:
    """The limits that a sentence of the translation sets. A word that is both ("more" and "most") is the one or the
    other by the "not" beside it."""
    limits = [w for w in target.words if w.kind in _SAID]
    spans: dict[str, set[tuple[int, int]]] = {}
    for word in limits:
        if not any(
            w.start <= word.start and word.end <= w.end and w.end - w.start > word.end - word.start
            for w in limits
        ):
            spans.setdefault(word.kind, set()).add((word.start, word.end))
    denied = _denied(target)
    has = {kind for kind in _SAID if spans.get(kind)}
    for kind, other in _DENIED.items():
        pure = spans.get(kind, set()) - spans.get(other, set())
        if spans.get(other) and denied:
            has.add(kind)
        elif not pure:
            has.discard(kind)
    return has


def _says_unless(source: Text, target: Text, has: set[str]) -> bool:
    """Whether "unless" is said by other words: "only if", or "if not" beside the English sentence's own "not"."""
    if "only" in has and not re.search(r"\bas soon as\b|\bjust\b", source.folded):
        return True
    if "except" in source.folded:
        return False
    bounds = [(w.start, w.end) for w in target.words if w.kind in ("more", "less")]
    nots = sum(w.kind == NEGATION and not _within(w, bounds) for w in target.words)
    return nots > _denied(source)


def _denied(text: Text) -> bool:
    """Whether a sentence says "not" elsewhere than in a word for a limit ("not yet four hours")."""
    bounds = [(w.start, w.end) for w in text.words if w.kind in ("more", "less")]
    return any(w.kind == NEGATION and not _within(w, bounds) for w in text.words)


def _within(word: Word, spans: list[tuple[int, int]]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in spans)
