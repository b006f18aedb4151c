"""What translators wrote, through the strict gate: catalogs, glossaries, and the pipeline's own words."""

from __future__ import annotations

from importlib.resources import files

from pipeline.catalogs import gate
from pipeline.catalogs import glossary as glossaries
from pipeline.catalogs.catalog import Catalog
from pipeline.catalogs.gate import Seen
from pipeline.catalogs.glossary import Glossary
from pipeline.diagnostic import Diagnostic, Location
from pipeline.document import Document
from pipeline.document import lines as lines_of
from pipeline.languages import SOURCE, language
from pipeline.project.files import Project, catalog_path, data, glossary_path, present


def domains(document: Document) -> list[str]:
    """The catalogs that a leaflet's lines belong to, its own first."""
    return list(dict.fromkeys((document.slug, *(line.domain for line in lines_of(document)))))


def catalogs_of(
    project: Project, source: Document, tag: str
) -> tuple[dict[str, Catalog], list[Diagnostic]]:
    """The leaflet's catalogs by domain, through the strict gate."""
    if tag == SOURCE or language(tag).pseudo:
        return {}, []
    catalogs, found = {}, []
    for domain in domains(source):
        catalog, wrong = catalog_of(project, tag, domain)
        found += wrong
        if catalog:
            catalogs[domain] = catalog
    return catalogs, found


def catalog_of(project: Project, tag: str, domain: str) -> tuple[Catalog | None, list[Diagnostic]]:
    """A catalog through the strict gate; None, and why, where it is missing or refused."""
    path = catalog_path(tag, domain)
    if not present(project, path):
        return None, [
            Diagnostic(
                "T115",
                "this catalog is missing, so that nothing is made in this language",
                Location(path),
                "leaflet update writes it (or make update)",
            )
        ]
    found, wrong = data(project, path)
    return gate.read(found, path, tag) if found is not None else (None, wrong)


def catalog_seen(project: Project, tag: str, domain: str) -> tuple[Seen | None, list[Diagnostic]]:
    """A catalog for people to look at, also where it is refused; None where there is no file to read."""
    path = catalog_path(tag, domain)
    found, wrong = data(project, path)
    return gate.seen(found, path, tag) if found is not None else (None, wrong)


def glossary(project: Project, tag: str) -> tuple[Glossary, list[Diagnostic]]:
    """The terms that a language has approved forms of; none without a glossary."""
    path = glossary_path(tag)
    if tag == SOURCE or language(tag).pseudo or not present(project, path):
        return Glossary(), []
    found, wrong = data(project, path)
    catalog, more = gate.read(found, path, tag) if found is not None else (None, [])
    return glossaries.glossary(catalog), [*wrong, *more]


def words(project: Project, tag: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """The pipeline's own words in a language, msgid to text: those that ship with it, then the charity's own."""
    if tag == SOURCE or language(tag).pseudo:
        return {}, []
    texts: dict[str, str] = {}
    shipped = files("pipeline").joinpath(f"locale/{tag}/LC_MESSAGES/pipeline.po")
    found: list[Diagnostic] = []
    if shipped.is_file():
        catalog, wrong = gate.read(
            shipped.read_bytes(), f"pipeline/locale/{tag}/LC_MESSAGES/pipeline.po", tag
        )
        texts |= _texts(catalog)
        found += wrong
    if present(project, catalog_path(tag, "pipeline")):
        catalog, wrong = catalog_of(project, tag, "pipeline")
        texts |= _texts(catalog)
        found += wrong
    return texts, found


def _texts(catalog: Catalog | None) -> dict[str, str]:
    return {m.msgid: m.msgstr[0] for m in catalog.living if m.translated} if catalog else {}
