"""Every code that the pipeline can say is explained, and every code that is explained can be said."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.catalogs import gate
from pipeline.cli import app
from pipeline.diagnostic import LeafletError
from pipeline.explain import checks, codes, explain, messages
from tests import test_catalogs_gate as gate_tests
from tests import test_parse as parse_tests

PIPELINE = Path(__file__).parents[1] / "pipeline"
CODE = re.compile(r"[A-Z]\d{3}")


def said() -> Iterator[tuple[str, Path]]:
    """Every text of the code that is a code and nothing else."""
    for path in PIPELINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):  # fmt: skip
                yield node.value, path


@pytest.mark.slow
def test_every_code_that_can_be_said_is_explained() -> None:
    missing = {code: str(path.relative_to(PIPELINE)) for code, path in said()}
    assert {code: path for code, path in missing.items() if code not in codes()} == {}


@pytest.mark.slow
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
        assert set(text) in ({"what", "why", "do"}, {"what", "why", "do", "bad", "good"})


WITH_EXAMPLE = [code for code, text in messages().items() if "bad" in text]
FIELDS = ("S002", "S003", "S004", "S305")  # of the fields at a leaflet's top


def found_in(code: str, text: str) -> set[str]:
    """The codes that are said of a line at the top of a leaflet, of its text, or of entries of a catalog."""
    if code[0] == "T":
        header = gate_tests.HEADER.encode()
        _, wrong = gate.read(header + f"{text}\n".encode(), gate_tests.PATH, "pl")
    elif code in FIELDS:
        name = re.match(r"review(?:ed|_date|_due)", text)
        assert name
        kept = "review_due" if name[0] == "review_date" else name[0]
        front = re.sub(rf"(?m)^{kept}:.*$", text, parse_tests.FRONT)
        _, wrong = parse_tests.leaflet("# T\n\n{stay}\n", front)
    else:
        front = parse_tests.FRONT.replace("facts:\n", "facts:\n  share: {percent: 5}\n")
        _, wrong = parse_tests.leaflet(f"# T\n\n{text}\n", front, {"support": "Ring us.\n"})
    return {one.code for one in wrong}


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_an_example_is_what_the_code_says(code: str) -> None:
    example = explain(code).example
    assert code in found_in(code, example["bad"])
    assert found_in(code, example["good"]) <= {"S301"}  # a fact that no example uses


def test_what_people_type_has_an_example() -> None:
    """Each code of a leaflet's text and of a catalog's entries, but where the fault is of the whole file or of a limit."""
    whole = {"S001", "S005", "S103", "S113", "S301"} | {"T101", "T102", "T111", "T115", "T116", "T120", "T121", "T123", "T124"}  # fmt: skip
    typed = {code for code in messages() if re.match(r"S[013]|T1[012]", code)}
    assert typed - whole == set(WITH_EXAMPLE)


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
