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

from pipeline.catalogs.catalog import Catalog, Key, Message, as_it_was, headers, quoted, unquoted

CUTOFF = 75.0  # of 100: about where msgmerge begins to guess
# What may not differ between a guess and the new English: docs/notes/translation.md, "Fuzzy guesses invert meaning".
_SAFETY = re.compile(
    r"\{\w+\}|\]\[[\w-]+\]|\d+(?:[.,]\d+)*|n't\b|\b(?:"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|half|quarter|"
    r"once|twice|double|triple|first|second|third|last|next|each|every|both|either|neither|nor|or|and|"
    r"no|not|cannot|never|none|nobody|nothing|without|with|unless|until|if|except|but|before|after|during|between|"
    r"above|below|over|under|more|less|fewer|most|least|only|always|often|sometimes|rarely|must|may|might|should|can|"
    r"stop|start|avoid|do|up|down|raise|lower|higher|high|low|increase|reduce|decrease|left|right|hot|cold|"
    r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|daily|weekly|monthly|hourly|morning|evening|night|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|"
    r"september|october|november|december|mg|ml|micrograms?|milligrams?|grams?|millilitres?|litres?|percent"
    r")\b",
    re.IGNORECASE,
)
# "safe" and "unsafe", "possible" and "impossible": a word that another one begins to deny.
_DENIED = re.compile(r"(?:un|in|im|il|ir|dis|non-?|mis)(\w{3,})", re.IGNORECASE)


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
    return old.header if dated == text else old.header.changed(msgstr=(dated,))


def _updated(message: Message, source: Message) -> Message:
    """What the template says of a message, with all that the translator did to it."""
    if (message.plural is None) != (source.plural is None):
        return _in_other_forms(message, source)
    flags = tuple(dict.fromkeys((*_own(source.flags), *message.flags)))
    new = source.changed(
        flags=flags, extracted=message.extracted, references=message.references, obsolete=False, plural=message.plural
    )  # fmt: skip
    if new == source:
        return source
    return as_it_was(new, source) if new.plural == source.plural else new


def _in_other_forms(message: Message, source: Message) -> Message:
    """A message that has got plural forms, or lost them: fuzzy, with the forms that have no place as comments."""
    count = len(message.msgstr)
    left = tuple(f"was: {quoted(text)}" for text in source.msgstr[count:] if text)
    return message.changed(
        msgstr=(*source.msgstr[:count], *[""] * (count - len(source.msgstr))),
        comments=(*source.comments, *left),
        flags=tuple(dict.fromkeys(("fuzzy", *_own(source.flags), *message.flags))),
    )


def _own(flags: Iterable[str]) -> list[str]:
    """The flags that are the translator's; which format a message has is the template's to say."""
    return [flag for flag in flags if not flag.endswith("-format")]


def _retired(message: Message) -> Message:
    if message.obsolete:
        return message
    return as_it_was(message.changed(obsolete=True, references=(), extracted=()), message)


def figures(text: str) -> Counter[str]:
    """Everything in an English text that may not differ in a guess."""
    return Counter(found.lower() for found in _SAFETY.findall(text))


def alike(before: str, after: str) -> bool:
    """Whether a translation of one English text may be offered, for review, as a guess at another's."""
    if figures(before) != figures(after):
        return False
    here, there = (set(re.findall(r"\w[\w-]*", text.lower())) for text in (before, after))
    changed = [*((word, there) for word in here - there), *((word, here) for word in there - here)]
    return not any(
        (denied := _DENIED.fullmatch(word)) and denied[1] in other for word, other in changed
    )


class _Guesses:
    """Translated messages to guess from, those that the template no longer has first: they were probably edited."""

    def __init__(self, known: Sequence[Message], template: Catalog) -> None:
        wanted = {message.key for message in template.living}
        self.edited = [m for m in known if m.key not in wanted]
        self.texts = [m.msgid for m in self.edited]
        self.english = [_translated_from(m) for m in self.edited]

    def offer(self, message: Message) -> Message | None:
        """The message with another's text, fuzzy, and ``#|`` what that text was for; None when nothing safe is near."""
        hits: Iterable[tuple[str, float, int]] = process.extract(
            message.msgid, self.texts, scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=5
        )
        safe = [hit for hit in hits if self.fits(message, hit[2])]
        if not safe:
            return None
        best = min(safe, key=lambda hit: (self.edited[hit[2]].context != message.context, -hit[1]))
        return _guessed(message, self.edited[best[2]])

    def fits(self, message: Message, number: int) -> bool:
        source, english = self.edited[number], self.english[number]
        same_forms = (source.plural is None) == (message.plural is None)
        return same_forms and alike(source.msgid, message.msgid) and alike(english, message.msgid)


def _translated_from(message: Message) -> str:
    """The English that a text was made from: that of the ``#|`` lines, while nobody has agreed it with the new one."""
    texts: list[str] = []
    keyword = ""
    for row in message.previous if message.fuzzy else ():
        named = re.match(r"(msg\w+)\s*(?=\")", row)
        keyword = named[1] if named else keyword
        if keyword == "msgid":
            texts.append(unquoted(row[named.end() if named else 0 :]))
    return "".join(texts) if texts else message.msgid


def _guessed(message: Message, source: Message) -> Message:
    """``#|`` says what the text was made from: over several updates the first of them, as msgmerge does."""
    context = [f"msgctxt {quoted(source.context)}"] if source.context is not None else []
    previous = source.previous if source.fuzzy else ()
    return message.changed(
        msgstr=source.msgstr,
        comments=source.comments,
        flags=tuple(dict.fromkeys(("fuzzy", *_own(source.flags), *message.flags))),
        previous=previous or (*context, f"msgid {quoted(source.msgid)}"),
    )
