"""Documents to gettext templates: what translators see.

Each message carries where it stands and a picture of that, what kind of text it is, the author's comment, and what
every ``{marker}`` will show, so that a translator can inflect the words around a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO

from pipeline import inline, parse, wishes, words
from pipeline.catalogs.catalog import Catalog, Message, headers
from pipeline.document import Document, FactRef, Line, Section, lines
from pipeline.facts import display, plain_text
from pipeline.languages import SOURCE, language
from pipeline.publisher import Publisher

SCREENSHOTS = "output/translators"
_MARKER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_HEADER = (
    "Project-Id-Version: {name}\nReport-Msgid-Bugs-To: \nPOT-Creation-Date: {made}\nPO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\n"
    "Last-Translator: \nLanguage-Team: \nLanguage: \nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
)  # fmt: skip
SAFETY = re.compile(
    r"\b(not|never|no|unless|without|stop|avoid|only|until|before|after)\b|n't\b", re.IGNORECASE
)


def template(documents: Iterable[Document], domain: str, made: str) -> Catalog:
    """The template of one domain: every line of the documents that belongs to it, in reading order.

    ``made`` is written as POT-Creation-Date ("2026-11-24 09:05+0000").
    """
    found: dict[tuple[str | None, str], Message] = {}
    for document in documents:
        for line, section in placed(document):
            if line.domain == domain and line.inlines:
                message = _message(line, document, section)
                found[message.key] = _joined(found.get(message.key), message)
    return Catalog((_header(domain, made), *found.values()))


def words_template(made: str) -> Catalog:
    """The template of the pipeline's own words."""
    entries = []
    for word in words.Word:
        comment = words.COMMENTS.get(word)
        flags = ("python-brace-format",) if _MARKER.search(word.value) else ()
        entries.append(Message(word.value, flags=flags, extracted=(comment,) if comment else ()))
    return Catalog((_header("pipeline", made), *entries))


def _header(name: str, made: str) -> Message:
    return Message("", (_HEADER.format(name=name, made=made),))


def placed(document: Document) -> Iterator[tuple[Line, Section | None]]:
    """Every line with the outermost section that it stands in."""
    for line in lines(replace(document, sections=())):
        yield line, None
    for section in document.sections:
        alone = replace(document, summary=None, blocks=(), sections=(section,))
        for line in islice(lines(alone), 1, None):  # after the title
            yield line, section


def screenshot(line: Line, section: Section | None) -> str:
    """Where the picture of a section lies when ``leaflet screenshots`` has made it; ``line``: one of the section, or the title."""
    name = "first-page" if section is None else _name(section)
    return f"{SCREENSHOTS}/{line.domain}/{name}.png"


def _name(section: Section) -> str:
    said = section.id or inline.plain(section.heading.inlines).lower()
    return re.sub(r"\W+", "-", said).strip("-")[:60] or "section"


def _message(line: Line, document: Document, section: Section | None) -> Message:
    msgid = inline.write(line.inlines)
    markers = list(
        dict.fromkeys(one.name for one in inline.walk(line.inlines) if isinstance(one, FactRef))
    )
    comments = [*filter(None, [line.comment]), *_values(markers, document)]
    if SAFETY.search(msgid):
        comments.append("SAFETY: this says what not to do, or when. Keep every such word.")
    where = section.heading if section else document.title
    comments.append(f"Picture: {screenshot(where, section)}")
    flags = ("python-brace-format",) if markers else ()
    return Message(
        msgid,
        context=line.context or None,
        flags=flags,
        extracted=tuple(comments),
        references=(str(line.at),),
    )


def _values(markers: Iterable[str], document: Document) -> Iterator[str]:
    facts = dict(document.facts)
    for name in markers:
        if fact := facts.get(name):
            unit = f" ({fact.unit})" if fact.unit and fact.unit != "count" else ""
            yield f"{{{name}}} will read: {plain_text(display(fact, language(SOURCE)))}{unit}"


def _joined(before: Message | None, message: Message) -> Message:
    """One message for a text that stands in several places."""
    if before is None:
        return message
    comments = tuple(dict.fromkeys((*before.extracted, *message.extracted)))
    references = tuple(dict.fromkeys((*before.references, *message.references)))
    return before.changed(extracted=comments, references=references)


def same_messages(a: Catalog | None, b: Catalog) -> bool:
    """Whether two templates differ in nothing but the time when they were made."""
    return a is not None and _without_date(a) == _without_date(b)


def _without_date(catalog: Catalog) -> tuple[Message, ...]:
    fields = headers(catalog.header)
    fields.pop("POT-Creation-Date", None)
    return (Message("", (repr(fields),)), *catalog.living)


def extract(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str | tuple[str, str], str | tuple[str, str], list[str]]]:
    """Babel's entry point "leaflet": ``pybabel extract`` gives the same messages, file by file."""
    path = Path(str(getattr(fileobj, "name", "leaflet.md")))
    text = fileobj.read().decode("utf-8", "replace")
    charity = _publisher_near(path)
    if path.parent.name == "shared":
        document, _ = parse.parse_fragment(text, str(path), charity)
    else:
        document, _ = parse.parse(text, str(path), charity, {}, lambda _: None)
    for line, section in placed(document):
        if line.inlines and line.at.path == str(path) and line.domain:
            message = _message(line, document, section)
            if message.context is not None:
                yield (
                    line.at.line,
                    "pgettext",
                    (message.context, message.msgid),
                    list(message.extracted),
                )
            else:
                yield line.at.line, "gettext", message.msgid, list(message.extracted)


def _publisher_near(path: Path) -> Publisher:
    """The charity of the project that a source file stands in: its numbers are facts of every leaflet."""
    for folder in path.resolve().parents:
        if (charity := folder / "publisher.yaml").is_file():
            return wishes.read(charity.read_text("utf-8", "replace"), str(charity))[0]
    return Publisher()
