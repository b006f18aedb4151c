"""Which leaflets a folder holds, and what its charity wants of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import wishes
from pipeline.diagnostic import Diagnostic, LeafletError, Location
from pipeline.languages import pseudo_languages
from pipeline.project.files import Project, data, present, text
from pipeline.project.speech import spoken
from pipeline.publisher import Publisher

_CHARITY = "source/publisher.yaml"
_OLD = (".txt", ".docx", ".doc", ".html")  # files that may be meant as leaflets


def load(root: Path) -> Project:
    """The project in a folder. Raises LeafletError when it holds no leaflets."""
    if not (root / "source").is_dir():
        hint = "go to the folder that holds source/ and translations/, or name it: --root FOLDER; leaflet new begins a first one"
        what = "this folder holds no source/, so it is not a charity's folder"
        raise LeafletError(Diagnostic("B001", what, Location(str(root)), hint))
    slugs = tuple(sorted(_slug(path) for path in (root / "source").glob("[!.]*.md")))
    none = Diagnostic("B008", "source/ holds no leaflet", Location("source"), _no_leaflets(root))
    found = () if slugs else (none,)
    project = _with_charity(Project(root.resolve(), Publisher(readable=False), slugs, found))
    return replace(project, speech=spoken(project))


def _with_charity(project: Project) -> Project:
    """With what the charity's own file says, and what is wrong with it."""
    charity, found = text(project, _CHARITY)
    if charity is None and not present(project, _CHARITY):
        hint = 'leaflet new NAME --charity "Our Charity" writes it'
        what = "this file, which names the charity, is missing"
        found = [Diagnostic("B003", what, Location(_CHARITY), hint)]
    if charity is None:
        return replace(project, found=(*project.found, *found))
    publisher, wrong = wishes.read(
        charity, _CHARITY, lambda name: data(project, f"source/{name}")[0]
    )
    return replace(project, publisher=publisher, found=(*project.found, *wrong))


def _slug(path: Path) -> str:
    """The leaflet's name; U+FFFD in it stands for bytes that are no UTF-8, which no other file can be named after."""
    return path.stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _no_leaflets(root: Path) -> str:
    """What to do where source/ holds none; what stands there may be one under another name."""
    there = (root / "source").glob("[!.]*")
    other = sorted(path.name for path in there if path.suffix.lower() in _OLD)
    if not other:
        return "begin one with leaflet new NAME"
    if other[0].lower().endswith(".txt"):
        return f"the name of a leaflet ends in .md: rename source/{other[0]}"
    return f"the name of a leaflet ends in .md: leaflet import source/{other[0]} makes one of it"


def with_pseudo(project: Project, tags: Sequence[str]) -> Project:
    """The project with the pseudo-languages that are asked for by name: none is published by default."""
    asked = [tag for tag in tags if tag in pseudo_languages()]
    charity = replace(project.publisher, languages=(*project.tags, *asked))
    return replace(project, publisher=charity) if asked else project
