"""Every text of the code that a person may read of a finding, as it stands in the source; ``...`` for what differs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PIPELINE = Path(__file__).parents[1] / "pipeline"
# What takes a message, and which of its arguments is the hint (from 0); None: the hint is its maker's.
SAYS: dict[str, int | None] = {
    "Diagnostic": 3, "report": 3, "note": 3, "Finding": 2, "Mistyped": 1, "MarkupError": 1, "Slip": 2,
    "says": None, "_refused": 2, "_wrong": 2, "_Refused": 2, "_cannot": None, "BadParameter": None, "EngineError": None, "Unreadable": None,
}  # fmt: skip
NAMED = ("hint", "message", "what", "why", "said", "again", "remedy")


@dataclass(frozen=True, slots=True)
class Said:
    """``named``: the name of the code that says it; ``kind``: message or hint, where that can be told, else text."""

    text: str
    kind: str
    place: str
    call: str = ""


@cache
def trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(PIPELINE)): ast.parse(path.read_text("utf-8"))
        for path in sorted(PIPELINE.rglob("*.py"))
    }


@cache
def said() -> tuple[Said, ...]:
    """Every text, and where it stands. Asked by tests as they run: to read all of the code takes a second or two."""
    return tuple(_said())


def _said() -> Iterator[Said]:
    """Literals in the calls that make a finding, and those that a name such as ``hint`` is set to."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            match node:
                case ast.Call():
                    yield from _called(name, node)
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if _names(target):
                    kind = "hint" if "hint" in target.lower() else "text"
                    for text in _texts(value):
                        yield Said(text, kind, f"{name}:{node.lineno}")


def calls() -> Iterator[tuple[str, ast.Call, int | None]]:
    """Each call that makes a finding, with its place and which argument is the hint."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _function(node) in SAYS:
                yield f"{name}:{node.lineno}", node, SAYS[_function(node)]


def _names(target: str) -> bool:
    return target in NAMED or (target.startswith("_") and target.isupper() and "HINT" in target)


def _called(name: str, node: ast.Call) -> Iterator[Said]:
    if (function := _function(node)) not in SAYS:
        return
    for number, argument in enumerate(node.args):
        kind = "hint" if number == SAYS[function] else "message"
        for text in _texts(argument):
            if not (len(text) == 4 and text[1:].isdigit()):
                yield Said(text, kind, f"{name}:{node.lineno}", function)


def _function(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str() as text):
            yield text
        case ast.JoinedStr(values):
            yield "".join(
                str(one.value) if isinstance(one, ast.Constant) else "..." for one in values
            )
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)
        case ast.BoolOp(values=values):
            for one in values:
                yield from _texts(one)
        case _:
            return
