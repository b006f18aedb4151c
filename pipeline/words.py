"""The words that the pipeline itself adds to a leaflet, in English, and how they are filled.

They are translated like any message: ``locale/<lang>/LC_MESSAGES/pipeline.po`` ships with the
pipeline, and a ``pipeline.po`` in a charity's own translations/ overrides it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from pipeline.document import Document, FactRef, Foreign, Inline, Inlines, State, Text
from pipeline.facts import Fact, Kind, display
from pipeline.languages import SOURCE, language

_MARKER = re.compile(r"\{([a-z_]+)\}")


class Word(StrEnum):
    """Each member's value is its msgid; its comment for translators stands in COMMENTS."""

    PAGE = "Page {page} of {pages}"
    SIDE_EFFECT = "Side effect"
    HOW_MANY = "How many people"
    IN_PEOPLE = "about {n} in {of} people"
    WARNING = "Warning"
    NOTE = "Note"
    PICTURE = "Picture"
    OPENS_PAGE = "{text}: opens the web page {address}"
    NOT_TRANSLATED = "Not yet translated:"
    MACHINE_DRAFT = (
        "Draft: a machine made this translation and nobody has checked it yet. "
        "It may have mistakes. Do not rely on it."
    )
    DRAFT_TRANSLATION = "Draft: this translation has not been approved yet. Do not rely on it."
    DRAFT = "Draft: this leaflet has not been approved yet. Do not rely on it."
    OVERDUE = "This leaflet was due for review on {review_due}. Some of it may be out of date."
    ASK_TEAM = "Ask your health team if you are not sure about anything."
    COMPUTER_VOICE = "This leaflet is read by a computer voice."
    PUBLISHED_BY = "From {publisher}."
    LIST_OF = "List of {n} items."
    LIST_OF_ONE = "List of one item."
    NESTED_LIST_OF = "A list of {n} items inside this item."
    NESTED_LIST_OF_ONE = "A list of one item inside this item."
    END_OF_LIST = "End of list."
    TABLE_OF = "Table with {n} rows."
    TABLE_OF_ONE = "Table with one row."
    END_OF_TABLE = "End of table."
    END = "This is the end of the leaflet."


COMMENTS: dict[Word, str] = {
    Word.PAGE: "At the foot of each page.",
    Word.SIDE_EFFECT: "Heading of the first column of the table of side effects.",
    Word.HOW_MANY: "Heading of the second column of the table of side effects.",
    Word.IN_PEOPLE: "Beside the exact percentage: 70.8% is about 71 in 100 people. {n} and {of} are figures.",
    Word.PICTURE: "Spoken before the description of a picture.",
    Word.OPENS_PAGE: "What a screen reader says of a link. {text} is the link's own text.",
    Word.NOT_TRANSLATED: "Before a sentence that still stands in English.",
    Word.COMPUTER_VOICE: "Spoken near the start of the audio leaflet.",
    Word.PUBLISHED_BY: "Spoken after the title. {publisher} is the charity's name.",
    Word.LIST_OF: "Spoken before a list. {n} is a number, in words.",
    Word.NESTED_LIST_OF: "Spoken before a list inside a list. {n} is a number, in words.",
    Word.END: "The last sentence of the audio leaflet.",
}


def text(document: Document, word: Word, **values: str) -> str:
    """The word in the document's language, or in English where that has none, with its markers filled."""
    template = dict(document.words).get(word.value) or word.value
    # By name, never by str.format: a catalog is hostile input.
    return _MARKER.sub(lambda marker: values.get(marker[1], marker[0]), template)


def inlines(document: Document, word: Word, **values: str | Inline) -> Inlines:
    """The same, tagged as English where the document's language has no such word."""
    template = dict(document.words).get(word.value) or word.value
    parts = _MARKER.split(template)  # text and names of markers in turn
    filled = tuple(
        _part(part, number % 2 == 1, values) for number, part in enumerate(parts) if part
    )
    return filled if known(document, word) else (Foreign(filled, SOURCE),)


def known(document: Document, word: Word) -> bool:
    """Whether the document's language has the word."""
    return document.tag == SOURCE or bool(dict(document.words).get(word.value))


def _part(part: str, marker: bool, values: dict[str, str | Inline]) -> Inline:
    value = values.get(part, f"{{{part}}}") if marker else part
    return Text(value) if isinstance(value, str) else value


def notice(document: Document) -> tuple[Inlines, ...]:
    """What a reader must be told before they rely on the leaflet, a sentence each; empty when it is approved and in date."""
    status = document.status
    if status.clear:
        return ()
    sentences: list[Inlines] = []
    if status.state is not State.APPROVED or status.untranslated:
        sentences.append(inlines(document, _draft_word(document)))
    if status.overdue and document.dates.review_due:
        tag = document.tag if known(document, Word.OVERDUE) else SOURCE
        due = display(Fact(Kind.DATE, document.dates.review_due), language(tag))
        sentences.append(inlines(document, Word.OVERDUE, review_due=FactRef("review_due", due)))
    sentences.append(inlines(document, Word.ASK_TEAM))
    return tuple(sentences)


def _draft_word(document: Document) -> Word:
    if document.tag == SOURCE:
        return Word.DRAFT
    return Word.MACHINE_DRAFT if document.status.machine else Word.DRAFT_TRANSLATION
