"""The words that the pipeline itself adds to a leaflet, in English, and how they are filled.

They are translated like any message: ``locale/<lang>/LC_MESSAGES/pipeline.po`` ships with the
pipeline, and a ``pipeline.po`` in a charity's own translations/ overrides it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Literal

from babel import Locale
from babel.lists import format_list

from pipeline.document import Document, FactRef, Foreign, Inline, Inlines, State, Strong, Text, Way
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
    CONTENTS = "Contents"
    BLANK = "This page is left blank."
    GOES_TO_PAGE = "{text}: goes to page {page}"
    ASK_FOR = "Ask for this leaflet in {ways}."
    ON_REQUEST = "We make these for you on request: {ways}."
    NOT_OFFERED = "We do not have these yet: {ways}."
    CALL = "Call {helpline}."
    ALSO_IN = "This leaflet in other languages:"
    LARGE_PRINT = "large print"
    WORD_FILE = "a Word file"
    AUDIO = "audio"
    BRAILLE = "braille"
    EASY_READ = "Easy Read"
    SIGNED = "British Sign Language"
    ANOTHER_LANGUAGE = "another language"
    REVIEWED = "Last reviewed: {reviewed}"
    UPDATED = "Updated: {updated}"
    NEXT_REVIEW = "Next review due: {review_due}"
    VERSION = "Version: {version}"
    LISTEN = "Listen to this leaflet"
    ON_THE_WEB = "This leaflet on the web"
    QR_CODE = "QR code that opens {address}"
    NOT_TRANSLATED = "Not yet translated:"
    MACHINE_DRAFT = (
        "Draft: a machine made this translation and nobody has checked it yet. "
        "It may have mistakes. Do not rely on it."
    )
    DRAFT_TRANSLATION = "Draft: this translation has not been approved yet. Do not rely on it."
    DRAFT = "Draft: this leaflet has not been approved yet. Do not rely on it."
    OVERDUE = "This leaflet was due for review on {review_due}. Some of it may be out of date."
    WITHDRAWN = "This leaflet has been withdrawn. Do not use it."
    ASK_TEAM = "Ask your health team if you are not sure about anything."
    COMPUTER_VOICE = "This leaflet is read by a computer voice."
    PUBLISHED_BY = "From {publisher}."
    LIST_OF = "List of {n} items."
    LIST_OF_ONE = "List of one item."
    NESTED_LIST_OF = "A list of {n} items inside this item."
    NESTED_LIST_OF_ONE = "A list of one item inside this item."
    END_OF_LIST = "End of list."
    END_OF_NESTED_LIST = "End of the list inside this item."
    TABLE_OF = "Table with {n} rows."
    TABLE_OF_ONE = "Table with one row."
    ROW = "Row {n}."
    END_OF_TABLE = "End of table."
    SECTIONS = "This leaflet has {n} sections."
    SECTIONS_ONE = "This leaflet has one section."
    LASTS = "It lasts about {n} minutes."
    LASTS_ONE = "It lasts about one minute."
    SECTION = "Section {n}."
    HEADING = "Heading:"
    NOT_PROOFREAD = "A computer made this braille. No braille reader has proofread it."
    VOLUME = "Volume {n} of {volumes}"
    DRAFT_MARK = "Draft"
    OVERDUE_MARK = "Review overdue"
    LABELLED = "{label}: {text}"
    EXACT_AND_PLAIN = "{exact}, {plain}"
    CONTACTS = "Here are the telephone numbers again, slowly."
    END = "This is the end of the leaflet."
    SKIP = "Skip to the leaflet"
    CHAPTERS = "Go to a part of it"
    NO_AUDIO = "There is no audio of this leaflet in this language."
    DOWNLOAD = "Download this leaflet"
    CLEAR_PRINT = "clear print"
    GIANT_PRINT = "giant print"
    AUDIO_BOOK = "audio book"
    AUDIO_TRACKS = "audio in parts"
    EBOOK = "e-book"
    TALKING_BOOK = "talking book (DAISY)"
    WEB_PAGE = "web page"
    TOP = "Back to the contents"
    DISPLAY = "Change how this page looks"
    TEXT_SIZE = "Text size"
    SPACING = "Space between lines and letters"
    COLOURS = "Colours"
    USUAL = "usual"
    LARGER = "larger"
    LARGEST = "largest"
    WIDE = "wide"
    LIGHT = "light"
    DARK = "dark"
    YELLOW = "yellow on black"
    LEAFLETS = "Leaflets"
    FIND = "Find a leaflet by its name or language"
    NONE_FOUND = "No leaflet has these words."
    FOUND = "Found: {count}"
    SKIP_LIST = "Skip to the list"
    PAGE_LIST = "Pages of the large-print edition"
    BOOK_PARTS = "Parts of this book"
    MARKED = "Headings, lists, tables and contents are marked for screen readers, and the text can be enlarged."
    HEARD = "Each sentence can be heard while it is shown."


COMMENTS: dict[Word, str] = {
    Word.BLANK: "On the last pages of a booklet, which has a multiple of four pages.",
    Word.PAGE: "At the foot of each page.",
    Word.SIDE_EFFECT: "Heading of the first column of the table of side effects.",
    Word.HOW_MANY: "Heading of the second column of the table of side effects.",
    Word.IN_PEOPLE: "Beside the exact percentage: 70.8% is about 71 in 100 people. {n} and {of} are figures.",
    Word.PICTURE: "Spoken before the description of a picture.",
    Word.OPENS_PAGE: "What a screen reader says of a link. {text} is the link's own text.",
    Word.CONTENTS: "Heading of the list of what is in the leaflet, with page numbers.",
    Word.GOES_TO_PAGE: "What a screen reader says of an entry of the contents. {text} is a heading.",
    Word.ASK_FOR: "{ways} is a list such as: large print, audio or another language.",
    Word.ON_REQUEST: "{ways} is a list such as: braille and Easy Read.",
    Word.NOT_OFFERED: "{ways} is a list such as: Easy Read and British Sign Language.",
    Word.CALL: "{helpline} is a phone number.",
    Word.ALSO_IN: "Before the names of languages, each in its own script.",
    **dict.fromkeys(
        (Word.LARGE_PRINT, Word.WORD_FILE, Word.AUDIO, Word.BRAILLE, Word.EASY_READ, Word.SIGNED),
        "One of the ways in which a leaflet can be had; it stands in a list.",
    ),
    Word.ANOTHER_LANGUAGE: 'The last of the list in "Ask for this leaflet in {ways}."',
    Word.LISTEN: "Above the address of the sound file.",
    Word.ON_THE_WEB: "Above the address of the leaflet's web page.",
    Word.QR_CODE: "What a screen reader says of a square code that a phone's camera reads.",
    Word.NOT_TRANSLATED: "Before a sentence that still stands in English.",
    Word.WITHDRAWN: "On every page of a leaflet that the charity has recalled, because something in it is wrong.",
    Word.COMPUTER_VOICE: "Spoken near the start of the audio leaflet.",
    Word.PUBLISHED_BY: "Spoken after the title. {publisher} is the charity's name.",
    Word.LIST_OF: "Spoken before a list. {n} is a number, in words.",
    Word.NESTED_LIST_OF: "Spoken before a list inside a list. {n} is a number, in words.",
    Word.ROW: "Spoken before each row of a table. {n} is a number, in words.",
    Word.SECTIONS: "Spoken before the list of headings of the audio leaflet. {n} is a number, in words.",
    Word.LASTS: "Spoken near the start: how long the audio leaflet is. {n} is a number, in words.",
    Word.SECTION: "Spoken before the heading of a section. {n} is a number, in words.",
    Word.HEADING: "Spoken before a heading inside a section.",
    Word.NOT_PROOFREAD: "Near the start of the braille leaflet.",
    Word.VOLUME: "On the first page of each volume of a long braille leaflet. Both markers are figures.",
    Word.DRAFT_MARK: "At the top of each braille page of a leaflet that is not approved. As short as can be.",
    Word.OVERDUE_MARK: "At the top of each braille page of a leaflet past its review date. As short as can be.",
    Word.LABELLED: "In braille, a name and what belongs to it: Fever: 70.8%. Only the sign between them is yours to change.",
    Word.EXACT_AND_PLAIN: "In braille, a percentage and its plain form: 70.8%, about 71 in 100 people. Only the sign between them is yours to change.",
    Word.CONTACTS: "Spoken near the end, before sentences with telephone numbers.",
    Word.END: "The last sentence of the audio leaflet.",
    Word.SKIP: "The first link of the web page, for those who use a keyboard.",
    Word.CHAPTERS: "Above the list of the parts of the recording, on the web page.",
    Word.NO_AUDIO: "On the web page, in place of the player.",
    Word.DOWNLOAD: "Above the list of files, on the web page.",
    **dict.fromkeys(
        (
            Word.CLEAR_PRINT,
            Word.GIANT_PRINT,
            Word.AUDIO_BOOK,
            Word.AUDIO_TRACKS,
            Word.EBOOK,
            Word.TALKING_BOOK,
            Word.WEB_PAGE,
        ),
        "One of the files that can be downloaded; it stands in a list.",
    ),
    Word.LEAFLETS: "Heading of the page that lists every leaflet.",
    Word.FIND: "Above the field for words, on the page that lists every leaflet.",
    Word.SKIP_LIST: "The first link of the page that lists every leaflet.",
    Word.PAGE_LIST: "What a screen reader calls the list of page numbers of the e-book.",
    Word.BOOK_PARTS: "What a screen reader calls a short list of the e-book's parts.",
    Word.MARKED: "From the e-book's description, for those who choose books that they can use.",
    Word.HEARD: "From the e-book's description, for those who choose books that they can use.",
    Word.TOP: "A link at the end of the web page.",
    Word.DISPLAY: "Above the choices of text size, spacing and colours, on the web page.",
    **dict.fromkeys(
        (
            Word.USUAL,
            Word.LARGER,
            Word.LARGEST,
            Word.WIDE,
            Word.LIGHT,
            Word.DARK,
            Word.YELLOW,
        ),
        "One of the choices of text size, spacing or colours, on the web page.",
    ),
}


def text(document: Document, word: Word, **values: str) -> str:
    """The word in the document's language, or in English where that has none, with its markers filled."""
    template = dict(document.words).get(word.value) or word.value
    # By name, never by str.format: a catalog is hostile input.
    return _MARKER.sub(lambda marker: values.get(marker[1], marker[0]), template)


