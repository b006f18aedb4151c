"""What the command line says of itself: its commands by what they are for, the names that are typed on it, and how shells complete them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from click import Context, Parameter, ParamType
from click.shell_completion import CompletionItem

from pipeline.languages import SOURCE, folder, languages


@dataclass(frozen=True, slots=True)
class Section:
    """Commands that are for one thing. ``module``: the one of pipeline/cli that holds them, and is loaded for them alone."""

    title: str
    module: str
    commands: tuple[str, ...]


# Each command stands in one of these; tests/test_usage.py finds what is missing.
SECTIONS = (
    Section("Begin", "begin", ("new", "import", "add-language")),
    Section(
        "Make",
        "make",
        ("build", "watch", "preview", "check", "booklet", "screenshots", "say"),
    ),
    Section(
        "Translate",
        "translate",
        ("extract", "update", "export", "import-translation", "suggest", "accept", "drafted"),
    ),
    Section(
        "Sign and release",
        "sign",
        ("proof", "review", "approve", "release", "withdraw", "compare", "verify"),
    ),
    Section("Ask", "ask", ("status", "report", "explain", "why", "cache", "doctor")),
)
EXIT_CODES = """\
Exit codes: 0 all is well; 1 something is wrong with the leaflets, and it has been said what; 2 the command was used wrongly.

NO_COLOR=1 prints without colours."""


# What is named on the command line. Nothing is read to complete it but names: it is asked at each press of a key.


class _Name(ParamType[str]):
    """A name that the shell completes. Whether there is such a thing is said by whoever looks for it."""

    @abstractmethod
    def names(self, root: Path) -> Iterable[str]:
        """All that may be typed, in the project of this folder."""

    def shell_complete(
        self, ctx: Context, param: Parameter, incomplete: str
    ) -> list[CompletionItem]:
        root = Path(ctx.params.get("root") or ".")
        begin = {name for name in self.names(root) if name.startswith(incomplete)}
        return list(map(CompletionItem, sorted(begin)))


class _Leaflet(_Name):
    """A leaflet of the project."""

    name = "leaflet"

    def names(self, root: Path) -> Iterable[str]:
        return (path.stem for path in root.glob("source/*.md"))


class _Language(_Name):
    """A language that the project has a folder for, or English. However it is typed, its folder's name comes back."""

    name = "language"

    def convert(self, value: str, param: Parameter | None, ctx: Context | None) -> str:
        return folder(value)

    def names(self, root: Path) -> Iterable[str]:
        return (SOURCE, *(path.parent.name for path in root.glob("translations/*/LC_MESSAGES")))


class _KnownLanguage(_Name):
    """Any language that the pipeline knows."""

    name = "language"

    def names(self, root: Path) -> Iterable[str]:
        return languages()


class _Edition(_Name):
    """An edition that needs no entry of its own in publisher.yaml."""

    name = "edition"

    def names(self, root: Path) -> Iterable[str]:
        from pipeline.publisher import EDITIONS

        return (edition.name for edition in EDITIONS)


LEAFLET, LANGUAGE, KNOWN_LANGUAGE, EDITION = _Leaflet(), _Language(), _KnownLanguage(), _Edition()
