"""The proof that a clinician signs: the English beside the translation, text by text.

sheet   what a proof shows, as a value
word    the sheet as a Word file, with room for notes
web     the sheet as a page for the browser
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from pipeline.bilingual import web, word
from pipeline.bilingual.sheet import sheet
from pipeline.build import files
from pipeline.build.plan import Choice, chosen
from pipeline.diagnostic import Diagnostic
from pipeline.project import Project

FOLDER = "proofs"  # inside output/


def proofs(
    project: Project, slugs: Sequence[str], tag: str, today: datetime.date
) -> tuple[list[str], list[Diagnostic]]:
    """Write the proofs of leaflets in a language; their paths from output/, and why the rest is not made."""
    made: list[str] = []
    found: list[Diagnostic] = []
    for group in chosen(project, Choice(tuple(slugs), (tag,))):
        one, wrong = sheet(project, group.slug, tag, today)
        found += wrong
        if one:
            for suffix, data in (("docx", word.render(one)), ("html", web.render(one))):
                path = f"{FOLDER}/{group.slug}-{tag}-proof.{suffix}"
                files.put(project.output / path, data)
                made.append(path)
    return made, found
