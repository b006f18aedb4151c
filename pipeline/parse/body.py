"""The blocks of a file, from CommonMark with containers: what leaflets can hold, and what to write instead of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from pipeline import facts, markdown, pictures
from pipeline.diagnostic import Location
from pipeline.document import (
    Block,
    BulletList,
    Callout,
    CalloutKind,
    Figure,
    Item,
    Line,
    Medium,
    NumberedList,
    Only,
    Paragraph,
    SideEffect,
    SideEffects,
    Table,
)
from pipeline.frontmatter import like
from pipeline.parse.lines import line_of
from pipeline.parse.reading import Flow, Heading, Reading, clean

SHARED = "shared"  # the catalog of what several leaflets include
SHARED_FOLDER = "source/shared"
DEEPEST_LIST = 5  # a reader who hears "a list inside this item" five times is lost
DEEPEST_CONTAINER = 5  # and so is one who sees a note inside a note
# Of fragments in a leaflet: two that each include the next twice double at every step.
MOST_INCLUDES = 100

_ID = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}\s*$", re.ASCII)
_PICTURE = re.compile(
    r"!\[(?P<alt>.*)\]\((?P<path>[^()\s]+)(?:\s+\"(?P<caption>.*)\")?\)", re.DOTALL
)
_SIDE_EFFECT = re.compile(r"(?P<name>.+?)\s*:\s*(?P<percent>\S+)", re.DOTALL)
_HINTS = {
    "code_block": "begin the text at the left edge, or two spaces to the right where it belongs to a list",
    "fence": "write it as a paragraph or a list",
    "blockquote": "write ::: note on a line, then the text, then ::: on a line",
    "hr": "begin a new part with a heading, such as ## When to call us",
    "html_block": "take the <...> out; write **strong** for strong words and [words][name] for a link",
}


@dataclass
class Body:
    """The blocks of one file: the leaflet's own, or a fragment's."""

    path: str
    domain: str
    reading: Reading
    skipped: int  # lines of front matter
    comment: str = ""  # read, and waiting for its line
    open: tuple[str, ...] = ()  # fragments being included, outermost first

    def flow(self, text: str) -> Flow:
        """The parts of a text from top to bottom."""
        nodes = _whole_lists(markdown.blocks(text).children)
        return [part for node in nodes for part in self.part(node)]

    def part(self, node: SyntaxTreeNode) -> Iterator[Heading | Block]:
        """What may stand at the top level: a heading, an include, or a block."""
        if node.type == "heading":
            yield from self.heading(node)
        elif node.type == "container" and _words(node)[:1] == ["include"]:
            yield from self.include(node)
        else:
            yield from self.block(node)

    def heading(self, node: SyntaxTreeNode) -> Iterator[Heading]:
        text = _content(node)
        name = _ID.search(text)
        line = self.line(_ID.sub("", text), self.number(node), "Heading.")
        if not line.inlines:
            hint = "give it words after the #, or delete it"
            return self.report("S117", "this heading has no text", node, hint)
        yield Heading(int(node.tag[1]), line, name[1] if name else "")

    def include(self, node: SyntaxTreeNode) -> Iterator[Heading | Block]:
        """The parts of a shared fragment, in its place."""
        name = " ".join(_words(node)[1:])
        path = f"{SHARED_FOLDER}/{name}.md"
        if name not in self.reading.shared:
            return self.no_fragment(name, node)
        if name in self.open:
            hint = f"delete this line in {path}"
            return self.report("S112", f"{name} includes itself", node, hint)
        self.reading.included += 1
        if self.reading.included > MOST_INCLUDES:
            what = f"there are more than {MOST_INCLUDES} lines with ::: include"
            return self.report("S112", what, node, "include less, or put the text itself here")
        text, found = clean(self.reading.shared[name], path)
        self.reading.found += found
        yield from Body(path, SHARED, self.reading, 0, open=(*self.open, name)).flow(text)

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
                self.remark(node)
            case "paragraph":
                yield from self.paragraph(node)
            case "bullet_list" | "ordered_list":
                yield from self.list(node, depth + 1)
            case "table":
                yield from self.table(node)
            case "container":
                yield from self.container(node, depth)
            case "heading":
                hint = "end the list or box above it with a blank line or :::, and begin the heading at the left edge"
                self.report("S102", "a heading stands inside a list or a ::: box", node, hint)
            case other:
                hint = _HINTS.get(other, "write it as plain text or a list")
                self.report("S101", f"leaflets cannot hold {_NAMES.get(other, other)}", node, hint)

    def remark(self, node: SyntaxTreeNode) -> None:
        """Keep a comment for translators until its line comes."""
        self.comment = f"{self.comment} {node.content}".strip()

    def paragraph(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if picture := _PICTURE.fullmatch(_content(node).strip()):
            yield from self.picture(picture, node)
        elif (line := self.line(_content(node), self.number(node))).inlines:
            yield Paragraph(line)

    def picture(self, found: re.Match[str], node: SyntaxTreeNode) -> Iterator[Block]:
        alt, path, caption = found["alt"], found["path"], found["caption"]
        if not alt.strip():
            hint = "write what it shows between the brackets: ![A nurse holds a drip bag](pump.png)"
            return self.report("S111", f"the picture {path} has no description", node, hint)
        data = self.reading.pictures(path)
        if data is None:
            hint = "put it there, or look for a slip in its name"
            return self.report("S111", f"there is no picture {path} in source/", node, hint)
        try:
            width, height = pictures.size(data)
        except ValueError as problem:
            hint = "save it as PNG or JPEG, in the colours of a screen (RGB) and no larger than it is printed"
            return self.report("S111", f"the picture {path} {problem}", node, hint)
        kind = "Description of a picture, for people who cannot see it."
        line = self.line(alt, self.number(node), kind)
        below = self.line(caption, self.number(node), "Caption of a picture.") if caption else None
        yield Figure(path, data, width, height, line, below)

    def list(self, node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
        if depth > DEEPEST_LIST:
            hint = f"begin it further left: {DEEPEST_LIST} lists inside each other are the most that can be followed"
            return self.report("S113", f"this list stands inside {depth - 1} others", node, hint)
        items = tuple(item for child in node.children for item in self.item(child, depth))
        if node.type == "bullet_list":
            yield BulletList(items)
        else:
            yield NumberedList(items, int(node.attrs.get("start", 1)))

    def item(self, node: SyntaxTreeNode, depth: int) -> Iterator[Item]:
        if node.type == "comment":
            return self.remark(node)
        children = list(node.children)
        while children and children[0].type == "comment":
            self.remark(children.pop(0))
        if not children or children[0].type != "paragraph":
            hint = "write words after the - or number, or delete it"
            return self.report("S114", "this list item does not begin with words", node, hint)
        line = self.line(_content(children[0]), self.number(children[0]), "List item.")
        yield Item(line, self.blocks(children[1:], depth))

    def table(self, node: SyntaxTreeNode) -> Iterator[Block]:
        header, *rows = (
            tuple(
                self.line(_content(cell), self.number(row), "Table cell.") for cell in row.children
            )
            for part in node.children
            for row in part.children
        )
        yield Table(header, tuple(rows))

    def container(self, node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
        if node.meta.get("unclosed"):
            self.reading.swallowed = True
            hint = "write ::: on a line of its own where it ends"
            return self.report("S109", f"::: {node.info} is never closed", node, hint)
        if _containers_around(node) >= DEEPEST_CONTAINER:
            what = f"::: {node.info} stands inside {DEEPEST_CONTAINER} others"
            return self.report("S113", what, node, "close those above it with ::: first")
        match _words(node):
            case ["side-effects"]:
                yield from self.side_effects(node)
            case ["warning" | "note" as kind]:
                yield Callout(CalloutKind(kind), self.blocks(node.children, depth))
            case ["only", *names] if names and set(names) <= set(Medium):
                media = tuple(Medium(name) for name in dict.fromkeys(names))
                yield Only(media, self.blocks(node.children, depth))
            case words:
                self.no_box(words, node)

    def no_box(self, words: Sequence[str], node: SyntaxTreeNode) -> None:
        """Report a ::: line that begins no box here."""
        match words:
            case ["only", *_]:
                what = f"::: {node.info} does not say in which editions its text stands"
                hint = f"write ::: only and one or more of {', '.join(Medium)}"
                self.report("S109", what, node, hint)
            case ["include", *_]:
                hint = "end that above it, and begin ::: include at the left edge"
                self.report(
                    "S112", "::: include stands inside a list or another ::: box", node, hint
                )
            case []:
                hint = "delete it (::: include needs none), or write the name of a box after it, such as ::: warning"
                self.report("S109", "this ::: closes nothing", node, hint)
            case _:
                hint = like(node.info, _BOXES) or f"write one of {', '.join(_BOXES)}"
                self.report("S109", f"there is no ::: {node.info}", node, hint)

    def side_effects(self, node: SyntaxTreeNode) -> Iterator[Block]:
        entries: list[SideEffect] = []
        before = len(self.reading.found)
        hint = "write each on a line of its own: - Fever: 70.8%"
        for child in _whole_lists(node.children):
            match child.type:
                case "comment":
                    self.remark(child)
                case "bullet_list":
                    entries += (one for item in child.children for one in self.side_effect(item))
                case _:
                    self.report("S110", "only a list can stand in ::: side-effects", child, hint)
        if entries:
            yield SideEffects(tuple(entries))
        elif len(self.reading.found) == before:  # else why has been said of each
            self.report("S110", "::: side-effects holds no list", node, hint)

    def side_effect(self, node: SyntaxTreeNode) -> Iterator[SideEffect]:
        if node.type == "comment":
            return self.remark(node)
        inner = [child for child in node.children if child.type != "comment"]
        for comment in (child for child in node.children if child.type == "comment"):
            self.remark(comment)
        hint = "write it as - Fever: 70.8%"
        text = _content(inner[0]) if inner and inner[0].type == "paragraph" else ""
        match = _SIDE_EFFECT.fullmatch(text.strip())
        if not match or len(inner) > 1 or not match["percent"].endswith("%"):
            what = "this side effect is not a name, a colon and a percentage"
            return self.report("S110", what, node, hint)
        try:
            percent = facts.percent(match["percent"])
        except ValueError as problem:
            return self.report("S110", str(problem), node, hint)
        kind = "Side effect. How often it happens is added beside it."
        line = self.line(match["name"], self.number(node), kind)
        yield SideEffect(line, percent, line.at)

    def line(self, text: str, number: int, kind: str = "") -> Line:
        """A message from a block's text, which begins at line ``number`` of the file."""
        comment, self.comment = " ".join(filter(None, (kind, self.comment))), ""
        return line_of(text, Location(self.path, number), comment, self.domain, self.reading)

    def number(self, node: SyntaxTreeNode) -> int:
        """The node's first line in the file."""
        return self.skipped + (node.map[0] if node.map else 0) + 1

    def report(self, code: str, message: str, node: SyntaxTreeNode, hint: str) -> None:
        self.reading.note(code, message, Location(self.path, self.number(node)), hint)


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
