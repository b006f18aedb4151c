"""What a code of a message means, in words for whoever met it: what is wrong, why it matters, what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.checks import braille, daisy
from pipeline.checks.docx import WRITTEN
from pipeline.checks.epub import EPUB
from pipeline.checks.output import OPENED, PRINTED
from pipeline.checks.parity.parity import DELIVERED
from pipeline.checks.plain import PLAIN
from pipeline.checks.registry import Check
from pipeline.checks.source import SOURCE
from pipeline.checks.translation import TRANSLATION
from pipeline.checks.web import WEB
from pipeline.checks.whole import CATALOG
from pipeline.diagnostic import Diagnostic, LeafletError, Location, quoted

# What the first letter of a code says.
KINDS = {
    "S": "the source of a leaflet", "T": "a translation or a sign-off", "N": "numbers and what is said",
    "A": "a finished file", "B": "building and releasing", "X": "a file from outside",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """``severity``: of a check, else ""; ``example``: good and bad texts, where there are some."""

    code: str
    kind: str
    what: str
    why: str
    do: str = ""
    severity: str = ""
    example: Mapping[str, str] = field(default_factory=dict)


def explain(code: str) -> Explanation:
    """Raises LeafletError for a code that nothing says."""
    code = code.strip().upper()
    if code in checks():
        return _of_check(checks()[code])
    if code in messages():
        text = messages()[code]
        example = {name: text[name] for name in ("good", "bad") if name in text}
        return Explanation(code, KINDS[code[0]], text["what"], text["why"], text["do"], "", example)
    near = get_close_matches(code, codes(), 3)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else "copy the code from the message: a letter and three figures, such as S108"
    )
    raise LeafletError(
        Diagnostic(
            "B107", f"no message has the code {quoted(code[:20])}", Location("explain"), hint
        )
    )


def codes() -> Sequence[str]:
    """Of every check and every other message, sorted."""
    return sorted({*checks(), *messages()})


_ACCEPTED = " In a translation that is right all the same, accept it by name: leaflet accept. Nothing is released before somebody has done one of both."
_KEPT = " It is advice and stops nothing: what must stay is kept, with a reason, under accepted: at the top of the leaflet."


def _left(code: str) -> str:
    """What to do with a warning that is right to stay."""
    if code in {one.code for one in PLAIN.known}:
        return _KEPT
    return _ACCEPTED if code[0] in "TN" else ""


def _of_check(check: Check[Any]) -> Explanation:
    """A check of a finished file is nothing that its reader can mend; else the finding's own hint says what to do."""
    ours = "This is a fault of the pipeline, or the file was changed. Do not hand the file out; please report it."
    theirs = "The finding's hint says what to write at the line that it names."
    if check.severity == "warning":
        theirs += _left(check.code)
    of_file = check.code[0] == "A" or check.code in {one.code for one in DELIVERED.known}
    return Explanation(check.code, KINDS[check.code[0]], " ".join(check.title.split()), " ".join(check.why.split()),
                       ours if of_file else theirs, str(check.severity), check.example)  # fmt: skip


@cache
def checks() -> Mapping[str, Check[Any]]:
    """Every check of the pipeline, by its code."""
    all_of: list[Check[Any]] = [
        *SOURCE.known, *PLAIN.known, *TRANSLATION.known, *CATALOG.known, *OPENED.known, *PRINTED.known, *WRITTEN.known, *braille.OPENED.known,
        *braille.BRAILLED.known, *WEB.known, *EPUB.known, *daisy.OPENED.known, *daisy.TALKING.known, *DELIVERED.known,
    ]  # fmt: skip
    return {check.code: check for check in all_of}


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """What data/messages.toml says of every other code."""
    return tomllib.loads(files("pipeline").joinpath("data/messages.toml").read_text("utf-8"))
