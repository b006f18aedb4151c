"""YAML whose every scalar is read as text, and then typed by us with its line.

YAML itself would turn ``helpline: 08088010444`` into a number and ``no`` into False. Here nothing
is guessed: a value becomes a date, a fact or an address only because its field says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pipeline import facts
from pipeline.diagnostic import Diagnostic, Location
from pipeline.document import DeclaredTerm, LinkTarget
from pipeline.facts import Fact

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
    name = unicodedata.name(character, "a control character")
    return Diagnostic("S119", f"U+{ord(character):04X} {name} cannot be seen and must not be typed", at,
                      "take it out; the pipeline sets direction marks itself")  # fmt: skip


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
            self.report("S002", f"this is longer than {LONGEST:,} characters", self.first + 1)
            return None
        try:
            if self._refuses(text):
                return None
            root = yaml.compose(text, Loader=yaml.SafeLoader)
            node = self._node(root) if root else Fields((), self.first + 1)
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark
            line = self.first + (mark.line if mark else 0) + 1
            self.report(
                "S002",
                f"this is not YAML: {problem.problem}",
                line,
                "a field is written name: value",
            )
            return None
        except (yaml.YAMLError, ValueError) as problem:
            why = str(problem).splitlines()[0]
            self.report("S002", f"this is not YAML: {why}", self.first + 1)
            return None
        if isinstance(node, Fields):
            return node
        self.report(
            "S002", "fields are expected here", node.line, "write each field as name: value"
        )
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
                self.report("S002", "this is not YAML: it nests too deep", line)
                return True
            if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
                hint = 'put the text between quotation marks: "..."'
                self.report("S002", "* & and ! are not used here", line, hint)
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
                self.report("S002", "the name of a field must be a word", name.line)
            elif any(name.text == other.text for other, _ in entries):
                self.report("S005", f"{name.text!r} is given twice", name.line, "keep one of them")
            else:
                entries.append((name, self._node(value)))
        return Fields(tuple(entries), line)

    def _shown(self, text: str, line: int) -> str:
        """The text without what nobody can see, which an escape may write too; that is reported."""
        at = Location(self.path, line)
        self.found += [hidden_character(c, at) for c in dict.fromkeys(text) if hidden(c)]
        if not facts.isolates_closed(text):
            self.report("S119", "an isolate is not closed, or not opened", line, "close U+2066 to U+2068 with U+2069")  # fmt: skip
        return "".join(c for c in text if not hidden(c))

    def known(self, fields: Fields, *names: str) -> dict[str, Node]:
        """The fields by name; one that is not among ``names`` is reported."""
        for key, _ in fields.entries:
            if key.text not in names:
                self.report(
                    "S003",
                    f"there is no field {key.text!r}",
                    key.line,
                    f"the fields are {', '.join(names)}",
                )
        return {key.text: node for key, node in fields.entries if key.text in names}

    def text(self, node: Node | None) -> str | None:
        match node:
            case None:
                return None
            case Scalar(text) if text.strip():
                return " ".join(text.split())
            case _:
                self.report("S004", "a text is expected here", node.line)
                return None

    def typed(self, node: Node | None, read: Callable[[str], T]) -> T | None:
        """``read`` of the field's text; what it refuses (ValueError) is reported at the field's line."""
        text = self.text(node)
        if node is None or text is None:
            return None
        try:
            return read(text)
        except ValueError as problem:
            self.report("S004", str(problem), node.line)
            return None

    def texts(self, node: Node | None) -> tuple[Scalar, ...]:
        match node:
            case None:
                return ()
            case Sequence(nodes):
                for wrong in (n for n in nodes if not isinstance(n, Scalar)):
                    self.report("S004", "a text is expected here", wrong.line)
                return tuple(n for n in nodes if isinstance(n, Scalar))
            case _:
                self.report("S004", "a list is expected here", node.line, "write it as [one, two]")
                return ()

    def _named(
        self, node: Node | None, pattern: re.Pattern[str], wanted: str
    ) -> Iterator[tuple[Scalar, Node]]:
        for key, value in self.fields(node):
            if pattern.fullmatch(key.text):
                yield key, value
            else:
                self.report("S004", f"{key.text!r} is no name", key.line, wanted)

    def fields(self, node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of fields inside a field."""
        match node:
            case None | Scalar(""):
                return ()
            case Fields(entries):
                return entries
            case _:
                self.report("S004", "names with their values are expected here", node.line)
                return ()

    def facts(self, node: Node | None) -> Iterator[tuple[str, Fact | None, int]]:
        """Each ``name: {kind: value}`` with its line; None where the value is wrong, which is reported."""
        for key, value in self._named(node, _NAME, "small letters, digits and _"):
            match value:
                case Fields(((kind, Scalar(text)),)):
                    reader = partial(facts.read, kind.text)
                    yield key.text, self.typed(Scalar(text, kind.line), reader), key.line
                case _:
                    yield key.text, None, key.line
                    self.report(
                        "S004",
                        f"{key.text} needs one kind and its value",
                        key.line,
                        f"{key.text}: {{hours: 48}}",
                    )

    def links(self, node: Node | None) -> Iterator[LinkTarget]:
        for key, value in self._named(node, _LABEL, "letters, digits, - and _"):
            if not isinstance(value, Fields):
                self.report(
                    "S004",
                    f"the link {key.text} needs an address",
                    key.line,
                    f"{key.text}: {{address: https://www.example.org/}}",
                )
                continue
            parts = self.known(value, "address", "confirm")
            address = self.typed(parts.get("address"), link_address)
            if "address" not in parts:
                self.report("S004", f"the link {key.text} needs an address", key.line)
            confirm = self.typed(parts.get("confirm"), _yes_or_no)
            if address:
                yield LinkTarget(key.text, address, bool(confirm), Location(self.path, key.line))

    def terms(self, node: Node | None) -> Iterator[DeclaredTerm]:
        for key, value in self._named(
            node, re.compile(r"[^\s\\*\[\]{}][^\\*\[\]{}]*"), "a word as it stands in the text"
        ):
            parts = self.known(value, "expansion", "spoken") if isinstance(value, Fields) else {}
            if not isinstance(value, Fields):
                self.report(
                    "S004", f"the term {key.text} needs braces", key.line, f"{key.text}: {{}}"
                )
            expansion, spoken = self.text(parts.get("expansion")), self.text(parts.get("spoken"))
            yield DeclaredTerm(
                key.text, expansion or "", spoken or "", Location(self.path, key.line)
            )


def web_address(text: str) -> str:
    """An address that a browser opens."""
    if not text.startswith("http") or "#" in text or "?" in text or len(text) > _LONGEST_ADDRESS:
        raise ValueError(f"{text!r} is not a web address such as https://www.example.org/leaflets")
    return link_address(text)


def link_address(text: str) -> str:
    """The address of a link: a web page, an e-mail address or a telephone. Raises ValueError."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"{text!r} is not a web address such as https://www.example.org/")
    return text


def _yes_or_no(text: str) -> bool:
    match text.lower():
        case "true" | "yes":
            return True
        case "false" | "no":
            return False
        case _:
            raise ValueError(f"{text!r} is neither true nor false")
