"""Checks of "not", and of the small words that turn an advice round: only, unless, at least, up to, before, after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.numbers import Text
from pipeline.checks.pair import Pair, check
from pipeline.checks.registry import Finding
from pipeline.checks.vocabulary import NEGATION
from pipeline.diagnostic import Severity

# English that says "not" in a way that other languages may say without it.
_WITHOUT_NOT = re.compile(
    r"\b(?:no (?:more|less|fewer|later|earlier|sooner|longer) than|not (?:more|less|fewer|later|longer) than|(?:must |should |do |does |may )?not exceed\w*"
    r"|whether or not|or not|if not|why not|not (?:only|just|sure|enough|well|until|least|necessarily|so|as|quite|very|always|usually|often|much|many|all|far|too)"
    r"|no (?:matter|doubt|problem|one else|need|idea|wonder|way|difference)|nothing (?:but|else|more)|not hesitate|none the less|nonetheless|nevertheless|no\.? ?\d+|nor|last but not least"
    r"|without (?:delay|a break|stopping|interruption|warning)|yes or no|yes/no|no/yes|non)\b"
)
# English that other languages may say with "not".
_MAY_NOT = re.compile(
    r"\b(?:avoid\w*|stop\w*|only|until|till|unless|before|rather|instead|hardly|barely|scarcely|rarely|seldom|few|fewer|little|less|least|lacks?|lacking|fails?|failed|failure|"
    r"refus\w+|except\w*|prevent\w*|forbid\w*|ban(?:ned)?|free|miss\w*|wrong\w*|too|but|otherwise|else|away|despite|although|though|even|still|yet|ceas\w+|absen\w+|zero|"
    r"empty|lost|loses?|den(?:y|ies|ied)|beyond|apart|leave|doubt\w*|careful\w*|protect\w*|problem\w*|difficult\w*|weak\w*|bad\w*|safe\w*|risk\w*|soon|quit|keep|kept|remain\w*|"
    r"off|out|delay\w*|skip\w*|forget\w*|forgot\w*|just|as long as|if|whether|any\w*|ever|other|others|different\w*|separate\w*|minor|mild|low|small|short|more than|over|above|higher|rest|"
    r"alone|single|no|none|nothing|never|neither|nor|without|cannot|not|lest|resist\w*|discontinu\w*|withdraw\w*|exclud\w*|limit\w*|reduc\w*|prohibit\w*|un\w+|in\w+|im\w+|ir\w+|il\w+|dis\w+|non\w*|negativ\w*|mis\w+|\w+less|\w+n't)\b"
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
        if _negations(source) and not _count(target, NEGATION) and _long_enough(target):
            hint = "say not, no, never or without as the English does"
            yield Finding(
                f"the English says {_negations(source)[0]!r}, and the translation has no negation",
                pair.at,
                hint,
            )
            return


def _negations(source: Text) -> list[str]:
    """The English negations that every language has to say."""
    text = _WITHOUT_NOT.sub(lambda m: "\0" * len(m[0]), source.folded)
    return [
        text[w.start : w.end]
        for w in source.words
        if w.kind == NEGATION and "\0" not in text[w.start : w.end]
    ]


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
    common = pair.words.common_negations
    for source, target in pair.sentences:
        if _MAY_NOT.search(source.folded):
            continue
        said = [target.folded[w.start : w.end] for w in target.words if w.kind == NEGATION]
        if found := [word for word in said if word in common]:
            yield Finding(f"the translation says {found[0]!r}, and the English has no negation", pair.at, "say what the English says")  # fmt: skip
            return


_LOCKS = ("only", "unless", "least", "most")
_SAID = {"only": "only", "unless": "unless", "least": "at least", "most": "up to", "before": "before", "after": "after", "more": "more than", "less": "less than"}  # fmt: skip
_OPPOSITE = {
    "least": "most",
    "most": "least",
    "before": "after",
    "after": "before",
    "more": "less",
    "less": "more",
}


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
    text = _UP_TO.sub(lambda m: "\0" * len(m[0]), pair.source.folded)
    said = {
        w.kind for w in pair.source.words if w.kind in _SAID and "\0" not in text[w.start : w.end]
    }
    has = {w.kind for w in pair.target.words}
    for kind in sorted(said - has):
        turned = _OPPOSITE.get(kind)
        if turned in has and turned not in said:
            yield Finding(f"the English says {_SAID[kind]!r}, the translation {_SAID[turned]!r}", pair.at, "say what the English says")  # fmt: skip
        elif kind in _LOCKS:
            yield Finding(f"the English says {_SAID[kind]!r}, and no word for it is known in the translation", pair.at, "say it, or let a second reader accept the finding")  # fmt: skip
