"""How pages look, what browsers are told that they may load and run, and the files that pages are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jinja2 import Template

from pipeline import fonts, webpages
from pipeline.document import Brand
from pipeline.languages import Language
from pipeline.publisher import CONTRAST, contrast, tint

Colour = tuple[float, float, float]

LINES = 1.6  # type sizes from line to line: page.css; 1.5 at least (WCAG 2.2, 1.4.8)
_PRINTED_LINES = 1.5  # as in clear print
# The lighter ground of the dark page, that of boxes: page.css.
_NIGHT = (0x22 / 255, 0x26 / 255, 0x2D / 255)


def style(brand: Brand, spoken: Language, others: Iterable[Language]) -> str:
    """The style sheet in the charity's colour, with the faces of every script that is shown."""
    inks = {
        "BRAND": hexadecimal(brand.colour),
        "PALE": hexadecimal(tint(brand.colour)),
        "LIGHT": hexadecimal(lighter(brand.colour)),
        "FONTS": _families(spoken),
        "LEADING": f"{max(_PRINTED_LINES, spoken.line_height):g}",
        "SCRIPTS": "\n".join(_scripts({one.tag: one for one in (spoken, *others)})),
    }
    return re.sub("|".join(inks), lambda name: inks[name[0]], part("page.css"))


def _scripts(shown: dict[str, Language]) -> Iterator[str]:
    for _, spoken in sorted(shown.items()):
        yield f":lang({spoken.bcp47}){{font-family:{_families(spoken)}}}"
        if (high := spoken.line_height) > LINES:
            yield f":lang({spoken.bcp47}){{line-height:max(var(--lines),{high:g})}}"
            yield f":lang({spoken.bcp47}) :is(h1,h2,h3,h4,h5,h6){{line-height:{high * 0.9:g}}}"


def _families(spoken: Language) -> str:
    """The faces of a language: the reader's own device has them or one of its own."""
    named = [f'"{fonts.family(one)}"' for one in spoken.fonts]
    latin = ["Arial"] if spoken.script == "latin" else []
    return ",".join([*latin, *named, "sans-serif"])


def hexadecimal(colour: Colour) -> str:
    """As CSS writes a colour: #0f2159."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def lighter(colour: Colour) -> Colour:
    """The colour mixed with as much white as makes it stand out from the dark page, by 7 to 1 (WCAG 2.2, 1.4.6)."""
    for step in range(101):
        mixed = tuple(part + (1 - part) * step / 100 for part in colour)
        if contrast(mixed, _NIGHT) >= CONTRAST:
            return mixed[0], mixed[1], mixed[2]
    return 1.0, 1.0, 1.0


def policy(css: str, script: str) -> str:
    """Nothing is loaded or run but what the page holds, and the sound beside it (Content Security Policy 3)."""
    return (
        f"default-src 'none'; style-src '{webpages.allowed(css)}'; script-src '{webpages.allowed(script)}'; "
        "img-src data:; media-src 'self'; base-uri 'none'; form-action 'none'"
    )


def part(name: str) -> str:
    """A file that pages are made of."""
    return webpages.part(__package__, name)


def template(name: str) -> Template:
    return webpages.template(__package__, name)
