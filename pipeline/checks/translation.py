"""What a translator or reviewer should look at in a translation that can be read without an error."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import inline
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Location, Severity
from pipeline.document import Inlines, Text


@dataclass(frozen=True, slots=True)
class Pair:
    """A message and its translation. ``at``: the entry in the catalog."""

    source: Inlines
    translation: Inlines
    at: Location


TRANSLATION: Checks[Pair] = Checks()
check = TRANSLATION.check

_SENTENCE = 4  # words: a shorter text may be a name


@check("N301", Severity.ERROR)
def no_figure_typed(pair: Pair) -> Iterator[Finding]:
    """No figure is typed in a translation, in any script's digits.

    Every figure of a leaflet is a fact that the pipeline writes as the language does. A typed one may
    be wrong today, and stays when the fact changes. Names with figures, such as CD19, are declared as terms.
    """
    for one in inline.walk(pair.translation):
        if isinstance(one, Text):
            for word in one.text.split():
                if any(unicodedata.category(c) in ("Nd", "Nl", "No") for c in word):
                    hint = "keep the {marker} of the English, or write the number in words"
                    yield Finding(f"the figure in {word!r} is typed", pair.at, hint)


@check("T301", Severity.WARNING)
def not_english(pair: Pair) -> Iterator[Finding]:
    """A translation is not the English text again.

    A sentence copied from the English looks translated to every tool, and the patient cannot read it.
    """
    text = inline.plain(pair.source)
    if len(text.split()) >= _SENTENCE and text == inline.plain(pair.translation):
        short = text if len(text) <= 60 else f"{text[:57]}..."
        yield Finding(f"the translation of {short!r} is the English text", pair.at, "translate it")