def inlines(document: Document, word: Word, **values: str | Inline | Inlines) -> Inlines:
    """The same, tagged as English where the document's language has no such word."""
    template = dict(document.words).get(word.value) or word.value
    parts = _MARKER.split(template)  # text and names of markers in turn
    filled = tuple(
        one
        for number, part in enumerate(parts)
        if part
        for one in _part(part, number % 2 == 1, values)
    )
    return filled if known(document, word) else (Foreign(filled, SOURCE),)


def known(document: Document, word: Word) -> bool:
    """Whether the document's language has the word."""
    return document.tag == SOURCE or bool(dict(document.words).get(word.value))


def _part(part: str, marker: bool, values: dict[str, str | Inline | Inlines]) -> Inlines:
    value = values.get(part, f"{{{part}}}") if marker else part
    match value:
        case str(text):
            return (Text(text),)
        case tuple():
            return value
        case _:
            return (value,)


def ask(
    document: Document, names: Callable[[Document], Inlines] | None = None
) -> tuple[Inlines, ...]:
    """How else the leaflet can be had, a sentence each; the publisher's own number where it has one. ``names``: how the
    other languages are named, else by themselves."""
    offer = document.offer
    made = [_WAYS[way] for way in offer.made] + [Word.ANOTHER_LANGUAGE] * bool(offer.languages)
    sentences: list[Inlines] = []
    if made:
        sentences.append(_listed(document, Word.ASK_FOR, made, "or"))
    if offer.on_request:
        sentences.append(
            _listed(document, Word.ON_REQUEST, [_WAYS[way] for way in offer.on_request])
        )
    if offer.helpline:
        call = _filled(document, Word.CALL, offer.helpline, document.fact(offer.helpline))
        sentences.append((Strong(call),))
    if offer.languages:
        sentences += [inlines(document, Word.ALSO_IN), (names or autonyms)(document)]
    if offer.not_offered:
        sentences.append(
            _listed(document, Word.NOT_OFFERED, [_WAYS[way] for way in offer.not_offered])
        )
    return tuple(sentences)


