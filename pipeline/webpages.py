"""What every page of ours for a browser is made of: files of its own room, a template that escapes, and the sum of a part that may be applied."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template


@cache
def part(room: str, name: str) -> str:
    """A file of a package, such as "pipeline.report"."""
    return files(room).joinpath(name).read_text("utf-8")


@cache
def template(room: str, name: str, tidy: bool = False) -> Template:
    """A page of a package; everything that is put into it is text. ``tidy``: lines of statements alone leave no line."""
    environment = Environment(
        loader=FunctionLoader(lambda other: part(room, other)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=tidy,
        lstrip_blocks=tidy,
    )
    return environment.get_template(name)


def allowed(text: str) -> str:
    """The sum by which a page's policy allows a style or a script of its own, and no other (Content Security Policy 3)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
