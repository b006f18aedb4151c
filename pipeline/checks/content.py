"""What stands on the pages of a PDF, by following its content streams: every character with its place, every shape and
picture.

What these operators cannot tell (a form within a form, a pattern, an optional layer) is not followed but refused: a
proof that skips something proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from pipeline.checks.embedded import EmbeddedFont, Ink, read_font

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top; points
Colour = tuple[float, ...]  # sRGB, 0 to 1
_UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BLACK: Colour = (0.0, 0.0, 0.0)
ARTIFACT = "Artifact"
_NO_SHOW = frozenset({"MP", "DP", "BX", "EX", "W", "W*", "i", "ri", "M", "d", "J", "j", "d0", "d1"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A character where it is drawn.

    ``page`` counts from 0; ``x`` and ``right`` are where the pen stands before and after it, ``y`` its baseline, ``box``
    its ink and ``size`` its height of type, in points. ``tag`` and ``mcid``: the marked content that it stands in, empty
    and -1 outside any.
    """

    page: int
    x: float
    y: float
    text: str
    size: float
    colour: Colour
    right: float
    box: Box
    tag: str
    mcid: int
    font: str
    upright: bool  # neither turned, slanted, mirrored nor squeezed
    mode: int  # 0: filled; 3: not drawn (ISO 32000-1, 9.3.6)
    opacity: float
    apart: float  # points between it and the next letter beside its own width

    @property
    def tagged(self) -> bool:
        """Whether it belongs to an element, and is no artifact."""
        return self.mcid >= 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A painted path: its bounding box, and whether it is made of more than straight boxes and lines."""

    page: int
    box: Box
    mcid: int
    shaped: bool


@dataclass(frozen=True, slots=True)
class Pictured:
    """An image where it is drawn; ``upright``: neither turned nor mirrored; ``pixels``: its width and height."""

    page: int
    box: Box
    mcid: int
    upright: bool
    pixels: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Content:
    """All that a page shows, in the order of its stream. ``marks``: each marked content as its tag and identifier;
    ``nested``: whether one stands inside another."""

    characters: tuple[Placed, ...]
    shapes: tuple[Drawn, ...]
    pictures: tuple[Pictured, ...]
    marks: tuple[tuple[str, int], ...]
    nested: bool

    @property
    def filled(self) -> bool:
        """Whether something of the leaflet is on it."""
        return any(mcid >= 0 for _, mcid in self.marks)


@dataclass(frozen=True)
class _State:
    """What q saves and Q brings back (ISO 32000-1, 8.4.1)."""

    matrix: Matrix = _UNMOVED
    fill: Colour = _BLACK
    space: int = 1  # components of the colour space of fills
    opacity: float = 1.0
    font: EmbeddedFont | None = None
    size: float = 0.0
    between: float = 0.0  # Tc
    stretch: float = 1.0  # Tz
    leading: float = 0.0  # TL
    rise: float = 0.0  # Ts
    mode: int = 0  # Tr


@dataclass
class _Page:
    """A page as its operators make it."""

    number: int
    resources: Any
    fonts: dict[str, EmbeddedFont]
    state: _State = _State()
    saved: list[_State] = field(default_factory=list)
    text: Matrix = _UNMOVED
    line: Matrix = _UNMOVED
    open: list[tuple[str, int]] = field(default_factory=list)
    path: list[tuple[float, float]] = field(default_factory=list)
    shaped: bool = False
    characters: list[Placed] = field(default_factory=list)
    shapes: list[Drawn] = field(default_factory=list)
    pictures: list[Pictured] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)
    nested: bool = False

    @property
    def mark(self) -> tuple[str, int]:
        return self.open[-1] if self.open else ("", -1)

    def set(self, **values: Any) -> None:
        self.state = replace(self.state, **values)


def followed(number: int, page: pikepdf.Page, fonts: dict[Any, EmbeddedFont]) -> Content:
    """What a page shows. ``fonts``: those read already, by object. Raises ValueError for what cannot be followed."""
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    named = {name: _font(font, fonts) for name, font in resources.get("/Font", {}).items()}
    seen = _Page(number, resources, named)
    for instruction in pikepdf.parse_content_stream(page):
        _follow(seen, str(instruction.operator), list(instruction.operands))
    if seen.open or seen.saved:
        raise ValueError("something that a page begins is never ended")
    return Content(
        tuple(seen.characters),
        tuple(seen.shapes),
        tuple(seen.pictures),
        tuple(seen.marks),
        seen.nested,
    )


def _font(font: Any, known: dict[Any, EmbeddedFont]) -> EmbeddedFont:
    """The font of an object: a name that stands for it on a page counts for nothing."""
    key = font.objgen if font.is_indirect else id(font)
    if key not in known:
        known[key] = read_font(font)
    return known[key]


def _follow(page: _Page, operator: str, operands: list[Any]) -> None:
    """Each family of operators in turn; one that none knows is refused."""
    families = (_general, _colour, _marked, _text_state, _text, _path)
    if not any(family(page, operator, operands) for family in families) and operator not in _NO_SHOW:  # fmt: skip
        raise ValueError(f"a page uses the operator {operator}, which this proof cannot follow")


def _general(page: _Page, operator: str, operands: list[Any]) -> bool:
    match operator:
        case "q":
            page.saved.append(page.state)
        case "Q":
            page.state = page.saved.pop()
        case "cm":
            page.set(matrix=_multiplied(_matrix(operands), page.state.matrix))
        case "gs":
            _graphics_state(page, page.resources.ExtGState[str(operands[0])])
        case "Do":
            _picture(page, page.resources.XObject[str(operands[0])])
        case "w":
            pass
        case _:
            return False
    return True


def _graphics_state(page: _Page, state: Any) -> None:
    if set(state.keys()) - {"/Type", "/ca", "/CA", "/BM", "/SA", "/AIS", "/SMask"}:
        raise ValueError("a page sets what this proof cannot follow")
    if str(state.get("/BM", "/Normal")) != "/Normal" or str(state.get("/SMask", "/None")) != "/None":  # fmt: skip
        raise ValueError("a page mixes colours in a way that this proof cannot follow")
    page.set(opacity=float(state.get("/ca", page.state.opacity)))


def _picture(page: _Page, image: Any) -> None:
    if str(image.get("/Subtype")) != "/Image":
        raise ValueError("a page is drawn in parts (forms), which this proof cannot follow")
    a, b, c, d, x, y = page.state.matrix
    pixels = int(image.Width), int(image.Height)
    upright = a > 0 and d > 0 and abs(b) + abs(c) < 1e-6
    corners = [(x, y), (x + a, y + b), (x + c, y + d), (x + a + c, y + b + d)]
    page.pictures.append(Pictured(page.number, _bounds(corners), page.mark[1], upright, pixels))


def _colour(page: _Page, operator: str, operands: list[Any]) -> bool:
    """Colours of fills; those of strokes colour no text in mode 0, and lines are furniture."""
    match operator:
        case "g" | "rg" | "k":
            page.set(fill=_rgb(operands))
        case "cs":
            known = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
            page.set(space=known[str(operands[0])], fill=_BLACK)
        case "sc" | "scn":
            if len(operands) != page.state.space:
                raise ValueError("a page uses a colour that this proof cannot follow")
            page.set(fill=_rgb(operands))
        case "G" | "RG" | "K" | "CS" | "SC" | "SCN":
            pass
        case _:
            return False
    return True


def _rgb(operands: list[Any]) -> Colour:
    values = tuple(float(operand) for operand in operands)
    match values:
        case (grey,):
            return (grey, grey, grey)
        case (_, _, _):
            return values
        case (cyan, magenta, yellow, black):
            return tuple((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
        case _:
            raise ValueError("a colour has the wrong number of parts")


def _marked(page: _Page, operator: str, operands: list[Any]) -> bool:
    match operator:
        case "BMC" | "BDC":
            tag = str(operands[0])[1:]
            if tag == "OC":
                raise ValueError("a page has a layer that can be switched off")
            entries = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
            if isinstance(entries, pikepdf.Name):
                entries = page.resources.Properties[str(entries)]
            page.nested = page.nested or bool(page.open)
            page.open.append((tag, int(entries.get("/MCID", -1))))
            page.marks.append(page.open[-1])
        case "EMC":
            page.open.pop()
        case _:
            return False
    return True


def _text_state(page: _Page, operator: str, operands: list[Any]) -> bool:
    match operator:
        case "Tf":
            page.set(font=page.fonts[str(operands[0])], size=float(operands[1]))
        case "Tc":
            page.set(between=float(operands[0]))
        case "Tz":
            page.set(stretch=float(operands[0]) / 100)
        case "TL":
            page.set(leading=float(operands[0]))
        case "Ts":
            page.set(rise=float(operands[0]))
        case "Tr":
            page.set(mode=int(operands[0]))
        case "Tw":  # steers codes of one byte only (ISO 32000-1, 9.3.3)
            pass
        case _:
            return False
    return True


def _text(page: _Page, operator: str, operands: list[Any]) -> bool:
    match operator:
        case "BT":
            page.text = page.line = _UNMOVED
        case "ET":
            pass
        case "Tm":
            page.text = page.line = _matrix(operands)
        case "Td" | "TD":
            if operator == "TD":
                page.set(leading=-float(operands[1]))
            _next_line(page, float(operands[0]), float(operands[1]))
        case "T*":
            _next_line(page, 0, -page.state.leading)
        case "Tj":
            _show(page, [operands[0]])
        case "TJ":
            _show(page, operands[0])
        case "'" | '"':
            _next_line(page, 0, -page.state.leading)
            _show(page, [operands[-1]])
        case _:
            return False
    return True


def _next_line(page: _Page, x: float, y: float) -> None:
    page.text = page.line = _multiplied((1, 0, 0, 1, x, y), page.line)


def _show(page: _Page, parts: Any) -> None:
    state = page.state
    if state.font is None:
        raise ValueError("a page shows text without a font")
    for part in parts:
        if not isinstance(part, pikepdf.String):
            _advance(page, -float(part) / 1000 * state.size * state.stretch)
            continue
        for code in state.font.codes(bytes(part)):
            page.characters.append(_placed(page, state, state.font, code))
            width = state.font.width(code) / 1000 * state.size + state.between
            _advance(page, width * state.stretch)


def _advance(page: _Page, x: float) -> None:
    a, b, c, d, e, f = page.text
    page.text = a, b, c, d, a * x + e, b * x + f


def _placed(page: _Page, state: _State, font: EmbeddedFont, code: int) -> Placed:
    a, b, c, d, x, y = whole = _multiplied(page.text, state.matrix)
    right = _point(whole, font.width(code) / 1000 * state.size * state.stretch, 0)[0]
    upright = a > 0 and d > 0 and abs(b) + abs(c) < 1e-6 and abs(a * state.stretch - d) < 1e-3
    tag, mcid = page.mark
    size = state.size * (abs(d) if upright else min(abs(a * state.stretch) + abs(b), abs(d) + abs(c)))  # fmt: skip
    return Placed(page.number, x, y, font.characters.get(code, "\ufffd"), round(size, 3), state.fill, right,
                  _inked(whole, state, font.ink(code), upright), tag, mcid, font.name, upright, state.mode, state.opacity, state.between)  # fmt: skip


def _inked(whole: Matrix, state: _State, ink: Ink, upright: bool) -> Box:
    """Where on the page a glyph's ink stands."""
    across, up = state.size / 1000 * state.stretch, state.size / 1000
    left, right = ink[0] * across, ink[2] * across
    bottom, top = ink[1] * up + state.rise, ink[3] * up + state.rise
    if upright:  # nearly all text: the corners stay those of a box
        a, _, _, d, x, y = whole
        return a * left + x, d * bottom + y, a * right + x, d * top + y
    return _bounds([_point(whole, u, v) for u in (left, right) for v in (bottom, top)])


def _path(page: _Page, operator: str, operands: list[Any]) -> bool:
    match operator:
        case "m" | "l":
            page.path.append(_point(page.state.matrix, *map(float, operands)))
        case "re":
            x, y, width, height = map(float, operands)
            corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
            page.path += [_point(page.state.matrix, *corner) for corner in corners]
        case "c" | "v" | "y":
            page.shaped = True
            pairs = zip(operands[::2], operands[1::2], strict=True)
            page.path += [_point(page.state.matrix, float(u), float(v)) for u, v in pairs]
        case "h":
            pass
        case "f" | "F" | "f*" | "S" | "s" | "B" | "B*" | "b" | "b*" | "n":
            if page.path and operator != "n":
                box = _bounds(page.path)
                page.shapes.append(Drawn(page.number, box, page.mark[1], page.shaped))
            page.path, page.shaped = [], False
        case _:
            return False
    return True


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def _multiplied(first: Matrix, second: Matrix) -> Matrix:
    """The one, then the other (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
