"""Elements of WordprocessingML as text, escaped by construction: what an author wrote can never become markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NewType
from xml.sax.saxutils import escape

from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.facts import BIDI_CONTROLS

Xml = NewType("Xml", str)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_QUOTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def element(name: str, attributes: Mapping[str, object], *children: Xml) -> Xml:
    """``<name key="value">children</name>``; the values are escaped here."""
    written = "".join(
        f' {key}="{escape(str(value), _QUOTES)}"' for key, value in attributes.items()
    )
    inner = "".join(children)
    return Xml(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def w(name: str, /, *children: Xml, **attributes: object) -> Xml:
    """``<w:name w:key="value">children</w:name>``"""
    return element(f"w:{name}", {f"w:{key}": value for key, value in attributes.items()}, *children)


def on(*names: str) -> list[Xml]:
    """Properties that are on by being there: ``<w:keepNext/>``."""
    return [w(name) for name in names]


def text(said: str, at: Location) -> Xml:
    """``<w:t>`` with the text as it is. Raises LeafletError for what XML cannot hold."""
    return element("w:t", {"xml:space": "preserve"}, escaped(said, at))


def escaped(said: str, at: Location) -> Xml:
    """Content of an element. Raises LeafletError for what XML cannot hold."""
    return Xml(escape(checked(said, at)))


def root(name: str, prefixes: str, /, *children: Xml, **attributes: object) -> bytes:
    """A part whose root element declares the namespaces of the prefixes, given as one word: "w r"."""
    declared: dict[str, object] = {f"xmlns:{one}": NAMESPACES[one] for one in prefixes.split()}
    return (HEAD + element(name, {**declared, **attributes}, *children)).encode()


def visible(said: str) -> str:
    """For properties and descriptions, where nothing draws the bidi controls."""
    return "".join(c for c in said if c not in BIDI_CONTROLS)


def checked(said: str, at: Location) -> str:
    """The text itself. Raises LeafletError for what XML 1.0 cannot hold (section 2.2, Char)."""
    wrong = dict.fromkeys(c for c in said if not _holds(ord(c)))
    if wrong:
        raise LeafletError(*(
            Diagnostic("A104", f"Word cannot hold the character U+{ord(c):04X}, which cannot be seen", at, "delete it, or type the words around it again") for c in wrong))  # fmt: skip
    return said


def _holds(point: int) -> bool:
    return (
        point in (9, 10)
        or (32 <= point < 0xD800)
        or (point > 0xDFFF and point not in (0xFFFE, 0xFFFF))
    )
