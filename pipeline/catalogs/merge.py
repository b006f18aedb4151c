"""A new template into a translator's catalog, losing no word of theirs.

Kept: living and obsolete entries, translators' comments, ``#|`` previous texts, flags, headers of
editors. Texts that come back are revived. A guess is offered only where a wrong one could not turn
a dose or a "not" round: its figures, markers, units and negations must be those of the new English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from pipeline.catalogs.catalog import Catalog, Key, Message, headers, quoted

CUTOFF = 75.0  # of 100: about where msgmerge begins to guess
_FORMATS = {"python-format", "python-brace-format", "c-format", "no-python-format"}
# What may not differ between a guess and the new English: docs/notes/translation.md, "Fuzzy guesses invert meaning".
_SAFETY = re.compile(
    r"\{\w+\}|\]\[[\w-]+\]|\d+(?:[.,]\d+)*|n't\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|once|twice|half|"
    r"no|not|never|none|without|unless|until|before|after|above|below|more|less|most|least|only|stop|start|avoid|do|"
    r"minutes?|hours?|days?|weeks?|months?|years?|mg|ml|high|low|higher|lower)\b",
    re.IGNORECASE,
)


def merge(template: Catalog, catalog: Catalog | None, tag: str, path: str = "") -> Catalog:
    """The catalog brought up to the template. Merging again changes nothing."""
    old = catalog or Catalog((), path)
    living = {m.key: m for m in old.messages if m.msgid and not m.obsolete}
    gone = {m.key: m for m in old.messages if m.msgid and m.obsolete}
    guesses = _Guesses([m for m in (*living.values(), *gone.values()) if all(m.msgstr)], template)
    used: set[Key] = set()
    merged = [_header(template, old, tag)]
    for message in template.living:
        source = living.get(message.key) or gone.get(message.key)
        if source:
            used.add(source.key)
            merged.append(_updated(message, source))
        else:
            merged.append(guesses.offer(message) or message)
    wanted = {message.key for message in template.living}
    left = [m for m in old.messages if m.msgid and m.key not in used and m.key not in wanted]
    merged += [_retired(m) for m in left if any(m.msgstr) or m.obsolete]
    return replace(old, messages=tuple(merged))


def _header(template: Catalog, old: Catalog, tag: str) -> Message:
    """The translator's own header; only the template's date is the template's."""
    made = headers(template.header).get("POT-Creation-Date", "")
    if old.header is None:
        rows = (template.header.msgstr[0] if template.header else "").replace(
            "Language: \n", f"Language: {tag}\n"
        )
        return Message("", (rows,))
    if headers(old.header).get("POT-Creation-Date") == made:
        return old.header
    text = old.header.msgstr[0]
    row = f"POT-Creation-Date: {made}"
    dated = re.sub(r"^POT-Creation-Date:.*$", lambda _: row, text, flags=re.MULTILINE)
    return old.header.changed(msgstr=(dated,))


def _updated(message: Message, source: Message) -> Message:
    """What the template says of a message, with all that the translator did to it."""
    kept = [flag for flag in source.flags if flag not in _FORMATS]
    flags = tuple(dict.fromkeys((*kept, *message.flags)))
    new = source.changed(
        flags=flags, extracted=message.extracted, references=message.references, obsolete=False, plural=message.plural
    )  # fmt: skip
    return source if new == source else new


def _retired(message: Message) -> Message:
    return (
        message if message.obsolete else message.changed(obsolete=True, references=(), extracted=())
    )


def figures(text: str) -> Counter[str]:
    """Everything in an English text that may not differ in a guess."""
    return Counter(found.lower() for found in _SAFETY.findall(text))


class _Guesses:
    """Translated messages to guess from, those that the template no longer has first: they were probably edited."""

    def __init__(self, known: Sequence[Message], template: Catalog) -> None:
        wanted = {message.key for message in template.living}
        self.edited = [m for m in known if m.key not in wanted]
        self.texts = [m.msgid for m in self.edited]

    def offer(self, message: Message) -> Message | None:
        """The message with another's text, fuzzy, and ``#|`` what that text was for; None when nothing safe is near."""
        hits: Iterable[tuple[str, float, int]] = process.extract(
            message.msgid, self.texts, scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=5
        )
        safe = [hit for hit in hits if figures(hit[0]) == figures(message.msgid)]
        if not safe:
            return None
        best = min(safe, key=lambda hit: (self.edited[hit[2]].context != message.context, -hit[1]))
        return _guessed(message, self.edited[best[2]])


def _guessed(message: Message, source: Message) -> Message:
    context = [f"msgctxt {quoted(source.context)}"] if source.context is not None else []
    kept = [flag for flag in source.flags if flag not in _FORMATS and flag != "fuzzy"]
    return message.changed(
        msgstr=source.msgstr,
        comments=source.comments,
        flags=("fuzzy", *kept, *message.flags),
        previous=(*context, f"msgid {quoted(source.msgid)}"),
    )
