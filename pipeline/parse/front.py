"""The front matter of a leaflet: what it declares, with its lines."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from pipeline import facts
from pipeline.diagnostic import Diagnostic, Location, Severity, quoted
from pipeline.document import Dates, Document, Line, LinkTarget
from pipeline.facts import Fact, Kind
from pipeline.frontmatter import Fields, Form, Node, Scalar
from pipeline.languages import SOURCE
from pipeline.publisher import Publisher

UNKNOWN = "unknown"  # the day of a review that nobody knows yet
_DATES = ("reviewed", "updated", "review_due")
_FIELD_HINTS = {
    "summary": "summary: What this leaflet is about, in one sentence.",
    "reviewed": "reviewed: 2026-01-31",
    "review_due": "review_due: 2029-01-31",
}
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Front:
    """``document``: as far as it is declared, with no name and no text; ``own``: where each fact is declared that is not the
    publisher's; ``names``: of the facts that the text may have; ``lines``: how many it takes; ``readable``: whether all
    declarations could be read."""

    document: Document
    own: Mapping[str, Location]
    names: frozenset[str]
    summary: Scalar | None
    lines: int
    readable: bool


def read(form: Form, text: str, publisher: Publisher) -> tuple[Front, str | None]:
    """The front matter, and the text behind it; None where there are no fields: nobody can tell what is a field and what is
    text."""
    found = _FRONT_MATTER.match(text)
    if not found:
        form.report("S002", *_no_front_matter(text))
        return _front(form, None, publisher, 0), None
    fields = form.read(found[1] or "")
    lines = text[: found.end()].count("\n")
    front = _front(form, fields, publisher, lines)
    _cut(form, found[1] or "")
    return front, text[found.end() :]


def _front(form: Form, fields: Fields | None, publisher: Publisher, lines: int) -> Front:
    document, own = _declared(form, fields, publisher)
    entries = fields.entries if fields else ()
    dates = (key.text for key, _ in entries if key.text in _DATES)
    summary = next((node for key, node in entries if key.text == "summary"), None)
    return Front(
        document,
        own,
        frozenset((*dict(document.facts), *own, *dates)),
        summary if isinstance(summary, Scalar) else None,
        lines,
        readable=fields is not None and publisher.readable,
    )


def _no_front_matter(text: str) -> tuple[str, int, str]:
    """Why the fields at the top are not found, the line, and what to write."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    begin = lines[first].strip()
    if begin == "---" and first == 0:
        hint = "write --- on a line of its own below the last field"
        return "the fields that begin with --- never end", 1, hint
    if begin == "---":
        return "--- does not stand in the first line", 1, "delete the empty lines above it"
    if re.match(r"[a-z_]+:", begin):
        hint = f"write --- on a line of its own above {begin.split(':')[0]}:"
        return "the fields do not begin with ---", first + 1, hint
    hint = "begin with ---, the fields (summary:, reviewed:, review_due:) and ---, as docs/staff.md shows"
    return "the leaflet has no fields at its top", 1, hint


def _declared(
    form: Form, fields: Fields | None, publisher: Publisher
) -> tuple[Document, dict[str, Location]]:
    """A Document with what the front matter declares, joined with what the publisher does; and where each fact
    of the leaflet's own is declared."""
    known = _known(form, fields) if fields else {}
    dates = Dates(
        _reviewed(form, known, "reviewed", "was last reviewed"),
        form.typed(known.get("updated"), facts.month),
        _reviewed(form, known, "review_due", "is to be reviewed next"),
        Location(form.path, known["review_due"].line if "review_due" in known else 1),
    )
    version = form.typed(known.get("version"), partial(facts.read, "reference"))
    values = {**dict(publisher.facts), **_dated(dates), **({"version": version} if version else {})}
    declared: dict[str, Location] = {}
    for name, fact, line in form.facts(known.get("facts")):
        if name in values or name in (*_DATES, "version"):
            what = f"the fact {name} is declared already, here or in source/publisher.yaml"
            form.report("S005", what, line, "give it another name, or delete this one")
        declared[name] = Location(form.path, line)
        values |= {name: fact} if fact else {}
    terms = {term.name: term for term in (*publisher.terms, *form.terms(known.get("terms")))}
    document = Document(
        slug="",
        tag=SOURCE,
        title=Line((), Location(form.path, 1)),
        publisher=publisher.name,
        facts=tuple(values.items()),
        links=tuple(_links(form, known.get("links"), publisher)),
        terms=tuple(terms.values()),
        dates=dates,
        faces=publisher.faces,
        brand=publisher.brand,
    )
    return document, declared


def _reviewed(form: Form, known: Mapping[str, Node], name: str, what: str) -> datetime.date | None:
    """The day of a review. It may be written as unknown: the leaflet then builds as a draft, without a day that is not true."""
    node = known.get(name)
    if not isinstance(node, Scalar) or node.text.strip().lower() != UNKNOWN:
        return form.typed(node, facts.day)
    message = f"nobody has written when this leaflet {what}: it is a draft until then"
    at = Location(form.path, node.line)
    hint = f"write the day, such as {_FIELD_HINTS[name]}"
    form.found.append(Diagnostic("S305", message, at, hint, Severity.WARNING))
    return None


def _cut(form: Form, text: str) -> None:
    """A summary that a # cuts off: what follows it is no text to YAML, and would be lost without a word."""
    for number, line in enumerate(text.split("\n"), form.first + 1):
        if found := re.match(r"""summary:\s*[^'"\s#].*?\s(#.*)""", line):
            hint = 'put the whole text between quotation marks: summary: "..."'
            what = f"{quoted(found[1])} would be left out, as a note begins with #"
            form.report("S004", what, number, hint)


def _dated(dates: Dates) -> dict[str, Fact]:
    """The leaflet's dates as facts: {reviewed}, {updated} and {review_due} may stand in its text."""
    kinds = (
        ("reviewed", Kind.DATE, dates.reviewed),
        ("updated", Kind.MONTH, dates.updated),
        ("review_due", Kind.DATE, dates.review_due),
    )
    return {name: Fact(kind, value) for name, kind, value in kinds if value}


def _links(form: Form, node: Node | None, publisher: Publisher) -> Iterable[LinkTarget]:
    links = {link.label: link for link in publisher.links}
    for link in form.links(node):
        if link.label in links:
            message = f"the link {link.label} is declared already, here or in source/publisher.yaml"
            form.report("S005", message, link.at.line, "give it another name, or delete this one")
        links[link.label] = link
    return links.values()


def _known(form: Form, fields: Fields) -> dict[str, Node]:
    """The fields of the front matter by name; what is missing is reported."""
    known = form.known(fields, "summary", *_DATES, "version", "facts", "links", "terms", "accepted")
    form.text(known.get("summary"))  # which says where it is empty
    for name, hint in _FIELD_HINTS.items():
        if name not in known:
            what = f"the fields at the top lack {name}:"
            form.report("S002", what, fields.line, f"write a line such as {hint}")
    return known
