"""YAML whose every scalar is read as text, and then typed by us with its line.

YAML itself would turn ``helpline: 08088010444`` into a number and ``no`` into False. Here nothing
is guessed: a value becomes a date, a fact or an address only because its field says so.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pipeline import facts
from pipeline.diagnostic import Diagnostic, Location, Mistyped, quoted
from pipeline.document import DeclaredTerm, LinkTarget
from pipeline.facts import Fact
from pipeline.slips import slip

if TYPE_CHECKING:
    import yaml  # otherwise where a file is read: who only renders a leaflet need not wait for it

T = TypeVar("T")

LONGEST = 200_000  # characters: far beyond any leaflet's front matter, short enough to read at once
DEEPEST = 20  # lists and mappings: the fields that we know nest three deep
_LONGEST_ADDRESS = 200  # characters: to be typed from paper, and a QR code that a phone reads
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
_ADDRESS = re.compile(
    r"(https?://[^\s<>\"{}|\\^`\x00-\x1f]+|mailto:[^\s@<>\"]+@[^\s@<>\"]+|tel:\+?[0-9-]+)", re.ASCII
)


def hidden(character: str) -> bool:
    """Controls, surrogates, private use, and direction marks: nobody can proofread what nobody can see. Isolates turn only
    what stands in them, and are looked at as a pair."""
    if character in f"\n\t\u200c\u200d{facts.ISOLATES}{facts.PDI}":
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn")
        or character in facts.BIDI_CONTROLS + "\u2028\u2029\ufeff\ufffd"
    )


def hidden_character(character: str, at: Location) -> Diagnostic:
    """What is reported of a character that cannot be seen."""
    name = unicodedata.name(character, "a control character")
    return Diagnostic("S119", f"U+{ord(character):04X} {name} cannot be seen and must not be typed", at,
                      "delete it, or type the words around it again; marks for the direction of text are set for you")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    nodes: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping, in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | Sequence | Fields


@dataclass
class Form:
    """Reads fields into typed values and gathers what is wrong with them. ``first`` is the line before the text's own first."""

    path: str
    first: int = 0
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, message: str, line: int, hint: str = "") -> None:
        self.found.append(Diagnostic(code, message, Location(self.path, line), hint))

    def read(self, text: str) -> Fields | None:
        """The whole text as fields; None, and a report, when it cannot be read."""
        import yaml

        if len(text) > LONGEST:
            hint = "see whether the --- after the fields is there and the right file was saved"
            self.report(
                "S002", f"the fields are longer than {LONGEST:,} characters", self.first + 1, hint
            )
            return None
        try:
            if self._refuses(text):
                return None
            root = yaml.compose(text, Loader=yaml.SafeLoader)
            node = self._node(root) if root else Fields((), self.first + 1)
        except yaml.MarkedYAMLError as problem:
            found = slip(text, problem)
            self.report("S002", found.what, self.first + found.line + 1, found.hint)
            return None
        except (yaml.YAMLError, ValueError):
            hint = "type its lines again, as docs/staff.md shows them"
            self.report("S002", "the fields cannot be read", self.first + 1, hint)
            return None
        if isinstance(node, Fields):
            return node
        self.report("S002", "here stands no field", node.line, "write each field as name: value")
        return None

    def _refuses(self, text: str) -> bool:
        """Aliases let a few lines grow to millions of values, tags ask YAML to guess, and it reads deep nesting ever more
        slowly: nobody needs any of them here."""
        import yaml

        opening = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken,
                   yaml.BlockMappingStartToken)  # fmt: skip
        closing = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)
        depth = 0
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            line = self.first + token.start_mark.line + 1
            depth += isinstance(token, opening) - isinstance(token, closing)
            if depth > DEEPEST:
                hint = "facts, links and terms need one pair of braces each"
                self.report("S002", "too many brackets stand inside each other", line, hint)
                return True
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                hint = 'put the whole value between quotation marks: name: "* value"'
                self.report("S002", "a value begins with *, & or !", line, hint)
                return True
        return False

    def _node(self, node: yaml.Node) -> Node:
        import yaml

        line = self.first + node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return Scalar(self._shown(node.value, line), line)
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(map(self._node, node.value)), line)
        entries: list[tuple[Scalar, Node]] = []
        for key, value in node.value:
            name = self._node(key)
            if not isinstance(name, Scalar):
                self.report(
                    "S002",
                    "the name of a field must be a word",
                    name.line,
                    "write the field as name: value",
                )
            elif any(name.text == other.text for other, _ in entries):
                self.report(
                    "S005",
                    f"{quoted(name.text)} is given twice",
                    name.line,
                    "keep one of them and delete the other",
                )
            else:
                entries.append((name, self._node(value)))
        return Fields(tuple(entries), line)

    def _shown(self, text: str, line: int) -> str:
        """The text without what nobody can see, which an escape may write too; that is reported."""
        at = Location(self.path, line)
        self.found += [hidden_character(c, at) for c in dict.fromkeys(text) if hidden(c)]
        if not facts.isolates_closed(text):
            self.report(
                "S119",
                "a mark that turns the direction of text is opened and not closed, or closed and not opened",
                line,
                "delete both marks (U+2066 to U+2069), or close each with U+2069",
            )
        return "".join(c for c in text if not hidden(c))

    def known(self, fields: Fields, *names: str) -> dict[str, Node]:
        """The fields by name; one that is not among ``names`` is reported."""
        for key, _ in fields.entries:
            if key.text not in names:
                left = [
                    name for name in names if all(name != other.text for other, _ in fields.entries)
                ]
                hint = like(key.text, left) or f"the fields are {', '.join(names)}"
                self.report("S003", f"there is no field {quoted(key.text)}", key.line, hint)
        return {key.text: node for key, node in fields.entries if key.text in names}

    def text(self, node: Node | None) -> str | None:
        """The text of a field in one line; None, and a report, where it is empty or holds something else."""
        match node:
            case None:
                return None
            case Scalar(text) if text.strip():
                return " ".join(text.split())
            case Scalar():
                self.report("S004", "this field is empty", node.line, "write its value, or delete the field")  # fmt: skip
                return None
            case _:
                self.report(
                    "S004",
                    "this field holds no plain text",
                    node.line,
                    'write it as name: value; a text with { [ or a colon stands between quotation marks: name: "value"',
                )
                return None

    def typed(self, node: Node | None, read: Callable[[str], T]) -> T | None:
        """``read`` of the field's text; what it refuses (Mistyped) is reported at the field's line."""
        text = self.text(node)
        if node is None or text is None:
            return None
        try:
            return read(text)
        except Mistyped as problem:
            self.report("S004", str(problem), node.line, problem.hint)
            return None

    def texts(self, node: Node | None) -> tuple[Scalar, ...]:
        """The texts of a list; what is no text is reported and left out."""
        match node:
            case None:
                return ()
            case Sequence(nodes):
                for wrong in (n for n in nodes if not isinstance(n, Scalar)):
                    self.report(
                        "S004",
                        "a part of this list is no plain text",
                        wrong.line,
                        "write it as [one, two]",
                    )
                return tuple(n for n in nodes if isinstance(n, Scalar))
            case _:
                self.report(
                    "S004",
                    "this field is no list",
                    node.line,
                    "write it between [ and ], parted by commas: [one, two]",
                )
                return ()

    def _named(
        self, node: Node | None, pattern: re.Pattern[str], wanted: str
    ) -> Iterator[tuple[Scalar, Node]]:
        for key, value in self.fields(node):
            if pattern.fullmatch(key.text):
                yield key, value
            else:
                self.report(
                    "S004", f"{quoted(key.text)} is no name that can be used here", key.line, wanted
                )

    def fields(self, node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of fields inside a field."""
        match node:
            case None | Scalar(""):
                return ()
            case Fields(entries):
                return entries
            case _:
                self.report(
                    "S004",
                    "this field needs names with their values",
                    node.line,
                    "write each on a line of its own below it, two spaces to the right: name: value",
                )
                return ()

    def facts(self, node: Node | None) -> Iterator[tuple[str, Fact | None, int]]:
        """Each ``name: {kind: value}`` with its line; None where the value is wrong, which is reported."""
        for key, value in self._named(
            node, _NAME, "use small letters, figures and _, as in first_stay"
        ):
            match value:
                case Fields(((kind, Scalar(text)),)) if ":" not in kind.text:
                    reader = partial(facts.read, kind.text)
                    yield key.text, self.typed(Scalar(text, kind.line), reader), key.line
                case _:
                    yield key.text, None, key.line
                    what, hint = _no_fact(key.text, value)
                    self.report("S004", what, key.line, hint)

    def links(self, node: Node | None) -> Iterator[LinkTarget]:
        """Each ``label: {address: ..., confirm: true}`` with an address that can be used; what is wrong is reported."""
        for key, value in self._named(
            node, _LABEL, "use letters, figures, - and _, as in helpline_page"
        ):
            if not isinstance(value, Fields):
                self.report(
                    "S004",
                    f"the link {key.text} has no address",
                    key.line,
                    f"write {key.text}: {{address: https://www.example.org/}}",
                )
                continue
            parts = self.known(value, "address", "confirm")
            address = self.typed(parts.get("address"), link_address)
            if "address" not in parts:
                hint = f"write {key.text}: {{address: https://www.example.org/}}"
                self.report("S004", f"the link {key.text} has no address", key.line, hint)
            confirm = self.typed(parts.get("confirm"), _yes_or_no)
            if address:
                yield LinkTarget(key.text, address, bool(confirm), Location(self.path, key.line))

    def terms(self, node: Node | None) -> Iterator[DeclaredTerm]:
        """Each ``word: {expansion: ..., spoken: ...}``; what is wrong is reported."""
        for key, value in self._named(
            node, re.compile(r"[^\s\\*\[\]{}][^\\*\[\]{}]*"), "a word as it stands in the text"
        ):
            parts = self.known(value, "expansion", "spoken") if isinstance(value, Fields) else {}
            if not isinstance(value, Fields):
                self.report(
                    "S004",
                    f"the term {key.text} has no braces",
                    key.line,
                    f"write {key.text}: {{}}",
                )
            expansion, spoken = self.text(parts.get("expansion")), self.text(parts.get("spoken"))
            yield DeclaredTerm(
                key.text, expansion or "", spoken or "", Location(self.path, key.line)
            )


def like(name: str, known: Iterable[str]) -> str:
    """What ``name`` may be a slip of; "" where nothing is near."""
    close = difflib.get_close_matches(name, list(known), 3)
    return f"did you mean {' or '.join(close)}?" if close else ""


def _no_fact(name: str, value: Node) -> tuple[str, str]:
    """Why this declares no fact, and how it is written."""
    match value:
        case Fields(((kind, _),)) if ":" in kind.text:
            unit, _, figure = kind.text.partition(":")
            return (
                f"no space stands after the colon of {name}",
                f"write {name}: {{{unit}: {figure}}}",
            )
        case Fields(entries) if len(entries) > 1:
            kinds = " and ".join(kind.text for kind, _ in entries)
            return (
                f"{name} has {len(entries)} kinds, {kinds}, and a fact has one",
                "give each figure a fact of its own",
            )
        case Scalar(text) if found := _TYPED.fullmatch(text):
            return (
                f"{name} has no braces",
                f"write {name}: {{{found['unit'].lower()}: {found['figure']}}}",
            )
        case _:
            return f"{name} has no kind and value in braces", f"write {name}: {{hours: 48}}"


_TYPED = re.compile(r"(?P<figure>[0-9][0-9.,]*) ?(?P<unit>[A-Za-z]+)", re.ASCII)


def web_address(text: str) -> str:
    """An address that a browser opens."""
    if not text.startswith("http") or "#" in text or "?" in text or len(text) > _LONGEST_ADDRESS:
        raise Mistyped(
            f"{quoted(text)} is not a web address such as https://www.example.org/leaflets",
            "copy it from the browser, without what follows a # or ?",
        )
    return link_address(text)


def link_address(text: str) -> str:
    """The address of a link: a web page, an e-mail address or a telephone. Raises Mistyped."""
    if not _ADDRESS.fullmatch(text):
        raise Mistyped(
            f"{quoted(text)} is not a web address such as https://www.example.org/",
            "copy the whole address from the browser; e-mail is mailto:name@example.org, a phone tel:+441234567890",
        )
    return text


def _yes_or_no(text: str) -> bool:
    match text.lower():
        case "true" | "yes":
            return True
        case "false" | "no":
            return False
        case _:
            raise Mistyped(
                f"{quoted(text)} is neither true nor false", "write confirm: true, or leave it out"
            )
