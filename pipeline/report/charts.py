"""Small charts: a bar for each row, drawn so that a screen reader hears the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_LABEL, _WIDTH, _ROW, _BAR = 190, 640, 26, 16  # CSS pixels: ours


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: ``value`` of ``most``, and how it is said."""

    label: str
    value: float
    said: str


def bars(name: str, title: str, rows: Sequence[Bar], most: float = 0) -> Markup:
    """An inline SVG; ``most``: the value of a full bar, 0: the largest there is. ``name``: unique in the page."""
    full = most or max((row.value for row in rows), default=0) or 1
    told = "; ".join(f"{row.label}: {row.said}" for row in rows) or "nothing"
    room = _WIDTH - _LABEL - 130
    drawn = Markup("").join(_bar(n, row, room * min(1.0, row.value / full)) for n, row in enumerate(rows))  # fmt: skip
    height = _ROW * len(rows) + 6
    return Markup(
        '<svg role="img" aria-labelledby="{n}-t {n}-d" viewBox="0 0 {w} {h}" width="{w}" height="{h}">'
        '<title id="{n}-t">{title}</title><desc id="{n}-d">{told}</desc>{drawn}</svg>'
    ).format(n=name, w=_WIDTH, h=height, title=title, told=told, drawn=drawn)


def _bar(number: int, row: Bar, length: float) -> Markup:
    top = number * _ROW + 5
    return Markup(
        '<text x="{lx}" y="{ty}" text-anchor="end">{label}</text>'
        '<rect x="{x}" y="{top}" width="{length:.1f}" height="{bar}"></rect><text x="{sx:.1f}" y="{ty}">{said}</text>'
    ).format(lx=_LABEL - 8, ty=top + 13, label=escape(row.label), x=_LABEL, top=top, length=max(length, 0.5), bar=_BAR,
             sx=_LABEL + length + 8, said=escape(row.said))  # fmt: skip
