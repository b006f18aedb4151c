"""That everything which a file names is there, once."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from pipeline.checks.daisy.book import MASTER, NAVIGATION, Talking
from pipeline.checks.registry import Checks, Finding
from pipeline.diagnostic import Severity, quoted

CHECKS: Checks[Talking] = Checks()
check = CHECKS.check


@check("A601", Severity.ERROR)
def all_that_is_named_exists(book: Talking) -> Iterator[Finding]:
    """Every file and every place in a file that another names is there, and every file is named.

    A player stops where a link leads nowhere.
    """
    named = {NAVIGATION, MASTER}
    for origin, tree in book.trees.items():
        for address in _addresses(tree):
            name, _, place = address.partition("#")
            name = posixpath.normpath(name) if name else origin
            named.add(name)
            if name not in book.files:
                yield book.says(f"{origin} names {quoted(address)}, which is not in the book")
            elif place and name in book.trees and place not in _names(book.trees[name]):
                yield book.says(f"{origin} names {quoted(address)}, and no such place is there")
    for name in book.files.keys() - named:
        yield book.says(f"nothing names {name}")


def _addresses(tree: etree._Element) -> list[str]:
    """What a file names inside the book."""
    found = [
        str(value)
        for one in tree.iter()
        for key, value in one.attrib.items()
        if key in ("href", "src")
    ]
    return [address for address in found if not re.match(r"[a-z][a-z0-9+.-]*:", address)]


@check("A602", Severity.ERROR)
def names_are_unique(book: Talking) -> Iterator[Finding]:
    """No two places of a file have one name.

    A player would jump to the first and never reach the second.
    """
    for name, tree in book.trees.items():
        for twice, times in Counter(_names(tree)).items():
            if times > 1:
                yield book.says(f"{name} has {times} places that are called {quoted(twice)}")


def _names(tree: etree._Element) -> list[str]:
    return [str(one.get("id")) for one in tree.iter() if one.get("id")]
