"""What the pipeline says when something is wrong, as a member of staff reads it. Laws over every text of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import pytest

from pipeline.diagnostic import quoted, saved_as, trouble
from pipeline.explain import codes, explain
from tests.commands import COMMANDS
from tests.texts import Said, calls, said, trees

REPOSITORY = Path(__file__).parents[1]
TARGETS = set(
    re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)
)

# Words of programmers, words that blame, and American spellings. What is another program's own name for a thing may stand.
BANNED = re.compile(
    r"\b(invalid|illegal|unexpected|malformed|tokens?|streams?|CMap|XObject|serialis\w*|pars(?:e|ed|er|ing)|exceptions?"
    r"|traceback|null|None|YAML|JSON|XML|regex|nodes?|scalars?|booleans?|integers?|headers?|flags?|obsolete|syntax"
    r"|isolates?|keywords?|directives?|escapes?|entit(?:y|ies)|lexemes?|forg[eo]t\w*|stupid|colors?|center(?:ed)?"
    r"|behaviors?|recogniz\w*|organiz\w*|licens(?:e|ed) under)\b"
)
NAMES = ("Strict Open XML", "header row", "<lexeme>", "</lexeme>")
# Of the pipeline's own terms, translators know msgid, catalog and fuzzy; each stands in docs/translators.md.
PROPER = re.compile(r"Word|English|Piper|PDFium|UTF|U\+|SOURCE|LEAFLET|A\b")


def named(one: Said) -> str:
    return f"{one.place}: {one.text}"


def test_the_reader_of_the_source_finds_the_texts() -> None:
    """Else every law below would hold of nothing."""
    assert len(said()) > 900 and len(list(calls())) > 400
    assert {one.kind for one in said()} == {"message", "hint", "text"}
    texts = {one.text for one in said()}
    assert "this heading has no text" in texts and "there is no fact {...}" in texts


@pytest.mark.parametrize(
    "text", ["this is not YAML: found a token", "an invalid date", "the colors differ"]
)
def test_a_word_of_programmers_is_found(text: str) -> None:
    assert BANNED.search(text)


def test_no_text_has_words_that_staff_need_not_know() -> None:
    def bare(text: str) -> str:
        for name in NAMES:
            text = text.replace(name, "")
        return text

    assert [named(one) for one in said() if BANNED.search(bare(one.text))] == []


def test_a_text_is_one_phrase_without_a_full_stop() -> None:
    """``file:line: error CODE: what``, and the hint, are phrases: none begins like a sentence or ends like one."""
    for one in said():
        if one.kind == "text":
            continue
        assert one.text == one.text.strip() and "  " not in one.text, named(one)
        assert not re.search(r"(?<!\.\.)[.]$", one.text), named(one)
        assert not re.match(r"[A-Z][a-z]", one.text) or PROPER.match(one.text), named(one)


def test_no_text_shows_a_value_as_python_writes_it() -> None:
    """``quoted`` does: without escapes, on one line, and cut. A programmer's own mistakes may."""
    found = []
    for name, tree in trees().items():
        ours = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.Raise)
            and isinstance(node.exc, ast.Call)
            and ast.unparse(node.exc.func) in ("TypeError", "RuntimeError")
            for inner in ast.walk(node)
        }
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.FormattedValue) and node.conversion == ord("r")
            and id(node) not in ours
        ]  # fmt: skip
    assert found == ["checks/printed.py:97"], "an outline of a PDF, for a reviewer of tests"


# What import writes beside each word of an old text is an account of what was done, not a finding: its codes say what to do.
ACCOUNT = {"X311", "X312", "X313", "X314", "X315", "X316"}


def test_every_finding_says_what_to_do() -> None:
    lacking = []
    for place, node, hint in calls():
        if hint is None or ast.unparse(node.func) not in ("Diagnostic", "Finding", "self.report", "form.report", "self.note"):  # fmt: skip
            continue
        code = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
        if code in ACCOUNT or place.startswith(
            ("checks/printed", "doctor", "importing/docx", "importing/report")
        ):
            continue
        given = node.args[hint] if len(node.args) > hint else next((k.value for k in node.keywords if k.arg == "hint"), None)  # fmt: skip
        starred = any(isinstance(one, ast.Starred) for one in node.args)
        if not starred and (given is None or (isinstance(given, ast.Constant) and not given.value)):
            lacking.append(place)
    assert lacking == []


