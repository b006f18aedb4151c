"""Leaflet source to Document: every error of the file in one go, each with its line.

Parsing never raises on bad text: it returns what it could read, and what is wrong beside it. The
format is described in docs/staff.md.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import PurePosixPath

from markdown_it.tree import SyntaxTreeNode

from pipeline import facts, inline, markdown, pictures
from pipeline.diagnostic import Diagnostic, Location, Severity, quoted
from pipeline.document import (
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Dates,
    DeclaredTerm,
    Document,
    FactRef,
    Figure,
    Foreign,
    Inline,
    Inlines,
    Item,
    Line,
    Link,
    LinkTarget,
    Medium,
    NumberedList,
    Only,
    Paragraph,
    Section,
    SideEffect,
    SideEffects,
    Strong,
    Table,
    Term,
    Text,
    lines,
)
from pipeline.facts import Fact, Kind
from pipeline.frontmatter import Fields, Form, Node, Scalar, hidden, hidden_character, like
from pipeline.languages import SOURCE, languages, nearest
from pipeline.publisher import Publisher

SHARED = "shared"  # the catalog of what several leaflets include
SHARED_FOLDER = "source/shared"
DEEPEST_LIST = 5  # a reader who hears "a list inside this item" five times is lost
DEEPEST_CONTAINER = 5  # and so is one who sees a note inside a note
MOST_INCLUDES = (
    100  # of fragments in a leaflet: two that each include the next twice double at every step
)

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_ID = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}\s*$", re.ASCII)
_PICTURE = re.compile(
    r"!\[(?P<alt>.*)\]\((?P<path>[^()\s]+)(?:\s+\"(?P<caption>.*)\")?\)", re.DOTALL
)
_SIDE_EFFECT = re.compile(r"(?P<name>.+?)\s*:\s*(?P<percent>\S+)", re.DOTALL)
# What looks like markup of Markdown's or HTML's own, and what to write instead.
_NO_HEADING = re.compile(r"^#{1,6}(?=[^\s#])", re.MULTILINE)
_REFUSED = (
    (re.compile(r"</?[A-Za-z][^<>]*>|<!--|<\?"), "S115", "this is HTML, which only the web could show", "take the <...> out; write **strong** for strong words and [words][name] for a link"),
    (re.compile(r"!\["), "S111", "a picture stands inside a text", "put it into a paragraph of its own, with a blank line above and below"),
    (re.compile(r"\]\("), "S106", "an address stands in the text", "write [words][name] here, and name: {address: https://...} under links:"),
    (re.compile(r"https?://|www\."), "S106", "an address stands in the text", "write [words][name] here, and name: {address: https://...} under links:"),
    (re.compile(r"`"), "S104", "words stand between ` and `, which marks computer code", "use quotation marks"),
    (re.compile(r"(?<!\w)_\S(?:[^_]*\S)?_(?!\w)"), "S104", "_italics_ are hard to read for people with low vision", "write **strong** words"),
    (re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+\d?);"), "S104", "this is the HTML code of a character", "type the character itself"),
    (re.compile(r"~~"), "S104", "~~struck out~~ words are hard to read", "delete them"),
)  # fmt: skip
_HINTS = {
    "code_block": "begin the text at the left edge, or two spaces to the right where it belongs to a list",
    "fence": "write it as a paragraph or a list",
    "blockquote": "write ::: note on a line, then the text, then ::: on a line",
    "hr": "begin a new part with a heading, such as ## When to call us",
    "html_block": "take the <...> out; write **strong** for strong words and [words][name] for a link",
}


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    line: Line
    id: str


_Flow = list[_Heading | Block]  # the parts of a file, top to bottom, before sections nest


@dataclass
class _Reading:
    """What a leaflet and the fragments that it includes have in common."""

    facts: frozenset[str]
    links: dict[str, LinkTarget]
    terms: dict[str, DeclaredTerm]
    shared: Mapping[str, str]
    pictures: Callable[[str], bytes | None]
    found: list[Diagnostic] = field(default_factory=list)
    included: int = 0
    swallowed: bool = (
        False  # whether an open ::: took the rest of a file with it: what stands there is not known
    )
    declared: bool = True  # whether all declarations could be read: else nothing is called unknown


def parse(
    text: str,
    path: str,
    publisher: Publisher,
    shared: Mapping[str, str],
    pictures: Callable[[str], bytes | None],
) -> tuple[Document, list[Diagnostic]]:
    """The leaflet in ``text`` and everything that is wrong with it.

    ``path`` is relative to the project's root (source/x.md). ``shared`` holds the text of each
    fragment by name; ``pictures`` gives the bytes of a picture by its path as written.
    """
    slug = PurePosixPath(path).stem
    text, found = _clean(text, path)
    front = _FRONT_MATTER.match(text)
    form = Form(path, first=1)
    fields = form.read(front[1] or "") if front else None
    if not front:
        form.report("S002", *_no_front_matter(text))
    declared, own = _declared(form, fields, publisher)
    _cut(form, front[1] or "" if front else "")
    if not front:  # what is a field and what is text, nobody can tell
        return replace(declared, slug=slug), sorted({*found, *form.found}, key=_order)
    dates = (key.text for key, _ in (fields.entries if fields else ()) if key.text in _DATES)
    reading = _Reading(
        frozenset((*dict(declared.facts), *own, *dates)),
        {link.label: link for link in declared.links},
        {term.name: term for term in declared.terms},
        shared,
        pictures,
        [*found, *form.found],
        declared=fields is not None and publisher.readable,
    )
    skipped = text[: front.end()].count("\n") if front else 0
    body = _Body(path, slug, reading, skipped)
    flow = body.flow(text[front.end() :] if front else text)
    for key, node in fields.entries if fields else ():
        if key.text == "summary" and isinstance(node, Scalar):
            line = body.line(node.text, node.line, "One sentence: what the leaflet is about.")
            declared = replace(declared, summary=line)
    document = _assemble(replace(declared, slug=slug), flow, Location(path, skipped + 1), reading)
    reading.found += () if reading.swallowed else _unused(document, own)
    return document, sorted(set(reading.found), key=_order)


def _order(found: Diagnostic) -> tuple[Location, str, str]:
    return found.at, found.code, found.message


def parse_fragment(text: str, path: str, publisher: Publisher) -> tuple[Document, list[Diagnostic]]:
    """A shared fragment by itself, for its messages: what only the including leaflet can know is not checked."""
    text, found = _clean(text, path)
    reading = _Reading(
        frozenset(dict(publisher.facts)),
        {link.label: link for link in publisher.links},
        {term.name: term for term in publisher.terms},
        {},
        lambda _: None,
        found,
    )
    flow = _Body(path, SHARED, reading, 0).flow(text)
    title = Line(
        (Text(PurePosixPath(path).stem),), Location(path, 1)
    )  # no message: nobody reads it
    blocks, sections = _nested(flow, 2, reading)
    document = Document(slug=SHARED, tag=SOURCE, title=title, blocks=blocks, sections=sections,
                        facts=publisher.facts)  # fmt: skip
    return document, reading.found


def _clean(text: str, path: str) -> tuple[str, list[Diagnostic]]:
    """The text with \\n line ends and no byte order mark; control characters are taken out and reported."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if wrong := next((c for c in line if hidden(c)), None):
            found.append(hidden_character(wrong, Location(path, number)))
    return "".join(c for c in text if not hidden(c)), found


