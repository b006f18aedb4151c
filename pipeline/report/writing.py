"""Both reports of a build, with what its files were asked since."""

from __future__ import annotations

import datetime
from pathlib import Path

from pipeline.build import report as built
from pipeline.project import Project
from pipeline.report.page import page
from pipeline.report.proving import proven
from pipeline.report.record import record
from pipeline.report.validating import validated


def write(project: Project, today: datetime.date) -> Path:
    """The page for people, where it now is; report.json is told the same. Raises LeafletError where nothing was built yet."""
    output = project.output
    read, proofs, said = built.read(output), proven(project), validated(project)
    if proofs or said.asked or "validators" in read:
        built.enrich(output, record(read, proofs, said))
    built.publish_page(output, page(read, today, proofs, said), today)
    return output / built.PAGE
