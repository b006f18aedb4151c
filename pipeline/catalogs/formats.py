"""Format directives in a message and its translation, compared as msgfmt -c (GNU gettext 0.21) does.

``{name}`` of python-brace-format is what leaflets use; the others come in catalogs of other projects. A program
fills in the arguments, so a translation that asks for another one, or for one of another type, makes it fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Arguments = dict[str, str]  # the argument's name, or its number from 1, and its type
# Before the number of an argument of Python that has no name: none may be left out.
_COUNTED = "argument "

_NAME = r"[A-Za-z_]\w*"
_FIELD = rf"(?:{_NAME}|\d+)(?:\.{_NAME}|\[(?:{_NAME}|\d+)\])*"
_SPEC = r"(?:.?[<>=^])?[ +-]?#?0?\d*(?:\.\d+)?[bcdoxXneEfFgG%]?"
_BRACE = re.compile(
    rf"\{{\{{|\{{(?P<argument>{_FIELD}(?::(?:\{{{_FIELD}\}}|{_SPEC}))?)\}}|(?P<bad>\{{)",
    re.ASCII | re.DOTALL,
)
_PYTHON = re.compile(
    r"%(?:\((?P<name>(?:[^()]|\([^()]*\))*)\))?[-+ #0]*(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?[hlL]?(?P<type>.?)",
    re.ASCII | re.DOTALL,
)
_C = re.compile(
    r"%(?:(?P<number>\d+)\$)?(?P<flags>[-+ #0'I]*)(?P<width>\*(?:\d+\$)?|\d*)(?:\.(?P<precision>\*(?:\d+\$)?|\d*))?"
    r"(?:<PRI(?P<macro>[diouxX])(?P<bits>(?:LEAST|FAST)?(?:8|16|32|64)|MAX|PTR)>|(?P<size>hh|h|ll|l|L|q|j|z|Z|t)?(?P<type>.?))",
    re.ASCII | re.DOTALL,
)
# Directives of every other kind of format, and what may be a part of one: not understood, so left as they are.
_OTHER = re.compile(r"% ?[-+#0'*\d.$:|(<]*[A-Za-z\d%]?|\{[^{}]*\}?|[$~@&<>|][\w({~]*|\}")

_PYTHON_TYPES = {
    **dict.fromkeys("idxXou", "integer"),
    **dict.fromkeys("eEfFgG", "float"),
    **dict.fromkeys("sr", "any"),
    "c": "character",
}
_C_TYPES = {
    **dict.fromkeys("di", "integer"),
    **dict.fromkeys("uoxX", "unsigned"),
    **dict.fromkeys("eEfFgGaA", "float"),
    "c": "character",
    "s": "text",
    "p": "pointer",
    "n": "count",
}


def kinds(flags: tuple[str, ...]) -> Iterator[str]:
    """The formats that a message's flags say it has, "possible" ones too: c-format, python-brace-format."""
    said: dict[str, bool] = {}
    for flag in flags:
        if flag.endswith("-format"):
            sure = re.match(r"(no|impossible|possible)-(.+)", flag)
            said[sure[2] if sure else flag] = not sure or sure[1] == "possible"
    return (kind for kind, has in said.items() if has)


def known(kind: str) -> bool:
    """Whether the format is understood here. The texts of others must have the same directives in the same order."""
    return kind in _READERS


def differs(kind: str, source: str, translation: str, strict: bool) -> str:
    """What is wrong with the directives of a translation; empty when nothing is, or the source is no format itself.

    ``strict``: the translation uses every argument; else it may leave some out, as "one file" does.
    """
    if kind not in _READERS:
        same = _OTHER.findall(source) == _OTHER.findall(translation)
        return "" if same else f"the {kind} directives are not those of the English"
    wanted, has = _READERS[kind](source, False), _READERS[kind](translation, True)
    if wanted is None:
        return ""
    if has is None:
        return "a { or % belongs to no marker"
    lost, added = wanted.keys() - has, has.keys() - wanted
    if not strict and not any(name.startswith(_COUNTED) for name in lost):
        lost = set()
    if not strict and kind == "python-brace-format":
        added = set()
    return _said(wanted, has, lost | added, braces=kind == "python-brace-format")


