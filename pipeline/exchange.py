"""Templates and catalogs of a project: what goes out to translators and comes back.

The texts themselves are the business of ``pipeline.catalogs``; here they meet the disk.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import project as projects
from pipeline.build import files
from pipeline.catalogs import catalog as catalogs
from pipeline.catalogs import extract as extraction
from pipeline.catalogs import gate, merge
from pipeline.catalogs.catalog import Catalog, Key
from pipeline.catalogs.compendium import Compendium, compendium, filled
from pipeline.diagnostic import Diagnostic, errors
from pipeline.document import Document, State
from pipeline.languages import SOURCE, language
from pipeline.project import Project
from pipeline.translate import translate


@dataclass(frozen=True, slots=True)
class Merged:
    """What an update did to a catalog. Counts of messages."""

    path: str
    new: int
    fuzzy: int
    obsolete: int
    known: int = 0  # taken from other leaflets

    def __str__(self) -> str:
        known = f", {self.known} taken from other leaflets" if self.known else ""
        return f"wrote {self.path}: {self.new} to translate, {self.fuzzy} fuzzy, {self.obsolete} no longer used{known}"


def template_path(domain: str) -> str:
    return f"translations/{domain}.pot"


def extract(project: Project, now: datetime.datetime) -> tuple[list[str], list[Diagnostic]]:
    """Write the templates whose messages changed; their paths. A leaflet with errors leaves its template as it was."""
    documents, found = _documents(project)
    written = []
    for domain in _domains(documents):
        template = _template(documents, domain, now)
        old, _ = _read(project, template_path(domain), None)
        if not extraction.same_messages(old, template):
            files.put(project.root / template_path(domain), catalogs.write(template))
            written.append(template_path(domain))
    return written, found


def _documents(project: Project) -> tuple[list[Document], list[Diagnostic]]:
    found = list(project.found)
    documents = []
    for slug in project.slugs:
        document, wrong = projects.english(project, slug)
        found += wrong
        if document and not errors(wrong):
            documents.append(document)
    return documents, found


def _domains(documents: Sequence[Document]) -> list[str]:
    return list(
        dict.fromkeys(domain for document in documents for domain in projects.domains(document))
    )


def _template(documents: Sequence[Document], domain: str, now: datetime.datetime) -> Catalog:
    return extraction.template(documents, domain, now.strftime("%Y-%m-%d %H:%M%z"))


def _read(project: Project, path: str, tag: str | None) -> tuple[Catalog | None, list[Diagnostic]]:
    if not (project.root / path).exists():
        return None, []
    data, found = projects.data(project, path)
    return gate.read(data, path, tag) if data is not None else (None, found)


def update(
    project: Project, tags: Sequence[str], now: datetime.datetime
) -> tuple[list[Merged], list[Diagnostic]]:
    """Merge the templates into every language's catalogs; what was written. A damaged catalog is left as it is."""
    documents, _ = _documents(project)
    merged: list[Merged] = []
    found: list[Diagnostic] = []
    templates = {}
    for domain in _domains(documents):
        stored = _read(project, template_path(domain), None)[0]
        templates[domain] = stored or _template(documents, domain, now)
    for tag in project.tags:
        if tag == SOURCE or language(tag).pseudo or (tags and tag not in tags):
            continue
        memory, wrong = _memory(project, documents, templates, tag)
        found += wrong
        for domain, template in templates.items():
            done, wrong = _merge(project, template, tag, domain, memory)
            merged += done
            found += wrong
    return merged, found


COMPENDIUM = "compendium"  # translations/<lang>/compendium.po: texts from elsewhere, such as earlier leaflets


def _memory(
    project: Project, documents: Sequence[Document], domains: Iterable[str], tag: str
) -> tuple[Compendium, list[Diagnostic]]:
    """Everything that a language has translated. What is wrong with a leaflet's catalog is told when that is merged."""
    read = {
        domain: _read(project, projects.catalog_path(tag, domain), tag)[0] for domain in domains
    }
    more, wrong = _read(project, f"translations/{tag}/{COMPENDIUM}.po", tag)
    catalogs = [(domain, catalog) for domain, catalog in read.items() if catalog]
    catalogs += [(COMPENDIUM, more)] if more else []

    @cache
    def approved() -> frozenset[tuple[str, Key]]:
        return frozenset(_approved(project, documents, read, tag))

    return compendium(catalogs, lambda domain, key: (domain, key) in approved()), wrong


def _approved(
    project: Project,
    documents: Sequence[Document],
    catalogs: Mapping[str, Catalog | None],
    tag: str,
) -> Iterator[tuple[str, Key]]:
    """Every message that two people approved as it stands, in one leaflet or another."""
    usable = {domain: catalog for domain, catalog in catalogs.items() if catalog}
    for source in documents:
        document, _ = translate(source, usable, {}, language(tag))
        standing, _ = projects.standing(project, document, source)
        for one, signers in standing.texts.items():
            if one.translated and signers.state is State.APPROVED:
                yield one.domain, (one.context or None, one.msgid)


def _merge(
    project: Project, template: Catalog, tag: str, domain: str, memory: Compendium
) -> tuple[list[Merged], list[Diagnostic]]:
    path = projects.catalog_path(tag, domain)
    old, found = _read(project, path, tag)
    approved, wrong = projects.glossary(project, tag)
    if found or wrong:
        return [], [*found, *wrong]
    guessed = merge.merge(approved.commented(template), old, tag, path)
    new = filled(guessed, old, domain, memory)
    data = catalogs.write(new)
    if old and data == catalogs.write(old):
        return [], []
    files.put(project.root / path, data)
    untranslated = sum(not all(m.msgstr) for m in new.living)
    fuzzy = sum(m.fuzzy for m in new.living)
    known = sum(a is not b for a, b in zip(guessed.messages, new.messages, strict=True))
    return [Merged(path, untranslated, fuzzy, sum(m.obsolete for m in new.messages), known)], []
