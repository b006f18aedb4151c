"""The charity and its wishes, as values, read from source/publisher.yaml.

Every measure of a page stands beside the rule that it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline import languages
from pipeline.diagnostic import Diagnostic
from pipeline.document import DeclaredTerm, LinkTarget
from pipeline.facts import Fact
from pipeline.frontmatter import Fields, Form, Node, Scalar, Sequence


class Format(StrEnum):
    """What kind of file an edition is; the value is its suffix."""

    PDF = "pdf"
    DOCX = "docx"
    MP3 = "mp3"


@dataclass(frozen=True, slots=True)
class PrintProfile:
    """How a page is set. Lengths in points; A4 unless the purpose differs (UKAAF G003)."""

    body: float  # type size; every other size follows from it
    page_width: float = 595.28
    page_height: float = 841.89
    margin: float = 57.0  # 20 mm
    leading: float = 1.5  # times the type size (WCAG 2.2, 1.4.8 Visual Presentation)
    paragraph_gap: float = 1.0  # lines: at least one blank line between paragraphs (UKAAF G003)
    measure: int = 70  # characters on a line at most: 60 to 70 (RNIB)
    headings: tuple[float, float, float] = (1.6, 1.35, 1.15)  # times the body, levels 1, 2, 3+


@dataclass(frozen=True, slots=True)
class Edition:
    """One way in which a leaflet is published. ``name`` is what file names and people say; ``ua``: the part of PDF/UA."""

    name: str
    format: Format
    body: float = 18.0  # points; no meaning for sound
    ua: int = 1


# RNIB and UKAAF: clear print at least 12 pt, ideally 14; large print at least 16, ideally 18;
# giant print 24 and over. docs/notes/standards.md
EDITIONS = (
    Edition("clear-print", Format.PDF, 14.0),
    Edition("large-print", Format.PDF, 18.0),
    Edition("giant-print", Format.PDF, 28.0),
    Edition("word", Format.DOCX, 18.0),
    Edition("audio", Format.MP3),
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes. ``facts`` and ``links`` may be used in every leaflet and shared fragment.

    ``readable``: whether the file could be read; if not, no fact of a leaflet can be called unknown.
    """

    name: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()
    links: tuple[LinkTarget, ...] = ()
    terms: tuple[DeclaredTerm, ...] = ()
    languages: tuple[str, ...] = ()  # tags, in the order in which they are listed
    editions: tuple[Edition, ...] = EDITIONS
    published_at: str = ""
    faces: tuple[tuple[str, str], ...] = ()  # tag to one of Language.faces
    readable: bool = True


def with_pdf_ua(publisher: Publisher, ua: int) -> Publisher:
    """The same, with PDF files by part ``ua`` of PDF/UA: 1 (with PDF/A-2a) or 2."""
    editions = (
        replace(one, ua=ua if one.format is Format.PDF else 1) for one in publisher.editions
    )
    return replace(publisher, editions=tuple(editions))


def read(text: str, path: str) -> tuple[Publisher, list[Diagnostic]]:
    """The publisher in a publisher.yaml, and everything that is wrong with the file."""
    form = Form(path)
    entries = form.read(text)
    if entries is None:
        return Publisher(readable=False), form.found
    fields = form.known(
        entries,
        "name",
        "facts",
        "links",
        "terms",
        "languages",
        "editions",
        "published_at",
        "faces",
    )
    name = form.text(fields.get("name"))
    if name is None:
        form.report("S004", "the publisher needs a name", 1, "name: Our Charity")
    publisher = Publisher(
        name=name or "",
        facts=tuple((key, fact) for key, fact, _ in form.facts(fields.get("facts")) if fact),
        links=tuple(form.links(fields.get("links"))),
        terms=tuple(form.terms(fields.get("terms"))),
        languages=tuple(_tags(form, form.texts(fields.get("languages")))),
        editions=tuple(_editions(form, fields.get("editions"))) or EDITIONS,
        published_at=form.text(fields.get("published_at")) or "",
        faces=tuple(_faces(form, fields.get("faces"))),
    )
    return publisher, form.found


def _tags(form: Form, scalars: tuple[Scalar, ...]) -> list[str]:
    known = languages.languages()
    for scalar in scalars:
        if scalar.text not in known:
            form.report(
                "B101",
                f"no language {scalar.text!r} is known",
                scalar.line,
                f"one of {', '.join(known)}",
            )
    return list(dict.fromkeys(scalar.text for scalar in scalars if scalar.text in known))


def _faces(form: Form, node: Node | None) -> Iterator[tuple[str, str]]:
    """Each ``tag: face`` of a language that has such a face."""
    known = {tag: [face.name for face in one.faces] for tag, one in languages.languages().items()}
    for tag, value in form.fields(node):
        name = form.text(value)
        if name and name in known.get(tag.text, ()):
            yield tag.text, name
        elif name:
            offered = ", ".join(f"{one}: {face}" for one in known for face in known[one])
            form.report("S004", f"there is no face {tag.text}: {name}", tag.line, f"there are {offered}")  # fmt: skip


def _editions(form: Form, node: Node | None) -> list[Edition]:
    """Each by the name that we know, or as fields: {name: extra-large-print, format: pdf, size: 36}."""
    match node:
        case None:
            return []
        case Sequence(nodes):
            found = [edition for one in nodes if (edition := _edition(form, one))]
            return list({edition.name: edition for edition in found}.values())
        case _:
            form.report("S004", "a list is expected here", node.line, "write it as [word, audio]")
            return []


def _edition(form: Form, node: Node) -> Edition | None:
    known = {edition.name: edition for edition in EDITIONS}
    match node:
        case Scalar(name) if name in known:
            return known[name]
        case Fields():
            fields = form.known(node, "name", "format", "size")
            own = form.typed(fields.get("name"), _name)
            kind = form.typed(fields.get("format"), _format)
            size = form.typed(fields.get("size"), _size)
            if "name" not in fields or "format" not in fields:
                hint = "{name: extra-large-print, format: pdf, size: 36}"
                form.report("S004", "an edition needs a name and a format", node.line, hint)
            return Edition(own, kind, size or 18.0) if own and kind else None
        case Scalar(name):
            hint = f"one of {', '.join(known)}, or {{name: x, format: pdf, size: 36}}"
            form.report("S004", f"there is no edition {name!r}", node.line, hint)
        case _:
            form.report("S004", "an edition is a name or fields", node.line)
    return None


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", text):
        raise ValueError(f"{text!r} is no name of an edition such as extra-large-print")
    return text


def _format(text: str) -> Format:
    try:
        return Format(text)
    except ValueError:
        raise ValueError(f"{text!r} is no format; the formats are {', '.join(Format)}") from None


def _size(text: str) -> float:
    """Points: "clear print at least 12" (UKAAF G003); a word of 72 points fills a line of A4."""
    if not re.fullmatch(r"\d{2}(\.\d)?", text, re.ASCII) or not 12 <= float(text) <= 72:
        raise ValueError(f"{text!r} is not a type size from 12 to 72 points")
    return float(text)