# Commands that are named.

_COMMAND = re.compile(r"(?<![\w/-])(?:(\w+,?) )?(?<![\w/-])leaflet ([a-z][a-z-]*)((?: (?:--[a-z-]+|[A-Z]{2,}[A-Z.:]*|\.\.\.))*)")  # fmt: skip
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_MAKE = re.compile(
    r"(?:\brun|\bor|\bafter|\bthen|`) make ([a-z-]+)|^make ([a-z-]+) (?:writes|lists|makes|sets)"
)
# What "leaflet" follows where it is no command but a thing.
_THING = frozenset(
    "a the this that same each every no one whole another other of any your whose old single first".split()
)
_FOREIGN = {
    "--nthreads",
    "--executor",
}  # of dask worker; of leaflet build, in a sentence without its command


def spoken() -> Iterator[tuple[str, str]]:
    """Each text that may name a command, and where it stands: findings, and what leaflet explain says."""
    yield from ((one.place, one.text) for one in said())
    for code in codes():
        found = explain(code)
        yield from ((code, text) for text in (found.what, found.why, found.do))


def unknown(text: str) -> list[str]:
    """Commands and options in a text that are not there."""
    wrong = []
    of: set[str] = set()
    for before, name, _ in _COMMAND.findall(text):
        if before.rstrip(",").lower() in _THING and name not in COMMANDS:
            continue
        of |= {name} & COMMANDS.keys()
        wrong += [] if name in COMMANDS else [f"leaflet {name}"]
    known = {option for name in of or COMMANDS for one in COMMANDS[name].params for option in one.opts}  # fmt: skip
    wrong += [one for one in _OPTION.findall(text) if one not in known | _FOREIGN]
    for pair in _MAKE.findall(text):
        target = "".join(pair)
        if target not in TARGETS | {"again", "first", "it"} and get_close_matches(target, TARGETS):
            wrong.append(f"make {target}")
    return wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("run leaflet doctr", ["leaflet doctr"]),
        ("leaflet accept FILE.po:LINE CODE --by NAME --why REASON", []),
        ("leaflet accept FILE.po:LINE CODE --because REASON", ["--because"]),
        ("add --out source/NAME.md", []),
        ("add --outt source/NAME.md", ["--outt"]),
        ("run make updates", ["make updates"]),
        ("run make again", []),
        ("close the box, or make both alike", []),
        ("the leaflet has no fields", []),
        ("every leaflet there", []),
    ],
)
def test_a_command_that_is_not_there_is_found(text: str, wrong: list[str]) -> None:
    assert unknown(text) == wrong


def test_every_command_that_a_text_names_is_there() -> None:
    assert [(place, wrong) for place, text in spoken() for wrong in unknown(text)] == []


def test_many_texts_name_a_command() -> None:
    """Else nothing would be looked at."""
    assert sum("leaflet " in text and bool(_COMMAND.search(text)) for _, text in spoken()) > 40


# How somebody's words are shown.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two", "'two'"),
        ("don't", '"don\'t"'),
        ("a\nb\tc", "'a<new line>b<tab>c'"),
        ("a\u202eb\x1b[2J", "'a<U+202E>b<U+001B>[2J'"),
        ("می\u200cخواهم", "'می\u200cخواهم'"),  # Persian is not written without its joiners
        ("C:\\x", "'C:\\x'"),
        ("x" * 200, f"'{'x' * 120}…'"),
        (None, "nothing"),
    ],
)
def test_words_are_shown_as_they_were_typed(text: str | None, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize("number", range(1, 134))
def test_the_trouble_of_a_file_is_said_in_small_letters(number: int) -> None:
    import os

    said = trouble(OSError(number, os.strerror(number)))
    assert said and not said[0].isupper() and "[Errno" not in said


def test_a_full_disk_is_called_so() -> None:
    import errno

    assert trouble(OSError(errno.ENOSPC, "No space left on device")) == "the disk is full"


def test_a_file_of_utf_16_is_called_so() -> None:
    assert "UTF-16" in saved_as("msgid".encode("utf-16")) and saved_as(b"caf\xe9") == ""