def autonyms(document: Document) -> Inlines:
    """The other languages, each by its own name and in its own script."""
    names: list[Inline] = []
    for tag in document.offer.languages:
        names += [Text(" · ")] if names else []
        names.append(Foreign((Text(language(tag).autonym),), tag))
    return tuple(names)


def exonyms(document: Document) -> Inlines:
    """The other languages, each as the document's language calls it: for who reads one script only."""
    own = language(document.tag).babel
    names = [Locale.parse(tag).get_display_name(own) for tag in document.offer.languages]
    if known_names := [name for name in names if name]:
        return (Text(format_list(known_names, locale=own)),)
    return ()


def dates(document: Document) -> tuple[Inlines, ...]:
    """When the leaflet was reviewed and updated, when it will be, and its version: those that it has."""
    known_dates, version = document.dates, dict(document.facts).get("version")
    days = (
        (Word.REVIEWED, "reviewed", Kind.DATE, known_dates.reviewed),
        (Word.UPDATED, "updated", Kind.MONTH, known_dates.updated),
        (Word.NEXT_REVIEW, "review_due", Kind.DATE, known_dates.review_due),
    )
    found = [
        _filled(document, word, name, Fact(kind, day)) for word, name, kind, day in days if day
    ]
    return (*found, *([_filled(document, Word.VERSION, "version", version)] if version else []))


