"""Every validator of others that the pipeline knows how to run."""

from __future__ import annotations

from pipeline.publisher import Format
from pipeline.validators.books import ACE, EPUBCHECK
from pipeline.validators.browser import AXE
from pipeline.validators.judged import Validator
from pipeline.validators.pages import NU
from pipeline.validators.verapdf import VERAPDF
from pipeline.validators.word import AUDIT, LIBREOFFICE

VALIDATORS: tuple[Validator, ...] = (VERAPDF, AUDIT, LIBREOFFICE, NU, AXE, EPUBCHECK, ACE)


def asked_of(format: Format) -> tuple[Validator, ...]:
    """Those that know a format; none for sound and braille, which have the project's own proofs."""
    return tuple(one for one in VALIDATORS if format in one.formats)
