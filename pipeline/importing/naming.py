"""Names for what is proposed: of links from their words, of facts from the words around their figure."""

from __future__ import annotations

import re
from collections.abc import Collection

_SMALL = frozenset(
    "a about after all also an and any are as at be been before but by can could do each every first for from given has have having he her his how "
    "if in into is it its least less like made make many may more most much must need next no not of often on once one only or other our out over "
    "per should so some such than that the their them then there these they this those through to too under until up usually was we were "
    "what when where which while who will with within would you your".split()
)


def label(text: str, taken: Collection[str]) -> str:
    """A link's label: up to three of its words."""
    return _free("_".join(_own(text)[:3]) or "page", taken)


def fact(before: str, after: str, unit: str, taken: Collection[str]) -> str:
    """A fact's name: the nearest words of its sentence that say something, and its unit."""
    sentence = re.split(r"[.!?:;]", before)[-1]
    near = _own(sentence)[-2:] or _own(re.split(r"[.!?:;]", after)[0])[:2]
    words = [word for word in near if word != unit]
    return _free("_".join((*words, unit)), taken)


def _own(text: str) -> list[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return [word[:24] for word in words if word not in _SMALL and len(word) > 2]


def _free(name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