# Front matter.


def _no_front_matter(text: str) -> tuple[str, int, str]:
    """Why the fields at the top are not found, the line, and what to write."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    begin = lines[first].strip()
    if begin == "---" and first == 0:
        return "the fields that begin with --- never end", 1, "write --- on a line of its own below the last field"  # fmt: skip
    if begin == "---":
        return "--- does not stand in the first line", 1, "delete the empty lines above it"
    if re.match(r"[a-z_]+:", begin):
        return "the fields do not begin with ---", first + 1, f"write --- on a line of its own above {begin.split(':')[0]}:"  # fmt: skip
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
            form.report(
                "S005",
                f"the fact {name} is declared already, here or in source/publisher.yaml",
                line,
                "give it another name, or delete this one",
            )
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
    form.found.append(
        Diagnostic(
            "S305", message, at, f"write the day, such as {_FIELD_HINTS[name]}", Severity.WARNING
        )
    )
    return None


def _cut(form: Form, text: str) -> None:
    """A summary that a # cuts off: what follows it is no text to YAML, and would be lost without a word."""
    for number, line in enumerate(text.split("\n"), form.first + 1):
        if found := re.match(r"""summary:\s*[^'"\s#].*?\s(#.*)""", line):
            hint = 'put the whole text between quotation marks: summary: "..."'
            form.report(
                "S004",
                f"{quoted(found[1])} would be left out, as a note begins with #",
                number,
                hint,
            )


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
            form.report(
                "S002",
                f"the fields at the top lack {name}:",
                fields.line,
                f"write a line such as {hint}",
            )
    return known


