"""Rooms are entered in one direction: a module imports only from the rooms before its own."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parents[1] / "pipeline"

# The ground floor first. A package is one room; docs/architecture.md says what each is for.
ROOMS = (
    ("__init__",),
    ("diagnostic", "installing", "webpages"),
    ("languages",),
    ("facts", "fonts", "pictures", "slips"),
    ("document",),
    ("frontmatter",),
    ("publisher", "inline", "markdown", "braille"),
    ("words", "wishes"),
    ("parse",),
    ("catalogs",),
    ("translate",),
    ("speech", "render"),
    ("checks", "validators"),
    ("project",),
    ("build",),
    (
        "status",
        "doctor",
        "exchange",
        "agency",
        "screenshots",
        "examine",
        "say",
        "signing",
        "compare",
        "suggest",
        "prose",
        "report",
        "preview",
        "explain",
    ),
    ("importing", "starting", "survey"),
    ("bilingual",),
    ("usage",),
    ("cli",),
    ("__main__",),
)
FLOOR = {name: floor for floor, names in enumerate(ROOMS) for name in names}
MODULES = sorted(PIPELINE.rglob("*.py"))


def module(path: Path) -> str:
    return ".".join(path.relative_to(PIPELINE).with_suffix("").parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, without the package's own name: "render.docx"."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names if alias.name.startswith("pipeline.")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pipeline":
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("pipeline.") for name in names}


def room(name: str) -> str:
    return name.split(".")[0]


@pytest.mark.slow
@pytest.mark.parametrize("path", MODULES, ids=module)
def test_a_module_imports_only_from_rooms_before_its_own(path: Path) -> None:
    own = room(module(path))
    for name in imports(path) - {"__version__"}:
        other = room(name)
        assert other == own or FLOOR[other] < FLOOR[own], f"{module(path)} imports {name}"


def test_no_renderer_imports_another_renderer() -> None:
    for path in (PIPELINE / "render").rglob("*.py"):
        own = module(path).split(".")[1]
        for name in imports(path):
            if room(name) == "render" and len(name.split(".")) > 1:
                assert name.split(".")[1] in (own, "zipped", "xhtml", "aloud"), (
                    f"{module(path)} imports {name}"
                )


def test_nothing_but_the_gate_reads_a_catalog() -> None:
    readers = (
        "polib",
        "gettext",
        "babel.messages.pofile",
        "babel.messages.mofile",
        "translate.storage",
    )
    for path in MODULES:
        for node in ast.walk(tree(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            assert not [name for name in names if name.startswith(readers)], module(path)


def test_nothing_but_the_preview_looks_at_what_the_gate_refuses() -> None:
    asking = {module(path) for path in MODULES if "catalog_seen(" in path.read_text("utf-8")}
    assert asking == {"project.catalogs", "preview.typed"}
    assert {module(path) for path in MODULES if "gate.seen(" in path.read_text("utf-8")} == {"project.catalogs"}  # fmt: skip


def test_there_is_no_import_cycle() -> None:
    names = {module(path).removesuffix(".__init__") for path in MODULES}
    graph = {
        module(path).removesuffix(".__init__"): {
            target
            for name in imports(path)
            for target in (name, name.rpartition(".")[0])
            if target in names and target != module(path).removesuffix(".__init__")
        }
        for path in MODULES
    }
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*above, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_no_module_has_a_name_that_says_nothing() -> None:
    nothing = {"utils", "util", "common", "base", "core", "helpers", "misc"}
    assert not {module(path) for path in MODULES if path.stem in nothing}
