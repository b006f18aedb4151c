"""Which slip of the keyboard makes the fields of a file unreadable, in the words of whoever wrote them.

YAML's own message names what its grammar lacks ("expected <block end>"), and often the line after the slip.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.diagnostic import quoted

if TYPE_CHECKING:
    import yaml

_COMPARE = "write each field on a line of its own, as name: value; docs/staff.md has an example"


@dataclass(frozen=True, slots=True)
class Slip:
    """``line`` counts from 0."""

    line: int
    what: str
    hint: str


def slip(text: str, problem: yaml.MarkedYAMLError) -> Slip:
    """What is most likely wrong in ``text``, which YAML could not read."""
    lines = text.split("\n")
    at = problem.problem_mark.line if problem.problem_mark else 0
    begun = problem.context_mark.line if problem.context_mark else at
    said, within = problem.problem or "", problem.context or ""
    if "\t" in _indent(_line(lines, at)):
        return Slip(
            at,
            "this line begins with a tab",
            "begin it with spaces: two where it belongs to the line above",
        )
    if "quoted scalar" in within:
        return _quotation(lines, at, begun, said)
    if "flow" in within:
        return _brackets(lines, at, begun)
    if said == "could not find expected ':'":
        return _no_colon(lines, begun)
    if said == "mapping values are not allowed here":
        return _colon(lines, at, problem.problem_mark.column if problem.problem_mark else 0)
    if said.startswith("expected <block end>"):
        return _step(lines, at)
    if said.startswith("found character"):
        sign = _line(lines, at).strip()
        return Slip(
            at,
            f"no value can begin as in {quoted(sign)}",
            'put the value between quotation marks: name: "value"',
        )
    return Slip(at, f"{quoted(_line(lines, at).strip())} cannot be read", _COMPARE)


def _quotation(lines: Sequence[str], at: int, begun: int, said: str) -> Slip:
    if "escape" in said:
        return Slip(at, r"a \ stands between quotation marks", r"write \\ for it, or use the marks ' and '")  # fmt: skip
    return Slip(begun, f"a quotation mark is opened and never closed in {quoted(_line(lines, begun).strip())}",
                "close it at the end of the text, or leave out both marks")  # fmt: skip


def _brackets(lines: Sequence[str], at: int, begun: int) -> Slip:
    for number in range(min(begun, len(lines) - 1), -1, -1):
        line = lines[number]
        for opening, closing in ("{}", "[]"):
            if line.count(opening) <= line.count(closing):
                continue
            return Slip(
                number,
                f"{opening} is not closed in {quoted(line.strip())}",
                f"write {closing} where it ends",
            )
    return Slip(
        at,
        f"a comma is missing in {quoted(_line(lines, at).strip())}",
        "write a comma between the parts that stand between the brackets",
    )


def _no_colon(lines: Sequence[str], at: int) -> Slip:
    line = _line(lines, at).strip()
    if found := re.match(r"(\w[\w -]*):(\S.*)", line):
        return Slip(at, f"no space stands after the colon in {quoted(line)}", f"write {found[1]}: {found[2]}")  # fmt: skip
    name, _, value = line.partition(" ")
    hint = f"write {name}: {value}" if re.fullmatch(r"[a-z_]+", name) and value else _COMPARE
    return Slip(at, f"no colon stands after the name of the field in {quoted(line)}", hint)


def _colon(lines: Sequence[str], at: int, column: int) -> Slip:
    """A second colon in a value; or the line belongs to no field, as it stands too far right."""
    line = _line(lines, at)
    name, colon, value = line.partition(":")
    if colon and column > len(name):
        shown = value.strip().replace('"', "'")
        return Slip(
            at,
            f"the text after {quoted(name.strip() + ':')} holds another colon",
            f'put it between quotation marks: {name.strip()}: "{shown}"',
        )
    return _step(lines, at)


def _step(lines: Sequence[str], at: int) -> Slip:
    """A line that begins neither where the one above does nor where its parts would."""
    before = next((n for n in range(at - 1, -1, -1) if _counts(lines[n])), None)
    here = len(_indent(_line(lines, at)))
    if found := re.match(r"""\s*[\w-]+:\s*("[^"]*"|'[^']*')\s*\S""", _line(lines, at)):
        return Slip(
            at,
            f"more text stands after the closing mark of {found[1]}",
            "put the marks around the whole text, or leave out both",
        )
    if before is None or (above := len(_indent(lines[before]))) == here:
        return Slip(at, f"{quoted(_line(lines, at).strip())} cannot be read", _COMPARE)
    return Slip(at, f"this line begins with {_spaces(here)}, and the line above it with {_spaces(above)}",
                "begin all lines that belong together alike: reviewed: with none, each fact, link and term with two")  # fmt: skip


def _spaces(count: int) -> str:
    return {0: "no space", 1: "1 space"}.get(count, f"{count} spaces")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _line(lines: Sequence[str], at: int) -> str:
    return lines[at] if at < len(lines) else ""