UNKNOWN = "unknown"  # the day of a review that nobody knows yet
_DATES = ("reviewed", "updated", "review_due")
_FIELD_HINTS = {
    "summary": "summary: What this leaflet is about, in one sentence.",
    "reviewed": "reviewed: 2026-01-31",
    "review_due": "review_due: 2029-01-31",
}


# Blocks.


@dataclass
class _Body:
    """The blocks of one file: the leaflet's own, or a fragment's."""

    path: str
    domain: str
    reading: _Reading
    skipped: int  # lines of front matter
    comment: str = ""  # read, and waiting for its line
    open: tuple[str, ...] = ()  # fragments being included, outermost first

    def flow(self, text: str) -> _Flow:
        nodes = _whole_lists(markdown.blocks(text).children)
        return [part for node in nodes for part in self.part(node)]

    def part(self, node: SyntaxTreeNode) -> Iterator[_Heading | Block]:
        """What may stand at the top level: a heading, an include, or a block."""
        if node.type == "heading":
            yield from self.heading(node)
        elif node.type == "container" and _words(node)[:1] == ["include"]:
            yield from self.include(node)
        else:
            yield from self.block(node)

    def heading(self, node: SyntaxTreeNode) -> Iterator[_Heading]:
        text = _content(node)
        name = _ID.search(text)
        line = self.line(_ID.sub("", text), self.number(node), "Heading.")
        if not line.inlines:
            return self.report(
                "S117", "this heading has no text", node, "give it words after the #, or delete it"
            )
        yield _Heading(int(node.tag[1]), line, name[1] if name else "")

    def include(self, node: SyntaxTreeNode) -> Iterator[_Heading | Block]:
        name = " ".join(_words(node)[1:])
        if name not in self.reading.shared:
            return self.no_fragment(name, node)
        if name in self.open:
            return self.report(
                "S112",
                f"{name} includes itself",
                node,
                f"delete this line in {SHARED_FOLDER}/{name}.md",
            )
        self.reading.included += 1
        if self.reading.included > MOST_INCLUDES:
            return self.report(
                "S112",
                f"there are more than {MOST_INCLUDES} lines with ::: include",
                node,
                "include less, or put the text itself here",
            )
        path = f"{SHARED_FOLDER}/{name}.md"
        text, found = _clean(self.reading.shared[name], path)
        self.reading.found += found
        yield from _Body(path, SHARED, self.reading, 0, open=(*self.open, name)).flow(text)

    def no_fragment(self, name: str, node: SyntaxTreeNode) -> None:
        path, there = f"{SHARED_FOLDER}/{name}.md", list(self.reading.shared)
        if name in there:
            hint = "save it as UTF-8, and see whether you may read it"
            return self.report("S112", f"{path} cannot be read", node, hint)
        hint = like(name, there) or f"write one of {', '.join(there) or 'your own there'}"
        return self.report("S112", f"there is no {path} to include", node, hint)

    def blocks(self, nodes: Iterable[SyntaxTreeNode], depth: int) -> tuple[Block, ...]:
        return tuple(block for node in _whole_lists(nodes) for block in self.block(node, depth))

    def block(self, node: SyntaxTreeNode, depth: int = 0) -> Iterator[Block]:
        """``depth``: how many lists the block stands in."""
        match node.type:
            case "comment":
                self.comment = f"{self.comment} {node.content}".strip()
            case "paragraph":
                yield from self.paragraph(node)
            case "bullet_list" | "ordered_list":
                yield from self.list(node, depth + 1)
            case "table":
                yield from self.table(node)
            case "container":
                yield from self.container(node, depth)
            case "heading":
                self.report(
                    "S102",
                    "a heading stands inside a list or a ::: box",
                    node,
                    "end the list or box above it with a blank line or :::, and begin the heading at the left edge",
                )
            case other:
                self.report(
                    "S101",
                    f"leaflets cannot hold {_NAMES.get(other, other)}",
                    node,
                    _HINTS.get(other, "write it as plain text or a list"),
                )

    def paragraph(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if picture := _PICTURE.fullmatch(_content(node).strip()):
            yield from self.picture(picture, node)
        elif (line := self.line(_content(node), self.number(node))).inlines:
            yield Paragraph(line)

    def picture(self, found: re.Match[str], node: SyntaxTreeNode) -> Iterator[Block]:
        alt, path, caption = found["alt"], found["path"], found["caption"]
        if not alt.strip():
            return self.report("S111", f"the picture {path} has no description", node,
                               "write what it shows between the brackets: ![A nurse holds a drip bag](pump.png)")  # fmt: skip
        data = self.reading.pictures(path)
        if data is None:
            return self.report(
                "S111",
                f"there is no picture {path} in source/",
                node,
                "put it there, or look for a slip in its name",
            )
        try:
            width, height = pictures.size(data)
        except ValueError as problem:
            hint = "save it as PNG or JPEG, in the colours of a screen (RGB) and no larger than it is printed"
            return self.report("S111", f"the picture {path} {problem}", node, hint)
        line = self.line(
            alt, self.number(node), "Description of a picture, for people who cannot see it."
        )
        below = self.line(caption, self.number(node), "Caption of a picture.") if caption else None
        yield Figure(path, data, width, height, line, below)

    def list(self, node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
        if depth > DEEPEST_LIST:
            return self.report(
                "S113",
                f"this list stands inside {depth - 1} others",
                node,
                f"begin it further left: {DEEPEST_LIST} lists inside each other are the most that can be followed",
            )
        items = tuple(item for child in node.children for item in self.item(child, depth))
        if node.type == "bullet_list":
            yield BulletList(items)
        else:
            yield NumberedList(items, int(node.attrs.get("start", 1)))

    def item(self, node: SyntaxTreeNode, depth: int) -> Iterator[Item]:
        if node.type == "comment":
            list(self.block(node))
            return
        children = list(node.children)
        while children and children[0].type == "comment":
            list(self.block(children.pop(0)))
        if not children or children[0].type != "paragraph":
            return self.report(
                "S114",
                "this list item does not begin with words",
                node,
                "write words after the - or number, or delete it",
            )
        line = self.line(_content(children[0]), self.number(children[0]), "List item.")
        yield Item(line, self.blocks(children[1:], depth))

    def table(self, node: SyntaxTreeNode) -> Iterator[Block]:
        rows = [tuple(self.line(_content(cell), self.number(row), "Table cell.") for cell in row.children)
                for part in node.children for row in part.children]  # fmt: skip
        yield Table(rows[0], tuple(rows[1:]))

    def container(self, node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
        match _words(node):
            case _ if node.meta.get("unclosed"):
                self.reading.swallowed = True
                self.report(
                    "S109",
                    f"::: {node.info} is never closed",
                    node,
                    "write ::: on a line of its own where it ends",
                )
            case _ if _containers_around(node) >= DEEPEST_CONTAINER:
                what = f"::: {node.info} stands inside {DEEPEST_CONTAINER} others"
                self.report("S113", what, node, "close those above it with ::: first")
            case ["side-effects"]:
                yield from self.side_effects(node)
            case ["warning" | "note" as kind]:
                yield Callout(CalloutKind(kind), self.blocks(node.children, depth))
            case ["only", *names] if names and set(names) <= set(Medium):
                yield Only(
                    tuple(Medium(name) for name in dict.fromkeys(names)),
                    self.blocks(node.children, depth),
                )
            case ["only", *_]:
                self.report(
                    "S109",
                    f"::: {node.info} does not say in which editions its text stands",
                    node,
                    f"write ::: only and one or more of {', '.join(Medium)}",
                )
            case ["include", *_]:
                self.report(
                    "S112",
                    "::: include stands inside a list or another ::: box",
                    node,
                    "end that above it, and begin ::: include at the left edge",
                )
            case []:
                self.report(
                    "S109",
                    "this ::: closes nothing",
                    node,
                    "delete it (::: include needs none), or write the name of a box after it, such as ::: warning",
                )
            case _:
                self.report("S109", f"there is no ::: {node.info}", node,
                            like(node.info, _BOXES) or f"write one of {', '.join(_BOXES)}")  # fmt: skip

    def side_effects(self, node: SyntaxTreeNode) -> Iterator[Block]:
        entries = []
        before = len(self.reading.found)
        for child in _whole_lists(node.children):
            match child.type:
                case "comment":
                    list(self.block(child))
                case "bullet_list":
                    entries += [
                        entry for item in child.children for entry in self.side_effect(item)
                    ]
                case _:
                    self.report(
                        "S110",
                        "only a list can stand in ::: side-effects",
                        child,
                        "write each on a line of its own: - Fever: 70.8%",
                    )
        if not entries:
            if len(self.reading.found) > before:
                return None  # why, has been said of each
            return self.report(
                "S110",
                "::: side-effects holds no list",
                node,
                "write each on a line of its own: - Fever: 70.8%",
            )
        yield SideEffects(tuple(entries))

    def side_effect(self, node: SyntaxTreeNode) -> Iterator[SideEffect]:
        if node.type == "comment":
            list(self.block(node))
            return
        inner = [child for child in node.children if child.type != "comment"]
        for comment in (child for child in node.children if child.type == "comment"):
            list(self.block(comment))
        text = _content(inner[0]) if inner and inner[0].type == "paragraph" else ""
        match = _SIDE_EFFECT.fullmatch(text.strip())
        if not match or len(inner) > 1 or not match["percent"].endswith("%"):
            return self.report(
                "S110",
                "this side effect is not a name, a colon and a percentage",
                node,
                "write it as - Fever: 70.8%",
            )
        try:
            percent = facts.percent(match["percent"])
        except ValueError as problem:
            return self.report("S110", str(problem), node, "write it as - Fever: 70.8%")
        line = self.line(
            match["name"],
            self.number(node),
            "Side effect. How often it happens is added beside it.",
        )
        yield SideEffect(line, percent, line.at)

    # Lines.

    def line(self, text: str, number: int, kind: str = "") -> Line:
        """A message from a block's text, which begins at line ``number`` of the file."""
        comment, self.comment = " ".join(filter(None, (kind, self.comment))), ""
        at = Location(self.path, number)
        for pattern, code, what, hint in _REFUSED:
            if match := pattern.search(text):
                self.note(code, what, number + text[: match.start()].count("\n"), hint)
        if match := _NO_HEADING.search(text):
            what = f"no space stands after {match[0]}, so that this is no heading"
            hint = f"write a space there: {match[0]} When to call us; until then it is part of the text"
            at_line = Location(self.path, number + text[: match.start()].count("\n"))
            self.reading.found.append(Diagnostic("S102", what, at_line, hint, Severity.WARNING))
        try:
            inlines = inline.parse(" ".join(text.split()), self.reading.terms)
        except inline.MarkupError as problem:
            if (
                "](" not in text
            ):  # of which it has been said already that no address may stand there
                self.note("S104", str(problem), number, problem.hint)
            return Line((Text(" ".join(text.split())),), at, comment, domain=self.domain)
        self.look_at(inlines, text, number)
        return Line(inlines, at, comment, domain=self.domain)

    def look_at(self, inlines: Inlines, text: str, number: int) -> None:
        """Report what the line names and nobody declared, and digits that are no data."""
        if not self.reading.declared:
            return
        everything = list(inline.walk(inlines))
        for before, after in pairwise(everything):
            if (
                isinstance(before, FactRef)
                and isinstance(after, Text)
                and after.text.startswith("%")
            ):
                self.note("S116", f"% stands after {{{before.name}}}", _where(before.name, text, number),
                          f"write {before.name}: {{percent: 5}} under facts:, and {{{before.name}}} alone in the text")  # fmt: skip
        for one in everything:
            self.look_at_one(one, text, number)

    def look_at_one(self, one: Inline, text: str, number: int) -> None:
        match one:
            case FactRef(name) if name not in self.reading.facts:
                self.note("S105", f"there is no fact {{{name}}}", _where(f"{{{name}}}", text, number),
                          like(name, self.reading.facts) or f"write it under facts:, such as {name}: {{hours: 48}}")  # fmt: skip
            case Link(_, label) if label not in self.reading.links:
                self.note("S106", f"there is no link with the name {label}", _where(f"[{label}]", text, number),
                          like(label, self.reading.links) or f"write it under links:, such as {label}: {{address: https://www.example.org/}}")  # fmt: skip
            case Foreign(_, tag) if tag not in languages():
                self.note("S107", f"no language {quoted(tag)} is known", _where(f"lang={tag.replace('_', '-')}", text, number),
                          nearest(tag))  # fmt: skip
            case Text(words) if digit := next(
                (c for c in words if unicodedata.category(c) in ("Nd", "No", "Nl")), None
            ):
                figure = next(word for word in words.split() if digit in word)
                self.note("S108", f"the figure in {quoted(figure)} is typed", _where(digit, text, number),
                          "write the figure under facts:, such as first_stay: {days: 9}, and {first_stay} here; "
                          "a name with figures stands under terms:, such as CD19: {}")  # fmt: skip
            case Text() | Strong() | Link() | FactRef() | Term() | Foreign():
                pass

    def number(self, node: SyntaxTreeNode) -> int:
        """The node's first line in the file."""
        return self.skipped + (node.map[0] if node.map else 0) + 1

    def report(self, code: str, message: str, node: SyntaxTreeNode, hint: str = "") -> None:
        self.note(code, message, self.number(node), hint)

    def note(self, code: str, message: str, number: int, hint: str = "") -> None:
        self.reading.found.append(Diagnostic(code, message, Location(self.path, number), hint))


_NAMES = {
    "code_block": "text that begins with four spaces, which Markdown reads as code",
    "fence": "code between ``` marks",
    "blockquote": "text behind >, which Markdown reads as a quotation",
    "hr": "a line of --- or ***",
    "html_block": "HTML, such as <b> or <br>",
}


def _whole_lists(nodes: Iterable[SyntaxTreeNode]) -> list[SyntaxTreeNode]:
    """Lists that only comments cut in two, in one piece: a comment for translators changes no structure."""
    whole: list[SyntaxTreeNode] = []
    for node in nodes:
        comments = next(
            (n for n, before in enumerate(reversed(whole)) if before.type != "comment"), len(whole)
        )
        before = whole[-1 - comments] if comments < len(whole) else None
        if (
            comments
            and before
            and node.type == before.type
            and node.type in ("bullet_list", "ordered_list")
        ):
            before.children = [*before.children, *whole[len(whole) - comments :], *node.children]
            del whole[len(whole) - comments :]
        else:
            whole.append(node)
    return whole


def _content(node: SyntaxTreeNode) -> str:
    return node.children[0].content if node.children else ""


_BOXES = ("side-effects", "warning", "note", "only", "include")


def _words(node: SyntaxTreeNode) -> list[str]:
    return node.info.split()


def _containers_around(node: SyntaxTreeNode) -> int:
    around = 0
    while parent := node.parent:
        around, node = around + (parent.type == "container"), parent
    return around


def _where(needle: str, text: str, number: int) -> int:
    """The line of the file in which ``needle`` first stands."""
    return number + text[: max(0, text.find(needle))].count("\n")


# Sections.


def _assemble(document: Document, flow: _Flow, at: Location, reading: _Reading) -> Document:
    """Title, opening and sections from the parts of the file, whose text begins ``at``."""
    match flow[:1]:
        case [_Heading(level=1, line=title)]:
            flow = flow[1:]
        case _:
            title = document.title
            reading.found.append(
                Diagnostic(
                    "S103",
                    "the leaflet does not begin with its title",
                    at,
                    "write the title first, after one #: # Title",
                )
            )
    blocks, sections = _nested(flow, 2, reading)
    named: dict[str, int] = {}
    for part in flow:
        if isinstance(part, _Heading) and part.id:
            if part.id in named:
                reading.found.append(Diagnostic("S118", f"{{#{part.id}}} is the name of the heading in line {named[part.id]} too", part.line.at,
                                                "change one of both names"))  # fmt: skip
            named.setdefault(part.id, part.line.at.line)
    return replace(document, title=title, blocks=blocks, sections=sections)


def _nested(
    flow: _Flow, level: int, reading: _Reading
) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """The blocks before the first heading, and the sections, whose headings have ``level``."""
    starts = [
        n for n, part in enumerate(flow) if isinstance(part, _Heading) and part.level <= level
    ]
    first = next((n for n, part in enumerate(flow) if isinstance(part, _Heading)), len(flow))
    blocks = tuple(part for part in flow[:first] if not isinstance(part, _Heading))
    if first < len(flow) and (not starts or starts[0] > first):
        starts.insert(0, first)
    sections = []
    for start, end in pairwise([*starts, len(flow)]):
        heading = flow[start]
        assert isinstance(heading, _Heading)
        _check_level(heading, level, reading)
        inner, below = _nested(flow[start + 1 : end], level + 1, reading)
        sections.append(Section(heading.line, inner, below, heading.id))
    return blocks, tuple(sections)


def _check_level(heading: _Heading, level: int, reading: _Reading) -> None:
    if heading.level == level:
        return
    if heading.level == 1:
        reading.found.append(
            Diagnostic(
                "S103",
                "this is a second title",
                heading.line.at,
                "begin it with ##: only the title of the leaflet has one #",
            )
        )
    else:
        message = f"this heading begins with {'#' * heading.level}, and here {'#' * level} is the next level"
        reading.found.append(
            Diagnostic("S102", message, heading.line.at, f"begin it with {'#' * level}")
        )


def _unused(document: Document, own: Mapping[str, Location]) -> Iterator[Diagnostic]:
    """A declared fact that no sentence uses is perhaps a figure that got lost."""
    walked = (one for line in lines(document) for one in inline.walk(line.inlines))
    used = {one.name for one in walked if isinstance(one, FactRef)}
    for name, at in own.items():
        if name not in used:
            hint = f"write {{{name}}} where it belongs, or delete the fact; else a figure may be missing there"
            yield Diagnostic(
                "S301", f"the fact {name} is declared and never used", at, hint, Severity.WARNING
            )
