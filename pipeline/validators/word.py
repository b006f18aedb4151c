"""Word files: openxml-audit holds them against the schema, LibreOffice opens them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import installing
from pipeline.publisher import Format
from pipeline.validators.judged import Judge, Judged, Validator, ValidatorError

_WORD = frozenset({Format.DOCX})
_PATIENCE = 900  # seconds, of which an office that starts for the first time needs some


def audit(path: Path) -> list[str]:
    """What openxml-audit finds against the schema."""
    import openxml_audit

    result = openxml_audit.OpenXmlValidator().validate(str(path))
    return [str(error) for error in result.errors]


def _audit_lacks() -> str:
    return "" if importlib.util.find_spec("openxml_audit") else installing.extra("validators")


def _audit_version() -> str:
    return importlib.metadata.version("openxml-audit")


@contextmanager
def _audit_opened() -> Iterator[Judge]:
    yield lambda path: Judged(tuple(audit(path)))


def soffice(folder: Path, *arguments: str) -> None:
    """LibreOffice with a profile of its own in the folder. Raises ValidatorError where it fails."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *arguments]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    except subprocess.SubprocessError as problem:
        raise ValidatorError(f"LibreOffice: {problem}") from problem


@contextmanager
def _office_opened() -> Iterator[Judge]:
    with tempfile.TemporaryDirectory() as folder:

        def judge(path: Path) -> Judged:
            made = Path(folder) / path.with_suffix(".pdf").name
            soffice(Path(folder), "--convert-to", "pdf", "--outdir", folder, str(path))
            drawn = made.exists() and made.read_bytes().startswith(b"%PDF")
            made.unlink(missing_ok=True)
            return Judged() if drawn else Judged(("it cannot be opened and printed",))

        yield judge


def _office_lacks() -> str:
    return "" if shutil.which("soffice") else installing.packages(["libreoffice-writer"])


def _office_version() -> str:
    done = subprocess.run(["soffice", "--version"], capture_output=True, text=True, timeout=60)
    said = re.search(r"[\d.]+", done.stdout)
    return said[0] if said else ""


AUDIT = Validator("openxml-audit", "Open XML", _WORD, _audit_lacks, _audit_version, _audit_opened)
LIBREOFFICE = Validator("LibreOffice", "whether it can be opened and printed", _WORD, _office_lacks, _office_version, _office_opened)  # fmt: skip