def _said(wanted: Arguments, has: Arguments, other: set[str], braces: bool) -> str:
    if other:
        names = [f"{{{name}}}" if braces else name for name in sorted(other)]
        return f"{' and '.join(names)} must be in both texts"
    changed = sorted(name for name in wanted.keys() & has if wanted[name] != has[name])
    return f"{', '.join(changed)} is of another type than in the English" if changed else ""


def _brace(text: str, translated: bool) -> Arguments | None:
    """The arguments of a Python brace format; None when it is none. A } alone means nothing to msgfmt."""
    found = list(_BRACE.finditer(text))
    if any(one["bad"] for one in found):
        return None
    return {one["argument"]: "" for one in found if one["argument"] is not None}


def _python(text: str, translated: bool) -> Arguments | None:
    named: list[tuple[str, str]] = []
    counted: list[str] = []
    for found in _PYTHON.finditer(text):
        counted += ["integer" for star in (found["width"], found["precision"]) if star == "*"]
        if found["type"] == "%":
            named += [(found["name"], "any")] if found["name"] is not None else []
        elif found["type"] not in _PYTHON_TYPES or not found["type"]:
            return None
        elif found["name"] is not None:
            named.append((found["name"], _PYTHON_TYPES[found["type"]]))
        else:
            counted.append(_PYTHON_TYPES[found["type"]])
    if named and counted:
        return None
    return _arguments(named or [(f"{_COUNTED}{n}", kind) for n, kind in enumerate(counted, 1)])


def _c(text: str, translated: bool) -> Arguments | None:
    taken: list[tuple[str, str]] = []
    numbered: set[bool] = set()
    for found in _C.finditer(text):
        for star in (found["width"], found["precision"]):
            if star and star.startswith("*"):
                numbered.add(star != "*")
                taken.append((star[1:-1] or str(len(taken) + 1), _c_type("", "d")))
        if found["type"] in ("%", "m"):
            continue
        kind = _c_type(found["size"] or found["bits"] or "", found["macro"] or found["type"])
        if not kind or ("I" in found["flags"] and not translated):  # I: other digits, of glibc
            return None
        numbered.add(found["number"] is not None)
        taken.append((found["number"] or str(len(taken) + 1), kind))
    arguments = _arguments(taken) if len(numbered) < 2 else None
    whole = arguments is not None and set(arguments) == {str(n + 1) for n in range(len(arguments))}
    return arguments if whole else None


def _c_type(size: str, letter: str) -> str:
    """The type of a C argument; empty when there is none such."""
    if letter in ("C", "S"):
        size, letter = "l", letter.lower()
    kind = _C_TYPES.get(letter, "")
    match kind:
        case "integer" | "unsigned" | "count":
            return f"{ {'L': 'll', 'q': 'll', 'Z': 'z'}.get(size, size) } {kind}"
        case "float":
            return f"{'L' if size in ('L', 'll', 'q') else ''} {kind}"
        case "character" | "text":
            return f"{'l' if size == 'l' else ''} {kind}"
        case _:
            return kind


def _arguments(taken: list[tuple[str, str]]) -> Arguments | None:
    """Each argument with its one type; None when it is used as two."""
    arguments: Arguments = {}
    for name, kind in taken:
        before = arguments.setdefault(name, kind)
        if before != kind and "any" not in (before, kind):
            return None
        if before == "any":
            arguments[name] = kind
    return arguments


_READERS: dict[str, Callable[[str, bool], Arguments | None]] = {
    "python-brace-format": _brace,
    "python-format": _python,
    "c-format": _c,
}
