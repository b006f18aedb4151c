"""A leaflet as it is written in source/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.diagnostic import Diagnostic
from pipeline.document import Document
from pipeline.languages import SOURCE, language
from pipeline.project.files import Project, data, source_path, text


def english(project: Project, slug: str) -> tuple[Document | None, list[Diagnostic]]:
    """The leaflet as it is written, figures not yet in any language; None when its file cannot be read."""
    from pipeline import parse

    found, wrong = text(project, source_path(slug))
    if found is None:
        return None, wrong
    document, more = parse.parse(
        found,
        source_path(slug),
        project.publisher,
        _Fragments(project),
        lambda name: data(project, f"source/{name}")[0],
    )
    return document, more


class _Fragments(Mapping[str, str]):
    """The text of each shared fragment by name, read when it is included. What cannot be read is missing."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def __getitem__(self, name: str) -> str:
        from pipeline import parse

        named = bool(name) and "/" not in name and not name.startswith(".")
        found = text(self.project, f"{parse.SHARED_FOLDER}/{name}.md")[0] if named else None
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        from pipeline import parse

        folder = self.project.root / parse.SHARED_FOLDER
        return iter(sorted(path.stem for path in folder.glob("*.md")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def in_english(source: Document) -> Document:
    """The English with its figures as English writes them."""
    from pipeline.translate import translate

    return translate(source, {}, {}, language(SOURCE))[0]