def notice(document: Document) -> tuple[Inlines, ...]:
    """What a reader must be told before they rely on the leaflet, a sentence each; empty when it is approved and in date."""
    status = document.status
    if status.clear:
        return ()
    sentences: list[Inlines] = []
    if status.withdrawn:
        sentences.append(inlines(document, Word.WITHDRAWN))
    elif status.state is not State.APPROVED or status.untranslated:
        sentences.append(inlines(document, _draft_word(document)))
    if status.overdue and document.dates.review_due and not status.withdrawn:
        due = Fact(Kind.DATE, document.dates.review_due)
        sentences.append(_filled(document, Word.OVERDUE, "review_due", due))
    sentences.append(inlines(document, Word.ASK_TEAM))
    return tuple(sentences)


def _draft_word(document: Document) -> Word:
    if document.tag == SOURCE:
        return Word.DRAFT
    return Word.MACHINE_DRAFT if document.status.machine else Word.DRAFT_TRANSLATION


def _filled(document: Document, word: Word, name: str, fact: Fact) -> Inlines:
    """The word with a fact, both in the document's language, or both in English where that has no such word."""
    tag = document.tag if known(document, word) else SOURCE
    return inlines(document, word, **{name: FactRef(name, display(fact, language(tag)))})


def _listed(
    document: Document,
    word: Word,
    items: Sequence[Word],
    style: Literal["or", "standard"] = "standard",
) -> Inlines:
    """The word with a list of others, as the language joins them; all in English where it lacks one of them."""
    if not all(known(document, one) for one in (word, *items)):
        english = replace(document, tag=SOURCE, words=())
        return (Foreign(_listed(english, word, items, style), SOURCE),)
    names = [text(document, item) for item in items]
    joined = format_list(names, style=style, locale=language(document.tag).babel)
    return inlines(document, word, ways=joined)


_WAYS = {
    Way.LARGE_PRINT: Word.LARGE_PRINT,
    Way.WORD: Word.WORD_FILE,
    Way.AUDIO: Word.AUDIO,
    Way.BRAILLE: Word.BRAILLE,
    Way.EASY_READ: Word.EASY_READ,
    Way.SIGNED: Word.SIGNED,
}
