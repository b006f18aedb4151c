"""A PDF read back, by pikepdf and nothing of the renderer's: the structure tree with the text of each element by
ToUnicode, and every character where it is drawn.

It reads the PDF files that this pipeline makes (fonts of two-byte codes, one Document element); of others it may
raise KeyError, ValueError or pikepdf's errors.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_BFCHAR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]*)>")


@dataclass
class Element:
    """A structure element: its tag, language, alternate description, kids in order (text or elements), and the page that it
    begins on, from 0; -1 where nothing of it is drawn."""

    tag: str
    lang: str = ""
    alt: str = ""
    expansion: str = ""
    kids: list[Element | str] = field(default_factory=list)
    page: int = -1

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def outline(self, depth: int = 0) -> str:
        """The tree as indented text for a person to review."""
        notes = "".join(
            f" {name}={value}"
            for name, value in (
                ("lang", self.lang),
                ("alt", self.alt),
                ("expansion", self.expansion),
            )
            if value
        )
        rows = [f"{'  ' * depth}{self.tag}{notes}"]
        for kid in self.kids:
            rows.append(
                f"{'  ' * (depth + 1)}{kid!r}" if isinstance(kid, str) else kid.outline(depth + 1)
            )
        return "\n".join(rows)


def read(data: bytes) -> Element:
    """The Document element of a tagged PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        texts = [_marked_texts(page) for page in pdf.pages]
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        root: Any = pdf.Root.StructTreeRoot.K[0]
        return _element(root, texts, pages)


def _element(node: Any, texts: list[dict[int, str]], pages: dict[Any, int]) -> Element:
    element = Element(
        str(node.S)[1:],
        str(node.get("/Lang", "")),
        str(node.get("/Alt", "")),
        str(node.get("/E", "")),
    )
    own = pages[node.Pg.objgen] if "/Pg" in node else -1
    for kid in node.K:
        if isinstance(kid, int):
            element.kids.append(texts[own].get(kid, ""))
        elif kid.get("/Type") == "/MCR":
            element.kids.append(texts[pages[kid.Pg.objgen]].get(int(kid.MCID), ""))
        elif kid.get("/Type") != "/OBJR":
            element.kids.append(_element(kid, texts, pages))
    inner = [kid.page for kid in element.kids if isinstance(kid, Element) and kid.page >= 0]
    element.page = min([*inner, *([own] if own >= 0 else [])], default=-1)
    return element


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked-content identifier of a page."""
    maps = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    current, mcid = {}, -1
    for operands, operator in _operators(page):
        match str(operator):
            case "BDC":
                mcid = (
                    int(operands[1].get("/MCID", -1))
                    if isinstance(operands[1], pikepdf.Dictionary)
                    else -1
                )
            case "EMC":
                mcid = -1
            case "Tf":
                current = maps[str(operands[0])]
            case "TJ" if mcid >= 0:
                found[mcid] = found.get(mcid, "") + _decoded(operands[0], current)
    return found


def _operators(page: pikepdf.Page) -> Iterator[tuple[Any, Any]]:
    for instruction in pikepdf.parse_content_stream(page):
        yield instruction.operands, instruction.operator


def _decoded(array: Any, characters: dict[int, str]) -> str:
    codes = b"".join(bytes(part) for part in array if isinstance(part, pikepdf.String))
    return "".join(
        characters[int.from_bytes(codes[n : n + 2], "big")] for n in range(0, len(codes), 2)
    )


def _to_unicode(font: Any) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _BFCHAR.findall(font.ToUnicode.read_bytes())
    }


@dataclass(frozen=True, slots=True)
class Placed:
    """A character where it is drawn: page from 0, x of its left edge, baseline y and size in points, colour in sRGB;
    ``tagged``: it belongs to an element, and is no artifact."""

    page: int
    x: float
    y: float
    text: str
    size: float
    colour: tuple[float, ...]
    tagged: bool


def placed(data: bytes) -> Iterator[Placed]:
    """Every character in stream order with its place, by following the text operators."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            yield from _Pen(number, page).characters()


class _Pen:
    """What the operators of a page have set so far."""

    def __init__(self, number: int, page: pikepdf.Page) -> None:
        self.number, self.page = number, page
        self.fonts = {
            n: (_to_unicode(font), _widths(font)) for n, font in page.Resources.Font.items()
        }
        self.font: tuple[dict[int, str], dict[int, float]] = ({}, {})
        self.tagged = False
        self.size = self.x = self.y = self.dx = self.dy = 0.0
        self.colour: tuple[float, ...] = (0.0, 0.0, 0.0)
        self.stack: list[tuple[float, float, tuple[float, ...]]] = []

    def characters(self) -> Iterator[Placed]:
        for operands, operator in _operators(self.page):
            if str(operator) == "TJ":
                yield from self.shown(operands[0])
            else:
                self.follow(str(operator), operands)

    def follow(self, operator: str, operands: Any) -> None:
        match operator:
            case "BDC":
                self.tagged = isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
            case "EMC":
                self.tagged = False
            case "q":
                self.stack.append((self.dx, self.dy, self.colour))
            case "Q":
                self.dx, self.dy, self.colour = self.stack.pop()
            case "cm":
                self.dx, self.dy = self.dx + float(operands[4]), self.dy + float(operands[5])
            case "rg":
                self.colour = tuple(float(operand) for operand in operands)
            case "g":
                self.colour = (float(operands[0]),) * 3
            case "Tf":
                self.font, self.size = self.fonts[str(operands[0])], float(operands[1])
            case "Tm":
                self.x, self.y = float(operands[4]) + self.dx, float(operands[5]) + self.dy

    def shown(self, array: Any) -> Iterator[Placed]:
        characters, widths = self.font
        for part in array:
            if not isinstance(part, pikepdf.String):
                self.x -= float(part) * self.size / 1000
                continue
            for n in range(0, len(bytes(part)), 2):
                code = int.from_bytes(bytes(part)[n : n + 2], "big")
                yield Placed(self.number, self.x, self.y, characters[code], self.size, self.colour, self.tagged)  # fmt: skip
                self.x += widths[code] * self.size / 1000


def _widths(font: Any) -> dict[int, float]:
    """In thousandths of the type size, from ``code [widths]`` (ISO 32000-1, 9.7.4.3)."""
    [descendant] = font.DescendantFonts
    entries = list(descendant.W)
    return {
        int(first) + n: float(width)
        for first, widths in zip(entries[::2], entries[1::2], strict=True)
        for n, width in enumerate(widths)
    }
