"""Documentation that is made from the code, and names in documentation that must exist. ``pytest --accept`` rewrites."""

from __future__ import annotations

import ast
import re
import shlex
import unicodedata
from collections.abc import Iterator
from inspect import cleandoc
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks.registry import Check
from pipeline.explain import checks
from pipeline.publisher import EDITIONS
from tests.commands import COMMANDS, Written, steps

REPOSITORY = Path(__file__).parents[1]
PAGES = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])
CHECKS: list[Check[Any]] = list(checks().values())
CHECKED = {check.code for check in CHECKS}
OPTIONS = {"--help", "--install-completion", "--show-completion"}  # of the command itself


def compare(request: pytest.FixtureRequest, path: Path, text: str) -> None:
    if request.config.getoption("--accept"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text("utf-8") == text, f"{path.name} is out of date: pytest --accept writes it"


# docs/cli.md


def test_every_command_is_documented(request: pytest.FixtureRequest) -> None:
    compare(request, REPOSITORY / "docs/cli.md", "\n".join(commands()))


def commands() -> Iterator[str]:
    yield "# The command `leaflet`\n"
    yield "Made from the command's own help by `pytest --accept tests/test_docs.py`.\n"
    yield "`make NAME` runs `leaflet NAME`: `make LEAFLET=x TAG=ur FORMAT=large-print` narrows what is made,"
    yield "`make ROOT=folder` works on another folder.\n"
    yield "Exit codes: 0 all is well; 1 something is wrong, and it has been said what; 2 the command was used wrongly.\n"
    for name, command in COMMANDS.items():
        yield f"## leaflet {name}\n\n{cleandoc(command.help)}\n"
        for option in command.params:
            yield f"- `{', '.join(option.opts)}`: {option.help}"
        yield ""


# docs/checks.md

_CODE = re.compile(r"[STNABX]\d{3}")


@pytest.mark.slow
def test_every_message_is_documented(request: pytest.FixtureRequest) -> None:
    compare(request, REPOSITORY / "docs/checks.md", "\n".join(messages()))


def messages() -> Iterator[str]:
    yield "# What the pipeline may say\n"
    yield "Made from the code by `pytest --accept tests/test_docs.py`. A code is for good: S source, T translation,"
    yield "N numbers and safety, A accessibility of the output, B building, X exchange with translators' programs. `...` stands for what differs.\n"
    yield "## Checks\n"
    yield "A warning builds and asks a person to look; an error keeps the file from being made.\n"
    for check in sorted(CHECKS, key=lambda check: check.code):
        yield f"### {check.code} ({check.severity})\n\n{check.title}\n\n{check.why}\n"
        yield from (f"- {name}: {seen(text)}" for name, text in check.example.items())
        if check.example:
            yield ""
    yield "## Every code\n"
    for code, said in sorted(said_in_code().items()):
        if code not in CHECKED:
            yield f"- **{code}** {'; '.join(sorted(said))}"
    yield ""


def seen(text: str) -> str:
    """The text with what cannot be seen as U+202E."""
    shown = (f"<U+{ord(c):04X}>" if unicodedata.category(c) in ("Cf", "Cc") else c for c in text)
    return "".join(shown).replace("<", "\\<").removesuffix(" ") + (
        "<U+0020>" if text.endswith(" ") else ""
    )


def said_in_code() -> dict[str, set[str]]:
    """Each code with the messages that stand beside it."""
    found: dict[str, set[str]] = {}
    for path in sorted((REPOSITORY / "pipeline").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for scope in [*functions, tree]:
            named = _assigned(scope)
            for parts in map(_parts, ast.walk(scope)):
                for here, following in pairwise(parts):
                    if isinstance(here, ast.Constant) and _CODE.fullmatch(str(here.value)):
                        name = following.id if isinstance(following, ast.Name) else ""
                        said = [_message(node) for node in named.get(name, [following])]
                        found.setdefault(str(here.value), set()).update(filter(None, said))
    return found


def _parts(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Call(args=parts) | ast.Tuple(elts=parts):
            return parts
        case _:
            return []


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    """What each name of a function is set to; of a module, its own names and not those of its functions."""
    found: dict[str, list[ast.expr]] = {}
    for node in scope.body if isinstance(scope, ast.Module) else ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _message(node: ast.expr) -> str:
    match node:
        case ast.Constant(str() as text):
            return text
        case ast.JoinedStr(values):
            texts = (v.value if isinstance(v, ast.Constant) else "..." for v in values)
            return "".join(map(str, texts))
        case _:
            return ""


@pytest.mark.slow
def test_every_code_has_a_message_that_can_be_found() -> None:
    assert not [code for code, said in said_in_code().items() if not said and code not in CHECKED]


# What the pages name.


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_what_a_page_names_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", prose):
        assert target.startswith("https:") or (page.parent / target).exists(), target
    for path in re.findall(
        r"`((?:pipeline|tests|docs|source|benchmarks|translations)/[\w./-]*\w)`", text
    ):
        assert (REPOSITORY / path).exists() or Path(path).stem in shown(), path
    targets = set(
        re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    for command in re.findall(r"`(make(?: [^`]*)?)`", text):
        words = [word for word in shlex.split(command)[1:] if "=" not in word and word.islower()]
        assert set(words) <= targets, command
    for command in re.findall(r"`leaflet ([a-z-]+)", text):
        assert command in ({*COMMANDS, *OPTIONS}), command


def shown() -> set[str]:
    """The leaflets that whoever follows the page for staff has in a folder of their own."""
    found = steps(REPOSITORY / "docs/staff.md")
    return {Path(step.path).stem for step in found if isinstance(step, Written)}


def test_every_box_of_a_page_says_what_is_in_it(tmp_path: Path) -> None:
    """Else a command could stand in one and be typed by no test: steps() stops at a box without its word."""
    for page in PAGES:
        if page.name != "checks.md":
            steps(page)
    (tmp_path / "page.md").write_text("```\nleaflet build\n```\n")
    with pytest.raises(AssertionError, match="say what this is"):
        steps(tmp_path / "page.md")


def test_code_points_to_pages_that_exist() -> None:
    for path in [
        *(REPOSITORY / "pipeline").rglob("*.py"),
        *(REPOSITORY / "pipeline").rglob("*.toml"),
    ]:
        for name in re.findall(r"docs/[\w/-]+\.md", path.read_text("utf-8")):
            assert (REPOSITORY / name).exists(), f"{path.name} names {name}"


def test_the_readme_fits_a_screen_and_names_every_edition() -> None:
    text = (REPOSITORY / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 60
    assert all(edition.name in text for edition in EDITIONS)
    assert "make\n" in text and "make test" in text


def test_every_make_target_for_people_has_its_line_of_help() -> None:
    text = (REPOSITORY / "Makefile").read_text("utf-8")
    [phony] = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    helped = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    assert set(phony.split()) - helped == {"setup", "setup-test"}
