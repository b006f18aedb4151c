"""The words that a tagged PDF gives to assistive technology: the structure tree's text in order, by ActualText where
there is one and by ToUnicode elsewhere. It reads the PDF files of every engine in print.py.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf

_LINES = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_TOKENS = re.compile(rb"\[[^\]]*\]|<[0-9A-Fa-f\s]*>")
_INLINE = {
    "/Span",
    "/Link",
    "/Strong",
    "/Em",
    "/Reference",
    "/Lbl",
}  # these stand within a line of text
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")


def words(text: str) -> list[str]:
    """Without bullets and what no reader sees."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return [word for word in text.split() if word not in "•–‣◦▪"]


def structure_text(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: dict(_contents(page)) for page in pdf.pages}
        return "".join(_element(pdf.Root.StructTreeRoot, None, pages))


def _element(node: Any, page: Any, pages: dict[Any, dict[int, str]]) -> Iterator[str]:
    page = node.Pg.objgen if "/Pg" in node else page
    if "/ActualText" in node:
        yield str(node.ActualText)
        return
    kids = node.get("/K", [])
    inside = str(node.get("/S", "")) in _INLINE
    yield "" if inside else "\n"
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield pages[page].get(kid, "")
        elif kid.get("/Type") == "/MCR":
            yield pages[kid.Pg.objgen if "/Pg" in kid else page].get(int(kid.MCID), "")
        elif kid.get("/Type") != "/OBJR":
            yield from _element(kid, page, pages)
    yield "" if inside else "\n"


def _contents(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """The text of each marked content by its identifier."""
    named: Any = page.Resources.get("/Font", {})
    fonts = {name: _to_unicode(named[name]) for name in named.keys()}  # noqa: SIM118 (pikepdf's)
    found: dict[int, str] = {}
    open_: list[
        tuple[int, bool]
    ] = []  # of each open content: its identifier, and whether its text is given
    font: tuple[dict[int, str], int] = ({}, 1)
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), str(instruction.operator)
        mcid, given = open_[-1] if open_ else (-1, False)
        match operator:
            case "BDC" | "BMC":
                entries: Any = operands[1] if operator == "BDC" else {}
                if isinstance(entries, pikepdf.Name):
                    entries = page.Resources.Properties[entries]
                mcid = int(entries.get("/MCID", mcid))
                if "/ActualText" in entries and not given:
                    found[mcid] = found.get(mcid, "") + str(entries.ActualText)
                open_.append((mcid, given or "/ActualText" in entries))
            case "EMC":
                open_.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "TJ" | "Tj" if mcid >= 0 and not given:
                array = operands[0] if operator == "TJ" else operands
                codes = b"".join(bytes(part) for part in array if isinstance(part, pikepdf.String))
                found[mcid] = found.get(mcid, "") + _decoded(codes, *font)
    yield from found.items()


def _decoded(codes: bytes, characters: dict[int, str], wide: int) -> str:
    numbers = (int.from_bytes(codes[n : n + wide], "big") for n in range(0, len(codes), wide))
    return "".join(characters.get(number, "\ufffd") for number in numbers)


def _to_unicode(font: Any) -> tuple[dict[int, str], int]:
    """The text of each code, and how many bytes a code has."""
    found: dict[int, str] = {}
    for kind, body in _LINES.findall(font.ToUnicode.read_bytes()):
        tokens = _TOKENS.findall(body)
        if kind == b"bfchar":
            found |= {_code(a): _text(b) for a, b in zip(tokens[::2], tokens[1::2], strict=True)}
            continue
        for first, last, to in zip(tokens[::3], tokens[1::3], tokens[2::3], strict=True):
            many = _TOKENS.findall(to[1:-1]) if to.startswith(b"[") else None
            for number in range(_code(first), _code(last) + 1):
                step = number - _code(first)
                text = (
                    _text(many[step]) if many else _text(to)[:-1] + chr(ord(_text(to)[-1]) + step)
                )
                found[number] = text
    return found, 2 if font.Subtype == "/Type0" else 1


def _code(token: bytes) -> int:
    return int(token.strip(b"<>"), 16)


def _text(token: bytes) -> str:
    return bytes.fromhex(token.strip(b"<>").decode()).decode("utf-16-be")
