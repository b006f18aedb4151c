"""Every code that the pipeline can say is explained, and every code that is explained can be said."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.diagnostic import LeafletError
from pipeline.explain import checks, codes, explain, messages

PIPELINE = Path(__file__).parents[1] / "pipeline"
CODE = re.compile(r"[A-Z]\d{3}")


def said() -> Iterator[tuple[str, Path]]:
    """Every text of the code that is a code and nothing else."""
    for path in PIPELINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):  # fmt: skip
                yield node.value, path


def test_every_code_that_can_be_said_is_explained() -> None:
    missing = {code: str(path.relative_to(PIPELINE)) for code, path in said()}
    assert {code: path for code, path in missing.items() if code not in codes()} == {}


def test_every_code_that_is_explained_can_be_said() -> None:
    known = {code for code, _ in said()}
    assert set(codes()) <= known
    assert not checks().keys() & messages().keys(), "a check explains itself"


@pytest.mark.parametrize("code", codes())
def test_an_explanation_says_what_why_and_what_to_do(code: str) -> None:
    found = explain(code)
    for text in (found.what, found.why, found.do):
        assert text[:1].isupper() or not text[:1].isascii() or text[0] in '"%{_~*'
        assert text.rstrip().endswith((".", "?", ")", ":", '"')), text
        assert len(text) > 15
    assert "please report" in found.do.lower() or len(found.do.split()) >= 4


def test_no_explanation_holds_what_staff_need_not_know() -> None:
    """Names of our modules and of Python are no words of theirs."""
    for code, text in messages().items():
        whole = " ".join(text.values())
        assert not re.search(r"\b(traceback|exception|regex|stack|None|pipeline/)\b", whole), code
        assert set(text) == {"what", "why", "do"}


def test_the_command_explains_a_check_with_its_example() -> None:
    done = CliRunner().invoke(app, ["explain", "n301"])
    assert done.exit_code == 0
    assert done.stdout.startswith("N301 (numbers and what is said, error)\n")
    assert (
        "\nWhy: " in done.stdout and "\nWhat to do: " in done.stdout and "  good: " in done.stdout
    )


def test_the_command_explains_what_is_no_check() -> None:
    done = CliRunner().invoke(app, ["explain", "S108", "--json"])
    assert json.loads(done.stdout)["what"] == "A figure is typed in the text."


@pytest.mark.parametrize("code", ["S999", "", "x", "../../etc/passwd", "S1081", "\u202e", "A" * 10_000])  # fmt: skip
def test_a_code_that_nothing_says_is_refused(code: str) -> None:
    with pytest.raises(LeafletError) as refused:
        explain(code)
    [wrong] = refused.value.diagnostics
    assert wrong.code == "B107" and wrong.hint and len(wrong.message) < 100
    assert wrong.message.isprintable()
