"""What this machine has for each language, and what it lacks: fonts, voice, tools."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import fonts
from pipeline.braille import liblouis
from pipeline.checks import spelling
from pipeline.languages import language
from pipeline.project import Project
from pipeline.speech import voice

# Not needed to make leaflets; what each is for.
TOOLS = {"soffice": "tests open Word files with it", "pdfinfo": "tests read PDF files with it",
         "msgfmt": "tests compare catalogs with it", "ffprobe": "tests look at sound with it",
         "java": "tests run veraPDF on it"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is there or is lacking. ``subject``: a language's tag, or a tool."""

    subject: str
    name: str
    has: bool
    remedy: str = ""


def examine(project: Project) -> Iterator[Finding]:
    """Every language that the project publishes, then the tools."""
    for tag in project.tags:
        spoken = language(tag)
        lacking = fonts.missing(spoken)
        packages = ", ".join(sorted({fonts.package(file) for file in lacking}))
        files = ", ".join(file.path.name for file in lacking)
        yield Finding(tag, "fonts", not lacking, f"install {packages} ({files})" if lacking else "")
        why = voice.lacks(tag, project.speech[0].speakers)
        yield Finding(tag, "voice", not why, f"no audio: {why}" if why else "")
        why = liblouis.lacks(tag)
        yield Finding(tag, "braille", not why, f"no braille: {why}" if why else "")
    why = spelling.missing()
    yield Finding("en", "spelling", not why, why)
    for tool, use in TOOLS.items():
        yield Finding(tool, "tool", shutil.which(tool) is not None, use)
