"""What goes to a translation agency, and what comes back: catalogs as XLIFF and TMX on disk.

What comes back is taken text by text; what is refused leaves its text as it was, and is said with its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from lxml import etree

from pipeline import project as projects
from pipeline.build import files
from pipeline.build.plan import Choice, known
from pipeline.catalogs import catalog as catalogs
from pipeline.catalogs import returned, tmx, xliff
from pipeline.catalogs.catalog import Catalog
from pipeline.catalogs.returned import Taken
from pipeline.diagnostic import Diagnostic, LeafletError, Location, errors, quoted
from pipeline.languages import SOURCE
from pipeline.project import Project

FOLDER = "translators"  # inside output/
_LARGEST = 20_000_000  # bytes: a language of ten leaflets has 1 MB


class Format(StrEnum):
    """What a translator's program reads; the value is its name on the command line."""

    XLIFF1 = "xliff"
    XLIFF2 = "xliff2"
    TMX = "tmx"


def export(
    project: Project, tag: str, slugs: Sequence[str], format: Format, out: Path | None
) -> tuple[Path, list[Diagnostic]]:
    """Write one file with the texts of a language, of all leaflets or of some. Raises LeafletError where it has none."""
    found, wrong = _catalogs(project, tag, slugs)
    wrong += [one for catalog in found for one in returned.unwritable(catalog)]
    if not found or errors(wrong):
        raise LeafletError(*wrong)
    suffix = "tmx" if format is Format.TMX else "xlf"
    path = out or project.output / FOLDER / f"{'-'.join([*slugs, tag])}.{suffix}"
    files.put(path, _data(found, tag, format))
    return path, wrong


def _data(found: Sequence[Catalog], tag: str, format: Format) -> files.Data:
    match format:
        case Format.XLIFF1:
            return xliff.write(found, tag, xliff.Version.ONE)
        case Format.XLIFF2:
            return xliff.write(found, tag, xliff.Version.TWO)
        case Format.TMX:
            return tmx.write(found, tag)


def _catalogs(
    project: Project, tag: str, slugs: Sequence[str]
) -> tuple[list[Catalog], list[Diagnostic]]:
    """The catalogs of the leaflets in a language, each once."""
    known(project, Choice(tuple(slugs), (tag,)))
    if tag == SOURCE:
        at, hint = Location("--tag"), "name the language of the translation, such as --tag pl"
        return [], [Diagnostic("X105", "English is the source, and is not translated", at, hint)]
    found: list[Catalog] = []
    domains, wrong = _domains(project, slugs)
    for domain in domains:
        catalog, more = projects.catalog_of(project, tag, domain)
        found += [catalog] if catalog else []
        wrong += more
    return found, wrong


def _domains(project: Project, slugs: Sequence[str]) -> tuple[list[str], list[Diagnostic]]:
    """Those of the leaflets, and why a leaflet cannot be read; what else is wrong with it is leaflet check's to say."""
    found: dict[str, None] = {}
    unread: list[Diagnostic] = []
    for slug in project.slugs:
        if not slugs or slug in slugs:
            document, wrong = projects.english(project, slug)
            found |= dict.fromkeys(projects.domains(document) if document else ())
            unread += wrong if document is None else []
    return list(found), unread


def bring(
    project: Project, path: Path, replacing: bool = False
) -> tuple[list[Taken], list[Diagnostic]]:
    """Take an XLIFF file into the catalogs; what became of it, catalog by catalog, and what was refused.

    Raises LeafletError when nothing of the file can be read.
    """
    found, wrong = xliff.read(_read(path), str(path))
    taken: list[Taken] = []
    if not found:
        raise LeafletError(*wrong or [Diagnostic("X103", "this file holds no texts", Location(str(path)), "ask for the file again")])  # fmt: skip
    for file in found:
        done, more = _bring(project, file, path, replacing)
        taken += done
        wrong += more
    return taken, wrong


def _read(path: Path) -> bytes:
    """The file's bytes. Raises LeafletError when it is missing, too large, or a translation memory."""
    at = Location(str(path))
    if not path.is_file():
        raise LeafletError(
            Diagnostic("B003", "there is no such file", at, "look for a slip in its name")
        )
    if _root(path) == "tmx":
        raise LeafletError(xliff.memory(str(path)))
    if path.stat().st_size > _LARGEST:
        hint = "export fewer leaflets at once, with --leaflet"
        raise LeafletError(Diagnostic("B004", f"this is larger than {_LARGEST // 1_000_000} MB", at, hint))  # fmt: skip
    return path.read_bytes()


def _root(path: Path) -> str:
    """The name of the outermost element, without reading on; "" where there is none."""
    try:
        events = etree.iterparse(str(path), ("start",), resolve_entities=False, no_network=True, load_dtd=False)  # fmt: skip
        return next((etree.QName(element).localname for _, element in events), "")
    except etree.XMLSyntaxError:
        return ""


def _bring(
    project: Project, file: xliff.File, path: Path, replacing: bool
) -> tuple[list[Taken], list[Diagnostic]]:
    tag, domain = _belongs(project, file)
    at = Location(str(path), file.line)
    if not domain:
        hint = "see whether the file belongs to another project; else run leaflet export again and ask for that file"
        return [], [
            Diagnostic(
                "X106",
                f"the file is for {xliff.shown(file.original)}, which is no catalog of this project",
                at,
                hint,
            )
        ]
    said = file.tag.replace("-", "_").lower()
    if said != tag.lower() and not said.startswith(f"{tag.lower()}_"):
        hint = f"ask for the file of {xliff.bcp47(tag)}, translated into that language"
        return [], [
            Diagnostic(
                "X107",
                f"the file is in the language {xliff.shown(file.tag)}, and its catalog in {quoted(xliff.bcp47(tag))}",
                at,
                hint,
            )
        ]
    catalog, wrong = projects.catalog_of(project, tag, domain)
    if catalog is None:
        return [], wrong
    new, taken, wrong = returned.take(catalog, file.units, str(path), tag, replacing)
    if new != catalog:
        files.put(project.root / catalog.path, catalogs.write(new))
    return [taken], wrong


def _belongs(project: Project, file: xliff.File) -> tuple[str, str]:
    """Language and domain of the catalog that a file was made from; empty where it is none of ours."""
    domains, _ = _domains(project, ())
    for tag in project.tags:
        for domain in domains if tag != SOURCE else ():
            if file.original == projects.catalog_path(tag, domain):
                return tag, domain
    return "", ""
