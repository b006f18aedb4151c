"""What the texts of a catalog mean: header, plural forms, formats. As msgfmt -c asks, of what would be used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.catalogs import formats
from pipeline.catalogs.catalog import Catalog, Message
from pipeline.catalogs.plurals import PluralError, Plurals, plurals
from pipeline.diagnostic import Diagnostic, Location
from pipeline.facts import BIDI_CONTROLS, ISOLATES, PDI

_MARKER = re.compile(r"\{[A-Za-z_]\w*\}")
_RANGE = re.compile(r"range:\s*(\d{1,9})\s*\.\.\s*(\d{1,9})", re.ASCII)
_PLURAL_FORMS = "Plural-Forms: nplurals=2; plural=(n != 1);"
Wrong = tuple[str, str, str]  # code, what, remedy


def meaning(catalog: Catalog, tag: str | None) -> Iterator[Diagnostic]:
    """What is wrong with what the texts say. ``tag``: of the language that the header must name; None for a template."""
    header = catalog.header
    if header is None:
        hint = 'run leaflet update, or copy the first entry (msgid "") of another catalog'
        yield Diagnostic(
            "T111",
            "the first entry, which names the language, is missing",
            Location(catalog.path, 1),
            hint,
        )
        return
    yield from _placed(catalog, header, _header(header.msgstr[0], tag))
    forms = None
    try:
        forms = plurals(header.msgstr[0])
    except PluralError as wrong:
        yield from _placed(catalog, header, [("T112", str(wrong), f"write it as {_PLURAL_FORMS}")])
    else:
        if forms is None and any(_used(m) and m.plural is not None for m in catalog.messages):
            without = (
                "T112",
                "the first entry does not say how this language forms the plural",
                f"write into it {_PLURAL_FORMS}",
            )
            yield from _placed(catalog, header, [without])
    for message in catalog.messages:
        if not message.obsolete:
            yield from _placed(catalog, message, _unseen(message))
        if message is not header and _used(message):
            yield from _placed(catalog, message, _pair(message, forms))


def _used(message: Message) -> bool:
    """Whether msgfmt takes the entry: by its first plural form, the others may be empty."""
    return bool(message.msgstr[0]) and not message.fuzzy and not message.obsolete


def _placed(catalog: Catalog, message: Message, found: Iterable[Wrong]) -> Iterator[Diagnostic]:
    at = Location(catalog.path, message.line)
    return (Diagnostic(code, what, at, hint) for code, what, hint in found)


def _header(text: str, tag: str | None) -> Iterator[Wrong]:
    """Charset and language; of a template only the charset."""
    charset = re.search(r"charset=([^ \t\n]*)", text)  # msgfmt, too, takes the first it meets
    named = charset[1] if charset else "none"
    if named.upper() not in ("UTF-8", *(("CHARSET",) if tag is None else ())):
        hint = "write Content-Type: text/plain; charset=UTF-8 there, and save the file as UTF-8"
        yield "T124", f"the top of the file names the charset {named}, not UTF-8", hint
    for language in _languages(text) if tag is not None else ():
        if language.replace("-", "_") != tag:
            said = f"says {language}" if language else "names no language"
            hint = f"write Language: {tag} at its top if the file is in {tag}; else move it to the folder of its language"
            yield "T123", f"the top of the file {said}, its folder is {tag}", hint


def _languages(text: str) -> list[str]:
    return [row.strip() for row in re.findall(r"^Language:(.*)$", text, re.MULTILINE)] or [""]


def _unseen(message: Message) -> Iterator[Wrong]:
    for text in message.msgstr:
        for c in text:
            if (
                (c in BIDI_CONTROLS and c not in ISOLATES + PDI)
                or (ord(c) < 32 and c not in "\n\t")
                or c in "\u2028\u2029\ufeff\ufffd\x7f"
            ):
                yield (
                    "T125",
                    f"U+{ord(c):04X} cannot be seen and must not be typed",
                    "delete it; marks for the direction of text are set for you",
                )
                return


def _pair(message: Message, forms: Plurals | None) -> Iterator[Wrong]:
    """What msgfmt -c asks of an entry whose text is used."""
    if message.plural is not None and forms and len(message.msgstr) != forms.count:
        here, there = len(message.msgstr), forms.count
        hint = "write one msgstr[...] for each, numbered from 0"
        yield (
            "T112",
            f"this has {here} plural {'form' if here == 1 else 'forms'}, and the top of the file says {there}",
            hint,
        )
    if not message.msgid:
        return
    for text in (*(() if message.plural is None else (message.plural,)), *message.msgstr):
        for ends, where in ((str.startswith, "begin"), (str.endswith, "end")):
            if ends(message.msgid, "\n") != ends(text, "\n"):
                hint = r"write \n there in both texts, or in neither"
                yield (
                    "T113",
                    f"one of the two texts {where}s with a new line, and the other does not",
                    hint,
                )
    yield from _formats(message, forms)
    yield from _doubled(message)


def _formats(message: Message, forms: Plurals | None) -> Iterator[Wrong]:
    source = message.msgid if message.plural is None else message.plural
    for kind in formats.kinds(message.flags):
        hint = "copy each {marker} (or sign such as %s) from the English, and add none"
        for number, text in enumerate(message.msgstr):
            strict = _strict(message, forms, number)
            differs = formats.differs(kind, source, text, strict)
            if differs and formats.known(kind):
                yield "T114", f"the two texts do not agree: {differs}", hint
            elif differs:
                yield (
                    "T128",
                    f"the signs that a program fills in ({kind}) are not those of the English",
                    hint,
                )


def _strict(message: Message, forms: Plurals | None, number: int) -> bool:
    """Whether a form must use every argument: "one file" need not say its figure."""
    if message.plural is None or len(message.msgstr) == 1:
        return True
    if forms is None or not forms.often(number):
        return False
    ranges = [found for flag in message.flags if (found := _RANGE.fullmatch(flag))]
    return not ranges or forms.within(number, int(ranges[-1][1]), int(ranges[-1][2])) > 1


def _doubled(message: Message) -> Iterator[Wrong]:
    wanted = Counter(_MARKER.findall(message.plural or message.msgid))
    for text in message.msgstr:
        for marker in Counter(_MARKER.findall(text)) - wanted:
            if marker in message.msgid:
                hint = "delete it where the English does not have it"
                yield "T122", f"{marker} stands more often than in the English", hint
