"""The Plural-Forms header of a catalog, as msgfmt -c (GNU gettext 0.21) judges it."""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

_NUMBERS = 1001  # msgfmt tries the expression on 0 to 1000
_OFTEN = 5  # a form that stands for more of these numbers must keep every format directive


class PluralError(ValueError):
    """The header cannot be used; ``str()`` says why."""


@dataclass(frozen=True)
class Plurals:
    """How many forms a message has, and which form each number from 0 to 1000 takes."""

    count: int
    taken: tuple[int, ...]

    @cached_property
    def _numbers(self) -> Counter[int]:
        return Counter(self.taken)

    def often(self, form: int) -> bool:
        """Whether a form stands for so many numbers that it cannot do without the figure."""
        return self._numbers[form] > _OFTEN

    def within(self, form: int, first: int, last: int) -> int:
        """How many numbers of a range take a form."""
        return self.taken[first : last + 1].count(form)


def plurals(header: str) -> Plurals | None:
    """The plural forms that a header names; None when it names none. Raises PluralError."""
    _, says_count, after_count = header.partition("nplurals=")
    # "nplurals=" does not hold "plural=", so the first one found is the expression's.
    _, says_rule, after_rule = header.partition("plural=")
    if not (says_count and says_rule):
        return None
    count = re.match(r"\s*(\d{1,20})(?!\d)", after_count, re.ASCII)
    if count is None:
        raise PluralError("nplurals= is no number")
    rule = re.split(r"[;\n]", after_rule)[0]
    return Plurals(int(count[1]), _taken(rule, int(count[1])))


def _taken(rule: str, count: int) -> tuple[int, ...]:
    try:
        form = _Rule(rule).read()
        taken = tuple(form(number) for number in range(_NUMBERS))
    except ZeroDivisionError as problem:
        raise PluralError("the expression after plural= divides by zero") from problem
    except RecursionError as problem:
        raise PluralError("the expression after plural= is too deep") from problem
    if max(taken) > _LONG:
        raise PluralError("the expression after plural= gives a form below 0")
    if max(taken) >= count:
        raise PluralError(f"nplurals={count}, but plural= gives form {max(taken)}")
    return taken


# The expression: C's, over unsigned long (gettext manual, "Plural forms"). Python's gettext.c2py would give
# 4 for 4 || 0, where C gives 1.

_LONG, _UNSIGNED = 2**63 - 1, 2**64
_TOKEN = re.compile(r"[ \t]*(\d+|n|&&|\|\||[=!<>]=|[-+*/%<>!?:()]|$|.)", re.ASCII | re.DOTALL)

Form = Callable[[int], int]


def _either(left: Form, right: Form) -> Form:
    return lambda n: int(bool(left(n) or right(n)))


def _both(left: Form, right: Form) -> Form:
    return lambda n: int(bool(left(n) and right(n)))


def _of(apply: Callable[[int, int], int]) -> Callable[[Form, Form], Form]:
    return lambda left, right: lambda n: int(apply(left(n), right(n))) % _UNSIGNED


_OPERATORS: tuple[dict[str, Callable[[Form, Form], Form]], ...] = (  # loosest first
    {"||": _either},
    {"&&": _both},
    {"==": _of(operator.eq), "!=": _of(operator.ne)},
    {"<": _of(operator.lt), ">": _of(operator.gt), "<=": _of(operator.le), ">=": _of(operator.ge)},
    {"+": _of(operator.add), "-": _of(operator.sub)},
    {"*": _of(operator.mul), "/": _of(operator.floordiv), "%": _of(operator.mod)},
)


class _Rule:
    """A reader of one expression."""

    def __init__(self, text: str) -> None:
        self.tokens: Iterator[str] = iter(_TOKEN.findall(text))
        self.token = next(self.tokens)

    def take(self) -> str:
        taken, self.token = self.token, next(self.tokens, "")
        return taken

    def expect(self, token: str) -> None:
        if self.take() != token:
            raise PluralError("the expression after plural= cannot be read")

    def read(self) -> Form:
        form = self.choice()
        self.expect("")
        return form

    def choice(self) -> Form:
        asked = self.binary(0)
        if self.token != "?":
            return asked
        self.take()
        then = self.choice()
        self.expect(":")
        otherwise = self.choice()
        return lambda n: then(n) if asked(n) else otherwise(n)

    def binary(self, level: int) -> Form:
        if level == len(_OPERATORS):
            return self.one()
        form = self.binary(level + 1)
        while self.token in _OPERATORS[level]:
            form = _OPERATORS[level][self.take()](form, self.binary(level + 1))
        return form

    def one(self) -> Form:
        match self.take():
            case "n":
                return lambda n: n
            case "!":
                inner = self.one()
                return lambda n: int(not inner(n))
            case "(":
                inner = self.choice()
                self.expect(")")
                return inner
            case token if token.isdecimal() and len(token) <= 20:
                value = int(token) % _UNSIGNED
                return lambda n: value
            case _:
                raise PluralError("the expression after plural= cannot be read")
